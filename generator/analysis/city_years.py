"""A city and year: how many of its departments published in time, how large they are, and who has no form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator.analysis.budget_totals import is_out_of_scale
from generator.analysis.disclosure import Days, DisclosureTerm, form_term, year_term
from generator.analysis.facts import RecordFacts, grouped
from generator.analysis.rules import ties
from generator.analysis.site_facts import CityFacts
from generator.analysis.total_changes import TotalChange, total_change
from generator.content.corpus import City
from generator.content.roster import RosterLine, roster_lines
from generator.forms.figures import TENTH, ZERO, percent

# From so many departments on, the largest are compared with all.
LEAST_RANKED = 5
LARGEST = 3


@dataclass(frozen=True, slots=True)
class PublicationCount:
    """The departments of a city and year by the days in which they published.

    departments   those that are on the roster of the year, and others that have a form
    without       those that have no form
    """

    year: int
    departments: int
    without: int
    within: int
    late: int
    before: int
    unknown: int

    @property
    def is_known(self) -> bool:
        """Whether the days of at least one department are known."""
        return bool(self.within + self.late + self.before)


@dataclass(frozen=True, slots=True)
class CityForm:
    """The form of a department and year with its change from the year before, and the days that it took.

    `is_doubtful` is a total far from that of the year before, or from those of other departments.
    """

    facts: RecordFacts
    change: TotalChange | None
    term: DisclosureTerm
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class SizeFinding:
    """A finding on the sizes of departments: the key of the sentence, a share or a ratio, and names."""

    key: str
    names: tuple[str, ...] = ()
    share: Decimal | None = None
    count: int = 0


def publication_count(facts: CityFacts) -> PublicationCount:
    """Count the departments of a city and year by the days in which they published."""
    by_department = grouped(facts.targets, lambda form: form.source.of_department)
    states = [year_term(forms).state for forms in by_department.values()]
    due = {line.department.path if line.department else line.name for line in due_lines(facts.city, facts.year)}
    published = set(by_department)

    def count(state: Days) -> int:
        return states.count(state)

    return PublicationCount(
        facts.year,
        len(due | published),
        len(due - published),
        count("within"),
        count("late"),
        count("before"),
        count("unknown"),
    )


def due_lines(city: City, year: int) -> list[RosterLine]:
    """Return the departments that must publish the forms of a year."""
    return [line for line in roster_lines(city) if line.is_due(year)]


def city_forms(facts: CityFacts, before: CityFacts | None) -> tuple[CityForm, ...]:
    """Return the forms of departments of a city and year, the largest total first; `before` is the year before."""
    earlier = {record.source.department_slug: record for record in before.records} if before else {}
    totals = [record.total_wan for record in facts.records]
    forms = []
    for record in facts.records:
        change = total_change(record, earlier.get(record.source.department_slug))
        is_doubtful = is_out_of_scale(record.total_wan, totals) or (change is not None and change.is_doubtful)
        forms.append(CityForm(record, change, form_term(record), is_doubtful))
    return tuple(forms)


def size_finding(rows: Sequence[CityForm]) -> SizeFinding:
    """Return what the sizes of departments show; nothing is ranked where a sum or a unit may be wrong."""
    known = [row.facts for row in rows if row.facts.total_wan]
    top = known[:LARGEST]
    is_doubtful = any(row.is_doubtful for row in rows) or not all(map(ties, top))
    if is_doubtful or len(known) < len(rows) or len(rows) < 2:
        return SizeFinding("plain", count=len(rows))
    if len(known) == 2:
        return ratio_finding(*known)
    if len(known) < LEAST_RANKED:
        return SizeFinding("plain", count=len(rows))
    share = percent(total_of(top), total_of(known))
    return SizeFinding("largest", share=share, count=LARGEST)


def ratio_finding(first: RecordFacts, second: RecordFacts) -> SizeFinding:
    """Return how many times as large the larger of two departments is."""
    ratio = ((first.total_wan or ZERO) / (second.total_wan or Decimal(1))).quantize(TENTH, ROUND_HALF_UP)
    if ratio == 1:
        return SizeFinding("plain", count=2)
    return SizeFinding("ratio", (first.name, second.name), ratio, 2)


def total_of(records: Iterable[RecordFacts]) -> Decimal:
    """Return the sum of known totals in 万元."""
    return sum((facts.total_wan or ZERO for facts in records), ZERO)
