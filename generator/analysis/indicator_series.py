"""Indicators that a department sets again and again: the same name, comparator and unit in at least three years."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator.analysis.facts import RecordFacts
from generator.analysis.table_rows import IndicatorFacts
from generator.content.row_matches import folded_name
from generator.targets import Target

# In so many years an indicator makes a series.
LEAST_YEARS = 3
FIGURED = ("quantity", "ratio", "amount")
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "none": ""}
Move = Literal["kept", "harder", "easier", "unclear"]


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The target of one year: its figure, its text as written, and the id of its row."""

    year: int
    value: Decimal
    written: str
    anchor: str


@dataclass(frozen=True, slots=True)
class IndicatorSeries:
    """One indicator over the years: its newest name, its comparator and unit, its targets, oldest first."""

    name: str
    comparator: str
    unit: str
    points: tuple[SeriesPoint, ...]

    @property
    def sign(self) -> str:
        """The sign of the comparator."""
        return SIGNS[self.comparator]

    @property
    def is_unchanged(self) -> bool:
        """Whether all its targets have one figure."""
        return len({point.value for point in self.points}) == 1

    def move(self, year: int) -> Move | None:
        """Return what the target of a year asks compared with the one before; None without a target of that year."""
        *_, before, now = self.points
        if now.year != year:
            return None
        if now.value == before.value:
            return "kept"
        if self.comparator not in ("ge", "gt", "le", "lt"):
            return "unclear"
        return "harder" if (now.value > before.value) == (self.comparator in ("ge", "gt")) else "easier"


def indicator_series(records: Sequence[RecordFacts]) -> tuple[IndicatorSeries, ...]:
    """Return the indicators of three years and more, those of the newest form and of most years first.

    The forms come newest first.
    """
    found: dict[tuple[str, str, str], list[tuple[int, IndicatorFacts]]] = {}
    for facts in records:
        for line in facts.indicators:
            target = line.reading
            if target.value is not None and is_figure(target):
                key = (folded_name(line.indicator.name, facts.source.year), target.comparator, target.unit)
                found.setdefault(key, []).append((facts.source.year, line))
    series = (series_of(comparator, unit, lines) for (_, comparator, unit), lines in found.items())
    newest = records[0].source.year
    return tuple(sorted(filter(None, series), key=lambda one: (one.points[-1].year != newest, -len(one.points))))


def is_figure(target: Target) -> bool:
    """Whether a target is one exact figure with at most a comparator."""
    return target.kind in FIGURED and target.comparator in SIGNS and not target.parts and not target.approximate


def series_of(comparator: str, unit: str, lines: Sequence[tuple[int, IndicatorFacts]]) -> IndicatorSeries | None:
    """Return one series; None where it is of too few years, or of several rows in one year."""
    years = [year for year, _ in lines]
    if len(years) < LEAST_YEARS or len(set(years)) < len(years):
        return None
    points = tuple(
        SeriesPoint(year, line.reading.value, line.indicator.written, line.anchor)
        for year, line in reversed(lines)
        if line.reading.value is not None
    )
    return IndicatorSeries(lines[0][1].indicator.name, comparator, unit, points)
