"""The summary tables of a city and year: the targets of all its departments, and those of all its projects.

Money stands as each form has it, in the unit of the form; totals are in 万元 and say how many cells had no figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from generator.analysis.facts import CityFacts, Facts, FormFacts, ProjectFacts, RecordFacts, withheld_words
from generator.content.addresses import summary_address
from generator.content.roster import unpublished
from generator.forms.fields import money
from generator.forms.figures import ZERO, NoTotal, absence, in_wan
from generator.words import translate

Kind = Literal["departments", "projects"]
# How a cell may be without a figure that a sum then lacks, and how it may not be there at all.
UNKNOWN, MISSING = ("blank", "withheld", "unknown_total"), ("not_on_form",)


@dataclass(frozen=True, slots=True)
class SummaryTotal:
    """A sum in 万元; None where no form has a figure.

    unknown   how many forms left the cell blank, or have a total that is unknown
    missing   how many forms have no such cell
    """

    amount: Decimal | None
    unknown: int
    missing: int


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One form in the table: its place, and its cells of money as they stand."""

    number: int
    facts: FormFacts
    money: tuple[Any, ...]

    @property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """The indicators by name, each with its target as the form writes it."""
        rows = (line.indicator for line in self.facts.indicators)
        return tuple(
            (row.name, "".join(filter(None, (row.comparator, row.target, row.unit))) or said(row.target))
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """One table: `columns` are those of money, in the order of the cells; `unpublished` are names on the roster."""

    kind: Kind
    of: CityFacts
    columns: tuple[str, ...]
    lines: tuple[SummaryRow, ...]
    sums: tuple[SummaryTotal, ...]
    unit: str
    indicators: int
    withheld: int
    withheld_words: str
    unpublished: tuple[str, ...]

    @property
    def only_projects(self) -> tuple[str, ...]:
        """The departments that are not in the table of departments because only forms of projects are there."""
        return self.of.only_projects if self.kind == "departments" else ()

    @property
    def path(self) -> str:
        """The address of the table, from the site's root."""
        return summary_address(self.of.city.slug, self.of.year, self.kind)

    @property
    def is_in_wan(self) -> bool:
        """Whether every form states its money in the unit of the totals."""
        return self.unit == "万元"

    @property
    def title(self) -> str:
        """The heading of the table, after that of the notice's annex."""
        return translate(f"summaries.{self.kind}.title", city=self.of.city.about.name, year=self.of.year)


def of_record(facts: RecordFacts) -> tuple[Any, ...]:
    """The money of a department's form."""
    types = facts.source.record.budget.by_type
    return (facts.total_cell, types.basic, types.project)


def of_project(facts: ProjectFacts) -> tuple[Any, ...]:
    """The money of a project's form."""
    budget = facts.source.record.budget
    return (budget.annual.total, budget.annual.fiscal, budget.whole.total if budget.whole else None)


def said(value: Any) -> str:
    """The word for a cell without a value."""
    return translate(f"absence.{absence(value)}")


def added(cells: list[tuple[Any, str]]) -> SummaryTotal:
    """The sum of the same cell of several forms, each with the unit of its form; 无 adds nothing and is not missed."""
    amounts = [in_wan(amount, unit) for value, unit in cells if (amount := money(value)) is not None]
    kinds = [absence(value) for value, _ in cells]
    unknown, missing = (sum(kind in names for kind in kinds) for names in (UNKNOWN, MISSING))
    return SummaryTotal(sum(amounts, ZERO) if amounts else None, unknown, missing)


def summary(kind: Kind, of: CityFacts, rows: list[tuple[FormFacts, tuple[Any, ...]]]) -> SummaryTable:
    """A table of some forms with their cells of money."""
    forms = [facts for facts, _ in rows]
    units = {facts.source.record.unit for facts in forms}
    columns = ([(value, facts.source.record.unit) for value in added_cells(facts, cells)] for facts, cells in rows)
    by_column = zip(*columns, strict=True)
    return SummaryTable(
        kind,
        of,
        COLUMNS[kind],
        tuple(SummaryRow(number, facts, cells) for number, (facts, cells) in enumerate(rows, 1)),
        tuple(added(list(column)) for column in by_column),
        units.pop() if len(units) == 1 else "",
        sum(facts.indicator_count for facts in forms),
        sum(facts.withheld_count for facts in forms),
        withheld_words(forms),
        tuple(unpublished(of.city, of.year)) if kind == "departments" else (),
    )


def added_cells(facts: FormFacts, cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """The money of a form as it is added up: of a project without a total for the year no part of it is."""
    if isinstance(facts, RecordFacts):
        return cells
    annual, fiscal, *rest = cells
    is_part = money(annual) is None and money(fiscal) is not None
    return (annual, NoTotal.UNKNOWN, *rest) if is_part else cells


COLUMNS: dict[Kind, tuple[str, ...]] = {
    "departments": ("total", "basic", "project"),
    "projects": ("annual", "fiscal", "whole"),
}


def departments_table(of: CityFacts) -> SummaryTable | None:
    """The targets of all departments of a city and year, the largest budget first; None where there are none."""
    return summary("departments", of, [(facts, of_record(facts)) for facts in of.records]) if of.records else None


def projects_table(of: CityFacts) -> SummaryTable | None:
    """The targets of all projects of a city and year, department by department; None where there are none."""
    ordered = sorted(of.projects, key=lambda facts: facts.source.department_slug)
    return summary("projects", of, [(facts, of_project(facts)) for facts in ordered]) if ordered else None


TABLES: tuple[Callable[[CityFacts], SummaryTable | None], ...] = (departments_table, projects_table)


def summaries(facts: Facts) -> tuple[SummaryTable, ...]:
    """Every table of every city and year."""
    return tuple(table for of in facts.cities for make in TABLES if (table := make(of)))
