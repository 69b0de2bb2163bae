"""What a cell looks like in a document: its text, and what a form prints beside it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.forms.traced_cells import VerbatimCell
from generator.text.normalize import without_spaces
from generator.tracing.document_index import Wanted


def wanted_cells(cells: Sequence[VerbatimCell]) -> list[Wanted]:
    """What to look for, cell by cell: one in a row stands among the rest of it, any other behind its label."""
    found: list[Wanted] = []
    for row, group in groupby(cells, key=lambda cell: cell.row):
        members = list(group)
        found += wanted_row(members) if row else map(wanted_alone, members)
    return found


def wanted_alone(cell: VerbatimCell) -> Wanted:
    """A cell that stands by itself, behind any of its labels; one that is blank has no spelling."""
    spellings = tuple(map(without_spaces, cell.spellings)) if without_spaces(cell.text) else ()
    return Wanted(spellings, before=tuple((without_spaces(name),) for name in cell.names), is_figure=cell.is_figure)


def wanted_row(cells: Sequence[VerbatimCell]) -> Iterator[Wanted]:
    """The cells of a row, each with what stands before and after it, or beside it where columns have another order."""
    texts = [without_spaces(cell.text) for cell in cells]
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        before = tuple(filter(None, reversed(texts[:number])))
        after = tuple(filter(None, texts[number + 1 :]))
        mates = tuple(dict.fromkeys((*before, *after)))
        yield Wanted((text,) if text else (), (before,), (after,), mates, cell.is_figure)


def wanted_serials(cells: Sequence[VerbatimCell]) -> Iterator[Wanted]:
    """The number that a form may print before each row of a table; it says no more than the order does."""
    for row, group in groupby(cells, key=lambda cell: cell.row):
        texts = tuple(filter(None, (without_spaces(cell.text) for cell in group)))
        if row and texts:
            yield Wanted((str(int(row[-1]) + 1),), after=(texts,), is_figure=True)
