"""The legal basis of a jurisdiction: the documents of its own, each with its clauses by subject."""

from collections.abc import Iterable

from generator.forms.fields import Count, FieldGroup, NeededWords, Rows, Words, Year, cell, required

# The subject of a clause that makes timeliness, completeness and form of the disclosure criteria of an evaluation.
# Every other subject is the number of a rule.
CRITERIA = "criteria"


class Clause(FieldGroup):
    """One requirement of a document, as the predicate of a sentence, and its subject."""

    subject: NeededWords = required("事项")
    text: NeededWords = required("规定")


class LegalBasis(FieldGroup):
    """A document that binds the bodies of one jurisdiction, for all years or from one to another.

    `scope` names these bodies where it is not all of them, `days` is the term for publication that it sets.
    """

    tag: NeededWords = required("标签")
    title: NeededWords = required("标题")
    number: Words | None = cell("文号")
    scope: Words | None = cell("适用范围")
    from_year: Year | None = cell("从哪一年起")
    until_year: Year | None = cell("到哪一年为止")
    days: Count | None = cell("公开期限（天）")
    clauses: Rows[Clause] = required("条款")

    @property
    def name(self) -> str:
        """The number of the document, or its title where it has none."""
        return self.number or self.title

    def covers(self, year: int) -> bool:
        """Whether it binds the forms of a year."""
        return (self.from_year or year) <= year <= (self.until_year or year)


def clauses_on(
    documents: Iterable[LegalBasis] | None, subject: str, year: int | None = None
) -> list[tuple[LegalBasis, Clause]]:
    """Return the clauses of some documents on a subject, each with its document; with a year, of those that bind it."""
    binding = (each for each in documents or () if year is None or each.covers(year))
    return [(each, clause) for each in binding for clause in each.clauses if clause.subject == subject]


def days_in(documents: Iterable[LegalBasis] | None, year: int) -> int | None:
    """Return the shortest term for publication that documents set for the forms of a year; None where none does."""
    days = [each.days for each in documents or () if isinstance(each.days, int) and each.covers(year)]
    return min(days, default=None)
