"""Lists as they were read from a file: the texts of their rows, and the names of their cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.secrecy.text_gate import safe_path
from generator.words import translate

# A row and a column, from 1.
Position = tuple[int, int]
# The kinds of a doubt of a cell, keys of the catalogue, and the text that the file stores where that differs.
Doubt = tuple[tuple[str, ...], str]
# The kind of doubt of a percentage that is stored as its hundredth part.
PERCENT = "percent"
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


def column_letters(number: int) -> str:
    """Return the letters of a column, from 1."""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
