"""Checks raw text for marks and personal numbers that hold a file, and for words that a reviewer should check.

Keys, comments and broken files count. Nothing here returns a word of the text.
"""

import re
from functools import lru_cache

from generator.problems import Place, Problem
from generator.secrecy.marks import find_marks
from generator.secrecy.personal_data import find_private
from generator.words import translate

REVIEW_WORDS = {
    "classified": "[涉泄失解定]密|密级|密件|[绝机秘]密(?![码集钥封切闭度])",
    "secrecy": "保密",
    # Not what is inside a building.
    "internal": "内部(?!空间|装修|环境|结构)|內部|内参",
    "withheld": "不[予宜]公开|不得公开|不对外公开",
    "operational": "留置|看守所|监管场所|[辅协]警|警力|值守力量|布控|线人",
}
REVIEW = re.compile("|".join(f"(?P<{rule}>{words})" for rule, words in REVIEW_WORDS.items()))
# What every such word contains, each beginning with a character, so that a search skips every other quickly.
REVIEW_STEM = re.compile(
    "密|内部|內部|内参|不予公开|不宜公开|不得公开|不对外公开|留置|看守所|监管场所|辅警|协警|警力|值守力量|布控|线人"
)

HIDDEN_NAME = "＊＊＊"


def sensitive_kinds(text: str) -> set[str]:
    """The kinds of words in a text that a reviewer should check (涉密, 保密, 内部, 留置 …); they never hold a file."""
    return {str(match.lastgroup) for match in REVIEW.finditer(text)} if REVIEW_STEM.search(text) else set()


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
    for mark in find_marks(text):
        rule = translate(f"secrecy.rules.{mark.rule}")
        problems.append(Problem(Place(shown, mark.line, mark.column), "S401", rule=rule))
    for datum in find_private(text, allowed, figures):
        kind = translate(f"secrecy.kinds.{datum.kind}")
        problems.append(Problem(Place(shown, datum.line, datum.column), datum.code, kind=kind))
    return tuple(sorted(problems))


@lru_cache(maxsize=1_000)
def name_holds(part: str) -> tuple[tuple[str, str], ...]:
    """The codes and sentence fields for which a path or a part of one must be held."""
    text = re.sub(r"[/\\._\-]+", "\n", part)
    marked = [("S401", "rule")] if find_marks(text) or find_marks(part) else []
    return (*marked, *((code, "kind") for code in sorted({datum.code for datum in find_private(part)})))


def safe_path(path: str) -> str:
    """The path with every part hidden that has a mark or a personal number."""
    return "/".join(HIDDEN_NAME if name_holds(part) else part for part in path.split("/"))
