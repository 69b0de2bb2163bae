"""A row of small columns, one for each year, drawn in a list; three SVG paths in a box of 96 by 24."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.budget_totals import is_out_of_scale

WIDTH, HEIGHT = 96, 24
STEP, COLUMN = 19, 16


@dataclass(frozen=True, slots=True)
class Spark:
    """The paths of a row of columns: the years before, the last year, the years without a value."""

    before: str
    last: str
    gaps: str


def spark(values: Sequence[Decimal | None]) -> Spark:
    """Return the columns of some values, oldest first, from zero; the last place is the newest year of the site."""
    drawn = [value for at, value in enumerate(values) if value and not is_out_of_scale(value, without(values, at))]
    scale = max(drawn, default=None)
    columns = [column(at, value, scale) for at, value in enumerate(values)]
    gaps = "".join(f"M{at * STEP} 23.5h{COLUMN}" for at, value in enumerate(values) if value is None)
    return Spark("".join(columns[:-1]), columns[-1] if columns else "", gaps)


def column(at: int, value: Decimal | None, scale: Decimal | None) -> str:
    """Return the column of a value as a path; empty for none, and at least one pixel high for any other."""
    if value is None:
        return ""
    height = max(1, round(min(value / scale, Decimal(1)) * HEIGHT)) if scale and value > 0 else 1
    return f"M{at * STEP} {HEIGHT}v-{height}h{COLUMN}v{height}z"


def without(values: Sequence[Decimal | None], at: int) -> list[Decimal | None]:
    """Return all values but the one at a place."""
    return [*values[:at], *values[at + 1 :]]
