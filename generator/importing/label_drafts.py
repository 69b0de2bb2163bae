"""Reads a form that no drawing is known for: by the drawing that is derived from it."""

from collections.abc import Iterable, Iterator, Sequence

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import FormDrawing, Path
from generator.forms.drawings.filled import UNIT_PATH
from generator.forms.drawings.label_names import folded
from generator.forms.drawings.read_cells import ReadCell
from generator.importing.derived_drawing import DerivedDrawing, derived_drawing
from generator.importing.drafting import FormDraft, drafted, with_place
from generator.importing.fits import COVERAGE, Fit, fitted
from generator.importing.labelled_table import Doubt
from generator.importing.source import SourceCell, SourceTable
from generator.problems import visible
from generator.words import translate

LONGEST_WORD = 30


def label_draft(table: SourceTable, year: str, name: str, earlier: Sequence[DerivedDrawing] = ()) -> FormDraft | None:
    """Return the draft of a form by its printed words, with the drawing derived from it or from an earlier form.

    None where too little of the table is read for sure.
    """
    for derived in (*earlier, derived_drawing(table, name)):
        fit = fitted(derived.drawing, table) if derived else None
        if derived is None or fit is None or (derived in earlier and fit.faults):
            continue
        if derived not in earlier and not agrees(derived, fit):
            continue
        if fit.coverage < COVERAGE or sure_share(derived, fit) < COVERAGE:
            continue
        draft = drafted(fit, year)
        draft.derived = derived
        add_doubts(draft, translate("importing.derived.check", name=derived.drawing.name), derived.doubts)
        return draft
    return None


def agrees(derived: DerivedDrawing, fit: Fit) -> bool:
    """Whether the values that were read by a drawing are in the cells that it was derived from."""
    found = {path: cell for path, cell in fit.form.sources.items() if path not in (("title",), UNIT_PATH)}
    wanted = derived.sources
    return all(path in wanted and place_of(wanted[path]) == place_of(cell) for path, cell in found.items())


def place_of(cell: ReadCell) -> tuple[int, int]:
    """Return the row and the column of a cell."""
    return cell.row, cell.column


def sure_share(derived: DerivedDrawing, fit: Fit) -> float:
    """Return the share of the filled cells of a table that are no cells of the form's own under unknown words."""
    unsure = {doubt.path for doubt in derived.doubts if doubt.path}
    count = sum(keys_of(path) in unsure for path in fit.form.sources)
    return 1 - count / max(len(fit.states), 1)


def add_doubts(draft: FormDraft, whole: str, doubts: Iterable[Doubt]) -> None:
    """Add the doubts about a derived drawing to a draft: one about the whole form, and those about its cells."""
    # The unit of a derived drawing is none of the form where it states none.
    draft.values.setdefault(UNIT_PATH, "")
    for path, sentence in ((), whole), *cell_doubts(doubts, draft.fit):
        draft.doubts.setdefault(path, []).append(sentence)


def cell_doubts(doubts: Iterable[Doubt], fit: Fit) -> Iterator[tuple[CellPath, str]]:
    """Yield the doubts about the unit and the cells of a form that was read by a derived drawing.

    Those of a list are at its first row; a word over several cells is doubted at the first of them.
    """
    if not fit.form.values.get(UNIT_PATH):
        yield UNIT_PATH, translate("importing.derived.unit")
    seen: set[tuple[str, SourceCell]] = set()
    for doubt in doubts:
        if (doubt.key, doubt.box.cell) in seen:
            continue
        seen.add((doubt.key, doubt.box.cell))
        path = next((path for path in fit.form.values if keys_of(path) == doubt.path), ())
        text = visible(folded(doubt.box.text), LONGEST_WORD)
        yield path, with_place(translate(f"importing.derived.{doubt.key}", text=text), doubt.box.cell)


def add_drawing_doubts(draft: FormDraft, table: SourceTable) -> None:
    """Add the doubts about the drawing of a draft, which was derived from a form that is still a draft itself.

    The doubts about single cells are added where the drawing derived from this table is the same.
    """
    drawing = draft.fit.drawing
    again = derived_drawing(table, drawing.name)
    doubts = again.doubts if again and layout_of(again.drawing) == layout_of(drawing) else ()
    add_doubts(draft, translate("importing.derived.unsigned", name=drawing.name), doubts)


def layout_of(drawing: FormDrawing) -> list[tuple[int, int, int, int, Path]]:
    """Return the place and size of each cell of a drawing, with the path of its field; () for printed words."""
    cells = ((each, each.slot.path if each.slot else ()) for each in drawing.cells)
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, path) for cell, path in cells]


def keys_of(path: CellPath) -> Path:
    """Return a path without the numbers of rows."""
    return tuple(step for step in path if isinstance(step, str))
