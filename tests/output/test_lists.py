"""Long tables: a page carries the first rows, files of rows the others, and no row is lost or told twice."""

import pytest

from generator.output.pages.lists import MOST_LOADED, MOST_ROWS, ROWS_OF_A_FILE, long_table, row_pages


@pytest.mark.parametrize(
    ("count", "files"),
    [
        (0, 0),
        (MOST_ROWS, 0),
        (MOST_ROWS + 1, 1),
        (MOST_ROWS + ROWS_OF_A_FILE, 1),
        (MOST_ROWS + ROWS_OF_A_FILE + 1, 2),
        (MOST_LOADED, -(-(MOST_LOADED - MOST_ROWS) // ROWS_OF_A_FILE)),
        (MOST_LOADED + 5, -(-(MOST_LOADED - MOST_ROWS) // ROWS_OF_A_FILE)),
    ],
)
def test_every_row_stands_in_one_place(count: int, files: int) -> None:
    known = long_table(range(count))
    pages = list(row_pages("list/", "rows/records.html", "行", range(count)))
    assert len(known.files) == files
    assert [page.path for page in pages] == [f"list/{name}" for name in known.files]
    assert (known.count, known.reached) == (count, min(count, MOST_LOADED))
    told = [*known.rows, *(row for page in pages for row in page.view["rows"])]
    assert told == list(range(known.reached))
