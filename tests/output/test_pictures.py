"""Pictures: numbers in groups, words that fit, drawings in which nothing leaves its width and no words overlap."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from generator.analysis.budget_totals import YearTotal
from generator.analysis.indicator_series import IndicatorSeries, SeriesPoint
from generator.analysis.money_bar import MoneyBar, MoneyPart
from generator.analysis.total_changes import TotalChange
from generator.forms.figures import figure
from generator.output.pictures import Drawing, change_words, money_picture, small_multiple, totals_picture
from generator.output.pictures.drawing import Label, fitted, grouped, width_of
from generator.output.pictures.money import runs_width
from generator.output.pictures.row_bars import row_bar, scale_of
from generator.output.pictures.squares import squares


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("0", ("0",)),
        ("999.50", ("999.50",)),
        ("1000", ("1", "000")),
        ("15724.94", ("15", "724.94")),
        ("-1234567.8900", ("-1", "234", "567.8900")),
        ("100000", ("100", "000")),
    ],
)
def test_numbers_are_grouped_by_threes_before_the_point(number: str, groups: tuple[str, ...]) -> None:
    assert grouped(number) == groups and "".join(groups) == number


def test_a_line_is_cut_where_it_is_wider_than_its_room() -> None:
    assert [fitted("市纪委监委留置点改扩建", 10, room) for room in (110, 60, 15, 5)] == [
        "市纪委监委留置点改扩建",
        "市纪委监委…",
        "",
        "",
    ]


def span(label: Label) -> tuple[float, float]:
    """Where a label begins and ends, from left to right."""
    width = runs_width(label.runs, label.size)
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return left, left + width


def faults(drawing: Drawing) -> list[str]:
    """The boxes and labels that leave the drawing, and the labels of one line that overlap."""
    found = [f"box {box}" for box in drawing.boxes if box.x < 0 or box.x + box.width > drawing.width + 0.6]
    found += [f"low {box}" for box in drawing.boxes if box.y + box.height > drawing.height]
    for label in drawing.labels:
        left, right = span(label)
        if left < -1 or right > drawing.width + 1 or label.y > drawing.height:
            found.append(f"label {label}")
        others = [span(other) for other in drawing.labels if other is not label and other.y == label.y]
        found += [f"overlap {label}" for start, end in others if start < right - 1 and left < end - 1]
    return found


NAMES = st.text(alphabet="市纪委监委留置点改扩建（二期）abc1", min_size=1, max_size=40)
AMOUNTS = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100)


@given(AMOUNTS, st.lists(st.tuples(NAMES, AMOUNTS), min_size=1, max_size=6), st.booleans())
def test_nothing_leaves_the_drawing_and_no_words_overlap(
    basic: Decimal, tasks: list[tuple[str, Decimal]], has_rest: bool
) -> None:
    tasks = sorted(tasks, key=lambda task: -task[1])
    project = sum((amount for _, amount in tasks), Decimal(0))
    total = basic + project

    def part(kind: str, name: str, amount: Decimal) -> MoneyPart:
        return MoneyPart(kind, name, amount, (amount * 100 / total).quantize(Decimal("0.1")))  # type: ignore[arg-type]

    ends = [part("task", name, amount) for name, amount in tasks]
    if has_rest:
        ends[-1] = part("unlisted", "未在任务表列示", tasks[-1][1])
    sides = (part("basic", "基本支出", basic), part("task", "项目支出", project))
    picture = money_picture(MoneyBar(total, "万元", sides, (sides[0], *ends)), "题", "注")
    assert {drawing.width: faults(drawing) for drawing in picture.drawings} == {1120: [], 720: [], 328: []}


def test_widths_of_words_are_near_those_of_browsers() -> None:
    assert width_of("基本支出", 14) == 56
    assert 70 < width_of("10731.2 万元", 13) < 85


@given(st.lists(st.tuples(st.none() | AMOUNTS, AMOUNTS), min_size=1, max_size=6), st.booleans())
def test_totals_by_year_stay_in_their_drawing(years: list[tuple[Decimal | None, Decimal]], is_cut: bool) -> None:
    totals = [
        YearTotal(2020 + at, basic)
        if basic is None
        else YearTotal(
            2020 + at,
            basic + rest,
            (("basic", basic), ("unlisted", rest)),
            TotalChange((rest % 900).quantize(Decimal("0.1")), False),
        )
        for at, (basic, rest) in enumerate(years)
    ]
    known = [one for one in totals if one.total]
    if is_cut and known:
        totals[totals.index(known[0])] = YearTotal(2020, known[0].total, known[0].parts, is_cut=True)
    picture = totals_picture(totals, "题", "注", figure, figure)
    assert {drawing.width: faults(drawing) for drawing in picture.drawings} == {1120: [], 720: [], 328: []}
    assert picture.description.count("本站没有这一年的表") == len(totals) - len(known)


@given(st.lists(st.tuples(st.integers(1, 3), AMOUNTS), min_size=3, max_size=8), st.sampled_from(["ge", "le", "eq"]))
def test_a_small_multiple_stays_in_its_drawing(steps: list[tuple[int, Decimal]], comparator: str) -> None:
    years = [2000 + sum(step for step, _ in steps[: at + 1]) for at in range(len(steps))]
    points = tuple(SeriesPoint(year, value, str(value), "") for year, (_, value) in zip(years, steps, strict=True))
    picture = small_multiple(IndicatorSeries("甲", comparator, "个", points))
    assert picture.title == "甲（个）"
    for drawing in picture.drawings:
        assert faults(drawing) == []
        assert [
            dot for dot in drawing.dots if not 0 <= dot.x <= drawing.width or not 0 <= dot.y <= drawing.height
        ] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (TotalChange(Decimal("12.0"), False), "+12.0%"),
        (TotalChange(Decimal("-11.2"), False), "\N{MINUS SIGN}11.2%"),
        (TotalChange(Decimal("0.0"), False), "相同"),
        (TotalChange(Decimal("9000"), True), "请核对"),
    ],
)
def test_a_change_has_its_sign(change: TotalChange, words: str) -> None:
    assert change_words(change) == words


def test_a_bar_in_a_row_ends_with_its_total_and_a_larger_one_is_cut() -> None:
    totals = [Decimal(number) for number in (10_000, 200, 100, 50)]
    scale = scale_of(totals)
    assert scale == 200
    bar = row_bar({"basic": Decimal(50), "unlisted": Decimal(50)}, scale)
    assert [(str(part.x), str(part.width), part.pattern) for part in bar] == [
        ("0.00", "25.00", ""),
        ("25.00", "25.00", "hatch"),
    ]
    cut = row_bar({"basic": Decimal(5_000), "listed": Decimal(5_000)}, scale)
    assert [(str(part.x + part.width), part.role) for part in cut] == [
        ("50.00", "p-basic"),
        ("100.00", "p-t1"),
        ("95", "cut"),
    ]


def test_a_count_is_drawn_as_squares_and_a_large_one_as_a_bar() -> None:
    assert [box.role for box in squares(2, 3).boxes] == ["filled", "filled", "hollow"]
    assert [(box.width, box.role) for box in squares(50, 100).boxes] == [(319, "hollow"), (159.5, "filled")]
