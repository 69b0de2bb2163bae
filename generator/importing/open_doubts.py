"""The doubts of an imported draft and the cells of its form, by the lines of its file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.forms.cells import CellPath
from generator.forms.drawings.draft import DOUBT, FIRST_OFF_FORM
from generator.forms.fields import OF_DECISIONS, WITHHELD
from generator.text.yaml_edits import leaves, root_of, with_texts

DOUBT_LINE = re.compile(rf" *# {re.escape(DOUBT)} (?P<doubt>.*)")
# The words of a cell in a doubt, and its place at the end.
OF_ONE_CELL = re.compile("“[^”]*”|（[^（）]*）$")
FIGURES = re.compile(r"[0-9][0-9.,]*")
# Fewer doubts of one kind are asked one by one.
FEWEST_ALIKE = 3
# Keys among the cells of a form that are none of them.
EDITORIAL = frozenset(("form", "withheld")) | OF_DECISIONS


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A doubt in a line of a draft, from 0, and the text of its cell; the path () is that of the form as a whole."""

    line: int
    sentence: str
    path: CellPath
    text: str

    @property
    def is_correctable(self) -> bool:
        """Whether it is about the text of one cell that is not withheld."""
        return bool(self.path) and self.text != WITHHELD

    @property
    def kind(self) -> str:
        """The sentence without the words of its cell and its place, and the text without its figures.

        "" where no text can be confirmed.
        """
        is_text = self.is_correctable and self.text
        return f"{OF_ONE_CELL.sub('', self.sentence)}{FIGURES.sub('', self.text)}" if is_text else ""


def alike(doubts: Sequence[OpenDoubt]) -> list[OpenDoubt]:
    """Return the doubts of the same kind as the first one, with it; none where they are too few to ask together."""
    found = [doubt for doubt in doubts if doubt.kind and doubt.kind == doubts[0].kind]
    return found if len(found) >= FEWEST_ALIKE else []


def form_cells(text: str) -> dict[CellPath, str]:
    """Return the texts of the cells of the form in a draft, in their order. Raises ValueError for a broken draft."""
    cells: dict[CellPath, str] = {}
    for path, _, value in leaves(root_of(text)):
        if path[0] == FIRST_OFF_FORM:
            break
        if path[-1] not in EDITORIAL:
            cells[path] = value.rstrip("\n")
    return cells


def open_doubts_in(text: str) -> list[OpenDoubt]:
    """Return the doubts of a draft; that of a cell is right above it, or above other doubts of the same cell.

    Raises ValueError for a broken draft.
    """
    found_cells = ((path, key, value) for path, key, value in leaves(root_of(text)) if path[-1] not in EDITORIAL)
    cells = {key.line - 1: (path, value.rstrip("\n")) for path, key, value in found_cells}
    found: list[OpenDoubt] = []
    below: tuple[CellPath, str] = ((), "")
    for at, line in reversed([*enumerate(text.split("\n"))]):
        if match := DOUBT_LINE.fullmatch(line):
            found.append(OpenDoubt(at, match["doubt"], *below))
        else:
            below = cells.get(at, ((), ""))
    return found[::-1]


def settled(text: str, doubt: OpenDoubt, correction: str = "") -> str:
    """Return a draft without a doubt; with a correction that is the text of its cell.

    Raises ValueError for a correction that cannot be written.
    """
    lines = text.split("\n")
    without = "\n".join([*lines[: doubt.line], *lines[doubt.line + 1 :]])
    return with_texts(without, {doubt.path: correction}) if correction and doubt.path else without
