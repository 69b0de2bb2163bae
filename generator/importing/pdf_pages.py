"""Reads the ruled tables of PDF files with pdfplumber, which no other module imports."""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby, pairwise
from typing import Any

from generator.forms.drawings.read_cells import bare
from generator.importing.source import (
    COMMENT,
    CONTINUED,
    CROSSING,
    MARKED,
    OUTSIDE,
    PARTLY,
    PROPERTIES,
    STRUCK,
    WHITE,
    Contents,
    Omission,
    PageBox,
    SourceCell,
    SourceTable,
    omission,
    refusal,
)
from generator.text.normalize import without_radicals
from generator.words import translate

MOST_PAGES = 1_000
# What every form has on it; pages without it are no forms, but may go on with one.
SIGN = "指标"
# Edges that are nearer than this, in points, are one edge.
NEAR = 3
# Lines that end so many letters before the end of their cell are ended by the author, and not by the width.
ROOM = 1.6
# Letters that are nearer than this share of their size are of one word.
TOUCHING = 0.1
# Lines are ended by the author before the number of an item, after the end of a sentence or in a list of items.
SENTENCE_END = re.compile("[。；;：:！!]$")
ITEM = re.compile(r"[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.．、）)](?![0-9])|目标[0-9]")
PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第?\s*[0-9]+\s*页?)(?:\s*[/共]\s*[0-9]+\s*页?)?[-—–\s]*")
WHITES = ((1,), (1, 1, 1), (0, 0, 0, 0))
# Between which shares of the height of a letter a line goes through it, and how thick in points the line may be.
THROUGH, THICK = (0.3, 0.75), 2.5


def read_pdf(name: str, data: bytes) -> Contents:
    """Return the tables of a PDF file on pages of forms; raises UsageError for a file without text or tables."""
    if not data.startswith(b"%PDF"):
        raise refusal(name, "mismatch")
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.pdfparser import PDFSyntaxError
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError as missing:
        raise refusal(name, "library") from missing
    # It tells of each odd font of a file; what matters here is whether the letters can be read.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise refusal(name, "cells")
            pages = DocumentTables()
            properties = omission("", PROPERTIES, "\n".join(map(str, (document.metadata or {}).values())))
            pages.omissions += [properties] if properties.is_marked else []
            for page in document.pages:
                pages.read(page)
                page.close()
    except (PdfminerException, PDFSyntaxError, PDFPasswordIncorrect) as error:
        is_locked = any(isinstance(each, PDFPasswordIncorrect) for each in (error, *error.args))
        raise refusal(name, "password" if is_locked else "broken") from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError) as error:
        raise refusal(name, "broken") from error
    if not pages.tables:
        raise refusal(name, "empty" if pages.has_text else "no_text")
    return pages.tables, pages.omissions


class DocumentTables:
    """The tables of a document, in which one may go on over several pages."""

    def __init__(self) -> None:
        self.tables: list[SourceTable] = []
        self.omissions: list[Omission] = []
        self.has_text = False
        # Whether the last page ended with a table.
        self.is_open = False

    def read(self, page: Any) -> None:
        """Read the tables of a page with the texts above and below each."""
        # Letters of fonts that have one drawing for a character and its radical.
        chars = [{**char, "text": without_radicals(char["text"])} for char in page.chars if not is_white(char)]
        self.has_text = self.has_text or bool(chars)
        text = "".join(char["text"] for char in chars)
        place = translate("importing.place.page", page=page.page_number)
        notes = "\n".join(str(note.get("contents") or "") for note in page.annots)
        self.omissions += [omission(place, COMMENT, notes)] if notes.strip() else []
        white = [char for char in page.chars if is_white(char)]
        unseen = omission(place, WHITE, text_of_lines(white))
        if not self.is_open and SIGN not in "".join(text.split()):
            shown = omission(place, OUTSIDE, text_of_lines(chars))
            self.omissions += (each for each in (unseen, shown) if each.is_marked)
            return
        reader = PdfPage(page, chars)
        if any(char["text"].strip() for char in white):
            self.omissions.append(unseen)
        if not reader.found:
            self.omissions += (each for each in [omission(place, OUTSIDE, text_of_lines(chars))] if each.is_marked)
        found = reader.tables()
        self.omissions += reader.omissions
        if self.is_open and found and goes_on(self.tables[-1], found[0]):
            self.tables[-1] = continued(self.tables[-1], found.pop(0))
        self.tables += found
        self.is_open = bool(self.tables) and reader.ends_with_table


def goes_on(table: SourceTable, rest: SourceTable) -> bool:
    """Whether a table at the top of a page belongs to the one before: it has no title and no such first label."""
    firsts = [next(row for row in rows_of(each) if len(row) > 1 or each is rest) for each in (table, rest)]
    return not rest.texts and len(firsts[1]) > 1 and bare(firsts[0][0].text) != bare(firsts[1][0].text)


def rows_of(table: SourceTable) -> Iterator[list[SourceCell]]:
    """Yield the filled cells that begin in each row, then none."""
    filled = [cell for cell in table.cells if cell.text.strip()]
    yield from (list(some) for _, some in groupby(filled, key=lambda cell: cell.row))
    yield [SourceCell(0, 0, ""), SourceCell(0, 0, "")]


def continued(table: SourceTable, rest: SourceTable) -> SourceTable:
    """Return a table with the rows of the next page, whose first cell bears a doubt."""
    last = max(cell.row + cell.rowspan - 1 for cell in table.cells)
    first, *others = (replace(cell, row=cell.row + last) for cell in rest.cells)
    marked = replace(first, doubts=(*first.doubts, CONTINUED))
    return replace(table, cells=(*table.cells, marked, *others), below=rest.below)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of letters: its text and its place on the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


class PdfPage:
    """The tables of one page by their ruled lines."""

    def __init__(self, page: Any, chars: Sequence[Any]) -> None:
        self.page = page
        self.omissions: list[Omission] = []
        self.place = translate("importing.place.page", page=page.page_number)
        self.found = sorted(
            (table for table in page.find_tables() if len(table.cells) > 1), key=lambda each: each.bbox[1]
        )
        boxes = [box for table in self.found for box in table.cells]
        rules = rules_of(page, {edge for box in boxes for edge in (box[1], box[3])})
        notes = [note_box(note) for note in page.annots if is_strike(note)]
        self.struck = [
            char
            for char in chars
            if any(is_through(rule, char) for rule in rules) or any(is_within(char, box) for box in notes)
        ]
        gone = {*map(id, self.struck)}
        self.chars = [char for char in chars if id(char) not in gone]
        outside = [char for char in self.chars if not any(is_within(char, box) for box in boxes)]
        struck = [char for char in self.struck if not any(is_within(char, box) for box in boxes)]
        self.omissions += [omission(self.place, STRUCK, text_of_lines(struck))] if struck else []
        # Those in a table and in no cell of it are told like those below it.
        self.lines = [line for line in lines_of(outside) if not PAGE_NUMBER.fullmatch(line.text)]

    @property
    def ends_with_table(self) -> bool:
        """Whether nothing but a number follows the last table."""
        return bool(self.found) and not any(line.top > self.found[-1].bbox[3] for line in self.lines)

    @property
    def is_plain(self) -> bool:
        """Whether the page is drawn as it is measured: not turned, and not a part of a larger sheet."""
        boxes = {tuple(map(float, box)) for box in (self.page.mediabox, self.page.cropbox, self.page.bbox)}
        return not self.page.rotation and len(boxes) == 1 and next(iter(boxes))[:2] == (0, 0)

    def tables(self) -> list[SourceTable]:
        """Return the tables from top to bottom; a text between two is above the second."""
        tables = []
        start = 0.0
        for number, table in enumerate(self.found):
            top, bottom = table.bbox[1], table.bbox[3]
            is_last = number == len(self.found) - 1
            above = [line for line in self.lines if start <= line.top < top]
            below = [line for line in self.lines if top <= line.top and (is_last or line.top < bottom)]
            tables.append(SourceTable(self.place, self.cells(table), self.texts(above), self.texts(below)))
            start = bottom
        return tables

    def texts(self, lines: Iterable[TextLine]) -> tuple[SourceCell, ...]:
        """Return lines outside of tables as cells."""
        return tuple(SourceCell(1, 1, line.text, place=self.place) for line in lines)

    def cells(self, table: Any) -> tuple[SourceCell, ...]:
        """Return the cells of a table in their rows and columns."""
        tops, lefts = (edges_of(box[at] for box in table.cells) for at in (1, 0))
        cells = []
        inside = [[char for char in self.chars if is_within(char, box)] for box in table.cells]
        crossed = crossing(inside)
        for number, box in enumerate(table.cells):
            row, column = bisect_right(tops, box[1] + NEAR), bisect_right(lefts, box[0] + NEAR)
            tall = max(1, bisect_right(tops, box[3] - NEAR) - row + 1)
            wide = max(1, bisect_right(lefts, box[2] - NEAR) - column + 1)
            place = translate("importing.place.page_cell", page=self.page.page_number, row=row, column=column)
            doubts = (CROSSING,) if number in crossed or any(is_on_edge(char, box) for char in inside[number]) else ()
            if struck := text_of_lines(char for char in self.struck if is_within(char, box)):
                self.omissions.append(omission(place, STRUCK, struck))
                # The picture of the page shows what is struck out.
                doubts = (*doubts, PARTLY, *([MARKED] if self.omissions[-1].is_marked else []))
            text = text_in(inside[number], box)
            drawn = PageBox(self.page.page_number, *map(float, box)) if self.is_plain else None
            cells.append(SourceCell(row, column, text, tall, wide, place, doubts=doubts, box=drawn))
        return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def edges_of(places: Iterable[float]) -> list[float]:
    """Return the edges of rows or columns, each once."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return edges


def is_within(char: Any, box: Sequence[float]) -> bool:
    """Whether the middle of a letter is in a box."""
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


def rules_of(page: Any, edges: set[float]) -> list[tuple[float, float, float]]:
    """Return the thin horizontal lines of a page that are no edges of cells: their left and right ends and heights."""
    drawn = [(each["x0"], each["x1"], each["top"], each["bottom"]) for each in (*page.lines, *page.rects)]
    rules = [(left, right, (top + bottom) / 2) for left, right, top, bottom in drawn if bottom - top <= THICK]
    return [rule for rule in rules if all(abs(rule[2] - edge) > NEAR for edge in edges)]


def is_strike(note: Any) -> bool:
    """Whether a PDF annotation strikes a text out."""
    return "StrikeOut" in str((note.get("data") or {}).get("Subtype"))


def note_box(note: Any) -> tuple[float, float, float, float]:
    """Return the bounding box of an annotation: its left, upper, right and lower edges."""
    return note["x0"], note["top"], note["x1"], note["bottom"]


def is_through(rule: tuple[float, float, float], char: Any) -> bool:
    """Whether a horizontal line goes through the middle of a character."""
    left, right, height = rule
    share = (height - char["top"]) / max(char["bottom"] - char["top"], 1)
    return bool(left <= (char["x0"] + char["x1"]) / 2 <= right and THROUGH[0] <= share <= THROUGH[1])


def is_on_edge(char: Any, box: Sequence[float]) -> bool:
    """Whether the upper or lower edge of a box goes through the middle of a character."""
    return any(is_through((box[0], box[2], edge), char) for edge in (box[1], box[3]))


def is_white(char: Any) -> bool:
    """Whether a letter is white."""
    colour = char.get("non_stroking_color")
    values = tuple(colour) if isinstance(colour, tuple | list) else (colour,)
    return values in WHITES


def crossing(cells: Sequence[Sequence[Any]]) -> set[int]:
    """Return the numbers of the cells between which a word crosses a ruled line, by the characters in each."""
    owners = {id(char): number for number, chars in enumerate(cells) for char in chars}
    found: set[int] = set()
    for row in rows_of_letters(char for chars in cells for char in chars if char["text"].strip()):
        for before, char in pairwise(row):
            numbers = {owners[id(before)], owners[id(char)]}
            is_word = char["x0"] - before["x1"] < TOUCHING * char["size"]
            found.update(numbers if is_word and len(numbers) > 1 else ())
    return found


def lines_of(chars: Iterable[Any]) -> list[TextLine]:
    """Return the lines of some letters from top to bottom; letters over one another in a row are one line."""
    return [line for row in rows_of_letters(chars) if (line := line_of(row)).text]


def rows_of_letters(chars: Iterable[Any]) -> list[list[Any]]:
    """Return the characters of each line from left to right."""
    rows: list[list[Any]] = []
    for char in sorted(chars, key=lambda char: ((char["top"] + char["bottom"]) / 2, char["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and middle < max(each["bottom"] for each in rows[-1]) - char["height"] / 4:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda char: char["x0"]) for row in rows]


def text_of_lines(chars: Iterable[Any]) -> str:
    """Return the lines of some letters as a text."""
    return "\n".join(line.text for line in lines_of(chars))


def line_of(chars: Sequence[Any]) -> TextLine:
    """Return letters in a row as a line, with a space for each gap as wide as one."""
    parts: list[str] = []
    for number, char in enumerate(chars):
        before = chars[number - 1] if number else None
        if before and char["x0"] - before["x1"] > char["size"] and parts[-1] != " ":
            parts.append(" ")
        parts.append(char["text"])
    drawn = [char for char in chars if char["text"].strip()] or chars
    size = max(char["size"] for char in drawn)
    box = (drawn[0]["x0"], max(char["x1"] for char in drawn), drawn[0]["top"], max(char["bottom"] for char in drawn))
    return TextLine("".join(parts).strip(), *box, size)


def text_in(chars: Sequence[Any], box: Sequence[float]) -> str:
    """Return the text of a cell: lines that its width has ended are joined, others stay lines."""
    lines = lines_of(chars)
    text = lines[0].text if lines else ""
    widest = max((line.right - line.left for line in lines), default=0)
    for before, line in pairwise(lines):
        # Of lines in the middle of a cell, the room at both sides is that at their end.
        is_full = widest - (before.right - before.left) < ROOM * line.size or box[2] - before.right < ROOM * line.size
        is_item = ITEM.match(line.text) and (SENTENCE_END.search(before.text) or ITEM.match(text))
        is_word = is_letter(before.text[-1]) and is_letter(line.text[0])
        text += (" " if is_word else "") + line.text if is_full and not is_item else f"\n{line.text}"
    return text


def is_letter(sign: str) -> bool:
    """Whether a sign is a Latin letter."""
    return sign.isascii() and sign.isalpha()
