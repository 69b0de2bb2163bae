"""The types of the rules: rule, input and finding."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from generator.analysis.facts import FormFacts, ResultsFacts
from generator.analysis.rules.cells import RecordText, indicator_name, record_texts, task_name, written_target
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.content.addresses import rule_address
from generator.forms.cells import CellPath
from generator.problems import Severity

Criterion = Literal["timeliness", "completeness", "form", "arithmetic", "consistency", "measurability", "secrecy"]

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)


@dataclass(frozen=True, slots=True)
class RuleInput:
    """The input of the rules: a form, the one of the year before where there is one, and the names on the roster.

    `cells` are all texts, and `text` is all of them together, each on lines of its own.
    """

    facts: FormFacts
    before: FormFacts | None = None
    roster: tuple[str, ...] = ()
    cells: tuple[RecordText, ...] = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(record_texts(self.facts)))
        object.__setattr__(self, "text", "\n".join(cell.text for cell in self.cells))

    def matches(
        self, pattern: re.Pattern[str], prefilter: re.Pattern[str] | None = None
    ) -> Iterator[tuple[RecordText, re.Match[str]]]:
        """Yield each text in which a pattern matches, with the first match.

        All texts are searched together first, since most match in none; a line end counts as the end of a text. A
        `prefilter` is a faster pattern that is in every text in which the pattern matches.
        """
        if (prefilter or pattern).search(self.text):
            for cell in self.cells:
                if match := pattern.search(cell.text):
                    yield cell, match


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """Something odd in a published form: the cell, what was seen, the values of its sentence, and the rule.

    `form` is the key of its sentence, for rules that have more than one. `path` is that of the cell, where it is known
    and its page has an id only for the table around it.
    """

    anchor: str
    cell: str
    seen: str
    form: str
    rule: str
    values: tuple[tuple[str, str], ...]
    path: CellPath

    def __init__(
        self, anchor: str, cell: str = "", seen: str = "", *, form: str = "", rule: str = "", **values: Any
    ) -> None:
        texts = tuple(sorted((name, str(value)) for name, value in values.items()))
        for name, value in zip(self.__slots__, (anchor, cell, seen, form, rule, texts, ()), strict=True):
            object.__setattr__(self, name, value)

    def of_rule(self, rule: str) -> "Finding":
        """Return the finding with the number of its rule."""
        return finding_of(rule if name == "rule" else getattr(self, name) for name in self.__slots__)

    def at_cell(self, path: CellPath) -> "Finding":
        """Return the finding with the path of its cell."""
        return finding_of(path if name == "path" else getattr(self, name) for name in self.__slots__)


def finding_of(values: Iterable[Any]) -> Finding:
    """Return the finding with these values of its fields."""
    finding = object.__new__(Finding)
    for name, value in zip(Finding.__slots__, values, strict=True):
        object.__setattr__(finding, name, value)
    return finding


def at_indicator(line: IndicatorFacts, seen: str = "", **values: Any) -> Finding:
    """Return a finding at a row of indicators."""
    return Finding(line.anchor, indicator_name(line), seen, **values)


def at_target(line: IndicatorFacts, **values: Any) -> Finding:
    """Return a finding at a row of indicators, with its target as what was seen."""
    return at_indicator(line, written_target(line), **values)


def at_task(line: TaskFacts, seen: str = "", **values: Any) -> Finding:
    """Return a finding at a row of tasks."""
    return Finding(line.anchor, task_name(line), seen, **values)


def at_text(cell: RecordText, seen: str = "", **values: Any) -> Finding:
    """Return a finding at a text of a form."""
    return Finding(cell.anchor, cell.name, seen, **values)


Find = Callable[[RuleInput], Iterator[Finding]]
# The findings in forms, by the path of each form.
Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its number, its criterion, its severity, and the function that yields its findings without the number.

    A rule without a function cannot be checked on a form; the catalogue says why. `warn` and `info` are the forms of
    its findings with these lower severities. Findings of a rule that is not `public` are reported to those who fill in
    a form and not on the site, where they would point to what should perhaps not be published. `of` are the forms that
    it checks.
    """

    id: str
    criterion: Criterion
    severity: Severity
    find: Find | None = None
    warn: str = ""
    info: str = ""
    public: bool = True
    of: Literal["all", "targets", "results", "weights"] = "all"

    def checks(self, facts: FormFacts) -> bool:
        """Whether the rule checks forms of the kind of a form; targets that another form has are not measured again."""
        if self.criterion == "measurability" and isinstance(facts, ResultsFacts) and facts.answered:
            return False
        if self.of == "weights":
            return facts.has_weights
        return self.of == "all" or (self.of == "results") == isinstance(facts, ResultsFacts)

    @property
    def lighter(self) -> dict[str, Severity]:
        """The severities of the forms of its findings that weigh less than others."""
        forms: tuple[tuple[Severity, str], ...] = (("warn", self.warn), ("info", self.info))
        return {form: severity for severity, names in forms for form in names.split()}

    @property
    def path(self) -> str:
        """The address of the rule's page, from the site's root."""
        return rule_address(self.id)

    def severity_of(self, form: str) -> Severity:
        """Return the severity of findings of this rule whose sentence has a key."""
        return self.lighter.get(form, self.severity)
