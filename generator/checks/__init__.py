"""The checks that become part of the site: each a function from a record's facts to lines of arithmetic.

To add one, write the function in the file of its criterion and put it on the shelf.
"""

from generator.checks.arithmetic import Identity, levels_tie, sources_tie, tasks_cover
from generator.facts import RecordFacts

CHECKS = (sources_tie, levels_tie, tasks_cover)

__all__ = ["CHECKS", "Identity", "ledger"]


def ledger(facts: RecordFacts) -> tuple[Identity, ...]:
    """Every identity of the record's form, worked out."""
    return tuple(identity for check in CHECKS if (identity := check(facts)))
