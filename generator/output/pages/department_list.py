"""The list of departments: a row for each, the largest newest total first."""

from collections.abc import Iterator

from generator.analysis.department_years import DepartmentYears, shown_years
from generator.output.exports.data_sets import whole_files
from generator.output.exports.lists import listed_departments, sums_of
from generator.output.list_rows import DEPARTMENT_SLOTS, Row, department_row, department_year_row
from generator.output.pages.lists import first_rows
from generator.output.pages.page import Page, Site, column_page
from generator.words import translate


def department_list(site: Site) -> Iterator[Page]:
    """Every department with its newest total, its years in small, and what of its targets can be measured."""
    departments = listed_departments(site.facts)
    years = shown_years(departments)
    cities = [city for city in site.corpus.cities if site.facts.of_city(city)]
    known = {one.facts.source.year for department in departments for one in department.years}
    yield column_page(
        site,
        "departments",
        count=len(departments),
        rows=[newest_row(one, years) for one in departments[: first_rows(len(departments))]],
        slots=DEPARTMENT_SLOTS,
        sums=sums_of(departments)[""],
        files=whole_files(site, "records"),
        span=span_of(years),
        cities=[city.about.name for city in cities],
        city_pages=cities,
        years=sorted(map(str, known), reverse=True),
    )


def newest_row(one: DepartmentYears, years: range) -> Row:
    """The row of a department with its newest form."""
    newest = department_year_row(one.years[0], years[-1]) if one.years else {}
    return {**dict.fromkeys(DEPARTMENT_SLOTS, ""), **department_row(one, years), **newest}


def span_of(years: range) -> str:
    """The first and the last of some years."""
    if len(years) < 2:
        return "".join(map(str, years))
    return translate("records.span", first=years[0], last=years[-1])
