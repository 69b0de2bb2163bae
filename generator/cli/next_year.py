"""What the draft of a form takes over from the form of an earlier year: what repeats, and the rest as comments."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.content.file_names import YEAR
from generator.content.file_reader import FileReader
from generator.forms.cells import CellPath, cell_texts
from generator.forms.drawings.collection import is_data_table
from generator.forms.drawings.draft import DraftValues
from generator.forms.drawings.drawing import UNIT, FormDrawing, Path as Keys, Slot
from generator.forms.drawings.vocabulary import NOT_DRAWN, SHAPES
from generator.forms.fields import WITHHELD, field_title
from generator.forms.model import TARGET_KEYS, Form, Indicator, form_shape
from generator.text.yaml_writer import yaml_entry
from generator.words import translate

# The cells that a form of the next year has again; of an indicator all that it needs but its target.
ALWAYS = [key for key, field in Indicator.model_fields.items() if field.is_required()]
NEEDED = {*Indicator.needed_columns, *ALWAYS} - {*TARGET_KEYS}
REPEATED: frozenset[Keys] = frozenset(
    {("department",), ("supervisor",), ("name",), ("code",), ("nature",), ("category",), ("implementer",)}
    | {("tasks", "key", "name"), ("tasks", "other", "name")}
    | {("indicators", key) for key in NEEDED}
)
NAME: Keys = ("indicators", "name")


class FormerForm(NamedTuple):
    """The form of the last year before, with its path in the project and its year; None where it cannot be read."""

    path: str
    year: str
    form: Form | None


def earlier_form(root: Path, record: PurePosixPath, year: str, project: str) -> FormerForm | None:
    """Return the form of the last year before that a department or a project has; None where there is none."""
    folder = root / record.parent.parent if project else root / record.parent
    paths = folder.glob(f"*/{project}.yml" if project else "*.yml")
    years = {path.parent.name if project else path.stem: path for path in paths}
    before = [each for each in years if YEAR.fullmatch(each) and each < year]
    if not before:
        return None
    path = years[max(before)]
    form = FileReader(root.absolute()).load(form_shape(bool(project), is_results=False), path.absolute())[0]
    return FormerForm(path.relative_to(root).as_posix(), max(before), form)


def prints_unit(drawing: FormDrawing) -> bool:
    """Whether a drawing prints the unit of money; forms of one that does not may be in any."""
    return any(slot.kind == UNIT for cell in drawing.cells for slot in cell.slots)


class CarriedOver:
    """The cells of a form as the draft of a later year has them."""

    def __init__(self, form: Form, year: str, drawing: FormDrawing) -> None:
        self.year = year
        self.drawing = drawing
        self.before = cell_texts(form)
        self.texts: dict[CellPath, str] = {}
        self.remarks: dict[CellPath, list[str]] = {}
        self.rows = {rows: self.open_rows(rows) for rows in {slot.rows for slot in drawing.slots if slot.rows}}
        for slot in drawing.slots:
            self.add(slot)
        # The words of a data table are those of no form.
        if is_data_table(drawing) or not prints_unit(drawing):
            self.texts["unit",] = form.unit
        if is_data_table(drawing):
            self.remarks["title",] = [*self.former_lines(form.title)]

    @property
    def values(self) -> DraftValues:
        """The cells of the draft, blank where they do not repeat, with their former texts as remarks."""
        return DraftValues(self.texts, self.remarks)

    def open_rows(self, rows: Keys) -> list[int]:
        """Return the numbers of the rows of a list whose name is not withheld."""
        numbers = sorted({int(path[-2]) for path in self.before if path[:-2] == rows and len(path) == len(rows) + 2})
        return [number for number in numbers if self.before.get((*rows, number, "name")) != WITHHELD]

    def add(self, slot: Slot) -> None:
        """Add the cells of a slot; an optional one where the form had it, of a list without rows one blank row."""
        if not slot.rows:
            self.add_cell(slot, slot.path, slot.path)
            return
        key, numbers = slot.path[-1], self.rows[slot.rows]
        for at, number in enumerate(numbers):
            self.add_cell(slot, (*slot.rows, at, key), (*slot.rows, number, key))
        if not numbers and not slot.is_optional:
            self.texts[*slot.rows, 0, key] = ""

    def add_cell(self, slot: Slot, path: CellPath, former: CellPath) -> None:
        """Add one cell: the former text of one that repeats, else a blank one below its former text."""
        text = self.before.get(former)
        if text is None and slot.is_optional:
            return
        repeats = slot.path in REPEATED and text != WITHHELD
        self.texts[path] = (text or "") if repeats else ""
        if text and not repeats:
            self.remarks[path] = list(self.former_lines(text))
        if slot.path == NAME and text and repeats:
            # To be made a line of its own where the name changes.
            self.remarks[path] = [yaml_entry("earlier", text, "")] if "\n" not in text else []

    def lost(self) -> Iterator[str]:
        """Yield sentences about what is not taken over: cells that the new form has not, rows that are withheld."""
        drawn = {path for slot in self.drawing.slots for path in (slot.path, slot.rows)} | NOT_DRAWN
        keys = (tuple(step for step in path if isinstance(step, str)) for path in self.before)
        shape = SHAPES[self.drawing.kind]
        names = [field_title(shape, path) for path in dict.fromkeys(keys) if path not in drawn]
        if names:
            yield translate("starter.earlier.gone", cells="、".join(names))
        names_of_rows = (text for path, text in self.before.items() if len(path) > 1 and path[-1] == "name")
        hidden = [text for text in names_of_rows if text == WITHHELD]
        if hidden:
            yield translate("starter.earlier.hidden", count=len(hidden))

    def former_lines(self, text: str) -> Iterator[str]:
        """Yield the former text of a cell in lines for comments."""
        if text == WITHHELD:
            yield translate("starter.earlier.withheld", year=self.year)
            return
        for line in re.split("\n+", text.strip("\n")):
            yield translate("starter.earlier.text", year=self.year, text=line)


def head_of(earlier: FormerForm, carried: CarriedOver | None) -> str:
    """Return the comments at the top of a draft about the form that it takes over from."""
    key = "head" if carried else "unread"
    lines = [translate(f"starter.earlier.{key}", path=earlier.path, year=earlier.year).rstrip("\n")]
    lines += [f"#   {sentence}" for sentence in (carried.lost() if carried else ())]
    return "\n".join(lines) + "\n"
