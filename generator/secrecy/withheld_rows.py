"""Removes quotations from problems in rows and groups that name a decision to withhold.

Whoever begins to withhold a row writes `withheld` first and may leave the text, misspell a key or forget the decision:
a problem there would quote what must not be published.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from generator.problems import Problem
from generator.text.folding import fold
from generator.text.yaml import MappingNode, ParsedFile, walk_nodes

KEY = "withheld"
# A sum of the tasks, which says of no row that it is withheld.
OF_TASKS = "withheld_total"
MIN_SIMILARITY = 0.75
WORDS = re.compile("不[予宜能可得]?公[开開]|依申[请請]公[开開]")
# How far from the start of a cell its words may say that it is withheld.
AT_BEGINNING = 20
ANY_KEY = re.compile(r"([\w -]{1,40}?)[\"']?\s*[:：]")
LineSpan = tuple[int, float]


# Every file has the same few keys.
@lru_cache(maxsize=4096)
def is_withheld_key(key: str) -> bool:
    """Whether a key is `withheld`, also misspelt or in the words of the form."""
    plain = re.sub(r"[\s_\-\0]", "", fold(key)).casefold()
    if plain == OF_TASKS.replace("_", ""):
        return False
    return SequenceMatcher(None, plain, KEY).ratio() >= MIN_SIMILARITY or bool(WORDS.search(plain))


def has_withheld_key(row: MappingNode, is_root: bool = False) -> bool:
    """Whether a row or a group says that something in it is withheld, whatever the value and the spelling."""
    if any(map(is_withheld_key, row)):
        return True
    texts = () if is_root else (fold(value[:AT_BEGINNING]) for value in row.values() if isinstance(value, str))
    return any(map(WORDS.search, texts))


def withheld_spans(root: MappingNode) -> list[LineSpan]:
    """The first and the last line of each row and group with a decision to withhold."""
    nodes = list(walk_nodes(root))
    lines = sorted({node.line for node in nodes})
    spans = []
    for row in nodes:
        if isinstance(row, MappingNode) and has_withheld_key(row, row is root):
            following = bisect_right(lines, max(node.line for node in walk_nodes(row)))
            spans.append((row.line, lines[following] - 1 if following < len(lines) else float("inf")))
    return spans


def is_within(line: int, spans: Iterable[LineSpan]) -> bool:
    """Whether a line is within one of the spans."""
    return any(first <= line <= last for first, last in spans)


def unquoted_in_withheld_rows(problems: Iterable[Problem], root: MappingNode) -> list[Problem]:
    """The problems of a file, unquoted in rows and groups with a decision to withhold."""
    problems = list(problems)
    spans = withheld_spans(root) if problems else []
    return [problem.unquoted() if is_within(problem.place.line, spans) else problem for problem in problems]


def unquoted_of(problems: Iterable[Problem], reading: ParsedFile) -> list[Problem]:
    """The problems of a parsed file; all unquoted where it has such a decision and cannot be parsed completely."""
    if reading.root is not None:
        return unquoted_in_withheld_rows(problems, reading.root)
    names = any(is_withheld_key(match[1].strip()) for match in ANY_KEY.finditer(reading.text))
    return [problem.unquoted() if names else problem for problem in problems]
