"""Lists as they were read from a file: the texts of their rows, and the names of their cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.secrecy.text_gate import safe_path
from generator.text.person_names import names_person, without_persons
from generator.words import translate

# A row and a column, from 1.
Position = tuple[int, int]
# The kinds of a doubt of a cell, keys of the catalogue, and the text that the file stores where that differs.
Doubt = tuple[tuple[str, ...], str]
# The kind of doubt of a percentage that is stored as its hundredth part.
PERCENT = "percent"
# The kind of doubt of a text without the name of a person.
PERSON = "person"
# The place and the kind of what is not read: hidden, struck out, a formula without a result.
Omission = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RowTable:
    """A list of a file: its title, the texts of its rows, what is doubtful in cells, what was not read.

    The first list of a workbook has the names of the sheets that are hidden.
    """

    file: str
    title: str
    rows: list[list[str]]
    sha256: str = ""
    doubts: Mapping[Position, Doubt] = field(default_factory=dict)
    omissions: tuple[Omission, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    has_letters: bool = False

    def place(self, row: int, column: int) -> str:
        """Return the name of a cell, as its file has it."""
        if self.has_letters:
            return f"{safe_path(self.title)}!{column_letters(column)}{row}"
        cell = translate("importing.place.cell", row=row, column=column)
        return f"{safe_path(self.title)} {cell}" if self.title else cell


def without_names(table: RowTable) -> RowTable:
    """Return a list with personal names removed from its texts; each changed cell has a doubt."""
    named = {
        (row, column): without_persons(text)
        for row, texts in enumerate(table.rows, 1)
        for column, text in enumerate(texts, 1)
        if names_person(text)
    }
    rows = [
        [named.get((row, column), text) for column, text in enumerate(some, 1)]
        for row, some in enumerate(table.rows, 1)
    ]
    doubts = {place: ((*table.doubts.get(place, ((), ""))[0], PERSON), "") for place in named}
    return replace(table, rows=rows, doubts={**table.doubts, **doubts}) if named else table


def column_letters(number: int) -> str:
    """Return the letters of a column, from 1."""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
