"""Totals of budgets by year in 万元 and their parts: of one department, or of all departments of a city."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from generator.analysis.facts import PartKind, Parts, RecordFacts, once_per_form
from generator.analysis.money_bar import money_bar
from generator.analysis.site_facts import CityFacts
from generator.analysis.total_changes import TotalChange, is_slip, total_change
from generator.forms.figures import ZERO, NoTotal, in_wan, percent

# In the order in which a bar shows them, by the kinds of parts of a single form.
PARTS: dict[str, PartKind] = {
    "basic": "basic",
    "task": "listed",
    "rest": "listed",
    "unlisted": "unlisted",
    "withheld": "withheld",
    "unclear": "unclear",
}
# A total that is so many times the median of the other years is cut in a picture.
CUT = 20
# How far from their median totals may be that are said to be about as large, in percent.
ABOUT = 15


@dataclass(frozen=True, slots=True)
class YearTotal:
    """The total of a year in 万元 and its parts.

    compared    of how many departments the change is, where only some have a total in both years; else 0
    why         why there is no total; None where there is one, and where there is no form
    uncounted   how many forms of the year have no total
    excess      by how much tasks exceed the project expenditure; parts are cut to it
    is_cut      whether the total is out of all proportion to the other years
    departments the departments of a city whose totals are in the sum
    """

    year: int
    total: Decimal | None = None
    parts: tuple[tuple[PartKind, Decimal], ...] = ()
    change: TotalChange | None = None
    compared: int = 0
    why: NoTotal | None = None
    uncounted: int = 0
    excess: Decimal | None = None
    is_cut: bool = False
    departments: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether there is no form of the year."""
        return self.total is None and self.why is None and not self.uncounted


@dataclass(frozen=True, slots=True)
class TotalsFinding:
    """A finding on totals by year: the key of the sentence, its years, and its amounts in 万元."""

    key: str
    years: tuple[int, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    share: Decimal | None = None


@once_per_form
def parts_of(facts: RecordFacts) -> tuple[Parts, Decimal | None]:
    """Return the parts of the total of a form in 万元, and by how much its tasks exceed the project expenditure."""
    if not facts.total_wan:
        return {}, None
    bar = money_bar(facts)
    if bar is None:
        return {"undivided": facts.total_wan}, None
    parts: Parts = {}
    for part in bar.parts:
        kind = PARTS[part.kind]
        parts[kind] = parts.get(kind, ZERO) + in_wan(part.amount, facts.unit)
    if bar.excess is None:
        return parts, None
    # The bar of a total is as long as the total: where tasks are more, the project expenditure is not divided.
    basic = parts.get("basic", ZERO)
    whole: Parts = {"basic": basic} if basic else {}
    return {**whole, "listed": facts.total_wan - basic}, in_wan(bar.excess, facts.unit)


def department_totals(records: Sequence[RecordFacts]) -> tuple[YearTotal, ...]:
    """Return the totals of a department, oldest first, with the years between of which it has no form."""
    by_year = {facts.source.year: facts for facts in records}
    found = []
    for year in range(min(by_year), max(by_year) + 1):
        facts = by_year.get(year)
        if facts is None:
            found.append(YearTotal(year))
            continue
        parts, excess = parts_of(facts)
        change = total_change(facts, by_year.get(year - 1))
        why = facts.total_cell if isinstance(facts.total_cell, NoTotal) else None
        found.append(YearTotal(year, facts.total_wan, tuple(parts.items()), change, why=why, excess=excess))
    return with_cuts(found)


def city_totals(years: Sequence[CityFacts]) -> tuple[YearTotal, ...]:
    """Return the sums of the known totals of a city, oldest first, with the years between that have no form."""
    by_year = {facts.year: facts for facts in years if facts.records}
    span = range(min(by_year), max(by_year) + 1)
    return with_cuts(
        [city_total(by_year[year], by_year.get(year - 1)) if year in by_year else YearTotal(year) for year in span]
    )


def city_total(facts: CityFacts, before: CityFacts | None, *, has_parts: bool = True) -> YearTotal:
    """Return the sum of the known totals of a city and year, with its change and, if wanted, its parts."""
    parts: Parts = {}
    for record in facts.records if has_parts else ():
        for kind, amount in parts_of(record)[0].items():
            parts[kind] = parts.get(kind, ZERO) + amount
    ordered = tuple((kind, parts[kind]) for kind in (*dict.fromkeys(PARTS.values()), "undivided") if kind in parts)
    without = sum(len(names) for _, names in facts.without_total)
    change, compared = city_change(before, facts) if before else (None, 0)
    counted = tuple(sorted(record.source.department_slug for record in facts.records if record.total_wan is not None))
    return YearTotal(facts.year, facts.total_wan, ordered, change, compared, uncounted=without, departments=counted)


def city_change(before: CityFacts, now: CityFacts) -> tuple[TotalChange | None, int]:
    """Return the change of the totals of the departments that have one in both years, without slips of units.

    The number is that of these departments, 0 where they are all of both years.
    """
    earlier = {facts.source.department_slug: facts for facts in before.records}
    pairs = [(facts, earlier.get(facts.source.department_slug)) for facts in now.records]
    both = [
        (then.total_wan, one.total_wan)
        for one, then in pairs
        if then and then.total_wan and one.total_wan and not is_slip(one.total_wan, then.total_wan)
    ]
    then, total = (sum((amounts[at] for amounts in both), ZERO) for at in (0, 1))
    is_whole = len(both) == len(earlier) == len(now.records)
    share = percent(total - then, then)
    return (TotalChange(share, is_doubtful=False) if share is not None else None), 0 if is_whole else len(both)


def with_cuts(totals: Sequence[YearTotal]) -> tuple[YearTotal, ...]:
    """Mark the totals that are out of all proportion to those of the other years."""
    return tuple(replace(one, is_cut=is_cut(one, totals)) for one in totals)


def is_cut(one: YearTotal, totals: Iterable[YearTotal]) -> bool:
    """Whether a total is out of all proportion to those of the other years."""
    return is_out_of_scale(one.total, [other.total for other in totals if other is not one])


def is_out_of_scale(total: Decimal | None, others: Iterable[Decimal | None]) -> bool:
    """Whether a total is more than 20 times the median of others."""
    known = [other for other in others if other]
    return bool(total and known and total > CUT * median(known))


def totals_finding(totals: Sequence[YearTotal]) -> TotalsFinding:
    """Return what the totals of a department show: the first finding that holds."""
    known = comparable_totals(totals)
    if len(known) == 2:
        return finding_of_two(known)
    changes = [now - then for (_, then), (_, now) in pairwise(known)]
    ends = tuple(amount for _, amount in (known[0], known[-1])) if known else ()
    if known and len(known) == len(totals) and (min(changes) > 0 or max(changes) < 0):
        key = "rising" if changes[0] > 0 else "falling"
        return TotalsFinding(key, (known[0][0], known[-1][0], len(changes)), ends)
    return doubling(known) or range_finding(totals)


def comparable_totals(totals: Sequence[YearTotal]) -> list[tuple[int, Decimal]]:
    """Return the years with their totals, without those that are cut; none where a change looks like a slip."""
    known = [(one.year, one.total) for one in totals if one.total and not one.is_cut]
    amounts = [amount for _, amount in known]
    is_doubtful = any(is_slip(now, then) for then, now in pairwise(amounts))
    return known if len(known) > 1 and not is_doubtful else []


def range_finding(totals: Sequence[YearTotal]) -> TotalsFinding:
    """Return between which amounts the totals are, and of which years that holds; not those of other departments."""
    known = comparable_totals(totals)
    if not known or not are_alike(totals):
        return TotalsFinding("plain")
    extent = extent_of([amount for _, amount in known])
    left_out = tuple(one.year for one in totals if one.is_cut)
    if len(known) == len(totals):
        return extent_finding("range", (known[0][0], known[-1][0]), extent)
    if len(known) + len(left_out) == len(totals):
        return extent_finding("range_but", left_out, extent)
    return extent_finding("range_some", (len(known),), extent)


def are_alike(totals: Iterable[YearTotal]) -> bool:
    """Whether all totals are those of the same departments."""
    return len({one.departments for one in totals if one.total is not None}) < 2


def finding_of_two(known: Sequence[tuple[int, Decimal]]) -> TotalsFinding:
    """Return how two totals differ."""
    (first, before), (last, now) = known
    key = "two_same" if before == now else "two_more" if now > before else "two_less"
    return TotalsFinding(key, (first, last), (before, now), percent(abs(now - before), before))


def doubling(known: Sequence[tuple[int, Decimal]]) -> TotalsFinding | None:
    """Return the year in which the total more than doubled, where all later ones are about as large."""
    for at, ((before, then), (year, now)) in enumerate(pairwise(known), 1):
        later = [amount for _, amount in known[at:]]
        middle = Decimal(median(later))
        is_level = all(abs(amount - middle) * 100 <= middle * ABOUT for amount in later)
        if year == before + 1 and now > 2 * then and len(later) > 2 and is_level:
            return extent_finding("doubled", (year,), extent_of(later))
    return None


def extent_finding(key: str, years: tuple[int, ...], extent: tuple[Decimal, Decimal]) -> TotalsFinding:
    """Return a finding on the lowest and the highest of some totals, which may be the same."""
    lowest, highest = extent
    return TotalsFinding(f"{key}_same" if lowest == highest else key, years, extent)


def extent_of(amounts: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest of some amounts."""
    return min(amounts), max(amounts)
