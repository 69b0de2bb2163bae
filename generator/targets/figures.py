"""Parses a cell that contains one figure, or two that make a range, with the words before and after it."""

import re
from decimal import Decimal
from typing import NamedTuple

from generator.targets.comparators import STRICT, ComparatorReading, resolve_comparators
from generator.targets.figure_context import AVERAGE, FigurePrefix, FigureSuffix, parse_prefix, parse_suffix
from generator.targets.lexicon import (
    KNOWN,
    NOUN_WORDS,
    PLAIN_NOUN,
    THINGS,
    is_noun_phrase,
    known_end,
    known_start,
    may_change_meaning,
)
from generator.targets.target import Reading
from generator.targets.units import (
    CLASSIFIERS,
    COUNTS,
    FACTORS,
    MONEY,
    SHARES,
    TIMES,
    UNCLEAR,
    UNIT,
    Unit,
    any_of,
    scaled,
    with_column,
)
from generator.targets.vocabulary import ACTS, CHANGE_AT_END, DOING, MEASURE, NOUN, RESULT
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

MOST_BEFORE, MOST_AFTER, MOST_DIGITS, MOST_TAIL = 40, 40, 15, 8

DIGIT = lazy_pattern("[0-9]")
FIGURE = lazy_pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
BETWEEN = lazy_pattern(r"(?P<unit>[^0-9≥≤<>=,;、()年月]{0,6}?)(?:--?|~~?|至|到)")
YEAR_FIGURE = lazy_pattern(r"(?:19|20)[0-9]{2}")
# 2021, 2021.12 and 20211231 without a unit look like days.
LIKE_A_DAY = lazy_pattern(r"20[1-3][0-9](?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:[0-3][0-9])?)?")
TAIL = lazy_pattern(r"[A-Za-z一-龥、()々]{0,16}")
STARTS_DOING = lazy_pattern(rf"(?:全年|年度|共|计划|组织|已|实际|全部|累计|顺利)?(?:{any_of(*DOING)})")
DOING_ONLY = lazy_pattern(rf"(?:{any_of(*DOING)})*")
CALENDAR = word_list("年 年度 半年 季度 季 月 月份 旬 周 星期 学期 学年")
# What may follow a share: that it is done, and with a sign no more than that all is covered.
SHARE_DONE = lazy_pattern(
    rf"(?:{any_of('到位', '覆盖', '全覆盖', '达标', '合格', '满意', '标准', '水平', '全部', *(word for word in (*DOING, *ACTS) if len(word) > 1))})*"
)
SHARE_COVERED = lazy_pattern(
    "(?:的?(?:群众|居民|村民|学生|家长|学员|职工|服务对象|受益对象)满意)?|(?:完成|落实|发放|支付|拨付|执行|使用|验收)?(?:到位|覆盖|全覆盖|标准|水平)?"
)
# What may follow a length of time: what is to be done within it, or what it is the length of.
TIME_OF = lazy_pattern(f"期|标准|(?:质保|保修|维保|维护|运维|服务|培训|值守|租赁)期?|的(?:{any_of(*NOUN_WORDS)})")
# A tail that ends so makes a name of the whole cell: 24小时内响应率.
NAMES_A_MEASURE = lazy_pattern("(?:率|度|比例|占比|数量|人数|次数|面积|金额)$")
SINGLE_NOUNS = frozenset("村县区镇乡市省校班组队站所厂店馆园院库户岗井桥路包群社")
ENDS_MEASURING = lazy_pattern(rf"(?:{any_of(*MEASURE)})$")
NOTE = lazy_pattern(r"(?P<main>.*[0-9].*[^(])\((?P<note>[^()]*[0-9][^()]*)\)")
FIGURES_IN_NOTE = lazy_pattern(
    "其中|含|即|每|约|共|按|以|包括|折合|合计|分|指|不含|已|上年|占|截至|自|从|每年|详见|参照|依据|根据"
)
WITH_OR_WITHOUT = lazy_pattern(rf"不?含(?P<figure>{FIGURE.pattern})(?:{any_of(*MONEY, *SHARES, *TIMES, *COUNTS)})?")
# 控制 before a figure may be a sign or the end of a noun: 病虫害控制3000亩, 成本控制5万元.
MAYBE_SIGN = lazy_pattern("控制$")
SIGNED = word_list("% ‰ 百分点 摄氏度")
PLAIN_FIGURE = r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,4})?"
SIGNED_UNIT = "%|‰|个?百分点|°C"
# Compiled at once, for a match says which of them it is of.
BELOW_ZERO = re.compile(rf"(?P<low>-{PLAIN_FIGURE})(?P<rest>(?:{SIGNED_UNIT})?)")
TO_FROM = re.compile(
    rf"(?P<low>-{PLAIN_FIGURE})(?P<unit>{SIGNED_UNIT})?[~至到](?P<high>-?{PLAIN_FIGURE})(?P<rest>(?:{SIGNED_UNIT})?)"
)
PLUS_MINUS = re.compile(rf"(?P<level>{PLAIN_FIGURE})?±(?P<width>{PLAIN_FIGURE})(?P<rest>(?:{SIGNED_UNIT})?)")
YEAR_IN_HAN = lazy_pattern("[一二][九〇][〇一二三四五六七八九]{2}年")
FIGURES_OF_HAN = str.maketrans("〇一二三四五六七八九", "0123456789")


class Phrase(NamedTuple):
    """One figure or a range with the words around it; `trouble` is the flag of a conflict that forbids a reading."""

    label: str
    words: ComparatorReading
    low: Decimal
    high: Decimal
    unit: Unit
    tail: str
    is_range: bool
    is_approximate: bool
    flags: tuple[str, ...]
    trouble: str


def has_figure(text: str) -> bool:
    """Whether the text contains a digit."""
    return DIGIT.search(text) is not None


def phrase_of(body: str, column: str, column_unit: Unit) -> Phrase | None:
    """The phrase that a cell in plain form is, with the codes of its columns; None when it is none."""
    if body[:1] == "-" or "±" in body:
        return signed_phrase(body, column, column_unit)
    flags: tuple[str, ...] = ()
    if body.endswith(")") and (match := NOTE.fullmatch(body)):
        if not FIGURES_IN_NOTE.match(match["note"]) or may_change_meaning(match["note"]):
            return None
        body, flags = match["main"], ("figures-in-note",)
        if is_own_figure(match["note"], body):
            body, flags = f"{body}({match['note'].partition('含')[0]}含)", ()
    figures = list(FIGURE.finditer(body[: 2 * (MOST_BEFORE + MOST_DIGITS)]))
    if not 1 <= len(figures) <= 2 or any(is_code(match[0]) for match in figures):
        return None
    start, end = figures[0].start(), figures[-1].end()
    after_text = body[end:]
    if start > MOST_BEFORE or len(after_text) > MOST_AFTER:
        return None
    if len(figures) == 2 and not is_range_between(body[figures[0].end() : figures[1].start()], after_text):
        return None
    before, after = parse_prefix(body[:start]), parse_suffix(after_text)
    if before is None or after is None:
        return None
    return phrase_from_parts(before, [number(match[0]) for match in figures], after, column, column_unit, flags)


def signed_phrase(body: str, column: str, column_unit: Unit) -> Phrase | None:
    """A figure below zero, or a range about zero or about a level: -5%, -5%~5%, ±5%, 20±2℃; None for anything else.

    Only shares and temperatures go below zero; before anything else - is a stroke.
    """
    match = BELOW_ZERO.fullmatch(body) or TO_FROM.fullmatch(body) or PLUS_MINUS.fullmatch(body)
    after = parse_suffix(match["rest"]) if match else None
    if match is None or after is None or any((after.code, after.note, after.tail, after.is_more, after.includes)):
        return None
    unit, flags = with_column(after.unit, (), column_unit)
    is_range = match.re is not BELOW_ZERO
    if unit.word not in SIGNED or "unit-conflict" in flags or (is_range and column):
        return None
    low, high = signed_bounds(match)
    trouble = "range-reversed" if low > high else ""
    return Phrase("", resolve_comparators((column,), ()), low, high, unit, "", is_range, False, flags, trouble)


def signed_bounds(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The lower and the upper figure of a match of BELOW_ZERO, TO_FROM or PLUS_MINUS."""
    if match.re is PLUS_MINUS:
        level, width = Decimal(match["level"] or 0), Decimal(match["width"])
        return level - width, level + width
    low = Decimal(match["low"])
    return low, Decimal(match["high"]) if match.re is TO_FROM else low


def is_own_figure(note: str, main: str) -> bool:
    """Whether a note says that the figure of the text itself is included or not: ≤5%（不含5%）."""
    match = WITH_OR_WITHOUT.fullmatch(note)
    return match is not None and number(match["figure"]) in [number(each[0]) for each in FIGURE.finditer(main)]


def is_code(text: str) -> bool:
    """Whether a run of digits is too long, or begins like a code, to be a figure."""
    return len(text) > MOST_DIGITS or (text[0] == "0" and text[1:2].isdigit())


def number(text: str) -> Decimal:
    """The exact number of a figure, without thousands separators."""
    return Decimal(text.replace(",", ""))


def is_range_between(between: str, after: str) -> bool:
    """Whether the text between two figures makes a range of them: 80%-90%, 5至8天."""
    match = BETWEEN.fullmatch(between)
    if match is None or not after.startswith(match["unit"]):
        return False
    unit, behind = match["unit"], UNIT.match(after)
    if not unit or unit in FACTORS or behind is None:
        return True
    # 100人至150人次 are two units, of which one begins like the other.
    named = "".join(behind[name] or "" for name in ("plain", "times", "factor", "more_after", "base"))
    return unit in (named, behind[0])


def phrase_from_parts(
    before: FigurePrefix,
    figures: list[Decimal],
    after: FigureSuffix,
    column: str,
    column_unit: Unit,
    flags: tuple[str, ...],
) -> Phrase | None:
    """The phrase made of its parsed parts; None when they do not go together."""
    words = resolve_comparators((*before.firm, after.code or "", column), before.soft)
    if after.includes is False and (words.code not in STRICT or len(figures) > 1):
        return None
    if after.includes is not None and words.code in STRICT:
        words = with_inclusion(words, is_included=after.includes)
    label, per = label_and_denominators(before, after.unit.word or column_unit.word)
    unit, flags_of_unit = with_column(after.unit, per, column_unit)
    after = after._replace(unit=with_column(after.unit, (), column_unit)[0])
    if not fits_time(label, unit, before, after, figures[-1]) or not fits_words(label, words, unit, after):
        return None
    if before.is_negative:
        figures = [-figure for figure in figures]
    flags_of_unit += (("unit-unlisted",) if not unit.listed else ()) + (
        ("unit-ambiguous",) if after.unit.word in UNCLEAR else ()
    )
    trouble = "unit-conflict" if "unit-conflict" in flags_of_unit else phrase_conflict(words, unit, figures)
    if words.firm > 1:
        flags = (*flags, "doubled-comparator")
    return Phrase(
        label, words, scaled(figures[0], unit.power), scaled(figures[-1], unit.power), unit, after.note or after.tail,
        len(figures) == 2, after.is_more or words.is_approximate, flags + flags_of_unit, trouble,
    )  # fmt: skip


def fits_words(label: str, words: ComparatorReading, unit: Unit, after: FigureSuffix) -> bool:
    """Whether label, comparators, unit and tail make one statement."""
    if unit.word.startswith("/") or needs_sign(label, words.code):
        return False
    if label and not fits_label(label, words, unit) and (after.tail or not is_noun(label, unit)):
        return False
    return not after.tail or fits_tail(after.tail, label, words, after)


def fits_time(label: str, unit: Unit, before: FigurePrefix, after: FigureSuffix, last: Decimal) -> bool:
    """Whether a figure with a unit of time is a length of time, and no day, year or recent period."""
    if before.is_recent and unit.word in TIMES:
        return False
    if label.endswith("后") and unit.word not in TIMES:
        return False
    is_year = unit.word in ("年", "年度", "学年") and YEAR_FIGURE.fullmatch(str(last)) is not None
    return not is_year and not is_day_of_calendar(before.per, after)


def with_inclusion(words: ComparatorReading, *, is_included: bool) -> ComparatorReading:
    """The comparators of a bound with （含） or （不含） after it; （含） contradicts >."""
    if is_included:
        return words._replace(is_conflict=words.is_conflict or words.code in ("gt", "lt"))
    return words._replace(code=STRICT[words.code])


def label_and_denominators(before: FigurePrefix, unit: str) -> tuple[str, tuple[str, ...]]:
    """The label of a figure, and the words that 每 and 人均 before it count its unit by."""
    label = before.label
    if before.average and unit in SHARES:
        return f"{before.average}均{label}", before.per
    if before.average:
        return label, (before.average, *before.per)
    inner = AVERAGE.search(label)
    return label, (inner["word"], *before.per) if inner and unit not in SHARES else before.per


def needs_sign(label: str, code: str) -> bool:
    """Whether the label ends in 控制 or 提前 and no comparator shows whether a bound is meant, or which."""
    if label.endswith("提前"):
        return code not in ("ge", "gt")
    return code in ("none", "about") and MAYBE_SIGN.search(label) is not None and not label.endswith("内部控制")


def is_day_of_calendar(per: tuple[str, ...], after: FigureSuffix) -> bool:
    """Whether the days are a day of every month or year, and not a length of time: 每月5日, 每月3个工作日内."""
    word = after.unit.head
    return any(name in CALENDAR for name in per) and (word == "日" or (word in TIMES and after.code == "le"))


def fits_label(label: str, words: ComparatorReading, unit: Unit) -> bool:
    """Whether a figure surely belongs to this label."""
    if words.code != "none" or unit.word in SHARES:
        return True
    if label.endswith("后"):
        return unit.word in TIMES
    return bool(STARTS_DOING.match(label) or ENDS_MEASURING.search(label) or CHANGE_AT_END.search(label))


def is_noun(label: str, unit: Unit) -> bool:
    """Whether a label just names what is counted: 会议4次, 论文2篇, 质保期3年."""
    word = known_end(label)
    if word in KNOWN and word not in NOUN_WORDS:
        return False
    if label.endswith("期") and unit.word in TIMES:
        return word in NOUN_WORDS or bool(known_end(label[:-1]))
    return (
        unit.listed
        and bool(unit.word)
        and bool(NOUN.fullmatch(PLAIN_NOUN.sub("人员", label)))
        and not RESULT.search(label)
    )


def fits_tail(tail: str, label: str, words: ComparatorReading, after: FigureSuffix) -> bool:
    """Whether the words after the unit only say what is counted, or that it is done."""
    word = after.unit.word
    if not TAIL.fullmatch(tail) or not word or "得分" in tail or NAMES_A_MEASURE.search(tail):
        return False
    if word in SHARES:
        if tail.startswith("的"):
            return words.code == "none" and is_noun_phrase(tail[1:])
        return words.code not in ("lt", "gt") and bool(
            (SHARE_DONE if words.code in ("none", "eq") else SHARE_COVERED).fullmatch(tail)
        )
    if word in TIMES:
        if after.code == "le":
            return is_noun_phrase(tail) and "的" not in tail
        return words.code not in ("lt", "gt") and after.code is None and bool(TIME_OF.fullmatch(tail))
    return is_counted(tail, label, words, after)


def is_counted(tail: str, label: str, words: ComparatorReading, after: FigureSuffix) -> bool:
    """Whether the words after a unit of things name the things: 3次安全检查, 5家企业.

    Behind a bound, only units of things and events have such a noun; 100人以上企业 counts no people.
    """
    is_event = after.unit.head in CLASSIFIERS
    is_strict = words.code in ("lt", "gt") or after.code not in (None, "about")
    if is_strict and not (is_event and known_start(tail) in THINGS):
        return False
    if tail.startswith("的"):
        return is_event and words.code in ("ge", "eq", "none", "about") and is_noun_phrase(tail[1:])
    if after.unit.word == "人" and known_start(tail) in NOUN_WORDS and not STARTS_DOING.match(tail):
        return False
    if tail in SINGLE_NOUNS:
        return after.unit.word == "个"
    if not is_noun_phrase(tail):
        return False
    return (
        words.code != "none" or bool(STARTS_DOING.match(label)) or (len(tail) <= MOST_TAIL and not RESULT.search(tail))
    )


def phrase_conflict(words: ComparatorReading, unit: Unit, figures: list[Decimal]) -> str:
    """What in the phrase contradicts itself or may mean two things, or nothing."""
    is_range = len(figures) == 2
    if words.is_conflict or (is_range and words.firm):
        return "comparator-conflict"
    if unit.word == "日" and words.code in ("none", "eq") and not is_range and figures[0] <= 31:
        return "unit-ambiguous"
    if unit.word in ("", "起") and not words.firm and any(LIKE_A_DAY.fullmatch(str(figure)) for figure in figures):
        return "unit-ambiguous"
    return "range-reversed" if is_range and figures[0] > figures[1] else ""


def subject(phrase: Phrase) -> str:
    """The subject of the figure: the label, unless it is only a verb: 开展, 培训人员."""
    label = phrase.label
    if not label or DOING_ONLY.fullmatch(label):
        return ""
    if phrase.words.code == "none" and STARTS_DOING.match(label) and not ENDS_MEASURING.search(label):
        return ""
    return years_in_figures(label)


def years_in_figures(text: str) -> str:
    """The text with its years in figures again."""
    return YEAR_IN_HAN.sub(lambda match: match[0].translate(FIGURES_OF_HAN), text)


def bounds(code: str, low: Decimal, high: Decimal) -> Reading:
    """The comparator with this code and the bounds that it sets."""
    return {
        "comparator": code,
        "low": None if code in ("le", "lt") else low,
        "high": None if code in ("ge", "gt") else high,
    }
