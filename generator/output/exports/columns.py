"""The columns of the tables: the kind and the unit of their cells, and whether these are of the form or computed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any, Literal

from generator.forms.cells import columns_of
from generator.forms.fields import FieldGroup
from generator.forms.model import Indicator, ResultIndicator, Task
from generator.output.exports.values import Cell, Missing, Stored, Value, status_of
from generator.words import catalogue_map, translate

# A figure is the text of a form; numbers, shares, counts, years and days are values.
Kind = Literal["text", "prose", "figure", "number", "share", "count", "year", "day"]
Unit = Literal["", "wan", "form", "reading", "percent", "people", "rows", "tasks", "days", "points"]
# The kinds of columns of rows on a form by the kinds of their cells, and the keys of those that two tables share.
KINDS: Mapping[str, Kind] = {"money": "figure", "prose": "prose"}
COLUMN_KEYS: Mapping[tuple[type[FieldGroup], str], str] = {
    (Task, "name"): "task",
    (Indicator, "name"): "indicator",
    (Indicator, "unit"): "measure",
    (ResultIndicator, "name"): "indicator",
    (ResultIndicator, "unit"): "measure",
}
STATUS = "_status"
# How a stored text becomes the value of a cell; the cells of all other kinds are stored as they are.
FROM_TEXT: Mapping[str, Callable[[Any], Value]] = {"number": Decimal, "share": Decimal, "day": date.fromisoformat}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its key, the kind and the unit of its cells, whether they are computed, the table that it refers to.

    A column with `status_of` says in a word why the cells of the column before it have no value.
    """

    key: str
    kind: Kind = "text"
    derived: bool = False
    words: str = "exports.columns"
    leads_to: str = ""
    unit: Unit = ""
    status_of: str = ""

    @property
    def title(self) -> str:
        """The heading of the column."""
        if not self.status_of:
            return translate(f"{self.words}.{self.key}")
        name = translate(f"{self.words}.{self.status_of}").partition("（")[0]
        return translate("exports.status", name=name)

    @property
    def unit_name(self) -> str:
        """The unit of the cells; empty for those without one."""
        return translate(f"exports.units.{self.unit}") if self.unit else ""

    @property
    def about(self) -> str:
        """A description of the cells."""
        if self.status_of:
            return translate("exports.about_status")
        meanings = catalogue_map("exports.about")
        if self.key in meanings:
            return translate(f"exports.about.{self.key}")
        return translate(f"tables.kinds.{'derived' if self.derived else 'authored'}.{self.kind}")


def columns(*keys: str, kind: Kind = "text", derived: bool = False) -> tuple[TableColumn, ...]:
    """Return some columns of one kind."""
    return tuple(TableColumn(key, kind, derived) for key in keys)


def counts(*keys: str, unit: Unit) -> tuple[TableColumn, ...]:
    """Return some columns of numbers that were counted."""
    return tuple(TableColumn(key, "count", True, unit=unit) for key in keys)


def with_status(column: TableColumn, status: str = "") -> tuple[TableColumn, TableColumn]:
    """Return a column and one with the reason why its cells have no value."""
    return column, TableColumn(status or column.key + STATUS, derived=True, words=column.words, status_of=column.key)


def computed(key: str, unit: Unit = "wan", kind: Kind = "number", status: str = "") -> tuple[TableColumn, TableColumn]:
    """Return a column of numbers that were computed, and their status."""
    return with_status(TableColumn(key, kind, True, unit=unit), status)


def of_form(shape: type[FieldGroup]) -> tuple[TableColumn, ...]:
    """Return the columns that rows of a kind have on their form."""
    return tuple(
        TableColumn(COLUMN_KEYS.get((shape, column.key), column.key), KINDS.get(column.kind, "text"))
        for column in columns_of(shape)
    )


def expanded(described: Sequence[TableColumn], rows: Iterable[Sequence[Cell]]) -> Iterator[list[Value]]:
    """Yield the values of rows, with the status of each column that has one; None for an address of no row."""
    # The place of the cell of each column; a status has that of the column before it.
    places = [place - 1 for place in accumulate(not column.status_of for column in described)]
    plan = [(place, bool(column.status_of)) for place, column in zip(places, described, strict=True)]
    leads = [at for at, column in enumerate(described) if column.leads_to]
    for row in rows:
        if len(row) != places[-1] + 1:
            raise ValueError(row)
        values: list[Value] = [
            status_of(row[place]) if is_status else None if isinstance(cell := row[place], Missing) else cell
            for place, is_status in plan
        ]
        for at in leads:
            values[at] = values[at] or None
        yield values


def typed_rows(described: Sequence[TableColumn], rows: Iterable[Sequence[Stored]]) -> Iterator[list[Value]]:
    """Yield stored rows with their numbers and days as values."""
    places = [(place, FROM_TEXT[column.kind]) for place, column in enumerate(described) if column.kind in FROM_TEXT]
    for row in rows:
        values: list[Value] = list(row)
        for place, from_text in places:
            if values[place] is not None:
                values[place] = from_text(values[place])
        yield values
