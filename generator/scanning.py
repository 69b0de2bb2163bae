"""The texts in a file of any kind, to be looked through for marks: also where they are escaped or packed."""

import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath

from generator.clearances import without_words
from generator.manifest import Entry

Scan = Callable[[str], Iterable[object]]

TEXTS = {".html", ".json", ".jsonld", ".csv", ".xml", ".txt", ".md", ".yml", ".js", ".mjs", ".css", ".svg"}
PACKED = {".xlsx", ".docx", ".ods", ".zip"}
DATABASES = {".sqlite", ".db"}
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
# Files packed in files packed in files; a deeper one is of nobody who means well.
DEEPEST = 3


def is_marked(
    path: str, content: bytes, scan: Scan, elsewhere: Collection[Entry] = (), cleared: Collection[str] = ()
) -> bool:
    """Whether a file bears a mark of secrecy, cleared words left out.

    What is packed in it and seen elsewhere is not looked at again.
    """
    texts = texts_in(PurePosixPath(path).suffix, content, elsewhere)
    return any(True for text in texts for _mark in scan(without_words(text, cleared)))


def texts_in(suffix: str, content: bytes, elsewhere: Collection[Entry] = (), depth: int = DEEPEST) -> Iterator[str]:
    """Everything in a file that somebody can read, also where it is escaped or packed; not what is seen elsewhere."""
    if suffix in TEXTS:
        text = content.decode("utf-8", "replace")
        yield text
        if "\\u" in text:
            yield ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    elif suffix in DATABASES:
        yield content.decode("utf-8", "ignore")
    elif suffix in PACKED and depth:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                member, kind = packed.read(name), PurePosixPath(name).suffix
                if Entry.of(member) in elsewhere:
                    continue
                yield member.decode("utf-8", "ignore")
                if kind in PACKED:
                    yield from texts_in(kind, member, elsewhere, depth - 1)
