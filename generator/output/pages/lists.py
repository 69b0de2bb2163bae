"""Long tables: the first rows are in the page, the others in files that the browser loads on demand.

A page stays small however many records there are. A file of rows is a page of its own without a frame, drawn with the
same macro, so that a row looks the same wherever it comes from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.output.pages.page import Page

MOST_ROWS = 120
ROWS_OF_A_FILE = 200
MOST_LOADED = 10_000


@dataclass(frozen=True, slots=True)
class LongTable:
    """A table that may be long: the rows of the page, the count of all rows, and the files with the others.

    `reached` counts the rows that a reader can load; what is beyond is found by search and in the downloads.
    """

    rows: tuple[Any, ...]
    count: int
    reached: int
    files: tuple[str, ...]


def long_table(rows: Sequence[Any]) -> LongTable:
    """A table with the rows that are in the page, and the names of the files with the others."""
    reached = min(len(rows), MOST_LOADED)
    rest = reached - MOST_ROWS
    files = tuple(f"rows-{number}.html" for number in range(1, -(-rest // ROWS_OF_A_FILE) + 1)) if rest > 0 else ()
    return LongTable(tuple(rows[:MOST_ROWS]), len(rows), reached, files)


def room_for(sizes: Iterable[int], room: int) -> Iterator[int]:
    """How many rows of each group a page shows that has room for so many rows in all, the first groups first."""
    for size in sizes:
        shown = min(size, room)
        yield shown
        room -= shown


def row_pages(folder: str, template: str, title: str, rows: Sequence[Any]) -> Iterator[Page]:
    """The files with the rows that the page in `folder` does not include."""
    known = long_table(rows)
    starts = range(MOST_ROWS, known.reached, ROWS_OF_A_FILE)
    for name, start in zip(known.files, starts, strict=True):
        some = rows[start : min(start + ROWS_OF_A_FILE, known.reached)]
        yield Page(folder + name, template, title, title, view={"rows": some})
