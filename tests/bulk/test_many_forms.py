"""Lists of other programs become drafts of forms: merged cells, units, sums, codes, and everything that is unclear."""

from pathlib import Path

import pytest
from bulking import read_lists

from generator.bulk.row_tables import RowTable
from generator.text.yaml import read_text

ROOT = Path(__file__).parents[2]
HEADS = [
    "部门",
    "项目名称",
    "年度资金总额（万元）",
    "年度目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
    "权重",
]
# One row for each indicator; what is merged with the rows above is blank.
MERGED = [
    ["2026年市级项目绩效目标批复汇总表"],
    HEADS,
    ["市委政法委", "雪亮工程", "1,320.50", "建成", "产出指标", "数量指标", "摄像头", "≥", "100", "个", "40"],
    ["", "", "", "", "", "质量指标", "验收合格率", "＝", "100%", "", "20"],
    ["", "", "", "", "效益指标", "社会效益指标", "群众知晓", "定性", "提高", "", "30"],
    ["", "法治宣传", "", "", "产出指标", "数量指标", "场次", "≥", "12", "场", ""],
    ["小计", "", "1320.50", "", "", "", "", "", "", "", ""],
    ["湛江市新设局", "路灯维护", "0", "无", "产出指标", "成本指标", "单价", "≤", "500", "元", "10"],
    ["合计", "", "1320.50"],
    ["注：以上为批复数"],
]
FORMS = {
    "content/zhanjiang/zhengfawei/2026/xue-liang-gong-cheng.yml": """\
title: 2026年市级项目绩效目标批复汇总表
unit: 万元
name: 雪亮工程

budget:
  annual:
    total: 1320.50

goal: |
  建成

indicators:
  - family: 产出指标
    type: 数量指标
    name: 摄像头
    comparator: ≥
    target: 100
    unit: 个
    weight: 40
  - family: 产出指标
    type: 质量指标
    name: 验收合格率
    comparator: ＝
    target: 100%
    unit:
    weight: 20
  - family: 效益指标
    type: 社会效益指标
    name: 群众知晓
    comparator: 定性
    target: 提高
    unit:
    weight: 30
""",
    "content/zhanjiang/zhengfawei/2026/fa-zhi-xuan-chuan.yml": """\
title: 2026年市级项目绩效目标批复汇总表
unit: 万元
name: 法治宣传

budget:
  annual:
    total:

goal:

indicators:
  - family: 产出指标
    type: 数量指标
    name: 场次
    comparator: ≥
    target: 12
    unit: 场
    weight:
""",
    "content/zhanjiang/zhan-jiang-shi-xin-she-ju/2026/lu-deng-wei-hu.yml": """\
title: 2026年市级项目绩效目标批复汇总表
unit: 万元
name: 路灯维护

budget:
  annual:
    total: 0

goal: |
  无

indicators:
  - family: 产出指标
    type: 成本指标
    name: 单价
    comparator: ≤
    target: 500
    unit: 元
    weight: 10
""",
}


def listed(rows: list[list[str]], **more: object) -> RowTable:
    """A sheet of a list."""
    return RowTable("批复.xlsx", "项目", rows, has_letters=True, **more)  # type: ignore[arg-type]


def test_one_row_for_each_indicator_with_merged_cells() -> None:
    texts, problems, remarks = read_lists([listed(MERGED)], ROOT, "zhanjiang/2026")
    assert problems == []
    # Above the cells of the form is the head of a draft, below them what no list has.
    forms = {path: text.split("\n\n", 1)[1].split("\nframework:")[0] for path, text in texts.items()}
    assert forms == FORMS
    [first, *_] = texts.values()
    assert first.startswith("# 这是成批导入的草稿，取自 批复.xlsx（项目!A3），还不能公开。\n")
    assert "\n  title: 2026年市级项目绩效目标批复汇总表\n" in first
    assert "\nreview:\n  by:\n  on:\n  conclusion:\n" in first
    assert remarks == [("项目!A7", "小计或合计"), ("项目!A9", "小计或合计"), ("项目!A10", "不属于任何一份表")]
    assert "framework: before-101" in texts["content/zhanjiang/zhan-jiang-shi-xin-she-ju/2026/lu-deng-wei-hu.yml"]


OVERALL = [
    ["2026年部门整体绩效目标批复汇总表", "", "", "", ""],
    ["单位：万元"],
    ["地区", "部门名称", "预算金额", "", "总体绩效目标"],
    ["", "", "基本支出", "项目支出", ""],
    ["湛江市", "市委政法委", "1674.21", "", "平安"],
]
CODED = [
    [
        "agency_name",
        "pro_name",
        "lv1_perf_ind_name",
        "lv2_perf_ind_name",
        "lv3_perf_ind_name",
        "computesign",
        "indexval",
    ],
    ["市纪委监委", "甲", "产出指标", "数量指标", "件数", "5", "12"],
    ["", "", "", "", "", "6", "良好"],
]
RESULTS = [
    ["预算单位", "项目名称", "一级指标", "二级指标", "三级指标", "指标值", "全年完成值", "得分", "是否公开"],
    ["市纪委监委", "甲", "产出指标", "数量指标", "件数", "12", "11", "9.5", "是"],
    ["市纪委监委", "乙", "产出指标", "数量指标", "件数", "13", "13", "10", "否"],
]


@pytest.mark.parametrize(
    ("rows", "path", "cells"),
    [
        (
            OVERALL,
            "content/zhanjiang/zhengfawei/2026.yml",
            {
                "title": "2026年部门整体绩效目标批复汇总表",
                "unit": "万元",
                "department": "市委政法委",
                "budget": {"by_type": {"basic": "1674.21", "project": ""}},
                "goal": "平安\n",
                "indicators": "",
            },
        ),
        (
            CODED,
            "content/zhanjiang/jiwei/2026/jia.yml",
            {
                "title": "项目",
                "unit": "万元",
                "name": "甲",
                "indicators": [
                    {"family": "产出指标", "type": "数量指标", "name": "件数", "comparator": "≤", "target": "12"},
                    {"family": "产出指标", "type": "数量指标", "name": "", "comparator": "定性", "target": "良好"},
                ],
            },
        ),
        (
            RESULTS,
            "content/zhanjiang/jiwei/2026/jia.results.yml",
            {
                "title": "项目",
                "unit": "万元",
                "name": "甲",
                "indicators": [
                    {
                        "family": "产出指标",
                        "type": "数量指标",
                        "name": "件数",
                        "target": "12",
                        "actual": "11",
                        "score": "9.5",
                    }
                ],
            },
        ),
    ],
    ids=["departments", "codes", "results"],
)
def test_lists_of_other_kinds(rows: list[list[str]], path: str, cells: dict[str, object]) -> None:
    texts, problems, _ = read_lists([listed(rows)], ROOT, "zhanjiang/2026")
    assert problems == []
    assert [*texts] == [path]
    root = read_text(path, texts[path].encode()).root
    assert root is not None
    assert {
        key: value for key, value in root.items() if key not in ("framework", "source", "disclosure", "review")
    } == cells


def test_a_list_without_title_or_indicators_leaves_doubts() -> None:
    [text] = read_lists([listed(OVERALL[2:])], ROOT, "zhanjiang/2026")[0].values()
    assert "# ? 清单里没有绩效指标，请对照原件补上（项目!A3）\nindicators:\n" in text
    assert "# ? 清单里没有表名，这里照表式或工作表的名称写的，请对照原件（项目!A3）\ntitle: 项目\n" in text


def test_a_column_of_projects_has_the_name_that_the_form_of_the_city_prints(tmp_path: Path) -> None:
    city = tmp_path / "content/jia"
    (city / "forms").mkdir(parents=True)
    (city / "jurisdiction.yml").write_text(
        "name: 甲市\nlevel: 市\ncode: 530000\nfinance_bureau: 甲市财政局\nroster:\n", encoding="utf-8"
    )
    (city / "forms/liebiao.yml").write_text(
        "title: 表\nfor: {code: 530000, kind: project}\nunit: 元\nwidths: 1 1 1 1 1 1\nsheet: |\n"
        "  单位名称、项目名称 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值\n"
        "  {name!} | {goal!} | {indicators.family!~} | {.type!~} | {.name!} | {.target!}\n",
        encoding="utf-8",
    )
    heads = ["单位名称、项目名称", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
    rows = [["表"], heads, *([name, "完成", "产出指标", "数量指标", "座数", "5座"] for name in ("甲", "乙"))]
    texts, problems, _ = read_lists([listed(rows)], tmp_path, "jia/ju/2026")
    assert ([*texts], problems) == (["content/jia/ju/2026/jia.yml", "content/jia/ju/2026/yi.yml"], [])


def test_names_of_persons_in_texts_of_a_list_are_not_written() -> None:
    [text, *_] = read_lists([listed(changed(3, 9, "里程（联系人：李小四）"))], ROOT, "zhanjiang/2026")[0].values()
    assert ("李小四" in text, "里程（联系人：）" in text, "# ? 这一格里有个人的姓名" in text) == (False, True, True)


def changed(row: int, column: int, text: str) -> list[list[str]]:
    """The list with another text in one cell."""
    rows = [[*each, *[""] * (len(HEADS) - len(each))] for each in MERGED]
    rows[row - 1][column - 1] = text
    return rows


@pytest.mark.parametrize(
    ("rows", "to", "expected"),
    [
        (changed(2, 11, "备注"), "zhanjiang/2026", [("项目!K2（备注）", "E850")]),
        (changed(2, 11, "计算值：权重"), "zhanjiang/2026", []),
        (changed(2, 11, "度量单位"), "zhanjiang/2026", [("项目!K2（度量单位）", "E850")]),
        (changed(2, 3, "年度资金总额"), "zhanjiang/2026", [("项目!A1", "E860")]),
        (changed(1, 2, "单位：元"), "zhanjiang/2026", [("项目!A1", "E860")]),
        (changed(4, 3, "1320.5"), "zhanjiang/2026", [("项目!C4（年度资金总额（万元））", "E851")]),
        (changed(3, 3, "约1320万元"), "zhanjiang/2026", [("项目!C3（年度资金总额（万元））", "E205")]),
        (changed(3, 5, ""), "zhanjiang/2026", [("项目!E3（一级指标）", "E303"), ("项目!E4（一级指标）", "E303")]),
        (changed(3, 4, "看\u200b不见"), "zhanjiang/2026", [("项目!D3（年度目标）", "E105")]),
        (changed(2, 8, "computesign"), "zhanjiang/2026", []),
        (MERGED, "", [(f"项目!A{row}", "E853") for row in (3, 3, 6, 6, 8, 8)]),
        # Another body, and no project of its own.
        ([*MERGED[:5], ["市纪委监委", "", "1", *MERGED[5][3:]]], "zhanjiang/2026", [("项目!B6（项目名称）", "E853")]),
        ([["部门", "项目"], ["甲", "乙"]], "zhanjiang/2026", [("项目!A1", "E850")]),
    ],
)
def test_what_is_unclear_is_reported_at_its_cell(
    rows: list[list[str]], to: str, expected: list[tuple[str, str]]
) -> None:
    _, problems, _ = read_lists([listed(rows)], ROOT, to)
    found = [(problem.place.path.removeprefix("批复.xlsx "), problem.code) for problem in problems]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (changed(1, 1, "2026年市级项目绩效目标批复汇总表（机密）"), ["项目!A1"]),
        (changed(1, 3, "密级：秘密"), ["项目!C1"]),
        ([["密级：机密★20年  单位：万元"], *MERGED], ["项目!A1"]),
        ([["密级", "机密"], *MERGED], ["项目!A1", "项目!B1"]),
        (changed(2, 11, "权重（秘密）"), ["项目!K2"]),
        (changed(7, 4, "秘密★10年"), ["项目!D7"]),
        ([*MERGED, ["", "", "", "机密★20年"]], [f"项目!D{len(MERGED) + 1}"]),
        ([MERGED[0], [*HEADS, ""], [*MERGED[2], "秘密"], *MERGED[3:]], ["项目!L3"]),
        ([MERGED[0], [*HEADS, "计算值：密级"], [*MERGED[2], "秘密"], *MERGED[3:]], ["项目!L3"]),
    ],
)
def test_a_mark_that_is_of_no_value_refuses_a_list(rows: list[list[str]], places: list[str]) -> None:
    _, problems, _ = read_lists([listed(rows)], ROOT, "zhanjiang/2026")
    assert [dict(problem.values)["at"] for problem in problems if problem.code == "E825"] == places


def test_a_sign_that_is_a_code_of_two_meanings_is_refused() -> None:
    rows = [*CODED[:1], [*CODED[1][:5], "1", "12"]]
    [problem] = read_lists([listed(rows)], ROOT, "zhanjiang/2026")[1]
    assert (problem.code, problem.seen) == ("E852", "1")
