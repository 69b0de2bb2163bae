"""Comparators: the signs and words that say whether a figure is a floor, a ceiling or just the figure."""

import re
from functools import lru_cache
from typing import NamedTuple

from generator.targets.units import any_of
from generator.text.word_list import word_list

# Comparisons, and the words that deny them: each pair is one sign, the other way round. 不应低于 is a floor.
COMPARED = {
    **dict.fromkeys(word_list("低于 少于 小于 短于 下于"), "lt"),
    **dict.fromkeys(word_list("大于 高于 多于 长于 迟于 晚于 超过 超出 突破 超"), "gt"),
}
DENIED = word_list("""
    不 不应 不应该 不应当 不得 不能 不能够 不可 不可以 不宜 不允许 不准 不许 不要 不会 绝不 决不 绝不能 并不 未 尚未
    没 没有 严禁 禁止 避免 应避免 杜绝 防止
""")
UNREACHED = word_list("未 尚未 未能 没 没有")
OPPOSITE = {"lt": "ge", "gt": "le"}
# Comparisons that name the figure itself too: 低于等于, 等于或大于.
OR_EQUAL = {
    form.format(word): {"lt": "le", "gt": "ge"}[code]
    for word, code in COMPARED.items()
    if word.endswith("于") or word == "超过"
    for form in word_list("{}等于 {}或等于 {}或者等于 等于或{} 等于或者{}")
}
# Words before the figure. A firm word binds; a soft one gives way to a firm one: 控制在90%以上 is a floor.
FIRM = {
    "≥": "ge", ">": "gt", "≤": "le", "<": "lt", "=": "eq",
    **OR_EQUAL,
    **dict.fromkeys(("至少", "最少", "起码"), "ge"),
    **dict.fromkeys(word_list("大于 高于 多于 超过 超出 突破 超"), "gt"),
    **dict.fromkeys(("至多", "最多"), "le"),
    **dict.fromkeys(word_list("小于 低于 少于 短于 不足 不满 不到"), "lt"),
    **dict.fromkeys((denial + reached for denial in UNREACHED for reached in ("达", "达到")), "lt"),
    **dict.fromkeys(("等于", "恰好"), "eq"),
    **dict.fromkeys(word_list("约为 大约 大概 大致 大体 差不多 约 接近 将近 近"), "about"),
    **{denial + word: OPPOSITE[code] for denial in DENIED for word, code in COMPARED.items()},
}  # fmt: skip
SOFT = {
    **dict.fromkeys(word_list("达到 达 最低 下限"), "ge"),
    **dict.fromkeys(word_list("控制在 限于 最高 上限 最迟 最长"), "le"),
}
# Words that only lead up to the figure.
LEADS = word_list("""
    预计 预期 预估 计划 拟 力争 争取 确保 保证 保持 保持在 维持 维持在 稳定在 实现 为 是 在 共 共计 总计 合计 总共
    累计 全年 年度 本年度 本年 当年 年内 年度内 均 都 全市 全县 全区 应 应当 需 须 必须 将 原则上 一般 要求 目标
    目标值 指标值 各 介于 人民币 ¥ : 占 按 按照
""")

# A pattern for any word of comparison; the pairs of DENIED and COMPARED stay two short lists in it.
SIGN = (
    rf"(?:{any_of(*DENIED)})(?:{any_of(*COMPARED)})|(?:{any_of(*UNREACHED)})达到?"
    rf"|{any_of(*(word for word in FIRM if not word.startswith(DENIED) or word in ('不足', '不满', '不到')))}"
)
SIGN_OR_SOFT = f"{SIGN}|{any_of(*SOFT)}"
# Leads that may be between a sign and its figure; others name what it is compared with: 低于目标值5个百分点.
JOINING = word_list("为 在 占 需 共 共计 总计 合计 总共 累计 人民币 ¥ : 各")
BEFORE_WORDS = frozenset({*FIRM, *SOFT, *LEADS})
LONGEST_BEFORE = max(len(word) for word in BEFORE_WORDS)

# Words after the figure and its unit.
AFTER = {
    **dict.fromkeys(word_list("以上 及以上 或以上 之上 起 含以上"), "ge"),
    **dict.fromkeys(word_list("以内 之内 内 以下 及以下 或以下 之下 为限 封顶 含以内"), "le"),
    **dict.fromkeys(("左右", "上下"), "about"),
    "之间": "",
}
STRICT = {"ge": "gt", "gt": "gt", "le": "lt", "lt": "lt"}
SUFFIX = re.compile(
    rf"(?:\((?:含本数|含|(?P<without>不含))\))?(?P<word>{any_of(*AFTER)})(?:\((?:含|(?P<without_it>不含))(?:本数)?\))?"
)

# What the column 对比符号 may hold besides a comparator.
CALLED_QUALITATIVE = word_list("定性 定性指标 文字描述 文字 描述 定性描述")
NOTHING_SAID = ("", "无", "-", "--", "/", "定量", "定量指标", "正向", "正向指标", "反向", "反向指标", "数值", "数值型")
# The Chinese keyboard has 》 where the other has >.
ODD_SIGNS = {"》": ">", "《": "<"}


class ComparatorReading(NamedTuple):
    """The comparators of a cell combined: a code, whether it is approximate, and how many firm words there are."""

    code: str
    is_approximate: bool
    firm: int
    is_conflict: bool


def is_compared(words: list[str]) -> bool:
    """Whether a sign among the words before a figure has what it compares with between itself and the figure."""
    leads = [at for at, word in enumerate(words) if word in LEADS and word not in JOINING]
    signs = [at for at, word in enumerate(words) if word not in LEADS]
    return bool(leads and signs) and min(signs) < max(leads)


def is_denied_twice(words: list[str]) -> bool:
    """Whether two of the words before a figure deny: 没有达不到90% has been reached."""
    return sum(word in FIRM and word.startswith(DENIED) for word in words) > 1


def sign_code(word: str | None) -> str | None:
    """The code of a word of comparison; None for no word."""
    return FIRM.get(word or "") or SOFT.get(word or "")


def after_code(match: re.Match[str]) -> str:
    """The code of a match of SUFFIX: 以上 includes the figure unless it says 不含."""
    code = AFTER[match["word"]]
    return STRICT.get(code, code) if match["without"] or match["without_it"] else code


@lru_cache(maxsize=512)
def resolve_comparators(firm: tuple[str, ...], soft: tuple[str, ...]) -> ComparatorReading:
    """The comparators of a cell and its column combined; words that contradict each other are a conflict."""
    is_approximate = "about" in firm
    bounds = [code for code in firm if code not in ("about", "")]
    if len(set(bounds)) > 1:
        return ComparatorReading("none", is_approximate, len(bounds), True)
    code = bounds[0] if bounds else soft[-1] if soft else "about" if is_approximate else "none"
    return ComparatorReading(code, is_approximate, len(bounds), False)


def column_code(text: str) -> str | None:
    """The code of a cell of the column 对比符号 in plain form: "" when it says nothing, None when unknown."""
    if text in NOTHING_SAID or text in CALLED_QUALITATIVE:
        return ""
    return sign_code(text) or AFTER.get(text) or None
