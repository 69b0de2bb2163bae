"""Everything under data/ and api/: the tables in each format, one zip for each city and year, and one of all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from generator.analysis.facts import CityFacts
from generator.output.exports import catalog
from generator.output.exports.api import api_files, table_path
from generator.output.exports.database import database
from generator.output.exports.outputs import BOM, Export, csv_bytes
from generator.output.exports.package import DESCRIPTOR, csv_path, datasette, package
from generator.output.exports.tables import FilledTable, Row, Table, TableColumn, filled_table, tables_of
from generator.output.exports.workbook import large_workbook
from generator.output.exports.workbook import table as table_sheet
from generator.system.manifest import Content, FileEntry, pieces
from generator.system.zips import zip_file
from generator.words import translate

FOLDER = "data/"
ALL = "all"
ZIP = f"{FOLDER}{ALL}.zip"
XLSX = f"{FOLDER}{ALL}.xlsx"
SQLITE = f"{FOLDER}{ALL}.sqlite"
METADATA = f"{FOLDER}metadata.json"
README = "README.txt"
WIDTHS = {"text": 18, "prose": 48, "figure": 14, "count": 10, "year": 8, "day": 14}


def zip_path(name: str) -> str:
    """Where the zip of a city and year stands."""
    return f"{FOLDER}{name}.zip"


def set_name(facts: CityFacts) -> str:
    """What the zip of a city and year is called."""
    return f"{facts.city.slug}-{facts.year}"


def sets_of(export: Export) -> dict[str, CityFacts]:
    """The forms of each city and year, newest year first within a city, by the name of their zip."""
    return {set_name(facts): facts for facts in export.facts.cities}


def data_files(export: Export) -> Iterator[tuple[str, Content]]:
    """All files to take home, and last the catalogue of them."""
    shelf = tables_of(export)
    tables = [filled_table(table, export) for table in shelf]
    known: dict[str, FileEntry] = {}
    for path, content in uncatalogued(export, tables):
        known[path] = FileEntry.of(content)
        yield path, content
    whole = [*map(csv_path, shelf), XLSX, *map(table_path, shelf), SQLITE, ZIP]
    sets = {zip_path(name): facts for name, facts in sets_of(export).items()}
    yield DESCRIPTOR, package(export, tables, known)
    yield catalog.PATH, catalog.catalog(export, whole, sets, known)


def uncatalogued(export: Export, tables: Sequence[FilledTable]) -> Iterator[tuple[str, Content]]:
    """The files to take home, one after the other, so that only one at a time is held."""
    for one in tables:
        yield csv_path(one.table), table_csv(one.table, one.rows)
    sheets = spreadsheet(tables)
    yield XLSX, sheets
    yield SQLITE, database(tables)
    yield METADATA, datasette(export, tables, ALL)
    yield from api_files(export, tables)
    for name in sets_of(export):
        of_set = [FilledTable(one.table, one.of_set.get(name, []), {}) for one in tables]
        yield zip_path(name), bundle(export, name, of_set, spreadsheet(of_set))
    yield ZIP, bundle(export, ALL, tables, sheets)


def table_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """A table as CSV for spreadsheets."""
    return csv_bytes([column.title for column in table.columns], rows)


def spreadsheet(tables: Iterable[FilledTable]) -> IO[bytes]:
    """The tables as one spreadsheet."""
    return large_workbook(
        [
            table_sheet(
                one.table.title,
                [column.title for column in one.table.columns],
                [width(column) for column in one.table.columns],
                one.rows,
            )
            for one in tables
        ]
    )


def width(column: TableColumn) -> int:
    """How wide a column is shown: wide enough for its head, where Chinese takes two letters."""
    return max(WIDTHS[column.kind], 2 * len(column.title) + 2)


def bundle(export: Export, name: str, tables: Sequence[FilledTable], sheets: IO[bytes]) -> IO[bytes]:
    """A zip of some forms: what it is, and their tables as CSV and as one spreadsheet."""
    return zip_file((path, pieces(content)) for path, content in packed(export, name, tables, sheets))


def packed(
    export: Export, name: str, tables: Sequence[FilledTable], sheets: IO[bytes]
) -> Iterator[tuple[str, Content]]:
    """The files of a zip."""
    yield README, (BOM + read_me(export, tables)).encode("utf-8")
    yield f"{name}.xlsx", sheets
    for one in tables:
        yield f"csv/{one.table.name}.csv", table_csv(one.table, one.rows)


def read_me(export: Export, tables: Sequence[FilledTable]) -> str:
    """What is in a zip, from which site, and what to know before reading it."""
    lines = [
        translate("tables.read_me.head", site=export.config.name),
        *([translate("tables.read_me.address", url=export.config.url)] if export.config.url else []),
        "",
        *(
            translate("tables.read_me.table", name=one.table.name, title=one.table.title, rows=len(one.rows))
            for one in tables
        ),
        "",
        *(translate(f"tables.read_me.{key}") for key in ("workbook", "json", "absent", "derived", "excel")),
        "",
        translate("tables.licence"),
        "",
    ]
    return "\r\n".join(lines)
