"""可衡量性: whether one can tell afterwards that a target was reached. Rests on what the target reader remarked."""

import re
from collections.abc import Iterator

from generator.analysis.rules.cells import is_cost, names_quantity, names_share
from generator.analysis.rules.rule import Finding, RuleInput, at_target
from generator.analysis.table_rows import IndicatorFacts
from generator.forms.figures import figure
from generator.targets.units import COUNTS, either

# Remarks of the reader after which a cell sets no target, each a form of V22.
NO_TARGET = ("not-quantifiable", "undetermined", "no-value", "blank", "written-none")
# Remarks of the reader on cells that it could not read, of which other rules speak.
OTHER_RULES = frozenset(("comparator-conflict", "unit-conflict", "stub-left"))
TOLD = frozenset(("stub-left", "repeats-name"))
COUNT_IN_NAME = re.compile(
    rf"(?<![\d.第〔\[（(])(?:约|不少于|至少)?(?P<figure>\d{{1,9}}(?:\.\d+)?)万?(?:{either(*COUNTS)})"
)


def with_flag(case: RuleInput, rule: str, *flags: str) -> Iterator[Finding]:
    """A finding for each target of which the reader made one of these remarks; the remark is its form."""
    for line in case.facts.targets:
        for flag in flags:
            if flag in line.reading.flags:
                yield at_target(rule, line, form=flag)
                break


def percent_lost(case: RuleInput) -> Iterator[Finding]:
    """A rate of one per cent or less, or a bare 0.95 under the name of a rate: a format may have been lost."""
    for line in case.facts.targets:
        value = line.reading.value
        is_lost = "percent-lost" in line.reading.flags and not names_quantity(line.indicator.name)
        if is_lost and value is not None:
            meant = figure((value * 100).normalize() + 0)
            yield at_target("V16", line, meant=meant)


def leading_two(case: RuleInput) -> Iterator[Finding]:
    """A share between 250 and 300 per cent, which may be ≥ that was scanned as 2."""
    yield from with_flag(case, "V19", "leading-two")


def approximate(case: RuleInput) -> Iterator[Finding]:
    """A target that only says about how much."""
    yield from with_flag(case, "V21", "approximate")


def no_target(case: RuleInput) -> Iterator[Finding]:
    """An indicator with a name and without a target that anything could be held against."""
    for line in case.facts.targets:
        reading = line.reading
        form = next((flag for flag in NO_TARGET if flag in reading.flags), "")
        if reading.kind == "none" and form and not TOLD.intersection(reading.flags):
            yield at_target("V22", line, form=form)
        elif reading.rule == "yes_or_no":
            yield at_target("V22", line, form="yes-or-no")


def in_words(case: RuleInput) -> Iterator[Finding]:
    """A target in words, a rate without a figure, a last day that can be read in two ways."""
    for line in case.facts.targets:
        reading = line.reading
        values = {"deadline": reading.deadline or ""}
        form = form_of_words(line)
        if form:
            yield at_target("V23", line, form=form, **values)


def form_of_words(line: IndicatorFacts) -> str:
    """Which remark V23 has for a target; empty for none."""
    reading = line.reading
    if "deadline-inexact" in reading.flags and reading.deadline:
        return "deadline"
    if reading.kind == "unread":
        return "" if OTHER_RULES.intersection(reading.flags) else "unread"
    if reading.kind != "qualitative" or reading.rule == "yes_or_no" or "repeats-name" in reading.flags:
        return ""
    if is_cost(line):
        return ""
    return "rate" if names_share(line.indicator.name) else "words"


def repeats_name(case: RuleInput) -> Iterator[Finding]:
    """A target that says nothing but the name of its indicator."""
    yield from with_flag(case, "V24", "repeats-name")


def several(case: RuleInput) -> Iterator[Finding]:
    """Two or more targets in one cell."""
    yield from with_flag(case, "V25", "several-targets")


def number_in_name(case: RuleInput) -> Iterator[Finding]:
    """The name of an indicator holds a count that its target does not say."""
    for line in case.facts.targets:
        match = COUNT_IN_NAME.search(line.indicator.name)
        reading = line.reading
        if match and reading.kind not in ("date", "period", "none") and match["figure"] not in reading.text:
            yield at_target("V26", line, inside=match[0])


def cost_bounded_from_below(case: RuleInput) -> Iterator[Finding]:
    """A cost that may be more and not less, or that is put in words."""
    for line in case.facts.targets:
        if is_cost(line):
            form = {"ge": "floor", "gt": "floor"}.get(line.reading.comparator, "")
            form = form or ("words" if line.reading.kind == "qualitative" else "")
            if form:
                yield at_target("V30", line, form=form)


def over_the_top(case: RuleInput) -> Iterator[Finding]:
    """A share above a hundred per cent, or of at least a hundred per cent."""
    for finding in with_flag(case, "V32", "leading-two", "over-100-percent", "at-ceiling"):
        if finding.form != "leading-two":
            yield finding
