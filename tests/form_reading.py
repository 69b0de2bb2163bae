"""Other eyes for the official form: what a record says, what a page shows, what a spreadsheet holds."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.forms.fields import FieldGroup, money
from generator.forms.figures import figure
from generator.forms.model import Decision, Record
from generator.output.form_pages.grid import Grid, Key
from generator.output.form_pages.html import percent_edges
from generator.output.pages import Page
from generator.output.render import environment, templates_of

ROOT = Path(__file__).parents[1]
WITHHELD = "依规不公开"
TASK = ("name", "content", "amount", "expected")
ON_FORM = ("title", "department", "supervisor", "staff", "subordinate_units", "budget", "goal", "indicators")
NO_CELL = ("earlier",)

# Where a cell stands, from which row and column over how many, and what it says.
# A cell by row, column, how many rows it takes and how many columns.
Place = tuple[int, int, int, int]
Places = dict[tuple[int, int, int, int], str]


# What the record says


def text_of(value: Any) -> str:
    """A value as a form writes it."""
    amount = money(value)
    return figure(amount) if amount is not None else "" if value is None else str(value)


def written(record: Record) -> dict[str, Any]:
    """A record as its file has it: every scalar as text."""
    texts: dict[str, Any] = json.loads(record.model_dump_json(exclude_none=True), parse_int=str)
    return texts


def leaves(value: Any, key: Key) -> Iterator[tuple[Key, str]]:
    """Every cell of a part of a record that stands on its form."""
    if value is None or isinstance(value, Decision) or (key and key[-1] in NO_CELL):
        return
    if isinstance(value, FieldGroup):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), (*key, name))
        yield from (((*key, name), text_of(cell)) for name, cell in value.own.items())
    elif isinstance(value, tuple) and value:
        for number, row in enumerate(value):
            yield from leaves(row, (*key, number))
    else:
        yield key, "" if value == () else text_of(value)


def task_leaves(record: Record) -> Iterator[tuple[Key, str]]:
    """Every cell of the task tables; of a withheld row its place, of a half withheld one what is open."""
    rows = record.tasks.rows
    columns = [
        key
        for key in TASK
        if any(getattr(row, key) is not None for row in rows)
        or (key == "content" and any(row.withheld == "content" for row in rows))
    ]
    for group in ("key", "other"):
        tasks = getattr(record.tasks, group)
        if tasks == ():
            yield ("tasks", group), ""
        for number, row in enumerate(tasks or ()):
            key = ("tasks", group, number)
            if row.withheld == "all":
                yield (*key, "withheld"), WITHHELD
                continue
            for name in columns:
                hidden = row.withheld == "content" and name in ("content", "expected")
                yield (*key, name), WITHHELD if hidden else text_of(getattr(row, name))


def cells(record: Record) -> dict[Key, str]:
    """Everything that a form has to show of a record."""
    shown = {key: text for name in ON_FORM for key, text in leaves(getattr(record, name), (name,))}
    return shown | dict(task_leaves(record))


# What the form says


def places(grid: Grid) -> Places:
    """The cells of the grid."""
    return {(cell.row, cell.column, cell.rowspan, cell.colspan): cell.text for cell in grid.cells}


class Table(HTMLParser):
    """The cells of the tables of a form, one below the other, put in their places as browsers do.

    The columns of a table are known by their edges in percent, those of the form by `edges`.

    `scopes` are those of headings; each place has the number of its table in `blocks`.
    """

    def __init__(self, edges: list[int]) -> None:
        super().__init__()
        self.edges = edges
        self.places: Places = {}
        self.title = ""
        self.scopes: dict[Place, str] = {}
        self.blocks: dict[Place, int] = {}
        self.block = 0
        self.columns: list[int] = []
        self.row, self.taken = -1, set[tuple[int, int]]()
        self.into: Place | None = None
        self.in_caption = False

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attributes = dict(found)
        self.in_caption = self.in_caption or tag == "caption"
        self.row += tag == "tr"
        if tag == "table":
            self.block, self.columns = self.block + 1, []
        if tag == "col":
            tens, units = map(int, re.findall("[0-9]+", attributes["class"] or ""))
            self.columns.append((self.columns or [0])[-1] + 10 * tens + units)
        if tag in ("td", "th"):
            tall, wide = int(attributes.get("rowspan") or 1), int(attributes.get("colspan") or 1)
            column = next(column for column in range(1_000) if (self.row, column) not in self.taken)
            self.taken.update(product(range(self.row, self.row + tall), range(column, column + wide)))
            # Each column of the table has the columns of the form at which it begins and ends.
            ends = [0, *self.columns]
            start, end = self.edges.index(ends[column]), self.edges.index(ends[column + wide])
            self.into = (self.row, start, tall, end - start)
            self.places[self.into] = ""
            self.blocks[self.into] = self.block
            if tag == "th":
                self.scopes[self.into] = attributes.get("scope") or ""

    def handle_endtag(self, tag: str) -> None:
        self.in_caption = self.in_caption and tag != "caption"
        if tag in ("td", "th", "table"):
            self.into = None

    def handle_data(self, data: str) -> None:
        if self.in_caption:
            self.title += data
        if self.into:
            self.places[self.into] += data


def headings_of(table: Table, cell: Place) -> list[str]:
    """The headings that a browser reads a cell under, by the algorithm of HTML: of its group, above it, left of it."""
    row, column, _, wide = cell
    inside = {place: scope for place, scope in table.scopes.items() if table.blocks[place] == table.blocks[cell]}
    found = [
        place
        for place, scope in inside.items()
        if place != cell and scope.endswith("group") and place[0] <= row and place[1] <= column
    ]
    for along in range(column, column + wide):
        above = (place for place, scope in inside.items() if scope == "col" and covers(place, 1, along))
        found += [place for place in [max((one for one in above if one[0] < row), default=None)] if place]
    # Of row headings, only the run that is nearest at the left; one that is beside a heading belongs to its run.
    at, run = column - 1, list[Place]()
    while at >= 0:
        beside = next((place for place in table.places if covers(place, 0, row) and covers(place, 1, at)), None)
        if beside and inside.get(beside) == "row":
            run.insert(0, beside)
        elif run or cell in inside:
            break
        at = beside[1] - 1 if beside else at - 1
    return [table.places[place] for place in dict.fromkeys([*found, *run])]


def covers(place: Place, way: int, at: int) -> bool:
    """Whether a cell covers a row (0) or a column (1)."""
    return place[way] <= at < place[way] + place[way + 2]


def page_of(grid: Grid) -> str:
    """The page of a form without its frame."""
    frame = "{% block head_extra %}{% endblock %}{% block content %}{% endblock %}"
    page = Page("a/b/2021/form/", "form.html", "", "")
    template = environment((("frame.html", frame), *templates_of([ROOT / "templates"]))).get_template("form.html")
    return template.render(
        grid=grid, page=page, root=page.root, assets="assets/", file="form.xlsx", version="", lead=""
    )


def table_of(grid: Grid) -> Table:
    """The table on the page of a form."""
    table = Table(percent_edges(grid.widths))
    table.feed(page_of(grid))
    return table


def sheet_of(content: bytes) -> Worksheet:
    """The one sheet of a workbook, with formulas where there are any."""
    book = load_workbook(BytesIO(content))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def merges(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """How many rows and columns each merged cell takes, by its first."""
    return {
        (found.min_row, found.min_col): (found.max_row - found.min_row + 1, found.max_col - found.min_col + 1)
        for found in sheet.merged_cells.ranges
    }


def sheet_places(sheet: Worksheet, first_row: int) -> Places:
    """The cells of a sheet from a row on, merged ones once."""
    spans = merges(sheet)
    covered = {
        (row + down, column + along)
        for (row, column), (tall, wide) in spans.items()
        for down, along in product(range(tall), range(wide))
    } - set(spans)
    return {
        (cell.row - first_row, cell.column - 1, *spans.get((cell.row, cell.column), (1, 1))): str(
            "" if cell.value is None else cell.value
        )
        for row in sheet.iter_rows(min_row=first_row)
        for cell in row
        if (cell.row, cell.column) not in covered
    }


def read_from(grid: Grid, found: Places) -> dict[Key, str]:
    """The record's cells as other eyes have read the form: each at the place that the grid gives it."""
    return {("title",): grid.title} | {
        key: found[cell.row, cell.column, cell.rowspan, cell.colspan] for cell in grid.cells for key in cell.piece.keys
    }


def matrix(grid: Grid) -> list[list[str]]:
    """The texts of a grid as a table without merged cells: in the first place of each, blank in the others."""
    rows = [[""] * len(grid.widths) for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = bare(cell.text)
    return rows


def bare(text: str) -> str:
    """A text without its white space, which in the originals comes from their layout."""
    return re.sub(r"\s+", "", text)
