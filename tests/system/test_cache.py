"""What a build keeps for the next one: found only where it is whole, and never in the way."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.system.cache import BuildCache, Cache, CacheEntry, key_of, serialized

KEY = key_of((), "a department")
OTHER = key_of((), "another department")
WHOLE = CacheEntry(KEY, serialized({"甲": (1, 2)}))
Harm = Callable[[Path], object]
HARMS: dict[str, Harm] = {
    "another byte": lambda folder: (folder / KEY).write_bytes((folder / KEY).read_bytes()[:-1] + b"?"),
    "a file that breaks off": lambda folder: (folder / KEY).write_bytes((folder / KEY).read_bytes()[:-9]),
    "an empty file": lambda folder: (folder / KEY).write_bytes(b""),
    "the file of another key": lambda folder: (folder / KEY).rename(folder / OTHER),
    "a folder in its place": lambda folder: ((folder / KEY).unlink(), (folder / KEY).mkdir()),
    "a whole result of another key": lambda folder: another_in_its_place(folder),
    "a pipe that nobody writes to": lambda folder: ((folder / KEY).unlink(), os.mkfifo(folder / KEY)),
    "no folder": shutil.rmtree,
}


def another_in_its_place(folder: Path) -> None:
    """The file of the key is one that was kept under another."""
    others = settled(folder.parent / "others", CacheEntry(OTHER, serialized([1])))
    shutil.copy(others.folder / OTHER, folder / KEY) if others.folder else None


def settled(folder: Path, *results: CacheEntry) -> Cache:
    """A folder in which these results are kept."""
    build = BuildCache(folder)
    for result in results:
        build.value_of(build.entries.put(result), Any)
    build.delete_unused()
    return build.entries


def test_a_result_is_found_as_it_was(tmp_path: Path) -> None:
    found = settled(tmp_path / "kept", WHOLE).get(KEY)
    assert found == WHOLE and found.value(dict[str, tuple[int, int]]) == {"甲": (1, 2)}
    assert Cache(tmp_path / "kept").get(OTHER) is None
    assert Cache(tmp_path / "kept").get("") is None


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_what_is_not_whole_is_not_found(tmp_path: Path, harm: Harm) -> None:
    kept = settled(tmp_path / "kept", WHOLE)
    harm(kept.folder)
    assert kept.get(KEY) is None
    assert settled(kept.folder, WHOLE).get(KEY) == WHOLE


def test_only_the_last_build_is_kept(tmp_path: Path) -> None:
    settled(tmp_path / "kept", WHOLE)
    settled(tmp_path / "kept", CacheEntry(OTHER, serialized(1)), CacheEntry("", serialized(2)))
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [OTHER]


@pytest.mark.parametrize("place", ["file", "link"])
def test_what_stands_in_the_place_of_the_folder_gives_way(tmp_path: Path, place: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if place == "link":
        (tmp_path / "kept").symlink_to(elsewhere)
    else:
        (tmp_path / "kept").write_text("x", encoding="utf-8")
    assert settled(tmp_path / "kept", WHOLE).get(KEY) == WHOLE
    assert list(elsewhere.iterdir()) == []


def test_a_disk_that_refuses_is_no_fault(tmp_path: Path) -> None:
    assert settled(tmp_path / "nowhere" / "kept", WHOLE).get(KEY) is None


def test_a_key_tells_of_every_file_and_of_all_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", encoding="utf-8")
    known = {key_of([tmp_path]), key_of([tmp_path], 1), key_of([tmp_path], 2), key_of([])}
    (tmp_path / "a").write_text("2", encoding="utf-8")
    known.add(key_of([tmp_path]))
    (tmp_path / "a").rename(tmp_path / "b")
    known.add(key_of([tmp_path]))
    (tmp_path / "c").mkdir()
    known.add(key_of([tmp_path]))
    assert len(known) == 7


def test_bytecode_takes_the_place_of_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    cache, older = Cache(tmp_path / "bytecode"), CacheEntry(OTHER, serialized([1]))
    assert [cache.put_bytecode(entry) for entry in (older, WHOLE)] == [older, WHOLE]
    assert (cache.get(OTHER), cache.get(KEY)) == (None, WHOLE)


def test_bytecode_is_written_only_where_python_writes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert Cache(tmp_path / "off").put_bytecode(WHOLE) == WHOLE
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert Cache(tmp_path / "no" / "folder").put_bytecode(WHOLE) == WHOLE
    assert list(tmp_path.iterdir()) == []
