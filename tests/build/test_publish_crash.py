"""Publishing when the ground gives way: every step of it made to fail, every step of it the last one.

Three sweeps: the n-th operation on the disk fails; the process is killed in the n-th operation; the process
is killed at random moments. And the real thing: a disk that is full, a disk that cannot be written.
A loss of power is not tested: that would need a disk which forgets what was not flushed.
"""

import errno
import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.problems import ContentError, HostError
from generator.system import filesystem
from generator.system.manifest import read_manifest
from tests.publishing import NEXT, SITE, Files, at_rest, code_of, fork, project, put, tree

__all__ = ["project"]

OPERATIONS = ["mkdir", "chmod", "open", "write", "close", "rename", "fsync", "scandir", "unlink", "rmdir"]
CLEANING = {"clean", "scandir", "unlink", "rmdir"}
WAYS = ["into nothing", "by exchange", "by two renames"]


class Ground:
    """Counts operations on the disk and does something at the n-th of them."""

    def __init__(self, number: int, at_last: Callable[[], None]) -> None:
        self.left, self.at_last, self.gave_way = number, at_last, ""

    def step(self, name: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.gave_way = name
            self.at_last()

    @contextmanager
    def under(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        # What is collected may close files, which would be counted.
        gc.disable()
        with monkeypatch.context() as patched:
            for name in OPERATIONS:
                patched.setattr(os, name, self.counted(name, getattr(os, name)))
            patched.setattr(filesystem, "flush_file_system", self.counted("sync", lambda _folder: None))
            patched.setattr(filesystem, "_exchange", self.counted("exchange", filesystem._exchange))
            try:
                yield
            finally:
                gc.enable()

    def counted(self, name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            if name == "close":
                # A handle is gone even when closing it reports an error.
                operation(*given, **named)
                return self.step(name)
            self.step("clean" if name == "open" and "dir_fd" in named else name)
            return operation(*given, **named)

        return counted


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "full")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def prepared(target: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> Files | None:
    if way == "into nothing":
        return None
    put(target, SITE)
    if way == "by two renames":
        monkeypatch.setattr(filesystem, "_exchange", lambda _one, _other: errno.ENOSYS)
    return SITE


def whole(target: Path) -> Files | None:
    """The site, when it is one; a folder without its manifest, or with other files than it says, fails."""
    if not target.exists():
        return None
    manifest = read_manifest(target)
    found = tree(target)
    assert manifest is not None and set(manifest.files) == set(found)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_whichever_operation_fails_the_old_site_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    number, met = 0, set()
    while True:
        number += 1
        site = project / f"{number}" / "site"
        before = prepared(site, way, monkeypatch)
        ground = Ground(number, disk_full)
        try:
            with ground.under(monkeypatch):
                put(site, NEXT, project)
            now = NEXT
        except HostError as trouble:
            assert [one.code for one in trouble.problems] == ["E701"]
            now = before
        assert whole(site) == now, ground.gave_way
        if now is before and ground.gave_way not in CLEANING:
            assert {path.name for path in site.parent.glob(".site.work/*")} <= {"lock", "mirror"}, ground.gave_way
        assert put(site, SITE, project).pages == 2 and tree(site) == SITE and at_rest(site)
        shutil.rmtree(site.parent)
        met.add(ground.gave_way)
        if not ground.gave_way:
            break
    print(f"{way}: {number - 1} operations failed one by one: {', '.join(sorted(met - {''}))}")
    assert met >= {"mkdir", "chmod", "open", "write", "close", "rename" if way != WAYS[1] else "exchange", "sync"}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_whichever_operation_is_the_last_the_next_run_needs_no_help(
    project: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    number, seen = 0, []
    while True:
        number += 1
        site = project / f"{number}" / "site"
        before = prepared(site, way, monkeypatch)
        if not died_at(number, site, project, monkeypatch):
            break
        seen.append(whole(site))
        assert seen[-1] in (before, NEXT) or (way == WAYS[2] and seen[-1] is None)
        # Even a next run that publishes nothing puts back what two renames may have left aside.
        with pytest.raises(ContentError):
            put(site, {"index.html": b'<a href="no/">'}, project)
        assert whole(site) == (seen[-1] or before)
        put(site, SITE, project)
        assert tree(site) == SITE and at_rest(site)
        shutil.rmtree(site.parent)
    gaps = seen.count(None) if before else 0
    print(f"{way}: {len(seen)} kills: {seen.count(SITE)} old, {seen.count(NEXT)} new, {gaps} with no site for a moment")
    assert NEXT in seen and gaps == (1 if way == WAYS[2] else 0)


def died_at(number: int, site: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    def build() -> None:
        with Ground(number, killed).under(monkeypatch):
            put(site, NEXT, root)

    child = fork.Process(target=build)
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


# Twenty at each run, hundreds by hand.
@pytest.mark.parametrize("kills", [pytest.param(20, marks=pytest.mark.slow), pytest.param(600, marks=pytest.mark.deep)])
def test_kills_at_random_moments(project: Path, kills: int) -> None:
    site = project / "site"
    many = {f"{number}/index.html": b"<p>" * 100 for number in range(20)}
    one, two = SITE | many, NEXT | many
    put(site, one)
    dice, seen = random.Random(20210311), []

    def build_for_ever() -> None:
        while True:
            put(site, two)
            put(site, one)

    for _ in range(kills):
        child = fork.Process(target=build_for_ever)
        child.start()
        time.sleep(dice.uniform(0.001, 0.08))
        child.kill()
        child.join()
        seen.append(whole(site))
        assert seen[-1] in (one, two)
    put(site, one)
    assert tree(site) == one and at_rest(site)
    print(f"{kills} kills: {seen.count(one)} old, {seen.count(two)} new, 0 broken")


ON_A_DISK_OF_ITS_OWN = """
import subprocess, sys
from pathlib import Path
from generator.problems import HostError
from tests.publishing import NEXT, SITE, put, tree
disk, way = Path(sys.argv[1]), sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=True)
site = disk / "site"
if way != "mount point":
    put(site, SITE)
if way == "read-only":
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
try:
    put(disk if way == "mount point" else site, NEXT | {"big.csv": bytes(400_000), "more.csv": bytes(400_000)})
except HostError as trouble:
    print(*(one.code for one in trouble.problems))
if way != "mount point":
    print(tree(site) == SITE, sorted(path.name for path in (disk / ".site.work").iterdir()))
"""

REAL = [
    ("full", "E701\nTrue ['lock', 'mirror']\n"),
    ("read-only", "E702\nTrue ['lock', 'mirror']\n"),
    ("mount point", "E708\n"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("way", "expected"), REAL, ids=[row[0] for row in REAL])
def test_a_real_disk_that_is_full_or_cannot_be_written(tmp_path: Path, way: str, expected: str) -> None:
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no rights to mount a disk here")
    program = [sys.executable, "-c", ON_A_DISK_OF_ITS_OWN, str(tmp_path), way]
    done = subprocess.run([*alone, *program], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert (done.stdout, done.stderr) == (expected, "")


def test_a_folder_that_may_not_be_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project / "site", SITE)

    def forbidden() -> None:
        raise PermissionError(errno.EACCES, "no")

    with pytest.raises(HostError) as error, Ground(2, forbidden).under(monkeypatch):
        put(project / "site", NEXT)
    assert code_of(error) == (5, "E702", "site")
    assert tree(project / "site") == SITE
