"""Reads the file of a drawing, and finds all mistakes in it at once, each at its line and column."""

import re
from copy import copy
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from generator.forms.drawings.drawing import (
    ANY_CODE,
    Block,
    DrawnCell,
    FormDrawing,
    FormKind,
    FormPurpose,
    Slot,
    list_of,
)
from generator.forms.drawings.headings import with_names, with_scopes
from generator.forms.drawings.printed_units import printed_units
from generator.forms.drawings.sheet import SheetReader
from generator.forms.drawings.slots import SlotReader
from generator.forms.drawings.sums import with_sums
from generator.forms.drawings.titles import printed_titles
from generator.forms.drawings.vocabulary import KINDS, fields_of, needed_paths, subject_of
from generator.forms.fields import MONEY_UNITS
from generator.problems import Place, Problem, problem_order
from generator.text.yaml import MappingNode, ParsedFile, ScalarNode, read_text

HEAD = ("title", "for", "unit", "widths", "paper", "sheet")
NEEDED = ("title", "for", "unit", "widths", "sheet")
OF_WHAT = ("code", "kind", "years")
PAPERS = ("portrait", "landscape")
WIDTHS = re.compile("[1-9][0-9]{0,2}(?: +[1-9][0-9]{0,2}){0,29}")
YEARS = re.compile("((?:19|20)[0-9]{2})(?:-((?:19|20)[0-9]{2}))?")
# The key of the total of a group of money, and the names that forms print for one.
TOTAL_KEY = "total"
TOTAL_NAME = re.compile("(?:合计|总计|总额|共计|小计)$")
CODE = re.compile("[0-9]{6}")
# How many fields must be unknown, and how many times as many as in another kind of form, to doubt the kind.
MANY = 3


def read_drawing(file: str, data: bytes) -> tuple[FormDrawing | None, list[Problem]]:
    """Return the drawing in a file, None where it has mistakes, and all of these."""
    reading = read_text(file, data)
    if reading.root is None:
        return None, list(reading.problems)
    return DrawingReader(file, reading, reading.root).drawing()


def read_purpose(file: str, data: bytes) -> tuple[FormPurpose | None, list[Problem]]:
    """Return which forms the drawing in a file is for, without reading its sheet; None and mistakes where unknown."""
    reading = read_text(file, data)
    if reading.root is None:
        return None, list(reading.problems)
    return DrawingReader(file, reading, reading.root).purpose()


def broken_drawings(file: str, data: bytes) -> tuple[FormDrawing, ...]:
    """Return a drawing with mistakes without its cells, once for each kind of form that it may be for.

    Where its purpose cannot be read it may be the form of any place and year.
    """
    return broken_in(file, read_text(file, data))


def read_or_broken(file: str, data: bytes) -> tuple[tuple[FormDrawing, ...], list[Problem]]:
    """Return the drawing in a file, as `broken_drawings` does where it has mistakes, and all of these."""
    reading = read_text(file, data)
    if reading.root is None:
        return broken_in(file, reading), list(reading.problems)
    drawing, problems = DrawingReader(file, reading, reading.root).drawing()
    return (drawing,) if drawing else broken_in(file, reading), problems


def broken_in(file: str, reading: ParsedFile) -> tuple[FormDrawing, ...]:
    """Return a drawing with mistakes that was parsed, without its cells, for each kind of form."""
    reader = DrawingReader(file, reading, reading.root or reading.rest or MappingNode())
    reader.read_head()
    head, settings = reader.head, reader.root.get("for")
    is_known = isinstance(settings, MappingNode) and (head.code or "code" not in settings)
    code = head.code if is_known else ANY_CODE
    name = PurePosixPath(file).stem
    sheet = (file, head.title, head.unit, head.widths, head.paper, ())
    kinds = (head.kind,) if head.kind else KINDS
    return tuple(FormDrawing(name, kind, code, head.years, *sheet, is_broken=True) for kind in kinds)


def unknown_fields(problems: list[Problem]) -> int:
    """Return how many of some problems are fields that the kind of form has not."""
    return sum(problem.code == "E806" for problem in problems)


def is_total(slot: Slot, kind: FormKind | None) -> bool:
    """Whether a line of money of the form's own is the total of its group, by its role, or by its name without one."""
    total = (*slot.path[:-1], TOTAL_KEY)
    if not slot.is_own or kind is None or total not in fields_of(kind):
        return False
    return slot.role == TOTAL_KEY or (not slot.role and TOTAL_NAME.search(slot.path[-1]) is not None)


@dataclass(slots=True)
class Head:
    """The settings of a drawing."""

    title: str = ""
    kind: FormKind | None = None
    code: str = ""
    years: tuple[int, ...] = ()
    unit: str = MONEY_UNITS[0]
    widths: tuple[int, ...] = ()
    paper: str = PAPERS[0]


class DrawingReader:
    """Reads one file of a drawing."""

    def __init__(self, file: str, reading: ParsedFile, root: MappingNode) -> None:
        self.file, self.root = file, root
        self.lines = reading.text.split("\n")
        self.problems = list(reading.problems)
        self.head = Head()
        # The unit of money among the printed words.
        self.printed_unit = ""

    def report(self, node: Any, form: str, seen: str | None = None, **values: str) -> None:
        """Add E801 for a setting."""
        self.problems.append(Problem(Place(self.file, node.line, node.column), "E801", seen, form=form, **values))

    def drawing(self) -> tuple[FormDrawing | None, list[Problem]]:
        """Return the drawing, None where it has mistakes, and all of these."""
        purpose, _ = self.purpose()
        of_head = [*self.problems]
        blocks = self.blocks()
        if other := self.in_other_kind():
            self.problems = [*of_head, *other]
        if self.problems or purpose is None:
            return None, sorted(set(self.problems), key=problem_order)
        head = self.head
        name, kind, code, years = purpose.name, purpose.kind, purpose.code, purpose.years
        sheet = (self.file, head.title, head.unit, head.widths, head.paper, blocks, printed_titles(blocks))
        return FormDrawing(name, kind, code, years, *sheet, self.printed_unit), []

    def in_other_kind(self) -> list[Problem]:
        """E801 for a kind in which most fields of the sheet are unknown, with the problems of the one that has them.

        None where the kind is that of the sheet, whatever else is wrong with it.
        """
        seen = unknown_fields(self.problems)
        if self.head.kind is None or seen < MANY:
            return []
        found: dict[FormKind, list[Problem]] = {}
        for kind in KINDS:
            attempt = copy(self)
            attempt.head, attempt.problems = replace(self.head, kind=kind), []
            attempt.blocks()
            found[kind] = attempt.problems
        best = min(found, key=lambda kind: unknown_fields(found[kind]))
        if unknown_fields(found[best]) * MANY > seen:
            return []
        node = self.root["for"]["kind"]
        values = {"form": "kind", "count": seen, "kind": best}
        return [Problem(Place(self.file, node.line, node.column), "E801", str(node), **values), *found[best]]

    def purpose(self) -> tuple[FormPurpose | None, list[Problem]]:
        """Return which forms the drawing is for, and the mistakes in the settings."""
        self.read_head()
        head = self.head
        if head.kind is None:
            return None, self.problems
        return FormPurpose(PurePosixPath(self.file).stem, head.kind, head.code, head.years), self.problems

    def read_head(self) -> None:
        """Read the settings."""
        for key, node in self.root.items():
            if key not in HEAD:
                self.report(key, "unknown", str(key), allowed="、".join(HEAD))
            elif key == "for":
                self.read_purpose(node)
            elif not isinstance(node, ScalarNode) or not node.strip():
                self.report(key, "empty", str(key))
        for key in NEEDED:
            if key not in self.root:
                self.problems.append(Problem(Place(self.file), "E801", form="missing", key=key))
        self.head.title = self.scalar("title").rstrip("\n")
        self.head.unit = self.chosen("unit", MONEY_UNITS, self.root.get("unit"))
        self.head.paper = self.chosen("paper", PAPERS, self.root.get("paper"))
        widths = self.scalar("widths").strip()
        if WIDTHS.fullmatch(widths):
            self.head.widths = tuple(map(int, widths.split()))
        elif widths:
            self.report(self.root["widths"], "widths", widths)

    def scalar(self, key: str) -> str:
        """Return the text of a setting; empty where it has none."""
        node = self.root.get(key, "")
        return node if isinstance(node, str) else ""

    def chosen(self, key: str, allowed: tuple[str, ...], node: Any) -> str:
        """Return a setting out of a list, the first of it where the file has none."""
        if isinstance(node, str) and node and node not in allowed:
            self.report(node, "choice", str(node), key=key, allowed="、".join(allowed))
        return str(node) if node in allowed else allowed[0]

    def read_purpose(self, node: Any) -> None:
        """Read which forms the drawing is for."""
        if not isinstance(node, MappingNode):
            self.report(node, "purpose")
            return
        for key in node:
            if key not in OF_WHAT:
                self.report(key, "unknown", str(key), allowed="、".join(OF_WHAT))
        if "kind" not in node:
            self.report(node, "choice", key="kind", allowed="、".join(KINDS))
        self.chosen("kind", KINDS, node.get("kind"))
        self.head.kind = next((each for each in KINDS if each == node.get("kind")), None)
        code, years = node.get("code"), node.get("years")
        if code is not None and CODE.fullmatch(str(code)):
            self.head.code = str(code)
        elif code is not None:
            self.report(code, "code", str(code))
        if years is not None and (match := YEARS.fullmatch(str(years))):
            self.head.years = tuple(range(int(match[1]), int(match[2] or match[1]) + 1))
        if years is not None and not self.head.years:
            self.report(years, "years", str(years))

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the sheet."""
        node = self.root.get("sheet")
        if not isinstance(node, ScalarNode) or not node.strip() or not self.head.widths or self.head.kind is None:
            return ()
        if self.lines[node.line - 1][node.column - 1 :].strip() != "|":
            self.report(node, "sheet")
            return ()
        last = node.line + node.rstrip("\n").count("\n") + 1
        slots = SlotReader(self.head.kind)
        columns = len(self.head.widths)
        sheet = SheetReader(columns, slots)
        found = sheet.blocks(self.file, [(at + 1, self.lines[at]) for at in range(node.line, last)])
        blocks = tuple(with_scopes([tuple(row) for row in rows], columns) for rows in found)
        self.problems += slots.problems
        named, nameless = with_names(blocks)
        self.problems += nameless
        summed, columnless = with_sums(named, self.head.kind)
        self.problems += columnless
        self.check_slots(summed)
        self.check_roles(summed)
        self.check_needed(summed, self.head.kind)
        self.check_units(summed, self.head.kind)
        return summed

    def check_needed(self, blocks: tuple[Block, ...], kind: FormKind) -> None:
        """E817 for each cell that every record must have and that is not drawn; the title may have the subject."""
        if self.problems:
            return
        key = self.root["sheet"]
        drawn = {slot.path for block in blocks for row in block for cell in row for slot in cell.values}
        for path in needed_paths(kind):
            if path not in drawn and path != subject_of(kind):
                values = {"key": ".".join(path), "cell": fields_of(kind)[path].title}
                self.problems.append(Problem(Place(self.file, key.line, key.column), "E817", **values))

    def check_units(self, blocks: tuple[Block, ...], kind: FormKind) -> None:
        """E818 for each printed unit of money that is not the unit of the form."""
        for cell, unit in printed_units(blocks, kind):
            self.printed_unit = unit
            if unit != self.head.unit:
                self.problems.append(Problem(cell.place, "E818", cell.words("", "").strip(), unit=self.head.unit))

    def check_roles(self, blocks: tuple[Block, ...]) -> None:
        """E814 for a line of money of the form's own that is a part of another line of its group, E815 for a total."""
        slots = [(cell, slot) for block in blocks for row in block for cell in row for slot in cell.values]
        drawn = {slot.path for _, slot in slots}
        for cell, slot in slots:
            if slot.role and (*slot.path[:-1], slot.role) in drawn:
                self.problems.append(Problem(cell.place, "E814", slot.path[-1], key=slot.role))
            elif is_total(slot, self.head.kind):
                self.problems.append(Problem(cell.place, "E815", slot.path[-1], key=".".join(slot.path[:-1])))

    def check_slots(self, blocks: tuple[Block, ...]) -> None:
        """E809 for a field that is drawn twice; E811 for rows of two lists in one, and a list that is drawn twice."""
        drawn: dict[tuple[str, ...], DrawnCell] = {}
        rows: dict[tuple[str, ...], DrawnCell] = {}
        for row in (row for block in blocks for row in block):
            for cell in row:
                for slot in cell.values:
                    first = drawn.setdefault(slot.path, cell)
                    if first is not cell:
                        seen = ".".join(slot.path)
                        self.problems.append(Problem(cell.place, "E809", seen, first=first.place.line))
                    elif slot.rows and slot.rows != list_of(row):
                        self.problems.append(Problem(cell.place, "E811", ".".join(slot.rows), form="two"))
                    elif slot.rows and rows.setdefault(slot.rows, cell).place.line != cell.place.line:
                        self.problems.append(Problem(cell.place, "E811", ".".join(slot.rows), form="again"))
