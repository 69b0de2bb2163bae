"""Questions of readers, each with its answer from the content and the address of the full view.

A question that the content does not answer is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.analysis.comparison import Comparison
from generator.analysis.site_facts import Facts
from generator.analysis.topics import IndicatorOccurrence, grouped_by_unit, indicator_occurrences
from generator.content.addresses import rule_address, topic_address
from generator.forms.figures import figure, in_wan
from generator.words import translate


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer from the content, and the address of the view, from the site's root."""

    text: str
    answer: str
    path: str


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """The input of the questions."""

    facts: Facts
    occurrences: tuple[IndicatorOccurrence, ...]
    sheets: Sequence[Comparison]


def unlisted(context: QuestionContext) -> Iterator[Question]:
    """Ask whose project expenditure is only partly in the table of tasks."""
    amounts = [
        (in_wan(record.unlisted, record.unit), record)
        for record in context.facts.records
        if record.unlisted is not None and record.unlisted > 0
    ]
    if amounts:
        amount, most = max(amounts, key=lambda pair: pair[0])
        yield Question(
            translate("questions.unlisted.text"),
            translate(
                "questions.unlisted.answer",
                count=len(amounts),
                name=most.form.department,
                year=most.source.year,
                amount=figure(amount),
                share=most.unlisted_share,
            ),
            rule_address("V10"),
        )


def satisfaction(context: QuestionContext) -> Iterator[Question]:
    """Give the range of the satisfaction targets."""
    members = tuple(occurrence for occurrence in context.occurrences if occurrence.family == "satisfaction")
    units = grouped_by_unit(members)
    if units:
        unit, measured = units[0]
        values = [value for occurrence in measured if (value := occurrence.line.reading.value) is not None]
        least, most = (figure(value) + unit for value in (values[-1], values[0]))
        form = "one" if len(values) == 1 else "same" if least == most else "range"
        yield Question(
            translate("questions.satisfaction.text"),
            translate(f"questions.satisfaction.{form}", count=len(measured), least=least, most=most),
            topic_address("satisfaction"),
        )


def unmeasurable(context: QuestionContext) -> Iterator[Question]:
    """Count the targets that cannot be measured."""
    shown = [
        occurrence.line.reading for occurrence in context.occurrences if occurrence.line.reading.kind != "withheld"
    ]
    read = [reading for reading in shown if reading.kind != "unread"]
    count, unread = sum(not reading.measurable for reading in read), len(shown) - len(read)
    form = "some_read" if unread else "answer"
    if count:
        yield Question(
            translate("questions.unmeasurable.text"),
            translate(f"questions.unmeasurable.{form}", count=count, all=len(read), unread=unread),
            f"indicators/?measurable={quote(translate('targets.measurable.no'))}",
        )


def per_head(context: QuestionContext) -> Iterator[Question]:
    """Compare basic expenditure per head between two forms with the same definition of staff."""
    rows = [(pair, row) for pair in context.sheets for row in pair.rows if row.key == "head" and row.times]
    if rows:
        pair, row = max(rows, key=lambda pair: pair[1].times or 0)
        yield Question(
            translate("questions.per_head.text"),
            translate("questions.per_head.answer", times=row.times),
            f"{pair.path}#money",
        )


def similar_departments(context: QuestionContext) -> Iterator[Question]:
    """Compare the totals of two departments of the same kind."""
    for pair in context.sheets[:1]:
        total = next((row for row in pair.rows if row.key == "total" and row.times), None)
        if total:
            names = translate("comparing.and").join(record.form.department for record in pair.records)
            yield Question(
                translate("questions.alike.text", names=names),
                translate("questions.alike.answer", times=total.times),
                f"{pair.path}#money",
            )


QUESTIONS: tuple[Callable[[QuestionContext], Iterator[Question]], ...] = (
    unlisted,
    satisfaction,
    unmeasurable,
    per_head,
    similar_departments,
)


def questions(facts: Facts, sheets: Sequence[Comparison]) -> tuple[Question, ...]:
    """Return the questions that the content answers, in the order of QUESTIONS."""
    context = QuestionContext(facts, indicator_occurrences(facts), sheets)
    return tuple(question for ask in QUESTIONS for question in ask(context))
