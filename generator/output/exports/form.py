"""Each form as a spreadsheet for A4: the grid of its page with the same merged cells."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from generator.forms.drawings.collection import kind_of_form
from generator.output.exports.outputs import Export
from generator.output.exports.values import Cell, Value, shown_value, text_of
from generator.output.exports.workbook import Row, Worksheet, hashed_workbook
from generator.output.exports.workbook_styles import LABEL, PROSE, TITLE
from generator.output.form_pages import form_of
from generator.output.form_pages.grid import Grid, GridPiece, plain_grid
from generator.system.manifest import HashedContent
from generator.words import translate

PATH = "form/form.xlsx"
LINE = 15
AROUND = 8
TITLE_HEIGHT = 40
# The greatest height of a row in spreadsheets, in points.
HIGHEST = 409


def form_files(export: Export) -> Iterator[tuple[str, HashedContent]]:
    """Yield the spreadsheet of each form."""
    for facts in export.facts.forms:
        name = translate(f"forms.sheet.{kind_of_form(facts.form)}")
        yield f"{facts.source.path}{PATH}", grid_workbook(form_of(facts.source).grid, name)


def table_workbook(
    title: str,
    sheet: str,
    columns: Mapping[str, int],
    names: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    prose: Sequence[str] = (),
) -> HashedContent:
    """Return a table as XLSX on landscape paper: columns by key with their widths, headings, rows, columns of prose.

    Numbers and days are typed cells; a missing value is the word for why.
    """
    values = [[shown_value(cell) for cell in cells] for cells in rows]
    body = (
        [GridPiece(text_of(value), prose=key in prose) for key, value in zip(columns, cells, strict=True)]
        for cells in values
    )
    grid = plain_grid(title, tuple(columns.values()), [[GridPiece(name, scope="col") for name in names], *body])
    return grid_workbook(grid, sheet, [names, *values])


def grid_workbook(grid: Grid, name: str, values: Sequence[Sequence[Value]] = ()) -> HashedContent:
    """Return a grid as XLSX with its title above, on paper of its orientation; `values` are shown for its texts."""
    whole = range(1, len(grid.widths) + 1)
    merged = [(range(1, 2), whole)] if len(whole) > 1 else []
    merged += [
        (shifted(cell.rows, 2), shifted(cell.columns, 1)) for cell in grid.cells if cell.rowspan * cell.colspan > 1
    ]
    rows = sheet_rows(grid, values)
    return hashed_workbook([Worksheet(name, grid.widths, rows, merged, grid.paper)])


def sheet_rows(grid: Grid, values: Sequence[Sequence[Value]] = ()) -> Iterator[Row]:
    """Yield the title and the rows of a grid: a text is in the first place of its cell, its style in all of them."""
    across = len(grid.widths)
    yield [grid.title, *[""] * (across - 1)], [TITLE] * across, TITLE_HEIGHT
    words: list[list[Value]] = [[""] * across for _ in range(grid.height)]
    looks = [[LABEL] * across for _ in range(grid.height)]
    for cell in grid.cells:
        words[cell.row][cell.column] = cell.text
        if cell.piece.prose:
            for row in cell.rows:
                looks[row][cell.column : cell.columns.stop] = [PROSE] * cell.colspan
    for row, height in enumerate(heights(grid)):
        yield values[row] if values else words[row], looks[row], min(height, HIGHEST)


def shifted(places: range, by: int) -> range:
    """Return a range of the grid as a range of the sheet."""
    return range(places.start + by, places.stop + by)


def heights(grid: Grid) -> list[int]:
    """Return the height of each row in points; spreadsheets do not compute it for merged cells."""
    points = [0] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        room = sum(grid.widths[cell.column : cell.columns.stop])
        needed = AROUND + LINE * line_count(cell.text, room)
        last = cell.rows[-1]
        points[last] += max(0, needed - sum(points[cell.row : last + 1]))
    return points


def line_count(text: str, room: int) -> int:
    """Return the lines that a text takes in a cell; a short one needs no counting of its letters."""
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(-(-letters(line) // room) or 1 for line in text.split("\n"))


@lru_cache(maxsize=4096)
def letters(line: str) -> int:
    """Return the width of a line of text in Latin letters; most texts are the same from year to year."""
    return sum(map(width, line))


@cache
def width(sign: str) -> int:
    """Return the width of a character in Latin letters."""
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
