"""The rows that one department, or one city, contributes to the tables of the whole site.

They are made in the process that reads the department, and are small: texts and whole numbers alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from generator.analysis.facts import FormFacts, grouped
from generator.analysis.topics import topic_of
from generator.content.corpus import City
from generator.output.exports.board import NO_FORM, board_rows
from generator.output.exports.columns import FROM_TEXT, expanded
from generator.output.exports.outputs import Export
from generator.output.exports.tables import DEPARTMENT_TABLES, DISCLOSED, DISCLOSURE, Table
from generator.output.exports.values import Stored, stored_value
from generator.output.search_documents import forms
from generator.output.search_index import index_document
from generator.system.packing import packed


class StoredRow(NamedTuple):
    """A row as it is stored, with the years of the sets that it is in."""

    years: tuple[int, ...]
    values: tuple[Stored, ...]


class StoredIndicators(NamedTuple):
    """The indicators of a form that have the same topic, packed; `project` is the slug of a project, or ""."""

    year: int
    project: str
    topic: str
    content: bytes


class Contribution(NamedTuple):
    """The rows by the name of their table, the indicators of each form by topic, and the search documents, packed."""

    tables: dict[str, list[StoredRow]]
    indicators: list[StoredIndicators]
    documents: bytes


def department_contribution(export: Export) -> Contribution:
    """Return the rows of the departments of an export; those of the board are completed by `city_contribution`."""
    return Contribution(
        {table.name: [*stored_rows(table, export)] for table in DEPARTMENT_TABLES},
        [*stored_indicators(export.facts.with_indicators)],
        packed([index_document(document) for document in forms(export.facts)]),
    )


def stored_indicators(forms: Iterable[FormFacts]) -> Iterator[StoredIndicators]:
    """Yield the indicators of forms by topic."""
    for facts in forms:
        for topic, lines in grouped(facts.indicators, lambda line: topic_of(line.indicator)).items():
            yield StoredIndicators(facts.source.year, facts.source.slug, topic, packed(lines))


def stored_rows(table: Table, export: Export) -> Iterator[StoredRow]:
    """Yield the rows of a table."""
    typed = [place for place, column in enumerate(table.columns) if column.kind in FROM_TEXT]
    for years, row in table.placed_values(export):
        values: list[Any] = row
        for place in typed:
            values[place] = stored_value(values[place])
        yield StoredRow(years, tuple(values))


def city_contribution(city: City, disclosed: Sequence[Sequence[Stored]]) -> Contribution:
    """Return the rows of a city on the board; `disclosed` are the stored rows of DISCLOSED of its departments."""
    no_form = tuple(map(stored_value, next(expanded(DISCLOSED.columns, [NO_FORM]))))
    rows = board_rows(city, {str(cells[-1]): cells for cells in disclosed}, no_form)
    return Contribution({DISCLOSURE.name: [StoredRow((year,), values) for year, values in rows]}, [], b"")
