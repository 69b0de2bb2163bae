"""A build that has nothing to do: the site is left alone only where it would be the same, and made anew otherwise."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpora import three_documents
from publishing import SITE, put, tree
from reading import HERE

from generator import __version__
from generator.build import departments, up_to_date
from generator.build.options import BuildOptions
from generator.build.published import CACHE, ROWS, STATE, Published, work_folder
from generator.build.site import build
from generator.build.up_to_date import Inputs, build_if_changed, save_state, saved_states, up_to_date_site
from generator.cli.revision import revision_of
from generator.cli.scaffold import new_site
from generator.system.cache import program_hash
from generator.system.manifest import BUILD, NAME, Revision

REVISION = Revision("0123456789", "2026-11-22", "1.0")
Edit = Callable[[Path], object]
EDITS: dict[str, Edit] = {
    "a figure": lambda root: replaced(root / "content/a/b/2021.yml", "1", "2"),
    "a line end": lambda root: replaced(root / "content/a/b/2021.yml", "\n", "\r\n"),
    "a file that is not read": lambda root: (root / "content/_draft.yml").touch(),
    "a file of the same size and time": lambda root: swapped(root / "content/a/b/2021.yml", "1", "2"),
    "a file that has gone": lambda root: (root / "content/a/b/2022.yml").unlink(),
    "a file that has another name": lambda root: (root / "content/a/b/2022.yml").rename(root / "content/a/b/2023.yml"),
    "a folder that is empty": lambda root: (root / "content/c").mkdir(),
    "a link in place of a file": lambda root: linked(root / "content/a/b/2022.yml", root / "content/a/b/2021.yml"),
    "the settings": lambda root: (root / "site_config.yml").write_text("name: 乙\n", encoding="utf-8"),
    "a template of the site's own": lambda root: written(root / "templates/home.html", "首页"),
}


def written(path: Path, text: str) -> None:
    """A file with this text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def replaced(path: Path, old: str, new: str) -> None:
    """The same file with another text."""
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def swapped(path: Path, old: str, new: str) -> None:
    """Another file in place of one, of the same size and the same time of its last change."""
    before = path.stat()
    draft = path.with_name("draft")
    draft.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    draft.replace(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def linked(path: Path, to: Path) -> None:
    """A link to a file of the same text."""
    path.unlink()
    path.symlink_to(to)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    written(root / "site_config.yml", "name: 甲\n")
    for year in (2021, 2022):
        written(root / f"content/a/b/{year}.yml", "budget: 1\n")
    return root


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_whatever_changes_is_noticed(project: Path, edit: Edit) -> None:
    before, again = Inputs(project, REVISION), Inputs(project, REVISION)
    assert (again.hashes, again.signatures) == (before.hashes, before.signatures)
    edit(project)
    for known in ({}, before.states):
        now = Inputs(project, REVISION, known)
        assert now.hashes != before.hashes and now.signatures != before.signatures


def test_only_inputs_with_another_signature_are_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(project / "content/c/d/2021.yml", "budget: 1\n")
    before, read = Inputs(project, REVISION), []
    assert set(before.states) == {"", "content/a", "content/c", "site_config.yml", "templates"}
    key_of = up_to_date.key_of
    monkeypatch.setattr(up_to_date, "key_of", lambda places, *rest: read.extend(places) or key_of(places, *rest))
    written(project / "content/c/d/2021.yml", "budget: 2\n")
    now = Inputs(project, REVISION, before.states)
    assert {name for name, one in now.hashes.items() if one != before.hashes[name]} == {"content/c"}
    assert read == [project / "content/c"]


def test_another_state_or_program_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {hash_of(project, REVISION), hash_of(project, Revision("0123456789+", "2026-11-22", "1.0"))}
    known.add(hash_of(project, Revision("0123456789", "2026-11-22", "1.1")))
    try:
        for place, other in (
            ("generator.system.cache.installed_packages", lambda: ["jinja2-4.0.dist-info"]),
            ("sys.version", "4.0"),
        ):
            monkeypatch.setattr(place, other)
            program_hash.cache_clear()
            known.add(hash_of(project, REVISION))
    finally:
        program_hash.cache_clear()
    assert len(known) == 5


def hash_of(project: Path, revision: Revision) -> str:
    """The hash of all inputs together."""
    return str(Inputs(project, revision).hashes)


def test_what_cannot_be_read_is_never_taken_for_unchanged(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.content.file_names.MOST_FILES", 1)
    assert Inputs(project, REVISION).hashes == {}
    monkeypatch.undo()
    monkeypatch.setattr("pathlib.Path.read_bytes", unreadable)
    assert Inputs(project, REVISION).hashes == {}
    monkeypatch.undo()
    monkeypatch.setattr("os.scandir", unreadable)
    assert Inputs(project, REVISION).signatures == {}
    monkeypatch.undo()
    assert saved(project, put(project / "site", SITE))
    monkeypatch.setattr("generator.content.file_names.MOST_FILES", 1)
    assert up_to_date_site(project / "site", Inputs(project, REVISION), 1) is None


def test_a_note_that_cannot_be_written_is_no_fault(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = put(project / "site", SITE)
    monkeypatch.setattr("generator.system.filesystem.write_file", unreadable)
    assert saved(project, published) is None


def saved(project: Path, published: Published) -> Published | None:
    """What is found where the state of this project was saved just now."""
    save_state(project / "site", published, Inputs(project, REVISION))
    return found(project)


def found(project: Path, revision: Revision = REVISION, jobs: int = 1) -> Published | None:
    """What is found of the site as it is now."""
    site = project / "site"
    return up_to_date_site(site, Inputs(project, revision, saved_states(site)), jobs)


def unreadable(*_: object) -> bytes:
    """A disk that refuses."""
    raise PermissionError


HARMS: dict[str, Edit] = {
    "a byte of a page": lambda site: replaced(site / "index.html", "a</a>", "b</a>"),
    "a page that is gone": lambda site: (site / "a/index.html").unlink(),
    "a file that is not of the site": lambda site: written(site / "a/new.txt", "x"),
    "a manifest that has been touched": lambda site: replaced(site / NAME, "1.0", "1.1"),
    "a manifest that is no manifest": lambda site: written(site / NAME, "{"),
    "no site at all": shutil.rmtree,
    "a note that breaks off": lambda site: replaced(work_folder(site) / STATE, "}", ""),
    "a note of something else": lambda site: written(work_folder(site) / STATE, '{"inputs": {"content": "other"}}'),
    "a note that is a list": lambda site: written(work_folder(site) / STATE, "[]"),
    "a note that is lost": lambda site: (work_folder(site) / STATE).unlink(),
}


def test_a_site_that_is_whole_is_left_as_it_is(project: Path) -> None:
    site = project / "site"
    published = put(site, SITE)
    whole = Published(2, 3, 42, 0, 0)
    assert found(project) is None
    assert [saved(project, published), saved(project, published)] == [whole, whole]
    # Other signatures: then the contents count.
    for path in (*site.rglob("*"), project / "content/a/b/2021.yml"):
        os.utime(path, (1, 1))
    assert [found(project, jobs=jobs) for jobs in (1, 2)] == [whole, whole]
    assert found(project, Revision("another")) is None
    put(site, SITE)
    assert found(project) == whole


@pytest.mark.slow
@pytest.mark.parametrize("fresh", [False, True])
def test_a_file_that_changes_during_a_first_build_is_noticed(tmp_path: Path, fresh: bool) -> None:
    root, site = tmp_path / "project", tmp_path / "site"
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    options = BuildOptions(root, site, REVISION, True, fresh=fresh)
    settings = root / "site_config.yml"
    for edits, is_saved in (([lambda: written(settings, settings.read_text("utf-8") + "\n")], False), ([], True)):
        waiting = [*edits]
        build_if_changed(options, lambda _, waiting=waiting: waiting.pop()() if waiting else None)
        assert (work_folder(site) / STATE).exists() == is_saved


def test_the_number_of_unregistered_forms_is_saved(project: Path) -> None:
    published = replace(put(project / "site", SITE), unregistered=2)
    assert saved(project, published) == Published(2, 3, 42, 0, 0, unregistered=2)


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_site_that_is_not_whole_is_made_anew(project: Path, harm: Edit) -> None:
    site = project / "site"
    assert saved(project, put(site, SITE))
    harm(site)
    assert found(project) is None


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [3, pytest.param(9, marks=pytest.mark.deep)])
def test_after_any_edits_a_refreshed_site_is_the_one_that_is_made_from_nothing(tmp_path: Path, rounds: int) -> None:
    root, site = tmp_path / "project", tmp_path / "site"
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    build_if_changed(BuildOptions(root, site, REVISION, True), lambda _: None)
    chance = random.Random(20210815)
    edits = chance.sample(ROUNDABOUT, rounds)
    for number, edit in enumerate(edits):
        edit(chance, chance.choice(sorted((root / "content").glob("*/*/20??.yml"))))
        harmed(chance, work_folder(site) / CACHE if number % 2 else site)
        build_if_changed(BuildOptions(root, site, REVISION, True), lambda _: None)
        build(BuildOptions(root, tmp_path / str(number), REVISION, True), lambda _: None)
        assert tree(site) == tree(tmp_path / str(number)), edits[: number + 1]


@pytest.mark.slow
def test_a_fresh_build_uses_nothing_of_earlier_ones(tmp_path: Path) -> None:
    root, site = tmp_path / "project", tmp_path / "site"
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    options = BuildOptions(root, site, REVISION, True)
    build_if_changed(options, lambda _: None)
    work = work_folder(site)
    before, inodes = tree(site), inodes_in(site)
    kept = inodes_in(work / CACHE) | inodes_in(work / ROWS)
    assert build_if_changed(options, lambda _: None).changed == 0 and inodes_in(site) == inodes
    build_if_changed(replace(options, fresh=True), lambda _: None)
    assert tree(site) == before
    assert not inodes & inodes_in(site) and not kept & (inodes_in(work / CACHE) | inodes_in(work / ROWS))


def inodes_in(folder: Path) -> set[tuple[int, int]]:
    """The files in a folder, each by its inode and the time at which it was written."""
    status = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return {(one.st_ino, one.st_mtime_ns) for one in status}


@pytest.mark.slow
def test_a_commit_without_changes_alters_only_what_names_the_commit(tmp_path: Path) -> None:
    root, site = tmp_path / "project", tmp_path / "project/site"
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    states = []
    for day in ("2026-11-22", "2026-11-23"):
        when = {f"GIT_{who}_DATE": f"{day}T00:00:00Z" for who in ("AUTHOR", "COMMITTER")}
        git(root, "commit", "--allow-empty", "--quiet", "--message", "state", **when)
        revision = revision_of(root)
        assert (revision.date, len(revision.commit), revision.version) == (day, 10, __version__)
        build_if_changed(BuildOptions(root, site, revision, True), lambda _: None)
        fields = {"generator": "gongkai", "version": __version__, "commit": revision.commit, "date": day}
        assert json.loads((site / BUILD).read_bytes()) == fields
        assert fields.items() <= json.loads((site / NAME).read_bytes()).items()
        about = (site / "about/index.html").read_text(encoding="utf-8")
        assert f"gongkai {__version__}" in about and revision.commit in about and day in about
        states.append({**tree(site), NAME: (site / NAME).read_bytes()})
    first, second = states
    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} == {NAME, BUILD, "about/index.html"}


def test_a_repository_that_does_not_track_the_project_says_nothing_of_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "other.txt").write_text("a", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "a")
    inside = tmp_path / "mysite"
    new_site(inside)
    assert (revision_of(inside).commit, revision_of(inside).date) == ("", "")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "b")
    assert len(revision_of(inside).commit) == 10


def git(root: Path, *words: str, **environment: str) -> None:
    """Runs git as somebody."""
    who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
    command = ["git", *who, *words]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={**os.environ, **environment})


def harmed(chance: random.Random, folder: Path) -> None:
    """A file that somebody else wrote into."""
    path = chance.choice(sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME))
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def figure_changed(chance: random.Random, record: Path) -> None:
    """Another goal in a record."""
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("。", f"{chance.choice('甲乙丙')}。", 1), encoding="utf-8")


def year_added(chance: random.Random, record: Path) -> None:
    """A copy of a record for another year."""
    shutil.copy(record, record.with_name(f"{chance.randrange(2000, 2019)}.yml"))


def year_removed(chance: random.Random, record: Path) -> None:
    """One record less, where that is not the last one; none of ours, as prose leads there."""
    earliest, *others = sorted(record.parent.glob("20??.yml"))
    if others:
        earliest.unlink()


def year_renamed(chance: random.Random, record: Path) -> None:
    """The record of another year; the address of none of ours may be lost, as prose leads there."""
    year_added(chance, record)
    added = min(record.parent.glob("20??.yml"))
    added.rename(added.with_name("1999.yml"))


def name_added(chance: random.Random, record: Path) -> None:
    """Another name of the department."""
    replaced(record.with_name("department.yml"), "short_names:\n", "short_names:\n  - 别名\n")


def roster_grown(chance: random.Random, record: Path) -> None:
    """One more department that has to publish, in the record's city."""
    city = record.parents[1] / "jurisdiction.yml"
    text = city.read_text(encoding="utf-8")
    city.write_text(text.replace("roster:\n", "roster:\n  - 示例局\n"), encoding="utf-8")


def settings_changed(chance: random.Random, record: Path) -> None:
    """Another name of the site."""
    settings = record.parents[3] / "site_config.yml"
    replaced(settings, "\nshort_name:", "改\nshort_name:")


def template_changed(chance: random.Random, record: Path) -> None:
    """A template of the site's own."""
    shipped = (HERE.parent / "templates/parts/cite.html").read_text(encoding="utf-8")
    written(record.parents[3] / "templates/parts/cite.html", f"<!-- own -->{shipped}")


def nothing_done(chance: random.Random, record: Path) -> None:
    """Nothing."""


ROUNDABOUT = (
    *(figure_changed, year_added, year_removed, year_renamed, name_added, roster_grown),
    *(settings_changed, template_changed, nothing_done),
)


@pytest.mark.slow
def test_only_what_has_changed_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, site = tmp_path / "project", tmp_path / "site"
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    worked: list[str] = []
    drawn: list[str] = []

    def telling(known: list[str], work: Callable[..., Any], name: Callable[[Any], str]) -> Callable[..., Any]:
        def told(first: Any, *rest: Any) -> Any:
            known.append(name(first))
            return work(first, *rest)

        return told

    monkeypatch.setattr(
        departments,
        "load_department",
        telling(worked, departments.load_department, lambda folder: folder.folder.name),
    )
    draw = departments.DepartmentBuild.draw

    def noted(self: Any, part: Any, planned: Any) -> Any:
        drawn.append(part.corpus.departments[0].slug)
        return draw(self, part, planned)

    monkeypatch.setattr(departments.DepartmentBuild, "draw", noted)
    found: list[tuple[list[str], list[str]]] = []
    for number, edit in enumerate((nothing_done, nothing_done, figure_changed, roster_grown, template_changed)):
        worked.clear()
        drawn.clear()
        edit(random.Random(1), root / "content/zhanjiang/jiwei/2021.yml")
        # A commit alone makes nothing of a department again.
        build(BuildOptions(root, site, Revision(str(number)), True), lambda _: None)
        found.append((sorted(worked), sorted(drawn)))
    every, city = ["jiwei", "zhengfawei", "zhengfawei"], ["jiwei", "zhengfawei"]
    assert found == [(every, every), ([], []), (["jiwei"],) * 2, (city, city), (every, every)]
