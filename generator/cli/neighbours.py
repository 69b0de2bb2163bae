"""The files around a form that is read by itself: its department, its city and the drawings of that."""

from pathlib import Path

from generator.content.cell_names import titles_in
from generator.content.drawings import read_drawings
from generator.content.file_names import CITY_FILE, DEPARTMENT_FILE, FORMS, YEAR, slug_of
from generator.content.loader import Loader
from generator.content.nearby_drawings import NearbyDrawings
from generator.forms.drawings.collection import drawing_of
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import FieldGroup, Shape
from generator.forms.model import (
    Department,
    DepartmentResults,
    Form,
    Jurisdiction,
    Project,
    ProjectResults,
    Record,
    subject_of,
)
from generator.text.yaml import MappingNode


def department_entry(path: Path, form: Form) -> Path:
    """The entry of the folder of a department that a file of a form is, or is in: that of its year for a project."""
    of_project = isinstance(form, Project | ProjectResults) and YEAR.fullmatch(path.parent.name)
    return path.parent if of_project else path


def drawing_around(path: Path, form: Form) -> FormDrawing | None:
    """The drawing of the form in a file; None where nothing in or around the file names one."""
    entry = department_entry(path.absolute(), form)
    _, city, _, _, year = body_of(entry, form)
    return drawing_of(form, city.code, year, drawings_around(entry))


def titles_around(path: Path, shape: type[FieldGroup], root: MappingNode) -> FormTitles | None:
    """The titles of the form in a file, by its nodes and the files around it; None where it has no drawing."""
    return titles_in(path.absolute(), shape, root, *NearbyDrawings().of(path.absolute()))


def drawings_around(path: Path) -> tuple[FormDrawing, ...]:
    """The drawings of the city of a file or folder in the folder of a department."""
    folder = path.parent.parent / FORMS
    return read_drawings(Loader(folder.parent), folder) if folder.is_dir() else ()


def body_of(path: Path, form: Form) -> tuple[str, Jurisdiction, str, Department, int]:
    """City, department and year of a form, from the files around it or else from the form itself."""
    reader = Loader(path.parent.parent)
    about = read_neighbours(reader, Department, path.parent / DEPARTMENT_FILE)
    city = read_neighbours(reader, Jurisdiction, path.parent.parent / CITY_FILE)
    is_department = isinstance(form, Record | DepartmentResults)
    name = subject_of(form) if is_department else form.supervisor or subject_of(form)
    year = YEAR.fullmatch(slug_of(path)) or YEAR.search(form.title)
    return (
        "",
        city or Jurisdiction.model_construct(roster=(), code=""),
        "",
        about or Department(name=name),
        int(year[0]) if year else 0,
    )


def read_neighbours(reader: Loader, shape: type[Shape], path: Path) -> Shape | None:
    """The content of a file near a draft, where it can be read; its mistakes are not those of the draft."""
    return reader.load(shape, path)[0] if path.is_file() else None
