"""Applies the drawing of a form to the nodes of its file before they are validated."""

from pathlib import Path

from generator.content.cell_names import (
    drawing_in,
    needs_drawing,
    titles_in,
    use_drawn_columns,
    use_drawn_money,
    use_standard_names,
    year_in,
)
from generator.content.file_names import CITY_FILE, FORMS, YEAR
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.reader import read_or_broken
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import CellTitle, FieldGroup
from generator.problems import ContentError
from generator.text.files import file_bytes
from generator.text.yaml import MappingNode, read_text

# The code of a city, and its drawings.
CityDrawings = tuple[str, tuple[FormDrawing, ...]]


class NearbyDrawings:
    """The drawings of the cities in whose folders forms are; `known` are those of the only city."""

    def __init__(self, known: CityDrawings | None = None) -> None:
        self.known = known
        self.by_folder: dict[Path, CityDrawings] = {}

    def apply(self, shape: type[FieldGroup], path: Path, root: MappingNode) -> None:
        """Use standard names in a form for printed ones, add the columns that its drawing lacks, find its own money."""
        if path.suffix != ".yml" or not needs_drawing(root):
            return
        drawing = drawing_in(path, shape, root, *self.of(path))
        if drawing is not None:
            use_standard_names(root, FormTitles(shape, drawing.titles_of(year_in(path))))
            use_drawn_columns(root, drawing)
            use_drawn_money(root, drawing)

    def title_at(self, shape: type[FieldGroup], path: Path, root: MappingNode) -> CellTitle | None:
        """Return the function that names a cell of a form in its printed words; None for a file without a drawing."""
        titles = titles_in(path, shape, root, *self.of(path))
        return titles.full_title if titles else None

    def of(self, path: Path) -> CityDrawings:
        """Return the code and the drawings of the city whose folder contains a form."""
        if self.known:
            return self.known
        entry = path.parent if YEAR.fullmatch(path.parent.name) else path
        folder = entry.parent.parent
        if folder not in self.by_folder:
            self.by_folder[folder] = city_drawings(folder)
        return self.by_folder[folder]


def city_drawings(folder: Path) -> CityDrawings:
    """Return the code of the city in a folder and its drawings."""
    root = read_text(CITY_FILE, bytes_of(folder / CITY_FILE)).root
    code = root.get("code", "") if root else ""
    files = sorted((folder / FORMS).glob("*.yml")) if (folder / FORMS).is_dir() else []
    return str(code), tuple(drawing for file in files for drawing in drawings_in(file))


def drawings_in(file: Path) -> tuple[FormDrawing, ...]:
    """Return the drawing in a file; without its cells where it has mistakes."""
    return read_or_broken(file.name, bytes_of(file))[0]


def bytes_of(file: Path) -> bytes:
    """Return the content of a file; empty where it cannot be read."""
    try:
        return file_bytes(file, file.name) if file.is_file() else b""
    except ContentError:
        return b""
