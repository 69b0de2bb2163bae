"""Which row of one form is which row of another: rows of one name, or else of names hard to tell apart.

How alike two names are is told by the pairs of neighbouring characters they share; the reader is shown the share. On
the three real forms that the project began with, different rows of one 二级指标 stay below ALIKE but for one pair,
…初级 and …中级 with 94 %, which shows why a person may say it better; across 二级指标 there are more such pairs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from generator.checks.likeness import likeness
from generator.earlier import folded_name
from generator.facts import IndicatorLine, TaskLine
from generator.figures import percent

ALIKE = 0.75

Line = TypeVar("Line", bound=IndicatorLine | TaskLine)


@dataclass(frozen=True, slots=True)
class Match(Generic[Line]):
    """A row of the earlier form and the row of the newer that goes on with it; one of them may be missing.

    `alike` is how much the names have in common, in percent, where that is why they were matched.
    """

    before: Line | None
    now: Line | None
    alike: Decimal | None = None
    by_hand: bool = False


def written_name(line: IndicatorLine | TaskLine) -> str:
    """The name of a row as its form has it."""
    return line.indicator.name if isinstance(line, IndicatorLine) else str(line.task.name)


def name_of(line: IndicatorLine | TaskLine, year: int) -> str:
    """The name of a row in the spelling in which names are compared."""
    return folded_name(written_name(line), year)


def has_same_name(
    before: IndicatorLine | TaskLine, now: IndicatorLine | TaskLine, year_before: int, year_now: int
) -> bool:
    """Whether two rows have one name: letter for letter, or but for the years of their forms."""
    return written_name(before) == written_name(now) or name_of(before, year_before) == name_of(now, year_now)


class Matching(Generic[Line]):
    """Rows of two forms on their way to each other: who is found is not asked again."""

    def __init__(self, befores: Sequence[Line], nows: Sequence[Line]) -> None:
        self.befores: dict[str, Line] = {line.anchor: line for line in befores}
        self.nows: dict[str, Line] = {line.anchor: line for line in nows}
        self.order = [*nows]
        self.settled: dict[str, Match[Line]] = {}

    def take(self, fits: Callable[[Line, Line], bool], *, by_hand: bool = False) -> None:
        """Match each row of the newer form with the first free row of the earlier that fits."""
        for now in [*self.nows.values()]:
            before = next((line for line in self.befores.values() if fits(line, now)), None)
            if before:
                self.match(before, now, None, by_hand=by_hand)

    def settle(self, is_settled: Callable[[Line], bool]) -> None:
        """Leave the rows of the newer form alone of which a person has said that they are new, or what they were."""
        for now in [line for line in self.nows.values() if is_settled(line)]:
            self.settled[now.anchor] = Match(None, now, by_hand=True)
            del self.nows[now.anchor]

    def match(self, before: Line, now: Line, alike: Decimal | None, *, by_hand: bool = False) -> None:
        """Put two rows together."""
        self.settled[now.anchor] = Match(before, now, alike, by_hand)
        del self.befores[before.anchor], self.nows[now.anchor]

    def by_names(self, year_before: int, year_now: int, sort: Callable[[Line], str]) -> None:
        """Match rows of one name, those of one sort first; and then the most alike of one sort, as far as ALIKE."""
        old = {anchor: (name_of(line, year_before), sort(line)) for anchor, line in self.befores.items()}
        new = {anchor: (name_of(line, year_now), sort(line)) for anchor, line in self.nows.items()}
        self.take(
            lambda before, now: (
                old[before.anchor][1] == new[now.anchor][1] and has_same_name(before, now, year_before, year_now)
            )
        )
        self.take(lambda before, now: has_same_name(before, now, year_before, year_now))
        close = [
            (likeness(old[before][0], new[now][0]), before, now)
            for now in self.nows
            for before in self.befores
            if old[before][1] == new[now][1]
        ]
        for alike, before, now in sorted(close, key=lambda one: -one[0]):
            if alike >= ALIKE and before in self.befores and now in self.nows:
                share = percent(Decimal(str(round(alike, 3))), Decimal(1))
                self.match(self.befores[before], self.nows[now], share)

    def done(self) -> list[Match[Line]]:
        """All rows: those of the newer form in its order, then those that only the earlier has."""
        rest: list[Match[Line]] = [Match(before, None) for before in self.befores.values()]
        return [self.settled.get(now.anchor) or Match(None, now) for now in self.order] + rest
