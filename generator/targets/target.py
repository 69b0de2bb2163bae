"""The reading of a 指标值: its words as written, and the values that were read from them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from generator.targets.units import in_yuan

Kind = Literal["quantity", "ratio", "amount", "date", "period", "qualitative", "none", "withheld", "unread"]
Comparator = Literal["ge", "gt", "le", "lt", "eq", "range", "about", "none"]
Direction = Literal["up", "down", "exact", "none"]

DIRECTIONS: dict[str, Direction] = {"ge": "up", "gt": "up", "le": "down", "lt": "down", "eq": "exact"}

# Fields of a Target that a rule has read.
Reading = dict[str, Any]


def flagged(kind: Kind, *flags: str) -> Reading:
    """The reading that is no more than a kind with flags."""
    return {"kind": kind, "flags": flags}


@dataclass(frozen=True, slots=True)
class Target:
    """One 指标值: `text`, `comparator_text` and `unit_text` are verbatim, everything else is the reading.

    `low` and `high` are exact and stand in `unit`: 约5.5万人次 is 55000 人次, 340.8万元 is 340.8 万元. A sign
    bounds one side only: ≥88% has no high. `refers_to` is what the figure is said of, where the cell says it.
    Several targets in one cell stand in `parts`; their cell has the kind of the first that can be measured.
    """

    text: str
    comparator_text: str | None = None
    unit_text: str | None = None
    kind: Kind = "unread"
    comparator: Comparator = "none"
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    deadline: date | None = None
    period: tuple[date, date] | None = None
    parts: tuple["Target", ...] = ()
    refers_to: str = ""
    flags: tuple[str, ...] = ()
    rule: str = "unread"

    @property
    def direction(self) -> Direction:
        """Whether a higher (up), a lower (down) or this exact value meets the target; "none" without a comparator."""
        return DIRECTIONS.get(self.comparator, "none")

    @property
    def value(self) -> Decimal | None:
        """The one figure of the target; None for a range, for words and for several targets."""
        if self.low is not None and self.high is not None:
            return self.low if self.low == self.high else None
        return self.high if self.low is None else self.low

    @property
    def in_yuan(self) -> Decimal | None:
        """The one amount of money in yuan, exactly; None for a price per piece and for anything else."""
        return None if self.value is None else in_yuan(self.value, self.unit)

    @property
    def measurable(self) -> bool:
        """Whether a result can be compared with it: it has a number, a day or a period."""
        if self.parts:
            return any(part.measurable for part in self.parts)
        if self.kind in ("date", "period"):
            return True
        return self.low is not None or self.high is not None
