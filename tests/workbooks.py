"""Workbooks as offices make them: a filled form with merged cells, numbers, formats and formulas."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from generator.forms.drawings.collection import all_shipped
from generator.forms.fields import validate
from generator.forms.model import Record
from generator.output.form_pages.drawn import filled_grid
from generator.text.yaml import read_text

HERE = Path(__file__).parent
TYPED = HERE.parent / "content/zhanjiang/rensheju"
NAME = "zhanjiang-2023"
DRAWING = all_shipped()[NAME]


def typed_record(year: int = 2023) -> Record:
    """The form of Zhanjiang's 人社局 of a year, which was typed by hand."""
    nodes = read_text(f"{year}.yml", (TYPED / f"{year}.yml").read_bytes()).root
    assert nodes is not None
    record, problems = validate(Record, nodes, f"{year}.yml")
    assert record is not None, problems
    return record


def official_book(year: int = 2023) -> tuple[Workbook, Any]:
    """The workbook of that form and its sheet, in which figures are numbers."""
    grid = filled_grid(typed_record(year), year, DRAWING)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    sheet["A1"] = grid.title
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(grid.widths))
    for cell in grid.cells:
        row, column = cell.row + 2, cell.column + 1
        is_figure = cell.text.replace(".", "", 1).isdecimal()
        value = (float(cell.text) if "." in cell.text else int(cell.text)) if is_figure else cell.text or None
        sheet.cell(row, column, value)
        if cell.rowspan * cell.colspan > 1:
            sheet.merge_cells(
                start_row=row, end_row=row + cell.rowspan - 1, start_column=column, end_column=column + cell.colspan - 1
            )
    return book, sheet


def place_of(sheet: Any, text: str) -> str:
    """The name of the one cell with a value."""
    [found] = [cell.coordinate for row in sheet.iter_rows() for cell in row if str(cell.value) == text]
    return str(found)


def office_book() -> Workbook:
    """The workbook of the form of 2024 with the number formats of the office, which hide digits in four cells."""
    book, sheet = official_book(2024)
    for text, shown in (("10891.615675", "#,##0.00"), ("72807.384975", "0.00"), ("61915.7693", "0.00")):
        sheet[place_of(sheet, text)].number_format = shown
    rate = place_of(sheet, "100%")
    sheet[rate], sheet[rate].number_format = 1, "0%"
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_members(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A package in which some members have another content, or are gone."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, member in changes.items():
            if member is not None:
                new.writestr(name, member)
    return target.getvalue()


def with_cached(content: bytes, place: str, value: Decimal | float) -> bytes:
    """A workbook in which the formula of a cell has its result, as spreadsheets store it."""
    name = "xl/worksheets/sheet1.xml"
    with ZipFile(BytesIO(content)) as package:
        text = package.read(name).decode()
    start = text.index(f'<c r="{place}"')
    end = text.index("</c>", start)
    cell = text[start:end].replace("<v></v>", "").replace("<v />", "").replace("<v/>", "")
    return with_members(content, {name: f"{text[:start]}{cell}<v>{value!r}</v>{text[end:]}".encode()})


def column_of(place: str) -> str:
    """The letters of the column of a cell."""
    return "".join(sign for sign in place if sign.isalpha())


def far_cell(content: bytes) -> bytes:
    """A workbook with a cell in the last row and column that spreadsheets have."""
    last = f"{get_column_letter(16384)}1048576"
    row = f'<row r="1048576"><c r="{last}" t="inlineStr"><is><t>x</t></is></c></row>'
    return with_sheet(content, "</sheetData>", f"{row}</sheetData>")


def with_sheet(content: bytes, old: str, new: str) -> bytes:
    """A workbook with another text in the XML of its first sheet."""
    name = "xl/worksheets/sheet1.xml"
    with ZipFile(BytesIO(content)) as package:
        text = package.read(name).decode()
    assert old in text
    return with_members(content, {name: text.replace(old, new, 1).encode()})
