"""List, show and check drawings of forms."""

from collections.abc import Iterator
from pathlib import Path

from generator.cli.standalone import standalone_page
from generator.cli.terminal_table import table_lines
from generator.content.config import no_project
from generator.content.drawings import read_drawings
from generator.content.file_names import FOLDER, FORMS
from generator.content.file_reader import FileReader
from generator.forms.drawings.collection import all_shipped, shipped_drawings
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.filled import FilledForm
from generator.forms.drawings.reader import read_drawing
from generator.importing.fits import fitted
from generator.importing.reading import read_source
from generator.output.form_pages.blank import blank_grid
from generator.problems import ContentError, Place, Problem, UsageError
from generator.text.files import file_bytes
from generator.words import translate

TEMPLATE, STYLE = "form_drawing.html", "form_drawing.css"


def read_city_drawings(root: Path) -> tuple[tuple[FormDrawing, ...], list[Problem]]:
    """The drawings of all cities of a project, also those with mistakes, and all problems; none outside of one."""
    if no_project(root):
        return (), []
    reader = FileReader(root.absolute())
    folders = sorted((reader.root / FOLDER).glob(f"*/{FORMS}"))
    found = tuple(drawing for folder in folders for drawing in read_drawings(reader, folder))
    return found, [*reader.holds, *reader.problems]


def drawing_named(name: str, root: Path) -> FormDrawing:
    """The drawing of a name or in a file; raises ContentError for its mistakes, UsageError where there is none."""
    if name.endswith(".yml"):
        drawing, problems = read_drawing(name, file_bytes(Path(name), name))
        if drawing is None:
            raise ContentError(problems)
        return drawing
    drawings, problems = read_city_drawings(root)
    own = {each.name: each for each in drawings}
    found = own.get(name) or all_shipped().get(name)
    if found and own.get(name) is found and found.is_broken:
        raise ContentError([each for each in problems if each.place.path == found.file])
    if found is None:
        names = "、".join(sorted({*own, *all_shipped()}))
        raise UsageError([Problem(Place.whole("FORM"), "E812", name, form="list", allowed=names)])
    return found


def list_lines(root: Path) -> Iterator[str]:
    """A line for each drawing: its name, kind, jurisdiction, years and title; its name alone where it has mistakes."""
    own, _ = read_city_drawings(root)
    yield from dict.fromkeys(translate("drawings.list.broken", file=each.file) for each in own if each.is_broken)
    for drawing in (*(each for each in own if not each.is_broken), *shipped_drawings()):
        years = drawing.years
        span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}" if years else ""
        kind = translate(f"drawings.kinds.{drawing.kind}")
        whose = " ".join(filter(None, (drawing.code or translate("drawings.list.by_name"), span)))
        title = drawing.titled(translate("drawings.show.year")).replace("\n", "")
        yield translate("drawings.list.line", name=drawing.name, kind=kind, whose=whose, title=title)


def show_lines(drawing: FormDrawing, width: int) -> Iterator[str]:
    """A blank form as text so many letters wide."""
    grid = blank_grid(drawing)
    yield from grid.title.split("\n")
    yield from table_lines(grid, width)


def form_html(drawing: FormDrawing, folders: tuple[Path, ...]) -> str:
    """A blank form as a self-contained HTML page."""
    kind = translate(f"drawings.kinds.{drawing.kind}")
    return standalone_page(folders, TEMPLATE, STYLE, grid=blank_grid(drawing), name=drawing.name, kind=kind)


def checked_form(drawing: FormDrawing, file: Path) -> FilledForm:
    """The values of a filled form by its drawing, and every difference between the two. Raises UsageError."""
    fits = [fitted(drawing, table) for table in read_source(file).tables]
    return min(fits, key=lambda fit: fit.faults).form
