"""Each department's form as one JSON file beside its page, and its rows in the tables of the site.

A figure is the text of the form in every format. A cell that is not on the form is left out of JSON and has a word in
rows; a blank one is "".
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
    """Return the headings of some columns."""
    return [translate(f"exports.columns.{key}") for key in keys]


def budget_rows(facts: FormFacts) -> Rows:
    """Return the lines of money of a form, a stated total before its parts."""
    unit = facts.unit
    rows = []
    for split in facts.splits:
        lines = [(line.name, line.value) for line in split.lines]
        whole = [] if split.stated is None else [(split.total_name, split.stated)]
        rows += [[split.name, name, text_or_absence(value), unit] for name, value in (*whole, *lines)]
    return rows


def task_rows(facts: RecordFacts) -> Rows:
    """Return the rows of tasks; a withheld cell has the word for it, unless the form has no such column."""
    form = facts.form
    columns = table_columns(form, "tasks")
    return [
        [str(line.number), translate(f"record.tasks.group.{line.group}"), *row_texts(line.task, columns), form.unit]
        for line in facts.tasks
    ]


def row_texts(row: FieldGroup, columns: Iterable[Column]) -> list[str]:
    """Return the texts of a row in every column of its kind; a column that the form lacks has the word for it."""
    on_form = row_cells(row, columns)
    return [on_form[key].text if key in on_form else translate("absence.not_on_form") for key in titles_of(type(row))]


def indicator_rows(facts: FormFacts) -> Rows:
    """Return the rows of indicators, each with the reading of its target."""
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
    """Return the keys of the columns of a table of rows, with other keys where two tables would share one."""
    return tuple(COLUMN_KEYS.get((shape, key), key) for key in titles_of(shape))


# The columns of each table on the page of a form.
COLUMNS: dict[str, tuple[str, ...]] = {
    "budget": ("split", "line", "amount", "unit"),
    "tasks": ("number", "group", *column_keys(Task), "money_unit"),
    "indicators": ("number", *column_keys(Indicator), *readings.COLUMNS),
}


def browser_tables() -> dict[str, Any]:
    """Return what the browser needs to build the tables of a form: headings, keys of cells, words for absence."""
    return {
        "columns": {name: heads(*keys) for name, keys in COLUMNS.items()},
        "fields": {"tasks": list(titles_of(Task)), "indicators": list(titles_of(Indicator))},
        "readings": readings.COLUMNS,
        "group": catalogue_map("record.tasks.group"),
        **{key: translate(f"absence.{key}") for key in ("not_on_form", "withheld")},
    }


def identity_tree(facts: FormFacts) -> dict[str, Any]:
    """Return the fields that say which text of which form a JSON file holds."""
    source = facts.source
    return {
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "fingerprint": facts.fingerprint,
    }


def record_tree(facts: RecordFacts) -> dict[str, Any]:
    """Return a form as JSON: the tree of its file as `record`, and apart from it what follows from that."""
    return {
        "api": API,
        **identity_tree(facts),
        "record": facts.form.model_dump(mode="json", exclude_none=True),
        DERIVED: derived(facts),
    }


def derived(facts: RecordFacts) -> dict[str, Any]:
    """Return the computed values of a form; figures are text, unknown ones are null."""
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
    """Return what the tables of a form show besides the texts of its cells.

    That is the lines of its money, the readings of its targets, and the paths of its withheld cells.
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
    """Return whether the total is known, or why not, in a word."""
    total = facts.total_cell
    return absence_word(total) if isinstance(total, NoTotal) else translate("absence.known")


def record_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """Yield the JSON file of each form, with the data for comparisons."""
    of_departments = by_department(export.facts.records)
    for facts in export.facts.records:
        others = [other for other in of_departments[facts.source.of_department] if other is not facts]
        answer = record_tree(facts) | {"comparison": comparison(facts, others, export)}
        yield facts.source.path + JSON, compact_json_bytes(answer)


# The files beside a form's page.
DOWNLOADS = (JSON, FORM)
