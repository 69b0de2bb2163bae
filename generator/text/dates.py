"""Parses days, months and years in cells of words: 2026年1月, 2026-01-31, 202601."""

import re
import unicodedata
from datetime import date

from generator.text.normalize import normalized, without_spaces

# A year, with month and day or without: 2026, 2026年1月, 2026-01-31, 2026.1, 202601, 20260131.
DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)"
    r"(?:年度?|(\d\d)(\d\d)?|(?P<between>[-./])(\d{1,2})(?:(?P=between)(\d{1,2}))?|年(\d{1,2})月(?:份|(\d{1,2})[日号]?)?)?"
    r"(?:起|止|前|初|底|末|以前|开始|完成|结束)?"
)
BETWEEN = re.compile("[-~—–―至到]+")
CLOCK = re.compile(r"\s+\d{1,2}:\d\d(?::\d\d)?$")
NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def day_in(text: str) -> tuple[int, ...]:
    """Year, month and day as far as a cell names them; empty where it is not certainly one day, month or year."""
    plain = CLOCK.sub("", unicodedata.normalize("NFKC", text).strip())
    match = DAY.fullmatch(without_spaces(plain).translate(NUMERALS))
    if match is None:
        return ()
    parts = [int(part) for part in match.groups() if part and part.isdecimal()]
    try:
        date(*parts, *(1,) * (3 - len(parts)))
    except ValueError:
        return ()
    return tuple(parts)


def days_in(text: str, year: tuple[int, ...] = ()) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The first and the last day, month or year of a cell that names one or a range.

    The later of two need not say its year again; one that says none at all is of `year`, where that is given.
    None for what is not surely read in one way.
    """
    plain = normalized(text)
    day = day_in(text) or later_day(plain, year)
    if day:
        return day, day
    pieces = [(plain[: match.start()], plain[match.end() :]) for match in BETWEEN.finditer(plain)]
    pairs = ((earlier_day(left, right), right) for left, right in pieces)
    ranges = [(first, last) for first, right in pairs if first and (last := later_day(right, first[:1]))]
    return ranges[0] if len(ranges) == 1 else None


def earlier_day(text: str, later: str) -> tuple[int, ...]:
    """The first of two days; its month may take the word 月 from the second: 2026年1-12月."""
    return day_in(text) or (day_in(f"{text}月") if later.endswith("月") else ())


def later_day(text: str, year: tuple[int, ...]) -> tuple[int, ...]:
    """The second of two days, in the year of the first where it names none: 2026年1月—12月."""
    return day_in(text) or (day_in(f"{year[0]}年{text}") if year and "月" in text else ())


def day_words(text: str) -> str:
    """202601 as 2026年1月; every other text unchanged."""
    parts = day_in(text)
    if len(parts) < 2 or not text.isdecimal():
        return text
    return "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=False))
