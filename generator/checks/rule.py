"""What a rule is, what it may see, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generator.facts import RecordFacts

Severity = Literal["block", "error", "warn", "info"]
Criterion = Literal["timeliness", "completeness", "form", "arithmetic", "measurability", "secrecy"]

CRITERIA: tuple[Criterion, ...] = ("timeliness", "completeness", "form", "arithmetic", "measurability", "secrecy")
SEVERITIES: tuple[Severity, ...] = ("block", "error", "warn", "info")


@dataclass(frozen=True, slots=True)
class Case:
    """One record as the rules see it: its facts, the year before where there is one, and the names on the roster."""

    facts: RecordFacts
    before: RecordFacts | None = None
    roster: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """Something odd in a published document: which rule says so, in which cell, what was seen, and the figures."""

    rule: str
    anchor: str
    cell: str
    seen: str
    values: tuple[tuple[str, str], ...]

    def __init__(self, rule: str, anchor: str, cell: str = "", seen: str = "", **values: Any) -> None:
        object.__setattr__(self, "rule", rule)
        object.__setattr__(self, "anchor", anchor)
        object.__setattr__(self, "cell", cell)
        object.__setattr__(self, "seen", seen)
        object.__setattr__(self, "values", tuple(sorted((name, str(value)) for name, value in values.items())))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the book: its number, what it is about, how much weighs, and the function that applies it.

    A rule without a function is one that a record cannot show; the catalogue says why.
    """

    id: str
    criterion: Criterion
    severity: Severity
    find: Callable[[Case], Iterator[Finding]] | None = None
