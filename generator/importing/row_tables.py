"""Reads long lists, row by row: the sheets of XLSX workbooks, CSV and TSV files, the lists of JSON files."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from generator.bulk.row_tables import PERCENT, Doubt, Omission, Position, RowTable, column_letters
from generator.importing.number_formats import number_cell, number_text
from generator.importing.package_parts import marked_comments, package_omissions
from generator.importing.packages import opened_package
from generator.importing.source import DAY, FORMAT, FORMULA, HIDDEN, refusal, text_of, words_of
from generator.importing.untrusted_files import Reader, ReadLimits, read_untrusted
from generator.importing.workbooks import BROKEN, check_sheets, day_text, invisibility, opened_book
from generator.secrecy.marks import find_marks
from generator.secrecy.text_gate import safe_path

LIMITS = ReadLimits(size=40_000_000, seconds=60, megabytes=800)
MOST_CELLS, MOST_ROWS = 2_000_000, 200_000
# A row or column that is not shown, in the XML of a sheet.
UNSEEN = re.compile(rb'<(?:\w+:)?(row|col) [^>]*?\b(?:hidden="(?:1|true)"|ht="0")[^>]*>')
# A sheet that shows nothing for zeros.
ZEROS_UNSEEN = re.compile(rb'<(?:\w+:)?sheetView [^>]*?\bshowZeros="(?:0|false)"')
# A cell with a formula and without its result.
UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
PERCENTAGE = re.compile("-?[0-9]+(?:[.][0-9]+)?%")
NUMBER = re.compile(rb'\b(?:r|min)="([0-9]+)"')


def read_row_tables(path: Path) -> list[RowTable]:
    """Return the lists in a file; raises UsageError with the reason for one that cannot be read."""
    readers = {suffix: partial(hashed_tables, reader) for suffix, reader in READERS.items()}
    return read_untrusted(path, readers, LIMITS, "list_kind")


def hashed_tables(reader: Reader[list[RowTable]], name: str, data: bytes) -> list[RowTable]:
    """Return the lists of the bytes of a file, each with their hash."""
    return [replace(table, sha256=sha256(data).hexdigest()) for table in reader(name, data)]


def workbook_tables(name: str, data: bytes) -> list[RowTable]:
    """Return the visible sheets of a workbook."""
    package = opened_package(name, data)
    check_sheets(name, package, MOST_CELLS, MOST_ROWS)
    book = opened_book(name, data, data_only=True, read_only=True)
    for part in (*package_omissions(name, package), *marked_comments(name, package)):
        if part.is_marked:
            raise refusal(name, "marked", at=words_of(part))
    try:
        hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
        for sheet in book.worksheets:
            # The size that a sheet states may be wrong.
            sheet.reset_dimensions()
            texts = (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
            if find_marks("\n".join([sheet.title, *(texts if sheet in hidden else ())])):
                raise refusal(name, "marked", at=safe_path(sheet.title))
        tables = [
            SheetRows(name, sheet).table(package.read(sheet._worksheet_path))
            for sheet in book.worksheets
            if sheet not in hidden
        ]
    except BROKEN as error:
        raise refusal(name, "broken") from error
    return [
        replace(table, hidden_sheets=tuple(safe_path(sheet.title) for sheet in hidden)) for table in tables[:1]
    ] + tables[1:]


class SheetRows:
    """The rows of one sheet."""

    def __init__(self, name: str, sheet: Any) -> None:
        self.name = name
        self.sheet = sheet
        self.looks: dict[int, str] = {}
        self.shows_zeros = True
        self.doubts: dict[Position, Doubt] = {}
        self.omissions: list[Omission] = []

    def table(self, content: bytes) -> RowTable:
        """Return the sheet as a list; `content` is its XML."""
        self.shows_zeros = ZEROS_UNSEEN.search(content) is None
        rows: list[list[str]] = []
        count = 0
        for row in self.sheet.iter_rows():
            # A row has as many cells as the last of them is far.
            count += len(row) + 1
            if count > MOST_CELLS:
                raise refusal(self.name, "cells")
            rows.append([self.text(cell) for cell in row])
        omissions = (*unseen_parts(self.sheet.title, content), *self.omissions)
        return RowTable(self.name, self.sheet.title, rows, doubts=self.doubts, omissions=omissions, has_letters=True)

    def text(self, cell: Any) -> str:
        """Return the text of a cell; blank where it is struck out, white or shown as nothing."""
        value = cell.value
        if value is None:
            return ""
        style = cell._style_id
        if style not in self.looks:
            self.looks[style] = invisibility(cell)
        is_zero = not self.shows_zeros and type(value) in (int, float) and value == 0
        if is_zero or self.looks[style]:
            what = HIDDEN if is_zero else self.looks[style]
            self.omissions.append((f"{safe_path(self.sheet.title)}!{cell.coordinate}", what))
            return ""
        if type(value) is str:
            return value if cell.data_type != "e" else self.doubtful(cell, value, FORMAT)
        if isinstance(value, bool):
            return self.doubtful(cell, str(value).upper(), FORMAT)
        if isinstance(value, int | float):
            text, stored, kinds = number_cell(value, str(cell.number_format))
            kinds = (PERCENT,) if is_exact_percent(text, stored) else kinds
            # Separators and zeros at the end are those of the sheet.
            return self.doubtful(cell, text, *kinds, stored=stored) if kinds else number_text(value)
        return self.doubtful(cell, day_text(value), DAY)

    def doubtful(self, cell: Any, text: str, *kinds: str, stored: str = "") -> str:
        """Return the text of a cell and store its doubts."""
        self.doubts[cell.row, cell.column] = kinds, stored
        return text


def is_exact_percent(text: str, stored: str) -> bool:
    """Whether a text is the percentage of a stored share with all its digits."""
    return bool(PERCENTAGE.fullmatch(text) and stored) and Decimal(text[:-1]) == Decimal(stored) * 100


def unseen_parts(title: str, content: bytes) -> Iterator[Omission]:
    """Yield the hidden rows and columns of a sheet, and its formulas without a result."""
    for match in UNSEEN.finditer(content):
        number = NUMBER.search(match[0])
        at = int(number[1]) if number else 0
        part = str(at) if match[1] == b"row" else column_letters(at)
        yield f"{safe_path(title)}!{part}", HIDDEN
    for match in UNCOMPUTED.finditer(content):
        yield f"{safe_path(title)}!{match[1].decode()}", FORMULA


def delimited_table(delimiter: str, name: str, data: bytes) -> list[RowTable]:
    """Return the rows of a text file with delimiters."""
    try:
        rows = list(csv.reader(StringIO(text_of(name, data), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise refusal(name, "broken") from error
    if sum(map(len, rows)) > MOST_CELLS or len(rows) > MOST_ROWS:
        raise refusal(name, "cells")
    return [RowTable(name, Path(name).stem, rows)]


def json_tables(name: str, data: bytes) -> list[RowTable]:
    """Return the lists of a JSON file: a map of lists by their titles, or one list; each row is a map of texts."""
    try:
        content = json.loads(text_of(name, data), parse_float=str, parse_int=str, object_pairs_hook=strict_map)
    except (ValueError, RecursionError) as error:
        raise refusal(name, "json") from error
    tables = content if isinstance(content, dict) else {Path(name).stem: content}
    return [json_table(name, title, rows) for title, rows in tables.items()]


def strict_map(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of a JSON object as a map; ValueError for a key that occurs twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def json_table(name: str, title: str, rows: Any) -> RowTable:
    """Return one list of a JSON file, with the names of its columns as the first row."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise refusal(name, "json")
    heads = list(dict.fromkeys(key for row in rows for key in row))
    if len(heads) * len(rows) > MOST_CELLS:
        raise refusal(name, "cells")
    texts = [["" if row.get(head) is None else row[head] for head in heads] for row in rows]
    if not all(isinstance(text, str) for some in texts for text in some):
        raise refusal(name, "json")
    return RowTable(name, title, [heads, *texts])


READERS: dict[str, Reader[list[RowTable]]] = {
    ".xlsx": workbook_tables,
    ".xlsm": workbook_tables,
    ".csv": partial(delimited_table, ","),
    ".tsv": partial(delimited_table, "\t"),
    ".json": json_tables,
}
