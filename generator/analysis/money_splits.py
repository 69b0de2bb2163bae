"""The ways in which a form splits its money, each with its computed total and shares in percent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.content.corpus import AnyFormSource
from generator.forms.cells import named_cells
from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD, FieldGroup, money, titles_of
from generator.forms.figures import WHOLE, ZERO, NoTotal, percent
from generator.forms.model import Decision, Form, Record

# The cell of a group of money that holds the total of the others, on forms that state it.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One line of a split of money: its name, the cell as it stands, and its share of the whole in percent."""

    key: str
    name: str
    value: Any
    share: Decimal | None

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
    says who withheld what is withheld.
    """

    key: str
    name: str
    lines: tuple[SplitLine, ...] = ()
    total: Decimal | None = None
    stated: Any = None
    total_name: str = ""
    blank: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names of the cells without which there is no total."""
        return self.withheld or self.blank

    @property
    def is_denied(self) -> bool:
        """Whether the total is written 无 beside parts that have figures."""
        return self.stated == NONE_WRITTEN and any(money(line.value) is not None for line in self.lines)

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        if self.total is not None:
            return self.total
        if self.withheld:
            return NoTotal.WITHHELD
        if self.blank or self.is_denied:
            return NoTotal.UNKNOWN
        return NoTotal.NONE if self.lines or self.stated is not None else NoTotal.NOT_ON_FORM


def project_of(record: Form) -> Decimal | None:
    """The project expenditure that a department's form states."""
    return money(record.budget.by_type.project) if isinstance(record, Record) else None


def named_total(part: FieldGroup | None) -> str:
    """The name that the form gives to the total of a group of money; empty where no form of its kind states one."""
    return titles_of(type(part)).get(TOTAL, "") if part else ""


def split_of(key: str, name: str, part: FieldGroup | None) -> Split | None:
    """One way of splitting the money, with its computed total; None where the form has it not."""
    cells = named_cells(part)
    if not cells:
        return None
    stated = getattr(part, TOTAL, None)
    blank, hidden = (tuple(title for _, title, value in cells if value == word) for word in (BLANK, WITHHELD))
    cells = [cell for cell in cells if cell[0] != TOTAL]
    total = sum_of([value for _, _, value in cells]) if stated is None else money(stated)
    # A single cell is no share of anything: the form does not say what else there is.
    whole = total if len(cells) > 1 or stated is not None else None
    lines = tuple(SplitLine(cell, title, value, percent(money(value), whole)) for cell, title, value in cells)
    return Split(key, name, lines, total, stated, named_total(part), blank, hidden, getattr(part, "withheld", None))


def sum_of(cells: Sequence[Any]) -> Decimal | None:
    """The sum of cells of money; None where one of them was left blank or withheld, or none of them has a figure.

    A cell that is not on the form, or that is written 无, adds nothing.
    """
    amounts = [amount for value in cells if (amount := money(value)) is not None]
    if not amounts or BLANK in cells or WITHHELD in cells:
        return None
    return sum(amounts, ZERO) or ZERO


def splits_of(source: AnyFormSource) -> tuple[Split, ...]:
    """The splits that the form has."""
    budget = source.record.budget
    found = (split_of(key, title, getattr(budget, key)) for key, title in titles_of(type(budget)).items())
    return tuple(split for split in found if split)
