"""Records side by side: only what both have is compared, and every figure is the one of the form."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from corpora import loaded_facts
from reading import HERE
from ruling import CLEAN, CLEAN_PROJECT, facts_of, project_of

from generator.analysis.comparison import ComparisonRow, comparison_of, peer_pairs
from generator.analysis.comparison_lines import ComparisonLine
from generator.analysis.rules import Finding, examine, public

OURS = loaded_facts(HERE.parent)
FINDINGS = public(examine(OURS.records))
(PEERS,) = peer_pairs(OURS)
PAIR = comparison_of(PEERS, FINDINGS)
ROWS = {row.key: row for row in PAIR.rows}
NOTHING: dict[str, tuple[Finding, ...]] = defaultdict(tuple)


def test_the_prepared_pair_is_of_one_kind_and_two_cities() -> None:
    assert [facts.source.path for facts in PAIR.records] == ["jieyang/zhengfawei/2022/", "zhanjiang/zhengfawei/2021/"]
    assert PAIR.basket == "compare/?r=jieyang/zhengfawei/2022&r=zhanjiang/zhengfawei/2021"
    assert PAIR.path == "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/"


def test_what_is_compared_and_what_only_one_form_has() -> None:
    rows = [row for row in PAIR.rows if row.group != "findings"]
    shared = [row.key for row in rows if row.is_shared]
    alone = [row.key for row in rows if not row.is_shared]
    assert shared == [
        "total", "by_type.basic", "by_type.project",
        "tasks.listed", "tasks.withheld", "tasks.unlisted", "tasks.largest", "staff", "head", "measurable",
        "family.satisfaction", "family.timeliness", "family.quality", "family.training", "family.cost",
        "by_source.fiscal", "by_source.other",
    ]  # fmt: skip
    assert alone == [
        "family.coverage", "family.publicity", "family.completion", "by_level.own_level", "by_level.transfers",
    ]  # fmt: skip
    assert PAIR.finding == "中共湛江市委政法委员会的预算是中共揭阳市委政法委员会的 2.0 倍"


def test_figures_stand_as_on_the_forms() -> None:
    told = {key: [cell.quotes[0].text if cell else None for cell in ROWS[key].cells] for key in ROWS}
    assert told["total"] == ["1823.37 万元", "3583.68 万元"]
    assert told["by_type.project"] == ["560.25 万元", "1909.47 万元"]
    assert told["staff"] == ["69 人", "71 人"]
    assert told["head"] == ["18.31 万元", "23.58 万元"]
    assert told["tasks.listed"] == ["422.25 万元", "1462.8 万元"]
    assert told["tasks.withheld"] == ["138 万元", "0 万元"]
    assert told["tasks.unlisted"] == ["0 万元", "446.67 万元"]
    assert [cell.quotes[0].name for cell in ROWS["staff"].cells if cell] == ["全部", "在职"]
    assert [cell.quotes[0].note for cell in ROWS["head"].cells if cell] == ["全部 69 人", "在职 71 人"]
    # People of other kinds are no one's equals: neither their number nor the money for each of them.
    assert [(ROWS[key].has_bars, ROWS[key].times) for key in ("staff", "head")] == [(False, None)] * 2
    satisfaction = [(quote.text, quote.name) for cell in ROWS["family.satisfaction"].cells for quote in cell.quotes]
    assert satisfaction == [("≥88%", "政法工作满意度"), ("≥88%", "群众对政法工作满意度")]
    assert ROWS["by_type.project"].notes == "占 30.7% / 占 53.3%"
    assert ROWS["measurable"].notes == "共 12 条 / 共 19 条"
    assert ROWS["by_type.project"].times == Decimal("3.4")
    assert not ROWS["family.satisfaction"].differs


def test_forms_in_different_units_meet_in_wan() -> None:
    other = CLEAN.replace("unit: 万元", "unit: 元")
    total = next(row for row in comparison_of((facts_of(CLEAN), facts_of(other)), NOTHING).rows if row.key == "total")
    one, two = (cell.value for cell in total.cells if cell)
    assert one == two * 10_000
    assert "合" in total.cells[1].quotes[0].text


def test_money_by_source_of_a_department_and_of_a_project_is_in_one_row() -> None:
    rows = comparison_of((facts_of(CLEAN), project_of(CLEAN_PROJECT)), NOTHING).rows
    told = [
        (row.name, *(cell.quotes[0].text if cell else row.missing for cell in row.cells))
        for row in rows
        if row.key.startswith(("by_source", "annual"))
    ]
    assert told == [
        ("上年结转资金", "未设此栏", "20 万元"),
        ("财政拨款", "2174.21 万元", "280.5 万元"),
        ("其他资金", "0 万元", "0 万元"),
    ]


def test_a_record_beside_itself_differs_in_nothing() -> None:
    facts = facts_of(CLEAN)
    same = comparison_of((facts, facts), NOTHING)
    assert [row.key for row in same.rows if row.differs or not row.is_same] == []


def test_findings_are_counted_and_not_divided() -> None:
    told = {}
    for group in ("money", "findings"):
        cells = tuple(ComparisonLine(group, "rule.V43", "V43", (), Decimal(count)) for count in (1, 3))
        row = ComparisonRow(group, "rule.V43", "V43", cells, "")
        told[group] = (row.differs, str(row.times))
    assert told == {"money": (True, "3.0"), "findings": (True, "None")}


def test_what_the_rules_found_comes_along() -> None:
    counted = [Counter(finding.rule for finding in FINDINGS[facts.source.path]) for facts in PEERS]
    rows = {row.key.removeprefix("rule."): row for row in PAIR.rows if row.group == "findings"}
    assert set(rows) == {rule for counts in counted for rule in counts}
    for rule, row in rows.items():
        told = [sum(int(quote.text.removesuffix(" 处")) for quote in cell.quotes) if cell else 0 for cell in row.cells]
        assert told == [counts[rule] for counts in counted]
    weights = [(quote.text, quote.name) for quote in rows["V23"].cells[1].quotes]
    assert weights == [("1 处", "请留意"), ("3 处", "供参考")]


def test_a_blank_cell_is_no_missing_one_and_withheld_tasks_are_told() -> None:
    told = {key: [quote.text for quote in ROWS[key].cells[0].quotes] for key in ("by_source.other", "tasks.largest")}
    assert told["by_source.other"] == ["原表空白"]
    assert told["tasks.largest"][-1] == "4 项的金额依规不公开"
    assert ROWS["tasks.withheld"].notes == "4 项 / 0 项"


def test_targets_in_different_units_are_not_held_against_each_other() -> None:
    percent = facts_of(CLEAN.replace("target: ≥90%", "target: ≥85%"))
    persons = facts_of(CLEAN.replace("target: ≥90%", "target: ≥85人"))
    clean = facts_of(CLEAN)
    for other, differs in ((percent, True), (persons, False)):
        row = next(row for row in comparison_of((clean, other), NOTHING).rows if row.key == "family.satisfaction")
        assert (row.is_shared, row.differs) == (True, differs)


def told_beside_the_clean_one(change: str) -> dict[str, tuple[str, bool]]:
    """What the sheet says of a record beside the clean one, line by line, and whether the line is shared."""
    old, _, new = change.partition(" => ")
    other = facts_of(CLEAN.replace(old, new))
    told = {}
    for row in comparison_of((facts_of(CLEAN), other), NOTHING).rows:
        line = row.cells[1]
        told[row.key] = (line.quotes[0].text if line else row.missing, row.is_shared)
    return told


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # not on the form
        ("  in_service: 71\n  retired: 38\n =>   total: 71\n", {"staff": "71 人", "head": "23.58 万元"}),
        ("  by_level:\n    own_level: 2074.21\n    transfers: 100\n => ", {"by_level.own_level": "未设此栏"}),
        # left blank
        (
            "in_service: 71\n => in_service:\n",
            {"staff": "原表空白", "head": "算不出：在职原表空白"},
        ),
        (
            "basic: 1674.21\n => basic:\n",
            {
                "total": "合计不明",
                "by_type.basic": "原表空白",
                "head": "算不出：基本支出原表空白",
            },
        ),
        ("    project: 500\n =>     project:\n", {"tasks.unlisted": "算不出：项目支出原表空白", "total": "合计不明"}),
        (
            "      amount: 199.5\n =>       amount:\n",
            {"tasks.unlisted": "算不出：任务的金额不全", "tasks.listed": "算不出：任务的金额不全"},
        ),
        # written 无
        (
            "in_service: 71\n => in_service: 无\n",
            {"staff": "原表填“无”", "head": "算不出：在职原表填“无”"},
        ),
        # zero
        (
            "in_service: 71\n => in_service: 0\n",
            {"staff": "0 人", "head": "算不出：在职原表填零"},
        ),
        ("    project: 500\n =>     project: 0\n", {"tasks.unlisted": "任务合计多出 500.0 万元"}),
        # a topic for which nothing was set
        ("name: 家长满意度\n => name: 家长人数\n", {"family.satisfaction": "名称里没有这类字的指标"}),
    ],
)
def test_each_absence_has_words_of_its_own(change: str, expected: dict[str, str]) -> None:
    told = told_beside_the_clean_one(change)
    assert CLEAN.count(change.partition(" => ")[0]) == 1
    assert {key: told[key][0] for key in expected} == expected
    # A blank cell of money is quoted as the form has it; all else that has no figure is shared with nobody.
    shared = {"by_type.basic"} | {key for key in expected if re.match("[0-9]", expected[key])}
    assert [key for key in expected if told[key][1]] == [key for key in expected if key in shared]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("", ""), "原表空白"),
        (("无", "无"), "原表填“无”"),
        (("0", "0"), "原表填零"),
        (("0", ""), "原表空白"),
    ],
)
def test_why_no_task_is_the_largest(amounts: tuple[str, str], expected: str) -> None:
    text = CLEAN
    for old, new in zip(("amount: 300.5", "amount: 199.5"), amounts, strict=True):
        assert text.count(f"{old}\n") == 1
        text = text.replace(f"{old}\n", f"amount: {new}\n")
    row = next(
        row for row in comparison_of((facts_of(CLEAN), facts_of(text)), NOTHING).rows if row.key == "tasks.largest"
    )
    assert (row.cells[1].quotes[0].text, row.is_shared) == (expected, False)
