"""Publishing: what it refuses, what it leaves behind, and that nobody ever meets half a site."""

import json
import multiprocessing
import os
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from generator import disk
from generator.archive import write_zip
from generator.manifest import NAME
from generator.problems import AnotherBuild, EnvironmentTrouble, GongkaiError, Held, Refused
from generator.publish import Published, publish
from generator.verify import Expectations
from generator.words import statement

Files = dict[str, bytes]
SITE: Files = {"index.html": b'<a href="a/">a</a>', "a/index.html": b'<a href="../">home</a>', "a/data.csv": b"1\n"}
NEXT: Files = SITE | {"a/index.html": b'<p id="x"><a href="../">home</a>', "b/c/index.html": b"<p>c"}

fork = multiprocessing.get_context("fork")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for folder in ("content", "templates", ".git"):
        (root / folder).mkdir(parents=True)
    return root


def put(
    target: Path,
    files: Files | Iterator[tuple[str, bytes]],
    root: Path | None = None,
    *,
    allow_shrink: bool = False,
    expect: Expectations = Expectations(),
    scan: Callable[[str], tuple[str, ...]] = lambda _text: (),
) -> Published:
    return publish(
        target,
        files.items() if isinstance(files, dict) else files,
        source_root=root or target.parent,
        commit="0123abc",
        version="1.0",
        allow_shrink=allow_shrink,
        expect=expect,
        scan=scan,
    )


def tree(folder: Path) -> Files:
    """Every file of a folder but the manifest."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def at_rest(target: Path) -> bool:
    """Nothing but the lock is left of the work."""
    return [path.name for path in (target.parent / f".{target.name}.work").iterdir()] == ["lock"]


def code_of(error: pytest.ExceptionInfo[GongkaiError]) -> tuple[int, str, str]:
    (problem,) = error.value.problems
    return error.value.exit_code, problem.code, problem.place.path


def test_a_site_is_published_replaced_and_counted(project: Path) -> None:
    site = project / "site"
    assert put(site, SITE) == Published(pages=2, files=3, size=42, changed=3, removed=0)
    assert tree(site) == SITE
    assert put(site, NEXT) == Published(pages=3, files=4, size=56, changed=2, removed=0)
    assert tree(site) == NEXT
    assert put(site, SITE) == Published(pages=2, files=3, size=42, changed=1, removed=1)
    assert tree(site) == SITE and at_rest(site)


def test_an_empty_folder_may_be_used_and_folders_on_the_way_are_made(project: Path) -> None:
    (project / "site").mkdir()
    put(project / "site", SITE)
    put(project / "out" / "public" / "site", SITE)
    assert tree(project / "site") == tree(project / "out" / "public" / "site") == SITE


def test_the_manifest_names_every_file(project: Path) -> None:
    put(project / "site", SITE)
    whole = json.loads((project / "site" / NAME).read_bytes())
    files = {path: {"bytes": len(content), "sha256": sha256(content).hexdigest()} for path, content in SITE.items()}
    assert whole == {"generator": "gongkai", "version": "1.0", "commit": "0123abc", "files": files}


def test_umask_and_order_change_nothing(project: Path) -> None:
    seen = []
    for name, umask, files in (("one", 0o077, SITE), ("two", 0o000, dict(reversed(SITE.items())))):
        before = os.umask(umask)
        try:
            put(project / name, files)
        finally:
            os.umask(before)
        paths = sorted((project / name).rglob("*"))
        modes = {path.relative_to(project / name).as_posix(): stat.filemode(path.stat().st_mode) for path in paths}
        assert set(modes.values()) == {"-rw-r--r--", "drwxr-xr-x"}
        assert stat.filemode((project / name).stat().st_mode) == "drwxr-xr-x"
        assert stat.filemode((project / f".{name}.work").stat().st_mode) == "drwx------"
        seen.append((modes, tree(project / name), (project / name / NAME).read_bytes()))
    assert seen[0] == seen[1]


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
    with pytest.raises(EnvironmentTrouble) as error:
        put(target, SITE, project)
    assert code_of(error) == (5, "E704", os.path.relpath(target, project))
    assert REASONS[reason] in statement(error.value.problems[0])
    assert {path: content for path, content in tree(project.parent).items() if ".work" not in path} == {
        path: content for path, content in before.items() if ".work" not in path
    }


def test_what_file_managers_leave_is_no_reason_to_stop(project: Path) -> None:
    put(project / "site", SITE)
    (project / "site" / ".DS_Store").write_bytes(b"x")
    put(project / "site", NEXT)
    assert tree(project / "site") == NEXT


PATHS = ["/etc/x", "../x", "a/../x", "a//x", "", "a/", ".", "a/.", "C:x", "a\\b", "%2e%2e/x", "a\nb", "a b", "目标.csv", "a."]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_has_no_place_in_a_site(project: Path, path: str) -> None:
    with pytest.raises(Refused) as error:
        put(project / "site", SITE | {path: b"x"})
    assert "文件名不合要求" in statement(error.value.problems[0])
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
    with pytest.raises(Refused) as error:
        put(project / "site", iter([*SITE.items(), *((path, b"x") for path in paths)]))
    assert [(one.place.path, dict(one.values)["form"]) for one in error.value.problems] == [
        (path, "twice") for path in paths
    ]


def test_all_faults_come_at_once_and_the_old_site_stays(project: Path) -> None:
    put(project / "site", SITE)
    with pytest.raises(Refused) as error:
        put(
            project / "site",
            NEXT | {"../x": b"", "b/index.html": b'<a href="no/">'},
            expect=Expectations(files=("a/data.json",)),
        )
    assert [(one.code, dict(one.values)["form"], one.place.path) for one in error.value.problems] == [
        ("E706", "file", "a/data.json"),
        ("E706", "missing", "b/index.html"),
        ("E706", "path", "index.html"),
    ]
    assert tree(project / "site") == SITE and at_rest(project / "site")


def test_a_mark_holds_the_site(project: Path) -> None:
    put(project / "site", SITE)
    with pytest.raises(Held) as error:
        put(project / "site", NEXT | {"a/x.txt": b"canary"}, scan=lambda text: ("x",) if "canary" in text else ())
    assert code_of(error) == (3, "E706", "a/x.txt")
    assert tree(project / "site") == SITE and at_rest(project / "site")


def pages(count: int) -> Files:
    return {f"{number}.html": b"<p>" for number in range(count)}


SHRINKS = [(9, 1, False, True), (10, 9, False, True), (10, 8, False, False), (100, 89, False, False)]
SHRINKS += [(100, 90, False, True), (100, 1, True, True)]


@pytest.mark.parametrize(("old", "new", "allowed", "published"), SHRINKS)
def test_a_site_does_not_lose_its_pages_unnoticed(
    project: Path, old: int, new: int, allowed: bool, published: bool
) -> None:
    put(project / "site", pages(old))
    if published:
        put(project / "site", pages(new), allow_shrink=allowed)
    else:
        with pytest.raises(Refused) as error:
            put(project / "site", pages(new), allow_shrink=allowed)
        assert code_of(error) == (1, "E707", "site")
    assert tree(project / "site") == pages(new if published else old)


class Broken(Exception):
    pass


@pytest.mark.parametrize("error", [Broken, OSError, KeyboardInterrupt])
def test_an_error_of_those_who_make_the_pages_passes_through(project: Path, error: type[BaseException]) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise error

    put(project / "site", SITE)
    with pytest.raises(error):
        put(project / "site", files())
    assert tree(project / "site") == SITE and at_rest(project / "site")


class Stopped:
    """A builder in a process of its own that stops in the middle of its work, with a worker of its own, until told."""

    def __init__(self, target: Path) -> None:
        self.begun, self.begin = os.pipe()
        self.waits, self.go = os.pipe()
        self.process = fork.Process(target=self.build, args=(target,))
        self.process.start()
        os.read(self.begun, 1)

    def build(self, target: Path) -> None:
        def files() -> Iterator[tuple[str, bytes]]:
            yield "index.html", b"<p>"
            fork.Process(target=os.read, args=(self.waits, 1), daemon=True).start()
            os.write(self.begin, b"x")
            os.read(self.waits, 1)
            yield "late.html", b"<p>"

        put(target, files())

    def release(self) -> None:
        os.write(self.go, b"xx")
        self.process.join()


def test_of_several_builders_one_wins_and_the_others_are_told(project: Path) -> None:
    site = project / "site"
    put(site, SITE)
    first = Stopped(site)
    for _ in range(3):
        with pytest.raises(AnotherBuild) as error:
            put(site, NEXT)
        assert code_of(error) == (75, "E703", "site")
    assert tree(site) == SITE
    first.release()
    assert tree(site) == {"index.html": b"<p>", "late.html": b"<p>"} and at_rest(site)


def test_a_killed_builder_blocks_nobody_though_its_workers_live_on(project: Path) -> None:
    site = project / "site"
    put(site, SITE)
    first = Stopped(site)
    first.process.kill()
    first.process.join()
    put(site, NEXT)
    assert tree(site) == NEXT and at_rest(site)
    first.release()


def test_readers_never_miss_the_site_while_it_is_switched(project: Path) -> None:
    site = project / "site"
    put(site, SITE)
    done, read, missed = threading.Event(), [0], []

    def reader() -> None:
        while not done.is_set():
            try:
                (site / "index.html").read_bytes()
                read[0] += 1
            except OSError as error:
                missed.append(error)

    readers = [threading.Thread(target=reader) for _ in range(2)]
    for one in readers:
        one.start()
    for number in range(30):
        put(site, NEXT if number % 2 else SITE)
    done.set()
    for one in readers:
        one.join()
    assert read[0] > 100 and missed == []


def test_without_the_exchange_two_renames_do(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "exchange", lambda _one, _other: False)
    put(project / "site", SITE)
    put(project / "site", NEXT)
    assert tree(project / "site") == NEXT and at_rest(project / "site")


def test_the_zip_holds_the_site_and_is_the_same_every_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project / "site", SITE)
    one, two = project / "one.zip", project / "two.zip"
    assert write_zip(project / "site", one) == one.stat().st_size
    for path in (project / "site").rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write_zip(project / "site", two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == sorted([NAME, *SITE])
        assert {name: archive.read(name) for name in SITE} == SITE
        assert {member.external_attr >> 16 for member in archive.infolist()} == {0o100644}
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_zip_is_not_made_of_other_folders_or_of_changed_files(project: Path) -> None:
    archive = project / "site.zip"
    foreign(project / "other")
    with pytest.raises(EnvironmentTrouble) as trouble:
        write_zip(project / "other", archive)
    assert code_of(trouble) == (5, "E704", "other")
    put(project / "site", SITE)
    (project / "site" / "a" / "data.csv").write_bytes(b"2\n")
    with pytest.raises(Refused) as refused:
        write_zip(project / "site", archive)
    assert code_of(refused) == (1, "E706", "a/data.csv")
    assert sorted(path.name for path in project.glob("*.zip*")) == [] == list(project.glob(".*.part"))
