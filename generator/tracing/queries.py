"""The queries by which the cells of a record are searched in a document."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.forms.traced_cells import VerbatimCell
from generator.text.normalize import without_spaces
from generator.tracing.document_index import CellQuery


def cell_queries(cells: Sequence[VerbatimCell]) -> list[CellQuery]:
    """The query of each cell: one in a row has the rest of the row as neighbours, any other its label."""
    queries: list[CellQuery] = []
    for row, group in groupby(cells, key=lambda cell: cell.row):
        members = list(group)
        queries += row_queries(members) if row else map(single_cell_query, members)
    return queries


def single_cell_query(cell: VerbatimCell) -> CellQuery:
    """The query of a cell outside tables, after any of its labels; a blank one has no spelling."""
    spellings = tuple(map(without_spaces, cell.spellings)) if without_spaces(cell.text) else ()
    return CellQuery(spellings, before=tuple((without_spaces(name),) for name in cell.names), is_figure=cell.is_figure)


def row_queries(cells: Sequence[VerbatimCell]) -> Iterator[CellQuery]:
    """The queries of the cells of a row, each with the others before and after it, or next to it in another order."""
    texts = [without_spaces(cell.text) for cell in cells]
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        before = tuple(filter(None, reversed(texts[:number])))
        after = tuple(filter(None, texts[number + 1 :]))
        mates = tuple(dict.fromkeys((*before, *after)))
        yield CellQuery((text,) if text else (), (before,), (after,), mates, cell.is_figure)


def serial_number_queries(cells: Sequence[VerbatimCell]) -> Iterator[CellQuery]:
    """The queries of the numbers that a form may print before each row of a table."""
    for row, group in groupby(cells, key=lambda cell: cell.row):
        texts = tuple(filter(None, (without_spaces(cell.text) for cell in group)))
        if row and texts:
            yield CellQuery((str(int(row[-1]) + 1),), after=(texts,), is_figure=True)
