"""Tables that were damaged on their way: each is refused, or read rightly, or its wrong values have doubts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from generator.forms.drawings.collection import shipped_drawings
from generator.forms.drawings.drawing import DrawnCell, FormDrawing, list_of
from generator.forms.drawings.vocabulary import kind_of_slot
from generator.importing.drafting import FormDraft, drafted
from generator.importing.fits import best_fit
from generator.importing.source import SourceCell, SourceTable

# The values of three rows of a list, by the key of the column; others have a figure or a text of their own.
ROWS = {
    "family": ("产出指标", "产出指标", "效益指标"),
    "type": ("数量指标", "质量指标", "社会效益指标"),
    "comparator": ("≥", "≥", "="),
}
FIGURES = ("money", "count")
POINTS = ("weight", "score", "weight_total", "score_total", "execution_weight", "rate")
# One row has all there is of a project: the other rows of the made-up tables would be left over.
LISTS = ("hunan-list", "sichuan-list")
DRAWINGS = [drawing for drawing in shipped_drawings() if drawing.name not in LISTS]


def value_of(drawing: FormDrawing, cell: DrawnCell, number: int, row: int) -> str:
    """The text of a cell of a form, the row of a list having a number."""
    slot = cell.slot
    if slot is None:
        filled = {"unit": drawing.unit, "year": "2021"}
        return "".join(part if isinstance(part, str) else filled.get(part.kind, "7") for part in cell.parts)
    key = slot.path[-1] if slot.path else ""
    if slot.rows and key in ROWS:
        return ROWS[key][row]
    return str(1000 + number) if kind_of_slot(slot, drawing) in FIGURES or key in POINTS else f"某{number}事"


def table_of(drawing: FormDrawing) -> SourceTable:
    """A filled form with three rows in each list."""
    cells: list[SourceCell] = []
    points: dict[str, int] = {}
    first = 1
    for block in drawing.blocks:
        starts, row = [], first
        for drawn in block:
            starts.append(row)
            row += 3 if list_of(drawn) else 1
        starts.append(row)
        for cell in (cell for drawn in block for cell in drawn):
            is_side = cell.slot is not None or not cell.words(" ", " ").strip()
            is_repeated = bool(list_of(block[cell.row])) and cell.rowspan == 1 and is_side
            for at in range(3 if is_repeated else 1):
                top = starts[cell.row] + at
                tall = 1 if is_repeated else starts[cell.row + cell.rowspan] - top
                text = value_of(drawing, cell, len(cells), at)
                key = cell.slot.path[-1] if cell.slot and cell.slot.path else ""
                if is_repeated and key in ("weight", "score"):
                    points[f"{key}_total"] = points.get(f"{key}_total", 0) + int(text)
                text = str(points.get(key, text))
                cells.append(SourceCell(top, cell.column + 1, text, tall, cell.colspan, f"{top}-{cell.column}"))
        first = row
    texts = (SourceCell(1, 1, line, place="title") for line in drawing.titled(2021).split("\n"))
    return SourceTable("table", tuple(cells), tuple(texts))


def unmerged(table: SourceTable, *, is_repeated: bool) -> SourceTable:
    """A table in which each merged cell is several, all but the first blank or with the same text."""
    cells = [
        replace(
            cell,
            row=cell.row + down,
            column=cell.column + along,
            rowspan=1,
            colspan=1,
            text=cell.text if is_repeated or not (down or along) else "",
            place=f"{cell.place}+{down}+{along}",
        )
        for cell in table.cells
        for down, along in product(range(cell.rowspan), range(cell.colspan))
    ]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def shifted(table: SourceTable, row: int, first: int) -> SourceTable:
    """A table in which the texts of a row have moved to the left, but for the first of them."""
    cells = [cell for cell in table.cells if cell.row == row]
    texts = [*(cell.text for cell in cells[:first]), *(cell.text for cell in cells[first + 1 :]), ""]
    moved = {cell: replace(cell, text=text) for cell, text in zip(cells, texts, strict=True)}
    return replace(table, cells=tuple(moved.get(cell, cell) for cell in table.cells))


def without_row(table: SourceTable, row: int) -> SourceTable:
    """A table that has lost the cells of a row that are in no other."""
    cells = [
        replace(
            cell,
            row=cell.row - (cell.row > row),
            rowspan=cell.rowspan - (cell.row <= row < cell.row + cell.rowspan and cell.rowspan > 1),
        )
        for cell in table.cells
        if cell.row != row or cell.rowspan > 1
    ]
    return replace(table, cells=tuple(cells))


def damaged(table: SourceTable) -> Iterator[tuple[str, SourceTable]]:
    """Each damage of a table with its name."""
    yield "merges lost", unmerged(table, is_repeated=False)
    yield "merges repeated", unmerged(table, is_repeated=True)
    for row in sorted({cell.row for cell in table.cells}):
        cells = [cell for cell in table.cells if cell.row == row]
        for first in range(min(2, len(cells) - 1)):
            yield f"row {row} shifted from {first}", shifted(table, row, first)
        if all(not cell.text.startswith("某") and not cell.text.isdecimal() for cell in cells):
            yield f"headings {row} lost", without_row(table, row)


def draft_of(table: SourceTable, drawing: FormDrawing) -> FormDraft | None:
    """The draft of a table; None where no form is found in it."""
    fit = best_fit(table, [drawing], [])
    return drafted(fit, "2021") if fit else None


@pytest.mark.slow
def test_no_damage_goes_unseen() -> None:
    silent = []
    for drawing in DRAWINGS:
        table = table_of(drawing)
        sound = draft_of(table, drawing)
        assert sound is not None
        assert sound.doubts == {}, drawing.name
        for name, each in damaged(table):
            draft = draft_of(each, drawing)
            if draft is not None and not draft.doubts and draft.values != sound.values:
                silent.append(f"{drawing.name}: {name}")
    assert silent == []
