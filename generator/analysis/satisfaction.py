"""The targets of satisfaction of forms, of which the question on satisfaction compares one of each form."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.facts import FormFacts, grouped, once_per_form
from generator.analysis.spread import LEAST_POINTS
from generator.analysis.topic_years import BOUNDS
from generator.analysis.topics import newest_first, of_topic, topic_counts
from generator.system.packing import packed

TOPIC, UNIT = "satisfaction", "%"


@dataclass(frozen=True, slots=True)
class SatisfactionTarget:
    """A target of satisfaction that is one figure: the figure, its place in the form, and its indicator, packed."""

    value: Decimal
    anchor: str
    is_exact: bool
    indicator: bytes


@once_per_form
def satisfaction_targets(facts: FormFacts) -> dict[str, SatisfactionTarget]:
    """Return the highest target of satisfaction of a form in each unit, the first of equal ones."""
    found: dict[str, SatisfactionTarget] = {}
    for line in of_topic(facts, TOPIC):
        value, unit = line.reading.value, line.reading.unit
        if value is not None and (unit not in found or value > found[unit].value):
            is_exact = line.reading.comparator not in BOUNDS
            found[unit] = SatisfactionTarget(value, line.anchor, is_exact, packed(line.indicator))
    return found


def compared_targets(forms: Iterable[FormFacts]) -> dict[str, SatisfactionTarget]:
    """Return the target of each form that is compared with others in percent, by the address of the form.

    These are the forms of the years in which most use that unit, as on the page of the topic.
    """
    asked = [form for form in newest_first(forms) if topic_counts(form).get(TOPIC)]
    years: list[Sequence[FormFacts]] = [*grouped(asked, lambda form: form.source.year).values()]
    if len(years) > 1 and main_unit(years[0])[1] < LEAST_POINTS:
        years.insert(0, asked)
    in_percent = (form for some in years if main_unit(some)[0] == UNIT for form in some)
    targets = ((form.source.path, satisfaction_targets(form).get(UNIT)) for form in in_percent)
    return {path: target for path, target in targets if target}


def main_unit(forms: Iterable[FormFacts]) -> tuple[str, int]:
    """Return the unit that most forms use, and how many do."""
    counts = Counter(unit for form in forms for unit in satisfaction_targets(form))
    return min(counts.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
