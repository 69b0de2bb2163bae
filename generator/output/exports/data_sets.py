"""All files under data/ and api/: the tables in each format, one zip for each city and year, and one of all.

A table of the whole site is in one file while it is not too large; above that its rows are in the zips of each city
and year alone.
"""

from collections.abc import Iterable, Iterator, Sequence

from generator.output.exports import catalog
from generator.output.exports.api import INDEX, api_files
from generator.output.exports.columns import TableColumn
from generator.output.exports.database import database
from generator.output.exports.explanations import explanations
from generator.output.exports.identity import licence_of
from generator.output.exports.outputs import ALL, BOM, DATA, Export, csv_pieces
from generator.output.exports.package import DESCRIPTOR, datasette, package
from generator.output.exports.tables import TablePart, tables_of
from generator.output.exports.workbook import plain_sheet, workbook_entries
from generator.system.manifest import Content, FileEntry, pieces
from generator.system.zips import Members, spooled_file, zip_file
from generator.words import translate

ZIP = f"{DATA}{ALL}.zip"
XLSX = f"{DATA}{ALL}.xlsx"
SQLITE = f"{DATA}{ALL}.sqlite.zip"
METADATA = f"{DATA}metadata.json"
README = "README.txt"
# The place of the zips on the page of downloads.
SETS = f"{DATA}#sets"
# The widths of columns in letters by kind.
WIDTHS = {"text": 16, "prose": 48, "figure": 14, "number": 14, "share": 10, "count": 10, "year": 8, "day": 12}
# The most bytes of texts that a file of the whole site has.
LARGEST = 50_000_000


def zip_path(name: str) -> str:
    """Return the path of the zip of a city and year."""
    return f"{DATA}{name}.zip"


def whole_tables(export: Export) -> list[TablePart]:
    """Return the tables that are small enough for one file of the whole site."""
    tables = (TablePart(table, export.rows) for table in tables_of(export))
    return [part for part in tables if export.rows.size(part.table.name) <= LARGEST]


def is_whole(export: Export) -> bool:
    """Whether all tables together are small enough for one file of the whole site."""
    return sum(export.rows.size(table.name) for table in tables_of(export)) <= LARGEST


def data_files(export: Export) -> Iterator[tuple[str, Content]]:
    """Yield all downloads, and last the catalogue of them."""
    whole = whole_tables(export)
    files: dict[str, FileEntry] = {}
    for path, content in downloads(export, whole):
        files[path] = FileEntry.of(content)
        yield path, content
    sets = {zip_path(facts.set_name): facts for facts in export.facts.cities}
    of_all = [path for path in files if path not in sets and path not in (METADATA, INDEX)]
    yield DESCRIPTOR, package(export, whole, files, [*sets] if len(whole) < len(tables_of(export)) else [])
    yield catalog.PATH, catalog.catalog(export, of_all, sets, files)


def downloads(export: Export, whole: Sequence[TablePart]) -> Iterator[tuple[str, Content]]:
    """Yield the downloads that the catalogue lists, one at a time to save memory."""
    csv_files = {part.table.csv_path: table_csv(part) for part in whole}
    yield from csv_files.items()
    if is_whole(export):
        yield XLSX, zip_file(spreadsheet(export, whole))
    yield from api_files(export, whole)
    if is_whole(export):
        yield SQLITE, zip_file([(f"{ALL}.sqlite", database(whole))])
        yield ZIP, zip_file(zip_entries(export, whole, csv_files.values()))
        yield METADATA, datasette(export, tables_of(export), ALL)
    for facts in export.facts.cities:
        parts = [TablePart(table, export.rows, facts.city.slug, facts.year) for table in tables_of(export)]
        sheets = pieces(zip_file(spreadsheet(export, parts)))
        yield (
            zip_path(facts.set_name),
            zip_file([(f"{facts.set_name}.xlsx", sheets), *zip_entries(export, parts, map(table_csv, parts))]),
        )


def table_csv(part: TablePart) -> Content:
    """Return a table as CSV for spreadsheets."""
    file = spooled_file()
    file.writelines(csv_pieces([column.title for column in part.table.columns], part.stored()))
    return file


def spreadsheet(export: Export, parts: Sequence[TablePart]) -> Members:
    """Return the files inside one spreadsheet of tables, after a sheet that explains them."""
    sheets = [explanations(export.config, [part.table for part in parts])]
    for part in parts:
        heads, widths = zip(*((column.title, width(column)) for column in part.table.columns), strict=True)
        sheets.append(plain_sheet(part.table.title, heads, widths, part))
    return workbook_entries(sheets)


def width(column: TableColumn) -> int:
    """Return the width of a column in letters; a title takes two lines, and a Chinese character two letters."""
    return max(WIDTHS[column.kind], len(column.title) + 4)


def zip_entries(export: Export, parts: Sequence[TablePart], contents: Iterable[Content]) -> Members:
    """Yield the files in a zip: a README, and the tables as CSV."""
    yield README, pieces((BOM + read_me(export, parts)).encode("utf-8"))
    for part, content in zip(parts, contents, strict=True):
        yield f"csv/{part.table.name}.csv", pieces(content)


def read_me(export: Export, parts: Sequence[TablePart]) -> str:
    """Return the README of a zip: the site, the tables, and notes on reading them."""
    workbook = "workbook" if any(part.city for part in parts) else "beside"
    lines = [
        translate("tables.read_me.head", site=export.config.name),
        *([translate("tables.read_me.address", url=export.config.url)] if export.config.url else []),
        "",
        *(
            translate("tables.read_me.table", name=part.table.name, title=part.table.title, rows=len(part))
            for part in parts
        ),
        "",
        *(translate(f"tables.read_me.{key}") for key in (workbook, "json", "absent", "derived", "status", "excel")),
        "",
        licence_of(export.config),
        "",
    ]
    return "\r\n".join(lines)


def table_address(export: Export, name: str) -> str:
    """Return the path of a table of the whole site as CSV; the zips of cities where it is too large for one file."""
    return f"{DATA}{name}.csv" if export.rows.size(name) <= LARGEST else SETS


def whole_files(export: Export, name: str) -> dict[str, str]:
    """Return the addresses of a table as CSV and in the spreadsheet of all tables."""
    return {"csv": table_address(export, name), "xlsx": XLSX if is_whole(export) else SETS}
