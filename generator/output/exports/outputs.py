"""What every export is given, and the ways to write a table or a tree down."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.analysis.facts import Facts
from generator.analysis.rules import Finding
from generator.content.config import Config
from generator.system.manifest import Content, FileEntry

BOM = "\ufeff"
FORMULA = re.compile(r"[=+\-@\t\r]")
# A sign, a figure, or a sign before a figure computes nothing but itself.
HARMLESS = re.compile(r"[=<>≤≥≦≧＝＜＞]{1,2}|[=+-]?[0-9]+(?:\.[0-9]+)?%?")


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
