"""Putting a finished site in the place of the old one: all of it or nothing, whatever happens on the way.

    site/                 the published folder, at every moment one whole site, old or new
    .site.work/lock       one builder at a time; goes with the process, so a killed one blocks nobody
    .site.work/staging    where the new site grows and is verified; after the switch the old one, being removed
    .site.work/previous   the old site, for a moment, where the system cannot exchange two folders in one step
    .site.work/made-from  what the site was made from, so that the next build need not make the same again
    .site.work/kept       what was worked out on the way, for the next build
    .site.work/archives   where the site was packed to, so that an archive can be packed anew when something is held

Whatever a killed run left behind is settled by the next one. What no test here can show is a loss of power;
the order of the steps is made for it: everything is on the disk before the switch, the switch is before the
old site is removed.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NoReturn
from zipfile import BadZipFile

from generator.build.baseline import Baseline, baseline_of_manifest, form_addresses, lost_forms
from generator.build.links import INDEX
from generator.build.verify import Expectations, fault, unlisted_files, verify
from generator.problems import AnotherBuild, Held, Place, Problem, Refused, UsageTrouble
from generator.secrecy.scanning import Scan
from generator.system import filesystem
from generator.system.cache import CacheWriter
from generator.system.filesystem import SOURCES, translated_os_errors
from generator.system.manifest import NAME, Content, FileEntry, Manifest, Revision, read_manifest
from generator.system.zips import ARCHIVES, contents_hash
from generator.words import translate

# What the site was made from, kept for the next build.
STATE = "made-from"
CACHE = "kept"
# Where the site was packed to.
ARCHIVE_LIST = "archives"
IN_WORK_FOLDER = frozenset({"lock", "staging", "previous", STATE, CACHE, ARCHIVE_LIST})
FILE_MANAGER_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
PART = re.compile(r"(?!.*\.$)(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: how many pages, files and bytes, and how many files differ from the site before.

    `left_out` are the reasons for which something was left out, and `suspended` the addresses that are without it.
    """

    pages: int
    files: int
    size: int
    changed: int
    removed: int
    left_out: tuple[Problem, ...] = ()
    suspended: tuple[str, ...] = ()


def publish(
    target: Path,
    files: Iterable[tuple[str, Content]],
    *,
    source_root: Path,
    revision: Revision,
    allow_shrink: bool,
    expect: Expectations,
    scan: Scan,
    withdrawn: Collection[str] = (),
    registered: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    against: Baseline | None = None,
    jobs: int = 1,
    results: CacheWriter | None = None,
) -> Published:
    """Writes (path, content) pairs to a staging folder, verifies them, and switches them in as `target`.

    Raises UsageTrouble (a folder not ours), EnvironmentTrouble (a full disk …), AnotherBuild, Refused (faults of
    the site), Held (marks in it). After any of them the old site is as it was. `files` is asked under the lock.
    What was public before, in the old site and in `against`, must still be there: `registered` are the lines
    of the register by form, and those of them that are `withdrawn` may go without being missed. `jobs` processes verify
    the files; what they see is found among the `results`, and added to them.
    """
    shown = Place.whole(_shown(target, source_root))
    with translated_os_errors(shown, "site"):
        target = _checked_target(target, source_root, shown)
        work = _opened_work_folder(target, shown)
    with _locked_folder(work / "lock", shown):
        with translated_os_errors(shown, "site"):
            _recover(target, work)
            old = _published_site(target, shown)
        try:
            staged = _stage(work / "staging", files, shown)
            with translated_os_errors(shown, "site"):
                entries = MappingProxyType(staged.entries)
                manifest = Manifest(revision, entries, registered)
                filesystem.write_file(work / "staging" / NAME, manifest.to_bytes())
                verdict = verify(work / "staging", manifest, expect, scan, jobs, results)
                if verdict.marked:
                    raise Held(verdict.marked)
                before = [baseline_of_manifest(shown.path, old)] if old else []
                before += [against] if against else []
                lost = [] if allow_shrink else list(_missing_forms(before, manifest, withdrawn))
                _refuse([*staged.faults, *verdict.faults, *lost])
                _switch(work / "staging", target, work / "previous")
        finally:
            # What cannot be removed now is removed by the next run; the site itself stands already.
            with suppress(OSError):
                _recover(target, work)
    return _summary(manifest, old)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _shown(target: Path, source_root: Path) -> str:
    """The target as messages name it: relative to the project, with slashes."""
    return Path(os.path.relpath(target, source_root)).as_posix()


def _checked_target(target: Path, source_root: Path, shown: Place) -> Path:
    """The target without links in its path, when nothing but a site can be meant by it."""
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
    if target.exists() and any(target.iterdir()) and read_manifest(target) is None:
        _refuse_target(shown, "foreign")
    return resolved


def _home() -> Path | None:
    """The user's own folder, asked of the system only in order to keep away from it."""
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


def _refuse_target(shown: Place, reason: str, **values: str) -> NoReturn:
    raise UsageTrouble([Problem(shown, "E704", reason=translate(f"publish.place.{reason}").format(**values))])


def _published_site(target: Path, shown: Place) -> Manifest | None:
    """The manifest of the site that is there, when all that is there is ours; None for no site."""
    manifest = read_manifest(target)
    if manifest is None:
        if target.exists() and any(target.iterdir()):
            _refuse_target(shown, "foreign")
        return None
    for path in unlisted_files(target, manifest.files):
        if PurePosixPath(path).name not in FILE_MANAGER_FILES:
            _refuse_target(shown, "stray", file=path)
    return manifest


def work_folder(target: Path) -> Path:
    """The folder beside a site in which it is made."""
    return target.parent / f".{target.name}.work"


def _opened_work_folder(target: Path, shown: Place) -> Path:
    """The folder beside the target in which we work; nobody else may look in, it is not public yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = work_folder(target)
    with suppress(FileExistsError):
        filesystem.make_folder(work, filesystem.PRIVATE_MODE)
    with translated_os_errors(Place.whole(PurePosixPath(shown.path).with_name(work.name).as_posix()), "site"):
        is_ours = not work.is_symlink() and work.is_dir() and {one.name for one in work.iterdir()} <= IN_WORK_FOLDER
    if not is_ours:
        _refuse_target(shown, "work", folder=work.name)
    return work


@contextmanager
def _locked_folder(lock: Path, shown: Place) -> Iterator[None]:
    """Keeps every other builder out."""
    with ExitStack() as stack:
        with translated_os_errors(shown, "site"):
            try:
                stack.enter_context(filesystem.locked(lock))
            except filesystem.Locked as error:
                raise AnotherBuild([Problem(shown, "E703")]) from error
        yield


def _recover(target: Path, work: Path) -> None:
    """Brings the folders to rest, from whatever state: one whole site, nothing else."""
    previous, staging = work / "previous", work / "staging"
    if previous.exists() and not target.exists():
        filesystem.move(previous, target)
    filesystem.remove(staging)
    if previous.exists():
        # Renamed first: half removed it must never pass for a site that waits to be put back.
        filesystem.move(previous, staging)
        filesystem.remove(staging)


@dataclass(slots=True)
class _Staging:
    """The new site while it is written: what is in it, which names are taken, which files were refused."""

    root: Path
    entries: dict[str, FileEntry] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=lambda: {NAME.casefold(): NAME})
    faults: list[Problem] = field(default_factory=list)

    def add(self, path: str, content: Content) -> None:
        """Writes one file, or notes why its path cannot be in a site. Raises OSError."""
        parts = path.split("/")
        if not all(map(PART.fullmatch, parts)):
            self.faults.append(fault("path", INDEX, path))
            return
        folders = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
        if not self._is_free(path, folders):
            self.faults.append(fault("twice", path))
            return
        for folder in folders:
            if folder.casefold().rstrip("/") not in self.taken:
                filesystem.make_folder(self.root / folder)
                self.taken[folder.casefold().rstrip("/")] = folder
        filesystem.write_file(self.root / path, content)
        self.taken[path.casefold()] = path
        self.entries[path] = replace(FileEntry.of(content), contents=_archive_hash(path, content))

    def _is_free(self, path: str, folders: list[str]) -> bool:
        """No file has this name, and its folders are spelled as before: some servers take A and a for one."""
        known = (self.taken.get(folder.casefold().rstrip("/"), folder) == folder for folder in folders)
        return path.casefold() not in self.taken and all(known)


def _archive_hash(path: str, content: Content) -> str:
    """The hash of what an archive holds; nothing for any other file."""
    if PurePosixPath(path).suffix not in ARCHIVES:
        return ""
    with suppress(BadZipFile):
        return contents_hash(BytesIO(content) if isinstance(content, bytes) else content)
    return ""


def _stage(root: Path, files: Iterable[tuple[str, Content]], shown: Place) -> _Staging:
    """Writes every file as it comes; an error of those who make them is not taken for one of the disk."""
    with translated_os_errors(shown, "site"):
        filesystem.make_folder(root)
    staging = _Staging(root)
    for path, content in files:
        with translated_os_errors(shown, "site"):
            staging.add(path, content)
    return staging


def _missing_forms(before: Iterable[Baseline], manifest: Manifest, withdrawn: Collection[str]) -> Iterator[Problem]:
    """What the new site misses of what was public before."""
    now = form_addresses(manifest.files)
    return chain.from_iterable(lost_forms(one, now, manifest.registered, withdrawn) for one in before)


def _switch(staging: Path, target: Path, previous: Path) -> None:
    """Puts the staged folder in the place of the target.

    One flush of everything before it is enough and far quicker than one for each of ten thousand files: on
    the disk the new site is then whole before any name changes. (Write errors that only show later, while the
    system empties its caches, it does not report; network folders report them when a file is closed.)
    """
    filesystem.flush_all()
    if not target.exists():
        filesystem.move(staging, target)
    elif not filesystem.exchange(staging, target):
        # Between these two a reader finds no site; after a kill here the next run puts the old one back.
        filesystem.move(target, previous)
        filesystem.move(staging, target)
    # The switch has to reach the disk before the removal of the old site does. It cannot be undone any more.
    with suppress(OSError):
        filesystem.flush_folder(target.parent)


def _summary(manifest: Manifest, old: Manifest | None) -> Published:
    before = old.files if old else {}
    return Published(
        pages=manifest.pages,
        files=len(manifest.files),
        size=sum(entry.size for entry in manifest.files.values()),
        changed=sum(before.get(path) != entry for path, entry in manifest.files.items()),
        removed=len(before.keys() - manifest.files.keys()),
    )
