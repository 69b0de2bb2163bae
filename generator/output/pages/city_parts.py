"""Common parts of the pages of a city and of its years: lists of departments by size, who has no form."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.analysis.city_years import CityForm, city_forms
from generator.analysis.disclosure import is_on_board, limit_words
from generator.analysis.facts import ProjectFacts, RecordFacts
from generator.analysis.site_facts import CityFacts
from generator.content.addresses import summary_address
from generator.content.corpus import City
from generator.content.roster import RosterLine, roster_lines
from generator.output.amounts import in_sentence
from generator.output.exports.data_sets import zip_path
from generator.output.exports.summaries import DOWNLOADS
from generator.output.pages.lists import MOST_ROWS
from generator.output.pages.page import Site
from generator.output.pictures import change_words
from generator.output.pictures.row_bars import RowPart
from generator.output.pictures.spark import Spark, spark
from generator.words import translate

# The years in the small columns of a department.
LAST_YEARS = 5
# The projects that a page of a city shows; the others are in the summary table.
MOST_PROJECTS = 10


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A department in the list of a year: its form, its bar, and its totals over the years as small columns."""

    form: CityForm
    bar: tuple[RowPart, ...] = ()
    spark: Spark | None = None

    @property
    def change(self) -> str:
        """The change from the year before in words; empty where it is unknown."""
        return change_words(self.form.change) if self.form.change else ""


@dataclass(frozen=True, slots=True)
class SizeList:
    """A list of departments by size; `fold` is the summary of its collapsed section, empty for a list that is open."""

    fold: str
    rows: tuple[SizeRow, ...]


@dataclass(frozen=True, slots=True)
class ProjectList:
    """The projects of a city and year that a page shows, and how many there are."""

    shown: tuple[ProjectFacts, ...]
    count: int

    @property
    def rest(self) -> int:
        """How many projects the page does not show."""
        return self.count - len(self.shown)


def shared_view(site: Site, city: City, years: Sequence[CityFacts]) -> dict[str, Any]:
    """The common template context of a city and of its years."""
    return {
        "city": city,
        "years": sorted(facts.year for facts in years),
        "notices": [notice for notice in site.corpus.notices if notice.head.issuer == city.about.finance_bureau],
        "absent": absent_lines(city),
        "on_board": site.config.has_board and is_on_board(years),
        "limit": limit_words(form for facts in years for form in facts.targets),
        "zips": {facts.year: zip_path(facts.set_name) for facts in years},
        "files": DOWNLOADS,
        "tables": {facts.year: summary_links(facts) for facts in years},
    }


def summary_links(facts: CityFacts) -> list[tuple[str, str, int]]:
    """The summary tables of a city and year: the kind of each, its address, and how many rows it has."""
    counts = (("departments", len(facts.records)), ("projects", len(facts.projects)))
    return [(kind, summary_address(facts.city.slug, facts.year, kind), count) for kind, count in counts if count]


def spark_years(years: Sequence[CityFacts]) -> range:
    """The last years of a city, oldest first, as many as small columns show; years come newest first."""
    newest = years[0].year
    return range(max(years[-1].year, newest - LAST_YEARS + 1), newest + 1)


def city_rows(years: Sequence[CityFacts]) -> list[SizeRow]:
    """The departments of the newest year by size, each with its totals over the years."""
    newest = years[0]
    before = next((facts for facts in years if facts.year == newest.year - 1), None)
    by_year = {facts.year: {one.source.department_slug: one.total_wan for one in facts.records} for facts in years}
    return [
        SizeRow(
            form,
            spark=spark([by_year.get(year, {}).get(form.facts.source.department_slug) for year in spark_years(years)]),
        )
        for form in city_forms(newest, before)
    ]


def earlier_departments(years: Sequence[CityFacts]) -> list[RecordFacts]:
    """The newest forms of departments that have none of the newest year."""
    found: dict[str, RecordFacts] = {}
    for facts in years:
        for record in facts.records:
            found.setdefault(record.source.department_slug, record)
    return [record for record in found.values() if record.source.year != years[0].year]


def size_lists(rows: Sequence[SizeRow], most: int, opened: int) -> tuple[SizeList, ...]:
    """The open and the collapsed list of departments, up to the limit of a page."""
    count = len(rows) if len(rows) <= most else opened
    rest = rows[count:]
    shown = rest[: MOST_ROWS - count]
    fold = "" if not rest else rest_words([row.form.facts for row in rest], len(shown))
    lists = (SizeList("", tuple(rows[:count])), SizeList(fold, tuple(shown)))
    return tuple(some for some in lists if some.rows)


def rest_words(rest: Sequence[RecordFacts], shown: int) -> str:
    """How many departments are folded, and their sum where all have a total."""
    if shown < len(rest):
        return translate("city.rest_shown", count=len(rest), shown=shown)
    totals = [facts.total_wan for facts in rest if facts.total_wan is not None]
    if len(totals) < len(rest):
        return translate("city.rest", count=len(rest))
    amount, unit = in_sentence(sum(totals, Decimal()))
    return translate("city.rest_sum", count=len(rest), amount=amount, unit=unit)


def project_list(projects: Sequence[ProjectFacts]) -> ProjectList:
    """The largest projects of a year, and how many more there are."""
    return ProjectList(tuple(projects[:MOST_PROJECTS]), len(projects))


def absent_lines(city: City) -> list[tuple[RosterLine, str]]:
    """The departments on the roster that have no form here, each with the reason."""
    lines = ((line, why_without(line, city)) for line in roster_lines(city) if line.on_roster)
    return [(line, why) for line, why in lines if why]


def why_without(line: RosterLine, city: City) -> str:
    """Why a department has no form here: none is known, or it was withdrawn, or is no longer there; "" for one."""
    department = line.department
    if department and (department.records or department.projects or department.results):
        return ""
    lost = [
        versions[-1].withdrawn for path, versions in city.registered if department and path.startswith(department.path)
    ]
    return "missing" if not lost else "withdrawn" if all(lost) else "gone"
