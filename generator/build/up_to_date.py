"""Whether a site is up to date, by the hash of its inputs in the work folder.

The hash covers content, settings, templates, revision, this program and its packages. A site is up to date only where
the hash is the same and all files match the manifest; without a valid hash it is built again.
"""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.build.publish import STATE, Published, summary_of, work_folder
from generator.build.verify import is_intact
from generator.content.config import FILE
from generator.content.corpus import FOLDER
from generator.content.file_names import too_much
from generator.system import filesystem
from generator.system.cache import TEMPLATES, key_of, program_hash
from generator.system.manifest import NAME, Revision, read_manifest


def state_key(root: Path, revision: Revision) -> str:
    """The hash of all that a site is built from; "" where that cannot be read or is too much."""
    places = [root / FOLDER, root / TEMPLATES, root / FILE]
    try:
        return "" if any(map(too_much, places)) else key_of(places, program_hash(), revision)
    except OSError:
        return ""


def up_to_date_site(target: Path, state: str, jobs: int) -> Published | None:
    """The published site, where it was built from the same state and is intact; None where it must be built."""
    if not state:
        return None
    try:
        is_same = json.loads((work_folder(target) / STATE).read_bytes()) == saved_state(target, state)
        manifest = read_manifest(target)
        if manifest is None or not is_same or not is_intact(target, manifest, jobs):
            return None
    except (OSError, ValueError):
        return None
    return summary_of(manifest, manifest)


def saved_state(target: Path, state: str) -> dict[str, str]:
    """The content of the state file. Raises OSError."""
    return {"made_from": state, "manifest": sha256((target / NAME).read_bytes()).hexdigest()}


def discard_state(target: Path) -> None:
    """Delete the saved state, so that the next build does not find the site up to date."""
    with suppress(OSError):
        (work_folder(target) / STATE).unlink(missing_ok=True)


def save_state(target: Path, state: str) -> None:
    """Save the state that the published site was built from; disk errors are ignored."""
    with suppress(OSError):
        content = json.dumps(saved_state(target, state)) + "\n"
        discard_state(target)
        filesystem.write_file(work_folder(target) / STATE, content.encode())
