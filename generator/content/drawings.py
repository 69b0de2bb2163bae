"""The drawings of a city's own forms, and the checks of the form that a record names."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

from generator.content.cell_problems import CellProblem
from generator.content.file_reader import FileReader
from generator.content.nearby_drawings import bytes_of
from generator.forms.cells import (
    WITHHELD_KEYS,
    Cell,
    CellPath,
    cells,
    own_cells,
    part_at,
    tables_of,
    withheld_cells,
)
from generator.forms.drawings.collection import (
    drawing_names,
    form_purposes,
    kind_of_form,
    purposes_named,
    whole_drawing,
)
from generator.forms.drawings.drawing import FormDrawing, FormPurpose, Path as Keys
from generator.forms.drawings.filled import is_figure
from generator.forms.drawings.fit import (
    drawn_path,
    forgotten_slots,
    homeless_paths,
    misfit,
    missing_part,
    names_of,
)
from generator.forms.drawings.read_cells import bare_title, title_pattern
from generator.forms.drawings.reader import broken_drawings, read_or_broken
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import FieldGroup, is_filled, money, title_of, titles_of
from generator.forms.figures import text_of
from generator.forms.model import Form, Task
from generator.problems import Place, Problem
from generator.words import translate

# The column of signs before the targets, and what is in it.
COMPARATOR: Keys = ("indicators", "comparator")
SIGN = re.compile("[≥≤><=]=?")
DIGIT = re.compile("[0-9]")
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
            continue
        drawings = drawings_at(reader, path)
        whole = [drawing for drawing in drawings if not drawing.is_broken]
        if other := next((each for each in found for drawing in whole if is_for_same_forms(each, drawing)), None):
            reader.report(path, "E813", other=other.file)
        found += drawings
    return tuple(found)


def is_for_same_forms(other: FormDrawing, drawing: FormDrawing) -> bool:
    """Whether another drawing, which has no mistakes, is for the same forms."""
    return other.overlaps(drawing) and not other.is_broken


def drawings_at(reader: FileReader, path: Path) -> tuple[FormDrawing, ...]:
    """Read the drawing in a file; one that is held or has mistakes has no cells, and is there for each kind of form."""
    text = reader.text(path)
    if text is None:
        return broken_drawings(reader.name(path), bytes_of(path))
    drawings, problems = read_or_broken(reader.name(path), text.encode("utf-8"))
    reader.problems += problems
    return drawings


def unchecked_forms(pairs: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """E828 for each drawing with mistakes, with the forms that could not be compared with it."""
    forms: dict[str, list[str]] = defaultdict(list)
    for drawing, form in pairs:
        forms[drawing].append(form)
    for drawing, names in forms.items():
        shown = "、".join(names[:MOST_NAMED])
        form = "drawing" if len(names) <= MOST_NAMED else "many"
        yield Problem(Place(drawing), "E828", form=form, forms=shown, count=len(names))


def drawing_problems(form: Form, drawing: FormDrawing, year: int) -> Iterator[CellProblem]:
    """Yield the problems of a form of a year whose cells are not those of its drawing."""
    misspelt = misspelt_cells(form, drawing)
    yield from unknown_cells(form, drawing, misspelt)
    yield from forgotten_cells(form, drawing, year, set(misspelt.values()))
    yield from ragged_own_columns(form, drawing, misspelt)
    yield from withheld_columns(form, drawing)
    yield from other_unit(form, drawing)


def other_unit(form: Form, drawing: FormDrawing) -> Iterator[CellProblem]:
    """E829 for a form with another unit of money than the one that its drawing prints."""
    if drawing.printed_unit and form.unit != drawing.printed_unit:
        yield CellProblem(("unit",), "E829", form.unit, drawing=drawing.name, unit=drawing.printed_unit)


def forgotten_cells(form: Form, drawing: FormDrawing, year: int, misspelt: Set[Keys]) -> Iterator[CellProblem]:
    """E827 for each cell, column or group that a drawing has and its record has not, not even misspelt."""
    titles = FormTitles.of(form, drawing, year)
    slots = (slot for slot in forgotten_slots(form, drawing) if slot.path not in misspelt)
    for path in dict.fromkeys(missing_part(form, slot.path) for slot in slots):
        inside = dict.fromkeys(slot.path[len(path)] for slot in drawing.slots if is_below(slot.path, path))
        rows = next((slot.rows for slot in drawing.slots if slot.path == path), ())
        values = {"key": path[-1], "inside": "、".join(inside), "drawing": drawing.name}
        which = "group" if inside else "column" if rows else "cell"
        at: CellPath = (*rows, 0) if rows else path
        yield CellProblem(at, "E827", cell=titles.full_title(*path), form=which, **values)


def withheld_columns(form: Form, drawing: FormDrawing) -> Iterator[CellProblem]:
    """E826 for each task that withholds a part of which the drawing of the form has no column."""
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


def own_paths(drawing: FormDrawing) -> set[Keys]:
    """Return the paths of the cells of the form's own that a drawing has."""
    return {slot.path for slot in drawing.slots if slot.is_own}


def unknown_own_cells(form: Form, drawing: FormDrawing) -> dict[Keys, Cell]:
    """Return the cells under a printed name that the drawing of the form has not, the first of each column."""
    drawn = own_paths(drawing)
    own = {drawn_path(cell): cell for cell in reversed(own_cells(form))}
    return {path: cell for path, cell in own.items() if path not in drawn or typed_key(form, cell.path)}


def misspelt_cells(form: Form, drawing: FormDrawing) -> dict[Keys, Keys]:
    """Return the paths that own cells of the form seem to be misspelt for, by their own paths."""
    drawn, found = own_paths(drawing), {}
    for path in unknown_own_cells(form, drawing):
        choices = [each[-1] for each in drawn if each[:-1] == path[:-1]]
        if near := difflib.get_close_matches(path[-1], choices, 1, 0.5):
            found[path] = (*path[:-1], near[0])
    return found


def unknown_cells(form: Form, drawing: FormDrawing, misspelt: Mapping[Keys, Keys]) -> Iterator[CellProblem]:
    """E826 for each cell under a printed name that the drawing of the form has not."""
    for path, cell in unknown_own_cells(form, drawing).items():
        typed, near = typed_key(form, cell.path), misspelt.get(path)
        values = {"drawing": drawing.name, "key": typed, **({"near": near[-1]} if near else {})}
        which = "typed" if typed else "near" if near else "drawn"
        yield CellProblem(cell.path, "E826", cell=title_of(type(form), *cell.path), form=which, **values)


def ragged_own_columns(form: Form, drawing: FormDrawing, misspelt: Mapping[Keys, Keys]) -> Iterator[CellProblem]:
    """E318 for each row that lacks own columns of its table; a misspelt one is not lacked."""
    drawn = own_paths(drawing)
    for table, rows in tables_of(form):
        keys = tuple(map(str, table))
        columns = [path[-1] for path in drawing.order if path in drawn and path[:-1] == keys]
        columns = [column for column in columns if any(column in row.own for row in rows)]
        for number, row in enumerate(rows):
            meant = {misspelt[path][-1] for key in row.own if (path := (*keys, key)) in misspelt}
            missing = [column for column in columns if column not in meant.union(row.own, withheld_cells(row))]
            if missing and getattr(row, "withheld", None) != "all":
                yield CellProblem((*table, number), "E318", row=number + 1, missing="、".join(missing))


def undrawn_problems(form: Form, code: str, year: int, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """Yield the problems of a form without a drawing.

    E812 where it names one that does not exist, or one of another kind of form; else E826 for the first of its own
    cells, with the drawings that have its title and cells, or that of its city which nearly is that of the form.
    """
    kind = kind_of_form(form)
    if form.form:
        is_other = bool(purposes_named(form.form, drawings))
        values = {"form": "kind"} if is_other else {"form": "name", "allowed": "、".join(drawing_names(drawings))}
        yield CellProblem(("form",), "E812", form.form, **values)
        return
    alike = (each for each in drawings if each.kind == kind)
    # One for the right place comes before one for the right year.
    nearest = min(alike, key=lambda each: (each.code != code, abs(year - max(each.years or (year,)))), default=None)
    fitting = fitting_names(form, code, drawings)
    values = {"form": "fits", "drawings": "、".join(fitting)} if fitting else {"form": "none"}
    if nearest and (nearest.name in fitting or not fitting):
        values = {"form": "nearly", "drawing": nearest.name, "differences": differences(nearest, code, year)}
    for cell in own_cells(form)[:1]:
        yield CellProblem(cell.path, "E826", cell=title_of(type(form), *cell.path), **values)


def undrawn_warnings(form: Form, code: str, drawings: tuple[FormDrawing, ...]) -> Iterator[CellProblem]:
    """W425 for a form without a drawing, and without cells of its own, whose title and cells are those of some."""
    fitting = [] if form.form or own_cells(form) else fitting_names(form, code, drawings)
    if fitting:
        yield CellProblem(("title",), "W425", drawings="、".join(fitting))


def fitting_names(form: Form, code: str, own: Iterable[FormDrawing]) -> list[str]:
    """Return the names of the drawings that have the title and all cells of a form, none of another jurisdiction."""
    kind, title = kind_of_form(form), bare_title(form.title)
    every: dict[str, FormPurpose] = {each.name: each for each in (*form_purposes(), *own)}
    alike = (each for each in every.values() if each.kind == kind and each.code in ("", code))
    drawn = (each for each in map(whole_drawing, alike) if not each.is_broken)
    fitting = (each for each in drawn if re.fullmatch(title_pattern(each), title))
    return [each.name for each in fitting if not misfit(form, each)]


def differences(drawing: FormDrawing, code: str, year: int) -> str:
    """Return in words what keeps a drawing from being that of a jurisdiction and year."""
    years = drawing.years
    parts = {
        "code": (drawing.code, code, drawing.code == code),
        "years": ("-".join(dict.fromkeys(map(str, years[:1] + years[-1:]))), year, not years or year in years),
    }
    words = [
        translate(f"drawings.unfit.{key if drawn else f'no_{key}'}", drawn=drawn, own=own)
        for key, (drawn, own, is_same) in parts.items()
        if not is_same
    ]
    return "、".join(words) or translate("drawings.unfit.several")


def cells_without_figures(form: Form, drawing: FormDrawing) -> Iterator[CellProblem]:
    """W424 for each text of an own column that is no figure, where the form has the sum of the column below it."""
    summed = {slot.sums for slot in drawing.slots if slot.sums}
    for cell in own_cells(form):
        is_gap = cell.hidden or not is_filled(cell.value) or money(cell.value) is not None
        if drawn_path(cell) in summed and not (is_gap or is_figure(text_of(cell.value))):
            yield CellProblem(cell.path, "W424", text_of(cell.value))


def unnoticed_comparators(form: Form, drawing: FormDrawing) -> Iterator[CellProblem]:
    """W426 for an own column of indicators that has signs of comparison, where the form is drawn without 对比符号."""
    if COMPARATOR in {slot.path for slot in drawing.slots}:
        return
    columns: dict[str | int, list[Cell]] = defaultdict(list)
    for cell in own_cells(form):
        if cell.path[0] == COMPARATOR[0] and is_filled(cell.value) and not cell.hidden:
            columns[cell.path[-1]].append(cell)
    for name, found in columns.items():
        texts = [unicodedata.normalize("NFKC", cell.text).strip() for cell in found]
        # A row without a figure has 定性 instead.
        if any(map(SIGN.fullmatch, texts)) and not any(map(DIGIT.search, texts)):
            yield CellProblem(found[0].path, "W426", found[0].text, cell=name, drawing=drawing.name)


def typed_key(form: Form, path: CellPath) -> str:
    """Return the key of a field in the same group whose title is the name of an own cell; empty where there is none."""
    group: FieldGroup = part_at(form, path[:-1])
    titles = titles_of(type(group))
    return next((key for key, title in titles.items() if title == path[-1]), "")


def form_warnings(
    form: Form, drawing: FormDrawing, code: str, drawings: Iterable[FormDrawing]
) -> Iterator[CellProblem]:
    """Yield the warnings about a form that differs from its drawing: W424, W426 and W421.

    W424 is for texts in a column that has a sum, W426 for comparison signs in an own column, W421 for a form with cells
    that its drawing lacks, at the first of them; own cells that it lacks are problems. `drawings` are those of the city
    with the code `code`.
    """
    yield from cells_without_figures(form, drawing)
    yield from unnoticed_comparators(form, drawing)
    own = {drawn_path(cell) for cell in own_cells(form)}
    homeless = tuple(path for path in homeless_paths(form, drawing) if path not in own)
    if homeless:
        at = next(cell.path for cell in cells(form) if drawn_path(cell) == homeless[0])
        fitting = fitting_names(form, code, drawings)
        values = {"form": "fits", "drawings": "、".join(fitting)} if fitting else {"form": "drawn"}
        yield CellProblem(at, "W421", cells=names_of(homeless, drawing), drawing=drawing.name, **values)
