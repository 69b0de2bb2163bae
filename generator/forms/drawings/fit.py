"""Compares the cells of a record with those of a drawing: which of them have no place in the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.forms.cells import TABLES, Cell, cells, named_cells, table_columns, withheld_cells
from generator.forms.drawings.drawing import FormDrawing, Path, Slot
from generator.forms.drawings.vocabulary import NOT_DRAWN, SUBJECTS, fields_of
from generator.forms.fields import FieldGroup
from generator.forms.model import Form
from generator.words import translate

# The cells of a record that no drawing needs to have.
NOT_COMPARED = NOT_DRAWN.union(SUBJECTS)


@dataclass(frozen=True, slots=True)
class Misfit:
    """The cells of a record that a drawing has no place for, and the fields of the drawing that the record lacks."""

    homeless: tuple[Path, ...]
    lacking: tuple[Path, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.homeless or self.lacking)

    def words(self, drawing: FormDrawing) -> str:
        """The names of the cells and fields, in a sentence about the drawing."""
        parts = {"homeless": self.homeless, "lacking": self.lacking}
        names = {key: names_of(paths, drawing) for key, paths in parts.items() if paths}
        return "；".join(translate(f"drawings.misfit.{key}", cells=cells) for key, cells in names.items())


def names_of(paths: Iterable[Path], drawing: FormDrawing) -> str:
    """Return the names of some fields in words."""
    fields = fields_of(drawing.kind)
    return "、".join(fields[path].title if path in fields else path[-1] for path in paths)


def misfit(form: Form, drawing: FormDrawing) -> Misfit:
    """Return the cells of a record that its drawing lacks, and the fields of the drawing that the record lacks."""
    return Misfit(homeless_paths(form, drawing), tuple(slot.path for slot in forgotten_slots(form, drawing)))


def homeless_paths(form: Form, drawing: FormDrawing) -> tuple[Path, ...]:
    """Return the paths of the cells of a record that its drawing lacks, without the numbers of rows."""
    drawn = {slot.path for slot in drawing.slots} | {slot.rows for slot in drawing.slots if slot.rows}
    paths = dict.fromkeys(map(drawn_path, cells(form)))
    return tuple(path for path in paths if path not in NOT_COMPARED and path not in drawn)


def forgotten_slots(form: Form, drawing: FormDrawing) -> Iterator[Slot]:
    """Yield the slots of a drawing for which a record has no value, optional ones left out."""
    return (slot for slot in drawing.slots if not slot.is_optional and lacks(form, slot))


def drawn_path(cell: Cell) -> Path:
    """Return the keys of the field of a cell, without the number of its row."""
    return tuple(str(step) for step in cell.path if not isinstance(step, int))


def lacks(form: Form, slot: Slot) -> bool:
    """Whether a record has no cell for a slot."""
    if not slot.rows:
        return value_at(form, slot.path) is None
    return value_at(form, slot.rows) is None or lacks_column(form, slot)


def missing_part(form: Form, path: Path) -> Path:
    """Return the keys of the first group on the way to a missing cell that has no cells, else those of the cell."""
    for length in range(1, len(path)):
        if is_missing(value_at(form, path[:length])):
            return path[:length]
    return path


def is_missing(part: object) -> bool:
    """Whether a record has neither a cell nor a group with cells."""
    return part is None or (isinstance(part, FieldGroup) and all(is_missing(value) for *_, value in named_cells(part)))


def lacks_column(form: Form, slot: Slot) -> bool:
    """Whether the list of a slot has no such column; one without open rows does not show which columns it has."""
    rows, key = open_rows(form, slot), slot.path[-1]
    return bool(rows) and not any(row.values.get(key) is not None or key in withheld_cells(row) for row in rows)


def lacks_optional_column(form: Form, slot: Slot) -> bool:
    """Whether the list of a slot has no such column, or none but what tasks withhold together with another."""
    key, table = slot.path[-1], TABLES[slot.path[0] == "indicators"]
    if any(row.values.get(key) is not None for row in open_rows(form, slot)):
        return False
    is_known = key in {column.key for column in table_columns(form, table)}
    return bool(open_rows(form, slot)) and not (is_known and not lacks_column(form, slot))


def open_rows(form: Form, slot: Slot) -> list[FieldGroup]:
    """Return the rows of the list of a slot that are not withheld whole."""
    rows = value_at(form, slot.rows)
    return [row for row in rows if getattr(row, "withheld", None) != "all"] if isinstance(rows, tuple) else []


def value_at(form: Form, path: Path) -> object:
    """Return the value at the keys of a form; None where a group on the way is not on it."""
    part: object = form
    for key in path:
        part = getattr(part, key, None)
    return part
