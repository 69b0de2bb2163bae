"""Pictures: numbers in groups, words that fit, drawings in which nothing leaves its width and no words overlap."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from generator.analysis.budget_totals import YearTotal
from generator.analysis.indicator_series import IndicatorSeries, SeriesPoint
from generator.analysis.money_bar import MoneyBar, MoneyPart, PartKind
from generator.analysis.spread import SpreadPoint, spread_of
from generator.analysis.total_changes import TotalChange
from generator.forms.figures import figure, percent
from generator.output.pictures import (
    Drawing,
    change_words,
    money_picture,
    small_multiple,
    strip_picture,
    totals_picture,
)
from generator.output.pictures.cards import bar_card, columns_card, squares_card
from generator.output.pictures.drawing import Label, fitted, grouped, width_of
from generator.output.pictures.money import phone_parts, runs_width
from generator.output.pictures.row_bars import row_bar, scale_of
from generator.output.pictures.spark import Spark, spark
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
        ("{amount}", ("{amount}",)),
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
    found += [
        f"dot {dot}" for dot in drawing.dots if not 0 <= dot.x - dot.radius <= dot.x + dot.radius <= drawing.width
    ]
    found += [
        f"dot {dot}" for dot in drawing.dots if not 0 <= dot.y - dot.radius <= dot.y + dot.radius <= drawing.height
    ]
    for label in drawing.labels:
        left, right = span(label)
        if left < -1 or right > drawing.width + 1 or label.y > drawing.height:
            found.append(f"label {label}")
        others = [span(other) for other in drawing.labels if other is not label and other.y == label.y]
        found += [f"overlap {label}" for start, end in others if start < right - 1 and left < end - 1]
    return found


NAMES = st.text(alphabet="市纪委监委留置点改扩建（二期）abc1", min_size=1, max_size=40)
AMOUNTS = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100)


def unnamed(drawing: Drawing, bar: MoneyBar) -> list[str]:
    """The parts that no label names, whole or by its first characters."""
    parts = phone_parts(bar) if drawing.width == 328 else bar.parts
    told = [label.runs[0].text for label in drawing.labels]
    return [
        part.name
        for part in parts
        if not any(part.name == text or (len(text) > 6 and part.name.startswith(text.rstrip("…"))) for text in told)
    ]


@given(AMOUNTS, st.lists(st.tuples(NAMES, AMOUNTS), min_size=1, max_size=6), st.booleans())
def test_nothing_leaves_the_drawing_and_no_words_overlap(
    basic: Decimal, tasks: list[tuple[str, Decimal]], has_rest: bool
) -> None:
    # The funds of a project stand in the order of the form.
    amounts = [amount for _, amount in tasks]
    funds = MoneyBar(sum(amounts), "元", (), tuple(MoneyPart("task", *fund, Decimal("9.9")) for fund in tasks))  # type: ignore[arg-type]
    tasks = sorted(tasks, key=lambda task: -task[1])
    project = sum((amount for _, amount in tasks), Decimal(0))
    total = basic + project

    def part(kind: str, name: str, amount: Decimal) -> MoneyPart:
        return MoneyPart(kind, name, amount, (amount * 100 / total).quantize(Decimal("0.1")))  # type: ignore[arg-type]

    ends = [part("task", name, amount) for name, amount in tasks]
    if has_rest:
        ends[-1] = part("unlisted", "未在任务表列示", tasks[-1][1])
    sides = (part("basic", "基本支出", basic), part("task", "项目支出", project))
    for bar in (MoneyBar(total, "万元", sides, (sides[0], *ends)), funds):
        found = {
            drawing.width: faults(drawing) + unnamed(drawing, bar)
            for drawing in money_picture(bar, "题", "注").drawings
        }
        assert found == {1120: [], 720: [], 328: []}


def test_widths_of_words_are_near_those_of_browsers() -> None:
    assert width_of("基本支出", 14) == 56
    assert 70 < width_of("10731.2 万元", 13) < 85


PARTS = st.tuples(NAMES, AMOUNTS)


@given(AMOUNTS, PARTS, PARTS, st.sampled_from(["task", "unlisted", "withheld"]))
def test_nothing_leaves_the_bar_of_a_card(
    basic: Decimal, task: tuple[str, Decimal], rest: tuple[str, Decimal], kind: PartKind
) -> None:
    total = basic + task[1] + rest[1]

    def part(kind: PartKind, name: str, amount: Decimal) -> MoneyPart:
        return MoneyPart(kind, name, amount, percent(amount, total))

    sides = (part("basic", "基本支出", basic), part("task", "项目支出", task[1] + rest[1]))
    bar = MoneyBar(total, "万元", sides, (sides[0], part("task", *task), part(kind, *rest)))
    picture = bar_card(bar, "题", "注")
    assert {drawing.width: faults(drawing) for drawing in picture.drawings} == {352: [], 328: []}
    assert [box.height for box in picture.drawings[0].boxes] == [36, 36, 36, 35]


@given(st.lists(st.one_of(st.none(), AMOUNTS), min_size=1, max_size=5))
def test_nothing_leaves_the_columns_of_a_card(amounts: list[Decimal | None]) -> None:
    years = [(2021 + at, amount, "" if amount is None else "17.21") for at, amount in enumerate(amounts)]
    for drawing in columns_card(years, "题", "注").drawings:
        assert faults(drawing) == []
        assert len(drawing.boxes) == sum(amount is not None for amount in amounts)


@given(st.integers(1, 60).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))), NAMES)
def test_nothing_leaves_the_squares_of_a_card(ratio: tuple[int, int], name: str) -> None:
    filled, count = ratio
    rows = [(name, filled, count, f"{filled} / {count}"), ("中位数", count // 2, count, "64.0%")]
    for drawing in squares_card(rows, "题", "注").drawings:
        assert faults(drawing) == []
        if count <= 12:
            assert sum(box.role == "p-this" for box in drawing.boxes) == filled


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spark("", "", "")),
        ([None], Spark("", "", "M0 23.5h16")),
        (["10", "20"], Spark("M0 24v-12h16v12z", "M19 24v-24h16v24z", "")),
        (["10", None, "0"], Spark("M0 24v-24h16v24z", "M38 24v-1h16v1z", "M19 23.5h16")),
        # One value in another unit neither flattens the others nor leaves the box.
        (["10", "20", "200000"], Spark("M0 24v-12h16v12zM19 24v-24h16v24z", "M38 24v-24h16v24z", "")),
    ],
)
def test_small_columns_start_at_zero(values: list[str | None], expected: Spark) -> None:
    assert spark([None if value is None else Decimal(value) for value in values]) == expected


VALUES = st.integers(-(10**4), 10**6).map(lambda hundredths: Decimal(hundredths) / 100)
POINTS = st.builds(SpreadPoint, st.one_of(VALUES, st.sampled_from([Decimal(90), Decimal(95)])), NAMES, st.just("乙市"))


@given(st.lists(POINTS, min_size=1, max_size=80), st.sampled_from(["%", "万元", "天", "人次", ""]), st.booleans())
def test_no_dots_or_words_of_a_strip_overlap(points: list[SpreadPoint], unit: str, from_zero: bool) -> None:
    picture = strip_picture(spread_of(points, unit), "题", "注", from_zero)
    assert {drawing.width: faults(drawing) for drawing in picture.drawings} == {1120: [], 720: [], 328: []}
    for drawing in picture.drawings:
        assert len(drawing.dots) == len(points)
        places = sorted((dot.x, dot.y) for dot in drawing.dots)
        radius = drawing.dots[0].radius
        near = [
            (one, other)
            for at, one in enumerate(places)
            for other in places[at + 1 : at + 60]
            if (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < (2 * radius - 0.2) ** 2
        ]
        assert near == []


def test_equal_numbers_stand_over_their_place_of_the_line() -> None:
    points = [SpreadPoint(Decimal(value), "甲", "乙市") for value in (80, 90, 90, 90, 100)]
    wide, _, phone = strip_picture(spread_of(points, "%"), "题", "注").drawings
    assert [dot.x for dot in wide.dots] == [20, 553, 567, 553, 1100]
    assert [dot.x for dot in phone.dots] == [20, 164, 164, 164, 308]
    assert [dot.stack for dot in phone.dots] == [0, 1, 1, 1, 2]
    labels = ["".join(run.text for run in label.runs) for label in wide.labels]
    assert labels == ["中位数 90%", "80% 最低，甲", "100% 最高，甲", "80%", "85%", "90%", "95%", "100%"]


def test_stacks_that_are_too_high_for_dots_are_bars() -> None:
    points = [SpreadPoint(Decimal(value), "甲", "乙市") for value in [90] * 200 + [80]]
    for drawing in strip_picture(spread_of(points, "%"), "题", "注").drawings:
        assert (len(drawing.dots), len(drawing.boxes), faults(drawing)) == (0, 2, [])


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
