"""The layout of a sheet of a workbook: merged cells, hidden rows and hidden columns."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product

from generator.importing.source import SourceCell

# The most places that one merged cell may cover.
MOST_MERGED = 200_000
Position = tuple[int, int]


class SheetLayout:
    """Which cells of a sheet are shown; positions are (row, column), spans (rows, columns) by the first position."""

    def __init__(
        self, spans: Mapping[Position, Position], hidden_rows: Collection[int], hidden_columns: Collection[int]
    ) -> None:
        self.spans = spans
        self.hidden_rows = frozenset(hidden_rows)
        self.hidden_columns = frozenset(hidden_columns)
        self.covered = {
            place
            for (row, column), (tall, wide) in spans.items()
            if tall * wide <= MOST_MERGED
            for place in product(range(row, row + tall), range(column, column + wide))
        } - spans.keys()

    def span(self, row: int, column: int) -> Position:
        """Return how many rows and columns a cell is over."""
        return self.spans.get((row, column), (1, 1))

    def is_visible(self, row: int, column: int) -> bool:
        """Whether some row and some column of a cell are not hidden."""
        tall, wide = self.span(row, column)
        return not (
            self.hidden_rows.issuperset(range(row, row + tall))
            or self.hidden_columns.issuperset(range(column, column + wide))
        )


def without_margin(cells: Iterable[SourceCell]) -> tuple[SourceCell, ...]:
    """Return the cells of a sheet without the blank columns at its right, which are there for the layout."""
    found = list(cells)
    ends = (cell.column + cell.colspan for cell in found if cell.text or cell.stored or cell.doubts or cell.colspan > 1)
    end = max(ends, default=0)
    return tuple(cell for cell in found if cell.column < end)
