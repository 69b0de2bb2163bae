"""All files under data/ and api/: the tables in each format, one zip for each city and year, and one of all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from generator.output.exports import catalog
from generator.output.exports.api import api_files, json_paths
from generator.output.exports.columns import TableColumn
from generator.output.exports.database import database
from generator.output.exports.explanations import explanations
from generator.output.exports.identity import licence_of
from generator.output.exports.outputs import ALL, BOM, DATA, Export, csv_bytes
from generator.output.exports.package import DESCRIPTOR, datasette, package
from generator.output.exports.tables import FilledTable, Table, filled_table, tables_of
from generator.output.exports.values import Value
from generator.output.exports.workbook import plain_sheet, workbook_entries
from generator.system.manifest import Content, FileEntry, pieces
from generator.system.zips import zip_file
from generator.words import translate

ZIP = f"{DATA}{ALL}.zip"
XLSX = f"{DATA}{ALL}.xlsx"
SQLITE = f"{DATA}{ALL}.sqlite"
METADATA = f"{DATA}metadata.json"
README = "README.txt"
# The widths of columns in letters by kind.
WIDTHS = {"text": 16, "prose": 48, "figure": 14, "number": 14, "share": 10, "count": 10, "year": 8, "day": 12}


def zip_path(name: str) -> str:
    """Return the path of the zip of a city and year."""
    return f"{DATA}{name}.zip"


def data_files(export: Export) -> Iterator[tuple[str, Content]]:
    """Yield all downloads, and last the catalogue of them."""
    described = tables_of(export)
    tables = [filled_table(table, export) for table in described]
    files: dict[str, FileEntry] = {}
    for path, content in downloads(export, tables):
        files[path] = FileEntry.of(content)
        yield path, content
    whole = [*(table.csv_path for table in described), XLSX, *json_paths(described), SQLITE, ZIP]
    sets = {zip_path(facts.set_name): facts for facts in export.facts.cities}
    yield DESCRIPTOR, package(export, tables, files)
    yield catalog.PATH, catalog.catalog(export, whole, sets, files)


def downloads(export: Export, tables: Sequence[FilledTable]) -> Iterator[tuple[str, Content]]:
    """Yield the downloads that the catalogue lists, one at a time to save memory."""
    for table, rows, _ in tables:
        yield table.csv_path, table_csv(table, rows)
    sheets = spreadsheet(export, tables)
    yield XLSX, sheets
    yield SQLITE, database(tables)
    yield METADATA, datasette(export, tables, ALL)
    yield from api_files(export, tables)
    for facts in export.facts.cities:
        name = facts.set_name
        of_set = [FilledTable(table, sets.get(name, []), {}) for table, _, sets in tables]
        yield zip_path(name), zip_file(zip_entries(export, name, of_set, spreadsheet(export, of_set)))
    yield ZIP, zip_file(zip_entries(export, ALL, tables, sheets))


def table_csv(table: Table, rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a table as CSV for spreadsheets."""
    return csv_bytes([column.title for column in table.columns], rows)


def spreadsheet(export: Export, tables: Iterable[FilledTable]) -> IO[bytes]:
    """Return the tables as one spreadsheet, after a sheet that explains them."""
    filled = list(tables)
    sheets = [explanations(export.config, [table for table, _, _ in filled])]
    for table, rows, _ in filled:
        heads, widths = zip(*((column.title, width(column)) for column in table.columns), strict=True)
        sheets.append(plain_sheet(table.title, heads, widths, rows))
    return zip_file(workbook_entries(sheets))


def width(column: TableColumn) -> int:
    """Return the width of a column in letters; a title takes two lines, and a Chinese character two letters."""
    return max(WIDTHS[column.kind], len(column.title) + 4)


def zip_entries(
    export: Export, name: str, tables: Sequence[FilledTable], sheets: IO[bytes]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files in the zip of some forms: a README, and their tables as one spreadsheet and as CSV."""
    yield README, pieces((BOM + read_me(export, tables)).encode("utf-8"))
    yield f"{name}.xlsx", pieces(sheets)
    for table, rows, _ in tables:
        yield f"csv/{table.name}.csv", pieces(table_csv(table, rows))


def read_me(export: Export, tables: Sequence[FilledTable]) -> str:
    """Return the README of a zip: the site, the tables, and notes on reading them."""
    lines = [
        translate("tables.read_me.head", site=export.config.name),
        *([translate("tables.read_me.address", url=export.config.url)] if export.config.url else []),
        "",
        *(
            translate("tables.read_me.table", name=table.name, title=table.title, rows=len(rows))
            for table, rows, _ in tables
        ),
        "",
        *(translate(f"tables.read_me.{key}") for key in ("workbook", "json", "absent", "derived", "status", "excel")),
        "",
        licence_of(export.config),
        "",
    ]
    return "\r\n".join(lines)
