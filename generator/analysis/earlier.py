"""The form of a department for the year before, and the rows of it that the tasks and indicators of a form continue."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from generator.analysis.facts import RecordFacts, by_department
from generator.analysis.matching import Match
from generator.analysis.table_rows import TaskFacts
from generator.analysis.years import IndicatorChange, YearPair, pair_of


@dataclass(frozen=True)
class EarlierForm:
    """The form of the year before, with the rows that continue it by the id of the newer row."""

    pair: YearPair

    @property
    def form(self) -> RecordFacts:
        """The form of the year before."""
        return self.pair.before

    @cached_property
    def tasks(self) -> dict[str, Match[TaskFacts]]:
        """The match of each task that shows its name."""
        return {match.now.anchor: match for match in self.pair.task_matches if match.now}

    @cached_property
    def indicators(self) -> dict[str, IndicatorChange]:
        """The change of each indicator."""
        changes = (change for _, changes in self.pair.indicators for change in changes)
        return {change.match.now.anchor: change for change in changes if change.match.now}


def earlier_form(facts: RecordFacts, of_department: Iterable[RecordFacts]) -> EarlierForm | None:
    """Return the form of the year before among those of a department; None where there is none."""
    year = facts.source.year - 1
    return next((EarlierForm(pair_of(other, facts)) for other in of_department if other.source.year == year), None)


def with_earlier(records: Iterable[RecordFacts]) -> list[tuple[RecordFacts, EarlierForm | None]]:
    """Return each form with the one of the year before."""
    forms = list(records)
    departments = by_department(forms)
    return [(facts, earlier_form(facts, departments[facts.source.of_department])) for facts in forms]
