"""Finds marks of secrecy in raw text: 密级 with brackets, stars, terms or labels, and notes on handling (内部资料).

The words and rules are in mark_rules. Most texts are dismissed before they are folded, by mark_prefilter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from generator.secrecy.mark_prefilter import may_hold_marks
from generator.secrecy.mark_rules import Span, patterns
from generator.text.files import line_and_column
from generator.text.folding import NO_GAP, FoldedText, plain_form

# More characters than any mark has before or behind one that its rule needs, with what its pattern looks at.
WIDEST = 500
# The longest label of a cell, and what those for a level of secrecy have.
LONGEST_LABEL, SECRECY = 12, "密"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a mark begins, line and column from 1, and the rule that found it; never the text."""

    line: int
    column: int
    rule: str


def find_marks(text: str) -> tuple[Mark, ...]:
    """The marks of secrecy in the text, the first of each line; looks inside tags and comments too."""
    if not may_hold_marks(text):
        return ()
    place_of = line_and_column(text)
    first_of: dict[int, Mark] = {}
    for keep_markup in (False, True) if "<" in text else (False,):
        for position, rule in sorted(marks_of_reading(plain_form(text, keep_markup))):
            line, column = place_of(position)
            first_of.setdefault(line, Mark(line, column, rule))
    return tuple(sorted(first_of.values()))


def forms_mark(label: str, value: str) -> bool:
    """Whether a label and its value form a secrecy mark, such as 密级 with 机密 or 保密期限 with 20年.

    A mark in a value with any other label belongs to the value alone.
    """
    word = "".join(label.split()).rstrip(":：")
    if not word or not value.strip() or len(word) > LONGEST_LABEL:
        return False
    return bool(find_marks(f"{word}：{value}")) and (SECRECY in word or not find_marks(value))


def marks_of_reading(plain: FoldedText) -> Iterator[tuple[int, str]]:
    """Position in the raw text and rule of each mark of one folded text; matches of different rules do not overlap."""
    taken: set[int] = set()
    surroundings: dict[str, list[tuple[int, int]]] = {}
    for needs, rule, check, pattern in patterns():
        if needs not in surroundings:
            surroundings[needs] = parts_around(needs, plain.text)
        for match in chain.from_iterable(pattern.finditer(plain.text, *part) for part in surroundings[needs]):
            start, end = match.span()
            if start not in taken and check(Span(plain, start, tuple(possible_ends(plain, match)))):
                taken.update(range(start, end))
                yield plain.origin(start), rule


def parts_around(chars: str, text: str) -> list[tuple[int, int]]:
    """Return the start and end of each part of a text around some characters, as wide as the longest mark."""
    parts: list[tuple[int, int]] = []
    for match in re.finditer(f"[{chars}]", text):
        start, end = max(0, match.start() - WIDEST), min(len(text), match.end() + WIDEST)
        if parts and start <= parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    return parts


def possible_ends(plain: FoldedText, match: re.Match[str]) -> Iterator[int]:
    """The positions at which a match may end: its end, before each of its tails, and line or word ends within it."""
    start, end = match.span()
    yield end
    for group in range(1, match.re.groups + 1):
        if match[group]:
            yield match.start(group)
    for place in range(start + 1, end):
        if plain.gaps[place] != NO_GAP and match.re.fullmatch(plain.text, start, place):
            yield place
