"""Reads the sheet of a drawing: its rows, in which each cell is in its place and over its rows and columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.forms.drawings.drawing import DrawnCell
from generator.forms.drawings.slots import SlotReader, is_plain_note
from generator.problems import Place, Problem

LEFT = re.compile("<([0-9]*)")
UP = "^"
BAR = "|"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a row between two bars, and its place."""

    text: str
    place: Place


def pieces_of(line: str, place: Place) -> list[Piece]:
    """Return the pieces of a line between its bars."""
    found, at = [], 0
    for text in line.split(BAR):
        blank = len(text) - len(text.lstrip())
        found.append(Piece(text.strip(), replace(place, column=at + 1 + blank)))
        at += len(text) + 1
    return found


class SheetReader:
    """Reads the rows of a sheet of so many columns, block by block."""

    def __init__(self, columns: int, slots: SlotReader) -> None:
        self.columns = columns
        self.slots = slots
        self.cells: list[list[DrawnCell]] = []
        # Whether the rows of the block are in their places so far.
        self.is_sure = True

    def report(self, place: Place, code: str, seen: str | None = None, **values: object) -> None:
        """Add a problem."""
        self.slots.problems.append(Problem(place, code, seen, **values))

    def blocks(self, file: str, lines: Sequence[tuple[int, str]]) -> Iterator[list[list[DrawnCell]]]:
        """Yield the rows of each block; an empty line ends a block. `lines` have their numbers in the file."""
        for number, line in [*lines, (0, "")]:
            if line.strip():
                self.add(Place(file, number), line)
            elif self.cells:
                yield self.cells
                self.cells, self.is_sure = [], True

    def add(self, place: Place, line: str) -> None:
        """Add a row to the block."""
        self.slots.group = None
        row: list[DrawnCell] = []
        upward: dict[int, Place] = {}
        column, number = 0, len(self.cells)
        pieces = pieces_of(line, place)
        for piece in pieces:
            if match := LEFT.fullmatch(piece.text):
                more = int(match[1] or 1)
                if not row or row[-1].end != column:
                    self.report(piece.place, "E804", piece.text, form="up" if upward else "first")
                    self.is_sure = False
                else:
                    row[-1] = replace(row[-1], colspan=row[-1].colspan + more)
                column += more
                continue
            if piece.text == UP:
                upward[column] = piece.place
            elif piece.text:
                parts, is_note = self.slots.parts(piece.text, piece.place), is_plain_note(piece.text)
                row.append(DrawnCell(parts, piece.place, number, column, is_note=is_note))
            column += 1
        if blank := [piece for piece in pieces if not piece.text]:
            self.report(blank[0].place, "E803")
        self.check_width(column, place, line)
        self.is_sure = self.is_sure and column == self.columns and not blank
        self.cells.append(row)
        self.extend_above(upward)

    def check_width(self, columns: int, place: Place, line: str) -> None:
        """E802 for a row that does not fill all columns or has too many."""
        if columns != self.columns and all(piece.text for piece in pieces_of(line, place)):
            form = "short" if columns < self.columns else "long"
            at = replace(place, column=len(line.rstrip()) + 1)
            self.report(at, "E802", form=form, columns=columns, wanted=self.columns)

    def extend_above(self, upward: dict[int, Place]) -> None:
        """Let cells above reach down into the last row, in which they are the ones over these columns."""
        if not self.is_sure:
            return
        number = len(self.cells) - 1
        done: set[int] = set()
        for column, place in upward.items():
            if column in done:
                continue
            row, at = next(
                ((row, at) for row in self.cells for at, cell in enumerate(row) if cell.covers(number - 1, column)),
                (self.cells[0], -1),
            )
            above = row[at] if at >= 0 else None
            if above is None or not number:
                self.report(place, "E805", form="first")
                self.is_sure = False
                return
            span = range(above.column, above.end)
            if any(slot.rows for slot in above.slots) or not upward.keys() >= set(span):
                self.report(place, "E805", form="list" if any(slot.rows for slot in above.slots) else "part")
                self.is_sure = False
                return
            row[at] = replace(above, rowspan=above.rowspan + 1)
            done.update(span)
