"""Search documents of cities, notices, prose, rules, topics and the features of the site."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.analysis.basis import rule_basis
from generator.content.addresses import (
    notice_address,
    prose_address,
    question_address,
    rule_address,
    section_address,
    topic_address,
)
from generator.content.corpus import City, Corpus
from generator.content.markdown import page_passages
from generator.forms.model import Notice
from generator.output.pages import Page
from generator.output.search_documents import entries
from generator.output.search_index import SearchDocument, SearchEntry
from generator.words import catalogue_map, translate

RULE_TEXTS = ("what", "formula", "basis", "mend", "unseen")
# The end of the name of a place that people leave out: 湛江 for 湛江市.
LEVEL = re.compile("(?<=..)[市县区州省]$")


def site_documents(corpus: Corpus, pages: Iterable[Page]) -> Iterator[SearchDocument]:
    """The search documents of cities, notices, prose, rules, topics and the features of the site."""
    by_path = {page.path: page for page in pages}
    for city in () if corpus.own else corpus.cities:
        name = str(city.about.name)
        yield page_document("city", city.path, name, LEVEL.sub("", name))
    for notice in corpus.notices:
        yield notice_document(notice.head, notice_address(notice.slug), notice.body)
    other_names = catalogue_map("search.pages")
    for prose in corpus.pages:
        title, path = prose.head.title, prose_address(prose.slug)
        passages = (*named("page", title, other_names.get(prose.slug, "").split()), *prose_entries(prose.body))
        yield SearchDocument(path, title, "", "", passages)
        by_path.pop(path, None)
    for slug, names in other_names.items():
        if page := by_path.get(section_address(slug)):
            passages = (*named("page", page.title, names.split(), page.description),)
            yield SearchDocument(page.path, page.title, "", "", tuple(passages))
    yield from question_documents(by_path)
    yield from topic_documents(by_path)
    yield from rule_documents(by_path, corpus.cities)


def prose_entries(body: str) -> Iterator[SearchEntry]:
    """The entries of a prose text, by heading."""
    for anchor, heading, text in page_passages(body):
        yield from entries("term", heading, anchor, [text])


def named(kind: str, title: str, names: Iterable[str], *texts: str) -> Iterator[SearchEntry]:
    """The entries of a page that can be asked for by several names, and of its texts."""
    yield from entries(kind, title, "", names)
    if texts:
        yield from entries("term", title, "", texts)


def page_document(kind: str, path: str, name: str, *texts: str, **card: Any) -> SearchDocument:
    """The search document of a page that has nothing but its name to be found by."""
    return SearchDocument(path, name, "", "", (*entries(kind, name, "", texts),), card=card)


def notice_document(head: Notice, path: str, body: str) -> SearchDocument:
    """The search document of a notice, whose number and issuer are names of it."""
    number, day = head.number or "", head.date.isoformat() if head.date else ""
    passages = (*entries("notice", head.title, "", (number, head.issuer)), *prose_entries(body))
    values = {"number": number or head.title, "attribute": head.attribute}
    card = {
        "about": " · ".join(filter(None, (head.issuer, day))),
        "text": translate("search.card.notice" if head.how_to_request else "search.card.notice_text", **values),
        "links": [[translate("search.card.request"), path]] if head.how_to_request else [],
    }
    return SearchDocument(path, head.title, "", "", passages, card=card)


def topic_documents(pages: Mapping[str, Page]) -> Iterator[SearchDocument]:
    """The search documents of the topics of indicators."""
    for key, words in catalogue_map("families").items():
        if page := pages.get(topic_address(key)):
            name = words["name"]
            card = {"about": "", "text": page.description}
            yield page_document("topic", page.path, name, *name.split(translate("search.and")), **card)


def question_documents(pages: Mapping[str, Page]) -> Iterator[SearchDocument]:
    """The search documents of the questions of readers."""
    for key, names in catalogue_map("search.questions").items():
        if page := pages.get(question_address(key)):
            passages = named("page", page.title, (page.title, *names.split()), page.description)
            yield SearchDocument(page.path, page.title, "", "", tuple(passages))


def rule_documents(pages: Mapping[str, Page], cities: Sequence[City]) -> Iterator[SearchDocument]:
    """The search documents of the rules of the rule book."""
    for rule, words in catalogue_map("rules").items():
        if page := pages.get(rule_address(rule)):
            texts = words | {"basis": "".join(line.text for line in rule_basis(rule, cities))}
            passages = named(
                "rule", page.title, (rule, words["title"]), *(texts[key] for key in RULE_TEXTS if key in texts)
            )
            yield SearchDocument(page.path, page.title, "", "", tuple(passages))
