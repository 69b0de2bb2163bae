"""The drawings of a city's own forms, and the checks of the form that a record names."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.content.cell_problems import CellProblem
from generator.content.file_reader import FileReader
from generator.content.nearby_drawings import bytes_of
from generator.forms.cells import WITHHELD_KEYS, CellPath, cells, own_cells, part_at, tables_of
from generator.forms.drawings.collection import drawing_names, drawing_of, kind_of_form, purposes_named
from generator.forms.drawings.drawing import FormDrawing, Path as Keys
from generator.forms.drawings.filled import is_figure
from generator.forms.drawings.fit import drawn_path, forgotten_slots, homeless_paths, missing_part, names_of
from generator.forms.drawings.label_checks import drawing_warnings
from generator.forms.drawings.reader import broken_drawings, read_drawing
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import FieldGroup, is_filled, title_of, titles_of
from generator.forms.figures import text_of
from generator.forms.model import Form, Task
from generator.problems import Place, Problem

# The most forms that a message names one by one.
MOST_NAMED = 5


def read_drawings(reader: FileReader, folder: Path) -> tuple[FormDrawing, ...]:
    """Read the drawings in the folder of a city; their problems are added to those of the reader.

    Those with mistakes have no cells.
    """
    found: list[FormDrawing] = []
    for path in reader.entries(folder):
        if path.suffix != ".yml" or path.is_dir():
            reader.report(path, "E503", form="forms")
        elif drawing := drawing_at(reader, path):
            if rival := next((each for each in found if each.overlaps(drawing) and not each.is_broken), None):
                reader.report(path, "E813", other=rival.file)
            found.append(drawing)
        else:
            found += broken_drawings(reader.name(path), bytes_of(path))
    return tuple(found)


def drawing_at(reader: FileReader, path: Path) -> FormDrawing | None:
    """Read one drawing; None where it is held or has mistakes."""
    text = reader.text(path)
    if text is None:
        return None
    drawing, problems = read_drawing(reader.name(path), text.encode("utf-8"))
    reader.problems += problems
    reader.warnings += drawing_warnings(drawing) if drawing else []
    return drawing


def unchecked_forms(pairs: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """E828 for each drawing with mistakes, with the forms that could not be compared with it."""
    forms: dict[str, list[str]] = defaultdict(list)
    for drawing, form in pairs:
        forms[drawing].append(form)
    for drawing, names in forms.items():
        shown = "、".join(names[:MOST_NAMED])
        form = "drawing" if len(names) <= MOST_NAMED else "many"
        yield Problem(Place(drawing), "E828", form=form, forms=shown, count=len(names))


def form_problems(form: Form, drawings: Iterable[FormDrawing]) -> Iterator[CellProblem]:
    """E812 for a form that names a drawing that does not exist, or one of another kind of form."""
    if not form.form:
        return
    own = tuple(drawings)
    kinds = {each.kind for each in purposes_named(form.form, own)}
    if kind_of_form(form) not in kinds:
        values = {"form": "kind"} if kinds else {"form": "name", "allowed": "、".join(drawing_names(own))}
        yield CellProblem(("form",), "E812", form.form, **values)


def drawing_problems(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """Yield the problems of a form whose cells are not those of its drawing."""
    for check in (forgotten_cells, own_cell_problems, withheld_columns, other_unit):
        yield from check(form, code, year, drawings)


def other_unit(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """E829 for a form with another unit of money than the one that its drawing prints."""
    drawing = drawing_of(form, code, year, drawings)
    if drawing and drawing.printed_unit and form.unit != drawing.printed_unit:
        yield CellProblem(("unit",), "E829", form.unit, drawing=drawing.name, unit=drawing.printed_unit)


def forgotten_cells(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """E827 for each cell, column or group that the drawing of a form has and its record has not."""
    drawing = drawing_of(form, code, year, drawings)
    if drawing is None:
        return
    titles = FormTitles.of(form, drawing, year)
    missing = [missing_part(form, slot.path) for slot in forgotten_slots(form, drawing)]
    for path in dict.fromkeys(missing):
        inside = dict.fromkeys(slot.path[len(path)] for slot in drawing.slots if is_below(slot.path, path))
        rows = next((slot.rows for slot in drawing.slots if slot.path == path), ())
        values = {"key": path[-1], "inside": "、".join(inside), "drawing": drawing.name}
        which = "group" if inside else "column" if rows else "cell"
        at: CellPath = (*rows, 0) if rows else path
        yield CellProblem(at, "E827", cell=titles.full_title(*path), form=which, **values)


def withheld_columns(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """E826 for each task that withholds a part of which the drawing of the form has no column."""
    drawing = drawing_of(form, code, year, drawings)
    if drawing is None:
        return
    drawn = {slot.path for slot in drawing.slots}
    for keys, rows in tables_of(form):
        for number, row in enumerate(rows):
            part = row.withheld if isinstance(row, Task) else None
            if part and not any((*map(str, keys), key) in drawn for key in WITHHELD_KEYS[part]):
                cell = title_of(type(form), *keys, number, part)
                yield CellProblem((*keys, number, "withheld"), "E826", cell=cell, form="drawn", drawing=drawing.name)


def is_below(path: Keys, group: Keys) -> bool:
    """Whether a path is that of a cell in a group."""
    return len(path) > len(group) and path[: len(group)] == group


def own_cell_problems(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """E826 for each cell under a printed name that the drawing of the form has not; once where there is no drawing."""
    own = own_cells(form)
    if not own:
        return
    drawing = drawing_of(form, code, year, drawings)
    own = own if drawing else own[:1]
    drawn = {slot.path for slot in drawing.slots if slot.is_own} if drawing else set()
    for path, cell in {drawn_path(cell): cell for cell in reversed(own)}.items():
        typed = typed_key(form, cell.path)
        if path in drawn and not typed:
            continue
        choices = [each[-1] for each in drawn if each[:-1] == path[:-1]]
        near = difflib.get_close_matches(path[-1], choices, 1, 0.5)
        values = {"drawing": drawing.name if drawing else "", "key": typed, **({"near": near[0]} if near else {})}
        which = "typed" if typed else "near" if near else "drawn" if drawing else "none"
        yield CellProblem(cell.path, "E826", cell=title_of(type(form), *cell.path), form=which, **values)


def cells_without_figures(form: Form, drawing: FormDrawing) -> Iterator[CellProblem]:
    """W424 for each text of an own column that is no figure, where the form has the sum of the column below it."""
    summed = {slot.sums for slot in drawing.slots if slot.sums}
    for cell in own_cells(form):
        is_gap = cell.hidden or not is_filled(cell.value)
        if drawn_path(cell) in summed and not (is_gap or is_figure(text_of(cell.value))):
            yield CellProblem(cell.path, "W424", text_of(cell.value))


def typed_key(form: Form, path: CellPath) -> str:
    """Return the key of a field in the same group whose title is the name of an own cell; empty where there is none."""
    group: FieldGroup = part_at(form, path[:-1])
    titles = titles_of(type(group))
    return next((key for key, title in titles.items() if title == path[-1]), "")


def form_warnings(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """W424 for cells that cannot be added up, and W421 for a form that is shown as a data table.

    The latter is at the first cell that the drawing of the form has not. Cells of the form's own are left out: they
    are problems.
    """
    drawing = drawing_of(form, code, year, drawings)
    if drawing is None:
        return
    yield from cells_without_figures(form, drawing)
    own = {drawn_path(cell) for cell in own_cells(form)}
    homeless = tuple(path for path in homeless_paths(form, drawing) if path not in own)
    if homeless:
        at = next(cell.path for cell in cells(form) if drawn_path(cell) == homeless[0])
        yield CellProblem(at, "W421", cells=names_of(homeless, drawing), drawing=drawing.name)
