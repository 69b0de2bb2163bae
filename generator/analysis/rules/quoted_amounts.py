"""Figures that a form has twice: amounts in the goal, amounts of indicators, counts in the texts of tasks.

Where rows are withheld, no amount of an indicator is matched with a task and no amount of the goal with anything but
a total: the unmatched ones would reveal which of them repeat a withheld amount.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.facts import FormFacts, RecordFacts, grouped, listed_once_per_form
from generator.analysis.rules.cells import goal_name
from generator.analysis.rules.identities import (
    TOLERANCE,
    Identity,
    Operand,
    compared_identity,
    unknown_identity,
)
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.forms.cells import anchor
from generator.forms.fields import money, title_of
from generator.forms.figures import ZERO, figure
from generator.forms.indicator_tree import is_cost
from generator.forms.model import ByType
from generator.targets.units import COUNTS, YUAN, any_of, scaled
from generator.text.similarity import are_nearly_same, shared_bigrams
from generator.words import translate

AMOUNT = re.compile(
    r"(?<![\d.,])(?P<figure>\d{1,15}(?:,\d{3})*(?:\.\d{1,6})?) ?"
    r"(?:(?P<unit>(?:万亿|亿|千万|百万|十万|万|千)?元)|(?P<short>亿|万)(?=[)）,，.。;；、:：\s]|$))"
)
COUNT = re.compile(
    rf"(?<![\d.,第])(?P<figure>\d{{1,9}}(?:\.\d+)?)(?P<factor>万?)(?P<unit>{any_of(*COUNTS)})(?P<noun>[一-龥]{{0,2}})"
)
CLAUSE = re.compile("[。；;\n]")
LEAD = r"(?:预算|收入|支出|总额|合计|共计|共|为|约|达|安排|资金|金额)*[（(:： ]?"
TOTAL = re.compile(
    "(?:部门|年度|全年|整体|本年)(?:整体|绩效|部门|预算|收支|收入|支出|总)*(?:预算|资金|经费|支出|收入|总额)"
    + LEAD
    + "$"
)
PART = re.compile(r"[）)]?(?:主要)?(?:用于|用作|其中)")
BEFORE = 24


@dataclass(frozen=True, slots=True)
class QuotedAmount:
    """An amount in running text: its text, in yuan, its rounding error, and the words around it."""

    text: str
    yuan: Decimal
    slack: Decimal
    before: str
    after: str


def quoted_amounts(text: str) -> Iterator[QuotedAmount]:
    """Yield the amounts of money in a text, each once."""
    seen = set()
    for match in AMOUNT.finditer(text):
        value = Decimal(match["figure"].replace(",", ""))
        unit = match["unit"] or f"{match['short']}元"
        if match[0] not in seen:
            seen.add(match[0])
            slack = scaled(Decimal("0.5").scaleb(int(value.as_tuple().exponent)), YUAN[unit])
            before = CLAUSE.split(text[max(0, match.start() - BEFORE) : match.start()])[-1]
            yield QuotedAmount(match[0], scaled(value, YUAN[unit]), slack, before, text[match.end() : match.end() + 6])


@dataclass(frozen=True, slots=True)
class TableAmount:
    """An amount in a table, in the unit of the form."""

    name: str
    amount: Decimal
    anchor: str

    @property
    def operand(self) -> Operand:
        """The amount as an operand."""
        return Operand(self.name, figure(self.amount), self.anchor)


def totals(facts: FormFacts) -> list[TableAmount]:
    """Return the total and the lines of each split."""
    amounts = [(translate("record.budget.total"), facts.total, facts.total_anchor)] if facts.total is not None else []
    others = [split for split in facts.splits if split.anchor != facts.total_anchor]
    amounts += [(split.name, amount, split.anchor) for split in others if (amount := money(split.stated))]
    lines = (line for split in facts.splits for line in split.lines)
    amounts += [(line.name, line.amount, line.anchor) for line in lines if line.amount]
    return [TableAmount(*amount) for amount in amounts]


def tasks_with_amounts(facts: FormFacts) -> list[TableAmount]:
    """Return the amounts of the tasks."""
    tasks = (line for line in facts.tasks if not line.task.is_empty)
    return [TableAmount(line.label, line.amount, line.anchor) for line in tasks if line.amount]


def in_unit(yuan: Decimal, facts: FormFacts) -> Decimal:
    """Return an amount of yuan in the unit of the form, exactly."""
    return scaled(yuan, -YUAN[facts.unit]).normalize() + Decimal(0)


def named_amount(quote: QuotedAmount, facts: FormFacts) -> TableAmount | None:
    """Return the figure of the tables that the words before an amount name; None where they name none."""
    if PART.match(quote.after):
        return None
    figures = totals(facts)
    for key in ("basic", "project"):
        if re.search(title_of(ByType, key) + LEAD + "$", quote.before):
            at = anchor(("budget", "by_type", key), facts.form)
            return next((total for total in figures if total.anchor == at), None)
    return figures[0] if figures and figures[0].anchor == facts.total_anchor and TOTAL.search(quote.before) else None


@listed_once_per_form
def goal_amounts(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of each amount in the goal and the figure of the tables that it repeats."""
    unit = facts.unit
    for quote in quoted_amounts(facts.goal):
        operands = (Operand(goal_name(facts), quote.text, "goal"),)
        amount = in_unit(quote.yuan, facts)
        other = named_amount(quote, facts)
        slack = max(TOLERANCE, in_unit(quote.slack, facts))
        if other is None or abs(amount - other.amount) > slack:
            other = same_amount(amount, quote, facts) or other
        if other is not None:
            gap = amount - other.amount
            yield compared_identity("goal", operands, other.operand, gap if abs(gap) > slack else ZERO, unit)
        elif not facts.withheld_count:
            yield unknown_identity("goal", operands, unit)


def same_amount(amount: Decimal, quote: QuotedAmount, facts: FormFacts) -> TableAmount | None:
    """Return the figure of the tables with this amount: a total, or a task that the words before it name."""
    tasks = [] if facts.withheld_count else tasks_with_amounts(facts)
    named = [task for task in tasks if shared_bigrams(task.name, quote.before)]
    return next((other for other in totals(facts) + named if abs(other.amount - amount) <= TOLERANCE), None)


@listed_once_per_form
def priced_indicators(facts: FormFacts) -> Iterator[tuple[IndicatorFacts, Decimal, TableAmount | None]]:
    """Yield the indicators that are amounts of money, the amount, and the task that it repeats where there is one.

    Amounts that are no costs (loans granted, output produced) only where a task has the same amount.
    """
    if facts.withheld_count or not isinstance(facts, RecordFacts):
        return
    tasks = tasks_with_amounts(facts)
    for line in facts.targets:
        yuan = line.reading.in_yuan
        if yuan is not None:
            amount = in_unit(yuan, facts)
            task = same_task(line, amount, tasks) or (alike_task(line, tasks) if is_cost(line.indicator) else None)
            if task or is_cost(line.indicator):
                yield line, amount, task


def indicator_amounts(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of each amount of an indicator and the task that it repeats."""
    unit = facts.unit
    for line, amount, task in priced_indicators(facts):
        operands = (Operand(line.indicator.name, written_amount(line), line.anchor),)
        if task is None:
            yield unknown_identity("indicator", operands, unit)
        else:
            yield compared_identity("indicator", operands, task.operand, amount - task.amount, unit)


def written_amount(line: IndicatorFacts) -> str:
    """Return the amount of an indicator, figure and unit."""
    return f"{figure(line.reading.value or ZERO)}{line.reading.unit}"


def same_task(line: IndicatorFacts, amount: Decimal, tasks: list[TableAmount]) -> TableAmount | None:
    """Return the task with the same amount and the most words in common, at least one."""
    name = line.indicator.name
    same = [task for task in tasks if abs(task.amount - amount) <= TOLERANCE and shared_bigrams(task.name, name)]
    return max(same, key=lambda task: shared_bigrams(task.name, name), default=None)


def alike_task(line: IndicatorFacts, tasks: list[TableAmount]) -> TableAmount | None:
    """Return the only task of nearly the same name."""
    alike = [task for task in tasks if are_nearly_same(task.name, line.indicator.name)]
    return alike[0] if len(alike) == 1 else None


@listed_once_per_form
def task_counts(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of each quantity of an indicator that the text of a task has too."""
    texts = [(line, task_text(line)) for line in facts.tasks if line.task.withheld is None and not line.task.is_empty]
    counts = grouped(
        ((line, text, match) for line, text in texts for match in COUNT.finditer(text)), lambda count: count[2]["unit"]
    )
    for line in facts.targets:
        reading = line.reading
        if reading.kind == "quantity" and reading.value is not None and reading.unit:
            same_unit = [
                (line_of, match)
                for line_of, text, match in counts.get(reading.unit, ())
                if shared_bigrams(line.indicator.name, text)
            ]
            yield from count_line(line, same_unit)


def count_line(line: IndicatorFacts, candidates: list[tuple[TaskFacts, re.Match[str]]]) -> Iterator[Identity]:
    """Yield the identity of the equal count, or of a different count of the same thing."""
    value = line.reading.value or ZERO
    same = [entry for entry in candidates if count_of(entry[1]) == value]
    for task, match in same[:1] or other_count(line, candidates):
        operand = Operand(line.indicator.name, written_amount(line), line.anchor)
        against = Operand(str(task.task.name), match[0].removesuffix(match["noun"]), task.anchor)
        yield compared_identity("count", (operand,), against, value - count_of(match), "")


def other_count(
    line: IndicatorFacts, candidates: list[tuple[TaskFacts, re.Match[str]]]
) -> list[tuple[TaskFacts, re.Match[str]]]:
    """Return the only count in tasks that is surely of the same thing, where the target is no bound."""
    name = line.indicator.name
    alike = [
        (task, match)
        for task, match in candidates
        if len(match["noun"]) == 2 and match["noun"] in name and shared_bigrams(name, str(task.task.name)) >= 3
    ]
    return alike if len(alike) == 1 and line.reading.comparator in ("none", "eq") else []


def count_of(match: re.Match[str]) -> Decimal:
    """Return the number of a match of COUNT."""
    return scaled(Decimal(match["figure"]), 4 if match["factor"] else 0)


def task_text(line: TaskFacts) -> str:
    """Return all texts of a task."""
    task = line.task
    return "\n".join(str(text) for text in (task.name, task.content, task.expected) if text)
