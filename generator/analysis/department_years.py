"""The departments of the site, each with its forms year by year, the largest newest total first."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.facts import RecordFacts, by_department, grouped
from generator.analysis.site_facts import size_order
from generator.analysis.total_changes import TotalChange, doubtful_totals, known_totals, total_change
from generator.content.corpus import DepartmentForms
from generator.forms.figures import ZERO

# The years in the small columns of a department.
MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class DepartmentYear:
    """A form of a department with the change of its total from the form of the year before, where there is one."""

    facts: RecordFacts
    change: TotalChange | None


@dataclass(frozen=True, slots=True)
class DepartmentYears:
    """A department with its forms, newest year first; one without forms of the whole department has no year."""

    department: DepartmentForms
    years: tuple[DepartmentYear, ...]

    def total_of(self, year: int) -> Decimal | None:
        """Return the total of a year in 万元; None where there is no form or its total is unknown."""
        return next((one.facts.total_wan for one in self.years if one.facts.source.year == year), None)


@dataclass(frozen=True, slots=True)
class TotalsOfYear:
    """The sum of the totals of a year in 万元, of how many forms, and how many of them have none that can be added."""

    year: int
    total: Decimal
    forms: int
    without: int


def department_years(departments: Iterable[DepartmentForms], records: Iterable[RecordFacts]) -> list[DepartmentYears]:
    """Return the departments by their newest total, the largest first; those without forms of their own come last."""
    known = by_department(records)
    with_forms = (one for one in departments if one.forms)
    return sorted((years_of(one, known.get(one.path, ())) for one in with_forms), key=order_of)


def years_of(department: DepartmentForms, records: Iterable[RecordFacts]) -> DepartmentYears:
    """Return one department with its forms, newest year first."""
    by_year = {facts.source.year: facts for facts in records}
    years = (DepartmentYear(by_year[year], total_change(by_year[year], by_year.get(year - 1))) for year in by_year)
    return DepartmentYears(department, tuple(sorted(years, key=lambda one: -one.facts.source.year)))


def order_of(one: DepartmentYears) -> tuple[bool, bool, Decimal]:
    """Return the key by which departments are sorted."""
    return (not one.years, *(size_order(one.years[0].facts) if one.years else (True, ZERO)))


def shown_years(departments: Iterable[DepartmentYears]) -> range:
    """Return the last years of all forms, oldest first, as many as a small picture shows."""
    years = [one.facts.source.year for department in departments for one in department.years]
    return range(max(min(years), max(years) - MOST_YEARS + 1), max(years) + 1) if years else range(0)


def totals_by_year(departments: Iterable[DepartmentYears]) -> dict[int, TotalsOfYear]:
    """Return the sum of the known totals of each year, without those that are rather slips of units."""
    every = [one.facts for department in departments for one in department.years]
    doubtful = doubtful_totals(every)
    found = {}
    for year, forms in sorted(grouped(every, lambda facts: facts.source.year).items()):
        known = known_totals(forms, doubtful)
        found[year] = TotalsOfYear(year, sum(known, ZERO), len(forms), len(forms) - len(known))
    return found
