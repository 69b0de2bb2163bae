"""What every export is given, and the two ways to write a table or a tree down."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checks import Finding
from generator.config import Config
from generator.facts import Facts

BOM = "\ufeff"
FORMULA = re.compile(r"[=+\-@\t\r]")
HARMLESS = re.compile(r"[=<>≤≥≦≧＝＜＞]{1,2}|-?[0-9]+(?:\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of the content the site was made from: commit and its day, empty where unknown."""

    commit: str = ""
    date: str = ""
    version: str = ""

    @property
    def told(self) -> dict[str, str]:
        """The state as exports tell it."""
        return {"version": self.version, "commit": self.commit, "date": self.date}


@dataclass(frozen=True, slots=True)
class Export:
    """What an export may see."""

    facts: Facts
    config: Config
    stamp: Stamp
    findings: Mapping[str, tuple[Finding, ...]]


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV that spreadsheets open as it is meant: UTF-8 with BOM, CRLF, no cell that computes."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[inert(cell) for cell in row] for row in rows])
    return (BOM + file.getvalue()).encode("utf-8")


def inert(cell: str) -> str:
    """The text of a cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    if FORMULA.match(cell) and not HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell


def json_bytes(tree: Any) -> bytes:
    """A tree as indented JSON with sorted keys as given, real Chinese characters and a final newline."""
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
