"""How one number of each body is spread: its median, its ends, and the value that most bodies share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

from generator.forms.figures import CENT, ZERO, figure, percent, with_minus
from generator.words import translate

# From how many bodies on a spread is drawn and has a median.
LEAST_POINTS = 5


@dataclass(frozen=True, slots=True)
class SpreadPoint:
    """The number of one body: its name, its city, and whether it is written as an exact number rather than a bound.

    `quotient` is the unrounded number of a computed one.
    """

    value: Decimal
    name: str
    city: str
    is_exact: bool = False
    quotient: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The numbers of some bodies, highest first, in one unit; sentences count bodies, or forms."""

    points: tuple[SpreadPoint, ...]
    unit: str
    counts_forms: bool = False

    @property
    def words(self) -> dict[str, str]:
        """The noun for the subjects of the numbers in sentences, and its counter."""
        return words_for(self.counts_forms)

    @property
    def is_drawn(self) -> bool:
        """Whether there are enough bodies for a picture and a median."""
        return len(self.points) >= LEAST_POINTS

    @property
    def values(self) -> list[Decimal]:
        """The numbers, highest first."""
        return [point.value for point in self.points]

    @property
    def median(self) -> Decimal | None:
        """The median; None for too few bodies. That of computed numbers is computed from the unrounded ones."""
        if not self.is_drawn:
            return None
        quotients = [point.quotient for point in self.points if point.quotient is not None]
        return median_of(quotients, self.unit) if len(quotients) == len(self.points) else median(self.values)

    @property
    def ends(self) -> tuple[tuple[SpreadPoint, ...], tuple[SpreadPoint, ...]]:
        """The bodies with the lowest and with the highest number."""
        low, high = self.points[-1].value, self.points[0].value
        return (
            tuple(point for point in self.points if point.value == low),
            tuple(point for point in self.points if point.value == high),
        )

    @property
    def mode(self) -> tuple[Decimal, int] | None:
        """The number that more bodies have than any other, and how many; None where no number leads."""
        counts = Counter(self.values).most_common(2)
        if not counts or counts[0][1] < 2 or (len(counts) > 1 and counts[0][1] == counts[1][1]):
            return None
        return counts[0]

    def of_city(self, city: str) -> "Spread":
        """Return the bodies of one city."""
        return replace(self, points=tuple(point for point in self.points if point.city == city))


def exact_percent(part: Decimal | int, whole: Decimal | int) -> Fraction:
    """Return the share of a part in percent, unrounded."""
    return Fraction(part) * 100 / Fraction(whole)


def median_of(quotients: Iterable[Fraction], unit: str) -> Decimal | None:
    """Return the median of some quotients, rounded as each of them is shown: as a share, or to two decimals."""
    middle = median(quotients)
    numerator, denominator = Decimal(middle.numerator), Decimal(middle.denominator)
    if unit == "%":
        return percent(numerator, denominator * 100)
    return (numerator / denominator).quantize(CENT, ROUND_HALF_UP)


def words_for(counts_forms: bool) -> dict[str, str]:
    """Return the noun and its counter for forms, or for bodies."""
    key = "forms" if counts_forms else "bodies"
    return {"who": translate(f"spread.who.{key}"), "one": translate(f"spread.counter.{key}")}


def year_words(year: int) -> str:
    """Return a year as words; 0 is all years together."""
    return translate("lists.of_year", year=year) if year else translate("lists.all_years")


def spread_of(points: Iterable[SpreadPoint], unit: str, counts_forms: bool = False) -> Spread:
    """Return the spread of some numbers; bodies with the same number keep their order."""
    return Spread(tuple(sorted(points, key=lambda point: -point.value)), unit, counts_forms)


def plain(value: Decimal) -> str:
    """Return a computed number without zeros at its end."""
    return figure(value.normalize() + ZERO)


def shown(value: Decimal) -> str:
    """Return a computed number as readers see it: without zeros at its end, with U+2212 as minus."""
    return with_minus(plain(value))


def spread_finding(spread: Spread) -> str:
    """Return what the numbers show in one sentence: the number that most share, the lowest and the highest."""
    low, high = (shown(value) + spread.unit for value in (spread.values[-1], spread.values[0]))
    count, mode, words = len(spread.points), spread.mode, spread.words
    if low == high:
        return translate("spread.single" if count == 1 else "spread.same", count=count, value=high, **words)
    ends = translate("spread.ends", low=low, high=high)
    if mode:
        return translate(
            "spread.mode", count=count, most=mode[1], value=shown(mode[0]) + spread.unit, ends=ends, **words
        )
    if spread.median is not None:
        return translate("spread.median", count=count, median=shown(spread.median) + spread.unit, ends=ends, **words)
    return translate("spread.range", count=count, ends=ends, **words)
