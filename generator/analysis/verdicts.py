"""Verdicts on results: whether what a self-evaluation reports reaches the target that was published.

A verdict is computed only where both the target and the actual value are read without doubt; everything else cannot
be compared, with the reason.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from generator.analysis.facts import FormFacts, ResultsFacts, once_per_form
from generator.analysis.judging import (
    BETTER,
    DAYS,
    PLAIN,
    Better,
    Judgement,
    Verdict,
    Why,
    better_by_name,
    doubt_of,
    judged,
    sure_above_whole,
    without_name,
)
from generator.analysis.matching import Match, matched_indicators
from generator.analysis.outcomes import Outcome
from generator.analysis.table_rows import IndicatorFacts
from generator.content.row_matches import is_new
from generator.forms.fields import BLANK, WITHHELD
from generator.forms.indicator_tree import shared_type
from generator.forms.model import Indicator, ResultIndicator, is_dash
from generator.targets import Target, read_target
from generator.targets.units import base_unit
from generator.text.normalize import normalized

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
CHECKED: tuple[Verdict, ...] = ("reached", "exceeded", "missed")
REACHED: tuple[Verdict, ...] = ("reached", "exceeded")


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A target with its result and the verdict.

    stated   the row with the target: that of the targets where there is one, else that of the self-evaluation
    result   the row of the self-evaluation; None where it has none
    actual   the reading of the actual value; None where none is reported
    is_added whether the self-evaluation alone has the row, although there are targets
    """

    stated: IndicatorFacts
    result: IndicatorFacts | None
    actual: Target | None
    judgement: Judgement
    is_added: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.judgement.verdict

    @property
    def outcome(self) -> Outcome:
        """The actual value as written, and the verdict."""
        return Outcome(self.row.actual if self.row and self.is_reported else "", self.verdict)

    @property
    def row(self) -> ResultIndicator | None:
        """The row of the self-evaluation."""
        row = self.result.indicator if self.result else None
        return row if isinstance(row, ResultIndicator) else None

    @property
    def is_reported(self) -> bool:
        """Whether the self-evaluation reports an actual value."""
        return self.actual is not None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many targets were promised, can be measured, are reported, can be checked, and were reached.

    Each counts among those before it. A target can be checked where it could also have been missed. `agreeing` are the
    others among the reported whose value agrees with them: they say neither at least nor at most.
    """

    promised: int = 0
    measurable: int = 0
    reported: int = 0
    checkable: int = 0
    reached: int = 0
    agreeing: int = 0

    def __add__(self, other: "Funnel") -> "Funnel":
        """Return the sums of two."""
        return Funnel(*(getattr(self, key) + getattr(other, key) for key in self.__slots__))


def actual_of(row: Indicator) -> Target | None:
    """Read the actual value of a row with the unit of the row; None where the form leaves it blank or has a dash."""
    if not isinstance(row, ResultIndicator) or row.actual == BLANK or is_dash(row.actual):
        return None
    if row.actual == WITHHELD:
        return Target(WITHHELD, kind="withheld", rule="withheld")
    name = normalized(row.name or "")
    actual = read_target(row.actual, unit=row.unit, name=row.name, type=row.type or BLANK)
    return sure_above_whole(without_name(actual, name), name)


def own_reading(row: IndicatorFacts) -> Target:
    """Return the reading of the target of a row, without the name of the row."""
    return without_name(row.reading, normalized(row.indicator.name or ""))


def better_of(row: IndicatorFacts) -> Better:
    """Return which way is better, by the column of the form or by the name of the row; empty where that is unknown."""
    indicator = row.indicator
    column = indicator.direction if isinstance(indicator, ResultIndicator) else None
    said = BETTER.get(normalized(column or "").removesuffix("指标"), "")
    return said or better_by_name(row.reading, normalized(indicator.name or ""))


def is_changed(promise: IndicatorFacts, result: IndicatorFacts) -> bool | None:
    """Whether a self-evaluation has another target than the one that was published; None where that is unknown."""
    before, now = own_reading(promise), own_reading(result)
    if same_words(promise.indicator, result.indicator):
        return False
    if doubt_of(before) or doubt_of(now):
        return None
    one, other = figures_of(before), figures_of(now)
    if (before.kind, one.unit, before.refers_to) != (now.kind, other.unit, now.refers_to):
        return None
    if one.figures != other.figures:
        # The same figure without a unit may be a share of one, or in thousands.
        return True if one.unit or before.kind in DAYS else None
    signs = {"none" if each.comparator in PLAIN else each.comparator for each in (before, now)}
    if len(signs) == 1:
        return False if before.approximate == now.approximate else None
    return None if "none" in signs else True


class Figures(NamedTuple):
    """The figures and days of a target without their signs, in one unit for each measure."""

    unit: str
    figures: frozenset[Decimal | date | None]


def figures_of(target: Target) -> Figures:
    """Return the figures and days of a target in the base unit of its measure."""
    unit, factor = base_unit(target.unit)
    figures = {each * factor for each in (target.low, target.high) if each is not None}
    days = {target.deadline, *(target.period or ())} - {None}
    return Figures(unit, frozenset((*figures, *days)))


def same_words(one: Indicator, other: Indicator) -> bool:
    """Whether two targets are written alike."""
    return normalized(one.written) == normalized(other.written)


def is_ambiguous(match: Match[IndicatorFacts], targets: FormFacts, results: FormFacts) -> bool:
    """Whether a row may answer another target of its name, or a part of it.

    The self-evaluation has more rows of the name than there are targets, or several rows of it with other targets.
    """
    before, now = match.before, match.now
    if now is None or match.by_hand:
        return False
    promised, answering = (names_of(form)[name_and_type(now)] for form in (targets, results))
    if before is None or answering > promised > 0:
        return answering > promised > 0
    if same_words(before.indicator, now.indicator):
        return False
    return answering > 1 or names_of(targets)[name_and_type(before)] > 1


@once_per_form
def names_of(facts: FormFacts) -> Counter[tuple[str, str]]:
    """Count the rows of a form by name and type, without those that a person has marked as new."""
    return Counter(name_and_type(line) for line in facts.indicators if not is_new(line.indicator))


def name_and_type(line: IndicatorFacts) -> tuple[str, str]:
    """Return the name of a row without white space, and its type by the name that both trees share."""
    return normalized(line.indicator.name), shared_type(line.indicator)


def judged_match(match: Match[IndicatorFacts], is_whole: bool) -> ResultLine:
    """Return a matched pair of rows with the verdict; `is_whole` is whether every row of the results has its target."""
    promise, result = match.before, match.now
    if promise is None and result is not None:
        added = replace(judged_row(result), is_added=True)
        return added if match.is_sure else replace(added, judgement=Judgement("incomparable", "row"))
    if promise is None or result is None:
        missing = Judgement("unreported") if is_whole else Judgement("incomparable", "row")
        return ResultLine(promise or result, None, None, missing)  # type: ignore[arg-type]
    line = replace(judged_row(result), stated=promise)
    if line.actual is None and match.is_sure:
        return line
    changed = is_changed(promise, result)
    if not match.is_sure or changed is None:
        why: Why = (doubt_of(promise.reading) or doubt_of(result.reading) or "target") if match.is_sure else "row"
        return replace(line, judgement=Judgement("incomparable", why))
    return replace(line, judgement=Judgement("changed")) if changed else line


def judged_row(result: IndicatorFacts) -> ResultLine:
    """Return a row of a self-evaluation with the verdict on its own target."""
    actual = actual_of(result.indicator)
    verdict = Judgement("unreported") if actual is None else judged(own_reading(result), actual, better_of(result))
    return ResultLine(result, result, actual, verdict)


@once_per_form
def result_lines(facts: ResultsFacts) -> tuple[ResultLine, ...]:
    """Return the rows of a self-evaluation in its order, then the targets that it does not have."""
    if facts.answered is None:
        return tuple(map(judged_row, facts.indicators))
    matches = [
        replace(match, is_sure=match.is_sure and not is_ambiguous(match, facts.answered, facts))
        for match in matched_indicators(facts.answered, facts)
    ]
    is_whole = all(match.before or (match.now and is_new(match.now.indicator)) for match in matches)
    return tuple(judged_match(match, is_whole) for match in matches)


def exceeded_count(facts: ResultsFacts) -> int:
    """Return how many of the published targets were exceeded."""
    return verdict_counts(promised_lines(facts)).get("exceeded", 0)


def promised_lines(facts: ResultsFacts) -> tuple[ResultLine, ...]:
    """Return the lines of a self-evaluation without the rows that it adds to the published targets."""
    return tuple(line for line in result_lines(facts) if not line.is_added)


def lines_by_target(facts: ResultsFacts | None) -> dict[str, ResultLine]:
    """Return the lines of a self-evaluation by the id of the row of the targets; none without a self-evaluation."""
    lines = promised_lines(facts) if facts and facts.answered else ()
    return {line.stated.anchor: line for line in lines}


def outcomes_of(facts: ResultsFacts) -> dict[str, Outcome]:
    """Return the outcomes by the ids of rows: those of the targets that it answers, else its own."""
    if facts.answered:
        return {anchor: line.outcome for anchor, line in lines_by_target(facts).items()}
    return {line.stated.anchor: line.outcome for line in result_lines(facts)}


def outcomes_by_row(facts: FormFacts) -> dict[str, Outcome]:
    """Return the outcomes of the rows of a self-evaluation by their ids; none for other forms."""
    lines = result_lines(facts) if isinstance(facts, ResultsFacts) else ()
    return {line.result.anchor: line.outcome for line in lines if line.result}


def verdict_counts(lines: Iterable[ResultLine]) -> dict[Verdict, int]:
    """Count the verdicts, in the order of the verdicts, without those that there are none of."""
    counts = Counter(line.verdict for line in lines)
    return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}


@once_per_form
def funnel_of(facts: ResultsFacts) -> Funnel:
    """Return how many targets were promised, can be measured, are reported, can be checked, and were reached.

    A row that a self-evaluation adds to the published targets was not promised.
    """
    lines = promised_lines(facts)
    measurable = [line for line in lines if line.stated.reading.measurable]
    reported = [line for line in measurable if line.is_reported]
    checkable = [line for line in reported if line.verdict in CHECKED]
    reached = [line for line in checkable if line.verdict in REACHED]
    agreeing = [line for line in reported if line.verdict == "agreeing"]
    return Funnel(*map(len, (lines, measurable, reported, checkable, reached, agreeing)))
