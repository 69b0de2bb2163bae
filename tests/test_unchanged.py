"""A build that has nothing to do: the site is left alone only where it would be the same, and made anew otherwise."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from publishing import SITE, put, tree
from reading import HERE

from generator.build import Order, build, refresh
from generator.exports import Stamp
from generator.kept import program
from generator.manifest import NAME
from generator.publish import NOTE, Published, work_folder
from generator.unchanged import made_from, remember, standing

STAMP = Stamp("0123456789", "2026-11-22", "1.0")
Edit = Callable[[Path], object]
EDITS: dict[str, Edit] = {
    "a figure": lambda root: replaced(root / "content/a/b/2021.yml", "1", "2"),
    "a line end": lambda root: replaced(root / "content/a/b/2021.yml", "\n", "\r\n"),
    "a file that is not read": lambda root: (root / "content/_draft.yml").touch(),
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
    before = made_from(project, STAMP)
    assert made_from(project, STAMP) == before
    edit(project)
    assert made_from(project, STAMP) != before


def test_another_state_or_program_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {made_from(project, STAMP), made_from(project, Stamp("0123456789+", "2026-11-22", "1.0"))}
    known.add(made_from(project, Stamp("0123456789", "2026-11-22", "1.1")))
    try:
        for place, other in (("generator.kept.packages", lambda: ["jinja2-4.0.dist-info"]), ("sys.version", "4.0")):
            monkeypatch.setattr(place, other)
            program.cache_clear()
            known.add(made_from(project, STAMP))
    finally:
        program.cache_clear()
    assert len(known) == 5


def test_what_cannot_be_read_is_never_taken_for_unchanged(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.reader.MOST_FILES", 1)
    assert made_from(project, STAMP) == ""
    monkeypatch.undo()
    monkeypatch.setattr("pathlib.Path.read_bytes", unreadable)
    assert made_from(project, STAMP) == ""
    monkeypatch.undo()
    put(project / "site", SITE)
    remember(project / "site", "")
    assert standing(project / "site", "", 1) is None


def test_a_note_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "site", SITE)
    monkeypatch.setattr("generator.disk.write_file", unreadable)
    remember(tmp_path / "site", "hash")
    assert standing(tmp_path / "site", "hash", 1) is None


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
    "a note that breaks off": lambda site: replaced(work_folder(site) / NOTE, "}", ""),
    "a note of something else": lambda site: written(work_folder(site) / NOTE, '{"made_from": "other"}'),
    "a note that is a list": lambda site: written(work_folder(site) / NOTE, "[]"),
    "a note that is lost": lambda site: (work_folder(site) / NOTE).unlink(),
}


def test_a_site_that_is_whole_is_left_as_it_is(tmp_path: Path) -> None:
    site = tmp_path / "site"
    put(site, SITE)
    assert standing(site, "hash", 1) is None
    remember(site, "hash")
    remember(site, "hash")
    assert standing(site, "hash", 1) == standing(site, "hash", 2) == Published(2, 3, 42, 0, 0)
    assert standing(site, "another", 1) is None
    put(site, SITE)
    assert standing(site, "hash", 1)


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_site_that_is_not_whole_is_made_anew(tmp_path: Path, harm: Edit) -> None:
    site = tmp_path / "site"
    put(site, SITE)
    remember(site, "hash")
    harm(site)
    assert standing(site, "hash", 1) is None


@pytest.mark.slow
def test_after_any_edits_a_refreshed_site_is_the_one_that_is_made_from_nothing(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(HERE.parent / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    chance = random.Random(20210815)
    records = sorted((root / "content").glob("*/*/20??.yml"))
    steps: list[str] = []
    for number in range(3):
        edit = chance.choice((figure_changed, year_added, year_removed, nothing_done))
        steps.append(edit(chance, chance.choice(records)))
        records = sorted((root / "content").glob("*/*/20??.yml"))
        refresh(Order(root, tmp_path / "site", STAMP, True), lambda _: None)
        build(Order(root, tmp_path / str(number), STAMP, True), lambda _: None)
        assert tree(tmp_path / "site") == tree(tmp_path / str(number)), steps
    assert len(set(steps)) > 1


def figure_changed(chance: random.Random, record: Path) -> str:
    """Another goal in a record."""
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("。", f"{chance.choice('甲乙丙')}。", 1), encoding="utf-8")
    return f"changed {record.name}"


def year_added(chance: random.Random, record: Path) -> str:
    """A copy of a record for another year."""
    added = record.with_name(f"{chance.randrange(2000, 2019)}.yml")
    shutil.copy(record, added)
    return f"added {added.name}"


def year_removed(chance: random.Random, record: Path) -> str:
    """One record less, where that is not the last one."""
    if len(list(record.parent.glob("20??.yml"))) > 1:
        record.unlink()
    return f"removed {record.name}"


def nothing_done(chance: random.Random, record: Path) -> str:
    """Nothing."""
    return "nothing"
