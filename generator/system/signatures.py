"""Signatures of folders: of the names, sizes, times and inodes of all files in them, which are not read."""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from generator.system.cache import SKIPPED
from generator.system.filesystem import signature

# The signature of a folder, by which a change is noticed, and the hash of its content; "" where they cannot be read.
FolderState = tuple[str, str]


def signature_of_trees(places: Iterable[Path], *values: object) -> str:
    """The hash of the names and signatures of all files and folders, and of other values. Raises OSError."""
    digest = sha256(repr(values).encode(errors="surrogateescape"))
    for number, place in enumerate(places):
        digest.update(f"\0{number}\0".encode())
        if place.is_file():
            digest.update(signed_name(place.name, place.stat()).encode(errors="surrogateescape"))
        elif place.is_dir():
            for lines in signed_folders(os.fspath(place)):
                digest.update("\0".join(lines).encode(errors="surrogateescape"))
    return digest.hexdigest()


def signed_folders(place: str) -> Iterator[list[str]]:
    """For each folder below a folder and for itself, its path and what is in it, sorted. Raises OSError."""
    waiting = [place]
    while waiting:
        folder = waiting.pop()
        folders, files = [], []
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    files.append(signed_name(entry.name, entry.stat(follow_symlinks=False)))
                    if entry.is_symlink() and Path(entry.path).exists():
                        files.append(signed_name(f"{entry.name}/", entry.stat()))
                elif entry.name != SKIPPED:
                    folders.append(entry.path)
        # The order in which a system lists a folder may change without its content.
        folders.sort()
        files.sort()
        waiting += folders
        yield [folder, *folders, "", *files, ""]


def signed_name(name: str, status: os.stat_result) -> str:
    """The name and signature of a file as one text."""
    return f"{name}\0{signature(status)}"
