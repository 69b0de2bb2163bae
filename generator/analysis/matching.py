"""Matching of the rows of two forms: by equal names, then by similar ones.

Similarity is the share of pairs of neighbouring characters that two names have in common; readers see it. Names that
differ in a number, a Latin word, a negation or another distinguishing word are never matched. A match by similarity
is marked as uncertain, unless the names differ only in signs and words without meaning.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, product
from typing import Generic, TypeVar

from generator.analysis.facts import FormFacts
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.content.row_matches import earlier_name, folded_name, is_new
from generator.forms.figures import percent
from generator.forms.indicator_tree import shared_type
from generator.text.normalize import normalized
from generator.text.similarity import COMMON_WORD, differ_in_key_terms, is_one_name, similarity

LEAST_SIMILARITY = 0.75
# The characters without common words that a name within another has at least.
SHORTEST_PART = 2

Line = TypeVar("Line", bound=IndicatorFacts | TaskFacts)
# A key of a row: the name folded or as written, with the type and the target where these must be equal too.
NameKey = tuple[str, str, str, str]
NameKeys = tuple[NameKey, ...]


@dataclass(frozen=True, slots=True)
class Match(Generic[Line]):
    """A row of the earlier form and the row of the newer that continues it; one of them may be missing.

    `alike` is the similarity of the names in percent, for matches by similarity; `is_sure` is False where the rows may
    be two things nevertheless: such a match without `alike` is of a name within another.
    """

    before: Line | None
    now: Line | None
    alike: Decimal | None = None
    by_hand: bool = False
    is_sure: bool = True

    @property
    def earlier_name(self) -> str:
        """The name of the row on the earlier form, where both forms have the row under different names."""
        if self.before is None or self.now is None:
            return ""
        was = written_name(self.before)
        return "" if was == written_name(self.now) else was


def written_name(line: IndicatorFacts | TaskFacts) -> str:
    """Return the name of a row as its form has it."""
    return line.indicator.name if isinstance(line, IndicatorFacts) else str(line.task.name)


def name_of(line: IndicatorFacts | TaskFacts, year: int) -> str:
    """Return the name of a row in the spelling in which names are compared."""
    return folded_name(written_name(line), year)


def name_keys(line: IndicatorFacts | TaskFacts, names: tuple[str, str], typed: bool, target: str) -> NameKeys:
    """Return the keys of which rows of the same name have one in common; `names` are the folded name and the type."""
    kind = names[1] if typed else ""
    return ("folded", names[0], kind, target), ("written", written_name(line), kind, target)


def target_of(line: IndicatorFacts | TaskFacts) -> str:
    """Return the target of an indicator without white space; empty for a task."""
    return normalized(line.indicator.written) if isinstance(line, IndicatorFacts) else ""


def has_same_name(
    before: IndicatorFacts | TaskFacts, now: IndicatorFacts | TaskFacts, year_before: int, year_now: int
) -> bool:
    """Whether two rows have the same name, as written or without the years of their forms."""
    return written_name(before) == written_name(now) or name_of(before, year_before) == name_of(now, year_now)


class Matching(Generic[Line]):
    """The rows of two forms that are not yet matched, and the matches so far."""

    def __init__(self, befores: Sequence[Line], nows: Sequence[Line]) -> None:
        self.befores: dict[str, Line] = {line.anchor: line for line in befores}
        self.nows: dict[str, Line] = {line.anchor: line for line in nows}
        self.order = [*nows]
        self.matches: dict[str, Match[Line]] = {}
        self.contained: dict[str, list[Match[Line]]] = defaultdict(list)

    def take(self, fits: Callable[[Line, Line], bool], *, by_hand: bool = False) -> None:
        """Match each row of the newer form with the first free row of the earlier that fits."""
        for now in [*self.nows.values()]:
            before = next((line for line in self.befores.values() if fits(line, now)), None)
            if before:
                self.match(before, now, None, by_hand=by_hand)

    def take_equal(self, old: Mapping[str, NameKeys], new: Mapping[str, NameKeys]) -> None:
        """Match each row of the newer form with the first free row of the earlier that has one of its keys."""
        places: dict[NameKey, list[int]] = defaultdict(list)
        anchors = [*self.befores]
        for place, anchor in enumerate(anchors):
            for key in old[anchor]:
                places[key].append(place)
        for now in [*self.nows.values()]:
            equal = {place for key in new[now.anchor] for place in places.get(key, ())}
            free = [place for place in equal if anchors[place] in self.befores]
            if free:
                self.match(self.befores[anchors[min(free)]], now, None)

    def exclude(self, is_decided: Callable[[Line], bool]) -> None:
        """Exclude from matching the rows of the newer form that a person has marked as new or matched."""
        for now in [line for line in self.nows.values() if is_decided(line)]:
            self.matches[now.anchor] = Match(None, now, by_hand=True)
            del self.nows[now.anchor]

    def match(
        self, before: Line, now: Line, alike: Decimal | None, *, by_hand: bool = False, is_sure: bool = True
    ) -> None:
        """Match two rows."""
        self.matches[now.anchor] = Match(before, now, alike, by_hand, is_sure)
        del self.befores[before.anchor], self.nows[now.anchor]

    def by_names(self, year_before: int, year_now: int, sort: Callable[[Line], str]) -> None:
        """Match rows of equal names, of one type first; then the most similar of one type, to LEAST_SIMILARITY.

        Of several rows of one name, those of the same target belong together.
        """
        old = {anchor: (name_of(line, year_before), sort(line)) for anchor, line in self.befores.items()}
        new = {anchor: (name_of(line, year_now), sort(line)) for anchor, line in self.nows.items()}
        is_repeated = any(len({name for name, _ in names.values()}) < len(names) for names in (old, new))
        for typed, with_target in product((True, False), (True, False) if is_repeated else (False,)):
            self.take_equal(
                *(
                    {
                        anchor: name_keys(line, names[anchor], typed, target_of(line) if with_target else "")
                        for anchor, line in lines.items()
                    }
                    for lines, names in ((self.befores, old), (self.nows, new))
                )
            )
        close = [
            (similarity(old[before][0], new[now][0]), before, now)
            for now in self.nows
            for before in self.befores
            if old[before][1] == new[now][1] and not differ_in_key_terms(old[before][0], new[now][0])
        ]
        for alike, before, now in sorted(close, key=lambda pair: -pair[0]):
            if alike >= LEAST_SIMILARITY and before in self.befores and now in self.nows:
                share = percent(Decimal(str(round(alike, 3))), Decimal(1))
                is_sure = is_one_name(old[before][0], new[now][0])
                self.match(self.befores[before], self.nows[now], share, is_sure=is_sure)

    def pair_contained(self, year_before: int, year_now: int) -> None:
        """Pair rows as uncertain where the name of one contains that of the other; a row may be in several pairs."""
        pairs = [
            (before, now)
            for now in self.nows.values()
            for before in self.befores.values()
            if contains(name_of(before, year_before), name_of(now, year_now))
        ]
        for before, now in pairs:
            self.contained[now.anchor].append(Match(before, now, is_sure=False))
            self.befores.pop(before.anchor, None)
            self.nows.pop(now.anchor, None)

    def done(self) -> list[Match[Line]]:
        """Return all matches: the rows of the newer form in order, then the rows only in the earlier form."""
        rest: list[Match[Line]] = [Match(before, None) for before in self.befores.values()]
        matches = (
            self.contained.get(now.anchor) or [self.matches.get(now.anchor) or Match(None, now)] for now in self.order
        )
        return [*chain.from_iterable(matches), *rest]


def contains(name: str, other: str) -> bool:
    """Whether one of two names contains the other, and the shorter one is specific: not 专项资金 alone."""
    short, long = sorted((name, other), key=len)
    return short in long and len(COMMON_WORD.sub("", short)) >= SHORTEST_PART


def matched_indicators(before: FormFacts, now: FormFacts) -> list[Match[IndicatorFacts]]:
    """Match the indicators of two forms: by hand first, then by name, then by similarity within one 二级指标.

    What a person decided holds for a form and the one before it; of others it says nothing.
    """
    matching, year = Matching(before.indicators, now.indicators), before.source.year
    match_by_hand(matching, now, year)
    matching.by_names(year, now.source.year, lambda line: shared_type(line.indicator))
    return matching.done()


def match_by_hand(matching: Matching[IndicatorFacts], now: FormFacts, year: int) -> None:
    """Match the indicators that a person has matched with those of a year, and exclude the others decided on."""
    by_hand = {line.anchor: folded_name(earlier_name(line.indicator), year) for line in now.indicators}
    if not any(line.indicator.earlier for line in now.indicators):
        return
    matching.take(
        lambda old, new: bool(by_hand[new.anchor]) and name_of(old, year) == by_hand[new.anchor], by_hand=True
    )
    matching.exclude(lambda new: is_new(new.indicator) or bool(by_hand[new.anchor]))


def matched_tasks(before: FormFacts, now: FormFacts) -> list[Match[TaskFacts]]:
    """Match the tasks of two forms that show their names: by name, by similarity, then by names within names.

    Of the last, one task may be in several matches: it may have been put together, or divided.
    """
    rows = [
        [line for line in facts.tasks if line.task.withheld != "all" and not line.task.is_empty]
        for facts in (before, now)
    ]
    matching = Matching(*rows)
    matching.by_names(before.source.year, now.source.year, lambda _: "")
    matching.pair_contained(before.source.year, now.source.year)
    return matching.done()
