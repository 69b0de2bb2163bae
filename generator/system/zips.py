"""ZIP archives that depend on their members alone, not on clock, user or machine.

They are deflated by zlib at one level: the bytes are the same on one machine. Another version of zlib may give other
bytes; `contents_hash` is the same.
"""

import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import IO

from generator.system.manifest import FileEntry, pieces

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE_FILE = 0o100644
ARCHIVES = frozenset({".zip", ".xlsx"})
COMPRESSED = ARCHIVES | {".woff2", ".png", ".jpg", ".gz"}
IN_MEMORY = 10_000_000
# The level of zlib: a higher one takes eight times as long for 4 % less.
LEVEL = 6

# The path of a member and its content in pieces.
Members = Iterable[tuple[str, Iterable[bytes]]]


def write_members(
    target: IO[bytes] | Path,
    members: Members,
    method: int = zipfile.ZIP_DEFLATED,
    sizes: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Write an archive of the members in their order. Raises OSError.

    Members of more than two gigabytes need their size in `sizes`: it decides on the header before the content.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, EARLIEST)
            member.create_system = UNIX
            member.external_attr = READABLE_FILE << 16
            is_compressed = PurePosixPath(name).suffix in COMPRESSED
            member.compress_type = zipfile.ZIP_STORED if is_compressed else method
            # The level of the archive is not that of members that are described like this.
            member._compresslevel = LEVEL  # type: ignore[attr-defined]
            member.file_size = sizes.get(name, 0)
            with archive.open(member, "w") as file:
                file.writelines(content)


def spooled_file() -> IO[bytes]:
    """A temporary file that is in memory while it is small."""
    return SpooledTemporaryFile(IN_MEMORY)


def zip_file(members: Members, method: int = zipfile.ZIP_DEFLATED) -> IO[bytes]:
    """An archive as a temporary file."""
    file = spooled_file()
    write_members(file, members, method)
    return file


def zip_bytes(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A small archive as bytes."""
    return b"".join(pieces(zip_file(members, method)))


def contents_hash(archive: IO[bytes] | Path) -> str:
    """SHA-256 of the names and contents of all members; an archive among them counts by its own members.

    Raises OSError.
    """
    digest = sha256()
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            with opened.open(name) as member:
                is_archive = PurePosixPath(name).suffix in ARCHIVES
                inner = contents_hash(member) if is_archive else FileEntry.of(member).sha256
            digest.update(f"{inner}  {name}\n".encode())
    return digest.hexdigest()
