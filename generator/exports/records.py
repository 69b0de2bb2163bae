"""Each record as tables and as a tree, beside its page.

A figure is the text of the form in every format. A cell that does not stand on the form is left out of JSON and
says so in CSV, a blank one is "".
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from generator import readings
from generator.cells import Cell, Column, cells, row_cells, table_columns, texts_beside
from generator.exports.form import PATH as FORM
from generator.exports.outputs import Export, csv_bytes, json_bytes
from generator.facts import FormFacts, RecordFacts
from generator.figures import NoTotal, absence, figure
from generator.model import Form, Indicator, Task
from generator.typed import Part, money, title_of, titles_of
from generator.words import say

Rows = list[list[str]]
# The shape of the answers for programs. A change that breaks a reader of them is a new version at a new address.
API = "v1"
DERIVED = "derived"
JSON = "record.json"
COLUMN_KEYS: dict[tuple[type[Part], str], str] = {
    (Task, "name"): "task",
    (Indicator, "name"): "indicator",
    (Indicator, "unit"): "measure",
}


def heads(*keys: str) -> list[str]:
    """The column names of a table from the catalogue."""
    return [say(f"exports.columns.{key}") for key in keys]


def identity(facts: RecordFacts) -> list[str]:
    """The columns that say which record a row belongs to."""
    source = facts.source
    return [source.city.name, source.record.department, str(source.year)]


def cell(value: Any) -> str:
    """A cell as text; one that is not on the form, or a sum without a figure, says so, a blank one is blank."""
    if value is None or isinstance(value, NoTotal):
        return say(f"absence.{absence(value)}")
    amount = money(value)
    return figure(amount) if amount is not None else str(value)


def budget_rows(facts: FormFacts) -> Rows:
    """The money lines of a form, a total that it states before its parts."""
    unit = facts.source.record.unit
    rows = []
    for split in facts.splits:
        lines = [(line.name, line.value) for line in split.lines]
        whole = [] if split.stated is None else [(split.total_name, split.stated)]
        rows += [[split.name, name, cell(value), unit] for name, value in (*whole, *lines)]
    return rows


def task_rows(facts: RecordFacts) -> Rows:
    """The task rows of a record; a withheld cell says that it is withheld, unless the form has no such column."""
    form = facts.source.record
    columns = table_columns(form, "tasks")
    return [
        [str(line.number), say(f"record.tasks.group.{line.group}"), *row_texts(line.task, columns), form.unit]
        for line in facts.tasks
    ]


def row_texts(row: Part, columns: Iterable[Column]) -> list[str]:
    """The texts of a row in every column that tables of its kind may have; one that the form lacks says so."""
    cells = row_cells(row, columns)
    return [cells[key].text if key in cells else say("absence.not_on_form") for key in titles_of(type(row))]


def indicator_rows(facts: FormFacts) -> Rows:
    """The indicator rows of a form, each with what its target was read as."""
    columns = table_columns(facts.source.record, "indicators")
    return [
        [
            str(row.number),
            *row_texts(row.indicator, columns),
            *readings.cells(row.reading),
        ]
        for row in facts.rows
    ]


def column_keys(shape: type[Part]) -> tuple[str, ...]:
    """The names for programs of the columns of a table of rows: their keys, but where two tables would share one."""
    return tuple(COLUMN_KEYS.get((shape, key), key) for key in titles_of(shape))


TABLES: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("budget", ("split", "line", "amount", "unit"), budget_rows),
    ("tasks", ("number", "group", *column_keys(Task), "money_unit"), task_rows),
    ("indicators", ("number", *column_keys(Indicator), *readings.COLUMNS), indicator_rows),
)


def tree(facts: RecordFacts) -> dict[str, Any]:
    """A record as the API answers it: the tree of its file as `record`, and apart from it what follows from that."""
    source = facts.source
    return {
        "api": API,
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "fingerprint": facts.fingerprint,
        "record": source.record.model_dump(mode="json", exclude_none=True),
        DERIVED: derived(facts),
    }


def derived(facts: RecordFacts) -> dict[str, Any]:
    """What the program worked out of a record; figures are text, what cannot be worked out is null."""
    amounts = ("total", "total_wan", "listed", "unlisted", "unlisted_share", "measurable_share")
    counts = ("task_count", "indicator_count", "measurable_count", "unread_count", "withheld_count")
    figures = {key: getattr(facts, key) for key in amounts}
    return {
        "summary": facts.summary,
        **{key: None if value is None else figure(value) for key, value in figures.items()},
        "total_status": total_status(facts),
        **{key: getattr(facts, key) for key in counts},
        "targets": [
            {"number": row.number, **dict(zip(readings.COLUMNS, readings.cells(row.reading), strict=True))}
            for row in facts.rows
        ],
    }


def total_status(facts: FormFacts) -> str:
    """Whether the total is known, and why it is not."""
    gone = facts.total_cell
    return say(f"absence.{gone.value}" if isinstance(gone, NoTotal) else "absence.known")


def record_json(facts: RecordFacts) -> bytes:
    """The answer of the API for one record."""
    return json_bytes(tree(facts))


def whole_record(facts: FormFacts) -> bytes:
    """Everything of a form as lines of (part, row, cell name, text): its cells, then what stands beside them."""
    form = facts.source.record
    rows = [line_of(form, found) for found in chain(cells(form), texts_beside(form)) if found.kind != "table"]
    return csv_bytes(heads("part", "row", "cell", "text"), rows)


def line_of(form: Form, found: Cell) -> list[str]:
    """A cell or a text beside the form: the part that it stands in, the number of its row, its title and its text."""
    row = next((step + 1 for step in found.path if isinstance(step, int)), "")
    groups = [step for step in found.path[:-1] if isinstance(step, str)]
    part = title_of(type(form), groups or found.path[:1])
    return [part.rpartition(" ")[2] if row else part, str(row), found.title, found.text]


def record_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The downloads of each record, beside its page."""
    for facts in export.facts.records:
        path = facts.source.path
        for name, columns, rows in TABLES:
            yield f"{path}{name}.csv", csv_bytes(heads(*columns), rows(facts))
        yield f"{path}record.csv", whole_record(facts)
        yield path + JSON, record_json(facts)


def cell_of_day(value: Any) -> str:
    """A day as text, or that nobody knows it."""
    return value.isoformat() if value else say("absence.unknown")


def downloads(facts: RecordFacts) -> Sequence[str]:
    """The names of the files that stand beside a record's page."""
    return (*(f"{name}.csv" for name, _, _ in TABLES), "record.csv", JSON, FORM)
