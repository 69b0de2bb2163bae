"""The new site while it is written: each file is written, hashed and checked once, in the process that made it."""

import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile

from generator.build.file_checks import FileChecks, FileReport, fault
from generator.build.mirror import remove
from generator.problems import Place, Problem
from generator.system import filesystem
from generator.system.filesystem import Signature, signature, translated_os_errors
from generator.system.manifest import INDEX, NAME, Content, FileEntry, pieces
from generator.system.zips import ARCHIVES, contents_hash

PART = re.compile(r"(?!.*\.$)(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}", re.ASCII)
ROWS_END = b"\r\n"
# The mode of a file as it is written.
PUBLISHED = stat.S_IFREG | filesystem.FILE_MODE

File = tuple[str, Content]


@dataclass(slots=True)
class WrittenFiles:
    """Some files of the new site: entries, signatures on the disk, the report of the checks, and refused paths.

    `rows` are the numbers of rows of the tables among them, by path.
    """

    entries: dict[str, FileEntry] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    report: FileReport = field(default_factory=FileReport)
    refused: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, others: "WrittenFiles") -> None:
        """Add other files."""
        self.entries |= others.entries
        self.signatures |= others.signatures
        self.report.merge(others.report)
        self.refused += others.refused
        self.rows |= others.rows

    @property
    def is_faultless(self) -> bool:
        """Whether no file has a fault."""
        return not (self.report.faults or self.report.marked or self.refused)


@dataclass(frozen=True, slots=True)
class FileWriter:
    """Writes files of the new site, in any process that has its folder.

    root     the folder of the new site
    shown    the place of the published site, as messages name it
    checks   how files are checked
    """

    root: Path
    shown: Place
    checks: FileChecks

    def write(self, files: Iterable[File]) -> WrittenFiles:
        """Write, hash and check all files; only errors of writing are translated, not those that `files` raises."""
        written = WrittenFiles()
        for path, content in files:
            with translated_os_errors(self.shown, "site"):
                self.write_one(path, content, written)
        written.report.check_links_to(written.entries)
        return written

    def write_one(self, path: str, content: Content, written: WrittenFiles) -> None:
        """Write one file, or add a problem where its path cannot be in a site. Raises OSError."""
        if not all(map(PART.fullmatch, path.split("/"))):
            written.refused.append(fault("path", INDEX, path))
            return
        if path in written.entries:
            written.refused.append(fault("twice", path))
            return
        whole = content if isinstance(content, bytes) else b"".join(pieces(content))
        written.signatures[path] = self.write_file(path, whole)
        entry = FileEntry.of(content)
        written.entries[path] = entry if entry.contents else replace(entry, contents=archive_hash(path, whole))
        # Only rows of tables end like this.
        if path.endswith(".csv"):
            written.rows[path] = whole.count(ROWS_END) - 1
        self.checks.check(path, whole, written.report, written.entries.values())

    def write_file(self, path: str, content: bytes) -> Signature:
        """Write one file in the place of that of the previous site, unless they are equal. Raises OSError."""
        place = self.root / path
        try:
            return filesystem.write_file(place, content)
        except FileExistsError:
            # Never written into: it is a file of the published site too.
            status = place.lstat()
            if (status.st_mode, status.st_size) == (PUBLISHED, len(content)) and place.read_bytes() == content:
                return signature(status)
            remove(place)
        except NotADirectoryError:
            remove(next(folder for folder in place.parents if folder.is_file()))
            self.make_folder(place.parent)
        except FileNotFoundError:
            self.make_folder(place.parent)
        return filesystem.write_file(place, content)

    def make_folder(self, folder: Path) -> None:
        """Make a folder in the root and those that it is in; another process may do so too. Raises OSError."""
        if folder == self.root:
            # It was removed by the build that came after a killed one, of which this may be a worker.
            raise FileNotFoundError(folder)
        try:
            filesystem.make_folder(folder)
        except FileExistsError:
            if not folder.is_dir():
                raise
        except FileNotFoundError:
            self.make_folder(folder.parent)
            self.make_folder(folder)

    def link_all(self, site: Path, entries: Mapping[str, FileEntry], signatures: Mapping[str, Signature]) -> bool:
        """Link files of the previous site that the new one lacks; False, and no link, where one of them has changed."""
        root, places = os.fspath(self.root), []
        for path, entry in entries.items():
            if is_unchanged(f"{root}/{path}", signatures[path]):
                continue
            if not (is_unchanged(f"{site}/{path}", signatures[path]) or has_content(site / path, entry)):
                return False
            places.append(path)
        with translated_os_errors(self.shown, "site"):
            for path in places:
                if not (self.root / path).parent.is_dir():
                    self.make_folder((self.root / path).parent)
                link_or_copy(site / path, self.root / path)
        return True


def is_unchanged(path: str, written: Signature) -> bool:
    """Whether a file is the one that was written."""
    try:
        return signature(os.lstat(path)) == written
    except OSError:
        return False


def has_content(path: Path, entry: FileEntry) -> bool:
    """Whether a file has the content that was written; reading from a named pipe would block."""
    return path.is_file() and not path.is_symlink() and entry.content_at(path) is not None


def link_or_copy(path: Path, to: Path) -> None:
    """Make a hard link to a file, or a copy where the file system has no hard links. Raises OSError."""
    try:
        os.link(path, to, follow_symlinks=False)
    except FileExistsError:
        remove(to)
        link_or_copy(path, to)
    except OSError:
        shutil.copyfile(path, to)
        to.chmod(filesystem.FILE_MODE)


def archive_hash(path: str, content: bytes) -> str:
    """The hash of the members of an archive; "" for any other file."""
    if PurePosixPath(path).suffix not in ARCHIVES:
        return ""
    with suppress(BadZipFile):
        return contents_hash(BytesIO(content))
    return ""


@dataclass(slots=True)
class Staging:
    """All files of the new site: entries, the report of the checks, refused paths, and names by their folded form.

    `folders` are those of which no name is refused.
    """

    entries: dict[str, FileEntry] = field(default_factory=dict)
    report: FileReport = field(default_factory=FileReport)
    refused: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: {NAME.casefold(): ""})
    folders: set[str] = field(default_factory=lambda: {""})

    def add(self, written: WrittenFiles) -> None:
        """Add files that were written; a name that differs from another in case alone is refused."""
        for path in written.entries:
            folder = path[: path.rfind("/") + 1]
            is_refused = folder not in self.folders and any(map(self.is_taken, folder_names(path)))
            if is_refused or path in self.entries or self.is_taken(path):
                self.refused.append(fault("twice", path))
            else:
                self.folders.add(folder)
        self.entries.update(written.entries)
        self.refused += written.refused
        self.report.merge(written.report)

    def is_taken(self, name: str) -> bool:
        """Whether another name is the same where case is ignored, as some servers do; adds the name."""
        return self.names.setdefault(key_of(name), name) != name


def key_of(name: str) -> str:
    """The form of a name in which a file and a folder, and names that differ in case, are the same."""
    key = name.rstrip("/").casefold()
    # Most names are their own key, of which one copy is enough.
    return name if key == name else key


def folder_names(path: str) -> Iterator[str]:
    """The folders of a file, each with a slash at its end."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) + "/" for depth in range(1, len(parts)))
