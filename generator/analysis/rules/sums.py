"""The sums of a form: the same money by type, by source and by level, and the tasks that it is spent on."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.money_splits import Split
from generator.analysis.rules.cells import task_name
from generator.analysis.rules.identities import TOLERANCE, Identity, Operand, State, pair, unknown, withheld
from generator.forms.cells import withheld_cells
from generator.forms.fields import BLANK, WITHHELD, money
from generator.forms.figures import ZERO, figure, percent
from generator.forms.model import ByType, Task
from generator.words import translate

# As many tasks as a sentence names one by one.
MOST_NAMED = 3


def split_named(facts: FormFacts, key: str) -> Split | None:
    """The split of that key, if the form has it."""
    return next((split for split in facts.splits if split.key == key), None)


def anchor_of(split: str, line: str) -> str:
    """Where a line of a split stands on the page."""
    return f"{split}-{line}".replace("_", "-")


def type_title(key: str) -> str:
    """The name that the form gives to a type of expenditure."""
    return str(ByType.model_fields[key].title)


def splits_tie(facts: FormFacts, key: str, kind: str, rule: str) -> Iterator[Identity]:
    """The total of one split against the total by type of expenditure."""
    types, other = split_named(facts, "by_type"), split_named(facts, key)
    if types is None or other is None:
        return
    operands = tuple(
        Operand(line.name, figure(amount), anchor_of(key, line.key))
        for line in other.lines
        if (amount := money(line.value)) is not None
    )
    unit = facts.source.record.unit
    if types.withheld or other.withheld:
        yield withheld(kind, rule, operands, unit)
        return
    if types.total is None or other.total is None:
        blank = [name for split in (types, other) if split.total is None for name in split.blank]
        yield unknown(kind, rule, operands, unit, blank)
        return
    difference = other.total - types.total
    state: State = "ties" if abs(difference) <= TOLERANCE else "differs"
    against = Operand(types.name, figure(types.total), "by-type")
    yield Identity(kind, rule, operands, figure(other.total), against, figure(abs(difference)), "", unit, state)


def sources_tie(facts: FormFacts) -> Iterator[Identity]:
    """The income by source adds up to the expenditure by type."""
    yield from splits_tie(facts, "by_source", "sources", "V07")


def levels_tie(facts: FormFacts) -> Iterator[Identity]:
    """The money by level adds up to the expenditure by type."""
    yield from splits_tie(facts, "by_level", "levels", "V08")


def tasks_cover(facts: FormFacts) -> Iterator[Identity]:
    """The listed tasks, the withheld ones with their one sum, against project expenditure.

    With a blank amount among them nothing is added up. Listed tasks need not cover all of it: less is said as what
    the task table does not list, more is a difference.
    """
    if not isinstance(facts, RecordFacts):
        return
    record = facts.source.record
    unit = record.unit
    operands = [
        Operand(line.label, figure(amount), line.anchor)
        for line in facts.tasks
        if not line.task.is_basic and not line.task.is_empty and (amount := money(line.task.amount)) is not None
    ]
    total = money(record.tasks.withheld_total)
    if total is not None:
        operands.append(Operand("", figure(total), "withheld"))
    if record.budget.by_type.project == WITHHELD or (total is None and hides_amounts(record.tasks.rows)):
        yield withheld("tasks", "V10", tuple(operands), unit)
        return
    if facts.project is None or facts.unlisted is None or not operands:
        yield over_by_now(facts, operands) or unknown("tasks", "V10", tuple(operands), unit, blank_of_tasks(facts))
        return
    against = Operand(type_title("project"), figure(facts.project), "by-type-project")
    rest = facts.unlisted
    state: State = "ties" if abs(rest) <= TOLERANCE else "partly" if rest > 0 else "differs"
    share = percent(abs(rest), facts.project)
    yield Identity(
        "tasks",
        "V10",
        tuple(operands),
        figure(facts.project - rest),
        against,
        figure(abs(rest)),
        "" if share is None else str(share),
        unit,
        state,
    )


def hides_amounts(tasks: Iterable[Task]) -> bool:
    """Whether the amount of any task is withheld."""
    return any("amount" in withheld_cells(task) for task in tasks)


def over_by_now(facts: RecordFacts, operands: Sequence[Operand]) -> Identity | None:
    """What the tasks with figures come to more than the project expenditure, whatever the blank ones come to."""
    listed = sum((Decimal(operand.text) for operand in operands), ZERO)
    if facts.project is None or listed <= facts.project + TOLERANCE:
        return None
    gap, unit = figure(listed - facts.project), facts.source.record.unit
    against = Operand(type_title("project"), figure(facts.project), "by-type-project")
    blank = translate("facts.between").join(blank_of_tasks(facts))
    return Identity("tasks", "V10", tuple(operands), figure(listed), against, gap, "", unit, "differs", blank)


def blank_of_tasks(facts: RecordFacts) -> Iterator[str]:
    """The blank cells without which the tasks cannot be held against project expenditure."""
    record = facts.source.record
    if record.budget.by_type.project == BLANK:
        yield type_title("project")
    tasks = [task_name(line) for line in facts.tasks if not line.task.is_basic and is_unpriced(line.task)]
    yield from tasks if len(tasks) <= MOST_NAMED else [translate("findings.tasks", count=len(tasks))]
    if record.tasks.withheld_total == BLANK:
        yield str(type(record.tasks).model_fields["withheld_total"].title)


def is_unpriced(task: Task) -> bool:
    """Whether a task has a name and its amount was left blank."""
    return not task.is_empty and task.amount == BLANK


def basic_again(facts: FormFacts) -> Iterator[Identity]:
    """The basic expenditure that some forms say once more as the first row of the task table."""
    if not isinstance(facts, RecordFacts):
        return
    record = facts.source.record
    basic = money(record.budget.by_type.basic)
    rows = [line for line in facts.tasks if line.task.is_basic and money(line.task.amount) is not None]
    if basic is None or len(rows) != 1:
        return
    amount = money(rows[0].task.amount)
    if amount is not None:
        said = Operand(str(rows[0].task.name), figure(amount), rows[0].anchor)
        against = Operand(type_title("basic"), figure(basic), "by-type-basic")
        yield pair("basic", "V46", said, against, amount - basic, record.unit)
