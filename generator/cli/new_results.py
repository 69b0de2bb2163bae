"""Drafts of self-evaluations: the cells of their drawing, with the rows of the targets that they answer."""

from pathlib import Path, PurePosixPath

from generator.cli.scaffold import (
    blank_example,
    drawing_of,
    files_of_draft,
    form_path,
    path_of_draft,
    with_cells,
    write_missing,
)
from generator.content.file_names import RESULTS_ENDING
from generator.content.file_reader import FileReader
from generator.forms.cells import CellPath, cell_texts
from generator.forms.drawings.collection import data_table
from generator.forms.drawings.draft import DraftValues, draft_of_form
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.fields import WITHHELD
from generator.forms.model import Form, form_shape
from generator.words import translate


def draft_results(root: Path, city: str, department: str, year: str, project: str = "", form: str = "") -> list[str]:
    """Create the draft of a self-evaluation, and the files of its city and department where these are missing.

    Returns the paths of the new files, relative to the project. Raises UsageError where the file exists or its drawing
    does not, ContentError for mistakes in the files of the city.
    """
    path = path_of_draft(root, city, department, year, project, RESULTS_ENDING)
    kind: FormKind = "project-results" if project else "department-results"
    drawing = drawing_of(root, city, kind, int(year), form)
    drawn = drawing or data_table(kind)
    targets = form_path(city, department, year, project)
    promised = form_of(root, targets)
    values = DraftValues(carried_over(promised, drawn)) if promised else None
    cells = draft_of_form(drawn, year, is_named=bool(form and drawn is drawing), values=values)
    head, guard = translate("starter.draft.head"), translate("starter.draft.guard")
    above = translate("starter.draft.results", path=targets.as_posix()) if promised else ""
    text = with_cells(blank_example(kind), cells)
    return write_missing(root, files_of_draft(path, f"{above}{head}{guard}:\n\n{text}", drawn))


def form_of(root: Path, path: PurePosixPath) -> Form | None:
    """Return a form of the project; None where there is none that can be read."""
    if not (root / path).exists():
        return None
    shape = form_shape(len(path.parts) > 4, is_results=False)
    return FileReader(root.absolute()).load(shape, (root / path).absolute())[0]


def carried_over(promised: Form, drawing: FormDrawing) -> dict[CellPath, str]:
    """Return the cells of a draft: those that targets have too with their texts, all others blank."""
    known = {path: text for path, text in cell_texts(promised).items() if text != WITHHELD}
    texts: dict[CellPath, str] = {}
    for slot in drawing.slots:
        rows = range(len(promised.indicators)) if slot.rows == ("indicators",) else range(1)
        paths: list[CellPath] = [(*slot.rows, row, slot.path[-1]) for row in rows] if slot.rows else [slot.path]
        texts |= {path: known.get(path, "") for path in paths}
    return texts
