"""Every derived number of the site, in one place; what is authored is in the files and stays as it is there.

Derived here: totals, shares, sums of listed tasks, what is not listed, counts, per-head figures, 亿元 readings.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from generator.analysis.money_splits import Split, project_of, splits_of, sum_of
from generator.analysis.summary_sentences import project_summary, summary_of
from generator.analysis.table_rows import FamilyFacts, IndicatorFacts, TaskFacts, families_of, lines_of, task_lines
from generator.analysis.withheld import withheld_items, withheld_words
from generator.content.corpus import AnyFormSource, ProjectSource, RecordSource
from generator.forms.cells import fingerprint, withheld_cells
from generator.forms.fields import WITHHELD, money
from generator.forms.figures import ZERO, NoTotal, figure, in_wan, percent, reading
from generator.forms.model import Record
from generator.forms.traced_cells import departs
from generator.words import translate


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What follows from one form, a department's or a project's; a project has no tasks.

    `fingerprint` is the SHA-256 of its approved text.
    """

    source: AnyFormSource
    total: Decimal | None
    total_wan: Decimal | None
    total_reading: str
    splits: tuple[Split, ...]
    tasks: tuple[TaskFacts, ...]
    families: tuple[FamilyFacts, ...]
    indicator_count: int
    measurable_count: int
    withheld_count: int
    listed: Decimal | None
    summary: str
    fingerprint: str

    @property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        """The rows that name an indicator, in the form's order."""
        return tuple(line for line in self.rows if not line.indicator.is_empty)

    @property
    def targets(self) -> tuple[IndicatorFacts, ...]:
        """The indicators whose target is shown."""
        return tuple(line for line in self.indicators if line.reading.kind != "withheld")

    @property
    def rows(self) -> tuple[IndicatorFacts, ...]:
        """All rows of the indicator table, in the form's order."""
        return tuple(lines_of(self.families))

    @property
    def measurable_share(self) -> Decimal | None:
        """How many of the targets that the program can read can be measured, in percent."""
        return percent(Decimal(self.measurable_count), Decimal(self.read_count))

    @property
    def read_count(self) -> int:
        """How many indicators show their target in a way that the program can read."""
        return len(self.targets) - self.unread_count

    @property
    def unread_count(self) -> int:
        """How many targets the program cannot read, so that nobody can say of them whether they can be measured."""
        return sum(line.reading.kind == "unread" for line in self.targets)

    @property
    def withheld(self) -> str:
        """How much of the form is withheld, in words; nothing where nothing is."""
        return withheld_words((self.source.record,))

    @property
    def has_departed(self) -> bool:
        """Whether the text is no longer the one that was held against the original."""
        record = self.source.record
        return record.trace is not None and departs(record, record.trace)

    @property
    def project(self) -> Decimal | None:
        """The project expenditure of a department; None of a project, which is all of it."""
        return project_of(self.source.record)

    @property
    def name(self) -> str:
        """What the form is called among others: by its department, or by its project."""
        record = self.source.record
        return record.department if isinstance(record, Record) else record.name

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        return self.total_split.total_cell

    @property
    def total_split(self) -> Split:
        """The way of splitting the money that the total comes from; one without lines where the form has none."""
        return self.splits[0] if self.splits else Split("", "")

    @property
    def total_anchor(self) -> str:
        """Where the total stands on the page: with the first way in which the form splits the money."""
        return self.splits[0].key.replace("_", "-") if self.splits else "budget"


@dataclass(frozen=True, slots=True)
class RecordFacts(FormFacts):
    """What follows from one department's form."""

    source: RecordSource
    task_count: int
    unlisted: Decimal | None
    unlisted_share: Decimal | None
    largest: TaskFacts | None
    staff: int | None

    @property
    def title(self) -> str:
        """What the form's page is called."""
        return translate("pages.record.title", year=self.source.year, name=self.source.record.department)

    @property
    def has_expected(self) -> bool:
        """Whether the form has the column of expected results."""
        return any(line.task.expected is not None for line in self.tasks)

    @property
    def withheld_with_total(self) -> str:
        """How many tasks are withheld, those withheld whole with their one sum where the record gives it."""
        record = self.source.record
        total = money(record.tasks.withheld_total)
        if total is None:
            return self.withheld
        return withheld_words(
            (self.source.record,), translate("facts.withheld.total", amount=figure(total), unit=record.unit)
        )

    @property
    def project_share(self) -> Decimal | None:
        """The project expenditure in percent of the total."""
        return percent(self.project, self.total) if len(self.total_split.lines) > 1 else None


@dataclass(frozen=True, slots=True)
class ProjectFacts(FormFacts):
    """What follows from one project's form, with what its department's form of the year says of it."""

    source: ProjectSource
    record: RecordFacts | None
    task: TaskFacts | None

    @property
    def title(self) -> str:
        """What the form's page is called."""
        return translate("projects.page", year=self.source.year, name=self.source.record.name)

    @property
    def total_split(self) -> Split:
        """The money of the year."""
        return self.annual

    @property
    def annual(self) -> Split:
        """The money of the year; one without lines where the form has none."""
        return next((split for split in self.splits if split.key == "annual"), Split("annual", ""))


def staff_of(source: RecordSource) -> int | None:
    """The people in service, or the one figure that the form has."""
    staff = source.record.staff
    values = (staff.in_service, staff.total) if staff else ()
    return next((value for value in values if isinstance(value, int)), None)


def shown_amounts(tasks: Iterable[TaskFacts]) -> list[Any]:
    """The amounts of the tasks that show one."""
    return [line.task.amount for line in tasks if "amount" not in withheld_cells(line.task)]


def covered_amounts(record: Record, tasks: Sequence[TaskFacts]) -> list[Any]:
    """The amounts that together are what the task table lists, the one sum of the withheld ones among them."""
    shown, total = shown_amounts(tasks), record.tasks.withheld_total
    return shown if len(shown) == len(tasks) else [*shown, WITHHELD if total is None else total]


def record_facts(source: RecordSource) -> RecordFacts:
    """Everything that follows from one record, in the unit of its form."""
    record = source.record
    splits = splits_of(source)
    split = splits[0] if splits else Split("", "")
    total = split.total
    lines = task_lines(source)
    named = [line for line in lines if not line.task.is_basic and not line.task.is_empty]
    sized = [(amount, line) for line in named if (amount := money(line.task.amount))]
    listed = sum_of(shown_amounts(named))
    project = money(record.budget.by_type.project)
    covered = sum_of(covered_amounts(record, named))
    unlisted = None if project is None or covered is None else project - covered
    largest = max(sized, key=lambda pair: pair[0])[1] if sized else None
    families = families_of(source)
    indicators = sum(family.count for family in families)
    return RecordFacts(
        source=source,
        total=total,
        total_wan=None if total is None else in_wan(total, record.unit),
        total_reading="" if total is None else reading(total, record.unit),
        splits=splits,
        tasks=lines,
        families=families,
        task_count=len(named),
        indicator_count=indicators,
        measurable_count=sum(line.reading.measurable for line in lines_of(families) if not line.indicator.is_empty),
        withheld_count=len(withheld_items(record)),
        listed=listed,
        unlisted=unlisted,
        unlisted_share=percent(unlisted, project),
        largest=largest,
        staff=staff_of(source),
        summary=summary_of(source, split, named, indicators),
        fingerprint=fingerprint(record),
    )


def project_facts(source: ProjectSource, record: RecordFacts | None = None) -> ProjectFacts:
    """Everything that follows from one project, with the form of its department and year where there is one."""
    unit = source.record.unit
    splits = splits_of(source)
    total = next((split.total for split in splits if split.key == "annual"), None)
    families = families_of(source)
    indicators = sum(family.count for family in families)
    named = [line.reading for line in lines_of(families) if not line.indicator.is_empty]
    measurable = sum(reading.measurable for reading in named)
    counts = {"indicators": indicators, "measurable": measurable, "unread": sum(one.kind == "unread" for one in named)}
    tasks = record.tasks if record else ()
    return ProjectFacts(
        source=source,
        total=total,
        total_wan=None if total is None else in_wan(total, unit),
        total_reading="" if total is None else reading(total, unit),
        splits=splits,
        tasks=(),
        families=families,
        indicator_count=indicators,
        measurable_count=measurable,
        withheld_count=len(withheld_items(source.record)),
        listed=ZERO,
        summary=project_summary(source, splits, counts),
        fingerprint=fingerprint(source.record),
        record=record,
        task=next((line for line in tasks if not line.task.withheld and line.task.name == source.record.name), None),
    )


Kind = TypeVar("Kind", RecordFacts, ProjectFacts)


def grouped(forms: Iterable[Kind], by: Callable[[Kind], str]) -> dict[str, list[Kind]]:
    """Forms by something that each of them says."""
    found: dict[str, list[Kind]] = {}
    for facts in forms:
        found.setdefault(by(facts), []).append(facts)
    return found


def by_department(forms: Iterable[Kind]) -> dict[str, list[Kind]]:
    """The forms of each department, by the address of its page."""
    return grouped(forms, lambda facts: facts.source.of_department)
