"""The parts of a form's money and the finding of their picture, for every way in which a form can state them."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from ruling import PROJECT, changed, facts_of, project_of

from generator.analysis.money_bar import MoneyBar, money_bar, money_finding, share_in_words
from generator.forms.figures import ZERO, figure

TWO_WITHHELD = (
    "    - name: 教师培训\\n      content: 培训教师1600人次\\n      amount: 199.5 => "
    + "\\n".join(
        "    - withheld: all\\n      basis: 保密法\\n      decided_by: 示例市教育局\\n      decided_on: 2026-02-01"
        for _ in range(2)
    )
    + "\\n  withheld_total: 150"
)


def parts(bar: MoneyBar | None) -> list[str]:
    """The parts of a bar, each as kind, name and amount."""
    return [f"{part.kind} {part.name} {figure(part.amount)}" for part in bar.parts] if bar else []


CASES = [
    (
        "",
        ["basic 基本支出 1674.21", "task 校舍维修 300.5", "task 教师培训 199.5"],
        "77.0%是基本支出，2 项任务共占 23.0%",
    ),
    (
        "amount: 199.5 => amount: 99.5",
        ["basic 基本支出 1674.21", "task 校舍维修 300.5", "task 教师培训 99.5", "unlisted 未在任务表列示 100.0"],
        "项目支出 500 万元中，100.0 万元（20.0%）未在任务表列示",
    ),
    (
        "amount: 199.5 => amount: 249.5",
        ["basic 基本支出 1674.21", "task 校舍维修 300.5", "task 教师培训 249.5"],
        "任务金额合计比项目支出多 50.0 万元",
    ),
    (
        "amount: 199.5 => amount:",
        ["basic 基本支出 1674.21", "task 校舍维修 300.5", "unclear 未列示，或任务金额空白 199.5"],
        "77.0%是基本支出，2 项任务共占 13.8%",
    ),
    (
        TWO_WITHHELD,
        [
            "basic 基本支出 1674.21",
            "task 校舍维修 300.5",
            "withheld 依规不公开的 2 项 150",
            "unlisted 未在任务表列示 49.5",
        ],
        "77.0%是基本支出；3 项任务中 2 项依规不公开，合计 150 万元",
    ),
    ("basic: 1674.21 => basic:", [], ""),
    ("project: 500 => project: 无", [], ""),
    (
        "basic: 1674.21 => basic: 100 ;; fiscal: 2174.21 => fiscal: 600 ;; own_level: 2074.21 => own_level: 500",
        ["basic 基本支出 100", "task 校舍维修 300.5", "task 教师培训 199.5"],
        "校舍维修和教师培训两项，占全部预算的 83.3%",
    ),
]


@pytest.mark.parametrize(("change", "expected", "finding"), CASES)
def test_the_parts_of_the_money_and_the_first_finding_that_holds(
    change: str, expected: list[str], finding: str
) -> None:
    facts = facts_of(changed(change))
    bar = money_bar(facts)
    assert parts(bar) == expected
    assert (money_finding(facts, bar) if bar else "") == finding


def test_tasks_beyond_the_fifth_are_one_part_and_a_sixth_alone_is_named() -> None:
    text = changed("project: 500 => project: 985 ;; fiscal: 2174.21 => fiscal: 2659.21")
    six = "".join(f"\n    - name: 任务{at}\n      content: 做事\n      amount: {98 - at}" for at in range(1, 5))
    seven = six + "\n    - name: 任务5\n      content: 做事\n      amount: 5"
    place = "amount: 199.5"
    for more, last in ((six, "task 任务4 94"), (seven, "rest 其余 2 项任务 99")):
        bar = money_bar(facts_of(text.replace(place, place + more)))
        assert bar is not None
        assert [part for part in parts(bar) if not part.startswith(("basic", "unlisted"))][-1] == last


WHOLE = "budget:\\n => budget:\\n  whole:\\n    total: {0}\\n    fiscal: {0}\\n    other: 0\\n"
BY_SOURCE = ["task 财政拨款 280.5", "task 上年结转资金 20"]


@pytest.mark.parametrize(
    ("change", "sides", "expected"),
    [
        ("", [], BY_SOURCE),
        # The whole money of a project, with what its form does not give to this year.
        (
            WHOLE.format(601),
            ["2026 年 300.5", "其余资金（本表没有分年） 300.5"],
            [*BY_SOURCE, "later 其余资金（本表没有分年） 300.5"],
        ),
        (WHOLE.format("300.5"), [], BY_SOURCE),
        (WHOLE.format(200), [], BY_SOURCE),
        # Sources that do not add up, and one source that is all the money, are no picture.
        ("fiscal: 280.5 => fiscal: 280", [], []),
        ("fiscal: 280.5\n    carryover: 20 => fiscal: 300.5\n    carryover: 0", [], []),
    ],
)
def test_a_project_is_split_by_its_sources_within_its_whole_money(
    change: str, sides: list[str], expected: list[str]
) -> None:
    bar = money_bar(project_of(changed(PROJECT + change)))
    assert parts(bar) == expected
    assert [f"{part.name} {figure(part.amount)}" for part in (bar.split if bar else ())] == sides


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.integers(0, 10**9))
def test_parts_add_up_to_the_whole_unless_tasks_exceed_it(cents: list[int], rest: int) -> None:
    amounts = [Decimal(cent) / 100 for cent in cents]
    project = sum(amounts, ZERO) + Decimal(rest) / 100
    rows = "".join(
        f"\n    - name: 任务{at}\n      content: 做事\n      amount: {one}" for at, one in enumerate(amounts)
    )
    text = changed("").replace("project: 500", f"project: {project}")
    head, _, tail = text.partition("    - name: 校舍维修\n")
    bar = money_bar(facts_of(head.rstrip("\n ") + rows + "\n\nindicators" + tail.partition("\nindicators")[2]))
    assert bar is not None and bar.excess is None
    assert sum((part.amount for part in bar.parts), ZERO) == bar.total == project + Decimal("1674.21")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("69.0", "近七成"),
        ("69.9", "近七成"),
        ("68.9", "68.9%"),
        ("70.0", "70.0%"),
        ("99.5", "99.5%"),
        ("9.2", "近一成"),
    ],
)
def test_only_a_share_just_below_a_tenth_is_a_tenth_in_words(share: str, words: str) -> None:
    assert share_in_words(Decimal(share)) == words
