"""The line of numbers under a strip: where it begins and ends, its steps, and the place of each number."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from generator.analysis.spread import Spread
from generator.forms.figures import ZERO

# Room on both sides of the line.
SIDE = 20
# Steps of an axis are one of these times a power of ten.
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class StripSize:
    """How a strip is drawn at one width: dots side by side in a stack, their distance and radius, ticks at most.

    `from_zero` says that the line begins at zero, and only the highest number is named.
    """

    width: int
    across: int
    pitch: float
    radius: float
    ticks: int
    is_phone: bool = False
    from_zero: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of numbers: its ends and its step, and its length in pixels."""

    first: Decimal
    last: Decimal
    step: Decimal
    width: float

    def x(self, value: Decimal) -> float:
        """Return the place of a number."""
        return SIDE + float((value - self.first) / (self.last - self.first)) * (self.width - 2 * SIDE)

    def ticks(self) -> Iterator[Decimal]:
        """Yield the numbers that the axis names."""
        at = self.first
        while at <= self.last:
            yield at
            at += self.step


def axis_of(spread: Spread, size: StripSize) -> Axis:
    """Return an axis that is cut to the numbers, or begins at zero, with steps that are easy to read."""
    high = max(spread.values[0], ZERO) if size.from_zero else spread.values[0]
    low = min(ZERO, spread.values[-1]) if size.from_zero else spread.values[-1]
    step = step_of(high - low or abs(high) or Decimal(1), size.ticks - 2)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return Axis(first, last if last > first else first + step, step, size.width)


def step_of(room: Decimal, most: int) -> Decimal:
    """Return the smallest easy step of which at most so many fit into a room."""
    power = Decimal(10) ** (room.adjusted() - 2)
    while True:
        for digit in STEPS:
            if room / (digit * power) <= most:
                return digit * power
        power *= 10
