"""All tables as one SQLite file.

Texts are TEXT, numbers REAL or INTEGER, days TEXT as year-month-day; a value that is missing is NULL. The file has no
time and no version of SQLite in it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from generator.output.exports.tables import Table, TablePart
from generator.output.exports.values import Stored
from generator.system.manifest import PIECE

TYPES = {"number": "REAL", "share": "REAL", "count": "INTEGER", "year": "INTEGER"}
PAGE_SIZE = 4096
# The bytes of the header with the version of SQLite, which would make builds differ.
WRITER = slice(96, 100)


def database(parts: Sequence[TablePart]) -> Iterator[bytes]:
    """Yield the tables as a database, in pieces."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("BEGIN")
        for part in parts:
            connection.execute(definition(part.table))
            gaps = ", ".join("?" * len(part.table.columns))
            connection.executemany(
                f"INSERT INTO {quoted(part.table.name)} VALUES ({gaps})",  # noqa: S608 - names of our own tables
                with_numbers(part),
            )
        connection.execute("COMMIT")
        content = memoryview(connection.serialize())
    yield bytes(content[: WRITER.start]) + bytes(WRITER.stop - WRITER.start)
    for start in range(WRITER.stop, len(content), PIECE):
        yield bytes(content[start : start + PIECE])


def with_numbers(part: TablePart) -> Iterator[list[Stored | float]]:
    """Yield stored rows with their numbers as floats, whose text SQLite would round by itself."""
    places = [place for place, column in enumerate(part.table.columns) if TYPES.get(column.kind) == "REAL"]
    for row in part.stored():
        values: list[Stored | float] = list(row)
        for place in places:
            number = values[place]
            values[place] = None if number is None else float(number)
        yield values


def definition(table: Table) -> str:
    """Return the CREATE statement of a table."""
    columns = [f"{quoted(column.key)} {TYPES.get(column.kind, 'TEXT')}" for column in table.columns]
    key = ", ".join(map(quoted, table.key))
    leads = [
        f"FOREIGN KEY ({quoted(column.key)}) REFERENCES {quoted(column.leads_to)} (path)"
        for column in table.columns
        if column.leads_to
    ]
    lines = ",\n  ".join([*columns, f"PRIMARY KEY ({key})", *leads])
    return f"CREATE TABLE {quoted(table.name)} (\n  {lines}\n)"


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return f'"{name}"'
