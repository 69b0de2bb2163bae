"""The sums of a form: the same money by type, by source and by level, and the tasks that it is spent on."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.money_splits import Split
from generator.analysis.rules.cells import task_name
from generator.analysis.rules.identities import (
    TOLERANCE,
    Identity,
    Operand,
    compared_identity,
    unknown_identity,
    withheld_identity,
)
from generator.forms.cells import anchor
from generator.forms.fields import BLANK, WITHHELD, money, title_of
from generator.forms.figures import ZERO, figure, percent
from generator.forms.model import ByType, Tasks
from generator.words import translate

# The most tasks that a sentence names one by one.
MOST_NAMED = 3


def split_named(facts: FormFacts, key: str) -> Split | None:
    """Return the split with a key; None where the form does not have it."""
    return next((split for split in facts.splits if split.key == key), None)


def spent_on(facts: RecordFacts, key: str, amount: Decimal) -> Operand:
    """Return a type of expenditure as an operand."""
    return Operand(type_title(key), figure(amount), anchor(("budget", "by_type", key), facts.form))


def type_title(key: str) -> str:
    """Return the name that the form gives to a type of expenditure."""
    return title_of(ByType, key)


def splits_tie(facts: FormFacts, key: str, kind: str, rule: str) -> Iterator[Identity]:
    """Yield the identity of the total of one split and the total by type of expenditure."""
    types, other = split_named(facts, "by_type"), split_named(facts, key)
    if types is None or other is None:
        return
    operands = tuple(
        Operand(line.name, figure(line.amount), line.anchor) for line in other.lines if line.amount is not None
    )
    unit = facts.unit
    if types.withheld or other.withheld:
        yield withheld_identity(kind, rule, operands, unit)
        return
    if types.total is None or other.total is None:
        blank = [name for split in (types, other) if split.total is None for name in split.blank]
        yield unknown_identity(kind, rule, operands, unit, blank)
        return
    against = Operand(types.name, figure(types.total), types.anchor)
    rest = types.total - other.total
    yield compared_identity(kind, rule, operands, against, rest, unit, result=figure(other.total))


def sources_tie(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of income by source and expenditure by type."""
    yield from splits_tie(facts, "by_source", "sources", "V07")


def levels_tie(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of money by level and expenditure by type."""
    yield from splits_tie(facts, "by_level", "levels", "V08")


def tasks_cover(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the tasks, withheld ones by their one sum, and the project expenditure.

    With a blank amount nothing is added up. Tasks may be less than the project expenditure, which is then partly
    listed; more is a difference.
    """
    if not isinstance(facts, RecordFacts):
        return
    record = facts.form
    unit = record.unit
    operands = [
        Operand(line.label, figure(line.amount), line.anchor) for line in facts.counted_tasks if line.amount is not None
    ]
    total = money(record.tasks.withheld_total)
    if total is not None:
        operands.append(Operand("", figure(total), "withheld"))
    if record.budget.by_type.project == WITHHELD or (total is None and any(line.hides_amount for line in facts.tasks)):
        yield withheld_identity("tasks", "V10", tuple(operands), unit)
        return
    if facts.project is None or facts.unlisted is None or not operands:
        yield exceeding_identity(facts, operands) or unknown_identity(
            "tasks", "V10", tuple(operands), unit, blank_cells_of_tasks(facts)
        )
        return
    against = spent_on(facts, "project", facts.project)
    rest = facts.unlisted
    result, share = figure(facts.project - rest), percent(abs(rest), facts.project)
    yield compared_identity("tasks", "V10", operands, against, rest, unit, result=result, share=share, is_part=True)


def exceeding_identity(facts: RecordFacts, operands: Sequence[Operand]) -> Identity | None:
    """Return the identity of tasks whose known amounts alone exceed the project expenditure; else None."""
    listed = sum((Decimal(operand.text) for operand in operands), ZERO)
    if facts.project is None or listed <= facts.project + TOLERANCE:
        return None
    gap, unit = figure(listed - facts.project), facts.unit
    against = spent_on(facts, "project", facts.project)
    blank = translate("facts.between").join(blank_cells_of_tasks(facts))
    return Identity("tasks", "V10", tuple(operands), figure(listed), against, gap, "", unit, "differs", blank)


def blank_cells_of_tasks(facts: RecordFacts) -> Iterator[str]:
    """Yield the blank cells without which the tasks cannot be compared with the project expenditure."""
    record = facts.form
    if record.budget.by_type.project == BLANK:
        yield type_title("project")
    tasks = [task_name(line) for line in facts.counted_tasks if line.task.amount == BLANK]
    yield from tasks if len(tasks) <= MOST_NAMED else [translate("findings.tasks", count=len(tasks))]
    if record.tasks.withheld_total == BLANK:
        yield title_of(Tasks, "withheld_total")


def basic_again(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the basic expenditure that some forms repeat as the first row of the task table."""
    if not isinstance(facts, RecordFacts):
        return
    record = facts.form
    basic = money(record.budget.by_type.basic)
    rows = [(line, line.amount) for line in facts.tasks if line.task.is_basic and line.amount is not None]
    if basic is not None and len(rows) == 1:
        (line, amount), *_ = rows
        said = Operand(str(line.task.name), figure(amount), line.anchor)
        yield compared_identity("basic", "V46", [said], spent_on(facts, "basic", basic), amount - basic, record.unit)
