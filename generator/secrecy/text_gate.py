"""Checks raw text: marks and personal numbers that hold a file, and words for a reviewer to check.

`gate_text` reads the raw text of a file, so keys, comments and broken files count. Nothing here returns a
word of what it read.
"""

import re
from collections.abc import Iterator

from generator.problems import Place, Problem
from generator.secrecy.marks import Mark, find_marks
from generator.secrecy.personal_data import find_private, find_private_review
from generator.words import translate

__all__ = [
    "Mark",
    "find_marks",
    "find_review_words",
    "gate_text",
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

HIDDEN_NAME = "＊＊＊"


def find_review_words(text: str) -> tuple[Mark, ...]:
    """Words that a reviewer should check (涉密, 保密, 内部, 留置 …); they never hold a file."""
    return tuple(
        Mark(number, match.start() + 1, str(match.lastgroup))
        for number, line in enumerate(text.split("\n"), start=1)
        for match in REVIEW.finditer(line)
    )


def gate_text(
    path: str, text: str, allowed: frozenset[str] = frozenset(), figures: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """Every reason to hold a file: marks (S401) and personal numbers (S410 to S412).

    The file's name is read like its text. `allowed` holds the texts of declared public contacts, `figures` the keys
    of cells that hold amounts, counts and codes.
    """
    shown = safe_path(path)
    in_name = translate("secrecy.in_name")
    problems = [Problem(Place(shown), code, **{field: in_name}) for code, field in name_holds(path)]
    marks = find_marks(text)
    problems += [
        Problem(Place(shown, mark.line, mark.column), "S401", rule=translate(f"secrecy.rules.{mark.rule}"))
        for mark in marks
    ]
    problems += [
        Problem(Place(shown, found.line, found.column), found.code, kind=translate(f"secrecy.kinds.{found.kind}"))
        for found in find_private(text, allowed, figures)
    ]
    return tuple(sorted(problems))


def review_text(path: str, text: str, allowed: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Problems for a reviewer: words (W403) and possible personal data (W413); never a hold."""
    shown = safe_path(path)
    words = [(mark.line, mark.column, "W403", mark.rule) for mark in find_review_words(text)]
    people = find_private_review(text, allowed)
    remarks = words + [(private.line, private.column, private.code, private.kind) for private in people]
    return tuple(
        Problem(Place(shown, line, column), code, kind=translate(f"secrecy.kinds.{kind}"))
        for line, column, code, kind in sorted(remarks)
    )


def name_holds(part: str) -> Iterator[tuple[str, str]]:
    """The codes and sentence fields for which a path or a part of one must be held."""
    text = re.sub(r"[/\\._\-]+", "\n", part)
    if find_marks(text) or find_marks(part):
        yield "S401", "rule"
    for code in sorted({found.code for found in find_private(part)}):
        yield code, "kind"


def safe_path(path: str) -> str:
    """The path with every part hidden that has a mark or a personal number."""
    return "/".join(HIDDEN_NAME if any(name_holds(part)) else part for part in path.split("/"))
