"""Facts derived from one form: totals, shares, counts, readings of targets, and a summary."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, wraps
from typing import Any, ClassVar, Literal, TypeVar

from generator.analysis.filled_blocks import FilledBlocks, filled_blocks
from generator.analysis.summary_sentences import project_summary, results_summary, summary_of
from generator.analysis.table_rows import (
    FamilyFacts,
    IndicatorFacts,
    ReferenceAmounts,
    Split,
    TaskFacts,
    families_of,
    lines_of,
    reference_amounts,
    splits_of,
    sum_of,
    task_lines,
    whole_split,
    withheld_items,
    withheld_words,
)
from generator.content.addresses import PROJECT_JSON, RECORD_JSON, RESULTS_JSON
from generator.content.corpus import AnyFormSource, ProjectSource, RecordSource, ResultsSource
from generator.forms.cells import fingerprint, has_changed_since_trace
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import WITHHELD, money
from generator.forms.figures import NoTotal, figure, in_large_units, in_wan, percent
from generator.forms.model import Budget, Disclosure, Form, Funds, Project, Record, Results, Source, subject_of
from generator.words import translate

# The parts of a total by year, in 万元.
PartKind = Literal["basic", "listed", "unlisted", "withheld", "unclear", "undivided"]
Parts = dict[PartKind, Decimal]


@dataclass(frozen=True)
class FormFacts:
    """Facts derived from a form; only that of a department has tasks, and a self-evaluation has no budget.

    `fingerprint` is the SHA-256 of the text of its cells; amounts are in the unit of the form.
    """

    # The name of the JSON file in the folder of the form's page.
    data_file: ClassVar[str]
    # The key of the title of the form's page in the catalogue.
    page_title: ClassVar[str]
    source: AnyFormSource
    splits: tuple[Split, ...]
    tasks: tuple[TaskFacts, ...]
    families: tuple[FamilyFacts, ...]
    withheld_count: int
    summary: str
    fingerprint: str

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """The results of functions that are computed once for each form, by function."""
        return {}

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.source.record

    @cached_property
    def titles(self) -> FormTitles:
        """The titles of the cells of the form."""
        return self.source.titles

    @property
    def unit(self) -> str:
        """The unit of money on the form."""
        return self.form.unit

    @property
    def disclosure(self) -> Disclosure:
        """The days of approval and publication, and how the form is public."""
        return self.form.disclosure

    @property
    def document(self) -> Source:
        """The document that the form was transcribed from."""
        return self.form.source

    @property
    def goal(self) -> str:
        """The goal of the year; empty where the form has none or it was left blank."""
        return self.form.goal or ""

    def indicators_of(self, topic: str) -> tuple[IndicatorFacts, ...] | None:
        """Return the indicators of a topic, "" for those without one; None where that is still to be decided."""
        return None

    @cached_property
    def rows(self) -> tuple[IndicatorFacts, ...]:
        """All rows of the indicator table, in the form's order."""
        return tuple(lines_of(self.families))

    @cached_property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        """The rows that name an indicator, in the form's order."""
        return tuple(line for line in self.rows if not line.indicator.is_empty)

    @cached_property
    def targets(self) -> tuple[IndicatorFacts, ...]:
        """The indicators whose target is not withheld."""
        return tuple(line for line in self.indicators if line.reading.kind != "withheld")

    @cached_property
    def indicator_count(self) -> int:
        """How many rows name an indicator."""
        return sum(family.count for family in self.families)

    @cached_property
    def measurable_count(self) -> int:
        """How many indicators have a target that can be measured."""
        return sum(line.reading.measurable for line in self.indicators)

    @cached_property
    def unread_count(self) -> int:
        """How many targets the program cannot read, which count neither as measurable nor as not."""
        return sum(line.reading.kind == "unread" for line in self.targets)

    @property
    def reading_kinds(self) -> tuple[str, ...]:
        """The kinds of the readings of all targets, each once."""
        return tuple(sorted({line.reading.kind for line in self.indicators}))

    @property
    def comparators(self) -> tuple[str, ...]:
        """The comparators of the readings of all targets, each once."""
        return tuple(sorted({line.reading.comparator for line in self.indicators}))

    @property
    def has_weights(self) -> bool:
        """Whether an indicator has a weight."""
        return any(line.indicator.weight for line in self.targets)

    @property
    def unmeasurable_count(self) -> int:
        """How many targets cannot be measured; withheld and unread ones are not among them."""
        return len(self.targets) - self.unread_count - self.measurable_count

    @property
    def measurable_share(self) -> Decimal | None:
        """How many of all indicators have a target that can be measured, in percent; None where no target is read."""
        if not self.measurable_count + self.unmeasurable_count:
            return None
        return percent(Decimal(self.measurable_count), Decimal(self.indicator_count))

    @property
    def set_name(self) -> str:
        """The name of the city and year that the form is of."""
        return f"{self.source.city_slug}-{self.source.year}"

    @property
    def withheld(self) -> str:
        """How much of the form is withheld, in words; empty where nothing is."""
        return withheld_words((self.form,)) if self.withheld_count else ""

    @property
    def has_departed(self) -> bool:
        """Whether the text is no longer the one that was compared with the original."""
        return has_changed_since_trace(self.form)

    @property
    def project(self) -> Decimal | None:
        """The project expenditure of a department; None for a project."""
        record = self.form
        return money(record.budget.by_type.project) if isinstance(record, Record) else None

    @property
    def name(self) -> str:
        """The name of the department, or of the project."""
        return subject_of(self.form)

    @property
    def title(self) -> str:
        """The title of the form's page."""
        return translate(self.page_title, year=self.source.year, name=self.name)

    @property
    def full_name(self) -> str:
        """The name of the department, and of the project where the form is of one."""
        return self.name

    @property
    def reference_amounts(self) -> tuple[ReferenceAmounts, ...]:
        """The amounts of earlier years and the shares that the form prints for reference."""
        return reference_amounts(self.form, self.titles)

    @property
    def total_split(self) -> Split:
        """The split that the total comes from; one without lines where the form has none."""
        return whole_split(self.splits)

    @property
    def total(self) -> Decimal | None:
        """The total budget; None where it is unknown."""
        return self.total_split.total

    @property
    def total_wan(self) -> Decimal | None:
        """The total budget in 万元."""
        return None if self.total is None else in_wan(self.total, self.unit)

    @property
    def total_reading(self) -> str:
        """The total budget in larger words; empty where it is small or unknown."""
        return "" if self.total is None else in_large_units(self.total, self.unit)

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        return self.total_split.total_cell

    @property
    def total_anchor(self) -> str:
        """The id of the first split of the money, where the total is."""
        return whole_split(self.splits).anchor


@dataclass(frozen=True)
class RecordFacts(FormFacts):
    """Facts derived from the form of a department."""

    data_file, page_title = RECORD_JSON, "pages.record.title"
    source: RecordSource

    @property
    def form(self) -> Record:
        """The form itself."""
        return self.source.record

    @property
    def budget(self) -> Budget:
        """The cells of the money."""
        return self.form.budget

    @property
    def basic(self) -> Decimal | None:
        """The basic expenditure of the department; None where it is unknown."""
        return money(self.budget.by_type.basic)

    @property
    def in_service(self) -> int | None:
        """The people in service; None where the form has no figure of them."""
        people = self.form.staff.in_service if self.form.staff else None
        return people if isinstance(people, int) else None

    @property
    def blocks(self) -> FilledBlocks:
        """The parts that the form has, and those that were left blank."""
        return filled_blocks(self.form, self.titles)

    @cached_property
    def counted_tasks(self) -> tuple[TaskFacts, ...]:
        """The rows that are tasks: neither basic expenditure nor empty."""
        return tuple(line for line in self.tasks if line.is_counted)

    @property
    def has_tasks(self) -> bool:
        """Whether the form has a table of tasks."""
        return self.form.tasks.is_on_form

    @property
    def task_count(self) -> int:
        """How many tasks the form has."""
        return len(self.counted_tasks)

    @cached_property
    def largest(self) -> TaskFacts | None:
        """The first of the tasks with the largest amount; None where no task has money."""
        return max(
            (line for line in self.counted_tasks if line.amount), key=lambda line: line.amount or 0, default=None
        )

    @cached_property
    def listed(self) -> Decimal | None:
        """The sum of the amounts of tasks that are not withheld; None where one of them is blank."""
        return sum_of([line.task.amount for line in self.counted_tasks if not line.hides_amount])

    @cached_property
    def unlisted(self) -> Decimal | None:
        """The project expenditure less all tasks, the withheld ones by their one sum; None where it is unknown."""
        shown = [line.task.amount for line in self.counted_tasks if not line.hides_amount]
        withheld = self.form.tasks.withheld_total
        if len(shown) < self.task_count:
            shown.append(WITHHELD if withheld is None else withheld)
        covered = sum_of(shown)
        return None if self.project is None or covered is None else self.project - covered

    @property
    def unlisted_share(self) -> Decimal | None:
        """The project expenditure not listed as tasks, in percent of the whole of it."""
        return percent(self.unlisted, self.project)

    @property
    def staff(self) -> int | None:
        """The people in service, or the one figure of people that the form has."""
        staff = self.form.staff
        values = (staff.in_service, staff.total) if staff else ()
        return next((value for value in values if isinstance(value, int)), None)

    @property
    def has_expected(self) -> bool:
        """Whether the form has the column of expected results."""
        return any(line.task.expected is not None for line in self.tasks)

    @property
    def has_task_amounts(self) -> bool:
        """Whether the task table has a column for amounts."""
        return any(line.task.amount is not None or line.hides_amount for line in self.tasks)

    @property
    def withheld_with_total(self) -> str:
        """How much is withheld in words, with the one sum of tasks that are withheld whole where the form has it."""
        record = self.form
        amount = money(record.tasks.withheld_total)
        if amount is None:
            return self.withheld
        return withheld_words((record,), translate("facts.withheld.total", amount=figure(amount), unit=record.unit))

    @property
    def project_share(self) -> Decimal | None:
        """The project expenditure in percent of the total."""
        return percent(self.project, self.total) if len(self.total_split.lines) > 1 else None


@dataclass(frozen=True)
class ProjectFacts(FormFacts):
    """Facts derived from the form of a project; `task` is the task of its department's form with the same name."""

    data_file, page_title = PROJECT_JSON, "projects.page"
    source: ProjectSource
    record: RecordFacts | None
    task: TaskFacts | None

    @property
    def form(self) -> Project:
        """The form itself."""
        return self.source.record

    @property
    def full_name(self) -> str:
        """The name of the department, and of the project where the form is of one."""
        return translate("projects.full_name", department=self.source.department.name, name=self.name)

    @property
    def budget(self) -> Funds:
        """The cells of the money."""
        return self.form.budget

    @property
    def total_split(self) -> Split:
        """The money of the year; a split without lines where the form has none."""
        return next((split for split in self.splits if split.key == "annual"), Split("annual"))


@dataclass(frozen=True)
class ResultsFacts(FormFacts):
    """Facts derived from a self-evaluation; `answered` are those of the targets of the same body and year."""

    data_file, page_title = RESULTS_JSON, "results.page"
    source: ResultsSource
    answered: RecordFacts | ProjectFacts | None

    @property
    def form(self) -> Results:
        """The form itself."""
        return self.source.record

    @property
    def full_name(self) -> str:
        """The name of the department, and of the project where the form is of one."""
        department = self.source.department.name
        return translate("projects.full_name", department=department, name=self.name) if self.source.slug else self.name


def record_facts(source: RecordSource) -> RecordFacts:
    """Derive the facts from the form of a department."""
    form = source.record
    splits, tasks, families = splits_of(form, source.titles), task_lines(form), families_of(form)
    summary = summary_of(source, whole_split(splits), tasks, sum(family.count for family in families))
    return RecordFacts(source, splits, tasks, families, len(withheld_items(form)), summary, fingerprint(form))


def project_facts(source: ProjectSource, record: RecordFacts | None = None) -> ProjectFacts:
    """Derive the facts from the form of a project; `record` is the form of its department for the same year."""
    form = source.record
    splits, families = splits_of(form, source.titles), families_of(form)
    readings = [line.reading for line in lines_of(families) if not line.indicator.is_empty]
    tasks = record.tasks if record else ()
    return ProjectFacts(
        source,
        splits,
        (),
        families,
        len(withheld_items(form)),
        project_summary(source, splits, readings),
        fingerprint(form),
        record,
        next((line for line in tasks if not line.task.withheld and line.task.name == form.name), None),
    )


def results_facts(source: ResultsSource, answered: RecordFacts | ProjectFacts | None = None) -> ResultsFacts:
    """Derive the facts from a self-evaluation; `answered` are those of the targets of the same body and year."""
    form = source.record
    families = families_of(form)
    count = sum(family.count for family in families)
    hidden = len(withheld_items(form))
    return ResultsFacts(source, (), (), families, hidden, results_summary(source, count), fingerprint(form), answered)


Kind = TypeVar("Kind", bound=FormFacts)
Result = TypeVar("Result")
AnyFacts = TypeVar("AnyFacts", bound=FormFacts)
Item = TypeVar("Item")
Key = TypeVar("Key")


def once_per_form(function: Callable[[AnyFacts], Result]) -> Callable[[AnyFacts], Result]:
    """Decorate a function of a form so that its result is computed once and lives as long as the facts.

    Pages, tables and the search index of a department are made one after the other from the same facts.
    """

    @wraps(function)
    def memoized(facts: AnyFacts) -> Result:
        if function not in facts.memo:
            facts.memo[function] = function(facts)
        result: Result = facts.memo[function]
        return result

    return memoized


def listed_once_per_form(function: Callable[[AnyFacts], Iterable[Item]]) -> Callable[[AnyFacts], tuple[Item, ...]]:
    """Decorate a function that yields something of a form, as `once_per_form` does."""
    return once_per_form(wraps(function)(lambda facts: tuple(function(facts))))


def computed_before(results: Mapping[Callable[[Any], Any], Any]) -> dict[Any, Any]:
    """Return the memo of facts for which functions that are decorated with `once_per_form` have these results."""
    return {inspect.unwrap(function): result for function, result in results.items()}


def grouped(items: Iterable[Item], by: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Group items by a key, the keys in the order in which they first come."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(by(item), []).append(item)
    return groups


def project_of(facts: ProjectFacts | ResultsFacts) -> tuple[str, str]:
    """Return the department and the name of the project's files, by which it is the same in all years.

    The name is empty for the self-evaluation of a whole department.
    """
    return facts.source.of_department, facts.source.slug


def by_department(forms: Iterable[Kind]) -> dict[str, list[Kind]]:
    """Group forms by the address of the department's page."""
    return grouped(forms, lambda facts: facts.source.of_department)
