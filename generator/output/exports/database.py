"""All tables as one SQLite file.

Texts are TEXT, numbers REAL or INTEGER, days TEXT as year-month-day; a value that is missing is NULL. The file has no
time and no version of SQLite in it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from generator.output.exports.tables import Table
from generator.output.exports.values import Batch, Stored
from generator.system.manifest import PIECE

TYPES = {"number": "REAL", "share": "REAL", "count": "INTEGER", "year": "INTEGER"}
PAGE_SIZE = 4096
# The bytes of the header with the version of SQLite, which would make builds differ.
WRITER = slice(96, 100)


class Database:
    """A database in memory with some tables."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        self.connection.execute("BEGIN")

    def with_rows_of(self, table: Table, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Make a table, and yield its rows in batches as they are added to it."""
        self.connection.execute(definition(table))
        for batch in batches:
            self.add(table, batch)
            yield batch

    def add(self, table: Table, rows: Batch) -> None:
        """Add stored rows to a table."""
        gaps = ", ".join("?" * len(table.columns))
        self.connection.executemany(
            f"INSERT INTO {quoted(table.name)} VALUES ({gaps})",  # noqa: S608 - names of our own tables
            with_numbers(table, rows),
        )

    def finished(self) -> Iterator[bytes]:
        """Yield the database in pieces, and close it."""
        with closing(self.connection):
            self.connection.execute("COMMIT")
            content = memoryview(self.connection.serialize())
        yield bytes(content[: WRITER.start]) + bytes(WRITER.stop - WRITER.start)
        for start in range(WRITER.stop, len(content), PIECE):
            yield bytes(content[start : start + PIECE])


def with_numbers(table: Table, rows: Batch) -> Iterator[list[Stored | float]]:
    """Yield stored rows with their numbers as floats, whose text SQLite would round by itself."""
    places = [place for place, column in enumerate(table.columns) if TYPES.get(column.kind) == "REAL"]
    for row in rows:
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
