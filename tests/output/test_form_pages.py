"""The official form: the same cells in the same places on the page and in the spreadsheet, and none of them lost."""

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import cycle, product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from corpora import loaded_corpus
from form_reading import (
    TASK,
    WITHHELD,
    bare,
    cells,
    headings_of,
    matrix,
    merges,
    places,
    read_from,
    sheet_of,
    sheet_places,
    table_of,
    written,
)
from form_records import records
from hypothesis import HealthCheck, assume, given, settings
from openpyxl import load_workbook
from sources import ORIGINALS

from generator.forms.model import Record
from generator.output.exports.form import grid_workbook
from generator.output.exports.workbook import LONGEST
from generator.output.form_pages import FormPage, form_of
from generator.output.form_pages.grid import Grid, Key
from generator.system.manifest import pieces
from generator.tracing.original import REDACTED

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SOURCES = {found.path: found for found in loaded_corpus(ROOT).records}
RECORDS = {path: found.record for path, found in SOURCES.items()}
ZHENGFAWEI, JIWEI, JIEYANG = "zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/", "jieyang/zhengfawei/2022/"


def change(path: str, **changes: Any) -> Record:
    """A record of ours with other cells; None takes one off the form."""
    tree = written(RECORDS[path]) | changes
    return Record.model_validate({key: value for key, value in tree.items() if value is not None})


def workbook_bytes(grid: Grid) -> bytes:
    """The spreadsheet of a form."""
    return b"".join(pieces(grid_workbook(grid, "部门整体绩效目标表")))


def form_page(record: Record, path: str = JIWEI, year: int = 0) -> FormPage:
    """A record on its form, in the city and year of one of ours or in another year of that city."""
    return form_of(replace(SOURCES[path], content=record, year=year or SOURCES[path].year))


def laid_out(record: Record, path: str = JIWEI) -> Grid:
    """The grid of a record in the city and year of one of ours."""
    return form_page(record, path).grid


def read_back(grid: Grid) -> dict[Key, str]:
    """What the form says about each cell of the record that it shows."""
    return {("title",): grid.title} | {key: cell.text for cell in grid.cells for key in cell.piece.keys}


def holds(record: Record, path: str = JIWEI) -> None:
    """The whole round trip of one record."""
    grid = laid_out(record, path)
    table, sheet = table_of(grid), sheet_of(workbook_bytes(grid))
    wanted = cells(record)
    assert read_back(grid) == wanted
    assert (table.title, table.places) == (grid.title, places(grid))
    assert (sheet["A1"].value, sheet_places(sheet, 2)) == (grid.title, places(grid))
    assert read_from(grid, table.places) == wanted
    assert read_from(grid, sheet_places(sheet, 2)) == wanted
    title = {(1, 1): (1, len(grid.widths))}
    assert merges(sheet) == title | {
        (row + 2, column + 1): (tall, wide) for row, column, tall, wide in table.places if (tall, wide) != (1, 1)
    }
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    tiled = [slot for cell in grid.cells for slot in product(cell.rows, cell.columns)]
    assert sorted(tiled) == list(product(range(grid.height), range(len(grid.widths))))


@pytest.mark.parametrize("path", RECORDS)
def test_the_form_read_back_is_the_record(path: str) -> None:
    holds(RECORDS[path], path)


@pytest.mark.parametrize("path", [JIWEI, JIEYANG])
def test_forty_tasks_and_sixty_indicators(path: str) -> None:
    tree = written(RECORDS[path])
    tasks = cycle(tree["tasks"]["key"])
    many = [next(tasks) for _ in range(40)]
    holds(
        change(
            path, department="名" * 40, tasks={"key": many, "other": many[:9]}, indicators=(tree["indicators"] * 5)[:60]
        ),
        path,
    )


# Records that nobody has written yet


@pytest.mark.slow
@settings(
    max_examples=3 * settings.default.max_examples // 10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(records())
def test_no_record_loses_a_cell_on_its_form(record: Record) -> None:
    # A form that has the column withholds it with the content; no record of such a form is without it.
    tasks = [*(record.tasks.key or ()), *(record.tasks.other or ())]
    assume(any(task.expected is not None for task in tasks) or all(task.withheld != "content" for task in tasks))
    holds(record)


# Held against the forms themselves


def test_jieyangs_form_is_the_original_cell_by_cell() -> None:
    lines = ORIGINALS[JIEYANG.strip("/")].read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if "\t" in line]
    again = [number for number, row in enumerate(table) if row[0] == "一级指标"][1]
    original = [[bare(cell) for cell in row] for row in (*table[:again], *table[again + 1 :])]
    marked = ["", WITHHELD, "", "", "", ""]
    hidden = [[row[0], row[1], *marked[1:]] if row.count(REDACTED) == 3 else row for row in original]
    hidden = [[WITHHELD if cell == REDACTED else cell for cell in row] for row in hidden]
    assert matrix(laid_out(RECORDS[JIEYANG], JIEYANG)) == hidden
    assert sum(row[2] == WITHHELD for row in hidden) == 4


def test_zhanjiangs_form_of_2021_is_the_original() -> None:
    text = ORIGINALS[JIWEI.strip("/")].read_text(encoding="utf-8").split("绩效目标表\n\n")[-1]
    text = re.sub(r"</?p>|\(可选填\)", lambda found: "（可选填）" if "选" in found[0] else "", text)
    original = [[bare(cell) for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    grid = laid_out(RECORDS[JIWEI], JIWEI)
    assert matrix(grid)[:9] == original[:9]
    # After the break between its two sheets the text tells the order of the cells, but moves and repeats side names.
    side = ("年度重点工作任务", "绩效指标")
    assert [cell.text for cell in grid.cells if cell.text in side] == list(side)
    assert [bare(cell.text) for cell in grid.cells if cell.text and cell.text not in side] == [
        cell for row in original for cell in row if cell and cell not in side
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the original documents are not at hand")
def test_zhanjiangs_form_of_2023_has_the_same_cells_from_the_goal_on() -> None:
    sheet = load_workbook(SHARED / "forms/02_zhanjiang_2023_hrss_bureau.xlsx").worksheets[0]
    spread = {
        (first + row, across + column): text
        for (first, across, tall, wide), text in sheet_places(sheet, 1).items()
        for row, column in product(range(1, tall + 1), range(1, wide + 1))
    }

    def rows(numbers: range, keys: tuple[str, ...]) -> list[dict[str, str]]:
        return [{key: spread[row, column] for column, key in enumerate(keys, 2)} for row in numbers]

    tasks = {"key": rows(range(12, 15), TASK), "other": rows(range(15, 17), TASK)}
    indicators = rows(range(18, 40), ("family", "type", "name", "target"))
    grid = laid_out(change(JIWEI, goal=spread[10, 2], tasks=tasks, indicators=indicators))
    goal = next(cell.row for cell in grid.cells if cell.text == "总体绩效目标")
    assert {(row - goal, *rest): bare(text) for (row, *rest), text in places(grid).items() if row >= goal} == {
        place: bare(text) for place, text in sheet_places(sheet, 10).items()
    }


# What stands on the form and what does not


# Which drawing, and why not the one of the city and year.
DRAWINGS = """
zhanjiang 2021  zhanjiang-2021
jieyang 2022  jieyang-2022
zhanjiang 2020  data-table  none
zhanjiang 2023  data-table  zhanjiang-2023
zhanjiang 2021 supervisor  data-table  zhanjiang-2021 主管部门名称
zhanjiang 2021 total  data-table  zhanjiang-2021 财政供养人员数、在职人数、离退休人数
zhanjiang 2021 weight  data-table  zhanjiang-2021 分值权重
jieyang 2022 other  data-table  jieyang-2022 名称、主要实施内容、拟投入的资金
zhanjiang 2021 jieyang-2022  data-table  jieyang-2022 三级指标解释、对比符号、计量单位
zhanjiang 2021 central-project  data-table  none
"""
CHANGES: dict[str, dict[str, Any]] = {
    "supervisor": {"supervisor": None},
    "total": {"staff": {"total": "9"}},
    "weight": {"indicators": [row | {"weight": "5"} for row in written(RECORDS[JIWEI])["indicators"]]},
    "other": {"tasks": {"key": written(RECORDS[JIEYANG])["tasks"]["key"]}},
    "jieyang-2022": {"form": "jieyang-2022"},
    "central-project": {"form": "central-project"},
}


@pytest.mark.parametrize("line", DRAWINGS.strip().splitlines())
def test_a_record_is_laid_out_as_its_own_form_or_not_at_all(line: str) -> None:
    case, name, *why = re.split(" {2,}", line)
    city, year, *change_of = case.split()
    path = {"zhanjiang": JIWEI, "jieyang": JIEYANG}[city]
    page = form_page(change(path, **CHANGES[change_of[0]]) if change_of else RECORDS[path], path, int(year))
    assert (page.grid.name, page.is_official) == (name, not why)
    form, _, cells = "".join(why).partition(" ")
    assert (page.form.name if page.form else "none") == (form or name)
    assert [cell for cell in cells.split("、") if cell not in page.lead] == []
    assert ("不是原表的" in page.lead) == bool(why)


def test_the_table_of_our_own_has_no_room_for_what_is_not_on_the_form() -> None:
    budget = {"by_type": {"basic": "", "project": "0"}}
    short = change(JIWEI, supervisor=None, staff=None, budget=budget, tasks={"key": "", "other": ""}, indicators="")
    assert matrix(laid_out(short))[:3] == [
        ["部门", "湛江市纪委监委", *[""] * 7],
        ["预算（万元）", "按支出类型", "基本支出", "", *[""] * 5],
        ["", "", "项目支出", "0", *[""] * 5],
    ]
    assert [row[:3] for row in matrix(laid_out(short))[4:]] == [
        ["年度重点工作任务", "名称", ""],
        ["", "", ""],
        ["其他需完成的任务", "名称", ""],
        ["", "", ""],
        ["绩效指标", "一级指标", "二级指标"],
        ["", "", ""],
    ]


def test_a_row_half_withheld_keeps_what_is_open() -> None:
    row = {"name": "某项工作", "amount": "5", "withheld": "content"}
    tasks = {"key": [row], "other": [{"name": "别的", "content": "做", "amount": "1", "expected": "好"}]}
    assert [line for line in matrix(laid_out(change(JIWEI, tasks=tasks))) if WITHHELD in line] == [
        ["", "某项工作", WITHHELD, "5", WITHHELD]
    ]
    assert [
        line
        for line in matrix(laid_out(change(JIEYANG, tasks={"key": [row], "other": ""}), JIEYANG))
        if WITHHELD in line[:4]
    ] == [["", "1", "某项工作", WITHHELD, "5", "", ""]]


def test_a_form_in_yuan_says_yuan() -> None:
    for path in (JIWEI, JIEYANG):
        texts = {cell.text for cell in laid_out(change(path, unit="元"), path).cells}
        assert [text for text in texts if "万元" in text and text.startswith(("预算金额", "拟投入"))] == []


# For those who hear it, and for spreadsheets


@pytest.mark.parametrize("path", RECORDS)
def test_every_cell_is_read_under_its_headings(path: str) -> None:
    table = table_of(laid_out(RECORDS[path], path))
    assert set(table.scopes.values()) <= {"row", "col", "rowgroup", "colgroup"}
    assert [
        table.places[cell] for cell in table.places if cell not in table.scopes and not headings_of(table, cell)
    ] == []


@pytest.mark.parametrize(
    ("path", "cell", "headings"),
    [
        (ZHENGFAWEI, "38", ["财政供养人员数", "离退休人数"]),
        (ZHENGFAWEI, "1909.47", ["预算整体情况", "预算金额（万元）", "项目支出"]),
        (ZHENGFAWEI, "948", ["年度重点工作任务", "拟投入的资金（万元）", "政法信息网（二期）工程"]),
        (ZHENGFAWEI, "≥88%", ["绩效指标", "指标值", "满意度指标", "服务对象满意度指标", "群众对政法工作满意度"]),
        (JIWEI, "692", ["预算整体情况", "预算金额（万元）", "拟转移支付市县资金"]),
        (JIEYANG, "137.22", ["其他需完成任务", "拟投入金额(万元)", "政法信息网二期网络"]),
        (JIEYANG, "财政拨款", ["预算整体情况", "收入来源"]),
        (JIEYANG, "条/天", ["部门履职的整体绩效指标", "计量单位", "产出指标", "时效指标", "按时转发反邪教宣传信息"]),
    ],
)
def test_headings(path: str, cell: str, headings: list[str]) -> None:
    table = table_of(laid_out(RECORDS[path], path))
    found = next(place for place, text in table.places.items() if text == cell)
    assert headings_of(table, found) == headings


def test_the_spreadsheet_computes_nothing_and_keeps_no_clock() -> None:
    content = workbook_bytes(laid_out(RECORDS[JIEYANG], JIEYANG))
    sheet = sheet_of(content)
    signs = [cell for row in sheet.iter_rows() for cell in row if cell.value == "="]
    assert (len(signs), {(cell.data_type, cell.number_format) for cell in signs}) == (6, {("s", "@")})
    with ZipFile(BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert [
            name for name in parts.namelist() if name.startswith("docProps") or b"dcterms" in parts.read(name)
        ] == []


def test_the_spreadsheet_prints_on_a4_and_shows_its_texts_whole() -> None:
    sheet = sheet_of(workbook_bytes(laid_out(RECORDS[ZHENGFAWEI], ZHENGFAWEI)))
    assert sheet.title == "部门整体绩效目标表"
    paper = (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight)
    assert (paper, sheet.sheet_properties.pageSetUpPr.fitToPage) == ((9, "portrait", 0), True)
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows() if row[0].value}
    assert heights["主管部门名称"] < 30 < 200 < heights["总体绩效目标"] <= 409
    assert {cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row if cell.value} == {True}


def test_a_text_longer_than_a_cell_says_that_it_goes_on() -> None:
    sheet = sheet_of(workbook_bytes(laid_out(change(JIWEI, goal="长" * 40_000))))
    goal = next(row[1].value for row in sheet.iter_rows() if row[0].value == "总体绩效目标")
    assert (len(goal), goal[-16:]) == (LONGEST, "……（单元格放不下，后文见网页）")


HASHES = """
import hashlib
from pathlib import Path
from generator.content.loader import load_corpus
from generator.output.exports.form import grid_workbook
from generator.output.form_pages import form_of
for found in load_corpus(Path()).records:
    print(found.path, hashlib.sha256(grid_workbook(form_of(found).grid, "部门整体绩效目标表").content).hexdigest())
"""


@pytest.mark.slow
def test_the_same_bytes_in_other_surroundings() -> None:
    here = [
        f"{path} {hashlib.sha256(workbook_bytes(laid_out(record, path))).hexdigest()}"
        for path, record in RECORDS.items()
    ]
    surroundings = {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", HASHES], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == here
