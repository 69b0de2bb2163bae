"""Pairs the rows of a drawing with those of a filled form, in order and with the fewest differences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# What a row that is left over or missing costs, and a printed word that differs.
LEFT_OVER, MISSING, DIFFERENT = 3, 3, 2


class State(NamedTuple):
    """The next drawn row, the next row of the file, and whether the drawn row has had one already."""

    drawn: int
    row: int
    is_repeated: bool = False


class Step(NamedTuple):
    """The lowest cost from a state on, and its first step: whether it makes a pair, and the state after it."""

    cost: int
    is_pair: bool = False
    after: State | None = None


@dataclass(slots=True)
class RowPairing:
    """The search for the best pairs of rows.

    costs     the differences between each drawn row and each row of the file, None for rows that do not fit
    repeats   whether a drawn row takes several rows
    optional  whether a drawn row may have none
    """

    costs: Sequence[Sequence[int | None]]
    repeats: Sequence[bool]
    optional: Sequence[bool]
    best: dict[State, Step] = field(default_factory=dict)

    def pairs(self) -> list[tuple[int, int]]:
        """Return which drawn row is which row of the file, in order."""
        rows = len(self.costs[0]) if self.costs else 0
        for drawn in range(len(self.costs), -1, -1):
            may_repeat = drawn < len(self.costs) and self.repeats[drawn]
            for row in range(rows, -1, -1):
                for is_repeated in (True, False) if may_repeat else (False,):
                    state = State(drawn, row, is_repeated)
                    self.best[state] = min(self.steps(state, rows), key=lambda step: step.cost, default=Step(0))
        found: list[tuple[int, int]] = []
        at: State | None = State(0, 0)
        while at is not None:
            step = self.best[at]
            found += [(at.drawn, at.row)] if step.is_pair else []
            at = step.after
        return found

    def steps(self, state: State, rows: int) -> list[Step]:
        """Return the steps that a state allows, each with its lowest cost."""
        drawn, row, is_repeated = state
        found: list[Step] = []
        if drawn < len(self.costs):
            if row < rows and (cost := self.costs[drawn][row]) is not None:
                after = State(drawn, row + 1, True) if self.repeats[drawn] else State(drawn + 1, row + 1)
                found.append(self.step(DIFFERENT * cost, after, is_pair=True))
            found.append(self.step(0 if is_repeated or self.optional[drawn] else MISSING, State(drawn + 1, row)))
        if row < rows:
            found.append(self.step(LEFT_OVER, State(drawn, row + 1, is_repeated)))
        return found

    def step(self, cost: int, after: State, *, is_pair: bool = False) -> Step:
        """Return a step of a cost to the state after it."""
        return Step(cost + self.best[after].cost, is_pair, after)
