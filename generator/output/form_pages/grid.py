"""A form as a grid: cells in their places, some over several rows or columns.

A layout writes its table down as a person would, row by row from left to right; `laid` finds the places. Whatever
draws the form, on a page or in a spreadsheet, draws this grid.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Key = tuple[str | int, ...]
Scope = Literal["", "row", "col", "rowgroup", "colgroup"]
GROUPS = ("rowgroup", "colgroup")
# Headings that are under no other.
HEADS = (*GROUPS, "col")


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
    """A piece in its place; rows and columns count from zero, `headers` are the names of the headings over it."""

    piece: GridPiece
    row: int
    column: int
    rowspan: int
    colspan: int
    headers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of the cell."""
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


@dataclass(slots=True)
class _Above:
    """The headings above a cell and the places that are taken, while a block is filled from the top.

    groups    the names of the headings of the whole block so far
    columns   for each column the row and the name of the nearest heading over it
    places    the cell that each place of a row is taken by
    """

    groups: tuple[str, ...] = ()
    columns: dict[int, tuple[int, str]] = field(default_factory=dict)
    places: dict[int, dict[int, GridCell]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, cell: GridCell) -> None:
        """Record a placed cell for those after it."""
        if cell.piece.scope in GROUPS:
            self.groups = (*self.groups, cell.name)
        if cell.piece.scope == "col":
            self.columns.update(dict.fromkeys(cell.columns, (cell.row, cell.name)))
        for row in cell.rows:
            self.places[row].update(dict.fromkeys(cell.columns, cell))

    def headings(self, piece: GridPiece, row: int, columns: range) -> tuple[str, ...]:
        """The headings of a piece: of its group, then the nearest over it, then the nearest at its left."""
        if piece.scope in HEADS:
            return ()
        over = dict.fromkeys(self.columns[column] for column in columns if column in self.columns)
        lowest = max(over)[0] if over else 0
        return (
            *self.groups,
            *(name for at, name in over if at == lowest),
            *self.adjacent_headings(piece, row, columns.start),
        )

    def adjacent_headings(self, piece: GridPiece, row: int, column: int) -> list[str]:
        """The nearest run of row headings to the left of a piece; for a heading itself, the adjacent run."""
        run: list[str] = []
        while column:
            column -= 1
            other = self.places[row].get(column)
            if other is None:
                continue
            column = other.column
            if other.piece.scope == "row":
                run.insert(0, other.name)
            elif run or piece.scope or other.piece.scope in GROUPS:
                break
        return run


def grid_of(name: str, title: str, widths: Sequence[int], blocks: Iterable[Block]) -> Grid:
    """The blocks one below the other, each row filled to the right edge by its last piece."""
    placed: list[Placed] = []
    first = 0
    for block in blocks:
        above = _Above()
        placed.append(tuple(tuple(in_row(row, first + at, len(widths), above)) for at, row in enumerate(block)))
        first += len(block)
    return Grid(name, title, tuple(widths), tuple(placed))


def in_row(row: Row, number: int, columns: int, above: _Above) -> Iterator[GridCell]:
    """The pieces of one row in the places that the rows above have left free."""
    taken = above.places[number]
    edge = 0
    for piece in row:
        start = next(column for column in range(edge, columns) if column not in taken)
        edge = columns if piece is row[-1] else start + piece.wide
        headers = above.headings(piece, number, range(start, edge))
        cell = GridCell(piece, number, start, piece.tall, edge - start, headers)
        above.add(cell)
        yield cell
