"""A disk cache of build results, each under the hash of its inputs.

The folder can be deleted at any time: an entry that is missing or damaged is computed again.
"""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from generator.system import filesystem
from generator.system.packing import Value, packed, unpacked

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

    def value(self, kind: type[Value]) -> Value:
        """The result, which is of a type."""
        return unpacked(zlib.decompress(self.content), kind)


def serialized(value: Any) -> bytes:
    """A value as the content of an entry."""
    return zlib.compress(packed(value), COMPRESSION_LEVEL)


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, each in a file named by its key: a checksum followed by the content."""

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

    def has(self, key: str) -> bool:
        """Whether there is an entry, which may be damaged."""
        return (self.folder / key).is_file()

    def put(self, entry: CacheEntry) -> CacheEntry:
        """Write an entry, unless it cannot be cached, and return it; disk errors are ignored."""
        if entry.key:
            with suppress(OSError):
                if (self.folder / entry.key).is_dir():
                    filesystem.remove(self.folder / entry.key)
                filesystem.replace_file(self.folder / entry.key, checksum(entry.key, entry.content) + entry.content)
        return entry

    def put_bytecode(self, entry: CacheEntry) -> CacheEntry:
        """Write bytecode in place of all other entries, where the folder can be written, and return it."""
        if sys.dont_write_bytecode:
            return entry
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            self.put(entry)
            for path in self.folder.iterdir():
                if path.name != entry.key:
                    path.unlink()
        return entry

    def get_or_compute(self, key: str, compute: Callable[[], Any]) -> CacheEntry:
        """The entry of a key, computed and written where there is none."""
        return self.get(key) or self.put(CacheEntry(key, serialized(compute())))


def program_cache() -> Cache:
    """A cache in the folder in which Python stores the bytecode of the program's modules."""
    return Cache(Path(cache_from_source(str(PACKAGE / "__init__.py"))).parent / TEMPLATES)


def checksum(key: str, content: bytes) -> bytes:
    """The hash of an entry together with its key."""
    return sha256(key.encode() + content).digest()


class BuildCache:
    """The cache during one build: entries of earlier builds that are not used again are deleted at its end."""

    def __init__(self, folder: Path) -> None:
        self.entries = Cache(folder)
        self.used: set[str] = set()
        with suppress(OSError):
            if not folder.is_dir() or folder.is_symlink():
                folder.unlink(missing_ok=True)
                filesystem.make_folder(folder, filesystem.PRIVATE_MODE)

    def value_of(self, entry: CacheEntry, kind: type[Value]) -> Value:
        """The value of an entry, which is of a type and used by this build."""
        self.used.add(entry.key)
        return entry.value(kind)

    def delete_unused(self) -> None:
        """Delete all entries that this build has not used; disk errors are ignored."""
        with suppress(OSError):
            for path in self.entries.folder.iterdir():
                if path.name in self.used and path.is_file():
                    continue
                if path.is_dir() and not path.is_symlink():
                    filesystem.remove(path)
                else:
                    path.unlink()


def delete_cache(folder: Path) -> None:
    """Delete all entries of earlier builds, which may hold a text that must not be shown now."""
    if folder.is_dir():
        BuildCache(folder).delete_unused()
