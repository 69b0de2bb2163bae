"""All files under data/ and api/: the tables in each format, one zip for each city and year, and one of all.

A table of the whole site is in one file while it is not too large; above that its rows are in the zips of each city
and year alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator.analysis.site_facts import CityFacts
from generator.output.exports import catalog
from generator.output.exports.api import IN_JSON, index_file, json_paths, table_json
from generator.output.exports.columns import TableColumn
from generator.output.exports.database import Database
from generator.output.exports.explanations import explanation_rows, explanations
from generator.output.exports.identity import licence_of
from generator.output.exports.outputs import (
    ALL,
    BOM,
    DATA,
    Export,
    SiteFiles,
    csv_head,
    csv_pieces,
    csv_rows,
    in_batches,
)
from generator.output.exports.package import DESCRIPTOR, datasette, package
from generator.output.exports.tables import TablePart, published_tables
from generator.output.exports.values import Batch, Value
from generator.output.exports.workbook import Worksheet, hashed_workbook, stored_sheet
from generator.system.manifest import Content, FileEntry, HashedContent
from generator.system.zips import PackedFile, Packer, packed_archive, packed_file, spooled_file, stored_file
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
    tables = (TablePart(table, export.rows) for table in published_tables(export.config))
    return [part for part in tables if export.rows.size(part.table.name) <= LARGEST]


def is_whole(export: Export) -> bool:
    """Whether all tables together are small enough for one file of the whole site."""
    return sum(export.rows.size(table.name) for table in published_tables(export.config)) <= LARGEST


def whole_paths(export: Export) -> list[str]:
    """Return the downloads of the whole site that the catalogue lists."""
    tables = [part.table for part in whole_tables(export)]
    sheets, archives = ([XLSX], [SQLITE, ZIP]) if is_whole(export) else ([], [])
    return [*(table.csv_path for table in tables), *sheets, *json_paths(tables), *archives]


def catalog_files(export: Export, files: Mapping[str, FileEntry]) -> Iterator[tuple[str, bytes]]:
    """Yield the descriptor and the catalogue of all downloads, which are among `files`."""
    whole = whole_tables(export)
    sets = {zip_path(facts.set_name): facts for facts in export.facts.cities}
    yield (
        DESCRIPTOR,
        package(export, whole, files, [*sets] if len(whole) < len(published_tables(export.config)) else []),
    )
    yield catalog.PATH, catalog.catalog(export, whole_paths(export), sets, files)


def data_files(export: Export) -> Iterator[SiteFiles]:
    """Yield the downloads of the whole site."""
    whole = whole_tables(export)
    yield from (SiteFiles(part.table.name, partial(table_files, part), (part.table.name,)) for part in whole)
    yield SiteFiles("api", lambda: iter([index_file(export, whole)]))
    if is_whole(export):
        yield SiteFiles("together", partial(files_of_all, export, whole), tuple(part.table.name for part in whole))


def table_files(part: TablePart) -> Iterator[tuple[str, Content]]:
    """Yield a table of the whole site as CSV, and a small one as JSON."""
    file = spooled_file()
    file.writelines(csv_pieces([column.title for column in part.table.columns], part.stored()))
    yield part.table.csv_path, file
    if part.table.name in IN_JSON:
        yield part.table.json_path, table_json(part.table, part.stored())


def files_of_all(export: Export, whole: Sequence[TablePart]) -> Iterator[tuple[str, Content]]:
    """Yield the files with all tables together: a spreadsheet, a database, and a zip of all CSV files."""
    sheet = explanation_rows(export.config, [part.table for part in whole])
    csv_files, database = [CsvFile(part) for part in whole], Database()
    batches = [database.with_rows_of(one.part.table, one.batches()) for one in csv_files]
    yield XLSX, hashed_workbook(spreadsheet(sheet, zip(whole, batches, strict=True)))
    yield SQLITE, packed_archive([(f"{ALL}.sqlite", packed_file(database.finished()))])
    yield ZIP, packed_archive(zip_entries(export, csv_files))
    yield METADATA, datasette(export, [part.table for part in whole], ALL)


def city_zip(export: Export, facts: CityFacts) -> tuple[str, HashedContent]:
    """Return the zip of a city and year."""
    tables = published_tables(export.config)
    sheet = explanation_rows(export.config, tables)
    parts = [TablePart(table, export.rows, facts.city.slug, facts.year) for table in tables]
    csv_files = [CsvFile(part) for part in parts]
    batches = [one.batches() for one in csv_files]
    xlsx = hashed_workbook(spreadsheet(sheet, zip(parts, batches, strict=True)))
    files = [(f"{facts.set_name}.xlsx", stored_file(xlsx)), *zip_entries(export, csv_files)]
    return zip_path(facts.set_name), packed_archive(files)


class CsvFile:
    """A table as CSV, deflated for an archive."""

    def __init__(self, part: TablePart) -> None:
        self.part, self.packer = part, Packer()
        self.packer.write(csv_head([column.title for column in part.table.columns]))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in batches as they are written, so that other formats need not read them again."""
        for batch in in_batches(self.part.stored()):
            self.packer.write(csv_rows(batch))
            yield batch


def spreadsheet(
    sheet: Sequence[Sequence[Value]], tables: Iterable[tuple[TablePart, Iterable[Batch]]]
) -> list[Worksheet]:
    """Return the sheets of tables with their rows in batches, after a sheet that explains them."""
    sheets = [explanations(sheet)]
    for part, batches in tables:
        columns = part.table.columns
        heads, widths, kinds = zip(*((column.title, width(column), column.kind) for column in columns), strict=True)
        sheets.append(stored_sheet(part.table.title, heads, widths, kinds, batches))
    return sheets


def width(column: TableColumn) -> int:
    """Return the width of a column in letters; a title takes two lines, and a Chinese character two letters."""
    return max(WIDTHS[column.kind], len(column.title) + 4)


def zip_entries(export: Export, csv_files: Sequence[CsvFile]) -> Iterator[tuple[str, PackedFile]]:
    """Yield the files in a zip: a README, and the tables as CSV."""
    yield README, packed_file([(BOM + read_me(export, [one.part for one in csv_files])).encode("utf-8")])
    for one in csv_files:
        yield f"csv/{one.part.table.name}.csv", one.packer.packed()


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
