"""Settle the doubts of an imported draft: each is accepted as it is, or the text of its cell is corrected."""

import re
from dataclasses import dataclass

from generator.forms.drawings.draft import DOUBT
from generator.text.plain_yaml import LINE
from generator.text.yaml_writer import yaml_entry

DOUBT_LINE = re.compile(rf" *# {re.escape(DOUBT)} (?P<doubt>.*)")
BLOCK = "|"


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A doubt in the lines of a draft.

    `line` is its line, from 0; `cell` the line of the cell that it is about, None for the form as a whole.
    """

    line: int
    sentence: str
    cell: int | None


def open_doubts_in(lines: list[str]) -> list[OpenDoubt]:
    """Return the doubts of a draft; that of a cell is right above it, or above other doubts of the same cell."""
    found: list[OpenDoubt] = []
    for at, line in enumerate(lines):
        if match := DOUBT_LINE.fullmatch(line):
            below = next((at for at in range(at + 1, len(lines)) if not DOUBT_LINE.fullmatch(lines[at])), len(lines))
            is_cell = below < len(lines) and LINE.fullmatch(lines[below]) is not None
            found.append(OpenDoubt(at, match["doubt"], below if is_cell else None))
    return found


def is_correctable(lines: list[str], doubt: OpenDoubt) -> bool:
    """Whether the text of the cell of a doubt is on one line."""
    match = LINE.fullmatch(lines[doubt.cell]) if doubt.cell is not None else None
    return match is not None and match[3] is not None and match[4] != BLOCK


def cell_line(lines: list[str], doubt: OpenDoubt) -> str:
    """Return the line of the cell of a doubt; "" for one about the form as a whole."""
    return lines[doubt.cell].strip().removeprefix("- ") if doubt.cell is not None else ""


def settled(lines: list[str], doubt: OpenDoubt, correction: str = "") -> list[str]:
    """Return a draft without a doubt; with a correction that is the text of its cell."""
    written = list(lines)
    if correction and doubt.cell is not None and (match := LINE.fullmatch(lines[doubt.cell])):
        indent = f"{match[1]}{'  ' if match[2] else ''}"
        entry = yaml_entry(match[3].strip('"'), correction, indent)
        written[doubt.cell] = f"{match[1]}{match[2] or ''}{entry.removeprefix(indent)}"
    return [*written[: doubt.line], *written[doubt.line + 1 :]]
