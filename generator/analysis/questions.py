"""Questions of readers, each answered for every year and city by one number of each form.

A question that the content does not answer is left out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.comparison import Comparison
from generator.analysis.disclosure import limit_words
from generator.analysis.facts import FormFacts, grouped
from generator.analysis.question_kinds import QUESTIONS, QuestionKind, QuestionYear
from generator.analysis.question_measures import QuestionContext, QuestionRow
from generator.analysis.satisfaction import compared_targets
from generator.analysis.site_facts import Facts
from generator.analysis.spread import LEAST_POINTS, Spread, shown, words_for, year_words
from generator.analysis.topic_years import EVERY_YEAR, counts_forms
from generator.analysis.topics import newest_first
from generator.forms.figures import ZERO, figure, in_large_units, signed
from generator.words import translate

# Shares from here on are called large, in percent.
TENTH_OF_ALL = Decimal(10)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer from the content in full and in short, and the address of the view."""

    text: str
    answer: str
    path: str
    short: str = ""


def question_years(facts: Facts) -> tuple[tuple[QuestionYear, ...], ...]:
    """Return the answers of each question that the content answers, newest year first."""
    by_path = {form.source.path: form for form in facts.targets}
    context = QuestionContext(by_path, compared_targets(facts.with_indicators))
    years = grouped(newest_first(facts.with_indicators), lambda form: form.source.year)
    found = (tuple(answers(kind, years, context)) for kind in QUESTIONS)
    return tuple(of_kind for of_kind in found if of_kind)


def answers(
    kind: QuestionKind, years: Mapping[int, Sequence[FormFacts]], context: QuestionContext
) -> Iterator[QuestionYear]:
    """Yield the answer of a question for each year in which at least one form has a value, newest first.

    Before a newest year with few forms comes the answer for all years together.
    """
    found = [of for year, forms in years.items() if (of := answer(kind, year, forms, context)).rows]
    if len(found) > 1 and found[0].total < LEAST_POINTS:
        yield answer(kind, EVERY_YEAR, [form for forms in years.values() for form in forms], context)
    yield from found


def answer(kind: QuestionKind, year: int, forms: Sequence[FormFacts], context: QuestionContext) -> QuestionYear:
    """Return the answer of a question from the forms that it is about."""
    asked = [form for form in forms if isinstance(form, kind.shape)]
    rows = [row for form in asked if (row := kind.measure(form, context))]
    rows.sort(key=lambda row: (-kind.order(row.value), row.facts.source.path))
    cities = tuple(str(form.source.city.name) for form in asked)
    return QuestionYear(kind, year, tuple(rows), cities, limit_words(asked), counts_forms(year, asked))


def answer_words(of: QuestionYear) -> tuple[str, str]:
    """Return the answer in words: how many of how many, then what else there is to say."""
    key, hits = f"questions.{of.kind.key}", of.hits
    values = {"all": of.total, "count": len(hits), "known": len(of.rows), "unknown": of.unknown, "limit": of.limit}
    details = {**values, **words_for(of.counts_forms), **details_of(of, hits)}
    if not hits:
        return translate(f"{key}.none", **details), ""
    return translate(f"{key}.answer", **details), translate(f"{key}.more", **details)


def finding_words(of: QuestionYear) -> str:
    """Return what the strip of an answer shows, in one sentence."""
    spread = of.spread
    values = {"range": range_words(of, spread), "median": median_words(of, spread), **spread.words}
    return translate(f"questions.{of.kind.key}.finding", count=len(spread.points), **values)


def sign_of(of: QuestionYear) -> Callable[[Decimal], str]:
    """Return how the numbers of a question are written: changes with their sign."""
    return signed if of.kind.key == "changes" else shown


def range_words(of: QuestionYear, spread: Spread) -> str:
    """Return the lowest and the highest number, or the one that all have."""
    sign, unit = sign_of(of), translate(f"questions.units.{of.kind.key}")
    low, high = sign(spread.values[-1]), sign(spread.values[0])
    if low == high:
        return translate("questions.equal" if len(spread.points) > 1 else "questions.single", value=low + unit)
    return translate("questions.range", low=low + (unit if unit == of.kind.unit else ""), high=high + unit)


def median_words(of: QuestionYear, spread: Spread) -> str:
    """Return the median as the end of a sentence; empty for too few forms."""
    middle, unit = spread.median, translate(f"questions.units.{of.kind.key}")
    return "" if middle is None else translate("questions.median", value=sign_of(of)(middle) + unit)


def details_of(of: QuestionYear, hits: Sequence[QuestionRow]) -> dict[str, str | int]:
    """Return what sentences say of the forms that count: sums, the largest, the median."""
    first = (hits or of.rows)[0]
    spread = of.spread if of.spread.points else of.spread_of(of.rows)
    sign = sign_of(of)
    return {
        "name": first.facts.full_name,
        "value": sign(first.value),
        "high": sign(spread.values[0]),
        "range": range_words(of, spread),
        "median": median_words(of, spread),
        "tenth": tenth_words(of, hits),
        "up": sum(row.value > ZERO for row in hits),
        "down": sum(row.value < ZERO for row in hits),
        **sums(of, hits),
    }


def tenth_words(of: QuestionYear, hits: Sequence[QuestionRow]) -> str:
    """Return how many forms have a large share."""
    big = sum(row.value > TENTH_OF_ALL for row in hits)
    key = "some" if big else "none"
    return translate(f"questions.unlisted.tenth_{key}", count=big, **words_for(of.counts_forms))


def sums(of: QuestionYear, hits: Sequence[QuestionRow]) -> dict[str, str | int]:
    """Return the sums of the amounts in words, and of the counts, in the second column of the forms that count."""
    # An indicator is no count, and is not unpacked.
    rows = [row.content for row in of.rows if not isinstance(row.content, bytes)]
    counts = {
        name: sum(cell for cells in rows if isinstance(cell := cells[at], int))
        for at, name in enumerate(("targets", "counted"))
    }
    return {"amount": amount_words(of, hits), **counts}


def amount_words(of: QuestionYear, hits: Sequence[QuestionRow]) -> str:
    """Return the sum of the amounts of the forms that count; of all years together, that of each year."""
    # Amounts of different years, often of one department, are no one sum.
    by_year = grouped(hits, lambda row: row.facts.source.year if of.year == EVERY_YEAR else EVERY_YEAR)
    said = []
    for year in sorted(by_year, reverse=True):
        total = sum((row.cells[1] for row in by_year[year] if isinstance(row.cells[1], Decimal)), ZERO)
        amount = in_large_units(total, "万元") or translate("questions.wan", amount=figure(total))
        # A space stands between Chinese and figures alone.
        amount = f" {amount}" if amount[0].isdigit() else amount
        said.append(translate("questions.sum.year" if year else "questions.sum.one", year=year, amount=amount))
    return translate("questions.sum.between").join(said)


def similar_departments(sheets: Sequence[Comparison]) -> Iterator[Question]:
    """Compare the totals of two departments of the same kind."""
    for pair in sheets[:1]:
        total = next((row for row in pair.rows if row.key == "total" and row.times), None)
        if total:
            names = translate("comparing.and").join(record.name for record in pair.records)
            yield Question(
                translate("questions.alike.text", names=names),
                translate("questions.alike.answer", times=total.times),
                f"{pair.path}#money",
            )


def questions(years: Sequence[Sequence[QuestionYear]], sheets: Sequence[Comparison]) -> tuple[Question, ...]:
    """Return each question with its newest answer, in the order of QUESTIONS, then that of two departments."""
    asked = (Question(of[0].kind.text, newest_answer(of[0]), of[0].kind.path, answer_words(of[0])[0]) for of in years)
    return (*asked, *similar_departments(sheets))


def newest_answer(of: QuestionYear) -> str:
    """Return the answer of one year in one line."""
    return translate("questions.of_year", year=year_words(of.year), answer="".join(answer_words(of)))
