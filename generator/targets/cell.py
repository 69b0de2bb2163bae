"""One cell as input of the rules: its normal form, its columns, and readings that several rules share."""

import re
from functools import lru_cache
from typing import NamedTuple

from generator.targets.comparators import CALLED_QUALITATIVE, ODD_SIGNS, SOFT, column_code
from generator.targets.days import NoSuchDayError, TimeReading, parse_time
from generator.targets.figures import YEAR_FIGURE, Phrase, has_figure, phrase_of
from generator.targets.lexicon import may_change_meaning
from generator.targets.normal_form import has_gap, plain
from generator.targets.units import NO_UNIT, Unit, unit_of
from generator.targets.vocabulary import ENUMERATOR, NAMED_NUMBERS, STUB
from generator.text.word_list import word_list

# Longer than this no target is; it is a narrative in the wrong cell.
LONGEST_RAW, LONGEST = 2000, 400
NO_COMPARATOR = ("-", "--", "/")
NO_UNIT_WRITTEN = word_list("无 - -- / 定性 文字")
# A number that a finance system had exported for its sign; it says nothing to a reader, and nothing is read into it.
CODE_OF_SYSTEM = re.compile("[0-9]")
UNLISTED = re.compile("[A-Za-z一-龥·/()%]{1,12}")
SIGNS_OF_STUBS = re.compile(r"[*Xx×_□]")
SIGNS_OF_NAMES = re.compile("[《第(年.、)PCGA]|12[0-9]{3}|24小")
YEAR_INSIDE = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})年(?![0-9底末初前内上下]|第?[一二三四]季)")
HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


class Columns(NamedTuple):
    """The values of the columns 对比符号 (comparator) and 计量单位 (unit) of a row."""

    code: str
    unit: Unit
    called_qualitative: bool
    flags: tuple[str, ...]
    is_sign_unknown: bool


class TargetCell(NamedTuple):
    """The input of a rule: the plain form, the columns, and the readings that rules share.

    `words` is the plain form without the numbers of documents, years and lists; `text` is the cell as written.
    `phrase` is there when the whole cell is one figure or range, `time` when it is a day or a period, `trouble`
    when it contradicts itself.
    """

    text: str
    comparator_text: str | None
    unit_text: str | None
    body: str
    words: str
    code: str
    unit: Unit
    phrase: Phrase | None
    time: TimeReading | None
    flags: tuple[str, ...]
    trouble: str
    has_figure: bool
    called_qualitative: bool


def cell_of(text: str, comparator: str | None, unit: str | None) -> TargetCell:
    """The cell for a text and its columns."""
    columns = columns_of(comparator or "", unit or "")
    normal = "" if len(text) > LONGEST_RAW else plain(text)
    body, flags = without_stub(*without_odd_sign(normal, columns.flags))
    if columns.unit.word in ("年", "年度") and YEAR_FIGURE.fullmatch(body):
        body, columns = f"{body}年", columns._replace(unit=NO_UNIT)
    figured = has_figure(body)
    words, time, phrase = body, None, None
    trouble = cell_conflict(text, body, columns, figured)
    if not trouble:
        try:
            time = parse_time(body)
        except NoSuchDayError:
            trouble = "no-such-day"
    if figured and not trouble and time is None:
        words = words_of(body)
        phrase = phrase_of(words, columns.code, columns.unit)
        trouble = phrase.trouble if phrase else ""
    return TargetCell(
        text, comparator, unit, body, words, columns.code, columns.unit, phrase, time, flags, trouble, figured,
        columns.called_qualitative,
    )  # fmt: skip


@lru_cache(maxsize=512)
def columns_of(comparator: str, unit: str) -> Columns:
    """The parsed cells of the columns 对比符号 (comparator) and 计量单位 (unit) of one row."""
    sign = "" if comparator.strip() in NO_COMPARATOR else plain(comparator)
    code, word = column_code(sign), plain(unit)
    flags = ("comparator-unknown",) if code is None else ()
    is_sign_unknown = code is None and not CODE_OF_SYSTEM.fullmatch(sign)
    column_unit = NO_UNIT if word in NO_UNIT_WRITTEN else unit_of(word)
    return Columns(code or "", column_unit, sign in CALLED_QUALITATIVE, flags, is_sign_unknown)


def cell_conflict(text: str, body: str, columns: Columns, figured: bool) -> str:
    """The flag of a conflict for which no rule may read the cell; empty where there is none."""
    if len(text) > LONGEST_RAW or len(body) > LONGEST:
        return "too-long"
    if figured and has_gap(text):
        return "figures-apart"
    if figured and columns.is_sign_unknown:
        return "comparator-unknown"
    # 12 with the unit 月 may be December or twelve months; a unit that is none may hold a sign: 人以上.
    is_unclear = columns.unit.word in ("月", "月份") or not is_unit(columns.unit)
    return "unit-ambiguous" if figured and is_unclear else ""


def is_unit(unit: Unit) -> bool:
    """Whether the word of a column can be a unit: a listed unit, or a word without a comparator in it."""
    if unit.listed or unit.word == "是/否":
        return True
    return UNLISTED.fullmatch(unit.word) is not None and not may_change_meaning(unit.word) and unit.word not in SOFT


def without_odd_sign(body: str, flags: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The text with > for 》 before a figure, and a remark of it."""
    if body[:1] in ODD_SIGNS and has_figure(body[1:3]):
        return ODD_SIGNS[body[0]] + body[1:], (*flags, "odd-sign")
    return body, flags


def without_stub(body: str, flags: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The text without what the empty form had printed there, such as ≥**株 or XX, and a remark of it."""
    rest = STUB.sub("", body) if SIGNS_OF_STUBS.search(body) else body
    return rest, flags if rest == body else (*flags, "stub-left")


def words_of(body: str) -> str:
    """The text without enumerators, with 々 for names and documents that contain numbers, years in Chinese digits."""
    if not SIGNS_OF_NAMES.search(body):
        return body
    return YEAR_INSIDE.sub(in_han, NAMED_NUMBERS.sub("々", ENUMERATOR.sub("", body)))


def in_han(match: re.Match[str]) -> str:
    """A year in Chinese digits, so that it stays in the words and is no figure: 二〇二〇年."""
    return match["year"].translate(HAN_DIGITS) + "年"
