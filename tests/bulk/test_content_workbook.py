"""The content as a workbook, and back: the same files."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from bulking import canonical, content_file, read_tables, round_trip, workbook_of, written
from form_records import records
from hypothesis import given, settings
from reading import GOOD

from generator.bulk.columns import HEADS, LISTS, column_path, column_title
from generator.bulk.row_tables import RowTable
from generator.bulk.sheet_rows import tables_of
from generator.forms.drawings.drawing import Path as Keys
from generator.forms.fields import FieldGroup, group_at, group_inside, validate
from generator.forms.model import Record
from generator.importing.row_tables import delimited_table, json_tables, workbook_tables
from generator.text.yaml import read_text

ROOT = Path(__file__).parents[2]
RECORD = "content/shili/shiliju/2026.yml"


def content() -> dict[str, str]:
    """The files of content/ that a workbook has, by their paths."""
    paths = sorted(ROOT.glob("content/*/**/*.yml"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_all_content_comes_back_byte_for_byte() -> None:
    files = content()
    as_written = {path: canonical(path, text) for path, text in files.items()}
    assert len(files) > 30
    assert round_trip(files, ROOT) == as_written
    # What was typed by hand since the program wrote it has other quotes or another order of keys.
    assert len([path for path, text in files.items() if text == as_written[path]]) > 35


def test_words_in_a_column_of_money_come_back_as_money() -> None:
    root = GOOD.parent / "own"
    path = "content/shili/jianceju/2020.yml"
    text = (root / path).read_text(encoding="utf-8")
    text = canonical(path, text.replace("财政拨款: 260.00", "财政拨款: {text: 约260万元, value: 260}"))
    assert "text: 约260万元" in text
    assert round_trip({path: text}, root) == {path: text}
    tables = tables_of([content_file(path, text.replace("其他资金: 40.00", "其他资金: 约40"))])
    _, problems, _ = read_tables(workbook_tables("all.xlsx", workbook_of(tables)), root)
    assert [problem.code for problem in problems] == ["E204"]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(records())
def test_any_record_that_the_program_wrote_comes_back(record: Record) -> None:
    text = written(RECORD, record.model_dump(mode="json", exclude_none=True))
    root = read_text(RECORD, text.encode()).root
    assert root is not None
    assert validate(Record, root, RECORD)[0] is not None
    [table, *_] = tables = tables_of([content_file(RECORD, text)])
    again, _, _ = read_tables(workbook_tables("all.xlsx", workbook_of(tables)), ROOT)
    assert table.heads[:5] == ["地区", "部门", "年度", "项目", "类别"]
    assert again == {RECORD: text}


def test_json_and_csv_have_the_same_columns() -> None:
    files = {path: canonical(path, text) for path, text in content().items()}
    tables = tables_of(content_file(path, text) for path, text in files.items())
    as_json = {table.title: [dict(zip(table.heads, row, strict=True)) for row in table.rows] for table in tables}
    lists = json_tables("all.json", json.dumps(as_json, ensure_ascii=False).encode())
    assert read_tables(lists, ROOT) == (files, [], [])
    lists = []
    for table in tables:
        target = StringIO(newline="")
        csv.writer(target).writerows([table.heads, *table.rows])
        lists += delimited_table(",", f"{table.title}.csv", target.getvalue().encode("utf-8-sig"))
    assert read_tables(lists, ROOT) == (files, [], [])


def paths_below(shape: type[FieldGroup], above: Keys) -> list[Keys]:
    """The paths of the cells below a group, those of its lists left out."""
    group = group_at(shape, above)
    found: list[Keys] = []
    for key, field in group.model_fields.items() if group else ():
        inside = group_inside(field.annotation) and (*above, key) not in LISTS
        found += paths_below(shape, (*above, key)) if inside else [(*above, key)]
    return found


def test_every_cell_of_every_kind_of_file_has_a_column_of_its_own() -> None:
    lists = [(shape, rows) for shape in HEADS for rows in ((), *LISTS) if not rows or rows[0] in shape.model_fields]
    columns = [
        (shape, rows, column_title(shape, rows, path[len(rows) :]), path[len(rows) :])
        for shape, rows in lists
        for path in paths_below(shape, rows)
    ]
    assert len(columns) > 400
    assert [column for column in columns if column_path(*column[:3]) != column[3]] == []


HEADS_OF_INDICATORS = ["地区", "部门", "年度", "项目", "类别", "一级指标", "二级指标", "三级指标", "指标值", "计量单位"]
KEYS = ["shili", "shiliju", "2026", "", "目标"]
ROW = [*KEYS, "产出指标", "数量指标", "次数", "≥2", ""]
RECORD_HEADS = [*HEADS_OF_INDICATORS[:5], "表名", "金额单位", "预算单位名称", "指标体系", "财政供养人员数：在职人数"]
RECORD_ROW = [*KEYS, "目标表", "万元", "示例局", "before-101", "30"]
MONEY = [*HEADS_OF_INDICATORS[:5], "预算整体情况：按支出类型划分：基本支出", "计算值：合计"]
PUBLICATION = [
    *HEADS_OF_INDICATORS[:5],
    "来源：原文标题",
    "公开情况：公开属性",
    "保密审查：审查人",
    "保密审查：审查日期",
    "保密审查：审查结论",
]
PUBLICATION_ROW = [*KEYS, "目标表", "主动公开", "示例局", "2026-01-02", "同意公开"]


def sheets(**changed: list[list[str]]) -> list[RowTable]:
    """The sheets of a small workbook, some of them with other rows."""
    rows = {
        "记录": [RECORD_HEADS, RECORD_ROW],
        "预算": [MONEY, [*KEYS, "800.50", "1234"]],
        "指标": [HEADS_OF_INDICATORS, ROW],
        "公开情况": [PUBLICATION, PUBLICATION_ROW],
    }
    return [RowTable("表.xlsx", title, some, has_letters=True) for title, some in (rows | changed).items()]


def test_blank_cells_computed_columns_and_signs() -> None:
    [text] = read_tables(sheets(指标=[HEADS_OF_INDICATORS, [*ROW[:-1], "（留空）"], [*ROW[:8], "\\（留空）"]]), ROOT)[
        0
    ].values()
    assert "    basic: 800.50\n" in text
    assert "1234" not in text
    assert "    target: ≥2\n    unit:\n" in text
    assert text.count("unit:") == 2, "a cell that is empty in the workbook is not on the form"
    assert "    target: （留空）\n" in text


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        (
            # All mistakes at once, each at its cell.
            {
                "记录": [RECORD_HEADS, [*RECORD_ROW[:6], "亿元", *RECORD_ROW[7:9], "三十"]],
                "预算": [MONEY, [*KEYS, "800.5万元", ""]],
                "指标": [[*HEADS_OF_INDICATORS, "指标值2"], [*ROW, "x"], [*ROW[:3], "", "目标值", *ROW[5:]]],
                "别的": [HEADS_OF_INDICATORS],
            },
            [
                ("表.xlsx 别的!A1", "E850", None),
                ("表.xlsx 指标!E3（类别）", "E852", "目标值"),
                ("表.xlsx 记录!G2（金额单位）", "E304", "亿元"),
                ("表.xlsx 记录!J2（财政供养人员数：在职人数）", "E208", "三十"),
                ("表.xlsx 预算!F2（预算整体情况：按支出类型划分：基本支出）", "E205", "800.5万元"),
            ],
        ),
        (
            {"指标": [HEADS_OF_INDICATORS, ["示例市", "shiliju", "26", *ROW[3:]], [*KEYS[:3], "甲", "部门", *ROW[5:]]]},
            [
                ("表.xlsx 指标!A2（地区）", "E853", "示例市"),
                ("表.xlsx 指标!C2（年度）", "E853", "26"),
                ("表.xlsx 指标!C3（年度）", "E853", "2026"),
                ("表.xlsx 指标!D3（项目）", "E853", "甲"),
                ("表.xlsx 记录!A2（地区）", "E301", None),
            ],
        ),
        (
            # Cells that must be filled in, each at the empty cell.
            {
                "记录": [RECORD_HEADS, [*RECORD_ROW[:6], "", *RECORD_ROW[7:]]],
                "指标": [HEADS_OF_INDICATORS, [*ROW[:8], "", *ROW[9:]]],
            },
            [("表.xlsx 指标!I2（指标值）", "E301", None), ("表.xlsx 记录!G2（金额单位）", "E301", None)],
        ),
        (
            {"记录": [RECORD_HEADS, RECORD_ROW, [*RECORD_ROW[:5], "另一个表名", *RECORD_ROW[6:]]]},
            [("表.xlsx 记录!F3（表名）", "E851", "另一个表名")],
        ),
    ],
    ids=["right", "cells", "keys", "blank", "twice"],
)
def test_mistakes_are_reported_at_their_cells(
    changed: dict[str, list[list[str]]], expected: list[tuple[str, str, str | None]]
) -> None:
    _, problems, held = read_tables(sheets(**changed), ROOT)
    assert sorted((problem.place.path, problem.code, problem.seen) for problem in problems) == sorted(expected)
    assert not held


def test_a_marked_text_is_held_at_its_cell_and_quoted_nowhere() -> None:
    rows = [HEADS_OF_INDICATORS, [*ROW[:7], "行动（密）", *ROW[8:]]]
    _, problems, held = read_tables(sheets(指标=rows), ROOT)
    assert [(hold.place.path, hold.code, hold.seen) for hold in held] == [("表.xlsx 指标!H2（三级指标）", "S401", None)]
    assert not problems


def test_a_day_of_the_publication_is_no_doubt_and_one_on_the_form_is() -> None:
    heads, row = [*PUBLICATION, "公开情况：公开日期"], [*PUBLICATION_ROW, "2026-01-05"]
    doubts = {(2, 11): (("day",), "")}
    tables = [*sheets()[:-1], RowTable("表.xlsx", "公开情况", [heads, row], doubts=doubts, has_letters=True)]
    [text] = read_tables(tables, ROOT)[0].values()
    assert "  published_on: 2026-01-05\n" in text
    assert "# ?" not in text
    marked = RowTable("表.xlsx", "指标", [HEADS_OF_INDICATORS, ROW], doubts={(2, 9): (("day",), "")}, has_letters=True)
    [text] = read_tables([*sheets()[:2], marked, sheets()[3]], ROOT)[0].values()
    assert "    # ? 这一格是日期，照年-月-日录入，请改成原件上的写法（指标!I2）\n    target: ≥2\n" in text


@pytest.mark.parametrize(
    ("sheet", "head", "place", "form"),
    [
        (
            "预算",
            "预算整体情况：按支出类型划分：基本支出",
            "表.xlsx 预算!F2（预算整体情况：按支出类型划分：基本支出）",
            "emptied",
        ),
        ("指标", "指标值", "表.xlsx 指标!K3（指标值）", "emptied"),
        ("任务", "", "表.xlsx 注释!F3（在哪一格上面）", "lost"),
    ],
)
def test_an_emptied_cell_with_a_comment_is_named_itself(sheet: str, head: str, place: str, form: str) -> None:
    path = "content/shili/jiaoyuju/2026.yml"
    text = (GOOD / path).read_text(encoding="utf-8")
    for line in ("    basic: 1674.21", "    target: 2026年12月31日前", "      content: 培训教师1600人次"):
        assert line in text
        indent = line[: len(line) - len(line.lstrip())]
        text = text.replace(line, f"{indent}# 注\n{line}")
    tables = [
        RowTable("表.xlsx", each.title, [each.heads, *each.rows], has_letters=True)
        for each in tables_of([content_file(path, text)])
    ]
    [table] = [table for table in tables if table.title == sheet]
    if head:
        at = table.rows[0].index(head)
        row = next(row for row in table.rows[1:] if row[at] in ("1674.21", "2026年12月31日前"))
        row[at] = ""
    else:
        del table.rows[2]
    _, problems, _ = read_tables(tables, ROOT)
    found = [(each.place.path, dict(each.values)["form"]) for each in problems if each.code == "E855"]
    assert found == [(place, form)]
