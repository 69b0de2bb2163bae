"""MANIFEST.json: what a published folder holds, and the mark by which we know our own folders."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

NAME = "MANIFEST.json"
BUILD = "build.json"
GENERATOR = "gongkai"
PAGE = ".html"


# What a file of the site holds: bytes, or for one that is too large a file of our own that is read anew each time.
Content = bytes | IO[bytes]
PIECE = 1_000_000


def pieces(content: Content) -> Iterator[bytes]:
    """A content from its beginning, as much at a time as memory should hold."""
    if isinstance(content, bytes):
        yield content
        return
    content.seek(0)
    while piece := content.read(PIECE):
        yield piece


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One published file: the SHA-256 of its bytes, and how many they are.

    `contents` is the hash of what an archive holds, which another machine finds too when its zlib packs differently.
    """

    sha256: str
    size: int
    contents: str = field(default="", compare=False)

    @property
    def told(self) -> dict[str, str | int]:
        """The entry as the manifest has it."""
        told: dict[str, str | int] = {"sha256": self.sha256, "bytes": self.size}
        return told | ({"contents": self.contents} if self.contents else {})

    @classmethod
    def of(cls, content: Content) -> "FileEntry":
        """The entry of a file with this content."""
        known, size = hashlib.sha256(), 0
        for piece in pieces(content):
            known.update(piece)
            size += len(piece)
        return cls(known.hexdigest(), size)


@dataclass(frozen=True, slots=True)
class Revision:
    """Which state of the content a site is made from, and by which version of the program; what is unknown is empty.

    commit   the beginning of its hash, with a + where the content has changed since
    date     the day of the commit, year-month-day
    """

    commit: str = ""
    date: str = ""
    version: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of build.json, which the manifest has too."""
        return {"generator": GENERATOR, "version": self.version, "commit": self.commit, "date": self.date}

    def to_bytes(self) -> bytes:
        """build.json as it is written."""
        return (json.dumps(self.fields, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A published folder as a value: every file but the manifest itself, and what it was made from.

    registered   the lines of the register by the address of the form, each without it, so that the next build misses
                 what goes or is altered; no lines where only the addresses are known
    """

    revision: Revision
    files: Mapping[str, FileEntry]
    registered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many HTML pages there are."""
        return sum(path.endswith(PAGE) for path in self.files)

    def to_bytes(self) -> bytes:
        """The manifest as it is written: sorted, LF, the same on every machine."""
        files = {path: entry.told for path, entry in self.files.items()}
        whole = {
            **self.revision.fields,
            "registered": {path: list(lines) for path, lines in self.registered.items()},
            "files": files,
        }
        return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def lines_by_form(told: Mapping[str, list[str]] | list[str]) -> dict[str, tuple[str, ...]]:
    """The registered lines of a manifest; one of an earlier version lists the addresses alone."""
    if isinstance(told, list):
        return {str(path): () for path in told}
    return {path: tuple(map(str, lines)) for path, lines in told.items()}


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder that we published, None for any other folder. Raises OSError."""
    path = folder / NAME
    if path.is_symlink() or not path.is_file():
        return None
    return parse_manifest(path.read_bytes())


def parse_manifest(content: bytes) -> Manifest | None:
    """A manifest of ours from its bytes, None for anything else."""
    try:
        whole = json.loads(content)
        if whole["generator"] != GENERATOR:
            return None
        files = {
            name: FileEntry(str(one["sha256"]), int(one["bytes"]), str(one.get("contents", "")))
            for name, one in whole["files"].items()
        }
        # Manifests of earlier versions have no date.
        revision = Revision(str(whole["commit"]), str(whole.get("date", "")), str(whole["version"]))
        return Manifest(revision, files, lines_by_form(whole.get("registered", {})))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
