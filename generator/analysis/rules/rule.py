"""What a rule is, what it may see, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.analysis.facts import FormFacts
from generator.analysis.rules.cells import RecordText, texts
from generator.content.addresses import rule_address

Severity = Literal["block", "error", "warn", "info"]
Criterion = Literal["timeliness", "completeness", "form", "arithmetic", "measurability", "secrecy"]

CRITERIA: tuple[Criterion, ...] = ("timeliness", "completeness", "form", "arithmetic", "measurability", "secrecy")
SEVERITIES: tuple[Severity, ...] = ("block", "error", "warn", "info")


@dataclass(frozen=True, slots=True)
class RuleInput:
    """One record as the rules see it: its facts, the year before where there is one, and the names on the roster.

    `limit` is the number of days for publication where a site names another than the law; `cells` are all texts.
    """

    facts: FormFacts
    before: FormFacts | None = None
    roster: tuple[str, ...] = ()
    limit: int | None = None
    cells: tuple[RecordText, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(texts(self.facts)))


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """Something odd in a published document: which rule says so, in which cell, what was seen, and the figures.

    `form` names which of a rule's sentences it takes, for rules that have more than one.
    """

    rule: str
    anchor: str
    cell: str
    seen: str
    form: str
    values: tuple[tuple[str, str], ...]

    def __init__(
        self, rule: str, anchor: str, cell: str = "", seen: str = "", *, form: str = "", **values: Any
    ) -> None:
        object.__setattr__(self, "rule", rule)
        object.__setattr__(self, "anchor", anchor)
        object.__setattr__(self, "cell", cell)
        object.__setattr__(self, "seen", seen)
        object.__setattr__(self, "form", form)
        object.__setattr__(self, "values", tuple(sorted((name, str(value)) for name, value in values.items())))


Find = Callable[[RuleInput], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the book: its number, what it is about, how much weighs, and the function that applies it.

    A rule without a function is one that a record cannot show; the catalogue says why. `lighter` holds the forms
    of its findings that weigh less than the rule. What a rule that is not `public` finds is told to those who fill
    in a form, and not on the site: it would show the way to what should perhaps not be there.
    """

    id: str
    criterion: Criterion
    severity: Severity
    find: Find | None = None
    lighter: tuple[tuple[str, Severity], ...] = ()
    public: bool = True

    @property
    def path(self) -> str:
        """The address of the rule's page, from the site's root."""
        return rule_address(self.id)

    def weight(self, finding: Finding) -> Severity:
        """How much a finding of this rule weighs."""
        return dict(self.lighter).get(finding.form, self.severity)
