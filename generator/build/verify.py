"""Verify a finished site before it is published, and report all faults.

The content of each file was checked when it was written (file_checks.py); here the whole is: links between files, and
all that must be there. A fault in many places is reported once, at the first of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.build.file_checks import FileReport, SeenFault, add_fault, fault, joined_ids
from generator.build.integrity import sizes_in
from generator.problems import Problem
from generator.system.manifest import INDEX, NAME, PAGE, FileEntry, RegisteredLines


@dataclass(frozen=True, slots=True)
class Expectations:
    """The required content of a complete site; all paths are relative to the site.

    pages        folders with an index.html: "" for the home page, "zhanjiang/zhengfawei/2021/"
    files        downloads and other files
    searchable   the pages that must have a search document
    suspended    prefixes of addresses that were left out, to which links may still lead
    removable    the addresses of forms that may be missing although they were public
    registered   the lines of the register by the address of the form, for the manifest
    """

    pages: tuple[str, ...]
    files: tuple[str, ...]
    searchable: tuple[str, ...]
    suspended: tuple[str, ...]
    removable: frozenset[str]
    registered: RegisteredLines


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The faults of a site, and the files that have a mark of secrecy."""

    faults: tuple[Problem, ...]
    marked: tuple[Problem, ...]


def verify(tree: Path, files: Mapping[str, FileEntry], report: FileReport, expect: Expectations) -> VerificationResult:
    """Compare a folder with the files that were written, and check links and expectations. Raises OSError."""
    compare_tree(tree, files, report)
    check_site(files, report, expect)
    faults = sorted(report.faults.items(), key=lambda item: (item[1].path, item[1].offset, item[0]))
    return VerificationResult(
        tuple(fault(kind, at.path, at.seen, line_of(tree, at), at.places) for (kind, _), at in faults),
        tuple(fault("mark", path) for path in sorted(report.marked)),
    )


def compare_tree(tree: Path, files: Mapping[str, FileEntry], report: FileReport) -> None:
    """Compare the names and sizes of the files in a folder with those that were written. Raises OSError."""
    missing = {path: entry for path, entry in files.items() if path != NAME}
    for path, size in sizes_in(tree):
        if path not in files:
            report.add_file("stray", path)
        elif files[path].size != size:
            report.add_file("altered", path)
        missing.pop(path, None)
    for path in missing:
        report.add_file("lost", path)


def line_of(tree: Path, place: SeenFault) -> int:
    """The line of the first place of a fault."""
    if not place.offset:
        return 1
    return (tree / place.path).read_text("utf-8", "replace").count("\n", 0, place.offset) + 1


def check_site(files: Mapping[str, FileEntry], report: FileReport, expect: Expectations) -> None:
    """Check links between files, and whether everything expected is there."""
    for (file, fragment), at in report.targets.items():
        if expect.suspended and file.startswith(expect.suspended):
            continue
        if file not in files and file != NAME:
            add_fault(report.faults, ("missing", file), at)
        elif fragment and joined_ids([fragment]) not in report.ids.get(file, ""):
            add_fault(report.faults, ("fragment", (file, fragment)), at)
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
