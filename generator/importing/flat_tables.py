"""Joins the cells of tables without merged cells, in which each is several: blank ones or the same text again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.importing.source import SourceCell

# The fewest labels of a row of headings.
FEWEST_HEADINGS = 3
FIGURE = re.compile("[0-9]")


@dataclass(slots=True)
class JoinedCell:
    """Neighbouring cells of one row that are one cell of the form."""

    cells: list[SourceCell]
    is_label: bool

    @property
    def first(self) -> int:
        """The column of the first cell."""
        return self.cells[0].column

    @property
    def text(self) -> str:
        """The text of the first cell."""
        return self.cells[0].text.strip()


def joined_cells(cells: Sequence[SourceCell], is_label: Callable[[str], bool]) -> Sequence[SourceCell]:
    """Return the cells of a table as its form has them; those of a table with merged cells as they are."""
    if any(cell.rowspan * cell.colspan > 1 for cell in cells):
        return cells
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return TableJoiner(is_label).joined([[*row] for _, row in groupby(ordered, key=lambda cell: cell.row)])


class TableJoiner:
    """Joins the cells of one table, row by row."""

    def __init__(self, is_label: Callable[[str], bool]) -> None:
        self.is_label = is_label
        self.headings: list[range] = []
        self.found: dict[tuple[int, int], SourceCell] = {}
        self.above: dict[int, SourceCell] = {}

    def joined(self, rows: Sequence[Sequence[SourceCell]]) -> list[SourceCell]:
        """Return the cells of all rows."""
        for row in rows:
            spans = self.spans(row)
            labels = [span for span in spans if span.text]
            if len(labels) >= FEWEST_HEADINGS and sum(span.is_label for span in labels) >= len(labels) - 1:
                self.headings = [range(span.first, span.cells[-1].column + 1) for span in labels]
            self.add(spans)
        return list(self.found.values())

    def spans(self, row: Sequence[SourceCell]) -> list[JoinedCell]:
        """Return the cells of a row joined: below headings as these are, elsewhere each with the blanks behind it."""
        found: list[JoinedCell] = []
        under = {column: heading for heading in self.headings[1:] for column in heading}
        texts = [cell.text.strip() for cell in row if cell.column in under]
        filled = [text for text in texts if text]
        is_one = len({*texts}) == 1 and not FIGURE.search(texts[0])
        is_alone = len(filled) == 1 and texts[0] and self.is_label(row[0].text)
        if not filled or is_one or is_alone or any(map(self.is_label, filled)):
            under = {}
        for cell in row:
            heading = under.get(cell.column)
            begins = not found or (heading is not None and heading.start == cell.column)
            if begins or not self.continues(found[-1], cell, row, heading):
                found.append(JoinedCell([cell], self.is_label(cell.text)))
            else:
                found[-1].cells.append(cell)
        return found

    def continues(self, last: JoinedCell, cell: SourceCell, row: Sequence[SourceCell], heading: range | None) -> bool:
        """Whether a cell is a further part of the one at its left."""
        text = cell.text.strip()
        if heading:
            return last.first in heading and text in ("", last.text)
        if text or not last.text:
            return text == last.text and (bool(text) or cell.column - 1 not in self.tall_ends())
        return not last.is_label or not self.has_blank_value(cell, row)

    def has_blank_value(self, blank: SourceCell, row: Sequence[SourceCell]) -> bool:
        """Whether a blank cell behind a label is its value: another label follows, and not all texts are labels."""
        filled = [other for other in row if other.text.strip()]
        after = next((other for other in filled if other.column > blank.column), None)
        are_labels = all(self.is_label(other.text) for other in filled)
        if after is None:
            return not are_labels or len(filled) == 1
        return self.is_label(after.text) and not are_labels

    def tall_ends(self) -> set[int]:
        """Return the last columns of the cells of the row above."""
        return {cell.column + cell.colspan - 1 for cell in self.above.values()}

    def add(self, spans: Sequence[JoinedCell]) -> None:
        """Add the cells of a row, those below a label at the left of the row as parts of it."""
        above, is_left = self.above, True
        self.above = {}
        for span in spans:
            top = above.get(span.first)
            width = len(span.cells)
            is_part = (
                top is not None
                and self.is_label(top.text)
                and top.colspan == width
                and span.text in ("", top.text.strip())
            )
            if is_left and top and is_part and not all(not each.text for each in spans):
                tall = replace(top, rowspan=top.rowspan + 1)
                self.found[top.row, top.column] = tall
            else:
                is_left = is_left and (span.is_label and span.text != "")
                tall = replace(span.cells[0], colspan=width)
                self.found[tall.row, tall.column] = tall
            for column in range(span.first, span.first + width):
                self.above[column] = tall
