"""Descriptions of the tables for programs: a Frictionless data package, and the metadata for Datasette.

The package describes the CSV files. A field has the name of the column's heading, by which readers of CSV find it;
its key in the API and the database is under `key`.
"""

from collections.abc import Mapping, Sequence

from generator.forms.fields import BLANK
from generator.output.exports.columns import Kind, TableColumn
from generator.output.exports.identity import licence_of, site_tree
from generator.output.exports.outputs import DATA, MEDIA_TYPES, Export, Tree, json_bytes
from generator.output.exports.tables import Table, TablePart
from generator.system.manifest import FileEntry
from generator.words import translate

DESCRIPTOR = f"{DATA}datapackage.json"
TYPES: dict[Kind, str] = {
    "text": "string",
    "prose": "string",
    "figure": "string",
    "number": "number",
    "share": "number",
    "count": "integer",
    "year": "year",
    "day": "date",
}
# Texts that say why a cell has no text; a number or a day that is missing is blank.
NO_TEXT = ("absence.not_on_form", "absence.withheld")


def package(
    export: Export, tables: Sequence[TablePart], files: Mapping[str, FileEntry], sets: Sequence[str] = ()
) -> bytes:
    """Return the descriptor of the package: its tables, and the zips of `sets` where other tables are too large.

    `files` has the sizes and hashes of all of them.
    """
    return json_bytes(
        {
            "profile": "data-package" if sets else "tabular-data-package",
            "name": "gongkai",
            "title": str(export.config.name),
            "description": f"{export.config.description}{translate('tables.package')}{licence_of(export.config)}",
            "site": site_tree(export.config),
            **({"homepage": str(export.config.url)} if export.config.url else {}),
            "resources": [
                *(resource(part.table, len(part), files[part.table.csv_path]) for part in tables),
                *(archive(path, files[path]) for path in sets),
            ],
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


def archive(path: str, entry: FileEntry) -> Tree:
    """Return the description of the zip of a city and year."""
    file = path.removeprefix(DATA)
    return {
        "name": file.removesuffix(".zip"),
        "path": file,
        "format": "zip",
        "mediatype": MEDIA_TYPES["zip"],
        "bytes": entry.size,
        "hash": f"sha256:{entry.sha256}",
    }


def field_tree(column: TableColumn) -> Tree:
    """Return the description of a column."""
    is_value = column.kind not in ("text", "prose", "figure") or column.leads_to
    return {
        "name": column.title,
        "key": column.key,
        "description": column.about,
        "type": TYPES[column.kind],
        "derived": column.derived,
        **({"unit": column.unit_name} if column.unit else {}),
        **({"missingValues": [BLANK]} if is_value else {}),
    }


def datasette(export: Export, tables: Sequence[Table], database: str) -> bytes:
    """Return the metadata with which Datasette shows the database."""
    about = {
        "title": str(export.config.name),
        "description": str(export.config.description),
        "license": licence_of(export.config),
        "source": str(export.config.name),
        **({"source_url": str(export.config.url)} if export.config.url else {}),
    }
    shown = {
        table.name: {
            "title": table.title,
            "description": table.lead,
            "columns": {column.key: in_words(column) for column in table.columns},
        }
        for table in tables
    }
    return json_bytes({**about, "databases": {database: {**about, "tables": shown}}})


def in_words(column: TableColumn) -> str:
    """Return the title and the description of a column."""
    return translate("tables.column", title=column.title, about=column.about)
