"""Sums that a form states below a list, which its drawing marks, and the rows that they add up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.analysis.facts import FormFacts, ResultsFacts
from generator.analysis.rules.cells import is_no_summand
from generator.analysis.rules.identities import (
    TOLERANCE,
    Identity,
    Operand,
    compared_identity,
    sum_of_operands,
    unknown_identity,
)
from generator.analysis.rules.rule import Finding, RuleInput
from generator.analysis.table_rows import gaps_in_words, sum_of
from generator.forms.cells import CellPath, anchor, own_cells, withheld_cells
from generator.forms.drawings.drawing import Path
from generator.forms.drawings.filled import without_separators
from generator.forms.fields import BLANK, MONEY, FieldGroup, is_filled, money, row_number
from generator.forms.figures import figure, text_of
from generator.forms.model import Project
from generator.text.amounts import amount_or_none

AMOUNT = "amount"
# The columns of indicators that the row of the execution has too; on a form of targets it has only a weight.
WEIGHTS: Path = ("indicators", "weight")
POINTS = (WEIGHTS, ("indicators", "score"))


def columns_add_up(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of each sum below a list and the figures of the column above it."""
    drawing = facts.source.drawing
    stated = {cell.path: cell for cell in own_cells(facts.form)} if drawing else {}
    for slot in drawing.slots if drawing else ():
        cell = stated.get(slot.path)
        if not slot.sums or cell is None or cell.hidden:
            continue
        total = figure_in(cell.value)
        at = anchor(cell.path, facts.form)
        against = None if total is None else Operand(cell.title, figure(total), at, cell.path)
        unit = facts.unit if slot.is_money else ""
        line = column_identity(facts, rows_at(facts, slot.sums[:-1]), slot.sums, against, unit)
        yield replace(line, total=cell.title)


def rows_differ(facts: FormFacts) -> Iterator[Finding]:
    """V07 for each row of a list whose own parts of its amount, two or more of them, do not add up to it."""
    drawing = facts.source.drawing
    slots = drawing.slots if drawing else ()
    for keys in dict.fromkeys(slot.rows for slot in slots if slot.rows):
        parts = [slot.path[-1] for slot in slots if slot.rows == keys and slot.role not in ("", MONEY)]
        for number, row in enumerate(rows_at(facts, keys) if len(parts) > 1 else ()):
            amount, values = money(row.values.get(AMOUNT)), [row.values.get(part) for part in parts]
            hidden = withheld_cells(row)
            if amount is None or hidden or (total := sum_of(values)) is None or None in values:
                continue
            if abs(total - amount) > TOLERANCE:
                path: CellPath = (*keys, number, AMOUNT)
                name, at = facts.titles.full_title(*path), anchor(path, facts.form)
                said = {"sum": figure(total), "difference": figure(abs(total - amount)), "unit": facts.unit}
                yield Finding(at, name, figure(amount), form="row", **said).at_cell(path)


def rows_at(facts: FormFacts, keys: Path) -> Sequence[FieldGroup]:
    """Return the rows of the list at some keys; none where the form lacks it."""
    part: Any = facts.form
    for key in keys:
        part = getattr(part, key, None)
    return part or ()


def column_identity(
    facts: FormFacts, rows: Sequence[FieldGroup], column: Path, against: Operand | None, unit: str
) -> Identity:
    """Return the identity of the figures of a column and the sum that the form states for them."""
    *keys, key = column
    columns = ((number, row, row.values.get(key)) for number, row in enumerate(rows))
    cells = [each for each in columns if figure_in(each[2]) is not None or not is_no_summand(*each[1:])]
    operands = tuple(
        Operand(name_of(row, number), figure(amount), anchor((*keys, number), facts.form))
        for number, row, value in cells
        if (amount := figure_in(value)) is not None
    )
    if any(key in withheld_cells(row) for row in rows):
        return Identity("column", operands, unit, "withheld")
    blank = [name_of(row, number) for number, row, value in cells if value == BLANK]
    if against is None or len(operands) < len(cells) or not operands:
        return unknown_identity("column", operands, unit, gaps_in_words(blank, ()))
    total = sum_of_operands(operands)
    execution = points_of_execution(facts, column)
    if execution and total + Decimal(execution.text) == Decimal(against.text):
        operands, total = (*operands, execution), total + Decimal(execution.text)
    return compared_identity("column", operands, against, total - Decimal(against.text), unit, result=figure(total))


def points_of_execution(facts: FormFacts, column: Path) -> Operand | None:
    """Return the weight or score of the execution, which a sum of those of the indicators may include."""
    form, value = facts.form, None
    path: CellPath = ()
    if column in POINTS and isinstance(facts, ResultsFacts):
        path, value = ("execution", "total", column[-1]), getattr(facts.form.execution.total, column[-1])
    elif column == WEIGHTS and isinstance(form, Project):
        path, value = ("execution_weight",), form.execution_weight
    points = figure_in(value)
    return None if points is None else Operand(facts.titles.full_title(*path), figure(points), anchor(path, form), path)


def name_of(row: FieldGroup, number: int) -> str:
    """Return the name of a row, or its number where it has none."""
    name = row.values.get("name")
    return str(name) if is_filled(name) else row_number(number)


def figure_in(value: Any) -> Decimal | None:
    """Return the figure that a cell is, without separators of thousands; None for any other."""
    return value if isinstance(value, Decimal) else amount_or_none(without_separators(text_of(value)))


def columns_differ(case: RuleInput) -> Iterator[Finding]:
    """V07: the rows of a list are not the sum that the form states below them, or the parts of a row not its amount."""
    for line in columns_add_up(case.facts):
        if line.state == "differs" and line.against:
            values = {"sum": line.result, "difference": line.difference, "unit": line.unit}
            total = line.against
            yield Finding(total.anchor, total.name, total.text, form="column", **values).at_cell(total.path)
    yield from rows_differ(case.facts)
