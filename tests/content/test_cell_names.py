"""Adjustments and clearances name a cell as its form prints it."""

from pathlib import Path

import pytest

from generator.content.cell_names import titles_in, use_drawn_columns, use_standard_names
from generator.forms.drawings.collection import all_shipped
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import FieldGroup, Rows as Lines, Words, required, validate
from generator.forms.model import Indicator, Record
from generator.text.yaml import MappingNode, read_text

TEXT = """
department: 某局
supervisor:
budget:
  by_type: {{basic: 1, project: 2}}
  by_source: {{fiscal: 3, other: 0}}
indicators:
  - {{family: 产出指标, type: 数量指标, name: 甲, target: 1}}
tasks:
  key:
    - {{name: 甲, content: 乙, amount: 1}}
adjustments:
  - document: 某文
    changes:
      - {{cell: {words}, before: 1, after: 2}}
clearances:
  - {{cell: {words}, sha256: x}}
"""
JIEYANG = FormTitles(Record, all_shipped()["jieyang-2022"].titles_of(2022))


def nodes(words: str) -> MappingNode:
    """The nodes of a file that names a cell by some words."""
    text = TEXT.format(words=words)
    root = read_text("a.yml", text.encode()).root
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("预算整体情况 部门预算支出 基本支出", "预算整体情况 按支出类型划分 基本支出"),
        ("预算整体情况 收入来源 其他资金", "预算整体情况 按收入来源划分 其他资金"),
        ("资金主管部门", "主管部门名称"),
        ("部门履职的整体绩效指标 第1行 指标值", "绩效指标 第1行 指标值"),
        ("部门履职的整体绩效指标 第1行", "绩效指标 第1行"),
        ("任务 年度重点工作任务 第1行 拟投入金额", "任务 年度重点工作任务 第1行 拟投入的资金"),
        # A standard name stays, and so does one that is that of no cell here.
        ("绩效指标 第1行 指标值", "绩效指标 第1行 指标值"),
        ("部门履职的整体绩效指标 第2行 指标值", "部门履职的整体绩效指标 第2行 指标值"),
        ("别的", "别的"),
    ],
)
def test_a_printed_name_is_read_as_the_standard_one(words: str, expected: str) -> None:
    root = nodes(words)
    was = root["clearances"][0]["cell"]
    use_standard_names(root, JIEYANG)
    change, clearance = root["adjustments"][0]["changes"][0], root["clearances"][0]
    assert (change["cell"], clearance["cell"]) == (expected, expected)
    assert (clearance["cell"].line, clearance["cell"].column) == (was.line, was.column)


@pytest.mark.parametrize(
    ("path", "code", "is_drawn"),
    [
        ("c/d/2022.yml", "445200", True),
        ("c/d/2021.yml", "445200", False),
        ("c/d/2022.yml", "440800", True),
        ("a.yml", "445200", False),
    ],
)
def test_the_drawing_is_that_of_the_place_and_the_year(path: str, code: str, is_drawn: bool) -> None:
    assert (titles_in(Path(path), Record, nodes("别的"), code, ()) is not None) == is_drawn


PLAIN = """
title: 表
for: {kind: project}
unit: 万元
widths: 1 1
sheet: |
  项目名称 | {name!}

  指标名称 | 指标值
  {indicators.name!} | {.target!}
"""
ROWS = "name: 某项目\nindicators:\n  - {name: 甲, target: 1}\n  - {family: 产出指标, name: 乙, target: 2}\n"


def test_columns_that_the_drawing_has_not_are_none_and_others_are_missing() -> None:
    drawing, _ = read_drawing("plain.yml", PLAIN.encode())
    root = read_text("a.yml", ROWS.encode()).root
    assert drawing and root
    codes = [(problem.code, problem.place.line) for problem in validate(Rows, root, "a.yml")[1]]
    assert codes == [("E301", 3), ("E301", 3), ("E301", 4)]
    use_drawn_columns(root, drawing)
    rows, problems = validate(Rows, root, "a.yml")
    assert rows and not problems
    assert [(row.family, row.type, row.classes) for row in rows.indicators] == [
        (None, None, ""),
        ("产出指标", None, "产出指标"),
    ]


class Rows(FieldGroup):
    """Indicators alone."""

    name: Words = required("名称")
    indicators: Lines[Indicator] = required("绩效指标")
