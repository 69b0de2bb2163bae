"""What a cell looks like in a document: its text, and what a form prints beside it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.tracing.cells import Cell
from generator.tracing.ground import Wanted, bare_text


def wanted_cells(cells: Sequence[Cell]) -> list[Wanted]:
    """What to look for, cell by cell: one in a row stands beside the rest of it, any other behind its label."""
    found = []
    for row, group in groupby(cells, key=lambda cell: cell.row):
        members = list(group)
        texts = [bare_text(cell.text) for cell in members]
        for number, cell in enumerate(members):
            spellings = tuple(bare_text(spelling) for spelling in cell.spellings) if texts[number] else ()
            before = beside(texts, slice(0, number), number) if row else tuple(map(bare_text, cell.names))
            after = beside(texts, slice(number + 1, None), number) if row else ()
            found.append(Wanted(spellings, before, after, cell.is_figure))
    return found


def beside(texts: list[str], whole: slice, number: int) -> tuple[str, ...]:
    """What may stand on one side of a cell: that side of its row, or any other cell of it in another order."""
    others = {text: None for place, text in enumerate(texts) if text and place != number}
    return tuple(text for text in ("".join(texts[whole]), *others) if text)


def wanted_serials(cells: Sequence[Cell]) -> Iterator[Wanted]:
    """The number that a form may print before each row of a table; it says no more than the order does."""
    for row, group in groupby(cells, key=lambda cell: cell.row):
        texts = [bare_text(cell.text) for cell in group]
        if row and any(texts):
            after = ("".join(texts), next(text for text in texts if text))
            yield Wanted((str(int(row[-1]) + 1),), after=after, is_figure=True)
