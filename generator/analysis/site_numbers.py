"""The site in a few numbers, its cities in a line each, and the forms that were added last."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.department_years import MOST_YEARS, DepartmentYears
from generator.analysis.disclosure import year_term
from generator.analysis.facts import FormFacts, grouped
from generator.analysis.site_facts import CityFacts, Facts
from generator.analysis.total_changes import doubtful_totals, known_totals
from generator.content.corpus import City
from generator.forms.figures import ZERO


@dataclass(frozen=True, slots=True)
class SiteNumbers:
    """Cities, departments, forms and years of a site.

    total      the sum of departments' totals in the newest year with any, in 万元
    total_year that year; 0 where there is none
    counted    how many departments are in the sum
    without    how many forms of that year are not in the sum
    """

    cities: int
    departments: int
    forms: int
    years: tuple[int, ...]
    total: Decimal
    total_year: int
    counted: int
    without: int


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city with its newest year: its departments of any year, the sum of the known totals, and the days.

    counted  how many departments are in the sum
    totals   the sums of the last years, oldest first; None for one that has other forms than the newest
    without  how many forms of the newest year are not in the sum
    on_time  how many departments published in time in the newest year, and of how many that is known
    projects how many forms of projects the newest year has, where it has no others
    results  how many self-evaluations the newest year has, where it has no targets
    """

    city: City
    departments: int
    year: int
    total: Decimal | None
    counted: int
    without: int
    totals: tuple[Decimal | None, ...]
    on_time: tuple[int, int]
    projects: int = 0
    results: int = 0


def site_numbers(facts: Facts, departments: Sequence[DepartmentYears]) -> SiteNumbers:
    """Return the site in numbers."""
    newest = max((record.source.year for record in facts.records), default=0)
    records = [record for record in facts.records if record.source.year == newest]
    known = known_totals(records, doubtful_totals(facts.records))
    return SiteNumbers(
        len({years.city.slug for years in facts.cities}),
        len(departments),
        len(facts.forms),
        tuple(sorted({years.year for years in facts.cities})),
        sum(known, ZERO),
        newest,
        len(known),
        len(records) - len(known),
    )


def city_lines(facts: Facts) -> list[CityLine]:
    """Return the cities, the largest newest total first."""
    cities = grouped(facts.cities, lambda years: years.city.slug)
    doubtful = doubtful_totals(facts.records)
    lines = [city_line(years, doubtful) for years in cities.values()]
    return sorted(lines, key=lambda line: (line.total is None, -(line.total or ZERO)))


def city_line(years: Sequence[CityFacts], doubtful: Container[str]) -> CityLine:
    """Return one city from its years, newest first."""
    newest = next((one for one in years if one.records), years[0])
    with_forms = {facts.source.department_slug for one in years for facts in (*one.targets, *one.results)}
    by_department = grouped(newest.targets, lambda facts: facts.source.department_slug)
    states = [year_term(forms).state for forms in by_department.values()]
    by_year = {one.year: one for one in years}
    span = range(newest.year - MOST_YEARS + 1, newest.year + 1)
    totals = tuple(comparable_total(by_year.get(year), newest, doubtful) for year in span)
    known = known_totals(newest.records, doubtful)
    return CityLine(
        newest.city,
        len(with_forms),
        newest.year,
        sum(known, ZERO) if known else None,
        len(known),
        len(newest.records) - len(known),
        totals,
        (states.count("within"), states.count("within") + states.count("late")),
        0 if newest.records else len(newest.projects),
        0 if newest.targets else len(newest.results),
    )


def comparable_total(one: CityFacts | None, newest: CityFacts, doubtful: Container[str]) -> Decimal | None:
    """Return the total of a year where it is of the same departments as the newest, and all totals are known."""
    if one is None or not one.records or departments_of(one) != departments_of(newest):
        return None
    known = known_totals(one.records, doubtful)
    return sum(known, ZERO) if len(known) == len(one.records) else None


def departments_of(one: CityFacts) -> set[str]:
    """Return the departments with a form in a year."""
    return {facts.source.department_slug for facts in one.records}


def added_last(forms: Iterable[FormFacts], count: int) -> list[tuple[FormFacts, date | None]]:
    """Return the forms that were registered or, without that, published last, with the day of the registration."""
    newest = sorted(forms, key=added_order, reverse=True)[:count]
    return [(facts, registered_on(facts)) for facts in newest]


def added_order(facts: FormFacts) -> tuple[str, str, int, str]:
    """Return the key by which forms are sorted: registration, publication, year."""
    published = facts.disclosure.published_on
    return str(registered_on(facts) or ""), str(published or ""), facts.source.year, facts.source.path


def registered_on(facts: FormFacts) -> date | None:
    """Return the day on which a form was first registered."""
    versions = facts.source.registered
    return versions[0].first_seen if versions else None
