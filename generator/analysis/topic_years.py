"""The indicators of one topic and year: one target of each form in the unit that most use, and all others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.analysis.facts import FormFacts
from generator.analysis.spread import LEAST_POINTS, Spread, SpreadPoint, spread_of
from generator.analysis.topics import (
    IndicatorOccurrence,
    grouped_by_unit,
    occurrences_of,
    of_topic,
    topic_counts,
    without_one_figure,
)
from generator.forms.figures import ZERO
from generator.words import translate

Occurrences = tuple[IndicatorOccurrence, ...]
# The year of a view of all years together.
EVERY_YEAR = 0
BOUNDS = ("ge", "gt", "le", "lt")


@dataclass(frozen=True, slots=True)
class TopicYear:
    """The indicators of one topic and year, or of all years together, each in one of its parts.

    highest  the indicator of each form with the highest target in the unit that most forms use, the highest first
    again    further indicators of these forms in that unit
    units    the indicators in other units, by unit
    without  those without a single figure, by kind
    """

    year: int
    spread: Spread
    highest: Occurrences
    again: Occurrences
    units: tuple[tuple[str, Occurrences], ...]
    without: dict[str, Occurrences]

    @property
    def count(self) -> int:
        """How many indicators there are."""
        others = (*(members for _, members in self.units), *self.without.values())
        return len(self.highest) + len(self.again) + sum(map(len, others))


def years_of_topic(forms: Sequence[FormFacts], topic: str) -> list[int]:
    """Return the years of the pages of a topic, newest first; before a newest year with few forms, all together."""
    years = sorted({one.source.year for one in forms if topic_counts(one).get(topic)}, reverse=True)
    is_pooled = len(years) > 1 and not has_spread((one for one in forms if one.source.year == years[0]), topic)
    return [EVERY_YEAR, *years] if is_pooled else years


def has_spread(forms: Iterable[FormFacts], topic: str) -> bool:
    """Whether the spread of a topic in some forms has enough points; most forms need not be looked at."""
    count_by_unit: Counter[str] = Counter()
    for form in forms:
        readings = (line.reading for line in of_topic(form, topic))
        count_by_unit.update({reading.unit for reading in readings if reading.value is not None})
        if max(count_by_unit.values(), default=0) >= LEAST_POINTS:
            return True
    return False


def year_of_topic(forms: Iterable[FormFacts], topic: str, year: int) -> TopicYear:
    """Return one year of a topic in some forms, or all its years together."""
    return topic_year(year, occurrences_of((one for one in forms if year in (EVERY_YEAR, one.source.year)), topic))


def topic_year(year: int, members: Occurrences) -> TopicYear:
    """Return one year of a topic, or all its years together."""
    units = sorted(grouped_by_unit(members), key=lambda pair: (-len(highest_of_each(pair[1])), pair[0]))
    unit, main = units[0] if units else ("", ())
    by_form = highest_of_each(main)
    highest = tuple(by_form.values())
    again = tuple(member for member in main if by_form[member.facts.source.path] is not member)
    return TopicYear(
        year,
        spread_of(
            (point_of(member, is_pooled=not year) for member in highest),
            unit,
            counts_forms(year, (member.facts for member in highest)),
        ),
        highest,
        again,
        tuple(units[1:]),
        without_one_figure(members),
    )


def counts_forms(year: int, forms: Iterable[FormFacts]) -> bool:
    """Whether sentences count forms: of all years together, with projects among them, on a department's own site."""
    return not year or any(facts.source.slug or facts.source.own for facts in forms)


def form_name(facts: FormFacts, is_pooled: bool) -> str:
    """Return the name of a form, with the year where years are taken together."""
    name = facts.full_name
    return translate("spread.of_form", name=name, year=facts.source.year) if is_pooled else name


def highest_of_each(members: Iterable[IndicatorOccurrence]) -> dict[str, IndicatorOccurrence]:
    """Return the first indicator of each form by the form's path; `members` are sorted by figure, descending."""
    found: dict[str, IndicatorOccurrence] = {}
    for member in members:
        found.setdefault(member.facts.source.path, member)
    return found


def point_of(member: IndicatorOccurrence, is_pooled: bool) -> SpreadPoint:
    """Return the target of an indicator as a point of a spread."""
    source, reading = member.facts.source, member.line.reading
    value = reading.value if reading.value is not None else ZERO
    return SpreadPoint(
        value, form_name(member.facts, is_pooled), str(source.city.name), reading.comparator not in BOUNDS
    )
