"""The input of exports, and the writing of CSV, JSON and zip."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.analysis.rules import Finding
from generator.analysis.site_facts import Facts
from generator.content.config import Config
from generator.system.manifest import Content, FileEntry
from generator.words import translate

BOM = "\ufeff"
# JSON before it is written.
Tree = dict[str, Any]
# The files of an export, as (path, content).
Files = Iterator[tuple[str, bytes]]
FORMULA = re.compile(r"[=+\-@\t\r]")
# Signs and figures are no formulas.
HARMLESS = re.compile(r"[=<>≤≥≦≧＝＜＞]{1,2}|[=+-]?[0-9]+(?:\.[0-9]+)?%?")
# The folders of the tables and of the JSON API. A breaking change of the API is a new version at a new address.
DATA = "data/"
API = "v1"
ANSWERS = f"api/{API}/"
# The name of the files with everything.
ALL = "all"
# The media types of downloads by the endings of their names.
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


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


def text_or_unknown(value: date | int | None) -> str:
    """Return a day or a number of days as text; the word for unknown for None."""
    return translate("absence.unknown") if value is None else str(value)


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
