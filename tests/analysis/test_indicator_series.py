"""Indicators over the years: which make a series, how they moved, and which tasks came and went."""

from decimal import Decimal

import pytest
from ruling import changed, facts_of
from yearly import known_steps

from generator.analysis.facts import RecordFacts
from generator.analysis.indicator_series import IndicatorSeries, SeriesPoint, indicator_series
from generator.analysis.task_differences import difference_of, task_differences
from generator.analysis.years import YearPair
from generator.forms.figures import figure


def of_years() -> list[RecordFacts]:
    """The forms of the department of three years, newest first."""
    steps = known_steps()
    return [steps[2025].now, steps[2025].before, steps[2024].before]


def test_equal_names_comparators_and_units_in_three_years_make_a_series() -> None:
    found = [
        (one.name, one.sign, one.unit, [(point.year, figure(point.value)) for point in one.points], one.move(2025))
        for one in indicator_series(of_years())
    ]
    assert found == [
        ("采购图书数量", "≥", "册", [(2022, "10000"), (2024, "12000"), (2025, "12000")], "kept"),
        ("服务投诉", "≤", "件", [(2022, "10"), (2024, "6"), (2025, "8")], "easier"),
        ("读者满意度", "≥", "%", [(2022, "85"), (2024, "85"), (2025, "90")], "harder"),
    ]


def test_an_indicator_that_is_twice_in_a_year_makes_no_series() -> None:
    once = [facts_of(changed(""), year) for year in (2026, 2025, 2024)]
    twice = changed("").replace("name: 家长满意度", "name: 维修验收合格率")
    names = [one.name for one in indicator_series(once)]
    assert names and all(one.is_unchanged for one in indicator_series(once))
    fewer = [one.name for one in indicator_series([facts_of(twice), *once[1:]])]
    assert set(fewer) < set(names)


@pytest.mark.parametrize(
    ("comparator", "values", "year", "move"),
    [
        ("ge", (80, 85, 90), 2022, "harder"),
        ("ge", (80, 90, 85), 2022, "easier"),
        ("le", (10, 8, 6), 2022, "harder"),
        ("lt", (6, 8, 10), 2022, "easier"),
        ("eq", (1, 2, 3), 2022, "unclear"),
        ("none", (1, 3, 3), 2022, "kept"),
        ("ge", (80, 85, 90), 2023, None),
    ],
)
def test_what_a_target_asks_beside_the_one_before(
    comparator: str, values: tuple[int, ...], year: int, move: str | None
) -> None:
    points = tuple(SeriesPoint(2020 + at, Decimal(value), str(value), "") for at, value in enumerate(values))
    assert IndicatorSeries("甲", comparator, "", points).move(year) == move


def test_tasks_that_came_and_went_between_each_two_forms() -> None:
    found = [
        (
            (one.pair.before.source.year, one.pair.now.source.year),
            [line.label for line in one.added.tasks],
            [line.label for line in one.dropped.tasks],
            dict(one.indicators),
        )
        for one in task_differences(of_years())
    ]
    assert found == [
        ((2024, 2025), [], ["文物修缮"], {"dropped": 4, "changed": 4}),
        ((2022, 2024), ["数字文化馆"], ["送戏下乡"], {"added": 1, "dropped": 1, "changed": 6}),
    ]


def test_a_sum_is_given_only_where_every_task_has_an_amount() -> None:
    row = "amount: 199.5\n    - name: {}\n      content: 做事\n      amount:{}"
    before = facts_of(changed(""), 2025)
    sums = []
    for amount in (" 10", ""):
        now = facts_of(changed("").replace("amount: 199.5", row.format("新任务", amount)))
        sums.append(difference_of(YearPair(before, now)).added.total)
    assert sums == [Decimal(10), None]
