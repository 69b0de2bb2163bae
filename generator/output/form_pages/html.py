"""A form as HTML: a table for each block, so that a cell is read under the headings of its own block alone."""

from html import escape

from generator.content.markdown import Html
from generator.output.form_pages.grid import Grid, GridCell, Placed


def form_tables(grid: Grid) -> Html:
    """The tables of a form, one below the other with the same columns."""
    head = f'<table class="form form--{grid.name}">'
    columns = f"<colgroup>{'<col>' * len(grid.widths)}</colgroup>"
    tables = (f"{columns}{block_html(block)}</table>" for block in grid.blocks if block)
    return Html(f"{head}<caption>{escape(grid.title)}</caption>{head.join(tables)}")


def block_html(block: Placed) -> str:
    """The rows of a block; end tags that HTML can do without are left out."""
    return "<tbody>" + "".join(f'<tr id="row-{row[0].row}">{"".join(map(grid_cell_html, row))}' for row in block)


def grid_cell_html(cell: GridCell) -> str:
    """A cell of a form as an element of a table."""
    piece = cell.piece
    element = f'th scope="{piece.scope}"' if piece.scope else "td"
    tall = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    wide = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    prose = ' class="prose"' if piece.prose else ""
    return f"<{element}{tall}{wide}{prose}>{escape(piece.text)}"
