"""The tables of the whole site: one shelf, from which every format takes its columns and rows.

A cell is the same text in every format. Money, targets and words are those of the form; what the program worked out
stands in columns of its own, marked as derived. To add a table, write its rows and put it on the shelf TABLES.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.analysis import readings
from generator.analysis.disclosure import boards, limit_of
from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, by_department
from generator.analysis.rules import remark
from generator.forms.cells import columns_of
from generator.forms.fields import FieldGroup, money
from generator.forms.figures import figure, in_wan, text_or_absence
from generator.forms.model import Indicator, Task
from generator.output.exports import board, projects, records
from generator.output.exports.outputs import Export, day_or_unknown
from generator.words import translate

Kind = Literal["text", "prose", "figure", "count", "year", "day"]
Row = list[str]
# A row with the sets that it belongs to: a set is the records of one city and year.
Placed = tuple[tuple[str, ...], Row]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name for programs, what its cells hold, whether the program worked them out, where it leads."""

    key: str
    kind: Kind = "text"
    derived: bool = False
    words: str = "exports.columns"
    leads_to: str = ""

    @property
    def title(self) -> str:
        """The name of the column for people."""
        return translate(f"{self.words}.{self.key}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, its rows, and the columns that name a row."""

    name: str
    columns: tuple[TableColumn, ...]
    rows: Callable[[Export], Iterator[Placed]]
    key: tuple[str, ...] = ("path",)

    @property
    def title(self) -> str:
        """The name of the table for people."""
        return translate(f"tables.{self.name}.title")

    @property
    def lead(self) -> str:
        """What a row of the table is."""
        return translate(f"tables.{self.name}.lead")


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table with all its rows, and the same rows by the set that they belong to."""

    table: Table
    rows: Sequence[Row]
    of_set: dict[str, list[Row]]


def filled_table(table: Table, export: Export) -> FilledTable:
    """A table with the rows that the records give it."""
    rows: list[Row] = []
    of_set: dict[str, list[Row]] = defaultdict(list)
    for names, row in table.rows(export):
        rows.append(row)
        for name in names:
            of_set[name].append(row)
    return FilledTable(table, rows, of_set)


def typed(column: TableColumn, text: str) -> str | int | None:
    """A cell for programs: counts and years as numbers; all else as the text it is.

    None for a number that nobody knows, and for a figure that cannot be worked out: an empty text would be added up as
    zero.
    """
    if column.kind in ("count", "year"):
        return int(text) if text.isdecimal() else None
    is_nothing = column.leads_to or (column.derived and column.kind == "figure")
    return None if is_nothing and not text else text


def set_of(facts: FormFacts) -> str:
    """The name of the set that a record belongs to: city and year."""
    return f"{facts.source.city_slug}-{facts.source.year}"


def of_each(rows: Callable[[RecordFacts], Sequence[Row]]) -> Callable[[Export], Iterator[Placed]]:
    """Rows of each record, between what says which record it is and the address of its page."""

    def placed(export: Export) -> Iterator[Placed]:
        for facts in export.facts.records:
            name = (set_of(facts),)
            for row in rows(facts):
                yield name, [*records.identity(facts), *row, facts.source.path]

    return placed


def of_each_project(rows: Callable[[ProjectFacts], Sequence[Row]]) -> Callable[[Export], Iterator[Placed]]:
    """Rows of each project, between what says which project it is and the address of its page."""

    def placed(export: Export) -> Iterator[Placed]:
        for facts in export.facts.projects:
            name = (set_of(facts),)
            for row in rows(facts):
                yield name, [*projects.identity(facts), *row, facts.source.path]

    return placed


def overview_rows(facts: RecordFacts) -> list[Row]:
    """One row for a record: who, how much, how many, since when, from which document."""
    record = facts.source.record
    amounts = [figure(amount) if amount is not None else "" for amount in (facts.total, facts.total_wan)]
    by_type, disclosure = record.budget.by_type, record.disclosure
    return [
        [
            *amounts,
            records.total_status(facts),
            *map(text_or_absence, (by_type.basic, by_type.project)),
            record.unit,
            *map(str, (facts.task_count, facts.indicator_count, facts.measurable_count)),
            *map(str, (facts.unread_count, facts.withheld_count)),
            *map(day_or_unknown, (disclosure.approved_on, disclosure.published_on)),
            record.goal,
            record.title,
            *map(text_or_absence, (record.source.title, record.source.number, record.source.url)),
            facts.source.of_department,
        ]
    ]


def department_rows(export: Export) -> Iterator[Placed]:
    """One row for each department that has a record."""
    for path, group in by_department(export.facts.records).items():
        city, about = group[0].source.city, group[0].source.department
        names = ["、".join(values or ()) for values in (about.short_names, about.aliases, about.former_names)]
        years = "、".join(str(facts.source.year) for facts in group)
        row = [city.name, city.code, about.name, *names, about.peer_group or "", about.portal or ""]
        yield tuple(map(set_of, group)), [*row, str(len(group)), years, path]


def budget_rows(facts: RecordFacts) -> list[Row]:
    """The money lines, each also in 万元."""
    lines = [line for split in facts.splits for line in split.lines]
    return [[*row, wan(facts, line.value)] for row, line in zip(records.budget_rows(facts), lines, strict=True)]


def task_rows(facts: RecordFacts) -> list[Row]:
    """The task rows, each amount also in 万元."""
    rows = records.task_rows(facts)
    return [[*row, wan(facts, line.task.amount)] for row, line in zip(rows, facts.tasks, strict=True)]


def wan(facts: RecordFacts, value: object) -> str:
    """A money cell in 万元, or nothing where it holds no figure."""
    amount = money(value)
    return "" if amount is None else figure(in_wan(amount, facts.source.record.unit))


def finding_rows(export: Export) -> Iterator[Placed]:
    """What the rules found, in the words of the site."""
    for facts in export.facts.records:
        for row in found_in(export, facts):
            yield (set_of(facts),), [*records.identity(facts), *row, facts.source.path]


def project_finding_rows(export: Export) -> Iterator[Placed]:
    """What the rules found in the forms of projects."""
    for facts in export.facts.projects:
        for row in found_in(export, facts):
            yield (set_of(facts),), [*projects.identity(facts), *row, facts.source.path]


def found_in(export: Export, facts: FormFacts) -> Iterator[Row]:
    """The findings of one form, numbered."""
    for number, found in enumerate(map(remark, export.findings[facts.source.path]), 1):
        yield [
            *(str(number), found.rule.id, translate(f"rules.{found.rule.id}.title")),
            *(translate(f"checks.criterion.{found.rule.criterion}"), translate(f"checks.severity.{found.severity}")),
            *(found.cell, found.sentence, found.anchor),
        ]


def disclosure_rows(export: Export) -> Iterator[Placed]:
    """The disclosure board, a row for each department and year."""
    limit = limit_of(export.config)
    for found in boards(export.facts, export.findings, export.config):
        for row in board.board_rows(found, limit):
            yield (f"{found.city.slug}-{row[YEAR]}",), row


def of_form(shape: type[FieldGroup]) -> tuple[TableColumn, ...]:
    """The columns that rows of a kind have on their form."""
    columns = zip(records.column_keys(shape), columns_of(shape), strict=True)
    return tuple(
        TableColumn(key, "figure" if column.kind == "money" else "prose" if column.kind == "prose" else "text")
        for key, column in columns
    )


IDENTITY = (TableColumn("city"), TableColumn("department"), TableColumn("year", "year"))
PATH = TableColumn("path", leads_to="records")
PROJECT = (*IDENTITY, TableColumn("project_name"))
PROJECT_PATH = TableColumn("path", leads_to="projects")
FINDING = (
    TableColumn("number", "count"),
    *(TableColumn(key, derived=True) for key in ("rule_id", "rule_title", "criterion", "severity", "place")),
    *(TableColumn("sentence", "prose", True), TableColumn("anchor", derived=True)),
)
INDICATOR = (
    *(TableColumn("number", "count"), *of_form(Indicator)),
    *(TableColumn(key, "figure" if key in ("low", "high") else "text", True) for key in readings.COLUMNS),
)
YEAR = list(board.COLUMNS).index("year")
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
            *(
                TableColumn("total", "figure", True),
                TableColumn("total_wan", "figure", True),
                TableColumn("total_status", derived=True),
            ),
            *(TableColumn("basic", "figure"), TableColumn("project", "figure"), TableColumn("unit")),
            *(TableColumn(key, "count", True) for key in ("tasks", "indicators", "measured", "unread", "withheld")),
            *(TableColumn("approved_on", "day"), TableColumn("published_on", "day")),
            *(TableColumn("goal", "prose"), TableColumn("title")),
            *(TableColumn("source"), TableColumn("source_number"), TableColumn("source_url")),
            *(TableColumn("department_path", leads_to="departments"), TableColumn("path")),
        ),
        of_each(overview_rows),
    ),
    Table(
        "departments",
        (
            *(TableColumn(key) for key in ("city", "city_code", "name", "short_names", "aliases", "former_names")),
            *(TableColumn("peer_group"), TableColumn("portal")),
            *(TableColumn("records", "count", True), TableColumn("years", derived=True), TableColumn("path")),
        ),
        department_rows,
    ),
    Table(
        "budget",
        (
            *(
                *IDENTITY,
                TableColumn("split"),
                TableColumn("line"),
                TableColumn("amount", "figure"),
                TableColumn("unit"),
            ),
            *(TableColumn("amount_wan", "figure", True), PATH),
        ),
        of_each(budget_rows),
        ("path", "split", "line"),
    ),
    Table(
        "tasks",
        (
            *(
                *IDENTITY,
                TableColumn("number", "count"),
                TableColumn("group"),
                *of_form(Task),
                TableColumn("money_unit"),
            ),
            *(TableColumn("amount_wan", "figure", True), PATH),
        ),
        of_each(task_rows),
        ("path", "number"),
    ),
    Table(
        "indicators",
        (*IDENTITY, *INDICATOR, PATH),
        of_each(records.indicator_rows),
        ("path", "number"),
    ),
    Table(
        "findings",
        (*IDENTITY, *FINDING, PATH),
        finding_rows,
        ("path", "number"),
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
        disclosure_rows,
        ("city", "department", "year"),
    ),
)

# What there is only where projects published forms of their own.
PROJECT_TABLES: tuple[Table, ...] = (
    Table(
        "projects",
        (
            *PROJECT,
            *map(TableColumn, ("nature", "category", "supervisor", "implementer", "starts", "ends")),
            *(TableColumn("annual_total", "figure"), TableColumn("whole_total", "figure"), TableColumn("unit")),
            *(
                TableColumn("indicators", "count", True),
                TableColumn("approved_on", "day"),
                TableColumn("published_on", "day"),
            ),
            TableColumn("path"),
        ),
        of_each_project(lambda facts: [projects.overview_row(facts)]),
    ),
    Table(
        "project_budget",
        (
            *PROJECT,
            TableColumn("split"),
            TableColumn("line"),
            TableColumn("amount", "figure"),
            TableColumn("unit"),
            PROJECT_PATH,
        ),
        of_each_project(records.budget_rows),
        ("path", "split", "line"),
    ),
    Table(
        "project_indicators",
        (*PROJECT, *INDICATOR, PROJECT_PATH),
        of_each_project(records.indicator_rows),
        ("path", "number"),
    ),
    Table("project_findings", (*PROJECT, *FINDING, PROJECT_PATH), project_finding_rows, ("path", "number")),
)


def tables_of(export: Export) -> tuple[Table, ...]:
    """The tables that a site has."""
    return (*TABLES, *PROJECT_TABLES) if export.facts.projects else TABLES
