"""The search index of some documents, as a build makes it."""

from collections.abc import Iterable, Iterator
from itertools import chain

from generator.analysis.facts import grouped
from generator.output.search_index import IndexedDocument, build_index, document_set


def index_of(documents: Iterable[IndexedDocument]) -> Iterator[tuple[str, bytes]]:
    """Every file of the index."""
    by_city = dict(sorted(grouped(documents, lambda document: document.city).items()))
    groups = build_index(by_city, (document_set(city, some) for city, some in by_city.items()))
    return chain.from_iterable(groups)
