"""Questions of readers, each answered for every year and city by one number of each department's form.

A question that the content does not answer is left out. To add one, write its measure, add it to KINDS, and its words
to `questions.yml`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from generator.analysis import question_measures as measures
from generator.analysis.comparison import Comparison
from generator.analysis.facts import RecordFacts, grouped
from generator.analysis.question_measures import Measure, QuestionColumn, QuestionContext, QuestionRow
from generator.analysis.rules.timeliness import DAYS_TO_PUBLISH
from generator.analysis.site_facts import Facts
from generator.analysis.spread import Spread, SpreadPoint, shown, signed, spread_of
from generator.analysis.topic_years import topic_years
from generator.analysis.topics import IndicatorOccurrence, indicator_occurrences
from generator.content.addresses import question_address, rule_address, topic_address
from generator.forms.figures import ZERO, figure, in_large_units
from generator.words import translate

# Shares from here on are called large, in percent.
TENTH_OF_ALL, WHOLE = Decimal(10), Decimal(100)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer from the content in full and in short, and the address of the view."""

    text: str
    answer: str
    path: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A question about each form: its measure, its columns, and which forms it counts.

    hits     whether a form counts, by its row and the rows of all forms
    listed   whether the table has all forms that tell or those that count only; `drawn` is the same of the strip
    order    the key by which rows are sorted, the largest first
    basis    the page that says how it is computed
    """

    key: str
    unit: str
    measure: Measure
    columns: tuple[QuestionColumn, ...]
    hits: Callable[[QuestionRow, "QuestionYear"], bool]
    listed: Literal["all", "hits"] = "all"
    drawn: Literal["all", "hits"] = "all"
    from_zero: bool = True
    order: Callable[[Decimal], Decimal] = Decimal
    basis: str = ""

    @property
    def text(self) -> str:
        """The question."""
        return translate(f"questions.{self.key}.text")

    @property
    def path(self) -> str:
        """The address of its page."""
        return question_address(self.key)


@dataclass(frozen=True, slots=True)
class QuestionYear:
    """The answer for one year, of all cities or of one: the rows of forms that tell, and the number of all forms."""

    kind: QuestionKind
    year: int
    rows: tuple[QuestionRow, ...]
    cities: tuple[str, ...]
    limit: int

    @property
    def total(self) -> int:
        """How many forms there are."""
        return len(self.cities)

    @property
    def unknown(self) -> int:
        """How many forms do not tell."""
        return self.total - len(self.rows)

    @property
    def hits(self) -> tuple[QuestionRow, ...]:
        """The forms that the question is about."""
        return tuple(row for row in self.rows if self.kind.hits(row, self))

    @property
    def listed(self) -> tuple[QuestionRow, ...]:
        """The rows of the table."""
        return self.hits if self.kind.listed == "hits" else self.rows

    @property
    def spread(self) -> Spread:
        """The numbers of the strip."""
        return self.spread_of(self.hits if self.kind.drawn == "hits" else self.rows)

    def spread_of(self, rows: Sequence[QuestionRow]) -> Spread:
        """Return the numbers of some rows."""
        points = (
            SpreadPoint(row.value, row.facts.form.department, str(row.facts.source.city.name), row.is_exact)
            for row in rows
        )
        return spread_of(points, self.kind.unit)

    def of_city(self, city: str) -> "QuestionYear":
        """Return the answer for one city."""
        rows = tuple(row for row in self.rows if row.facts.source.city.name == city)
        return replace(self, rows=rows, cities=tuple(name for name in self.cities if name == city))


def columns(*described: str) -> tuple[QuestionColumn, ...]:
    """Return columns that are described as "key kind", with "wide" behind where telephones leave them out."""
    parts = (text.split() for text in described)
    return tuple(QuestionColumn(key, kind, not wide) for key, kind, *wide in parts)  # type: ignore[arg-type]


def is_positive(row: QuestionRow, _: QuestionYear) -> bool:
    """Whether the number is above zero."""
    return row.value > ZERO


def is_whole(row: QuestionRow, _: QuestionYear) -> bool:
    """Whether a share is the whole."""
    return row.value == WHOLE


def is_late(row: QuestionRow, of: QuestionYear) -> bool:
    """Whether more days were used than allowed."""
    return row.value > of.limit


def is_highest(row: QuestionRow, of: QuestionYear) -> bool:
    """Whether no form has a higher number."""
    return row.value == of.rows[0].value


def is_any(_: QuestionRow, __: QuestionYear) -> bool:
    """Every form that tells counts."""
    return True


KINDS: tuple[QuestionKind, ...] = (
    QuestionKind(
        *("unlisted", "%", measures.unlisted),
        columns("project amount wide", "rest amount", "share share"),
        *(is_positive, "hits", "hits"),
        basis=rule_address("V10"),
    ),
    QuestionKind(
        *("changes", "%", measures.changed),
        columns("before amount wide", "now amount", "change change"),
        is_any,
        order=abs,
    ),
    QuestionKind(
        *("satisfaction", "%", measures.satisfaction),
        columns("name text wide", "target target"),
        is_highest,
        from_zero=False,
        basis=topic_address("satisfaction"),
    ),
    QuestionKind(
        *("measurable", "%", measures.measurable),
        columns("targets count wide", "measured count", "share share"),
        is_whole,
        basis=rule_address("V23"),
    ),
    QuestionKind(
        *("unmeasurable", "%", measures.unmeasurable),
        columns("targets count wide", "without count", "share share"),
        *(is_positive, "hits"),
        basis=rule_address("V23"),
    ),
    QuestionKind(
        *("late", "天", measures.late),
        columns("approved day wide", "published day wide", "used count", "over count"),
        *(is_late, "hits"),
        basis=rule_address("V05"),
    ),
    QuestionKind(
        *("per-head", "万元", measures.per_head),
        columns("basic amount wide", "people count", "head amount"),
        is_any,
    ),
)


def question_years(facts: Facts, limit: int = DAYS_TO_PUBLISH) -> tuple[tuple[QuestionYear, ...], ...]:
    """Return the answers of each question that the content answers, newest year first."""
    context = QuestionContext(
        {record.source.path: record for record in facts.records}, limit, first_satisfaction(facts)
    )
    years = grouped(sorted(facts.records, key=lambda record: -record.source.year), lambda record: record.source.year)
    found = (tuple(answers(kind, years, context)) for kind in KINDS)
    return tuple(of_kind for of_kind in found if of_kind)


def first_satisfaction(facts: Facts) -> dict[str, IndicatorOccurrence]:
    """Return the target of satisfaction of each form that is compared with others in percent."""
    members = [one for one in indicator_occurrences(facts) if one.family == "satisfaction"]
    firsts = (member for view in topic_years(members) if view.spread.unit == "%" for member in view.first)
    return {member.facts.source.path: member for member in firsts}


def answers(
    kind: QuestionKind, years: dict[int, list[RecordFacts]], context: QuestionContext
) -> Iterator[QuestionYear]:
    """Yield the answer of a question for each year of which at least one form tells."""
    for year, records in years.items():
        rows = [row for record in records if (row := kind.measure(record, context))]
        rows.sort(key=lambda row: (-kind.order(row.value), row.facts.source.path))
        if rows:
            cities = tuple(str(record.source.city.name) for record in records)
            yield QuestionYear(kind, year, tuple(rows), cities, context.limit)


def answer_words(of: QuestionYear) -> tuple[str, str]:
    """Return the answer in words: how many of how many, then what else there is to say."""
    key, hits = f"questions.{of.kind.key}", of.hits
    values = {"all": of.total, "count": len(hits), "known": len(of.rows), "unknown": of.unknown, "limit": of.limit}
    details = {**values, **details_of(of, hits)}
    if not hits:
        return translate(f"{key}.none", **details), ""
    return translate(f"{key}.answer", **details), translate(f"{key}.more", **details)


def finding_words(of: QuestionYear) -> str:
    """Return what the strip of an answer shows, in one sentence."""
    spread = of.spread
    sign = signed if of.kind.key == "changes" else shown
    values = {"low": sign(spread.values[-1]), "high": sign(spread.values[0]), "median": median_words(spread, sign)}
    return translate(f"questions.{of.kind.key}.finding", count=len(spread.points), **values)


def median_words(spread: Spread, sign: Callable[[Decimal], str]) -> str:
    """Return the median as the end of a sentence; empty for too few forms."""
    middle = spread.median
    return "" if middle is None else translate("questions.median", value=sign(middle), unit=spread.unit)


def details_of(of: QuestionYear, hits: Sequence[QuestionRow]) -> dict[str, str | int]:
    """Return what sentences say of the forms that count: sums, the largest, the median."""
    first = (hits or of.rows)[0]
    spread = of.spread if of.spread.points else of.spread_of(of.rows)
    sign = signed if of.kind.key == "changes" else shown
    return {
        "name": first.facts.form.department,
        "value": sign(first.value),
        "high": sign(spread.values[0]),
        "low": sign(spread.values[-1]),
        "median": median_words(spread, sign),
        "big": sum(row.value > TENTH_OF_ALL for row in hits),
        "up": sum(row.value > ZERO for row in hits),
        "down": sum(row.value < ZERO for row in hits),
        **sums(of, hits),
    }


def sums(of: QuestionYear, hits: Sequence[QuestionRow]) -> dict[str, str | int]:
    """Return the sum of the amounts, or of the counts, in the second column of the forms that count."""
    numbers = [row.cells[1] for row in hits if isinstance(row.cells[1], Decimal)]
    total = sum(numbers, ZERO)
    counts = {
        name: sum(cell for row in of.rows if isinstance(cell := row.cells[at], int))
        for at, name in enumerate(("targets", "counted"))
    }
    return {"amount": in_large_units(total, "万元") or translate("questions.wan", amount=figure(total)), **counts}


def similar_departments(sheets: Sequence[Comparison]) -> Iterator[Question]:
    """Compare the totals of two departments of the same kind."""
    for pair in sheets[:1]:
        total = next((row for row in pair.rows if row.key == "total" and row.times), None)
        if total:
            names = translate("comparing.and").join(record.form.department for record in pair.records)
            yield Question(
                translate("questions.alike.text", names=names),
                translate("questions.alike.answer", times=total.times),
                f"{pair.path}#budget",
            )


def questions(years: Sequence[Sequence[QuestionYear]], sheets: Sequence[Comparison]) -> tuple[Question, ...]:
    """Return each question with its answer for the newest year, in the order of KINDS, then that of two departments."""
    asked = (Question(of[0].kind.text, newest_answer(of[0]), of[0].kind.path, answer_words(of[0])[0]) for of in years)
    return (*asked, *similar_departments(sheets))


def newest_answer(of: QuestionYear) -> str:
    """Return the answer of one year in one line."""
    return translate("questions.of_year", year=of.year, answer="".join(answer_words(of)))
