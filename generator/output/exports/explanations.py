"""The first sheet of a spreadsheet of tables: how to read them, and the meaning of every column."""

from collections.abc import Iterator, Sequence

from generator.content.config import Config
from generator.output.exports.identity import licence_of
from generator.output.exports.tables import Table
from generator.output.exports.values import Value
from generator.output.exports.workbook import Worksheet, plain_sheet
from generator.words import translate

COLUMNS = {"table": 12, "column": 30, "about": 80, "type": 16, "unit": 10, "source": 10, "key": 20}
NOTES = ("workbook", "absent", "derived", "status")


def explanations(rows: Sequence[Sequence[Value]]) -> Worksheet:
    """Return the sheet."""
    heads = [translate(f"tables.explained.{key}") for key in COLUMNS]
    return plain_sheet(translate("tables.explained.title"), heads, list(COLUMNS.values()), rows)


def explanation_rows(config: Config, tables: Sequence[Table]) -> list[list[Value]]:
    """Return notes on the site and on reading, then a row for each column of each table."""
    return [*notes(config), *column_rows(tables)]


def notes(config: Config) -> Iterator[list[Value]]:
    """Yield the rows of notes."""
    every = translate("tables.explained.every")
    words = [str(config.name), str(config.url), *(translate(f"tables.read_me.{key}") for key in NOTES)]
    for note in [*filter(None, words), licence_of(config)]:
        yield [every, "", note, "", "", "", ""]


def column_rows(tables: Sequence[Table]) -> Iterator[list[Value]]:
    """Yield the rows of tables and columns."""
    for table in tables:
        yield [table.title, "", table.lead, "", "", "", table.name]
        for column in table.columns:
            source = translate(f"tables.explained.{'derived' if column.derived else 'authored'}")
            kind = translate(f"tables.types.{column.kind}")
            yield [table.title, column.title, column.about, kind, column.unit_name, source, column.key]
