"""The indicators of one topic and year: one target of each body in the unit that most use, and all others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.analysis.facts import grouped
from generator.analysis.spread import Spread, SpreadPoint, spread_of
from generator.analysis.topics import IndicatorOccurrence, grouped_by_unit, without_one_figure
from generator.forms.figures import ZERO

Occurrences = tuple[IndicatorOccurrence, ...]
BOUNDS = ("ge", "gt", "le", "lt")


@dataclass(frozen=True, slots=True)
class TopicYear:
    """The indicators of one topic and year, each in one of its parts.

    first    the first indicator of each body in the unit that most bodies use, the highest target first
    again    further indicators of these bodies in that unit
    units    the indicators in other units, by unit
    without  those without a single figure, by kind
    """

    year: int
    spread: Spread
    first: Occurrences
    again: Occurrences
    units: tuple[tuple[str, Occurrences], ...]
    without: dict[str, Occurrences]

    @property
    def count(self) -> int:
        """How many indicators there are."""
        others = (*(members for _, members in self.units), *self.without.values())
        return len(self.first) + len(self.again) + sum(map(len, others))


def topic_years(members: Sequence[IndicatorOccurrence]) -> tuple[TopicYear, ...]:
    """Return the years of a topic, newest first."""
    years = grouped(members, lambda member: member.facts.source.year)
    return tuple(topic_year(year, tuple(years[year])) for year in sorted(years, reverse=True))


def topic_year(year: int, members: Occurrences) -> TopicYear:
    """Return one year of a topic."""
    units = sorted(grouped_by_unit(members), key=lambda pair: (-len(first_of_each(pair[1])), pair[0]))
    unit, main = units[0] if units else ("", ())
    firsts = first_of_each(member for member in members if is_in_unit(member, unit))
    first = tuple(member for member in main if firsts[member.facts.source.path] is member)
    again = tuple(member for member in main if firsts[member.facts.source.path] is not member)
    return TopicYear(
        year, spread_of(map(point_of, first), unit), first, again, tuple(units[1:]), without_one_figure(members)
    )


def is_in_unit(member: IndicatorOccurrence, unit: str) -> bool:
    """Whether the target is one figure in a unit."""
    return member.line.reading.value is not None and member.line.reading.unit == unit


def first_of_each(members: Iterable[IndicatorOccurrence]) -> dict[str, IndicatorOccurrence]:
    """Return the first indicator of each form, by the form's path."""
    found: dict[str, IndicatorOccurrence] = {}
    for member in members:
        found.setdefault(member.facts.source.path, member)
    return found


def point_of(member: IndicatorOccurrence) -> SpreadPoint:
    """Return the target of an indicator as a point of a spread."""
    source, reading = member.facts.source, member.line.reading
    value = reading.value if reading.value is not None else ZERO
    return SpreadPoint(value, member.facts.form.department, str(source.city.name), reading.comparator not in BOUNDS)
