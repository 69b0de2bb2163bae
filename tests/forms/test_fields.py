"""From nodes to typed values: every cell exact or told by its name and place, whatever the file holds."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st
from reading import RECORD, Hostile, good_root, good_text, hostile, record_of, told, value_of, with_cell

from generator.forms.fields import FieldGroup, problems_in_rest, validate
from generator.forms.model import Record
from generator.text.files import FORBIDDEN, MOST_PROBLEMS
from generator.text.yaml import MappingNode, read_text
from generator.words import format_problem

CELLS = ("budget.by_type.project", "source.number", "indicators.0.target", "indicators.0.comparator")
CELLS += ("disclosure.published_on", "staff.in_service", "review.on")


def outcome(row: Hostile) -> str:
    """What came of a row, in the words of the table."""
    record, problems = record_of(with_cell(row.where, row.text))
    return told(problems, row.expected) if problems else f"= {value_of(record, row.where)}".rstrip(" ")


@pytest.mark.slow
@hostile(*CELLS)
def test_hostile_cells(row: Hostile) -> None:
    assert outcome(row) == row.expected


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        (
            "budget.by_type.basic",
            "1,674.21",
            "“预算整体情况 按支出类型划分 基本支出”应为数字，读到“1,674.21”；"
            "只用半角数字和小数点，不加逗号、空格、括号和单位，如 1674.21；"
            "原表写的是符号或文字的（如 /、—），下一层写 text:，照抄，其中有数的再写 value: [E204]",
        ),
        (
            "tasks.key.1.amount",
            "0.5亿",
            "“任务 年度重点工作任务 第2行 拟投入的资金”写的单位是“亿元”，这份表的金额单位是“万元”，读到“0.5亿”；"
            "请对照原表核对是哪一个单位；这里只写数字，不写单位 [E207]",
        ),
        (
            "disclosure.attribute",
            "",
            "“公开情况 公开属性”只能从几个词里选；请写其中之一：主动公开、依申请公开、不予公开 [E304]",
        ),
        (
            "review.by",
            "",
            "“保密审查 审查人”不能空着；这不是表上的内容，请照保密审查的记录填写；审查人写机构，不写个人姓名 [E303]",
        ),
        ("review.on", "3月1日", "“保密审查 审查日期”不是日期，读到“3月1日”；请写成 2021-03-11 的样子 [E206]"),
        ("source.title", "", "“来源 原文标题”不能空着；请写原文件的标题，照原文件抄 [E303]"),
        ("title", "", "“表名”不能空着；请照原表填写 [E303]"),
        (
            "review.on",
            "",
            "“保密审查 审查日期”不能空着；这不是表上的内容，请照保密审查的记录填写；审查人写机构，不写个人姓名 [E303]",
        ),
    ],
)
def test_a_problem_names_the_cell_what_was_read_and_what_to_write(cell: str, value: str, said: str) -> None:
    _, problems = record_of(with_cell(cell, value))
    assert [format_problem(problem).split(": ", 1)[1] for problem in problems] == [said]


def test_unknown_keys_are_told_at_the_key_with_the_nearest_one() -> None:
    text = "titel: x\ntasks:\n  key:\n    - nmae: y\n      function-x: z\n预算金额: 1\n"
    root = read_text("x.yml", text.encode()).root
    assert root is not None
    problems = [problem for problem in validate(Record, root, "x.yml")[1] if problem.code == "E305"]
    expected = [(1, 1, "titel", "title"), (4, 7, "nmae", "name"), (5, 7, "function-x", None), (6, 1, "预算金额", None)]
    found = [(at.place.line, at.place.column, at.seen, dict(at.values).get("near")) for at in problems]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_a_missing_key_is_told_beside_its_printed_name() -> None:
    text = good_text().replace("    target: 42\n", "    指标值: 42\n").replace("title: 2026", "表名: 2026")
    root = read_text("x.yml", text.encode()).root
    assert root is not None
    told = [format_problem(problem) for problem in validate(Record, root, "x.yml")[1] if problem.code == "E301"]
    assert told == [
        "x.yml:1:1: 缺少“表名”；它写在“表名:”后面：这一格在记录里叫 title，请把“表名:”改成 title: [E301]",
        "x.yml:42:5: 缺少“绩效指标 第1行 指标值”；"
        "它写在“指标值:”后面：这一格在记录里叫 target，请把“指标值:”改成 target: [E301]",
    ]


@pytest.mark.parametrize(
    ("text", "key", "group"),
    [
        ("budget:\nby_type:\n  basic: 1\n", "by_type", "budget"),
        ("budget:\nby_source:\n  fiscal: 1\n", "by_source", "budget"),
        ("budget:\n  basic: 1\n", "basic", "by_type"),
        ("review:\nconclusion: 同意公开\n", "conclusion", "review"),
        # Rows of several tables have a name.
        ("tasks:\n  name: x\n", "name", None),
    ],
)
def test_a_key_too_far_to_the_left_is_told_where_it_belongs(text: str, key: str, group: str | None) -> None:
    root = read_text("x.yml", text.encode()).root
    assert root is not None
    found = [dict(at.values) for at in validate(Record, root, "x.yml")[1] if at.code == "E305" and at.seen == key]
    assert [values.get("inside") for values in found] == [group]


def test_of_a_file_that_cannot_be_read_whole_nothing_is_called_missing() -> None:
    text = good_text().replace("basic: 1674.21", "basic: 1,674").replace("in_service: 71", "in_service: @71")
    reading = read_text(RECORD, f"{text}  - [\n".encode())
    assert reading.root is None
    expected = "E204 12:12"
    assert told(problems_in_rest(Record, reading, RECORD), expected) == expected


TEXT_CELLS = ("title", "department", "supervisor", "goal", "tasks.key.0.name", "tasks.key.0.content")
TEXT_CELLS += ("tasks.key.1.expected", "indicators.0.family", "indicators.0.type", "indicators.0.name")
TEXT_CELLS += ("indicators.0.definition", "indicators.0.comparator", "indicators.0.target", "indicators.0.unit")
TEXT_CELLS += ("indicators.0.weight", "source.title", "source.number", "source.pages", "disclosure.issuer")
TEXT_CELLS += ("disclosure.index_number", "review.by", "review.conclusion")
TEXT_CELLS += ("review.published_at", "review.document", "review.remarks", "notes.0")
CHINESE = st.text(
    st.sampled_from("绩效（密）“”：，。；≥≦%#&*!?|>'\"@`{}[]=~<\\/０1 \u3000\n㎡①〔〕") | st.characters(codec="utf-8"),
    min_size=1,
    max_size=60,
)


@pytest.mark.slow
@given(CHINESE, st.sampled_from(TEXT_CELLS))
@example("1. 平安；\n\n2. 法治 { } \"'\\ #", "goal")
def test_any_text_comes_out_of_every_text_cell_unchanged(text: str, cell: str) -> None:
    tree = json.loads(json.dumps(good_root()))
    put(tree, cell.split("."), text)
    record, problems = record_of(json.dumps(tree, ensure_ascii=False))
    if problems:
        assert FORBIDDEN.search(text) or not text.strip() or {at.code for at in problems} == {"E307"}
    else:
        assert value_of(record, cell) == text.rstrip("\n")


ADDRESSES = {
    "http://www.zhanjiang.gov.cn/": True,
    "https://a.example/绩效/表.pdf?年=2021#第1页": True,
    "http://10.1.2.3:8080": True,
    "www.zhanjiang.gov.cn": False,
    "HTTP://a.example/": False,
    "https://": False,
    "https:///a": False,
    "ftp://a.example/": False,
    "javascript:alert(1)": False,
    "data:text/html,x": False,
    "https://a.example/a b": False,
    'https://a.example/"x': False,
    "https://a.example/<x>": False,
    "https://a.example\\@b.example/": False,
    " https://a.example/": False,
}


@pytest.mark.parametrize(("text", "is_address"), ADDRESSES.items())
def test_an_address_is_a_whole_one_of_the_web(text: str, is_address: bool) -> None:
    tree = json.loads(json.dumps(good_root()))
    put(tree, ["source", "url"], text)
    record, problems = record_of(json.dumps(tree, ensure_ascii=False))
    if is_address:
        assert value_of(record, "source.url") == text
    else:
        assert [problem.code for problem in problems] == ["E213"]


def put(tree: Any, path: list[str], text: str) -> None:
    """Put a text in the place of a cell."""
    *before, last = [int(step) if step.isdigit() else step for step in path]
    for step in before:
        tree = tree[step]
    tree[last] = text


KEYS = st.sampled_from(
    """title unit department staff in_service budget by_type basic goal tasks key other name amount withheld basis
    indicators family type target cleared framework source disclosure attribute review on notes 预算
    <<""".split()  # noqa: SIM905 - a list to be read
)
VALUES = st.sampled_from(["", "无", "1", "1.5", "万元", "all", "before-101", "2021-03-11", "x: y", "１"]) | CHINESE
TREES = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8))


@pytest.mark.slow
@given(st.dictionaries(KEYS, TREES, max_size=12))
@settings(max_examples=2 * settings.default.max_examples // 5)
def test_any_structure_is_a_record_or_told(tree: dict[str, Any]) -> None:
    check_told(json.dumps(tree, ensure_ascii=False, indent=1))


@given(st.sampled_from([*TEXT_CELLS, "budget", "budget.by_type", "tasks", "tasks.key", "staff"]), TREES)
@settings(max_examples=settings.default.max_examples // 2)
def test_any_structure_in_one_cell_is_told(cell: str, value: Any) -> None:
    tree = json.loads(json.dumps(good_root()))
    put(tree, cell.split("."), value)
    check_told(json.dumps(tree, ensure_ascii=False, indent=1))


def check_told(text: str) -> None:
    """A text is a record, or every one of its problems has a sentence and a place in it."""
    record, problems = record_of(text)
    assert record or problems
    lines = text.split("\n")
    for problem in problems:
        assert format_problem(problem).startswith(f"{RECORD}:{problem.place.line}:")
        assert problem.place.column <= len(lines[problem.place.line - 1]) + 1


def test_a_thousand_problems_of_a_file_are_enough() -> None:
    root = read_text("x.yml", b"indicators:\n" + b"- {}\n" * 5000).root
    assert isinstance(root, MappingNode)
    assert len(validate(Record, root, "x.yml")[1]) == MOST_PROBLEMS


def test_a_record_cannot_be_changed() -> None:
    record, _ = record_of(with_cell("budget.by_type.basic", "1674.21"))
    assert record
    with pytest.raises(ValueError, match="frozen"):
        record.title = "x"
    assert record.budget.by_type.basic == Decimal("1674.21")


def test_every_cell_has_its_name_on_the_form() -> None:
    from generator.content import config
    from generator.forms import model

    shapes = [
        shape
        for module in (model, config)
        for shape in vars(module).values()
        if isinstance(shape, type) and issubclass(shape, FieldGroup)
    ]
    assert len(shapes) > 15
    assert [
        f"{shape.__name__}.{key}" for shape in shapes for key, field in shape.model_fields.items() if not field.title
    ] == []
