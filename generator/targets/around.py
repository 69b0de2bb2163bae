"""What stands before a figure and what stands after it. Both are looked up often, so each is read once."""

import re
from functools import lru_cache
from typing import NamedTuple

from generator.targets.comparators import BEFORE, FIRM, SUFFIX, after_code, before_codes
from generator.targets.units import NO_UNIT, SAME, UNCLEAR, UNIT, Unit, either, unit_from
from generator.targets.vocabulary import CHANGE_AT_END

REMEMBERED = 4096
MOST_LABEL = 24

PER_WORDS = either(
    "年度", "年", "半年", "季度", "季", "月份", "月", "旬", "周", "星期", "天", "日", "小时", "学期", "学年", "人", "名", "位", "户",
    "家", "生", "学生", "教师", "职工", "村", "社区", "村居", "乡镇", "镇", "街道", "县", "县区", "市", "区", "校", "学校", "班",
    "班级", "场", "次", "期", "批", "处", "座", "个", "台", "套", "辆", "间", "床", "亩", "公顷", "平方米", "平米", "公里", "株",
    "头", "只", "栋", "份", "册", "项", "例", "吨", "公斤", "单位", "企业", "项目", "点", "站", "所", "件", "篇", "课时", "人次",
    "标段", "车",
)  # fmt: skip
PER = re.compile(rf"每(?:个)?(?P<word>{PER_WORDS})(?:平均)?")
AVERAGE = re.compile(r"^(?P<start>[人户亩日年月生村车次场])均|(?P<end>[人户亩日年月生村车次场])均$")
PER_AFTER_SUFFIX = re.compile(r"[/每]\(?(?P<per>[A-Za-z一-龥·*/每]{1,12})\)?$")
# A label is made of words; a comparator inside it would be lost.
LABEL = re.compile(rf"[^0-9。;,!?≥≤<>=%~+±×÷每-]{{0,{MOST_LABEL}}}")
INSIDE_LABEL = either(*(word for word in FIRM if len(word) > 1 and word not in ("突破", "超过")))
COMPARES = re.compile(rf"{INSIDE_LABEL}|(?<![合节签违履邀预契])约(?![谈束定])")
NOTE_LAST = re.compile(r"(?P<tail>[^()]*)\((?P<note>[^()]*)\)")
# A word that may be a unit although no list has it, and the characters that no unit has.
UNLISTED = re.compile(r"(?:[一-龥]{1,3}|[A-Za-z]{2,6})(?:/[A-Za-z一-龥]{1,4}){0,2}")
NO_UNIT_WORD = re.compile(
    "[完成达标合格优良好提高升降及时到位号级类届代后前月各其的了并且率度起内外以分之约至近第多少几点节]"
)


class Before(NamedTuple):
    """The label of a figure, the comparators in front of it, and what 每 says it is counted by."""

    label: str
    firm: tuple[str, ...]
    soft: tuple[str, ...]
    per: tuple[str, ...]
    average: str
    is_negative: bool


class After(NamedTuple):
    """The unit of a figure, the comparators behind it, 余 and 多, a note in brackets and the words that follow."""

    unit: Unit
    codes: tuple[str, ...]
    is_more: bool
    note: str
    tail: str
    flags: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def before_of(text: str) -> Before | None:
    """What stands before a figure; None when it is not a label with comparators."""
    per, average, text = per_of(text)
    match = BEFORE.fullmatch(text)
    if match is None:
        return None
    label, level = label_of(match["label"])
    if not LABEL.fullmatch(label) or label.endswith(("第", "前")) or label.count("(") != label.count(")"):
        return None
    if COMPARES.search(label):
        return None
    firm, soft = before_codes(match["words"])
    return Before(label, tuple(firm), (*level, *soft), tuple(per), average, bool(match["minus"]))


def per_of(text: str) -> tuple[list[str], str, str]:
    """每人每月 or 人均 before a figure: the words it is counted or averaged by, and the rest of the text."""
    words = [match["word"] for match in PER.finditer(text)] if "每" in text else []
    if words:
        text = PER.sub("", text).removesuffix("平均")
    average = ""
    if match := AVERAGE.search(text):
        average = match["start"] or match["end"]
        text = text[: match.start()] + text[match.end() :]
    return [SAME.get(word, word) for word in words], average, text


def label_of(label: str) -> tuple[str, tuple[str, ...]]:
    """The label without 提高到 and 降至 at its end, which are soft comparators of the level reached."""
    label = label.rstrip(":")
    match = CHANGE_AT_END.search(label)
    if match and (match["to"] or match["short_to"]):
        return label[: match.start()], ("ge" if match["up"] or match["short_up"] else "le",)
    return label, ()


@lru_cache(maxsize=REMEMBERED)
def after_of(text: str, column: Unit) -> After | None:
    """What stands after a figure, with the unit of the column 计量单位 where the cell has none."""
    match = UNIT.match(text)
    if match is None:
        return None
    unit, rest, codes = unit_from(match), text[match.end() :], []
    if suffix := SUFFIX.match(rest):
        codes, rest = [after_code(suffix)], rest[suffix.end() :]
        if per := PER_AFTER_SUFFIX.fullmatch(rest):
            unit, rest = with_per(unit, tuple(part for part in re.split("[/·*每]", per["per"]) if part)), ""
    note = ""
    if bracket := NOTE_LAST.fullmatch(rest):
        rest, note = bracket["tail"], bracket["note"]
        if per := PER.fullmatch(note):
            unit, note = with_per(unit, (per["word"],)), ""
    has_unit = unit.word or match["factor"] or column.word
    if rest and not has_unit and UNLISTED.fullmatch(rest) and not NO_UNIT_WORD.search(rest):
        unit, rest = Unit(rest, 0, False), ""
    unit, flags = with_column(unit, column)
    if not unit.listed:
        flags = (*flags, "unit-unlisted")
    if unit.word in UNCLEAR:
        flags = (*flags, "unit-ambiguous")
    is_more = any(match[name] for name in ("more", "more_after", "more_last"))
    return After(unit, tuple(codes), is_more, note, rest, flags)


def with_per(unit: Unit, per: tuple[str, ...]) -> Unit:
    """The unit counted by what 每 named: 每年4次 is 4 次/年."""
    if not per:
        return unit
    word, _, below = unit.word.partition("/")
    return Unit(f"{word}/{'·'.join([*per, *([below] if below else [])])}", unit.power, unit.listed)


def with_column(unit: Unit, column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The unit of the cell and of the column together: one completes the other, repeats it, or contradicts it."""
    if column == NO_UNIT:
        return unit, () if unit.word.partition("/")[0] else ("unit-missing",)
    if not unit.word:
        return Unit(column.word, column.power + unit.power, column.listed), ()
    if (unit.word, unit.power) == (column.word, column.power):
        return unit, ("unit-repeated",)
    return unit, ("unit-conflict",)
