"""Facts of forms that are not in memory: the figures that pages of the whole site show are, the rest is derived again.

The process that finishes a department takes the figures from its facts; the pages of the whole site are drawn from
these, and a form is read again from its file only where a page shows more of it.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from generator.analysis.budget_totals import parts_of
from generator.analysis.facts import (
    AnyFacts,
    FormFacts,
    Parts,
    ProjectFacts,
    RecordFacts,
    ResultsFacts,
    computed_before,
    project_facts,
    record_facts,
    results_facts,
)
from generator.analysis.filled_blocks import FilledBlocks
from generator.analysis.rules import sums_agree
from generator.analysis.satisfaction import SatisfactionTarget, satisfaction_targets
from generator.analysis.site_facts import Facts, with_outcomes
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.analysis.topics import topic_counts, topic_of
from generator.analysis.verdicts import Funnel, funnel_of
from generator.content.corpus import AnyFormSource, DepartmentForms, ProjectSource, RecordSource, ResultsSource
from generator.content.form_files import MOST_FORMS
from generator.forms.fields import FieldGroup
from generator.forms.figures import NoTotal
from generator.forms.model import Budget, Disclosure, Funds, Source as Document
from generator.system.packing import packed, unpacked

Shape = TypeVar("Shape", bound="FormFigures")
Stored = TypeVar("Stored", bound=FormFacts)
Source = TypeVar("Source", RecordSource, ProjectSource, ResultsSource)
# The parts of a form's facts that are derived again.
PARTS = ("splits", "tasks", "families", "rows", "targets", "counted_tasks", "largest")


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The figures of a form by the names of its facts; groups of cells are packed, for few pages show them."""

    name: str
    unit: str
    summary: str
    fingerprint: str
    withheld_count: int
    indicator_count: int
    measurable_count: int
    unread_count: int
    unmeasurable_count: int
    reading_kinds: tuple[str, ...]
    comparators: tuple[str, ...]
    has_weights: bool
    total: Decimal | None
    total_wan: Decimal | None
    no_total: NoTotal | None
    total_anchor: str
    project: Decimal | None
    disclosure: Disclosure
    document: bytes
    goal: str
    sums_agree: bool | None
    topics: dict[str, int]
    satisfaction: dict[str, SatisfactionTarget]


@dataclass(frozen=True, slots=True)
class RecordFigures(FormFigures):
    """The figures of the form of a department."""

    task_count: int
    listed: Decimal | None
    unlisted: Decimal | None
    staff: int | None
    in_service: int | None
    basic: Decimal | None
    budget: bytes
    blocks: FilledBlocks
    total_parts: tuple[Parts, Decimal | None]


@dataclass(frozen=True, slots=True)
class ProjectFigures(FormFigures):
    """The figures of the form of a project."""

    budget: bytes


@dataclass(frozen=True, slots=True)
class ResultsFigures(FormFigures):
    """The figures of a self-evaluation."""

    funnel: Funnel


def figures_of(shape: type[Shape], facts: FormFacts) -> Shape:
    """Return the figures of a form from its facts."""
    total = facts.total_cell
    apart: dict[str, Any] = {
        "no_total": total if isinstance(total, NoTotal) else None,
        "sums_agree": sums_agree(facts),
        "topics": topic_counts(facts),
        "satisfaction": satisfaction_targets(facts),
    }
    if isinstance(facts, RecordFacts):
        apart["total_parts"] = parts_of(facts)
    if isinstance(facts, ResultsFacts):
        apart |= {"funnel": funnel_of(facts)}
    values: dict[str, Any] = {}
    for one in fields(shape):
        value = apart[one.name] if one.name in apart else getattr(facts, one.name)
        values[one.name] = packed(value) if one.type is bytes else value
    return shape(**values)


# The indicators of a form and of a topic; of all topics for None.
StoredIndicators = Callable[[AnyFormSource, str | None], tuple[IndicatorFacts, ...]]


class FactsReader:
    """Derives the facts of forms again, and keeps those of the last forms.

    `indicators` returns the stored indicators of a form, those of a topic alone where one is named.
    """

    def __init__(self, indicators: StoredIndicators) -> None:
        self.indicators = indicators
        self.known: OrderedDict[str, Any] = OrderedDict()

    def facts(self, path: str, derive: Callable[[], FormFacts]) -> Any:
        """Return the facts of a form by its address, derived where they are not in memory."""
        if path not in self.known:
            self.known[path] = derive()
            if len(self.known) > MOST_FORMS:
                self.known.popitem(last=False)
        self.known.move_to_end(path)
        return self.known[path]


def with_figures(shape: type[FormFigures], **groups: type[FieldGroup]) -> Callable[[type[Stored]], type[Stored]]:
    """Return a class decorator: figures of a shape come from `figures`, the parts of a form from `derived`.

    `groups` are the types of the figures that are packed.
    """

    def decorate(kind: type[Stored]) -> type[Stored]:
        for one in fields(shape):
            if has(kind, one.name):
                figure: Callable[[Any], Any] = attrgetter(f"figures.{one.name}")
                setattr(kind, one.name, property(unpacking(figure, groups[one.name]) if one.name in groups else figure))
        for name in PARTS:
            if has(kind, name):
                setattr(kind, name, property(attrgetter(f"derived.{name}")))
        # Not kept: those of all forms would fill the memory.
        kind.indicators = property(stored_indicators)  # type: ignore[assignment]
        kind.indicators_of = stored_indicators  # type: ignore[assignment]
        return kind

    return decorate


def unpacking(figure: Callable[[Any], Any], kind: type[FieldGroup]) -> Callable[[Any], Any]:
    """Return a function that unpacks a figure of facts."""
    return lambda facts: unpacked(figure(facts), kind)


def stored_indicators(facts: Any, topic: str | None = None) -> tuple[IndicatorFacts, ...]:
    """Return the indicators of a form, or those of a topic, from the internal database. Raises OSError.

    The rows of a self-evaluation that answers targets are not there, for theirs are.
    """
    if isinstance(facts, ResultsFacts) and facts.answered:
        rows = facts.derived.indicators  # type: ignore[attr-defined]
        return tuple(row for row in rows if topic is None or topic_of(row.indicator) == topic)
    indicators: tuple[IndicatorFacts, ...] = facts.reader.indicators(facts.source, topic)
    return indicators


def has(kind: type[FormFacts], name: str) -> bool:
    """Whether facts of a kind have an attribute."""
    return name in kind.__dataclass_fields__ or hasattr(kind, name)


class StoredFormFacts:
    """The base of facts of which the figures alone are in memory; each is equal only to itself."""

    figures: FormFigures
    reader: FactsReader
    __eq__, __hash__ = object.__eq__, object.__hash__

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        return self.figures.no_total or self.figures.total  # type: ignore[return-value]

    def evaluated(self, facts: AnyFacts) -> AnyFacts:
        """Return derived facts with the outcomes of their indicators, which are stored with these."""
        if isinstance(facts, ResultsFacts) and facts.answered:
            return facts
        stored = self.reader.indicators(facts.source, None)
        return with_outcomes(facts, {row.anchor: row.outcome for row in stored if row.outcome})


@with_figures(RecordFigures, document=Document, budget=Budget)
class StoredRecordFacts(StoredFormFacts, RecordFacts):
    """Facts of the form of a department of which the figures alone are in memory."""

    figures: RecordFigures

    def __init__(self, source: RecordSource, figures: RecordFigures, reader: FactsReader) -> None:
        memo = shared_memo(figures) | computed_before({parts_of: figures.total_parts})
        set_all(self, source=source, figures=figures, reader=reader, memo=memo)

    @property
    def derived(self) -> RecordFacts:
        """All facts, derived from the form. Raises HostError."""
        source = self.source
        facts: RecordFacts = self.reader.facts(source.path, lambda: self.evaluated(record_facts(in_memory(source))))
        return facts


@with_figures(ProjectFigures, document=Document, budget=Funds)
class StoredProjectFacts(StoredFormFacts, ProjectFacts):
    """Facts of the form of a project of which the figures alone are in memory."""

    figures: ProjectFigures

    def __init__(
        self, source: ProjectSource, figures: ProjectFigures, reader: FactsReader, record: RecordFacts | None
    ) -> None:
        set_all(self, source=source, figures=figures, reader=reader, record=record, memo=shared_memo(figures))

    @property
    def derived(self) -> ProjectFacts:
        """All facts, derived from the form. Raises HostError."""
        source, record = self.source, self.record
        facts: ProjectFacts = self.reader.facts(
            source.path, lambda: self.evaluated(project_facts(in_memory(source), record))
        )
        return facts

    @property
    def task(self) -> TaskFacts | None:
        """The task of its department's form with the same name."""
        return self.derived.task


@with_figures(ResultsFigures, document=Document)
class StoredResultsFacts(StoredFormFacts, ResultsFacts):
    """Facts of a self-evaluation of which the figures alone are in memory."""

    figures: ResultsFigures

    def __init__(
        self,
        source: ResultsSource,
        figures: ResultsFigures,
        reader: FactsReader,
        answered: RecordFacts | ProjectFacts | None,
    ) -> None:
        memo = shared_memo(figures) | computed_before({funnel_of: figures.funnel})
        set_all(self, source=source, figures=figures, reader=reader, answered=answered, memo=memo)

    @property
    def derived(self) -> ResultsFacts:
        """All facts, derived from the form. Raises HostError."""
        source, answered = self.source, self.answered
        facts: ResultsFacts = self.reader.facts(
            source.path, lambda: self.evaluated(results_facts(in_memory(source), answered))
        )
        return facts


def shared_memo(figures: FormFigures) -> dict[Any, Any]:
    """Return the memo of facts for the functions of all kinds of forms."""
    return computed_before(
        {sums_agree: figures.sums_agree, topic_counts: figures.topics, satisfaction_targets: figures.satisfaction}
    )


def set_all(facts: FormFacts, **values: object) -> None:
    """Set attributes of facts, which are frozen."""
    for name, value in values.items():
        object.__setattr__(facts, name, value)


def in_memory(source: Source) -> Source:
    """Return a source with its form."""
    return replace(source, content=source.record)


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """The figures of all forms of a department, in the order of its forms."""

    records: tuple[RecordFigures, ...] = ()
    projects: tuple[ProjectFigures, ...] = ()
    results: tuple[ResultsFigures, ...] = ()

    @classmethod
    def of(cls, facts: Facts) -> "DepartmentFigures":
        """The figures of the forms of one department."""
        return cls(
            tuple(figures_of(RecordFigures, each) for each in facts.records),
            tuple(figures_of(ProjectFigures, each) for each in facts.projects),
            tuple(figures_of(ResultsFigures, each) for each in facts.results),
        )

    def facts(self, department: DepartmentForms, reader: FactsReader) -> Facts:
        """The facts of the forms of the department."""
        records = {
            source.path: StoredRecordFacts(source, figures, reader)
            for source, figures in zip(department.records, self.records, strict=True)
        }
        projects = {
            source.path: StoredProjectFacts(source, figures, reader, records.get(source.of_year))
            for source, figures in zip(department.projects, self.projects, strict=True)
        }
        answered: dict[str, RecordFacts | ProjectFacts] = {**records, **projects}
        results = (
            StoredResultsFacts(source, figures, reader, answered.get(source.of_targets))
            for source, figures in zip(department.results, self.results, strict=True)
        )
        return Facts(tuple(records.values()), tuple(projects.values()), results=tuple(results))
