"""One cell of a form before it is read: its plain form, what its columns say, and what is looked up once."""

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.targets.comparators import CALLED_QUALITATIVE, ODD_SIGNS, column_code
from generator.targets.days import NoSuchDay, Time, time_of
from generator.targets.figures import YEAR_FIGURE, Phrase, has_figure, phrase_of
from generator.targets.plain import has_gap, plain
from generator.targets.units import NO_UNIT, Unit, unit_of
from generator.targets.vocabulary import ENUMERATOR, NAMED_NUMBERS, STUB

YEAR_INSIDE = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})年(?![0-9底末初前内上下]|第?[一二三四]季)")
HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
LONGEST_RAW, LONGEST = 2000, 200
NO_UNIT_WRITTEN = ("无", "-", "--", "/", "定性", "文字")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a rule may see: the plain form, the code and unit of the columns, and the readings they share.

    `words` is the plain form without the numbers of documents, dates of years and places in a list; `pieces`
    are the lines of the cell. `phrase` is None unless the whole cell is one figure or range with its words.
    """

    comparator_text: str | None
    unit_text: str | None
    body: str
    words: str
    pieces: tuple[str, ...]
    code: str
    unit: Unit
    phrase: Phrase | None
    time: Time | None
    flags: tuple[str, ...]
    trouble: str
    has_figure: bool
    called_qualitative: bool


@lru_cache(maxsize=512)
def columns(comparator: str, unit: str) -> tuple[str, Unit, bool, tuple[str, ...]]:
    """The code, the unit and the doubts that the columns 对比符号 and 计量单位 of a row give."""
    sign, flags = plain(comparator), ()
    if comparator.strip() in ("-", "--", "/"):
        sign = ""
    code = column_code(sign)
    if code is None:
        code, flags = "", ("comparator-unknown",)
    word = plain(unit)
    if word in NO_UNIT_WRITTEN:
        word = ""
    return code, unit_of(word) if word else NO_UNIT, sign in CALLED_QUALITATIVE, flags


def cell_of(text: str, comparator: str | None, unit: str | None) -> Cell:
    """The cell for a text and its columns."""
    code, column_unit, called_qualitative, flags = columns(comparator or "", unit or "")
    if len(text) > LONGEST_RAW:
        return Cell(comparator, unit, "", "", (), "", NO_UNIT, None, None, flags, "too-long", False, False)
    body = plain(text)
    if body[:1] in ODD_SIGNS and has_figure(body[1:3]):
        body, flags = ODD_SIGNS[body[0]] + body[1:], (*flags, "odd-sign")
    body, flags = without_stub(body, flags)
    with_figure = has_figure(body)
    if column_unit.word in ("年", "年度") and YEAR_FIGURE.fullmatch(body):
        body, column_unit = body + "年", NO_UNIT
    trouble = "too-long" if len(body) > LONGEST else "figures-apart" if with_figure and has_gap(text) else ""
    if column_unit.word == "月" and with_figure and not trouble:
        trouble = "unit-ambiguous"
    pieces = tuple(plain(line) for line in text.splitlines()) if "\n" in text else (body,)
    phrase, time, words = None, None, body
    if not trouble:
        try:
            time = time_of(body)
        except NoSuchDay:
            trouble = "no-such-day"
        if with_figure and time is None and not trouble:
            words = words_of(body)
            phrase = phrase_of(words, code, column_unit)
            trouble = phrase.trouble if phrase else ""
    return Cell(
        comparator, unit, body, words, pieces, code, column_unit, phrase, time, flags, trouble, with_figure, called_qualitative
    )  # fmt: skip


def without_stub(body: str, flags: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The text without what the empty form had printed there: ≥**株, XX."""
    if not ("*" in body or "X" in body or "x" in body or "×" in body or "_" in body or "□" in body):
        return body, flags
    rest = STUB.sub("", body)
    return (rest, (*flags, "stub-left")) if rest != body else (body, flags)


def words_of(body: str) -> str:
    """The text without the numbers that only belong to names, documents, years and lists."""
    return YEAR_INSIDE.sub(in_han, ENUMERATOR.sub("", NAMED_NUMBERS.sub("", body)))


def in_han(match: re.Match[str]) -> str:
    """A year in Chinese digits, so that it stays in the words and is no figure: 二〇二〇年."""
    return match["year"].translate(HAN_DIGITS) + "年"
