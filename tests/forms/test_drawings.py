"""Drawings of forms: what the shipped ones hold, and every damage at its line and column with its remedy."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.forms.drawings.collection import all_shipped, chosen_drawing, shipped_drawings
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.label_checks import drawing_warnings
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.slots import SlotReader
from generator.problems import Place
from generator.words import format_problem

FOLDER = Path(__file__).parents[2] / "generator/forms/drawings/shipped"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}
GOOD = """\
title: "{year}年项目表"
for: {code: 440800, kind: project, years: 2021-2022}
unit: 万元
widths: 10 20 30
sheet: |
  项目名称 | {name!} | <

  资金（{unit}） | 总额 | {budget.annual.total!}
  ^ | 其他 | {budget.annual.other}
  ^ | 市级资金 | {budget.annual.:fiscal}

  一级指标 | 三级指标 | 指标值
  {indicators.family!~} | {.name!} | {.target!}
"""


def problems_of(text: str) -> list[str]:
    """The problems of a drawing as the command line writes them."""
    return [format_problem(problem) for problem in read_drawing("a.yml", text.encode())[1]]


def codes_of(text: str) -> set[str]:
    """The codes of the problems of a drawing."""
    return {problem.code for problem in read_drawing("a.yml", text.encode())[1]}


def drawing_of(text: str) -> FormDrawing:
    """The drawing in a text without mistakes."""
    drawing, problems = read_drawing("a.yml", text.encode())
    assert drawing is not None, problems
    return drawing


# What is changed in the good drawing, and what must be reported: place, a piece of the sentence, code.
DAMAGES = """
title: => titel:
    a.yml:1:1: 表式开头的写法有误，读到“titel”
title: => titel:
    a.yml:1:1: 表式开头的写法有误；缺 title 这一项
kind: project => kind: projekt
    a.yml:2:27: 表式开头的写法有误，读到“projekt”；kind 只能写：department、project、
440800 => 4408
    a.yml:2:13: 表式开头的写法有误，读到“4408”；code 是六位的行政区划代码
2021-2022 => 去年
    a.yml:2:43: 表式开头的写法有误，读到“去年”；years 写一年或起止两年
10 20 30 => 10、20、30
    a.yml:4:9: 表式开头的写法有误，读到“10、20、30”；widths 写每一列的相对宽度
项目名称 | {name!} | < => 项目名称 {name!} | <
    a.yml:6:19: 这一行画了 2 列，这张表有 3 列；请检查是不是少了一道竖线
{name!} | < => {name!} | <2
    a.yml:6:22: 这一行画了 4 列，这张表有 3 列；请检查是不是多了一道竖线
| {name!} | < => || {name!} | <
    a.yml:6:9: 两道竖线之间没有内容；表上印着空格子的写 ''
项目名称 | {name!} | < => < | 项目名称 | {name!}
    a.yml:6:3: < 的左边没有可以伸过来的格子，读到“<”；< 表示左边的格子伸到这里
^ | 其他 | {budget.annual.other} => ^ | < | {budget.annual.fiscal}
    a.yml:9:7: < 的左边没有可以伸过来的格子，读到“<”；^ 接上面的整个格子
项目名称 | {name!} => ^ | {name!}
    a.yml:6:3: ^ 接不上面的格子；^ 表示上面的格子伸到这里
{name!} | < => {name!} | <\\n  实施单位 | {implementer} | ^
    a.yml:7:26: ^ 接不上面的格子；上面的格子占几列
{.target!} => {.target!}\\n  合计 | ^ | {.weight}
    a.yml:14:8: ^ 接不上面的格子；上面是逐行重复的格子
{budget.annual.other} => {budget.annual.fiscl}
    a.yml:9:12: 没有这个栏目，读到“budget.annual.fiscl”；是不是 budget.annual.fiscal
{budget.annual.total!} => {annual.total!}
    a.yml:8:21: 没有这个栏目，读到“annual.total”；是不是 budget.annual.total
{name!} => {name！}
    a.yml:6:10: 没有这个栏目，读到“name！”
{budget.annual.:fiscal} => {budget.annual.:fiskal}
    a.yml:10:14: 没有这个栏目，读到“fiskal”；冒号后面写这笔钱是什么
{name!} => {name!
    a.yml:6:10: 大括号里外的写法有误，读到“{name!”；左大括号没有收尾
{name!} => name!}
    a.yml:6:15: 大括号里外的写法有误，读到“name!}”；右大括号没有开头
{name!} => ｛name!｝
    a.yml:6:10: 大括号里外的写法有误，读到“｛name!｝”；大括号要用英文的
{budget.annual.:fiscal} => {other.其中：市级资金}
    a.yml:10:14: 大括号里外的写法有误，读到“other.其中：市级资金”；大括号里的名称不能有全角的
{name!} => {name!!}
    a.yml:6:10: 大括号里外的写法有误，读到“name!!”；大括号里是栏目名
{budget.annual.total!} => {.total!}
    a.yml:8:21: 点开头的栏目与左边的栏目同组
{budget.annual.other} => {budget.annual.total}
    a.yml:9:12: 同一栏目画了两次，第一次在第 8 行，读到“budget.annual.total”
{budget.annual.other} => {budget.annual.fiscal}
    a.yml:10:14: 这笔钱是同一组里 fiscal 一栏的一部分，两行加在一起就重复了，读到“市级资金”；一组里的各行要能加成合计
{budget.annual.:fiscal} => {budget.annual.资金合计}
    a.yml:10:14: 看名称，这一格是同一组各行的合计，画成一行钱就会再加一遍，读到“资金合计”；请写成 budget.annual.total
{budget.annual.:fiscal} => {other.市级资金:sum}
    a.yml:10:14: 画作合计的这一格，上面没有可以相加的一列，读到“市级资金”；合计要画在列表的下面
{budget.annual.:fiscal} => {other.市级资金:fiscal}
    a.yml:10:14: 没有这个栏目，读到“fiscal”；冒号后面写这笔钱是什么，只能写：money
{.target!} => {.target:money!}
    a.yml:13:38: 没有这个栏目，读到“money”；冒号后面的意思只用于表上自己的一笔钱
{budget.annual.other} => {budget.total}
    a.yml:9:12: 没有这个栏目，读到“budget.total”；是不是 budget.whole.total
{budget.annual.other} => {budget.其他}
    a.yml:9:12: 没有这个栏目，读到“budget.其他”；budget 里不能直接有表上自己的栏目；请画在 budget.annual、
{.target!} => {.target_value}
    a.yml:13:38: 没有这个栏目，读到“.target_value”；是不是 indicators.target
{.target!} => {.}
    a.yml:5:8: 表式没有画“指标值”（indicators.target），而每份记录都要有它；请照原表画上这一栏
资金（{unit}） => 资金（元）
    a.yml:8:3: 印着的金额单位不是 unit 写的“万元”，读到“资金（元）”；请对照原表改 unit
项目名称 | {name!} | < => 项目名称 | {name!} | 单位:元
    a.yml:6:20: 印着的金额单位不是 unit 写的“万元”，读到“单位:元”；请对照原表改 unit
项目名称 | {name!} | < => '' | {} | <
    a.yml:6:8: 表上自己的栏目没有名称
{.target!} => {overall_goal}\\n  其他 | {indicators.type} | {.target!}
    a.yml:14:8: 逐行重复的栏目画得不对，读到“indicators”；一个列表只能画一行
"""


@pytest.mark.parametrize("name", ["central-project", "zhanjiang-2023", "central-results"])
def test_a_wrong_kind_is_reported_once(name: str) -> None:
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    right = all_shipped()[name].kind
    for kind in {"department", "project"} - {right}:
        _, problems = read_drawing("a.yml", text.replace(f"kind: {right}", f"kind: {kind}", 1).encode())
        found = [(problem.code, problem.seen, dict(problem.values)["form"]) for problem in problems]
        assert found == [("E801", kind, "kind")]


@pytest.mark.parametrize(("change", "sentence"), re.findall("(.+)\n {4}(.+)", DAMAGES))
def test_a_damage_is_reported_at_its_place_with_its_remedy(change: str, sentence: str) -> None:
    old, new = change.split(" => ")
    assert old in GOOD
    reported = problems_of(GOOD.replace(old, new.replace("\\n", "\n"), 1))
    assert [text for text in reported if text.startswith(sentence)] != [], reported


def test_all_damages_come_at_once() -> None:
    damaged = GOOD.replace("{name!} | <", "{nane!}").replace("{.target!}", "{.target!} |").replace("万元", "万圆", 1)
    assert codes_of(damaged) == {"E801", "E802", "E803", "E806"}


# What is changed in the good drawing, and the warnings: place, what is printed, the field that it is known for, which.
WARNINGS = """
资金（{unit}） | 总额 | {budget.annual.total!} => 资金（{unit}） | 其中：财政拨款 | {budget.annual.total!}
    8:16 其中：财政拨款 budget.annual.fiscal field
项目名称 | {name!} | < => 主管部门 | {implementer!} | <
    1:1 None name None
    6:3 主管部门 supervisor field
一级指标 | 三级指标 | 指标值 => 一级指标 | 三级指标 | 计量单位
    12:17 计量单位 indicators.unit field
一级指标 | 三级指标 | 指标值 => 一级指标 | 数量指标 | 指标值
    12:10 数量指标 indicators.type class
资金（{unit}） | 总额 | {budget.annual.total!} => 项目概况 | 总额 | {budget.annual.total!}
资金（{unit}） | 总额 | {budget.annual.total!} => 中期资金 | 总额 | {budget.annual.total!}
    8:3 中期资金 budget.whole group
^ | 市级资金 | {budget.annual.:fiscal} => ^ | 其中：财政拨款 | {}
    10:7 其中：财政拨款 budget.annual.fiscal own
^ | 市级资金 | {budget.annual.:fiscal} => ^ | 市级资金 | {}
    10:7 市级资金 budget.annual.市级资金 own
^ | 市级资金 | {budget.annual.:fiscal} => ^ | 资金管理办法 | {}
^ | 市级资金 | {budget.annual.:fiscal} => ^ | 基本支出总额 | {other.}
    10:7 基本支出总额 other.基本支出总额 amount
^ | 市级资金 | {budget.annual.:fiscal} => ^ | 基本支出总额 | {other.:money}
^ | 市级资金 | {budget.annual.:fiscal} => ^ | 人均支出总额（元） | {other.}
{.name!} | {.target!} => {.name!} | {.target!}\\n  合计 | '' | {=总数}
    14:13 总数 indicators.target sum
{.name!} | {.target!} => {.name!} | {.target!}\\n  合计 | '' | {:sum=总数}
{indicators.family!~} | {.name!} | {.target!} => {indicators.family!~} | {.name!} | {.target!}
"""


@pytest.mark.parametrize("case", re.findall("(.+)\n((?: {4}.+\n)*)", WARNINGS))
def test_a_word_that_is_known_for_another_field_is_warned_of(case: tuple[str, str]) -> None:
    old, new = case[0].split(" => ")
    assert old in GOOD
    found = drawing_warnings(drawing_of(GOOD.replace(old, new.replace("\\n", "\n"), 1)))
    assert [
        "    {line}:{column} {seen} {named} {form}".format(
            line=each.place.line, column=each.place.column, seen=each.seen, **{"form": None} | dict(each.values)
        )
        for each in found
    ] == case[1].splitlines()


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("年度资金总额 | {execution.total.spent} | 其中：财政拨款 | {execution.total.}", "execution.fiscal"),
        ("年度资金总额 | {execution.total.spent} | 其中：财政拨款 | {execution.fiscal.spent}", ""),
        ("年度资金总额 | {execution.total.spent} | 支付进度 | {execution.total.}", ""),
    ],
)
def test_money_of_a_self_evaluation_drawn_as_a_text_is_warned_of(row: str, named: str) -> None:
    head, _ = sheet_of(GOOD.replace("kind: project", "kind: project-results").replace("10 20 30", "1 2 3 4"))
    rows = "  二级指标 | 三级指标 | 指标值 | 完成值\n  {indicators.type} | {.name} | {.target} | {.actual}\n"
    drawing = drawing_of(f"{head}  项目名称 | {{name}} | <2\n  {row}\n\n{rows}")
    assert "".join(dict(each.values)["named"] for each in drawing_warnings(drawing)) == named


def test_no_shipped_drawing_has_warnings() -> None:
    assert [each for drawing in all_shipped().values() for each in drawing_warnings(drawing)] == []


# Every damage of one sign, in every drawing that is shipped.


def sheet_of(text: str) -> tuple[str, list[str]]:
    """The head of a drawing, and the lines of its sheet."""
    head, _, sheet = text.partition("sheet: |\n")
    return f"{head}sheet: |\n", sheet.splitlines()


def numbered(lines: list[str], every: bool) -> list[tuple[int, str]]:
    """The lines of a sheet with their numbers: every one, or the last of those that differ in words alone."""
    shapes = {re.sub(r"\w+", "x", line): number for number, line in enumerate(lines)}
    return [(number, lines[number]) for number in (range(len(lines)) if every else sorted(shapes.values()))]


def damaged(text: str, sign: str, instead: str, *, every: bool) -> Iterator[str]:
    """The drawing with one sign of its sheet replaced, for each in turn, in every line or in one of each shape."""
    head, lines = sheet_of(text)
    for number, line in numbered(lines, every):
        for match in re.finditer(sign, line):
            changed = match.expand(instead)
            one = f"{line[: match.start()]}{changed}{line[match.end() :]}"
            yield head + "\n".join([*lines[:number], one, *lines[number + 1 :]]) + "\n"


SIGNS = {
    "a lost bar": (r" \| ", " "),
    "a doubled bar": (r" \| ", " | | "),
    "a lost caret": (r"\^ \| ", ""),
    "a lost reach": (r" \| <[0-9]*", ""),
    "a misspelt field": (r"(\{[a-z_.]*)([a-z])(?=[!~?}:])", r"\1\2q"),
    "a lost brace": (r"\{|\}", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", SIGNS)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_no_damage_of_a_shipped_drawing_goes_unseen(every: bool, name: str, damage: str) -> None:
    assert [text for text in damaged(FILES[name], *SIGNS[damage], every=every) if not problems_of(text)] == []


def test_there_are_as_many_damages_as_the_drawings_have_signs() -> None:
    counts = [
        sum(len([*damaged(text, *signs, every=every)]) for signs in SIGNS.values() for text in FILES.values())
        for every in (False, True)
    ]
    assert (counts[0] > 2_500, counts[1] > 4_500) == (True, True), counts


# What is read


def test_a_drawing_is_read() -> None:
    drawing = drawing_of(GOOD)
    assert (drawing.name, drawing.titled(2021), drawing.unit) == ("a", "2021年项目表", "万元")
    assert (drawing.code, drawing.kind, drawing.years, drawing.widths) == (
        "440800",
        "project",
        (2021, 2022),
        (10, 20, 30),
    )
    assert [".".join(slot.path) for slot in drawing.slots] == [
        *("name", "budget.annual.total", "budget.annual.other", "budget.annual.市级资金"),
        *("indicators.family", "indicators.name", "indicators.target"),
    ]
    assert [(cell.words("万元", "2021"), cell.scope, cell.rowspan) for cell in drawing.cells if cell.scope] == [
        ("项目名称", "row", 1),
        ("资金（万元）", "rowgroup", 3),
        *((word, "row", 1) for word in ("总额", "其他", "市级资金")),
        *((word, "col", 1) for word in ("一级指标", "三级指标", "指标值")),
    ]


# Where the heading alone does not tell two cells apart, the chain of headings does.
NAMES = """
产值 | {} | < => other.产值
产值： | {} | < => other.产值
{=名字} | {} | < =>
甲 | 产值 | {} + 乙 | 产值 | {} => other.甲 产值、other.乙 产值
盖章:{} | {budget.annual.其他} | < => other.盖章、budget.annual.其他
资金 | 当年 | 全部 + 总额 | {budget.annual.total} | {budget.whole.total} + 甲 | {} | {} => other.甲 当年、other.甲 全部
三级指标 | 指标值 | 备注 + {indicators.name} | {.target} | {.} => indicators.备注
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_an_own_field_has_the_name_of_its_heading(line: str) -> None:
    sheet, names = line.split(" =>")
    head, _ = sheet_of(GOOD)
    rows = "" if "indicators" in sheet else "\n  三级指标 | 指标值 | <\n  {indicators.name} | {.target} | <\n"
    drawing, problems = read_drawing("a.yml", f"{head}  {sheet.replace(' + ', chr(10) + '  ')}\n{rows}".encode())
    if not names.strip():
        assert [problem.code for problem in problems] == ["E810"]
        return
    assert drawing is not None, problems
    own = [".".join(slot.path) for slot in drawing.slots if slot.is_own]
    assert "、".join(own) == names.strip()


def test_every_shipped_drawing_has_its_code_and_years_or_is_chosen_by_name() -> None:
    assert sorted(FILES) == sorted(all_shipped())
    shipped = shipped_drawings()
    by_name = [drawing.name for drawing in shipped if not drawing.code]
    assert by_name == ["central-project", "central-results"]
    assert [drawing.name for drawing in shipped if drawing.code and not drawing.years] == []
    assert [one.name for one in shipped for other in shipped if one is not other and one.overlaps(other)] == []


@pytest.mark.parametrize(
    ("name", "code", "kind", "year", "own", "expected"),
    [
        ("", "440800", "department", 2021, (), "zhanjiang-2021"),
        ("", "440800", "department", 2024, (), "zhanjiang-2023"),
        ("", "440800", "department", 2025, (), None),
        ("", "440800", "project", 2021, (), None),
        ("", "440900", "department", 2021, (), None),
        ("", "440800", "project", 2021, (GOOD,), "a"),
        ("", "000000", "project", 2021, (), None),
        ("central-project", "440800", "project", 2021, (GOOD,), "central-project"),
        ("central-project", "440800", "department", 2021, (), None),
        ("jieyang-2022", "440800", "department", 2021, (), "jieyang-2022"),
        ("data-table", "440800", "department", 2021, (), None),
        ("nothing", "440800", "department", 2021, (), None),
    ],
)
def test_a_drawing_is_chosen_and_never_guessed(
    name: str, code: str, kind: str, year: int, own: tuple[str, ...], expected: str | None
) -> None:
    drawing = chosen_drawing(name, code, kind, year, [drawing_of(text) for text in own])  # type: ignore[arg-type]
    assert (drawing.name if drawing else None) == expected


def test_the_remedy_of_a_row_of_money_in_the_execution_is_how_to_draw_it() -> None:
    reader = SlotReader("department-results")
    assert reader.parts("{execution.专项:fiscal.initial}", Place("a.yml", 1, 1)) == ()
    [problem] = reader.problems
    text = format_problem(problem)
    assert text.endswith("画在 other 里，冒号和后面的字都不写：{other.} | {.} | {.} [E806]")
    assert [slot.path for slot in SlotReader("department-results").parts("{other.}", Place("a.yml", 1, 1))] == [
        ("other", "")
    ]
