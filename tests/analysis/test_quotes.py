"""Figures that a form says twice: which are tied to which, and which never are."""

import pytest
from corpora import loaded_corpus
from reading import HERE
from ruling import changed, facts_of

from generator.analysis.facts import record_facts
from generator.analysis.rules import RuleInput, find, ledger


def test_the_ledger_of_what_the_form_says_twice() -> None:
    sources = {source.path: source for source in loaded_corpus(HERE.parent).records}
    facts = record_facts(sources["zhanjiang/zhengfawei/2021/"])
    said = [
        (line.kind, line.operands[0].anchor, line.operands[0].text, line.against.anchor, line.against.text, line.state)
        for line in ledger(facts)
        if line.kind not in ("sources", "levels", "tasks") and line.against
    ]
    assert said == [
        ("basic", "task-1", "1674.21", "by-type-basic", "1674.21", "ties"),
        ("goal", "goal", "3583.68万", "by-type", "3583.68", "ties"),
        ("indicator", "indicator-11", "340.8万元", "task-3", "340.8", "ties"),
        ("indicator", "indicator-12", "120万元", "task-4", "120", "ties"),
        ("indicator", "indicator-13", "948万元", "task-2", "948", "ties"),
        ("count", "indicator-1", "284个", "task-3", "284个", "ties"),
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("", "goal ties 2174.21万元 2174.21"),
        ("2174.21万元 => 0.22亿元", "goal ties 0.22亿元 2174.21"),
        ("2174.21万元 => 2147.21万元", "goal differs 2147.21万元 2174.21"),
        ("年度预算资金2174.21万元 => 捐赠物资88万元", "goal unknown 88万元 "),
        ("年度预算资金2174.21万元 => 校舍维修300.5万元", "goal ties 300.5万元 300.5"),
        ("", "indicator ties 300.5万元 300.5"),
        ("≤300.5万元 => ≤3005000元", "indicator ties 3005000元 300.5"),
        ("≤300.5万元 => ≤300万元", "indicator differs 300万元 300.5"),
        ("name: 校舍维修成本 => name: 食堂用餐成本", "indicator unknown 300.5万元 "),
        ("", "count ties 42所 42所"),
        ("", "count ties 1600人次 1600人次"),
    ],
)
def test_figures_said_twice(change: str, line: str) -> None:
    lines = [
        f"{said.kind} {said.state} {said.operands[0].text} {said.against.text if said.against else ''}"
        for said in ledger(facts_of(changed(change)))
    ]
    assert line in lines


WITHHELD = r"    - withheld: all\n      basis: 甲\n      decided_on: 2026-01-02\n      decided_by: 乙\n"
SHOWN = r"    - name: 教师培训\n      content: 培训教师1600人次\n      amount: 199.5\n"
HIDING = rf"{SHOWN} => {WITHHELD}{WITHHELD}  withheld_total: 199.5\n"


@pytest.mark.parametrize("amount", ["300.5", "120", "79.5"])
def test_no_amount_of_an_indicator_is_tied_to_anything_where_rows_are_withheld(amount: str) -> None:
    goal = f"年度预算资金2174.21万元 => 年度预算资金2174.21万元，其中校舍维修{amount}万元"
    facts = facts_of(changed(f"{HIDING} ;; ≤300.5万元 => ≤{amount}万元 ;; {goal}"))
    assert facts.withheld_count == 2
    assert [(line.kind, line.operands[0].text) for line in ledger(facts)[3:]] == [
        ("basic", "1674.21"),
        ("goal", "2174.21万元"),
        ("count", "42所"),
    ]
    assert find(RuleInput(facts)) == ()
