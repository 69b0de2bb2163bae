"""The rows of a drawing as the rows of a file are compared with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.forms.drawings.drawing import Block, DrawnCell, FormDrawing, Path, list_of
from generator.forms.drawings.headings import covering
from generator.forms.drawings.read_cells import ReadCell, is_as_drawn
from generator.problems import Place


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A row of a drawing with all cells over it, and the keys of the list that repeats it."""

    cells: tuple[DrawnCell, ...]
    rows: Path
    is_optional: bool
    number: int

    @property
    def place(self) -> Place:
        """Where the row begins in the file of the drawing."""
        return next((cell.place for cell in self.cells if cell.row == self.number), self.cells[0].place)


def lines_of(drawing: FormDrawing, rows: Sequence[Sequence[ReadCell]] = ()) -> Iterator[DrawnLine]:
    """Yield the rows of all blocks of a drawing; printed rows may be missing where all others of their block may.

    Of the columns that a list may lack, those are left out that the rows of a file have no headings for.
    """
    for drawn in drawing.blocks:
        block = next((each for each in column_choices(drawn) if has_headings(each, rows)), drawn)
        first = [next((slot for cell in row for slot in cell.values), None) for row in block]
        whole = all(slot.is_optional for slot in first if slot) and any(first)
        for number, (row, slot) in enumerate(zip(block, first, strict=True)):
            is_optional = slot.is_optional if slot else whole
            yield DrawnLine(tuple(covering(block, number)), list_of(row), is_optional, number)


def column_choices(block: Block) -> Iterator[Block]:
    """Yield a block with all columns of its lists, then with ever fewer of those that a list may lack."""
    optional = [
        range(cell.column, cell.end)
        for row in block
        for cell in [cell for cell in row if cell.slot and cell.slot.rows][1:]
        if cell.slot and cell.slot.is_optional
    ]
    for absent in (some for count in range(len(optional) + 1) for some in combinations(optional, count)):
        yield tuple(
            tuple(
                cell for cell in row if not any(cell.column >= each.start and cell.end <= each.stop for each in absent)
            )
            for row in block
        )


def has_headings(block: Block, rows: Sequence[Sequence[ReadCell]]) -> bool:
    """Whether some row of a file has all headings above the first list of a block."""
    at = next((number for number, row in enumerate(block) if list_of(row)), 0)
    heads = covering(block, at - 1) if at else []
    return any(
        len(row) == len(heads) and all(is_as_drawn(cell, found) for cell, found in zip(heads, row, strict=True))
        for row in rows
    )
