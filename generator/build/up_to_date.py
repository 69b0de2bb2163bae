"""Whether a site is up to date: by the signatures of files where these are the same, by their contents otherwise.

Content, settings, templates, revision,
this program and its packages count. Without a valid state file the site is built again.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.build.integrity import differences
from generator.build.publish import STATE, Published, summary_of, work_folder
from generator.content.config import FILE
from generator.content.corpus import FOLDER
from generator.content.file_names import too_much
from generator.system import filesystem
from generator.system.cache import TEMPLATES, key_of, program_hash
from generator.system.manifest import NAME, Revision, read_manifest


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a site is built from: the folder of the project, and its revision."""

    root: Path
    revision: Revision

    @property
    def places(self) -> list[Path]:
        """The files and folders of the project that count."""
        return [self.root / FOLDER, self.root / TEMPLATES, self.root / FILE]

    @property
    def signature(self) -> str:
        """The hash of the signatures of all files; "" where they cannot be read."""
        try:
            return signature_of_trees(self.places, program_hash(), self.revision)
        except OSError:
            return ""

    @property
    def key(self) -> str:
        """The hash of the contents of all files; "" where they cannot be read or are too much."""
        try:
            return "" if any(map(too_much, self.places)) else key_of(self.places, program_hash(), self.revision)
        except OSError:
            return ""


def signature_of_trees(places: Iterable[Path], *values: object) -> str:
    """The hash of the names and signatures of all files and folders, and of other values. Raises OSError."""
    digest = sha256(repr(values).encode(errors="surrogateescape"))
    for number, place in enumerate(places):
        digest.update(f"{number}\0".encode())
        for line in signature_lines(place):
            digest.update(line.encode(errors="surrogateescape"))
    return digest.hexdigest()


def signature_lines(place: Path) -> Iterator[str]:
    """The name and signature of a file, or of all that is in a folder; none where nothing is there. Raises OSError."""
    if place.is_file():
        yield signature_line(place.name, place.stat())
    folders = [os.fspath(place)] if place.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    yield f"{entry.path}\0"
                    continue
                yield signature_line(entry.path, entry.stat(follow_symlinks=False))
                if entry.is_symlink() and Path(entry.path).exists():
                    yield signature_line("", entry.stat())


def signature_line(name: str, status: os.stat_result) -> str:
    """The name and signature of a file as one text."""
    return f"{name}\0{filesystem.signature(status)}\0"


def up_to_date_site(target: Path, inputs: Inputs, signature: str, jobs: int) -> Published | None:
    """The published site, where it was built from the same inputs and is intact; None where it must be built.

    `signature` is that of the inputs.
    """
    try:
        state = json.loads((work_folder(target) / STATE).read_bytes())
        if signature and (state["sources"], state["site"]) == (signature, signature_of_trees([target])):
            pages, files, size = map(int, state["counts"])
            return Published(pages, files, size, changed=0, removed=0)
        key = inputs.key
        manifest = read_manifest(target)
        is_same = key and (state["made_from"], state["manifest"]) == (key, manifest_hash(target))
        if manifest is None or not is_same or differences(target, manifest.files, jobs):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return summary_of(manifest, manifest)


def manifest_hash(target: Path) -> str:
    """The hash of the manifest of a site. Raises OSError."""
    return sha256((target / NAME).read_bytes()).hexdigest()


def discard_state(target: Path) -> None:
    """Delete the saved state, so that the next build does not find the site up to date."""
    with suppress(OSError):
        (work_folder(target) / STATE).unlink(missing_ok=True)


def save_state(target: Path, published: Published, key: str, signature: str) -> None:
    """Save the key and the signature of the inputs that a site was built from; disk errors are ignored."""
    with suppress(OSError):
        state = {
            "made_from": key,
            "manifest": manifest_hash(target),
            "sources": signature,
            "site": signature_of_trees([target]),
            "counts": [published.pages, published.files, published.size],
        }
        discard_state(target)
        filesystem.write_file(work_folder(target) / STATE, (json.dumps(state) + "\n").encode())
