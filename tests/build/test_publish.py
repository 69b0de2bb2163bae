"""Publishing: what it leaves behind, and that nobody ever meets half a site."""

import errno
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from generator.build.published import Published
from generator.problems import ConcurrentBuildError
from generator.system import filesystem
from generator.system.manifest import NAME
from tests.publishing import NEXT, SITE, at_rest, code_of, fork, is_mirrored, project, put, tree

__all__ = ["project"]


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
    revision = {"generator": "gongkai", "version": "1.0", "commit": "0123abc", "date": "2026-11-22"}
    assert whole == {**revision, "registered": {}, "files": files}


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


@contextmanager
def stopped_builder(target: Path) -> Iterator[Callable[[bool], None]]:
    """A builder in a process of its own, with a worker, that stops half way; gives what ends it, by a kill or not."""
    (begun, begin), (waits, go_on) = os.pipe(), os.pipe()

    def stop() -> None:
        os.write(begin, b"x")
        os.read(waits, 1)

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"<p>"
        fork.Process(target=stop, daemon=True).start()
        stop()
        yield "late.html", b"<p>"

    builder = fork.Process(target=put, args=(target, files()))
    builder.start()
    # Both have stopped: a worker that has not begun yet still has the lock of its parent.
    for _ in range(2):
        os.read(begun, 1)

    def end(kill: bool) -> None:
        if kill:
            builder.kill()
        else:
            os.write(go_on, b"xx")
        builder.join()

    try:
        yield end
    finally:
        os.write(go_on, b"xx")
        builder.join()


def test_of_several_builders_one_wins_and_the_others_are_told(project: Path) -> None:
    site = project / "site"
    put(site, SITE)
    with stopped_builder(site) as end:
        for _ in range(3):
            with pytest.raises(ConcurrentBuildError) as error:
                put(site, NEXT)
            assert code_of(error) == (75, "E703", "site")
        assert tree(site) == SITE
        end(False)
        assert tree(site) == {"index.html": b"<p>", "late.html": b"<p>"} and at_rest(site)


def test_a_killed_builder_blocks_nobody_though_its_workers_live_on(project: Path) -> None:
    site = project / "site"
    put(site, SITE)
    with stopped_builder(site) as end:
        end(True)
        put(site, NEXT)
        assert tree(site) == NEXT and at_rest(site)


@pytest.mark.slow
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
    monkeypatch.setattr(filesystem, "exchange", lambda _one, _other: False)
    put(project / "site", SITE)
    put(project / "site", NEXT)
    assert tree(project / "site") == NEXT and at_rest(project / "site")


def test_a_file_that_has_not_changed_is_the_same_file_in_each_second_site(project: Path) -> None:
    site = project / "site"
    put(site, SITE)
    assert is_mirrored(site)
    (site / ".DS_Store").write_bytes(b"by a file manager")
    put(site, NEXT)
    assert is_mirrored(site) and tree(site) == NEXT
    # A folder takes the place of a file, and a file that of a folder.
    turned = {"index.html": b"<p>", "a": b"a file", "b/c/index.html/index.html": b"<p>"}
    put(site, turned)
    assert is_mirrored(site) and tree(site) == turned
    put(site, NEXT)
    assert is_mirrored(site) and tree(site) == NEXT


def test_where_there_are_no_hard_links_there_is_no_mirror(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(errno.ENOTSUP, "no links")

    monkeypatch.setattr(os, "link", link)
    for files in (SITE, NEXT, SITE):
        put(project / "site", files)
        assert tree(project / "site") == files and at_rest(project / "site")
        assert not (project / ".site.work/mirror").exists()
