"""The cells of a table on a grid without unused rows and columns, and the headings over their columns."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from generator.importing.source import SourceCell

# The fewest names of one list in a row in which another word is a heading too.
FEWEST_NAMES = 3
LONGEST_HEADING = 16
AMOUNT = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a table in the rows and columns of its grid, which count from zero."""

    cell: SourceCell
    row: int
    column: int
    rowspan: int
    colspan: int
    is_label: bool

    @property
    def text(self) -> str:
        """The text of the cell."""
        return self.cell.text

    @property
    def is_filled(self) -> bool:
        """Whether the cell has a text."""
        return bool(self.cell.text.strip())

    @property
    def end(self) -> int:
        """The column after the last of the box."""
        return self.column + self.colspan

    @property
    def bottom(self) -> int:
        """The row after the last of the box."""
        return self.row + self.rowspan

    def is_under(self, heading: "PlacedCell") -> bool:
        """Whether the box is over the same columns as a heading."""
        return (self.column, self.colspan) == (heading.column, heading.colspan)


# Whether the cells of a row are values, though some are labels elsewhere.
MayBeValue = Callable[[Sequence[PlacedCell]], bool]


@dataclass(frozen=True, slots=True)
class Region:
    """The rows below a row of headings: the headings that have values below them, and the numbers of the rows."""

    headings: tuple[PlacedCell, ...]
    rows: range


class TableGrid:
    """The boxes of a table by their places; `starts` are the columns in which its cells begin."""

    def __init__(self, cells: Sequence[SourceCell], is_label: Callable[[str], bool], starts: Collection[int]) -> None:
        rows, columns = sorted({cell.row for cell in cells}), sorted(starts)
        self.height, self.width = len(rows), len(columns)
        self.boxes = [
            PlacedCell(
                cell,
                row := bisect_left(rows, cell.row),
                column := bisect_left(columns, cell.column),
                bisect_left(rows, cell.row + cell.rowspan) - row,
                bisect_left(columns, cell.column + cell.colspan) - column,
                is_label(cell.text),
            )
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.column))
        ]
        self.places = {
            place: box
            for box in self.boxes
            for place in product(range(box.row, box.bottom), range(box.column, box.end))
        }

    def at(self, row: int, column: int) -> PlacedCell | None:
        """Return the box over a place."""
        return self.places.get((row, column))

    def row(self, row: int) -> list[PlacedCell]:
        """Return the boxes over a row, from left to right."""
        return [*dict.fromkeys(box for column in range(self.width) if (box := self.at(row, column)))]

    def left(self, box: PlacedCell) -> PlacedCell | None:
        """Return the box at the left of another."""
        return self.at(box.row, box.column - 1)

    def right(self, box: PlacedCell) -> PlacedCell | None:
        """Return the box at the right of another."""
        return self.at(box.row, box.end)

    def labels_left(self, box: PlacedCell) -> Iterator[PlacedCell]:
        """Yield the labels at the left of a box, the nearest first, up to the first other cell."""
        while (left := self.left(box)) and left.is_label:
            yield left
            box = left

    def labels_above(self, box: PlacedCell) -> Iterator[PlacedCell]:
        """Yield the labels above a box, the nearest first, up to the first other cell."""
        while (above := self.at(box.row - 1, box.column)) and above.is_label:
            yield above
            box = above

    def section(self, row: int) -> list[PlacedCell]:
        """Return the last label over a whole row above a row."""
        return [box for box in self.boxes if box.is_label and box.colspan == self.width and box.row < row][-1:]

    def headings(self, row: int, list_names: Callable[[str], int]) -> list[PlacedCell]:
        """Return the headings that end in a row in which all texts are labels; none for any other row.

        Beside enough names of one list each short text is a heading.
        """
        filled = [box for box in self.row(row) if box.is_filled]
        if not all(box.is_label for box in filled):
            named = sum(box.is_label and list_names(box.text) for box in filled)
            words = all(box.is_label or is_word(box.text) for box in filled)
            if named < FEWEST_NAMES or not words:
                return []
        return [box for box in filled if box.bottom == row + 1]

    def region(self, row: int, headings: Sequence[PlacedCell], may_be_value: MayBeValue) -> Region | None:
        """Return the rows of values below the headings in a row; None where there are none."""
        over = tuple(each for each in headings if self.has_value_below(each, headings))
        rows = range(row + 1, self.end_of_region(row, over, may_be_value)) if over else range(0)
        return Region(over, rows) if rows else None

    def has_value_below(self, heading: PlacedCell, headings: Sequence[PlacedCell]) -> bool:
        """Whether the value of a heading is below it: a cell of its width, with another heading at its right."""
        right, below = self.right(heading), self.below(heading, heading.bottom, headings)
        is_beside = right is None or right.is_label or right in headings or len(headings) > FEWEST_NAMES
        return is_beside and below is not None and below.row == heading.bottom and not below.is_label

    def below(self, heading: PlacedCell, row: int, headings: Sequence[PlacedCell]) -> PlacedCell | None:
        """Return the cell of a row that is under a heading.

        Files of pages have other columns in each row: there the cells are paired with the headings by their order.
        """
        box = self.at(row, heading.column)
        if box is None or box.is_under(heading):
            return box
        boxes = [each for each in self.row(row) if each.end > headings[0].column]
        paired = boxes[headings.index(heading)] if len(boxes) == len(headings) else None
        return paired if paired and paired.column < heading.end and paired.end > heading.column else None

    def end_of_region(self, row: int, headings: Sequence[PlacedCell], may_be_value: MayBeValue) -> int:
        """Return the row after the last one below some headings that has a cell of values in each of their columns.

        A label that begins below one that is over rows at the left is that of another list.
        """
        for at in range(row + 1, self.height):
            below = [self.below(heading, at, headings) for heading in headings]
            is_sound = all(box and box.row > row for box in below) and may_be_value([box for box in below if box])
            groups = {box.column for box in self.row(row) if box.bottom > row + 1 and box.column < headings[0].column}
            is_other = any(box.is_label and box.row == at and box.column in groups for box in self.row(at))
            if not is_sound or is_other:
                return at
        return self.height


def is_word(text: str) -> bool:
    """Whether a text may be a heading that is not known: short, and no figure but in brackets."""
    plain = re.sub(r"[（(].*?[)）]", "", text.strip())
    return len(plain) <= LONGEST_HEADING and not any(sign.isdecimal() for sign in plain)


def is_amount(text: str) -> bool:
    """Whether a text is a figure of money without a unit."""
    return AMOUNT.fullmatch(text.strip()) is not None
