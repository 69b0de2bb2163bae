"""The document that a form was published in with others, as its page shows it."""

from typing import NamedTuple

from generator.analysis.facts import FormFacts
from generator.forms.cells import Cell, document_cells, document_of
from generator.output.pages.page import Site


class DocumentView(NamedTuple):
    """The title of a document, its cells around the forms, and the other forms in it: name and address of the page."""

    title: str
    cells: tuple[Cell, ...]
    others: tuple[tuple[str, str], ...]


def document_view(site: Site, facts: FormFacts) -> DocumentView | None:
    """Return the document of a form with the others in it that have a page; None where it was published alone."""
    document = document_of(facts.form)
    if document is None:
        return None
    place = (facts.source.of_year, document.name)
    others = (other for other in site.facts.forms if other is not facts)
    return DocumentView(
        document.title or "",
        document_cells(facts.form),
        tuple(
            (other.name, other.source.path)
            for other in others
            if (found := document_of(other.form)) and (other.source.of_year, found.name) == place
        ),
    )
