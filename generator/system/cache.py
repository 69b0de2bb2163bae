"""A disk cache of build results, each under the hash of its inputs.

The folder can be deleted at any time: an entry that is missing or damaged is computed again.
"""

import pickle
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.system import filesystem

PACKAGE = Path(__file__).parents[1]
TEMPLATES = "templates"
SKIPPED = "__pycache__"
DIGEST_SIZE = sha256().digest_size
# The fastest level.
COMPRESSION_LEVEL = 1


@cache
def program_hash() -> str:
    """The hash of this program as it is at the first call: its code, templates, Python and installed packages."""
    return key_of([PACKAGE, PACKAGE.parent / TEMPLATES], sys.version, zlib.ZLIB_RUNTIME_VERSION, installed_packages())


def installed_packages() -> list[str]:
    """The installed packages by name and version."""
    return sorted(path.name for place in sys.path for path in Path(place).glob("*.dist-info"))


def key_of(places: Iterable[Path], *values: object) -> str:
    """The hash of files, of folders with all that is in them, and of the repr of other values. Raises OSError."""
    digest = sha256(repr(values).encode(errors="surrogateescape"))
    for number, place in enumerate(places):
        for path in files_of(place):
            content = path.read_bytes() if path.is_file() else b""
            name = path.relative_to(place).as_posix()
            digest.update(f"{number}\0{name}\0{path.is_symlink()}\0{len(content)}\0".encode(errors="surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def files_of(place: Path) -> Iterator[Path]:
    """A file, or all files in a folder, sorted; empty where there is none."""
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from sorted(path for path in place.rglob("*") if SKIPPED not in path.parts)


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """A serialized result and its key; "" for a result that cannot be cached."""

    key: str
    content: bytes

    @property
    def value(self) -> Any:
        """The result."""
        return pickle.loads(zlib.decompress(self.content))  # noqa: S301 - written by us, or verified by its checksum


UNCACHED = CacheEntry("", b"")


def serialized(value: Any) -> bytes:
    """A value as the content of an entry."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), COMPRESSION_LEVEL)


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of the previous build: files of a folder named by key, each a checksum followed by the content."""

    folder: Path

    def get(self, key: str) -> CacheEntry | None:
        """The entry of a key; a damaged one is deleted."""
        try:
            # Reading from a named pipe would block.
            if not (self.folder / key).is_file():
                return None
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        if content[:DIGEST_SIZE] == checksum(key, content[DIGEST_SIZE:]):
            return CacheEntry(key, content[DIGEST_SIZE:])
        with suppress(OSError):
            (self.folder / key).unlink()
        return None

    def get_or_compute(self, key: str, compute: Callable[[], Any]) -> CacheEntry:
        """The entry of a key, computed where there is none."""
        return self.get(key) or CacheEntry(key, serialized(compute()))


def checksum(key: str, content: bytes) -> bytes:
    """The hash of an entry together with its key."""
    return sha256(key.encode() + content).digest()


class CacheWriter(dict[str, bytes]):
    """The entries of one build by key, which replace those of the previous build.

    previous  the cache that the previous build has written
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.previous = Cache(folder)

    def add(self, entry: CacheEntry) -> None:
        """Add an entry, unless it cannot be cached."""
        if entry.key:
            self[entry.key] = entry.content

    def write_back(self) -> None:
        """Write the entries to the folder and delete all others; entries that cannot be written are not cached."""
        folder = self.previous.folder
        with suppress(OSError):
            if not folder.is_dir() or folder.is_symlink():
                folder.unlink(missing_ok=True)
                filesystem.make_folder(folder, filesystem.PRIVATE_MODE)
            unchanged = {path.name for path in folder.iterdir() if path.is_file()} & self.keys()
            for path in folder.iterdir():
                if path.is_dir() and not path.is_symlink():
                    filesystem.remove(path)
                elif path.name not in unchanged:
                    path.unlink()
            for key in self.keys() - unchanged:
                filesystem.replace_file(folder / key, checksum(key, self[key]) + self[key])
