"""Draws a grid on a terminal, with lines around its cells, merged ones too."""

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from generator.output.form_pages.grid import Grid, GridCell

LEAST = 4
# Where lines meet: up, down, left, right.
CORNERS = {
    "1100": "│", "0011": "─", "0101": "┌", "0110": "┐", "1001": "└", "1010": "┘",
    "1101": "├", "1110": "┤", "0111": "┬", "1011": "┴", "1111": "┼",
    "1000": "│", "0100": "│", "0010": "─", "0001": "─",
}  # fmt: skip


def letters(text: str) -> int:
    """The width of a text in Latin letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text at most so many letters wide."""
    lines = []
    for line in text.split("\n"):
        lines.append("")
        for sign in line:
            if letters(lines[-1] + sign) > width:
                lines.append("")
            lines[-1] += sign
    return lines


class Canvas:
    """A grid on the terminal: the places of its column edges and row edges, in letters and in lines."""

    def __init__(self, grid: Grid, width: int) -> None:
        self.grid = grid
        count, whole = len(grid.widths), sum(grid.widths)
        room = max(width - 1 - count, LEAST * count)
        widths = [max(LEAST, room * each // whole) for each in grid.widths]
        self.columns = [0, *accumulate(each + 1 for each in widths)]
        self.texts = {cell: wrapped(cell.text, self.room(cell)) for cell in grid.cells}
        self.rows = [0, *accumulate(height + 1 for height in self.heights())]
        self.owner = {(row, column): cell for cell in grid.cells for row in cell.rows for column in cell.columns}

    def room(self, cell: GridCell) -> int:
        """The width inside a cell."""
        return self.columns[cell.columns.stop] - self.columns[cell.column] - 1

    def heights(self) -> list[int]:
        """The number of text lines in each row."""
        heights = [1] * self.grid.height
        for cell in sorted(self.grid.cells, key=lambda cell: cell.rowspan):
            taken = sum(heights[row] for row in cell.rows) + cell.rowspan - 1
            heights[cell.rows[-1]] += max(0, len(self.texts[cell]) - taken)
        return heights

    def lines(self) -> Iterator[str]:
        """The lines of the drawing."""
        for row, top in enumerate(self.rows):
            yield self.border(row)
            for line in range(top + 1, self.rows[row + 1] if row + 1 < len(self.rows) else top + 1):
                yield self.inside(row, line)

    def edge(self, row: int, column: int, down: int, right: int) -> bool:
        """Whether a line parts the cell at a row and column from the one above it (down 1) or left of it (right 1)."""
        here, other = self.owner.get((row, column)), self.owner.get((row - down, column - right))
        return here is not other

    def border(self, row: int) -> str:
        """The line above a row, with the texts of cells that go through it."""
        line, column = "", 0
        while column <= len(self.grid.widths):
            line += self.corner(row, column)
            if column == len(self.grid.widths):
                break
            cell = self.owner.get((row, column))
            if self.edge(row, column, 1, 0) or cell is None:
                line += "─" * (self.columns[column + 1] - self.columns[column] - 1)
                column += 1
            else:
                line += self.text_at(cell, self.rows[row])
                column = cell.columns.stop
        return line

    def corner(self, row: int, column: int) -> str:
        """The sign where the lines of a row and a column meet."""
        meets = (
            self.edge(row - 1, column, 0, 1),
            self.edge(row, column, 0, 1),
            self.edge(row, column - 1, 1, 0),
            self.edge(row, column, 1, 0),
        )
        return CORNERS.get("".join(str(int(meet)) for meet in meets), " ")

    def inside(self, row: int, line: int) -> str:
        """One line of texts in a row."""
        found, column = "│", 0
        while column < len(self.grid.widths):
            cell = self.owner[row, column]
            found += f"{self.text_at(cell, line)}│"
            column = cell.columns.stop
        return found

    def text_at(self, cell: GridCell, line: int) -> str:
        """The part of a cell's text in a line of the drawing, filled up with spaces."""
        number = line - self.rows[cell.row] - 1
        text = self.texts[cell][number] if number < len(self.texts[cell]) else ""
        return text + " " * (self.room(cell) - letters(text))


def table_lines(grid: Grid, width: int) -> Iterator[str]:
    """The lines of a grid that is drawn so many letters wide, or wider where its columns would be too narrow."""
    return Canvas(grid, width).lines()
