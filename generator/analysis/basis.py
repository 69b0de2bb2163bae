"""The legal basis of the jurisdictions of a site: which document asks for what, and of whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.content.corpus import City
from generator.forms.basis import CRITERIA, LegalBasis, clauses_on
from generator.words import catalogue_map, general_basis, translate

# The trust of a rule that rests on nothing but practice, where no document of a jurisdiction asks for it.
PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class BasisLine:
    """A legal basis of a rule in words, and its reliability: a key of `checks.trust`."""

    text: str
    trust: str


def rule_basis(rule: str, cities: Sequence[City]) -> list[BasisLine]:
    """The legal basis of a rule in some jurisdictions: national law and practice, then the documents of each.

    Practice counts only where a jurisdiction has no document on the rule.
    """
    local = {city.slug: text for city in cities if (text := local_sentences(city, rule))}
    lines = [
        BasisLine(local[city.slug] if len(cities) == 1 else of_city(city, local[city.slug]), "local")
        for city in cities
        if city.slug in local
    ]
    trust, general = translate(f"rules.{rule}.trust"), general_basis(rule)
    if trust != PRACTICE or not local:
        return [BasisLine(general, trust), *lines]
    if len(local) == len(cities):
        return lines
    return [*lines, BasisLine(translate("basis.sentence.others", text=general), trust)]


def local_sentences(city: City, subject: str) -> str:
    """The sentences of a jurisdiction's documents on a subject; "" where it has none."""
    return "".join(
        translate("basis.sentence.local", name=document.name + years_words(document), text=clause.text)
        for document, clause in clauses_on(city.about.basis, subject)
    )


def years_words(document: LegalBasis) -> str:
    """Return the years that a document binds, in brackets; "" for one that binds all."""
    first, last = document.from_year, document.until_year
    if not first and not last:
        return ""
    key = "until" if not first else "from" if not last else "one" if first == last else "span"
    return translate(f"basis.years.{key}", first=first, last=last)


def of_city(city: City, text: str) -> str:
    """A text with the name of the jurisdiction that it is about, unless that begins it."""
    name = str(city.about.name)
    return text if text.startswith(name) else translate("basis.sentence.of_city", city=name, text=text)


def criteria_of(cities: Iterable[City]) -> list[LegalBasis]:
    """The documents that make timeliness, completeness and form criteria of an evaluation."""
    return [document for city in cities for document, _ in clauses_on(city.about.basis, CRITERIA)]


@dataclass(frozen=True, slots=True)
class BasisDocument:
    """A document: title with number, scope, and what it says, each clause with the rule that rests on it or ""."""

    title: str
    scope: str
    clauses: tuple[tuple[str, str], ...]


def basis_groups(cities: Iterable[City], *, all_documents: bool) -> list[tuple[str, list[BasisDocument]]]:
    """The documents that rules rest on: those of the nation, then those of each city that has its own.

    Without `all_documents`, only documents with a number count.
    """
    local = [(str(city.about.name), local_documents(city, all_documents=all_documents)) for city in cities]
    groups = [(translate("basis.national_title"), national_documents()), *local]
    return [(name, documents) for name, documents in groups if documents]


def cities_without(cities: Iterable[City]) -> list[str]:
    """The names of the cities that have no document of their own."""
    return [str(city.about.name) for city in cities if not city.about.basis]


def national_documents() -> list[BasisDocument]:
    """The national laws that rules rest on."""
    return [
        BasisDocument(document["title"], "", tuple((rule, text) for rule, text in document["clauses"].items()))
        for document in catalogue_map("basis.national").values()
    ]


def local_documents(city: City, *, all_documents: bool = True) -> list[BasisDocument]:
    """The documents of a jurisdiction of its own, or those with a number."""
    return [
        BasisDocument(
            (translate("basis.document", title=each.title, number=each.number) if each.number else each.title)
            + years_words(each),
            each.scope or "",
            tuple(("" if clause.subject == CRITERIA else clause.subject, clause.text) for clause in each.clauses),
        )
        for each in city.about.basis or ()
        if all_documents or each.number
    ]
