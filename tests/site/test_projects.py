"""Projects: read, gated, shown beside their department's record, and taken home; central and Shanghai forms."""

import csv
import io
import json
import re
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from corpora import loaded_facts
from frictionless import validate
from projects import FIXTURE, PATHS, REPAIR, copied
from reading import rows_in_json

from generator.analysis.facts import ProjectFacts
from generator.analysis.form_figures import standard_names
from generator.analysis.rules import ledger
from generator.analysis.site_facts import Facts
from generator.build.file_checks import document_paths
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.content.consistency import record_problems
from generator.content.loader import Loader, load_corpus
from generator.content.register import register_state
from generator.content.registration import register
from generator.forms.fields import FieldGroup, money
from generator.forms.figures import figure
from generator.forms.model import Project, Record
from generator.problems import HeldError
from generator.secrecy.gate import gate_project, gate_record
from generator.system.manifest import Revision
from generator.words import format_problem

pytestmark = pytest.mark.usefixtures("shared_results")

RECORD = "content/shili/jiaoyuju/2026.yml"
REVISION = Revision("0123456789", "2026-01-02", "0")


@cache
def facts() -> Facts:
    """The facts of the fixture."""
    return loaded_facts(FIXTURE)


def of(path: str) -> ProjectFacts:
    """The facts of one project."""
    return next(found for found in facts().projects if found.source.path == path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixture."""
    root = copied(tmp_path_factory.mktemp("projects"))
    build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    return root / "site"


def change(root: Path, file: str, old: str, new: str) -> None:
    """Put something else in the place of a text that stands once in a file."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


# What follows from a form


FROM_FISCAL = {"annual": "300.5: 财政拨款 280.5 93.3%, 上年结转资金 20 6.7%, 其他资金 0 0.0%"}
MORE_THAN_ALL = {
    "annual": "10903043.00: 当年财政拨款 11419043.00 104.7%, 上年结转资金 0.00 0.0%, 其他资金 0.00 0.0%",
    "whole": "10903043.00: 财政资金 10903043.00 100.0%, 其他资金 0.00 0.0%",
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("shili/jiaoyuju/2026/xiaoshe-weixiu/", FROM_FISCAL),
        ("putuo/wanli/2023/gonggong-sheshi/", MORE_THAN_ALL),
    ],
)
def test_money_stands_as_the_form_has_it_with_its_shares(path: str, expected: dict[str, str]) -> None:
    told = {
        split.key: f"{split.stated}: " + ", ".join(f"{line.name} {line.value} {line.share}%" for line in split.lines)
        for split in of(path).splits
    }
    assert told == expected


@pytest.mark.parametrize(
    ("path", "summary"),
    [
        (
            "shili/jiaoyuju/2026/xiaoshe-weixiu/",
            "这是示例市教育局 2026 年项目“校舍维修”的绩效目标。本年安排资金 300.5 万元。"
            "这份表共列 6 条绩效指标，其中 6 条可以衡量。",
        ),
        (
            "putuo/wanli/2023/shequ-fuwu-zhongxin/",
            "这是上海市普陀区人民政府万里街道办事处 2023 年项目“新建万里街道社区公共服务中心”的绩效目标。"
            "本年安排资金 4100000.00 元（410 万元）。项目全部资金是 4100000.00 元（410 万元）。"
            "计划从 2023-01-01 到 2023-12-31。这份表共列 5 条绩效指标，其中 1 条可以衡量。",
        ),
    ],
)
def test_a_few_sentences_tell_what_the_form_says(path: str, summary: str) -> None:
    assert of(path).summary == summary


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "shili/jiaoyuju/2026/xiaoshe-weixiu/",
            ["annual V07 300.5 300.5 ties", "goal V46  300.5 ties"],
        ),
        ("shili/jiaoyuju/2026/xuexiao-xinjian/", ["annual V07 1180 1200 differs"]),
        (
            "putuo/wanli/2023/gonggong-sheshi/",
            [
                "annual V07 11419043.00 10903043.00 differs",
                "whole V07 10903043.00 10903043.00 ties",
                "year V09  10903043.00 ties",
            ],
        ),
    ],
)
def test_the_ledger_of_a_project(path: str, expected: list[str]) -> None:
    lines = ledger(of(path))
    assert [
        f"{line.kind} {line.rule} {line.result} {line.against.text if line.against else ''} {line.state}"
        for line in lines
    ] == expected


def test_a_project_knows_the_task_of_the_same_name() -> None:
    ties = {path: (one.record is not None, one.task and one.task.anchor) for path in PATHS if (one := of(path))}
    assert ties == {
        "putuo/wanli/2023/gonggong-sheshi/": (False, None),
        "putuo/wanli/2023/shequ-fuwu-zhongxin/": (False, None),
        "shili/jiaoyuju/2026/xiaoshe-weixiu/": (True, "task-2"),
        "shili/jiaoyuju/2026/xuexiao-xinjian/": (True, None),
    }


# The gate


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        (REPAIR, "1. 用300.5万元", "1. （密）用300.5万元", ["S401"]),
        (REPAIR, "attribute: 主动公开", "attribute: 依申请公开", ["S407"]),
        (REPAIR, "conclusion: 同意公开", "conclusion: 驳回", ["S408"]),
        (REPAIR, "师生满意。", "联系人手机13800138000。", ["S411"]),
        (
            RECORD,
            "    - name: 教师培训\n      content: 培训教师1600人次\n",
            "    - name: 教师培训\n      withheld: content\n      basis: 保密审查决定\n"
            "      decided_on: 2026-01-15\n      decided_by: 示例市教育局保密审查小组\n",
            ["S413"],
        ),
    ],
)
def test_what_may_not_be_published_is_held(project: Path, file: str, old: str, new: str, codes: list[str]) -> None:
    change(project, file, old, new)
    found = [problem.code for problem in check_path(project).problems if problem.code.startswith("S")]
    assert found == codes


WITHHELD = (
    "    - name: 教师培训\n      withheld: content\n      basis: 保密审查决定\n      decided_on: 2026-01-15\n"
    "      decided_by: 示例市教育局保密审查小组\n"
)
CLEARED = "\ncleared:\n  basis: 与不公开事项无关\n  decided_on: 2026-01-15\n  decided_by: 示例市教育局保密审查小组\n"
OTHER = "content/shili/jiaoyuju/2026/xuexiao-xinjian.yml"


def test_a_project_withholds_no_money_that_the_department_shows_for_it(project: Path) -> None:
    why = "withheld: {basis: 决定, decided_on: 2026-01-15, decided_by: 示例市教育局}"
    text = (project / REPAIR).read_text(encoding="utf-8").replace("用300.5万元", "")
    text = text.replace("target: ≤300.5万元", f"target: 依规不公开\n    {why}").replace("同意公开", "部分公开")
    text = re.sub(r"(?m)^    (total|fiscal|carryover): [0-9.]+$", r"    \1: 依规不公开", text)
    text = text.replace("    other: 0\n", f"    other: 0\n    {why}\n", 1)
    (project / REPAIR).write_text(text, encoding="utf-8")
    found = [(problem.code, problem.place.line) for problem in check_path(project).problems]
    assert found == [("S418", 9), ("S418", 10), ("S418", 11)]


DECIDED = "{basis: 决定, decided_on: 2026-01-15, decided_by: 示例市教育局}"
TRAINING = "    - name: 教师培训\n      content: 培训教师1600人次\n      amount: 199.5\n"
REPAIRING = "    - name: 校舍维修\n      content: 维修中小学校舍42所，修好的校舍当年使用\n      amount: 300.5\n"


def without_amount(row: str) -> str:
    """A row of the tasks whose amount is withheld by a decision."""
    kept = row.partition("      amount")[0]
    return kept + "      withheld: amount\n" + "".join(f"      {line}\n" for line in DECIDED[1:-1].split(", "))


@pytest.mark.parametrize(
    ("row", "cleared", "expected"),
    [
        (TRAINING, False, ["S413"]),
        (TRAINING, True, []),
        # No decision lets a project show what the task of its name withholds.
        (REPAIRING, True, ["S420"]),
        (REPAIRING, False, ["S420", "S413"]),
    ],
)
def test_a_project_beside_a_task_whose_amount_is_withheld(
    project: Path, row: str, cleared: bool, expected: list[str]
) -> None:
    change(project, RECORD, row, without_amount(row))
    if cleared:
        (project / OTHER).write_text((project / OTHER).read_text(encoding="utf-8") + CLEARED, encoding="utf-8")
    assert weighed(project) == expected


def weighed(root: Path) -> list[str]:
    """What the gate says of the projects of the fixture beside the form of their department."""
    reader = Loader(root)
    record, _ = reader.load(Record, root / RECORD)
    assert record
    found = []
    for path in (REPAIR, OTHER):
        form, nodes = reader.load(Project, root / path)
        assert form and nodes
        found += gate_project(path, form, nodes, record)
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("用300.5万元维修校舍，总支出2174.21万元", []),
        ("用300.5万元维修校舍，另有教师培训80万元", ["S405"]),
    ],
)
def test_the_texts_of_a_project_beside_a_form_that_withholds_money(
    project: Path, goal: str, expected: list[str]
) -> None:
    change(project, RECORD, TRAINING, without_amount(TRAINING))
    change(project, REPAIR, "用300.5万元维修中小学校舍42所", goal)
    assert weighed(project) == [*expected, "S413"]


def test_a_project_withholds_no_money_that_is_the_rest_of_what_the_department_shows(project: Path) -> None:
    text = (project / OTHER).read_text(encoding="utf-8")
    text = text.replace("total: 1200", f"total: 依规不公开\n    withheld: {DECIDED}", 1)
    (project / OTHER).write_text(text, encoding="utf-8")
    assert weighed(project) == []
    change(project, RECORD, "project: 500", "project: 1700")
    assert weighed(project) == ["S419"]


def test_a_withheld_sum_of_the_withheld_tasks_is_left_out(project: Path) -> None:
    change(project, RECORD, TRAINING, without_amount(TRAINING) + "  withheld_total: 依规不公开\n")
    record, nodes = Loader(project).load(Record, project / RECORD)
    assert record and nodes
    found = [*gate_record(RECORD, record, nodes), *record_problems(RECORD, record, nodes)]
    assert [one.code for one in found] == ["S404", "E311"]


def test_beside_a_withheld_task_a_project_needs_a_task_that_is_shown_or_a_decision(project: Path) -> None:
    change(project, RECORD, "    - name: 教师培训\n      content: 培训教师1600人次\n", WITHHELD)
    with pytest.raises(HeldError) as held:
        load_corpus(project)
    assert [(problem.code, problem.place.path, problem.place.line) for problem in held.value.problems] == [
        ("S413", OTHER, 3)
    ]
    assert [problem.code for problem in check_path(project / OTHER).problems] == ["S413"]
    (project / OTHER).write_text((project / OTHER).read_text(encoding="utf-8") + CLEARED, encoding="utf-8")
    assert check_path(project / OTHER).problems == ()
    assert len(load_corpus(project).projects) == 4


def test_a_draft_of_a_project_is_read_as_one_wherever_it_lies(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.yml"
    text = (FIXTURE / REPAIR).read_text(encoding="utf-8")
    draft.write_text(text, encoding="utf-8")
    checked = check_path(draft)
    assert (checked.problems, checked.records, checked.exit_code(False)) == ((), 1, 0)
    # With a mistake in it, and with one that leaves no whole file, it is still a project.
    draft.write_text(text.replace("unit: 万元", "unit: 亿元"), encoding="utf-8")
    assert [problem.code for problem in check_path(draft).problems] == ["E304"]
    draft.write_text(text.replace("unit: 万元", "unit: 亿元") + "x\n", encoding="utf-8")
    assert [problem.code for problem in check_path(draft).problems] == ["E304", "E100"]


@pytest.mark.parametrize("asked", [".", "content/shili/jiaoyuju/2025.yml"])
def test_a_project_in_the_place_of_a_record_is_told_in_one_sentence(project: Path, asked: str) -> None:
    (project / "content/shili/jiaoyuju/2025.yml").write_bytes((FIXTURE / REPAIR).read_bytes())
    (told,) = [problem for problem in check_path(project / asked).problems if problem.code != "E341"]
    assert format_problem(told).partition("jiaoyuju/")[2] == (
        "2025.yml:1:1: 这像是一个项目的表，却放在部门整体的表的位置；"
        "请移到部门的年份文件夹里，一个项目一份：目标如 2026/weihu.yml，自评如 2026/weihu.results.yml [E343]"
    )


# The register


def test_a_project_is_registered_and_a_change_without_an_adjustment_is_told(project: Path) -> None:
    done = register(project, date(2026, 3, 5))
    assert done.added == ("shili/jiaoyuju/2026/", *sorted(PATHS, key=lambda path: path.startswith("shili")))
    known = {
        source.path: register_state(source.record, source.registered).state for source in load_corpus(project).forms
    }
    assert set(known.values()) == {"unchanged"}
    change(project, REPAIR, "target: ≥42所", "target: ≥40所")
    told = [(found.place.path, found.finding.rule) for found in check_path(project).findings]
    assert (REPAIR, "V56") in told
    adjusted = (
        "\nadjustments:\n  - document: 示财绩〔2026〕9号\n    date: 2026-09-01\n    reason: 年中调整\n    changes:\n"
        "      - cell: 绩效指标 第2行 指标值\n        before: ≥42所\n        after: ≥40所\n"
    )
    (project / REPAIR).write_text((project / REPAIR).read_text(encoding="utf-8") + adjusted, encoding="utf-8")
    told = [(found.place.path, found.finding.rule) for found in check_path(project).findings]
    assert (REPAIR, "V56") not in told
    (project / REPAIR).unlink()
    assert [problem.code for problem in check_path(project).problems] == ["E338"]


# The site


def visible_text(html: str) -> str:
    """What a page says, white space aside."""
    body = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", body)))


def texts(value: object) -> list[str]:
    """Every text and figure inside a form, in order."""
    if isinstance(value, FieldGroup):
        return [text for key in type(value).model_fields for text in texts(getattr(value, key))]
    if isinstance(value, tuple):
        return [text for member in value for text in texts(member)]
    if value in (None, ""):
        return []
    amount = money(value)
    return [figure(amount) if amount is not None else str(value)]


def page(site: Path, path: str) -> str:
    """The page of an address."""
    return (site / path / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_word_and_figure_of_a_project_is_on_its_page(site: Path, path: str) -> None:
    form = of(path).source.record
    said = visible_text(page(site, path))
    shown = form.model_copy(update={"unit": None, "framework": None, "goal": None, "overall_goal": None})
    goals = [line for text in (form.goal, form.overall_goal or "") for line in text.splitlines()]
    wanted = [re.sub(r"\s+", "", re.sub(r"^\d+\.", "", text)) for text in (*texts(shown), *goals)]
    assert [text for text in wanted if text not in said] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_figures_are_equal_in_every_format(site: Path, path: str) -> None:
    form = of(path).source.record
    tree = json.loads((site / path / "project.json").read_text(encoding="utf-8"))["project"]
    derived = json.loads((site / path / "project.json").read_text(encoding="utf-8"))["derived"]
    budget, lines = (
        [row for row in table_of(site, name) if row["网页路径"] == path] for name in ("project_budget", "indicators")
    )
    # An apostrophe keeps a spreadsheet from taking =300.00(场) for a formula.
    targets = [line["指标值"].removeprefix("'") for line in lines]
    assert (
        [row["target"] for row in rows_in_json(tree["indicators"])]
        == [row.target for row in form.indicators]
        == targets
    )
    in_tree = [text for group in tree["budget"].values() for text in group.values()]
    assert [row["金额"] for row in budget] == in_tree == texts(form.budget)
    # A form has its own names of its lines, a table of many forms the names that all share.
    cells = [(split, cell) for split in of(path).splits for cell in split.cells]
    assert [line[:3] for line in derived["budget_lines"]] == [
        [split.name, name, row["金额"]] for (split, (_, _, name, _)), row in zip(cells, budget, strict=True)
    ]
    assert [(row["划分方式"], row["项目"]) for row in budget] == [
        standard_names(form, split.key, key) for split, (key, *_) in cells
    ]
    rules = {number: group["rule"] for group in derived["targets"] for number, *_ in group["rows"]}
    assert [rules[number] for number in sorted(rules)] == [line["读法（计算值）"] for line in lines]


def table_of(site: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of the whole site, by the heads of its columns."""
    return list(csv.DictReader(io.StringIO((site / f"data/{name}.csv").read_text(encoding="utf-8-sig"), newline="")))


@pytest.mark.slow
def test_record_and_project_lead_to_each_other(site: Path) -> None:
    record, project = page(site, "shili/jiaoyuju/2026/"), page(site, PATHS[2])
    assert '<section id="projects"' in record
    assert '<th scope="row"><a href="../../../shili/jiaoyuju/2026/xiaoshe-weixiu/">校舍维修</a></th>' in record
    assert '<tr id="task-2"><th><a href="../../../shili/jiaoyuju/2026/xiaoshe-weixiu/">校舍维修</a>' in record
    assert 'href="../../../../shili/jiaoyuju/2026/#task-2"' in project
    department = page(site, "shili/jiaoyuju/")
    assert department.index('id="year-2026"') < department.index('id="projects-2026"')
    assert '<a href="../../shili/jiaoyuju/2026/xiaoshe-weixiu/">校舍维修</a>' in department
    alone = page(site, PATHS[0])
    assert "本站没有收录这个部门 2023 年部门整体的绩效目标表。" in alone
    of_year = page(site, "putuo/wanli/2023/")
    pages = {path.parent.relative_to(site) for path in site.rglob("index.html")}
    assert [str(above) for one in pages for above in one.parents if above not in pages] == []
    assert all(f'href="../../../{path}"' in of_year for path in PATHS[:2]) and "本站没有收录这个部门" in of_year
    for path, back in (("putuo/wanli/", PATHS[0]), ("putuo/2023/projects/", PATHS[0])):
        assert f'{back}"' in page(site, path)


@pytest.mark.slow
def test_a_project_is_found_listed_and_announced(site: Path) -> None:
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in (site / "search/d").glob("*.json")]
    found = document_paths(document for part in parts for document in part)
    feed = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    assert set(PATHS) <= found
    assert [item["title"] for item in feed["items"]] == [
        "示例市教育局“示例学校新建工程”2026 年项目绩效目标",
        "示例市教育局“校舍维修”2026 年项目绩效目标",
        "示例市教育局 2026 年预算绩效目标",
    ]
    names = {path.name for path in (site / "data").iterdir()}
    assert {"projects.csv", "project_budget.csv", "project.schema.json"} <= names
    assert validate(str(site / "data/datapackage.json")).flatten(["resourceName", "type", "note"]) == []
    rows = table_of(site, "projects")
    assert [(row["项目名称"], row["年度资金总额"], row["项目资金总额"], row["金额单位"]) for row in rows] == [
        ("公共服务设施运行经费", "10903043.00", "10903043.00", "元"),
        ("新建万里街道社区公共服务中心", "4100000.00", "4100000.00", "元"),
        ("校舍维修", "300.5", "未设此栏", "万元"),
        ("示例学校新建工程", "1200", "未设此栏", "万元"),
    ]


@pytest.mark.slow
def test_the_downloads_of_a_year_count_its_projects_too(site: Path) -> None:
    said = visible_text(page(site, "data/"))
    assert "上海市普陀区20232份表" in said and "示例市20263份表" in said


@pytest.mark.slow
def test_more_than_the_stated_total_is_said_to_be_more(site: Path) -> None:
    said = visible_text(page(site, PATHS[0]))
    assert re.search("11419043.00104.7%是写明的总额的104.7%，超过总额", said)
    assert re.search(r"title=\"各项资金来源之和 ?= ?合计\">V07</a>", page(site, PATHS[0]))


@pytest.mark.slow
def test_each_finding_of_a_project_has_its_place_on_the_page_and_on_that_of_its_rule(site: Path) -> None:
    for found in check_path(FIXTURE).findings:
        path = found.place.path.removeprefix("content/").removesuffix(".yml")
        if found.finding.rule != "V03":
            assert f'id="{found.finding.anchor}"' in page(site, path)
            assert f'href="../../{path}/#{found.finding.anchor}"' in page(site, f"checks/{found.finding.rule.lower()}")


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        (None, []),
        ("绝密★5年\n", ["E376"]),
        ("title: [\n", ["E376"]),
        ("title: 表\n", ["E376"]),
    ],
)
def test_a_project_alone_says_that_its_record_cannot_be_read(
    record: str | None, codes: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "2023/xiangmu.yml"
    file.parent.mkdir()
    file.write_text((FIXTURE / REPAIR).read_text(encoding="utf-8"), encoding="utf-8")
    if record is not None:
        (tmp_path / "2023.yml").write_text(record, encoding="utf-8")
    checked = check_path(file)
    assert [problem.code for problem in checked.problems] == codes
    assert "绝密" not in repr(checked)
