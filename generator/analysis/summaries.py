"""The summary tables of a city and year: the targets of all its departments, and those of all its projects.

Money is in the unit of each form; totals are in 万元 and say how many cells had no figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts
from generator.analysis.site_facts import CityFacts, Facts
from generator.analysis.table_rows import sum_of, withheld_words
from generator.content.addresses import summary_address
from generator.content.roster import unpublished
from generator.forms.fields import NONE_WRITTEN, WITHHELD, money
from generator.forms.figures import ZERO, NoTotal, absence, absence_word, in_wan
from generator.words import translate

Kind = Literal["departments", "projects"]
# Kinds of absence by which a sum is incomplete, and by which the form has no such cell.
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
    """One form in the table: its number, and its cells of money."""

    number: int
    facts: FormFacts
    money: tuple[Any, ...]

    @property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """The indicators by name, each with its target as the form has it."""
        rows = (line.indicator for line in self.facts.indicators)
        return tuple((row.name, row.written or absence_word(row.target)) for row in rows)


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """One table; `columns` are those of money, in the order of the cells; `unpublished` are names on the roster."""

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
        """The departments that are missing in the table of departments because they have forms of projects only."""
        return self.of.only_projects if self.kind == "departments" else ()

    @property
    def path(self) -> str:
        """The address of the table, from the site's root."""
        return summary_path(self.of, self.kind)

    @property
    def is_in_wan(self) -> bool:
        """Whether every form has its money in the unit of the totals."""
        return self.unit == "万元"

    @property
    def title(self) -> str:
        """The heading of the table, as in the notice's annex."""
        return summary_title(self.of, self.kind)


def money_of_record(facts: RecordFacts) -> tuple[Any, ...]:
    """Return the money of a department's form."""
    types = facts.budget.by_type
    return (facts.total_cell, types.basic, types.project)


def money_of_project(facts: ProjectFacts) -> tuple[Any, ...]:
    """Return the money of a project's form; that of the year is its sum where the form has no total."""
    budget = facts.budget
    annual = facts.total_cell if budget.annual.total is None else budget.annual.total
    return (annual, fiscal_money(facts), budget.whole.total if budget.whole else None)


def fiscal_money(facts: ProjectFacts) -> Any:
    """Return the fiscal money of the year; of a form that has it in lines of its own, their sum."""
    funds, drawing = facts.budget.annual, facts.source.drawing
    names = drawing.lines_of_role(("budget", "annual"), "fiscal") if drawing else ()
    values = [value for name in names if (value := funds.own.get(name)) is not None]
    if funds.fiscal is not None or not values:
        return funds.fiscal
    total = sum_of(values)
    if total is not None:
        return total
    if WITHHELD in values:
        return NoTotal.WITHHELD
    return NoTotal.NONE if set(values) == {NONE_WRITTEN} else NoTotal.UNKNOWN


def sum_of_cells(cells: list[tuple[Any, str]]) -> SummaryTotal:
    """Add up the same cell of several forms, each with the unit of its form; 无 counts as nothing."""
    amounts = [in_wan(amount, unit) for value, unit in cells if (amount := money(value)) is not None]
    kinds = [absence(value) for value, _ in cells]
    unknown, missing = (sum(kind in names for kind in kinds) for names in (UNKNOWN, MISSING))
    return SummaryTotal(sum(amounts, ZERO) if amounts else None, unknown, missing)


def summary(kind: Kind, of: CityFacts, rows: list[tuple[FormFacts, tuple[Any, ...]]]) -> SummaryTable:
    """Return a table of some forms with their cells of money."""
    forms = [facts for facts, _ in rows]
    units = {facts.unit for facts in forms}
    columns = ([(value, facts.unit) for value in cells_to_add(facts, cells)] for facts, cells in rows)
    by_column = zip(*columns, strict=True)
    return SummaryTable(
        kind,
        of,
        COLUMNS[kind],
        tuple(SummaryRow(number, facts, cells) for number, (facts, cells) in enumerate(rows, 1)),
        tuple(sum_of_cells(list(column)) for column in by_column),
        units.pop() if len(units) == 1 else "",
        sum(facts.indicator_count for facts in forms),
        sum(facts.withheld_count for facts in forms),
        withheld_words(facts.form for facts in forms if facts.withheld_count),
        tuple(unpublished(of.city, of.year)) if kind == "departments" else (),
    )


def cells_to_add(facts: FormFacts, cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the money of a form as it is added up; the year of a project without a total is unknown."""
    if isinstance(facts, RecordFacts):
        return cells
    annual, fiscal, *rest = cells
    is_part = money(annual) is None and money(fiscal) is not None
    return (annual, NoTotal.UNKNOWN, *rest) if is_part else cells


COLUMNS: dict[Kind, tuple[str, ...]] = {
    "departments": ("total", "basic", "project"),
    "projects": ("annual", "fiscal", "whole"),
}


def kinds_of(of: CityFacts) -> tuple[Kind, ...]:
    """Return the kinds of tables that a city and year has."""
    forms: tuple[tuple[Kind, Sequence[FormFacts]], ...] = (("departments", of.records), ("projects", of.projects))
    return tuple(kind for kind, some in forms if some)


def summary_path(of: CityFacts, kind: Kind) -> str:
    """Return the address of a table of a city and year, from the site's root."""
    return summary_address(of.city.slug, of.year, kind)


def summary_title(of: CityFacts, kind: Kind) -> str:
    """Return the heading of a table, as in the notice's annex."""
    return translate(f"summaries.{kind}.title", city=of.city.about.name, year=of.year)


def table_of(of: CityFacts, kind: Kind) -> SummaryTable:
    """Return a table of a city and year: its departments, the largest budget first, or its projects."""
    if kind == "departments":
        return summary(kind, of, [(facts, money_of_record(facts)) for facts in of.records])
    projects = sorted(of.projects, key=lambda facts: facts.source.department_slug)
    return summary(kind, of, [(facts, money_of_project(facts)) for facts in projects])


def summaries(facts: Facts) -> tuple[SummaryTable, ...]:
    """Return every table of every city and year."""
    return tuple(table_of(of, kind) for of in facts.cities for kind in kinds_of(of))
