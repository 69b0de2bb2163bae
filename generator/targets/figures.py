"""A cell that holds one figure, or two that make a range: what stands before it, its unit, what stands after it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from generator.targets.comparators import BEFORE, FIRM, SUFFIX, Words, after_code, before_codes, settled
from generator.targets.units import NO_UNIT, SAME, SHARES, TIMES, UNCLEAR, UNIT, Unit, either, scaled, unit_from
from generator.targets.vocabulary import CHANGE_AT_END, DOING, MEASURE, RESULT

MOST_BEFORE, MOST_AFTER, MOST_DIGITS = 40, 40, 15

FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
BETWEEN = re.compile(r"(?P<unit>[^0-9≥≤<>=,;、()]{0,6}?)(?:[-~]{1,2}|至|到)")
YEAR_FIGURE = re.compile(r"(?:19|20)[0-9]{2}")
YEAR_ALONE = re.compile(r"20[1-3][0-9](?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3][0-9])?")
PER_WORDS = either(
    "年度", "年", "半年", "季度", "季", "月份", "月", "旬", "周", "星期", "天", "日", "小时", "学期", "学年", "人", "名", "位", "户",
    "家", "生", "学生", "教师", "职工", "村", "社区", "村居", "乡镇", "镇", "街道", "县", "县区", "市", "区", "校", "学校", "班",
    "班级", "场", "次", "期", "批", "处", "座", "个", "台", "套", "辆", "间", "床", "亩", "公顷", "平方米", "平米", "㎡", "公里", "株", "头", "只",
    "栋", "份", "册", "项", "例", "吨", "公斤", "单位", "企业", "项目", "点", "站", "所", "件", "篇", "课时", "人次", "标段", "车",
)  # fmt: skip
PER = re.compile(rf"每(?:个)?(?P<word>{PER_WORDS})(?:平均)?")
YEAR_IN_HAN = re.compile("[一二][九〇][〇一二三四五六七八九]{2}年")
FIGURES_OF_HAN = str.maketrans("〇一二三四五六七八九", "0123456789")
AVERAGE = re.compile(r"^(?P<start>[人户亩日年月生村车次场])均|(?P<end>[人户亩日年月生村车次场])均$")
LABEL = re.compile(r"[^0-9。;,!?≥≤<>=%~+±×÷每-]{0,24}")
TAIL = re.compile(r"[A-Za-z一-龥、()/·-]{0,16}")
STARTS_DOING = re.compile(rf"(?:全年|年度|共|计划|组织)?(?:{either(*DOING)})")
COMPARES = re.compile(either(*(word for word in FIRM if len(word) > 1 and word not in ("突破", "超过"))))
DOING_ONLY = re.compile(rf"(?:{either(*DOING)})*")
ENDS_MEASURING = re.compile(rf"(?:{either(*MEASURE)})$")
NOTE = re.compile(r"(?P<main>.*[^(])\((?P<note>[^()]*)\)")
FIGURES_IN_NOTE = re.compile("其中|含|即|每|约|共|按|以|包括|折合|合计|分|指|不含|已|上年|占|截至|自|从|每年|详见|参照|依据|根据")
WITH_OR_WITHOUT = re.compile(r"(不?含)(?:本数|[0-9])")
UNLISTED = re.compile(r"(?:[一-龥]{1,4}|[A-Za-z]{2,6})(?:/[A-Za-z一-龥]{1,4}){0,2}")
NO_UNIT_WORD = re.compile("[完成达标合格优良好提高升降及时到位号级类届代后前月各其的了并且率度起内外以分之约至近第多少几点时]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One figure, or a range, with everything around it; `trouble` names a contradiction that forbids a reading."""

    label: str
    words: Words
    low: Decimal
    high: Decimal
    unit: Unit
    tail: str = ""
    is_range: bool = False
    approximate: bool = False
    flags: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """What stands after a figure: its unit, the codes of 以上 and the like, a note in brackets and other words."""

    unit: Unit
    codes: tuple[str, ...] = ()
    more: bool = False
    note: str = ""
    tail: str = ""
    flags: tuple[str, ...] = field(default=())


def phrase_of(body: str, column: str, column_unit: Unit) -> Phrase | None:
    """The phrase that a cell in plain form is, with the codes of its columns; None when it is none."""
    flags: tuple[str, ...] = ()
    if body.endswith(")") and (match := NOTE.fullmatch(body)) and has_figure(match["note"]):
        if has_figure(match["main"]):
            if not FIGURES_IN_NOTE.match(match["note"]):
                return None
            body, flags = match["main"], ("figures-in-note",)
            if without := WITH_OR_WITHOUT.match(match["note"]):
                body, flags = f"{body}({without[1]})", ()
    found = list(FIGURE.finditer(body[: MOST_BEFORE * 4]))
    if not 1 <= len(found) <= 2 or any(is_code(match[0]) for match in found):
        return None
    before, after = body[: found[0].start()], body[found[-1].end() :]
    if len(before) > MOST_BEFORE or len(after) > MOST_AFTER:
        return None
    if len(found) == 2 and not joins(body[found[0].end() : found[1].start()], after):
        return None
    return assembled(before, [number(match[0]) for match in found], after, column, column_unit, flags)


def has_figure(text: str) -> bool:
    """Whether a digit stands in the text."""
    return any(char in "0123456789" for char in text)


def is_code(text: str) -> bool:
    """Whether a run of digits is too long, or begins like a code, to be a figure."""
    return len(text) > MOST_DIGITS or (text[0] == "0" and text[1:2].isdigit())


def number(text: str) -> Decimal:
    """The exact number of a figure, thousands marks taken out."""
    return Decimal(text.replace(",", ""))


def joins(between: str, after: str) -> bool:
    """Whether what stands between two figures makes a range of them: 80%-90%, 5至8天."""
    match = BETWEEN.fullmatch(between)
    return bool(match) and after.startswith(match["unit"]) and not (match["unit"] and match["unit"][0] in "年月")


def assembled(
    before: str, figures: list[Decimal], after: str, column: str, column_unit: Unit, flags: tuple[str, ...]
) -> Phrase | None:
    """The phrase of its three pieces; None when one of them says something that no rule knows."""
    per, before = per_of(before)
    head = BEFORE.fullmatch(before)
    tail = after_of(after, column_unit)
    if head is None or tail is None:
        return None
    firm, soft = before_codes(head["words"])
    label, to_level = label_of(head["label"])
    codes = [*firm, *tail.codes, *([column] if column else [])]
    words = settled(codes, [*to_level, *soft])
    unit = with_per(tail.unit, per)
    if not (fits_label(label, words, unit) and fits_tail(tail.tail, label, words, unit)):
        return None
    if unit.word in ("年", "年度") and YEAR_FIGURE.fullmatch(str(figures[-1])):
        return None
    if head["minus"]:
        figures = [-figure for figure in figures]
    is_range = len(figures) == 2
    trouble = trouble_of(words, unit, is_range, figures)
    if "unit-conflict" in tail.flags:
        trouble = "unit-conflict"
    low, high = (scaled(figure, unit.power) for figure in (figures[0], figures[-1]))
    return Phrase(
        label, words, low, high, unit, tail.note or tail.tail, is_range, tail.more or words.approximate,
        (*flags, *tail.flags, *(("doubled-comparator",) if words.firm > 1 else ())), trouble,
    )  # fmt: skip


def trouble_of(words: Words, unit: Unit, is_range: bool, figures: list[Decimal]) -> str:
    """What in the phrase contradicts itself, or nothing."""
    if words.conflict or (is_range and words.firm):
        return "comparator-conflict"
    if unit.word == "日" and words.code in ("none", "eq") and not is_range and figures[0] <= 31:
        return "unit-ambiguous"
    if not unit.word and not words.firm and YEAR_ALONE.fullmatch(str(figures[0])):
        return "unit-ambiguous"
    if is_range and figures[0] > figures[1]:
        return "range-reversed"
    return ""


def subject(phrase: Phrase) -> str:
    """What the figure is said of: the label, unless it is only what is done: 开展, 培训人员."""
    if DOING_ONLY.fullmatch(phrase.label):
        return ""
    label = YEAR_IN_HAN.sub(lambda match: match[0].translate(FIGURES_OF_HAN), phrase.label)
    done = phrase.words.code == "none" and STARTS_DOING.match(phrase.label)
    return "" if done and not ENDS_MEASURING.search(phrase.label) else label


def per_of(before: str) -> tuple[list[str], str]:
    """每人每月 before a figure: the words it is counted by, and the rest of the text."""
    words = [match["word"] for match in PER.finditer(before)] if "每" in before else []
    if words:
        before = PER.sub("", before)
    if "均" in before and (match := AVERAGE.search(before)):
        words.append(match["start"] or match["end"])
        before = before[: match.start()] + before[match.end() :]
    return [SAME.get(word, word) for word in words], before.removesuffix("平均")


def with_per(unit: Unit, per: list[str]) -> Unit:
    """The unit counted by what 每 named: 每年 4次 is 4 次/年."""
    if not per:
        return unit
    word, _, below = unit.word.partition("/")
    return Unit(f"{word}/{'·'.join([*per, *([below] if below else [])])}", unit.power, unit.listed)


def label_of(label: str) -> tuple[str, list[str]]:
    """The label before the comparators; 提高到 and 降至 at its end are soft comparators of the level reached."""
    label = label.rstrip(":")
    match = CHANGE_AT_END.search(label)
    if match and (match["to"] or match["short_to"]):
        return label[: match.start()], ["ge" if match["up"] or match["short_up"] else "le"]
    return label, []


def fits_label(label: str, words: Words, unit: Unit) -> bool:
    """Whether a figure can be said of this label without guessing."""
    if not label:
        return True
    if not LABEL.fullmatch(label) or label.endswith(("第", "前")) or label.count("(") != label.count(")"):
        return False
    if COMPARES.search(label):
        return False
    if words.code != "none" or unit.word in SHARES:
        return True
    if label.endswith("后"):
        return unit.word in TIMES
    return bool(STARTS_DOING.match(label) or ENDS_MEASURING.search(label) or CHANGE_AT_END.search(label))


def fits_tail(tail: str, label: str, words: Words, unit: Unit) -> bool:
    """Whether the words after the unit only say what is counted."""
    if not tail:
        return True
    if not TAIL.fullmatch(tail) or not unit.word:
        return False
    if tail.startswith("的") or unit.word in SHARES or unit.word in TIMES:
        return True
    if words.code != "none" or STARTS_DOING.match(label):
        return True
    return len(tail) <= 8 and not RESULT.search(tail)


def after_of(after: str, column: Unit) -> After | None:
    """What stands after the figure, with the unit of the column 计量单位 where the cell has none."""
    match = UNIT.match(after)
    if match is None:
        return None
    unit, place = unit_from(match), match.end()
    codes: list[str] = []
    if suffix := SUFFIX.match(after, place):
        codes, place = [after_code(suffix)], suffix.end()
        if per := UNIT.match(after, place):
            if per["per"] and not (per["plain"] or per["factor"]):
                unit, place = with_per(unit, [part for part in re.split("[/每]", per["per"]) if part]), per.end()
    rest = after[place:]
    note = ""
    if bracket := re.fullmatch(r"(?P<tail>[^()]*)\((?P<note>[^()]*)\)", rest):
        rest, note = bracket["tail"], bracket["note"]
    if not unit.word and not match["factor"] and not column.word and UNLISTED.fullmatch(rest) and not NO_UNIT_WORD.search(rest):
        unit, rest = Unit(rest, 0, False), ""
    more = any(match[name] for name in ("more", "more_after", "more_last"))
    unit, flags = with_column(unit, column)
    if not unit.listed:
        flags = (*flags, "unit-unlisted")
    if unit.word in UNCLEAR:
        flags = (*flags, "unit-ambiguous")
    return After(unit, tuple(codes), more, note, rest, flags)


def with_column(unit: Unit, column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The unit of the cell and of the column together: one completes the other, repeats it, or contradicts it."""
    if column == NO_UNIT:
        return unit, () if unit.word.partition("/")[0] else ("unit-missing",)
    if not unit.word:
        return Unit(column.word, column.power + unit.power, column.listed), ()
    if (unit.word, unit.power) == (column.word, column.power):
        return unit, ("unit-repeated",)
    return unit, ("unit-conflict",)


def bounds(phrase: Phrase) -> dict[str, object]:
    """The comparator and the bounds that the phrase sets."""
    if phrase.is_range:
        return {"comparator": "range", "low": phrase.low, "high": phrase.high}
    code = phrase.words.code
    if code == "none" and phrase.approximate:
        code = "about"
    return {
        "comparator": code,
        "low": None if code in ("le", "lt") else phrase.low,
        "high": None if code in ("ge", "gt") else phrase.high,
    }
