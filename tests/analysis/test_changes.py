"""What happened as the register tells it: newest first, nothing forgotten, and readable however much it is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from projects import PATHS, REPAIR, copied
from reading import GOOD, RECORD, good_text, project
from yearly import whole_project

from generator.analysis.changes import Event, events, withdrawn_forms
from generator.analysis.site_facts import Facts
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.content.config import read_config
from generator.content.corpus import Corpus
from generator.content.loader import load_corpus
from generator.content.register import Version
from generator.content.registration import register, withdraw
from generator.output.pages import Site
from generator.output.pages.changes import MOST_EVENTS, MOST_RECORDS, changes
from generator.output.pages.page import Page
from generator.system.manifest import Revision

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]

ADJUSTMENTS = """
adjustments:
  - document: 示财绩〔2026〕9号
    date: 2026-09-01
    reason: 年中调整预算
    changes:
      - cell: 绩效指标 第1行 指标值
        before: 42
        after: 45
  - document: 示财绩〔2026〕12号
    date: 2026-11-03
    reason: 再次调整
    changes:
      - cell: 绩效指标 第1行 指标值
        before: 45
        after: 48
"""
FIRST_OF_THEM = ADJUSTMENTS[: ADJUSTMENTS.index("  - document: 示财绩〔2026〕12号")]


def told(corpus: Corpus) -> list[tuple[str, str, list[str], list[str], bool]]:
    """Everything that happened: day, kind, records, documents, whether it is registered."""
    return [
        (
            event.day.isoformat(),
            event.kind,
            [source.path for source in event.records],
            [adjustment.document for adjustment in event.adjustments],
            event.is_registered,
        )
        for event in events(corpus)
    ]


def write(project: Path, target: int, adjustments: str = "") -> None:
    """The good record with another target, and with what is told of its adjustments."""
    text = good_text().replace("target: 42", f"target: {target}") + adjustments
    (project / RECORD).write_text(text, encoding="utf-8")


def test_what_the_register_tells(project: Path) -> None:
    assert told(load_corpus(project)) == []
    register(project, date(2026, 3, 5))
    write(project, 45, FIRST_OF_THEM)
    register(project, date(2026, 9, 2))
    write(project, 48, ADJUSTMENTS)
    both = ["shili/gongyuanju/2025/", "shili/jiaoyuju/2026/"]
    first, second = "示财绩〔2026〕9号", "示财绩〔2026〕12号"
    assert told(load_corpus(project)) == [
        ("2026-11-03", "adjusted", both[1:], [second], False),
        ("2026-09-02", "adjusted", both[1:], [first], True),
        ("2026-03-05", "first", both, [], True),
    ]
    register(project, date(2026, 11, 5))
    assert told(load_corpus(project))[0] == ("2026-11-05", "adjusted", both[1:], [second], True)


def test_what_was_adjusted_before_it_was_registered_stands_on_the_day_of_its_document(project: Path) -> None:
    write(project, 45, FIRST_OF_THEM)
    assert [entry[:2] for entry in told(load_corpus(project))] == [("2026-09-01", "adjusted")]
    register(project, date(2026, 10, 1))
    assert [entry[:2] + entry[4:] for entry in told(load_corpus(project))] == [
        ("2026-10-01", "first", True),
        ("2026-09-01", "adjusted", True),
    ]


def test_a_change_leads_to_its_cell_and_a_long_one_to_the_history(project: Path) -> None:
    write(project, 48, ADJUSTMENTS.replace("before: 45", "before: " + "很长的话" * 11))
    changes = [cell for event in events(load_corpus(project)) for one in event.adjustments for cell in event.cells(one)]
    assert [(change.before[:4], change.after, anchor, brief) for change, _, anchor, brief in changes] == [
        ("很长的话", "48", "indicator-1", False),
        ("42", "45", "indicator-1", True),
    ]


def test_what_was_registered_and_is_not_there(project: Path) -> None:
    register(project, date(2026, 3, 5))
    (project / RECORD).unlink()
    found = withdrawn_forms(load_corpus(project))
    assert [(one.path, one.name, one.year, str(one.since)) for one in found] == [
        ("shili/jiaoyuju/2026/", "示例市教育局", 2026, "2026-03-05")
    ]


def test_what_was_withdrawn_has_its_day_and_what_is_back_its_new_one(project: Path) -> None:
    register(project, date(2026, 3, 5))
    text = (project / RECORD).read_bytes()
    (project / RECORD).unlink()
    withdraw(project, "shili/jiaoyuju/2026", date(2026, 9, 2))
    assert [(str(one.since), str(one.withdrawn)) for one in withdrawn_forms(load_corpus(project))] == [
        ("2026-03-05", "2026-09-02")
    ]
    (project / RECORD).write_bytes(text)
    register(project, date(2026, 10, 1))
    corpus = load_corpus(project)
    assert withdrawn_forms(corpus) == ()
    assert told(corpus)[0] == ("2026-10-01", "again", ["shili/jiaoyuju/2026/"], [], True)


NEW_SCHOOL = "content/shili/jiaoyuju/2026/xuexiao-xinjian.yml"


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """A project with projects that were registered; one was adjusted, and the file of another is gone."""
    root = copied(tmp_path)
    register(root, date(2026, 3, 5))
    text = (root / REPAIR).read_text(encoding="utf-8").replace("target: ≥42所", "target: ≥45所")
    changed = FIRST_OF_THEM.replace("第1行", "第2行").replace("before: 42", "before: ≥42所")
    (root / REPAIR).write_text(text + changed.replace("after: 45", "after: ≥45所"), encoding="utf-8")
    register(root, date(2026, 9, 2))
    (root / NEW_SCHOOL).unlink()
    return root


def test_projects_are_told_of_like_records(projects: Path) -> None:
    corpus = load_corpus(projects)
    first = ["shili/jiaoyuju/2026/", PATHS[2]]
    assert told(corpus) == [
        ("2026-09-02", "adjusted", [PATHS[2]], ["示财绩〔2026〕9号"], True),
        ("2026-03-05", "first", list(PATHS[:2]), [], True),
        ("2026-03-05", "first", first, [], True),
    ]
    assert [(one.path, one.name, one.year, one.project) for one in withdrawn_forms(corpus)] == [
        (PATHS[3], "示例市教育局", 2026, "xuexiao-xinjian")
    ]


@pytest.mark.slow
def test_the_page_tells_of_projects_by_their_names(projects: Path) -> None:
    build(BuildOptions(projects, projects / "site", Revision("0123456789", "2026-11-24", "0"), True), lambda step: None)
    said = words_of(projects / "site/changes/index.html")
    assert "2026-09-02 调整 示例市教育局 2026 年 校舍维修 按示财绩〔2026〕9号（2026-09-01）" in said
    assert "绩效指标 第2行 指标值：原来“≥42所”，现在“≥45所”" in said
    assert "示例市教育局 2026 年的项目 xuexiao-xinjian，2026-03-05 首次登记" in said


def many(corpus: Corpus, days: int, on_each: int) -> Corpus:
    """A corpus with so many records, first registered on so many days."""
    (source, *_) = corpus.records
    copies = [
        replace(source, department_slug=f"ju{day}-{number}", registered=(version(day),))
        for day in range(days)
        for number in range(on_each)
    ]
    (city,) = corpus.cities
    department = replace(city.departments[0], records=tuple(copies))
    return replace(corpus, cities=(replace(city, departments=(department,)),))


def version(day: int) -> Version:
    """What was registered so many days after the first."""
    return Version("0" * 64, date(2025, 12, 1) + timedelta(day))


def made(corpus: Corpus) -> dict[str, Page]:
    """The pages of what happened."""
    site = Site(Facts((), ()), read_config(GOOD), {}, corpus, {})
    return {page.path: page for page in changes(site)}


@pytest.mark.parametrize(
    ("days", "on_each", "expected"),
    [
        (1, 3, ["changes/"]),
        (MOST_EVENTS, 2, ["changes/"]),
        (MOST_EVENTS + 10, 2, ["changes/", "changes/2026/", "changes/2025/"]),
        (1, MOST_RECORDS + 1, ["changes/", "changes/2025/"]),
    ],
)
def test_much_is_told_by_year(days: int, on_each: int, expected: list[str]) -> None:
    pages = made(many(load_corpus(GOOD), days, on_each))
    assert list(pages) == expected
    assert pages["changes/"].view["counts"] == {"registered": days * on_each, "adjusted": 0, "gone": 0}
    by_year = [page.view["events"] for path, page in pages.items() if path != "changes/"]
    assert sum(map(records_of, by_year)) == (days * on_each if by_year else 0)
    assert len(pages["changes/"].view["events"]) == min(days, MOST_EVENTS)


def records_of(told: tuple[Event, ...]) -> int:
    """How many records are told of."""
    return sum(len(event.records) for event in told)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site whose department of three years was registered, adjusted, and lost a year."""
    root = whole_project(tmp_path_factory.mktemp("project"))
    register(root, date(2026, 11, 23))
    file = root / "content/shili/wenhuaju/2025.yml"
    text = file.read_text(encoding="utf-8").replace("target: 12000", "target: 12500")
    changed = FIRST_OF_THEM.replace("before: 42", "before: 12000").replace("after: 45", "after: 12500")
    file.write_text(text + changed, encoding="utf-8")
    register(root, date(2026, 11, 24))
    (root / "content/shili/wenhuaju/2022.yml").unlink()
    (root / "content/shili/wenhuaju/2024.yml").write_text(
        (root / "content/shili/wenhuaju/2024.yml")
        .read_text(encoding="utf-8")
        .replace("    earlier: 送戏下乡成本\n", "")
        .replace("    earlier: 无\n", ""),
        encoding="utf-8",
    )
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-11-24", "0"), True), lambda step: None)
    yield root / "site"


def words_of(page: Path) -> str:
    """What a page says."""
    html = page.read_text(encoding="utf-8")
    main = html[html.index("<article") : html.index("</article")]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", main)).strip()


@pytest.mark.slow
def test_the_page_tells_it_and_leads_on(site: Path) -> None:
    said = words_of(site / "changes/index.html")
    assert "现有 5 份表已经登记，写明了 1 次调整，另有 1 份登记过、现在没有。" in said
    assert "2026-11-24 调整 示例市文化局 2025 年 按示财绩〔2026〕9号（2026-09-01）；原因：年中调整预算" in said
    assert "绩效指标 第1行 指标值：原来“12000”，现在“12500”" in said
    assert "2026-11-23 首次登记 示例市 2 份：示例市文化局 2024 年、示例市文化局 2025 年" in said
    assert "2026-11-22 首次登记 湛江市 2 份" in said
    assert "示例市文化局 2022 年，2026-11-23 首次登记" in said
    for page in ("index.html", "disclosure/index.html", "data/index.html"):
        assert "changes/" in (site / page).read_text(encoding="utf-8"), page
