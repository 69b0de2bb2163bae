"""The same form of the year before, and the rows of it that the tasks and indicators of a form continue."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from generator.analysis.facts import AnyFacts, FormFacts, grouped
from generator.analysis.matching import Match
from generator.analysis.table_rows import TaskFacts
from generator.analysis.years import IndicatorChange, YearPair, pair_of


@dataclass(frozen=True)
class EarlierForm:
    """The form of the year before, with the rows that continue it by the id of the newer row."""

    pair: YearPair

    @property
    def form(self) -> FormFacts:
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


def earlier_form(facts: FormFacts, forms: Iterable[FormFacts]) -> EarlierForm | None:
    """Return the same form of the year before among some forms; None where there is none."""
    path = facts.source.year_before
    return next((EarlierForm(pair_of(other, facts)) for other in forms if other.source.path == path), None)


def with_earlier(forms: Iterable[AnyFacts]) -> list[tuple[AnyFacts, EarlierForm | None]]:
    """Return each form with the one of the year before."""
    every = list(forms)
    departments = grouped(every, lambda facts: facts.source.of_department)
    return [(facts, earlier_form(facts, departments[facts.source.of_department])) for facts in every]
