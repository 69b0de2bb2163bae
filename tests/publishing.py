"""What the tests of publishing share: two small sites, and the ways to publish and to look at them."""

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.build.file_checks import FileChecks
from generator.build.options import BuildOptions
from generator.build.publish import opened_target, publish
from generator.build.published import Published
from generator.build.staging import FileWriter, Staging
from generator.build.verify import Expectations
from generator.problems import GongkaiError
from generator.system.manifest import NAME, Revision

Files = dict[str, bytes]
SITE: Files = {"index.html": b'<a href="a/">a</a>', "a/index.html": b'<a href="../">home</a>', "a/data.csv": b"1\n"}
NEXT: Files = SITE | {"a/index.html": b'<p id="x"><a href="../">home</a>', "b/c/index.html": b"<p>c"}

NOTHING = Expectations((), (), (), (), frozenset(), {})
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
    expect: Expectations = NOTHING,
    scan: Callable[[str], tuple[str, ...]] = lambda _text: (),
) -> Published:
    revision = Revision("0123abc", "2026-11-22", "1.0")
    options = BuildOptions(root or target.parent, target, revision, allow_shrink)
    with opened_target(target, options.root) as opened:
        staging = Staging()
        writer = FileWriter(opened.staging, opened.shown, FileChecks(scan=scan))
        staging.add(writer.write(files.items() if isinstance(files, dict) else files))
        return publish(opened, options, staging, expect)


def tree(folder: Path) -> Files:
    """Every file of a folder but the manifest."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def at_rest(target: Path) -> bool:
    """Nothing but the lock and a mirror of the site is left of the work."""
    work = target.parent / f".{target.name}.work"
    left = {path.name for path in work.iterdir()} - {"lock"}
    return not left or (left == {"mirror"} and is_mirrored(target))


def is_mirrored(target: Path) -> bool:
    """The mirror has the very files of the site, and no others."""
    places = (target, target.parent / f".{target.name}.work" / "mirror")
    site, mirror = (
        {path.relative_to(place): path.stat().st_ino for path in place.rglob("*") if path.is_file()} for place in places
    )
    return {path: inode for path, inode in site.items() if path.name != NAME} == mirror


def code_of(error: pytest.ExceptionInfo[GongkaiError]) -> tuple[int, str, str]:
    (problem,) = error.value.problems
    return error.value.exit_code, problem.code, problem.place.path
