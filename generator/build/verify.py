"""Verify a finished site before it is published, and report all faults.

Each file is read once, from the disk. A fault in many places is reported once, at the first of them.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from generator.build.links import READERS, BadLink, FileLinks, link_target
from generator.problems import Place, Problem
from generator.secrecy.file_texts import TEXTS, Scan, is_marked
from generator.secrecy.marks import find_marks
from generator.system.cache import Cache, CacheEntry, CacheWriter, key_of, program_hash, serialized
from generator.system.filesystem import walk
from generator.system.manifest import INDEX, NAME, PAGE, FileEntry, Manifest, RegisteredLines
from generator.system.workers import map_unordered
from generator.words import translate

BUNDLED = ".min.js"
WITH_IDS = (PAGE, ".svg")
PAGE_TOP = ("", "top")
# The folder of the search index with the lists of its documents.
SEARCH_DOCUMENTS = "search/d/"
# The size of the files that one task checks.
BATCH_BYTES = 1_000_000
# The members of an archive are files of the site as well.
ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Expectations:
    """The required content of a complete site; all paths are relative to the site.

    pages        folders with an index.html: "" for the home page, "zhanjiang/zhengfawei/2021/"
    files        downloads and other files
    searchable   the pages that must have a search document
    address      the public address of the site, with which links to itself may begin
    unscanned    prefixes of paths that are not searched for marks: third-party scripts
    cleared      words that look like marks and that were cleared
    suspended    prefixes of addresses that were left out, to which links may still lead
    removable    the addresses of forms that may be missing although they were public
    registered   the lines of the register by the address of the form, for the manifest
    scan         finds the marks of secrecy in a text
    """

    pages: tuple[str, ...]
    files: tuple[str, ...]
    searchable: tuple[str, ...]
    address: str
    unscanned: tuple[str, ...]
    cleared: tuple[str, ...]
    suspended: tuple[str, ...]
    removable: frozenset[str]
    registered: RegisteredLines
    scan: Scan = find_marks


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The faults of a site, and the files that have a mark of secrecy."""

    faults: tuple[Problem, ...]
    marked: tuple[Problem, ...]


def fault(kind: str, path: str, seen: str | None = None, line: int = 1, places: int = 1) -> Problem:
    """A fault of the finished site; `kind` is its name in the catalogue, `places` how often it occurs."""
    more = translate("publish.more", n=places) if places > 1 else ""
    return Problem(Place(path, line), "E706", seen, fault=translate(f"publish.faults.{kind}"), form=kind, more=more)


def verify(
    tree: Path,
    manifest: Manifest,
    expect: Expectations,
    jobs: int,
    cache: CacheWriter,
) -> VerificationResult:
    """Compare a folder with its manifest, and check its links and expectations. Raises OSError.

    The reports on files that have not changed come from `cache`; new ones are added to it.
    """
    verification = _Verification(tree, manifest.files, frozenset(manifest.files.values()), expect, cache.previous)
    report = _FileReport()
    for entry in map_unordered([partial(verification.batch, paths) for paths in _batches(manifest.files)], jobs):
        cache.add(entry)
        report.merge(entry.value)
    for path in unlisted_files(tree, manifest.files):
        report.add_file("stray", path)
    verification.check_site(report)
    faults = sorted(report.faults.items(), key=lambda item: (item[1].path, item[1].offset, item[0]))
    return VerificationResult(
        tuple(fault(kind, at.path, at.seen, verification.line(at), at.places) for (kind, _), at in faults),
        tuple(fault("mark", path) for path in sorted(report.marked)),
    )


def is_intact(tree: Path, manifest: Manifest, jobs: int) -> bool:
    """Whether a folder contains exactly the files of its manifest, unchanged. Raises OSError."""
    tasks = [partial(_matches_manifest, tree, manifest.files, paths) for paths in _batches(manifest.files)]
    return all(map_unordered(tasks, jobs)) and not any(unlisted_files(tree, manifest.files))


def _matches_manifest(tree: Path, files: Mapping[str, FileEntry], paths: Iterable[str]) -> bool:
    return all(files[path].content_at(tree / path) is not None for path in paths)


def _batches(files: Mapping[str, FileEntry]) -> Iterator[list[str]]:
    """The files of each department or other folder two levels deep, in batches of limited size."""
    for _, paths in groupby(sorted(files), lambda path: path.split("/")[:2]):
        batch: list[str] = []
        size = 0
        for path in paths:
            batch.append(path)
            size += files[path].size
            if size > BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch


def unlisted_files(tree: Path, files: Mapping[str, FileEntry]) -> Iterator[str]:
    """The files and links in a folder that are neither in `files` nor the manifest. Raises OSError."""
    for folder, folders, names in walk(tree):
        inside = Path(folder).relative_to(tree).as_posix() + "/"
        links = (name for name in folders if Path(folder, name).is_symlink())
        for name in sorted([*names, *links]):
            path = (inside + name).removeprefix("./")
            if path not in files and path != NAME:
                yield path


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@dataclass(slots=True)
class _FaultSeen:
    """A fault while it is counted: its first place, the text there, and the number of places."""

    path: str
    offset: int = 0
    seen: str | None = None
    places: int = 1


Faults = dict[tuple[str, Any], _FaultSeen]


@dataclass(slots=True)
class _FileReport:
    """The checks of some files.

    faults       by kind and what they are about
    ids          the ids of each page, joined
    targets      the links to other files, by file and fragment
    searchable   the pages of which there is a search document
    marked       the files that have a mark of secrecy
    has_archive  whether one is an archive, of which members that are files of the site were not scanned again
    """

    faults: Faults = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    targets: Faults = field(default_factory=dict)
    searchable: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    has_archive: bool = False

    @property
    def is_cacheable(self) -> bool:
        """Whether there is no fault, and the report depends on no other file."""
        return not (self.faults or self.marked or self.has_archive)

    def add_file(self, kind: str, path: str) -> None:
        """Add a fault of a whole file."""
        self.faults[kind, path] = _FaultSeen(path)

    def merge(self, other: "_FileReport") -> None:
        """Add the report on other files."""
        for mine, theirs in ((self.faults, other.faults), (self.targets, other.targets)):
            for key, at in theirs.items():
                _add(mine, key, at)
        self.ids.update(other.ids)
        self.searchable |= other.searchable
        self.marked |= other.marked


def _add(faults: Faults, key: tuple[str, Any], at: _FaultSeen) -> None:
    """Add the places of a fault, of which the first is stored."""
    before = faults.get(key)
    if before is None:
        faults[key] = at
    else:
        first = min(before, at, key=lambda place: (place.path, place.offset))
        faults[key] = replace(first, places=before.places + at.places)


@dataclass(frozen=True, slots=True)
class _Verification:
    """The checks of one site; `contents` are the entries of all its files."""

    tree: Path
    files: Mapping[str, FileEntry]
    contents: Collection[FileEntry]
    expect: Expectations
    cache: Cache

    def batch(self, paths: Sequence[str]) -> CacheEntry:
        """The report on some files, from the cache where they have not changed. Raises OSError."""
        entries = [(path, self.files[path]) for path in paths]
        expect = self.expect
        texts = (expect.unscanned, expect.cleared, expect.suspended)
        key = key_of((), program_hash(), expect.scan.__qualname__, expect.address, texts, entries)
        cached = self.cache.get(key)
        if cached and _matches_manifest(self.tree, self.files, paths):
            return cached
        report = self.check_files(paths)
        return CacheEntry(key if report.is_cacheable else "", serialized(report))

    def line(self, place: _FaultSeen) -> int:
        """The line of the first place of a fault."""
        content = (_content(self.tree / place.path) or b"") if place.offset else b""
        return content.decode("utf-8", "replace").count("\n", 0, place.offset) + 1

    def check_files(self, paths: Iterable[str]) -> _FileReport:
        """The report on some files. Raises OSError."""
        report = _FileReport()
        for path in paths:
            content = _content(self.tree / path)
            self.check_file(path, content, report)
            if not content or path.startswith(self.expect.unscanned):
                continue
            is_archive = path.endswith(ARCHIVE)
            report.has_archive = report.has_archive or is_archive
            # Members of an archive that are files of the site are scanned there.
            if is_marked(path, content, self.expect.scan, self.contents if is_archive else (), self.expect.cleared):
                report.marked.add(path)
        return report

    def check_file(self, path: str, content: bytes | None, report: _FileReport) -> None:
        """Compare one file with the manifest and read its ids and links."""
        if content is None:
            report.add_file("lost", path)
        elif FileEntry.of(content) != self.files[path]:
            report.add_file("altered", path)
        elif (suffix := PurePosixPath(path).suffix) in TEXTS:
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                report.add_file("encoding", path)
                return
            if path.startswith(SEARCH_DOCUMENTS):
                report.searchable |= document_paths(json.loads(text))
            # A bundled script imports nothing.
            if suffix in READERS and not path.endswith(BUNDLED):
                self.check_links(path, READERS[suffix](text), report)

    def check_links(self, path: str, links: FileLinks, report: _FileReport) -> None:
        """Check the links of one file; those to other files are checked when all are read."""
        if path.endswith(WITH_IDS):
            report.ids[path] = _joined_ids(links.ids)
        for link in links.links:
            at = _FaultSeen(path, link.offset, link.target)
            try:
                target = link_target(path, link, self.expect.address)
            except BadLink as bad:
                _add(report.faults, (str(bad), link.target), at)
                continue
            if target is None:
                continue
            file, fragment = target
            if self.expect.suspended and file.startswith(self.expect.suspended):
                continue
            has_ids = fragment not in PAGE_TOP and file.endswith(WITH_IDS)
            if file != path:
                _add(report.targets, target if has_ids else (file, ""), at)
            elif has_ids and _joined_ids([fragment]) not in report.ids[path]:
                _add(report.faults, ("fragment", target), at)

    def check_site(self, report: _FileReport) -> None:
        """Check links between files, and whether everything expected is there."""
        for (file, fragment), at in report.targets.items():
            if file not in self.files and file != NAME:
                _add(report.faults, ("missing", file), at)
            elif fragment and _joined_ids([fragment]) not in report.ids.get(file, ""):
                _add(report.faults, ("fragment", (file, fragment)), at)
        if not any(path.endswith(PAGE) for path in self.files):
            report.add_file("empty", INDEX)
        for kind, expected, present in (
            ("page", [page + INDEX for page in self.expect.pages], self.files),
            ("file", self.expect.files, self.files),
            ("search", self.expect.searchable, report.searchable),
        ):
            for path in expected:
                if path not in present:
                    report.add_file(kind, path)


def document_paths(documents: Iterable[Any]) -> set[str]:
    """The pages of which there is a search document, or a JSON file in the folder of the page."""
    return {
        document.rpartition("/")[0] + "/" if isinstance(document, str) else document["path"] for document in documents
    }


def _joined_ids(ids: Iterable[str]) -> str:
    """Ids as one text, each between line breaks, which takes far less memory than a set."""
    return "\n" + "".join(f"{name}\n" for name in ids)
