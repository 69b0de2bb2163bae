"""A line of the ledger: figures of one form that must agree, worked out in the open."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator.forms.figures import figure
from generator.words import translate

TOLERANCE = Decimal("0.01")
State = Literal["ties", "differs", "partly", "unknown", "withheld"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure of an identity and the anchor of the cell it stands in."""

    name: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The operands, what they add up to, what that is held against, and how it ends; `kind` names its sentences.

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
    def words(self) -> str:
        """Which of its sentences the line takes: that of its state, or one of two for lines with blank cells."""
        if not self.blank:
            return self.state
        return "blank" if self.state == "unknown" else "over"


def unknown(kind: str, rule: str, operands: tuple[Operand, ...], unit: str, blank: Iterable[str] = ()) -> Identity:
    """A line of which one side is not there, or holds a blank cell."""
    return Identity(kind, rule, operands, "", None, "", "", unit, "unknown", translate("facts.between").join(blank))


def withheld(kind: str, rule: str, operands: tuple[Operand, ...], unit: str) -> Identity:
    """A line of which a figure is withheld: nothing is held against anything, and nothing is said of it."""
    return Identity(kind, rule, operands, "", None, "", "", unit, "withheld")


def pair(kind: str, rule: str, said: Operand, against: Operand, difference: Decimal, unit: str) -> Identity:
    """A figure that is said twice."""
    state: State = "ties" if abs(difference) <= TOLERANCE else "differs"
    return Identity(kind, rule, (said,), "", against, figure(abs(difference)), "", unit, state)
