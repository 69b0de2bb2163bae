"""The disclosure board: state, timeliness and completeness of each department and year of a city.

An unknown day is never late. The three scores come from the findings of the rules alone: 100 less the weight of each
rule that found something, once for each rule, however many cells it found.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from generator.analysis.facts import FormFacts, RecordFacts, grouped
from generator.analysis.filled_blocks import FilledBlocks
from generator.analysis.rules import BY_ID, Criterion, Finding, Findings, Severity, severity_of
from generator.analysis.rules.timeliness import DAYS_TO_PUBLISH, days_to_publish
from generator.analysis.site_facts import CityFacts, Facts
from generator.content.addresses import form_address
from generator.content.corpus import City, DepartmentForms
from generator.content.register import Versions
from generator.content.roster import RosterLine, roster_lines
from generator.forms.model import Disclosure, unknown_days
from generator.words import translate

State = Literal["published", "missing", "projects", "gone", "withdrawn", "suspended", "not_due"]
Days = Literal["within", "late", "before", "unknown"]
Answer = Literal["yes", "no", "unknown"]

SCORED: tuple[Criterion, ...] = ("timeliness", "completeness", "form")
WHOLE = 100
WEIGHTS: dict[Severity, int] = {"block": 100, "error": 20, "warn": 5, "info": 0}
DATES = ("approved_on", "published_on", "budget_published_on")


@dataclass(frozen=True, slots=True)
class DisclosureTerm:
    """The days from approval to publication; `used` and `over` are None where a day is unknown.

    `unknown` are the titles of the unknown days.
    """

    approved_on: date | None
    published_on: date | None
    last_day: date | None
    limit: int
    used: int | None
    over: int | None
    state: Days
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deduction:
    """A rule that found something, the heaviest severity of its findings, and the points that it takes."""

    rule: str
    severity: Severity
    weight: int


@dataclass(frozen=True, slots=True)
class Score:
    """The points for one criterion of the notice; None where days are unknown, which `unknown` names."""

    criterion: Criterion
    points: int | None
    deductions: tuple[Deduction, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisclosedRecord:
    """One form as the board shows it; `findings` are those of all forms."""

    facts: RecordFacts
    term: DisclosureTerm
    together: Answer
    blocks: FilledBlocks
    findings: Findings

    @property
    def scores(self) -> tuple[Score, ...]:
        """A score for each criterion of the notice."""
        return scores_of(self.facts.disclosure, self.findings[self.facts.source.path])

    @property
    def together_words(self) -> str:
        """Whether the targets were published with the department's budget, or which day is unknown."""
        disclosure = self.facts.disclosure
        unknown = translate("facts.between").join(unknown_days(disclosure, "published_on", "budget_published_on"))
        return translate(f"disclosure.together.{self.together}", unknown=unknown)


@dataclass(frozen=True, slots=True)
class BoardCell:
    """The state of one department and year, with its form where it was published.

    A registered form that is missing is withdrawn where that was registered, suspended where it is held, and else gone.
    A department that is on the roster for other years only is not due.
    """

    year: int
    state: State
    is_due: bool
    disclosed: DisclosedRecord | None = None
    registered_on: date | None = None
    withdrawn_on: date | None = None
    project_term: DisclosureTerm | None = None

    @property
    def term(self) -> DisclosureTerm | None:
        """The days of its form or, where there are forms of projects only, of these."""
        return self.disclosed.term if self.disclosed else self.project_term


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One department with a cell for each year, newest year first."""

    of: RosterLine
    squares: tuple[BoardCell, ...]

    @property
    def name(self) -> str:
        """The department by its name on the roster."""
        return self.of.name

    @property
    def department(self) -> DepartmentForms | None:
        """The folder of the department, where there is one."""
        return self.of.department

    @property
    def on_roster(self) -> bool:
        """Whether the department must publish in any year."""
        return self.of.on_roster


@dataclass(frozen=True, slots=True)
class YearCount:
    """The counts of one year of a city: who had to publish, who did, and in what time.

    The times are those of all that published.
    """

    year: int
    departments: int
    published: int
    others: int
    within: int
    late: int
    before: int
    unknown: int


@dataclass(frozen=True, slots=True)
class DisclosureBoard:
    """The board of one city: its years, newest first, a row for each department, and the counts of each year."""

    city: City
    years: tuple[int, ...]
    lines: tuple[BoardRow, ...]
    counts: tuple[YearCount, ...]

    def of_year(self, year: int) -> Iterator[tuple[BoardRow, BoardCell]]:
        """Yield each department with its cell of one year."""
        at = self.years.index(year)
        return ((line, line.squares[at]) for line in self.lines)


def limit_words(forms: Iterable[FormFacts]) -> str:
    """Return the days within which some forms have to be published, in words where they are not the same."""
    limits = sorted({days_to_publish(facts.source) for facts in forms}) or [DAYS_TO_PUBLISH]
    return translate("disclosure.or").join(map(str, limits))


def year_term(forms: Sequence[FormFacts]) -> DisclosureTerm:
    """Return the term of a department and year: that of its own form, else of the project that took longest."""
    own = [facts for facts in forms if isinstance(facts, RecordFacts)] or forms
    terms = [form_term(facts) for facts in own]
    return max(terms, key=lambda term: (term.used is None, term.used or 0))


def is_on_board(years: Sequence[CityFacts]) -> bool:
    """Whether a city has, or had, forms with targets; a city with self-evaluations alone has no board."""
    published = (record.source.path for facts in years for record in facts.records)
    return bool(years and board_years(years[0].city, published))


def boards(facts: Facts, findings: Findings) -> tuple[DisclosureBoard, ...]:
    """Return a board for each city that has, or had, a form with targets."""
    by_city = grouped(facts.cities, lambda years: years.city.slug)
    cities = {slug: years[0].city for slug, years in by_city.items() if is_on_board(years)}
    published: dict[str, dict[str, DisclosedRecord]] = {slug: {} for slug in cities}
    for record in facts.records:
        path = record.source.path
        published[record.source.city_slug][path] = disclosed_record(record, findings)
    terms = {path: year_term(some) for path, some in facts.projects_by_year().items()}
    return tuple(board_of(city, published[slug], terms) for slug, city in cities.items())


def board_of(
    city: City, published: Mapping[str, DisclosedRecord], terms: Mapping[str, DisclosureTerm] | None = None
) -> DisclosureBoard:
    """Return the board of a city: the departments of its roster in order, then others that published.

    `terms` are those of the projects of departments and years, by address.
    """
    years, lines = board_lines(city, published)
    lines = tuple(with_terms(line, terms or {}) for line in lines)
    counts = (count_year(year, [line.squares[at] for line in lines]) for at, year in enumerate(years))
    return DisclosureBoard(city, years, lines, tuple(counts))


def board_lines(
    city: City, published: Mapping[str, DisclosedRecord | None]
) -> tuple[tuple[int, ...], tuple[BoardRow, ...]]:
    """Return the years of the board of a city, newest first, and its rows; `published` are forms by address."""
    years, registered = board_years(city, published), dict(city.registered)
    lines = tuple(
        BoardRow(line, tuple(board_cell(line, year, published, registered, city.suspended) for year in years))
        for line in roster_lines(city)
    )
    return years, lines


def board_years(city: City, published: Iterable[str]) -> tuple[int, ...]:
    """Return the years of the board of a city, newest first; `published` are addresses of forms."""
    # The address of a project is one segment longer than that of a department's year.
    former = (path for path in (*dict(city.registered), *city.suspended) if path.count("/") == 3)
    paths = (path for path in (*published, *former) if path.startswith(city.path))
    of_projects = (project.year for department in city.departments for project in department.projects)
    return tuple(sorted({*of_projects, *(int(path.split("/")[2]) for path in paths)}, reverse=True))


def with_terms(line: BoardRow, terms: Mapping[str, DisclosureTerm]) -> BoardRow:
    """Return a row with the terms of the years of which the department has forms of projects only."""
    department = line.department
    if department is None:
        return line
    cells = (
        replace(cell, project_term=terms.get(form_address(department.city_slug, department.slug, cell.year)))
        if cell.state == "projects"
        else cell
        for cell in line.squares
    )
    return replace(line, squares=tuple(cells))


def board_cell(
    line: RosterLine,
    year: int,
    published: Mapping[str, DisclosedRecord | None],
    registered: dict[str, Versions],
    suspended: Collection[str] = (),
) -> BoardCell:
    """Return the state of one department and year."""
    department, is_due = line.department, line.is_due(year)
    path = form_address(department.city_slug, department.slug, year) if department else ""
    if path in published:
        return BoardCell(year, "published", is_due, published[path])
    if path in suspended:
        return BoardCell(year, "suspended", is_due)
    if path in registered:
        first, last = registered[path][0].first_seen, registered[path][-1].withdrawn
        return BoardCell(year, "withdrawn" if last else "gone", is_due, None, first, last)
    if department and any(project.year == year for project in department.projects):
        return BoardCell(year, "projects", is_due)
    return BoardCell(year, "missing" if is_due or not line.on_roster else "not_due", is_due)


def count_year(year: int, squares: list[BoardCell]) -> YearCount:
    """Count one year of a city."""
    disclosed = [(square.is_due, square.term.state) for square in squares if square.term]
    states = [state for _, state in disclosed]
    days = {state: states.count(state) for state in get_args(Days)}
    published = sum(is_due for is_due, _ in disclosed)
    return YearCount(year, sum(square.is_due for square in squares), published, len(disclosed) - published, **days)


def disclosed_record(facts: RecordFacts, findings: Findings) -> DisclosedRecord:
    """Return one form as the board shows it."""
    return DisclosedRecord(facts, form_term(facts), is_with_budget(facts.disclosure), facts.blocks, findings)


def form_term(facts: FormFacts) -> DisclosureTerm:
    """Count the days from approval to publication of a form, by the term of its jurisdiction."""
    return term_of(facts.disclosure, days_to_publish(facts.source))


def term_of(disclosure: Disclosure, limit: int) -> DisclosureTerm:
    """Count the days from approval to publication, from the day after the approval."""
    approved, published = disclosure.approved_on, disclosure.published_on
    last_day = approved + timedelta(limit) if approved else None
    if approved is None or published is None:
        unknown = unknown_days(disclosure, "approved_on", "published_on")
        return DisclosureTerm(approved, published, last_day, limit, None, None, "unknown", unknown)
    used = (published - approved).days
    state: Days = "before" if used < 0 else "late" if used > limit else "within"
    return DisclosureTerm(approved, published, last_day, limit, used, max(0, used - limit), state)


def is_with_budget(disclosure: Disclosure) -> Answer:
    """Whether the targets were published on the day of the department's budget."""
    if disclosure.published_on is None or disclosure.budget_published_on is None:
        return "unknown"
    return "yes" if disclosure.published_on == disclosure.budget_published_on else "no"


def scores_of(disclosure: Disclosure, findings: Iterable[Finding]) -> tuple[Score, ...]:
    """Return a score for each criterion of the notice; a rule counts once, by its heaviest finding."""
    heaviest: dict[tuple[Criterion, str], Severity] = {}
    for finding in findings:
        key = (BY_ID[finding.rule].criterion, finding.rule)
        severity = severity_of(finding)
        heaviest[key] = max(severity, heaviest.get(key, severity), key=WEIGHTS.__getitem__)
    unknown = unknown_days(disclosure, *DATES)
    return tuple(score(criterion, heaviest, unknown if criterion == "timeliness" else ()) for criterion in SCORED)


def score(criterion: Criterion, heaviest: dict[tuple[Criterion, str], Severity], unknown: tuple[str, ...]) -> Score:
    """Return 100 less the weight of each rule of the criterion, at least 0; no points where a day is unknown."""
    deductions = tuple(
        Deduction(rule, severity, WEIGHTS[severity])
        for (about, rule), severity in sorted(heaviest.items())
        if about == criterion and WEIGHTS[severity]
    )
    points = None if unknown else max(0, WHOLE - sum(entry.weight for entry in deductions))
    return Score(criterion, points, deductions, unknown)
