"""The last look at a finished site before anybody else sees it: all that is wrong, not the first thing.

Each file is read once, from the disk. A fault that stands in many places is told once, at the first of them.
"""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from generator.links import INDEX, READERS, BadLink, Link, Reading, goal
from generator.manifest import NAME, PAGE, Entry, Manifest
from generator.problems import Place, Problem
from generator.words import say

Scan = Callable[[str], Iterable[object]]

TEXTS = {".html", ".json", ".jsonld", ".csv", ".xml", ".txt", ".md", ".yml", ".js", ".mjs", ".css", ".svg"}
PACKED = {".xlsx", ".docx", ".ods", ".zip"}
BUNDLED = ".min.js"
DATABASES = {".sqlite", ".db"}
WITH_IDS = (PAGE, ".svg")
TOP = ("", "top")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a complete site must hold, told by those who know; all paths are relative to the site.

    pages        folders with an index.html: "" for the home page, "zhanjiang/zhengfawei/2021/"
    files        downloads, and whatever else must be there
    search       where the search index keeps one JSON file with a `path` for each page: "search/d/"
    searchable   the pages that must be among them
    address      the public address: links that begin with it are our own
    unscanned    beginnings of paths that are not searched for marks: other people's scripts
    """

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    search: str = "search/d/"
    searchable: tuple[str, ...] = ()
    address: str = ""
    unscanned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every fault of a site, and apart from them the files that bear a mark of secrecy."""

    faults: tuple[Problem, ...]
    marked: tuple[Problem, ...]


def fault(kind: str, path: str, seen: str | None = None, line: int = 1, places: int = 1) -> Problem:
    """One fault of the finished site; `kind` is its name in the catalogue, `places` how often it stands."""
    more = say("publish.more", n=places) if places > 1 else ""
    return Problem(Place(path, line), "E706", seen, fault=say(f"publish.faults.{kind}"), form=kind, more=more)


def verify(tree: Path, manifest: Manifest, expect: Expectations, scan: Scan) -> Verdict:
    """Holds a folder against its manifest, its own links and what is expected of it. Raises OSError."""
    look = _Look(manifest.files, expect)
    marked = []
    for path in sorted(manifest.files):
        content = _content(tree / path)
        look.at_file(path, content)
        if content and not path.startswith(expect.unscanned) and _is_marked(path, content, scan):
            marked.append(fault("mark", path))
    for path in strays(tree, manifest.files):
        look.note("stray", path)
    look.at_whole()
    return Verdict(look.faults(), tuple(marked))


def strays(tree: Path, files: Mapping[str, Entry]) -> Iterator[str]:
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


def _is_marked(path: str, content: bytes, scan: Scan) -> bool:
    return any(True for text in _texts(PurePosixPath(path).suffix, content) for _mark in scan(text))


def _texts(suffix: str, content: bytes) -> Iterator[str]:
    """Everything in a file that somebody can read, also where it is escaped or packed."""
    if suffix in TEXTS:
        text = content.decode("utf-8", "replace")
        yield text
        if "\\u" in text:
            yield ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    elif suffix in DATABASES:
        yield content.decode("utf-8", "ignore")
    elif suffix in PACKED:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                yield packed.read(name).decode("utf-8", "ignore")


@dataclass(slots=True)
class _Fault:
    """A fault while it is counted: where it was met first, what was seen there, and how often."""

    path: str
    line: int
    seen: str | None
    places: int = 0


@dataclass(slots=True)
class _Look:
    """One look at a site: which ids its pages offer, which of them others ask for, and what is wrong."""

    files: Mapping[str, Entry]
    expect: Expectations
    found: dict[tuple[str, object], _Fault] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    asked: dict[tuple[str, str], _Fault] = field(default_factory=dict)
    searchable: set[str] = field(default_factory=set)

    def faults(self) -> tuple[Problem, ...]:
        """Everything that is wrong so far."""
        return tuple(fault(kind, one.path, one.seen, one.line, one.places) for (kind, _), one in self.found.items())

    def note(self, kind: str, path: str) -> None:
        """Keeps a fault of a whole file."""
        self.found[kind, path] = _Fault(path, 1, None, 1)

    def at_file(self, path: str, content: bytes | None) -> None:
        """Looks at one file: is it what the manifest says, what does it offer, where do its links lead."""
        if content is None:
            self.note("lost", path)
        elif Entry.of(content) != self.files[path]:
            self.note("altered", path)
        elif (suffix := PurePosixPath(path).suffix) in TEXTS:
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                self.note("encoding", path)
                return
            if path.startswith(self.expect.search):
                self.searchable.add(json.loads(text)["path"])
            # A bundled script has what it needs in it.
            if suffix in READERS and not path.endswith(BUNDLED):
                self.at_links(path, text, READERS[suffix](text))

    def at_links(self, path: str, text: str, reading: Reading) -> None:
        """Looks where the links of one file lead; fragments of other files wait until all are read."""
        if path.endswith(WITH_IDS):
            self.ids[path] = _joined(reading.ids)
        for link in reading.links:
            try:
                leads = goal(path, link, self.expect.address)
            except BadLink as bad:
                _count(self.found, (str(bad), link.target), path, text, link)
                continue
            if leads is None:
                continue
            file, fragment = leads
            if file not in self.files and file != NAME:
                _count(self.found, ("missing", file), path, text, link)
            elif fragment not in TOP and file.endswith(WITH_IDS):
                if file != path:
                    _count(self.asked, leads, path, text, link)
                elif _joined([fragment]) not in self.ids[path]:
                    _count(self.found, ("fragment", leads), path, text, link)

    def at_whole(self) -> None:
        """Looks at what shows when all files are read: fragments asked of others, and what is not there."""
        for leads, asked in self.asked.items():
            if _joined([leads[1]]) not in self.ids.get(leads[0], ""):
                known = self.found.setdefault(("fragment", leads), _Fault(asked.path, asked.line, asked.seen))
                known.places += asked.places
        if not any(path.endswith(PAGE) for path in self.files):
            self.note("empty", INDEX)
        missing = {
            "page": [page + INDEX for page in self.expect.pages if page + INDEX not in self.files],
            "file": [file for file in self.expect.files if file not in self.files],
            "search": [page for page in self.expect.searchable if page not in self.searchable],
        }
        for kind, paths in missing.items():
            for path in paths:
                self.note(kind, path)


def _joined(ids: Iterable[str]) -> str:
    """Ids as one text, each between line breaks: a tenth of the memory of a set, for ten thousand pages."""
    return "\n" + "".join(f"{name}\n" for name in ids)


def _count(faults: dict[Any, _Fault], key: tuple[str, object], path: str, text: str, link: Link) -> None:
    if key not in faults:
        faults[key] = _Fault(path, text.count("\n", 0, link.offset) + 1, link.target)
    faults[key].places += 1
