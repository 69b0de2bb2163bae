"""The grid of a blank form: its drawing with the names of the fields in the places of their values."""

from generator.forms.drawings.drawing import UNIT, VALUE, YEAR, DrawnCell, FormDrawing, Slot
from generator.output.form_pages.grid import Grid, GridCell, GridPiece
from generator.words import translate


def blank_grid(drawing: FormDrawing) -> Grid:
    """Return the grid of a drawing, in which each row of a list is drawn once."""
    blocks, first = [], 0
    for block in drawing.blocks:
        blocks.append(tuple(tuple(blank_cell(cell, drawing, first) for cell in row) for row in block))
        first += len(block)
    return Grid(drawing.name, drawing.titled(blank_year()), drawing.widths, tuple(blocks), drawing.paper)


def blank_year() -> str:
    """Return the word in the place of the year."""
    return translate("drawings.show.year")


def blank_cell(cell: DrawnCell, drawing: FormDrawing, first: int) -> GridCell:
    """Return a drawn cell as one of the grid; `first` is the first row of its block."""
    texts = [part if isinstance(part, str) else slot_name(part, drawing) for part in cell.parts]
    piece = GridPiece("".join(texts), cell.scope)
    return GridCell(piece, first + cell.row, cell.column, cell.rowspan, cell.colspan)


def slot_name(slot: Slot, drawing: FormDrawing) -> str:
    """Return the text in a slot of a blank form."""
    if slot.kind == VALUE:
        role = f":{slot.role}" if slot.role else ""
        return f"{{{'.'.join(slot.path)}{role}{'!' * slot.is_needed}}}"
    words = {UNIT: drawing.unit, YEAR: blank_year()}
    return words.get(slot.kind) or translate(f"drawings.show.{slot.kind}")
