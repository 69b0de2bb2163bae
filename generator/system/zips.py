"""ZIP archives that depend on their members alone, not on clock, user or machine.

They are deflated by zlib at one level: the bytes are the same on one machine. Another version of zlib may give other
bytes; `contents_hash` is the same.
"""

import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import IO

from generator.system.manifest import FileEntry, HashedContent, pieces

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
            is_compressed = PurePosixPath(name).suffix in COMPRESSED
            member = described_member(name, zipfile.ZIP_STORED if is_compressed else method)
            # The level of the archive is not that of members that are described like this.
            member._compresslevel = LEVEL  # type: ignore[attr-defined]
            member.file_size = sizes.get(name, 0)
            with archive.open(member, "w") as file:
                file.writelines(content)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file as archives store it, deflated once: its packed bytes, and checksum and size of its content.

    `contents` is the hash of the content; of an archive that of its members.
    """

    raw: bytes
    checksum: int
    size: int
    contents: str
    method: int = zipfile.ZIP_DEFLATED


class Packer:
    """Deflates a file as it is written."""

    def __init__(self, level: int = LEVEL) -> None:
        self.compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.digest = sha256()
        self.raw: list[bytes] = []
        self.checksum = self.size = 0

    def write(self, piece: bytes) -> None:
        """Add a piece of the content."""
        self.raw.append(self.compressor.compress(piece))
        self.digest.update(piece)
        self.checksum = zlib.crc32(piece, self.checksum)
        self.size += len(piece)

    def packed(self) -> PackedFile:
        """The file, when all of it is written."""
        self.raw.append(self.compressor.flush())
        return PackedFile(b"".join(self.raw), self.checksum, self.size, self.digest.hexdigest())


def packed_file(content: Iterable[bytes], level: int = LEVEL) -> PackedFile:
    """A file from the pieces of its content."""
    packer = Packer(level)
    for piece in content:
        packer.write(piece)
    return packer.packed()


def stored_file(archive: HashedContent) -> PackedFile:
    """An archive inside another archive, which does not deflate it again."""
    raw = b"".join(pieces(archive))
    return PackedFile(raw, zlib.crc32(raw), len(raw), archive.entry.contents, zipfile.ZIP_STORED)


def packed_archive(members: Iterable[tuple[str, PackedFile]]) -> HashedContent:
    """An archive of packed files with its entry, whose hash of the members is made of theirs."""
    target, digest = BytesIO(), sha256()
    with zipfile.ZipFile(target, "w") as archive:
        for name, file in members:
            add_packed(archive, target, name, file)
            digest.update(f"{file.contents}  {name}\n".encode())
    content = target.getvalue()
    entry = FileEntry.of(content)
    return HashedContent(content, FileEntry(entry.sha256, entry.size, digest.hexdigest()))


def add_packed(archive: zipfile.ZipFile, target: BytesIO, name: str, file: PackedFile) -> None:
    """Add a packed file to an archive that is written to `target`.

    zipfile itself has no function for members that are deflated already.
    """
    member = described_member(name, file.method)
    member.CRC, member.file_size, member.compress_size = file.checksum, file.size, len(file.raw)
    member.header_offset = target.tell()
    target.write(member.FileHeader())
    target.write(file.raw)
    archive.filelist.append(member)
    archive.NameToInfo[name] = member
    archive.start_dir = target.tell()
    archive._didModify = True  # type: ignore[attr-defined]


def described_member(name: str, method: int) -> zipfile.ZipInfo:
    """A member without a trace of the clock or the machine."""
    member = zipfile.ZipInfo(name, EARLIEST)
    member.create_system = UNIX
    member.external_attr = READABLE_FILE << 16
    member.compress_type = method
    return member


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
