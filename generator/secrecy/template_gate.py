"""Checks the templates and assets of a project, which are published unchanged, for marks and personal data."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator.problems import Place, Problem
from generator.secrecy.file_texts import PACKED, decoded_texts, is_zipfile
from generator.secrecy.marks import find_marks
from generator.secrecy.text_gate import gate_text, name_holds, safe_path
from generator.system.cache import SKIPPED

TEMPLATES = "templates"
# Longer lines are generated: their numbers are no personal data.
LONGEST_LINE = 1000
PRIVATE = frozenset(("S410", "S411", "S412"))


def template_holds(root: Path) -> Iterator[Problem]:
    """Holds of files among the templates of a project: of texts as for content, of other files for marks."""
    folder = root / TEMPLATES
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file() and SKIPPED not in path.parts:
            yield from file_holds(path.relative_to(root).as_posix(), path)


def file_holds(relative: str, path: Path) -> Iterator[Problem]:
    """Holds of one file; none for a file that cannot be read, which the build refuses."""
    try:
        content = path.read_bytes()
    except OSError:
        return
    text = text_of(content)
    held = list(text_holds(relative, text)) if text is not None else []
    yield from held
    if not held and ((text is None and any(name_holds(relative))) or is_marked_inside(relative, content)):
        yield Problem(Place.whole(safe_path(relative)), "S417")


def text_holds(relative: str, text: str) -> Iterator[Problem]:
    """Holds of a text; personal numbers in very long, generated lines are ignored."""
    lines = text.split("\n")
    for problem in gate_text(relative, text):
        if problem.code not in PRIVATE or len(lines[problem.place.line - 1]) <= LONGEST_LINE:
            yield problem


def is_marked_inside(relative: str, content: bytes) -> bool:
    """Whether a file has a mark in any encoding, escaped or packed, or is an archive that cannot be read."""
    if PurePosixPath(relative.lower()).suffix in PACKED and not is_zipfile(content):
        return True
    try:
        return any(find_marks(text) for text in decoded_texts(content))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        return True


def text_of(content: bytes) -> str | None:
    """The text of a file in one of the usual encodings; None for pictures, fonts and the like."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
