"""Safe operations on files and folders, a lock, and the translation of OSError to problems.

The operations raise OSError; `translated_os_errors` and `named_os_errors` turn it into an HostError.
"""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from generator.problems import ConcurrentBuildError, HostError, Place, Problem
from generator.system.manifest import Content, pieces

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_MODE = 0o644
FOLDER_MODE = 0o755
PRIVATE_MODE = 0o700
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)

# Errors of systems and file systems that cannot exchange two folders; EPERM comes from seccomp filters.
NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2

# Folders of a project in which nothing may be published.
SOURCES = ("content", "templates", ".git")

CODES = {
    errno.ENOSPC: "E701",
    errno.EDQUOT: "E701",
    errno.EFBIG: "E701",
    errno.EACCES: "E702",
    errno.EPERM: "E702",
    errno.EROFS: "E702",
    errno.EBUSY: "E708",
    errno.EXDEV: "E708",
}

# Why a file cannot be used, by its name in the catalogue.
REASONS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENOENT: "absent",
    errno.ENOTDIR: "kind",
    errno.EISDIR: "kind",
}

# Kind and permissions, size in bytes, time of the last change in nanoseconds, inode.
Signature = tuple[int, int, int, int]

_locks: set[int] = set()


@contextmanager
def translated_os_errors(shown: Place, form: str = "file") -> Iterator[None]:
    """Turn an OSError into an HostError at a given place.

    `form` is what was written, of which the message tells the state: file, site or zip.
    """
    try:
        yield
    except OSError as error:
        raise host_error(error, shown, CODES.get(error.errno or errno.EIO, "E709"), form) from error


def host_error(error: OSError, place: Place, code: str, form: str) -> HostError:
    """An OSError as an HostError with the reason that the system gives."""
    return HostError([Problem(place, code, reason=os.strerror(error.errno or errno.EIO), form=form)])


@contextmanager
def named_os_errors(root: Path | None = None) -> Iterator[None]:
    """Turn an OSError into an HostError at the file that it names, shown relative to `root`."""
    try:
        yield
    except OSError as error:
        if not isinstance(error.filename, str):
            raise
        path = Path(error.filename)
        inside = root is not None and path.is_relative_to(root) and path != root
        shown = path.relative_to(root).as_posix() if root and inside else path.as_posix()
        raise host_error(error, Place.whole(shown), "E733", REASONS.get(error.errno or 0, "other")) from error


def files_under(folder: Path) -> list[Path]:
    """Every file below a folder, sorted; none where there is no folder. Links to folders are not followed.

    Raises OSError for a folder that cannot be read, which Path.rglob ignores.
    """
    if not folder.is_dir():
        return []
    return sorted(Path(place, name) for place, _, names in walk(folder) for name in names)


def signature(status: os.stat_result) -> Signature:
    """The signature of a file, which differs after nearly every change of it."""
    return status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino


def named_files(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path from there. Raises OSError like files_under."""
    return {path.relative_to(folder).as_posix(): path for path in files_under(folder)}


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """os.walk that raises the OSError of a folder that cannot be read."""

    def fail(error: OSError) -> NoReturn:
        raise error

    return os.walk(folder, onerror=fail)


def make_folder(path: Path, mode: int = FOLDER_MODE) -> None:
    """Make a new folder with exactly these permissions, regardless of the umask."""
    path.mkdir(mode)
    path.chmod(mode)


def write_file(path: Path, content: Content) -> Signature:
    """Write a new file, readable by all, and return its signature; an existing file or link is an error."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, FILE_MODE)
    try:
        for piece in pieces(content):
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(handle, rest) :]
        path.chmod(FILE_MODE)
        return signature(os.fstat(handle))
    finally:
        os.close(handle)


def replace_file(path: Path, content: Content) -> None:
    """Write a file and replace an existing one in one step."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    write_file(draft, content)
    draft.replace(path)


def replace_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, all of them or none: where one fails, the others are as they were before.

    Raises HostError. A process that is killed between two of them leaves each file whole, old or new.
    """
    drafts: list[tuple[Path, Path]] = []
    before: list[tuple[Path, bytes | None]] = []
    folders: list[Path] = []
    try:
        for name, content in files.items():
            path = root / name
            with translated_os_errors(Place.whole(name)):
                folders += made_folders(path.parent)
                draft = path.with_name(f".{path.name}.draft")
                draft.unlink(missing_ok=True)
                drafts.append((draft, path))
                write_file(draft, content)
        for draft, path in drafts:
            with translated_os_errors(Place.whole(path.relative_to(root))):
                before.append((path, path.read_bytes() if path.exists() else None))
                draft.replace(path)
    except BaseException:
        with suppress(OSError):
            restore(drafts, before, folders)
        raise


def made_folders(path: Path) -> list[Path]:
    """Make a folder and the missing ones around it; returns those that are new, the outermost first."""
    missing = [each for each in (path, *path.parents) if not each.exists()][::-1]
    path.mkdir(parents=True, exist_ok=True)
    return missing


def restore(drafts: list[tuple[Path, Path]], before: list[tuple[Path, bytes | None]], folders: list[Path]) -> None:
    """Remove drafts, give files their former content, and remove new folders that are empty."""
    for draft, _ in drafts:
        draft.unlink(missing_ok=True)
    for path, content in before:
        if content is None:
            path.unlink(missing_ok=True)
        elif path.read_bytes() != content:
            replace_file(path, content)
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def remove(path: Path) -> None:
    """Remove a folder with all in it, if it exists; links in it are removed, not followed."""
    # Imported here, as ctypes below, for most commands do without.
    import shutil

    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        if os.path.lexists(path):
            raise


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot do that."""
    number = _exchange(os.fsencode(first), os.fsencode(second))
    if number in NO_EXCHANGE:
        return False
    if number:
        raise OSError(number, os.strerror(number), str(second))
    return True


def _exchange(first: bytes, second: bytes) -> int:
    """Call the C library; returns the error number, 0 for success."""
    if sys.platform not in ("linux", "darwin"):
        return errno.ENOSYS
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "linux":
            failed = library.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
        else:
            failed = library.renamex_np(first, second, RENAME_SWAP)
    except AttributeError:
        return errno.ENOSYS
    return ctypes.get_errno() if failed else 0


def flush_file_system(path: Path) -> None:
    """Flush the file system of a folder to its disk; all file systems where the system cannot flush one alone."""
    if sys.platform != "linux":
        if hasattr(os, "sync"):
            os.sync()
        return
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if library.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(path))
    finally:
        os.close(handle)


def flush_folder(path: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, shown: Place) -> Iterator[None]:
    """Hold the lock on a file, which the system releases when the process ends.

    Raises ConcurrentBuildError where another process holds it, HostError for errors of the disk.
    """
    with translated_os_errors(shown, "site"):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINKS, FILE_MODE)
    try:
        with translated_os_errors(shown, "site"):
            _lock(handle, shown)
        _locks.add(handle)
        yield
    finally:
        _locks.discard(handle)
        with suppress(OSError):
            os.close(handle)


def _lock(handle: int, shown: Place) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise ConcurrentBuildError([Problem(shown, "E703")]) from error


def _release_locks() -> None:
    """Close the locks in a forked worker, which must not hold them after its parent was killed."""
    while _locks:
        os.close(_locks.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_release_locks)
