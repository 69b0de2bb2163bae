"""Cells of spreadsheets by their values, each written once for all rows of a workbook that repeat it.

Tables of forms repeat most of their values; looking up a cell takes a fifth of the time of writing it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from generator.output.exports.columns import Kind
from generator.output.exports.values import Stored
from generator.output.exports.workbook_styles import BODY, DAY, WHOLE_NUMBER, amount_style

# Days are numbers in spreadsheets, counted from this one.
FIRST_DAY = date(1899, 12, 30)


class CellEnds(dict[Stored, str]):
    """The XML of cells after their place, by their stored value; empty for a blank cell, which is not written."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, value: Stored) -> str:
        """Return the XML of a value that is met for the first time."""
        end = "" if value is None or value == "" else self.write(value)
        self[value] = end
        return end


class WorkbookCells:
    """The shared strings of a workbook with their numbers, and the cells of its tables by kind of column."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.plain = CellEnds(self.plain_cell)
        self.by_kind = {"number": CellEnds(number_cell), "share": CellEnds(number_cell), "day": CellEnds(day_cell)}

    def plain_cell(self, value: str | int) -> str:
        """Return a text as a shared string, and an integer as a number."""
        if isinstance(value, str):
            return f'" s="{BODY}" t="s"><v>{self.texts.setdefault(value, len(self.texts))}</v></c>'
        return f'" s="{BODY + WHOLE_NUMBER}"><v>{value}</v></c>'

    def rows_xml(
        self, rows: Iterable[Sequence[Stored]], kinds: Sequence[Kind], letters: Sequence[str], first: int
    ) -> Iterator[str]:
        """Yield stored rows, from the row with the number `first`."""
        ends_by_column = [self.by_kind.get(kind, self.plain) for kind in kinds]
        starts = [f'<c r="{letter}' for letter in letters]
        for number, row in enumerate(rows, first):
            ends = [ends[value] for ends, value in zip(ends_by_column, row, strict=True)]
            cells = [f"{start}{number}{end}" for start, end in zip(starts, ends, strict=True) if end]
            yield f'<row r="{number}">{"".join(cells)}</row>'


def number_cell(digits: str) -> str:
    """Return a number, which shows its own decimals."""
    return f'" s="{BODY + amount_style(digits)}"><v>{digits}</v></c>'


def day_cell(text: str) -> str:
    """Return a day."""
    return f'" s="{BODY + DAY}"><v>{(date.fromisoformat(text) - FIRST_DAY).days}</v></c>'
