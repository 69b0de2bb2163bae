"""The legal basis of a jurisdiction: the documents of its own, each with its clauses by subject."""

from collections.abc import Iterable

from generator.forms.fields import FieldGroup, NeededWords, Rows, Words, cell, required

# The subject of a clause that makes timeliness, completeness and form of the disclosure criteria of an evaluation.
# Every other subject is the number of a rule.
CRITERIA = "criteria"


class Clause(FieldGroup):
    """One requirement of a document, as the predicate of a sentence, and its subject."""

    subject: NeededWords = required("事项")
    text: NeededWords = required("规定")


class LegalBasis(FieldGroup):
    """A document that binds the bodies of one jurisdiction; `scope` names these bodies where it is not all of them."""

    tag: NeededWords = required("标签")
    title: NeededWords = required("标题")
    number: Words | None = cell("文号")
    scope: Words | None = cell("适用范围")
    clauses: Rows[Clause] = required("条款")

    @property
    def name(self) -> str:
        """The number of the document, or its title where it has none."""
        return self.number or self.title


def clauses_on(documents: Iterable[LegalBasis] | None, subject: str) -> list[tuple[LegalBasis, Clause]]:
    """Return the clauses of some documents on a subject, each with its document."""
    return [(each, clause) for each in documents or () for clause in each.clauses if clause.subject == subject]
