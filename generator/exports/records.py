"""Each record as tables and as a tree, beside its page.

A figure is the text of the form in every format. A cell that does not stand on the form is left out of JSON and
says so in CSV, a blank one is "".
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generator import readings
from generator.exports.form import PATH as FORM
from generator.exports.outputs import Export, csv_bytes, json_bytes
from generator.facts import FormFacts, RecordFacts
from generator.figures import NoTotal, absence, figure
from generator.forms.blocks import task_columns
from generator.typed import Part, money, titles_of
from generator.words import say

Rows = list[list[str]]
# The shape of the answers for programs. A change that breaks a reader of them is a new version at a new address.
API = "v1"
DERIVED = "derived"
JSON = "record.json"
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
    withheld = say("absence.withheld")
    on_form = task_columns(facts.source.record, TASK_CELLS)
    rows = []
    for line in facts.tasks:
        task = line.task
        hidden = {"all": TASK_CELLS, "content": ("content", "expected")}.get(task.withheld or "", ())
        cells = [withheld if key in hidden and key in on_form else cell(getattr(task, key)) for key in TASK_CELLS]
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


def tree(export: Export, facts: RecordFacts) -> dict[str, Any]:
    """A record as the API answers it: the tree of its file as `record`, and apart from it what follows from that."""
    source = facts.source
    return {
        "api": API,
        **export.state,
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "record": source.record.model_dump(mode="json", exclude_none=True),
        DERIVED: derived(facts),
    }


def derived(facts: RecordFacts) -> dict[str, Any]:
    """What the program worked out of a record; figures are text, what cannot be worked out is null."""
    amounts = ("total", "total_wan", "listed", "unlisted", "unlisted_share", "measurable_share")
    counts = ("task_count", "indicator_count", "measurable_count", "withheld_count")
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


def record_json(export: Export, facts: RecordFacts) -> bytes:
    """The answer of the API for one record."""
    return json_bytes(tree(export, facts))


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
    shape: type[Part] = type(value)
    for key, name in titles_of(shape).items():
        inside = getattr(value, key)
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
        yield path + JSON, record_json(export, facts)


def cell_of_day(value: Any) -> str:
    """A day as text, or that nobody knows it."""
    return value.isoformat() if value else say("absence.unknown")


def downloads(facts: RecordFacts) -> Sequence[str]:
    """The names of the files that stand beside a record's page."""
    return (*(f"{name}.csv" for name, _, _ in TABLES), "record.csv", JSON, FORM)
