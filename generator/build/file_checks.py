"""Check the content of each file of a site: its links and ids, its encoding, and marks of secrecy in it."""

import json
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from generator.build.links import PLACES, BadLink, FileLinks, Link, link_target, read_links
from generator.problems import Place, Problem
from generator.secrecy.file_texts import TEXTS, Scan, has_mark, texts_in, unescaped_texts
from generator.secrecy.marks import find_marks
from generator.system.manifest import PAGE, FileEntry
from generator.words import translate

BUNDLED = ".min.js"
WITH_IDS = (PAGE, ".svg")
PAGE_TOP = ("", "top")
# The folder of the search index with the lists of its documents.
SEARCH_DOCUMENTS = "search/d/"
# The members of an archive are files of the site as well.
ARCHIVE = ".zip"


def fault(kind: str, path: str, seen: str | None = None, line: int = 1, places: int = 1) -> Problem:
    """A fault of the finished site; `kind` is its name in the catalogue, `places` how often it occurs."""
    more = translate("publish.more", n=places) if places > 1 else ""
    return Problem(Place(path, line), "E706", seen, fault=translate(f"publish.faults.{kind}"), form=kind, more=more)


class SeenFault(NamedTuple):
    """A fault while it is counted: the first file that has it, the link there, and the number of places."""

    path: str
    link: Link | None = None
    places: int = 1

    @property
    def seen(self) -> str | None:
        """The target of the link as written."""
        return self.link and self.link.target


Faults = dict[tuple[str, Any], SeenFault]


def add_fault(faults: Faults, key: tuple[str, Any], at: SeenFault) -> None:
    """Add the places of a fault; the first file is stored."""
    if before := faults.get(key):
        first = at if at.path < before.path else before
        at = SeenFault(first.path, first.link, before.places + at.places)
    faults[key] = at


@dataclass(slots=True)
class FileReport:
    """The checks of some files.

    faults       by kind and what they are about
    ids          the ids of each page, joined
    targets      the links to other files, by file and fragment
    searchable   the pages of which there is a search document
    marked       the files that have a mark of secrecy
    """

    faults: Faults = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    targets: Faults = field(default_factory=dict)
    searchable: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)

    def add_file(self, kind: str, path: str) -> None:
        """Add a fault of a whole file."""
        self.faults[kind, path] = SeenFault(path)

    def check_links_to(self, files: Container[str]) -> None:
        """Check the links to some files, all of which this report is on, and remove them."""
        for file, fragment in [target for target in self.targets if target[0] in files]:
            at = self.targets.pop((file, fragment))
            if fragment and joined_ids([fragment]) not in self.ids.get(file, ""):
                add_fault(self.faults, ("fragment", (file, fragment)), at)

    def merge(self, other: "FileReport") -> None:
        """Add the report on other files."""
        for mine, theirs in ((self.faults, other.faults), (self.targets, other.targets)):
            for key, at in theirs.items():
                add_fault(mine, key, at)
        self.ids.update(other.ids)
        self.searchable |= other.searchable
        self.marked |= other.marked


@dataclass(frozen=True, slots=True)
class FileChecks:
    """How files are checked.

    address     the public address of the site, with which links to itself may begin
    unscanned   prefixes of paths that are not searched for marks: third-party scripts
    cleared     words that look like marks and that were cleared
    scan        finds the marks of secrecy in a text
    """

    address: str = ""
    unscanned: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    scan: Scan = find_marks

    def check(self, path: str, content: bytes, report: FileReport, elsewhere: Collection[FileEntry] = ()) -> None:
        """Add one file to a report; members of an archive that are listed in `elsewhere` are not scanned again."""
        suffix = PurePosixPath(path).suffix
        texts = texts_in(suffix, content, frozenset(elsewhere) if path.endswith(ARCHIVE) else ())
        if suffix in TEXTS:
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                report.add_file("encoding", path)
            else:
                texts = unescaped_texts(text)
                if path.startswith(SEARCH_DOCUMENTS):
                    report.searchable |= document_paths(json.loads(text))
                # A bundled script imports nothing.
                if suffix in PLACES and not path.endswith(BUNDLED):
                    self.check_links(path, read_links(suffix, text), report)
        if not path.startswith(self.unscanned) and has_mark(texts, self.scan, self.cleared):
            report.marked.add(path)

    def check_links(self, path: str, links: FileLinks, report: FileReport) -> None:
        """Check the links of one file; those to other files are checked when all files are there."""
        ids = {*links.ids}
        if path.endswith(WITH_IDS):
            report.ids[path] = joined_ids(links.ids)
        for link, places in links.links.items():
            try:
                target = link_target(path, link, self.address)
            except BadLink as bad:
                add_fault(report.faults, (str(bad), link.target), SeenFault(path, link, places))
                continue
            if target is None:
                continue
            file, fragment = target
            has_ids = fragment not in PAGE_TOP and file.endswith(WITH_IDS)
            if file != path:
                add_fault(report.targets, target if has_ids else (file, ""), SeenFault(path, link, places))
            elif has_ids and fragment not in ids:
                add_fault(report.faults, ("fragment", target), SeenFault(path, link, places))


def document_paths(documents: Iterable[Any]) -> set[str]:
    """The pages of which there is a search document, or a JSON file in the folder of the page."""
    return {
        document.rpartition("/")[0] + "/" if isinstance(document, str) else document["path"] for document in documents
    }


def joined_ids(ids: Iterable[str]) -> str:
    """Ids as one text, each between line breaks, which takes far less memory than a set."""
    return "\n" + "".join(f"{name}\n" for name in ids)
