"""The disclosure board as a spreadsheet to print."""

from collections.abc import Iterator, Sequence

from generator.output.exports.board import COLUMNS, XLSX
from generator.output.exports.columns import TableColumn
from generator.output.exports.form import table_workbook
from generator.output.exports.outputs import Export, Files
from generator.output.exports.tables import DISCLOSURE, TablePart, published_tables
from generator.output.exports.values import Value
from generator.words import translate


def board_files(export: Export) -> Files:
    """Yield the spreadsheet."""
    table = next(table for table in published_tables(export.config) if table.name == DISCLOSURE.name)
    rows = ([*shown_values(table.columns, row)] for row in TablePart(table, export.rows))
    widths = {column.key: COLUMNS[column.key] for column in table.columns if not column.status_of}
    names = [translate(f"disclosure.export.columns.{key}") for key in widths]
    title, sheet = translate("disclosure.export.title"), translate("disclosure.export.sheet")
    yield XLSX, table_workbook(title, sheet, widths, names, rows)


def shown_values(columns: Sequence[TableColumn], row: Sequence[Value]) -> Iterator[Value]:
    """Yield the values of a row without those of status columns, which are shown for values that are missing."""
    status = {column.status_of: value for column, value in zip(columns, row, strict=True) if column.status_of}
    for column, value in zip(columns, row, strict=True):
        if not column.status_of:
            yield status.get(column.key) if value is None else value
