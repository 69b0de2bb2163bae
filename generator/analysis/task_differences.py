"""The tasks of two forms of one department that only one of them lists, and how many indicators changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from generator.analysis.facts import RecordFacts
from generator.analysis.table_rows import TaskFacts, sum_of
from generator.analysis.years import Kind, YearPair
from generator.forms.figures import ZERO

# Gives the pair of two forms, the earlier first.
PairOf = Callable[[RecordFacts, RecordFacts], YearPair]

# The newest forms that are all compared with one another; the others only with the next.
MOST_FORMS = 5
# The kinds of changes of targets, by the key of their text.
CHANGED: tuple[Kind, ...] = ("raised", "lowered", "reworded")


@dataclass(frozen=True, slots=True)
class UnmatchedTasks:
    """Tasks of one form, the largest amount first."""

    facts: RecordFacts
    tasks: tuple[TaskFacts, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum of their amounts in the unit of the form; None where one has none."""
        return sum_of([line.task.amount for line in self.tasks])


@dataclass(frozen=True, slots=True)
class TaskDifference:
    """What is new and what was dropped from one form to a later one of the same department.

    alike       how many tasks have similar names, so that they may be one
    indicators  how many indicators are new, dropped, or have another target
    """

    pair: YearPair
    added: UnmatchedTasks
    dropped: UnmatchedTasks
    alike: int
    indicators: tuple[tuple[str, int], ...]


def task_differences(records: Sequence[RecordFacts], pair_of: PairOf) -> tuple[TaskDifference, ...]:
    """Return the difference of each pair of forms: of forms that follow one another first, then of others.

    Forms come newest first, and the newest pair does so too.
    """
    wanted = [(now, before) for now, before in combinations(range(len(records)), 2) if is_wanted(now, before)]
    wanted.sort(key=lambda places: (places[1] - places[0] > 1, places))
    return tuple(
        difference_of(pair_of(records[before], records[now]), is_next=before == now + 1) for now, before in wanted
    )


def is_wanted(now: int, before: int) -> bool:
    """Whether two forms are compared, by their places from the newest."""
    return before == now + 1 or before < MOST_FORMS


def difference_of(pair: YearPair, *, is_next: bool) -> TaskDifference:
    """Return the difference of one pair."""
    pair = replace(pair, is_next=is_next)
    matches = pair.task_matches
    return TaskDifference(
        pair,
        unmatched(pair.now, (match.now for match in matches if match.before is None)),
        unmatched(pair.before, (match.before for match in matches if match.now is None)),
        sum(not match.is_sure for match in matches),
        tuple(indicator_counts(pair)),
    )


def unmatched(facts: RecordFacts, tasks: Iterable[TaskFacts | None]) -> UnmatchedTasks:
    """Return some tasks of a form by amount, without rows that are none."""
    counted = [line for line in tasks if line and line.is_counted]
    return UnmatchedTasks(facts, tuple(sorted(counted, key=lambda line: -(line.amount or ZERO))))


def indicator_counts(pair: YearPair) -> Iterable[tuple[str, int]]:
    """Yield how many indicators are new, dropped, or have another target; nothing for none."""
    counts = {kind: len(changes) for kind, changes in pair.indicators}
    for name, kinds in (("added", ("added",)), ("dropped", ("dropped",)), ("changed", CHANGED)):
        if count := sum(counts.get(kind, 0) for kind in kinds):
            yield name, count
