"""The rules of the gate: what may not leave, and what the figures that do leave must not give away.

`gate_text` reads the raw text of a file, so keys, comments and broken files count. The audits take plain
figures and know nothing of records. Nothing here returns a word of what it read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from generator.amount_mentions import find_amounts, names_money_unit
from generator.marks import Mark, find_marks
from generator.privacy import find_private, find_private_review
from generator.problems import Place, Problem
from generator.words import say

__all__ = [
    "Mark",
    "find_marks",
    "find_review_words",
    "gate_text",
    "repeated_figures",
    "review_text",
    "safe_path",
]

REVIEW_WORDS = {
    "classified": "[涉泄失解定]密|密级|密件|[绝机秘]密(?![码集钥封切闭度])",
    "secrecy": "保密",
    "internal": "内部|內部|内参",
    "withheld": "不[予宜]公开|不得公开|不对外公开",
    "operational": "留置|看守所|监管场所|[辅协]警|警力|值守力量|布控|线人",
}
REVIEW = re.compile("|".join(f"(?P<{rule}>{words})" for rule, words in REVIEW_WORDS.items()))

# A number that is no year.
FIGURE = re.compile(r"(?<![0-9.])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9]*年)")
WAN = 10**4

HIDDEN_NAME = "＊＊＊"


def find_review_words(text: str) -> tuple[Mark, ...]:
    """Words that a reviewer should look at (涉密, 保密, 内部, 留置 …); they never hold a file."""
    return tuple(
        Mark(number, match.start() + 1, str(match.lastgroup))
        for number, line in enumerate(text.split("\n"), start=1)
        for match in REVIEW.finditer(line)
    )


def gate_text(
    path: str, text: str, allowed: frozenset[str] = frozenset(), figures: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """Every reason to hold a file: marks (S401), figures of marked rows said again (S405), personal numbers.

    The file's name is read like its text. `allowed` holds the texts of declared public contacts, `figures` the keys
    of cells that hold amounts, counts and codes.
    """
    shown = safe_path(path)
    in_name = say("secrecy.in_name")
    problems = [Problem(Place(shown), code, **{field: in_name}) for code, field in name_holds(path)]
    marks = find_marks(text)
    problems += [
        Problem(Place(shown, mark.line, mark.column), "S401", rule=say(f"secrecy.rules.{mark.rule}")) for mark in marks
    ]
    repeats = repeated_figures(text, [mark.line for mark in marks])
    problems += [Problem(Place(shown, line), "S405", cell=say("secrecy.repeated")) for line in repeats]
    problems += [
        Problem(Place(shown, found.line, found.column), found.code, kind=say(f"secrecy.kinds.{found.kind}"))
        for found in find_private(text, allowed, figures)
    ]
    return tuple(sorted(problems))


def review_text(path: str, text: str, allowed: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """What a reviewer should look at: words (W403) and what may be personal (W413); never a hold."""
    shown = safe_path(path)
    words = [(mark.line, mark.column, "W403", mark.rule) for mark in find_review_words(text)]
    people = find_private_review(text, allowed)
    found = words + [(private.line, private.column, private.code, private.kind) for private in people]
    return tuple(
        Problem(Place(shown, line, column), code, kind=say(f"secrecy.kinds.{kind}"))
        for line, column, code, kind in sorted(found)
    )


def name_holds(part: str) -> Iterator[tuple[str, str]]:
    """The codes, and the fields of their sentences, for which a path or a part of one must be held."""
    text = re.sub(r"[/\\._\-]+", "\n", part)
    if find_marks(text) or find_marks(part):
        yield "S401", "rule"
    for code in sorted({found.code for found in find_private(part)}):
        yield code, "kind"


def safe_path(path: str) -> str:
    """The path with every part hidden that itself bears a mark or a personal number."""
    return "/".join(HIDDEN_NAME if any(name_holds(part)) else part for part in path.split("/"))


def repeated_figures(text: str, marked: Iterable[int]) -> tuple[int, ...]:
    """Lines that name, as money, a figure that stands in a row with a mark: they would give it away.

    A row is an item of a YAML list, or else a single line. A figure is the same in 元, 万元 and 亿元, in digits and
    in Chinese numerals; a figure without a unit counts in a row that names a unit of money.
    """
    places = [line - 1 for line in marked]
    if not places:
        return ()
    lines = text.split("\n")
    rows = list(zip(row_of_each(lines), lines, strict=True))
    held = {rows[place][0] for place in places}
    secret = {figure for row, line in rows if row in held for figure in (*figures(line), *amounts_in(line))}
    money = {row for row, line in rows if names_money_unit(line)} - held
    return tuple(
        number
        for number, (row, line) in enumerate(rows, start=1)
        if row not in held
        and any(
            secret & {figure, figure / WAN, figure * WAN}
            for figure in (*amounts_in(line), *(figures(line) if row in money else ()))
        )
    )


def figures(line: str) -> list[Fraction]:
    """The numbers of a line, whatever the width of their digits."""
    plain = unicodedata.normalize("NFKC", line)
    return [Fraction(match[0].replace(",", "")) for match in FIGURE.finditer(plain)]


def amounts_in(line: str) -> list[Fraction]:
    """The amounts of money of a line, in yuan."""
    return [mention.yuan for mention in find_amounts(line) if mention.yuan is not None]


def row_of_each(lines: Sequence[str]) -> list[int]:
    """For each line the index of the line at which its row begins."""
    open_items: list[tuple[int, int]] = []
    rows = []
    for index, line in enumerate(lines):
        body = line.lstrip(" ")
        if body.strip():
            indent = len(line) - len(body)
            while open_items and indent <= open_items[-1][0]:
                open_items.pop()
            if body.startswith("- "):
                open_items.append((indent, index))
        rows.append(open_items[-1][1] if open_items else index)
    return rows
