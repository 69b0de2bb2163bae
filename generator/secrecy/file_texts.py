"""The texts in a file of any kind that are searched for marks, also where they are escaped or packed."""

import gzip
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath

from generator.secrecy.clearances import without_words
from generator.system.manifest import FileEntry
from generator.text.folding import STARS, VARIANTS

Scan = Callable[[str], Iterable[object]]

TEXTS = {".html", ".json", ".jsonld", ".csv", ".xml", ".txt", ".md", ".yml", ".js", ".mjs", ".css", ".svg"}
PACKED = {".xlsx", ".docx", ".ods", ".zip"}
DATABASES = {".sqlite", ".db"}
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
# How deep archives may be nested; deeper ones are suspicious.
DEEPEST = 3
LARGEST = 200_000_000
GZIP = b"\x1f\x8b"
# Archives that nothing here can open.
UNREADABLE_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
# Escapes of scripts and style sheets: \u{79d8}, \u79d8, \79d8.
ANY_ESCAPE = re.compile(r"\\(?:u\{0*([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|([0-9a-fA-F]{1,6})[ \t\n]?)")


def is_marked(
    path: str, content: bytes, scan: Scan, elsewhere: Collection[FileEntry] = (), cleared: Collection[str] = ()
) -> bool:
    """Whether a file has a mark of secrecy, cleared words left out.

    Packed files that are listed in `elsewhere` are not scanned again.
    """
    return has_mark(texts_in(PurePosixPath(path).suffix, content, elsewhere), scan, cleared)


def has_mark(texts: Iterable[str], scan: Scan, cleared: Collection[str] = ()) -> bool:
    """Whether one of some texts has a mark of secrecy, cleared words left out."""
    return any(True for text in texts for _mark in scan(without_words(text, cleared)))


def unescaped_texts(text: str) -> Iterator[str]:
    """A text, and where it has escapes as in JSON the text without them."""
    yield text
    if "\\u" in text:
        yield ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)


def texts_in(suffix: str, content: bytes, elsewhere: Collection[FileEntry] = (), depth: int = DEEPEST) -> Iterator[str]:
    """Every readable text of a file, also escaped or packed; packed files listed in `elsewhere` are skipped."""
    if suffix in TEXTS:
        yield from unescaped_texts(content.decode("utf-8", "replace"))
    elif suffix in DATABASES:
        yield content.decode("utf-8", "ignore")
    elif suffix in PACKED and depth:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                member, kind = packed.read(name), PurePosixPath(name).suffix
                if elsewhere and FileEntry.of(member) in elsewhere:
                    continue
                if kind in PACKED and is_zipfile(member):
                    yield from texts_in(kind, member, elsewhere, depth - 1)
                else:
                    yield member.decode("utf-8", "ignore")


def decoded_texts(content: bytes, depth: int = DEEPEST) -> Iterator[str]:
    """The possible texts of a file of unknown type: unpacked, and decoded in each likely encoding.

    Raises ValueError for an archive that cannot be unpacked, and the errors of `gzip` and `zipfile`.
    """
    if content.startswith(UNREADABLE_ARCHIVES):
        raise ValueError
    if content.startswith(GZIP) and depth:
        with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
            yield from decoded_texts(limited_content(packed.read(LARGEST + 1)), depth - 1)
        return
    if is_zipfile(content) and depth:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise ValueError
            for name in archive.namelist():
                yield name
                yield from decoded_texts(archive.read(name), depth - 1)
    for text in decodings(content):
        yield text
        if "\\" in text:
            yield ANY_ESCAPE.sub(unescaped, text)


def is_zipfile(content: bytes) -> bool:
    """Whether a content is a zip archive, also with other bytes before or after it."""
    return zipfile.is_zipfile(BytesIO(content))


def limited_content(content: bytes) -> bytes:
    """The content; ValueError where it exceeds the limit."""
    if len(content) > LARGEST:
        raise ValueError
    return content


def unescaped(escape: re.Match[str]) -> str:
    """The character of an escape, or the escape where there is no such character."""
    code = int(escape[1] or escape[2] or escape[3], 16)
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else escape[0]


def decodings(content: bytes) -> Iterator[str]:
    """A file decoded in each likely encoding."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    yield content.decode("utf-8", "ignore") if text is None else text
    if text is not None and "\0" not in text:
        return
    for encoding in ("gb18030", "big5hkscs"):
        yield likely_text(content.decode(encoding, "ignore"))
    for start in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            yield likely_text(content[start:].decode(encoding, "ignore"))


CIRCLED = "㊙"


@cache
def likely_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of a piece of text, and that of several common characters in a row.

    Characters that are not common come from pictures or fonts decoded as text.
    """
    pairs = (bytes((row, cell)) for row in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for cell in range(0xA1, 0xFF))
    texts = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    common = re.escape("".join(sorted({*texts, *VARIANTS, *STARS, *CIRCLED})))
    return re.compile(f"[\\x20-\\x7e{common}]{{4,}}"), re.compile(f"[{common}]{{3,}}")


def likely_text(text: str) -> str:
    """The pieces of a decoded text that look like text: with several common characters in a row."""
    piece, in_a_row = likely_patterns()
    return "\n".join(some for some in piece.findall(text) if in_a_row.search(some))
