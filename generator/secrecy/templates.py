"""The templates and assets of a project, which go to the site as they are, pass the gate like its content."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator.problems import Place, Problem
from generator.secrecy.raw_text import find_marks, gate_text, name_holds, safe_path
from generator.secrecy.scanning import PACKED, anything_in, is_zipfile
from generator.system.cache import SKIPPED

FOLDER = "templates"
# A line that is longer was made by a machine: its numbers are nobody's.
LONGEST_LINE = 1000
PRIVATE = frozenset(("S410", "S411", "S412"))


def template_holds(root: Path) -> Iterator[Problem]:
    """Why files among the templates of a project must be held: texts as any other, of anything else the marks."""
    folder = root / FOLDER
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file() and SKIPPED not in path.parts:
            yield from file_holds(path.relative_to(root).as_posix(), path)


def file_holds(way: str, path: Path) -> Iterator[Problem]:
    """Why one file must be held; nothing for one that cannot be read, which a build refuses by itself."""
    try:
        content = path.read_bytes()
    except OSError:
        return
    text = text_of(content)
    told = list(text_holds(way, text)) if text is not None else []
    yield from told
    if not told and ((text is None and any(name_holds(way))) or is_marked_inside(way, content)):
        yield Problem(Place.whole(safe_path(way)), "S417")


def text_holds(way: str, text: str) -> Iterator[Problem]:
    """Why a text must be held; numbers in lines that a machine made are nobody's."""
    lines = text.split("\n")
    for problem in gate_text(way, text):
        if problem.code not in PRIVATE or len(lines[problem.place.line - 1]) <= LONGEST_LINE:
            yield problem


def is_marked_inside(way: str, content: bytes) -> bool:
    """Whether a file bears a mark in any encoding, escaped or packed, or is packed so that it cannot be looked at."""
    if PurePosixPath(way.lower()).suffix in PACKED and not is_zipfile(content):
        return True
    try:
        return any(find_marks(text) for text in anything_in(content))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        return True


def text_of(content: bytes) -> str | None:
    """The text of a file in one of the encodings that people write in; None for pictures, fonts and the like."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
