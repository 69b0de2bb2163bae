"""Repairs lines that YAML cannot parse, so that the mistakes after them can be reported too.

The repaired text is only checked for further mistakes and never becomes content.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from generator.text.files import FORBIDDEN

WIDE_INDENT = re.compile("[ -]*[\u3000\u00a0][ \u3000\u00a0]*")
JOINED = re.compile(r"[a-z][a-z0-9_]*(?::\S|：)")
KEY_LIKE = re.compile(r"[a-z][a-z0-9_]*(?: |$)")
HEAD = re.compile(r"(?P<lead> *(?:- +)*)(?:(?P<key>[a-z][a-z0-9_]*) *[:：])?")

# A Tab is as wide as an editor draws it; None is the width that continues the line above.
TAB_WIDTHS = (2, 4, 8, 1, None)
LEAD = re.compile(rf"(?:[ ]|{FORBIDDEN.pattern})*")
CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
BEGINS, BASE, DIVIDES, ENDS = "<" * 7, "|" * 7, "=" * 7, ">" * 7

Repairs = dict[int, str]


def has_key(line: str) -> bool:
    """Whether a line begins with the key of a cell."""
    head = HEAD.match(line)
    return bool(head and head["key"])


def continues_text(above: str, line: str) -> bool:
    """Whether a line without a key continues the text that begins in the line above."""
    is_keyless = not KEY_LIKE.match(line.lstrip(" -")) and ":" not in line and "：" not in line
    value = above[head.end() :].strip() if (head := HEAD.match(above)) else ""
    return is_keyless and bool(value) and value[0] not in "|>\"'[{#"


def joined_key(line: str, text: str) -> bool:
    """Whether a text begins its line with a key without its colon, or without the space after it."""
    return bool(JOINED.match(text)) and line.lstrip(" -").startswith(text)


def without_value(lines: list[str], number: int) -> Repairs:
    """A line (from 0) reduced to its key; empty where it is nothing else."""
    head = HEAD.match(lines[number])
    lead, key = head.groups() if head else ("", None)
    repaired = f"{lead}{key}:" if key else lead.rstrip(" ")
    return {number: repaired} if repaired != lines[number].rstrip(" ") else {}


def without_text(lines: list[str], number: int) -> Repairs:
    """Blank lines for a line and those after it that belong to no cell."""
    behind = takewhile(lambda other: not has_key(lines[other]), range(number, len(lines)))
    return {other: "" for other in behind if lines[other]}


def wide_cells(lines: list[str], number: int) -> list[int]:
    """The numbers of a line that is indented with wide spaces, and of every cell that is."""
    return [
        other
        for other, line in enumerate(lines)
        if other == number or (WIDE_INDENT.match(line) and has_key(WIDE_INDENT.sub("", line, 1)))
    ]


def continues_repaired_line(lines: list[str], number: int, repairs: Repairs) -> bool:
    """Whether a line continues one that was repaired."""
    above = next((other for other in range(number - 1, -1, -1) if other in repairs or lines[other].strip()), -1)
    # A fault may be at the end of the text, behind its last line.
    line = "".join(lines[number : number + 1])
    return above in repairs and not has_key(line) and not line.lstrip().startswith("- ")


def without_block(lines: Sequence[str], number: int) -> Repairs:
    """Blank lines for a line with an unknown indentation and those below it."""
    column = len(lines[number]) - len(lines[number].lstrip(" "))
    below = range(number + 1, len(lines))
    inside = takewhile(lambda other: not lines[other].strip() or lines[other].startswith(" " * (column + 1)), below)
    return {other: "" for other in (number, *inside) if lines[other].strip()}


def has_forbidden_lead(line: str) -> bool:
    """Whether a line is indented with a tab or another forbidden character."""
    lead = LEAD.match(line)
    return bool(line.strip() and lead and lead[0].strip(" "))


def untabbed(lines: Sequence[str], width: int | None) -> Repairs:
    """The lines that are indented with tabs, indented with spaces; `width` is that of a tab."""
    repairs: Repairs = {}
    above = ""
    for number, line in enumerate(lines):
        if has_forbidden_lead(line):
            body = LEAD.sub("", line, count=1)
            tabs = "".join(char for char in line[: len(line) - len(body)] if char in " \t")
            column = continuation_column(above, body) if width is None else len(tabs.expandtabs(width))
            line = repairs[number] = " " * column + body
        if line.strip() and not line.lstrip().startswith("#"):
            above = line
    return repairs


def continuation_column(above: str, body: str) -> int:
    """The column at which a line continues the one above: indented where that opens a group, else the same column."""
    head = HEAD.match(above)
    lead, key = (head["lead"], head["key"]) if head else ("", None)
    column = len(above) - len(above.lstrip(" "))
    if key is None:
        return column
    if above.rstrip(" ").endswith((":", "|")):
        return len(lead) + 2
    return column if body.startswith("- ") else len(lead)


def conflicts(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Merge conflicts of git: first, dividing and last line of each, from 0.

    A single marker, whose others were deleted, is all three.
    """
    begins = divides = None
    for number, line in enumerate(lines):
        mark = CONFLICT.fullmatch(line)
        if mark is None:
            continue
        if mark[1] == BEGINS:
            if begins is not None:
                yield begins, begins, begins
            begins, divides = number, None
        elif begins is None:
            yield number, number, number
        elif mark[1] == DIVIDES:
            divides = number
        elif mark[1] == ENDS:
            yield begins, divides if divides is not None else begins, number
            begins = None
    if begins is not None:
        yield begins, begins, begins


def without_conflicts(lines: Sequence[str]) -> Repairs:
    """Blank lines for the markers of merge conflicts and the second of the two versions."""
    repairs: Repairs = {}
    for first, divides, last in conflicts(lines):
        base = next((number for number in range(first, divides) if lines[number].startswith(BASE)), divides)
        repairs |= dict.fromkeys((first, *range(base, last + 1)), "")
    return repairs
