"""Self-evaluations: read as forms of their own, at addresses below those of the targets, and gated beside these."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from corpora import corpus_facts, loaded_corpus, site_of_results
from hypothesis import given, strategies as st

from generator.analysis.verdicts import result_lines
from generator.cli.check import check_path
from generator.content.addresses import address_of, file_of, form_address, results_address
from generator.content.drawings import form_warnings
from generator.content.loader import Loader
from generator.content.registration import register
from generator.forms.cells import cells
from generator.forms.fields import WITHHELD, title_of
from generator.secrecy.gate import gate_results
from generator.words import format_problem

FIXTURE = site_of_results()
PROJECT = "content/shili/minzhengju/2024/gaizao.results.yml"
TARGETS = "content/shili/minzhengju/2024/gaizao.yml"
DEPARTMENT = "content/shili/minzhengju/2024.results.yml"
RECORD = "content/shili/minzhengju/2024.yml"
DECISION = "withheld: {basis: 依据, decided_on: 2024-01-05, decided_by: 某局}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURE / "content/shili", tmp_path / "project/content/shili")
    return tmp_path / "project"


def read(root: Path) -> Loader:
    reader = Loader(root)
    reader.corpus()
    return reader


def test_the_results_of_the_fixture_by_address() -> None:
    corpus = loaded_corpus(FIXTURE)
    assert [(source.path, source.of_targets) for source in corpus.results] == [
        ("bayannur/ziranziyuan/2024/yewu/results/", "bayannur/ziranziyuan/2024/yewu/"),
        ("guichi/tangxi/2022/weituo/results/", "guichi/tangxi/2022/weituo/"),
        ("shili/minzhengju/2024/gaizao/results/", "shili/minzhengju/2024/gaizao/"),
        ("shili/minzhengju/2024/results/", "shili/minzhengju/2024/"),
        ("shili/minzhengju/2023/results/", "shili/minzhengju/2023/"),
        ("yuzhong/rensheju/2021/jiuye-buzhu/results/", "yuzhong/rensheju/2021/jiuye-buzhu/"),
    ]
    assert [source.path for source in corpus.targets] == [
        *(f"shili/minzhengju/{year}/" for year in (2025, 2024, 2023)),
        "shili/minzhengju/2024/gaizao/",
    ]


def test_those_with_a_drawing_fit_it_cell_by_cell() -> None:
    sources = [source for source in loaded_corpus(FIXTURE).results if source.slug and source.city_slug != "guichi"]
    found = [[*form_warnings(source.record, drawing, "", ())] for source in sources if (drawing := source.drawing)]
    assert found == [[], [], []]


def test_every_cell_of_a_form_in_its_order() -> None:
    form = next(source.record for source in loaded_corpus(FIXTURE).results if source.city_slug == "yuzhong")
    texts = {title_of(type(form), *cell.path): cell.text for cell in cells(form)}
    assert [*texts.items()][:9] == [
        ("表名", "2021年度项目支出绩效自评表"),
        ("金额单位", "万元"),
        ("项目名称", "就业补助资金"),
        ("主管部门", "渝中区人力资源和社会保障局"),
        ("实施单位", "渝中区就业和人才中心"),
        ("预算执行情况 年度资金总额 全年预算数", "7574"),
        ("预算执行情况 年度资金总额 全年执行数", "6643"),
        ("年度总体目标", "城镇新增就业人数39500人，零就业家庭帮扶率100%"),
        ("全年目标实际完成情况", "城镇新增就业人数49358人，零就业家庭帮扶率100%"),
    ]
    assert texts["绩效指标 第11行 实际完成值"] == "88%"
    assert len(form.indicators) == 16


HIDDEN = f"依规不公开\n    {DECISION}"
# What is wrong, the file, old text => new text in it, and where which problem is reported.
WRONG = (
    ("no actual", PROJECT, "    actual: 118\n => ", PROJECT, "40:5", "E301"),
    ("an unknown key", PROJECT, "    actual: 118\n =>     actual: 118\n    done: 1\n", PROJECT, "47:5", "E305"),
    ("a word for an amount", PROJECT, "spent: 118\n    weight => spent: 若干\n    weight", PROJECT, "12:12", "E204"),
    ("another body", DEPARTMENT, "department: 示例市民政局 => department: 示例市教育局", DEPARTMENT, "3:13", "E314"),
    ("another project", PROJECT, "name: 服务中心改造 => name: 服务中心维护", PROJECT, "4:7", "E385"),
    ("no framework", PROJECT, "framework: after-101\n => ", PROJECT, "1:1", "E301"),
    ("a row without a score", DEPARTMENT, "    score: 9.4\n => ", DEPARTMENT, "37:5", "E318"),
    ("an own cell", DEPARTMENT, "score_total: 96.4 => other: {备注: 无}", DEPARTMENT, "102:13", "E826"),
    ("a rate alone", PROJECT, f"    rate: 100\n    score =>     rate: {HIDDEN}\n    score", PROJECT, "14:11", "S422"),
    ("no decision", PROJECT, "    actual: 118\n =>     actual: 依规不公开\n", PROJECT, "46:13", "S403"),
    ("a mark", PROJECT, "改造。 => 改造（秘密）。", PROJECT, "27:15", "S401"),
    ("targets that withhold", RECORD, f"target: 逐步提高 => target: {HIDDEN}", DEPARTMENT, "3:13", "S413"),
)


@pytest.mark.parametrize(
    ("file", "change", "held", "at", "code"), [row[1:] for row in WRONG], ids=lambda at: str(at)[:30]
)
def test_a_mistake_is_reported_at_its_line(
    project: Path, file: str, change: str, held: str, at: str, code: str
) -> None:
    old, new = change.split(" => ")
    text = (project / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    reader = read(project)
    assert (f"{held}:{at}", code) in [(str(one.place), one.code) for one in (*reader.problems, *reader.holds)]


def test_results_may_not_show_the_money_that_targets_withhold() -> None:
    (targets,) = (source.record for source in loaded_corpus(FIXTURE).projects)
    (results,) = (source for source in loaded_corpus(FIXTURE).results if source.of_targets.endswith("gaizao/"))
    money = targets.budget.annual.model_copy(update={"total": WITHHELD, "fiscal": None})
    hidden = targets.model_copy(update={"budget": targets.budget.model_copy(update={"annual": money})})
    for form, code in ((targets, []), (hidden, ["S423"])):
        found = gate_results(results.file, results.record, results.nodes, [form])
        assert [hold.code for hold in found] == code


def test_a_decision_lets_results_of_withheld_targets_be_public(project: Path) -> None:
    text = (project / RECORD).read_text(encoding="utf-8")
    (project / RECORD).write_text(
        text.replace("target: 逐步提高", f"target: 依规不公开\n    {DECISION}"), encoding="utf-8"
    )
    for file in (DEPARTMENT, PROJECT):
        with (project / file).open("a", encoding="utf-8") as results:
            results.write(f"cleared: {DECISION.removeprefix('withheld: ')}\n")
    reader = read(project)
    assert (reader.problems, reader.holds) == ([], [])


def test_a_project_may_not_be_called_results(project: Path) -> None:
    (project / TARGETS).rename(project / "content/shili/minzhengju/2024/results.yml")
    assert [problem.code for problem in read(project).problems] == ["E505"]


def test_the_results_of_a_project_are_below_its_year(project: Path) -> None:
    shutil.copy(project / PROJECT, project / "content/shili/minzhengju/2022.results.yml")
    assert [problem.code for problem in read(project).problems] == ["E343"]


def test_results_are_registered_by_their_address(project: Path) -> None:
    added = register(project, date(2026, 1, 2)).added
    assert "shili/minzhengju/2024/results/" in added
    assert "shili/minzhengju/2024/results 2026-01-02 " in (project / "content/register.yml").read_text(encoding="utf-8")
    assert all(source.registered for source in Loader(project).corpus().forms)


slugs = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)


projects = slugs.filter(lambda slug: slug != "results") | st.just("")


@given(slugs, slugs, st.integers(1900, 2099), projects, st.booleans())
def test_a_file_and_its_address_lead_to_each_other(
    city: str, body: str, year: int, slug: str, is_results: bool
) -> None:
    targets = form_address(city, body, year, slug)
    address = results_address(targets) if is_results else targets
    assert address_of(file_of(address)) == address


def test_a_match_by_hand_names_a_row_of_the_targets(project: Path) -> None:
    text = (project / DEPARTMENT).read_text(encoding="utf-8")
    for name, codes in (("困难家庭入户核查", []), ("困难家庭走访", ["E341"])):
        row = f"name: 困难家庭走访数\n    earlier: {name}\n"
        (project / DEPARTMENT).write_text(text.replace("name: 困难家庭入户核查\n", row), encoding="utf-8")
        assert [problem.code for problem in read(project).problems] == codes


# What a row of the self-evaluation is called, and the verdict on each target and row that then is of it.
MENDED = {
    "name: 困难家庭入户核查\n": [("困难家庭入户核查", "困难家庭入户核查", "missed")],
    "name: 困难家庭走访数\n": [
        ("困难家庭走访数", "困难家庭走访数", "missed"),
        ("困难家庭入户核查", "", "incomparable"),
    ],
    "name: 困难家庭走访数\n    earlier: 困难家庭入户核查\n": [("困难家庭入户核查", "困难家庭走访数", "missed")],
    "name: 困难家庭走访数\n    earlier: 无\n": [
        ("困难家庭走访数", "困难家庭走访数", "missed"),
        ("困难家庭入户核查", "", "unreported"),
    ],
}


def test_a_name_of_the_targets_mends_a_match_of_results(project: Path) -> None:
    text, found = (project / DEPARTMENT).read_text(encoding="utf-8"), {}
    for row in MENDED:
        (project / DEPARTMENT).write_text(text.replace("name: 困难家庭入户核查\n", row), encoding="utf-8")
        facts = corpus_facts(Loader(project).corpus()).results
        lines = next(result_lines(each) for each in facts if each.source.path == "shili/minzhengju/2024/results/")
        pairs = ((line.stated.indicator.name, line.row.name if line.row else "", line.verdict) for line in lines)
        found[row] = [pair for pair in pairs if "困难" in "".join(pair[:2])]
    assert found == MENDED


def test_two_rows_of_one_target_are_both_named(project: Path) -> None:
    text = (project / DEPARTMENT).read_text(encoding="utf-8")
    for name in ("民政服务水平", "群众满意度"):
        text = text.replace(f"name: {name}\n", f"name: {name}\n    earlier: 民政服务水平\n")
    (project / DEPARTMENT).write_text(text, encoding="utf-8")
    (found,) = map(format_problem, read(project).problems)
    assert found == (
        f"{DEPARTMENT}:97:14: 绩效指标第8行和第10行对应的是同一条指标，读到“民政服务水平”；"
        "一条只对应一条；请核对这两行的三级指标和 earlier：earlier 写错的改正，在那张表上没有的一行写“无” [E342]"
    )


def test_a_match_by_hand_with_the_name_of_another_row_names_both(project: Path) -> None:
    text = (project / DEPARTMENT).read_text(encoding="utf-8")
    text = text.replace("name: 群众满意度\n", "name: 群众满意度\n    earlier: 民政服务水平\n")
    own = "name: 民政服务水平\n"
    for row, seen in ((own, [("E342", "民政服务水平")]), (f"{own}    earlier: 无\n", [])):
        (project / DEPARTMENT).write_text(text.replace(own, row), encoding="utf-8")
        found = read(project).problems
        assert [(problem.code, problem.seen) for problem in found] == seen


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((("name: 群众满意度\n", "name: 民政服务水平\n"),), [("W387", "民政服务水平")]),
        ((("name: 群众满意度\n", "name: 民政服务水平\n    earlier: 无\n"),), []),
        ((("name: 群众满意度\n", "name: 群众满意度\n    earlier: 无\n"),), [("W388", "无")]),
    ],
)
def test_rows_that_may_have_another_target_are_told(
    project: Path, changes: tuple[tuple[str, str], ...], expected: list[tuple[str, str]]
) -> None:
    text = (project / DEPARTMENT).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (project / DEPARTMENT).write_text(text, encoding="utf-8")
    shutil.copy(FIXTURE / "site_config.yml", project)
    checked = check_path(project)
    assert checked.problems == ()
    assert [(one.code, one.seen) for one in checked.warnings if one.code in ("W387", "W388")] == expected


def test_another_name_of_the_project_can_be_confirmed(project: Path) -> None:
    text = (project / PROJECT).read_text(encoding="utf-8").replace("name: 服务中心改造", "name: 服务中心改造工程")
    confirmed = "as_published: [{rule: E385, note: 原表如此, confirmed_on: 2025-07-01, by: 示例市民政局}]\n"
    for added, codes in (("", ["E385"]), (confirmed, [])):
        (project / PROJECT).write_text(text + added, encoding="utf-8")
        assert [problem.code for problem in read(project).problems] == codes


@pytest.mark.parametrize("file", [DEPARTMENT, TARGETS, RECORD])
def test_a_form_without_any_indicator_is_told(project: Path, file: str) -> None:
    text = (project / file).read_text(encoding="utf-8")
    for rows in ("indicators: []\n", "indicators:\n"):
        (project / file).write_text(re.sub(r"indicators:\n(?:  .*\n|\n)+", rows, text), encoding="utf-8")
        assert [(one.place.path, one.code) for one in read(project).problems] == [(file, "E303")]


@pytest.mark.parametrize(
    ("file", "changes", "expected"),
    [
        # As many 元 as there are 万元, and as much money.
        (DEPARTMENT, (("unit: 万元", "unit: 元"),), [(8, "W208 targets")]),
        (PROJECT, (("unit: 万元", "unit: 元"), (": 120\n", ": 1200000\n"), (": 118\n", ": 1180000\n")), [(2, "W386")]),
    ],
)
def test_a_self_evaluation_in_another_unit_than_its_targets(
    project: Path, file: str, changes: tuple[tuple[str, str], ...], expected: list[tuple[int, str]]
) -> None:
    text = (project / file).read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    (project / file).write_text(text, encoding="utf-8")
    shutil.copy(FIXTURE / "site_config.yml", project)
    for checked in (check_path(project), check_path(project / file)):
        found = [one for one in checked.warnings if one.code in ("W208", "W386")]
        assert [(one.place.line, f"{one.code} {dict(one.values).get('form', '')}".strip()) for one in found] == expected
