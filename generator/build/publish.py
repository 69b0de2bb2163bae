"""Replace the published site by a new one in one step, or not at all.

    site/                 the published folder, at every moment one whole site, old or new
    .site.work/lock       locked by the running build; the system releases it with the process
    .site.work/staging    the new site until it is verified; after the switch the old one until it is removed
    .site.work/previous   the old site during a switch, where the system cannot exchange two folders in one step
    .site.work/made-from  the hash of all that the site was built from (up_to_date.py)
    .site.work/kept       the cache
    .site.work/archives   the paths of archives of the site (archive.py)

The next build cleans up after one that was killed. Tests cannot cut the power; for that case everything is flushed to
the disk before the switch, and the switch before the old site is removed.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NoReturn
from zipfile import BadZipFile

from generator.build.baseline import Baseline, addresses_of_files, baseline_of_manifest, lost_forms
from generator.build.options import BuildOptions
from generator.build.verify import Expectations, fault, unlisted_files, verify
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.system import filesystem
from generator.system.cache import CacheWriter
from generator.system.filesystem import SOURCES, translated_os_errors
from generator.system.manifest import INDEX, NAME, Content, FileEntry, Manifest, read_manifest
from generator.system.zips import ARCHIVES, contents_hash
from generator.words import translate

STATE = "made-from"
CACHE = "kept"
ARCHIVE_LIST = "archives"
IN_WORK_FOLDER = frozenset({"lock", "staging", "previous", STATE, CACHE, ARCHIVE_LIST})
FILE_MANAGER_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
PART = re.compile(r"(?!.*\.$)(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Published:
    """The counts of a published site: pages, files, bytes, and files that differ from the previous site.

    `left_out` are the problems for which files were left out, `suspended` the addresses of their pages.
    """

    pages: int
    files: int
    size: int
    changed: int
    removed: int
    left_out: tuple[Problem, ...] = ()
    suspended: tuple[str, ...] = ()


def publish(
    options: BuildOptions, files: Iterable[tuple[str, Content]], expect: Expectations, cache: CacheWriter
) -> Published:
    """Write (path, content) pairs to a staging folder, verify them with `cache`, and switch the folder in.

    Raises UsageError (a folder that is not a published site), HostError (a full disk …), ConcurrentBuildError,
    ContentError (faults of the site, missing forms), HeldError (marks in it); the old site is unchanged after each.
    `files` is consumed under the lock.
    """
    shown = Place.whole(_shown(options.target, options.root))
    with translated_os_errors(shown, "site"):
        target = _checked_target(options.target, options.root, shown)
        work = _opened_work_folder(target, shown)
    with filesystem.locked(work / "lock", shown):
        with translated_os_errors(shown, "site"):
            _clean_up(target, work)
            old = _published_site(target, shown)
        try:
            staged = _stage(work / "staging", files, shown)
            with translated_os_errors(shown, "site"):
                entries = MappingProxyType(staged.entries)
                manifest = Manifest(options.revision, entries, expect.registered)
                filesystem.write_file(work / "staging" / NAME, manifest.to_bytes())
                result = verify(work / "staging", manifest, expect, options.jobs, cache)
                if result.marked:
                    raise HeldError(result.marked)
                before = [baseline_of_manifest(shown.path, old)] if old else []
                before += [options.against] if options.against else []
                missing = [] if options.allow_shrink else list(_missing_forms(before, manifest, expect.removable))
                if problems := [*staged.faults, *result.faults, *missing]:
                    raise ContentError(problems)
                _switch(work / "staging", target, work / "previous")
        finally:
            # What cannot be removed now is removed by the next build; the site itself is complete.
            with suppress(OSError):
                _clean_up(target, work)
    return summary_of(manifest, old)


def _shown(target: Path, source_root: Path) -> str:
    """The target as messages name it: relative to the project, with slashes."""
    return Path(os.path.relpath(target, source_root)).as_posix()


def _checked_target(target: Path, source_root: Path, shown: Place) -> Path:
    """The target with links resolved; UsageError where it is no place for a site."""
    resolved, source = target.resolve(), source_root.resolve()
    around = (resolved, *resolved.parents)
    if resolved == resolved.parent:
        _refuse_target(shown, "root")
    if target.is_symlink():
        _refuse_target(shown, "link")
    if resolved in (source, *source.parents):
        _refuse_target(shown, "source")
    if (home := _home()) and resolved in (home, *home.parents):
        _refuse_target(shown, "home")
    for folder in SOURCES:
        if source / folder in around:
            _refuse_target(shown, "inside", folder=folder)
    if target.exists() and not target.is_dir():
        _refuse_target(shown, "file")
    _manifest_of(target, shown)
    return resolved


def _home() -> Path | None:
    """The user's home folder, which must not be replaced; None where the system knows none."""
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


def _refuse_target(shown: Place, reason: str, **values: str) -> NoReturn:
    raise UsageError([Problem(shown, "E704", reason=translate(f"publish.place.{reason}", **values))])


def _published_site(target: Path, shown: Place) -> Manifest | None:
    """The manifest of the published site, None where there is none; UsageError where it has files of others."""
    manifest = _manifest_of(target, shown)
    for path in unlisted_files(target, manifest.files) if manifest else ():
        if PurePosixPath(path).name not in FILE_MANAGER_FILES:
            _refuse_target(shown, "stray", file=path)
    return manifest


def _manifest_of(target: Path, shown: Place) -> Manifest | None:
    """The manifest of a folder, None where it is missing or empty; UsageError for any other folder."""
    manifest = read_manifest(target)
    if manifest is None and target.exists() and any(target.iterdir()):
        _refuse_target(shown, "foreign")
    return manifest


def work_folder(target: Path) -> Path:
    """The path of the work folder of builds, in the parent folder of the site."""
    return target.parent / f".{target.name}.work"


def _opened_work_folder(target: Path, shown: Place) -> Path:
    """The work folder, made where it is missing, readable by its owner alone: its content is not public yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = work_folder(target)
    with suppress(FileExistsError):
        filesystem.make_folder(work, filesystem.PRIVATE_MODE)
    with translated_os_errors(Place.whole(PurePosixPath(shown.path).with_name(work.name)), "site"):
        is_ours = not work.is_symlink() and work.is_dir() and {path.name for path in work.iterdir()} <= IN_WORK_FOLDER
    if not is_ours:
        _refuse_target(shown, "work", folder=work.name)
    return work


def _clean_up(target: Path, work: Path) -> None:
    """Restore a whole site and remove all others, after a build that ended at any point."""
    previous, staging = work / "previous", work / "staging"
    if previous.exists() and not target.exists():
        previous.rename(target)
    filesystem.remove(staging)
    if previous.exists():
        # Renamed first: half removed, it must not be restored as the site.
        previous.rename(staging)
        filesystem.remove(staging)


@dataclass(slots=True)
class _Staging:
    """The new site while it is written: its entries, the names in use by their folded form, the files refused."""

    root: Path
    entries: dict[str, FileEntry] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=lambda: {NAME.casefold(): NAME})
    faults: list[Problem] = field(default_factory=list)

    def add(self, path: str, content: Content) -> None:
        """Write one file, or add a fault where its path cannot be in a site. Raises OSError."""
        parts = path.split("/")
        if not all(map(PART.fullmatch, parts)):
            self.faults.append(fault("path", INDEX, path))
            return
        parents = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        folders = {parent.casefold(): f"{parent}/" for parent in parents}
        # Some servers ignore case, so that no two names may differ in case alone.
        is_same = (self.names.get(key, folder) == folder for key, folder in folders.items())
        if path.casefold() in self.names or not all(is_same):
            self.faults.append(fault("twice", path))
            return
        for key, folder in folders.items():
            if key not in self.names:
                filesystem.make_folder(self.root / folder)
                self.names[key] = folder
        filesystem.write_file(self.root / path, content)
        self.names[path.casefold()] = path
        self.entries[path] = replace(FileEntry.of(content), contents=_archive_hash(path, content))


def _archive_hash(path: str, content: Content) -> str:
    """The hash of the members of an archive; "" for any other file."""
    if PurePosixPath(path).suffix not in ARCHIVES:
        return ""
    with suppress(BadZipFile):
        return contents_hash(BytesIO(content) if isinstance(content, bytes) else content)
    return ""


def _stage(root: Path, files: Iterable[tuple[str, Content]], shown: Place) -> _Staging:
    """Write all files; only OSErrors of writing are translated, not those raised by `files`."""
    with translated_os_errors(shown, "site"):
        filesystem.make_folder(root)
    staging = _Staging(root)
    for path, content in files:
        with translated_os_errors(shown, "site"):
            staging.add(path, content)
    return staging


def _missing_forms(before: Iterable[Baseline], manifest: Manifest, withdrawn: Collection[str]) -> Iterator[Problem]:
    """The previously published forms that are missing in the new site."""
    now = addresses_of_files(manifest.files)
    return chain.from_iterable(lost_forms(baseline, now, manifest.registered, withdrawn) for baseline in before)


def _switch(staging: Path, target: Path, previous: Path) -> None:
    """Replace the target by the staged folder.

    One flush of the whole system before it is far quicker than one for each file: the new site is then complete on the
    disk before any name changes. It does not report write errors that occur later, while the system writes its buffers;
    network folders report them when a file is closed.
    """
    filesystem.flush_all()
    if not target.exists():
        staging.rename(target)
    elif not filesystem.exchange(staging, target):
        # Between these two lines there is no site; after a kill here the next build restores the old one.
        target.rename(previous)
        staging.rename(target)
    # The switch must be on the disk before the old site is removed; an error here cannot undo it.
    with suppress(OSError):
        filesystem.flush_folder(target.parent)


def summary_of(manifest: Manifest, old: Manifest | None) -> Published:
    """The counts of a published site and of what changed."""
    before = old.files if old else {}
    return Published(
        pages=manifest.pages,
        files=len(manifest.files),
        size=manifest.size,
        changed=sum(before.get(path) != entry for path, entry in manifest.files.items()),
        removed=len(before.keys() - manifest.files.keys()),
    )
