"""Rules of 算术 and 一致性: the figures of one form must agree with each other."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.rules.cells import goal_name, line_amounts, shortened, task_amounts
from generator.analysis.rules.column_sums import columns_differ
from generator.analysis.rules.identities import (
    TOLERANCE,
    Identity,
    basic_again,
    levels_tie,
    sources_tie,
    split_named,
    tasks_cover,
    type_title,
)
from generator.analysis.rules.projects import part_exceeds_total, parts_above, parts_differ, year_above_whole
from generator.analysis.rules.quoted_amounts import (
    goal_amounts,
    in_unit,
    priced_indicators,
    quoted_amounts,
    task_counts,
    written_amount,
)
from generator.analysis.rules.results import spending_differs, spending_exceeds
from generator.analysis.rules.rule import Finding, RuleInput, at_indicator, at_task
from generator.analysis.table_rows import DEVELOPMENT
from generator.forms.figures import WAN, figure
from generator.forms.indicator_tree import is_cost
from generator.words import translate

FACTOR_TOLERANCE = Decimal("0.01")


def unbalanced(lines: Iterable[Identity], cell: str, anchor: str) -> Iterator[Finding]:
    """Yield a finding for each line of a split that does not balance, or that cannot be computed."""
    for line in lines:
        if line.state == "unknown":
            yield Finding(anchor, cell, form="blank" if line.blank else "unknown", blank=line.blank)
        elif line.state == "differs" and line.against is not None:
            total, values = line.against.text, {"difference": line.difference, "unit": line.unit}
            yield Finding(anchor, cell, form="differs", total=total, sum=line.result, **values)


def sources_differ(case: RuleInput) -> Iterator[Finding]:
    """V07: the income by source is not the expenditure by type, or the parts or rows are not the total stated."""
    split = split_named(case.facts, "by_source")
    yield from unbalanced(sources_tie(case.facts), split.name if split else "", "by-source")
    yield from parts_differ(case)
    yield from columns_differ(case)
    yield from spending_differs(case)


def levels_differ(case: RuleInput) -> Iterator[Finding]:
    """V08: the money by level is not the expenditure by type."""
    split = split_named(case.facts, "by_level")
    yield from unbalanced(levels_tie(case.facts), split.name if split else "", "by-level")


def part_exceeds_whole(case: RuleInput) -> Iterator[Finding]:
    """V09: a line of a split, a task or the money of the year is more than the whole that it is part of."""
    facts, types = case.facts, split_named(case.facts, "by_type")
    splits = (split for split in facts.splits if types and split is not types and split.key != DEVELOPMENT)
    others = (line for split in splits for line in split.lines)
    total = types.total if types else None
    yield from parts_above(line_amounts(others), translate("record.budget.total"), total, facts.unit)
    yield from part_exceeds_total(case)
    yield from spending_exceeds(case)
    tasks = task_amounts(line for line in facts.tasks if not line.task.is_basic)
    yield from parts_above(tasks, type_title(facts, "project"), facts.project, facts.unit)
    yield from year_above_whole(facts)


def tasks_differ(case: RuleInput) -> Iterator[Finding]:
    """V10: the tasks are more than the project expenditure, or the task table does not list all of it."""
    forms = {"differs": "more", "partly": "less", "unknown": "unknown"}
    for line in tasks_cover(case.facts):
        if line.state in forms:
            values = {"difference": line.difference, "share": line.share, "unit": line.unit, "blank": line.blank}
            form = line.words if line.blank else forms[line.state]
            yield Finding("tasks", type_title(case.facts, "project"), form=form, sum=line.result, **values)


def target_exceeds_budget(case: RuleInput) -> Iterator[Finding]:
    """V12: a cost target is more money than the project expenditure, or than the whole budget."""
    facts, funds = case.facts, split_named(case.facts, "whole")
    limits = [("total", facts.total), ("project", facts.project)]
    if funds and funds.total is not None:
        limits = [("whole", funds.total)]
    for line in facts.targets:
        yuan = line.reading.in_yuan
        if yuan is None or not is_cost(line.indicator):
            continue
        amount = in_unit(yuan, facts)
        for form, limit in limits:
            if limit is not None and amount > limit + TOLERANCE:
                yield at_indicator(line, form=form, total=figure(limit), amount=figure(amount), unit=facts.unit)
                break


def ten_thousandfold(amount: Decimal, other: Decimal) -> bool:
    """Whether one of two amounts is ten thousand times the other, within one percent."""
    return any(abs(more / less / WAN - 1) <= FACTOR_TOLERANCE for more, less in ((amount, other), (other, amount)))


def units_mixed(case: RuleInput) -> Iterator[Finding]:
    """V13: two amounts that should be equal differ by a factor of ten thousand: 元 and 万元 in one form."""
    facts = case.facts
    for key in ("by_source", "by_level"):
        split = split_named(facts, key)
        if split and split.total and facts.total and ten_thousandfold(split.total, facts.total):
            values = {"other": figure(facts.total), "unit": facts.unit}
            yield Finding(split.anchor, split.name, figure(split.total), form="split", **values)
    listed = facts.listed if isinstance(facts, RecordFacts) else None
    if listed and facts.project and ten_thousandfold(listed, facts.project):
        values = {"other": figure(facts.project), "unit": facts.unit}
        yield Finding("tasks", type_title(facts, "project"), figure(listed), form="tasks", **values)
    else:
        yield from tasks_in_yuan(facts)
    yield from goal_in_other_unit(facts)


def tasks_in_yuan(facts: FormFacts) -> Iterator[Finding]:
    """Yield the tasks a hundred times as large as all projects together, which fit when read as 元."""
    project = facts.project
    for line in facts.tasks:
        amount = line.amount
        if project and amount and not line.task.is_basic and amount > project * 100 and amount / WAN <= project:
            yield at_task(line, figure(amount), form="task", other=figure(project), unit=facts.unit)


def goal_in_other_unit(facts: FormFacts) -> Iterator[Finding]:
    """Yield the amounts of the goal that repeat the figure of the total with the other unit."""
    for quote in quoted_amounts(facts.goal):
        if facts.total and facts.total >= 100 and exactly_ten_thousandfold(in_unit(quote.yuan, facts), facts.total):
            values = {"other": figure(facts.total), "unit": facts.unit}
            yield Finding("goal", goal_name(facts), quote.text, form="goal", **values)


def exactly_ten_thousandfold(amount: Decimal, other: Decimal) -> bool:
    """Whether two amounts have the same figures, one in 元 and one in 万元."""
    return amount * WAN == other or other * WAN == amount


def cost_differs_from_task(case: RuleInput) -> Iterator[Finding]:
    """V31: an indicator names another amount than the task of nearly the same name."""
    for line, amount, task in priced_indicators(case.facts):
        if task is not None and abs(amount - task.amount) > TOLERANCE:
            form = "more" if amount > task.amount else "less"
            values = {"task": shortened(task.name), "amount": figure(task.amount), "unit": case.facts.unit}
            yield at_indicator(line, written_amount(line), form=form, **values)


def said_twice_differently(case: RuleInput) -> Iterator[Finding]:
    """V46: a figure that is in two places of the form differs between them."""
    for line in (*basic_again(case.facts), *goal_amounts(case.facts), *task_counts(case.facts)):
        if line.state == "differs" and line.against is not None and not unit_slip(case.facts, line):
            operand, other = line.operands[0], line.against
            cell = operand.anchor, operand.name or goal_name(case.facts), operand.text
            yield Finding(*cell, form=line.kind, other=other.text, place=other.name)


def unit_slip(facts: FormFacts, line: Identity) -> bool:
    """Whether an amount of the goal has the right figures and the wrong unit, which is V13."""
    slips = {finding.seen for finding in goal_in_other_unit(facts)}
    return line.kind == "goal" and line.operands[0].text in slips
