"""The ways in which a form splits its money: by type, by source, by level, for the year, for the whole project."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.forms.cells import anchor, named_cells
from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD, FieldGroup, money, titles_of
from generator.forms.figures import WHOLE, ZERO, NoTotal, percent
from generator.forms.model import Decision, Form

# The key of the total of a split, on forms that state it.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One line of a split: its name, the value of its cell, and its share of the total in percent."""

    key: str
    anchor: str
    name: str
    value: Any
    share: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """The figure of the cell; None where it has none."""
        return money(self.value)

    @property
    def exceeds(self) -> bool:
        """Whether the line is more than the total that the form states."""
        return self.share is not None and self.share > WHOLE


@dataclass(frozen=True, slots=True)
class Split:
    """The same money split up one way; `stated` is a total that the form itself has, under its name `total_name`.

    `blank` and `withheld` are the names of the cells that were left blank or are withheld, the total among them.
    A form that has a cell for the total has no other total: where the cell has no figure, none is added up. Without
    such a cell, one blank or withheld part leaves the total unknown; a part written 无 adds nothing to it. `decision`
    is the one to withhold cells.
    """

    key: str
    anchor: str = "budget"
    name: str = ""
    lines: tuple[SplitLine, ...] = ()
    total: Decimal | None = None
    stated: Any = None
    total_name: str = ""
    blank: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def total_anchor(self) -> str:
        """The id of the cell with the total."""
        return f"{self.anchor}-{TOTAL}"

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names of the cells whose amounts are missing from the total."""
        return self.withheld or self.blank

    @property
    def is_none_despite_parts(self) -> bool:
        """Whether the total is 无 although at least one part has an amount."""
        return self.stated == NONE_WRITTEN and any(line.amount is not None for line in self.lines)

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        if self.total is not None:
            return self.total
        if self.withheld:
            return NoTotal.WITHHELD
        if self.blank or self.is_none_despite_parts:
            return NoTotal.UNKNOWN
        return NoTotal.NONE if self.lines or self.stated is not None else NoTotal.NOT_ON_FORM


def splits_of(form: Form) -> tuple[Split, ...]:
    """Return the splits that a form has, in its order."""
    splits = (split_of(form, key, title) for key, title in titles_of(type(form.budget)).items())
    return tuple(split for split in splits if split)


def split_of(form: Form, key: str, name: str) -> Split | None:
    """Return one split of a form with its total; None where the form has no cell of it."""
    part: FieldGroup | None = getattr(form.budget, key)
    cells = named_cells(part)
    if part is None or not cells:
        return None
    stated = getattr(part, TOTAL, None)
    blank, withheld = (tuple(title for _, title, value in cells if value == word) for word in (BLANK, WITHHELD))
    cells = [cell for cell in cells if cell[0] != TOTAL]
    total = sum_of([value for _, _, value in cells]) if stated is None else money(stated)
    # A single cell has no share: the form does not say what else there is.
    whole = total if len(cells) > 1 or stated is not None else None
    lines = tuple(
        SplitLine(line, anchor(("budget", key, line), form), title, value, percent(money(value), whole))
        for line, title, value in cells
    )
    total_name = titles_of(type(part)).get(TOTAL, "")
    at = anchor(("budget", key), form)
    return Split(key, at, name, lines, total, stated, total_name, blank, withheld, getattr(part, "withheld", None))


def sum_of(values: Sequence[Any]) -> Decimal | None:
    """Return the sum of cells of money; None where one of them is blank or withheld, or none of them has a figure.

    A cell that is not on the form, or that is written 无, adds nothing.
    """
    amounts = [amount for value in values if (amount := money(value)) is not None]
    if not amounts or BLANK in values or WITHHELD in values:
        return None
    return sum(amounts, ZERO) or ZERO
