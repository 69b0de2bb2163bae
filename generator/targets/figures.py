"""A cell that holds one figure, or two that make a range, with the words before and after it."""

import re
from decimal import Decimal
from typing import NamedTuple

from generator.targets.around import After, Before, after_of, before_of, with_per
from generator.targets.comparators import Words, settled
from generator.targets.units import SHARES, TIMES, Unit, either, scaled
from generator.targets.vocabulary import CHANGE_AT_END, DOING, MEASURE, NOUN, RESULT

MOST_BEFORE, MOST_AFTER, MOST_DIGITS, MOST_TAIL = 40, 40, 15, 8

DIGIT = re.compile("[0-9]")
FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
BETWEEN = re.compile(r"(?P<unit>[^0-9≥≤<>=,;、()年月]{0,6}?)(?:[-~]{1,2}|至|到)")
YEAR_FIGURE = re.compile(r"(?:19|20)[0-9]{2}")
# 2021, 2021.12 and 20211231 without a unit look like days.
LIKE_A_DAY = re.compile(r"20[1-3][0-9](?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3][0-9])?")
TAIL = re.compile(r"[A-Za-z一-龥、()·]{0,16}")
BOUND = re.compile("以[上下内]|之[上下内]|左右|不[低高少多超大小]|至少")
STARTS_DOING = re.compile(rf"(?:全年|年度|共|计划|组织)?(?:{either(*DOING)})")
DOING_ONLY = re.compile(rf"(?:{either(*DOING)})*")
ENDS_MEASURING = re.compile(rf"(?:{either(*MEASURE)})$")
NOTE = re.compile(r"(?P<main>.*[0-9].*[^(])\((?P<note>[^()]*[0-9][^()]*)\)")
FIGURES_IN_NOTE = re.compile(
    "其中|含|即|每|约|共|按|以|包括|折合|合计|分|指|不含|已|上年|占|截至|自|从|每年|详见|参照|依据|根据"
)
WITH_OR_WITHOUT = re.compile(r"(不?含)(?:本数|[0-9])")
YEAR_IN_HAN = re.compile("[一二][九〇][〇一二三四五六七八九]{2}年")
FIGURES_OF_HAN = str.maketrans("〇一二三四五六七八九", "0123456789")


class Phrase(NamedTuple):
    """One figure, or a range, with everything around it; `trouble` names a contradiction that forbids a reading."""

    label: str
    words: Words
    low: Decimal
    high: Decimal
    unit: Unit
    tail: str
    is_range: bool
    is_approximate: bool
    flags: tuple[str, ...]
    trouble: str


def has_figure(text: str) -> bool:
    """Whether a digit stands in the text."""
    return DIGIT.search(text) is not None


def phrase_of(body: str, column: str, column_unit: Unit) -> Phrase | None:
    """The phrase that a cell in plain form is, with the codes of its columns; None when it is none."""
    flags: tuple[str, ...] = ()
    if body.endswith(")") and (match := NOTE.fullmatch(body)):
        if not FIGURES_IN_NOTE.match(match["note"]):
            return None
        body, flags = match["main"], ("figures-in-note",)
        if without := WITH_OR_WITHOUT.match(match["note"]):
            body, flags = f"{body}({without[1]})", ()
    found = list(FIGURE.finditer(body[: 2 * (MOST_BEFORE + MOST_DIGITS)]))
    if not 1 <= len(found) <= 2 or any(is_code(match[0]) for match in found):
        return None
    start, end = found[0].start(), found[-1].end()
    after_text = body[end:]
    if start > MOST_BEFORE or len(after_text) > MOST_AFTER:
        return None
    if len(found) == 2 and not joins(body[found[0].end() : found[1].start()], after_text):
        return None
    before, after = before_of(body[:start]), after_of(after_text, column_unit)
    if before is None or after is None:
        return None
    return assembled(before, [number(match[0]) for match in found], after, column, flags)


def is_code(text: str) -> bool:
    """Whether a run of digits is too long, or begins like a code, to be a figure."""
    return len(text) > MOST_DIGITS or (text[0] == "0" and text[1:2].isdigit())


def number(text: str) -> Decimal:
    """The exact number of a figure, thousands marks taken out."""
    return Decimal(text.replace(",", ""))


def joins(between: str, after: str) -> bool:
    """Whether what stands between two figures makes a range of them: 80%-90%, 5至8天."""
    match = BETWEEN.fullmatch(between)
    return match is not None and after.startswith(match["unit"])


def assembled(
    before: Before, figures: list[Decimal], after: After, column: str, flags: tuple[str, ...]
) -> Phrase | None:
    """The phrase of its pieces; None when they do not go together."""
    words = settled((*before.firm, *after.codes, *((column,) if column else ())), before.soft)
    unit, label = with_per(after.unit, before.per), before.label
    if before.average and unit.word in SHARES:
        label = f"{before.average}均{label}"
    elif before.average:
        unit = with_per(unit, (before.average,))
    if label and not fits_label(label, words, unit) and (after.tail or not is_noun(label, unit)):
        return None
    if after.tail and not fits_tail(after.tail, label, words, unit):
        return None
    if unit.word in ("年", "年度") and YEAR_FIGURE.fullmatch(str(figures[-1])):
        return None
    if before.is_negative:
        figures = [-figure for figure in figures]
    trouble = "unit-conflict" if "unit-conflict" in after.flags else trouble_of(words, unit, figures)
    if words.firm > 1:
        flags = (*flags, "doubled-comparator")
    return Phrase(
        label, words, scaled(figures[0], unit.power), scaled(figures[-1], unit.power), unit, after.note or after.tail,
        len(figures) == 2, after.is_more or words.is_approximate, flags + after.flags, trouble,
    )  # fmt: skip


def fits_label(label: str, words: Words, unit: Unit) -> bool:
    """Whether a figure can be said of this label without guessing."""
    if words.code != "none" or unit.word in SHARES:
        return True
    if label.endswith("后"):
        return unit.word in TIMES
    return bool(STARTS_DOING.match(label) or ENDS_MEASURING.search(label) or CHANGE_AT_END.search(label))


def is_noun(label: str, unit: Unit) -> bool:
    """Whether a label just names what is counted: 会议4次, 论文2篇, 质保期3年."""
    if label.endswith("期") and unit.word in TIMES:
        return True
    return unit.listed and bool(unit.word) and bool(NOUN.fullmatch(label)) and not RESULT.search(label)


def fits_tail(tail: str, label: str, words: Words, unit: Unit) -> bool:
    """Whether the words after the unit only say what is counted."""
    if not TAIL.fullmatch(tail) or not unit.word or BOUND.search(tail):
        return False
    if tail.startswith("的") or unit.word in SHARES or unit.word in TIMES:
        return True
    if words.code != "none" or STARTS_DOING.match(label):
        return True
    return len(tail) <= MOST_TAIL and not RESULT.search(tail)


def trouble_of(words: Words, unit: Unit, figures: list[Decimal]) -> str:
    """What in the phrase contradicts itself or may mean two things, or nothing."""
    is_range = len(figures) == 2
    if words.is_conflict or (is_range and words.firm):
        return "comparator-conflict"
    if unit.word == "日" and words.code in ("none", "eq") and not is_range and figures[0] <= 31:
        return "unit-ambiguous"
    if not unit.word and not words.firm and LIKE_A_DAY.fullmatch(str(figures[0])):
        return "unit-ambiguous"
    return "range-reversed" if is_range and figures[0] > figures[1] else ""


def subject(phrase: Phrase) -> str:
    """What the figure is said of: the label, unless it is only what is done: 开展, 培训人员."""
    label = phrase.label
    if not label or DOING_ONLY.fullmatch(label):
        return ""
    if phrase.words.code == "none" and STARTS_DOING.match(label) and not ENDS_MEASURING.search(label):
        return ""
    return years_in_figures(label)


def years_in_figures(text: str) -> str:
    """The text with its years in figures again."""
    return YEAR_IN_HAN.sub(lambda match: match[0].translate(FIGURES_OF_HAN), text)


def bounds(phrase: Phrase) -> dict[str, object]:
    """The comparator and the bounds that the phrase sets."""
    code = "range" if phrase.is_range else phrase.words.code
    if code == "none" and phrase.is_approximate:
        code = "about"
    return {
        "comparator": code,
        "low": None if code in ("le", "lt") else phrase.low,
        "high": None if code in ("ge", "gt") else phrase.high,
    }
