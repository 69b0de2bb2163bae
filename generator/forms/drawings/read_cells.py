"""The cells of the table in a file, and whether their texts have the printed words of a drawing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from generator.forms.drawings.drawing import PERSONAL, UNIT, VALUE, YEAR, DrawnCell, FormDrawing, Slot
from generator.forms.fields import MONEY_UNITS

PATTERNS = {VALUE: ".*", PERSONAL: ".*", UNIT: f"(?:{'|'.join(MONEY_UNITS)})", YEAR: "[0-9]{4}"}
# The wide signs of titles, and the same signs narrow.
NARROW = str.maketrans("（）：，－—〔〕", "():,--[]")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell of a table in a file; rows and columns count from 1."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


def file_rows(cells: Iterable[ReadCell]) -> list[tuple[ReadCell, ...]]:
    """Return the rows of a table in which a cell begins, each with all cells over it, from left to right."""
    spread = ((row, cell.column, cell) for cell in cells for row in range(cell.row, cell.row + cell.rowspan))
    ordered = sorted(spread, key=lambda each: each[:2])
    rows = ((row, tuple(cell for *_, cell in some)) for row, some in groupby(ordered, key=lambda each: each[0]))
    return [some for row, some in rows if any(cell.row == row for cell in some)]


def bare(text: str) -> str:
    """Return a text without white space, which files have for their layout."""
    return "".join(text.split())


def pattern_of(cell: DrawnCell) -> str:
    """Return the pattern of the text of a cell with printed words, whose groups are its values and units.

    Files have white space between the signs of printed words for their layout.
    """
    patterns = PATTERNS | {kind: f"({PATTERNS[kind]})" for kind in (VALUE, UNIT)}
    return "".join(
        r"\s*".join(map(re.escape, bare(part))) if isinstance(part, str) else patterns.get(part.kind, "")
        for part in cell.parts
    )


def title_pattern(drawing: FormDrawing) -> str:
    """Return the pattern of the bare title of a form, whose groups are its years; see `bare_title`."""
    return re.escape(bare_title(drawing.title)).replace(re.escape("{year}"), f"({PATTERNS[YEAR]})")


def bare_title(text: str) -> str:
    """Return a title without white space and with narrow signs; the title of a record is that of its file."""
    return bare(text).translate(NARROW)


def is_as_drawn(cell: DrawnCell, found: ReadCell) -> bool:
    """Whether the text of a cell has the printed words of the drawn one; any text fits a cell of values alone."""
    if cell.slot is not None:
        return True
    return re.fullmatch(bare_pattern(cell.parts), bare(found.text)) is not None


@lru_cache(maxsize=4096)
def bare_pattern(parts: tuple[str | Slot, ...]) -> str:
    """Return the pattern of the text of a cell with such printed words and slots, without white space."""
    return "".join(re.escape(bare(part)) if isinstance(part, str) else PATTERNS.get(part.kind, "") for part in parts)
