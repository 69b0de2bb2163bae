"""What every export is given, and the ways to write a table or a tree down, and to pack files together."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from generator.analysis.rules import Finding
from generator.analysis.site_facts import Facts
from generator.content.config import Config
from generator.system.manifest import Content, FileEntry, pieces
from generator.system.zips import UNKNOWN, pack
from generator.words import translate

BOM = "\ufeff"
FORMULA = re.compile(r"[=+\-@\t\r]")
# A sign, a figure, or a sign before a figure computes nothing but itself.
HARMLESS = re.compile(r"[=<>≤≥≦≧＝＜＞]{1,2}|[=+-]?[0-9]+(?:\.[0-9]+)?%?")
# The folder of the tables, and that of the answers for programs. A change that breaks a reader of the answers is a new
# version at a new address.
DATA = "data/"
API = "v1"
ANSWERS = f"api/{API}/"
IN_MEMORY = 10_000_000


@dataclass(frozen=True, slots=True)
class Export:
    """What an export may see."""

    facts: Facts
    config: Config
    findings: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file to take home: its size and hash, and how many rows it has where it is a table."""

    entry: FileEntry
    rows: int | None = None

    @classmethod
    def of(cls, path: str, content: Content) -> "FileInfo":
        """The offer of a file with this content; a CSV of ours ends its rows, and nothing else, with CRLF."""
        rows = content.count(b"\r\n") - 1 if isinstance(content, bytes) and path.endswith(".csv") else None
        return cls(FileEntry.of(content), rows)


def day_or_unknown(value: date | None) -> str:
    """Return a day as text; the word for a day that nobody knows."""
    return value.isoformat() if value else translate("absence.unknown")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV that spreadsheets open as it is meant: UTF-8 with BOM, CRLF, no cell that computes."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([without_formula(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode("utf-8")


def without_formula(cell: str) -> str:
    """The text of a cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    if FORMULA.match(cell) and not HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell


def json_bytes(tree: Any) -> bytes:
    """A tree as indented JSON with sorted keys as given, real Chinese characters and a final newline."""
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def compact_json_bytes(tree: Any) -> bytes:
    """A tree as JSON without indentation, keys in the order given, real Chinese characters and a final newline."""
    return (json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def spooled_file() -> IO[bytes]:
    """A file of our own that lies in memory while it is small, and on the disk when it is not."""
    return SpooledTemporaryFile(IN_MEMORY)


def zip_file(files: Iterable[tuple[str, Iterable[bytes]]]) -> IO[bytes]:
    """Files, each in pieces, as one archive."""
    packed = spooled_file()
    pack(packed, ((name, content, UNKNOWN) for name, content in files))
    return packed


def zip_bytes(files: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """The same of files that are small."""
    return b"".join(pieces(zip_file(files)))
