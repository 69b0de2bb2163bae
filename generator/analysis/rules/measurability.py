"""Rules of 可衡量性: whether a later reader can check that a target was reached, by the flags of its reading."""

import re
from collections.abc import Iterator

from generator.analysis.rules.cells import names_quantity, names_share
from generator.analysis.rules.rule import Finding, RuleInput, at_target
from generator.analysis.table_rows import IndicatorFacts
from generator.forms.figures import figure
from generator.forms.indicator_tree import is_cost
from generator.targets.units import COUNTS, any_of

# Flags of readings without a target, each a form of V22.
NO_TARGET = ("not-quantifiable", "undetermined", "no-value", "blank", "written-none")
# Flags of targets that were not read, which are findings of other rules.
OTHER_RULES = frozenset(("comparator-conflict", "unit-conflict", "stub-left"))
NOT_BLANK = frozenset(("stub-left", "repeats-name"))
COUNT_IN_NAME = re.compile(
    rf"(?<![\d.第〔\[（(])(?:约|不少于|至少)?(?P<figure>\d{{1,9}}(?:\.\d+)?)万?(?:{any_of(*COUNTS)})"
)


def with_flag(case: RuleInput, *flags: str) -> Iterator[Finding]:
    """Yield a finding for each target whose reading has one of these flags, which is its form."""
    for line in case.facts.targets:
        for flag in flags:
            if flag in line.reading.flags:
                yield at_target(line, form=flag)
                break


def percent_lost(case: RuleInput) -> Iterator[Finding]:
    """V16: a rate of at most one percent, or a bare 0.95: the format of the cell may have been lost."""
    for line in case.facts.targets:
        value = line.reading.value
        is_lost = "percent-lost" in line.reading.flags and not names_quantity(line.indicator.name)
        if is_lost and value is not None:
            yield at_target(line, meant=figure((value * 100).normalize() + 0))


def shares_with_leading_two(case: RuleInput) -> Iterator[Finding]:
    """V19: a share between 250 and 300 percent, where 2 may be a misread ≥."""
    yield from with_flag(case, "leading-two")


def approximate(case: RuleInput) -> Iterator[Finding]:
    """V21: a target that only says about how much."""
    yield from with_flag(case, "approximate")


def no_target(case: RuleInput) -> Iterator[Finding]:
    """V22: an indicator with a name and without a target that can be checked."""
    for line in case.facts.targets:
        reading = line.reading
        form = next((flag for flag in NO_TARGET if flag in reading.flags), "")
        if reading.kind == "none" and form and not NOT_BLANK.intersection(reading.flags):
            yield at_target(line, form=form)
        elif reading.rule == "yes_or_no":
            yield at_target(line, form="yes-or-no")


def in_words(case: RuleInput) -> Iterator[Finding]:
    """V23: a target in words, a rate without a figure, an ambiguous deadline."""
    for line in case.facts.targets:
        form = form_of_words(line)
        if form:
            yield at_target(line, form=form, deadline=line.reading.deadline or "")


def form_of_words(line: IndicatorFacts) -> str:
    """Return the form of V23 for a target; empty for none."""
    reading = line.reading
    if "deadline-inexact" in reading.flags and reading.deadline:
        return "deadline"
    if reading.kind == "unread":
        return "" if OTHER_RULES.intersection(reading.flags) else "unread"
    is_no_target = reading.rule == "yes_or_no" or "repeats-name" in reading.flags
    if reading.kind != "qualitative" or is_no_target or is_cost(line.indicator):
        return ""
    return "rate" if names_share(line.indicator.name) else "words"


def repeats_name(case: RuleInput) -> Iterator[Finding]:
    """V24: a target that only repeats the name of its indicator."""
    yield from with_flag(case, "repeats-name")


def several(case: RuleInput) -> Iterator[Finding]:
    """V25: two or more targets in one cell."""
    yield from with_flag(case, "several-targets")


def number_in_name(case: RuleInput) -> Iterator[Finding]:
    """V26: the name of an indicator has a count that its target lacks."""
    for line in case.facts.targets:
        match = COUNT_IN_NAME.search(line.indicator.name)
        reading = line.reading
        if match and reading.kind not in ("date", "period", "none") and match["figure"] not in reading.text:
            yield at_target(line, inside=match[0])


def cost_bounded_from_below(case: RuleInput) -> Iterator[Finding]:
    """V30: a cost with a lower bound, or in words."""
    for line in case.facts.targets:
        if is_cost(line.indicator):
            form = {"ge": "floor", "gt": "floor"}.get(line.reading.comparator, "")
            form = form or ("words" if line.reading.kind == "qualitative" else "")
            if form:
                yield at_target(line, form=form)


def shares_above_hundred(case: RuleInput) -> Iterator[Finding]:
    """V32: a share above a hundred percent, or of at least a hundred percent."""
    for finding in with_flag(case, "leading-two", "over-100-percent", "at-ceiling"):
        if finding.form != "leading-two":
            yield finding
