"""The tables of the whole site, from which every format takes its columns and rows.

What a form says is the same text in every format. Numbers and days are values; where there is none, the column beside
says why. Every row is of one department, except those of the board, which has a row for each name on the roster of a
city. To add a table, write its rows and add it to TABLES.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import tee

from generator.analysis import readings
from generator.analysis.earlier import EarlierForm, with_earlier
from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, ResultsFacts, grouped
from generator.content.config import Config
from generator.forms.model import Indicator, ResultIndicator, Task
from generator.output.exports import board
from generator.output.exports.columns import (
    Kind,
    TableColumn,
    Unit,
    columns,
    computed,
    counts,
    expanded,
    of_form,
    typed_rows,
    with_status,
)
from generator.output.exports.outputs import ANSWERS, DATA, Export, TableRows
from generator.output.exports.record_rows import indicators_with_changes, record_row, tasks_with_changes
from generator.output.exports.result_rows import result_rows, self_evaluation_row
from generator.output.exports.rows import (
    Placed,
    budget_in_wan,
    department_row,
    finding_rows,
    full_identity,
    identity,
    own_rows,
    project_row,
)
from generator.output.exports.values import Row, Stored, Value
from generator.words import translate

Rows = Callable[[Export], Iterator[Placed]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the rows of some departments, its primary key.

    `places` are those of its columns in stored rows, empty where it has all of them.
    """

    name: str
    columns: tuple[TableColumn, ...]
    rows: Rows
    key: tuple[str, ...] = ("path",)
    places: tuple[int, ...] = ()

    def without(self, keys: frozenset[str]) -> "Table":
        """Return the table without some columns; its rows are stored with them."""
        left = [at for at, each in enumerate(self.columns) if not keys & {each.key, each.status_of}]
        return replace(self, columns=tuple(self.columns[at] for at in left), places=tuple(left))

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

    def placed_values(self, export: Export) -> Iterator[tuple[tuple[int, ...], list[Value]]]:
        """Yield the values of each row of the departments of an export, with its years."""
        years, rows = tee(self.rows(export))
        return zip((one for one, _ in years), expanded(self.columns, (row for _, row in rows)), strict=True)


@dataclass(frozen=True, slots=True)
class TablePart:
    """The rows of a table of the whole site, or of one city and year, read from the source at each iteration."""

    table: Table
    source: TableRows
    city: str = ""
    year: int = 0

    def __iter__(self) -> Iterator[list[Value]]:
        return typed_rows(self.table.columns, self.stored())

    def __len__(self) -> int:
        return self.source.count(self.table.name, self.city, self.year)

    def stored(self) -> Iterator[tuple[Stored, ...]]:
        """Yield the rows as they are stored: numbers and days are texts."""
        rows, places = self.source.rows(self.table.name, self.city, self.year), self.table.places
        return (tuple([row[at] for at in places]) for row in rows) if places else rows


def by_place(forms: Iterable[FormFacts]) -> list[FormFacts]:
    """Return some forms by their departments; those of a department stay in their order."""
    return sorted(forms, key=lambda facts: (facts.source.city_slug, facts.source.department_slug))


def placed(facts: FormFacts, who: Row, rows: Iterable[Row]) -> Iterator[Placed]:
    """Yield rows of a form, between the cells that name the form and the address of its page."""
    for row in rows:
        yield (facts.source.year,), [*who, *row, facts.source.path]


def of_records(rows: Callable[[RecordFacts, EarlierForm | None], Iterable[Row]]) -> Rows:
    """Return a function that yields the rows of every department's form, computed with that of the previous year."""
    return lambda export: (
        row
        for facts, earlier in with_earlier(export.facts.records)
        for row in placed(facts, identity(facts), rows(facts, earlier))
    )


def of_projects(rows: Callable[[ProjectFacts], Iterable[Row]]) -> Rows:
    """Return a function that yields the rows of every project's form."""
    return lambda export: (
        row for facts in export.facts.projects for row in placed(facts, full_identity(facts), rows(facts))
    )


def of_indicators(rows: Callable[[FormFacts, EarlierForm | None], Iterable[Row]]) -> Rows:
    """Return a function that yields the rows of every form with targets, computed with that of the previous year."""
    return lambda export: (
        row
        for facts, earlier in with_earlier(by_place(export.facts.with_indicators))
        for row in placed(facts, full_identity(facts), rows(facts, earlier))
    )


def of_results(rows: Callable[[ResultsFacts], Iterable[Row]]) -> Rows:
    """Return a function that yields the rows of every self-evaluation."""
    return lambda export: (
        row for facts in export.facts.results for row in placed(facts, full_identity(facts), rows(facts))
    )


def of_every_form(rows: Callable[[FormFacts], Iterable[Row]]) -> Rows:
    """Return a function that yields the rows of every form."""
    return lambda export: (
        row
        for facts in (*by_place(export.facts.targets), *export.facts.results)
        for row in placed(facts, full_identity(facts), rows(facts))
    )


def findings(export: Export) -> Iterator[Placed]:
    """Yield the findings of every form."""
    for facts in (*by_place(export.facts.targets), *export.facts.results):
        yield from placed(facts, full_identity(facts), finding_rows(export.findings[facts.source.path]))


def department_rows(export: Export) -> Iterator[Placed]:
    """Yield one row for each department that has a form."""
    for group in grouped(by_place(export.facts.forms), lambda facts: facts.source.of_department).values():
        years = tuple(sorted({facts.source.year for facts in group}, reverse=True))
        yield years, department_row(group, years)


IDENTITY = (*columns("city", "department"), TableColumn("year", "year"))
PATH = TableColumn("path", leads_to="records")
# The address of a form of either kind refers to no one table.
FORM_PATH = TableColumn("path")
PROJECT = (*IDENTITY, TableColumn("project_name"))
PROJECT_PATH = TableColumn("path", leads_to="projects")
NUMBER = TableColumn("number", "count")
DAYS = tuple(column for key in ("approved_on", "published_on") for column in with_status(TableColumn(key, "day")))
MONEY = (*columns("split", "line"), TableColumn("amount", "figure"), TableColumn("unit"))
WAN = computed("amount_wan")
FINDING = (
    NUMBER,
    *columns("rule_id", "rule_title", "criterion", "severity", "place", derived=True),
    *(TableColumn("sentence", "prose", derived=True), TableColumn("anchor", derived=True)),
)
TASK = (NUMBER, TableColumn("group"), *of_form(Task), TableColumn("money_unit"))
READING_KINDS: dict[str, Kind] = {"low": "number", "high": "number", "period_start": "day", "deadline": "day"}
READING = tuple(
    TableColumn(key, READING_KINDS.get(key, "text"), True, unit="reading" if key in ("low", "high") else "")
    for key in readings.COLUMNS
)
INDICATOR = (NUMBER, *of_form(Indicator), *READING)
RESULT = (
    *(NUMBER, *of_form(ResultIndicator), TableColumn("published_target", derived=True)),
    *columns("verdict", "why", derived=True),
)
# The cells that only one form has, one in each row.
OWN = (
    *(NUMBER, TableColumn("own_group"), TableColumn("own_row", "count"), *columns("own_name", "own_text")),
    *(TableColumn("unit"), *WAN),
)
TOPIC = TableColumn("topic", derived=True)
# The tables on the page of a form.
FORM_TABLES = {"budget": MONEY, "tasks": TASK, "indicators": INDICATOR, "results": RESULT}
BOARD_KINDS: dict[str, Kind] = {
    "year": "year",
    **dict.fromkeys(("approved_on", "last_day", "published_on", "budget_published_on"), "day"),
    **dict.fromkeys(("used", "limit", "parts", "filled", "timeliness", "completeness", "form"), "count"),
}
BOARD_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("used", "limit"), "days"),
    **dict.fromkeys(("timeliness", "completeness", "form"), "points"),
}
BOARD_AUTHORED = {"city", "department", "year", "roster", "approved_on", "published_on", "budget_published_on", "path"}
# The columns of the board that may be unknown where there is a form.
BOARD_STATUS = {"approved_on", "last_day", "published_on", "used", "budget_published_on", "timeliness"}


def board_columns() -> Iterator[TableColumn]:
    """Yield the columns of the board."""
    for key in board.COLUMNS:
        column = TableColumn(
            key,
            BOARD_KINDS.get(key, "text"),
            key not in BOARD_AUTHORED,
            "disclosure.export.columns",
            "records" if key == "path" else "",
            BOARD_UNITS.get(key, ""),
        )
        yield from with_status(column) if key in BOARD_STATUS else (column,)


BOARD = tuple(board_columns())
DISCLOSURE = Table("disclosure", BOARD, board.no_rows, ("city", "department", "year"))
# The cells of published forms on the board, which is a table of the internal database alone.
DISCLOSED = Table("disclosed", BOARD[len(board.IDENTITY) :], board.disclosed_rows)

FINDINGS = "findings"
TABLES: tuple[Table, ...] = (
    Table(
        "records",
        (
            *IDENTITY,
            TableColumn("city_code"),
            *(TableColumn("total", "number", True, unit="form"), *computed("total_wan", status="total_status")),
            *(TableColumn("basic", "figure"), *computed("basic_wan")),
            *(TableColumn("project", "figure"), *computed("project_wan"), TableColumn("unit")),
            *(*computed("listed_wan"), *computed("withheld_wan"), *computed("unlisted_wan")),
            TableColumn("unlisted_share", "share", True, unit="percent"),
            *(*computed("last_total_wan"), *computed("change_wan")),
            TableColumn("change_share", "share", True, unit="percent"),
            *computed("staff", "people", "count"),
            *counts("tasks", unit="tasks"),
            *counts("indicators", "measured", "unread", unit="rows"),
            *counts("withheld", unit="tasks"),
            *(*DAYS, TableColumn("goal", "prose")),
            *columns("title", "source", "source_number", "source_url"),
            *(TableColumn("department_path", leads_to="departments"), TableColumn("path")),
        ),
        of_records(lambda facts, earlier: [record_row(facts, earlier)]),
    ),
    Table(
        "departments",
        (
            *columns("city", "city_code", "name", "short_names", "aliases", "former_names", "peer_group", "portal"),
            *(TableColumn(key, "count", True) for key in ("records", "projects", "self_evaluations")),
            *(TableColumn("years", derived=True), TableColumn("path")),
        ),
        department_rows,
    ),
    Table(
        "budget",
        (*IDENTITY, *MONEY, *WAN, PATH),
        of_records(lambda facts, _: budget_in_wan(facts)),
        ("path", "split", "line"),
    ),
    Table(
        "tasks",
        (
            *(*IDENTITY, *TASK, TableColumn("counted", derived=True), *WAN),
            TableColumn("share", "share", True, unit="percent"),
            *(*computed("last_amount_wan"), *computed("change_wan"), PATH),
        ),
        of_records(tasks_with_changes),
        ("path", "number"),
    ),
    Table(
        "indicators",
        (
            *(*PROJECT, *INDICATOR, TOPIC, TableColumn("last_target", derived=True)),
            *(
                TableColumn("change", "number", True, unit="reading"),
                TableColumn("change_kind", derived=True),
                FORM_PATH,
            ),
        ),
        of_indicators(indicators_with_changes),
        ("path", "number"),
    ),
    Table("own_cells", (*PROJECT, *OWN, FORM_PATH), of_every_form(own_rows), ("path", "number")),
    Table(FINDINGS, (*PROJECT, *FINDING, FORM_PATH), findings, ("path", "number")),
    DISCLOSURE,
    # The money of projects is in tables of its own, because that of their departments contains it.
    Table(
        "projects",
        (
            *PROJECT,
            *columns("nature", "category", "supervisor", "implementer", "starts", "ends"),
            *(TableColumn("annual_total", "figure"), *computed("annual_total_wan")),
            *(TableColumn("whole_total", "figure"), *computed("whole_total_wan"), TableColumn("unit")),
            *(*counts("indicators", unit="rows"), *DAYS, TableColumn("path")),
        ),
        of_projects(lambda facts: [project_row(facts)]),
    ),
    Table(
        "project_budget",
        (*PROJECT, *MONEY, *WAN, PROJECT_PATH),
        of_projects(budget_in_wan),
        ("path", "split", "line"),
    ),
    Table(
        "self_evaluations",
        (
            *(*PROJECT, TableColumn("initial", "figure"), *computed("initial_wan")),
            *(TableColumn("adjusted", "figure"), *computed("adjusted_wan")),
            *(TableColumn("spent", "figure"), *computed("spent_wan"), TableColumn("unit"), TableColumn("rate")),
            *(TableColumn("spent_share", "share", True, unit="percent"), TableColumn("score_total")),
            *counts("promised", "measured", "reported", "checkable", "reached", "agreeing", unit="rows"),
            *(TableColumn("targets_path", derived=True), TableColumn("path")),
        ),
        of_results(lambda facts: [self_evaluation_row(facts)]),
    ),
    Table(
        "results",
        (*PROJECT, *RESULT, TableColumn("path", leads_to="self_evaluations")),
        of_results(result_rows),
        ("path", "number"),
    ),
)


def published_tables(config: Config) -> tuple[Table, ...]:
    """Return the tables that a site publishes."""
    absent = {DISCLOSURE.name: not config.has_board, FINDINGS: config.findings == "none"}
    return tuple(
        table if table is not DISCLOSURE or config.has_scores else table.without(board.SCORES)
        for table in TABLES
        if not absent.get(table.name)
    )


# Every table of which departments have rows of their own.
DEPARTMENT_TABLES = (*(table for table in TABLES if table.rows is not board.no_rows), DISCLOSED)
