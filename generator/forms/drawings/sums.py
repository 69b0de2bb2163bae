"""Finds the columns of lists that cells below them add up."""

from collections.abc import Sequence
from dataclasses import replace

from generator.forms.drawings.drawing import SUM, Block, DrawnCell, FormKind, Slot
from generator.forms.drawings.vocabulary import kind_of_field
from generator.forms.fields import MONEY
from generator.problems import Problem


def with_sums(blocks: Sequence[Block], kind: FormKind) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return blocks in which each sum has the keys of its column; E816 for one that is below no column of a list."""
    problems: list[Problem] = []

    def summed(cell: DrawnCell, block: Block) -> DrawnCell:
        if not any(slot.role == SUM for slot in cell.slots):
            return cell
        column = column_above(cell, block)
        if column is None:
            problems.append(Problem(cell.place, "E816", next(slot.path[-1] for slot in cell.slots)))
            return cell
        is_money = kind_of_field(column, kind) == MONEY
        parts = (
            replace(part, sums=column.path, is_money=is_money) if isinstance(part, Slot) and part.role == SUM else part
            for part in cell.parts
        )
        return replace(cell, parts=tuple(parts))

    found = tuple(tuple(tuple(summed(cell, block) for cell in row) for row in block) for block in blocks)
    return found, problems


def column_above(cell: DrawnCell, block: Block) -> Slot | None:
    """Return the slot of the list whose column is that of a cell below it; None where there is none."""
    for row in reversed(block[: cell.row]):
        for above in row:
            if above.slot and above.slot.rows and (above.column, above.end) == (cell.column, cell.end):
                return above.slot
    return None
