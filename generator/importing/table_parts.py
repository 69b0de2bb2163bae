"""Splits a table in which forms are one below the other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.forms.drawings.label_names import label_names
from generator.forms.drawings.read_cells import bare_title
from generator.importing.derived_drawing import TITLE
from generator.importing.source import SourceCell, SourceTable

TARGET = ("indicators", "target")


def parts_of(table: SourceTable) -> Iterator[SourceTable]:
    """Yield the parts of a table, each from the title of a form on; a part without targets belongs to the one above.

    The place of a further part is that of its title.
    """
    starts = [*title_rows(table.cells)]
    parts: list[list[SourceCell]] = [[]]
    for start, end in zip([0, *starts], [*starts, None], strict=True):
        cells = [cell for cell in table.cells if cell.row >= start and (end is None or cell.row < end)]
        if has_targets(parts[-1]) and has_targets(cells):
            parts.append(cells)
        else:
            parts[-1] += cells
    for number, cells in enumerate(parts):
        texts = () if number else table.texts
        below = table.below if number + 1 == len(parts) else ()
        place = next(cell.place for cell in cells if cell.text.strip()) if number else table.place
        yield replace(table, place=place, cells=tuple(cells), texts=texts, below=below)


def title_rows(cells: tuple[SourceCell, ...]) -> Iterator[int]:
    """Yield the rows in which nothing but a title is."""
    filled = [cell for cell in cells if cell.text.strip()]
    counts = Counter(cell.row for cell in filled)
    for cell in sorted(filled, key=lambda cell: cell.row):
        if counts[cell.row] == 1 and TITLE.fullmatch(bare_title(cell.text)):
            yield cell.row


def has_targets(cells: list[SourceCell]) -> bool:
    """Whether some cell is the heading of targets."""
    return any(TARGET in label_names("project").fields(cell.text) for cell in cells)
