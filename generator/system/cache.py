"""What earlier builds have worked out, kept by the hash of all that went into it.

Nothing here is needed: what is lost, old or broken is worked out again, and the folder can go at any time.
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
DRAFT = ".draft"
# The least: a fifth of the size, in a tenth of the time that finding it took.
COMPRESSION_LEVEL = 1


@cache
def program_hash() -> str:
    """The hash of this program as it was when somebody first asked, of its templates and the packages it finds."""
    return key_of([PACKAGE, PACKAGE.parent / TEMPLATES], sys.version, zlib.ZLIB_RUNTIME_VERSION, installed_packages())


def installed_packages() -> list[str]:
    """The packages that this program finds, by name and version."""
    return sorted(path.name for place in sys.path for path in Path(place).glob("*.dist-info"))


def key_of(places: Iterable[Path], *about: object) -> str:
    """The hash of some files and folders with all that is in them, and of what else went in. Raises OSError."""
    whole = sha256(repr(about).encode(errors="surrogateescape"))
    for number, place in enumerate(places):
        for path in files_of(place):
            content = path.read_bytes() if path.is_file() else b""
            way = path.relative_to(place).as_posix()
            whole.update(f"{number}\0{way}\0{path.is_symlink()}\0{len(content)}\0".encode(errors="surrogateescape"))
            whole.update(content)
    return whole.hexdigest()


def files_of(place: Path) -> Iterator[Path]:
    """A file, or everything in a folder in order; nothing for what is not there."""
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from sorted(path for path in place.rglob("*") if SKIPPED not in path.parts)


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """What a work has found, packed so that it can travel and be kept, and its key; none where it cannot be kept."""

    key: str
    packed: bytes

    @property
    def value(self) -> Any:
        """What the work has found."""
        return pickle.loads(zlib.decompress(self.packed))  # noqa: S301 - packed by us, or whole by its hash


# Of what cannot be kept.
UNCACHED = CacheEntry("", b"")


def serialized(value: Any) -> bytes:
    """A value, ready to travel and to be kept."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), COMPRESSION_LEVEL)


@dataclass(frozen=True, slots=True)
class Cache:
    """The results of the build before, each in a file of the folder that begins with the hash of its key and itself."""

    folder: Path | None

    def found(self, key: str) -> CacheEntry | None:
        """What is kept under a key, where it is whole; what is not goes."""
        if self.folder is None:
            return None
        try:
            # Reading from a pipe in its place would never end.
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

    def result(self, key: str, work: Callable[[], Any]) -> CacheEntry:
        """What is kept under a key, or else what the work finds now."""
        return self.found(key) or CacheEntry(key, serialized(work()))


def checksum(key: str, result: bytes) -> bytes:
    """By what a result is known as the one of its key, and as whole."""
    return sha256(key.encode() + result).digest()


class CacheWriter(dict[str, bytes]):
    """The results of one build by their keys, packed, for the next build to find; `kept` are those of the one before.

    Without a folder nothing is found and nothing kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.kept = Cache(folder)

    def note(self, result: CacheEntry) -> None:
        """Adds a result, where it can be kept."""
        if result.key:
            self[result.key] = result.packed

    def settle(self) -> None:
        """Leaves these and nothing else in the folder; what the disk does not take is not kept."""
        folder = self.kept.folder
        if folder is None:
            return
        with suppress(OSError):
            if not folder.is_dir() or folder.is_symlink():
                folder.unlink(missing_ok=True)
                filesystem.make_folder(folder, filesystem.PRIVATE_MODE)
            there = {path.name for path in folder.iterdir() if path.is_file()} & self.keys()
            for path in folder.iterdir():
                if path.is_dir() and not path.is_symlink():
                    filesystem.remove(path)
                elif path.name not in there:
                    path.unlink()
            for key in self.keys() - there:
                draft = folder / f"{key}{DRAFT}"
                filesystem.write_file(draft, checksum(key, self[key]) + self[key])
                draft.replace(folder / key)
