"""The disclosure board: days, parts of the form, scores with their formula, and the table that is taken home."""

import csv
import io
import re
import shutil
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from corpora import corpus_facts, loaded_facts, three_documents, with_rows
from hypothesis import given, strategies as st
from openpyxl import load_workbook
from reading import good_text, project, record_of, replaced
from ruling import CLEAN, facts_of
from stating import BODY, record, site_project

from generator.analysis.board_counts import board_finding, count_cells, count_words
from generator.analysis.disclosure import (
    SCORED,
    WEIGHTS,
    BoardCell,
    BoardRow,
    DisclosureBoard,
    boards,
    is_with_budget,
    scores_of,
    term_of,
)
from generator.analysis.filled_blocks import filled_blocks
from generator.analysis.rules import RULES, Finding, examine, remark, severity_of
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.content.config import Config, read_config
from generator.content.loader import load_corpus
from generator.content.roster import RosterLine
from generator.forms.drawings.titles import FormTitles
from generator.forms.model import Disclosure, RosterEntry
from generator.output.exports.board import COLUMNS, XLSX
from generator.output.exports.board_sheet import board_files
from generator.output.exports.data_sets import data_files
from generator.output.exports.outputs import Export
from generator.output.pages.board import short_name, tables_of
from generator.problems import UsageError
from generator.system.manifest import Revision, pieces
from generator.words import problem_text, translate

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]
OURS = three_documents()
CSV = "data/disclosure.csv"
DAYS = tuple(f"disclosure__{key}" for key in ("approved_on", "published_on", "budget_published_on"))


def disclosure(approved: str = "", published: str = "", budget: str = "") -> Disclosure:
    """The days of one disclosure, as the file writes them."""
    days = {"approved_on": approved, "published_on": published, "budget_published_on": budget}
    return Disclosure.model_validate({"attribute": "主动公开", **days})


def board(root: Path) -> DisclosureBoard:
    """The board of the first city of a project."""
    facts = corpus_facts(load_corpus(root))
    return boards(facts, examine(facts.records))[0]


@pytest.mark.parametrize(
    ("approved", "published", "limit", "expected"),
    [
        ("2021-03-11", "2021-03-11", 20, (0, 0, "within", "2021-03-31")),
        ("2021-03-11", "2021-03-12", 20, (1, 0, "within", "2021-03-31")),
        ("2021-03-11", "2021-03-31", 20, (20, 0, "within", "2021-03-31")),
        ("2021-03-11", "2021-04-01", 20, (21, 1, "late", "2021-03-31")),
        ("2021-03-11", "2021-04-01", 30, (21, 0, "within", "2021-04-10")),
        ("2020-02-20", "2020-03-11", 20, (20, 0, "within", "2020-03-11")),
        ("2021-12-20", "2022-01-10", 20, (21, 1, "late", "2022-01-09")),
        ("2021-03-11", "2021-03-10", 20, (-1, 0, "before", "2021-03-31")),
        ("2021-03-11", "", 20, (None, None, "unknown", "2021-03-31")),
        ("", "2021-03-11", 20, (None, None, "unknown", "")),
        ("", "", 20, (None, None, "unknown", "")),
    ],
)
def test_days_from_approval_to_publication(approved: str, published: str, limit: int, expected: object) -> None:
    term = term_of(disclosure(approved, published), limit)
    assert (term.used, term.over, term.state, str(term.last_day or "")) == expected


@given(st.dates(date(1950, 1, 1), date(2099, 1, 1)), st.integers(-400, 400), st.integers(0, 60))
def test_late_is_after_the_last_day_and_never_before(approved: date, days: int, limit: int) -> None:
    published = approved + timedelta(days)
    term = term_of(disclosure(approved.isoformat(), published.isoformat()), limit)
    assert term.last_day and term.used == days
    assert (term.state == "late") == (published > term.last_day)
    assert (term.state == "before") == (published < approved)


@pytest.mark.parametrize(
    ("published", "budget", "expected"),
    [
        ("2021-03-11", "2021-03-11", "yes"),
        ("2021-03-11", "2021-03-12", "no"),
        ("2021-03-11", "", "unknown"),
        ("", "2021-03-11", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_together_with_the_budget(published: str, budget: str, expected: str) -> None:
    assert is_with_budget(disclosure("2021-03-01", published, budget)) == expected


EVERYTHING = [
    *("按支出类型划分", "按收入来源划分", "按预算级次划分", "财政供养人员数", "总体绩效目标"),
    *("年度重点工作任务", "其他需完成的任务", "产出指标", "效益指标", "满意度指标"),
]
OTHER = "  other:\n    - name: 无\n      content: 无\n      amount: 0\n      expected: 无\n"


@pytest.mark.parametrize(
    ("change", "without", "blank"),
    [
        (" => ", [], []),
        # A part that is not on the form is no part; one that is there and blank is.
        ("  by_level:\n    own_level: 2015.01\n    transfers: 无\n => ", ["按预算级次划分"], []),
        ("    own_level: 2015.01\n    transfers: 无\n =>     own_level:\n    transfers:\n", [], ["按预算级次划分"]),
        ("    own_level: 2015.01\n    transfers: 无\n =>     own_level: 0\n", [], []),
        ("staff:\n  in_service: 71\n  retired: 38\n => ", ["财政供养人员数"], []),
        ("  in_service: 71\n  retired: 38\n =>   in_service:\n  retired:\n", [], ["财政供养人员数"]),
        # The optional table counts where it is filled in, with 无 too.
        (f"{OTHER} => ", ["其他需完成的任务"], []),
        (f"{OTHER} =>   other: []\n", ["其他需完成的任务"], []),
        ("    name: 家长满意度\n =>     name:\n", [], ["满意度指标"]),
    ],
)
def test_parts_of_the_form(change: str, without: list[str], blank: list[str]) -> None:
    record, problems = record_of(good_text() if change == " => " else replaced(change))
    assert record and problems == []
    blocks = filled_blocks(record, FormTitles.of(record, None))
    assert list(blocks.names) == [name for name in EVERYTHING if name not in without]
    assert (list(blocks.blank), blocks.filled) == (blank, len(blocks.names) - len(blank))


@pytest.mark.parametrize(
    ("change", "blank"),
    [
        ("    own_level: 2015.01\n =>     own_level:\n", "按预算级次划分的本级使用资金"),
        ("  in_service: 71\n  retired: 38\n =>   in_service: 71\n  retired:\n", "财政供养人员数的离退休人数"),
    ],
)
def test_a_part_with_a_blank_cell_is_not_filled_in(change: str, blank: str) -> None:
    record, _ = record_of(replaced(change))
    assert record
    blocks = filled_blocks(record, FormTitles.of(record, None))
    assert (blocks.blank, blocks.filled) == ((blank,), len(EVERYTHING) - 1)


COST = "family: 产出指标\n    type: 成本指标 => family: 成本指标\n    type: 经济成本指标"


@pytest.mark.parametrize(
    ("change", "named", "blank"),
    [
        # The later framework asks for cost only where there is something to build or to buy.
        ("framework: before-101 => framework: after-101", False, ()),
        (COST, True, ()),
    ],
)
def test_cost_is_a_part_of_forms_that_have_it_as_a_family(change: str, named: bool, blank: tuple[str, ...]) -> None:
    old, new = change.split(" => ")
    facts = facts_of(CLEAN.replace(old, new).replace("framework: before-101", "framework: after-101"))
    blocks = filled_blocks(facts.form, facts.titles)
    assert ("成本指标" in blocks.names, blocks.blank) == (named, blank)


KNOWN = disclosure("2021-03-11", "2021-03-20", "2021-03-20")
LATE = Finding("", rule="V05", form="late")
APART = Finding("", rule="V06", form="apart")
BLANK = Finding("", rule="V43", form="cell")
BLANK_MONEY = Finding("", rule="V43", form="money")
NO_FAMILY = Finding("", rule="V35", form="needed")
HALF_FAMILY = Finding("", rule="V35", form="satisfaction")
CHANGED = Finding("", rule="V56", form="changed")
SUM = Finding("", rule="V07", form="differs")
ERRORS = [Finding("", rule=rule.id) for rule in RULES if rule.criterion == "form" and rule.severity == "error"]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], [(100, ""), (100, ""), (100, "")]),
        ([LATE], [(80, "V05"), (100, ""), (100, "")]),
        ([LATE, APART], [(75, "V05 V06"), (100, ""), (100, "")]),
        # A rule counts once, as its heaviest finding does; what weighs nothing is not named.
        ([BLANK, BLANK, BLANK_MONEY], [(100, ""), (95, "V43"), (100, "")]),
        ([BLANK_MONEY], [(100, ""), (100, ""), (100, "")]),
        ([HALF_FAMILY, NO_FAMILY], [(100, ""), (80, "V35"), (100, "")]),
        ([CHANGED], [(100, ""), (100, ""), (80, "V56")]),
        # Sums belong to none of the three.
        ([SUM], [(100, ""), (100, ""), (100, "")]),
        (ERRORS, [(100, ""), (100, ""), (0, " ".join(finding.rule for finding in ERRORS))]),
    ],
)
def test_scores(findings: list[Finding], expected: list[tuple[int, str]]) -> None:
    scores = scores_of(KNOWN, findings)
    assert [score.criterion for score in scores] == list(SCORED)
    assert [(score.points, " ".join(entry.rule for entry in score.deductions)) for score in scores] == expected


@pytest.mark.parametrize(
    ("days", "unknown"),
    [
        (disclosure("", "2021-03-20", "2021-03-20"), ("批复日期",)),
        (disclosure("2021-03-11", "", "2021-03-20"), ("公开日期",)),
        (disclosure("2021-03-11", "2021-03-20", ""), ("部门预算公开日期",)),
        (disclosure(), ("批复日期", "公开日期", "部门预算公开日期")),
    ],
)
def test_timeliness_has_no_score_where_a_day_is_unknown(days: Disclosure, unknown: tuple[str, ...]) -> None:
    scores = scores_of(days, [LATE, CHANGED])
    assert [(score.points, score.unknown) for score in scores] == [(None, unknown), (100, ()), (80, ())]


@pytest.mark.parametrize(
    ("days", "term", "beside", "findings"),
    [
        (
            ("", "2024-02-20", "2024-02-20"),
            "批复日期未知",
            "同一天公开",
            ["批复日期：日期不全，无法核对是否在二十日内公开。"],
        ),
        (
            ("2024-02-01", "", "2024-02-20"),
            "公开日期未知",
            "公开日期未知",
            ["公开日期：日期不全，无法核对是否在二十日内公开。", "公开日期：日期不全，无法核对是否同步公开。"],
        ),
        (
            ("2024-02-01", "2024-02-20", ""),
            "用了 19 天，在 20 天内",
            "部门预算公开日期未知",
            ["部门预算公开日期：日期不全，无法核对是否同步公开。"],
        ),
        (
            ("", "", ""),
            "批复日期、公开日期未知",
            "公开日期、部门预算公开日期未知",
            [
                "批复日期、公开日期：日期不全，无法核对是否在二十日内公开。",
                "公开日期、部门预算公开日期：日期不全，无法核对是否同步公开。",
            ],
        ),
    ],
)
def test_the_day_that_nobody_knows_is_named_everywhere(
    tmp_path: Path, days: tuple[str, str, str], term: str, beside: str, findings: list[str]
) -> None:
    form = record(**dict(zip(DAYS, days, strict=True)), review__on="2024-01-31")
    root = site_project(tmp_path, {"shili/shiliju/department.yml": {"name": BODY}, "shili/shiliju/2026.yml": form})
    known = board(root).lines[0].squares[0].disclosed
    assert known
    told = translate(
        f"disclosure.days.{known.term.state}",
        unknown="、".join(known.term.unknown),
        used=known.term.used,
        limit=known.term.limit,
    )
    assert (told, known.together_words) == (term, beside)
    facts = corpus_facts(load_corpus(root)).forms
    remarks = map(remark, examine(facts)[facts[0].source.path])
    assert [f"{one.cell}：{one.sentence}" for one in remarks if one.rule.id in ("V05", "V06")] == findings
    row = next(csv.DictReader(io.StringIO(exported(root)[CSV].decode("utf-8-sig"))))
    assert (row["期限情况"], row["与部门预算同日"]) == (term if "未知" in term else "期限内", beside)


def test_every_severity_has_its_weight() -> None:
    assert {rule.severity for rule in RULES} <= set(WEIGHTS)
    assert {severity_of(finding) for finding in (LATE, BLANK, BLANK_MONEY)} == {"error", "warn", "info"}


def test_our_own_board() -> None:
    facts = loaded_facts(OURS)
    found = boards(facts, examine(facts.records))
    assert [
        (
            *(one.city.slug, square.year, square.state, line.name, known.term.state, str(known.term.last_day)),
            *(known.together, known.scores[0].points),
        )
        for one in found
        for line in one.lines
        for square in line.squares
        if (known := square.disclosed)
    ] == [
        ("jieyang", 2022, "published", "中共揭阳市委政法委员会", "unknown", "None", "unknown", None),
        ("zhanjiang", 2021, "published", "中共湛江市委政法委员会", "unknown", "None", "unknown", None),
        ("zhanjiang", 2021, "published", "湛江市纪委监委", "unknown", "2021-03-31", "unknown", None),
    ]


def squares(found: DisclosureBoard) -> list[tuple[str, bool, list[str]]]:
    """The board at a glance: department, whether it is on the roster, the state of each year."""
    return [(line.name, line.on_roster, [square.state for square in line.squares]) for line in found.lines]


def test_the_roster_comes_first_and_every_year_has_a_square(project: Path) -> None:
    found = board(project)
    assert found.years == (2026, 2025)
    assert squares(found) == [
        ("示例市教育局", True, ["published", "missing"]),
        ("示例市公园局", True, ["missing", "published"]),
    ]


def test_who_is_not_on_the_roster_who_has_no_folder_and_what_is_gone(project: Path) -> None:
    roster = project / "content/shili/jurisdiction.yml"
    text = roster.read_text(encoding="utf-8")
    # The park office goes by another of its names, a department that nobody knows is added, the school office left out.
    text = text.replace("  - 示例市公园局", "  - 市公园局\n  - 示例市水务局").replace("  - 示例市教育局\n", "")
    roster.write_text(text, encoding="utf-8")
    gone = (f"  - shili/gongyuanju/{year} 2024-03-05 {'0' * 64}\n" for year in (2024, 2026))
    register = f"records:\n{''.join(gone)}"
    (project / "content/register.yml").write_text(register, encoding="utf-8")
    found = board(project)
    assert found.years == (2026, 2025, 2024)
    assert squares(found) == [
        ("市公园局", True, ["gone", "published", "gone"]),
        ("示例市水务局", True, ["missing", "missing", "missing"]),
        ("示例市教育局", False, ["published", "missing", "missing"]),
    ]
    assert str(found.lines[0].squares[2].registered_on) == "2024-03-05"


def test_what_a_year_comes_to(project: Path) -> None:
    folder = project / "content/shili/gongyuanju"
    shutil.copy(folder / "2025.yml", folder / "2026.yml")
    (year, _) = board(project).counts
    assert (year.year, year.departments, year.published, year.others) == (2026, 2, 2, 0)
    assert (year.within, year.late, year.before, year.unknown) == (1, 0, 0, 1)


def test_who_is_not_on_the_roster_is_not_counted_among_those_who_are(project: Path) -> None:
    roster = project / "content/shili/jurisdiction.yml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace("  - 示例市教育局\n", ""), encoding="utf-8")
    counts = [(year.year, year.departments, year.published, year.others) for year in board(project).counts]
    assert counts == [(2026, 1, 0, 1), (2025, 1, 1, 0)]


TERM = """basis:
  - tag: term
    title: 示例市预算公开办法
    from_year: {first}
    days: 10
    clauses:
      - subject: V05
        text: 要求批复后十日内公开
"""


@pytest.mark.parametrize(
    ("first", "expected", "rules"),
    [(2026, (10, 13, 3, "late"), ["V05"]), (2027, (20, 13, 0, "within"), [])],
)
def test_a_document_of_the_city_sets_the_days_of_the_years_that_it_binds(
    project: Path, first: int, expected: tuple[int, int, int, str], rules: list[str]
) -> None:
    path = project / "content/shili/jurisdiction.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("basis:\n", TERM.format(first=first)), encoding="utf-8")
    known = board(project).lines[0].squares[0].disclosed
    assert known
    term = known.term
    assert (term.limit, term.used, term.over, term.state) == expected
    assert [entry.rule for entry in known.scores[0].deductions] == rules


def test_days_set_for_a_whole_site_are_refused_with_the_way_to_mend_it(project: Path) -> None:
    with (project / "site_config.yml").open("a", encoding="utf-8") as file:
        file.write("disclosure_days: 10\n")
    with pytest.raises(UsageError) as refused:
        read_config(project)
    assert "jurisdiction.yml" in problem_text(refused.value.problems[0])


def exported(root: Path) -> dict[str, bytes]:
    """The files of the board."""
    config: Config = read_config(root)
    corpus = load_corpus(root)
    facts = corpus_facts(corpus)
    findings = examine(facts.records)
    export = with_rows(Export(facts, config, findings), corpus)
    files = chain(board_files(export), *(some.make() for some in data_files(export)))
    return {path: b"".join(pieces(content)) for path, content in files}


def test_the_table_to_take_home(project: Path) -> None:
    rows = list(csv.reader(io.StringIO(exported(project)[CSV].decode("utf-8-sig"))))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {len(row) for row in rows} == {len(COLUMNS) + 6}
    columns = ("年度", "部门", "状态", "用时（天）", "用时的情况（计算值）", "期限情况", "网页路径")
    told = [tuple(row[column] for column in columns) for row in named]
    assert told == [
        ("2026", "示例市教育局", "本站有表", "13", "已知", "期限内", "shili/jiaoyuju/2026/"),
        ("2026", "示例市公园局", "本站无记录", "", "", "", ""),
        ("2025", "示例市教育局", "本站无记录", "", "", "", ""),
        ("2025", "示例市公园局", "本站有表", "", "未知", "批复日期、公开日期未知", "shili/gongyuanju/2025/"),
    ]
    assert (named[0]["法定最后一日"], named[0]["部门预算公开日期"]) == ("2026-03-12", "")
    assert named[0]["部门预算公开日期的情况（计算值）"] == "未知"
    assert (named[0]["及时性得分"], named[0]["及时性得分的情况（计算值）"]) == ("", "无法评分：日期不全")


def test_the_spreadsheet_has_numbers_and_days_or_the_word_for_why_not(project: Path) -> None:
    files = exported(project)
    rows = list(csv.DictReader(io.StringIO(files[CSV].decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(files[XLSX])).active
    heads, *cells = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2))
    assert [{head: shown(value) for head, value in zip(heads, row, strict=True)} for row in cells] == [
        {head: row[head] or row.get(f"{head.partition('（')[0]}的情况（计算值）", "") for head in heads} for row in rows
    ]
    assert [type(value) for value in cells[0]] == [
        *(str, str, int, str, str, datetime, datetime, datetime, int, int, str, str, str, int, int, type(None)),
        *(str, int, int, str, str),
    ]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.title) == ("landscape", 9, "公开情况")
    assert exported(project) == files
    with ZipFile(io.BytesIO(files[XLSX])) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def shown(value: Any) -> str:
    """A cell of a spreadsheet as text."""
    return value.date().isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


@pytest.mark.slow
def test_the_pages(tmp_path: Path) -> None:
    build(BuildOptions(OURS, tmp_path / "site", Revision("0123456789", "2026-11-22", "0"), True), lambda step: None)
    pages = {path: (tmp_path / "site" / path / "index.html").read_text(encoding="utf-8") for path in PAGES}
    bodies = {path: page.partition("<h1>")[2].partition("</article>")[0] for path, page in pages.items()}
    tables = {path: re.findall(r"<table.*?</table>", body, re.DOTALL) for path, body in bodies.items()}
    # Three forms, of which no day is known, are a list and no picture.
    assert {path: len(found) for path, found in tables.items()} == {"disclosure": 0, "disclosure/zhanjiang": 2}
    assert bodies["disclosure"].count("没有写</span>") == 3
    heads = [
        re.findall(r"<th(?=[ >])(?![^>]* scope=)[^>]*>", table) + ["caption"] * ("<caption" not in table)
        for table in tables["disclosure/zhanjiang"]
    ]
    assert heads == [[]] * 2
    said = ("未知", "2021-03-31", "无法评分：日期不全", "每一项得分 = 100", "《预算法》第十四条", "湛财绩〔2021〕2号")
    assert [words for words in said if words not in bodies["disclosure/zhanjiang"]] == []
    for body in bodies.values():
        assert "违规" not in body and 'style="' not in body
    assert [path for path in (CSV, XLSX) if not (tmp_path / "site" / path).exists()] == []
    for path, link in (("zhanjiang", "../disclosure/zhanjiang/"), ("departments", "../disclosure/")):
        assert f'href="{link}"' in (tmp_path / "site" / path / "index.html").read_text(encoding="utf-8")


PAGES = ("disclosure", "disclosure/zhanjiang")


def made_up(*used: int | None, **states: int) -> tuple[DisclosureBoard, ...]:
    """A board of departments that published after so many days, None where a day is unknown, and of other states."""
    terms = [
        term_of(disclosure("2021-03-01", str(date(2021, 3, 1) + timedelta(days)) if days is not None else ""), 20)
        for days in used
    ]
    cells = [BoardCell(2021, "published", True, SimpleNamespace(term=term, facts=FACTS)) for term in terms]  # type: ignore[arg-type]
    cells += [BoardCell(2021, state, True) for state, count in states.items() for _ in range(count)]  # type: ignore[arg-type]
    line = RosterLine("示例市教育局", None, (RosterEntry(name="示例市教育局"),))
    city = SimpleNamespace(slug="shili", about=SimpleNamespace(name="示例市"))
    return (DisclosureBoard(city, (2021,), tuple(BoardRow(line, (cell,)) for cell in cells), ()),)  # type: ignore[arg-type]


FACTS = SimpleNamespace(source=SimpleNamespace(path="shili/jiaoyuju/2021/"))


@pytest.mark.parametrize(
    ("used", "states", "finding", "counted"),
    [
        ((0, 20, 20), {}, "3 个部门、1 年，都按期公开", "3 份表中，3 份在批复后 20 天内公开（100.0%）"),
        (
            (0, 1, 2, 21),
            {},
            "4 个部门、1 年，四分之三的表按期公开",
            "4 份表中，3 份在批复后 20 天内公开（75.0%），1 份超过 20 天",
        ),
        (
            (0, 21, 99),
            {},
            "3 个部门、1 年，33.3% 的表按期公开",
            "3 份表中，1 份在批复后 20 天内公开（33.3%），2 份超过 20 天",
        ),
        (
            (0, None),
            {},
            "2 个部门、1 年，一半的表按期公开",
            "2 份表中，1 份在批复后 20 天内公开（50.0%），1 份没有写全日期",
        ),
        # A form that the site has not seen is none in time, but nobody says that it is late.
        (
            (0, 5),
            {"missing": 2},
            "4 个部门、1 年，一半的表按期公开",
            "4 份表中，2 份在批复后 20 天内公开（50.0%），2 份本站没有见到",
        ),
        (
            (-3, None),
            {"not_due": 4},
            "2 个部门、1 年，0.0% 的表按期公开",
            "2 份表中，1 份的公开日期早于批复，1 份没有写全日期",
        ),
        ((None,), {"suspended": 1}, "2 个部门、1 年，是否按期还不知道", "2 份表中，1 份没有写全日期，1 份暂停公开"),
    ],
)
def test_what_a_board_comes_to(
    used: tuple[int | None, ...], states: dict[str, int], finding: str, counted: str
) -> None:
    known = made_up(*used, **states)
    assert board_finding(known) == finding
    assert count_words(count_cells(known), "20") == f"应公开的和本站见到的 {counted}。"


def test_the_cells_of_a_board_show_days_or_why_there_are_none() -> None:
    (table,) = tables_of(made_up(12, 27, -3, None, missing=1, not_due=1)[0], (2021,))
    assert [(line.squares[0].mark, line.squares[0].sign, line.squares[0].words) for line in table.lines] == [
        ("within", "12", "12 天，在 20 天内"),
        ("late", "27", "27 天，超过 20 天"),
        ("before", "−3", "公开日期早于批复日期"),
        ("unknown", "？", "公开日期没有写"),
        ("missing", "—", "本站没有见到"),
    ]
    assert table.rates == ((1, 5),)


def test_a_long_board_is_split_into_parts_of_equal_length() -> None:
    tables = list(tables_of(made_up(*range(60))[0], (2021,)))
    assert [(table.part, len(table.lines), table.rates) for table in tables] == [
        (0, 20, ()),
        (1, 20, ()),
        (2, 20, ((21, 60),)),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("示例市教育局", "教育局"),
        ("湛江市教育局", "湛江市教育局"),
        ("示例市委政法委", "市委政法委"),
        ("示例纪委监委", "纪委监委"),
        ("市体育局", "体育局"),
        ("示例市", "示例市"),
    ],
)
def test_a_department_leaves_out_the_name_of_its_city(name: str, shown: str) -> None:
    (board,) = made_up(1)
    assert short_name(board, BoardRow(RosterLine(name, None), ())) == shown
