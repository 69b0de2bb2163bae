"""The search index: which documents contain which one- and two-character pieces, in small files for the browser.

Chinese has no spaces, so the index knows no words. Every text is folded (search_folding.py) and split into *n-grams*:
each character, and each pair of neighbours. A phrase can only be where all its n-grams are; the browser looks
these up, then reads the texts of the few pages it is about to show and keeps those in which the phrase really
is. Pairs of digits are on nearly every page, so that numbers and Latin words have n-grams of three: they are
written once more in signs that each represent two neighbours.

    search/index.json            the sets of documents, the kinds, equal characters, and the number of shards
    search/g/<shard>.json        characters, pairs, and the packed list of each (search_postings.py)
    search/d/<set>-<part>.json   the documents of a set in order: the texts of each, or the path of a form's JSON

A set has the documents of one city, oldest year first, within a year by path; the last set has the other pages. A
document is numbered by its rank in its set, so that no number depends on other sets, and a new year moves none. An
n-gram is in the shard that follows from its characters alone. The files are JSON, because every web server compresses
it.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from typing import Any, NamedTuple

from generator.output.search_folding import UNITS, equal_characters
from generator.output.search_ngrams import Gram, pairs_of
from generator.output.search_postings import code_digits, set_codes
from generator.output.search_shards import postings_of, shard_count, shards
from generator.words import translate

FORMAT = 3
# The bytes after which a file of documents ends.
PART_SIZE = 2_000
# The shards that are one group of files.
SHARDS_TOGETHER = 16

# The kinds of places; a place of the first ones without an anchor is a page that can be asked for by its name.
NAMED_KINDS = ("department", "city", "topic", "notice", "rule", "page")
HEADING = "term"
KINDS = (*NAMED_KINDS, "form", "project", "task", "indicator", "goal", "money", "source", HEADING)


class SearchEntry(NamedTuple):
    """One text that can be found: its kind (of KINDS), the label and the anchor of its place, the text itself.

    Entries of the same kind, label and anchor are the texts of one place, shown together; `value` is the figure of the
    place, an amount or a target.
    """

    kind: str
    label: str
    anchor: str
    text: str
    value: str = ""


@dataclass(slots=True)
class SearchPlace:
    """The texts of one place, and its figure."""

    texts: list[str] = field(default_factory=list)
    value: str = ""


@dataclass(frozen=True)
class SearchDocument:
    """One page for search; path is relative to the site, city and year are empty where there is none.

    names   whose form it is, by every name: a word that is found here counts for each place of the page
    pinyin  the syllables of the names of a body, where they can be asked for by pinyin or initials
    card    what the page answers at once: `about`, `text`, `bar` and `links`; empty for a page without one
    form_json   the path of the JSON file of the form that has the texts (search_forms.py); empty for other pages

    Only names, labels, texts and figures are searched, not the title. Results rank by where the phrase stands: in the
    name of a page, in a label or the names, in a text.
    """

    path: str
    title: str
    city: str
    year: str
    entries: tuple[SearchEntry, ...]
    names: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)
    form_json: str = ""

    @cached_property
    def places(self) -> dict[tuple[str, str, str], SearchPlace]:
        """The texts of each (kind, label, anchor), without one that only repeats the label or the figure."""
        places: dict[tuple[str, str, str], SearchPlace] = {}
        for kind, label, anchor, text, value in self.entries:
            place = places.setdefault((kind, label, anchor), SearchPlace())
            place.value = place.value or value
            if text not in ("", label, place.value, *place.texts):
                place.texts.append(text)
        return places


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """The contribution of a page to the index: its place in the order, its JSON in a part, and its n-grams by rank.

    The n-grams are numbers of four bytes, because those of a whole site are in memory together.
    """

    city: str
    year: str
    path: str
    content: bytes
    grams: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """The documents of a city as the index has them.

    years      how many documents there are of each year, in order
    parts      the parts in which the texts are written, each with its count of documents
    postings   the packed list of each n-gram (search_postings.py)
    """

    city: str
    years: list[tuple[str, int]]
    parts: list[tuple[int, bytes]]
    postings: dict[Gram, str]


def index_document(document: SearchDocument) -> IndexedDocument:
    """Split a page into its n-grams."""
    grams = (array("I", pairs_of(texts)).tobytes() for texts in texts_by_rank(document))
    content = _json(document.form_json or texts_of(document))
    return IndexedDocument(document.city, document.year, document.path, content, tuple(grams))


def build_index(names: Iterable[str], sets: Iterable[DocumentSet]) -> Iterator[list[tuple[str, bytes]]]:
    """Yield the files of the index as (path, content), in groups of which a changed form changes few.

    `names` are the cities of the sets, in their order.
    """
    codes = set_codes(names)
    packed: dict[Gram, str] = defaultdict(str)
    entries = []
    for one in sets:
        code = codes[one.city]
        digits = code_digits(code)
        for gram, text in one.postings.items():
            packed[gram] += digits + text
        entries.append([code, one.city, one.years, [count for count, _ in one.parts]])
        yield [(f"search/d/{code}-{number}.json", content) for number, (_, content) in enumerate(one.parts)]
    count = shard_count(packed)
    yield [("search/index.json", _json(description(entries, packed, count)))]
    files = ((f"search/g/{number}.json", _json(shard)) for number, shard in enumerate(shards(packed, count)))
    while group := list(islice(files, SHARDS_TOGETHER)):
        yield group


def document_set(city: str, documents: Iterable[IndexedDocument]) -> DocumentSet:
    """Return the set of the documents of a city, which may come in any order."""
    ordered = sorted(documents, key=lambda document: (document.year, document.path))
    years = [(year, len(list(some))) for year, some in groupby(ordered, lambda document: document.year)]
    parts = [(len(part), b"[%b]\n" % b",\n".join(document.content for document in part)) for part in parts_of(ordered)]
    return DocumentSet(city, years, parts, postings_of([document.grams for document in ordered]))


def parts_of(documents: Iterable[IndexedDocument]) -> list[list[IndexedDocument]]:
    """Split documents into parts of about PART_SIZE bytes."""
    parts: list[list[IndexedDocument]] = []
    size = PART_SIZE
    for document in documents:
        if size >= PART_SIZE:
            parts.append([])
            size = 0
        parts[-1].append(document)
        size += len(document.content)
    return parts


def description(sets: list[list[Any]], packed: Iterable[Gram], count: int) -> dict[str, Any]:
    """Return the file that the browser loads first; a set is [code, city, [[year, count]…], sizes of parts]."""
    return {
        "format": FORMAT,
        "sets": sets,
        "shards": count,
        "kinds": [translate(f"search.kinds.{kind}") for kind in KINDS],
        "named": len(NAMED_KINDS),
        "equal": equal_characters(chr(gram) for gram in packed if gram <= 0xFFFF),
        "units": UNITS,
        "words": {key: translate(f"search.words.{key}") for key in ("particles", "questions")},
    }


def texts_of(document: SearchDocument) -> dict[str, Any]:
    """The entry of a document that the browser loads to show a hit; kinds are written as numbers."""
    return {
        "path": document.path,
        "title": document.title,
        **{key: value for key in ("names", "pinyin", "card") if (value := getattr(document, key))},
        "places": place_lists(document),
    }


def place_lists(document: SearchDocument) -> list[list[Any]]:
    """The places of a document as the browser reads them: number of the kind, label, anchor, texts, and any figure."""
    return [
        [KINDS.index(kind), *where, place.texts, *([place.value] if place.value else ())]
        for (kind, *where), place in document.places.items()
    ]


def texts_by_rank(document: SearchDocument) -> tuple[list[str], list[str], list[str]]:
    """The texts of a document in which a hit ranks as TITLE, as NAME and as TEXT."""
    titles = [text for name in document.pinyin for text in (name, initials(name))]
    names, rest = [*document.names], []
    for (kind, label, anchor), place in document.places.items():
        if kind in NAMED_KINDS and not anchor:
            titles += (label, *place.texts)
        else:
            (titles if kind == HEADING else names).append(label)
            rest += place.texts
        rest.append(place.value)
    return titles, names, rest


def initials(syllables: str) -> str:
    """The first letters of the syllables of a name."""
    return "".join(syllable[0] for syllable in syllables.split())


def _json(value: Any) -> bytes:
    # Half of a surrogate pair has no UTF-8, but its escape is JSON.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
