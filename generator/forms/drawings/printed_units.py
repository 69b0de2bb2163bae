"""Finds the units of money that a drawing prints in plain words, where others have the sign of the unit."""

import re
from collections.abc import Iterator, Sequence

from generator.forms.drawings.drawing import Block, DrawnCell, FormKind
from generator.forms.drawings.titles import labelled_slots
from generator.forms.drawings.vocabulary import kind_of_field
from generator.forms.fields import MONEY

OF_MONEY = "(亿元|百万元|万元|千元|元)"
IN_BRACKETS = re.compile(rf"[（(]\s*(?:(?:金额)?单位\s*[:：]?)?\s*{OF_MONEY}\s*[）)]")
ALONE = re.compile(rf"单位\s*[:：]\s*(?:人民币)?{OF_MONEY}\s*[）)]?\s*$")


def printed_units(blocks: Sequence[Block], kind: FormKind) -> Iterator[tuple[DrawnCell, str]]:
    """Yield the printed cells that state the unit of the form or of lines of money, each once with its unit."""
    for block in blocks:
        with_unit = {cell.place: (cell, match[1]) for row in block for cell in row if (match := unit_in(cell))}
        # The unit of a column of texts, such as 元/人, is not that of the form.
        over_money = {
            cell.place
            for labelled in (labelled_slots(block) if with_unit else ())
            if kind_of_field(labelled.slot, kind) == MONEY
            for cell in (labelled.label, *labelled.above)
            if cell
        }
        for place, (cell, unit) in with_unit.items():
            if place in over_money or ALONE.search(cell.words("", "")):
                yield cell, unit


def unit_in(cell: DrawnCell) -> re.Match[str] | None:
    """Return the match of a unit of money in the printed words of a cell; None where there is none."""
    words = cell.words("", "")
    return IN_BRACKETS.search(words) or ALONE.search(words)
