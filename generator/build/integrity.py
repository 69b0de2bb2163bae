"""Compare every file of a published site with the manifest: which are missing, altered or not listed.

Files are hashed piece by piece and in several processes, so that memory grows with the manifest alone.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path

from generator.problems import LONGEST_VALUE, ConcurrentBuildError, ContentError, Place, Problem, UsageError, visible
from generator.system.cache import key_of
from generator.system.filesystem import Signature, signature
from generator.system.manifest import NAME, FileEntry, Manifest, read_manifest
from generator.system.workers import map_unordered

MISSING, ALTERED, EXTRA = "E736", "E737", "E738"
# The files that one task compares.
BATCH = 500


def verified_manifest(site: Path, jobs: int) -> Manifest:
    """The manifest of a published site in which every file is as listed.

    Raises UsageError where there is no published site, ContentError with a Problem for each file that differs,
    ConcurrentBuildError where a build replaces the site meanwhile, OSError.
    """
    manifest = read_manifest(site)
    if manifest is None:
        raise UsageError([Problem(Place.whole(site), "E739")])
    problems = [Problem(shown_place(path), code) for path, code in differences(site, manifest.files, jobs).items()]
    if problems and read_manifest(site) != manifest:
        raise ConcurrentBuildError([Problem(Place.whole(site), "E703")])
    if problems:
        raise ContentError(problems)
    return manifest


def differences(site: Path, files: Mapping[str, FileEntry], jobs: int) -> dict[str, str]:
    """The code of the problem by path, for each file of a folder that differs from `files`. Raises OSError."""
    entries = list(files.items())
    batches = (entries[start : start + BATCH] for start in range(0, len(entries), BATCH))
    found = map_unordered([partial(_different_files, site, batch) for batch in batches], jobs)
    return {**dict(chain.from_iterable(found)), **dict.fromkeys(unlisted_files(site, files), EXTRA)}


def _different_files(site: Path, entries: list[tuple[str, FileEntry]]) -> list[tuple[str, str]]:
    codes = ((path, difference(site / path, entry)) for path, entry in entries)
    return [(path, code) for path, code in codes if code]


def difference(file: Path, entry: FileEntry) -> str:
    """The code of the problem of a listed file, "" where it is as listed. Raises OSError."""
    try:
        status = file.lstat()
    # Also a file in place of a folder, and a path that no system allows.
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return MISSING
    # Links are not published, and reading a named pipe would block.
    if not stat.S_ISREG(status.st_mode) or status.st_size != entry.size:
        return ALTERED
    with file.open("rb") as content:
        return "" if hashlib.file_digest(content, "sha256").hexdigest() == entry.sha256 else ALTERED


def entries_in(tree: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files and links in a folder but its manifest, each with its path in the folder. Raises OSError."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(f"{tree}/{inside}") as entries:
            ordered = sorted(entries, key=attrgetter("name"))
        for entry in ordered:
            path = inside + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{path}/")
            elif path != NAME:
                yield path, entry


def signatures_in(tree: Path) -> dict[str, Signature]:
    """The signatures of the files and links in a folder but its manifest, by path. Raises OSError."""
    return {path: signature(entry.stat(follow_symlinks=False)) for path, entry in entries_in(tree)}


def signature_of_site(site: Path, files: Mapping[str, Signature]) -> str:
    """The hash of the signatures of the manifest of a site and of all other files in it. Raises OSError."""
    lines = sorted(f"{path}\0{signed}" for path, signed in files.items())
    return key_of((), signature((site / NAME).lstat()), lines)


def unlisted_files(tree: Path, files: Mapping[str, FileEntry]) -> Iterator[str]:
    """The files and links in a folder that are neither in `files` nor the manifest. Raises OSError."""
    return (path for path, _ in entries_in(tree) if path not in files)


def shown_place(path: str) -> Place:
    """The place of a file of the site, whose name may be that of a stranger."""
    # Imported here, for the check whether a site is up to date does without the gate of texts.
    from generator.secrecy.text_gate import safe_path

    return Place.whole(visible(safe_path(path), LONGEST_VALUE))
