"""The tables of a document in their order, with the texts above each; adjacent tables are one."""

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Generic, TypeVar

from generator.forms.drawings.label_names import is_personal
from generator.forms.drawings.read_cells import bare_title
from generator.importing.derived_drawing import TITLE
from generator.importing.label_places import NOTES
from generator.importing.source import OUTSIDE, Contents, Omission, SourceCell, SourceTable, omission
from generator.words import translate

# The texts above a table that may be its title, and those below that may belong to it.
MOST_TEXTS, MOST_BELOW = 12, 6
# The headings of what comes next, and amounts and counts.
HEADING = re.compile("第.{1,3}[部分章节]|[一二三四五六七八九十]{1,3}[、．.]|附件|附表")
WORD_END = re.compile("[:：\\s]")
FIGURE = re.compile("[0-9０-９]\\s*(?:万元|元|%|％|个|人|项)")


@dataclass(slots=True)
class OpenTable:
    """A table under construction; `number` counts from 1, `row` is its last row so far."""

    number: int
    texts: list[SourceCell]
    row: int = 0
    cells: list[SourceCell] = field(default_factory=list)
    below: list[SourceCell] = field(default_factory=list)

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
            # A mark is one of the whole document, however far from a table it is.
            self.omissions += (each for each in [omission("", OUTSIDE, text)] if each.is_marked)

    def next_table(self) -> Table:
        """Return the table to which the next one belongs: the last where no text is between them, else a new one."""
        if not self.tables or self.texts:
            self.end_table()
            table = self.kind(len(self.tables) + 1, [])
            table.texts += (SourceCell(1, 1, text, place=table.place) for text in self.texts)
            self.tables.append(table)
        self.texts = []
        return self.tables[-1]

    def end_table(self) -> None:
        """Assign the texts after the last table, up to its last note, to the table; signature lines are left out."""
        if self.tables:
            last = self.tables[-1]
            following = [*takewhile(lambda text: not begins_other(text), self.texts[:MOST_BELOW])]
            end = max((number for number, text in enumerate(following, 1) if is_note(text)), default=0)
            texts = [text for text in following[:end] if is_note(text) or not is_signature(text)]
            last.below = [SourceCell(1, 1, text, place=last.place) for text in texts]
            self.texts = self.texts[end:]

    def contents(self) -> Contents:
        """Return the tables that have cells, and the omissions."""
        self.end_table()
        tables = [
            SourceTable(each.place, tuple(each.cells), tuple(each.texts), tuple(each.below))
            for each in self.tables
            if each.cells
        ]
        return tables, self.omissions


def begins_other(text: str) -> bool:
    """Whether a text is the heading or the title of what comes next."""
    return bool(HEADING.match(text) or TITLE.fullmatch(bare_title(text)))


def is_note(text: str) -> bool:
    """Whether a text belongs to the table above it where it is no heading: a note, or one with an amount."""
    return not begins_other(text) and bool(NOTES.match(text) or FIGURE.search(text))


def is_signature(text: str) -> bool:
    """Whether a text begins with a label for a personal name."""
    return is_personal(WORD_END.split(text, maxsplit=1)[0])
