"""The input of exports, and the writing of CSV, JSON and zip."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol, TypeVar

from generator.analysis.question_kinds import QuestionYear
from generator.analysis.rules import Finding
from generator.analysis.site_facts import Facts
from generator.content.config import Config
from generator.output.exports.values import Stored, Value, text_of
from generator.system.manifest import Content, FileEntry, HashedContent

BOM = "\ufeff"
# JSON before it is written.
Tree = dict[str, Any]
# The files of an export, as (path, content).
Files = Iterator[tuple[str, bytes | HashedContent]]
# The signs with which formulas begin.
FORMULA = frozenset("=+-@\t\r")
# Signs and figures are no formulas.
HARMLESS = re.compile(r"[=<>≤≥≦≧＝＜＞]{1,2}|[=+-]?[0-9]+(?:\.[0-9]+)?%?")
# The mark of digits in JSON before they become a number: a lone surrogate, which no text of a file can hold.
MARK = "\udc00"
MARKED = re.compile(f'"{MARK}([-0-9.]+){MARK}"')
# Cells that the writer of CSV turns into text as `text_of` does.
WRITTEN_AS_THEY_ARE = frozenset((int, type(None)))
# Rows that are written at once.
TOGETHER = 2_000
# The folders of the tables and of the JSON API. A breaking change of the API is a new version at a new address.
DATA = "data/"
API = "v2"
ANSWERS = f"api/{API}/"
# The name of the files with everything.
ALL = "all"
# The words of comparisons that do not depend on a form.
COMPARISON_WORDS = "compare/words.json"
# The separators of JSON without indentation.
COMPACT = (",", ":")
# The media types of downloads by the endings of their names.
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


Rows = TypeVar("Rows", bound=Sequence[Any])


class TableRows(Protocol):
    """A source of the rows of tables, of the whole site or of one city and year."""

    def rows(self, table: str, city: str = "", year: int = 0) -> Iterator[tuple[Stored, ...]]:
        """Yield the rows by city, department, year (the newest first) and number."""

    def count(self, table: str, city: str = "", year: int = 0) -> int:
        """Return the number of rows."""

    def size(self, table: str) -> int:
        """Return the bytes of the texts of all rows of the site, about those of its CSV."""

    def topic_hash(self, topic: str, year: int) -> str:
        """Return a hash of the indicators of a topic and year, "" where they are not stored."""


class NoRows:
    """A source without rows."""

    def rows(self, table: str, city: str = "", year: int = 0) -> Iterator[tuple[Stored, ...]]:
        """Yield nothing."""
        return iter(())

    def count(self, table: str, city: str = "", year: int = 0) -> int:
        """Return 0."""
        return 0

    def size(self, table: str) -> int:
        """Return 0."""
        return 0

    def topic_hash(self, topic: str, year: int) -> str:
        """Return ""."""
        return ""


@dataclass(frozen=True, slots=True)
class Export:
    """The input of an export.

    rows     the rows of the tables of the whole site
    answers  the answers of each question of readers for each year
    """

    facts: Facts
    config: Config
    findings: Mapping[str, tuple[Finding, ...]]
    rows: TableRows = field(default_factory=NoRows, kw_only=True)
    answers: tuple[tuple[QuestionYear, ...], ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """Files of the whole site that are made together, and the tables of whose rows they are made.

    `rows_hash` is a hash of rows that are in no table; without both, files are made of all content.
    """

    name: str
    make: Callable[[], Iterator[tuple[str, Content]]]
    tables: tuple[str, ...] = ()
    rows_hash: str = ""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A download: its size and hash, and the number of its rows where it is a table."""

    entry: FileEntry
    rows: int | None = None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a CSV for spreadsheets: UTF-8 with BOM, CRLF, no formulas; numbers are plain digits."""
    return b"".join(csv_pieces(header, rows))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield a CSV in pieces."""
    yield csv_head(header)
    yield from map(csv_rows, in_batches(rows))


def csv_head(header: Sequence[str]) -> bytes:
    """Return the beginning of a CSV."""
    return BOM.encode("utf-8") + csv_rows([header])


def csv_rows(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return some rows of a CSV."""
    file = io.StringIO()
    # Most cells are texts that need no change; calling a function for each would take twice as long.
    csv.writer(file, lineterminator="\r\n").writerows(
        [
            one
            if (one[:1] not in FORMULA if isinstance(one, str) else one.__class__ in WRITTEN_AS_THEY_ARE)
            else plain_text(one)
            for one in row
        ]
        for row in rows
    )
    return file.getvalue().encode("utf-8")


def in_batches(rows: Iterable[Rows]) -> Iterator[list[Rows]]:
    """Yield rows, many at a time."""
    waiting = iter(rows)
    while batch := list(islice(waiting, TOGETHER)):
        yield batch


def plain_text(cell: Value) -> str:
    """Return a cell as text; one that a spreadsheet would take for a formula begins with an apostrophe."""
    if not isinstance(cell, str):
        return text_of(cell)
    if cell[:1] in FORMULA and not HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell


def json_text(tree: Any, indent: int | None = None, separators: tuple[str, str] | None = None) -> str:
    """Return a tree as JSON, keys in the order given; a Decimal is a number with its own digits."""
    text = json.dumps(tree, ensure_ascii=False, indent=indent, separators=separators, default=marked_digits)
    return MARKED.sub(r"\1", text)


def marked_digits(value: Any) -> str:
    """Return a Decimal as digits in marks, a day as text."""
    return f"{MARK}{value:f}{MARK}" if isinstance(value, Decimal) else value.isoformat()


def json_bytes(tree: Any) -> bytes:
    """Return a tree as indented JSON in UTF-8 with a final newline."""
    return (json_text(tree, indent=2) + "\n").encode("utf-8")


def compact_json_bytes(tree: Any) -> bytes:
    """Return a tree as JSON without indentation in UTF-8 with a final newline."""
    return (json_text(tree, separators=COMPACT) + "\n").encode("utf-8")


def without_end(cells: list[Any]) -> list[Any]:
    """Return cells without missing ones at the end."""
    while cells and cells[-1] is None:
        cells.pop()
    return cells
