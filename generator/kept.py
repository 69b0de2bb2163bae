"""What earlier builds have worked out, kept by the hash of all that went into it.

Nothing here is needed: what is lost, old or broken is worked out again, and the folder can go at any time.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator import disk

HERE = Path(__file__).parent
TEMPLATES = "templates"
LEFT_OUT = "__pycache__"
SEAL = sha256().digest_size
DRAFT = ".draft"


@cache
def program() -> str:
    """The hash of this program as it was when somebody first asked, of its templates and the packages it finds."""
    return key_of([HERE, HERE.parent / TEMPLATES], sys.version, packages())


def packages() -> list[str]:
    """The packages that this program finds, by name and version."""
    return sorted(path.name for place in sys.path for path in Path(place).glob("*.dist-info"))


def key_of(places: Iterable[Path], *about: object) -> str:
    """The hash of some files and folders with all that is in them, and of what else went in. Raises OSError."""
    whole = sha256(repr(about).encode(errors="surrogateescape"))
    for number, place in enumerate(places):
        for path in inside(place):
            content = path.read_bytes() if path.is_file() else b""
            way = path.relative_to(place).as_posix()
            whole.update(f"{number}\0{way}\0{path.is_symlink()}\0{len(content)}\0".encode(errors="surrogateescape"))
            whole.update(content)
    return whole.hexdigest()


def inside(place: Path) -> Iterator[Path]:
    """A file, or everything in a folder in order; nothing for what is not there."""
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from sorted(path for path in place.rglob("*") if LEFT_OUT not in path.parts)


class Kept:
    """Results by their keys, each in a file of the folder that begins with its own hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def found(self, key: str) -> bytes | None:
        """What is kept under a key, where it is whole."""
        try:
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        return content[SEAL:] if sha256(content[SEAL:]).digest() == content[:SEAL] else None

    def keep_only(self, results: Mapping[str, bytes]) -> None:
        """Keeps these, and nothing else; what the disk does not take is not kept."""
        with suppress(OSError):
            if not self.folder.is_dir() or self.folder.is_symlink():
                self.folder.unlink(missing_ok=True)
                disk.make_folder(self.folder, disk.PRIVATE_MODE)
            there = {path.name for path in self.folder.iterdir()}
            for key in there - results.keys():
                (self.folder / key).unlink()
            for key in results.keys() - there:
                draft = self.folder / f"{key}{DRAFT}"
                disk.write_file(draft, sha256(results[key]).digest() + results[key])
                draft.replace(self.folder / key)
