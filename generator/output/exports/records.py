"""Each record as one JSON file beside its page, and the rows that it gives to the tables of the site.

A figure is the text of the form in every format. A cell that does not stand on the form is left out of JSON and says so
in rows, a blank one is "".
"""

from collections.abc import Iterable, Iterator
from typing import Any

from generator.analysis import readings
from generator.analysis.facts import FormFacts, RecordFacts, by_department
from generator.forms.cells import Column, hidden_cells, row_cells, table_columns
from generator.forms.fields import FieldGroup, titles_of
from generator.forms.figures import NoTotal, absence_word, figure, text_or_absence
from generator.forms.model import Indicator, Task
from generator.output.exports.comparison import comparison
from generator.output.exports.form import PATH as FORM
from generator.output.exports.outputs import API, Export, compact_json_bytes
from generator.words import catalogue_map, translate

Rows = list[list[str]]
DERIVED = "derived"
JSON = "record.json"
COLUMN_KEYS: dict[tuple[type[FieldGroup], str], str] = {
    (Task, "name"): "task",
    (Indicator, "name"): "indicator",
    (Indicator, "unit"): "measure",
}


def heads(*keys: str) -> list[str]:
    """The column names of a table from the catalogue."""
    return [translate(f"exports.columns.{key}") for key in keys]


def budget_rows(facts: FormFacts) -> Rows:
    """The money lines of a form, a total that it states before its parts."""
    unit = facts.unit
    rows = []
    for split in facts.splits:
        lines = [(line.name, line.value) for line in split.lines]
        whole = [] if split.stated is None else [(split.total_name, split.stated)]
        rows += [[split.name, name, text_or_absence(value), unit] for name, value in (*whole, *lines)]
    return rows


def task_rows(facts: RecordFacts) -> Rows:
    """The task rows of a record; a withheld cell says that it is withheld, unless the form has no such column."""
    form = facts.form
    columns = table_columns(form, "tasks")
    return [
        [str(line.number), translate(f"record.tasks.group.{line.group}"), *row_texts(line.task, columns), form.unit]
        for line in facts.tasks
    ]


def row_texts(row: FieldGroup, columns: Iterable[Column]) -> list[str]:
    """The texts of a row in every column that tables of its kind may have; one that the form lacks says so."""
    on_form = row_cells(row, columns)
    return [on_form[key].text if key in on_form else translate("absence.not_on_form") for key in titles_of(type(row))]


def indicator_rows(facts: FormFacts) -> Rows:
    """The indicator rows of a form, each with what its target was read as."""
    columns = table_columns(facts.form, "indicators")
    return [
        [
            str(row.number),
            *row_texts(row.indicator, columns),
            *readings.cells(row.reading),
        ]
        for row in facts.rows
    ]


def column_keys(shape: type[FieldGroup]) -> tuple[str, ...]:
    """The names for programs of the columns of a table of rows: their keys, but where two tables would share one."""
    return tuple(COLUMN_KEYS.get((shape, key), key) for key in titles_of(shape))


# The columns of each table that is shown on the page of a form.
COLUMNS: dict[str, tuple[str, ...]] = {
    "budget": ("split", "line", "amount", "unit"),
    "tasks": ("number", "group", *column_keys(Task), "money_unit"),
    "indicators": ("number", *column_keys(Indicator), *readings.COLUMNS),
}


def browser_tables() -> dict[str, Any]:
    """What the browser needs to put the tables of a form together again: heads, keys of cells, words for no text."""
    return {
        "columns": {name: heads(*keys) for name, keys in COLUMNS.items()},
        "fields": {"tasks": list(titles_of(Task)), "indicators": list(titles_of(Indicator))},
        "readings": readings.COLUMNS,
        "group": catalogue_map("record.tasks.group"),
        **{key: translate(f"absence.{key}") for key in ("not_on_form", "withheld")},
    }


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
        **cells_for_tables(facts),
    }


def cells_for_tables(facts: FormFacts) -> dict[str, Any]:
    """What the tables of a form show beside the texts of its cells.

    The lines of its money, what its targets were read as, and the paths of its withheld cells.
    """
    return {
        "budget_lines": [[split, name, amount] for split, name, amount, _ in budget_rows(facts)],
        "targets": [
            {"number": row.number, **dict(zip(readings.COLUMNS, readings.cells(row.reading), strict=True))}
            for row in facts.rows
        ],
        "withheld_cells": [cell.path for cell in hidden_cells(facts.form)],
    }


def total_status(facts: FormFacts) -> str:
    """Whether the total is known, and why it is not."""
    total = facts.total_cell
    return absence_word(total) if isinstance(total, NoTotal) else translate("absence.known")


def record_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The JSON file of each record: the answer of the API, and what comparison and CSV are made of in the browser."""
    of_departments = by_department(export.facts.records)
    for facts in export.facts.records:
        others = [other for other in of_departments[facts.source.of_department] if other is not facts]
        answer = tree(facts) | {"comparison": comparison(facts, others, export)}
        yield facts.source.path + JSON, compact_json_bytes(answer)


# The files that stand beside a record's page.
DOWNLOADS = (JSON, FORM)
