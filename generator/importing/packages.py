"""Checks of the ZIP packages of office files before anything of them is read: sizes, names, entities, passwords."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from generator.importing.source import refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of an OLE file, named in UTF-16.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_MEMBERS, MOST_BYTES, PIECE = 2_000, 60_000_000, 1_000_000
IS_ENCRYPTED = 0x1
MARKUP = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
# What an entity needs, in any encoding that XML may have.
DECLARATIONS = tuple(
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)


def opened_package(name: str, data: bytes) -> ZipFile:
    """Return the package of an office file; raises UsageError for one that is broken or dangerous."""
    if data.startswith(OLE):
        raise refusal(name, "password" if ENCRYPTED in data else "old")
    if not data.startswith(b"PK"):
        raise refusal(name, "mismatch")
    try:
        package = ZipFile(BytesIO(data))
        members = package.infolist()
        if len(members) > MOST_MEMBERS:
            raise refusal(name, "members")
        if any(is_outside(member.filename) for member in members):
            raise refusal(name, "names")
        if any(member.flag_bits & IS_ENCRYPTED for member in members):
            raise refusal(name, "password")
        left = MOST_BYTES
        for member in members:
            for number, piece in enumerate(pieces_of(package, member)):
                left -= len(piece)
                if left < 0:
                    raise refusal(name, "size")
                if not number and MARKUP.search(member.filename) and any(each in piece for each in DECLARATIONS):
                    raise refusal(name, "entities")
    except (BadZipFile, EOFError, NotImplementedError, ValueError, zlib.error) as error:
        raise refusal(name, "broken") from error
    return package


def pieces_of(package: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Yield the content of a member in pieces, as it is and not as its header describes it."""
    with package.open(member) as file:
        while piece := file.read(PIECE):
            yield piece


def is_outside(name: str) -> bool:
    """Whether the name of a member leads out of a folder."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]
