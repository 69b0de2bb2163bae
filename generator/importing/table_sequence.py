"""The tables of a document in their order, with the texts above each; adjacent tables are one."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from generator.importing.source import Contents, Omission, SourceCell, SourceTable
from generator.words import translate

# The texts above a table that may be its title.
MOST_TEXTS = 12


@dataclass(slots=True)
class OpenTable:
    """A table under construction; `number` counts from 1, `row` is its last row so far."""

    number: int
    texts: list[SourceCell]
    row: int = 0
    cells: list[SourceCell] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The name of the table."""
        return translate("importing.place.table", table=self.number)

    def cell_place(self, column: int) -> str:
        """Return the name of a cell of the last row."""
        return translate("importing.place.table_cell", table=self.number, row=self.row, column=column)


Table = TypeVar("Table", bound=OpenTable)


class TableSequence(Generic[Table]):
    """The tables of a document as they are read one after the other, and the texts since the last of them."""

    def __init__(self, kind: type[Table]) -> None:
        self.kind = kind
        self.tables: list[Table] = []
        self.texts: list[str] = []
        self.omissions: list[Omission] = []

    def add_text(self, text: str) -> None:
        """Add a text between tables, unless it is blank."""
        if text.strip():
            self.texts = [*self.texts[-MOST_TEXTS + 1 :], text.strip()]

    def next_table(self) -> Table:
        """Return the table to which the next one belongs: the last where no text is between them, else a new one."""
        if not self.tables or self.texts:
            table = self.kind(len(self.tables) + 1, [])
            table.texts += (SourceCell(1, 1, text, place=table.place) for text in self.texts)
            self.tables.append(table)
        self.texts = []
        return self.tables[-1]

    def contents(self) -> Contents:
        """Return the tables that have cells, and the omissions."""
        found = [each for each in self.tables if each.cells]
        return [SourceTable(each.place, tuple(each.cells), tuple(each.texts)) for each in found], self.omissions
