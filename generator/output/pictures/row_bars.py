"""The parts of a total as a bar in the row of a table, in percent of its width, so that one drawing fits all widths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.budget_totals import is_out_of_scale
from generator.analysis.facts import Parts
from generator.output.pictures.drawing import PATTERNS
from generator.output.pictures.year_totals import ROLES

FULL = Decimal(100)
HUNDREDTH = Decimal("0.01")
# Where the gap of a cut bar is.
CUT_AT = Decimal(94)


@dataclass(frozen=True, slots=True)
class RowPart:
    """A part of a bar: where it begins and how wide it is in percent, the class of its colour, its pattern."""

    x: Decimal
    width: Decimal
    role: str
    pattern: str


def scale_of(totals: Sequence[Decimal]) -> Decimal:
    """Return the largest total that is not out of all proportion to the others; it is as wide as the column."""
    return max((total for total in totals if not is_out_of_scale(total, totals)), default=Decimal(1))


def row_bar(parts: Parts, scale: Decimal) -> tuple[RowPart, ...]:
    """Return the parts of a bar; one that is wider than the column is cut, with a gap before its end."""
    found, before = [], Decimal(0)
    whole = sum(parts.values(), Decimal(0))
    for kind, amount in parts.items():
        role = ROLES[kind]
        x, end = ((value * FULL / max(scale, whole)).quantize(HUNDREDTH) for value in (before, before + amount))
        found.append(RowPart(x, end - x, role, PATTERNS.get(role, "")))
        before += amount
    return (*found, *([RowPart(CUT_AT, Decimal(1), "cut", "")] if whole > scale else []))


def kinds_of(rows: Iterable[Parts]) -> tuple[tuple[str, str, str], ...]:
    """Return the parts that occur in some bars, each with its kind, the class of its colour and its pattern."""
    occurring = {kind for parts in rows for kind in parts}
    return tuple((kind, role, PATTERNS.get(role, "")) for kind, role in ROLES.items() if kind in occurring)
