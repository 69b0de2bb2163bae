"""Finds the scope of each heading of a drawing, and the names of a form's own fields."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from generator.forms.drawings.drawing import SUM, UNIT, YEAR, Block, DrawnCell, DrawnRow, Scope, Slot, list_of
from generator.problems import Problem

ENDS = "：: "
# What is left of the unit in brackets.
UNITLESS = re.compile(r"[（(]\s*[）)]")
BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
# Punctuation between clauses, which labels have only in brackets.
CLAUSES = "，,；;。"


def with_scopes(block: Sequence[DrawnRow], columns: int) -> Block:
    """Return a block in which each printed heading has its scope."""
    return tuple(tuple(replace(cell, scope=scope_of(cell, block, columns)) for cell in row) for row in block)


def scope_of(cell: DrawnCell, block: Sequence[DrawnRow], columns: int) -> Scope:
    """Return the scope of a cell as a heading; empty for a cell of values or of signs alone."""
    if not is_heading(cell):
        return ""
    if cell.colspan == columns:
        return "colgroup"
    row = block[cell.row]
    if not any(each.slot for each in row):
        below = block[cell.row : cell.row + cell.rowspan]
        return "rowgroup" if cell.column == 0 and any(each.slot for some in below for each in some) else "col"
    right = next((each for each in row if each.column == cell.end), None)
    if right is None:
        return ""
    return "rowgroup" if is_heading(right) or list_of(row) else "row"


def is_heading(cell: DrawnCell) -> bool:
    """Whether a cell has nothing but printed words, a unit or a year."""
    is_printed = all(slot.kind in (UNIT, YEAR) for slot in cell.slots)
    return not cell.is_note and is_printed and any(map(str.isalnum, cell.words("", "")))


def is_instruction(cell: DrawnCell) -> bool:
    """Whether a printed cell is an instruction for filling in the form: it has commas or stops outside of brackets."""
    return any(sign in BRACKETED.sub("", name_in(cell)) for sign in CLAUSES)


def with_names(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return blocks in which each own field has its name as its last key; E810 for one that no heading names.

    The name of its row comes before one that another own field has too, or that is over a column of other fields, and
    before that of the column of a sum.
    """
    own = {cell.place for cell, _ in own_slots(blocks)}
    names = {
        cell.place: chain_of(cell, block) for block in blocks for row in block for cell in row if cell.place in own
    }
    with_own = (block for block in blocks if any(cell.place in own for row in block for cell in row))
    in_columns = {cell.place for block in with_own for cell in cells_in_shared_columns(block)}
    short = Counter((slot.path[:-1], slot.path[-1] or names[cell.place][-1]) for cell, slot in own_slots(blocks))
    problems = [
        Problem(cell.place, "E810") for cell, slot in own_slots(blocks) if not (slot.path[-1] or names[cell.place][-1])
    ]

    def named(cell: DrawnCell, part: str | Slot) -> str | Slot:
        if not isinstance(part, Slot) or not part.is_own or part.path[-1]:
            return part
        chain = names[cell.place]
        is_shared = part.role == SUM or cell.place in in_columns or short[part.path[:-1], chain[-1]] > 1
        return replace(part, path=(*part.path[:-1], " ".join(filter(None, chain)) if is_shared else chain[-1]))

    return tuple(
        tuple(
            tuple(replace(cell, parts=tuple(named(cell, part) for part in cell.parts)) for cell in row) for row in block
        )
        for block in blocks
    ), problems


def own_slots(blocks: Sequence[Block]) -> Iterator[tuple[DrawnCell, Slot]]:
    """Yield the form's own fields with their cells."""
    return ((cell, slot) for block in blocks for row in block for cell in row for slot in cell.slots if slot.is_own)


def cells_in_shared_columns(block: Block) -> Iterator[DrawnCell]:
    """Yield the cells in rows of values whose nearest heading is that of a field of all forms too; not sums."""
    slots = [cell for row in block for cell in row if cell.slot and cell.slot.role != SUM]
    nearest = [(cell, headings_of(cell, block)[:1]) for cell in slots]
    shared = {heading.place for cell, found in nearest for heading in found if cell.slot and not cell.slot.is_own}
    for cell, found in nearest:
        if row_heading(cell, block) and any(heading.place in shared for heading in found):
            yield cell


def chain_of(cell: DrawnCell, block: Block) -> tuple[str, str]:
    """Return the heading that a cell is in the group of, and the nearest one; "" where there is none."""
    if labels_own_value(cell, block):
        return "", name_in(cell)
    if any(slot.role == SUM for slot in cell.slots):
        nearest = (*headings_before(cell, block)[-1:], *headings_above(cell, block)[:1])
        before, column = ["", "", *map(name_in, nearest)][-2:]
        return before, column
    headings, row = headings_of(cell, block), row_heading(cell, block)
    names = [name_in(each) for each in (*headings[:1], *([row] if row else []), *headings[1:])]
    return (*names[1:], "")[0], (*names, "")[0]


def labels_own_value(cell: DrawnCell, block: Block) -> bool:
    """Whether the printed words of a cell are the label of the values in it; words after a value are only its unit."""
    if cell.slot is not None:
        return False
    before = takewhile(lambda part: isinstance(part, str), cell.parts)
    is_named = any(isinstance(part, str) and any(map(str.isalnum, part)) for part in before)
    return is_named or not headings_of(cell, block)


def headings_of(cell: DrawnCell, block: Block) -> list[DrawnCell]:
    """Return the headings of a cell of values: the nearest, then those at its left, then those above it.

    The nearest is the one next to it; in a list, in the rows of one heading, and where several cells follow one
    heading, it is the one above it.
    """
    before = headings_before(cell, block)
    left = [each for each in before if not is_instruction(each)] or before
    above = headings_above(cell, block)
    adjacent = left[-1:] if before and before[-1].end == cell.column else []
    is_in_rows = bool(list_of(block[cell.row])) or any(each.scope == "rowgroup" for each in adjacent)
    is_in_rows |= row_heading(cell, block) is not None
    nearest = ([*above, *left[::-1]] if is_in_rows or not adjacent else [*adjacent, *above])[:1]
    return [*nearest, *(each for each in (*left, *above) if each not in nearest)]


def headings_before(cell: DrawnCell, block: Block) -> list[DrawnCell]:
    """Return the headings at the left of a cell, from left to right."""
    return [each for each in covering(block, cell.row) if each.end <= cell.column and is_heading(each)]


def row_heading(cell: DrawnCell, block: Block) -> DrawnCell | None:
    """Return the heading that a cell of values follows together with others, below headings of columns; else None."""
    before = headings_before(cell, block)
    if not before or list_of(block[cell.row]) or before[-1].scope == "rowgroup":
        return None
    row = [each for each in block[cell.row] if each.column >= before[-1].end]
    run = list(takewhile(lambda each: not is_heading(each), row))
    values = [each for each in run if each.slot]
    is_grid = len(values) > 1 and all(
        any(is_over(each, above) for above in columns_above(cell, block)) for each in values
    )
    return before[-1] if cell in values and is_grid else None


def columns_above(cell: DrawnCell, block: Block) -> list[DrawnCell]:
    """Return the headings of columns in the rows above that of a cell."""
    return [each for row in block[: cell.row] for each in row if each.scope == "col"]


def is_over(cell: DrawnCell, above: DrawnCell) -> bool:
    """Whether a heading is over a cell."""
    return above.column < cell.end and above.end > cell.column


def headings_above(cell: DrawnCell, block: Block) -> list[DrawnCell]:
    """Return the headings above a cell, the nearest first."""
    over = [[each for each in row if is_over(cell, each) and is_heading(each)] for row in block[: cell.row]]
    return [each for row in range(cell.row - 1, -1, -1) for each in covering(over, row)]


def covering(rows: Sequence[Sequence[DrawnCell]], row: int) -> list[DrawnCell]:
    """Return the cells of some rows that are in a row or reach down into it, from left to right."""
    found = [cell for some in rows[: row + 1] for cell in some if row < cell.row + cell.rowspan]
    return sorted(found, key=lambda cell: cell.column)


def name_in(cell: DrawnCell, year: str = "") -> str:
    """Return the name that the printed words of a cell give, without the unit and the colon at their end."""
    return UNITLESS.sub("", cell.words("", year)).strip().rstrip(ENDS)
