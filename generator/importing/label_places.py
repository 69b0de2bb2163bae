"""Where the labels and values of a table are in relation to one another."""

import re

from generator.importing.table_grid import PlacedCell, TableGrid, is_amount, is_word

NOTES = re.compile("(?:注|备注|填表说明|注意)[:：]")


def is_note(grid: TableGrid, box: PlacedCell) -> bool:
    """Whether a box is a note over a whole row."""
    return box.colspan == grid.width and NOTES.match(box.text.strip()) is not None


def is_mixed(grid: TableGrid, label: PlacedCell) -> bool:
    """Whether a value is at the right of the first row of a label, and another label at that of a further one."""
    first, *others = (grid.at(row, label.end) for row in range(label.row, label.bottom))
    has_value = first is not None and first.is_filled and not first.is_label
    return has_value and any(each and each.is_label for each in others)


def is_over_rows(grid: TableGrid, box: PlacedCell) -> bool:
    """Whether a word is at the left of several rows that begin with words: those of labels, or again over rows."""
    left = grid.left(box)
    is_first = left is None or (is_word(left.text) and not left.is_label and left.rowspan >= box.rowspan)
    beside = [grid.at(row, box.end) for row in range(box.row, box.bottom)]
    return is_first and len(beside) > 1 and all(each and begins_row(grid, each) for each in beside)


def begins_row(grid: TableGrid, box: PlacedCell) -> bool:
    """Whether a box is a label, a word with a figure at its right, or a word over such rows."""
    right = grid.right(box)
    has_amount = right is not None and is_amount(right.text)
    return box.is_label or is_over_rows(grid, box) or (is_word(box.text) and has_amount)


def texts_beside(grid: TableGrid, box: PlacedCell) -> list[PlacedCell]:
    """Return the texts at the right of a value, and below its label, that are no labels."""
    left = grid.left(box)
    below = grid.at(left.bottom, left.column) if left and left.is_label and left.column else None
    after = grid.right(below) if below else None
    is_value = below and left and below.is_under(left) and not (after and after.is_label)
    found = (grid.right(box), below if is_value else None)
    return [each for each in found if each and each.is_filled and not each.is_label]


def labels_beside(grid: TableGrid, label: PlacedCell) -> list[PlacedCell]:
    """Return the labels at the right of a label and below it."""
    beside = [grid.at(row, label.end) for row in range(label.row, label.bottom)]
    below = [grid.at(label.bottom, column) for column in range(label.column, label.end)]
    return [each for each in (*beside, *below) if each and each.is_label]
