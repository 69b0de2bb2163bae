"""Build a site unless it is up to date: by the signatures of files where these are the same, by their contents else.

Content, settings, templates, revision, this program and its packages count. Without a valid state file the site is
built again. A build is imported when it begins, for that takes longer than to find that nothing has changed.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.build.integrity import differences
from generator.build.options import BuildOptions
from generator.build.published import STATE, Published, work_folder
from generator.content.file_names import CONFIG_FILE, FOLDER, too_much
from generator.system import filesystem
from generator.system.cache import PACKAGE, TEMPLATES, installed_packages, key_of, program_hash
from generator.system.filesystem import named_os_errors
from generator.system.manifest import NAME, Revision, read_manifest
from generator.system.signatures import signature_of_trees


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a site is built from: the folder of the project, and its revision."""

    root: Path
    revision: Revision

    @property
    def places(self) -> list[Path]:
        """The files and folders of the project that count."""
        return [self.root / FOLDER, self.root / TEMPLATES, self.root / CONFIG_FILE]

    @property
    def signature(self) -> str:
        """The hash of the signatures of all files; "" where they cannot be read."""
        try:
            return signature_of_trees(self.places, program_signature(), self.revision)
        except OSError:
            return ""

    @property
    def key(self) -> str:
        """The hash of the contents of all files; "" where they cannot be read or are too much."""
        try:
            return "" if any(map(too_much, self.places)) else key_of(self.places, program_hash(), self.revision)
        except OSError:
            return ""


@cache
def program_signature() -> str:
    """The hash of the signatures of the files of this program at the first call, of Python and of its packages.

    Raises OSError.
    """
    return signature_of_trees([PACKAGE, PACKAGE.parent / TEMPLATES], sys.version, installed_packages())


def build_if_changed(options: BuildOptions, report: Callable[[str], None]) -> Published:
    """Build a site, unless it is up to date; `report` receives the name of each step. Raises GongkaiError."""
    with named_os_errors(options.root):
        inputs = Inputs(options.root, options.revision)
        signature = inputs.signature
        # A published site was never compared with the baseline of this build.
        current = (
            None
            if options.against or options.fresh
            else up_to_date_site(options.target, inputs, signature, options.jobs)
        )
        if current:
            return current
        report("read")
        from generator.build.site import build

        published, _ = build(options, report)
        if published.left_out:
            # Without `skip_held` the same content makes another site.
            discard_state(options.target)
        elif signature and inputs.signature == signature:
            # A file that was changed during the build may be in the site or not.
            save_state(options.target, published, inputs.key, signature)
        return published


def up_to_date_site(target: Path, inputs: Inputs, signature: str, jobs: int) -> Published | None:
    """The published site, where it was built from the same inputs and is intact; None where it must be built.

    `signature` is that of the inputs.
    """
    try:
        state = json.loads((work_folder(target) / STATE).read_bytes())
        pages, files, size, unregistered = map(int, state["counts"])
        published = Published(pages, files, size, changed=0, removed=0, unregistered=unregistered)
        if signature and (state["sources"], state["site"]) == (signature, signature_of_trees([target])):
            return published
        key = inputs.key
        manifest = read_manifest(target)
        is_same = key and (state["made_from"], state["manifest"]) == (key, manifest_hash(target))
        if manifest is None or not is_same or differences(target, manifest.files, jobs):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return published


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
            "counts": [published.pages, published.files, published.size, published.unregistered],
        }
        discard_state(target)
        filesystem.write_file(work_folder(target) / STATE, (json.dumps(state) + "\n").encode())
