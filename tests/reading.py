"""What the tests of reading share: a good site project, and the table of hostile inputs.

hostile.tsv has one row for each input: id, where it goes, what it is, the input and what must come of it.

where     input                              expected
file      a whole YAML file                  problems, or the text of its key `a` behind "="
<cell>    the cell in the good record        problems, or the value of the cell behind "="
record    old text => new text in it         problems, or "ok"
finding   old text => new text in it         rule and state of the findings
warning   old text => new text in it         warnings of a check on 10 March 2026, or "ok"
path      a file (<= what it is a copy of)   problems with the path they are told at
disk      what stands there instead          problems with the path they are told at
later     what nobody looks at yet           why

Problems are written `E204 13:14` (line and column) or `E107*20` (so many of them, wherever). In inputs,
\\n \\t \\r \\\\ \\xNN (a byte) \\uNNNN \\UNNNNNNNN are what they are in Python, and «x»*9 is nine times x.
"""

import csv
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.content.cell_problems import placed
from generator.content.consistency import day_problems, record_problems
from generator.forms.fields import validate
from generator.forms.model import Record
from generator.problems import Problem
from generator.text.yaml import MappingNode, locate, read_text

HERE = Path(__file__).parent
GOOD = HERE / "content" / "good"
BROKEN = HERE / "content" / "broken"
RECORD = "content/shili/jiaoyuju/2026.yml"
ESCAPE = re.compile(rb"\\(?:([ntr\\])|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
DECISION = "basis: 依据, decided_on: 2026-01-05, decided_by: 某局"
SIGNS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"\\": b"\\"}


@dataclass(frozen=True, slots=True)
class Hostile:
    """One row of the table."""

    id: str
    where: str
    what: str
    input: str
    expected: str

    @property
    def bytes(self) -> bytes:
        """The input as it goes into a file."""
        repeated = re.sub("«(.*?)»\\*([0-9]+)", lambda match: match[1] * int(match[2]), self.input)
        return ESCAPE.sub(unescaped, repeated.encode())

    @property
    def text(self) -> str:
        """The input as text."""
        return self.bytes.decode()


def unescaped(match: re.Match[bytes]) -> bytes:
    """The bytes that one escape stands for."""
    sign, byte, *points = match.groups()
    if sign:
        return SIGNS[sign]
    if byte:
        return bytes([int(byte, 16)])
    return chr(int(points[0] or points[1], 16)).encode("utf-8", "surrogatepass")


def hostile_table() -> list[Hostile]:
    """All rows of hostile.tsv."""
    with (HERE / "hostile.tsv").open(encoding="utf-8", newline="") as file:
        return [Hostile(*row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def hostile(*where: str) -> pytest.MarkDecorator:
    """Run a test for each row that goes to one of these places."""
    rows = [row for row in hostile_table() if row.where in where]
    return pytest.mark.parametrize("row", rows, ids=[f"{row.id} {row.what}" for row in rows])


def told(problems: tuple[Problem, ...] | list[Problem], expected: str) -> str:
    """The problems in the way the table expects them."""
    if "*" in expected:
        return ", ".join(f"{code}*{count}" for code, count in sorted(Counter(map(code_of, problems)).items()))
    places = sorted({(problem.place, problem.code) for problem in problems})
    return ", ".join(f"{code} {place.line}:{place.column}" for place, code in places)


def code_of(problem: Problem) -> str:
    """The code of a problem."""
    return problem.code


def good_text() -> str:
    """The text of the good record."""
    return (GOOD / RECORD).read_text(encoding="utf-8")


def good_root() -> MappingNode:
    """The nodes of the good record."""
    root = read_text(RECORD, good_text().encode()).root
    assert root is not None
    return root


def steps(cell: str) -> tuple[str | int, ...]:
    """The path to a cell: its keys and positions."""
    return tuple(int(step) if step.isdigit() else step for step in cell.split("."))


def with_cell(cell: str, value: str) -> str:
    """The good record with something else behind the colon of one cell."""
    lines = good_text().split("\n")
    number = locate(good_root(), steps(cell))[0].line - 1
    key = re.match(r" *(?:- )?[a-z_]+:", lines[number])
    assert key
    return "\n".join([*lines[:number], f"{key[0]} {value}", *lines[number + 1 :]])


def value_of(record: Any, cell: str) -> Any:
    """What a cell of a record holds."""
    for step in steps(cell):
        record = record[step] if isinstance(step, int) else getattr(record, step)
    return record


def replaced(change: str) -> str:
    """The good record with `old => new` done to it."""
    old, new = change.split(" => ")
    assert good_text().count(old) == 1, f"{old!r} must stand in the good record once"
    return good_text().replace(old, new)


def record_of(text: str) -> tuple[Record | None, list[Problem]]:
    """The record that a text holds, and everything that is wrong with it."""
    reading = read_text(RECORD, text.encode())
    problems = list(reading.problems)
    if reading.root is None:
        return None, problems
    record, misfits = validate(Record, reading.root, RECORD)
    problems += misfits
    if record:
        problems += record_problems(RECORD, record, reading.root)
        problems += placed(day_problems(record), RECORD, reading.root)
    return record, problems


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the good site project that a test may spoil."""
    return Path(shutil.copytree(GOOD, tmp_path / "project"))


def form_of(text: str) -> Record:
    """The form that a text of a department's file holds."""
    root = read_text("2026.yml", text.encode()).root
    assert root is not None
    form, problems = validate(Record, root, "2026.yml")
    assert form is not None, problems
    return form


def rows_in_json(table: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table in the JSON file of a form, without the cells that they lack."""
    rows = (zip(table["columns"], cells, strict=False) for cells in table["rows"])
    return [{key: cell for key, cell in row if cell is not None} for row in rows]
