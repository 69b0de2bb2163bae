"""The drawings that the product ships and those of a city, and which of them is the form of a record."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.vocabulary import SHAPES
from generator.forms.model import Form
from generator.problems import ContentError

FOLDER = "shipped"
# The drawings of the product's own for forms that have none, by the kind of form.
DATA_TABLES: Mapping[FormKind, str] = {
    "department": "data-table",
    "project": "project-table",
    "department-results": "department-results-table",
    "project-results": "project-results-table",
}


@cache
def all_shipped() -> dict[str, FormDrawing]:
    """Return the drawings in the package by name; raises ContentError for a mistake in one."""
    folder = files("generator.forms.drawings") / FOLDER
    found: dict[str, FormDrawing] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        drawing, problems = read_drawing(file.name, file.read_bytes())
        if drawing is None:
            raise ContentError(problems)
        found[drawing.name] = drawing
    return found


@cache
def shipped_drawings() -> tuple[FormDrawing, ...]:
    """Return the drawings of forms that the product ships."""
    return tuple(drawing for name, drawing in all_shipped().items() if name not in DATA_TABLES.values())


def is_shipped(drawing: FormDrawing) -> bool:
    """Whether a drawing is one of the package."""
    return all_shipped().get(drawing.name) is drawing


def is_data_table(drawing: FormDrawing) -> bool:
    """Whether a drawing is one of the product's own for forms that have none."""
    return drawing.name in DATA_TABLES.values()


def data_table(kind: FormKind) -> FormDrawing:
    """Return the product's own drawing of a kind of form, in which every cell may be missing."""
    return all_shipped()[DATA_TABLES[kind]]


def drawings_named(name: str, own: Iterable[FormDrawing]) -> list[FormDrawing]:
    """Return the drawings of a name; one of a city wins over one of the product."""
    found = [each for each in own if each.name == name]
    return found or [each for each in shipped_drawings() if each.name == name]


def chosen_drawing(name: str, code: str, kind: FormKind, year: int, own: Iterable[FormDrawing]) -> FormDrawing | None:
    """Return the drawing of a form: the one that is named, else the one of its jurisdiction, kind and year.

    `own` are the drawings of the city, which win over those of the product. None where there is none. One
    with mistakes, which has no cells, is returned where no other is the one.
    """
    if name:
        fitting = [each for each in drawings_named(name, own) if each.kind == kind]
    else:
        fitting = [each for each in own if each.fits(code, kind, year)]
        fitting = fitting or [each for each in shipped_drawings() if each.fits(code, kind, year)]
    fitting = [each for each in fitting if not each.is_broken] or fitting[:1]
    return fitting[0] if len(fitting) == 1 else None


def kind_of_form(form: Form) -> FormKind:
    """Return the kind of form that a form is."""
    return next(kind for kind, shape in SHAPES.items() if isinstance(form, shape))


def drawing_of(form: Form, code: str, year: int, own: Iterable[FormDrawing]) -> FormDrawing | None:
    """Return the drawing of a form of a jurisdiction and year; None where there is none without mistakes."""
    drawing = chosen_drawing(form.form or "", code, kind_of_form(form), year, tuple(own))
    return None if drawing is None or drawing.is_broken else drawing


def broken_drawing_of(form: Form, code: str, year: int, own: Iterable[FormDrawing]) -> FormDrawing | None:
    """Return the drawing of a form that has mistakes; None where there is none, and where it has no mistakes."""
    drawing = chosen_drawing(form.form or "", code, kind_of_form(form), year, tuple(own))
    return drawing if drawing and drawing.is_broken else None


def drawing_names(own: Iterable[FormDrawing]) -> list[str]:
    """Return the names by which a record may name its form."""
    return sorted({each.name for each in (*own, *shipped_drawings())})
