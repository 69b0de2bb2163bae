"""Zip archives that hold no trace of clock, user or machine, written piece by piece.

Members are deflated by Python's zlib at its default level: one machine gives the same bytes each time. Another zlib may
pack the same members into other bytes; `contents_hash` stays the same.
"""

import zipfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE_FILE = 0o100644
ARCHIVES = frozenset({".zip", ".xlsx"})
# Deflated once more they would not become smaller.
COMPRESSED = ARCHIVES | {".woff2", ".png", ".jpg", ".gz"}
PIECE = 1_000_000

# A member: its name, its content in pieces, and its size in bytes where that is known before it is read.
Member = tuple[str, Iterable[bytes], int]
UNKNOWN = 0


def pack(target: IO[bytes] | Path, members: Iterable[Member], method: int = zipfile.ZIP_DEFLATED) -> None:
    """Write an archive of the members in their order. Raises OSError."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, pieces, size in members:
            member = zipfile.ZipInfo(name, EARLIEST)
            member.create_system = UNIX
            member.external_attr = READABLE_FILE << 16
            is_deflated = PurePosixPath(name).suffix in COMPRESSED
            member.compress_type = zipfile.ZIP_STORED if is_deflated else method
            # Above two gigabytes another header is needed, which is written before the content.
            member.file_size = size
            with archive.open(member, "w") as file:
                file.writelines(pieces)


def contents_hash(archive: IO[bytes] | Path) -> str:
    """SHA-256 of the names and contents of all members; an archive among them counts by its own members.

    Raises OSError.
    """
    whole = sha256()
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            with packed.open(name) as member:
                is_archive = PurePosixPath(name).suffix in ARCHIVES
                inner = contents_hash(member) if is_archive else file_hash(member)
            whole.update(f"{inner}  {name}\n".encode())
    return whole.hexdigest()


def file_hash(file: IO[bytes]) -> str:
    """SHA-256 of a file, read piece by piece."""
    known = sha256()
    while piece := file.read(PIECE):
        known.update(piece)
    return known.hexdigest()
