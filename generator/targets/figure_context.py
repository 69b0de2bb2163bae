"""Parses the text before a figure and the text after it; both are cached because they repeat often."""

import re
from functools import lru_cache
from typing import NamedTuple

from generator.targets.comparators import (
    BEFORE_WORDS,
    FIRM,
    LONGEST_BEFORE,
    SOFT,
    SUFFIX,
    after_code,
    is_compared,
    is_denied_twice,
)  # fmt: skip
from generator.targets.lexicon import (
    DENIAL,
    KNOWN,
    LONGEST_WORD,
    LOOKALIKES,
    THINGS,
    begins_longer_word,
    known_end,
    known_start,
    may_change_meaning,
)  # fmt: skip
from generator.targets.units import (
    COUNTS,
    MONEY,
    SAME,
    TIMES,
    UNIT,
    UNITS_OF_NOUNS,
    Unit,
    any_of,
    unit_from,
    unit_of,
    with_per,
)
from generator.targets.vocabulary import CHANGE_AT_END, DOING
from generator.text.word_list import word_list

CACHE_SIZE = 4096
MOST_LABEL = 24

PER_NAMES = word_list("""
    年度 年 半年 季度 季 月份 月 旬 周 星期 天 日 小时 学期 学年 人 名 位 户 家 生 学生 教师 职工 村 社区 村居 乡镇
    镇 街道 县 县区 市 区 校 学校 班 班级 场 次 期 批 处 座 个 台 套 辆 间 床 亩 公顷 平方米 平米 公里 株 头 只 栋
    份 册 项 例 吨 公斤 单位 企业 项目 点 站 所 件 篇 课时 人次 标段 车 批次 场次 人份 人天 人日 人月 人年 亩次 户次
    车次 吨公里 千克 千瓦时 立方米 平方公里 台班 学时 学分 床位 学位 家次 标准箱 学员 幢 本 张 支 棵 盏 眼 口 条 米
    斤 轮 餐
""")
# Of what a rate may be said behind a stroke: ≤10例/万人. Behind 每 a figure may belong to the number of people.
SCALED = word_list("百人 千人 万人 十万人 百万人 百户 千户 万户 万人次 万元 亿元")
PER_WORDS = any_of(*PER_NAMES)
DENOMINATORS = frozenset({*PER_NAMES, *SCALED, *COUNTS, *TIMES, *THINGS})
PER = re.compile(rf"每(?:个)?(?P<word>{PER_WORDS})(?:平均)?")
PER_AT_END = re.compile(rf"{PER.pattern}$")
AVERAGE = re.compile(r"(?P<word>[人户亩日年月生村车次场])均")
PER_AFTER_SUFFIX = re.compile(r"[/每]\(?(?P<per>[A-Za-z一-龥·*/每]{1,12})\)?$")
LABEL = re.compile(rf"[^0-9。;,!?≥≤<>=%~+±×÷每-]{{0,{MOST_LABEL}}}")
NOTE_LAST = re.compile(r"(?P<tail>[^()]*)\((?P<note>[^()]*)\)")
# A note that speaks of the figure itself may say what its sign should be.
NOTE_OF_FIGURE = re.compile(any_of(*SOFT, "约", "大概", "浮动"))
TAIL_OF_FIGURE = re.compile(any_of(*(word for word in SOFT if len(word) > 1), "封顶"))
# 至少 before the verb binds the figure behind it: 至少开展2次.
AT_LEAST_DO = re.compile(rf"(?:至少|最少)(?={any_of(*DOING)})")
# A unit in brackets that no list has is one only when it says what is numbered: (人数).
NUMBERED = re.compile("[一-龥]{1,6}数")
SIGNS = frozenset({*FIRM, *SOFT})
# Whether a bound includes its figure.
INCLUDES = {"含": True, "含本数": True, "不含": False, "不含本数": False}
# 季度1次 may be said of each quarter.
MAYBE_EACH = re.compile("(?:季度|月度|半年|学期|学年)$")


class FigurePrefix(NamedTuple):
    """The text before a figure: its label, its comparators, and the denominator after 每.

    `is_recent` marks 近, which before a length of time means the last so many, and not about so many.
    """

    label: str
    firm: tuple[str, ...]
    soft: tuple[str, ...]
    per: tuple[str, ...]
    average: str
    is_negative: bool
    is_recent: bool


class FigureSuffix(NamedTuple):
    """The unit of a figure, the comparator behind it, 余 and 多, a note in brackets and the words that follow.

    `code` is None where there is no comparator, and "" for 之间. `includes` is False behind 不含, True behind 含 and
    None where the note has neither.
    """

    unit: Unit
    code: str | None
    is_more: bool
    note: str
    tail: str
    includes: bool | None


@lru_cache(maxsize=CACHE_SIZE)
def parse_prefix(text: str) -> FigurePrefix | None:
    """The parsed text before a figure; None where a word next to the comparator or the figure is not a known word."""
    is_negative = text[-1:] == "-" and text[-2:-1] in tuple("≥>≤<=")
    parts = split_prefix(text[:-1] if is_negative else text)
    if parts is None:
        return None
    label, words, per = parts
    if is_compared(words) or is_denied_twice(words):
        return None
    if per:
        label = label.removesuffix("平均")
    if match := AT_LEAST_DO.match(label):
        label, words = label[match.end() :], [match[0], *words]
    counted = per_at_start(label)
    if counted is None:
        return None
    label, average = split_average(counted[1])
    label, level = label_of(label)
    if not is_label(label) or MAYBE_EACH.search(label):
        return None
    firm, soft = ([codes[word] for word in words if word in codes] for codes in (FIRM, SOFT))
    if "about" in firm and ("lt" in firm or "gt" in firm):
        return None
    per = [SAME.get(word, word) for word in (*counted[0], *per)]
    return FigurePrefix(label, tuple(firm), (*level, *soft), tuple(per), average, is_negative, "近" in words)


def per_at_start(label: str) -> tuple[list[str], str] | None:
    """每亩 and the like at the start of a label, and the rest; None where the word of 每 may be cut short."""
    per = []
    while match := PER.match(label):
        if begins_longer_word(label, match.start("word"), match.end("word")):
            return None
        per.append(match["word"])
        label = label[match.end() :]
    return None if per and label and not known_start(label) else (per, label)


def split_average(label: str) -> tuple[str, str]:
    """The label without 人均 and the like at its start or end, and the word that is averaged over."""
    match = AVERAGE.match(label)
    if match and (match.end() == len(label) or known_start(label[match.end() :])):
        return label[match.end() :], match["word"]
    if label.endswith("均") and (match := AVERAGE.fullmatch(label[-2:])):
        return label[:-2], match["word"]
    return label, ""


def split_prefix(text: str) -> tuple[str, list[str], list[str]] | None:
    """The label, the comparators and the denominator after 每, matched by the longest known word.

    None where two cuts of the text are possible, or where what touches the figure is no known word.
    """
    words: list[str] = []
    per: list[str] = []
    while text:
        if "每" in text and (match := PER_AT_END.search(text)):
            per.insert(0, match["word"])
            text = text[: match.start()]
            continue
        word = longest_end(text)
        if word == "均" and AVERAGE.fullmatch(text[-2:]):
            break
        if word in BEFORE_WORDS:
            words.insert(0, word)
            text = text[: -len(word)]
        elif word in LOOKALIKES or has_two_cuts(text, word):
            return None
        else:
            break
    return text, words, per


def longest_end(text: str) -> str:
    """The longest word of comparison or known word at the end of a text; empty where there is none."""
    for length in range(min(max(LONGEST_BEFORE, LONGEST_WORD), len(text)), 0, -1):
        end = text[-length:]
        if end in BEFORE_WORDS or (length > 1 and (end in KNOWN or end in LOOKALIKES)):
            return end
    return known_end(text)


def has_two_cuts(text: str, word: str) -> bool:
    """Whether the last word may also be a shorter comparator after another word: 报送达100份, 章节约20个."""
    signs = [length for length in range(1, len(word)) if word[-length:] in SIGNS]
    if not signs:
        return False
    rest = text[: -len(word)]
    return any(known_end(text[:-length]) for length in signs) or (
        bool(rest) and not known_end(rest) and not PER_AT_END.search(rest)
    )


def is_label(label: str) -> bool:
    """Whether a text can name what a figure is about: it ends with a known word, and no word changes the meaning."""
    if not label:
        return True
    if not LABEL.fullmatch(label) or label.count("(") != label.count(")") or may_change_meaning(label):
        return False
    return bool(known_end(label.removesuffix("后")))


def label_of(label: str) -> tuple[str, tuple[str, ...]]:
    """The label without 提高到 and 降至 at its end, which are soft comparators of the level reached."""
    label = label.rstrip(":").replace("々", "")
    match = CHANGE_AT_END.search(label)
    if match and (match["to"] or match["short_to"]):
        return label[: match.start()], ("ge" if match["up"] or match["short_up"] else "le",)
    return label, ()


@lru_cache(maxsize=CACHE_SIZE)
def parse_suffix(text: str) -> FigureSuffix | None:
    """The parsed text after a figure.

    None where the unit may be the beginning of a longer word, or where the words behind it turn the meaning round.
    """
    match = UNIT.match(text)
    if match is None:
        return None
    unit, rest = unit_from(match), text[match.end() :]
    if match["bracketed"] and not unit.listed and not NUMBERED.fullmatch(unit.word):
        return None
    named = "plain" if match["plain"] else "base"
    is_cut = bool(match[named]) and begins_longer_word(text, match.start(named), match.end(named))
    if is_cut or (not unit.word and rest):
        noun = UNITS_OF_NOUNS.fullmatch(text)
        if noun is None and is_cut:
            return None
        if noun is not None:
            unit, rest = Unit(noun[0], 0, False), ""
    code = None
    if suffix := SUFFIX.match(rest):
        code, rest = after_code(suffix), rest[suffix.end() :]
        if per := PER_AFTER_SUFFIX.fullmatch(rest):
            unit, rest = with_per(unit, tuple(part for part in re.split("[/·*每]", per["per"]) if part)), ""
    unit, note, rest = split_note(unit, rest)
    if any(may_change_meaning(words) for words in (rest, note)) or DENIAL.search(rest):
        return None
    if TAIL_OF_FIGURE.search(rest) or NOTE_OF_FIGURE.search(note) or may_divide(note, unit):
        return None
    if not all(part in DENOMINATORS for part in unit.word.split("/")[1:] for part in part.split("·")):
        return None
    is_more = any(match[name] for name in ("more", "more_after", "more_last"))
    includes = INCLUDES.get(note)
    return FigureSuffix(unit, code, is_more, note if includes is None else "", rest, includes)


def split_note(unit: Unit, rest: str) -> tuple[Unit, str, str]:
    """The unit, the note in brackets at the end, and the words between; a note may contain the unit or what 每 says."""
    bracket = NOTE_LAST.fullmatch(rest)
    if bracket is None:
        return unit, "", rest
    note = bracket["note"]
    if per := PER.fullmatch(note):
        return with_per(unit, (per["word"],)), "", bracket["tail"]
    if not unit.word and not bracket["tail"] and UNIT.fullmatch(note):
        inner = unit_of(note)
        return Unit(inner.word, inner.power + unit.power, inner.listed), "", ""
    return unit, note, bracket["tail"]


def may_divide(note: str, unit: Unit) -> bool:
    """Whether a note may be what the figure is counted by: 5次（月）, 500元（人）."""
    return note in TIMES or note in ("月", "月份") or (note in COUNTS and unit.word in MONEY)
