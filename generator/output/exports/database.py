"""All tables as one SQLite file.

Every column has the text of the form or of the site; for a figure there is a column with the number too, whose name
ends in `_number`. The file has no time and no version of SQLite in it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from generator.output.exports.tables import FilledTable, Table, typed

NUMBER = "_number"
TYPES = {"count": "INTEGER", "year": "INTEGER"}
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
            gaps = ", ".join("?" * len(list(stored_columns(table))))
            connection.executemany(
                f"INSERT INTO {quoted(table.name)} VALUES ({gaps})",  # noqa: S608 - names of our own tables
                (list(stored(table, row)) for row in rows),
            )
        connection.execute("COMMIT")
        content = bytearray(connection.serialize())
    finally:
        connection.close()
    content[WRITER] = bytes(4)
    return bytes(content)


def definition(table: Table) -> str:
    """Return the CREATE statement of a table."""
    columns = [f"{quoted(name)} {kind}" for name, kind in stored_columns(table)]
    key = ", ".join(map(quoted, table.key))
    leads = [
        f"FOREIGN KEY ({quoted(column.key)}) REFERENCES {quoted(column.leads_to)} (path)"
        for column in table.columns
        if column.leads_to
    ]
    lines = ",\n  ".join([*columns, f"PRIMARY KEY ({key})", *leads])
    return f"CREATE TABLE {quoted(table.name)} (\n  {lines}\n)"


def stored_columns(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table in the database, with their types."""
    for column in table.columns:
        yield column.key, TYPES.get(column.kind, "TEXT")
        if column.kind == "figure":
            yield column.key + NUMBER, "REAL"


def stored(table: Table, row: Sequence[str]) -> Iterator[str | int | float | None]:
    """Yield the cells of a row in the database."""
    for column, text in zip(table.columns, row, strict=True):
        yield typed(column, text)
        if column.kind == "figure":
            yield number(text)


def number(text: str) -> float | None:
    """Return a figure as a number; None where a cell has none."""
    try:
        return float(Decimal(text))
    except InvalidOperation:
        return None


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return f'"{name}"'
