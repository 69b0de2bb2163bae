"""Decisions that bind a text: amounts that were compared, words that are no mark, and what voids a decision."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from prose_pages import add_prose_pages
from reading import DECISION, RECORD, project

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.main import main
from generator.content.loader import Loader, load_corpus
from generator.forms.fields import validate
from generator.forms.model import Record
from generator.problems import HeldError
from generator.secrecy.clearances import marked_excerpts, marked_words, text_hash, without_words
from generator.secrecy.gate import gate_record
from generator.system.manifest import Revision
from generator.text.yaml import read_text

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]
HIDDEN = f"    - {{withheld: all, {DECISION}}}\n"
TEXT = f"""title: 表
unit: 万元
department: 甲局
budget:
  by_type: {{basic: 800.50, project: 600}}
goal: GOAL
tasks:
  key:
    - {{name: 维护设施任务, content: CONTENT, amount: 450}}
{HIDDEN}{HIDDEN}  withheld_total: 100
indicators:
  - ROW
framework: before-101
source: {{title: 原件, url: "https://www.example.gov.cn/URL"}}
disclosure: {{attribute: 主动公开, approved_on: , published_on: , budget_published_on: , index_number: INDEX}}
review: {{by: 某局, on: 2026-01-06, conclusion: 部分公开, remarks: REMARKS}}
notes: [NOTE]
"""
ROW = "{family: 产出指标, type: 成本指标, name: NAME, target: TARGET, unit: UNIT}"
PLAIN = {
    "ROW": ROW,
    "GOAL": "做好工作",
    "CONTENT": "维护设施",
    "NAME": "维护成本",
    "TARGET": "12",
    "UNIT": "次",
    "REMARKS": "",
    "NOTE": "一句",
    "URL": "a.pdf",
    "INDEX": "007037/2026-00123",
}


def held(more: str = "", **texts: str) -> list[tuple[str, str]]:
    """The codes of the holds of a form with these texts, and the cells that they name."""
    text = TEXT
    for word, plain in PLAIN.items():
        text = text.replace(word, texts.get(word.lower(), plain))
    root = read_text("2026.yml", (text + more).encode()).root
    assert root is not None
    form, problems = validate(Record, root, "2026.yml")
    assert form is not None, problems
    return [(one.code, dict(one.values).get("cell", "")) for one in gate_record("2026.yml", form, root)]


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        ({}, []),
        # Amounts that the form publishes: a task, the basic expenditure in yuan, the total.
        ({"goal": "安排450万元"}, []),
        ({"goal": "基本支出8005000元"}, []),
        ({"goal": "全年一千四百万零五千元"}, []),
        ({"goal": "全年1400.5万元"}, []),
        ({"goal": "其中45万元用于宣传"}, ["总体绩效目标"]),
        ({"goal": "其中45万以内用于宣传"}, ["总体绩效目标"]),
        ({"goal": "其中45W用于宣传"}, ["总体绩效目标"]),
        ({"goal": "不超过四十五万"}, ["总体绩效目标"]),
        ({"goal": "RMB 450000"}, ["总体绩效目标"]),
        ({"goal": "宣传占项目支出的7.5%"}, ["总体绩效目标"]),
        ({"content": "印刷四万五千元"}, ["任务 年度重点工作任务 第1行 主要实施内容"]),
        ({"name": "宣传成本（45万元）"}, ["绩效指标 第1行 三级指标"]),
        ({"name": "宣传成本（万元）", "target": "≤45", "unit": ""}, ["绩效指标 第1行 指标值"]),
        ({"target": "45", "unit": "万元"}, ["绩效指标 第1行 指标值"]),
        ({"target": "450", "unit": "万元"}, []),
        ({"target": "45", "unit": "万人次"}, []),
        ({"note": "原表合计写作55万元"}, ["录入说明 第1行"]),
        ({"remarks": "两项共一百万元"}, []),
        ({"remarks": "一项四十五万元"}, ["保密审查 备注"]),
        ({"goal": "培训安排45"}, ["总体绩效目标"]),
        ({"goal": "培训安排450"}, []),
        ({"goal": "培训安排450人"}, []),
        ({"goal": "维护设施任务的10.7%"}, ["总体绩效目标"]),
        ({"goal": "维护设施任务的一半"}, ["总体绩效目标"]),
        ({"goal": "维护设施任务完成率95%"}, []),
        ({"goal": "培训45’0000元"}, ["总体绩效目标"]),
        ({"goal": "培训0万元"}, ["总体绩效目标"]),
        ({"url": "a?jine=450000"}, ["来源 原文网址"]),
        ({"index": "45万元"}, ["公开情况 索引号"]),
    ],
)
def test_every_amount_in_words_beside_withheld_ones_needs_a_decision(texts: dict[str, str], cells: list[str]) -> None:
    assert held(**texts) == [("S405", cell) for cell in cells]


TARGET, SIGN, MEANING, UNIT = (
    f"绩效指标 第1行 {title}" for title in ("指标值", "对比符号", "三级指标解释", "计量单位")
)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        # Filed under 成本, a bare number is money, unless the name or the unit column says otherwise.
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 45", [TARGET]),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 45, unit: 无", [TARGET]),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 45, unit: 甲", [TARGET]),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 450", []),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 45次", []),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 45, unit: 次", []),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 95, unit: '%'", []),
        ("family: 成本指标, type: 经济成本指标, name: 成本控制率, target: 95", []),
        ("family: 成本指标, type: 经济成本指标, name: 培训, target: 控制在预算内", []),
        ("family: 产出, type: 成本（万元）, name: 培训, target: 45", [TARGET]),
        # A unit that another cell of the row names.
        ("family: 产出, type: 经济（万元）, name: 培训, target: 45", [TARGET]),
        ("family: 产出（万元）, type: 数量, name: 培训, target: 45", [TARGET]),
        ("family: 产出, type: 数量, name: 培训, definition: 单位：万元, target: 45", [TARGET]),
        ("family: 产出, type: 数量, name: 培训, definition: 45, target: 完成, unit: 万元", [MEANING]),
        ("family: 产出, type: 数量, name: 培训, comparator: 万元, target: 45", [TARGET]),
        ("family: 产出, type: 数量, name: 培训, comparator: ≤45, target: , unit: 万元", [SIGN]),
        ("family: 产出, type: 数量, name: 培训, comparator: ≤4, target: 5, unit: 万元", [SIGN, TARGET]),
        ("family: 产出, type: 数量, name: 培训, comparator: ≤45, target: , unit: 次", []),
        ("family: 产出, type: 数量, name: 培训, comparator: ≤, target: 45, unit: 次", []),
        ("family: 产出, type: 数量, name: 培训, target: 45, unit: 0万元", [TARGET, UNIT]),
        ("family: 产出, type: 数量, name: 培训, target: 45, unit: 10k", [TARGET]),
        ("family: 产出, type: 数量, name: 培训, target: 45, unit: 个万", [TARGET]),
        ("family: 产出, type: 数量, name: 培训, target: 45, unit: 万（人民币）", [TARGET]),
        # A share of another row.
        ("family: 产出, type: 数量, name: 培训占比, target: 7.5%", [TARGET]),
        ("family: 产出, type: 数量, name: 培训经费与宣传经费之比, target: 0.8", [TARGET]),
        ("family: 产出, type: 数量, name: 较维护设施任务少, target: 20%", [TARGET]),
        ("family: 产出, type: 数量, name: 培训为维护设施任务的, target: 80%", [TARGET]),
        ("family: 产出, type: 数量, name: 维护设施任务完成率, target: 95%", []),
        ("family: 产出, type: 数量, name: 维修校舍, definition: 1.按时完成；2.验收合格, target: 42, unit: 所", []),
        ("family: 满意度, type: 满意度, name: 满意度, definition: 满意人数/总人数×100%, target: ≥95%", []),
    ],
)
def test_an_indicator_is_read_with_all_cells_of_its_row(row: str, cells: list[str]) -> None:
    assert held(row=f"{{{row}}}") == [("S405", cell) for cell in cells]


def test_amounts_of_a_form_that_withholds_none_need_none() -> None:
    text = TEXT.replace(HIDDEN, "").replace("  withheld_total: 100\n", "")
    for word, plain in (PLAIN | {"GOAL": "其中45万元"}).items():
        text = text.replace(word, plain)
    root = read_text("2026.yml", text.encode()).root
    assert root is not None
    form, _ = validate(Record, root, "2026.yml")
    assert form is not None
    assert gate_record("2026.yml", form, root) == []


def clearance(cell: str, text: str) -> str:
    """A decision on a text as a file has it."""
    return f"  - {{cell: {cell}, sha256: {text_hash(text)}, {DECISION}}}\n"


@pytest.mark.parametrize(
    ("cell", "text", "is_cleared"),
    [
        ("总体绩效目标", "其中45万元用于宣传", True),
        ("总体 绩效目标", "其中45万元用于宣传", True),
        ("总体绩效目标", "其中45万元用于宣传。", False),
        ("绩效指标 第1行 三级指标", "其中45万元用于宣传", False),
    ],
)
def test_a_decision_holds_for_one_text_of_one_cell(cell: str, text: str, is_cleared: bool) -> None:
    found = held("clearances:\n" + clearance(cell, text), goal="其中45万元用于宣传")
    assert found == ([] if is_cleared else [("S405", "总体绩效目标")])


MARKED = "机密★"
NAMED = f"“{MARKED}5年”标志使用培训人数"


def marked(project: Path, more: str) -> None:
    """Give a record of the project an indicator whose name bears a mark, and more at its end."""
    file = project / RECORD
    text = file.read_text(encoding="utf-8")
    assert text.count("name: 维修校舍数量") == 1
    file.write_text(text.replace("name: 维修校舍数量", f"name: {NAMED}") + more, encoding="utf-8")


@pytest.mark.parametrize(
    ("decided", "codes", "mistakes"),
    [
        ("", {"S401"}, []),
        (clearance("绩效指标 第1行 三级指标", NAMED), set(), []),
        (clearance("绩效指标 第1行 三级指标", NAMED).replace("basis: 依据", "basis: 待定"), {"S401"}, []),
        # The text was another one, and the decision is void: the mark holds the file, and nothing else is told.
        (clearance("绩效指标 第1行 三级指标", NAMED + "。"), {"S401"}, []),
        (clearance("绩效指标 第2行 三级指标", NAMED), {"S401"}, []),
        (clearance("绩效指标 第1行 三级指标", NAMED).replace("basis: 依据, ", ""), {"S401"}, []),
        (clearance("绩效指标 第1行 三级指标", NAMED) + clearance("总体绩效目标", "旧话"), set(), ["E370"]),
        (clearance("绩效指标 第1行 三级指标", NAMED) + clearance("别的栏目", NAMED), set(), ["E370"]),
        # A comment with the same words is no cell.
        (clearance("绩效指标 第1行 三级指标", NAMED) + f"# {MARKED}\n", {"S401"}, []),
    ],
)
def test_a_false_mark_can_be_let_through(
    project: Path,
    decided: str,
    codes: set[str],
    mistakes: list[str],
) -> None:
    marked(project, f"\nclearances:\n{decided}" if decided else "")
    reader = Loader(project)
    reader.corpus()
    assert {problem.code for problem in reader.holds} == codes
    assert [problem.code for problem in reader.problems] == mistakes


@pytest.mark.slow
def test_a_site_with_a_cleared_text_is_made_and_shows_it(project: Path) -> None:
    marked(project, "\nclearances:\n" + clearance("绩效指标 第1行 三级指标", NAMED))
    add_prose_pages(project)
    build(BuildOptions(project, project / "site", Revision("", "", "0")), lambda step: None)
    page = (project / "site/shili/jiaoyuju/2026/index.html").read_text(encoding="utf-8")
    assert NAMED in page
    # Any other mark is still found, wherever the site has it.
    (project / "content/pages/about.md").write_text("---\ntitle: 关于\n---\n机密★5年\n", encoding="utf-8")
    with pytest.raises(HeldError):
        build(BuildOptions(project, project / "site", Revision("", "", "0")), lambda step: None)


def test_cleared_words_are_taken_out_in_every_spelling(project: Path) -> None:
    marked(project, "\nclearances:\n" + clearance("绩效指标 第1行 三级指标", NAMED))
    words = marked_words(source.record for source in load_corpus(project).forms)
    assert words == ("“机密★5年",)
    assert without_words('{"name": "\\u201c\\u673a\\u5bc6\\u26055\\u5e74"} “机密★5年” 机密★5年', words) == (
        '{"name": " "}  ” 机密★5年'
    )
    assert [*marked_excerpts("甲乙丙机密★5年的绝密★长期文件")] == ["乙丙机密★5年的", "甲 绝密★长期文"]


def test_the_command_writes_what_the_gate_accepts(project: Path) -> None:
    marked(project, "")
    said = CliRunner().invoke(
        main,
        [
            "clear",
            str(project / RECORD),
            "绩效指标第1行三级指标",
            "--basis",
            "依据",
            "--by",
            "某局",
            "--on",
            "2026-01-05",
        ],
    )
    assert said.exit_code == 0
    lines = said.output.split("\n", 1)[1]
    with (project / RECORD).open("a", encoding="utf-8") as file:
        file.write(f"\nclearances:\n{lines}")
    reader = Loader(project)
    reader.corpus()
    assert (reader.holds, reader.problems) == ([], [])


@pytest.mark.parametrize(
    ("cell", "said"),
    [("绩效指标 第1行 三级指标名", "也许是“绩效指标 第1行 三级指标”"), ("zzz", "请照表上的名称写")],
)
def test_a_name_that_no_cell_has_is_told(project: Path, cell: str, said: str) -> None:
    told = CliRunner().invoke(main, ["clear", str(project / RECORD), cell])
    assert told.exit_code == 2
    assert said in told.output


FALSE = "剧本（机密）"
HEADS = {
    "content/notices/tz.md": "title: {title}\nnumber:\nissuer: 局\ndate: 2026-01-02\nattribute: 主动公开\n",
    "content/pages/guide.md": "title: {title}\n",
}


def document(path: str, title: str, body: str, more: str = "") -> str:
    """A notice or a page."""
    return f"---\n{HEADS[path].format(title=title)}{more}---\n\n{body}\n"


@pytest.mark.parametrize("path", HEADS)
@pytest.mark.parametrize(
    ("title", "body", "cell", "codes"),
    [
        (FALSE, "一。", "标题", []),
        ("甲", f"配置{FALSE}。", "正文", []),
        ("甲", f"一。\n\n配置{FALSE}。\n二。\n\n三。", "正文 第2段", []),
        ("甲", f"一。\n\n配置{FALSE}。", "正文第2段", []),
        # Another paragraph has a mark of its own.
        ("甲", f"{FALSE}\n\n配置{FALSE}。", "正文 第2段", ["S401"]),
    ],
)
def test_a_false_mark_in_prose_can_be_let_through(
    path: str, title: str, body: str, cell: str, codes: list[str], project: Path
) -> None:
    file = project / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(document(path, title, body), encoding="utf-8")
    reader = Loader(project)
    reader.corpus()
    assert {problem.code for problem in reader.holds} == {"S401"}
    command = ["clear", str(file), cell, "--basis", "依据", "--by", "某局", "--on", "2026-01-05"]
    said = CliRunner().invoke(main, command)
    assert said.exit_code == 0
    decided = "clearances:\n" + said.output.split("\n", 1)[1]
    file.write_text(document(path, title, body, decided), encoding="utf-8")
    reader = Loader(project)
    corpus = reader.corpus()
    assert [problem.code for problem in reader.holds] == codes
    if not codes:
        assert [problem.code for problem in reader.problems] == []
        (found,) = (one for one in (*corpus.notices, *corpus.pages) if one.file == path)
        assert any("（机密）" in words for words in marked_words((), [(found.head, found.body)]))
    # Changed words void the decision.
    file.write_text(document(path, title, body, decided).replace("机密", "绝密"), encoding="utf-8")
    reader = Loader(project)
    reader.corpus()
    assert "S401" in {problem.code for problem in reader.holds}


LINES = "goal: |\n  1. 办好义务教育，学位够用；\n  2. 改善办学条件，校舍安全。\n"


@pytest.mark.parametrize(
    ("goal", "mistakes"),
    [
        (f"goal: |\n  1. 办好{FALSE}；\n\n  2. 改善。\n", []),
        (f"goal: |  # 说明\n  1. 办好；\n    2. {FALSE}\n", []),
        (f"goal: '甲''s {FALSE}'\n", []),
        (f'goal: "甲\\"乙 {FALSE}"\n', []),
        # A text that is broken over lines is to be written otherwise, and then decided anew.
        (f"goal: >\n  1. 办好；\n  2. {FALSE}；\n", ["E116"]),
        (f"goal: 办好，\n  配置{FALSE}\n", ["E116"]),
        (f'goal: "办好，\\\n  配置{FALSE}"\n', ["E116"]),
        (f"goal: '办好，\n  配置{FALSE}'\n", ["E116"]),
    ],
)
def test_a_decision_holds_for_every_way_to_write_a_text(goal: str, mistakes: list[str], project: Path) -> None:
    file = project / RECORD
    text = file.read_text(encoding="utf-8")
    assert LINES in text
    file.write_text(text := text.replace(LINES, goal), encoding="utf-8")
    command = ["clear", str(file), "总体绩效目标", "--basis", "依据", "--by", "某局", "--on", "2026-01-05"]
    decided = "\nclearances:\n" + CliRunner().invoke(main, command).output.split("\n", 1)[1]
    told = {}
    for name, written in {
        "decided": text + decided,
        "mark behind": text.replace(goal, f"{goal.rstrip()} # 机密★\n") + decided,
        "mark below": text.replace(goal, f"{goal}# 机密★\n") + decided,
    }.items():
        file.write_text(written, encoding="utf-8")
        reader = Loader(project)
        reader.corpus()
        told[name] = [problem.code for problem in (*reader.holds, *reader.problems)]
    assert told["decided"] == mistakes
    assert told["mark behind"][:1] == told["mark below"][:1] == ["S401"]
