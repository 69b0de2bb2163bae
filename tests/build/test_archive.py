"""The zip of the published folder."""

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.archive import check_archive_target, record_archive, recorded_archives, rewrite_archives, write_zip
from generator.problems import ContentError, HostError, UsageError
from generator.system.manifest import NAME
from generator.words import problem_text
from tests.publishing import SITE, code_of, project, put

__all__ = ["project"]


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
    (project / "other").mkdir()
    with pytest.raises(UsageError) as trouble:
        write_zip(project / "other", archive)
    assert code_of(trouble) == (2, "E704", (project / "other").as_posix())
    put(project / "site", SITE)
    (project / "site" / "a" / "data.csv").write_bytes(b"2\n")
    with pytest.raises(ContentError) as refused:
        write_zip(project / "site", archive)
    assert code_of(refused) == (1, "E706", "a/data.csv")
    assert sorted(path.name for path in project.glob("*.zip*")) == [] == list(project.glob(".*.part"))


PLACES: list[tuple[str, list[str]]] = [
    ("site.zip", []),
    ("SITE.ZIP", []),
    ("old.zip", []),
    ("../site.zip", []),
    ("site_config.yml", ["不以 .zip 结尾", "不是压缩包"]),
    ("new", ["不以 .zip 结尾"]),
    ("letter.zip", ["不是压缩包"]),
    ("content/x.zip", ["content/ 里面"]),
    ("content/deep/x.zip", ["content/ 里面", "没有"]),
    ("templates/x.zip", ["templates/ 里面"]),
    (".git/x.zip", [".git/ 里面"]),
    ("other/../content/x.zip", ["content/ 里面"]),
    ("linked/x.zip", ["content/ 里面"]),
    ("site/x.zip", ["网站的文件夹里面"]),
    ("site/a/x", ["不以 .zip 结尾", "网站的文件夹里面"]),
    ("nowhere/x.zip", ["没有"]),
    ("site_config.yml/x.zip", ["没有"]),
]


@pytest.mark.parametrize(("name", "reasons"), PLACES, ids=[name for name, _ in PLACES])
def test_a_zip_takes_no_place_that_is_meant_for_something_else(project: Path, name: str, reasons: list[str]) -> None:
    put(project / "site", SITE)
    write_zip(project / "site", project / "old.zip")
    for text in ("site_config.yml", "letter.zip"):
        (project / text).write_text("mine", encoding="utf-8")
    (project / "other").mkdir()
    (project / "linked").symlink_to(project / "content")
    before = sorted(path.as_posix() for path in project.parent.rglob("*"))
    if reasons:
        with pytest.raises(UsageError) as error:
            check_archive_target(project / name, project / "site", project)
        assert code_of(error) == (2, "E714", (project / name).as_posix())
        said = problem_text(error.value.problems[0])
        assert [reason for reason in reasons if reason not in said] == []
    else:
        check_archive_target(project / name, project / "site", project)
    assert sorted(path.as_posix() for path in project.parent.rglob("*")) == before


def refused(*_: object, **__: object) -> None:
    raise PermissionError(13, "no")


@pytest.mark.parametrize(
    ("step", "method", "said"),
    [
        (
            lambda project: check_archive_target(project / "a.zip", project / "site", project),
            "touch",
            "请检查所在文件夹",
        ),
        (
            lambda project: check_archive_target(project / "a.zip", project / "site", project),
            "open",
            "请检查所在文件夹",
        ),
        (lambda project: write_zip(project / "site", project / "a.zip"), "replace", "网站已经换好，只是压缩包没有做成"),
    ],
)
def test_a_zip_that_the_disk_refuses_says_how_the_site_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch, step: Callable[[Path], object], method: str, said: str
) -> None:
    put(project / "site", SITE)
    write_zip(project / "site", project / "a.zip")
    monkeypatch.setattr(Path, method, refused)
    with pytest.raises(HostError) as error:
        step(project)
    assert code_of(error) == (5, "E702", (project / "a.zip").as_posix())
    assert said in problem_text(error.value.problems[0])
    assert list(project.glob(".a.zip*")) == []


PACKED = ["project/site.zip", "project/packed/site.zip", "beside/site.zip"]
OTHER_SITE = {"index.html": b"<p>another"}


@pytest.mark.parametrize(
    ("carried", "root", "renewed"),
    [
        # Where it was packed, all its archives are renewed.
        (None, "project", PACKED),
        # In a copy those of the copy are; that of the original stays as it is.
        (shutil.copytree, "copy", ["copy/site.zip", "copy/packed/site.zip"]),
        (shutil.move, "copy", ["copy/site.zip", "copy/packed/site.zip"]),
    ],
)
def test_the_archives_of_a_site_are_renewed_and_those_of_no_other(
    project: Path, carried: Callable[[Path, Path], object] | None, root: str, renewed: list[str]
) -> None:
    around = project.parent
    put(project / "site", SITE)
    for name in PACKED:
        (around / name).parent.mkdir(exist_ok=True)
        write_zip(project / "site", around / name)
        record_archive(project / "site", around / name)
    if carried:
        carried(project, around / "copy")
    put(around / "elsewhere/site", OTHER_SITE)
    write_zip(around / "elsewhere/site", around / "beside/other.zip")
    before = {path: path.read_bytes() for path in around.rglob("*.zip")}
    put(around / root / "site", SITE | {"a/data.csv": b"2\n"})
    done = rewrite_archives(around / root / "site", [around / root])
    changed = [path for path, content in before.items() if path.read_bytes() != content]
    assert sorted(done) == sorted(changed) == sorted(around / name for name in renewed)


@pytest.mark.parametrize(
    "note", ["", "/somewhere/site.zip\n", "[]", '{"site": "/x"}', '{"site": "/x", "archives": [7]}']
)
def test_a_note_that_cannot_be_read_names_no_archives(project: Path, note: str) -> None:
    put(project / "site", SITE)
    (project / ".site.work/archives").write_text(note, encoding="utf-8")
    assert recorded_archives(project / "site") == []
