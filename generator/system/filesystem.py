"""The few things publishing does to the disk, each as safe as the system lets it be.

All of them raise OSError; `told` turns it into a Problem with a place.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.problems import EnvironmentTrouble, Place, Problem
from generator.system.manifest import Content, pieces

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_MODE = 0o644
FOLDER_MODE = 0o755
PRIVATE_MODE = 0o700
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
CLOSE_IN_PROGRAMS = getattr(os, "O_CLOEXEC", 0)

# What the system says when it, or this file system, knows no exchange; seccomp filters say EPERM.
NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
LINUX_HERE = -100
LINUX_EXCHANGE = 2
MACOS_SWAP = 2

# What people write themselves: nothing that we make may ever come to lie in it.
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

# Why a file cannot be used, by the names that the catalogue has for it.
REASONS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENOENT: "absent",
    errno.ENOTDIR: "kind",
    errno.EISDIR: "kind",
}

_locks: set[int] = set()


class Locked(Exception):
    """Another process holds the lock."""


@contextmanager
def translated_os_errors(shown: Place, form: str = "file") -> Iterator[None]:
    """Turns an OSError from within into an EnvironmentTrouble about what `shown` names.

    `form` is what was being written, so that the sentence can say how things stand: file, site or zip.
    """
    try:
        yield
    except OSError as error:
        number = error.errno or errno.EIO
        problem = Problem(shown, CODES.get(number, "E709"), reason=os.strerror(number), form=form)
        raise EnvironmentTrouble([problem]) from error


@contextmanager
def named_os_errors(root: Path | None = None) -> Iterator[None]:
    """Turns an OSError about a file or folder from within into an EnvironmentTrouble that names it, below `root`."""
    try:
        yield
    except OSError as error:
        if not isinstance(error.filename, str):
            raise
        path = Path(error.filename)
        inside = root is not None and path.is_relative_to(root) and path != root
        shown = path.relative_to(root).as_posix() if root and inside else path.as_posix()
        form = REASONS.get(error.errno or 0, "other")
        reason = os.strerror(error.errno or errno.EIO)
        raise EnvironmentTrouble([Problem(Place.whole(shown), "E733", reason=reason, form=form)]) from error


def files_under(folder: Path) -> list[Path]:
    """Every file below a folder, sorted, none where it is not there; linked folders are not entered.

    Raises OSError for a folder that cannot be read, which Path.rglob passes over.
    """
    if not folder.is_dir():
        return []
    found = os.walk(folder, onerror=_raise)
    return sorted(Path(place, name) for place, _, names in found for name in names)


def _raise(error: OSError) -> None:
    raise error


def make_folder(path: Path, mode: int = FOLDER_MODE) -> None:
    """Makes one new folder with exactly these permissions, whatever the umask is."""
    path.mkdir(mode)
    path.chmod(mode)


def write_file(path: Path, content: Content) -> None:
    """Writes one new file whole and readable by all; a file or a link that is there already is an error."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS | CLOSE_IN_PROGRAMS, FILE_MODE)
    try:
        for piece in pieces(content):
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(handle, rest) :]
        path.chmod(FILE_MODE)
    finally:
        os.close(handle)


def replace_file(path: Path, content: Content) -> None:
    """Writes a file whole and puts it in the place of the one that is there, if any, in one step."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    write_file(draft, content)
    draft.replace(path)


def remove(path: Path) -> None:
    """Removes a folder and all in it; links in it are removed, not followed. None there is fine."""
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        if os.path.lexists(path):
            raise


def move(source: Path, target: Path) -> None:
    """Renames a folder in one step."""
    source.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step, so that at no moment a name is missing; False where that is unknown."""
    failed = _swap(os.fsencode(one), os.fsencode(other))
    if failed in NO_EXCHANGE:
        return False
    if failed:
        raise OSError(failed, os.strerror(failed), str(other))
    return True


def _swap(one: bytes, other: bytes) -> int:
    """Asks the C library for the exchange and returns its error number, 0 when it is done."""
    if sys.platform not in ("linux", "darwin"):
        return errno.ENOSYS
    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "linux":
            refused = library.renameat2(LINUX_HERE, one, LINUX_HERE, other, LINUX_EXCHANGE)
        else:
            refused = library.renamex_np(one, other, MACOS_SWAP)
    except AttributeError:
        return errno.ENOSYS
    return ctypes.get_errno() if refused else 0


def flush_all() -> None:
    """Brings everything written so far to the disk itself."""
    if hasattr(os, "sync"):
        os.sync()


def flush_folder(path: Path) -> None:
    """Brings the names in one folder to the disk itself, where the system can do that for a folder."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | CLOSE_IN_PROGRAMS)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock on this file; it goes with the process, however that ends. Raises Locked."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINKS | CLOSE_IN_PROGRAMS, FILE_MODE)
    try:
        _lock(handle)
        _locks.add(handle)
        yield
    finally:
        _locks.discard(handle)
        with suppress(OSError):
            os.close(handle)


def _lock(handle: int) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Locked from error


def _release_locks() -> None:
    """A forked worker must not keep the lock alive after the builder itself was killed."""
    while _locks:
        os.close(_locks.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_release_locks)
