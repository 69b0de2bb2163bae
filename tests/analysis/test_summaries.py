"""The summary tables of a city and year: rows, totals, what is missing, and the same in every format."""

import csv
import io
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from corpora import loaded_facts, three_documents
from openpyxl import load_workbook
from reading import HERE

from generator.analysis.site_facts import Facts
from generator.analysis.summaries import SummaryTable, SummaryTotal, summaries
from generator.content.config import read_config
from generator.output.exports.outputs import Export
from generator.output.exports.summaries import summary_files
from generator.system.manifest import pieces

OURS = three_documents()
PROJECTS = HERE / "content" / "projects"


def facts(root: Path) -> Facts:
    """The facts of a site."""
    return loaded_facts(root)


def told(table: SummaryTable) -> dict[str, object]:
    """A table as a person would write it down."""
    return {
        "rows": [(line.facts.name, *map(str, line.money), len(line.targets)) for line in table.lines],
        "sums": [(str(found.amount), found.missing) for found in table.sums],
        "unit": table.unit,
        "counts": (table.indicators, table.withheld),
        "unpublished": table.unpublished,
    }


@pytest.mark.parametrize(
    ("root", "path", "expected"),
    [
        (
            OURS,
            "zhanjiang/2021/departments/",
            {
                "rows": [
                    ("湛江市纪委监委", "15724.94", "4993.74", "10731.2", 12),
                    ("中共湛江市委政法委员会", "3583.68", "1674.21", "1909.47", 19),
                ],
                "sums": [("19308.62", 0), ("6667.95", 0), ("12640.67", 0)],
                "unit": "万元",
                "counts": (31, 0),
                "unpublished": (),
            },
        ),
        (
            OURS,
            "jieyang/2022/departments/",
            {
                "rows": [("中共揭阳市委政法委员会", "1823.37", "1263.12", "560.25", 12)],
                "sums": [("1823.37", 0), ("1263.12", 0), ("560.25", 0)],
                "unit": "万元",
                "counts": (12, 5),
                "unpublished": (),
            },
        ),
        (
            PROJECTS,
            "shili/2026/projects/",
            {
                "rows": [
                    ("示例学校新建工程", "1200", "1000", "None", 2),
                    ("校舍维修", "300.5", "280.5", "None", 6),
                ],
                "sums": [("1500.5", 0), ("1280.5", 0), ("None", 2)],
                "unit": "万元",
                "counts": (8, 0),
                "unpublished": (),
            },
        ),
        (
            PROJECTS,
            "putuo/2023/projects/",
            {
                "rows": [
                    ("公共服务设施运行经费", "10903043.00", "11419043.00", "10903043.00", 9),
                    ("新建万里街道社区公共服务中心", "4100000.00", "4100000.00", "4100000.00", 5),
                ],
                "sums": [("1500.3043", 0), ("1551.9043", 0), ("1500.3043", 0)],
                "unit": "元",
                "counts": (14, 0),
                "unpublished": (),
            },
        ),
    ],
)
def test_rows_stand_as_the_forms_have_them_and_totals_are_in_wan_yuan(
    root: Path, path: str, expected: dict[str, object]
) -> None:
    table = next(found for found in summaries(facts(root)) if found.path == path)
    assert told(table) == expected


def test_a_table_is_there_only_where_it_has_rows() -> None:
    assert [table.path for table in summaries(facts(OURS))] == [
        "jieyang/2022/departments/",
        "zhanjiang/2021/departments/",
    ]
    assert [table.path for table in summaries(facts(PROJECTS))] == [
        "putuo/2023/projects/",
        "shili/2026/departments/",
        "shili/2026/projects/",
    ]


def test_who_is_on_the_roster_and_has_no_form_is_named() -> None:
    good = facts(HERE / "content" / "good")
    assert {table.path: table.unpublished for table in summaries(good)} == {
        "shili/2026/departments/": ("示例市公园局",),
        "shili/2025/departments/": ("示例市教育局",),
    }


def comparable(value: Any) -> Decimal | str:
    """A number as its exact value, a text as it is."""
    return Decimal(str(value)) if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", str(value)) else str(value or "")


@pytest.mark.parametrize("root", [OURS, PROJECTS], ids=["ours", "projects"])
def test_csv_and_spreadsheet_say_the_same_and_numbers_are_numbers(root: Path) -> None:
    files = {path: b"".join(pieces(one)) for path, one in summary_files(Export(facts(root), read_config(root), {}))}
    for path in [path for path in files if path.endswith(".csv")]:
        rows = list(csv.reader(io.StringIO(files[path].decode("utf-8-sig"))))
        sheet = load_workbook(BytesIO(files[path.replace(".csv", ".xlsx")])).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [[comparable(text.removeprefix("'")) for text in row] for row in rows] == [
            [comparable(value) for value in row] for row in cells
        ]
        figures = {type(cell) for row in cells[1:] for cell in row if isinstance(comparable(cell), Decimal)}
        assert figures <= {int, float}
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_the_last_row_holds_the_totals() -> None:
    export = Export(facts(PROJECTS), read_config(PROJECTS), {})
    files = {path: b"".join(pieces(content)) for path, content in summary_files(export)}
    rows = list(csv.reader(io.StringIO(files["shili/2026/projects/summary.csv"].decode("utf-8-sig"))))
    assert rows[0] == [
        *("序号", "部门", "项目", "年度资金总额", "其中：财政拨款", "项目资金总额"),
        *("金额单位", "指标数", "依规不公开项数", "总体绩效目标", "绩效指标和指标值"),
    ]
    assert rows[-1] == ["", "合计（计算值）", "", "1500.5", "1280.5", "（2 张表没有这一栏）", "万元", "8", "0", "", ""]
    assert (
        SummaryTotal(None, 0, 2)
        == next(t for t in summaries(facts(PROJECTS)) if t.path == "shili/2026/projects/").sums[2]
    )
