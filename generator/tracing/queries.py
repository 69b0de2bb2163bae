"""The cells of a record that a trace looks for in a document, and the queries by which they are searched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from generator.forms.cells import (
    WITHHELD_TOTAL,
    Cell,
    CellPath,
    cells,
    document_cells,
    part_at,
    row_of,
    texts_outside_form,
)
from generator.forms.model import Form
from generator.text.normalize import without_spaces
from generator.tracing.document_index import CellQuery
from generator.tracing.labels import FormLabels

DOCUMENT_CELLS = (("source", "title"), ("source", "number"))
# An amount in words is sought as words.
FIGURE = re.compile(r"[+-]?[0-9][0-9,.]*")
MERGED = ("family", "type")
UNIT_SPELLINGS = ("（{}）", "({})", "单位：{}", "单位:{}")


@dataclass(frozen=True, slots=True)
class VerbatimCell:
    """One text or figure of a record: its path, its title and its text.

    The whole title names the groups and the row before the cell; `names` are the labels that a form may print before a
    cell outside of tables.
    """

    path: CellPath
    title: str
    text: str
    is_figure: bool = False
    is_in_withheld_row: bool = False
    whole_title: str = ""
    names: tuple[str, ...] = ()

    @property
    def row(self) -> CellPath:
        """The path of the row that the cell is in; empty for a cell outside of tables."""
        return row_of(self.path)

    @property
    def is_merged(self) -> bool:
        """Whether a form may print the cell once for several rows."""
        return self.path[0] == "indicators" and self.path[-1] in MERGED

    @property
    def is_about(self) -> bool:
        """Whether the cell describes the document and need not be in it."""
        return self.path in DOCUMENT_CELLS

    @property
    def may_lie_over(self) -> bool:
        """Whether the cell may overlap others: the unit is printed with every amount, the title above the form."""
        return self.is_about or self.path == ("unit",)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways in which a document may write the cell: only the unit of money has more than one."""
        return tuple(form.format(self.text) for form in UNIT_SPELLINGS) if self.path == ("unit",) else (self.text,)


def verbatim_cells(record: Form, labels: FormLabels) -> tuple[VerbatimCell, ...]:
    """Return every cell that the form shows, blank ones too, then title and number of its document and its cells."""
    form = (cell for cell in cells(record) if not cell.hidden and cell.kind != "table" and cell.path != WITHHELD_TOTAL)
    about = (cell for cell in texts_outside_form(record) if cell.path in DOCUMENT_CELLS)
    own = tuple(verbatim_cell(record, cell, labels) for cell in chain(form, about))
    around = (around_form(cell) for cell in document_cells(record))
    return (*own, *around)


def around_form(cell: Cell) -> VerbatimCell:
    """Return the search text of a cell around the forms of a document, whose label is its key."""
    title = str(cell.title)
    return VerbatimCell(
        cell.path, title, cell.text, FIGURE.fullmatch(cell.text) is not None, whole_title=title, names=(title,)
    )


def verbatim_cell(record: Form, cell: Cell, labels: FormLabels) -> VerbatimCell:
    """Return the search text of a cell of the form."""
    is_withheld = bool(cell.row) and part_at(record, cell.row).withheld is not None
    return VerbatimCell(
        cell.path,
        labels.titles.title(*cell.path),
        cell.text,
        cell.kind != "text" and FIGURE.fullmatch(cell.text) is not None,
        is_withheld,
        labels.titles.full_title(*cell.path),
        () if cell.row else labels.names_of(cell.path),
    )


def cell_queries(cells: Sequence[VerbatimCell]) -> list[CellQuery]:
    """The query of each cell: one in a row has the rest of the row as neighbours, any other its label."""
    queries: list[CellQuery] = []
    for row, group in groupby(cells, key=lambda cell: cell.row):
        members = list(group)
        queries += row_queries(members) if row else map(single_cell_query, members)
    return queries


def single_cell_query(cell: VerbatimCell) -> CellQuery:
    """The query of a cell outside tables, after any of its labels; a blank one has no spelling."""
    spellings = tuple(map(without_spaces, cell.spellings)) if without_spaces(cell.text) else ()
    return CellQuery(spellings, before=tuple((without_spaces(name),) for name in cell.names), is_figure=cell.is_figure)


def row_queries(cells: Sequence[VerbatimCell]) -> Iterator[CellQuery]:
    """The queries of the cells of a row, each with the others before and after it, or next to it in another order."""
    texts = [without_spaces(cell.text) for cell in cells]
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        before = tuple(filter(None, reversed(texts[:number])))
        after = tuple(filter(None, texts[number + 1 :]))
        mates = tuple(dict.fromkeys((*before, *after)))
        yield CellQuery((text,) if text else (), (before,), (after,), mates, cell.is_figure)


def serial_number_queries(cells: Sequence[VerbatimCell]) -> Iterator[CellQuery]:
    """The queries of the numbers that a form may print before each row of a table."""
    for row, group in groupby(cells, key=lambda cell: cell.row):
        texts = tuple(filter(None, (without_spaces(cell.text) for cell in group)))
        if row and texts:
            yield CellQuery((str(int(row[-1]) + 1),), after=(texts,), is_figure=True)
