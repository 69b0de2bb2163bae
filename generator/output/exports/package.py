"""Descriptions of the tables for programs: a Frictionless data package, and the metadata for Datasette.

The package describes the CSV files. A field has the name of the column's heading, by which readers of CSV find it;
its key in the API and the database is under `key`.
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.forms.fields import BLANK, NONE_WRITTEN
from generator.output.exports.database import NUMBER
from generator.output.exports.outputs import DATA, Export, Tree, json_bytes
from generator.output.exports.tables import FilledTable, Kind, Table, TableColumn
from generator.system.manifest import FileEntry
from generator.words import translate

DESCRIPTOR = f"{DATA}datapackage.json"
TYPES: dict[Kind, str] = {
    "text": "string",
    "prose": "string",
    "figure": "number",
    "count": "integer",
    "year": "year",
    "day": "date",
}
# Missing values: blank and 无 are values of text columns, and missing in columns of figures or days.
NO_TEXT = ("absence.not_on_form", "absence.withheld")
NO_VALUE = (*NO_TEXT, "absence.unknown", "disclosure.unknown")


def package(export: Export, tables: Sequence[FilledTable], files: Mapping[str, FileEntry]) -> bytes:
    """Return the descriptor of the package; `files` has the sizes and hashes of the CSV files."""
    return json_bytes(
        {
            "profile": "tabular-data-package",
            "name": "gongkai",
            "title": str(export.config.name),
            "description": f"{export.config.description}{translate('tables.package')}{translate('tables.licence')}",
            **({"homepage": str(export.config.url)} if export.config.url else {}),
            "resources": [resource(table, len(rows), files[table.csv_path]) for table, rows, _ in tables],
        }
    )


def resource(table: Table, row_count: int, entry: FileEntry) -> Tree:
    """Return the description of a table; its foreign keys refer to the addresses in other tables."""
    leads = [
        {"fields": [column.title], "reference": {"resource": column.leads_to, "fields": [TableColumn("path").title]}}
        for column in table.columns
        if column.leads_to
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.lead,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": entry.size,
        "hash": f"sha256:{entry.sha256}",
        "rows": row_count,
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "fields": [field_tree(column) for column in table.columns],
            "missingValues": list(map(translate, NO_TEXT)),
            "primaryKey": [column.title for key in table.key for column in table.columns if column.key == key],
            **({"foreignKeys": leads} if leads else {}),
        },
    }


def field_tree(column: TableColumn) -> Tree:
    """Return the description of a column."""
    missing = (
        [BLANK, NONE_WRITTEN, *map(translate, NO_VALUE)]
        if column.kind not in ("text", "prose")
        else [BLANK]
        if column.leads_to
        else []
    )
    return {
        "name": column.title,
        "key": column.key,
        "description": description_of(column),
        "type": TYPES[column.kind],
        "derived": column.derived,
        **({"missingValues": missing} if missing else {}),
    }


def description_of(column: TableColumn) -> str:
    """Return the description of a column in words."""
    return translate(f"tables.kinds.{'derived' if column.derived else 'authored'}.{column.kind}")


def datasette(export: Export, tables: Sequence[FilledTable], database: str) -> bytes:
    """Return the metadata with which Datasette shows the database."""
    about = {
        "title": str(export.config.name),
        "description": str(export.config.description),
        "license": translate("tables.licence"),
        "source": str(export.config.name),
        **({"source_url": str(export.config.url)} if export.config.url else {}),
    }
    shown = {
        table.name: {
            "title": table.title,
            "description": table.lead,
            "columns": {name: text for column in table.columns for name, text in columns(column)},
        }
        for table, _, _ in tables
    }
    return json_bytes({**about, "databases": {database: {**about, "tables": shown}}})


def columns(column: TableColumn) -> Iterator[tuple[str, str]]:
    """Yield the columns of the database for a column of a table, each in words."""
    title = translate("tables.column", title=column.title, about=description_of(column))
    yield column.key, title
    if column.kind == "figure":
        yield column.key + NUMBER, translate("tables.number", title=column.title)
