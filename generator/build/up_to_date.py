"""Build a site unless it is up to date: by the signatures of files where these are the same, by their contents else.

Content, settings, templates, revision, this program and its packages count. Without a valid state file the site is
built again. A build is imported when it begins, for that takes longer than to find that nothing has changed.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.build.integrity import differences, signature_of_site, signatures_in
from generator.build.options import BuildOptions
from generator.build.published import STATE, Published, work_folder
from generator.content.file_names import CONFIG_FILE, FOLDER, too_much
from generator.system import filesystem
from generator.system.cache import PACKAGE, SKIPPED, TEMPLATES, installed_packages, key_of, program_hash
from generator.system.filesystem import named_os_errors
from generator.system.manifest import NAME, Revision, read_manifest
from generator.system.signatures import FolderState, signature_of_trees

# The name of this program and the revision among the inputs.
PROGRAM = ""


@dataclass(frozen=True)
class Inputs:
    """All that a site is built from, at the first look: the files of a project, its revision, and this program.

    `before` are the signature and the hash of each input in the previous build, by its name.
    """

    root: Path
    revision: Revision
    before: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, Path]:
        """The files and folders of the project that count, by name; each city is one, for most do not change."""
        content = self.root / FOLDER
        inside = [path for path in content.iterdir() if path.name != SKIPPED] if content.is_dir() else []
        places = [*sorted(inside), self.root / TEMPLATES, self.root / CONFIG_FILE]
        return {path.relative_to(self.root).as_posix(): path for path in places}

    @cached_property
    def signatures(self) -> dict[str, str]:
        """The signature of each input by its name; none where they cannot be read."""
        try:
            own = {PROGRAM: signature_of_trees((), program_signature(), self.revision)}
            return own | {name: signature_of_trees([path], path.is_symlink()) for name, path in self.places.items()}
        except OSError:
            return {}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of the content of each input by its name; none where they cannot be read or are too much.

        Only those are read whose signature differs from that in the previous build.
        """
        try:
            known = {name: self.before[name][1] for name in self.signatures if self.is_as_before(name)}
            others = {name: path for name, path in self.places.items() if name not in known}
            if not self.signatures or any(map(too_much, others.values())):
                return {}
            own = {PROGRAM: key_of((), program_hash(), self.revision)}
            return known | own | {name: key_of([path], path.is_symlink()) for name, path in others.items()}
        except OSError:
            return {}

    def is_as_before(self, name: str) -> bool:
        """Whether an input has the signature that it had in the previous build."""
        return name in self.before and self.before[name][0] == self.signatures[name]

    @property
    def states(self) -> dict[str, FolderState]:
        """The signature and the hash of each input by its name, for the next build."""
        return {name: (signature, self.hashes[name]) for name, signature in self.signatures.items()}


@cache
def program_signature() -> str:
    """The hash of the signatures of the files of this program at the first call, of Python and of its packages.

    Raises OSError.
    """
    return signature_of_trees([PACKAGE, PACKAGE.parent / TEMPLATES], sys.version, installed_packages())


def build_if_changed(options: BuildOptions, report: Callable[[str], None]) -> Published:
    """Build a site, unless it is up to date; `report` receives the name of each step. Raises GongkaiError."""
    with named_os_errors(options.root):
        inputs = Inputs(options.root, options.revision, saved_states(options.target))
        # Before the build, so that a file that is changed during it is noticed.
        signatures = inputs.signatures
        # A published site was never compared with the baseline of this build.
        current = None if options.against or options.fresh else up_to_date_site(options.target, inputs, options.jobs)
        if current:
            return current
        report("read")
        from generator.build.site import build

        published, _ = build(options, report)
        if published.left_out:
            # Without `skip_held` the same content makes another site.
            discard_state(options.target)
        elif inputs.hashes and Inputs(options.root, options.revision).signatures == signatures:
            # A file that was changed during the build may be in the site or not.
            save_state(options.target, published, inputs)
        return published


def saved_state(target: Path) -> dict[str, Any]:
    """The state of a site after the build that made it. Raises OSError, ValueError."""
    state: dict[str, Any] = json.loads((work_folder(target) / STATE).read_bytes())
    return state


def saved_states(target: Path) -> dict[str, Sequence[str]]:
    """The signature and the hash of each input of the build that made a site, by its name; none without a state."""
    try:
        return {str(name): (str(old), str(content)) for name, (old, content) in saved_state(target)["inputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def up_to_date_site(target: Path, inputs: Inputs, jobs: int) -> Published | None:
    """The published site, where it was built from the same inputs and is intact; None where it must be built."""
    try:
        state = saved_state(target)
        pages, files, size, unregistered = map(int, state["counts"])
        if not inputs.hashes or inputs.hashes != {name: content for name, (_, content) in inputs.before.items()}:
            return None
        if state["site"] != signature_of_site(target, signatures_in(target)):
            manifest = read_manifest(target)
            is_same = manifest and state["manifest"] == manifest_hash(target)
            if manifest is None or not is_same or differences(target, manifest.files, jobs):
                return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Published(pages, files, size, changed=0, removed=0, unregistered=unregistered)


def manifest_hash(target: Path) -> str:
    """The hash of the manifest of a site. Raises OSError."""
    return sha256((target / NAME).read_bytes()).hexdigest()


def discard_state(target: Path) -> None:
    """Delete the saved state, so that the next build does not find the site up to date."""
    with suppress(OSError):
        (work_folder(target) / STATE).unlink(missing_ok=True)


def save_state(target: Path, published: Published, inputs: Inputs) -> None:
    """Save the states of the inputs that a site was built from, and its own; disk errors are ignored."""
    with suppress(OSError):
        state = {
            "inputs": inputs.states,
            "manifest": manifest_hash(target),
            "site": published.signature,
            "counts": [published.pages, published.files, published.size, published.unregistered],
        }
        discard_state(target)
        filesystem.write_file(work_folder(target) / STATE, (json.dumps(state) + "\n").encode())
