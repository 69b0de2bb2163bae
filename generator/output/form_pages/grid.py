"""A form as a grid: cells in their places, some over several rows or columns.

A layout writes its table down as a person would, row by row from left to right; `laid` finds the places. Whatever
draws the form, on a page or in a spreadsheet, draws this grid.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Key = tuple[str | int, ...]
Scope = Literal["", "row", "col", "rowgroup", "colgroup"]


@dataclass(frozen=True, slots=True)
class GridPiece:
    """A cell before it has a place.

    scope   what it is the heading of, as in HTML; nothing for a cell that is no heading
    keys    which cells of the record it shows: several where equal neighbours are merged
    prose   whether it is read like a text and not like a label
    """

    text: str
    wide: int = 1
    tall: int = 1
    scope: Scope = ""
    keys: tuple[Key, ...] = ()
    prose: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A piece in its place; rows and columns count from zero."""

    piece: GridPiece
    row: int
    column: int
    rowspan: int
    colspan: int

    @property
    def text(self) -> str:
        """The text of the cell."""
        return self.piece.text

    @property
    def heading(self) -> bool:
        """Whether other cells are read under this one."""
        return bool(self.piece.scope)

    @property
    def rows(self) -> range:
        """The rows that the cell spans."""
        return range(self.row, self.row + self.rowspan)

    @property
    def columns(self) -> range:
        """The columns that the cell spans."""
        return range(self.column, self.column + self.colspan)


Row = list[GridPiece]
Block = list[Row]
Placed = tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole form: the layout's name, the title, how wide its columns are in letters, its blocks of rows."""

    name: str
    title: str
    widths: tuple[int, ...]
    blocks: tuple[Placed, ...]

    @property
    def cells(self) -> tuple[GridCell, ...]:
        """All cells, row by row."""
        return tuple(cell for block in self.blocks for row in block for cell in row)

    @property
    def height(self) -> int:
        """The number of rows."""
        return sum(len(block) for block in self.blocks)


def grid_of(name: str, title: str, widths: Sequence[int], blocks: Iterable[Block]) -> Grid:
    """The blocks one below the other, each row filled to the right edge by its last piece."""
    placed: list[Placed] = []
    first = 0
    for block in blocks:
        taken: dict[int, set[int]] = defaultdict(set)
        placed.append(tuple(tuple(in_row(row, first + at, len(widths), taken)) for at, row in enumerate(block)))
        first += len(block)
    return Grid(name, title, tuple(widths), tuple(placed))


def in_row(row: Row, number: int, columns: int, taken: dict[int, set[int]]) -> Iterator[GridCell]:
    """The pieces of one row in the places that the rows above have left free; `taken` are the columns by row."""
    edge = 0
    for piece in row:
        while edge in taken[number]:
            edge += 1
        end = columns if piece is row[-1] else edge + piece.wide
        for below in range(number + 1, number + piece.tall):
            taken[below].update(range(edge, end))
        yield GridCell(piece, number, edge, piece.tall, end - edge)
        edge = end
