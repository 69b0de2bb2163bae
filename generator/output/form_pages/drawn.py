"""Fills a drawing with the values of a record: the grid of its form."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from generator.forms.cells import Cell, hidden_by_decision, own_cells
from generator.forms.drawings.collection import DATA_TABLES
from generator.forms.drawings.drawing import (
    NUMBER,
    PERSONAL,
    UNIT,
    YEAR,
    Block,
    DrawnCell,
    DrawnRow,
    FormDrawing,
    Scope,
    Slot,
    list_of,
)
from generator.forms.drawings.fit import lacks_optional_column, value_at
from generator.forms.drawings.vocabulary import fields_of
from generator.forms.fields import WITHHELD, FieldGroup, title_of
from generator.forms.figures import text_of
from generator.forms.model import Form, Task
from generator.output.form_pages.grid import Grid, GridCell, GridPiece, Key, Placed
from generator.words import translate

# The columns of lists that name their row, and those that say what it is of.
NAME, CLASSES = "name", ("family", "type")


def filled_grid(form: Form, year: int, drawing: FormDrawing) -> Grid:
    """Return the grid of a form of a year, laid out as in its drawing."""
    placed: list[Placed] = []
    first = 0
    for block in drawing.blocks:
        drawn = FilledBlock(form, year, drawing, block, first)
        placed.append(drawn.placed())
        first += len(drawn.rows)
    if drawing.name in DATA_TABLES.values():
        placed.append(own_block(form, first, len(drawing.widths)))
    return Grid(drawing.name, form.title, drawing.widths, tuple(filter(None, placed)), drawing.paper)


def own_block(form: Form, first: int, columns: int) -> Placed:
    """Return rows with the cells that only this form has, which the product's own table has no other place for."""
    rows, names = own_cells(form), columns // 3
    if not rows:
        return ()
    head = GridCell(GridPiece(translate("forms.own"), "colgroup"), first, 0, 1, columns)
    return ((head,), *(own_row(form, cell, first + at, names, columns) for at, cell in enumerate(rows, 1)))


def own_row(form: Form, cell: Cell, row: int, names: int, columns: int) -> tuple[GridCell, GridCell]:
    """Return the name and the text of a cell that only this form has."""
    name = GridPiece(title_of(type(form), *cell.path), "row")
    return GridCell(name, row, 0, 1, names), GridCell(
        GridPiece(cell.text, "", (cell.path,)), row, names, 1, columns - names
    )


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a grid: the drawn row that it comes from, and the number of the record's row in it, if any."""

    drawn: int
    item: int | None = None


@dataclass(frozen=True)
class FilledBlock:
    """One block of a drawing with the values of a form of a year; `first` is its first row on the whole form."""

    form: Form
    year: int
    drawing: FormDrawing
    block: Block
    first: int

    @cached_property
    def rows(self) -> tuple[FilledRow, ...]:
        """The rows of the block; none where the record has none of its optional values."""
        rows = tuple(row for number, drawn in enumerate(self.block) for row in self.rows_for(number, drawn))
        with_values = {number for number, drawn in enumerate(self.block) if any(cell.values for cell in drawn)}
        return rows if not with_values or any(row.drawn in with_values for row in rows) else ()

    @cached_property
    def starts(self) -> list[int]:
        """Where the rows of each drawn row begin, and where those of the last one end."""
        drawn = [row.drawn for row in self.rows]
        return [bisect_left(drawn, number) for number in range(len(self.block) + 1)]

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

    def placed(self) -> Placed:
        """The cells that begin in each row, in their places on the whole form."""
        found = [cell for drawn in self.block for each in drawn for cell in self.cells_for(each)]
        for absent in self.absent_columns:
            found = without_columns(found, absent)
        found.sort(key=lambda cell: (cell.row, cell.column))
        by_row = {row: tuple(some) for row, some in groupby(found, lambda cell: cell.row)}
        return tuple(by_row.get(self.first + row, ()) for row in range(len(self.rows)))

    @cached_property
    def fields(self) -> tuple[tuple[DrawnCell, ...], ...]:
        """The cells of each drawn row that hold the fields of its list."""
        return tuple(tuple(cell for cell in drawn if cell.slot and cell.slot.rows) for drawn in self.block)

    @property
    def absent_columns(self) -> list[range]:
        """The columns that lists with rows lack and that may be missing; the first of a list never is."""
        return [
            range(cell.column, cell.end)
            for fields in self.fields
            for cell in fields[1:]
            for slot in cell.values
            if slot.is_optional and lacks_optional_column(self.form, slot)
        ]

    def cells_for(self, cell: DrawnCell) -> list[GridCell]:
        """The cells of the grid that a drawn cell becomes."""
        first, starts = self.first, self.starts
        rows = range(first + starts[cell.row], first + starts[cell.row + cell.rowspan])
        if not rows:
            return []
        if not self.is_repeated(cell):
            return [GridCell(self.piece(cell), rows[0], cell.column, len(rows), cell.colspan)]
        slot = cell.slot
        if slot and slot.rows:
            return self.column_cells(cell, slot, rows[0])
        texts = (self.side_text(slot, self.rows[number - first].item) for number in rows)
        return [
            GridCell(GridPiece(text), number, cell.column, 1, cell.colspan)
            for number, text in zip(rows, texts, strict=True)
        ]

    def is_repeated(self, cell: DrawnCell) -> bool:
        """Whether a cell is repeated in every row of its list."""
        if cell.rowspan > 1 or not self.fields[cell.row]:
            return False
        slot = cell.slot
        return bool(slot.rows or slot.kind in (NUMBER, PERSONAL)) if slot else not cell.words(" ", " ")

    def side_text(self, slot: Slot | None, item: int | None) -> str:
        """The text of a cell in a row of a list that is no field of it."""
        if slot and slot.kind == PERSONAL:
            return personal_word()
        return str(item + 1) if slot and slot.kind == NUMBER and item is not None else ""

    def column_cells(self, cell: DrawnCell, slot: Slot, first: int) -> list[GridCell]:
        """The cells of a column of a list, whose first row is given.

        Equal neighbours are merged where the slot is, as far as those at their left are. Of a row that is withheld
        whole, the first cell is over all of them.
        """
        of_list, items = self.fields[cell.row], self.items(slot)
        is_first, width = cell is of_list[0], of_list[-1].end - cell.column
        if not items:
            blank = GridPiece("", keys=(slot.rows,)) if is_first else GridPiece("")
            return [GridCell(blank, first, cell.column, 1, cell.colspan)]
        key = slot.path[-1]
        is_prose = key == NAME or self.is_prose(slot)
        found = []
        for start, length in self.spans(cell, slot, items):
            if is_withheld(items[start]):
                withheld: Key = (*slot.rows, start, "withheld")
                whole = GridPiece(WITHHELD, keys=(withheld,))
                found += [GridCell(whole, first + start, cell.column, 1, width)] if is_first else []
                continue
            text = row_text(items[start], key)
            scope: Scope = "row" if text and (key == NAME or key in CLASSES) else ""
            keys: tuple[Key, ...] = tuple((*slot.rows, number, key) for number in range(start, start + length))
            piece = GridPiece(text, scope, keys, is_prose)
            found.append(GridCell(piece, first + start, cell.column, length, cell.colspan))
        return found

    def spans(self, cell: DrawnCell, slot: Slot, items: Sequence[FieldGroup]) -> list[tuple[int, int]]:
        """Where the cells of a column of a list begin, and over how many rows they are."""
        if not slot.is_merged:
            return [(number, 1) for number in range(len(items))]
        drawn = (each.slot for each in self.fields[cell.row] if each.column <= cell.column)
        keys = [each.path[-1] for each in drawn if each and each.is_merged]
        return runs([tuple(row_text(item, key) for key in keys) for item in items])

    def items(self, slot: Slot) -> tuple[FieldGroup, ...]:
        """The rows of the list of a slot."""
        rows = value_at(self.form, slot.rows)
        return rows if isinstance(rows, tuple) else ()

    def is_prose(self, slot: Slot) -> bool:
        """Whether the values of a slot are long texts."""
        field = fields_of(self.drawing.kind).get(slot.path)
        return field is not None and field.kind == "prose"

    def piece(self, cell: DrawnCell) -> GridPiece:
        """The piece of a cell that is drawn once: printed words, and the values in it."""
        texts = [part if isinstance(part, str) else self.slot_text(part) for part in cell.parts]
        keys = tuple(slot.path for slot in cell.values)
        is_prose = cell.slot is not None and self.is_prose(cell.slot)
        return GridPiece("".join(texts), cell.scope, keys, is_prose)

    def slot_text(self, slot: Slot) -> str:
        """The text of a slot outside of lists: a value, the unit, the year, or a word for personal data."""
        if slot.path:
            return text_of(value_at(self.form, slot.path))
        if slot.kind == PERSONAL:
            return personal_word()
        return {UNIT: self.form.unit, YEAR: str(self.year)}.get(slot.kind, "")


def row_text(row: FieldGroup, key: str) -> str:
    """The text of a cell in a row of a list, the word for withheld for a withheld one."""
    return WITHHELD if key in hidden_by_decision(row) else text_of(getattr(row, key, None))


def is_withheld(row: FieldGroup) -> bool:
    """Whether a row of a list is withheld whole."""
    return isinstance(row, Task) and row.withheld == "all"


def personal_word() -> str:
    """The word in the place of personal data, which no record holds."""
    return translate("forms.personal")


def runs(values: Sequence[object]) -> list[tuple[int, int]]:
    """Where equal neighbours begin, and how many they are."""
    lengths = [len(list(group)) for _, group in groupby(values)]
    return list(zip(accumulate([0, *lengths[:-1]]), lengths, strict=True))


def without_columns(cells: Sequence[GridCell], absent: range) -> list[GridCell]:
    """The cells without those inside some columns, over which the ones at their left reach instead."""
    remaining = []
    for cell in cells:
        end = cell.column + cell.colspan
        if end == absent.start:
            remaining.append(cell._replace(colspan=cell.colspan + len(absent)))
        elif end > absent.stop or cell.column < absent.start:
            remaining.append(cell)
    return remaining
