"""content/ as a whole: what is read, what is refused and where, and all of it in one run."""

import os
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from reading import BROKEN, GOOD, HERE, RECORD, Hostile, good_text, hostile, project, told

from generator.cli.check import check_path
from generator.content import file_names
from generator.content.config import read_config
from generator.content.corpus import Corpus
from generator.content.loader import Loader, load_corpus
from generator.problems import ContentError, GongkaiError, HeldError, Problem
from generator.words import format_problem

__all__ = ["project"]
OURS = HERE.parent
NOBODY = 65534


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with the content of a project."""
    try:
        load_corpus(root)
    except GongkaiError as error:
        return error.problems
    return ()


def told_with_path(problems: tuple[Problem, ...]) -> str:
    """The problems in the way the table expects them of files and folders."""
    places = sorted({(at.place, at.code) for at in problems})
    pieces = [f"{code} {place.path}" + where(place.line, place.column) for place, code in places]
    return ", ".join(pieces) or "ok"


def where(line: int, column: int) -> str:
    """Line and column, unless the whole file is meant."""
    return "" if (line, column) == (1, 1) else f":{line}:{column}"


def path_outcome(row: Hostile, root: Path) -> str:
    """What comes of one more file in the good project."""
    target, _, source = row.text.partition(" <= ")
    path = root / target
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / (source or RECORD), path)
    return told_with_path(problems_of(root))


@pytest.mark.slow
@hostile("path")
def test_hostile_paths(row: Hostile, project: Path) -> None:
    assert path_outcome(row, project) == row.expected


def as_file(path: Path) -> None:
    """A good record there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(GOOD / RECORD, path)


def make_socket(path: Path) -> None:
    """A socket there; its name is too long for some systems, so it is made nearby."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def without_records(content: Path) -> None:
    """Take all records away."""
    for path in content.glob("*/*/20??.yml"):
        path.unlink()


def unreadable(path: Path) -> None:
    """A file that nobody may read."""
    as_file(path)
    path.chmod(0)


def locked(path: Path, mode: int) -> None:
    """A folder with a record that nobody may look into."""
    as_file(path / "2026.yml")
    path.chmod(mode)


DISK: dict[str, Callable[[Path], object]] = {
    "symlink to a file": lambda path: path.symlink_to(GOOD / RECORD),
    "symlink to its own folder": lambda path: path.symlink_to(path.parent),
    "symlink to nowhere": lambda path: path.symlink_to("/nowhere"),
    "pipe": os.mkfifo,
    "socket": make_socket,
    "folder": lambda path: path.mkdir(parents=True),
    "unreadable file": unreadable,
    "unreadable folder": lambda path: locked(path, 0),
    "folder whose files cannot be looked at": lambda path: locked(path, 0o444),
    "no content at all": shutil.rmtree,
    "no records": without_records,
    "too many files": lambda path: None,
    "too much in them": lambda path: None,
}


def as_nobody(root: Path) -> tuple[Problem, ...]:
    """What somebody without rights of his own is told."""
    if os.geteuid() != 0:
        return problems_of(root)
    os.seteuid(NOBODY)
    try:
        return problems_of(root)
    finally:
        os.seteuid(0)


def disk_outcome(row: Hostile, root: Path, patch: pytest.MonkeyPatch) -> str:
    """What comes of something strange in the good project."""
    DISK[row.what](root / row.input)
    if row.what == "too many files":
        patch.setattr(file_names, "MOST_FILES", 5)
    if row.what == "too much in them":
        patch.setattr(file_names, "MOST_TOGETHER", 1_000)
    # Nobody has to be able to get there.
    for folder in root.parents:
        if os.geteuid() == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    return told_with_path(as_nobody(root))


@hostile("disk")
def test_hostile_disks(row: Hostile, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert disk_outcome(row, project, monkeypatch) == row.expected
    for path in project.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755)


def test_a_good_project_is_read_whole() -> None:
    found = load_corpus(GOOD)
    assert [(city.path, city.about.name) for city in found.cities] == [("shili/", "示例市")]
    assert [(department.path, department.about.name, len(department.records)) for department in found.departments] == [
        ("shili/gongyuanju/", "示例市公园局", 1),
        ("shili/jiaoyuju/", "示例市教育局", 1),
    ]
    assert [(record.path, record.year, record.file) for record in found.records] == [
        ("shili/gongyuanju/2025/", 2025, "content/shili/gongyuanju/2025.yml"),
        ("shili/jiaoyuju/2026/", 2026, "content/shili/jiaoyuju/2026.yml"),
    ]
    assert [(notice.slug, notice.head.title) for notice in found.notices] == [
        ("shicaiji-2026-1", "关于批复2026年部门整体绩效目标的通知"),
        ("shicaiji-2026-2", "关于公开2026年绩效目标的通知"),
    ]
    assert [(page.slug, page.head.title) for page in found.pages] == [("about", "关于本站")]


def test_years_come_newest_first(project: Path) -> None:
    for year in ("2019", "2027", "2020"):
        shutil.copyfile(project / RECORD, project / f"content/shili/jiaoyuju/{year}.yml")
    assert [record.year for record in load_corpus(project).departments[1].records] == [2027, 2026, 2020, 2019]


def test_the_content_of_the_repository_is_read() -> None:
    folder = OURS / "content"
    files = (*folder.glob("*/*/20??.yml"), *folder.glob("*/*/20??/*.yml"))
    forms = {
        f"{file.relative_to(folder).with_suffix('').as_posix()}/"
        for file in files
        if not file.name.endswith((".document.yml", ".results.yml"))
    }
    corpus = load_corpus(OURS)
    paths = [form.path for form in (*corpus.records, *corpus.projects)]
    assert (set(paths), len(paths)) == (forms, len(forms))
    assert len(forms) > 10


def test_the_broken_project_is_told_whole_and_in_order() -> None:
    """Every mistake of every file in one run; mistakes of one rule at one place stand in the order of their words."""
    problems = sorted(check_path(BROKEN).problems, key=lambda at: (at.place, at.code, format_problem(at)))
    expected = (BROKEN / "sentences.txt").read_text(encoding="utf-8").splitlines()
    assert [format_problem(problem) for problem in problems] == expected
    assert check_path(BROKEN).exit_code(strict=False) == 1


def test_problems_are_sorted_by_file_line_and_column() -> None:
    places = [(problem.place, problem.code) for problem in problems_of(BROKEN)]
    assert places == sorted(places)


def whole(found: Corpus) -> list[object]:
    """Everything in a corpus but the places of its words."""
    records = [(record.path, record.city, record.department, record.record) for record in found.records]
    documents = [(page.slug, page.head, page.body.strip()) for page in (*found.notices, *found.pages)]
    return [*records, *documents]


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
    ],
    ids=["CRLF", "BOM", "BOM and CRLF", "no final newline"],
)
def test_other_editors_write_the_same_project(project: Path, edit: Callable[[bytes], bytes]) -> None:
    for path in project.rglob("*"):
        if path.is_file():
            path.write_bytes(edit(path.read_bytes()))
    assert whole(load_corpus(project)) == whole(load_corpus(GOOD))


def test_a_hold_wins_and_tells_the_other_mistakes_too(project: Path) -> None:
    path = project / RECORD
    path.write_text(
        good_text().replace("校舍维修\n", "校舍维修（密）\n").replace("unit: 万元", "unit: 亿元"), encoding="utf-8"
    )
    (project / "content/shili/gongyuanju/2025.yml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(HeldError) as held:
        load_corpus(project)
    assert held.value.exit_code == 3
    codes = {problem.code for problem in held.value.problems}
    assert {"S401", "E301", "E305"} <= codes
    assert "校舍" not in "".join(map(format_problem, held.value.problems))


def test_a_hold_quotes_no_word_even_of_its_other_mistakes(project: Path) -> None:
    text = good_text().replace("校舍维修\n", "校舍维修（密）\n").replace("title:", "title: x\ntitle:") + "\t"
    (project / RECORD).write_text(text, encoding="utf-8")
    problems = problems_of(project)
    assert {problem.seen for problem in problems} == {None}


@pytest.mark.parametrize("name", ["机密★一年.yml", "机\u200b密★.yml", "机\n密★.yml", "（密）", "13800138000.yml"])
def test_a_name_that_is_held_is_shown_nowhere(project: Path, name: str) -> None:
    path = project / "content/shili/jiaoyuju" / name
    as_file(path)
    with pytest.raises(HeldError) as held:
        load_corpus(project)
    told = "\n".join(map(format_problem, held.value.problems))
    assert {line.split(":")[0] for line in told.split("\n")} == {"content/shili/jiaoyuju/＊＊＊"}


@pytest.mark.parametrize(
    ("attribute", "body", "expected"),
    [
        ("主动公开", "各部门：", "ok"),
        ("依申请公开", "", "ok"),
        ("依申请公开", "\n\n", "ok"),
        ("依申请公开", "各部门：", "S409 content/notices/x.md"),
        ("不予公开", "各部门：", "S409 content/notices/x.md"),
        ("主动公开", "各部\u202e门：", "E105 content/notices/x.md:7:3"),
        ("主动公开", "各部\x00门：", "E106 content/notices/x.md:7:3"),
    ],
)
def test_the_text_of_a_notice(project: Path, attribute: str, body: str, expected: str) -> None:
    head = f"---\ntitle: 通知\nissuer: 局\ndate: 2026-01-01\nattribute: {attribute}\n---\n"
    (project / "content/notices/x.md").write_text(head + body + "\n", encoding="utf-8")
    assert told_with_path(problems_of(project)) == expected


@pytest.mark.parametrize("text", ["各部门：", "---\ntitle: x\n", " ---\ntitle: x\n---\n", "", "---"])
def test_prose_needs_its_head(project: Path, text: str) -> None:
    (project / "content/pages/about.md").write_text(text, encoding="utf-8")
    assert told_with_path(problems_of(project)) == "E320 content/pages/about.md"


@pytest.mark.parametrize(
    ("conclusion", "expected"),
    [
        ("同意公开", "ok"),
        ("同意公开\n  remarks: 不涉密，可以公开", "ok"),
        ("已由本单位公开\n  document: 示例市教育局2026年部门预算", "ok"),
        ("同意公开，其中两项任务依规不予公开", "S408 content/shili/jiaoyuju/2026.yml:95:15"),
        ("部分公开", "S408 content/shili/jiaoyuju/2026.yml:95:15"),
        ("已由本单位公开", "S408 content/shili/jiaoyuju/2026.yml:95:15"),
        ("驳回", "S408 content/shili/jiaoyuju/2026.yml:95:15"),
        ("同意公开\n  remarks: 退回修改", f"S408 {RECORD}:96:12"),
    ],
)
def test_a_record_that_the_review_has_not_let_pass_is_held(project: Path, conclusion: str, expected: str) -> None:
    (project / RECORD).write_text(good_text().replace("同意公开", conclusion), encoding="utf-8")
    assert told_with_path(problems_of(project)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("operator: 示例市财政局", []),
        ("operator: 示例市财政局（密）", ["S401"]),
        ("contact: 0668-2280000", []),
        ("contact: 13800138000", []),
        ("contact: 11010119900307002X", ["S410"]),
        ("operator: 王小明 13800138000", ["S411"]),
        ("# 内部资料 注意保存", ["S401"]),
    ],
)
def test_the_configuration_passes_the_gate_too(tmp_path: Path, line: str, expected: list[str]) -> None:
    text = (HERE.parent / "site_config.yml").read_text(encoding="utf-8")
    key = line.partition(":")[0]
    (tmp_path / "site_config.yml").write_text(re.sub(rf"^{key}:.*$", "", text, flags=re.M) + line + "\n", "utf-8")
    try:
        read_config(tmp_path)
        codes = []
    except HeldError as held:
        codes = [problem.code for problem in held.problems]
    assert codes == expected


def test_a_record_that_is_not_public_is_held(project: Path) -> None:
    (project / RECORD).write_text(good_text().replace("主动公开", "依申请公开"), encoding="utf-8")
    assert told_with_path(problems_of(project)) == "S407 content/shili/jiaoyuju/2026.yml:85:14"


@given(
    data=st.binary(max_size=200),
    name=st.sampled_from([RECORD, "content/notices/shicaiji-2026-2.md", "site_config.yml"]),
)
@settings(
    max_examples=2 * settings.default.max_examples // 5, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_in_any_file_are_read_or_refused(project: Path, data: bytes, name: str) -> None:
    good = (GOOD / name).read_bytes()
    (project / name).write_bytes(good[: len(data)] + data + good[len(data) :])
    try:
        read_config(project)
        load_corpus(project)
    except GongkaiError as error:
        assert {problem.place.path for problem in error.problems} == {name}
    (project / name).write_bytes(good)


def placed(problems: tuple[Problem, ...]) -> list[str]:
    """Code and line of each problem, in their order."""
    return [f"{problem.code} {problem.place.line}" for problem in problems]


OTHERS = (
    ("fiscal: 2015.01", "fiscal: 2,015.01"),
    ("conclusion: 同意公开", "conclusion:"),
    ("    target: 88\n", ""),
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # In place of the indentation of a cell, of a cell of a row, of a row, of a text and of a group; after a colon.
        ("  in_service: 71", "\tin_service: 71人", ["E104 6", "E208 6"]),
        ("      content: 维修", "\t\tcontent: 维修", ["E104 28"]),
        ("    - name: 校舍维修\n      content", "\t- name: 校舍维修\n      content", ["E104 27"]),
        ("  2. 改善办学条件", "\t2. 改善办学条件", ["E104 23"]),
        ("  by_source:\n    fiscal", "\tby_source:\n    fiscal", ["E104 14"]),
        ("in_service: 71", "in_service:\t71人", ["E104 6", "E208 6"]),
    ],
)
def test_a_tab_hides_no_other_mistake(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    text = good_text()
    for change in ((old, new), *OTHERS):
        assert text.count(change[0]) == 1
        text = text.replace(*change)
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    assert placed(check_path(path).problems) == sorted([*told, "E204 15", "E301 66", "E303 94"], key=by_line)


def by_line(told: str) -> tuple[int, str]:
    """The order in which problems are told."""
    return int(told.split()[1]), told


def test_a_conflict_hides_no_other_mistake(tmp_path: Path) -> None:
    text = good_text().replace(
        "  in_service: 71\n", "<<<<<<< HEAD\n  in_service: 71人\n=======\n  in_service: 72\n>>>>>>> main\n"
    )
    for change in OTHERS:
        text = text.replace(*change)
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    problems = check_path(path).problems
    assert placed(problems) == ["E122 6", "E208 7", "E204 19", "E301 70", "E303 98"]
    assert "两人改动冲突" in format_problem(problems[0]) and "第 8 行" in format_problem(problems[0])


def told_of(path: Path, lines: list[str]) -> list[str]:
    """What is told of a file that has these lines, but for its Tabs, conflicts and wrapped texts."""
    path.write_text("\n".join(lines), encoding="utf-8")
    return [told for told in placed(check_path(path).problems) if told.split()[0] not in ("E104", "E116", "E122")]


# Some lines at each run, every one by hand.
@pytest.mark.parametrize("step", [pytest.param(7, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.deep)])
def test_whatever_line_a_tab_or_a_conflict_stands_in_the_other_mistakes_are_told(tmp_path: Path, step: int) -> None:
    """No more and no fewer: nothing is told of what only the Tab or the conflict has made odd."""
    text = good_text()
    for change in OTHERS:
        text = text.replace(*change)
    lines, path = text.split("\n"), tmp_path / "x.yml"
    expected = [("E204", 15), ("E301", 66), ("E303", 94)]
    for number, line in [*enumerate(lines)][::step]:
        indent = len(line) - len(line.lstrip(" "))
        for width in (1, 2, 4, 8):
            tabbed = "\t" * -(-indent // width) + line.lstrip(" ")
            told = told_of(path, [*lines[:number], tabbed, *lines[number + 1 :]])
            assert told == [f"{code} {at}" for code, at in expected], (line, width)
        if line:
            both = ["<<<<<<< HEAD", line, "=======", line + "甲", ">>>>>>> main"]
            told = told_of(path, [*lines[:number], *both, *lines[number + 1 :]])
            moved = [(code, at + 4 * (at > number + 1) + (at == number + 1)) for code, at in expected]
            assert told == [f"{code} {at}" for code, at in moved], line


CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("---\ntitle: 关于\n---\n" + CONFLICT.format("甲", "乙"), ["E122 4"]),
        ("---\n" + CONFLICT.format("title: 关于", "title: 本站") + "---\n甲\n", ["E122 2"]),
        (CONFLICT.format("---\ntitle: 关于", "---\ntitle: 本站") + "---\n甲\n", ["E122 1"]),
        ("---\ntitle: 关于\n---\n甲\n=======\n乙\n", []),
    ],
)
def test_conflicts_in_prose(project: Path, text: str, told: list[str]) -> None:
    (project / "content/pages/about.md").write_text(text, encoding="utf-8")
    assert placed(problems_of(project)) == told


def test_one_draft_is_checked_wherever_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "草稿.yml"
    path.write_text(good_text().replace("unit: 万元", "unit: 亿元"), encoding="utf-8")
    assert [format_problem(problem) for problem in check_path(path).problems] == [
        f"{path}:2:7: “金额单位”只能从几个词里选，读到“亿元”；请写其中之一：万元、元 [E304]"
    ]


def test_a_day_that_is_wrong_hides_no_other_mistake(project: Path) -> None:
    text = good_text().replace("published_on: 2026-03-05", "published_on: 3月5日", 1)
    text = text.replace("    definition: 无\n", "", 1)
    (project / RECORD).write_text(text, encoding="utf-8")
    for place in (project, project / RECORD):
        assert sorted(problem.code for problem in check_path(place).problems) == ["E206", "E318"]


def test_one_file_is_named_as_it_was_asked_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mistakes and findings too, so that an editor finds the place; a mark in the path is shown nowhere."""
    (project / RECORD).write_text(good_text().replace("other: 0", "other: 1"), encoding="utf-8")
    secret = project.parent / "绝密★" / "2026.yml"
    secret.parent.mkdir()
    secret.write_text("unit: 亿元\n", encoding="utf-8")
    monkeypatch.chdir(project.parent)
    for asked in (Path("project") / RECORD, Path("project/content/..") / RECORD, project / RECORD):
        assert {found.place.path for found in check_path(asked).findings} == {asked.as_posix()}
    assert {problem.place.path for problem in check_path(Path("绝密★/2026.yml")).problems} == {"＊＊＊/2026.yml"}


ALONE = {
    "content/shili/jiaoyuju/department.yml": ("name: 局\nunit: 1\n", "E305 2:1"),
    "content/shili/jurisdiction.yml": ("name: 市\nlevel: 市级\ncode: 1\nfinance_bureau: 局\n", "E301 1:1"),
    "content/register.yml": ("records:\n  - 某局\n", "E333 2:5"),
    "content/pages/about.md": ("---\ntitle: 关于\nname: x\n---\n", "E305 3:1"),
    "content/notices/shicaiji-2026-1.md": (
        "---\ntitle: 通知\nissuer: 局\ndate: 无\nattribute: 主动公开\n---\n",
        "E206 4:7",
    ),
    "site_config.yml": ("name: 网站\nurl: x\n", "E213 2:6"),
    "content/shili/jiaoyuju/2025.xlsx": ("PK", "E514 1:1"),
}


@pytest.mark.parametrize("name", ALONE)
def test_a_file_that_is_no_record_is_read_as_what_it_is(project: Path, name: str) -> None:
    text, expected = ALONE[name]
    path = project / name
    if path.is_file():
        assert check_path(path).problems == ()
    path.write_text(text, encoding="utf-8")
    problems = [problem for problem in check_path(path).problems if name != "site_config.yml" or problem.code != "E301"]
    assert told(problems, expected) == expected
    assert {problem.place.path for problem in problems} == {path.as_posix()}


NAMES = {
    "2026.xlsx": "表格和 Word、PDF 文件不能直接放进来",
    "2026.CSV": "表格和 Word、PDF 文件不能直接放进来",
    "2026.yml.txt": "多了一个扩展名",
    "2026.yml.bak": "多了一个扩展名",
    "2026(1).yml": "像是复制出来的副本",
    "2026（2）.yml": "像是复制出来的副本",
    "2026 - 副本.yml": "像是复制出来的副本",
    "2026 copy.yml": "像是复制出来的副本",
    "2026年.yml": "记录文件名是四位年份",
}


@pytest.mark.parametrize(("name", "said"), NAMES.items())
def test_a_name_that_is_no_address_is_told_by_what_made_it(project: Path, name: str, said: str) -> None:
    as_file(project / "content/shili/gongyuanju" / name)
    (problem,) = problems_of(project)
    assert said in format_problem(problem)


def test_what_is_withheld_is_not_said_again_where_reading_stumbles(project: Path) -> None:
    row = "    - withheld: all\n      name: 某专项\n      amount: >=9\n"
    (project / RECORD).write_text(good_text().replace("  key:\n", f"  key:\n{row}"), encoding="utf-8")
    assert {problem.seen for problem in problems_of(project)} == {None}


def test_refused_is_raised_once_with_everything() -> None:
    reading = Loader(BROKEN)
    reading.corpus()
    with pytest.raises(ContentError) as refused:
        load_corpus(BROKEN)
    assert set(refused.value.problems) == set(reading.mistakes)
    assert refused.value.exit_code == 1
