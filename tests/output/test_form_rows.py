"""The rows of a form's page beside the form of the year before: what is new, and what is said of last year."""

import pytest
from ruling import changed, facts_of

from generator.analysis.rules import Finding
from generator.analysis.rules.identities import Identity
from generator.analysis.years import YearPair
from generator.forms.figures import text_of
from generator.output.pages.form_rows import checks_heading, listing_of, rest_of_tasks, task_lists

DECISION = "      basis: 保密法\\n      decided_by: 示例市教育局\\n      decided_on: 2026-02-01"
TASK = "    - name: 教师培训\\n      content: 培训教师1600人次\\n      amount: 199.5"
RENAMED = "- name: 校舍维修\\n      content => - name: 修建操场\\n      content"


@pytest.mark.parametrize(
    ("before", "now", "rows"),
    [
        ("", "", ["校舍维修 上年 300.5", "教师培训 上年 199.5"]),
        ("amount: 300.5 => amount: 301", "", ["校舍维修 上年 301", "教师培训 上年 199.5"]),
        (RENAMED, "", ["校舍维修 新", "教师培训 上年 199.5"]),
        # A form that withheld the name of a task may have had any task.
        (
            f"{RENAMED} ;; {TASK} => {TASK}\\n    - withheld: all\\n{DECISION}\\n  withheld_total: 100",
            "",
            ["校舍维修", "教师培训 上年 199.5"],
        ),
        # What was public last year does not stand beside what is withheld now.
        (
            "",
            f"{TASK} => {TASK.rpartition(chr(92))[0]}\\n      withheld: amount\\n{DECISION}",
            ["校舍维修 上年 300.5", "教师培训"],
        ),
    ],
)
def test_tasks_beside_those_of_the_year_before(before: str, now: str, rows: list[str]) -> None:
    later = facts_of(changed(now), 2026)
    pair = YearPair(facts_of(changed(before), 2025), later)
    lines = [
        str(row.line.task.name)
        + ("" if row.before is None else f" 上年 {text_of(row.before)}")
        + (" 新" if row.is_new else "")
        for one in task_lists(later, pair)
        for row in one.rows
        if row.line.is_counted
    ]
    assert lines == rows


HIDDEN = f"{TASK} => {TASK}\\n    - withheld: all\\n{DECISION}"


@pytest.mark.parametrize(
    ("change", "words", "listing"),
    [
        ("", "其余 2 项，合计 500.0 万元（占项目支出 100.0%）", "full"),
        ("project: 500 => project: 600", "其余 2 项，合计 500.0 万元（占项目支出 83.3%）", "partly"),
        ("amount: 300.5 => amount:", "其余 2 项", "unknown"),
        (f"{HIDDEN}\\n  withheld_total: 100", "其余 3 项：1 项依规不公开金额，另 2 项共 500.0 万元", "full"),
        (HIDDEN, "其余 3 项：1 项依规不公开金额，另 2 项共 500.0 万元", "unknown"),
        (f"{HIDDEN} ;; amount: 300.5 => amount:", "其余 3 项，其中 1 项依规不公开金额", "unknown"),
    ],
)
def test_a_folded_list_counts_hidden_tasks_and_says_whether_all_is_listed(
    change: str, words: str, listing: str
) -> None:
    facts = facts_of(changed(change), 2026)
    (tasks, *_) = task_lists(facts, None)
    assert (rest_of_tasks(facts, tasks.rows), listing_of(facts)) == (words, listing)


@pytest.mark.parametrize(
    ("rules", "heading"),
    [
        ("", "核对：没有可以核对的合计"),
        # V34 is for information, V60 a warning, and V58 an error.
        ("V34", "核对：没有可以核对的合计"),
        ("V58", "核对：没有可以核对的合计；1 条请核对"),
        ("V60 V34 V58 V60", "核对：没有可以核对的合计；3 条请看"),
    ],
)
def test_the_heading_of_checks_counts_remarks_by_their_weight(rules: str, heading: str) -> None:
    assert checks_heading([], [Finding("", rule=rule) for rule in rules.split()]) == heading


def test_a_figure_that_is_only_repeated_is_no_sum() -> None:
    lines = [
        Identity(kind, (), "", state) for kind, state in (("tasks", "ties"), ("count", "ties"), ("levels", "ties"))
    ]
    assert checks_heading(lines, ()) == "核对：2 处合计都对得上"
    assert checks_heading(lines[1:2], ()) == "核对：没有可以核对的合计"


def test_a_rate_is_no_sum_and_a_sum_that_cannot_be_checked_is_counted_apart() -> None:
    rates, unknown = (Identity("rate", (), "", "ties"),) * 3, Identity("spending", (), "", "unknown")
    assert checks_heading([*rates, unknown], ()) == "核对：没有可以核对的合计"
    sums = [Identity(kind, (), "", "ties") for kind in ("scores", "column")]
    assert checks_heading([*rates, *sums, unknown], ()) == "核对：2 处合计对得上；1 处无法核对"
