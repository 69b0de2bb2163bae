"""What the site says of a department's money: whole sentences, and a blank is never zero."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import pytest
from corpora import corpus_facts, loaded_corpus
from reading import GOOD
from stating import BODY, INDICATORS, built, project_form, record, site_project, words_of
from yearly import year_pairs

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, project_facts, record_facts
from generator.analysis.questions import question_years, questions
from generator.analysis.readings import measurable_word
from generator.analysis.rules import Identity, RuleInput, find, ledger, remark
from generator.analysis.site_facts import Facts
from generator.analysis.summaries import kinds_of, table_of
from generator.analysis.topics import topic_of
from generator.content.corpus import ProjectSource, RecordSource
from generator.content.loader import load_corpus
from generator.forms.figures import NoTotal, absence
from generator.forms.model import Indicator, Project, Record
from generator.text.dates import day_in, day_words

pytestmark = pytest.mark.usefixtures("shared_results")

BLANK_PART = record(
    budget__by_type={"basic": "100", "project": ""},
    budget__by_source={"fiscal": "100", "other": ""},
)
ZERO_TOTAL = record(
    budget__by_type={"basic": "0", "project": "0.00"},
    tasks__key=[{"name": "示例维护", "content": "无经费", "amount": "0", "expected": "完好"}],
)
SOURCE = loaded_corpus(GOOD).records[1]
TOTALS = ("total", "total_wan", "total_status")
COUNTS = "这份表共列 1 项任务、3 条绩效指标。"


def summary(form: dict[str, object]) -> str:
    """The sentences on a record."""
    return facts_of(form).summary


def facts_of(form: dict[str, object], year: int = 2026) -> RecordFacts:
    """The facts of a record."""
    place = (SOURCE.city_slug, SOURCE.city, SOURCE.department_slug, SOURCE.department, year)
    return record_facts(RecordSource(*place, Record.model_validate(form), SOURCE.file, SOURCE.nodes))


def project_facts_of(form: dict[str, object]) -> ProjectFacts:
    """The facts of a project."""
    place = (SOURCE.city_slug, SOURCE.city, SOURCE.department_slug, SOURCE.department, 2026)
    return project_facts(ProjectSource(*place, Project.model_validate(form), SOURCE.file, SOURCE.nodes))


def task(amount: str | None, name: str = "示例维护") -> dict[str, str]:
    """A task of that amount; None for a form without the column."""
    return {"name": name, "content": "日常维护"} | ({} if amount is None else {"amount": amount})


WHO = f"2026 年，{BODY}"
TASK = "金额最大的一项任务是“示例维护”，200 万元"


@pytest.mark.parametrize(
    ("by_type", "tasks", "expected"),
    [
        (
            {"basic": "100", "project": "200"},
            [task("200")],
            f"{WHO}的预算是 300 万元。其中基本支出 100 万元，占 33.3%，项目支出 200 万元，占 66.7%。"
            f"{TASK}，占项目支出的 100.0%。",
        ),
        # A blank part: no total and no shares.
        (
            {"basic": "100", "project": ""},
            [task("200")],
            f"{WHO}的项目支出原表空白，合计不明。写明的有：基本支出 100 万元。{TASK}。",
        ),
        ({"basic": "", "project": ""}, [task("200")], f"{WHO}的基本支出、项目支出原表空白，合计不明。{TASK}。"),
        # 无 adds nothing.
        (
            {"basic": "100", "project": "无"},
            [task("200")],
            f"{WHO}的预算是 100 万元。其中基本支出 100 万元，占 100.0%，项目支出填“无”。{TASK}。",
        ),
        ({"basic": "无", "project": "无"}, [task("200")], f"{WHO}的预算各项，原表都填“无”。{TASK}。"),
        # One cell is no whole, and no share of one.
        ({"basic": "900"}, [task("200")], f"{WHO}的这份表上，预算只有基本支出一栏，900 万元。{TASK}。"),
        ({"basic": "0"}, [task("0")], f"{WHO}的这份表上，预算只有基本支出一栏，0 万元。"),
        # Nothing but zeros: no shares, no largest task.
        ({"basic": "0", "project": "0.00"}, [task("0")], f"{WHO}的预算是 0 万元。"),
        ({"basic": "0", "project": "无"}, [task("")], f"{WHO}的预算是 0 万元。"),
        ({}, [task(None)], f"{WHO}的这份表没有设部门预算金额的栏目。"),
        # Among blank amounts nobody knows which is the largest.
        (
            {"basic": "100", "project": ""},
            [task("200"), task("", "另一项")],
            f"{WHO}的项目支出原表空白，合计不明。写明的有：基本支出 100 万元。"
            "写明金额的任务中，最大的是“示例维护”，200 万元。",
        ),
        (
            {"basic": "100", "project": ""},
            [task("200"), task("200", "另一项")],
            f"{WHO}的项目支出原表空白，合计不明。写明的有：基本支出 100 万元。金额最大的任务有 2 项，都是 200 万元。",
        ),
    ],
)
def test_the_sentences_on_a_record(by_type: dict[str, str], tasks: list[dict[str, str]], expected: str) -> None:
    counts = f"这份表共列 {len(tasks)} 项任务、3 条绩效指标。"
    assert summary(record(budget__by_type=by_type, tasks__key=tasks)) == expected + counts


CELLS = (None, "", "无", "0", "12.5")
STAFF = (None, {}, {"in_service": "71"}, {"total": "69"}, {"in_service": ""}, {"in_service": "无"}, {"in_service": "0"})
TASKS = ([], [None], [""], ["无"], ["0"], ["12.5"], ["12.5", "12.5"], ["12.5", ""], ["0", "无"])
# A clause with nothing in it, two marks in a row, a value that no reader should see.
BROKEN = re.compile(r"[，。：；、][，。：；、]|^[，。]|其中[。，]|“”|None|None|\{|  |的。|是。|有：。|（）")


def flaws(text: str) -> list[str]:
    """What is wrong with the sentences of a text."""
    found = [match[0] for match in BROKEN.finditer(text)]
    return found + ([] if text.endswith("。") else [text[-3:]])


@pytest.mark.slow
@pytest.mark.parametrize("staff", STAFF, ids=str)
@pytest.mark.parametrize("amounts", TASKS, ids=str)
def test_whatever_is_absent_every_sentence_on_a_record_is_whole(
    staff: dict[str, str] | None, amounts: list[str | None]
) -> None:
    tasks = [task(amount, f"任务{number}") for number, amount in enumerate(amounts)]
    for cells in product(CELLS, repeat=3):
        by_type = {
            key: cell for key, cell in zip(("basic", "project", "development"), cells, strict=True) if cell is not None
        }
        facts = facts_of(record(budget__by_type=by_type, tasks__key=tasks, staff=staff))
        told = facts.summary
        assert flaws(told) == [], told
        is_unknown = "" in cells
        assert (facts.total is None) == (is_unknown or not {"0", "12.5"} & set(cells))
        assert ("原表空白，合计不明" in told) == is_unknown
        assert not (is_unknown and ("的预算是" in told or "，占 " in told))
        assert ("最大的" in told) == ("12.5" in amounts)
        assert ("在职" in told or "财政供养" in told) == (
            staff in ({"in_service": "71"}, {"in_service": "0"}, {"total": "69"})
        )


@pytest.mark.slow
def test_whatever_is_absent_every_sentence_on_a_project_is_whole() -> None:
    for total, fiscal, other, whole in product(CELLS, CELLS, CELLS, (*CELLS, "-")):
        annual = {"total": total, "fiscal": fiscal, "other": other}
        budget = {"annual": {key: value for key, value in annual.items() if value is not None}}
        if whole != "-":
            budget["whole"] = {} if whole is None else {"total": whole}
        for days in (
            {},
            {"starts": "2026-01", "ends": ""},
            {"starts": "无", "ends": "2026-12"},
            {"starts": "1", "ends": "2"},
        ):
            facts = project_facts_of(project_form(budget=budget, **days))
            assert flaws(facts.summary) == [], facts.summary
            is_known = total in ("0", "12.5")
            is_added_up = total is None and "" not in (fiscal, other) and bool({fiscal, other} & {"0", "12.5"})
            assert (facts.total is not None) == (is_known or is_added_up)
            assert ("本年安排资金" in facts.summary) == (facts.total is not None)
            assert ("计划从 1 到 2" in facts.summary) == ("计划" in facts.summary) == (days.get("starts") == "1")


@pytest.mark.parametrize(
    ("annual", "expected"),
    [
        ({"total": "420", "fiscal": ""}, "本年安排资金 420 万元。"),
        ({"total": "0", "fiscal": "0"}, "本年安排资金 0 万元。"),
        ({"fiscal": "400", "other": "20"}, "本年安排资金 420 万元。"),
        ({"fiscal": "400", "other": ""}, "年度资金的其他资金原表空白，合计不明。"),
        ({"total": "", "fiscal": "400", "other": ""}, "年度资金的年度资金总额、其他资金原表空白，合计不明。"),
        ({"total": "无"}, "年度资金原表填“无”。"),
        ({"total": "无", "fiscal": "无", "other": "无"}, "年度资金原表填“无”。"),
        # A stated total that has no figure is never worked out from the parts.
        ({"total": "", "fiscal": "100", "other": "20"}, "年度资金的年度资金总额原表空白，合计不明。"),
        ({"total": "", "fiscal": "0", "other": "0"}, "年度资金的年度资金总额原表空白，合计不明。"),
        (
            {"total": "无", "fiscal": "100", "other": "20"},
            "年度资金的年度资金总额原表填“无”，各项却写有金额，合计不明。",
        ),
        ({"total": "无", "fiscal": "0"}, "年度资金的年度资金总额原表填“无”，各项却写有金额，合计不明。"),
    ],
)
def test_the_sentence_on_the_money_of_a_project(annual: dict[str, str], expected: str) -> None:
    told = project_facts_of(project_form(budget={"annual": annual})).summary
    who = "这是示例市教育局 2026 年项目“示例设施维护”的绩效目标。"
    assert told == f"{who}{expected}这份表共列 3 条绩效指标，其中 3 条可以衡量。"


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2026年1月", "2026年12月", "计划从 2026年1月 到 2026年12月。"),
        ("2026年1月至2026年12月", "2026年1月至2026年12月", "计划期间写的是“2026年1月至2026年12月”。"),
        ("202601-202612", "2026年12月", "计划开始日期写的是“202601-202612”，计划完成日期写的是“2026年12月”。"),
        ("2026年1月", "2026年1月—12月", "计划开始日期写的是“2026年1月”，计划完成日期写的是“2026年1月—12月”。"),
    ],
)
def test_the_sentence_on_the_period_of_a_project(starts: str, ends: str, expected: str) -> None:
    assert expected in project_facts_of(project_form(starts=starts, ends=ends)).summary


def line(facts: FormFacts, rule: str) -> Identity:
    """The first line of the ledger that belongs to a rule."""
    return next(found for found in ledger(facts) if found.rule == rule)


@pytest.mark.parametrize(
    ("form", "rule", "state", "blank"),
    [
        (BLANK_PART, "V07", "unknown", "项目支出、其他资金"),
        (BLANK_PART, "V10", "unknown", "项目支出"),
        (record(budget__by_source={"fiscal": "300", "other": ""}), "V07", "unknown", "其他资金"),
        (record(budget__by_source={"fiscal": "300", "other": "无"}), "V07", "ties", ""),
        (record(budget__by_source={"fiscal": "300"}), "V07", "ties", ""),
        (record(budget__by_level={"own_level": "", "transfers": "0"}), "V08", "unknown", "本级使用资金"),
        (record(tasks__key=[task("200"), task("", "另一项")]), "V10", "unknown", "任务第2行"),
        (record(tasks__key=[task("") for _ in range(4)]), "V10", "unknown", "4 项任务"),
        (record(tasks__key=[task("200"), task("无", "另一项")]), "V10", "ties", ""),
    ],
)
def test_a_sum_with_a_blank_part_cannot_be_checked(form: dict[str, object], rule: str, state: str, blank: str) -> None:
    found = line(facts_of(form), rule)
    assert (found.state, found.blank) == (state, f"{blank}原表空白" if blank else "")


def test_tasks_without_a_column_for_amounts_are_compared_with_nothing() -> None:
    facts = facts_of(record(tasks__key=[task(None)]))
    assert [found.rule for found in ledger(facts) if found.rule == "V10"] == []
    assert [found.rule for found in find(RuleInput(facts)) if found.rule == "V10"] == []


@pytest.mark.parametrize(
    ("annual", "state", "blank"),
    [
        ({"total": "420", "fiscal": "400", "other": ""}, "unknown", "其他资金"),
        ({"total": "420", "fiscal": "400", "other": "20"}, "ties", ""),
        ({"total": "420", "fiscal": "400", "other": "无"}, "differs", ""),
        ({"total": "", "fiscal": "400"}, "unknown", "年度资金总额"),
    ],
)
def test_a_stated_total_is_held_against_whole_sums_only(annual: dict[str, str], state: str, blank: str) -> None:
    found = line(project_facts_of(project_form(budget={"annual": annual})), "V07")
    assert (found.state, found.blank) == (state, f"{blank}原表空白" if blank else "")


@pytest.mark.parametrize(
    ("amounts", "listed", "unlisted"),
    [
        (["150", "20"], "170", "30"),
        (["150", ""], None, None),
        (["150", "无"], "150", "50"),
        (["无"], None, None),
        ([None], None, None),
        ([], None, None),
        (["0"], "0", "200"),
    ],
)
def test_what_the_tasks_come_to(amounts: list[str | None], listed: str | None, unlisted: str | None) -> None:
    facts = facts_of(record(tasks__key=[task(amount) for amount in amounts]))
    assert tuple(None if found is None else str(found) for found in (facts.listed, facts.unlisted)) == (
        listed,
        unlisted,
    )


LONG_GOAL = "".join(f"第{at}项工作按计划稳步完成并通过验收。" for at in "甲乙丙丁戊己庚辛壬癸")
TARGETS = ("≥42处", "效果良好", "无", "第三方评价")


def test_what_the_program_cannot_read_is_counted_apart() -> None:
    rows = [{**INDICATORS[0], "name": f"事项{at}", "target": target} for at, target in enumerate(TARGETS)]
    facts = facts_of(record(indicators=rows))
    words = [measurable_word(line.reading) for line in facts.indicators]
    assert dict(zip(TARGETS, words, strict=True)) == {
        "≥42处": "可衡量",
        "效果良好": "不可衡量",
        "无": "不可衡量",
        "第三方评价": "程序读不出",
    }
    counts = (facts.measurable_count, facts.unmeasurable_count, facts.unread_count, str(facts.measurable_share))
    assert counts == (1, 2, 1, "25.0")
    (asked,) = [one.answer for one in questions(question_years(Facts((facts,), ())), ()) if "没法衡量" in one.text]
    assert asked == "2026 年，4 条目标里有 2 条，分在 1 个部门，共 1 个部门。没法衡量，不说明没有做事。"
    told = project_facts_of(project_form(indicators=rows)).summary
    assert told.endswith("这份表共列 4 条绩效指标，其中 1 条可以衡量，另有 1 条程序读不出。")


def test_why_a_sum_has_no_figure_has_its_words() -> None:
    assert {why: absence(why) for why in NoTotal} == {
        NoTotal.UNKNOWN: "unknown_total",
        NoTotal.NONE: "none_total",
        NoTotal.WITHHELD: "withheld",
        NoTotal.NOT_ON_FORM: "not_on_form",
    }


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (LONG_GOAL, ["总体绩效目标：与 2025 年的一字不差。"]),
        (LONG_GOAL + "的", ["总体绩效目标：与 2025 年的几乎相同。"]),
        (LONG_GOAL[::-1], []),
    ],
)
def test_a_goal_that_is_kept_whole_is_not_called_nearly_the_same(goal: str, expected: list[str]) -> None:
    now, before = (facts_of(record(goal=text)) for text in (goal, LONG_GOAL))
    earlier = replace(before, source=replace(before.source, year=2025))
    found = [one for one in find(RuleInput(now, before=earlier)) if one.rule == "V49"]
    assert [f"{one.cell}：{remark(one).sentence}" for one in found] == expected


def test_a_cell_named_like_its_group_is_named_once() -> None:
    staff = {"total": "", "in_service": ""}
    found = [one.cell for one in find(RuleInput(facts_of(record(staff=staff)))) if one.anchor == "staff"]
    assert sorted(found) == ["财政供养人员数", "财政供养人员数·在职人数"]


# The pages and files of a city in which some totals are unknown


CASES = {
    "kongbai": BLANK_PART,
    "ling": ZERO_TOTAL,
    "quan": record(budget__by_type={"basic": "40", "project": "60"}),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with a department whose total is unknown, one whose total is zero, and one that has a whole one."""
    files: dict[str, dict[str, object]] = {}
    for slug, form in CASES.items():
        name = f"示例市{slug}局"
        files[f"shili/{slug}/department.yml"] = {"name": name}
        files[f"shili/{slug}/2026.yml"] = {**form, "department": name}
    files["shili/kongbai/2025.yml"] = {
        **CASES["quan"],
        "department": "示例市kongbai局",
        "title": "2025年部门整体绩效目标表",
    }
    return site_project(tmp_path_factory.mktemp("project"), files)


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    """The site of that city."""
    return built(root)


def gathered(root: Path) -> Facts:
    """The facts of a project."""
    return corpus_facts(load_corpus(root))


def test_a_city_adds_up_what_is_known_and_says_what_is_not(root: Path) -> None:
    year = gathered(root).cities[0]
    assert [facts.source.department_slug for facts in year.records] == ["quan", "ling", "kongbai"]
    assert (str(year.total_wan), year.unknown) == ("100", ("示例市kongbai局",))
    assert year.summary == (
        "3 个部门已公开，其中 2 个部门预算合计 100 万元（计算值），"
        "另有 1 个部门合计不明（示例市kongbai局），没有加进去，共 9 条绩效指标，其中 9 条（100.0%）可以衡量。"
    )


def test_a_city_says_of_every_department_why_it_has_no_total(tmp_path: Path) -> None:
    parts: dict[str, dict[str, str]] = {
        "wu": {"basic": "无", "project": "无"},
        "kong": {"basic": "10", "project": ""},
        "ling": {"basic": "0", "project": "0"},
        "quan": {"basic": "40", "project": "60"},
        "mei": {},
    }
    files: dict[str, dict[str, object]] = {}
    for slug, by_type in parts.items():
        name = f"示例市{slug}局"
        files[f"shili/{slug}/department.yml"] = {"name": name}
        files[f"shili/{slug}/2026.yml"] = record(department=name, budget__by_type=by_type)
    files["shili/xiang/department.yml"] = {"name": "示例市xiang局"}
    files["shili/xiang/2026/x.yml"] = project_form(supervisor="示例市xiang局")
    year = gathered(site_project(tmp_path, files)).cities[0]
    assert year.summary == (
        "5 个部门已公开，其中 2 个部门预算合计 100 万元（计算值），另有 1 个部门合计不明（示例市kong局）、"
        "1 个部门的预算各项都填“无”（示例市wu局）、1 个部门的表没有部门预算金额的栏目（示例市mei局），没有加进去，"
        "连项目的表，共 18 条绩效指标，其中 18 条（100.0%）可以衡量。另有 1 个部门，本站只有项目的表（示例市xiang局）。"
    )
    departments, projects = (table_of(year, kind) for kind in kinds_of(year))
    assert (departments.only_projects, projects.only_projects) == (("示例市xiang局",), ())
    assert "示例市xiang局" not in departments.unpublished


def test_no_part_of_a_total_that_is_not_known_is_added_up(tmp_path: Path) -> None:
    annual: dict[str, dict[str, str]] = {
        "a": {"total": "300", "fiscal": "200", "other": "100"},
        "b": {"total": "", "fiscal": "77"},
        "c": {"total": "无", "fiscal": "50"},
        "d": {"fiscal": "30"},
        "e": {"total": "5", "fiscal": ""},
    }
    files: dict[str, dict[str, object]] = {"shili/xiang/department.yml": {"name": "示例市xiang局"}}
    for slug, cells in annual.items():
        files[f"shili/xiang/2026/{slug}.yml"] = project_form(
            name=f"项目{slug}", supervisor="示例市xiang局", budget={"annual": cells}
        )
    facts = gathered(site_project(tmp_path, files))
    table = table_of(facts.cities[0], "projects")
    # A form without a cell for the total has the sum of its lines, as its own page says.
    assert [(str(one.amount), one.unknown, one.missing) for one in table.sums] == [
        ("335", 1, 0),
        ("230", 3, 0),
        ("None", 0, 5),
    ]
    assert facts.indicator_count == 15


def test_between_two_years_an_unknown_total_is_no_missing_cell(root: Path) -> None:
    records = [facts for facts in gathered(root).records if facts.source.department_slug == "kongbai"]
    (step,) = year_pairs(records)
    total = step.budget[0]
    assert (total.name, str(total.before.value), total.now.value, total.moved) == (
        "预算合计",
        "100",
        NoTotal.UNKNOWN,
        "",
    )


def said(text: str, *pieces: str) -> list[str]:
    """The pieces that a text does not hold."""
    return [piece for piece in pieces if piece not in text]


@pytest.mark.slow
def test_the_page_of_a_form_with_a_blank_part(site: Path) -> None:
    text = words_of(site / "shili/kongbai/2026/index.html")
    assert (
        said(
            text,
            "2026 年，示例市kongbai局的项目支出原表空白，合计不明。写明的有：基本支出 100 万元。",
            "预算合计 合计不明 项目支出原表空白",
            "基本支出 100 项目支出 原表空白 合计 合计不明 按收入来源划分",
            "财政拨款 100 其他资金 原表空白 合计 合计不明",
            "按收入来源合计 = 按支出类型合计 无法核对 V07 财政拨款 100 万元",
            "项目支出、其他资金原表空白，合计不明，无法核对。",
            "任务合计与项目支出 无法核对 V10 示例维护 200 万元 项目支出原表空白，合计不明，无法核对。",
        )
        == []
    )
    assert [word for word in ("占合计", "相符", "占 100") if word in text] == []
    assert 'data-chart"' not in (site / "shili/kongbai/2026/index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_of_a_form_whose_total_is_zero(site: Path) -> None:
    text = words_of(site / "shili/ling/2026/index.html")
    assert said(text, f"2026 年，示例市ling局的预算是 0 万元。{COUNTS}") == []
    assert [word for word in ("其中", "金额最大", "占合计") if word in text] == []


@pytest.mark.slow
def test_lists_tables_and_files_of_the_city(site: Path) -> None:
    year = words_of(site / "shili/2026/index.html")
    assert said(year, "示例市kongbai局 合计不明", "示例市ling局 0", "另有 1 个部门合计不明") == []
    of_city = words_of(site / "shili/index.html")
    assert said(of_city, "另有 1 个部门合计不明", "1 份表没有合计（空白、不公开或没有这一栏），未计入") == []
    # The words on the squares are only there with the squares.
    cities = [page.read_text(encoding="utf-8") for page in site.glob("*/index.html")]
    assert [page for page in cities if ("一格一个部门" in page) != ('class="squares"' in page)] == []
    assert "一格一个部门" in of_city
    assert said(words_of(site / "departments/index.html"), "示例市kongbai局 示例市 合计不明") == []
    assert said(words_of(site / "index.html"), "（1 份没有合计数或要先核对，未计入）") == []
    assert said(words_of(site / "shili/kongbai/index.html"), "预算合计 计算值 100 合计不明") == []
    summary = rows_of(site / "shili/2026/departments/summary.csv")
    assert [row[2:5] for row in summary[1:]] == [
        ["100", "40", "60"],
        ["0", "0", "0.00"],
        ["合计不明", "100", "原表空白"],
        ["100（1 张表空白、不公开或合计不明，没有加进去）", "140", "60.00（1 张表空白、不公开或合计不明，没有加进去）"],
    ]
    rows = rows_of(site / "data/records.csv")
    told = {row[1]: dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[2] == "2026"}
    columns = ("预算合计（原单位，计算值）", "预算合计（万元，计算值）", "预算合计的情况（计算值）")
    assert {name: [row[column] for column in columns] for name, row in told.items()} == {
        "示例市kongbai局": ["", "", "合计不明"],
        "示例市ling局": ["0", "0", "已知"],
        "示例市quan局": ["100", "100", "已知"],
    }
    derived = json.loads((site / "shili/kongbai/2026/record.json").read_text(encoding="utf-8"))["derived"]
    assert {key: derived[key] for key in ("total", "total_wan", "total_status", "listed", "unlisted")} == {
        "total": None,
        "total_wan": None,
        "total_status": "合计不明",
        "listed": 200,
        "unlisted": None,
    }


@pytest.mark.slow
def test_for_programs_an_unknown_total_is_null(site: Path, tmp_path: Path) -> None:
    rows = json.loads((site / "api/v2/records.json").read_text(encoding="utf-8"))["rows"]
    told = {row["department"]: [row["derived"][key] for key in TOTALS] for row in rows if row["year"] == 2026}
    with ZipFile(site / "data/all.sqlite.zip") as packed:
        packed.extract("all.sqlite", tmp_path)
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as known:
        answer = known.execute("SELECT department, total, total_wan, total_status FROM records WHERE year = 2026")
        in_database = {name: cells for name, *cells in answer}
    assert told == in_database
    assert told == {
        "示例市kongbai局": [None, None, "合计不明"],
        "示例市ling局": [0, 0, "已知"],
        "示例市quan局": [100, 100, "已知"],
    }


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


# Forms as other places have them


def findings_of(form: dict[str, object]) -> list[str]:
    """What the rules say of a project, each with its rule and cell, but for the number of its indicators."""
    found = find(RuleInput(project_facts_of({**form, "supervisor": "示例市教育局"})))
    return [f"{one.rule} {one.cell}：{remark(one).sentence}" for one in found if one.rule != "V37"]


def with_satisfaction(**cells: str) -> dict[str, object]:
    """The plain project with another row for satisfaction."""
    row = {"family": "满意度指标", "type": "服务对象满意度指标", "name": "群众满意度", "target": "≥90%", **cells}
    return project_form(indicators=[*INDICATORS[:2], row])


STUB = "指标“群众满意度(≥**%)”"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (project_form(), []),
        # Months without a sign between year and month
        (project_form(starts="202601", ends="202612"), []),
        (
            project_form(starts="2026年春", ends="长期"),
            ["V45 计划开始日期：“2026年春 — 长期”读不出是哪一年哪一月，无法核对。"],
        ),
        (
            project_form(starts="202401", ends="202412"),
            ["V45 计划开始日期：“202401 — 202412”，不包括本表的 2026 年，不一致。"],
        ),
        # Satisfaction among the benefits, as the forms of 2011 to 2015 have it
        (with_satisfaction(family="效益指标", type="社会公众或服务对象满意度指标"), []),
        (with_satisfaction(family="效益指标", type="服务对象满意度指标"), []),
        (
            with_satisfaction(family="效益指标", type="社会效益指标"),
            [
                "V29 指标“群众满意度”：满意度列在“社会效益指标”之下，没有列在满意度指标之下。",
                "V35 满意度指标：没有满意度指标，也没有写原因。",
            ],
        ),
        # What an empty form had printed, in the name of an indicator
        (
            with_satisfaction(name="群众满意度(≥**%)", target="90"),
            [
                f"V27 {STUB}：“90”没有单位，单位写在指标名里。",
                f"V48 {STUB}：留着“≥**%”，像是模板上的话。",
            ],
        ),
    ],
)
def test_what_the_rules_say_of_forms_of_other_places(form: dict[str, object], expected: list[str]) -> None:
    assert findings_of(form) == expected


def test_a_name_with_a_stub_belongs_to_its_topic() -> None:
    assert topic_of(Indicator.model_validate({**INDICATORS[2], "name": "群众满意度(≥**%)"})) == "satisfaction"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("202601", (2026, 1)),
        ("20260131", (2026, 1, 31)),
        ("2026", (2026,)),
        ("2026年", (2026,)),
        ("2026年度", (2026,)),
        ("2026年1月", (2026, 1)),
        ("2026年01月份", (2026, 1)),
        ("2026年1月31日", (2026, 1, 31)),
        ("2026-01", (2026, 1)),
        ("2026-1-31", (2026, 1, 31)),
        ("2026.1.31", (2026, 1, 31)),
        ("2026/01/31", (2026, 1, 31)),
        ("２０２６年１月", (2026, 1)),
        ("2026 年 1 月", (2026, 1)),
        ("二〇二六年一月", (2026, 1)),
        ("2026-01-01 00:00:00", (2026, 1, 1)),
        ("2026年12月底", (2026, 12)),
        ("2026年1月起", (2026, 1)),
        *(
            (text, ())
            for text in ("长期", "当年", "1月", "202613", "20260230", "2026013", "1月至12月", "2026-2028", "260101")
        ),
        *((text, ()) for text in ("2026年1月-2026年12月", "2026-01/31", "第202601号", "12026", "2026年13月", "")),
    ],
)
def test_days_as_forms_write_them(text: str, expected: tuple[int, ...]) -> None:
    assert day_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("202601", "2026年1月"),
        ("20261231", "2026年12月31日"),
        # Nothing is read where the words say it, or where nothing is sure.
        *((text, text) for text in ("2026", "2026-01", "2026年1月", "202613", "长期")),
    ],
)
def test_days_without_a_sign_are_said_as_people_say_them(text: str, expected: str) -> None:
    assert day_words(text) == expected
    told = project_facts_of(project_form(starts=text, ends="2026-12")).summary
    assert f"计划从 {expected} 到 2026-12。" in told


@pytest.mark.slow
def test_pages_stand_for_forms_with_next_to_nothing_on_them(tmp_path: Path) -> None:
    body = {"name": BODY}
    files: dict[str, dict[str, object]] = {
        "shili/a/department.yml": body,
        "shili/a/2026.yml": record(budget={"by_type": {}}, tasks__key=[]),
        "shili/a/2025.yml": record(title="2025年表", budget={"by_type": {"basic": ""}, "by_source": {"fiscal": ""}}),
        "shili/a/2024.yml": record(title="2024年表", budget={"by_type": {"basic": "无"}}),
        "shili/a/2026/x.yml": project_form(budget={"annual": {}, "whole": {"total": "5"}}),
        "shili/a/2026/y.yml": project_form(name="乙", budget={"annual": {"total": "", "fiscal": ""}, "whole": {}}),
        "shili/a/2026/z.yml": project_form(name="丙", budget={"annual": {"total": "无", "fiscal": "无"}}),
        "shili/a/2026/w.yml": project_form(name="丁", budget={"annual": {"total": "无", "other": "5"}}),
    }
    site = built(site_project(tmp_path, files))
    paths = ("2026", "2025", "2024", "2026/x", "2026/y", "2026/z", "2026/w")
    told = {path: words_of(site / "shili/a" / path / "index.html") for path in paths}
    totals = {
        path: re.search(r" (?:预算|资金) ((?:预算合计|年度资金).*?) (?:原表各栏|0 项任务)", text)
        for path, text in told.items()
    }
    assert {path: total and total[1] for path, total in totals.items()} == {
        "2026": "预算合计 未设此栏",
        "2025": "预算合计 合计不明 基本支出原表空白",
        "2024": "预算合计 各项都填“无”",
        "2026/x": "年度资金 未设此栏",
        "2026/y": "年度资金总额 合计不明 年度资金总额、财政拨款原表空白",
        "2026/z": "年度资金总额 原表填“无”",
        "2026/w": "年度资金总额 合计不明 年度资金总额原表填“无”，各项却写有金额",
    }
    board = words_of(site / "disclosure/shili/index.html")
    assert re.findall(r"空白：(\S+)", board) == ["年度重点工作任务", "按支出类型划分、按收入来源划分"]
