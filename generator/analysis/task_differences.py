"""The tasks of two forms of one department that only one of them lists, and how many indicators changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.table_rows import TaskFacts, sum_of
from generator.analysis.years import Kind, YearPair, pair_of
from generator.forms.figures import ZERO

# The kinds of changes of targets, by the key of their text.
CHANGED: tuple[Kind, ...] = ("raised", "lowered", "reworded")


@dataclass(frozen=True, slots=True)
class UnmatchedTasks:
    """Tasks of one form, the largest amount first."""

    facts: FormFacts
    tasks: tuple[TaskFacts, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum of their amounts in the unit of the form; None where one has none."""
        return sum_of([line.task.amount for line in self.tasks])


@dataclass(frozen=True, slots=True)
class TaskDifference:
    """The tasks that are new and those that were dropped from one form of a department to a later one.

    alike       how many tasks have similar names, so that they may be one
    indicators  how many indicators are new, dropped, or have another target
    """

    pair: YearPair
    added: UnmatchedTasks
    dropped: UnmatchedTasks
    alike: int
    indicators: tuple[tuple[str, int], ...]


def task_differences(records: Sequence[RecordFacts]) -> tuple[TaskDifference, ...]:
    """Return the difference of each form from the one before it; forms come newest first, and so do the pairs."""
    return tuple(difference_of(pair_of(before, now)) for now, before in pairwise(records))


def difference_of(pair: YearPair) -> TaskDifference:
    """Return the difference of one pair."""
    matches = pair.task_matches
    return TaskDifference(
        pair,
        unmatched(pair.now, (match.now for match in matches if match.before is None)),
        unmatched(pair.before, (match.before for match in matches if match.now is None)),
        sum(not match.is_sure for match in matches),
        tuple(indicator_counts(pair)),
    )


def unmatched(facts: FormFacts, tasks: Iterable[TaskFacts | None]) -> UnmatchedTasks:
    """Return some tasks of a form by amount, without rows that are none."""
    counted = [line for line in tasks if line and line.is_counted]
    return UnmatchedTasks(facts, tuple(sorted(counted, key=lambda line: -(line.amount or ZERO))))


def indicator_counts(pair: YearPair) -> Iterable[tuple[str, int]]:
    """Yield how many indicators are new, dropped, or have another target; nothing for none."""
    counts = {kind: len(changes) for kind, changes in pair.indicators}
    for name, kinds in (("added", ("added",)), ("dropped", ("dropped",)), ("changed", CHANGED)):
        if count := sum(counts.get(kind, 0) for kind in kinds):
            yield name, count
