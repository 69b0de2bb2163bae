"""A form as a grid: cells in their places, some over several rows or columns.

A layout writes its table down as a person would, row by row from left to right; `laid` finds the places. Whatever
draws the form, on a page or in a spreadsheet, draws this grid.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Key = tuple[str | int, ...]
Scope = Literal["", "row", "col", "rowgroup", "colgroup"]
GROUPS = ("rowgroup", "colgroup")


@dataclass(frozen=True, slots=True)
class Piece:
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
class Cell:
    """A piece in its place; rows and columns count from zero, `headers` are the names of the headings over it."""

    piece: Piece
    row: int
    column: int
    rowspan: int
    colspan: int
    headers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words of the cell."""
        return self.piece.text

    @property
    def heading(self) -> bool:
        """Whether other cells are read under this one."""
        return bool(self.piece.scope)

    @property
    def name(self) -> str:
        """A name of the cell that no other cell of the grid has."""
        return f"h{self.row}-{self.column}"

    @property
    def rows(self) -> range:
        """The rows that the cell lies in."""
        return range(self.row, self.row + self.rowspan)

    @property
    def columns(self) -> range:
        """The columns that the cell lies in."""
        return range(self.column, self.column + self.colspan)


Row = list[Piece]
Block = list[Row]
Placed = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole form: the layout's name, the title, how wide its columns are in letters, its blocks of rows."""

    name: str
    title: str
    widths: tuple[int, ...]
    blocks: tuple[Placed, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple(cell for block in self.blocks for row in block for cell in row)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return sum(len(block) for block in self.blocks)


@dataclass(slots=True)
class _Above:
    """What a cell stands under while a block is filled from the top."""

    groups: list[Cell] = field(default_factory=list)
    columns: dict[int, Cell] = field(default_factory=dict)
    rows: dict[int, list[Cell]] = field(default_factory=dict)

    def see(self, cell: Cell) -> None:
        """Remember a cell for those that come after it."""
        if cell.piece.scope in GROUPS:
            self.groups.append(cell)
        if cell.piece.scope == "col":
            self.columns.update(dict.fromkeys(cell.columns, cell))
        for row in cell.rows:
            self.rows.setdefault(row, []).append(cell)

    def headings(self, cell: Cell) -> tuple[str, ...]:
        """The headings of a cell: of its group, then the nearest over it, then the nearest at its left."""
        if cell.piece.scope in (*GROUPS, "col"):
            return ()
        over = {heading.name: heading.row for column in cell.columns if (heading := self.columns.get(column))}
        nearest = [name for name, row in over.items() if row == max(over.values())]
        return (*(heading.name for heading in self.groups), *nearest, *self.beside(cell))

    def beside(self, cell: Cell) -> list[str]:
        """The run of row headings nearest at the left of a cell; for one that is a heading itself, right beside it."""
        run: list[str] = []
        for other in sorted(self.rows.get(cell.row, ()), key=lambda other: -other.column):
            if other.piece.scope == "row":
                run.insert(0, other.name)
            elif run or cell.heading or other.piece.scope in GROUPS:
                break
        return run


def laid(name: str, title: str, widths: Sequence[int], blocks: Iterable[Block]) -> Grid:
    """The blocks one below the other, each row filled to the right edge by its last piece."""
    placed: list[Placed] = []
    for block in blocks:
        first = sum(len(rows) for rows in placed)
        above = _Above()
        taken: set[tuple[int, int]] = set()
        placed.append(tuple(tuple(in_row(row, first + at, len(widths), taken, above)) for at, row in enumerate(block)))
    return Grid(name, title, tuple(widths), tuple(placed))


def in_row(row: Row, number: int, columns: int, taken: set[tuple[int, int]], above: _Above) -> Iterator[Cell]:
    """The pieces of one row in the places that the rows above have left free."""
    free = (column for column in range(columns) if (number, column) not in taken)
    edge = 0
    for piece in row:
        start = next(column for column in free if column >= edge)
        edge = columns if piece is row[-1] else start + piece.wide
        cell = Cell(piece, number, start, piece.tall, edge - start)
        cell = replace(cell, headers=above.headings(cell))
        above.see(cell)
        taken.update((line, column) for line in cell.rows for column in cell.columns)
        yield cell


def read_back(grid: Grid) -> Mapping[Key, str]:
    """What the form says about each cell of the record that it shows."""
    return {("title",): grid.title} | {key: cell.text for cell in grid.cells for key in cell.piece.keys}
