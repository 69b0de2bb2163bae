"""MANIFEST.json: the list of all files of a published site, by which its folder is recognized."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO

NAME = "MANIFEST.json"
BUILD = "build.json"
GENERATOR = "gongkai"
PAGE = ".html"
INDEX = "index.html"


# The lines of the register by the address of the form.
RegisteredLines = Mapping[str, tuple[str, ...]]
PIECE = 1_000_000


def pieces(content: "Content") -> Iterator[bytes]:
    """A content from its beginning, in pieces that memory can hold."""
    content = content.content if isinstance(content, HashedContent) else content
    if isinstance(content, bytes):
        yield content
        return
    content.seek(0)
    while piece := content.read(PIECE):
        yield piece


@dataclass(frozen=True, slots=True)
class FileEntry:
    """The SHA-256 and size in bytes of one published file.

    `contents` is for an archive the hash of its members, which is the same on machines whose zlib packs differently.
    """

    sha256: str
    size: int
    contents: str = field(default="", compare=False)

    @property
    def fields(self) -> dict[str, str | int]:
        """The entry as JSON."""
        fields: dict[str, str | int] = {"sha256": self.sha256, "bytes": self.size}
        return fields | ({"contents": self.contents} if self.contents else {})

    @classmethod
    def of(cls, content: "Content") -> "FileEntry":
        """The entry of a file with this content."""
        if isinstance(content, HashedContent):
            return content.entry
        digest, size = hashlib.sha256(), 0
        for piece in pieces(content):
            digest.update(piece)
            size += len(piece)
        return cls(digest.hexdigest(), size)

    def content_at(self, path: Path) -> bytes | None:
        """The content of a file; None where it differs from this entry or cannot be read."""
        try:
            content = path.read_bytes()
        except OSError:
            return None
        return content if FileEntry.of(content) == self else None


@dataclass(frozen=True, slots=True)
class HashedContent:
    """The content of a file with its entry, for files that are listed before they are written."""

    content: bytes | IO[bytes]
    entry: FileEntry


# The content of a file: bytes, or for a large one an open temporary file, each also with its entry.
Content = bytes | IO[bytes] | HashedContent


@dataclass(frozen=True, slots=True)
class Revision:
    """The revision of the project of a site, and the version of the program; "" where unknown.

    commit   the beginning of its hash, with a + where files have changed since
    date     the day of the commit, year-month-day
    """

    commit: str = ""
    date: str = ""
    version: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of build.json, which are in the manifest too."""
        return {"generator": GENERATOR, "version": self.version, "commit": self.commit, "date": self.date}

    def to_bytes(self) -> bytes:
        """The content of build.json."""
        return (json.dumps(self.fields, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a published site by path, without the manifest itself, and the revision that it was built from.

    registered   the lines of the register by the address of the form, for later builds to compare with; no lines where
                 only the addresses are known
    """

    revision: Revision
    files: Mapping[str, FileEntry]
    registered: RegisteredLines = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """The number of HTML pages."""
        return sum(path.endswith(PAGE) for path in self.files)

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses of all pages."""
        return frozenset(path.removesuffix(INDEX) for path in self.files if path.endswith(INDEX))

    @property
    def size(self) -> int:
        """The size of all files in bytes."""
        return sum(entry.size for entry in self.files.values())

    def to_bytes(self) -> bytes:
        """The content of MANIFEST.json: sorted, with LF, the same on every machine."""
        registered = {path: list(lines) for path, lines in sorted(self.registered.items())}
        head = json.dumps({**self.revision.fields, "registered": registered}, ensure_ascii=False, indent=1)
        # A line for each file: indented JSON of a whole site takes five times as long.
        files = ",\n".join(
            f"  {json.dumps(path)}: {json.dumps(entry.fields)}" for path, entry in sorted(self.files.items())
        )
        return f'{head[:-2]},\n "files": {{\n{files}\n }}\n}}\n'.encode()


def lines_by_form(registered: Mapping[str, list[str]] | list[str]) -> RegisteredLines:
    """The registered lines of a manifest; earlier versions list the addresses alone."""
    if isinstance(registered, list):
        return {str(path): () for path in registered}
    return {path: tuple(map(str, lines)) for path, lines in registered.items()}


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a published folder, None for any other folder. Raises OSError."""
    path = folder / NAME
    if path.is_symlink() or not path.is_file():
        return None
    status = path.stat()
    return parsed_file(path, (status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=1)
def parsed_file(path: Path, signature: tuple[int, ...]) -> Manifest | None:
    """The manifest in a file, which is read again when its signature differs. Raises OSError."""
    return parse_manifest(path.read_bytes())


def parse_manifest(content: bytes) -> Manifest | None:
    """A manifest from its bytes, None for anything else."""
    try:
        whole = json.loads(content)
        if whole["generator"] != GENERATOR:
            return None
        files = {
            name: FileEntry(str(entry["sha256"]), int(entry["bytes"]), str(entry.get("contents", "")))
            for name, entry in whole["files"].items()
        }
        # Manifests of earlier versions have no date.
        revision = Revision(str(whole["commit"]), str(whole.get("date", "")), str(whole["version"]))
        return Manifest(revision, files, lines_by_form(whole.get("registered", {})))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
