"""Fills a drawing with the values of a record: the grid of its form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby
from typing import Any

from generator.forms.cells import withheld_cells
from generator.forms.drawings.drawing import (
    NUMBER,
    PERSONAL,
    UNIT,
    Block,
    DrawnCell,
    DrawnRow,
    FormDrawing,
    Slot,
    list_of,
)
from generator.forms.drawings.fit import lacks_column, value_at
from generator.forms.drawings.vocabulary import fields_of
from generator.forms.fields import WITHHELD
from generator.forms.figures import text_of
from generator.forms.model import Form, Task
from generator.output.form_pages.grid import Grid, GridCell, GridPiece, Placed
from generator.words import translate

# The columns of lists that name their row, and those that say what it is of.
NAME, CLASSES = "name", ("family", "type")


def filled_grid(form: Form, year: int, drawing: FormDrawing) -> Grid:
    """Return the grid of a form of a year, laid out as in its drawing."""
    placed: list[Placed] = []
    first = 0
    for block in drawing.blocks:
        drawn = FilledBlock(form, year, drawing, block)
        placed.append(drawn.placed(first))
        first += len(drawn.rows)
    return Grid(drawing.name, form.title, drawing.widths, tuple(filter(None, placed)), drawing.paper)


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a grid: the drawn row that it comes from, and the number of the record's row in it, if any."""

    drawn: int
    item: int | None = None


@dataclass(frozen=True)
class FilledBlock:
    """One block of a drawing with the values of a form of a year."""

    form: Form
    year: int
    drawing: FormDrawing
    block: Block

    @cached_property
    def rows(self) -> tuple[FilledRow, ...]:
        """The rows of the block; none where the record has nothing of what it is for."""
        rows = tuple(row for number, drawn in enumerate(self.block) for row in self.rows_for(number, drawn))
        with_values = {number for number, drawn in enumerate(self.block) if any(cell.values for cell in drawn)}
        return rows if not with_values or any(row.drawn in with_values for row in rows) else ()

    def rows_for(self, number: int, drawn: DrawnRow) -> Iterator[FilledRow]:
        """Yield the rows that a drawn row becomes: one for each row of its list, a blank one for an empty list."""
        if not (keys := list_of(drawn)):
            optional = [slot for cell in drawn for slot in cell.values if slot.is_optional]
            if not optional or any(value_at(self.form, slot.path) is not None for slot in optional):
                yield FilledRow(number)
            return
        items = value_at(self.form, keys)
        if items == ():
            yield FilledRow(number)
        elif isinstance(items, tuple):
            yield from (FilledRow(number, item) for item in range(len(items)))

    def placed(self, first: int) -> Placed:
        """The cells that begin in each row, in their places on the whole form; `first` is the block's first row."""
        found = [cell for drawn in self.block for each in drawn for cell in self.cells_for(each)]
        for absent in self.absent_columns:
            found = without_columns(found, absent)
        found.sort(key=lambda cell: (cell.row, cell.column))
        by_row = {row: tuple(some) for row, some in groupby(found, lambda cell: cell.row)}
        return tuple(
            tuple(replace(cell, row=first + row) for cell in by_row.get(row, ())) for row in range(len(self.rows))
        )

    @property
    def absent_columns(self) -> list[range]:
        """The columns that lists with rows lack and that may be missing; the first of a list never is."""
        fields = [cell for drawn in self.block for cell in fields_of_list(drawn)[1:]]
        return [
            range(cell.column, cell.end)
            for cell in fields
            for slot in cell.values
            if slot.is_optional and lacks_column(self.form, slot)
        ]

    def cells_for(self, cell: DrawnCell) -> list[GridCell]:
        """The cells of the grid that a drawn cell becomes."""
        rows = [at for at, row in enumerate(self.rows) if cell.row <= row.drawn < cell.row + cell.rowspan]
        if not rows:
            return []
        if not self.is_repeated(cell):
            return [GridCell(self.piece(cell), rows[0], cell.column, len(rows), cell.colspan)]
        if cell.slot and cell.slot.is_merged and self.rows[rows[0]].item is not None:
            return self.merged_cells(cell, rows)
        return [found for at in rows for found in self.cell_in_row(cell, at)]

    def is_repeated(self, cell: DrawnCell) -> bool:
        """Whether a cell stands in every row of its list."""
        if cell.rowspan > 1 or not list_of(self.block[cell.row]):
            return False
        slot = cell.slot
        return bool(slot.rows or slot.kind in (NUMBER, PERSONAL)) if slot else not cell.words(" ", " ")

    def cell_in_row(self, cell: DrawnCell, at: int) -> list[GridCell]:
        """The cell in one row; of a row that is withheld whole, the first of its values over all of them."""
        slot, item = cell.slot, self.rows[at].item
        if slot is None or not slot.rows:
            number = "" if item is None or slot is None or slot.kind != NUMBER else str(item + 1)
            text = personal_word() if slot and slot.kind == PERSONAL else number
            return [GridCell(GridPiece(text), at, cell.column, 1, cell.colspan)]
        of_list = fields_of_list(self.block[cell.row])
        if item is None:
            keys = (slot.rows,) if cell is of_list[0] else ()
            return [GridCell(GridPiece("", keys=keys), at, cell.column, 1, cell.colspan)]
        if (row := self.item(slot, item)) and isinstance(row, Task) and row.withheld == "all":
            whole = GridPiece(WITHHELD, keys=((*slot.rows, item, "withheld"),))
            width = of_list[-1].end - cell.column
            return [GridCell(whole, at, cell.column, 1, width)] if cell is of_list[0] else []
        return [GridCell(self.row_piece(slot, item), at, cell.column, 1, cell.colspan)]

    def merged_cells(self, cell: DrawnCell, rows: Sequence[int]) -> list[GridCell]:
        """The cells of a column in which equal neighbours are merged, as far as those at their left are."""
        merged = [
            each.slot
            for each in self.block[cell.row]
            if each.slot and each.slot.is_merged and each.column <= cell.column
        ]
        slot = merged[-1]
        values = [tuple(self.row_text(each, number) for each in merged) for number in range(len(rows))]
        found = []
        for start, length in runs(values):
            keys = tuple(key for at in range(start, start + length) for key in self.row_piece(slot, at).keys)
            piece = replace(self.row_piece(slot, start), keys=keys)
            found.append(GridCell(piece, rows[start], cell.column, length, cell.colspan))
        return found

    def item(self, slot: Slot, number: int) -> Any:
        """A row of the list of a slot."""
        rows: Any = value_at(self.form, slot.rows)
        return rows[number]

    def row_text(self, slot: Slot, number: int) -> str:
        """The text of a slot in a row of its list, the word for withheld for a withheld one."""
        row, key = self.item(slot, number), slot.path[-1]
        return WITHHELD if key in withheld_cells(row) else text_of(getattr(row, key, None))

    def row_piece(self, slot: Slot, number: int) -> GridPiece:
        """The piece of a slot in a row of its list; one that names the row is its heading, unless it is blank."""
        text, key = self.row_text(slot, number), slot.path[-1]
        is_prose = key == NAME or self.is_prose(slot)
        is_heading = text and (key == NAME or key in CLASSES)
        return GridPiece(text, "row" if is_heading else "", ((*slot.rows, number, key),), is_prose)

    def is_prose(self, slot: Slot) -> bool:
        """Whether the values of a slot are long texts."""
        field = fields_of(self.drawing.kind).get(slot.path)
        return field is not None and field.kind == "prose"

    def piece(self, cell: DrawnCell) -> GridPiece:
        """The piece of a cell that is drawn once: printed words, and the values in it."""
        if cell.slot and cell.slot.kind == PERSONAL:
            return GridPiece(personal_word())
        texts = [part if isinstance(part, str) else self.slot_text(part) for part in cell.parts]
        keys = tuple(slot.path for slot in cell.values)
        is_prose = cell.slot is not None and self.is_prose(cell.slot)
        return GridPiece("".join(texts), cell.scope, keys, is_prose)

    def slot_text(self, slot: Slot) -> str:
        """The text of a slot outside of lists: a value, the unit or the year."""
        if slot.path:
            return text_of(value_at(self.form, slot.path))
        return self.form.unit if slot.kind == UNIT else str(self.year)


def fields_of_list(drawn: DrawnRow) -> list[DrawnCell]:
    """The cells of a drawn row that hold the fields of its list."""
    return [cell for cell in drawn if cell.slot and cell.slot.rows]


def personal_word() -> str:
    """The word in the place of personal data, which no record holds."""
    return translate("forms.personal")


def runs(values: Sequence[object]) -> list[tuple[int, int]]:
    """Where equal neighbours begin, and how many they are."""
    lengths = [len(list(group)) for _, group in groupby(values)]
    return list(zip(accumulate([0, *lengths[:-1]]), lengths, strict=True))


def without_columns(cells: Sequence[GridCell], absent: range) -> list[GridCell]:
    """The cells without those inside some columns, over which the ones at their left reach instead."""
    kept = [cell for cell in cells if not (cell.column >= absent.start and cell.columns.stop <= absent.stop)]
    return [
        replace(cell, colspan=cell.colspan + len(absent)) if cell.columns.stop == absent.start else cell
        for cell in kept
    ]
