"""Whether a build has anything to do: what a site was made from is kept beside it, in its work folder.

One hash tells of everything that goes into a site: content, settings, templates, the state it says it shows, this
program, the packages it uses. A site is left as it is only where that hash is the same and every file is still what
the manifest says; a note that is lost, old or broken costs a build and nothing else.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator import disk
from generator.config import FILE
from generator.corpus import FOLDER, too_much
from generator.exports import Stamp
from generator.manifest import NAME, read_manifest
from generator.publish import NOTE, Published, work_folder
from generator.verify import is_intact

HERE = Path(__file__).parent
TEMPLATES = "templates"
LEFT_OUT = "__pycache__"


def made_from(root: Path, stamp: Stamp) -> str:
    """The hash of all that goes into the site of a project; nothing where that cannot be read, or is too much."""
    places = [root / FOLDER, root / TEMPLATES, root / FILE, HERE, HERE.parent / TEMPLATES]
    try:
        return "" if any(map(too_much, places)) else hashed(places, stamp)
    except OSError:
        return ""


def hashed(places: Iterable[Path], stamp: Stamp) -> str:
    """The hash of some files and folders with all that is in them, and of what reads them. Raises OSError."""
    whole = sha256(repr((stamp, sys.version, packages())).encode())
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


def packages() -> list[str]:
    """The packages that this program finds, by name and version."""
    return sorted(path.name for place in sys.path for path in Path(place).glob("*.dist-info"))


def standing(target: Path, source: str, jobs: int) -> Published | None:
    """The site that is there, where it was made from the same and is whole; None where it must be made."""
    if not source:
        return None
    try:
        note = json.loads((work_folder(target) / NOTE).read_bytes())
        manifest = read_manifest(target)
        manifest_hash = sha256((target / NAME).read_bytes()).hexdigest()
        is_noted = note == {"made_from": source, "manifest": manifest_hash}
        if manifest is None or not is_noted or not is_intact(target, manifest, jobs):
            return None
    except (OSError, ValueError):
        return None
    size = sum(entry.size for entry in manifest.files.values())
    return Published(manifest.pages, len(manifest.files), size, 0, 0)


def remember(target: Path, source: str) -> None:
    """Notes what the site that now stands was made from; without a note the next build makes it again."""
    with suppress(OSError):
        manifest_hash = sha256((target / NAME).read_bytes()).hexdigest()
        note = json.dumps({"made_from": source, "manifest": manifest_hash}) + "\n"
        (work_folder(target) / NOTE).unlink(missing_ok=True)
        disk.write_file(work_folder(target) / NOTE, note.encode())
