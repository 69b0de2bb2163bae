"""The rows of the tasks and indicators of a form, numbered, with ids and readings, and what the form withholds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from generator.forms.cells import anchor, hidden_cells, withheld_cells
from generator.forms.fields import BLANK, WITHHELD, money
from generator.forms.figures import percent
from generator.forms.model import Form, Indicator, Record, Task
from generator.targets import Target, read_target
from generator.words import translate

WITHHELD_KINDS = ("all", "content", "amount", "target", "cell")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One row of the task table: its id, its number, its group, and its share of project expenditure in percent."""

    anchor: str
    number: int
    group: str
    task: Task
    share: Decimal | None

    @property
    def label(self) -> str:
        """The task by its name, or by its row where that was left blank."""
        return str(self.task.name) if self.has_name else translate("facts.summary.row", number=self.number)

    @property
    def has_name(self) -> bool:
        """Whether the name of the task is on the form and filled in."""
        return self.task.name not in (None, BLANK)

    @property
    def is_counted(self) -> bool:
        """Whether the row is a task, and neither basic expenditure nor a row without one."""
        return not self.task.is_basic and not self.task.is_empty

    @property
    def amount(self) -> Decimal | None:
        """The amount of the task; None where its cell has no figure."""
        return money(self.task.amount)

    @property
    def hides_amount(self) -> bool:
        """Whether the amount is withheld."""
        return "amount" in withheld_cells(self.task)


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One row of the indicator table: its id, its number, and what its target was read as."""

    anchor: str
    number: int
    indicator: Indicator
    reading: Target


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """The indicators of one family, by type, in the form's order."""

    name: str
    types: tuple[tuple[str, tuple[IndicatorFacts, ...]], ...]
    count: int


def task_lines(form: Record) -> tuple[TaskFacts, ...]:
    """Return the rows of both groups of tasks, numbered from 1 through both."""
    project = money(form.budget.by_type.project)
    groups = (("key", form.tasks.key), ("other", form.tasks.other or ()))
    rows = [(group, at, task) for group, tasks in groups for at, task in enumerate(tasks)]
    return tuple(
        TaskFacts(
            anchor(("tasks", group, at), form),
            number,
            group,
            task,
            None if task.is_basic or task.is_empty else percent(money(task.amount), project),
        )
        for number, (group, at, task) in enumerate(rows, 1)
    )


def reading_of(indicator: Indicator) -> Target:
    """Read the target of an indicator with the columns that belong to it; one that is withheld is not read."""
    if indicator.target == WITHHELD:
        return Target(WITHHELD, kind="withheld", rule="withheld")
    return read_target(
        indicator.target,
        comparator=indicator.comparator,
        unit=indicator.unit,
        name=indicator.name,
        type=indicator.type,
    )


def families_of(form: Form) -> tuple[FamilyFacts, ...]:
    """Return the rows of indicators by family and type; only neighbours are put together."""
    rows = [
        IndicatorFacts(anchor(("indicators", at), form), at + 1, indicator, reading_of(indicator))
        for at, indicator in enumerate(form.indicators)
    ]
    families = []
    for name, group in groupby(rows, lambda row: row.indicator.family):
        members = tuple(group)
        types = tuple((key, tuple(same)) for key, same in groupby(members, lambda row: row.indicator.type))
        families.append(FamilyFacts(name, types, sum(not row.indicator.is_empty for row in members)))
    return tuple(families)


def lines_of(families: Iterable[FamilyFacts]) -> list[IndicatorFacts]:
    """Return the rows of all families in the form's order."""
    return [row for family in families for _, group in family.types for row in group]


def withheld_items(form: Form) -> list[str]:
    """Return the kind of each withheld item: a task whole, its content or its amount, a target, another cell."""
    tasks = form.tasks.rows if isinstance(form, Record) else ()
    rows = [str(task.withheld) for task in tasks if task.withheld]
    return [*rows, *("target" if cell.row else "cell" for cell in hidden_cells(form) if cell.path[0] != "tasks")]


def withheld_words(forms: Iterable[Form], total: str = "") -> str:
    """Return how much some forms withhold, in words; `total` is the sum of tasks withheld whole."""
    kinds = Counter(kind for form in forms for kind in withheld_items(form))
    phrases = [
        translate(f"facts.withheld.{kind}", count=kinds[kind], total=total) for kind in WITHHELD_KINDS if kinds[kind]
    ]
    return translate("facts.withheld.and").join(phrases)
