"""The roster: one list of who must publish, by all names and for the right years; and departments that moved."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from corpora import corpus_facts
from stating import JURISDICTION, built, project_form, record, site_project, words_of

from generator.analysis.changes import moved, withdrawn_forms
from generator.analysis.disclosure import DisclosureBoard, boards
from generator.analysis.rules import examine
from generator.build.baseline import unregistered_forms
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.cli.reports import FORMATS
from generator.content.corpus import City, current_path
from generator.content.loader import load_corpus
from generator.content.registration import register, withdraw
from generator.content.roster import roster_lines, unpublished
from generator.problems import ContentError, UsageError
from generator.system.manifest import FileEntry, Manifest, Revision

pytestmark = pytest.mark.usefixtures("shared_results")

Tree = dict[str, Any]
EDUCATION: Tree = {
    "name": "示例市教育局",
    "short_names": ["市教育局"],
    "aliases": ["教育局"],
    "former_names": ["示例市教育委员会"],
}


def roster(*entries: str | Tree) -> Tree:
    """The plain city with another roster."""
    return {**JURISDICTION, "roster": list(entries)}


def education(name: str = "示例市教育局", year: int = 2026) -> Tree:
    """A record of the education department."""
    return record(department=name, title=f"{year}年部门整体绩效目标表")


def city_of(root: Path) -> City:
    """The only city of a project."""
    (city,) = load_corpus(root).cities
    return city


def board_of(root: Path) -> DisclosureBoard:
    """The board of the only city of a project."""
    facts = corpus_facts(load_corpus(root))
    return boards(facts, examine(facts.forms))[0]


def squares(root: Path) -> list[tuple[str, str, list[str]]]:
    """The board at a glance: department, its years on the roster, the state of each year, newest first."""
    return [(line.name, line.of.term, [square.state for square in line.squares]) for line in board_of(root).lines]


@pytest.mark.parametrize(
    "name", ["示例市教育局", "市教育局", "教育局", "示例市教育委员会", "示例市 教育局", "市教育局　"]
)
def test_a_department_is_on_the_roster_by_every_name_that_it_goes_by(tmp_path: Path, name: str) -> None:
    files = {
        "shili/jurisdiction.yml": roster(name),
        "shili/jiaoyuju/department.yml": EDUCATION,
        "shili/jiaoyuju/2026.yml": education(),
    }
    root = site_project(tmp_path, files)
    assert [(line.name.strip(), line.on_roster, bool(line.department)) for line in roster_lines(city_of(root))] == [
        (name.strip(), True, True)
    ]
    assert [square.state for line in board_of(root).lines for square in line.squares] == ["published"]
    assert list(unpublished(city_of(root), 2026)) == []
    assert [at for at in check_path(root).warnings if at.code == "W374"] == []


def test_a_name_of_its_own_comes_before_the_alias_of_another(tmp_path: Path) -> None:
    files = {
        "shili/jurisdiction.yml": roster("教育局"),
        "shili/a/department.yml": {"name": "示例市教育局", "aliases": ["教育局"]},
        "shili/b/department.yml": {"name": "教育局"},
        "shili/a/2026.yml": education(),
    }
    lines = roster_lines(city_of(site_project(tmp_path, files)))
    assert [(line.name, line.department and line.department.slug, line.on_roster) for line in lines] == [
        ("教育局", "b", True),
        ("示例市教育局", "a", False),
    ]


@pytest.mark.parametrize(
    ("entries", "warnings"),
    [
        (["示例市教肓局"], ["W374 6:3 示例市教肓局: 示例市教育局"]),
        (["示例市教育局机关"], ["W374 6:3 示例市教育局机关: 示例市教育局"]),
        (["示例市教育厅"], ["W374 6:3 示例市教育厅: 示例市教育局"]),
        ([{"name": "示例市教育居"}], ["W374 6:3 示例市教育居: 示例市教育局"]),
        # Nobody is asked about a body that is on the roster itself, nor about what is nothing alike.
        (["示例市教育局", "示例市体育局"], []),
        (["示例市水务局防汛办公室"], []),
        (["示例市水务局"], []),
    ],
)
def test_a_name_that_is_nearly_that_of_a_department_is_told(
    tmp_path: Path, entries: list[str | Tree], warnings: list[str]
) -> None:
    files = {
        "shili/jurisdiction.yml": roster(*entries),
        "shili/jiaoyuju/department.yml": EDUCATION,
        "shili/jiaoyuju/2026.yml": education(),
    }
    checked = check_path(site_project(tmp_path, files))
    told = [
        f"{one.code} {one.place.line}:{one.place.column} {one.seen}: {dict(one.values)['near']}"
        for one in checked.warnings
        if one.code == "W374"
    ]
    assert (told, checked.problems, checked.exit_code(False)) == (warnings, (), 0)
    for form, of in (
        ("text", "[W374]"),
        ("json", '"code": "W374"'),
        ("github", "::warning file=content/shili/jurisdiction.yml"),
    ):
        assert (of in FORMATS[form](checked)) == bool(warnings)


@pytest.mark.parametrize(
    ("years", "told"),
    [
        # the years of the department's entries, of which it has a form of 2026; what is told: line, until, form
        ([{}], []),
        ([{"until_year": 2026}], []),
        ([{"until_year": 2025}], ["6 2025 2026"]),
        ([{"from_year": 2027}], []),
        ([{"until_year": 2023}, {"until_year": 2025}], ["8 2025 2026"]),
        ([{"until_year": 2025}, {"from_year": 2026}], []),
    ],
)
def test_an_entry_that_ends_before_a_form_is_told(tmp_path: Path, years: list[Tree], told: list[str]) -> None:
    files = {
        "shili/jurisdiction.yml": roster(*({"name": "示例市教育局", **one} for one in years)),
        "shili/jiaoyuju/department.yml": EDUCATION,
        "shili/jiaoyuju/2026.yml": education(),
    }
    checked = check_path(site_project(tmp_path, files))
    found = [(one.place.line, dict(one.values)) for one in checked.warnings if one.code == "W375"]
    assert [f"{line} {values['last']} {values['year']}" for line, values in found] == told
    assert checked.problems == ()


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"name": "示例市教育局", "from_year": 2024, "until_year": 2023}], "E374"),
        (["示例局"], "E375"),
    ],
)
def test_what_a_roster_may_not_say(tmp_path: Path, entries: list[str | Tree], expected: str) -> None:
    files = {
        "shili/jurisdiction.yml": roster(*entries),
        "shili/jiaoyuju/department.yml": {**EDUCATION, "aliases": ["示例局"]},
        "shili/tiyuju/department.yml": {"name": "示例市体育局", "short_names": ["示例局"]},
        "shili/jiaoyuju/2026.yml": education(),
    }
    with pytest.raises(ContentError) as refused:
        load_corpus(site_project(tmp_path, files))
    assert [(one.code, one.place.path, one.place.line) for one in refused.value.problems] == [
        (expected, "content/shili/jurisdiction.yml", 6)
    ]


YEARS: dict[str, Tree] = {
    "shili/jurisdiction.yml": roster(
        {"name": "示例市数据局", "from_year": 2025},
        {"name": "示例市旧局", "until_year": 2024},
        {"name": "示例市教育委员会", "until_year": 2024},
        {"name": "示例市教育局", "from_year": 2025},
        "示例市水务局",
    ),
    "shili/jiaoyuju/department.yml": EDUCATION,
    "shili/jiaoyuju/2024.yml": education("示例市教育委员会", 2024),
    "shili/jiaoyuju/2026.yml": education(),
    "shili/shujuju/department.yml": {"name": "示例市数据局"},
    "shili/shujuju/2024.yml": education("示例市数据局", 2024),
    "shili/jiuju/department.yml": {"name": "示例市旧局"},
}


def test_a_department_is_missed_only_in_the_years_for_which_it_is_on_the_roster(tmp_path: Path) -> None:
    root = site_project(tmp_path, YEARS)
    assert squares(root) == [
        ("示例市数据局", "2025 年起", ["missing", "published"]),
        ("示例市旧局", "到 2024 年为止", ["not_due", "missing"]),
        # One body under two names is one line.
        ("示例市教育局", "到 2024 年为止，2025 年起", ["published", "published"]),
        ("示例市水务局", "", ["missing", "missing"]),
    ]
    counts = [(year.year, year.departments, year.published, year.others) for year in board_of(root).counts]
    assert counts == [(2026, 3, 1, 0), (2024, 3, 1, 1)]
    assert [list(unpublished(city_of(root), year)) for year in (2026, 2024)] == [
        ["示例市数据局", "示例市水务局"],
        ["示例市旧局", "示例市水务局"],
    ]


@pytest.mark.slow
def test_no_page_says_of_a_department_what_another_denies(tmp_path: Path) -> None:
    site = built(site_project(tmp_path, YEARS))
    city = words_of(site / "shili/index.html")
    assert "示例市教育局 300 3 / 3 另有 1 个部门没有 2026 年的表 示例市数据局 最近的表是 2024 年的 " in city
    assert city[city.index("名单上的 2 个部门没有表") :].startswith(
        "名单上的 2 个部门没有表 示例市旧局 （名单：到 2024 年为止） 本站无记录 示例市水务局 本站无记录 通知和汇总"
    )
    board = words_of(site / "disclosure/shili/index.html")
    for state in ("这一年不在名单上", "本站无记录"):
        assert f"示例市旧局 （名单：到 2024 年为止） {state}" in board
    pages = [path for path in site.rglob("*.html") if "尚未公开" in path.read_text(encoding="utf-8")]
    assert pages == []


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([("示例市教育局", None, None), ("示例市教育局", None, None)], ["示例市教育局"]),
        (
            [("示例市教育局", None, None), ("示例市体育局", None, None), ("示例市 教育局", 2024, None)],
            ["示例市 教育局"],
        ),
        ([("示例市教育局", None, 2024), ("示例市教育局", 2024, None)], ["示例市教育局"]),
        ([("示例市教育局", None, 2023), ("示例市教育局", 2024, None)], []),
        ([("示例市教育局", 2020, 2021), ("示例市教育局", None, 2019)], []),
        ([("示例市教育局", None, None), ("示例市教育委员会", None, None)], []),
    ],
)
def test_a_department_that_stands_twice_on_the_roster_is_told(
    tmp_path: Path, entries: list[tuple[str, int | None, int | None]], told: list[str]
) -> None:
    years = [{"name": name, "from_year": first, "until_year": last} for name, first, last in entries]
    given = [{key: value for key, value in entry.items() if value is not None} for entry in years]
    files = {
        "shili/jurisdiction.yml": roster(*given),
        "shili/jiaoyuju/department.yml": EDUCATION,
        "shili/jiaoyuju/2026.yml": education(),
    }
    warnings = [one for one in check_path(site_project(tmp_path, files)).warnings if one.code == "W376"]
    assert [one.seen for one in warnings] == told


# Departments that moved


OLD: dict[str, Tree] = {
    "shili/jurisdiction.yml": roster("示例市旧名局"),
    "shili/jiuju/department.yml": {"name": "示例市旧名局"},
    "shili/jiuju/2025.yml": education("示例市旧名局", 2025),
    "shili/jiuju/2025/weihu.yml": project_form(title="2025年项目支出绩效目标表", supervisor="示例市旧名局"),
}
NEW: dict[str, Tree] = {
    "shili/jurisdiction.yml": roster("示例市新名局"),
    "shili/xinju/department.yml": {
        "name": "示例市新名局",
        "former_names": ["示例市旧名局"],
        "moved_from": ["shili/jiuju"],
    },
    "shili/xinju/2025.yml": OLD["shili/jiuju/2025.yml"],
    "shili/xinju/2025/weihu.yml": OLD["shili/jiuju/2025/weihu.yml"],
    "shili/xinju/2026.yml": education("示例市新名局"),
}


def moved_project(folder: Path, *, with_address: bool = True) -> Path:
    """A project whose department was registered in its old folder and then moved to a new one."""
    before = site_project(folder / "before", OLD)
    register(before, date(2026, 1, 2))
    files = (
        NEW
        if with_address
        else {**NEW, "shili/xinju/department.yml": {"name": "示例市新名局", "aliases": ["示例市旧名局"]}}
    )
    after = site_project(folder / "after", files)
    (after / "content/register.yml").write_bytes((before / "content/register.yml").read_bytes())
    return after


def test_a_folder_that_was_renamed_is_no_lost_record(tmp_path: Path) -> None:
    root = moved_project(tmp_path)
    checked = check_path(root)
    assert (checked.problems, checked.exit_code(False)) == ((), 0)
    corpus = load_corpus(root)
    assert withdrawn_forms(corpus) == ()
    assert [(address, department.about.name) for address, department in moved(corpus)] == [
        ("shili/jiuju", "示例市新名局")
    ]
    # What was registered at the old address still holds at the new one.
    assert [(form.path, bool(form.registered)) for form in corpus.forms] == [
        ("shili/xinju/2026/", False),
        ("shili/xinju/2025/", True),
        ("shili/xinju/2025/weihu/", True),
    ]
    done = register(root, date(2026, 2, 3))
    assert (done.added, done.renewed, done.gone, done.same) == (("shili/xinju/2026/",), (), (), 2)
    assert squares(root) == [("示例市新名局", "", ["published", "published"])]


def test_without_the_old_address_the_records_are_missed(tmp_path: Path) -> None:
    problems = check_path(moved_project(tmp_path, with_address=False)).problems
    assert [problem.code for problem in problems] == ["E338", "E338"]


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        ("shili/jurisdiction.yml", "name:", "nmae:", []),
        ("shili/jurisdiction.yml", "name:", "until_year: 23\nname:", []),
        ("shili/xinju/department.yml", "moved_from", "moved_form", []),
        ("shili/xinju/department.yml", "shili/jiuju", "jiuju", []),
        ("shili/xinju/department.yml", "moved_from", "former", []),
        # What is wrong with a form says nothing of where its department stands.
        ("shili/xinju/2026.yml", "name:", "nmae:", []),
    ],
)
def test_while_nobody_can_tell_where_a_department_moved_nothing_of_it_is_missed(
    tmp_path: Path, file: str, old: str, new: str, codes: list[str]
) -> None:
    root = moved_project(tmp_path)
    path = root / "content" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [problem.code for problem in check_path(root).problems]
    assert problems and [code for code in problems if code == "E338"] == codes


def test_what_is_missing_in_a_folder_that_stands_is_missed_whatever_else_is_wrong(tmp_path: Path) -> None:
    root = site_project(tmp_path, OLD)
    register(root, date(2026, 1, 2))
    (root / "content/shili/jiuju/2025.yml").unlink()
    path = root / "content/shili/jurisdiction.yml"
    path.write_text("until_year: 23\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "E338" in [problem.code for problem in check_path(root).problems]


@pytest.mark.parametrize(
    ("with_address", "unregistered", "expected"),
    [(True, [], 0), (True, ["shili/xinju/2026/"], 1), (False, [], 2)],
)
def test_what_was_registered_before_the_move_is_registered(
    tmp_path: Path, with_address: bool, unregistered: list[str], expected: int
) -> None:
    root = moved_project(tmp_path, with_address=with_address)
    forms = ["shili/xinju/2025/", "shili/xinju/2025/weihu/", *unregistered]
    files = {f"{form}{name}": FileEntry("", 1) for form in forms for name in ("index.html", "record.json")}
    known: dict[str, tuple[str, ...]] = {"shili/jiuju/2025/": (), "shili/jiuju/2025/weihu/": ()}
    assert unregistered_forms(root, Manifest(Revision(), files, known), "") == expected


def test_a_record_that_did_not_come_along_is_missed_where_it_should_be_now(tmp_path: Path) -> None:
    root = moved_project(tmp_path)
    (root / "content/shili/xinju/2025.yml").unlink()
    (problem,) = check_path(root).problems
    assert (problem.code, dict(problem.values)["file"]) == ("E338", "content/shili/xinju/2025.yml")


def test_what_moved_is_not_withdrawn_by_its_old_address(tmp_path: Path) -> None:
    root = moved_project(tmp_path)
    with pytest.raises(UsageError) as refused:
        withdraw(root, "shili/jiuju/2025", date(2026, 2, 3))
    (problem,) = refused.value.problems
    assert (problem.code, dict(problem.values)["file"]) == ("E718", "content/shili/xinju/2025.yml")


def test_what_was_withdrawn_before_the_move_stays_withdrawn(tmp_path: Path) -> None:
    root = moved_project(tmp_path)
    path = root / "content/register.yml"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}  - shili/jiuju/2024 2026-01-02 {'0' * 64}\n"
        "  - shili/jiuju/2024 2026-01-03 撤下\n",
        encoding="utf-8",
    )
    assert squares(root) == [("示例市新名局", "", ["published", "published", "withdrawn"])]
    (one,) = withdrawn_forms(load_corpus(root))
    assert (one.path, one.name, str(one.withdrawn)) == ("shili/xinju/2024/", "示例市新名局", "2026-01-03")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("shili/tiyuju", "E377"),
        ("shili/xinju", "ok"),
        ("assets/jiuju", "E505"),
    ],
)
def test_an_old_address_that_is_taken_is_refused(tmp_path: Path, address: str, expected: str) -> None:
    files = {
        **NEW,
        "shili/xinju/department.yml": {**NEW["shili/xinju/department.yml"], "moved_from": [address]},
        "shili/tiyuju/department.yml": {"name": "示例市体育局"},
    }
    codes = {problem.code for problem in check_path(site_project(tmp_path, files)).problems}
    assert (codes or {"ok"}) == {expected}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("shili/jiuju/2025/", "shili/xinju/2025/"),
        ("shili/jiuju/2025/weihu/", "shili/xinju/2025/weihu/"),
        ("shili/jiuju/", "shili/xinju/"),
        ("shili/xinju/2025/", "shili/xinju/2025/"),
        ("shili/jiuju2/2025/", "shili/jiuju2/2025/"),
        ("shili/", "shili/"),
    ],
)
def test_where_a_page_stands_now(path: str, expected: str) -> None:
    assert current_path(path, {"shili/jiuju/": "shili/xinju/"}) == expected


@pytest.mark.slow
def test_the_old_addresses_say_where_the_pages_are_now(tmp_path: Path) -> None:
    root = moved_project(tmp_path)
    before = built(site_project(tmp_path / "old", OLD))
    # The site of before is replaced without a word about lost records.
    before.rename(root / "site")
    (tmp_path / "old/.site.work").rename(root / ".site.work")
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-11-22", "0")), lambda step: None)
    for path in ("", "2025/", "2025/weihu/"):
        page = root / "site/shili/jiuju" / path / "index.html"
        text = page.read_text(encoding="utf-8")
        link = "../" * (2 + path.count("/")) + f"shili/xinju/{path}"
        assert f'<link rel="canonical" href="{link}">' in text
        assert f'<a href="{link}">shili/xinju/{path}</a>' in text
        assert words_of(page) == (
            "示例市新名局：网址换了 示例市新名局的网页换了网址，内容没有撤下。这个部门曾用名：示例市旧名局。"
            f" 现在的网址： shili/xinju/{path}"
        )
    changes = words_of(root / "site/changes/index.html")
    assert "换了网址" in changes
    assert [word for word in ("撤下日期", "登记过，现在没有") if word in changes] == []
    assert "曾用名 示例市旧名局" in words_of(root / "site/shili/xinju/index.html")
