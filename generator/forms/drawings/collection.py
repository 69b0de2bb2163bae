"""The drawings that the product ships and those of a city, and which of them is the form of a record."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from generator.forms.drawings.drawing import FormDrawing, FormKind, FormPurpose
from generator.forms.drawings.reader import read_drawing, read_purpose
from generator.forms.drawings.vocabulary import SHAPES
from generator.forms.model import Form
from generator.problems import ContentError, Problem

Purpose = TypeVar("Purpose", bound=FormPurpose)

FOLDER = "shipped"
# The drawings of the product's own for forms that have none, by the kind of form.
DATA_TABLES: Mapping[FormKind, str] = {
    "department": "data-table",
    "project": "project-table",
    "department-results": "department-results-table",
    "project-results": "project-results-table",
}


@cache
def shipped_purposes() -> Mapping[str, FormPurpose]:
    """Return which forms the drawings in the package are for, by name; raises ContentError for a mistake in one.

    To read a whole drawing takes far longer, and most projects use few.
    """
    names = sorted(file.name for file in shipped_folder().iterdir())
    found = (without_mistakes(read_purpose(name, (shipped_folder() / name).read_bytes())) for name in names)
    return {purpose.name: purpose for purpose in found}


@cache
def shipped_drawing(name: str) -> FormDrawing:
    """Return a drawing in the package; raises ContentError for a mistake in it."""
    file = f"{name}.yml"
    return without_mistakes(read_drawing(file, (shipped_folder() / file).read_bytes()))


def shipped_folder() -> Traversable:
    """Return the folder of the drawings in the package."""
    return files("generator.forms.drawings") / FOLDER


def without_mistakes(reading: tuple[Purpose | None, list[Problem]]) -> Purpose:
    """Return what was read from a file; raises ContentError where it has mistakes."""
    purpose, problems = reading
    if purpose is None or problems:
        raise ContentError(problems)
    return purpose


def all_shipped() -> dict[str, FormDrawing]:
    """Return the drawings in the package by name; raises ContentError for a mistake in one."""
    return {name: shipped_drawing(name) for name in shipped_purposes()}


@cache
def form_purposes() -> tuple[FormPurpose, ...]:
    """Return which forms the shipped drawings are for."""
    return tuple(purpose for purpose in shipped_purposes().values() if not is_data_table(purpose))


def shipped_drawings() -> tuple[FormDrawing, ...]:
    """Return the drawings of forms that the product ships."""
    return tuple(shipped_drawing(purpose.name) for purpose in form_purposes())


def is_shipped(drawing: FormDrawing) -> bool:
    """Whether a drawing is one of the package."""
    return drawing.name in shipped_purposes() and shipped_drawing(drawing.name) is drawing


def is_data_table(drawing: FormPurpose) -> bool:
    """Whether a drawing is one of the product's own for forms that have none."""
    return drawing.name in DATA_TABLES.values()


def data_table(kind: FormKind) -> FormDrawing:
    """Return the product's own drawing of a kind of form, in which every cell may be missing."""
    return shipped_drawing(DATA_TABLES[kind])


def purposes_named(name: str, own: Iterable[FormDrawing]) -> list[FormPurpose]:
    """Return which forms the drawings of a name are for; one of a city wins over a shipped one."""
    return [each for each in own if each.name == name] or [each for each in form_purposes() if each.name == name]


def whole_drawing(purpose: FormPurpose) -> FormDrawing:
    """Return the drawing of a purpose; a shipped one is read from the package."""
    return purpose if isinstance(purpose, FormDrawing) else shipped_drawing(purpose.name)


def chosen_drawing(name: str, code: str, kind: FormKind, year: int, own: Iterable[FormDrawing]) -> FormDrawing | None:
    """Return the drawing of a form: the one that is named, else the one of its jurisdiction, kind and year.

    `own` are the drawings of the city, which win over those of the product. None where there is none. One
    with mistakes, which has no cells, is returned where no other is the one.
    """
    if name:
        fitting = [each for each in purposes_named(name, own) if each.kind == kind]
    else:
        fitting = [each for each in own if each.fits(code, kind, year)]
        fitting = fitting or [each for each in form_purposes() if each.fits(code, kind, year)]
    whole = [each for each in fitting if not (isinstance(each, FormDrawing) and each.is_broken)]
    fitting = whole or fitting[:1]
    if len(fitting) != 1:
        return None
    return whole_drawing(fitting[0])


def kind_of_form(form: Form) -> FormKind:
    """Return the kind of form that a form is."""
    return next(kind for kind, shape in SHAPES.items() if isinstance(form, shape))


def chosen_drawing_of(form: Form, code: str, year: int, own: Iterable[FormDrawing]) -> FormDrawing | None:
    """Return the drawing of a form of a jurisdiction and year, with mistakes or without; None where there is none."""
    return chosen_drawing(form.form or "", code, kind_of_form(form), year, tuple(own))


def drawing_of(form: Form, code: str, year: int, own: Iterable[FormDrawing]) -> FormDrawing | None:
    """Return the drawing of a form of a jurisdiction and year; None where there is none without mistakes."""
    drawing = chosen_drawing_of(form, code, year, own)
    return None if drawing is None or drawing.is_broken else drawing


def drawing_names(own: Iterable[FormDrawing]) -> list[str]:
    """Return the names by which a record may name its form."""
    return sorted({each.name for each in (*own, *form_purposes())})
