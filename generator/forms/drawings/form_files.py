"""Reads the tables of filled forms: the form pages of this program, and spreadsheets, with openpyxl."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from zipfile import BadZipFile

from generator.forms.drawings.read_cells import ReadCell
from generator.problems import Place, Problem, UsageError
from generator.text.files import decoded, file_bytes

PAGES, SHEETS = (".html", ".htm"), (".xlsx",)


def read_form_file(path: Path) -> tuple[str, list[ReadCell]]:
    """Return the title and the cells of the form in a file; raises UsageError for one that cannot be read."""
    shown = path.as_posix()
    if path.suffix.lower() in SHEETS:
        return read_sheet(path)
    if path.suffix.lower() not in PAGES:
        raise UsageError([Problem(Place.whole(shown), "E825", form="kind")])
    text, problems = decoded(shown, file_bytes(path, shown))
    if problems:
        raise UsageError(problems)
    page = FormPageParser()
    page.feed(text)
    if not page.cells:
        raise UsageError([Problem(Place.whole(shown), "E825", form="empty")])
    return page.title, page.cells


class FormPageParser(HTMLParser):
    """The cells of all tables of a page, one below the other, and the caption of the first."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.cells: list[ReadCell] = []
        self.row = 0
        self.taken: set[tuple[int, int]] = set()
        self.texts: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row, a cell or a caption; each also ends the cell before it."""
        if tag in ("tr", "td", "th", "caption", "table"):
            self.close_cell()
        if tag == "tr":
            self.row += 1
        elif tag in ("td", "th") and self.row:
            values = dict(attrs)
            tall, wide = span(values.get("rowspan")), span(values.get("colspan"))
            column = next(column for column in range(1, 1_000) if (self.row, column) not in self.taken)
            self.taken.update(product(range(self.row, self.row + tall), range(column, column + wide)))
            self.cells.append(ReadCell(self.row, column, "", tall, wide))
            self.texts = []
        elif tag == "caption":
            self.texts = []
        elif tag == "br" and self.texts is not None:
            self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or the caption."""
        if tag == "caption" and self.texts is not None:
            self.title = self.title or "".join(self.texts)
            self.texts = None
        elif tag in ("td", "th", "tr", "table"):
            self.close_cell()

    def handle_data(self, data: str) -> None:
        """Add a text to the open cell or caption."""
        if self.texts is not None:
            self.texts.append(data)

    def close_cell(self) -> None:
        """Give the last cell its text."""
        if self.texts is not None and self.cells:
            last = self.cells[-1]
            self.cells[-1] = ReadCell(last.row, last.column, "".join(self.texts), last.rowspan, last.colspan)
        self.texts = None


def span(value: str | None) -> int:
    """Return how many rows or columns an attribute gives a cell; 1 where it is no such number."""
    return int(value) if value and re.fullmatch("[1-9][0-9]{0,2}", value) else 1


def read_sheet(path: Path) -> tuple[str, list[ReadCell]]:
    """Return the title in the first filled row of the first sheet, and the cells below it. Raises UsageError."""
    shown = Place.whole(path)
    try:
        from openpyxl import load_workbook
    except ImportError as missing:
        raise UsageError([Problem(shown, "E825", form="openpyxl")]) from missing
    try:
        sheet = load_workbook(path, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError, IndexError) as error:
        raise UsageError([Problem(shown, "E825", form="broken")]) from error
    spans = {
        (found.min_row, found.min_col): (found.max_row - found.min_row + 1, found.max_col - found.min_col + 1)
        for found in sheet.merged_cells.ranges
    }
    covered = {
        (row + down, column + along)
        for (row, column), (tall, wide) in spans.items()
        for down, along in product(range(tall), range(wide))
        if down or along
    }
    cells = [
        ReadCell(row, column, sheet_text(value), *spans.get((row, column), (1, 1)))
        for row, values in enumerate(sheet.iter_rows(values_only=True), 1)
        for column, value in enumerate(values, 1)
        if (row, column) not in covered
    ]
    return split_title(cells)


def sheet_text(value: object) -> str:
    """Return the value of a cell as text; of a number the 15 digits that spreadsheets show."""
    return format(value, ".15g") if isinstance(value, float) else "" if value is None else str(value)


def split_title(cells: Iterable[ReadCell]) -> tuple[str, list[ReadCell]]:
    """Return the text of the first filled row where it has one filled cell, and the cells of the rows below."""
    cells = list(cells)
    first = min((cell.row for cell in cells if cell.text.strip()), default=0)
    top = [cell for cell in cells if cell.row == first and cell.text.strip()]
    if len(top) != 1:
        return "", cells
    below = first + top[0].rowspan
    return top[0].text, [cell for cell in cells if cell.row >= below]
