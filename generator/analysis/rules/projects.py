"""Rules for projects: stated totals and their parts, the year and the whole project, the period."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from generator.analysis.facts import FormFacts, ProjectFacts
from generator.analysis.rules.cells import line_amounts
from generator.analysis.rules.identities import (
    TOLERANCE,
    Identity,
    Operand,
    compared_identity,
    operands_of,
    split_named,
    unknown_identity,
)
from generator.analysis.rules.rule import Finding, RuleInput
from generator.analysis.table_rows import TOTAL, Split, sum_of
from generator.forms.fields import is_filled, money
from generator.forms.figures import ZERO, figure, in_wan, percent
from generator.forms.model import Project
from generator.text.dates import days_in


def parts_tie(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of each stated total and the sum of its parts."""
    splits = (split for split in facts.splits if split.stated is not None and split.lines)
    return (replace(total_identity(split, facts.unit), total=split.total_name) for split in splits)


def total_identity(split: Split, unit: str) -> Identity:
    """Return the identity of the stated total of a split and the sum of its parts."""
    operands = operands_of(split.lines)
    stated, total = money(split.stated), sum_of([line.value for line in split.lines])
    if split.withheld:
        return Identity(split.key, operands, unit, "withheld")
    if stated is None or total is None:
        return unknown_identity(split.key, operands, unit, split.gaps)
    against = Operand(split.total_name, figure(stated), split.total_anchor)
    return compared_identity(split.key, operands, against, total - stated, unit, result=figure(total))


def year_in_whole(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the money of the year, which is part of that of the whole project."""
    year, whole = split_named(facts, "annual"), split_named(facts, "whole")
    if year is None or whole is None or year.total is None or whole.total is None:
        return
    operand = Operand(year.total_name or year.name, figure(year.total), year.total_anchor)
    against = Operand(whole.total_name or whole.name, figure(whole.total), whole.total_anchor)
    rest, share = whole.total - year.total, percent(year.total, whole.total)
    yield compared_identity("year", (operand,), against, rest, facts.unit, share=share, is_part=True)


def parts_differ(case: RuleInput) -> Iterator[Finding]:
    """V07: the parts are not the total that the form states."""
    for line in parts_tie(case.facts):
        if line.state == "differs" and line.against:
            total, values = line.against, {"sum": line.result, "difference": line.difference, "unit": line.unit}
            yield Finding(total.anchor, total.name, total.text, form="parts", **values)


def part_exceeds_total(case: RuleInput) -> Iterator[Finding]:
    """V09: a part is more than the total that the form states."""
    for split in case.facts.splits:
        yield from parts_above(line_amounts(split.lines), split.total_name, money(split.stated), case.facts.unit)


def parts_above(
    parts: Iterable[tuple[str, str, Decimal]], whole: str, total: Decimal | None, unit: str
) -> Iterator[Finding]:
    """Yield a finding for each part, by its id and name, that is more than the total of the whole."""
    for at, name, amount in parts:
        if total is not None and amount > total + TOLERANCE:
            yield Finding(at, name, figure(amount), unit=unit, whole=whole, total=figure(total))


def year_above_whole(facts: FormFacts) -> Iterator[Finding]:
    """V09: the money of the year is more than that of the whole project."""
    for line in year_in_whole(facts):
        if line.state == "differs" and line.against:
            year, whole = line.operands[0], line.against
            yield Finding(year.anchor, year.name, year.text, unit=line.unit, whole=whole.name, total=whole.text)


def year_differs(case: RuleInput) -> Iterator[Finding]:
    """V44: the form has no money for the year, or not that of the task of the same name."""
    record = case.facts.form
    if not isinstance(record, Project):
        return
    funds = [split for split in case.facts.splits if split.key == "annual"]
    if funds and case.facts.total is None and all(line.amount is None for line in funds[0].lines):
        yield Finding(funds[0].anchor, case.facts.titles.title("budget", "annual", TOTAL), form="missing")
    yield from differs_from_task(case.facts)


def differs_from_task(facts: FormFacts) -> Iterator[Finding]:
    """V44: the form of the department has another amount for the task of the same name."""
    if not isinstance(facts, ProjectFacts) or facts.task is None or facts.record is None:
        return
    unit, other, amount = facts.unit, facts.record.unit, facts.task.amount
    if facts.total is None or amount is None:
        return
    # A figure in two forms must be equal, apart from rounding to 万元.
    allowed = ZERO if unit == other else TOLERANCE
    if abs(in_wan(amount, other) - in_wan(facts.total, unit)) > allowed:
        year = facts.total_split
        values = {"unit": unit, "amount": figure(amount), "other": other, "year": str(facts.source.year)}
        yield Finding(year.total_anchor, year.total_name, figure(facts.total), form="task", **values)


def period_differs(case: RuleInput) -> Iterator[Finding]:
    """V45: the period of the project does not include the year of the form, or ends before it begins."""
    record = case.facts.form
    if not isinstance(record, Project) or not (is_filled(record.starts) and is_filled(record.ends)):
        return
    first, _ = days_in(str(record.starts)) or ((), ())
    _, last = days_in(str(record.ends), first[:1]) or ((), ())
    cell, seen = case.facts.titles.title("starts"), f"{record.starts} — {record.ends}"
    if not first or not last:
        yield Finding("starts", cell, seen, form="unread")
        return
    length = min(len(first), len(last))
    if first[:length] > last[:length]:
        yield Finding("starts", cell, seen, form="reversed")
    elif not first[0] <= case.facts.source.year <= last[0]:
        yield Finding("starts", cell, seen, form="outside", year=case.facts.source.year)
