"""The change of a total from an earlier form, and whether it is rather a slip of units."""

from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.facts import FormFacts
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
