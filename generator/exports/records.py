"""Records as tables and trees: one set beside each record, and one for the whole site under data/.

A figure is the text of the form in every format. A cell that does not stand on the form is left out of JSON and
says so in CSV, a blank one is "".
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generator import readings
from generator.exports.form import PATH as FORM
from generator.exports.outputs import Export, csv_bytes, json_bytes
from generator.facts import FormFacts, RecordFacts
from generator.figures import figure
from generator.typed import money
from generator.words import say

Rows = list[list[str]]
IDENTITY = ("city", "department", "year")
TASK_CELLS = ("name", "content", "amount", "expected")
INDICATOR_CELLS = ("family", "type", "name", "definition", "comparator", "target", "unit", "weight")


def heads(*keys: str) -> list[str]:
    """The column names of a table from the catalogue."""
    return [say(f"exports.columns.{key}") for key in keys]


def identity(facts: RecordFacts) -> list[str]:
    """The columns that say which record a row belongs to."""
    source = facts.source
    return [source.city.name, source.record.department, str(source.year)]


def cell(value: Any) -> str:
    """A cell as text; one that is not on the form says so, a blank one is blank."""
    if value is None:
        return say("absence.not_on_form")
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
    """The task rows of a record; a withheld cell says that it is withheld."""
    withheld = say("absence.withheld")
    rows = []
    for line in facts.tasks:
        task = line.task
        hidden = {"all": TASK_CELLS, "content": ("content", "expected")}.get(task.withheld or "", ())
        cells = [withheld if key in hidden else cell(getattr(task, key)) for key in TASK_CELLS]
        rows.append([str(line.number), say(f"record.tasks.group.{line.group}"), *cells, facts.source.record.unit])
    return rows


def indicator_rows(facts: FormFacts) -> Rows:
    """The indicator rows of a form, each with what its target was read as."""
    return [
        [
            str(row.number),
            *(cell(getattr(row.indicator, key)) for key in INDICATOR_CELLS),
            *readings.cells(row.reading),
        ]
        for row in facts.rows
    ]


TABLES: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("budget", ("split", "line", "amount", "unit"), budget_rows),
    ("tasks", ("number", "group", "task", "content", "amount", "expected", "money_unit"), task_rows),
    (
        "indicators",
        (
            *("number", "family", "type", "indicator", "definition", "comparator", "target", "measure", "weight"),
            *readings.COLUMNS,
        ),
        indicator_rows,
    ),
)


def tree(facts: RecordFacts) -> dict[str, Any]:
    """A record as the tree of its file, with what its path says before it."""
    source = facts.source
    return {
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "record": source.record.model_dump(mode="json", exclude_none=True),
    }


def whole_record(facts: FormFacts) -> bytes:
    """Everything of a form as lines of (part, row, cell name, text)."""
    rows = [
        [part, row, name, text]
        for part, row, name, text in lines(facts.source.record, "", "")
        if name and text is not None
    ]
    return csv_bytes(heads("part", "row", "cell", "text"), rows)


def lines(value: Any, part: str, row: str) -> Iterator[tuple[str, str, str, str]]:
    """The cells of a group in the form's order, groups inside it opened up."""
    fields = type(value).model_fields
    for key, field in fields.items():
        inside = getattr(value, key)
        name = field.title or key
        if inside is None:
            continue
        if isinstance(inside, tuple):
            for number, member in enumerate(inside, 1):
                if hasattr(member, "model_dump"):
                    yield from lines(member, name, str(number))
                else:
                    yield (name, str(number), name, str(member))
        elif hasattr(inside, "model_dump"):
            yield from lines(inside, f"{part} {name}".strip(), row)
        else:
            yield (part or name, row, name, cell(inside))


def record_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The downloads of each record, beside its page."""
    for facts in export.facts.records:
        path = facts.source.path
        for name, columns, rows in TABLES:
            yield f"{path}{name}.csv", csv_bytes(heads(*columns), rows(facts))
        yield f"{path}record.csv", whole_record(facts)
        yield f"{path}record.json", json_bytes(tree(facts))


def overview_row(facts: RecordFacts) -> list[str]:
    """One line for a record: who, how much, how many."""
    record = facts.source.record
    return [
        *identity(facts),
        "" if facts.total is None else figure(facts.total),
        *(cell(value) for value in (record.budget.by_type.basic, record.budget.by_type.project)),
        record.unit,
        str(facts.task_count),
        str(facts.indicator_count),
        str(facts.withheld_count),
        *(cell_of_day(day) for day in (record.disclosure.approved_on, record.disclosure.published_on)),
        facts.source.path,
    ]


def cell_of_day(value: Any) -> str:
    """A day as text, or that nobody knows it."""
    return value.isoformat() if value else say("absence.unknown")


OVERVIEW = (
    *IDENTITY,
    *("total", "basic", "project", "unit", "tasks", "indicators", "withheld", "approved_on", "published_on", "path"),
)


def corpus_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The tables of the whole site and the whole site as one tree."""
    records = export.facts.records
    yield "data/records.csv", csv_bytes(heads(*OVERVIEW), [overview_row(facts) for facts in records])
    for name, columns, rows in TABLES:
        body = [[*identity(facts), *row] for facts in records for row in rows(facts)]
        yield f"data/{name}.csv", csv_bytes(heads(*IDENTITY, *columns), body)
    yield "data/records.json", json_bytes({"build": export.stamp.told, "records": [tree(facts) for facts in records]})


def downloads(facts: RecordFacts) -> Sequence[str]:
    """The names of the files that stand beside a record's page."""
    return (*(f"{name}.csv" for name, _, _ in TABLES), "record.csv", "record.json", FORM)
