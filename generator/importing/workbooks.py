"""Reads the sheets of XLSX workbooks with openpyxl, which no other module of this package imports."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from generator.importing.number_formats import number_cell
from generator.importing.package_parts import SHEET, package_omissions
from generator.importing.packages import opened_package
from generator.importing.sheets import MOST_MERGED, SheetLayout, without_margin
from generator.importing.source import (
    COMMENT,
    DAY,
    FORMAT,
    FORMULA,
    HIDDEN,
    LINKS,
    MACROS,
    MARKED,
    MOST_CELLS,
    NAME,
    PARTLY,
    STRUCK,
    WHITE,
    Contents,
    Omission,
    SourceCell,
    SourceTable,
    beside_marks,
    omission,
    refusal,
)
from generator.secrecy.marks import find_marks
from generator.secrecy.text_gate import safe_path

CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"|<(?:\w+:)?row [^>]*?\br="([0-9]{1,9})"')
MERGE = re.compile(rb'\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
MOST_ROWS, MOST_COLUMNS = 20_000, 500
# What openpyxl raises for files that are no whole workbooks.
BROKEN = (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError)
WHITES = ("FFFFFFFF", "00FFFFFF")
# The theme colour of the paper, and the format that shows nothing.
PAPER, NOTHING = 0, ";;;"


def read_workbook(name: str, data: bytes) -> Contents:
    """Return the visible sheets of a workbook as tables; raises UsageError for one that is broken or too large."""
    package = opened_package(name, data)
    check_sheets(name, package)
    shown, formulas = opened_book(name, data, data_only=True, rich_text=True), opened_book(name, data)
    names = package.namelist()
    omissions = [Omission("", LINKS)] if any(each.startswith("xl/externalLinks/") for each in names) else []
    omissions += [Omission("", MACROS)] if any(each.endswith("vbaProject.bin") for each in names) else []
    omissions += package_omissions(name, package)
    tables: list[SourceTable] = []
    for sheet in shown.worksheets:
        title = safe_path(sheet.title)
        if sheet.sheet_state != "visible":
            omissions.append(omission(title, HIDDEN, "\n".join([sheet.title, *sheet_texts(sheet)])))
            continue
        reader = SheetCells(sheet, formulas[sheet.title])
        cells = [*reader.cells()]
        tables.append(SourceTable(title, without_margin(beside_marks(cells, reader.marked_rows))))
        omissions += (each for each in [omission("", NAME, sheet.title)] if each.is_marked)
        omissions += reader.omissions
    return tables, omissions


def sheet_texts(sheet: Any) -> Iterator[str]:
    """Yield the texts of a sheet with those of its comments."""
    for row in sheet.iter_rows():
        for cell in row:
            yield "" if cell.value is None else str(cell.value)
            yield cell.comment.text if cell.comment is not None else ""


def opened_book(name: str, data: bytes, **options: bool) -> Any:
    """Return a workbook of openpyxl; raises UsageError for one that is broken, or where openpyxl is missing."""
    try:
        from openpyxl import load_workbook
    except ImportError as missing:
        raise refusal(name, "library") from missing
    try:
        return load_workbook(BytesIO(data), keep_links=False, **options)
    except BROKEN as error:
        raise refusal(name, "broken") from error


def check_sheets(name: str, package: ZipFile, cells: int = MOST_CELLS, rows: int = MOST_ROWS) -> None:
    """Refuse sheets with too many cells, cells far away, or merged cells over a whole sheet."""
    sheets = [member for member in package.namelist() if SHEET.fullmatch(member)]
    if not sheets:
        raise refusal(name, "mismatch")
    for member in sheets:
        content = package.read(member)
        for count, match in enumerate(CELL.finditer(content)):
            column, row = match[1] or b"A", int(match[2] or match[3])
            if count > cells or row > rows or column_number(column) > MOST_COLUMNS:
                raise refusal(name, "cells")
        merged = 0
        for first, top, last, bottom in MERGE.findall(content.partition(b"<mergeCells")[2]):
            merged += (column_number(last) - column_number(first) + 1) * (int(bottom) - int(top) + 1)
            if merged > MOST_MERGED:
                raise refusal(name, "cells")


def column_number(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class SheetCells:
    """The cells of one sheet as it is shown, and its omissions."""

    def __init__(self, sheet: Any, formulas: Any) -> None:
        self.sheet = sheet
        self.formulas = formulas
        self.shows_zeros = all(view.showZeros is not False for view in sheet.views.sheetView)
        self.omissions: list[Omission] = []
        # Rows that are shown and have a marked cell in a column that is not.
        self.marked_rows: set[int] = set()
        self.hidden_rows = {row for row, at in sheet.row_dimensions.items() if at.hidden or at.height == 0}
        self.hidden_columns = {
            column
            for at in sheet.column_dimensions.values()
            if at.hidden or at.width == 0
            for column in range(at.min or 0, (at.max or 0) + 1)
        }

    def cells(self) -> Iterator[SourceCell]:
        """Yield the cells that are visible, merged ones once."""
        spans = {
            (found.min_row, found.min_col): (found.max_row - found.min_row + 1, found.max_col - found.min_col + 1)
            for found in self.sheet.merged_cells.ranges
        }
        layout = SheetLayout(spans, self.hidden_rows, self.hidden_columns)
        for row in self.sheet.iter_rows():
            for cell in row:
                at = (cell.row, cell.column)
                if at in layout.covered:
                    continue
                if layout.is_visible(*at):
                    yield self.source_cell(cell, *layout.span(*at))
                elif cell.value not in (None, "") or cell.comment is not None:
                    note = cell.comment.text if cell.comment is not None else ""
                    self.omit(cell, HIDDEN, f"{cell.value}\n{note}", safe_path(self.sheet.title))
                    if self.omissions[-1].is_marked:
                        self.marked_rows.add(cell.row)

    def place(self, cell: Any) -> str:
        """Return the name of a cell with that of its sheet."""
        return f"{safe_path(self.sheet.title)}!{cell.coordinate}"

    def omit(self, cell: Any, kind: str, text: str, table: str = "") -> None:
        """Add an omission."""
        self.omissions.append(omission(self.place(cell), kind, text, table))

    def source_cell(self, cell: Any, tall: int, wide: int) -> SourceCell:
        """Return a visible cell; its text is blank where it is struck out, white or shown as nothing."""
        text, stored, doubts = self.texts(cell)
        is_zero = not self.shows_zeros and isinstance(cell.value, int | float) and cell.value == 0
        kind = HIDDEN if is_zero else (text or stored) and invisibility(cell)
        if kind:
            self.omit(cell, kind, text)
            text, stored, doubts = "", "", (PARTLY,)
        if cell.comment is not None:
            self.omissions.append(Omission(self.place(cell), COMMENT))
            doubts = (*doubts, *([MARKED] if find_marks(cell.comment.text) else []))
        return SourceCell(cell.row, cell.column, text, tall, wide, self.place(cell), stored, doubts)

    def texts(self, cell: Any) -> tuple[str, str, tuple[str, ...]]:
        """Return the text of a cell, what is stored where that differs, and its doubts."""
        value, formula = cell.value, self.formulas[cell.coordinate]
        if value is None:
            return ("", "", (FORMULA,)) if formula.data_type == "f" else ("", "", ())
        if isinstance(value, list):
            return self.rich_text(cell, value)
        if isinstance(value, bool) or cell.data_type == "e":
            return str(value).upper(), "", (FORMAT,)
        if isinstance(value, int | float):
            return number_cell(value, str(cell.number_format))
        if isinstance(value, datetime | date | time):
            return day_text(value), "", (DAY,)
        return str(value), "", ()

    def rich_text(self, cell: Any, runs: list[Any]) -> tuple[str, str, tuple[str, ...]]:
        """Return the text of the runs of a cell that are not struck out."""
        struck = [run for run in runs if not isinstance(run, str) and run.font is not None and run.font.strike]
        text = "".join(str(run) for run in runs if run not in struck)
        if struck:
            self.omit(cell, STRUCK, "".join(map(str, struck)))
        return text, "", (PARTLY,) if struck else ()


def day_text(value: datetime | date | time) -> str:
    """Return a day or a time of a spreadsheet as text."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


def invisibility(cell: Any) -> str:
    """Return why the text of a cell is not seen: struck out, white on white, shown as nothing; "" where it is."""
    font, fill = cell.font, cell.fill
    if font is not None and font.strike:
        return STRUCK
    if cell.number_format == NOTHING:
        return HIDDEN
    colour = font.color if font is not None else None
    is_white = colour is not None and (
        (colour.type == "rgb" and colour.rgb in WHITES) or (colour.type == "theme" and colour.theme == PAPER)
    )
    is_filled = (
        fill is not None
        and fill.fill_type == "solid"
        and not (fill.fgColor.type == "rgb" and fill.fgColor.rgb in WHITES)
    )
    return WHITE if is_white and not is_filled else ""
