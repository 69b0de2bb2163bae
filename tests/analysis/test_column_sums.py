"""Sums below the list of tasks are held against its rows, where the drawing of the form marks them."""

from dataclasses import replace

import pytest
from ruling import CLEAN, changed, facts_of, project_of, results_of

from generator.analysis.facts import RecordFacts, project_facts, record_facts, results_facts
from generator.analysis.rules import RuleInput, find, ledger
from generator.content.drawings import form_warnings
from generator.forms.cells import CellPath
from generator.forms.drawings.reader import read_drawing

DRAWING = """
title: 表
for: {kind: department}
unit: 万元
widths: 1 1 1 1
sheet: |
  任务 | 名称 | 总额 | 财政拨款
  ^ | {tasks.key.name} | {.amount} | {.}
  ^ | 合计 | {:sum} | {:sum=拨款合计}

  三级指标 | 指标值 | < | <
  {indicators.name} | {.target} | < | <
"""
FIRST_TASK = ("tasks", "key", 0)
ROWS = """tasks:
  key:
    - {{name: 甲, content: 无, amount: {first}, 财政拨款: {own}}}
    - {{name: 乙, content: 无, amount: 2.5, 财政拨款: "1,000.5"}}
other:
  合计 总额: {total}
  拨款合计: {sum}

"""


def drawn_facts(**values: str) -> RecordFacts:
    """The facts of a form with some values in two columns of tasks and in the sums below them."""
    start, end = CLEAN.index("tasks:\n"), CLEAN.index("\nindicators:\n") + 1
    text = CLEAN[:start] + ROWS.format(**values) + CLEAN[end:]
    drawing, problems = read_drawing("drawn.yml", DRAWING.encode())
    assert drawing, problems
    source = facts_of(f"form: drawn\n{text}").source
    return record_facts(replace(source, drawings=(drawing,)))


def lines_of(first: str, own: str, total: str, of_own: str) -> list[tuple[str, str, str, str]]:
    """The identities of the two sums of a form: state, sum, what is blank, what the rules say."""
    facts = drawn_facts(first=first, own=own, total=total, sum=of_own)
    found = [(line.state, line.result, line.blank) for line in ledger(facts) if line.kind == "column"]
    said = [one.cell for one in find(RuleInput(facts)) if one.rule == "V07" and one.form == "column"]
    return [(*line, "" if line[0] != "differs" else said.pop(0)) for line in found]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("3.5", "2", "6.0", "1002.5"), [("ties", "6.0", "", ""), ("ties", "1002.5", "", "")]),
        (("3.5", "2", "7", "1002.4"), [("differs", "6.0", "", "合计 总额"), ("differs", "1002.5", "", "拨款合计")]),
        # A blank part is not zero, and words are no figure; 无 adds nothing.
        (("3.5", "", "6", "1000.5"), [("ties", "6.0", "", ""), ("unknown", "", "甲原表空白", "")]),
        (("3.5", "约2", "6", "1002.5"), [("ties", "6.0", "", ""), ("unknown", "", "", "")]),
        (("无", "无", "2.5", "1000.5"), [("ties", "2.5", "", ""), ("ties", "1000.5", "", "")]),
        (("3.5", "2", "", "见上"), [("unknown", "", "", ""), ("unknown", "", "", "")]),
    ],
)
def test_a_sum_below_a_list(values: tuple[str, str, str, str], expected: list[tuple[str, str, str, str]]) -> None:
    assert lines_of(*values) == expected


OF_POINTS = """
title: 表
for: {kind: project-results}
unit: 万元
widths: 1 1 1 1 1
sheet: |
  项目名称 | {name} | < | < | <

  资金 | 执行数 | 分值 | 得分 | <
  年度资金总额 | {execution.total.spent} | {.weight} | {.score} | <

  三级指标 | 指标值 | 完成值 | 分值 | 得分
  {indicators.name} | {.target} | {.actual} | {.weight} | {.score}
  合计 | < | < | {:sum} | {:sum}
"""


@pytest.mark.parametrize(
    ("weight", "score", "expected"),
    [
        ("90", "90", [("ties", "90"), ("ties", "90")]),
        ("100", "100", [("ties", "100"), ("ties", "100")]),
        ("99", "98", [("differs", "90"), ("differs", "90")]),
    ],
)
def test_a_sum_of_points_may_have_those_of_the_execution_in_it(
    weight: str, score: str, expected: list[tuple[str, str]]
) -> None:
    drawing, problems = read_drawing("drawn.yml", OF_POINTS.encode())
    assert drawing, problems
    text = changed(f"results ;; score_total: 100 => other:\\n  合计 分值: {weight}\\n  合计 得分: {score}")
    source = results_of(f"form: drawn\n{text}").source
    facts = results_facts(replace(source, drawings=(drawing,)))
    assert [(line.state, line.result) for line in ledger(facts) if line.kind == "column"] == expected


OF_WEIGHTS = """
title: 表
for: {kind: project}
unit: 万元
widths: 1 1 1 1
sheet: |
  项目名称 | {name} | < | <

  预算执行率分值 | {execution_weight} | < | <

  三级指标 | 指标值 | < | 分值
  {indicators.name} | {.target} | < | {.weight}
  合计 | < | < | {:sum}
"""


@pytest.mark.parametrize(
    ("weight", "expected"), [("90", ("ties", "90")), ("100", ("ties", "100")), ("99", ("differs", "90"))]
)
def test_a_sum_of_weights_of_targets_may_have_that_of_the_execution_in_it(
    weight: str, expected: tuple[str, str]
) -> None:
    drawing, problems = read_drawing("drawn.yml", OF_WEIGHTS.encode())
    assert drawing, problems
    text = changed(f"project ;; framework: after-101 => other:\\n  合计 分值: {weight}\\nframework: after-101")
    facts = project_facts(replace(project_of(f"form: drawn\n{text}").source, drawings=(drawing,)))
    assert [(line.state, line.result) for line in ledger(facts) if line.kind == "column"] == [expected]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("10", ("ties", "")),
        ("", ("unknown", "师生满意度的得分原表空白")),
        ("优", ("unknown", "")),
        # A dash and 无 add nothing.
        ("——", ("differs", "")),
        ("无", ("differs", "")),
    ],
)
def test_the_scores_of_indicators_are_added_up_where_all_have_figures(score: str, expected: tuple[str, str]) -> None:
    facts = results_of(changed(f"results ;; indicators.5.score = {score}"))
    assert [(line.state, line.blank) for line in ledger(facts) if line.kind == "scores"] == [expected]


@pytest.mark.parametrize(("own", "paths"), [("2", []), ("", []), ("无", []), ("400万元", [(*FIRST_TASK, "财政拨款")])])
def test_words_in_a_column_with_a_sum_are_warned_of(own: str, paths: list[CellPath]) -> None:
    facts = drawn_facts(first="3.5", own=own, total="6.0", sum="1002.5")
    assert facts.source.drawing
    found = form_warnings(facts.form, facts.source.drawing, "", ())
    assert [each.path for each in found if each.code == "W424"] == paths
