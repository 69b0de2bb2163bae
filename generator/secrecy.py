"""The rules of the gate: what may not leave, and what the figures that do leave must not give away.

`gate_text` reads the raw text of a file, so keys, comments and broken files count. The audits take plain
figures and know nothing of records. Nothing here returns a word of what it read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.marks import Mark, find_marks
from generator.privacy import find_private, find_private_review
from generator.problems import Place, Problem
from generator.words import say

__all__ = [
    "Mark",
    "audit_withheld",
    "find_marks",
    "find_review_words",
    "gate_text",
    "names_money",
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
WAN = Decimal(10000)
# 元 as money, and not in 单元, 多元, 公元, 元旦 or 元件.
MONEY = re.compile(
    r"(?:^|[\s0-9:/|,(（：，≤≥≦≧<>=\"'])[十百千万亿]*元(?![旦月素宵器件首宇])|[十百千万亿]元|[¥￥] ?[0-9]"
    r"|[0-9] ?[万亿](?=$|[\s/,.;，。；、)）])"
)

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
    problems += [Problem(Place(shown, line), "S405") for line in repeats]
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


def audit_withheld(
    hidden: int,
    shown: Sequence[Decimal],
    total: Decimal | None,
    declared_sum: Decimal | None,
    covers: bool = False,
) -> str | None:
    """S404 when the figures shown give withheld amounts away without a decision, else None.

    `hidden` tasks have no amount, the others have those in `shown` (without basic expenditure, which some
    forms list as a task); `total` is the project expenditure and `declared_sum` the sum of the hidden
    ones, where somebody decided that it may be public. Tasks need not cover all project expenditure, so
    total - sum(shown) is what the hidden ones have at most; the gate takes it for what they have. One
    hidden amount is therefore given away by any total and by any declared sum; several are given away
    together, which takes a declared sum that fits into the rest (and is the rest, where the tasks are
    said to cover it all). A rest or a sum of zero gives each of them away.
    """
    if hidden == 0:
        return None
    rest = None if total is None else total - sum(shown, Decimal(0))
    if hidden == 1:
        given_away = declared_sum is not None or (rest is not None and rest >= 0)
    elif declared_sum is None:
        given_away = rest is not None and rest >= 0
    else:
        unfit = rest is not None and (declared_sum > rest or (covers and declared_sum != rest))
        given_away = unfit or declared_sum <= 0 or rest == 0
    return "S404" if given_away else None


def names_money(*texts: str | None) -> bool:
    """Whether any of the texts, cells of an indicator such as target and unit, names an amount of money."""
    return any(MONEY.search(text) for text in texts if text)


def repeated_figures(text: str, marked: Iterable[int]) -> tuple[int, ...]:
    """Lines that name, as money, a figure that stands in a row with a mark: they would give it away.

    A row is an item of a YAML list, or else a single line. A figure is the same in 元, 万元 and 亿元; numbers
    written in Chinese characters are not compared.
    """
    places = [line - 1 for line in marked]
    if not places:
        return ()
    lines = text.split("\n")
    rows = list(zip(row_of_each(lines), lines, strict=True))
    held = {rows[place][0] for place in places}
    secret = {figure for row, line in rows if row in held for figure in figures(line)}
    money = {row for row, line in rows if names_money(line)} - held
    return tuple(
        number
        for number, (row, line) in enumerate(rows, start=1)
        if row in money and any(secret & {figure, figure / WAN, figure * WAN} for figure in figures(line))
    )


def figures(line: str) -> list[Decimal]:
    """The numbers of a line, whatever the width of their digits."""
    plain = unicodedata.normalize("NFKC", line)
    return [Decimal(match[0].replace(",", "")) for match in FIGURE.finditer(plain)]


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
