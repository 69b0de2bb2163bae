"""A form as HTML: a table for each block, so that a cell is read under the headings of its own block alone."""

from bisect import bisect_left
from collections.abc import Sequence
from html import escape
from itertools import accumulate

from generator.content.markdown import Html
from generator.output.form_pages.grid import Grid, GridCell, Placed


def form_tables(grid: Grid) -> Html:
    """The tables of a form, one below the other on the edges of the same columns."""
    edges = percent_edges(grid.widths)
    blocks, first = [], 0
    for block in grid.blocks:
        blocks.append(f"{block_html(block, first, edges)}</table>")
        first += len(block)
    head = '<table class="form">'
    return Html(f"{head}<caption>{escape(grid.title)}</caption>{head.join(blocks)}")


def percent_edges(widths: Sequence[int]) -> list[int]:
    """The edges of columns in whole percent of the form, from 0 to 100; no column is narrower than one percent."""
    whole, edges = sum(widths), [0]
    for number, width in enumerate(accumulate(widths), 1):
        most = 100 - (len(widths) - number)
        edges.append(min(most, max(edges[-1] + 1, (200 * width + whole) // (2 * whole))))
    return edges


def block_html(block: Placed, first: int, edges: Sequence[int]) -> str:
    """The columns and rows of a block; end tags that HTML can do without are left out.

    A table may have no column in which no cell begins, so its columns go from each place where one does to the next.
    """
    starts = sorted({cell.column for row in block for cell in row})
    ends = [*starts[1:], len(edges) - 1]
    columns = "".join(column_html(edges[end] - edges[start]) for start, end in zip(starts, ends, strict=True))
    rows = (
        f'<tr id="row-{number}">{"".join(grid_cell_html(cell, starts) for cell in row)}'
        for number, row in enumerate(block, first)
    )
    return f"<colgroup>{columns}</colgroup><tbody>{''.join(rows)}"


def column_html(width: int) -> str:
    """A column of so many percent, its tens and its units as classes."""
    tens, units = divmod(width, 10)
    return f'<col class="tens{tens} units{units}">'


def grid_cell_html(cell: GridCell, starts: Sequence[int]) -> str:
    """A cell of a form as an element of a table whose columns begin at these places."""
    piece = cell.piece
    element = f'th scope="{piece.scope}"' if piece.scope else "td"
    across = bisect_left(starts, cell.column + cell.colspan) - bisect_left(starts, cell.column)
    tall = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    wide = f' colspan="{across}"' if across > 1 else ""
    prose = ' class="prose"' if piece.prose else ""
    return f"<{element}{tall}{wide}{prose}>{escape(piece.text)}"
