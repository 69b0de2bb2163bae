"""The titles that drawings print for fields and groups, and what a form without a drawing has instead."""

import pytest
from corpora import loaded_corpus
from reading import HERE

from generator.forms.drawings.collection import all_shipped, shipped_drawings
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import SHAPES, fields_of
from generator.forms.fields import field_title
from generator.forms.model import AnnualFunds, Project

# The printed words for fields that have another standard name, and those for groups.
PRINTED = """
central-project
    indicators 绩效指标
    supervisor 主管部门及代码
    indicators.weight 分值权重（90）
fuliang-department
    department 部门名称
    goal 年度绩效总目标
    indicators.comparator 计算符号
    indicators.target 目标值
    indicators.unit 度量单位
    indicators.definition 指标值说明
hunan-list
    name 单位(专项)名称
    budget.annual.total 资金总额
    overall_goal 实施期绩效目标
    indicators.definition 指标值内容
    indicators.unit 度量单位
hunan-rural
    budget 资金情况
    budget.annual 资金情况
    goal 年度目标
jieyang-2022
    budget 预算整体情况
    budget.by_type 部门预算支出
    budget.by_source 收入来源
    tasks.key 年度重点工作任务
    tasks.other 其他需完成任务
    indicators 部门履职的整体绩效指标
    department 部门名称
    supervisor 资金主管部门
    tasks.key.amount 拟投入金额
    tasks.other.amount 拟投入金额
ningde-department
    budget 年度预算安排
    budget.by_type 年度预算安排
    tasks 年度履职目标
    tasks.key 年度履职目标
    department 部门(单位)名称
    goal 年度总体目标
    tasks.key.content 年度目标任务
    tasks.key.name 支出项目名称
    tasks.key.amount 预算金额
    indicators.definition 指标解释
    indicators.target 目标值
rongchang-project
    budget 资金情况
    budget.annual 资金情况
    name 项目(专项)名称
    implementer 具体实施单位
    nature 项目属性
    narrative.overview 项目概况及立项依据
    overall_goal 项目总体目标
    goal 项目年度目标
    indicators.comparator 指标性质
shaanxi-2020
    department 部门名称
    tasks.key.name 任务名称
    tasks.key.content 主要内容
    tasks.key.amount 总额
    goal 年度总体目标
shanghai-project
    budget 项目资金
    indicators 绩效指标
    budget.annual.total 年度资金申请总额
    budget.annual.fiscal 当年财政拨款
    indicators.target 年度(/项目)指标值
sichuan-list
    implementer 单位名称
    budget.annual.total 预算数
    goal 年度目标
    indicators.comparator 指标性质
    indicators.unit 度量单位
    indicators.weight 权重
wuhan-special
    budget 资金情况
    budget.annual 资金情况
    indicators 绩效指标
    supervisor 项目主管部门
    implementer 项目执行单位
    goal 年度目标
    indicators.name 指标内容
xiangtan-project
    name 项目支出名称
    supervisor 预算部门
    overall_goal 实施期绩效目标
    goal 本年度绩效目标
    indicators.target 指标值及单位
zhanjiang-2021
    staff 财政供养人员数
    budget 预算整体情况
    budget.by_type 按支出类型划分
    budget.by_source 按收入来源划分
    budget.by_level 按预算级次划分
    tasks.key 年度重点工作任务
    tasks.other 其他需完成的任务
    indicators 绩效指标
    budget.by_level.own_level 市本级使用资金
    budget.by_level.transfers 拟转移支付市县资金
zhanjiang-2023
    budget 预算整体情况
    budget.by_type 部门预算支出
    budget.by_source 收入来源
    budget.development 事业发展性支出
    budget.by_level 按预算级次划分
    tasks.key 年度重点工作任务
    tasks.other 其他需完成的任务
    indicators 绩效指标
    department 部门名称
    subordinate_units 下属二级单位数
    budget.by_level.own_level 市本级使用资金
    budget.by_level.transfers 拟用于对下转移支付资金
"""
OF_TARGETS = [each for each in shipped_drawings() if not each.kind.endswith("results")]


def own_words(drawing: FormDrawing) -> list[str]:
    """The titles of a drawing that are no standard names, as `key title`, those of groups first."""
    standard = {path: field.title for path, field in fields_of(drawing.kind).items()}
    own = {slot.path for slot in drawing.slots if slot.is_own}
    return [
        f"{'.'.join(path)} {title}"
        for path, title in drawing.titles.items()
        if standard.get(path) != title and path not in own
    ]


def test_what_each_shipped_drawing_prints() -> None:
    lines = [f"{each.name}\n" + "".join(f"    {words}\n" for words in own_words(each)) for each in OF_TARGETS]
    assert "".join(["\n", *lines]) == PRINTED


@pytest.mark.parametrize("drawing", all_shipped().values(), ids=lambda drawing: drawing.name)
def test_a_title_is_made_of_printed_words_alone(drawing: FormDrawing) -> None:
    names = {slot.name for slot in drawing.slots if slot.name}
    printed = {"".join(part for part in cell.parts if isinstance(part, str)) for cell in drawing.cells}
    assert [title for title in drawing.titles.values() if title not in names and not holds(printed, title)] == []


def holds(printed: set[str], title: str) -> bool:
    """Whether a title is in some printed words, apart from the brackets of a unit."""
    return any(title in words or title in words.replace("（）", "").replace("()", "") for words in printed)


@pytest.mark.parametrize(
    ("drawing", "path", "title", "full"),
    [
        ("zhanjiang-2021", ("tasks", "other", 1, "amount"), "拟投入的资金", "任务 其他需完成的任务 第2行 拟投入的资金"),
        ("jieyang-2022", ("tasks", "other", 1, "amount"), "拟投入金额", "任务 其他需完成任务 第2行 拟投入金额"),
        ("jieyang-2022", ("staff", "total"), "财政供养人员数", "财政供养人员数"),
        (
            "jieyang-2022",
            ("budget", "by_level", "own_level"),
            "本级使用资金",
            "预算整体情况 按预算级次划分 本级使用资金",
        ),
        ("shanghai-project", ("budget", "whole", "total"), "项目资金总额", "项目资金 项目全部资金 项目资金总额"),
        ("rongchang-project", ("budget", "annual", "市级资金"), "市级资金", "资金情况 市级资金"),
        ("", ("budget", "by_level", "transfers"), "对下转移支付资金", "预算整体情况 按预算级次划分 对下转移支付资金"),
        ("", ("budget", "by_type", "专项"), "专项", "预算整体情况 按支出类型划分 专项"),
    ],
)
def test_the_title_of_a_cell(drawing: str, path: tuple[str | int, ...], title: str, full: str) -> None:
    found = all_shipped()[drawing or "data-table"]
    titles = FormTitles(SHAPES[found.kind], found.titles if drawing else {})
    assert (titles.title(*path), titles.full_title(*path)) == (title, full)


HEAD = "title: 表\nfor: {kind: %s}\nunit: 万元\nwidths: 1 1 1 1\nsheet: |\n"
# What every form has.
ROWS = "\n  三级指标 | 指标值 | <2\n  {indicators.name} | {.target} | <2\n"
RESULT_ROWS = "\n  三级指标 | 指标值 | 完成值 | <1\n  {indicators.name} | {.target} | {.actual} | <1\n"


@pytest.mark.parametrize(
    ("kind", "sheet", "expected"),
    [
        # Words before a value are its name, those after it are not.
        (
            "project",
            "  总额 | {budget.annual.total}（{unit}） | 起止 | {starts}至{ends}\n",
            {"budget.annual.total": "总额"},
        ),
        # Signs that say how to fill in the form are no part of a name.
        ("project", "  *（1）项目名称： | {name} | <2\n", {"name": "项目名称"}),
        (
            "project",
            "  其中：1.当年拨款（{unit}） | {budget.annual.fiscal} | <2\n",
            {"budget.annual.fiscal": "当年拨款"},
        ),
        ("project", "  2023年目标 | {goal} | <2\n", {"goal": "2023年目标"}),
        ("project", "  目标（必填） | {goal} | <2\n", {"goal": "目标"}),
        (
            "project",
            "  1、资金来源：（1）当年拨款 | {budget.annual.fiscal} | <2\n",
            {"budget.annual.fiscal": "当年拨款"},
        ),
        # A sentence beside a name says what to fill in.
        ("project", "  总目标 | 根据职责，照规划归纳 | {goal} | ''\n", {"goal": "总目标"}),
        ("project", "  根据职责，照规划归纳 | {goal} | <2\n", {"goal": "根据职责，照规划归纳"}),
        ("project", "  名称（单位，全称） | {name} | <2\n", {"name": "名称（单位，全称）"}),
        # A name that the drawing writes out.
        ("project", "  说明 | {goal=当年目标} | <2\n", {"goal": "当年目标"}),
        ("project", "  执行率分值（{execution_weight}） | <3\n", {"execution_weight": "执行率分值"}),
        # One heading over two fields of a group is that of the group.
        ("department", "  人数 | {staff.in_service} | {staff.retired} | ''\n", {"staff": "人数"}),
        (
            "department",
            "  支出 | 基本 | {budget.by_type.basic} | ''\n  ^ | 项目 | {budget.by_type.project} | ''\n",
            {
                "budget": "支出",
                "budget.by_type": "支出",
                "budget.by_type.basic": "基本",
                "budget.by_type.project": "项目",
            },
        ),
        # Lines below the headings of years have the names of their rows.
        (
            "department",
            "  来源 | 上年数 | 本年数 | 备注\n"
            "  合计 | {budget.prior.} | {budget.by_source.total} | {}\n"
            "  其他收入 | {budget.prior.} | {budget.by_source.other} | {}\n",
            {
                "budget.prior": "上年数",
                "budget.by_source": "本年数",
                "budget.by_source.total": "合计",
                "budget.by_source.other": "其他收入",
            },
        ),
        # Several sums in a row have the names of their columns too.
        (
            "project-results",
            "  资金 | 预算数 | 分值 | 得分\n"
            "  总额 | {execution.total.adjusted} | {.weight} | {.score}\n"
            "  总分 | '' | {weight_total} | {score_total}\n",
            {
                "execution": "总额",
                "execution.total": "总额",
                "execution.total.adjusted": "预算数",
                "weight_total": "总分 分值",
                "score_total": "总分 得分",
            },
        ),
        # A heading over fields of two groups is that of neither.
        (
            "department",
            "  情况 | 人数 | {staff.total} | ''\n  ^ | 单位数 | {subordinate_units} | ''\n",
            {"staff.total": "人数", "subordinate_units": "单位数"},
        ),
    ],
)
def test_the_titles_of_a_drawing(kind: FormKind, sheet: str, expected: dict[str, str]) -> None:
    rows = RESULT_ROWS if kind.endswith("results") else ROWS
    drawing, problems = read_drawing("a.yml", f"{HEAD % kind}{sheet}{rows}".encode())
    assert drawing, problems
    titles = {".".join(path): title for path, title in drawing.titles.items() if path[0] != "indicators"}
    assert titles == expected


def test_the_lines_of_a_group_stand_in_the_order_of_the_form() -> None:
    rows = ("{budget.annual.total}", "自筹 | {budget.annual.自筹}", "{budget.annual.other}", "{budget.annual.fiscal}")
    sheet = "".join(f"  {row if '|' in row else f'金额{at} | {row}'} | <2\n" for at, row in enumerate(rows))
    drawing, problems = read_drawing("a.yml", f"{HEAD % 'project'}{sheet}{ROWS}".encode())
    assert drawing, problems
    titles = FormTitles(Project, drawing.titles, drawing.order)
    funds = AnnualFunds.model_validate({"total": "3", "fiscal": "1", "自筹": "1", "other": "1"})
    order = ["total", "自筹", "other", "fiscal"]
    assert [key for key, *_ in titles.cells(funds, "budget", "annual")] == order
    # A line that is not drawn has no place: all keep the order of the fields, 其他资金 last.
    more = AnnualFunds.model_validate({"total": "3", "fiscal": "1", "借款": "1", "other": "1"})
    assert [key for key, *_ in titles.cells(more, "budget", "annual")] == ["total", "fiscal", "借款", "other"]


def test_forms_have_the_titles_of_their_own_drawing() -> None:
    roots = (HERE.parent, HERE / "content/own", HERE / "content/projects")
    found = {
        source.path: (source.drawing and source.drawing.name, source.titles.title("goal"))
        for root in roots
        for source in loaded_corpus(root).forms
    }
    assert found["zhanjiang/rensheju/2023/"] == ("zhanjiang-2023", "总体绩效目标")
    assert found["shili/shiliju/2026/weihu/"] == ("rongchang-project", "项目年度目标")
    assert found["putuo/wanli/2023/gonggong-sheshi/"] == ("shanghai-project", "年度总体目标")
    standard = field_title(SHAPES["department"], ("goal",))
    assert found["shili/jiaoyuju/2026/"] == (None, standard)
