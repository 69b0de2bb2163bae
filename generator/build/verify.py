"""The last look at a finished site before anybody else sees it: all that is wrong, not the first thing.

Each file is read once, from the disk. A fault that stands in many places is told once, at the first of them.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from generator.build.links import INDEX, READERS, BadLink, FileLinks, link_target
from generator.problems import Place, Problem
from generator.secrecy.scanning import TEXTS, Scan, is_marked
from generator.system.cache import Cache, CacheEntry, CacheWriter, key_of, program_hash, serialized
from generator.system.manifest import NAME, PAGE, FileEntry, Manifest
from generator.system.workers import map_unordered
from generator.words import translate

BUNDLED = ".min.js"
WITH_IDS = (PAGE, ".svg")
PAGE_TOP = ("", "top")
# Bytes of the files that one process looks at before it tells what it saw.
BATCH_BYTES = 1_000_000
# What it holds stands beside it too, as files of the site.
ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a complete site must hold, told by those who know; all paths are relative to the site.

    pages        folders with an index.html: "" for the home page, "zhanjiang/zhengfawei/2021/"
    files        downloads, and whatever else must be there
    search       where the search index keeps one JSON file with a `path` for each page: "search/d/"
    searchable   the pages that must be among them
    address      the public address: links that begin with it are our own
    unscanned    beginnings of paths that are not searched for marks: other people's scripts
    cleared      words that look like marks and that a decision lets stand
    suspended    beginnings of paths that links may lead to although what was there is left out
    """

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    search: str = "search/d/"
    searchable: tuple[str, ...] = ()
    address: str = ""
    unscanned: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """Every fault of a site, and apart from them the files that bear a mark of secrecy."""

    faults: tuple[Problem, ...]
    marked: tuple[Problem, ...]


def fault(kind: str, path: str, seen: str | None = None, line: int = 1, places: int = 1) -> Problem:
    """One fault of the finished site; `kind` is its name in the catalogue, `places` how often it stands."""
    more = translate("publish.more", n=places) if places > 1 else ""
    return Problem(Place(path, line), "E706", seen, fault=translate(f"publish.faults.{kind}"), form=kind, more=more)


def verify(
    tree: Path,
    manifest: Manifest,
    expect: Expectations,
    scan: Scan,
    jobs: int = 1,
    results: CacheWriter | None = None,
) -> VerificationResult:
    """Holds a folder against its manifest, its own links and what is expected of it. Raises OSError.

    What is seen in files that are as they were is found among the `results`, and added to them.
    """
    results = CacheWriter() if results is None else results
    look = _Verification(tree, manifest.files, frozenset(manifest.files.values()), expect, scan, results.kept)
    seen = _FileReport()
    for result in map_unordered([partial(look.at_portion, paths) for paths in _batches(manifest.files)], jobs):
        results.note(result)
        seen.take(result.value)
    for path in unlisted_files(tree, manifest.files):
        seen.note("stray", path)
    look.at_whole(seen)
    faults = sorted(seen.found.items(), key=lambda known: (known[1].path, known[1].offset, known[0]))
    return VerificationResult(
        tuple(fault(kind, one.path, one.seen, look.line(one), one.places) for (kind, _), one in faults),
        tuple(fault("mark", path) for path in sorted(seen.marked)),
    )


def is_intact(tree: Path, manifest: Manifest, jobs: int = 1) -> bool:
    """Whether a folder holds every file of its manifest as it was, and no other. Raises OSError."""
    works = [partial(_matches_manifest, tree, manifest.files, paths) for paths in _batches(manifest.files)]
    return all(map_unordered(works, jobs)) and not any(unlisted_files(tree, manifest.files))


def _matches_manifest(tree: Path, files: Mapping[str, FileEntry], paths: Iterable[str]) -> bool:
    contents = ((path, _content(tree / path)) for path in paths)
    return all(content is not None and FileEntry.of(content) == files[path] for path, content in contents)


def _batches(files: Mapping[str, FileEntry]) -> Iterator[list[str]]:
    """The files of each department and of each other such folder, as many at a time as one process looks at."""
    for _, paths in groupby(sorted(files), lambda path: path.split("/")[:2]):
        some: list[str] = []
        size = 0
        for path in paths:
            some.append(path)
            size += files[path].size
            if size > BATCH_BYTES:
                yield some
                some, size = [], 0
        if some:
            yield some


def unlisted_files(tree: Path, files: Mapping[str, FileEntry]) -> Iterator[str]:
    """Paths in a folder that are neither listed files nor its manifest nor folders. Raises OSError."""
    for folder, folders, names in os.walk(tree, onerror=_raise):
        inside = Path(folder).relative_to(tree).as_posix() + "/"
        links = (name for name in folders if Path(folder, name).is_symlink())
        for name in sorted([*names, *links]):
            path = (inside + name).removeprefix("./")
            if path not in files and path != NAME:
                yield path


def _raise(error: OSError) -> None:
    raise error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@dataclass(slots=True)
class _FaultSeen:
    """A fault while it is counted: where it was met first, what was seen there, and how often."""

    path: str
    offset: int
    seen: str | None
    places: int = 0


Faults = dict[tuple[str, Any], _FaultSeen]


@dataclass(slots=True)
class _FileReport:
    """What was seen in some files: what is wrong, which ids their pages offer, what they ask of other files.

    found    by the kind of the fault and what it is about
    asked    by the file and the fragment that are asked for
    leans    whether something in them may have been passed over because it is seen elsewhere
    """

    found: Faults = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    asked: Faults = field(default_factory=dict)
    searchable: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    leans: bool = False

    @property
    def can_be_kept(self) -> bool:
        """Whether nothing is wrong, and nothing was left to others."""
        return not (self.found or self.marked or self.leans)

    def note(self, kind: str, path: str) -> None:
        """Keeps a fault of a whole file."""
        self.found[kind, path] = _FaultSeen(path, 0, None, 1)

    def take(self, other: "_FileReport") -> None:
        """Adds what was seen in other files."""
        for mine, theirs in ((self.found, other.found), (self.asked, other.asked)):
            for key, one in theirs.items():
                _add(mine, key, one)
        self.ids.update(other.ids)
        self.searchable |= other.searchable
        self.marked |= other.marked


def _add(faults: Faults, key: tuple[str, Any], one: _FaultSeen) -> None:
    """Counts a fault, and remembers the first of its places."""
    known = faults.get(key)
    if known is None:
        faults[key] = one
    else:
        first = min(known, one, key=lambda place: (place.path, place.offset))
        faults[key] = _FaultSeen(first.path, first.offset, first.seen, known.places + one.places)


@dataclass(frozen=True, slots=True)
class _Verification:
    """A look at a site, held against its manifest and what is expected of it; `contents` is what its files hold."""

    tree: Path
    files: Mapping[str, FileEntry]
    contents: Collection[FileEntry]
    expect: Expectations
    scan: Scan
    kept: Cache

    def at_portion(self, paths: Sequence[str]) -> CacheEntry:
        """What is seen in some files, found again where they are what they were. Raises OSError."""
        entries = [(path, self.files[path]) for path in paths]
        expect = self.expect
        texts = (expect.unscanned, expect.cleared, expect.suspended)
        key = key_of((), program_hash(), self.scan.__qualname__, expect.search, expect.address, texts, entries)
        found = self.kept.found(key)
        if found and _matches_manifest(self.tree, self.files, paths):
            return found
        seen = self.at_files(paths)
        return CacheEntry(key if seen.can_be_kept else "", serialized(seen))

    def line(self, place: _FaultSeen) -> int:
        """The line of a file that a fault was met in first."""
        content = (_content(self.tree / place.path) or b"") if place.offset else b""
        return content.decode("utf-8", "replace").count("\n", 0, place.offset) + 1

    def at_files(self, paths: Iterable[str]) -> _FileReport:
        """What is seen in some files. Raises OSError."""
        seen = _FileReport()
        for path in paths:
            content = _content(self.tree / path)
            self.at_file(path, content, seen)
            if not content or path.startswith(self.expect.unscanned):
                continue
            leans = path.endswith(ARCHIVE)
            seen.leans = seen.leans or leans
            if is_marked(path, content, self.scan, self.contents if leans else (), self.expect.cleared):
                seen.marked.add(path)
        return seen

    def at_file(self, path: str, content: bytes | None, seen: _FileReport) -> None:
        """Looks at one file: is it what the manifest says, what does it offer, where do its links lead."""
        if content is None:
            seen.note("lost", path)
        elif FileEntry.of(content) != self.files[path]:
            seen.note("altered", path)
        elif (suffix := PurePosixPath(path).suffix) in TEXTS:
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                seen.note("encoding", path)
                return
            if path.startswith(self.expect.search):
                seen.searchable.add(json.loads(text)["path"])
            # A bundled script has what it needs in it.
            if suffix in READERS and not path.endswith(BUNDLED):
                self.at_links(path, READERS[suffix](text), seen)

    def at_links(self, path: str, reading: FileLinks, seen: _FileReport) -> None:
        """Looks where the links of one file lead; fragments of other files wait until all are read."""
        if path.endswith(WITH_IDS):
            seen.ids[path] = _joined_ids(reading.ids)
        for link in reading.links:
            try:
                leads = link_target(path, link, self.expect.address)
            except BadLink as bad:
                _add(seen.found, (str(bad), link.target), _FaultSeen(path, link.offset, link.target, 1))
                continue
            if leads is None:
                continue
            file, fragment = leads
            if self.expect.suspended and file.startswith(self.expect.suspended):
                continue
            place = _FaultSeen(path, link.offset, link.target, 1)
            has_ids = fragment not in PAGE_TOP and file.endswith(WITH_IDS)
            if file != path:
                _add(seen.asked, leads if has_ids else (file, ""), place)
            elif has_ids and _joined_ids([fragment]) not in seen.ids[path]:
                _add(seen.found, ("fragment", leads), place)

    def at_whole(self, seen: _FileReport) -> None:
        """Looks at what shows when all files are read: fragments asked of others, and what is not there."""
        for (file, fragment), asked in seen.asked.items():
            if file not in self.files and file != NAME:
                _add(seen.found, ("missing", file), asked)
            elif fragment and _joined_ids([fragment]) not in seen.ids.get(file, ""):
                _add(seen.found, ("fragment", (file, fragment)), asked)
        if not any(path.endswith(PAGE) for path in self.files):
            seen.note("empty", INDEX)
        missing = {
            "page": [page + INDEX for page in self.expect.pages if page + INDEX not in self.files],
            "file": [file for file in self.expect.files if file not in self.files],
            "search": [page for page in self.expect.searchable if page not in seen.searchable],
        }
        for kind, paths in missing.items():
            for path in paths:
                seen.note(kind, path)


def _joined_ids(ids: Iterable[str]) -> str:
    """Ids as one text, each between line breaks: a tenth of the memory of a set, for ten thousand pages."""
    return "\n" + "".join(f"{name}\n" for name in ids)
