"""The questions of readers: what each measures, which forms it counts, and its answer for one year.

To add one, write its measure, add it to QUESTIONS, and its words to `questions.yml`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from generator.analysis import question_measures as measures
from generator.analysis.disclosure import form_term
from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts
from generator.analysis.question_measures import Measure, QuestionColumn, QuestionRow
from generator.analysis.spread import Spread, SpreadPoint, spread_of
from generator.analysis.topic_years import form_name
from generator.content.addresses import question_address, topic_address
from generator.forms.figures import ZERO
from generator.system.cache import key_of
from generator.words import translate

# All targets, in percent.
WHOLE = Decimal(100)
# The forms of targets: a self-evaluation that stands alone states targets too, but no budget and no term.
TARGETS = (RecordFacts, ProjectFacts)


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A question about each form: its measure, its columns, and which forms it counts.

    hits     whether a form counts, by its row and the rows of all forms
    listed   whether the table has all forms that tell or those that count only; `drawn` is the same of the strip
    order    the key by which rows are sorted, the largest first
    rule     the rule that says how it is computed; `basis` is the address of another page that does
    shape    the forms that it is about: those of departments, those of targets, or all that state targets
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
    rule: str = ""
    basis: str = ""
    shape: type[FormFacts] | tuple[type[FormFacts], ...] = FormFacts

    @property
    def text(self) -> str:
        """The question."""
        return translate(f"questions.{self.key}.text")

    @property
    def path(self) -> str:
        """The address of its page."""
        return question_address(self.key)


@dataclass(frozen=True)
class QuestionYear:
    """The answer to a question for one year or all years: a row for each form with a value, and all forms' cities."""

    kind: QuestionKind
    year: int
    rows: tuple[QuestionRow, ...]
    cities: tuple[str, ...]
    limit: str
    counts_forms: bool = False

    @cached_property
    def rows_hash(self) -> str:
        """The hash of the cities and of all rows, each with the names of its form."""
        rows = [(*names_of(row.facts), row.value, row.content, row.anchor, row.is_exact) for row in self.rows]
        return key_of((), self.cities, rows)

    @property
    def total(self) -> int:
        """The number of forms."""
        return len(self.cities)

    @property
    def unknown(self) -> int:
        """The number of forms without a value."""
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
            SpreadPoint(
                row.value,
                form_name(row.facts, not self.year),
                str(row.facts.source.city.name),
                row.is_exact,
                row.quotient,
            )
            for row in rows
        )
        return spread_of(points, self.kind.unit, self.counts_forms)

    def of_city(self, city: str) -> "QuestionYear":
        """Return the answer for one city."""
        rows = tuple(row for row in self.rows if row.facts.source.city.name == city)
        return replace(self, rows=rows, cities=tuple(name for name in self.cities if name == city))


def names_of(facts: FormFacts) -> tuple[str, str, str]:
    """Return the address, the name and the city of a form."""
    return facts.source.path, facts.full_name, str(facts.source.city.name)


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


def is_late(row: QuestionRow, _: QuestionYear) -> bool:
    """Whether more days were used than allowed."""
    return form_term(row.facts).state == "late"


def is_highest(row: QuestionRow, of: QuestionYear) -> bool:
    """Whether no form has a higher number."""
    return row.value == of.rows[0].value


def is_any(_: QuestionRow, __: QuestionYear) -> bool:
    """Count every form that has a value."""
    return True


# The question that the disclosure board answers too.
LATE = "late"

QUESTIONS: tuple[QuestionKind, ...] = (
    QuestionKind(
        *("unlisted", "%", measures.unlisted),
        columns("project amount wide", "rest amount", "share share"),
        *(is_positive, "hits", "hits"),
        rule="V10",
        shape=RecordFacts,
    ),
    QuestionKind(
        *("changes", "%", measures.changed),
        columns("before amount wide", "now amount", "change change"),
        is_any,
        order=abs,
        shape=TARGETS,
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
        rule="V23",
    ),
    QuestionKind(
        *("unmeasurable", "%", measures.unmeasurable),
        columns("targets count wide", "without count", "share share"),
        *(is_positive, "hits"),
        rule="V23",
    ),
    QuestionKind(
        *(LATE, "天", measures.late),
        columns("approved day wide", "published day wide", "used count", "over count"),
        *(is_late, "hits"),
        rule="V05",
        shape=TARGETS,
    ),
    QuestionKind(
        *("per-head", "万元", measures.per_head),
        columns("basic amount wide", "people count", "head amount"),
        is_any,
        shape=RecordFacts,
    ),
)
