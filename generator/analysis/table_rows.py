"""The rows of the tasks and indicators of a form, numbered, with anchors and with what each target was read as."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from generator.content.corpus import AnyFormSource, RecordSource
from generator.forms.fields import BLANK, WITHHELD, money
from generator.forms.figures import percent
from generator.forms.model import Indicator, Task
from generator.targets import Target, read_target
from generator.words import translate


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One row of the task table with its place and its share of project expenditure."""

    anchor: str
    number: int
    group: str
    task: Task
    share: Decimal | None

    @property
    def label(self) -> str:
        """The task by its name, or by its row where that was left blank."""
        has_name = self.task.name not in (None, BLANK)
        return str(self.task.name) if has_name else translate("facts.summary.row", number=self.number)


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One row of the indicator table with its place, and what its target says."""

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


def task_lines(source: RecordSource) -> tuple[TaskFacts, ...]:
    """The rows of both task groups, numbered through as the page shows them."""
    tasks = source.record.tasks
    project = money(source.record.budget.by_type.project)
    rows = [("key", task) for task in tasks.key] + [("other", task) for task in tasks.other or ()]
    return tuple(
        TaskFacts(
            f"task-{number}",
            number,
            group,
            task,
            None if task.is_basic or task.is_empty else percent(money(task.amount), project),
        )
        for number, (group, task) in enumerate(rows, 1)
    )


def reading_of(indicator: Indicator) -> Target:
    """The target of an indicator, read with the columns that belong to it; one that is withheld is not read."""
    if indicator.target == WITHHELD:
        return Target(WITHHELD, kind="withheld", rule="withheld")
    return read_target(
        indicator.target,
        comparator=indicator.comparator,
        unit=indicator.unit,
        name=indicator.name,
        type=indicator.type,
    )


def families_of(source: AnyFormSource) -> tuple[FamilyFacts, ...]:
    """The indicator rows by family and type, neighbours together, in the form's order."""
    lines = [
        IndicatorFacts(f"indicator-{number}", number, indicator, reading_of(indicator))
        for number, indicator in enumerate(source.record.indicators, 1)
    ]
    families = []
    for name, rows in groupby(lines, lambda line: line.indicator.family):
        members = tuple(rows)
        types = tuple((key, tuple(group)) for key, group in groupby(members, lambda line: line.indicator.type))
        families.append(FamilyFacts(name, types, counted(members)))
    return tuple(families)


def counted(lines: Iterable[IndicatorFacts]) -> int:
    """How many rows name an indicator."""
    return sum(not line.indicator.is_empty for line in lines)


def lines_of(families: Iterable[FamilyFacts]) -> list[IndicatorFacts]:
    """The rows of all families in the form's order."""
    return [line for family in families for _, group in family.types for line in group]
