"""The spread of one number of each body: median, ends, the number that most share, and the sentence on it."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from generator.analysis.spread import LEAST_POINTS, SpreadPoint, exact_percent, plain, shown, spread_finding, spread_of
from generator.forms.figures import signed


def median_of(values: list[Decimal]) -> Decimal | None:
    """The median of a spread that has each number as often as it takes for a picture."""
    return spread_of((SpreadPoint(value, "甲", "乙市") for value in values * LEAST_POINTS), "%").median


@pytest.mark.parametrize(
    ("values", "median"),
    [(["1"], "1"), (["1", "2"], "1.5"), (["90", "80", "100"], "90"), (["88", "88.5", "90", "95"], "89.25")],
)
def test_the_median_is_exact(values: list[str], median: str) -> None:
    assert median_of([Decimal(value) for value in values]) == Decimal(median)


@pytest.mark.parametrize(
    ("counts", "median"),
    [
        # 83.333… and 84.210… are shown as 83.3 and 84.2, whose mean is 83.75.
        ([(1, 2), (5, 6), (5, 6), (16, 19), (16, 19), (1, 1)], "83.8"),
        ([(1, 2), (5, 6), (5, 6), (5, 6), (1, 1)], "83.3"),
    ],
)
def test_the_median_of_shares_is_that_of_the_unrounded_ones(counts: list[tuple[int, int]], median: str) -> None:
    points = [
        SpreadPoint(
            (Decimal(part) * 100 / whole).quantize(Decimal("0.1")), "甲", "乙市", quotient=exact_percent(part, whole)
        )
        for part, whole in counts
    ]
    assert spread_of(points, "%").median == Decimal(median)


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=30))
def test_half_of_the_numbers_are_on_each_side_of_the_median(values: list[Decimal]) -> None:
    median = median_of(values)
    assert median is not None
    assert sum(value < median for value in values) <= len(values) / 2 >= sum(value > median for value in values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["90"], "1 个部门，目标是 90%"),
        (["90", "90.0"], "2 个部门的目标数都是 90%"),
        (["90", "90", "88"], "3 个部门里，2 个的目标数是 90%；最低 88%，最高 90%"),
        # No number leads where two are as frequent.
        (["90", "90", "88", "88"], "4 个部门：最低 88%，最高 90%"),
        (["1", "2", "3", "4", "-5.50"], "5 个部门：最低 −5.5%，最高 4%，中位数 2%"),
    ],
)
def test_what_the_numbers_show(values: list[str], sentence: str) -> None:
    spread = spread_of((SpreadPoint(Decimal(value), "甲", "乙市") for value in values), "%")
    assert spread_finding(spread) == sentence


def test_bodies_of_one_city_keep_their_order() -> None:
    points = [SpreadPoint(Decimal(value), name, city) for value, name, city in (("1", "甲", "子"), ("2", "乙", "丑"))]
    points += [SpreadPoint(Decimal(2), "丙", "子")]
    spread = spread_of(points, "%")
    assert [point.name for point in spread.points] == ["乙", "丙", "甲"]
    assert [point.name for point in spread.of_city("子").points] == ["丙", "甲"]
    assert [[point.name for point in end] for end in spread.ends] == [["甲"], ["乙", "丙"]]


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("9", ("9", "9", "+9")),
        ("-9.50", ("-9.5", "−9.5", "−9.50")),
        ("0", ("0", "0", "0")),
        ("1200", ("1200", "1200", "+1200")),
        ("27.0", ("27", "27", "+27.0")),
    ],
)
def test_numbers_as_programs_and_as_readers_see_them(value: str, texts: tuple[str, str, str]) -> None:
    assert tuple(write(Decimal(value)) for write in (plain, shown, signed)) == texts
