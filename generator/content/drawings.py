"""The drawings of a city's own forms, and the checks of the form that a record names."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.content.cell_problems import CellProblem
from generator.content.file_reader import FileReader
from generator.forms.cells import CellPath, cells, own_cells, part_at
from generator.forms.drawings.collection import chosen_drawing, drawings_named, names_of
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.fit import drawn_path, misfit
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.vocabulary import SHAPES
from generator.forms.fields import FieldGroup, title_of, titles_of
from generator.forms.model import Form


def read_drawings(reader: FileReader, folder: Path) -> tuple[FormDrawing, ...]:
    """Read the drawings in the folder of a city; their problems are added to those of the reader."""
    found: list[FormDrawing] = []
    for path in reader.entries(folder):
        if path.suffix != ".yml" or path.is_dir():
            reader.report(path, "E503", form="forms")
        elif drawing := drawing_at(reader, path):
            if rival := next((each for each in found if each.rivals(drawing)), None):
                reader.report(path, "E813", other=rival.file)
            found.append(drawing)
    return tuple(found)


def drawing_at(reader: FileReader, path: Path) -> FormDrawing | None:
    """Read one drawing; None where it is held or has mistakes."""
    text = reader.text(path)
    if text is None:
        return None
    drawing, problems = read_drawing(reader.name(path), text.encode("utf-8"))
    reader.problems += problems
    return drawing


def form_problems(form: Form, drawings: Iterable[FormDrawing]) -> Iterator[CellProblem]:
    """E812 for a form that names a drawing that does not exist, or one of another kind of form."""
    if not form.form:
        return
    own = tuple(drawings)
    kinds = {each.kind for each in drawings_named(form.form, own)}
    if kind_of_form(form) not in kinds:
        values = {"form": "kind"} if kinds else {"form": "name", "allowed": "、".join(names_of(own))}
        yield CellProblem(("form",), "E812", form.form, **values)


# The blocks that may be missing from a form.
BLOCKS = ("budget", "execution", "tasks", "goal", "actual_goal")


def forgotten_blocks(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """E301 for a block that the drawing of a form has and its record has not."""
    drawing = chosen_drawing(form.form or "", code, kind_of_form(form), year, drawings)
    drawn = {slot.path[0] for slot in drawing.slots if not slot.is_optional} if drawing else set()
    written = {cell.path[0] for cell in cells(form)}
    for key in BLOCKS:
        if key in drawn and key not in written:
            cell = title_of(type(form), key)
            yield CellProblem((), "E301", cell=cell, key=key, form=type(form).__name__.lower())


def own_cell_problems(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """E826 for each cell under a printed name that the drawing of the form has not."""
    own = own_cells(form)
    if not own:
        return
    drawing = chosen_drawing(form.form or "", code, kind_of_form(form), year, drawings)
    drawn = {slot.path for slot in drawing.slots if slot.is_own} if drawing else set()
    for path, cell in {drawn_path(cell): cell for cell in reversed(own)}.items():
        typed = typed_key(form, cell.path)
        if path in drawn and not typed:
            continue
        choices = [each[-1] for each in drawn if each[:-1] == path[:-1]]
        near = difflib.get_close_matches(path[-1], choices, 1, 0.5)
        values = {"name": drawing.name if drawing else "", "key": typed, **({"near": near[0]} if near else {})}
        which = "typed" if typed else "near" if near else "drawn" if drawing else "none"
        yield CellProblem(cell.path, "E826", cell=title_of(type(form), *cell.path), form=which, **values)


def typed_key(form: Form, path: CellPath) -> str:
    """Return the key of a field in the same group whose title is the name of an own cell; empty where there is none."""
    group: FieldGroup = part_at(form, path[:-1])
    titles = titles_of(type(group))
    return next((key for key, title in titles.items() if title == path[-1]), "")


def form_warnings(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """W421 for a form whose cells are not those of its drawing, so that it is shown as a data table."""
    drawing = chosen_drawing(form.form or "", code, kind_of_form(form), year, drawings)
    if drawing and (trouble := misfit(form, drawing)):
        yield CellProblem((), "W421", cells=trouble.words(drawing), name=drawing.name)


def kind_of_form(form: Form) -> FormKind:
    """The kind of form that a form is."""
    return next(kind for kind, shape in SHAPES.items() if isinstance(form, shape))
