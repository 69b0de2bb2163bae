"""The measures of the questions of readers: one number of each form, with the cells that it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from generator.analysis.disclosure import form_term
from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.rules import ties
from generator.analysis.satisfaction import SatisfactionTarget
from generator.analysis.spread import exact_percent
from generator.forms.figures import CENT, TENTH, ZERO, in_wan, percent
from generator.forms.model import Indicator
from generator.system.packing import unpacked

# A change of more than ten times is rather a slip of units than news.
SLIP = 10
Cell = Decimal | int | date | str | Indicator | None
ColumnKind = Literal["amount", "share", "change", "count", "day", "text", "target"]


@dataclass(frozen=True, slots=True)
class QuestionColumn:
    """A column of the table of a question: its key, the kind of its cells, and whether telephones show it."""

    key: str
    kind: ColumnKind
    on_phone: bool = True


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One form: the number that the question is about, the cells of its row, and the place of the form for it.

    An indicator is packed, for only the rows that a page shows need it. `quotient` is the unrounded number of a
    computed one.
    """

    facts: FormFacts
    value: Decimal
    content: tuple[Cell, ...] | bytes
    anchor: str
    is_exact: bool = False
    quotient: Fraction | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the row; those of an indicator are its name and its target."""
        if not isinstance(self.content, bytes):
            return self.content
        indicator = unpacked(self.content, Indicator)
        return indicator.name, indicator


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """The input of measures besides a form: all forms by address, and the targets that are compared."""

    by_path: Mapping[str, FormFacts]
    satisfaction: Mapping[str, SatisfactionTarget]


# The row of a form; None where the form has no value.
Measure = Callable[[Any, QuestionContext], QuestionRow | None]


def unlisted(facts: RecordFacts, _: QuestionContext) -> QuestionRow | None:
    """Measure how much of the project expenditure is not in the table of tasks."""
    if facts.unlisted is None or not facts.project or not ties(facts):
        return None
    share = percent(facts.unlisted, facts.project)
    project, rest = in_wan(facts.project, facts.unit), in_wan(facts.unlisted, facts.unit)
    if share is None:
        return None
    quotient = exact_percent(facts.unlisted, facts.project)
    return QuestionRow(facts, share, (project, rest, share), "tasks", quotient=quotient)


def changed(facts: FormFacts, context: QuestionContext) -> QuestionRow | None:
    """Measure the change of the total from the year before; of forms whose sums contradict, and slips, none."""
    before = context.by_path.get(facts.source.year_before)
    if before is None or not facts.total_wan or not before.total_wan or not (ties(facts) and ties(before)):
        return None
    now, then = facts.total_wan, before.total_wan
    if now > then * SLIP or then > now * SLIP:
        return None
    change = ((now - then) * 100 / then).quantize(TENTH, ROUND_HALF_UP)
    return QuestionRow(facts, change, (then, now, change), "budget", quotient=exact_percent(now - then, then))


def measurable(facts: FormFacts, _: QuestionContext) -> QuestionRow | None:
    """Measure how many of the indicators have a target that can be measured."""
    share = facts.measurable_share
    if share is None:
        return None
    count, measured = facts.indicator_count, facts.measurable_count
    return QuestionRow(facts, share, (count, measured, share), "indicators", quotient=exact_percent(measured, count))


def unmeasurable(facts: FormFacts, _: QuestionContext) -> QuestionRow | None:
    """Measure how many of the indicators have a target that cannot be measured."""
    without = facts.unmeasurable_count
    share = percent(Decimal(without), Decimal(facts.indicator_count))
    if share is None or facts.measurable_share is None:
        return None
    count = facts.indicator_count
    return QuestionRow(facts, share, (count, without, share), "indicators", quotient=exact_percent(without, count))


def late(facts: FormFacts, _: QuestionContext) -> QuestionRow | None:
    """Measure the days from approval to publication; none where a day is unknown or the days contradict."""
    term = form_term(facts)
    if term.used is None or term.used < 0:
        return None
    cells = (term.approved_on, term.published_on, term.used, term.over)
    return QuestionRow(facts, Decimal(term.used), cells, "published-on")


def satisfaction(facts: FormFacts, context: QuestionContext) -> QuestionRow | None:
    """Measure the highest target of satisfaction that is a figure in the unit that most use."""
    target = context.satisfaction.get(facts.source.path)
    return QuestionRow(facts, target.value, target.indicator, target.anchor, target.is_exact) if target else None


def per_head(facts: RecordFacts, _: QuestionContext) -> QuestionRow | None:
    """Measure the basic expenditure for each of the people in service."""
    basic, people = facts.basic, facts.in_service
    if basic is None or people is None or people <= 0:
        return None
    wan = in_wan(basic, facts.unit)
    head = (wan / people).quantize(CENT, ROUND_HALF_UP)
    quotient = Fraction(wan) / people
    return QuestionRow(facts, head, (wan, people, head), "staff", quotient=quotient) if head > ZERO else None
