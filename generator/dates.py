"""Days, months and years as forms write them in cells of words: 2026年1月, 2026-01-31, 202601."""

import re
import unicodedata
from datetime import date

# A year, with month and day or without: 2026, 2026年1月, 2026-01-31, 2026.1, 202601, 20260131.
DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)"
    r"(?:年度?|(\d\d)(\d\d)?|(?P<between>[-./])(\d{1,2})(?:(?P=between)(\d{1,2}))?|年(\d{1,2})月(?:份|(\d{1,2})[日号]?)?)?"
    r"(?:起|止|前|初|底|末|以前|开始|完成|结束)?"
)
CLOCK = re.compile(r"\s+\d{1,2}:\d\d(?::\d\d)?$")
NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def day_in(text: str) -> tuple[int, ...]:
    """Year, month and day as far as a cell names them; empty for what is not surely one day, month or year."""
    plain = CLOCK.sub("", unicodedata.normalize("NFKC", text).strip()).translate(NUMERALS)
    match = DAY.fullmatch("".join(plain.split()))
    if match is None:
        return ()
    parts = [int(part) for part in match.groups() if part and part.isdecimal()]
    try:
        date(*parts, *(1,) * (3 - len(parts)))
    except ValueError:
        return ()
    return tuple(parts)


def day_words(text: str) -> str:
    """A cell as people read it: 202601 as 2026年1月; every other text as it stands."""
    parts = day_in(text)
    if len(parts) < 2 or not text.isdecimal():
        return text
    return "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=False))
