"""Every derived number of the site, in one place; what is authored is in the files and stays as it is there.

Derived here: totals, shares, sums of listed tasks, what is not listed, counts, per-head figures, 亿元 readings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby
from typing import Any, TypeVar

from generator.cells import fingerprint
from generator.corpus import City, Corpus, YearForm, YearProject, YearRecord
from generator.figures import WHOLE, ZERO, figure, in_wan, percent, reading
from generator.model import Form, Indicator, Record, Task
from generator.targets import Target, read_target
from generator.tracing.cells import departs
from generator.typed import Part, money, titles_of
from generator.words import say

# The cell of a group of money that holds the total of the others, on forms that state it.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a split of money: its name, the cell as it stands, and its share of the whole in percent."""

    key: str
    name: str
    value: Any
    share: Decimal | None

    @property
    def exceeds(self) -> bool:
        """Whether the line is more than the total that the form states."""
        return self.share is not None and self.share > WHOLE


@dataclass(frozen=True, slots=True)
class Split:
    """The same money split up one way; `stated` is a total that the form itself has, under its name `total_name`."""

    key: str
    name: str
    lines: tuple[Share, ...]
    total: Decimal | None
    stated: Any = None
    total_name: str = ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One row of the task table with its place and its share of project expenditure."""

    anchor: str
    number: int
    group: str
    task: Task
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One row of the indicator table with its place, and what its target says."""

    anchor: str
    number: int
    indicator: Indicator
    reading: Target


@dataclass(frozen=True, slots=True)
class Family:
    """The indicators of one family, by type, in the form's order."""

    name: str
    types: tuple[tuple[str, tuple[IndicatorLine, ...]], ...]
    count: int


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What follows from one form, a department's or a project's; a project has no tasks.

    `fingerprint` is the SHA-256 of its approved text.
    """

    source: YearForm
    total: Decimal | None
    total_wan: Decimal | None
    total_reading: str
    splits: tuple[Split, ...]
    tasks: tuple[TaskLine, ...]
    families: tuple[Family, ...]
    indicator_count: int
    measurable_count: int
    withheld_count: int
    listed: Decimal
    summary: str
    fingerprint: str

    @property
    def indicators(self) -> tuple[IndicatorLine, ...]:
        """The rows that name an indicator, in the form's order."""
        return tuple(line for line in self.rows if not line.indicator.is_empty)

    @property
    def rows(self) -> tuple[IndicatorLine, ...]:
        """All rows of the indicator table, in the form's order."""
        return tuple(lines_of(self.families))

    @property
    def measurable_share(self) -> Decimal | None:
        """How many of the targets can be measured, in percent."""
        return percent(Decimal(self.measurable_count), Decimal(self.indicator_count))

    @property
    def withheld(self) -> str:
        """How many tasks are withheld, in words; nothing where none is."""
        return withheld_words((self,))

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
    def total_anchor(self) -> str:
        """Where the total stands on the page: with the first way in which the form splits the money."""
        return self.splits[0].key.replace("_", "-") if self.splits else "budget"


@dataclass(frozen=True, slots=True)
class RecordFacts(FormFacts):
    """What follows from one department's form."""

    source: YearRecord
    task_count: int
    unlisted: Decimal | None
    unlisted_share: Decimal | None
    largest: TaskLine | None
    staff: int | None

    @property
    def title(self) -> str:
        """What the form's page is called."""
        return say("pages.record.title", year=self.source.year, name=self.source.record.department)

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
        return withheld_words((self,), say("facts.withheld.total", amount=figure(total), unit=record.unit))

    @property
    def project_share(self) -> Decimal | None:
        """The project expenditure in percent of the total."""
        return percent(self.project, self.total)


@dataclass(frozen=True, slots=True)
class ProjectFacts(FormFacts):
    """What follows from one project's form, with what its department's form of the year says of it."""

    source: YearProject
    record: RecordFacts | None
    task: TaskLine | None

    @property
    def title(self) -> str:
        """What the form's page is called."""
        return say("projects.page", year=self.source.year, name=self.source.record.name)

    @property
    def annual(self) -> Split:
        """The money of the year."""
        return self.splits[0]


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What follows from the forms of one city and year; totals in 万元, counts of indicators those of the records."""

    city: City
    year: int
    records: tuple[RecordFacts, ...]
    projects: tuple[ProjectFacts, ...]
    total_wan: Decimal
    indicator_count: int
    measurable_count: int

    @property
    def measurable_share(self) -> Decimal | None:
        """How many of the targets can be measured, in percent."""
        return percent(Decimal(self.measurable_count), Decimal(self.indicator_count))


@dataclass(frozen=True, slots=True)
class Facts:
    """What follows from the whole corpus."""

    records: tuple[RecordFacts, ...]
    projects: tuple[ProjectFacts, ...]
    cities: tuple[CityFacts, ...] = ()

    @property
    def indicator_count(self) -> int:
        """How many indicators all records name."""
        return sum(facts.indicator_count for facts in self.records)

    @property
    def task_count(self) -> int:
        """How many tasks all records name."""
        return sum(facts.task_count for facts in self.records)

    @property
    def withheld(self) -> str:
        """How many tasks of all records are withheld, in words; nothing where none is."""
        return withheld_words(self.records)

    @property
    def forms(self) -> tuple[FormFacts, ...]:
        """All records, then all projects."""
        return (*self.records, *self.projects)

    def of_city(self, city: City) -> tuple[CityFacts, ...]:
        """The years of one city, newest first."""
        return tuple(facts for facts in self.cities if facts.city is city)

    def projects_by_year(self) -> dict[str, list[ProjectFacts]]:
        """The projects of each department and year, by the address of its page."""
        found: dict[str, list[ProjectFacts]] = {}
        for facts in self.projects:
            found.setdefault(facts.source.of_year, []).append(facts)
        return found


def project_of(record: Form) -> Decimal | None:
    """The project expenditure that a department's form states."""
    return money(record.budget.by_type.project) if isinstance(record, Record) else None


def named_cells(part: Part | None) -> list[tuple[str, str, Any]]:
    """The cells of a group that stand on the form: key, name on the form, value."""
    if part is None:
        return []
    cells = ((key, title, getattr(part, key)) for key, title in titles_of(type(part)).items())
    return [cell for cell in cells if cell[2] is not None]


def named_total(part: Part | None) -> str:
    """The name that the form gives to the total of a group of money; empty where no form of its kind states one."""
    return titles_of(type(part)).get(TOTAL, "") if part else ""


def split_of(key: str, name: str, part: Part | None) -> Split | None:
    """One way of splitting the money, with its computed total; None where the form has it not."""
    cells = named_cells(part)
    if not cells:
        return None
    stated = getattr(part, TOTAL, None)
    cells = [cell for cell in cells if cell[0] != TOTAL]
    amounts = [amount for _, _, value in cells if (amount := money(value)) is not None]
    total = sum(amounts, ZERO) if amounts and money(stated) is None else money(stated)
    lines = tuple(Share(cell, title, value, percent(money(value), total)) for cell, title, value in cells)
    return Split(key, name, lines, total, stated, named_total(part))


def splits_of(source: YearForm) -> tuple[Split, ...]:
    """The splits that the form has."""
    budget = source.record.budget
    found = (split_of(key, title, getattr(budget, key)) for key, title in titles_of(type(budget)).items())
    return tuple(split for split in found if split)


def task_lines(source: YearRecord) -> tuple[TaskLine, ...]:
    """The rows of both task groups, numbered through as the page shows them."""
    tasks = source.record.tasks
    project = money(source.record.budget.by_type.project)
    rows = [("key", task) for task in tasks.key] + [("other", task) for task in tasks.other or ()]
    return tuple(
        TaskLine(
            f"task-{number}",
            number,
            group,
            task,
            None if task.is_basic or task.is_empty else percent(money(task.amount), project),
        )
        for number, (group, task) in enumerate(rows, 1)
    )


def reading_of(indicator: Indicator) -> Target:
    """The target of an indicator, read with the columns that belong to it."""
    return read_target(
        indicator.target,
        comparator=indicator.comparator,
        unit=indicator.unit,
        name=indicator.name,
        type=indicator.type,
    )


def families_of(source: YearForm) -> tuple[Family, ...]:
    """The indicator rows by family and type, neighbours together, in the form's order."""
    lines = [
        IndicatorLine(f"indicator-{number}", number, indicator, reading_of(indicator))
        for number, indicator in enumerate(source.record.indicators, 1)
    ]
    families = []
    for name, rows in groupby(lines, lambda line: line.indicator.family):
        members = tuple(rows)
        types = tuple((key, tuple(group)) for key, group in groupby(members, lambda line: line.indicator.type))
        families.append(Family(name, types, counted(members)))
    return tuple(families)


def counted(lines: Iterable[IndicatorLine]) -> int:
    """How many rows name an indicator."""
    return sum(not line.indicator.is_empty for line in lines)


def lines_of(families: Iterable[Family]) -> list[IndicatorLine]:
    """The rows of all families in the form's order."""
    return [line for family in families for _, group in family.types for line in group]


def staff_of(source: YearRecord) -> int | None:
    """The people in service, or the one figure that the form has."""
    staff = source.record.staff
    values = (staff.in_service, staff.total) if staff else ()
    return next((value for value in values if isinstance(value, int)), None)


def withheld_words(forms: Iterable[FormFacts], total: str = "") -> str:
    """How many tasks are withheld whole, with what is said of their sum, and of how many more only the content is."""
    kinds = Counter(line.task.withheld for facts in forms for line in facts.tasks)
    counts = {"whole": kinds["all"], "content": kinds["content"]}
    told = [key for key, count in counts.items() if count]
    return say(f"facts.withheld.{'both' if told[1:] else told[0]}", total=total, **counts) if told else ""


def people_of(source: YearRecord) -> str:
    """The people of the department in the words of its form, or nothing."""
    staff = source.record.staff
    if staff and isinstance(staff.in_service, int):
        return say("facts.summary.in_service", count=staff.in_service)
    if staff and isinstance(staff.total, int):
        return say("facts.summary.on_payroll", count=staff.total)
    return ""


def summary_of(
    source: YearRecord, total: Decimal | None, largest: TaskLine | None, hides: bool, counts: dict[str, int]
) -> str:
    """One sentence or three that tell a citizen what the record says."""
    record = source.record
    unit = record.unit
    pieces = [say("facts.summary.who", year=source.year, name=record.department)]
    if total is not None:
        about = reading(total, unit)
        about = say("facts.summary.about", about=about) if about else ""
        people = people_of(source)
        pieces.append(say("facts.summary.total", total=figure(total), unit=unit, about=about, people=people))
        shares = [
            say("facts.summary.share", name=line.name, amount=figure(amount), unit=unit, share=line.share)
            for line in splits_of(source)[0].lines
            if (amount := money(line.value)) is not None and line.share is not None
        ]
        pieces.append(say("facts.summary.shares", shares="，".join(shares)))
    if largest is not None and (amount := money(largest.task.amount)) is not None:
        pieces.append(
            say(
                "facts.summary.largest.shown" if hides else "facts.summary.largest.all",
                name=largest.task.name,
                amount=figure(amount),
                unit=unit,
                share="" if largest.share is None else say("facts.summary.of_project", share=largest.share),
            )
        )
    pieces.append(say("facts.summary.counts", **counts))
    return "".join(pieces)


def record_facts(source: YearRecord) -> RecordFacts:
    """Everything that follows from one record, in the unit of its form."""
    record = source.record
    splits = splits_of(source)
    total = splits[0].total if splits else None
    lines = task_lines(source)
    named = [line for line in lines if not line.task.is_basic and not line.task.is_empty]
    amounts = [(amount, line) for line in named if (amount := money(line.task.amount)) is not None]
    listed = sum((amount for amount, _ in amounts), ZERO)
    hides = any(line.task.withheld == "all" for line in lines)
    project = money(record.budget.by_type.project)
    covered = listed + (money(record.tasks.withheld_total) or ZERO)
    unlisted = None if project is None else project - covered
    largest = max(amounts, key=lambda pair: pair[0])[1] if amounts else None
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
        withheld_count=sum(line.task.withheld is not None for line in lines),
        listed=listed,
        unlisted=unlisted,
        unlisted_share=percent(unlisted, project),
        largest=largest,
        staff=staff_of(source),
        summary=summary_of(source, total, largest, hides, {"tasks": len(named), "indicators": indicators}),
        fingerprint=fingerprint(record),
    )


def project_facts(source: YearProject, record: RecordFacts | None = None) -> ProjectFacts:
    """Everything that follows from one project, with the form of its department and year where there is one."""
    unit = source.record.unit
    splits = splits_of(source)
    total = next((split.total for split in splits if split.key == "annual"), None)
    families = families_of(source)
    indicators = sum(family.count for family in families)
    measurable = sum(line.reading.measurable for line in lines_of(families) if not line.indicator.is_empty)
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
        withheld_count=0,
        listed=ZERO,
        summary=project_summary(source, splits, {"indicators": indicators, "measurable": measurable}),
        fingerprint=fingerprint(source.record),
        record=record,
        task=next((line for line in tasks if not line.task.withheld and line.task.name == source.record.name), None),
    )


def project_summary(source: YearProject, splits: tuple[Split, ...], counts: dict[str, int]) -> str:
    """A few sentences that tell a citizen what the project's form says."""
    project = source.record
    pieces = [
        say("facts.project.who", year=source.year, department=source.department.name, name=project.name),
        *(say(f"facts.project.{split.key}", **said_total(split, project.unit)) for split in splits if split.total),
    ]
    if project.starts and project.ends:
        pieces.append(say("facts.project.period", starts=project.starts, ends=project.ends))
    return "".join([*pieces, say("facts.project.counts", **counts)])


def said_total(split: Split, unit: str) -> dict[str, str]:
    """A total with its unit, and in larger words where it is large."""
    total = split.total or ZERO
    about = reading(total, unit)
    about = say("facts.summary.about", about=about) if about else ""
    return {"total": figure(total), "unit": unit, "about": about}


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


def by_city(forms: Iterable[Kind]) -> dict[str, list[Kind]]:
    """The forms of each city, by its slug."""
    return grouped(forms, lambda facts: facts.source.city_slug)


def by_total(forms: Iterable[Kind]) -> dict[int, tuple[Kind, ...]]:
    """Forms by year, the largest total first."""
    ordered = sorted(forms, key=lambda facts: (-facts.source.year, -(facts.total_wan or ZERO), facts.source.path))
    return {year: tuple(group) for year, group in groupby(ordered, lambda facts: facts.source.year)}


def city_facts(city: City, records: Iterable[RecordFacts], projects: Iterable[ProjectFacts]) -> Iterator[CityFacts]:
    """The years of one city, newest first, its records and projects by their total."""
    of_departments, of_projects = by_total(records), by_total(projects)
    for year in sorted({*of_departments, *of_projects}, reverse=True):
        members = of_departments.get(year, ())
        yield CityFacts(
            city,
            year,
            members,
            of_projects.get(year, ()),
            sum((facts.total_wan or ZERO for facts in members), ZERO),
            sum(facts.indicator_count for facts in members),
            sum(facts.measurable_count for facts in members),
        )


def facts_of(records: Iterable[YearRecord], projects: Iterable[YearProject]) -> Facts:
    """Everything that follows from some departments, each by itself."""
    known = {source.path: record_facts(source) for source in records}
    return Facts(tuple(known.values()), tuple(project_facts(source, known.get(source.of_year)) for source in projects))


def together(cities: Iterable[City], departments: Iterable[Facts]) -> Facts:
    """What follows from all departments of all cities."""
    some = list(departments)
    records = tuple(facts for one in some for facts in one.records)
    projects = tuple(facts for one in some for facts in one.projects)
    of_records, of_projects = by_city(records), by_city(projects)
    years = (city_facts(city, of_records.get(city.slug, ()), of_projects.get(city.slug, ())) for city in cities)
    return Facts(records, projects, tuple(chain.from_iterable(years)))


def gather(corpus: Corpus) -> Facts:
    """Everything that follows from the corpus."""
    return together(corpus.cities, [facts_of(corpus.records, corpus.projects)])
