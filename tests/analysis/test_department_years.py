"""Departments year by year, and the forms that the home page leads with."""

from dataclasses import replace
from decimal import Decimal

import pytest
from ruling import DEPARTMENT, changed, facts_of

from generator.analysis.department_years import DepartmentYears, department_years, shown_years, totals_by_year, years_of
from generator.analysis.facts import RecordFacts
from generator.analysis.highlights import highlights
from generator.analysis.site_facts import Facts
from generator.analysis.site_numbers import site_numbers
from generator.analysis.total_changes import TotalChange, doubtful_totals, total_change

CHANGE = "basic: 1674.21 => basic: {basic} ;; amount: 1674.21 => amount: {basic} ;; fiscal: 2174.21 => fiscal: {total}"
LEVEL = " ;; own_level: 2074.21 => own_level: {level}"
UNLISTED = " ;; amount: 199.5 => amount: 99.5"


def form(slug: str, year: int, total: str, more: str = "") -> RecordFacts:
    """A form of a made-up department whose sums tie; "" for a form without basic expenditure."""
    basic = Decimal(total) - 500 if total else ""
    values = {"basic": basic, "total": total, "level": Decimal(total) - 100 if total else ""}
    facts = facts_of(changed((CHANGE + LEVEL).format(**values) + more), year)
    return replace(facts, source=replace(facts.source, department_slug=slug))


def department(slug: str, *forms: RecordFacts) -> DepartmentYears:
    """A made-up department with its forms."""
    sources = tuple(facts.source for facts in forms)
    return years_of(replace(DEPARTMENT, slug=slug, city_slug="shili", records=sources), forms)


@pytest.mark.parametrize(
    ("now", "then", "change"),
    [
        ("3000", "1500", TotalChange(Decimal("100.0"), is_doubtful=False)),
        ("1500", "3000", TotalChange(Decimal("-50.0"), is_doubtful=False)),
        ("3000", "3000", TotalChange(Decimal("0.0"), is_doubtful=False)),
        ("15000", "1500", TotalChange(Decimal("900.0"), is_doubtful=False)),
        ("15000.01", "1500", TotalChange(Decimal("900.0"), is_doubtful=True)),
        ("600", "6000.01", TotalChange(Decimal("-90.0"), is_doubtful=True)),
        ("3000", "", None),
        ("", "3000", None),
    ],
)
def test_the_change_of_a_total(now: str, then: str, change: TotalChange | None) -> None:
    assert total_change(form("a", 2026, now), form("a", 2025, then)) == change


def test_a_total_without_a_form_before_has_no_change() -> None:
    assert total_change(form("a", 2026, "3000"), None) is None


def test_only_the_form_of_the_year_before_is_compared() -> None:
    one = department("a", form("a", 2026, "3000"), form("a", 2024, "1000"), form("a", 2023, "2000"))
    told = [(year.facts.source.year, year.change and str(year.change.share)) for year in one.years]
    assert told == [(2026, None), (2024, "-50.0"), (2023, None)]


def test_departments_come_by_their_newest_total_and_those_without_one_last() -> None:
    forms = [form("a", 2026, "3000"), form("a", 2025, "9000"), form("b", 2024, "4000"), form("c", 2026, "")]
    of_slug = {slug: tuple(one.source for one in forms if one.source.department_slug == slug) for slug in "abcd"}
    some = [replace(DEPARTMENT, slug=slug, city_slug="shili", records=of_slug[slug], projects=()) for slug in "abcd"]
    found = department_years(some, forms)
    assert [one.department.slug for one in found] == ["b", "a", "c"]
    assert shown_years(found) == range(2024, 2027)


def test_sums_leave_out_what_has_no_total_and_what_is_rather_a_slip_of_units() -> None:
    forms = [
        *(form("a", 2026, "3000"), form("b", 2026, ""), form("c", 2026, "40000"), form("c", 2025, "3000")),
        *(form("d", 2026, "2000.5"), form("d", 2025, "30000")),
    ]
    of_slug = {slug: [one for one in forms if one.source.department_slug == slug] for slug in "abcd"}
    some = [department(slug, *own) for slug, own in of_slug.items()]
    assert doubtful_totals(forms) == {"shili/c/2026/", "shili/d/2025/"}
    told = [(totals.total, totals.forms, totals.without) for totals in totals_by_year(some).values()]
    assert told == [(Decimal(3000), 2, 1), (Decimal("5000.5"), 4, 2)]
    numbers = site_numbers(Facts(tuple(forms), ()), some)
    assert (numbers.total_year, numbers.total, numbers.counted, numbers.without) == (2026, Decimal("5000.5"), 2, 2)


def five(*more: DepartmentYears) -> list[DepartmentYears]:
    """Departments whose totals hardly change, and others."""
    calm = [
        department(slug, form(slug, 2026, f"{3000 + at}"), form(slug, 2025, f"{3000 + at}"))
        for at, slug in enumerate("abcde")
    ]
    return [*calm, *more]


def kinds(departments: list[DepartmentYears]) -> list[str]:
    """The highlights, each as kind and department."""
    return [f"{one.kind} {one.facts.source.department_slug}" for one in highlights(departments)]


UNTIED = " ;; other: 0 => other: 50"


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ((("f", "6000", "2000", ""),), "change f"),
        ((("f", "2000", "6100", ""), ("g", "6000", "2000", "")), "change f"),
        # More than ten times is rather a slip, and sums that contradict each other tell nothing.
        ((("f", "60000", "2000", ""), ("g", "4000", "2000", "")), "change g"),
        ((("f", "9000", "2000", UNTIED), ("g", "4000", "2000", "")), "change g"),
    ],
)
def test_the_largest_change_leads(forms: tuple[tuple[str, ...], ...], expected: str) -> None:
    others = [department(slug, form(slug, 2026, now, more), form(slug, 2025, then)) for slug, now, then, more in forms]
    assert kinds(five(*others))[0] == expected


def test_the_form_that_lists_least_of_its_projects_leads() -> None:
    partly = department("f", form("f", 2026, "3000", UNLISTED))
    untied = department("g", form("g", 2026, "3000", UNLISTED.replace("amount: 99.5", "amount: 1.5") + UNTIED))
    found = highlights(five(partly, untied))
    assert [(one.kind, one.facts.source.department_slug, one.count) for one in found[1:2]] == [("unlisted", "f", 2)]


def test_the_form_with_most_measurable_targets_leads() -> None:
    wordy = department("f", form("f", 2026, "3000", " ;; target: 42所 => target: 稳步推进"))
    more = department("g", form("g", 2026, "3000", " ;; 2 + 产出指标 | 数量指标 | 新增数量 | 5所"))
    found = next(one for one in highlights(five(wordy, more)) if one.kind == "measurable")
    assert (found.facts.source.department_slug, found.middle, found.count) == ("g", Decimal("100.0"), 7)


def test_fewer_than_five_departments_are_not_ranked() -> None:
    some = [department(slug, form(slug, 2026, "3000"), form(slug, 2025, "1000")) for slug in "abcd"]
    assert kinds(some) == ["form a", "form b", "form c"]
    assert highlights([]) == ()
