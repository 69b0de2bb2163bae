"""Whether a build has anything to do: what a site was made from is kept beside it, in its work folder.

One hash tells of everything that goes into a site: content, settings, templates, the revision that it names, this
program, the packages it uses. A site is left as it is only where that hash is the same and every file is still what
the manifest says; a note that is lost, old or broken costs a build and nothing else.
"""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.build.publish import STATE, Published, work_folder
from generator.build.verify import is_intact
from generator.content.config import FILE
from generator.content.corpus import FOLDER
from generator.content.loader import too_much
from generator.system import filesystem
from generator.system.cache import TEMPLATES, key_of, program_hash
from generator.system.manifest import NAME, Revision, read_manifest


def state_key(root: Path, revision: Revision) -> str:
    """The hash of all that goes into the site of a project; nothing where that cannot be read, or is too much."""
    places = [root / FOLDER, root / TEMPLATES, root / FILE]
    try:
        return "" if any(map(too_much, places)) else key_of(places, program_hash(), revision)
    except OSError:
        return ""


def up_to_date_site(target: Path, source: str, jobs: int) -> Published | None:
    """The site that is there, where it was made from the same and is whole; None where it must be made."""
    if not source:
        return None
    try:
        note = json.loads((work_folder(target) / STATE).read_bytes())
        manifest = read_manifest(target)
        manifest_hash = sha256((target / NAME).read_bytes()).hexdigest()
        is_noted = note == {"made_from": source, "manifest": manifest_hash}
        if manifest is None or not is_noted or not is_intact(target, manifest, jobs):
            return None
    except (OSError, ValueError):
        return None
    size = sum(entry.size for entry in manifest.files.values())
    return Published(manifest.pages, len(manifest.files), size, 0, 0)


def discard_state(target: Path) -> None:
    """Removes the note of what the site was made from; the next build makes it again."""
    with suppress(OSError):
        (work_folder(target) / STATE).unlink(missing_ok=True)


def save_state(target: Path, source: str) -> None:
    """Notes what the site that now stands was made from; without a note the next build makes it again."""
    with suppress(OSError):
        manifest_hash = sha256((target / NAME).read_bytes()).hexdigest()
        note = json.dumps({"made_from": source, "manifest": manifest_hash}) + "\n"
        (work_folder(target) / STATE).unlink(missing_ok=True)
        filesystem.write_file(work_folder(target) / STATE, note.encode())
