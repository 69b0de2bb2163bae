"""Identities: figures of one form that must agree, computed for readers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator.forms.figures import figure
from generator.words import translate

TOLERANCE = Decimal("0.01")
# The kinds of identities that add up money.
SUMS = frozenset(("sources", "levels", "annual", "whole", "tasks"))
State = Literal["ties", "differs", "partly", "unknown", "withheld"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure of an identity with the id of its cell."""

    name: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The operands, their sum, the figure that it must equal, and the state; `kind` names its sentences.

    `blank` names the cells that were left blank, without which nothing can be added up.
    """

    kind: str
    rule: str
    operands: tuple[Operand, ...]
    result: str
    against: Operand | None
    difference: str
    share: str
    unit: str
    state: State
    blank: str = ""

    @property
    def is_sum(self) -> bool:
        """Whether it adds up the money of the form, and does not only compare a figure with its repetition."""
        return self.kind in SUMS

    @property
    def words(self) -> str:
        """The key of its sentence: its state, or one of two for lines with blank cells."""
        if not self.blank:
            return self.state
        return "blank" if self.state == "unknown" else "over"


def unknown_identity(
    kind: str, rule: str, operands: tuple[Operand, ...], unit: str, blank: Iterable[str] = ()
) -> Identity:
    """Return an identity of which one side is missing or has a blank cell."""
    return Identity(kind, rule, operands, "", None, "", "", unit, "unknown", translate("facts.between").join(blank))


def withheld_identity(kind: str, rule: str, operands: tuple[Operand, ...], unit: str) -> Identity:
    """Return an identity of which a figure is withheld, so that nothing is compared."""
    return Identity(kind, rule, operands, "", None, "", "", unit, "withheld")


def compared_identity(
    kind: str,
    rule: str,
    operands: Iterable[Operand],
    against: Operand,
    rest: Decimal,
    unit: str,
    *,
    result: str = "",
    share: Decimal | None = None,
    is_part: bool = False,
) -> Identity:
    """Return an identity whose operands lack `rest` of the other side; a part may be less than that."""
    state: State = "ties" if abs(rest) <= TOLERANCE else "partly" if is_part and rest > 0 else "differs"
    percent = "" if share is None else str(share)
    return Identity(kind, rule, tuple(operands), result, against, figure(abs(rest)), percent, unit, state)
