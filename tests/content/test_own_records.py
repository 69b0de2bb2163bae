"""Forms with cells of their own: recorded under their printed names, as their drawings have them."""

import pickle
import re
from pathlib import Path

import pytest
from corpora import forms_with_own_cells
from reading import HERE

from generator.cli.check import check_path
from generator.cli.scaffold import draft_record
from generator.content.loader import Loader
from generator.forms.cells import own_cells
from generator.problems import Problem
from generator.words import format_problem

OWN = HERE / "content/own"
WITHOUT = "content/shili/yuanlinju/2025.yml"
RECORD, PROJECT = "content/zhanjiang/rensheju/2023.yml", "content/shili/shiliju/2026/weihu.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with such forms."""
    return forms_with_own_cells(tmp_path / "own")


def reported(root: Path) -> list[str]:
    """The problems of a path, and the warnings that a record is not shown on its own form."""
    result = check_path(root)
    every: list[Problem] = [*result.problems, *(each for each in result.warnings if each.code == "W421")]
    return [format_problem(each) for each in every]


def test_the_forms_as_they_were_printed_pass(project: Path) -> None:
    assert reported(project) == []
    assert [reported(project / path) for path in (RECORD, PROJECT)] == [[], []]


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        (
            RECORD,
            "    财政专项资金:",
            "    财政专项资全:",
            ":16:5: 表式里没有“预算整体情况 事业发展性支出 财政专项资全”这个栏目；"
            "“zhanjiang-2023”表式里相近的是 财政专项资金 [E826]",
        ),
        (
            RECORD,
            "budget:\n",
            "other:\n  编制数: 7\nbudget:\n",
            ":9:8: 表式里没有“表上其他栏目 编制数”这个栏目；“zhanjiang-2023”表式没有它：请照原表改正栏目名",
        ),
        (
            PROJECT,
            "form: rongchang-project\n",
            "",
            ":9:5: 表式里没有“项目资金 年度资金 中央资金”这个栏目；这份记录没有表式：请在 form 里写明表式",
        ),
    ],
)
def test_a_cell_that_no_drawing_has_is_refused(path: str, before: str, after: str, told: str, project: Path) -> None:
    file = project / path
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")
    found = reported(project)
    assert found[0].startswith(path + told)
    assert found == [each.replace(file.as_posix(), path) for each in reported(file) if "E826" in each]


# One cause has one message: a column of the form's own that is misspelt or missing in one row, and in all.
COLUMNS = [
    ("40次, 绩效标准: ", "40次, 绩效标淮: ", ["50:63 E826"]),
    (", 绩效标准: ", ", 绩效标淮: ", ["50:63 E826"]),
    ("40次, 绩效标准: 计划标准}", "40次}", ["50:5 E318"]),
    (", 绩效标准: 计划标准}", "}", ["50:5 E318", "52:5 E318"]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after", "told"), COLUMNS)
def test_a_wrong_column_is_reported_once(before: str, after: str, told: list[str], project: Path) -> None:
    file = project / "content/shili/banshichu/2021.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    for result in (check_path(project), check_path(file)):
        found = [f"{each.place.line}:{each.place.column} {each.code}" for each in result.problems]
        assert found == told


def test_a_form_of_another_year_hears_which_shipped_drawing_has_its_title_and_cells(project: Path) -> None:
    file = project / RECORD
    file.rename(file.with_stem("2026"))
    [found] = [each for each in reported(project) if "E826" in each]
    assert "；这份记录没有表式；标题和栏目与“zhanjiang-2023”表式相同：请对照原表，就是它的，在 form 里写明" in found


# The amounts of tasks by source: 260 + 40 = 300 and 80.50 + 0 = 80.50, with their sums below.
MONEY_COLUMNS = """
财政拨款: 260.00 => 财政拨款: 约260
    E204 任务 年度重点工作任务 第1行 财政拨款
财政拨款: 260.00 => 财政拨款: 1,260.00
    E204 任务 年度重点工作任务 第1行 财政拨款
财政拨款: 260.00 => 财政拨款: {text: 约260万元, value: 261}
    E222 任务 年度重点工作任务 第1行 财政拨款
    V07 任务 年度重点工作任务 第1行 总额
    V07 金额合计 财政拨款
财政拨款: 260.00 => 财政拨款: {text: 约260万元, value: 260}
财政拨款: 260.00 => 财政拨款: {text: 见附件}
    W424 见附件
财政拨款: 260.00 => 财政拨款:
财政拨款: 260.00 => 财政拨款: 250.00
    V07 任务 年度重点工作任务 第1行 总额
    V07 金额合计 财政拨款
金额合计 财政拨款: 340.50 => 金额合计 财政拨款: 三百
    E204 表上其他栏目 金额合计 财政拨款
金额合计 财政拨款: 340.50 => 财政拨款: 340.50
    E826 表上其他栏目 财政拨款
"""


@pytest.mark.slow
@pytest.mark.parametrize("case", re.findall("(.+)\n((?: {4}.+\n)*)", MONEY_COLUMNS))
def test_columns_of_money_are_read_and_added_up_as_money(case: tuple[str, str], project: Path) -> None:
    file = project / "content/shili/jianceju/2020.yml"
    before, after = case[0].split(" => ")
    file.write_text(file.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    result = check_path(project)
    told = [f"{each.code} {dict(each.values).get('cell', each.seen)}" for each in (*result.problems, *result.warnings)]
    told += [f"V07 {each.finding.cell}" for each in result.findings if each.finding.rule == "V07"]
    of_money = [each for each in told if each.startswith(("E", "W424", "V07"))]
    assert of_money == [line.strip() for line in case[1].splitlines()]


def test_columns_of_money_are_cells_of_money_in_every_process(project: Path) -> None:
    file = project / "content/shili/jianceju/2020.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("其他资金: 40.00", "其他资金:", 1).replace("其他资金: 0", "其他资金: {text: 见附件}", 1)
    )
    source = next(form for form in Loader(project).corpus().forms if form.path == "shili/jianceju/2020/")
    for form in (source.record, pickle.loads(pickle.dumps(source.record))):  # noqa: S301
        assert [(cell.title, cell.kind, cell.text) for cell in own_cells(form)] == [
            ("财政拨款", "money", "260.00"),
            ("其他资金", "money", ""),
            ("财政拨款", "money", "80.50"),
            ("其他资金", "money", "见附件"),
            ("金额合计 总额", "money", "380.50"),
            ("金额合计 财政拨款", "money", "340.50"),
            ("金额合计 其他资金", "money", "40.00"),
        ]


WITHHELD_TASK = """withheld: amount
      basis: 某办法第三条
      decided_on: 2020-01-02
      decided_by: 示例省示例厅
"""


def test_no_figure_of_a_column_of_money_is_shown_beside_a_withheld_amount(project: Path) -> None:
    file = project / "content/shili/jianceju/2020.yml"
    text = file.read_text(encoding="utf-8").replace("conclusion: 同意公开", "conclusion: 部分公开")
    row = "amount: 80.50\n      财政拨款: 80.50\n      其他资金: 0\n"
    assert row in text
    file.write_text(text.replace(row, WITHHELD_TASK), encoding="utf-8")
    found = [(dict(each.values)["form"], dict(each.values)["cell"]) for each in check_path(project).problems]
    assert found == [
        ("task", "任务 年度重点工作任务 第1行 财政拨款"),
        ("task", "任务 年度重点工作任务 第1行 其他资金"),
        ("cell", "表上其他栏目 金额合计 总额"),
        ("cell", "表上其他栏目 金额合计 财政拨款"),
        ("cell", "表上其他栏目 金额合计 其他资金"),
    ]
    # The columns of the row itself are withheld with its amount.
    file.write_text(text.replace("amount: 80.50\n      ", f"{WITHHELD_TASK}      "), encoding="utf-8")
    assert [each.code for each in check_path(project).problems] == ["S402"]


def test_the_value_of_an_amount_in_words_is_one_of_its_figures(project: Path) -> None:
    path = "content/yueyangxian/nongyeju/2022/gaobiaozhun-nongtian.yml"
    file = project / path
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("      value: 854\n    fiscal", "      value: 845\n    fiscal"), encoding="utf-8")
    [found] = reported(project)
    assert found.startswith(f"{path}:11:5: “项目资金 年度资金 年度资金总额”的 value 写 845 万元，格子里的字没有这个数")
    assert [each.replace(file.as_posix(), path) for each in reported(file)] == [found]


def test_a_draft_has_the_cells_of_its_form(project: Path) -> None:
    draft_record(project, "zhanjiang", "rensheju", "2024", "", "zhanjiang-2023")
    draft_record(project, "shili", "shiliju", "2026", "other", "rongchang-project")
    record, other = (
        (project / path).read_text(encoding="utf-8")
        for path in ("content/zhanjiang/rensheju/2024.yml", "content/shili/shiliju/2026/other.yml")
    )
    assert "  development:\n    # 预算整体情况 财政专项资金\n    财政专项资金:\n" in record
    assert "    # 资金情况 2.市级资金\n    市级资金:\n" in other
    assert "other:\n  # 申报单位\n  申报单位:\n" in other


def test_a_form_may_lack_whole_blocks(project: Path) -> None:
    """Money, tasks and goal may be missing where no drawing of the form has them, and the goal may be blank."""
    file = project / WITHOUT
    assert reported(file) == []
    codes = [checked.finding.rule for checked in check_path(project).findings if checked.place.path.startswith(WITHOUT)]
    assert {"V43", "V10"}.isdisjoint(codes)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("goal: |\n  完成示例设施的维护。\n", "goal:\n"), encoding="utf-8")
    assert reported(project) == []


FORGOTTEN = [
    (
        RECORD,
        "  total: 750\nsubordinate_units: 10\n",
        "  total: 750\n",
        (1, "下属二级单位数", "请加上 subordinate_units:，照"),
    ),
    (RECORD, "staff:\n  total: 750\n", "", (1, "财政供养人员数", "请加上 staff:，下一层写 total，")),
    (
        RECORD,
        "    transfers:\n",
        "",
        (18, "预算整体情况 按预算级次划分 拟用于对下转移支付资金", "请加上 transfers:，照原表写"),
    ),
    (RECORD, "    财政专项资金:\n", "", (15, "预算整体情况 事业发展性支出 财政专项资金", "请加上 财政专项资金:，照")),
    (
        RECORD,
        "  by_level:\n    own_level:\n    transfers:\n",
        "",
        (8, "预算整体情况 按预算级次划分", "请加上 by_level:，下一层写 own_level、transfers，"),
    ),
    (PROJECT, "    区级资金:\n", "", (8, "资金情况 区级资金", "请加上 区级资金:，照原表写")),
    (PROJECT, '    unit: 处\n|    unit: 人\n|    unit: "%"\n', "", (22, "绩效指标 计量单位", "请在每一行加上 unit:，")),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "before", "after", "expected"), FORGOTTEN)
def test_a_cell_that_its_drawing_has_was_forgotten(
    path: str, before: str, after: str, expected: tuple[int, str, str], project: Path
) -> None:
    file = project / path
    text = file.read_text(encoding="utf-8")
    for part in before.split("|"):
        assert text.count(part) == 1
        text = text.replace(part, after)
    file.write_text(text, encoding="utf-8")
    line, cell, remedy = expected
    [found] = reported(project)
    assert re.match(f"{path}:{line}:[0-9]+: 漏了“{cell}”；{remedy}", found)
    assert [each.replace(file.as_posix(), path) for each in reported(file)] == [found]


@pytest.mark.parametrize(("key", "end"), [("budget", "goal"), ("goal", "tasks"), ("tasks", "indicators")])
def test_a_block_that_its_drawing_has_was_forgotten(key: str, end: str, project: Path) -> None:
    file = project / RECORD
    text = file.read_text(encoding="utf-8")
    start = text.index(f"{key}:\n" if key != "goal" else "goal: |")
    file.write_text(text[:start] + text[text.index(f"\n{end}:") + 1 :])
    [found] = reported(project)
    assert f"；请加上 {key}:，" in found and "[E827]" in found
    assert any("E827" in each for each in reported(file))


def test_the_other_absences_are_none(project: Path) -> None:
    """A blank cell, 无 and zero are not forgotten."""
    file = project / RECORD
    text = file.read_text(encoding="utf-8")
    for value in ("", " 无", " 0"):
        file.write_text(text.replace("    transfers:\n", f"    transfers:{value}\n"), encoding="utf-8")
        assert reported(project) == []
