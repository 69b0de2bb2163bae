"""The types of the rules: what a rule is, its input, and its findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from generator.analysis.facts import FormFacts
from generator.analysis.rules.cells import RecordText, indicator_name, record_texts, task_name, written_target
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.content.addresses import rule_address
from generator.problems import Severity

Criterion = Literal["timeliness", "completeness", "form", "arithmetic", "measurability", "secrecy"]

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class RuleInput:
    """The input of the rules: a form, the one of the year before where there is one, and the names on the roster.

    `limit` is the number of days for publication where a site sets another than the law; `cells` are all texts.
    """

    facts: FormFacts
    before: FormFacts | None = None
    roster: tuple[str, ...] = ()
    limit: int | None = None
    cells: tuple[RecordText, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(record_texts(self.facts)))


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """Something odd in a published form: the rule, the cell, what was seen, and the values of its sentence.

    `form` is the key of its sentence, for rules that have more than one.
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


def at_indicator(rule: str, line: IndicatorFacts, seen: str = "", **values: Any) -> Finding:
    """Return a finding at a row of indicators."""
    return Finding(rule, line.anchor, indicator_name(line), seen, **values)


def at_target(rule: str, line: IndicatorFacts, **values: Any) -> Finding:
    """Return a finding at a row of indicators, with its target as what was seen."""
    return at_indicator(rule, line, written_target(line), **values)


def at_task(rule: str, line: TaskFacts, seen: str = "", **values: Any) -> Finding:
    """Return a finding at a row of tasks."""
    return Finding(rule, line.anchor, task_name(line), seen, **values)


def at_text(rule: str, cell: RecordText, seen: str = "", **values: Any) -> Finding:
    """Return a finding at a text of a form."""
    return Finding(rule, cell.anchor, cell.name, seen, **values)


Find = Callable[[RuleInput], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its number, its criterion, its severity, and the function that applies it.

    A rule without a function cannot be checked on a form; the catalogue says why. `lighter` are the forms of its
    findings with a lower severity. Findings of a rule that is not `public` are reported to those who fill in a form
    and not on the site, where they would point to what should perhaps not be published.
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
        """Return the severity of a finding of this rule."""
        return dict(self.lighter).get(finding.form, self.severity)
