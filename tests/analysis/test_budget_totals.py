"""Totals by year: their parts, their changes, the years without a form, and what they show."""

from decimal import Decimal

import pytest
from ruling import changed, facts_of

from generator.analysis.budget_totals import YearTotal, department_totals, parts_of, totals_finding
from generator.forms.figures import figure

BIG = "basic: 1674.21 => basic: 16742100 ;; fiscal: 2174.21 => fiscal: 16742600 ;; own_level: 2074.21 => own_level: 1"


@pytest.mark.parametrize(
    ("change", "expected", "excess"),
    [
        ("", {"basic": "1674.21", "listed": "500.0"}, None),
        ("amount: 199.5 => amount: 99.5", {"basic": "1674.21", "listed": "400.0", "unlisted": "100.0"}, None),
        ("amount: 199.5 => amount: 249.5", {"basic": "1674.21", "listed": "500.00"}, "50.0"),
        ("amount: 199.5 => amount:", {"basic": "1674.21", "listed": "300.5", "unclear": "199.5"}, None),
        ("project: 500 => project: 无", {"undivided": "1674.21"}, None),
        ("basic: 1674.21 => basic:", {}, None),
    ],
)
def test_the_parts_of_a_total_add_up_to_it(change: str, expected: dict[str, str], excess: str | None) -> None:
    parts, more = parts_of(facts_of(changed(change)))
    assert {kind: figure(amount) for kind, amount in parts.items()} == expected
    assert (None if more is None else figure(more)) == excess


def test_years_of_a_department_with_a_gap_a_blank_and_a_slip_of_units() -> None:
    years = {2026: "", 2025: BIG, 2024: "", 2023: "basic: 1674.21 => basic:", 2021: "project: 500 => project: 400"}
    totals = department_totals([facts_of(changed(change), year) for year, change in years.items()])
    seen = [
        (one.year, one.total and figure(one.total), one.is_missing, one.is_cut, one.change and one.change.is_doubtful)
        for one in totals
    ]
    assert seen == [
        (2021, "2074.21", False, False, None),
        (2022, None, True, False, None),
        (2023, None, False, False, None),
        (2024, "2174.21", False, False, None),
        (2025, "16742600", False, True, True),
        (2026, "2174.21", False, False, True),
    ]


def year_totals(*amounts: str) -> list[YearTotal]:
    """Totals of successive years; a dash for no form, a star for one that is cut."""
    return [
        YearTotal(2020 + at, None if text == "-" else Decimal(text.strip("*")), is_cut="*" in text)
        for at, text in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("amounts", "key", "years", "shown"),
    [
        (["100"], "plain", (), ()),
        (["-", "100", "-"], "plain", (), ()),
        (["100", "2000"], "plain", (), ()),
        (["100", "100"], "two_same", (2020, 2021), ("100", "100")),
        (["100", "150"], "two_more", (2020, 2021), ("100", "150")),
        (["150", "-", "100"], "two_less", (2020, 2022), ("150", "100")),
        (["100", "120", "150"], "rising", (2020, 2022, 2), ("100", "150")),
        (["150", "120", "100"], "falling", (2020, 2022, 2), ("150", "100")),
        (["100", "220", "200", "230"], "doubled", (2021,), ("200", "230")),
        (["100", "220", "200", "130"], "range", (2020, 2023), ("100", "220")),
        (["100", "-", "120", "150"], "range_some", (3,), ("100", "150")),
        (["100", "100", "100"], "range_same", (2020, 2022), ("100", "100")),
        (["100", "-", "100"], "two_same", (2020, 2022), ("100", "100")),
        (["100", "90000*", "100", "100"], "range_but_same", (2021,), ("100", "100")),
        (["100", "-", "100", "100"], "range_some_same", (3,), ("100", "100")),
        (["100", "220", "220", "220"], "doubled_same", (2021,), ("220", "220")),
        (["100", "90000*", "120", "110"], "range_but", (2021,), ("100", "120")),
    ],
)
def test_the_first_finding_that_holds(
    amounts: list[str], key: str, years: tuple[int, ...], shown: tuple[str, ...]
) -> None:
    found = totals_finding(year_totals(*amounts))
    assert (found.key, found.years, tuple(map(figure, found.amounts))) == (key, years, shown)
