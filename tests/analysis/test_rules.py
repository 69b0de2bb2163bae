"""The rule book: what breaks each rule and what passes it, what our documents give, and what the book may say."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html import escape, unescape
from pathlib import Path

import pytest
from corpora import three_documents
from hypothesis import given, strategies as st
from reading import HERE
from ruling import (
    CLEAN,
    CLEAN_PROJECT,
    CLEAN_RESULTS,
    Row,
    case_of,
    changed,
    facts_of,
    project_of,
    results_of,
    table,
    told,
)

from generator.analysis.rules import (
    BY_ID,
    CRITERIA,
    LINES,
    RULES,
    SEVERITIES,
    Finding,
    Rule,
    RuleInput,
    find,
    place_of,
    public,
    remark,
    rule_counts,
    shown_rules,
)
from generator.analysis.rules.form import MAYBE_NO_YUAN, NO_YUAN
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.content.addresses import address_of
from generator.content.config import read_config
from generator.secrecy.marks import find_marks
from generator.system.manifest import Revision
from generator.words import catalogue_map, explain_code, general_basis, national_clauses, translate

pytestmark = pytest.mark.usefixtures("shared_results")

OURS = HERE.parent
ROWS = table()
SEEING = [rule for rule in RULES if rule.find]
# How these are broken and passed stands with what they look into: the register and the trace.
ELSEWHERE = {"V56", "V57"}
BY_TABLE = [rule for rule in SEEING if rule.id not in ELSEWHERE]


def test_of_the_clean_record_and_the_clean_project_no_rule_says_anything() -> None:
    assert find(RuleInput(facts_of(CLEAN))) == ()
    assert find(RuleInput(project_of(CLEAN_PROJECT))) == ()
    assert find(RuleInput(results_of(CLEAN_RESULTS))) == ()


@pytest.mark.parametrize(
    ("rule", "checked"),
    [("V01", 0), ("V05", 2), ("V15", 3), ("V23", 3), ("V36", 2), ("V58", 1)],
)
def test_only_the_forms_that_a_rule_checks_are_counted_with_it(rule: str, checked: int) -> None:
    forms = (facts_of(CLEAN), project_of(CLEAN_PROJECT), results_of(CLEAN_RESULTS))
    counts = rule_counts(forms, {facts.source.path: () for facts in forms})
    assert [found.checked for found in counts if found.rule.id == rule] == [checked]


@cache
def findings_of(row: Row) -> tuple[Finding, ...]:
    """All that the rules say of the record of a row."""
    return find(case_of(row))


@pytest.mark.slow
def test_each_record_of_the_table() -> None:
    wrong = [
        (f"rules.tsv:{number}", row.rule, row.what, {"said": said, "expected": row.findings})
        for number, row in enumerate(ROWS, 2)
        if (said := ", ".join(map(told, findings_of(row)))) != row.findings
    ]
    assert wrong == []


def test_each_finding_of_the_table_is_a_whole_sentence() -> None:
    sentences = {remark(finding).sentence for row in ROWS for finding in findings_of(row)}
    assert [sentence for sentence in sentences if not sentence.endswith("。") or "{" in sentence] == []


def test_each_rule_is_broken_and_passed() -> None:
    broken = {row.rule for row in ROWS if row.rule in row.findings}
    passed = {row.rule for row in ROWS if row.rule not in row.findings}
    assert broken == passed == {rule.id for rule in BY_TABLE}


def test_each_sentence_of_the_book_is_said() -> None:
    said = {told(finding).rpartition(" ")[0] for row in ROWS for finding in findings_of(row)}
    # No record of the table has a drawing.
    assert said | {"V06 noted", "V07 column", "V07 row"} == {
        sentence for rule in BY_TABLE for sentence in sentences_of(rule.id)
    }


def test_the_day_of_the_budget_is_only_noted_where_no_document_of_the_city_asks_for_it() -> None:
    facts = facts_of(changed("disclosure.budget_published_on = 2026-03-04"))
    city = facts.source.city.model_copy(update={"basis": None})
    other = replace(facts, source=replace(facts.source, city=city))
    said = [[(told(each), remark(each).severity) for each in find(RuleInput(one))] for one in (facts, other)]
    assert said == [
        [("V06 apart budget-published-on", "warn")],
        [("V06 noted budget-published-on", "info")],
    ]


def sentences_of(number: str) -> list[str]:
    """The sentences that a rule has: one, or one for each form."""
    finding = catalogue_map(f"rules.{number}.finding")
    return [f"{number} {form}" for form in finding] if isinstance(finding, dict) else [number]


# Our documents


OF_OUR_DOCUMENTS = """
content/central/tianwentai/2023/dalou-gaizao.yml
V42 warn goal
V35 error indicators
V37 info indicators
V23 info indicator-2
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/guangxue-wenxiang.yml
V28 warn indicator-2
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/huairou-guance.yml
V28 warn indicator-2
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/jiben-keyan-yewufei.yml
V37 info indicators
V23 info indicator-2
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/kexue-gongcheng-yunxing.yml
V23 info indicator-5
V50 info indicator-5
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/lisan-moni.yml
V28 warn indicator-2
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/rencai-zhuanxiang.yml
V37 info indicators
V23 info indicator-2
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/tianwen-shuju.yml
V37 info indicators
V05 info approved-on
V06 info published-on

content/central/tianwentai/2023/wangyuanjing-shengji.yml
V28 warn indicator-2
V05 info approved-on
V06 info published-on

content/jieyang/zhengfawei/2022.yml
V43 warn subordinate-units
V07 info by-source
V43 info by-source-other
V28 warn indicator-6
V16 error indicator-7
V28 warn indicator-8
V28 warn indicator-11
V05 info approved-on
V06 info published-on

content/putuo/wanli/2023/gonggong-sheshi.yml
V07 error annual-total
V09 error annual-fiscal
V03 warn indicator-2
V23 info indicator-2
V18 info indicator-3
V32 info indicator-3
V23 warn indicator-4
V28 warn indicator-4
V23 info indicator-5
V22 error indicator-6
V23 info indicator-7
V05 info approved-on
V06 info published-on

content/putuo/wanli/2023/gongzuo-jingfei.yml
V37 info indicators
V18 info indicator-2
V18 info indicator-4
V25 warn indicator-6
V27 warn indicator-8
V24 error indicator-15
V26 info indicator-15
V24 error indicator-16
V23 info indicator-17
V23 info indicator-18
V23 info indicator-20
V23 info indicator-21
V23 info indicator-23
V23 info indicator-24
V23 info indicator-25
V23 info indicator-26
V23 info indicator-27
V23 info indicator-28
V23 info indicator-29
V24 error indicator-30
V23 info indicator-31
V23 info indicator-33
V23 info indicator-34
V24 error indicator-35
V23 info indicator-36
V23 info indicator-37
V23 warn indicator-38
V27 warn indicator-39
V23 warn indicator-41
V23 warn indicator-42
V18 info indicator-43
V05 info approved-on
V06 info published-on

content/putuo/wanli/2023/huanjing-zhengzhi.yml
V18 info indicator-3
V29 warn indicator-3
V29 info indicator-4
V05 info approved-on
V06 info published-on

content/putuo/wanli/2023/jiuye-butie.yml
V18 info indicator-3
V05 info approved-on
V06 info published-on

content/putuo/wanli/2023/shequ-fuwu-zhongxin.yml
V24 error indicator-2
V28 warn indicator-2
V30 warn indicator-3
V22 error indicator-4
V24 error indicator-5
V05 info approved-on
V06 info published-on

content/qingshan/jiaoyuju/2020/xuexiao-gaizao.yml
V23 info indicator-7
V05 info approved-on
V06 info budget-published-on

content/xiangtan/huanweichu/2023/wupaoche.yml
V23 info indicator-3
V14 warn indicator-5
V33 info indicator-6
V33 info indicator-8
V33 info indicator-9
V05 info approved-on
V06 info budget-published-on

content/xiangxi/texiao/2023/huoshifei.yml
V33 info indicator-2
V33 info indicator-3
V27 warn indicator-5
V33 info indicator-10
V18 info indicator-11
V23 warn indicator-12
V23 info indicator-13
V33 info indicator-14
V33 info indicator-15
V05 info approved-on
V06 info budget-published-on

content/yueyangxian/nongyeju/2022/gaobiaozhun-nongtian.yml
V43 info annual-other
V32 info indicator-4
V05 info approved-on
V06 info budget-published-on

content/yuzhong/rensheju/2021/jiuye-buzhu.results.yml
V23 info indicator-12
V23 info indicator-13
V23 info indicator-14
V23 info indicator-15
V23 info indicator-16
V48 error explanation

content/zhanjiang/jiwei/2021.yml
V43 warn supervisor
V07 info by-source
V43 info by-source-other
V03 warn goal
V30 warn indicator-6
V30 warn indicator-7
V33 info indicator-8
V23 info indicator-9
V23 info indicator-10
V33 info indicator-11
V23 info indicator-12
V23 info indicator-13
V05 info published-on
V06 info published-on

content/zhanjiang/rensheju/2023.yml
V43 info development-own-1
V43 info development-own-2
V08 info by-level
V43 info by-level-own-level
V43 info by-level-transfers
V10 info tasks
V50 info task-2
V22 error indicator-3
V22 error indicator-4
V18 info indicator-5
V23 info indicator-8
V33 info indicator-10
V22 error indicator-12
V22 error indicator-13
V23 info indicator-14
V27 warn indicator-15
V33 info indicator-16
V33 info indicator-18
V29 info indicator-20
V05 info approved-on
V06 info published-on

content/zhanjiang/rensheju/2024.yml
V15 info by-type-basic
V43 info development-own-1
V43 info development-own-2
V08 info by-level
V43 info by-level-own-level
V43 info by-level-transfers
V49 info goal
V10 info tasks
V27 warn indicator-2
V27 warn indicator-3
V18 info indicator-8
V33 info indicator-9
V27 warn indicator-10
V27 warn indicator-11
V23 info indicator-12
V28 error indicator-12
V27 warn indicator-13
V28 error indicator-13
V28 error indicator-14
V23 info indicator-15
V28 error indicator-15
V33 info indicator-16
V23 info indicator-17
V29 info indicator-18
V05 info approved-on
V06 info published-on

content/zhanjiang/zhengfawei/2021.yml
V14 warn goal
V10 info tasks
V49 info task-4
V34 info task-6
V21 warn indicator-2
V21 warn indicator-3
V26 info indicator-3
V23 warn indicator-7
V26 info indicator-7
V23 info indicator-10
V18 info indicator-12
V22 error indicator-15
V22 error indicator-16
V23 info indicator-17
V23 info indicator-18
V34 info indicator-19
V34 info indicator-21
V05 info approved-on
V06 info published-on
"""


def test_all_that_the_rules_say_of_our_documents() -> None:
    checked = check_path(OURS)
    lines: list[str] = []
    for found in checked.findings:
        finding = found.finding
        if found.place.path not in lines:
            lines += ["", found.place.path]
        lines.append(f"{finding.rule} {remark(finding).severity} {finding.anchor}")
    assert [*lines, ""] == OF_OUR_DOCUMENTS.split("\n")
    assert (checked.problems, checked.exit_code(False), checked.exit_code(True)) == ((), 0, 1)


def test_findings_stand_at_the_line_of_their_cell() -> None:
    lines = {
        told(found.finding): (OURS / found.place.path).read_text("utf-8").split("\n")[found.place.line - 1].strip()
        for found in check_path(three_documents()).findings
        if found.finding.rule in ("V16", "V10", "V43", "V49", "V05")
    }
    assert lines == {
        "V43 cell subordinate-units": "subordinate_units:",
        "V43 money by-source-other": "other:",
        "V16 indicator-7": "- family: 产出指标",
        "V05 unknown approved-on": "approved_on:",
        "V05 unknown published-on": "published_on:",
        "V43 cell supervisor": "supervisor:",
        "V10 less tasks": "tasks:",
        "V49 twice task-4": "- name: 市政法委业务经费",
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("score_total = 98", [("V62", "score_total: 98")]),
        ("score_total = 101", [("V58", "score_total: 101"), ("V62", "score_total: 101")]),
        ("execution.total.rate = 95%", [("V61", "rate: 95%")]),
        ("execution.total.spent = 298 ;; execution.total.rate = 99.33%", [("V07", "spent: 298")]),
        ("score_total: 100 => score_total: 100\\nweight_total: 101", [("V36", "weight_total: 101")]),
    ],
)
def test_findings_of_results_stand_at_the_line_of_their_cell(change: str, expected: list[tuple[str, str]]) -> None:
    text = changed(f"results ;; {change}")
    facts = results_of(text)
    lines, findings = text.split("\n"), find(RuleInput(facts))
    at = [(each.rule, lines[place_of(facts.source, each).line - 1].strip()) for each in findings]
    assert at == expected


def test_findings_about_secrets_and_people_name_the_row_and_quote_nothing() -> None:
    text = "看守所留置区联系人：王小明"
    facts = facts_of(changed(f"发放工资，维持日常办公 => {text} ;; indicators.5.name = {text}"))
    said = [remark(finding) for finding in find(RuleInput(facts)) if finding.rule in ("V03", "V04")]
    assert [(found.rule.id, found.cell) for found in said] == [
        ("V03", "任务第1行、指标表第6行"),
        ("V04", "任务第1行"),
        ("V04", "指标表第6行"),
    ]
    shown = "".join(found.cell + found.sentence for found in said)
    assert [piece for piece in ("看守", "留置", "王小明") if piece in shown] == []


# The book


def texts_of(entry: object) -> list[str]:
    """Every text under an entry of the catalogue."""
    return [text for value in entry.values() for text in texts_of(value)] if isinstance(entry, dict) else [str(entry)]


def test_the_book_is_whole_and_in_order() -> None:
    assert [rule.id for rule in RULES] == [f"V{number:02}" for number in range(1, 65)] == list(catalogue_map("rules"))
    assert {rule.criterion for rule in RULES} == set(CRITERIA)
    assert {rule.severity for rule in RULES} == set(SEVERITIES)
    assert len(SEEING) >= 44


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_says_everything(rule: Rule) -> None:
    words = catalogue_map(f"rules.{rule.id}")
    last = "finding" if rule.find else "unseen"
    basis = ["basis"] if "basis" in words else []
    assert list(words) == ["title", "what", "formula", "tolerance", "trust", *basis, "mend", last]
    assert general_basis(rule.id)
    assert all(words.values())
    assert [form for form in rule.lighter if f"{rule.id} {form}" not in sentences_of(rule.id)] == []
    lines = explain_code(rule.id).split("\n")
    assert lines[0] == f"{rule.id} {words['title']}"
    assert len(lines) == (6 if rule.find else 7)


def test_only_what_was_read_is_named_as_law() -> None:
    law = re.compile("据?《.*?》第.+?条")
    book = catalogue_map("rules")
    assert [rule for rule in book if law.search(book[rule].get("basis", ""))] == []
    of = {trust: [rule for rule in book if book[rule]["trust"] == trust] for trust in catalogue_map("checks.trust")}
    named = [rule for rule in book if national_clauses(rule)]
    assert named == of["statute"] == ["V01", "V02", "V03", "V04", "V05", "V55"]
    for number in of["practice"]:
        assert book[number]["basis"].startswith("常见做法，未据法规条文")
    for number in of["page"]:
        assert book[number]["basis"].endswith("据公开网页转述。")
    assert sum(map(len, of.values())) == len(RULES)


def test_the_tone_is_neutral_and_nothing_reads_like_a_mark() -> None:
    texts = [text for area in ("rules", "checks", "findings") for text in texts_of(catalogue_map(area))]
    assert [text for text in texts if re.search("违规|违法|违反|造假|虚假|失踪|不见了|挪用|错误地", text)] == []
    assert [text for text in texts if find_marks(text)] == []


def test_every_line_of_the_ledger_has_its_words() -> None:
    kinds = {"by_type", "sources", "levels", "annual", "whole", "year", "tasks", "basic", "goal", "indicator", "count"}
    kinds |= {"spending", "rate", "scores", "by_source", "by_level", "column"}
    assert kinds == set(catalogue_map("checks.lines"))
    # One function works out the stated totals: three of a department, and both of a project.
    assert len(LINES) == len(kinds) - 4
    for kind in kinds:
        for state in ("ties", "differs", "unknown"):
            assert translate(f"checks.lines.{kind}.{state}", difference="1", unit="万元", share="2") is not None


@pytest.mark.slow
def test_each_rule_has_a_page_and_each_finding_its_place(tmp_path: Path) -> None:
    build(BuildOptions(OURS, tmp_path / "site", Revision("0123456789", "2026-01-02", "0")), lambda step: None)
    book = (tmp_path / "site/checks/index.html").read_text(encoding="utf-8")
    told = {found.finding.rule for found in check_path(OURS).findings}
    assert [rule.id for rule in RULES if not rule.public and rule.id in told] == ["V03"]
    assert book.count(">提示不在网站上列出</span>") == sum(not rule.public for rule in RULES)
    for rule in RULES:
        assert f'href="../{rule.path}"' in book
        page = (tmp_path / "site" / rule.path / "index.html").read_text(encoding="utf-8")
        words = catalogue_map(f"rules.{rule.id}")
        shown = [words[key] for key in ("title", "what", "formula", "tolerance", "mend")]
        shown += [*national_clauses(rule.id), words.get("basis", "")]
        assert [text for text in shown if escape(text) not in page] == []
    for found in check_path(OURS).findings:
        if not BY_ID[found.finding.rule].public:
            continue
        path = address_of(found.place.path.removeprefix("content/"))
        said = remark(found.finding)
        record, of_rule = (
            unescape((tmp_path / "site" / folder / "index.html").read_text(encoding="utf-8"))
            for folder in (path, said.rule.path)
        )
        assert f'id="{said.anchor}"' in record
        assert f'<a href="#{said.anchor}">{said.cell}</a>：{said.sentence}' in record
        assert f'href="../../{path}#{said.anchor}"' in of_rule
        # Findings with a difference are a table of numbers in 万元, all others have their sentence.
        words = re.sub("<[^>]+>", "", of_rule)
        difference = Decimal(said.values.get("difference", "0")) / (10_000 if said.values.get("unit") == "元" else 1)
        assert (f"{difference:f}".rstrip("0") if difference else said.sentence) in words
    quiet = [rule for rule in RULES if not rule.public]
    pages = [*(tmp_path / "site").glob("*/*/20*/index.html")]
    assert [page for page in pages for rule in quiet if f">{rule.id}</a>" in page.read_text(encoding="utf-8")] == []


@given(st.lists(st.sampled_from("019９.,万亿元人 )，。;:\t\n")).map("".join))
def test_no_amount_without_its_unit_escapes_the_faster_pattern(text: str) -> None:
    assert not NO_YUAN.search(text) or MAYBE_NO_YUAN.search(text)


def test_a_site_has_the_rules_of_its_setting() -> None:
    config = read_config(HERE.parent)
    settings = (None, "all", "arithmetic", "none")
    shown = {setting: shown_rules(config.model_copy(update={"findings": setting})) for setting in settings}
    every = tuple(rule.id for rule in RULES)
    assert shown == {
        None: every,
        "all": every,
        "arithmetic": tuple(rule.id for rule in RULES if rule.criterion == "arithmetic"),
        "none": (),
    }
    findings = {"a/": (Finding("budget", rule="V07"), Finding("goal", rule="V48"), Finding("goal", rule="V03"))}
    assert [one.rule for one in public(findings, shown["arithmetic"])["a/"]] == ["V07"]
    assert [one.rule for one in public(findings)["a/"]] == ["V07", "V48"]
