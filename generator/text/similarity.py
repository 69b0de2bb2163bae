"""How much two names or texts have in common, and the terms in which similar names differ."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from generator.text.normalize import normalized_case
from generator.text.word_list import word_list

HAN = re.compile("[一-龥]+")
# A Chinese character, or a Latin word or a number as a whole.
UNIT = re.compile(r"[一-龥]|[A-Za-z]+|\d+(?:\.\d+)*")
# Characters that tell one thing from another of its kind: negations, figures, opposites, ranks, levels, directions.
KEY_CHARACTERS = (
    "不未无非没否免" "〇零一二两三四五六七八九十百千万亿" "甲乙丙丁戊己庚辛壬癸" "男女" "国省市区县州镇乡街村社"
    "东西南北中" "上下左右内外前后首末" "新改扩旧原" "高初小大幼本专硕博" "正副主次" "收支进出入" "增减升降涨跌超"
    "城公私民" "老青少儿" "早晚春夏秋冬" "优良差" "轻重长短快慢" "水陆空"
)  # fmt: skip
SPOKEN = str.maketrans("〇零一二两三四五六七八九", "001223456789")
KEY_TERM = re.compile(rf"[{KEY_CHARACTERS}]|[A-Za-z]+|\d+(?:\.\d+)*")
# What a name may have or lack and still name the same thing.
MEANINGLESS = re.compile(r"[的之和与及等]|[^\w%％‰≥≤<>=]|_")
# Words of every form, which make no two of its cells related.
COMMON = word_list("""
    工作 项目 经费 资金 建设 完成 开展 数量 全市 我市 年度 当年 所需 管理 服务 保障 支出 预算 成本 费用 金额 本年
    市级 专项 实施 进行 加强 推进 相关 有关 情况 达到 提高 提升 指标 基本 投入 总额 安排 人员 单位 部门 活动 业务
""")
COMMON_PAIRS = frozenset(COMMON)
COMMON_WORD = re.compile("|".join(COMMON))


@lru_cache(maxsize=4096)
def han_bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters of a text."""
    return frozenset(run[place : place + 2] for run in HAN.findall(text) for place in range(len(run) - 1))


def shared_bigrams(text: str, other: str) -> int:
    """The number of character pairs that two Chinese texts have in common, without those of common words."""
    return len(han_bigrams(text) & han_bigrams(other) - COMMON_PAIRS)


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring characters of a text, Latin words and numbers as one character each."""
    return frozenset(pairwise(UNIT.findall(normalized_case(text))))


@lru_cache(maxsize=4096)
def key_terms(name: str) -> tuple[str, ...]:
    """The numbers, Latin words and distinguishing characters of a name, in their order."""
    return tuple(unit.translate(SPOKEN) for unit in KEY_TERM.findall(normalized_case(name)))


def differ_in_key_terms(name: str, other: str) -> bool:
    """Whether two names differ in a number, a Latin word, a negation, or another distinguishing character."""
    return key_terms(name) != key_terms(other)


def exchange_key_terms(name: str, other: str) -> bool:
    """Whether each of two names has a key term that the other has not: 男 for 女, A for B."""
    terms, others = key_terms(name), key_terms(other)
    if terms == others:
        return False
    left, right = Counter(terms), Counter(others)
    return bool(left - right and right - left)


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """A name without punctuation and words that do not distinguish it."""
    return MEANINGLESS.sub("", normalized_case(name))


def is_one_name(name: str, other: str) -> bool:
    """Whether two names differ at most in punctuation and in words that do not distinguish them."""
    return bare_name(name) == bare_name(other)


def is_extension(name: str, other: str) -> bool:
    """Whether one of two names has every character of the other in its order, and more."""
    short, long = sorted((bare_name(name), bare_name(other)), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def similarity(text: str, other: str) -> float:
    """The Dice coefficient of the bigrams of two texts: 0 for nothing in common, 1 for the same pairs."""
    left, right = bigrams(text), bigrams(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def are_nearly_same(name: str, other: str) -> bool:
    """Whether two names are nearly the same without their common words."""
    left, right = without_common_words(name), without_common_words(other)
    return min(len(left), len(right)) >= 4 and similarity(left, right) >= 0.7 and not exchange_key_terms(name, other)


@lru_cache(maxsize=4096)
def without_common_words(name: str) -> str:
    """A name without the words of every form."""
    return COMMON_WORD.sub("", name)
