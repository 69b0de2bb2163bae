"""A form as a grid: cells in their places, some over several rows or columns.

Whatever draws a form, on a page, in a spreadsheet or on a terminal, draws this grid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.forms.drawings.drawing import Scope

Key = tuple[str | int, ...]


class GridPiece(NamedTuple):
    """The text of a cell, and how it is read.

    scope   the scope of a heading, as in HTML; empty for a cell that is no heading
    keys    which cells of the record it shows: several where equal neighbours are merged
    prose   whether it is read like a text and not like a label
    """

    text: str
    scope: Scope = ""
    keys: tuple[Key, ...] = ()
    prose: bool = False


class GridCell(NamedTuple):
    """A piece in its place; rows and columns count from zero."""

    piece: GridPiece
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        """The text of the cell."""
        return self.piece.text

    @property
    def rows(self) -> range:
        """The rows that the cell spans."""
        return range(self.row, self.row + self.rowspan)

    @property
    def columns(self) -> range:
        """The columns that the cell spans."""
        return range(self.column, self.column + self.colspan)


# The cells that begin in each row of a block.
Placed = tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole form: the name of its drawing, its title, the relative widths of its columns, its blocks, its paper."""

    name: str
    title: str
    widths: tuple[int, ...]
    blocks: tuple[Placed, ...]
    paper: str = "portrait"

    @property
    def cells(self) -> tuple[GridCell, ...]:
        """All cells, row by row."""
        return tuple(cell for block in self.blocks for row in block for cell in row)

    @property
    def height(self) -> int:
        """The number of rows."""
        return sum(len(block) for block in self.blocks)


def plain_grid(title: str, widths: Sequence[int], rows: Iterable[Sequence[GridPiece]]) -> Grid:
    """Return a grid without merged cells on landscape paper."""
    placed = tuple(
        tuple(GridCell(piece, number, column) for column, piece in enumerate(row)) for number, row in enumerate(rows)
    )
    return Grid("", title, tuple(widths), (placed,), "landscape")
