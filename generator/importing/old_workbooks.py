"""Reads the sheets of old XLS workbooks with xlrd, which no other module imports."""

import struct
from collections.abc import Iterator
from itertools import product
from typing import Any

from generator.importing.number_formats import number_cell
from generator.importing.packages import ENCRYPTED, OLE
from generator.importing.sheets import SheetLayout, without_margin
from generator.importing.source import (
    COMMENT,
    DAY,
    FORMAT,
    HEADER,
    HIDDEN,
    MARKED,
    MOST_CELLS,
    NAME,
    PARTLY,
    PROPERTIES,
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

# The numbers of types of cells and of the colour white in the format.
TEXT, NUMBER, DATE, BOOLEAN, ERROR = 1, 2, 3, 4, 5
# What xlrd lets through for files that are broken.
BROKEN = (ValueError, KeyError, IndexError, AssertionError, TypeError, AttributeError, OverflowError, struct.error)
WHITE_COLOURS = (1, 9)
NO_FILL, WHITE_GROUNDS = 0, (1, 9, 64, 65)
# The streams of a file with its properties and with its sheets, and the types of records with headers and footers.
PROPERTY_STREAMS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
SHEET_STREAMS = ("Workbook", "Book")
HEADER_RECORDS = (0x14, 0x15)
# The codings that a property may have; what a wrong one makes of it bears no mark.
CODINGS = ("utf-8", "gb18030", "utf-16-le")


def read_old_workbook(name: str, data: bytes) -> Contents:
    """Return the visible sheets of an old workbook as tables; raises UsageError for one that is broken or too large."""
    if not data.startswith(OLE):
        raise refusal(name, "mismatch")
    if ENCRYPTED in data:
        raise refusal(name, "password")
    try:
        import xlrd
    except ImportError as missing:
        raise refusal(name, "library") from missing
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=NoLog())
        omissions = [each for each in parts_outside(xlrd.compdoc.CompDoc(data, logfile=NoLog())) if each.is_marked]
    except xlrd.XLRDError as error:
        raise refusal(name, "password" if "ncrypt" in str(error) else "broken") from error
    except (*BROKEN, xlrd.compdoc.CompDocError) as error:
        raise refusal(name, "broken") from error
    tables: list[SourceTable] = []
    for sheet in book.sheets():
        title = safe_path(sheet.name)
        if sheet.visibility:
            omissions.append(omission(title, HIDDEN, "\n".join([sheet.name, *sheet_texts(sheet)])))
            continue
        if sheet.nrows * sheet.ncols > MOST_CELLS:
            raise refusal(name, "cells")
        reader = OldSheet(book, sheet)
        cells = [*reader.cells()]
        tables.append(SourceTable(title, without_margin(beside_marks(cells, reader.marked_rows))))
        omissions += (each for each in [omission("", NAME, sheet.name)] if each.is_marked)
        omissions += reader.omissions
    return tables, omissions


def parts_outside(streams: Any) -> Iterator[Omission]:
    """Yield the properties of a file, and the headers and footers of its sheets."""
    for name in PROPERTY_STREAMS:
        content = streams.get_named_stream(name) or b""
        yield omission("", PROPERTIES, "\n".join(content.decode(coding, "replace") for coding in CODINGS))
    content = next(filter(None, map(streams.get_named_stream, SHEET_STREAMS)), b"")
    at = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        if kind in HEADER_RECORDS:
            text = content[at + 4 : at + 4 + size]
            yield omission("", HEADER, "\n".join(text[start:].decode("utf-16-le", "replace") for start in (2, 3)))
            yield omission("", HEADER, text.decode("gb18030", "replace"))
        at += 4 + size


def sheet_texts(sheet: Any) -> Iterator[str]:
    """Yield the texts of a sheet with those of its comments."""
    yield from (str(sheet.cell_value(*at)) for at in product(range(sheet.nrows), range(sheet.ncols)))
    yield from (note.text for note in sheet.cell_note_map.values())


class NoLog:
    """A log file that nothing is written to."""

    def write(self, text: str) -> None:
        """Drop a text, which may quote the file."""


class OldSheet:
    """The cells of one sheet as it is shown, and its omissions."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet
        self.omissions: list[Omission] = []
        # Rows that are shown and have a marked cell in a column that is not, from 1.
        self.marked_rows: set[int] = set()
        self.hidden_rows = {row for row, at in sheet.rowinfo_map.items() if at.hidden}
        self.hidden_columns = {column for column, at in sheet.colinfo_map.items() if at.hidden}

    def cells(self) -> Iterator[SourceCell]:
        """Yield the cells that are visible, merged ones once."""
        spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in self.sheet.merged_cells}
        layout = SheetLayout(spans, self.hidden_rows, self.hidden_columns)
        for at in product(range(self.sheet.nrows), range(self.sheet.ncols)):
            if at in layout.covered:
                continue
            if layout.is_visible(*at):
                yield self.source_cell(*at, *layout.span(*at))
            elif self.sheet.cell_value(*at) not in ("", None) or at in self.sheet.cell_note_map:
                text = f"{self.sheet.cell_value(*at)}\n{self.note(at)}"
                self.omissions.append(omission(self.place(*at), HIDDEN, text, safe_path(self.sheet.name)))
                if self.omissions[-1].is_marked:
                    self.marked_rows.add(at[0] + 1)

    def note(self, at: tuple[int, int]) -> str:
        """Return the comment of a cell; "" where it has none."""
        note = self.sheet.cell_note_map.get(at)
        return str(note.text) if note is not None else ""

    def place(self, row: int, column: int) -> str:
        """Return the name of a cell with that of its sheet."""
        letters = ""
        while column >= 0:
            letters = chr(65 + column % 26) + letters
            column = column // 26 - 1
        return f"{safe_path(self.sheet.name)}!{letters}{row + 1}"

    def source_cell(self, row: int, column: int, tall: int, wide: int) -> SourceCell:
        """Return a visible cell; its text is blank where it is struck out or white."""
        place = self.place(row, column)
        text, stored, doubts = self.texts(row, column)
        is_zero = self.sheet.cell_type(row, column) == NUMBER and self.sheet.cell_value(row, column) == 0
        kind = HIDDEN if is_zero and not self.sheet.show_zero_values else text and self.invisibility(row, column)
        if kind:
            self.omissions.append(omission(place, kind, text))
            text, stored, doubts = "", "", (PARTLY,)
        if (row, column) in self.sheet.cell_note_map:
            self.omissions.append(Omission(place, COMMENT))
            doubts = (*doubts, *([MARKED] if find_marks(self.note((row, column))) else []))
        return SourceCell(row + 1, column + 1, text, tall, wide, place, stored, doubts)

    def texts(self, row: int, column: int) -> tuple[str, str, tuple[str, ...]]:
        """Return the text of a cell, what is stored where that differs, and its doubts."""
        kind, value = self.sheet.cell_type(row, column), self.sheet.cell_value(row, column)
        if kind == NUMBER:
            number_format = self.book.format_map[self.book.xf_list[self.sheet.cell_xf_index(row, column)].format_key]
            return number_cell(value, number_format.format_str)
        if kind == DATE:
            from xlrd import xldate_as_datetime

            return xldate_as_datetime(value, self.book.datemode).date().isoformat(), "", (DAY,)
        if kind in (BOOLEAN, ERROR):
            return str(value), "", (FORMAT,)
        return self.unstruck(row, column, str(value))

    def unstruck(self, row: int, column: int, text: str) -> tuple[str, str, tuple[str, ...]]:
        """Return a text without its runs of letters that are struck out."""
        runs = self.sheet.rich_text_runlist_map.get((row, column), [])
        ends = [*(start for start, _ in runs[1:]), len(text)]
        struck = [(start, end) for (start, font), end in zip(runs, ends, strict=False) if self.is_struck(font)]
        if not struck:
            return text, "", ()
        texts = "".join(text[start:end] for start, end in struck)
        self.omissions.append(omission(self.place(row, column), STRUCK, texts))
        visible = "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in struck))
        return visible, "", (PARTLY,)

    def is_struck(self, font: int) -> bool:
        """Whether a font is struck out."""
        return bool(self.book.font_list[font].struck_out)

    def invisibility(self, row: int, column: int) -> str:
        """Return why the text of a cell is not seen: struck out or white on white; "" where it is."""
        style = self.book.xf_list[self.sheet.cell_xf_index(row, column)]
        if self.is_struck(style.font_index):
            return STRUCK
        is_white = self.book.font_list[style.font_index].colour_index in WHITE_COLOURS
        ground = style.background
        is_filled = ground.fill_pattern != NO_FILL and ground.pattern_colour_index not in WHITE_GROUNDS
        return WHITE if is_white and not is_filled else ""
