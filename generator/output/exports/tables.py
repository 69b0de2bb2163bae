"""The tables of the whole site, from which every format takes its columns and rows.

A cell is the same text in every format. Money, targets and words are those of the form; computed values are in
columns of their own, marked as derived. To add a table, write its rows and add it to TABLES.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from generator.analysis import readings
from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, by_department
from generator.forms.cells import columns_of
from generator.forms.fields import FieldGroup
from generator.forms.figures import figure, in_wan
from generator.forms.model import Indicator, Task
from generator.output.exports import board
from generator.output.exports.outputs import ANSWERS, DATA, Export
from generator.output.exports.rows import (
    Placed,
    Row,
    budget_rows,
    department_row,
    finding_rows,
    identity,
    indicator_rows,
    project_row,
    record_row,
    task_rows,
)
from generator.words import translate

Facts = TypeVar("Facts", bound=FormFacts)
Kind = Literal["text", "prose", "figure", "count", "year", "day"]
Rows = Callable[[Export], Iterator[Placed]]
# The kinds of columns of rows on a form by the kinds of their cells, and the keys of those that two tables share.
KINDS: Mapping[str, Kind] = {"money": "figure", "prose": "prose"}
COLUMN_KEYS: Mapping[tuple[type[FieldGroup], str], str] = {
    (Task, "name"): "task",
    (Indicator, "name"): "indicator",
    (Indicator, "unit"): "measure",
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its key, the kind of its cells, whether they are computed, and the table that it refers to."""

    key: str
    kind: Kind = "text"
    derived: bool = False
    words: str = "exports.columns"
    leads_to: str = ""

    @property
    def title(self) -> str:
        """The heading of the column."""
        return translate(f"{self.words}.{self.key}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, its rows, and its primary key."""

    name: str
    columns: tuple[TableColumn, ...]
    rows: Rows
    key: tuple[str, ...] = ("path",)

    @property
    def title(self) -> str:
        """The title of the table."""
        return translate(f"tables.{self.name}.title")

    @property
    def csv_path(self) -> str:
        """The path of the table as CSV."""
        return f"{DATA}{self.name}.csv"

    @property
    def json_path(self) -> str:
        """The path of the table as JSON."""
        return f"{ANSWERS}{self.name}.json"

    @property
    def lead(self) -> str:
        """A description of the rows."""
        return translate(f"tables.{self.name}.lead")


class FilledTable(NamedTuple):
    """A table with all its rows, and the same rows by city and year."""

    table: Table
    rows: Sequence[Row]
    of_set: dict[str, list[Row]]


def filled_table(table: Table, export: Export) -> FilledTable:
    """Return a table with its rows."""
    rows: list[Row] = []
    of_set: dict[str, list[Row]] = defaultdict(list)
    for names, row in table.rows(export):
        rows.append(row)
        for name in names:
            of_set[name].append(row)
    return FilledTable(table, rows, of_set)


def typed(column: TableColumn, text: str) -> str | int | None:
    """Return a cell for programs: counts and years as numbers, all else as text.

    None for an unknown number and for a figure that cannot be computed: an empty text would be added up as zero.
    """
    if column.kind in ("count", "year"):
        return int(text) if text.isdecimal() else None
    is_nothing = column.leads_to or (column.derived and column.kind == "figure")
    return None if is_nothing and not text else text


def placed(forms: Iterable[Facts], rows: Callable[[Facts], Iterable[Row]]) -> Iterator[Placed]:
    """Yield the rows of each form, between the cells that name the form and the address of its page."""
    for facts in forms:
        for row in rows(facts):
            yield (facts.set_name,), [*identity(facts), *row, facts.source.path]


def of_records(rows: Callable[[RecordFacts], Iterable[Row]]) -> Rows:
    """Return the function that makes a table of the rows of each department's form."""
    return lambda export: placed(export.facts.records, rows)


def of_projects(rows: Callable[[ProjectFacts], Iterable[Row]]) -> Rows:
    """Return the function that makes a table of the rows of each project's form."""
    return lambda export: placed(export.facts.projects, rows)


def budget_in_wan(facts: RecordFacts) -> Iterator[Row]:
    """Return the lines of money, each also in 万元."""
    amounts = [line.amount for split in facts.splits for line in split.lines]
    return with_wan(budget_rows(facts), amounts, facts.unit)


def tasks_in_wan(facts: RecordFacts) -> Iterator[Row]:
    """Return the rows of tasks, each amount also in 万元."""
    return with_wan(task_rows(facts), [line.amount for line in facts.tasks], facts.unit)


def with_wan(rows: Iterable[Row], amounts: Iterable[Decimal | None], unit: str) -> Iterator[Row]:
    """Yield rows with their amounts in 万元 in a last cell, which is empty where there is no figure."""
    for row, amount in zip(rows, amounts, strict=True):
        yield [*row, "" if amount is None else figure(in_wan(amount, unit))]


def findings_of(forms: Callable[[Export], Iterable[FormFacts]]) -> Rows:
    """Return the function that makes a table of the findings in some forms of a site."""
    return lambda export: placed(forms(export), lambda facts: finding_rows(export.findings[facts.source.path]))


def department_rows(export: Export) -> Iterator[Placed]:
    """Yield one row for each department that has a form."""
    for group in by_department(export.facts.records).values():
        yield tuple(facts.set_name for facts in group), department_row(group)


def of_form(shape: type[FieldGroup]) -> tuple[TableColumn, ...]:
    """Return the columns that rows of a kind have on their form."""
    return tuple(
        TableColumn(COLUMN_KEYS.get((shape, column.key), column.key), KINDS.get(column.kind, "text"))
        for column in columns_of(shape)
    )


def columns(*keys: str, kind: Kind = "text", derived: bool = False) -> tuple[TableColumn, ...]:
    """Return some columns of one kind."""
    return tuple(TableColumn(key, kind, derived) for key in keys)


IDENTITY = (*columns("city", "department"), TableColumn("year", "year"))
PATH = TableColumn("path", leads_to="records")
PROJECT = (*IDENTITY, TableColumn("project_name"))
PROJECT_PATH = TableColumn("path", leads_to="projects")
NUMBER = TableColumn("number", "count")
DAYS = columns("approved_on", "published_on", kind="day")
MONEY = (*columns("split", "line"), TableColumn("amount", "figure"), TableColumn("unit"))
WAN = TableColumn("amount_wan", "figure", derived=True)
FINDING = (
    NUMBER,
    *columns("rule_id", "rule_title", "criterion", "severity", "place", derived=True),
    *(TableColumn("sentence", "prose", derived=True), TableColumn("anchor", derived=True)),
)
TASK = (NUMBER, TableColumn("group"), *of_form(Task), TableColumn("money_unit"))
INDICATOR = (
    *(NUMBER, *of_form(Indicator)),
    *(TableColumn(key, "figure" if key in ("low", "high") else "text", True) for key in readings.COLUMNS),
)
# The tables on the page of a form.
FORM_TABLES = {"budget": MONEY, "tasks": TASK, "indicators": INDICATOR}
BOARD_KINDS: dict[str, Kind] = {
    "year": "year",
    **dict.fromkeys(("approved_on", "last_day", "published_on", "budget_published_on"), "day"),
    **dict.fromkeys(("used", "limit", "parts", "filled", "timeliness", "completeness", "form"), "count"),
}
BOARD_AUTHORED = {"city", "department", "year", "roster", "approved_on", "published_on", "budget_published_on", "path"}

TABLES: tuple[Table, ...] = (
    Table(
        "records",
        (
            *IDENTITY,
            *columns("total", "total_wan", kind="figure", derived=True),
            TableColumn("total_status", derived=True),
            *(*columns("basic", "project", kind="figure"), TableColumn("unit")),
            *columns("tasks", "indicators", "measured", "unread", "withheld", kind="count", derived=True),
            *(*DAYS, TableColumn("goal", "prose")),
            *columns("title", "source", "source_number", "source_url"),
            *(TableColumn("department_path", leads_to="departments"), TableColumn("path")),
        ),
        of_records(lambda facts: [record_row(facts)]),
    ),
    Table(
        "departments",
        (
            *columns("city", "city_code", "name", "short_names", "aliases", "former_names", "peer_group", "portal"),
            *(TableColumn("records", "count", True), TableColumn("years", derived=True), TableColumn("path")),
        ),
        department_rows,
    ),
    Table("budget", (*IDENTITY, *MONEY, WAN, PATH), of_records(budget_in_wan), ("path", "split", "line")),
    Table(
        "tasks",
        (*IDENTITY, *TASK, WAN, PATH),
        of_records(tasks_in_wan),
        ("path", "number"),
    ),
    Table("indicators", (*IDENTITY, *INDICATOR, PATH), of_records(indicator_rows), ("path", "number")),
    Table(
        "findings", (*IDENTITY, *FINDING, PATH), findings_of(lambda export: export.facts.records), ("path", "number")
    ),
    Table(
        "disclosure",
        tuple(
            TableColumn(
                key,
                BOARD_KINDS.get(key, "text"),
                key not in BOARD_AUTHORED,
                "disclosure.export.columns",
                "records" if key == "path" else "",
            )
            for key in board.COLUMNS
        ),
        board.board_rows,
        ("city", "department", "year"),
    ),
)

# Tables of sites with forms of projects.
PROJECT_TABLES: tuple[Table, ...] = (
    Table(
        "projects",
        (
            *PROJECT,
            *columns("nature", "category", "supervisor", "implementer", "starts", "ends"),
            *(*columns("annual_total", "whole_total", kind="figure"), TableColumn("unit")),
            *(TableColumn("indicators", "count", True), *DAYS, TableColumn("path")),
        ),
        of_projects(lambda facts: [project_row(facts)]),
    ),
    Table(
        "project_budget",
        (*PROJECT, *MONEY, PROJECT_PATH),
        of_projects(budget_rows),
        ("path", "split", "line"),
    ),
    Table(
        "project_indicators",
        (*PROJECT, *INDICATOR, PROJECT_PATH),
        of_projects(indicator_rows),
        ("path", "number"),
    ),
    Table(
        "project_findings",
        (*PROJECT, *FINDING, PROJECT_PATH),
        findings_of(lambda export: export.facts.projects),
        ("path", "number"),
    ),
)


def tables_of(export: Export) -> tuple[Table, ...]:
    """Return the tables that a site has."""
    return (*TABLES, *PROJECT_TABLES) if export.facts.projects else TABLES
