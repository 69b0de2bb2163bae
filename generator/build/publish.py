"""Replace the published site by a new one in one step, or not at all.

The next build cleans up after one that was killed. Tests cannot cut the power; for that case everything is flushed to
the disk before the switch, and the switch before the old site is removed.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NoReturn

from generator.build.baseline import (
    Baseline,
    addresses_of_files,
    baseline_of_manifest,
    identities,
    lost_forms,
    unregistered_forms,
    with_identities,
)
from generator.build.integrity import signature_of_site, unlisted_files
from generator.build.mirror import mirror, remove_others
from generator.build.options import BuildOptions
from generator.build.published import IN_WORK_FOLDER, MIRROR, REMOVED, STAGING, Published, summary_of, work_folder
from generator.build.staging import Staging
from generator.build.verify import Expectations, verify
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.system import filesystem
from generator.system.filesystem import SOURCES, translated_os_errors
from generator.system.manifest import NAME, Manifest, read_manifest
from generator.words import translate

FILE_MANAGER_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """The place of a site while its work folder is locked: target, work folder, its name in messages, previous site."""

    path: Path
    work: Path
    shown: Place
    old: Manifest | None

    @property
    def staging(self) -> Path:
        """The folder of the new site, another one for each build: workers of a killed build cannot write into it."""
        return self.work / STAGING / str(os.getpid())


@contextmanager
def opened_target(target: Path, source_root: Path) -> Iterator[OpenTarget]:
    """Lock the work folder of a site, clean up after earlier builds, and make the folder of the new site.

    That has the files of the published site already, where the previous build has left a mirror of it.

    Raises UsageError (a folder that is not a published site), HostError (a full disk …), ConcurrentBuildError; the old
    site is unchanged, and nothing of a new one remains, unless it was published before the end.
    """
    shown = Place.whole(_shown(target, source_root))
    with translated_os_errors(shown, "site"):
        place = _checked_target(target, source_root, shown)
        work = _opened_work_folder(place, shown)
    with filesystem.locked(work / "lock", shown):
        with translated_os_errors(shown, "site"):
            _clean_up(place, work)
            old = _published_site(place, shown)
        opened = OpenTarget(place, work, shown, old)
        try:
            with translated_os_errors(shown, "site"):
                _make_staging(opened)
            yield opened
        finally:
            # What cannot be removed now is removed by the next build; the site itself is complete.
            with suppress(OSError):
                _save_mirror(opened)
            with suppress(OSError):
                _clean_up(place, work)


def publish(target: OpenTarget, options: BuildOptions, staging: Staging, expect: Expectations) -> Published:
    """Verify the new site and switch it in.

    Raises HostError, ContentError (faults of the site, missing forms), HeldError (marks in it); the old site is
    unchanged after each.
    """
    manifest = Manifest(options.revision, MappingProxyType(staging.entries), expect.registered)
    with translated_os_errors(target.shown, "site"):
        signatures = remove_others(os.fspath(target.staging), staging.entries)
        result = verify(target.staging, signatures, staging.entries, staging.report, expect)
        if result.marked:
            raise HeldError(result.marked)
        before = [baseline_of_manifest(target.shown.path, target.old)] if target.old else []
        before += [options.against] if options.against else []
        missing = [] if options.allow_shrink else list(_missing_forms(before, manifest, expect))
        # Of two files of one name, the later may have taken the place of the other.
        faults = (one for one in result.faults if not (staging.refused and ("form", "lost") in one.values))
        if problems := [*staging.refused, *faults, *missing]:
            raise ContentError(problems)
        filesystem.write_file(target.staging / NAME, manifest.to_bytes())
        signature = signature_of_site(target.staging, signatures)
        _switch(target.staging, target.path, target.work / "previous")
    unregistered = unregistered_forms(options.root, manifest, expect.own)
    return replace(summary_of(manifest, target.old), unregistered=unregistered, signature=signature)


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
    previous = work / "previous"
    if previous.exists() and not target.exists():
        previous.rename(target)
    for folder in (work / REMOVED, work / STAGING, previous):
        if folder.exists():
            # Renamed first: half removed, it must not be restored as the site, and workers of a killed build must not
            # write into it any more.
            if folder.name != REMOVED:
                folder.rename(work / REMOVED)
            filesystem.remove(work / REMOVED)


def _make_staging(target: OpenTarget) -> None:
    """Make the folder of the new site, of the mirror of the previous one where there is one."""
    filesystem.make_folder(target.work / STAGING)
    if (target.work / MIRROR).exists():
        (target.work / MIRROR).rename(target.staging)
    else:
        filesystem.make_folder(target.staging)


def _save_mirror(target: OpenTarget) -> None:
    """Make the mirror of the published site, of whatever folder the build has left."""
    if not target.path.exists():
        return
    if not target.staging.exists():
        filesystem.make_folder(target.staging)
    mirror(os.fspath(target.path), os.fspath(target.staging))
    # The manifest is written when all is verified.
    (target.staging / NAME).unlink()
    # A mirror that is not complete never has this name.
    target.staging.rename(target.work / MIRROR)


def _missing_forms(before: Iterable[Baseline], manifest: Manifest, expect: Expectations) -> Iterator[Problem]:
    """The previously published forms that are missing in the new site."""
    now = identities(addresses_of_files(manifest.files), expect.own)
    known = (with_identities(baseline, expect.own, now) for baseline in before)
    return chain.from_iterable(lost_forms(baseline, now, manifest.registered, expect.removable) for baseline in known)


def _switch(staging: Path, target: Path, previous: Path) -> None:
    """Replace the target by the staged folder.

    One flush of the file system before it is far quicker than one for each file: the new site is then complete on the
    disk before any name changes. It does not report write errors that occur later, while the system writes its buffers;
    network folders report them when a file is closed.
    """
    filesystem.flush_file_system(staging)
    if not target.exists():
        staging.rename(target)
    elif not filesystem.exchange(staging, target):
        # Between these two lines there is no site; after a kill here the next build restores the old one.
        target.rename(previous)
        staging.rename(target)
    # The switch must be on the disk before the old site is removed; an error here cannot undo it.
    with suppress(OSError):
        filesystem.flush_folder(target.parent)
