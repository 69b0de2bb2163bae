"""What publishing refuses: folders that are not ours, names, faults, marks, a site that lost its pages."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.problems import ContentError, HeldError, UsageError
from generator.words import problem_text
from tests.publishing import NEXT, NOTHING, SITE, Files, at_rest, code_of, project, put, tree

__all__ = ["project"]


def foreign(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")


def with_a_guest(folder: Path) -> None:
    put(folder, SITE)
    (folder / "a" / "CNAME").write_text("mine", encoding="utf-8")


def linked(folder: Path) -> None:
    put(folder.parent / "real", SITE)
    folder.symlink_to(folder.parent / "real")


def with_a_foreign_work_folder(folder: Path) -> None:
    foreign(folder.parent / f".{folder.name}.work")


NOT_OURS: list[tuple[str, str, Callable[[Path], None] | None]] = [
    ("site", "foreign", foreign),
    ("site", "stray", with_a_guest),
    ("site", "link", linked),
    ("site", "file", lambda folder: folder.write_text("mine", encoding="utf-8") and None),
    ("site", "work", with_a_foreign_work_folder),
    (".", "source", None),
    ("..", "source", None),
    ("/", "root", None),
    ("../home", "home", lambda folder: folder.mkdir()),
    ("content/site", "inside", None),
    ("content", "inside", None),
    ("templates/a/b", "inside", None),
    (".git", "inside", None),
]
REASONS = {
    "foreign": "却没有本程序的 MANIFEST.json",
    "stray": "里面有不是本程序发布的文件 a/CNAME",
    "link": "符号链接",
    "file": "这是一个文件",
    "work": ".site.work",
    "source": "网站项目本身",
    "root": "系统根目录",
    "home": "主目录",
    "inside": "里面",
}


@pytest.mark.parametrize(("name", "reason", "prepare"), NOT_OURS, ids=[f"{row[0]}-{row[1]}" for row in NOT_OURS])
def test_a_folder_that_is_not_ours_is_never_touched(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str, prepare: Callable[[Path], None] | None
) -> None:
    monkeypatch.setenv("HOME", str(project.parent / "home"))
    target = project / name
    if prepare:
        prepare(target)
    before = tree(project.parent)
    with pytest.raises(UsageError) as error:
        put(target, SITE, project)
    assert code_of(error) == (2, "E704", os.path.relpath(target, project))
    assert REASONS[reason] in problem_text(error.value.problems[0])
    assert {path: content for path, content in tree(project.parent).items() if ".work" not in path} == {
        path: content for path, content in before.items() if ".work" not in path
    }


def test_what_file_managers_leave_is_no_reason_to_stop(project: Path) -> None:
    put(project / "site", SITE)
    (project / "site" / ".DS_Store").write_bytes(b"x")
    put(project / "site", NEXT)
    assert tree(project / "site") == NEXT


PATHS = [
    "/etc/x",
    "../x",
    "a/../x",
    "a//x",
    "",
    "a/",
    ".",
    "a/.",
    "C:x",
    "a\\b",
    "%2e%2e/x",
    "a\nb",
    "a b",
    "目标.csv",
    "a.",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_has_no_place_in_a_site(project: Path, path: str) -> None:
    with pytest.raises(ContentError) as error:
        put(project / "site", SITE | {path: b"x"})
    assert "文件名不合要求" in problem_text(error.value.problems[0])
    assert not (project / "site").exists() and at_rest(project / "site")


TWICE = [
    ["a/data.csv"],
    ["A/other.csv"],
    ["a/Data.csv"],
    ["a"],
    ["index.html/x.csv"],
    ["manifest.json"],
    ["MANIFEST.json"],
]


@pytest.mark.parametrize("paths", TWICE, ids=[paths[0] for paths in TWICE])
def test_two_files_of_one_name(project: Path, paths: list[str]) -> None:
    with pytest.raises(ContentError) as error:
        put(project / "site", iter([*SITE.items(), *((path, b"x") for path in paths)]))
    assert [(one.place.path, dict(one.values)["form"]) for one in error.value.problems] == [
        (path, "twice") for path in paths
    ]


def test_all_faults_come_at_once_and_the_old_site_stays(project: Path) -> None:
    put(project / "site", SITE)
    with pytest.raises(ContentError) as error:
        put(
            project / "site",
            NEXT | {"../x": b"", "b/index.html": b'<a href="no/">'},
            expect=replace(NOTHING, files=("a/data.json",)),
        )
    assert [(one.code, dict(one.values)["form"], one.place.path) for one in error.value.problems] == [
        ("E706", "file", "a/data.json"),
        ("E706", "missing", "b/index.html"),
        ("E706", "path", "index.html"),
    ]
    assert tree(project / "site") == SITE and at_rest(project / "site")


def test_a_mark_holds_the_site(project: Path) -> None:
    put(project / "site", SITE)
    with pytest.raises(HeldError) as error:
        put(project / "site", NEXT | {"a/x.txt": b"canary"}, scan=lambda text: ("x",) if "canary" in text else ())
    assert code_of(error) == (3, "E706", "a/x.txt")
    assert tree(project / "site") == SITE and at_rest(project / "site")


def with_records(count: int, others: int) -> Files:
    """A site of so many records and so many other pages."""
    records = {f"shili/bumen-{number}/2026/index.html": b"<p>" for number in range(count)}
    return {"index.html": b"<p>"} | records | {f"checks/v{number}/index.html": b"<p>" for number in range(others)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "allowed", "published"),
    [
        ((2, 56), (1, 56), False, False),
        ((2, 56), (1, 56), True, True),
        ((1, 0), (0, 56), False, False),
        ((9, 0), (8, 0), False, False),
        ((10, 0), (9, 0), False, True),
        ((100, 56), (89, 56), False, False),
        ((100, 56), (90, 56), False, True),
        ((100, 56), (100, 0), False, True),
        ((2, 0), (3, 0), False, True),
        ((0, 56), (0, 2), False, True),
    ],
)
def test_a_site_does_not_lose_its_records_unnoticed(
    project: Path, old: tuple[int, int], new: tuple[int, int], allowed: bool, published: bool
) -> None:
    put(project / "site", with_records(*old))
    if published:
        put(project / "site", with_records(*new), allow_shrink=allowed)
    else:
        with pytest.raises(ContentError) as error:
            put(project / "site", with_records(*new), allow_shrink=allowed)
        assert code_of(error) == (1, "E707", "site")
        assert f"不见了的有 shili/bumen-{new[0]}/2026/" in problem_text(error.value.problems[0])
    assert tree(project / "site") == with_records(*(new if published else old))
