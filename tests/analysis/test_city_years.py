"""Cities and their years: who published in time, which departments are doubtful, what their sizes show."""

from dataclasses import replace
from decimal import Decimal

import pytest
from ruling import DEPARTMENT, changed, facts_of

from generator.analysis.budget_totals import city_totals, range_finding
from generator.analysis.city_years import city_forms, publication_count, size_finding
from generator.analysis.facts import RecordFacts
from generator.analysis.site_facts import CityFacts
from generator.content.corpus import City

CITY = City("shili", DEPARTMENT.city, (DEPARTMENT,))


def form(slug: str, basic: str, year: int = 2026, change: str = "") -> RecordFacts:
    """The form of a made-up department with so much basic expenditure, and 500 for projects."""
    total = str(Decimal(basic or 0) + 500)
    text = changed(change).replace("basic: 1674.21", f"basic: {basic}").replace("fiscal: 2174.21", f"fiscal: {total}")
    facts = facts_of(text.replace("own_level: 2074.21", f"own_level: {Decimal(total) - 100}"), year)
    about = DEPARTMENT.about.model_copy(update={"name": slug})
    source = replace(facts.source, department_slug=slug, department=about)
    return replace(facts, source=source)


def of_year(year: int, *records: RecordFacts) -> CityFacts:
    """The facts of a city and year, the largest total first."""
    return CityFacts(tuple(sorted(records, key=lambda one: -(one.total_wan or 0))), (), CITY, year)


def test_sums_of_a_city_with_changes_of_departments_that_have_both_years() -> None:
    years = [
        of_year(2026, form("a", "1000"), form("b", "2000"), form("c", "")),
        of_year(2025, form("a", "500", 2025), form("b", "90000000", 2025)),
        of_year(2023, form("a", "500", 2023)),
    ]
    found = [
        (one.year, one.total, one.change and str(one.change.share), one.compared, one.uncounted, one.is_missing)
        for one in city_totals(years)
    ]
    assert found == [
        (2023, Decimal(1000), None, 0, 0, False),
        (2024, None, None, 0, 0, True),
        (2025, Decimal(90001500), None, 0, 0, False),
        (2026, Decimal(4000), "50.0", 1, 1, False),
    ]


@pytest.mark.parametrize(
    ("others", "key"),
    [
        (("a", "b"), "range"),
        (("a",), "plain"),
        (("a", "c"), "plain"),
    ],
)
def test_sums_of_other_departments_are_not_compared(others: tuple[str, ...], key: str) -> None:
    before = of_year(2025, *(form(slug, "900", 2025) for slug in others))
    assert range_finding(city_totals([of_year(2026, form("a", "1000"), form("b", "1000")), before])).key == key


@pytest.mark.parametrize(
    ("basics", "key", "share"),
    [
        ([], "plain", None),
        (["1000"], "plain", None),
        (["2500", "1000"], "ratio", "2.0"),
        (["1000", "1000"], "plain", None),
        (["1000", "1000", "1000"], "plain", None),
        (["3500", "2500", "1500", "500", "0"], "largest", "85.7"),
        (["3500", "2500", "1500", "500", ""], "plain", None),
        (["90000000", "2500", "1500", "500", "0"], "plain", None),
    ],
)
def test_what_the_sizes_of_departments_show(basics: list[str], key: str, share: str | None) -> None:
    facts = of_year(2026, *(form(f"d{at}", basic) for at, basic in enumerate(basics)))
    found = size_finding(city_forms(facts, None))
    assert (found.key, found.share and str(found.share)) == (key, share)


def test_departments_are_counted_by_the_days_that_they_took() -> None:
    late = "disclosure.published_on = 2026-06-20"
    unknown = "disclosure.approved_on = "
    records = [form("a", "1"), *(form(slug, "1", 2026, change) for slug, change in (("b", late), ("c", unknown)))]
    count = publication_count(of_year(2026, *records))
    assert (count.within, count.late, count.before, count.unknown) == (1, 1, 0, 1)
    assert count.departments == count.without + 3
