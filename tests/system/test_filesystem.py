"""What publishing does to the disk, on systems that lack some of it."""

import errno
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.problems import HostError, Place
from generator.system import filesystem
from generator.words import catalogue_map, format_problem


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("one", "two"):
        filesystem.make_folder(tmp_path / name)
        filesystem.write_file(tmp_path / name / name, name.encode())
    return tmp_path / "one", tmp_path / "two"


def test_two_folders_change_places(two: tuple[Path, Path]) -> None:
    assert filesystem.exchange(*two) == sys.platform.startswith(("linux", "darwin"))
    assert [path.name for folder in two for path in folder.iterdir()] == ["two", "one"]


SYSTEMS = [
    ("freebsd14", SimpleNamespace()),
    ("linux", SimpleNamespace()),
    ("darwin", SimpleNamespace()),
]


@pytest.mark.parametrize(("system", "library"), SYSTEMS, ids=[row[0] for row in SYSTEMS])
def test_a_system_without_the_exchange_says_so(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, system: str, library: object
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("ctypes.CDLL", lambda _name, use_errno: library)
    assert filesystem.exchange(*two) is False
    assert (two[0] / "one").exists()


def test_macos_is_asked_in_its_own_way(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(sys, "platform", "darwin")
    library = SimpleNamespace(renamex_np=lambda *given: asked.append(given) or 0)
    monkeypatch.setattr("ctypes.CDLL", lambda _name, use_errno: library)
    assert filesystem.exchange(*two)
    assert asked == [(bytes(two[0]), bytes(two[1]), 2)]


def test_an_exchange_that_fails_for_another_reason_is_an_error(two: tuple[Path, Path]) -> None:
    with pytest.raises(FileNotFoundError):
        filesystem.exchange(two[0], two[1] / "gone")


def test_a_file_is_never_written_over_another_or_through_a_link(two: tuple[Path, Path]) -> None:
    (two[0] / "link").symlink_to(two[1] / "new")
    for name in ("one", "link"):
        with pytest.raises(FileExistsError):
            filesystem.write_file(two[0] / name, b"other")
    assert (two[0] / "one").read_bytes() == b"one" and not (two[1] / "new").exists()


def test_a_link_in_a_folder_is_removed_and_not_followed(two: tuple[Path, Path]) -> None:
    (two[0] / "link").symlink_to(two[1])
    filesystem.remove(two[0])
    filesystem.remove(two[0])
    assert not two[0].exists() and (two[1] / "two").exists()


CODES = [(errno.ENOSPC, "E701"), (errno.EROFS, "E702"), (errno.EBUSY, "E708"), (errno.EIO, "E709"), (None, "E709")]


@pytest.mark.parametrize(("number", "code"), CODES)
def test_what_the_system_refuses_has_a_code(number: int | None, code: str) -> None:
    with pytest.raises(HostError) as error, filesystem.translated_os_errors(Place("site")):
        raise OSError(number, "no") if number else OSError("no")
    assert [(one.code, one.place.path) for one in error.value.problems] == [(code, "site")]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("site", "没有写入权限；原来的网站没有动，请检查输出文件夹及其上一级文件夹的权限，或另换一个输出文件夹"),
        ("zip", "没有写入权限；网站已经换好，只是压缩包没有做成；请检查放压缩包的文件夹的权限，或换一个地方"),
        ("file", "没有写入权限；请检查所在文件夹的权限，或换一个地方"),
    ],
)
def test_what_is_said_of_the_site_is_said_where_there_is_one(form: str, said: str) -> None:
    with pytest.raises(HostError) as error, filesystem.translated_os_errors(Place.whole("here"), form):
        raise OSError(errno.EACCES, "no")
    assert format_problem(error.value.problems[0]) == f"here: {said} [E702]"


@pytest.mark.parametrize("code", sorted({code for _, code in CODES}))
def test_every_trouble_of_the_disk_knows_all_that_is_written(code: str) -> None:
    assert set(catalogue_map("problems")[code]["mend"]) == {"site", "zip", "file"}
