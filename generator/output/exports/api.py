"""The answers for programs: an index, and each table as JSON. The answer for one record stands beside its page.

What the program worked out stands under `derived`, apart from the text of the form.
"""

import json
from collections.abc import Iterator, Sequence
from typing import IO, Any

from generator.analysis.facts import RecordFacts
from generator.output.exports.feeds import address
from generator.output.exports.outputs import Export, json_bytes
from generator.output.exports.records import API, DERIVED, JSON
from generator.output.exports.tables import FilledTable, Row, Table, TableColumn, typed
from generator.output.exports.web import SCHEMA
from generator.system.manifest import Content
from generator.system.zips import spooled_file
from generator.words import translate

FOLDER = f"api/{API}/"
INDEX = f"{FOLDER}index.json"


def api_files(export: Export, tables: Sequence[FilledTable]) -> Iterator[tuple[str, Content]]:
    """The answer for each table, and the index of all answers."""
    for one in tables:
        yield table_path(one.table), table_json(one)
    yield INDEX, json_bytes(index(export, tables))


def table_path(table: Table) -> str:
    """Where the answer for a table stands."""
    return f"{FOLDER}{table.name}.json"


def index(export: Export, tables: Sequence[FilledTable]) -> dict[str, Any]:
    """What may be asked for, and where; addresses are relative to the index where the site does not know its own."""
    return {
        "api": API,
        "title": str(export.config.name),
        "licence": translate("tables.licence"),
        "documentation": address(export, FOLDER, "data/api/"),
        "schema": address(export, FOLDER, SCHEMA),
        "tables": [
            {
                "name": one.table.name,
                "title": one.table.title,
                "rows": len(one.rows),
                "address": address(export, FOLDER, table_path(one.table)),
            }
            for one in tables
        ],
        "records": [listed(export, facts) for facts in export.facts.records],
        "suspended": sorted({path for years in export.facts.cities for path in years.city.suspended}),
    }


def listed(export: Export, facts: RecordFacts) -> dict[str, Any]:
    """A record as the index lists it."""
    source = facts.source
    return {
        "city": source.city.name,
        "department": source.record.department,
        "year": source.year,
        "path": source.path,
        "address": address(export, FOLDER, source.path + JSON),
    }


def table_json(one: FilledTable) -> IO[bytes]:
    """A table with a row on each line."""
    table = one.table
    head = {
        "api": API,
        "table": table.name,
        "title": table.title,
        "description": table.lead,
        "fields": [
            {"name": column.key, "title": column.title, "kind": column.kind, "derived": column.derived}
            for column in table.columns
        ],
    }
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = (json.dumps(answer(table, row), ensure_ascii=False) for row in one.rows)
    answers = spooled_file()
    answers.write(f'{opening},\n "rows": [\n{next(rows, "")}'.encode())
    answers.writelines(f",\n{row}".encode() for row in rows)
    answers.write(b"\n ]\n}\n")
    return answers


def answer(table: Table, row: Row) -> dict[str, Any]:
    """A row as an answer: what is authored under its own names, what is derived apart from it."""
    cells = [(column, typed(column, text)) for column, text in zip(table.columns, row, strict=True)]
    derived = {column.key: value for column, value in cells if column.derived}
    authored = {column.key: value for column, value in cells if not column.derived}
    return authored | ({DERIVED: derived} if derived else {})


def name_in_answer(column: TableColumn) -> str:
    """Where a row of an answer has the cell of a column."""
    return f"{DERIVED}.{column.key}" if column.derived else column.key
