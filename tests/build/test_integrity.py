"""A published folder and its manifest: every file that is missing, altered or extra is reported, and nothing else."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from publishing import SITE, put

from generator.build import integrity
from generator.build.integrity import ALTERED, EXTRA, MISSING, differences, verified_manifest
from generator.cli.main import main
from generator.problems import ConcurrentBuildError, ContentError, UsageError
from generator.system.manifest import NAME, Manifest, read_manifest

Edit = Callable[[Path], object]
# An edit of a published folder, and the problem of each path.
EDITS: dict[str, tuple[Edit, dict[str, str]]] = {
    "nothing": (lambda site: None, {}),
    "a byte more": (lambda site: (site / "a/data.csv").write_bytes(b"1\n\n"), {"a/data.csv": ALTERED}),
    "another byte": (lambda site: (site / "a/data.csv").write_bytes(b"2\n"), {"a/data.csv": ALTERED}),
    "an empty file": (lambda site: (site / "a/data.csv").write_bytes(b""), {"a/data.csv": ALTERED}),
    "another time": (lambda site: os.utime(site / "a/data.csv", (0, 0)), {}),
    "a file that has gone": (lambda site: (site / "index.html").unlink(), {"index.html": MISSING}),
    "a folder that has gone": (
        lambda site: shutil.rmtree(site / "a"),
        {"a/index.html": MISSING, "a/data.csv": MISSING},
    ),
    "a file in place of a folder": (
        lambda site: (shutil.rmtree(site / "a"), (site / "a").touch()),
        {"a/index.html": MISSING, "a/data.csv": MISSING, "a": EXTRA},
    ),
    "a folder in place of a file": (
        lambda site: ((site / "a/data.csv").unlink(), (site / "a/data.csv").mkdir()),
        {"a/data.csv": ALTERED},
    ),
    "a link in place of a file": (
        lambda site: ((site / "a/data.csv").rename(site.parent / "b"), (site / "a/data.csv").symlink_to("../../b")),
        {"a/data.csv": ALTERED},
    ),
    "a link in place of a folder": (
        lambda site: ((site / "a").rename(site.parent / "a"), (site / "a").symlink_to("../a")),
        {"a": EXTRA},
    ),
    "a pipe in place of a file": (
        lambda site: ((site / "index.html").unlink(), os.mkfifo(site / "index.html")),
        {"index.html": ALTERED},
    ),
    "a new name": (
        lambda site: (site / "a/data.csv").rename(site / "a/Data.csv"),
        {"a/data.csv": MISSING, "a/Data.csv": EXTRA},
    ),
    "files more": (
        lambda site: ((site / "x").mkdir(), (site / "x/y").touch(), (site / ".hidden").touch()),
        {"x/y": EXTRA, ".hidden": EXTRA},
    ),
    "an empty folder": (lambda site: (site / "x").mkdir(), {}),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site."""
    put(tmp_path / "site", SITE)
    return tmp_path / "site"


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", EDITS)
def test_each_difference_is_reported(site: Path, name: str, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # More batches than files in one.
    monkeypatch.setattr(integrity, "BATCH", 2)
    edit, expected = EDITS[name]
    edit(site)
    manifest = read_manifest(site)
    assert manifest and differences(site, manifest.files, jobs) == expected
    if expected:
        with pytest.raises(ContentError) as caught:
            verified_manifest(site, jobs)
        assert {problem.place.path: problem.code for problem in caught.value.problems} == expected
    else:
        assert verified_manifest(site, jobs) == manifest


def test_a_path_that_no_system_allows_is_missing(site: Path) -> None:
    manifest = read_manifest(site)
    assert manifest
    entry = manifest.files["index.html"]
    assert differences(site, {**manifest.files, "a\0b": entry}, 1) == {"a\0b": MISSING}


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"generator": "other"}'])
def test_a_folder_without_a_manifest_is_no_site(site: Path, content: bytes | None) -> None:
    (site / NAME).unlink()
    if content is not None:
        (site / NAME).write_bytes(content)
    with pytest.raises(UsageError) as caught:
        verified_manifest(site, 1)
    assert [problem.code for problem in caught.value.problems] == ["E739"]


def test_a_site_that_a_build_replaces_meanwhile_has_no_differences(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "a/data.csv").write_bytes(b"2\n")
    manifests = [read_manifest(site), None]
    monkeypatch.setattr(integrity, "read_manifest", lambda folder: manifests.pop(0))
    with pytest.raises(ConcurrentBuildError) as caught:
        verified_manifest(site, 1)
    assert [problem.code for problem in caught.value.problems] == ["E703"]


def run(*words: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of `gongkai verify`."""
    result = CliRunner().invoke(main, ["verify", *words], prog_name="gongkai")
    return result.exit_code, result.stdout, result.stderr


def test_the_command_lists_every_file(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = sum(len(content) for content in SITE.values())
    assert size < 100_000
    monkeypatch.chdir(site.parent)
    assert run() == run("--site", str(site)) == (0, "3 个文件都与清单一致，共 0.1 MB。\n", "")
    (site / "a/data.csv").unlink()
    (site / "index.html").write_bytes(b"")
    # A name as a stranger may give it: with a line end, with a mark, and not UTF-8.
    for name in (b"x\ny", "机密★5年.txt".encode(), b"\xff"):
        Path(os.fsdecode(os.fsencode(site) + b"/" + name)).touch()
    code, out, told = run()
    lines = told.splitlines()
    assert (code, out, len(lines), lines[-1]) == (1, "", 6, "共 5 处要改。")
    assert [line.partition(": ")[0] for line in lines[:-1] if "[E738]" not in line] == ["a/data.csv", "index.html"]
    assert "x<U+000A>y: " in told and "<U+DCFF>: " in told and "机密" not in told


def test_the_command_without_a_site_or_rights(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    code, _, told = run()
    assert (code, "'--site' 写得不对，没有“site”这个文件夹" in told) == (2, True)
    code, _, told = run("--site", "a")
    assert (code, "[E739]" in told) == (2, True)

    def refused(site: Path, files: object, jobs: int) -> Manifest:
        raise PermissionError(13, "Permission denied", str(site / "index.html"))

    monkeypatch.setattr(integrity, "differences", refused)
    code, _, told = run("--site", str(site))
    assert (code, told.partition(":")[0], "[E733]" in told) == (5, "index.html", True)
