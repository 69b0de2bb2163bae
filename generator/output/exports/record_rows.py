"""The rows of departments' forms with what was computed from them: sums, people, and changes from the year before.

A computed value is missing where a cell that it needs is blank, withheld or not on a form, so that no withheld amount
follows from it.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from generator.analysis.earlier import EarlierForm
from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.analysis.years import comparable
from generator.forms.fields import BLANK, WITHHELD, is_worded
from generator.forms.figures import absence, percent, text_or_absence
from generator.output.exports.rows import indicators_by_topic, task_rows
from generator.output.exports.values import Cell, Missing, Row, absent, amount_in_wan, difference, known
from generator.words import translate


def record_row(facts: RecordFacts, earlier: EarlierForm | None) -> Row:
    """Return the row of a form in the table of records."""
    record = facts.form
    disclosure, source = record.disclosure, record.source
    return [
        facts.source.city.code,
        *(absent(facts.total_cell) if facts.total is None else facts.total, total_in_wan(facts)),
        *money_cells(facts),
        *task_sums(facts),
        *last_total(facts, earlier),
        staff_cell(facts),
        *(facts.task_count if facts.has_tasks else None, facts.indicator_count, facts.measurable_count),
        *(facts.unread_count, facts.withheld_count),
        *map(known, (disclosure.approved_on, disclosure.published_on)),
        *(text_or_absence(record.goal), record.title),
        *map(text_or_absence, (source.title, source.number, source.url)),
        facts.source.of_department,
    ]


def total_in_wan(facts: FormFacts) -> Cell:
    """Return the total budget in 万元."""
    return amount_in_wan(facts.total_cell, facts.unit)


def total_status(facts: RecordFacts) -> str:
    """Return whether the total is known, or why not, in a word."""
    return translate("absence.known") if facts.total is not None else absent(facts.total_cell).word


def money_cells(facts: RecordFacts) -> Iterator[Cell]:
    """Yield the basic and the project expenditure, as the form has them and in 万元, then the unit of the form."""
    types = facts.form.budget.by_type
    for value in (types.basic, types.project):
        yield text_or_absence(value)
        yield amount_in_wan(value, facts.unit)
    yield facts.unit


def task_sums(facts: RecordFacts) -> list[Cell]:
    """Return the sum of the tasks that are shown, the one sum of those withheld, and what is not listed, in 万元.

    Last the share of what is not listed in the project expenditure, in percent.
    """
    values = [line.task.amount for line in facts.counted_tasks if not line.hides_amount]
    hides = len(values) < facts.task_count
    withheld = facts.form.tasks.withheld_total
    listed = amount_in_wan(facts.listed, facts.unit) if facts.listed is not None else no_sum(values)
    if not hides:
        hidden: Cell = Missing(translate("absence.no_withheld"))
    else:
        hidden = amount_in_wan(WITHHELD if withheld is None else withheld, facts.unit)
    if facts.unlisted is not None:
        unlisted: Cell = amount_in_wan(facts.unlisted, facts.unit)
    elif facts.project is None:
        unlisted = absent(facts.form.budget.by_type.project)
    else:
        unlisted = hidden if hides and isinstance(hidden, Missing) else no_sum(values)
    return [listed, hidden, unlisted, facts.unlisted_share]


def no_sum(values: list[Any]) -> Missing:
    """Return why amounts of tasks have no sum."""
    if BLANK in values or any(map(is_worded, values)):
        return Missing(translate("absence.unknown_total"))
    kinds = {absence(value) for value in values}
    return Missing(translate(f"absence.{kinds.pop()}" if len(kinds) == 1 else "absence.no_amounts"))


def last_total(facts: RecordFacts, earlier: EarlierForm | None) -> list[Cell]:
    """Return the total of the year before in 万元, the change from it, and the change in percent."""
    if earlier is None:
        none = Missing(translate("exports.last.no_form"))
        return [none, none, None]
    before = total_in_wan(earlier.form)
    return changes(total_in_wan(facts), before)


def changes(now: Cell, before: Cell) -> list[Cell]:
    """Return an amount of the year before, the change from it, and the change in percent."""
    moved = difference(now, before)
    share = percent(moved, before) if isinstance(moved, Decimal) and isinstance(before, Decimal) else None
    return [before, moved, share]


def staff_cell(facts: RecordFacts) -> Cell:
    """Return the people in service, or the one figure of people that the form has."""
    if facts.staff is not None:
        return facts.staff
    staff = facts.form.staff
    values = (staff.in_service, staff.total) if staff else ()
    return absent(next((value for value in values if value is not None), None))


def tasks_with_changes(facts: RecordFacts, earlier: EarlierForm | None) -> Iterator[Row]:
    """Yield the rows of tasks: whether each counts, its amount in 万元, its share, the amount of the year before."""
    for line, row in zip(facts.tasks, task_rows(facts), strict=True):
        amount = amount_in_wan(WITHHELD if line.hides_amount else line.task.amount, facts.unit)
        counted = translate(f"disclosure.export.{'yes' if line.is_counted else 'no'}")
        yield [*row, counted, amount, line.share, *changes(amount, last_amount(line, earlier))[:2]]


def last_amount(line: TaskFacts, earlier: EarlierForm | None) -> Cell:
    """Return the amount of a task the year before in 万元."""
    if line.hides_amount:
        # What was public last year is not shown beside what is withheld now.
        return Missing(translate("absence.withheld"))
    if earlier is None:
        return Missing(translate("exports.last.no_form"))
    match = earlier.tasks.get(line.anchor)
    if match is None:
        return Missing(translate("exports.last.no_row"))
    before = match.before
    if before is None:
        return Missing(translate(f"exports.last.{'hidden' if earlier.pair.hides_earlier_names else 'new'}"))
    if not match.is_sure:
        return Missing(translate("exports.last.alike"))
    return amount_in_wan(WITHHELD if before.hides_amount else before.task.amount, earlier.form.unit)


def indicators_with_changes(facts: FormFacts, earlier: EarlierForm | None) -> Iterator[Row]:
    """Yield the rows of indicators, each with its target the year before and its change."""
    for line, row in zip(facts.rows, indicators_by_topic(facts), strict=True):
        yield [*row, *change_cells(line, earlier)]


def change_cells(line: IndicatorFacts, earlier: EarlierForm | None) -> list[Cell]:
    """Return the target of an indicator the year before as written, the difference of the figures, and its kind.

    There is a difference only of figures in one unit, that of the newer target.
    """
    change = earlier.indicators.get(line.anchor) if earlier else None
    if change is None:
        return ["", None, translate(f"exports.last.{'no_form' if earlier is None else 'no_row'}")]
    before = change.match.before
    kind = translate(f"years.indicators.kinds.{change.kind}")
    if before is None or not change.match.is_sure or change.kind == "withheld":
        return ["", None, kind]
    figures = comparable(before.reading, line.reading)
    is_alike = figures is not None and figures[2] == line.reading.unit
    return [before.indicator.written, figures[1] - figures[0] if figures and is_alike else None, kind]
