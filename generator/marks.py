"""Marks of secrecy in raw text: 密级 with brackets, stars, terms or labels, and notes on handling such as 内部资料.

One scan over the plain form of the text. The words are the vocabulary of 国家秘密标志 and of the notes that
offices print on internal papers. Out of scope: pinyin and Latin letters (mi, M), pieces of characters, pictures.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from generator.plaintext import FOLDS, plain_form


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a mark begins, from 1, and the rule that found it; never the text."""

    line: int
    column: int
    rule: str


LEVELS = ("绝密", "机密", "秘密")
TRADE_LEVELS = ("核心商密", "普通商密", "商密")
# In brackets these words are a mark when nothing but FITTINGS stands beside them.
BRACKETED = (*LEVELS, *TRADE_LEVELS, "工作秘密", "核心秘密", "重要秘密", "涉密", "保密", "密")
INTERNAL_PAPERS = ("文件", "资料", "材料", "使用", "参考", "刊物", "传阅", "发行", "掌握", "明电", "通报", "交流")
SUFFIXES = ("级文件", "级资料", "级材料", "级事项", "级", "件", "文件", "资料", "材料", "事项")
URGENCY = ("特急", "加急", "平急", "特提", "急件", "急")
NUMERALS = "一二三四五六七八九十百两半"
CONDITIONS = (
    "会议开始前", "会议结束前", "会议召开前", "会议前", "启用前", "使用前", "公布前", "公开前", "发布前", "解密前",
    "考试结束前", "考试前", "开考前", "开标前", "评标前", "结束前", "实施前",
)  # fmt: skip
NO_TERM = ("长期", "永久", "永远")
HANDLING = (
    "注意保存", "注意保管", "注意保密", "妥善保管", "不得外传", "请勿外传", "切勿外传", "严禁外传", "禁止外传",
    "勿外传", "不得外泄", "不得扩散", "严禁外泄", "请勿外泄", "请勿扩散", "不得复制", "严禁复制", "请勿复制",
    "不得复印", "严禁复印", "不得翻印", "严禁翻印", "不得转载", "请勿转载", "请勿转发", "不得公开", "不予公开",
    "不宜公开", "不公开", "不对外公开", "不对外", "仅供", "仅限", "限", "内部", "参考", "传阅", "使用", "人员",
    "阅后即焚", "阅后收回", "阅后退回", "会后收回", "用后收回",
)  # fmt: skip
NOUNS = (
    "本文件", "此文件", "该文件", "本项目", "该项目", "此项目", "本资料", "本材料", "本件", "此件", "该件", "本项",
    "此项", "该项", "本表", "此表", "本", "此", "该", "属于", "列为", "定为", "属", "为", "系", "是", "的",
    "密级", "定密", "等级", "级别", "保密期限", "保密期", "保密等级", "期限", "级", "件", "文件", "资料", "材料",
    "事项", "信息", "内容", "项目", "部分", "任务", "工作", "电报", "电", "版", "略", "省略", "隐去", "注意", "请",
)  # fmt: skip
FITTINGS = (*HANDLING, *NOUNS, *URGENCY, *CONDITIONS, *NO_TERM, "个月", *"年月日天", *NUMERALS)
ENUMERATIONS = (LEVELS, LEVELS[::-1])


def spaced(word: str) -> str:
    """A word as a pattern that lets a space, a line end or a hyphen stand between its characters."""
    return GAP.join(word)


def one_of(words: Iterable[str]) -> str:
    """Any of the words, the longest first so that none hides another."""
    return "(?:" + "|".join(spaced(word) for word in sorted(words, key=len, reverse=True)) + ")"


GAP = r"(?:[ \n]|[.\-_~]{1,2})?"
HAN = "\u4e00-\u9fff"
SEPARATOR = r"[ \n★☆:,;.。、/\-_~+|!=●○◆※?#\"']"
# Hard: a line end, punctuation or anything but a Chinese character; soft: a space between Chinese characters.
LEFT = rf"(?:(?<![{HAN}、/ ])|(?<=[^{HAN}、/] ))(?<!国家\n)(?<!商业\n)(?<!工作\n)"
LEFT_SOFT = rf"(?<=[{HAN}、/] )(?<!国家 )(?<!商业 )(?<!工作 )(?<!个人 )"
RIGHT = rf"(?= ?[^{HAN}、/ ])"
RIGHT_SOFT = rf"(?= ?[^、/ {HAN}]| [{HAN}])"
NOT_AFTER_HAN = rf"(?<![{HAN}])"

LEVEL = one_of(LEVELS)
BRACKET_LEVEL = rf"(?:{one_of(BRACKETED)}|{spaced('内部')}{GAP}{one_of(INTERNAL_PAPERS)}?(?! ?(?:项目|信息|部分|任务|内容|级|期限|工作)))"
FITTING = rf"(?:{SEPARATOR}|[0-9]|{one_of(FITTINGS)})"
SUFFIX = rf"(?:{GAP}{one_of(SUFFIXES)})?"
TERM = (
    rf"(?:(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}}|[xX×]{{1,2}}){GAP}(?:年|个?{GAP}月|日|天)(?![0-9])"
    rf"|{one_of((*NO_TERM, *CONDITIONS))})"
)
NOT_LISTED = rf"(?!{GAP}[、/和或及与]{GAP}{LEVEL})"
WHOLE_ENUMERATION = "|".join(rf"{GAP}[、/,和及]{GAP}".join(map(spaced, words)) for words in ENUMERATIONS)
LABEL = one_of(
    ("密级", "定密", "保密等级", "保密级别", "涉密等级", "涉密级别", "秘密等级", "机密等级", "保密程度", "密别", "秘级")
)
COMMAND = one_of(("请勿", "切勿", "不得", "严禁", "禁止", "勿"))
THIS = rf"(?:[本此该]{GAP}(?:件|文件|文|材料|资料|项目|项|表|任务|内容|信息)?{GAP})"
IS = one_of(("属于", "确定为", "定密为", "列为", "定为", "标为", "属", "系", "为", "是", "按"))
PAPER_STANDING = one_of(("文件", "材料", "使用", "参考", "刊物", "传阅", "发行", "掌握", "明电"))
READ_AND_RETURN = one_of(
    [*(f"阅后{what}" for what in ("即焚", "即毁", "收回", "退回", "归还", "交回", "销毁")), "会后收回", "用后收回"]
)

RULES: dict[str, tuple[str, ...]] = {
    "circled-level": ("㊙",),
    "bracketed-level": (
        rf"\((?!{SEPARATOR}*+(?:{WHOLE_ENUMERATION}))(?:(?!{BRACKET_LEVEL}){FITTING})*+"
        rf"{BRACKET_LEVEL}(?:{BRACKET_LEVEL}|{FITTING})*+\)",
        # A bracket that nobody closed.
        rf"\([ \n]?(?:{LEVEL}|密){SUFFIX}(?= ?[.。;,!]|\n[^{HAN}]|\n?\Z)",
    ),
    "level-star": (
        rf"(?:{LEVEL}|{one_of(TRADE_LEVELS)}){SUFFIX}[ .\-]?★",
        rf"{one_of(TRADE_LEVELS)}{SUFFIX} ?[▲△]",
        rf"{NOT_AFTER_HAN}(?:{LEVEL}|密|{one_of(('内部', '涉密', '保密'))}){SUFFIX}{GAP}★",
        rf"{LEVEL}{SUFFIX}{GAP}[★☆]{GAP}{TERM}",
        rf"{LEFT}(?:{LEVEL}|密){SUFFIX}{GAP}☆",
        rf"{spaced('内部')}{SUFFIX}{GAP}[★☆]{GAP}{TERM}",
    ),
    "level-term": (
        rf"{NOT_AFTER_HAN}{LEVEL}{GAP}级?[^\w{HAN}]{{0,3}}{TERM}",
        rf"{one_of(('保密期限', '保密期', '保密时限'))}[^\w{HAN}]{{1,4}}{TERM}",
        rf"{one_of(('解密日期', '解密时间'))}[^\w{HAN}]{{1,4}}[12][0-9]{{3}}",
    ),
    "level-label": (
        rf"{LABEL}(?:[^\w{HAN}(]|[为是定]|标识|标志){{0,8}}\(?"
        rf"(?:{LEVEL}|{one_of((*TRADE_LEVELS, '工作秘密', '内部', '涉密'))}|密(?=[^{HAN}])){NOT_LISTED}",
        rf"{spaced('涉密')}(?:项目|事项|内容|信息|情况|文件)?[^\w{HAN}]{{1,4}}是(?=[^{HAN}])",
    ),
    "declared-level": (
        rf"(?:{THIS}{IS}{{1,2}}+|{one_of(('定为', '定密为', '列为', '标为', '标注为'))}){GAP}"
        rf"(?:{LEVEL}|{one_of(('工作秘密', '国家秘密', '密件'))}){GAP}级?{NOT_LISTED}(?=[^{HAN}、]|文件|事项|件|资料|材料)",
    ),
    "level-line": (
        rf"{LEFT}(?:{LEVEL}|{one_of(TRADE_LEVELS[:2])}|密{GAP}件){SUFFIX}(?:{SEPARATOR}?{one_of(URGENCY)})?{RIGHT_SOFT}",
        rf"{LEFT_SOFT}(?:{LEVEL}|{one_of(TRADE_LEVELS[:2])}|密{GAP}件){SUFFIX}(?:{SEPARATOR}?{one_of(URGENCY)})?{RIGHT}",
        r"(?:(?<![\w、/ ])|(?<=[^\w、/] ))密(?= ?[^\w、/ ])",
    ),
    "handling-note": (
        rf"{spaced('内部资料')}(?!{GAP}性)",
        spaced("注意保存"),
        rf"{COMMAND}{GAP}(?:对{GAP}外{GAP}|向{GAP}外{GAP})?{spaced('外传')}",
        rf"{LEFT}(?:请{GAP})?{spaced('注意保')}{GAP}[密管]{RIGHT}",
        rf"{LEFT_SOFT}(?:请{GAP})?{spaced('注意保')}{GAP}[密管]{RIGHT}",
        rf"{LEFT}{spaced('内部')}{GAP}{PAPER_STANDING}{RIGHT_SOFT}",
        rf"{spaced('内部')}{GAP}{one_of(INTERNAL_PAPERS)}[^\w{HAN}]{{0,3}}(?:{COMMAND}|{one_of(('注意', '请注意', '妥善保管', '不予公开', '不宜公开'))})",
        rf"[仅只][{GAP}]?[供限].{{0,6}}{spaced('内部')}{GAP}{one_of(INTERNAL_PAPERS)}",
        rf"{LEFT}{READ_AND_RETURN}{RIGHT}",
    ),
}
