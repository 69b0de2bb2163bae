"""How much two names or texts have in common, and the words by which names that look alike tell things apart."""

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
TELLING = (
    "不未无非没否免" "〇零一二两三四五六七八九十百千万亿" "甲乙丙丁戊己庚辛壬癸" "男女" "国省市区县州镇乡街村社"
    "东西南北中" "上下左右内外前后首末" "新改扩旧原" "高初小大幼本专硕博" "正副主次" "收支进出入" "增减升降涨跌超"
    "城公私民" "老青少儿" "早晚春夏秋冬" "优良差" "轻重长短快慢" "水陆空"
)  # fmt: skip
SPOKEN = str.maketrans("〇零一二两三四五六七八九", "001223456789")
TELLING_UNIT = re.compile(rf"[{TELLING}]|[A-Za-z]+|\d+(?:\.\d+)*")
# What a name may have or lack and still name the same thing.
IDLE = re.compile(r"[的之和与及等]|[^\w%％‰≥≤<>=]|_")
# Words of every form, which make no two of its cells related.
COMMON = word_list("""
    工作 项目 经费 资金 建设 完成 开展 数量 全市 我市 年度 当年 所需 管理 服务 保障 支出 预算 成本 费用 金额 本年
    市级 专项 实施 进行 加强 推进 相关 有关 情况 达到 提高 提升 指标 基本 投入 总额 安排 人员 单位 部门 活动 业务
""")
NAMELESS = re.compile("|".join(COMMON))


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters of a text."""
    return frozenset(run[place : place + 2] for run in HAN.findall(text) for place in range(len(run) - 1))


def shared(one: str, other: str) -> int:
    """How many pairs two texts share, words of every form aside."""
    return len(pairs(one) & pairs(other) - frozenset(COMMON))


@lru_cache(maxsize=16384)
def neighbours(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring characters of a text, its Latin words and numbers as one character each."""
    return frozenset(pairwise(UNIT.findall(normalized_case(text))))


@lru_cache(maxsize=16384)
def telling(name: str) -> tuple[str, ...]:
    """The numbers, Latin words and characters of a name that tell its thing from others, in their order."""
    return tuple(unit.translate(SPOKEN) for unit in TELLING_UNIT.findall(normalized_case(name)))


def told_apart(one: str, other: str) -> bool:
    """Whether two names differ in a number, a Latin word, a negation, or another word that tells things apart."""
    return telling(one) != telling(other)


def exchanges(one: str, other: str) -> bool:
    """Whether each of two names has a word that tells things apart which the other has not: 男 for 女, A for B."""
    left, right = Counter(telling(one)), Counter(telling(other))
    return bool(left - right and right - left)


@lru_cache(maxsize=16384)
def core(name: str) -> str:
    """A name without signs and the words that name nothing."""
    return IDLE.sub("", normalized_case(name))


def is_one_name(one: str, other: str) -> bool:
    """Whether two names differ at most in signs and in words that name nothing."""
    return core(one) == core(other)


def only_adds(one: str, other: str) -> bool:
    """Whether one of two names has every character of the other in its order, and more."""
    short, long = sorted((core(one), core(other)), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same pairs of neighbours."""
    left, right = neighbours(one), neighbours(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def same_thing(one: str, other: str) -> bool:
    """Whether two names, words of every form aside, are nearly the same."""
    left, right = NAMELESS.sub("", one), NAMELESS.sub("", other)
    return min(len(left), len(right)) >= 4 and not exchanges(one, other) and likeness(left, right) >= 0.7
