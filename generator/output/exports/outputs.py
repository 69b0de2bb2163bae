"""The input of exports, and the writing of CSV, JSON and zip."""

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
# Signs and figures are no formulas.
HARMLESS = re.compile(r"[=<>≤≥≦≧＝＜＞]{1,2}|[=+-]?[0-9]+(?:\.[0-9]+)?%?")
# The folders of the tables and of the JSON API. A breaking change of the API is a new version at a new address.
DATA = "data/"
API = "v1"
ANSWERS = f"api/{API}/"
IN_MEMORY = 10_000_000


@dataclass(frozen=True, slots=True)
class Export:
    """The input of an export."""

    facts: Facts
    config: Config
    findings: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A download: its size and hash, and the number of its rows where it is a table."""

    entry: FileEntry
    rows: int | None = None

    @classmethod
    def of(cls, path: str, content: Content) -> "FileInfo":
        """Return the info of a file with this content; only rows of our CSV end with CRLF."""
        rows = content.count(b"\r\n") - 1 if isinstance(content, bytes) and path.endswith(".csv") else None
        return cls(FileEntry.of(content), rows)


def day_or_unknown(value: date | None) -> str:
    """Return a day as text; the word for unknown for None."""
    return value.isoformat() if value else translate("absence.unknown")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV for spreadsheets: UTF-8 with BOM, CRLF, no formulas."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([without_formula(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode("utf-8")


def without_formula(cell: str) -> str:
    """Return the text of a cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    if FORMULA.match(cell) and not HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell


def json_bytes(tree: Any) -> bytes:
    """Return a tree as indented JSON in UTF-8, keys in the order given, with a final newline."""
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def compact_json_bytes(tree: Any) -> bytes:
    """Return a tree as JSON without indentation, keys in the order given, with a final newline."""
    return (json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def spooled_file() -> IO[bytes]:
    """Return a temporary file that is in memory while it is small."""
    return SpooledTemporaryFile(IN_MEMORY)


def zip_file(files: Iterable[tuple[str, Iterable[bytes]]]) -> IO[bytes]:
    """Pack files, each given in pieces, into one archive."""
    packed = spooled_file()
    pack(packed, ((name, content, UNKNOWN) for name, content in files))
    return packed


def zip_bytes(files: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """Pack small files into one archive and return its bytes."""
    return b"".join(pieces(zip_file(files)))
