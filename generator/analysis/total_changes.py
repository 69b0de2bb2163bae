"""The change of a total from an earlier form, and whether it is rather a slip of units."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.facts import FormFacts, RecordFacts
from generator.forms.figures import percent

# A change of more than ten times is rather a slip of units than news.
SLIP = 10


@dataclass(frozen=True, slots=True)
class TotalChange:
    """The change of a total in percent of the earlier one, below 0 for less; a doubtful one needs a check first."""

    share: Decimal
    is_doubtful: bool


def is_slip(now: Decimal, then: Decimal) -> bool:
    """Whether one of two totals is more than ten times the other."""
    return now > then * SLIP or then > now * SLIP


def total_change(now: FormFacts, before: FormFacts | None) -> TotalChange | None:
    """Return the change of the total from an earlier form; None where one of the two is unknown or zero."""
    if before is None or not now.total_wan or not before.total_wan:
        return None
    share = percent(now.total_wan - before.total_wan, before.total_wan)
    return None if share is None else TotalChange(share, is_slip(now.total_wan, before.total_wan))


def doubtful_totals(records: Sequence[RecordFacts]) -> set[str]:
    """Return the forms, by address, whose total is more than ten times that of the year before or after.

    Sums leave them out: one total in the wrong unit would outweigh all others.
    """
    totals = {facts.source.path: facts.total_wan for facts in records}
    pairs = [(facts.source.path, facts.source.year_before) for facts in records]
    found = set()
    for now, before in pairs:
        amounts = totals[now], totals.get(before)
        if amounts[0] and amounts[1] and is_slip(amounts[0], amounts[1]):
            found.add(now if amounts[0] > amounts[1] else before)
    return found


def known_totals(records: Iterable[RecordFacts], doubtful: Container[str]) -> list[Decimal]:
    """Return the totals that can be added, in 万元: those that are known and not doubtful."""
    return [facts.total_wan for facts in records if facts.total_wan is not None and facts.source.path not in doubtful]
