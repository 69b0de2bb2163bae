"""All tables as one SQLite file.

Texts are TEXT, numbers REAL or INTEGER, days TEXT as year-month-day; a value that is missing is NULL. The file has no
time and no version of SQLite in it.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.output.exports.tables import FilledTable, Table
from generator.output.exports.values import Value

TYPES = {"number": "REAL", "share": "REAL", "count": "INTEGER", "year": "INTEGER"}
PAGE_SIZE = 4096
# The bytes of the header with the version of SQLite, which would make builds differ.
WRITER = slice(96, 100)


def database(tables: Sequence[FilledTable]) -> bytes:
    """Return the tables as the bytes of a database."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("BEGIN")
        for table, rows, _ in tables:
            connection.execute(definition(table))
            gaps = ", ".join("?" * len(table.columns))
            connection.executemany(
                f"INSERT INTO {quoted(table.name)} VALUES ({gaps})",  # noqa: S608 - names of our own tables
                (list(map(stored, row)) for row in rows),
            )
        connection.execute("COMMIT")
        content = bytearray(connection.serialize())
    finally:
        connection.close()
    content[WRITER] = bytes(4)
    return bytes(content)


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


def stored(value: Value) -> str | int | float | None:
    """Return a value as SQLite has it."""
    return float(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return f'"{name}"'
