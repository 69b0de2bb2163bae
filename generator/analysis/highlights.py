"""The forms that the home page leads with: the largest change, the least listed, the most measurable.

Forms whose sums contradict each other, and changes that are rather slips of units, are left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from generator.analysis.department_years import DepartmentYear, DepartmentYears
from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts
from generator.analysis.money_bar import money_bar
from generator.analysis.rules import ties
from generator.analysis.site_facts import size_order
from generator.analysis.spread import exact_percent, median_of
from generator.forms.figures import ZERO

Item = TypeVar("Item")
# Fewer forms are not ranked.
LEAST_RANKED = 5
MOST_HIGHLIGHTS = 3


@dataclass(frozen=True, slots=True)
class Highlight:
    """A form and why it is shown.

    years   of the largest change, the forms of its department, oldest first
    middle  of the most measurable, the median of the shares of all forms that were ranked, in percent
    count   how many forms are of its kind
    share   of the least listed, the share of the project expenditure that is not listed, in percent
    """

    kind: Literal["change", "unlisted", "measurable", "form"]
    facts: FormFacts
    years: tuple[RecordFacts, ...] = ()
    middle: Decimal | None = None
    count: int = 0
    share: Decimal | None = None


def highlights(departments: Sequence[DepartmentYears], projects: Iterable[ProjectFacts] = ()) -> tuple[Highlight, ...]:
    """Return three highlights: the rankings that there are, then the newest forms, the largest first, then projects."""
    newest = [one.years[0] for one in departments if one.years]
    found = (
        [] if len(newest) < LEAST_RANKED else [*largest_change(departments), *least_listed(newest), *measurable(newest)]
    )
    shown = {one.facts.source.path for one in found}
    forms = (Highlight("form", one.facts) for one in newest if one.facts.source.path not in shown)
    newest_projects = sorted(projects, key=lambda facts: (-facts.source.year, *size_order(facts)))
    return (*found, *forms, *(Highlight("form", facts) for facts in newest_projects))[:MOST_HIGHLIGHTS]


def largest_change(departments: Iterable[DepartmentYears]) -> Iterator[Highlight]:
    """Yield the newest form whose total is the most times the one of the year before, or the least."""
    changed = [one for one in departments if one.years and one.years[0].change and not one.years[0].change.is_doubtful]
    ranked = sorted(changed, key=lambda one: -times_of(one.years[0]))
    for one in first_that(ranked, lambda one: all(ties(year.facts) for year in one.years[:2])):
        yield Highlight("change", one.years[0].facts, tuple(year.facts for year in reversed(one.years)))


def times_of(year: DepartmentYear) -> Decimal:
    """Return how many times the larger of two totals is the smaller."""
    times = 1 + (year.change.share if year.change else ZERO) / 100
    return times if times >= 1 else 1 / times if times > 0 else ZERO


def least_listed(newest: Iterable[DepartmentYear]) -> Iterator[Highlight]:
    """Yield the form whose project expenditure is listed as tasks to the smallest part."""
    forms = [year.facts for year in newest if year.facts.unlisted_share is not None]
    partly = [facts for facts in forms if (facts.unlisted or ZERO) > 0]
    if len(forms) >= LEAST_RANKED:
        ranked = sorted(partly, key=lambda facts: -(facts.unlisted_share or ZERO))
        for facts in first_that(ranked, lambda facts: ties(facts) and money_bar(facts) is not None):
            yield Highlight("unlisted", facts, count=len(partly), share=facts.unlisted_share)


def measurable(newest: Iterable[DepartmentYear]) -> Iterator[Highlight]:
    """Yield the form with the largest share of targets that can be measured; of equal ones that with most targets."""
    forms = [year.facts for year in newest if is_read(year.facts)]
    if len(forms) >= LEAST_RANKED:
        facts = max(forms, key=lambda facts: (facts.measurable_share or ZERO, facts.indicator_count))
        if facts.measurable_count:
            shares = [exact_percent(one.measurable_count, one.indicator_count) for one in forms]
            yield Highlight("measurable", facts, middle=median_of(shares, "%"), count=len(forms))


def is_read(facts: RecordFacts) -> bool:
    """Whether a form has targets, and the program could read all of them."""
    return 0 < facts.indicator_count == facts.measurable_count + facts.unmeasurable_count


def first_that(ranked: Iterable[Item], is_sound: Callable[[Item], bool]) -> list[Item]:
    """Return the first of some items that is sound; only as many are examined as it takes."""
    return next(([item] for item in ranked if is_sound(item)), [])
