"""Reads a filled form by its drawing: the value of each cell, and the rows and cells that differ from the drawing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import PERSONAL, UNIT, VALUE, DrawnCell, FormDrawing, Path, Slot
from generator.forms.drawings.drawn_lines import DrawnLine, lines_of
from generator.forms.drawings.read_cells import (
    ReadCell,
    bare,
    bare_title,
    file_rows,
    is_as_drawn,
    pattern_of,
    title_pattern,
)
from generator.forms.drawings.row_pairing import RowPairing
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import SHAPES, fields_of, kind_of_slot
from generator.forms.fields import BLANK, COUNT, MONEY, NONE_WRITTEN, WITHHELD
from generator.problems import Place, Problem
from generator.text import amounts

SEPARATED = re.compile(r"-?[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?")
UNIT_PATH: CellPath = ("unit",)


@dataclass(slots=True)
class FilledForm:
    """The result of reading a filled form: the text of each cell by its path in a record, and the problems.

    `sources` are the cells of the file that the values come from, `labels` those with printed words, `personal` those
    with personal data, whose texts are in no value.
    """

    values: dict[CellPath, str] = field(default_factory=dict)
    sources: dict[CellPath, ReadCell] = field(default_factory=dict)
    labels: set[ReadCell] = field(default_factory=set)
    personal: set[ReadCell] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read_filled(drawing: FormDrawing, file: str, title: str, cells: Sequence[ReadCell]) -> FilledForm:
    """Return the values of the table in a file by a drawing; every difference between the two is a problem."""
    return FilledReader(drawing, file).read(title, cells)


class FilledReader:
    """Reads one file by a drawing."""

    def __init__(self, drawing: FormDrawing, file: str) -> None:
        self.drawing = drawing
        self.file = file
        self.fields = fields_of(drawing.kind)
        self.lines: tuple[DrawnLine, ...] = ()
        self.form = FilledForm()
        self.reported: set[Problem] = set()
        self.titles = FormTitles(SHAPES[drawing.kind], drawing.titles_of())
        # The cells of a record with several values in the file.
        self.doubled: set[CellPath] = set()

    def report(self, cell: ReadCell, code: str, seen: str | None = None, **values: str) -> None:
        """Add a problem of a cell of the file, once for a cell over several rows; what was seen is on one line."""
        one_line = None if seen is None else " ".join(seen.split())
        problem = Problem(Place(self.file, cell.row, cell.column), code, one_line, **values)
        if problem not in self.reported:
            self.reported.add(problem)
            self.form.problems.append(problem)

    def read(self, title: str, cells: Sequence[ReadCell]) -> FilledForm:
        """Read the title and all rows."""
        if not re.fullmatch(title_pattern(self.drawing), bare_title(title)):
            first = ReadCell(1, 1, title)
            self.report(first, "E823", title, wanted=self.drawing.titled("××××").replace("\n", ""))
        self.form.values["title",] = title
        rows = file_rows(cells)
        self.lines = tuple(lines_of(self.drawing, rows))
        costs = [[self.cost(line, row) for row in rows] for line in self.lines]
        repeats, optional = [bool(line.rows) for line in self.lines], [line.is_optional for line in self.lines]
        pairs = RowPairing(costs, repeats, optional).pairs()
        self.report_unpaired(rows, pairs)
        numbers: dict[Path, int] = {}
        for at, number in pairs:
            line = self.lines[at]
            if not line.rows:
                self.read_row(line, rows[number], 0)
                continue
            self.read_row(line, rows[number], numbers.get(line.rows, 0))
            numbers[line.rows] = numbers.get(line.rows, 0) + 1
        for keys, count in numbers.items():
            self.drop_blank_row(keys, count)
        return self.form

    def drop_blank_row(self, keys: Path, count: int) -> None:
        """Read the one blank row of a list as a list that was left blank."""
        row = {path: text for path, text in self.form.values.items() if path[: len(keys) + 1] == (*keys, 0)}
        if count == 1 and not any(row.values()):
            self.form.values = {path: text for path, text in self.form.values.items() if path not in row}
            self.form.values[keys] = BLANK

    def report_unpaired(self, rows: Sequence[Sequence[ReadCell]], pairs: Sequence[tuple[int, int]]) -> None:
        """E820 for each row of the file that is not drawn; E821 for each drawn one that the file has not."""
        drawn, found = {at for at, _ in pairs}, {number for _, number in pairs}
        for number, row in enumerate(rows):
            if number not in found and any(cell.text.strip() for cell in row):
                self.report(row[0], "E820", " | ".join(cell.text for cell in row))
        for at, line in enumerate(self.lines):
            if at not in drawn and not line.is_optional:
                words = " | ".join(cell.words("", "") for cell in line.cells)
                self.form.problems.append(Problem(line.place, "E821", words, file=self.file))

    def cost(self, line: DrawnLine, row: Sequence[ReadCell]) -> int | None:
        """Return how many printed words of a row differ; None where it has other cells than the drawn one."""
        pairs = self.paired(line, row)
        if pairs is None or any(is_foreign(line, cell, found, row) for cell, found in pairs):
            return None
        return sum(not has_words(line, cell, found) for cell, found in pairs)

    def paired(self, line: DrawnLine, row: Sequence[ReadCell]) -> list[tuple[DrawnCell, ReadCell]] | None:
        """Pair the cells of a row by their order; None where their number differs, unless the last is all the rest.

        The rest of a row in a list may be one cell that is blank or withheld. In files without merged cells, where each
        row has a cell in each column, those beside the first of a drawn cell are blank or have the same text.
        """
        if len(row) == len(line.cells):
            return list(zip(line.cells, row, strict=True))
        if len(row) == len(self.drawing.widths) > len(line.cells):
            pairs = [(cell, row[cell.column]) for cell in line.cells]
            texts = [(found.text, other.text) for cell, found in pairs for other in row[cell.column + 1 : cell.end]]
            return pairs if all(text in (BLANK, first) for first, text in texts) else None
        if not line.rows or not 0 < len(row) < len(line.cells):
            return None
        # On a page whose block has no other row, such a cell is over one column.
        is_rest = row[-1].text == WITHHELD or (row[-1].text == BLANK and row[-1].colspan > 1)
        rest = [row[-1]] * (len(line.cells) - len(row))
        return list(zip(line.cells, [*row, *rest], strict=True)) if is_rest else None

    def read_row(self, line: DrawnLine, row: Sequence[ReadCell], number: int) -> None:
        """Read the values of a row; the row of a list has a number."""
        pairs = self.paired(line, row) or []
        self.read_repeated(pairs, row)
        for cell, found in pairs:
            if not has_words(line, cell, found):
                words = cell.words(self.drawing.unit, "××××")
                self.report(found, "E822", found.text, wanted=words, line=str(cell.place.line))
            slot = cell.slot
            if cell.row < line.number and not (slot and slot.rows) and begins_in(found, row):
                # The lower part of a cell over several rows, in a file without merged cells: blank or the same again.
                if slot is None:
                    # The upper part may be in optional rows that the form has not.
                    self.read_inside(cell, found)
                elif found.text == self.form.values.get(slot.path):
                    self.form.labels.add(found)
                continue
            if slot is None:
                self.read_inside(cell, found)
            elif slot.kind == PERSONAL:
                self.form.personal.add(found)
            elif slot.kind != VALUE:
                self.form.labels.add(found)
            elif slot.rows:
                self.add(slot, (*slot.rows, number, slot.path[-1]), found)
            else:
                self.add(slot, slot.path, found)

    def read_repeated(self, pairs: Sequence[tuple[DrawnCell, ReadCell]], row: Sequence[ReadCell]) -> None:
        """Mark the cells that repeat the text of a merged cell, in files without merged cells, as read."""
        columns = {found: cell for cell, found in pairs} if len(row) > len(pairs) else {}
        for at, found in enumerate(row):
            if cell := columns.get(found):
                again = [each for each in row[at + 1 : at + cell.colspan] if each.text]
                is_personal = cell.slot is not None and cell.slot.kind == PERSONAL
                (self.form.personal if is_personal else self.form.labels).update(again)

    def read_inside(self, cell: DrawnCell, found: ReadCell) -> None:
        """Read the printed words of a cell, and the value and the unit among them."""
        is_personal = any(slot.kind == PERSONAL for slot in cell.slots)
        (self.form.personal if is_personal else self.form.labels).add(found)
        slots = [slot for slot in cell.slots if slot.kind in (VALUE, UNIT)]
        match = re.fullmatch(pattern_of(cell), found.text, re.DOTALL) if slots else None
        for slot, text in zip(slots, map(str.strip, match.groups()) if match else (), strict=False):
            path = slot.path if slot.kind == VALUE else UNIT_PATH
            if self.form.values.setdefault(path, text) != text:
                self.report(
                    found,
                    "E822",
                    found.text,
                    wanted=cell.words(self.form.values[path], "××××"),
                    line=str(cell.place.line),
                )
            self.form.sources.setdefault(path, found)

    def add(self, slot: Slot, path: CellPath, found: ReadCell) -> None:
        """Add a value; E824 for one that is the name of a column, or no figure where one is expected.

        E830 for another value of a cell that a record has once; it may stand in each row of a list.
        """
        first = self.form.values.get(path)
        if first and not slot.rows:
            if found.text.strip() and found.text != first and path not in self.doubled:
                self.doubled.add(path)
                place = self.form.sources[path]
                self.report(found, "E830", name=self.titles.full_title(*path), first=str(place.row))
            self.form.labels.add(found)
            return
        kind = kind_of_slot(slot, self.drawing)
        columns = [other.path for other in self.drawing.slots if slot.rows and other.rows == slot.rows]
        titles = {self.fields[column].title for column in columns if column in self.fields}
        if bare(found.text) in titles:
            self.report(found, "E824", found.text, form="heading")
        elif kind in (MONEY, COUNT) and not is_figure(found.text):
            self.report(found, "E824", found.text, form=kind)
        self.form.values[path] = found.text
        self.form.sources[path] = found


def has_words(line: DrawnLine, cell: DrawnCell, found: ReadCell) -> bool:
    """Whether a cell has the words of the drawn one; below the first row of that it may be blank."""
    return is_as_drawn(cell, found) or (cell.row < line.number and not found.text.strip())


def is_foreign(line: DrawnLine, cell: DrawnCell, found: ReadCell, row: Sequence[ReadCell]) -> bool:
    """Whether a cell begins in a row of a list with other words than the heading of the list, such as a footer."""
    is_below = bool(line.rows) and cell.row < line.number and begins_in(found, row)
    return is_below and not has_words(line, cell, found)


def begins_in(found: ReadCell, row: Sequence[ReadCell]) -> bool:
    """Whether a cell begins in a row, and does not reach down into it."""
    return found.row == max(each.row for each in row)


def without_separators(text: str) -> str:
    """Return a figure without the separators of thousands that files may have."""
    plain = text.strip()
    return re.sub("[,，]", "", plain) if SEPARATED.fullmatch(plain) else plain


def is_figure(text: str) -> bool:
    """Whether a text is an amount, which may be negative, or one of the words for none."""
    if text.strip() in (BLANK, NONE_WRITTEN, WITHHELD):
        return True
    try:
        amounts.signed_amount(without_separators(text))
    except amounts.FigureError:
        return False
    return True
