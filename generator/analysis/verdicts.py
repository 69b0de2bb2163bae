"""Verdicts on results: whether what a self-evaluation reports reaches the target that was published.

A verdict is computed only where both the target and the actual value are read without doubt; everything else cannot
be compared, with the reason.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from generator.analysis.facts import ResultsFacts, once_per_form
from generator.analysis.matching import Match, matched_indicators
from generator.analysis.table_rows import IndicatorFacts
from generator.content.row_matches import is_new
from generator.forms.fields import BLANK, WITHHELD
from generator.forms.model import Indicator, ResultIndicator
from generator.targets import Target, read_target
from generator.targets.units import in_yuan
from generator.text.normalize import normalized

Verdict = Literal["reached", "exceeded", "missed", "incomparable", "changed", "unreported"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# Why a result cannot be compared: the target or the actual value is in words, not read, withheld or no single figure;
# the units or the scales differ; it is unknown which way is better, or which rows belong together.
Why = Literal["", "words", "unread", "withheld", "several", "bound", "unit", "scale", "direction", "row"]
CHECKED: tuple[Verdict, ...] = ("reached", "exceeded", "missed")
REACHED: tuple[Verdict, ...] = ("reached", "exceeded")
# Better than asked by more than this part is exceeded; a target that is about a figure is reached so near to it.
MORE = Decimal("0.2")
ABOUT = Decimal("0.1")
# Below this figure a bare number may be a share of one as well as a percentage.
SURE_PERCENT = Decimal(10)
WHOLE = Decimal(100)
DAYS = ("date", "period")
# The comparators of a figure or a day that is stated as it is.
PLAIN = ("none", "eq")
# The end of a month or year names no single day.
NEAR_END = re.compile("[底末初旬]")
# Doubts about what a figure means; what is odd about a unit or an approximation is decided here.
HARMLESS = frozenset(("at-ceiling", "approximate", "unit-repeated", "unit-in-name", "unit-missing", "unit-unlisted"))
LARGE = frozenset("十百千万亿")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and why a result cannot be compared; empty for any other verdict."""

    verdict: Verdict
    why: Why = ""


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

    Each counts among those before it.
    """

    promised: int = 0
    measurable: int = 0
    reported: int = 0
    checkable: int = 0
    reached: int = 0

    def __add__(self, other: "Funnel") -> "Funnel":
        """Return the sums of two."""
        return Funnel(*(getattr(self, key) + getattr(other, key) for key in self.__slots__))


def judged(target: Target, actual: Target) -> Judgement:
    """Return the verdict on an actual value, which is read with the unit of its row."""
    why = doubt_of(target) or doubt_of(actual)
    if why:
        return Judgement("incomparable", why)
    if target.kind in DAYS or actual.kind in DAYS:
        return judged_by_day(target, actual)
    value = actual.value
    if actual.approximate or actual.comparator not in PLAIN or value is None:
        return Judgement("incomparable", "bound")
    if target.refers_to != actual.refers_to:
        return Judgement("incomparable", "unit")
    if actual.unit == "" and actual.kind == "quantity":
        return judged_bare(target, value)
    return judged_with_unit(target, actual, value)


def doubt_of(reading: Target) -> Why:
    """Return why a reading cannot be compared with anything; empty for one that can."""
    if reading.kind in ("unread", "withheld"):
        return reading.kind
    if reading.parts:
        return "several"
    if not reading.measurable:
        return "words"
    if "percent-lost" in reading.flags:
        return "scale"
    return "" if HARMLESS.issuperset(reading.flags) else "unread"


def judged_with_unit(target: Target, actual: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure that has a unit."""
    if target.kind != actual.kind:
        return Judgement("incomparable", "unit")
    if target.unit == actual.unit:
        is_share = target.kind == "ratio" and 0 < value <= 1 < bound_of(target)
        return Judgement("incomparable", "scale") if is_share else judged_by_figure(target, value)
    own, one = actual.in_yuan, in_yuan(Decimal(1), target.unit)
    if target.kind != "amount" or own is None or not one:
        return Judgement("incomparable", "unit")
    return judged_by_figure(target, own / one)


def judged_bare(target: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure without a unit; it may be in that of its target, or a share of the target."""
    bound = bound_of(target)
    if 0 < value <= 1 < bound:
        return Judgement("incomparable", "scale")
    if target.kind == "ratio":
        is_sure = value == 0 or min(value, bound) >= SURE_PERCENT
        return judged_by_figure(target, value) if is_sure else Judgement("incomparable", "scale")
    if target.kind == "amount" or LARGE.intersection(target.text):
        return Judgement("incomparable", "unit")
    verdict = judged_by_figure(target, value)
    if target.unit == "" or value > WHOLE or value in (target.low, target.high):
        return verdict
    return verdict if judged_by_figure(target, bound * value / WHOLE) == verdict else Judgement("incomparable", "scale")


def bound_of(target: Target) -> Decimal:
    """Return the larger figure of a target."""
    return max(bound for bound in (target.low, target.high) if bound is not None)


def judged_by_figure(target: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure in the unit of its target."""
    low, high = target.low, target.high
    if target.comparator in ("ge", "gt") and low is not None:
        holds = value > low if target.comparator == "gt" else value >= low
        return judged_by_side(target, holds, is_better=value > low * (1 + MORE), has_scale=low > 0)
    if target.comparator in ("le", "lt") and high is not None:
        holds = value < high if target.comparator == "lt" else value <= high
        return judged_by_side(target, holds, is_better=value < high * (1 - MORE), has_scale=high > 0)
    if low is None or high is None:
        return Judgement("incomparable", "direction")
    if target.approximate:
        low, high = low - abs(low) * ABOUT, high + abs(high) * ABOUT
    return Judgement("reached") if low <= value <= high else Judgement("incomparable", "direction")


def judged_by_side(target: Target, holds: bool, is_better: bool, has_scale: bool) -> Judgement:
    """Return the verdict on a figure with a bound on one side; an approximate target is never missed."""
    if not holds:
        return Judgement("incomparable", "bound") if target.approximate else Judgement("missed")
    return Judgement("exceeded" if is_better and has_scale else "reached")


def judged_by_day(target: Target, actual: Target) -> Judgement:
    """Return the verdict on a day or a period: what was to be done by a day is done when the period is over."""
    days, end = days_of(actual), last_day(target)
    if days is None or end is None or target.flags or actual.flags:
        return Judgement("incomparable", "unit")
    first, last = days
    if not is_deadline(target):
        start = target.period[0] if target.period else end
        is_inside = first is not None and start <= first and last <= end
        return Judgement("reached") if is_inside else Judgement("incomparable", "direction")
    if last <= end:
        return Judgement("reached")
    return Judgement("missed") if first is not None and first > end else Judgement("incomparable", "bound")


def is_deadline(target: Target) -> bool:
    """Whether the day of a target is the last one allowed, and not the only one."""
    return target.comparator == "le" or NEAR_END.search(target.text) is not None


def last_day(target: Target) -> date | None:
    """Return the last day on which a target can be reached; None where it names none."""
    if target.deadline is not None and target.comparator in (*PLAIN, "le"):
        return target.deadline
    return target.period[1] if target.period and target.comparator in (*PLAIN, "le") else None


def days_of(actual: Target) -> tuple[date | None, date] | None:
    """Return the first and the last day on which something may have been done; no first day for one by a day."""
    if actual.period and actual.comparator in PLAIN:
        return actual.period
    if actual.deadline is None or actual.comparator not in (*PLAIN, "le"):
        return None
    is_exact = actual.comparator in PLAIN and not NEAR_END.search(actual.text)
    return (actual.deadline if is_exact else None), actual.deadline


def actual_of(row: Indicator) -> Target | None:
    """Read the actual value of a row with the unit of the row; None where the form leaves it blank."""
    if not isinstance(row, ResultIndicator) or row.actual == BLANK:
        return None
    if row.actual == WITHHELD:
        return Target(WITHHELD, kind="withheld", rule="withheld")
    return read_target(row.actual, unit=row.unit, name=row.name, type=row.type or BLANK)


def is_changed(promise: IndicatorFacts, result: IndicatorFacts) -> bool | None:
    """Whether a self-evaluation has another target than the one that was published; None where that is unknown."""
    before, now = promise.reading, result.reading
    if same_words(promise.indicator, result.indicator):
        return False
    if doubt_of(before) or doubt_of(now):
        return None
    key = ("kind", "comparator", "unit", "approximate", "low", "high", "deadline", "period")
    differs = [name for name in key if getattr(before, name) != getattr(now, name)]
    if not differs:
        return False
    # A unit that one of them leaves out may be the same.
    return None if {before.unit, now.unit} - {""} != {before.unit, now.unit} else True


def same_words(one: Indicator, other: Indicator) -> bool:
    """Whether two targets are written alike."""
    return normalized(one.written) == normalized(other.written)


def judged_match(match: Match[IndicatorFacts], is_whole: bool) -> ResultLine:
    """Return a matched pair of rows with the verdict; `is_whole` is whether every row of the results has its target."""
    promise, result = match.before, match.now
    if promise is None and result is not None:
        return replace(judged_row(result), is_added=True)
    if promise is None or result is None:
        missing = Judgement("unreported") if is_whole else Judgement("incomparable", "row")
        return ResultLine(promise or result, None, None, missing)  # type: ignore[arg-type]
    line = replace(judged_row(result), stated=promise)
    if line.actual is None and match.is_sure:
        return line
    changed = is_changed(promise, result)
    if not match.is_sure or changed is None:
        why = (doubt_of(promise.reading) or doubt_of(result.reading) or "unread") if match.is_sure else "row"
        return replace(line, judgement=Judgement("incomparable", why))
    return replace(line, judgement=Judgement("changed")) if changed else line


def judged_row(result: IndicatorFacts) -> ResultLine:
    """Return a row of a self-evaluation with the verdict on its own target."""
    actual = actual_of(result.indicator)
    verdict = Judgement("unreported") if actual is None else judged(result.reading, actual)
    return ResultLine(result, result, actual, verdict)


@once_per_form
def result_lines(facts: ResultsFacts) -> tuple[ResultLine, ...]:
    """Return the rows of a self-evaluation in its order, then the targets that it does not have."""
    if facts.answered is None:
        return tuple(map(judged_row, facts.indicators))
    matches = matched_indicators(facts.answered, facts)
    is_whole = all(match.before or (match.now and is_new(match.now.indicator)) for match in matches)
    return tuple(judged_match(match, is_whole) for match in matches)


def lines_by_target(facts: ResultsFacts | None) -> dict[str, ResultLine]:
    """Return the lines of a self-evaluation by the id of the row of the targets; none without a self-evaluation."""
    lines = result_lines(facts) if facts and facts.answered else ()
    return {line.stated.anchor: line for line in lines if not line.is_added}


def verdict_counts(lines: Iterable[ResultLine]) -> dict[Verdict, int]:
    """Count the verdicts, in the order of the verdicts, without those that there are none of."""
    counts = Counter(line.verdict for line in lines)
    return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}


@once_per_form
def funnel_of(facts: ResultsFacts) -> Funnel:
    """Return how many targets were promised, can be measured, are reported, can be checked, and were reached.

    A row that a self-evaluation adds to the published targets was not promised.
    """
    lines = [line for line in result_lines(facts) if not line.is_added]
    measurable = [line for line in lines if line.stated.reading.measurable]
    reported = [line for line in measurable if line.is_reported]
    checkable = [line for line in reported if line.verdict in CHECKED]
    reached = [line for line in checkable if line.verdict in REACHED]
    return Funnel(*map(len, (lines, measurable, reported, checkable, reached)))
