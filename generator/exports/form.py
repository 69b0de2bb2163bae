"""Each record as its official form in a spreadsheet. The only door to openpyxl.

Every cell is text, so that no spreadsheet changes a figure or computes a formula. Nothing in the file tells when
it was made: the same record gives the same bytes.
"""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import product
from typing import Literal
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from generator.exports.outputs import EARLIEST, Export, zip_bytes
from generator.forms import Grid, form_of
from generator.words import say

PATH = "form/form.xlsx"

TEXT = "@"
FAMILY = "SimSun"
THIN = Side(style="thin")
EDGES = Border(THIN, THIN, THIN, THIN)
BODY = Font(name=FAMILY, size=10.5)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
STYLES = (
    ("form title", Font(name=FAMILY, size=16, bold=True), CENTRED, Border()),
    ("form label", BODY, CENTRED, EDGES),
    ("form text", BODY, Alignment(horizontal="left", vertical="center", wrap_text=True), EDGES),
)
A4 = 9
LINE = 15
AROUND = 8
TITLE_HEIGHT = 40
# What spreadsheets allow at most: points of a row, letters of a cell.
HIGHEST = 409
LONGEST = 32_767


def form_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The form of each record, beside the page that shows it."""
    for facts in export.facts.records:
        yield f"{facts.source.path}{PATH}", workbook_bytes(form_of(facts.source.record))


def workbook_bytes(grid: Grid, name: str = "", *, lying: bool = False) -> bytes:
    """A form as XLSX: the title over all columns, then the grid, merged as it is; on paper it stands or lies."""
    book = Workbook()
    for style, font, alignment, border in STYLES:
        book.add_named_style(NamedStyle(style, font, alignment=alignment, border=border, number_format=TEXT))
    sheet = book.worksheets[0]
    sheet.title = name or say("forms.sheet")
    place(sheet, "form title", grid.title, range(1, 2), range(1, len(grid.widths) + 1))
    for cell in grid.cells:
        style = "form text" if cell.piece.prose else "form label"
        place(sheet, style, cell.text, shifted(cell.rows, 2), shifted(cell.columns, 1))
    for number, width in enumerate(grid.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, height in enumerate((TITLE_HEIGHT, *heights(grid)), 1):
        sheet.row_dimensions[number].height = min(height, HIGHEST)
    prepare_print(sheet, "landscape" if lying else "portrait")
    return packed(book, grid.title)


def place(sheet: Worksheet, style: str, text: str, rows: range, columns: range) -> None:
    """A text as text, whatever it looks like, in one cell or in several as one."""
    for row, column in product(rows, columns):
        sheet.cell(row, column).style = style
    if text:
        first = sheet.cell(rows[0], columns[0])
        first.value = whole(text)
        first.data_type = "s"
    if len(rows) * len(columns) > 1:
        # Not merge_cells: that draws the borders anew, cell by cell, and takes most of the time.
        sheet.merged_cells.add(CellRange(None, columns[0], rows[0], columns[-1], rows[-1]))


def shifted(places: range, by: int) -> range:
    """Places of the grid as places of the sheet."""
    return range(places.start + by, places.stop + by)


def whole(text: str) -> str:
    """The text of a cell; one that is longer than a cell can be says that it goes on."""
    more = say("forms.more")
    return text if len(text) <= LONGEST else text[: LONGEST - len(more)] + more


def heights(grid: Grid) -> list[int]:
    """How high each row must be for its texts, in points: spreadsheets do not find that out for merged cells."""
    found = [0] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        room = sum(grid.widths[column] for column in cell.columns)
        needed = AROUND + LINE * sum(-(-letters(line) // room) or 1 for line in cell.text.split("\n"))
        found[cell.rows[-1]] += max(0, needed - sum(found[row] for row in cell.rows))
    return found


def letters(line: str) -> int:
    """How wide a line of text is, in Latin letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def prepare_print(sheet: Worksheet, orientation: Literal["portrait", "landscape"]) -> None:
    """A4, as wide as the sheet of paper and as many sheets as it takes."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)


def packed(book: Workbook, title: str) -> bytes:
    """The workbook without a clock in it; stored and not deflated, so that no zlib can make it differ."""
    day = datetime(*EARLIEST)
    book.properties = DocumentProperties(title=title, creator=None, created=day, modified=day)
    made = BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    with ZipFile(made) as parts:
        return zip_bytes((name, parts.read(name)) for name in parts.namelist())
