"""Verify a finished site before it is published, and report all faults.

The content of each file was checked when it was written (file_checks.py); here the whole is: links between files, and
all that must be there. A fault in many places is reported once, at the first of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.build.file_checks import FileReport, SeenFault, add_fault, fault
from generator.build.links import PLACES
from generator.problems import Problem
from generator.system.filesystem import Signature
from generator.system.manifest import INDEX, NAME, PAGE, FileEntry, RegisteredLines

NO_FILE: Signature = (0, -1, 0, 0)


@dataclass(frozen=True, slots=True)
class Expectations:
    """The required content of a complete site; all paths are relative to the site.

    pages        folders with an index.html: "" for the home page, "zhanjiang/zhengfawei/2021/"
    files        downloads and other files
    searchable   the pages that must have a search document
    suspended    prefixes of addresses that were left out, to which links may still lead
    removable    the identities of forms that may be missing although they were public
    registered   the lines of the register by the identity of the form, for the manifest
    own          the identity of the department whose site it is, "" for the site of a city
    """

    pages: tuple[str, ...]
    files: tuple[str, ...]
    searchable: tuple[str, ...]
    suspended: tuple[str, ...]
    removable: frozenset[str]
    registered: RegisteredLines
    own: str = ""


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The faults of a site, and the files that have a mark of secrecy."""

    faults: tuple[Problem, ...]
    marked: tuple[Problem, ...]


def verify(
    tree: Path,
    found: Mapping[str, Signature],
    files: Mapping[str, FileEntry],
    report: FileReport,
    expect: Expectations,
) -> VerificationResult:
    """Compare the files that a folder has with those that were written, and check links and expectations."""
    compare_tree(found, files, report)
    check_site(files, report, expect)
    faults = sorted(
        ((at.path, *position(tree, at), key, at) for key, at in report.faults.items()), key=lambda item: item[:-1]
    )
    return VerificationResult(
        tuple(fault(kind, path, at.seen, line, at.places) for path, _, line, (kind, _), at in faults),
        tuple(fault("mark", path) for path in sorted(report.marked)),
    )


def compare_tree(found: Mapping[str, Signature], files: Mapping[str, FileEntry], report: FileReport) -> None:
    """Compare the names and sizes of the files in a folder with those that were written."""
    for path in found.keys() - files.keys():
        report.add_file("stray", path)
    for path, entry in files.items():
        _, size, *_ = found.get(path, NO_FILE)
        if size != entry.size and path != NAME:
            report.add_file("lost" if path not in found else "altered", path)


def position(tree: Path, place: SeenFault) -> tuple[int, int]:
    """The offset and the line of the first place of a fault in its file."""
    if place.link is None:
        return 0, 1
    text = (tree / place.path).read_text("utf-8", "replace")
    offsets = (offset for offset, link in PLACES[Path(place.path).suffix](text) if link == place.link)
    offset = next(offsets, 0)
    return offset, text.count("\n", 0, offset) + 1


def check_site(files: Mapping[str, FileEntry], report: FileReport, expect: Expectations) -> None:
    """Check links between files, and whether everything expected is there."""
    for target in [target for target in report.targets if expect.suspended and target[0].startswith(expect.suspended)]:
        del report.targets[target]
    report.check_links_to({**files, NAME: None})
    for (file, _), at in report.targets.items():
        add_fault(report.faults, ("missing", file), at)
    if not any(path.endswith(PAGE) for path in files):
        report.add_file("empty", INDEX)
    for kind, expected, present in (
        ("page", [page + INDEX for page in expect.pages], files),
        ("file", expect.files, files),
        ("search", expect.searchable, report.searchable),
    ):
        for path in expected:
            if path not in present:
                report.add_file(kind, path)
