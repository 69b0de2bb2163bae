"""Blocks that forms are made of, without room for cells that are not on the form of a record."""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import accumulate, chain, groupby, zip_longest
from typing import Any

from generator.forms.cells import ROW_SHAPES, Table, column_of, named_cells, rows_of, table_columns, withheld_cells
from generator.forms.fields import WITHHELD, FieldGroup, titles_of
from generator.forms.figures import text_of
from generator.forms.model import Indicator, Record, Staff, Task
from generator.output.form_pages.grid import Block, GridPiece, Key, Row, Scope

# A label, the value of its cell, and the key of the cell.
Pair = tuple[str, Any, Key]


def label(text: str, scope: Scope) -> GridPiece:
    """A word of the form itself, as a heading."""
    return GridPiece(text, scope=scope)


def shown(value: Any, *key: str | int, wide: int = 1, prose: bool = False) -> GridPiece:
    """A cell of the record."""
    return GridPiece(text_of(value), wide, keys=(key,), prose=prose)


def with_side_heading(name: str, rows: Block) -> Block:
    """Rows with the name of their block at the left of all of them; no rows, no block."""
    if not rows:
        return []
    side = GridPiece(name, tall=len(rows), scope="rowgroup")
    return [[side, *rows[0]], *rows[1:]]


def line(name: str, value: Any, key: str, *, prose: bool = False) -> Block:
    """One row: a label, and a cell over the rest of it."""
    return [[label(name, "row"), shown(value, key, prose=prose)]] if value is not None else []


def pair_rows(pairs: Iterable[Pair]) -> Block:
    """Labels with their values, two to a row."""
    filled = [(label(name, "row"), shown(value, *key)) for name, value, key in pairs if value is not None]
    return [[*chain(*filled[at : at + 2])] for at in range(0, len(filled), 2)]


def people(record: Record) -> list[Pair]:
    """The people: those in service, those retired, and the one figure of forms that have only one."""
    return [(name, getattr(record.staff, key, None), ("staff", key)) for key, name in titles_of(Staff).items()]


def money_rows(record: Record, names: Mapping[str, str], amount: str, first: str = "") -> Block:
    """The budget: by type and by source side by side, by level below; `first` is the prefix of the first of each."""
    ways = {way: money_lines(record, way, name, amount, first) for way, name in names.items()}
    left, right = ways["by_type"], ways["by_source"]
    if not left or not right:
        return [*left, *right, *ways["by_level"]]
    gap = [GridPiece(""), GridPiece("")]
    return [*([*pair, *other] for pair, other in zip_longest(left, right, fillvalue=gap)), *ways["by_level"]]


def money_lines(record: Record, way: str, name: str, amount: str, first: str) -> Block:
    """One way of splitting the budget, with its headings; empty where the form lacks it."""
    cells = named_cells(getattr(record.budget, way))
    rows = [
        [label(f"{'' if at else first}{title}", "row"), shown(value, "budget", way, key)]
        for at, (key, title, value) in enumerate(cells)
    ]
    return [[label(name, "col"), label(amount, "col")], *rows] if rows else []


def keys_of(record: Record, table: Table, usual: Container[str]) -> tuple[str, ...]:
    """The columns of a table on a form: those that its rows have, or the usual ones where it has no row."""
    if rows_of(record, table):
        return tuple(column.key for column in table_columns(record, table))
    return tuple(key for key in titles_of(ROW_SHAPES[table]) if key in usual)


def titles(keys: Iterable[str], names: Mapping[str, str]) -> Row:
    """The heading row of a table."""
    return [label(names[key], "col") for key in keys]


def blank_row(key: Key, columns: Sequence[str]) -> Block:
    """The one row of a table that has none filled in."""
    return [[GridPiece("", keys=(key,)), *(GridPiece("") for _ in columns[1:])]]


def task_rows(tasks: Sequence[Task], group: str, columns: Sequence[str]) -> Block:
    """The rows of one group of tasks; one blank row where the form has none filled in."""
    if not tasks:
        return blank_row(("tasks", group), columns)
    return [task_row(task, ("tasks", group, at), columns) for at, task in enumerate(tasks)]


def task_row(task: Task, key: Key, columns: Sequence[str]) -> Row:
    """One task, with the word for withheld in each withheld cell, or in one cell for a whole row."""
    if task.withheld == "all":
        return [shown(WITHHELD, *key, "withheld")]
    hidden = withheld_cells(task)
    texts = {column: WITHHELD if column in hidden else getattr(task, column) for column in columns}
    return [row_cell(task, text, (*key, column)) for column, text in texts.items()]


def row_cell(row: FieldGroup, value: Any, key: Key) -> GridPiece:
    """A cell of a table row; a name that is not blank is the heading of its row."""
    text, is_name = text_of(value), key[-1] == "name"
    kind = column_of(type(row), str(key[-1])).kind
    return GridPiece(text, scope="row" if is_name and text else "", keys=(key,), prose=is_name or kind == "prose")


def runs(values: Sequence[object]) -> dict[int, int]:
    """Where equal neighbours begin, and how many they are."""
    lengths = [len(list(group)) for _, group in groupby(values)]
    return dict(zip(accumulate(lengths, initial=0), lengths, strict=False))


def indicator_table(rows: Sequence[Indicator], columns: Sequence[str], *, merged: bool) -> Block:
    """The indicators under their headings; a form may merge the cells of equal families and types that follow on."""
    heads = titles(columns, titles_of(Indicator))
    if not rows:
        return [heads, *blank_row(("indicators",), columns)]
    single = dict.fromkeys(range(len(rows)), 1)
    families = runs([row.family for row in rows]) if merged else single
    types = runs([(row.family, row.type) for row in rows]) if merged else single
    cells = [
        [
            *class_cell(row.family, "family", at, families),
            *class_cell(row.type, "type", at, types),
            *(row_cell(row, getattr(row, key), ("indicators", at, key)) for key in columns[2:]),
        ]
        for at, row in enumerate(rows)
    ]
    return [heads, *cells]


def class_cell(text: str, key: str, at: int, lengths: Mapping[int, int]) -> Row:
    """The family or type of an indicator as a cell over all rows of its run; empty for the others of these rows."""
    if at not in lengths:
        return []
    keys = tuple(("indicators", row, key) for row in range(at, at + lengths[at]))
    return [GridPiece(text, tall=lengths[at], scope="row", keys=keys)]
