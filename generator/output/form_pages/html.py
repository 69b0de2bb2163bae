"""A form as HTML: a table for each block, so that a cell is read under the headings of its own block alone."""

from collections.abc import Sequence
from html import escape

from generator.content.markdown import Html
from generator.output.form_pages.grid import Grid, GridCell, Placed


def form_tables(grid: Grid) -> Html:
    """The tables of a form, one below the other on the edges of the same columns."""
    count = len(grid.widths)
    head = f'<table class="form form--{grid.name} form--of{count}">'
    tables = (f"{block_html(block, count)}</table>" for block in grid.blocks if block)
    return Html(f"{head}<caption>{escape(grid.title)}</caption>{head.join(tables)}")


def block_html(block: Placed, count: int) -> str:
    """The columns and rows of a block; end tags that HTML can do without are left out.

    A table may have no column in which no cell begins, so its columns go from each place where one does to the next.
    """
    starts = sorted({cell.column for row in block for cell in row})
    ends = [*starts[1:], count]
    columns = "".join(f'<col class="from{start} to{end}">' for start, end in zip(starts, ends, strict=True))
    rows = (f'<tr id="row-{row[0].row}">{"".join(grid_cell_html(cell, starts) for cell in row)}' for row in block)
    return f"<colgroup>{columns}</colgroup><tbody>{''.join(rows)}"


def grid_cell_html(cell: GridCell, starts: Sequence[int]) -> str:
    """A cell of a form as an element of a table whose columns begin at these places."""
    piece = cell.piece
    element = f'th scope="{piece.scope}"' if piece.scope else "td"
    across = sum(start in cell.columns for start in starts)
    tall = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    wide = f' colspan="{across}"' if across > 1 else ""
    prose = ' class="prose"' if piece.prose else ""
    return f"<{element}{tall}{wide}{prose}>{escape(piece.text)}"
