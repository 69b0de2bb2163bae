"""Lines that no YAML can be read past, made harmless, so that the mistakes behind them are told in the same run.

What comes of it is only looked at for further mistakes and never becomes content.
"""

import re
from itertools import takewhile

WIDE_INDENT = re.compile("[ -]*[\u3000\u00a0][ \u3000\u00a0]*")
JOINED = re.compile(r"[a-z][a-z0-9_]*(?::\S|：)")
HEAD = re.compile(r"(?P<lead> *(?:- +)*)(?:(?P<key>[a-z][a-z0-9_]*) *[:：])?")

Mended = dict[int, str]


def has_key(line: str) -> bool:
    """Whether a line begins with the key of a cell."""
    found = HEAD.match(line)
    return bool(found and found["key"])


def joined_key(line: str, text: str) -> bool:
    """Whether a text begins its line with a key that has lost its colon, or the space behind it."""
    return bool(JOINED.match(text)) and line.lstrip(" -").startswith(text)


def without_value(lines: list[str], number: int) -> Mended:
    """A line (from 0) with nothing but its key; nothing when nothing else stands there."""
    found = HEAD.match(lines[number])
    lead, key = found.groups() if found else ("", None)
    mended = f"{lead}{key}:" if key else lead.rstrip(" ")
    return {number: mended} if mended != lines[number].rstrip(" ") else {}


def without_text(lines: list[str], number: int) -> Mended:
    """A line and those behind it that belong to no cell, taken away."""
    behind = takewhile(lambda other: not has_key(lines[other]), range(number, len(lines)))
    return {other: "" for other in behind if lines[other]}


def wide_cells(lines: list[str], number: int) -> list[int]:
    """A line that is indented with wide spaces, and every cell of the file that is."""
    return [
        other
        for other, line in enumerate(lines)
        if other == number or (WIDE_INDENT.match(line) and has_key(WIDE_INDENT.sub("", line, 1)))
    ]


def follows(lines: list[str], number: int, mended: Mended) -> bool:
    """Whether a line only goes on with one that has been mended."""
    above = next((other for other in range(number - 1, -1, -1) if other in mended or lines[other].strip()), -1)
    return above in mended and not has_key(lines[number]) and not lines[number].lstrip().startswith("- ")
