"""Every derived number of the site, in one place; what is authored is in the files and stays as it is there.

Derived here: totals, shares, sums of listed tasks, what is not listed, counts, per-head figures, 亿元 readings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby
from typing import Any, TypeVar

from generator.content.corpus import AnyFormSource, City, Corpus, ProjectSource, RecordSource
from generator.forms.cells import cells, fingerprint, withheld_cells
from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD, FieldGroup, money, titles_of
from generator.forms.figures import WHOLE, ZERO, NoTotal, absence, figure, in_wan, percent, reading
from generator.forms.model import Decision, Form, Indicator, Record, Task
from generator.forms.traced_cells import departs
from generator.targets import Target, read_target
from generator.text.dates import day_words, days_in
from generator.words import translate

# The cell of a group of money that holds the total of the others, on forms that state it.
TOTAL = "total"
# As many departments as a sentence names one by one.
MOST_NAMED = 5
WITHHELD_KINDS = ("all", "content", "amount", "target", "cell")


@dataclass(frozen=True, slots=True)
class SplitLine:
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
    """The same money split up one way; `stated` is a total that the form itself has, under its name `total_name`.

    `blank` and `withheld` are the names of the cells that were left blank or are withheld, the total among them.
    A form that has a cell for the total has no other total: where the cell has no figure, none is added up. Without
    such a cell, one blank or withheld part leaves the total unknown; a part written 无 adds nothing to it. `decision`
    says who withheld what is withheld.
    """

    key: str
    name: str
    lines: tuple[SplitLine, ...] = ()
    total: Decimal | None = None
    stated: Any = None
    total_name: str = ""
    blank: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names of the cells without which there is no total."""
        return self.withheld or self.blank

    @property
    def is_denied(self) -> bool:
        """Whether the total is written 无 beside parts that have figures."""
        return self.stated == NONE_WRITTEN and any(money(line.value) is not None for line in self.lines)

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        if self.total is not None:
            return self.total
        if self.withheld:
            return NoTotal.WITHHELD
        if self.blank or self.is_denied:
            return NoTotal.UNKNOWN
        return NoTotal.NONE if self.lines or self.stated is not None else NoTotal.NOT_ON_FORM


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
        return withheld_words((self,), translate("facts.withheld.total", amount=figure(total), unit=record.unit))

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


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What follows from the forms of one city and year; counts of indicators are those of the records.

    `total_wan` adds up the totals that are known, in 万元.
    """

    city: City
    year: int
    records: tuple[RecordFacts, ...]
    projects: tuple[ProjectFacts, ...]
    total_wan: Decimal | None
    indicator_count: int
    measurable_count: int

    @property
    def unknown(self) -> tuple[str, ...]:
        """The departments whose total is unknown."""
        return dict(self.without_total).get(NoTotal.UNKNOWN, ())

    @property
    def form_count(self) -> int:
        """How many forms there are, of departments and of projects."""
        return len(self.records) + len(self.projects)

    @property
    def without_total(self) -> tuple[tuple[NoTotal, tuple[str, ...]], ...]:
        """The departments whose form has no total, by why it has none."""
        found = ((why, tuple(facts.name for facts in self.records if facts.total_cell is why)) for why in NoTotal)
        return tuple((why, names) for why, names in found if names)

    @property
    def only_projects(self) -> tuple[str, ...]:
        """The departments of which only forms of projects are there."""
        known = {facts.source.department_slug for facts in self.records}
        names = (one.source.department.name for one in self.projects if one.source.department_slug not in known)
        return tuple(dict.fromkeys(names))

    @property
    def measurable_share(self) -> Decimal | None:
        """How many of the targets that the program can read can be measured, in percent."""
        return percent(Decimal(self.measurable_count), Decimal(self.read_count))

    @property
    def read_count(self) -> int:
        """How many indicators of the records show their target in a way that the program can read."""
        return sum(facts.read_count for facts in self.records)

    @property
    def unread_count(self) -> int:
        """How many targets of the records the program cannot read."""
        return sum(facts.unread_count for facts in self.records)

    @property
    def summary(self) -> str:
        """A sentence on the departments: how many, what they come to, their targets."""
        counts = {"indicators": self.indicator_count, "measurable": self.measurable_count}
        counts |= {"read": self.read_count, "unread": self.unread_count}
        key = "some_read" if self.unread_count else "indicators" if self.indicator_count else "no_indicators"
        last = translate(f"city.summary.{key}", **counts, share=self.measurable_share)
        also = translate("city.summary.also", count=len(self.only_projects), names=some_names(self.only_projects))
        whole = translate("city.summary.count", count=len(self.records)) + city_total(self) + last
        return whole + (also if self.only_projects else "")


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
    def all_indicator_count(self) -> int:
        """How many indicators all forms name."""
        return self.indicator_count + self.project_indicator_count

    @property
    def project_indicator_count(self) -> int:
        """How many indicators all projects name."""
        return sum(facts.indicator_count for facts in self.projects)

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


def city_total(facts: CityFacts) -> str:
    """What the departments of a city and year come to, and which have no total and why, as a part of a sentence."""
    without = facts.without_total
    if facts.total_wan is None:
        if len(without) == 1:
            return translate(f"city.summary.every.{without[0][0].value}")
        return translate("city.summary.divided", without=lacking_totals(without)) if without else ""
    if not without:
        return translate("city.summary.total", total=figure(facts.total_wan))
    known = len(facts.records) - sum(len(names) for _, names in without)
    values = {"total": figure(facts.total_wan), "known": known, "without": lacking_totals(without)}
    return translate("city.summary.partly", **values)


def lacking_totals(without: Iterable[tuple[NoTotal, tuple[str, ...]]]) -> str:
    """How many departments have no total for which reason, and which they are."""
    told = (
        translate(f"city.summary.some.{why.value}", count=len(names), names=some_names(names)) for why, names in without
    )
    return translate("city.summary.between").join(told)


def some_names(names: Sequence[str]) -> str:
    """The first of some departments, by name."""
    named = translate("facts.between").join(names[:MOST_NAMED])
    return named if len(names) <= MOST_NAMED else translate("city.summary.names", names=named)


def project_of(record: Form) -> Decimal | None:
    """The project expenditure that a department's form states."""
    return money(record.budget.by_type.project) if isinstance(record, Record) else None


def named_cells(part: FieldGroup | None) -> list[tuple[str, str, Any]]:
    """The cells of a group that stand on the form: key, name on the form, value."""
    if part is None:
        return []
    cells = ((key, title, getattr(part, key)) for key, title in titles_of(type(part)).items())
    return [cell for cell in cells if cell[2] is not None]


def named_total(part: FieldGroup | None) -> str:
    """The name that the form gives to the total of a group of money; empty where no form of its kind states one."""
    return titles_of(type(part)).get(TOTAL, "") if part else ""


def split_of(key: str, name: str, part: FieldGroup | None) -> Split | None:
    """One way of splitting the money, with its computed total; None where the form has it not."""
    cells = named_cells(part)
    if not cells:
        return None
    stated = getattr(part, TOTAL, None)
    blank, hidden = (tuple(title for _, title, value in cells if value == word) for word in (BLANK, WITHHELD))
    cells = [cell for cell in cells if cell[0] != TOTAL]
    total = sum_of([value for _, _, value in cells]) if stated is None else money(stated)
    # A single cell is no share of anything: the form does not say what else there is.
    whole = total if len(cells) > 1 or stated is not None else None
    lines = tuple(SplitLine(cell, title, value, percent(money(value), whole)) for cell, title, value in cells)
    return Split(key, name, lines, total, stated, named_total(part), blank, hidden, getattr(part, "withheld", None))


def sum_of(cells: Sequence[Any]) -> Decimal | None:
    """The sum of cells of money; None where one of them was left blank or withheld, or none of them has a figure.

    A cell that is not on the form, or that is written 无, adds nothing.
    """
    amounts = [amount for value in cells if (amount := money(value)) is not None]
    if not amounts or BLANK in cells or WITHHELD in cells:
        return None
    return sum(amounts, ZERO) or ZERO


def splits_of(source: AnyFormSource) -> tuple[Split, ...]:
    """The splits that the form has."""
    budget = source.record.budget
    found = (split_of(key, title, getattr(budget, key)) for key, title in titles_of(type(budget)).items())
    return tuple(split for split in found if split)


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


def staff_of(source: RecordSource) -> int | None:
    """The people in service, or the one figure that the form has."""
    staff = source.record.staff
    values = (staff.in_service, staff.total) if staff else ()
    return next((value for value in values if isinstance(value, int)), None)


def withheld_items(form: Form, tasks: Iterable[TaskFacts]) -> list[str]:
    """What a form withholds, item by item: a task whole, its content or its amount, a target, another cell."""
    rows = [str(line.task.withheld) for line in tasks if line.task.withheld]
    hidden = (cell for cell in cells(form) if cell.hidden and cell.path[0] != "tasks")
    return [*rows, *("target" if cell.row else "cell" for cell in hidden)]


def withheld_words(forms: Iterable[FormFacts], total: str = "") -> str:
    """How many tasks are withheld whole, with what is said of their sum, and how much else is; nothing for nothing."""
    kinds = Counter(kind for facts in forms for kind in withheld_items(facts.source.record, facts.tasks))
    told = [
        translate(f"facts.withheld.{kind}", count=kinds[kind], total=total) for kind in WITHHELD_KINDS if kinds[kind]
    ]
    return translate("facts.withheld.and").join(told)


def people_of(source: RecordSource) -> str:
    """The people of the department in the words of its form, or nothing."""
    staff = source.record.staff
    if staff and isinstance(staff.in_service, int):
        return translate("facts.summary.in_service", count=staff.in_service)
    if staff and isinstance(staff.total, int):
        return translate("facts.summary.on_payroll", count=staff.total)
    return ""


def total_sentences(source: RecordSource, split: Split) -> Iterator[str]:
    """What the budget comes to, or why that is unknown, with its parts, and the people."""
    who = {"year": source.year, "name": source.record.department}
    people = people_of(source)
    if split.total is not None:
        also = translate("facts.summary.also", people=people) if people else ""
        values = {**who, **said_total(split, source.record.unit), "people": also}
        if len(split.lines) == 1:
            yield translate("facts.summary.only", **values, cell=split.lines[0].name)
            return
        yield translate("facts.summary.total", **values)
        yield from parts_sentence("shares", split, source.record.unit)
        return
    gone = split.total_cell
    yield translate(f"facts.summary.{absence(gone)}", **who, cells=translate("facts.between").join(split.unseen))
    if gone in (NoTotal.UNKNOWN, NoTotal.WITHHELD):
        yield from parts_sentence("known", split, source.record.unit)
    if people:
        yield translate("facts.summary.people", people=people)


def parts_sentence(key: str, split: Split, unit: str) -> Iterator[str]:
    """The parts of a budget with their figures; nothing where none has one, or where the whole is zero."""
    if split.total == 0 or all(money(line.value) is None for line in split.lines):
        return
    yield translate(
        f"facts.summary.{key}", lines="，".join(filter(None, (said_part(line, unit) for line in split.lines)))
    )


def said_part(line: SplitLine, unit: str) -> str:
    """One part of a budget; nothing for one that was left blank, which is said of the whole."""
    amount = money(line.value)
    if amount is None:
        return translate("facts.summary.written_none", name=line.name) if line.value == NONE_WRITTEN else ""
    key = "amount" if line.share is None else "share"
    return translate(f"facts.summary.{key}", name=line.name, amount=figure(amount), unit=unit, share=line.share)


def largest_sentence(record: Record, tasks: Sequence[TaskFacts]) -> Iterator[str]:
    """The task with the largest amount, or how many share it; nothing where no task has money."""
    amounts = [amount for line in tasks if (amount := money(line.task.amount)) is not None]
    most = max(amounts, default=ZERO)
    if not most:
        return
    first = [line for line in tasks if money(line.task.amount) == most]
    hides = any("amount" in withheld_cells(line.task) or line.task.amount == BLANK for line in tasks)
    values = {"amount": figure(most), "unit": record.unit, "count": len(first), "name": called(first[0])}
    has_share = len(first) == 1 and first[0].share is not None
    share = translate("facts.summary.of_project", share=first[0].share) if has_share else ""
    form = f"{'shown' if hides else 'all'}.{'one' if len(first) == 1 else 'several'}"
    yield translate(f"facts.summary.largest.{form}", **values, share=share)


def called(line: TaskFacts) -> str:
    """A task by its name in quotation marks, or by its row where that was left blank."""
    has_name = line.task.name not in (None, BLANK)
    return translate("facts.summary.named", name=line.label) if has_name else line.label


def summary_of(source: RecordSource, split: Split, tasks: Sequence[TaskFacts], indicators: int) -> str:
    """A few whole sentences that tell a citizen what the record says; `tasks` are those that name a task."""
    counts = translate("facts.summary.counts", tasks=len(tasks), indicators=indicators)
    return "".join([*total_sentences(source, split), *largest_sentence(source.record, tasks), counts])


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
        withheld_count=len(withheld_items(record, lines)),
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
        withheld_count=len(withheld_items(source.record, ())),
        listed=ZERO,
        summary=project_summary(source, splits, counts),
        fingerprint=fingerprint(source.record),
        record=record,
        task=next((line for line in tasks if not line.task.withheld and line.task.name == source.record.name), None),
    )


def project_summary(source: ProjectSource, splits: tuple[Split, ...], counts: dict[str, int]) -> str:
    """A few sentences that tell a citizen what the project's form says."""
    project = source.record
    pieces = [
        translate("facts.project.who", year=source.year, department=source.department.name, name=project.name),
        *(funds_sentence(split, project.unit) for split in splits),
    ]
    cells = (project.starts, project.ends)
    if all(text not in (None, BLANK, NONE_WRITTEN) for text in cells):
        pieces.append(period_sentence(*map(str, cells)))
    return "".join([*pieces, translate(f"facts.project.{'some_read' if counts['unread'] else 'counts'}", **counts)])


def period_sentence(starts: str, ends: str) -> str:
    """From when to when a project is planned; both cells in their own words where one names a period."""
    periods = [days for text in (starts, ends) if (days := days_in(text)) and days[0] != days[1]]
    if periods and starts == ends:
        return translate("facts.project.one_period", period=starts)
    key = "as_written" if periods else "period"
    return translate(f"facts.project.{key}", starts=day_words(starts), ends=day_words(ends))


def funds_sentence(split: Split, unit: str) -> str:
    """What the money of a project comes to, or why that is unknown."""
    if split.total is not None:
        return translate(f"facts.project.{split.key}", **said_total(split, unit))
    if split.is_denied and not split.unseen:
        return translate("facts.project.denied", split=split.name, total=split.total_name)
    names = translate("facts.between").join(split.unseen)
    return translate(f"facts.project.{absence(split.total_cell)}", split=split.name, cells=names)


def said_total(split: Split, unit: str) -> dict[str, str]:
    """A total with its unit, and in larger words where it is large."""
    total = split.total or ZERO
    about = reading(total, unit)
    about = translate("facts.summary.about", about=about) if about else ""
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
    """Forms by year, the largest total first, those without one last."""
    ordered = sorted(forms, key=lambda facts: (-facts.source.year, *size_order(facts), facts.source.path))
    return {year: tuple(group) for year, group in groupby(ordered, lambda facts: facts.source.year)}


def size_order(facts: FormFacts) -> tuple[bool, Decimal]:
    """A key that sorts forms by total, the largest first, those without one last."""
    return facts.total_wan is None, -(facts.total_wan or ZERO)


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
            sum_of([facts.total_wan for facts in members]),
            sum(facts.indicator_count for facts in members),
            sum(facts.measurable_count for facts in members),
        )


def facts_of(records: Iterable[RecordSource], projects: Iterable[ProjectSource]) -> Facts:
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
