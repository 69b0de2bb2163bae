"""The search index: which documents contain which one- and two-character pieces, in small files for the browser.

Chinese has no spaces, so the index knows no words. Every text is folded (search_folding.py) and cut into *grams*:
each character, and each pair of neighbours. A phrase can stand only where all its grams stand; the browser looks
these up, then reads the texts of the few pages it is about to show and keeps those in which the phrase really
stands. Pairs of digits stand on nearly every page, so that numbers and Latin words have grams of three: they are
written once more in signs that each stand for two neighbours.

    search/index.json       the documents' years and cities, the kinds, equal characters, and where each shard begins
    search/g/<shard>.json   {first character: [second characters, packed numbers of each, split by commas]}
    search/d/<number>.json  what one document is called and the texts that are found in it

Documents are numbered newest first, so that the order of the numbers is the order of results. The files are
JSON text, because every web server compresses that and none is told to compress a format of ours.
"""

import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from generator.output.search_folding import END, UNITS, equal_characters
from generator.output.search_ngrams import DOUBLE_UNITS, Gram, pairs_of
from generator.output.search_postings import packed_numbers
from generator.words import translate

FORMAT = 2
SHARD_SIZE = 4_000
# The least: texts are packed for the time of a build only.
EFFORT = 1

# The kinds of places; a place of the first ones without an anchor is a page that can be asked for by its name.
NAMED_KINDS = ("department", "city", "topic", "notice", "rule", "page")
HEADING = "term"
KINDS = (*NAMED_KINDS, "form", "project", "task", "indicator", "goal", "money", "source", HEADING)
TITLE, NAME, TEXT = RANKS = range(3)

Postings = dict[Gram, list[int]]


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
    """A page in the index: its number, its compressed document for the browser, and its n-grams by rank.

    The texts are packed, and the grams are numbers of four bytes, because all of a site lie side by side.
    """

    path: str
    city: str
    year: str
    packed: bytes
    grams: tuple[bytes, ...]


def index_document(document: SearchDocument) -> IndexedDocument:
    """Split a page into its grams."""
    grams = (array("I", pairs_of(texts)).tobytes() for texts in texts_by_rank(document))
    packed = zlib.compress(_json(texts_of(document)), EFFORT)
    return IndexedDocument(document.path, document.city, document.year, packed, tuple(grams))


def build_index(cuts: Iterable[IndexedDocument]) -> Iterator[tuple[str, bytes]]:
    """Every file of the index as (path in the site, content); the order of the pages does not matter."""
    ordered = in_order_of_rank(cuts)
    packed = packed_postings(ordered)
    shards = list(shards_of(packed))
    yield "search/index.json", _json(description(ordered, packed, [_text(shard[0]) for shard in shards]))
    for number, shard in enumerate(shards):
        yield f"search/g/{number}.json", _json(shard_content(shard, packed))
    for number, page in enumerate(ordered):
        yield f"search/d/{number}.json", zlib.decompress(page.packed)


def in_order_of_rank(cuts: Iterable[IndexedDocument]) -> list[IndexedDocument]:
    """The pages newest first, those without a year last; within a year by city and path."""
    by_place = sorted(cuts, key=lambda page: (page.city, page.path))
    return sorted(by_place, key=lambda page: page.year, reverse=True)


def description(ordered: Sequence[IndexedDocument], packed: Iterable[Gram], starts: Sequence[str]) -> dict[str, Any]:
    """The head of the index, which the browser loads first; documents are runs of [year, city, count]."""
    runs = groupby((page.year, page.city) for page in ordered)
    return {
        "format": FORMAT,
        "documents": len(ordered),
        "runs": [[year, city, sum(1 for _ in run)] for (year, city), run in runs],
        "kinds": [translate(f"search.kinds.{kind}") for kind in KINDS],
        "named": len(NAMED_KINDS),
        "equal": equal_characters(chr(gram) for gram in packed if gram <= 0xFFFF),
        "units": UNITS,
        "words": {key: translate(f"search.words.{key}") for key in ("particles", "questions")},
        "starts": starts,
    }


def texts_of(document: SearchDocument) -> dict[str, Any]:
    """The entry of a document that the browser loads to show a hit; kinds are written as numbers."""
    return {
        "path": document.path,
        "title": document.title,
        **{key: value for key in ("names", "pinyin", "card") if (value := getattr(document, key))},
        "places": [
            [KINDS.index(kind), *where, place.texts, *([place.value] if place.value else ())]
            for (kind, *where), place in document.places.items()
        ],
    }


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


def packed_postings(ordered: Sequence[IndexedDocument]) -> dict[Gram, str]:
    """Gram -> the packed numbers of the documents that contain it, rank after rank."""
    ranks: list[Postings] = [defaultdict(list) for _ in RANKS]
    for number, page in enumerate(ordered):
        for postings, pairs in zip(ranks, page.grams, strict=True):
            for pair in memoryview(pairs).cast("I"):
                postings[pair].append(number)
    packed: dict[Gram, str] = defaultdict(str)
    for rank, postings in enumerate(ranks):
        for gram, numbers in characters_and_pairs(postings, with_ends=rank == TITLE):
            packed[gram] += packed_numbers(rank, numbers)
        postings.clear()
    return packed


def characters_and_pairs(postings: Postings, *, with_ends: bool) -> Iterator[tuple[Gram, list[int]]]:
    """The pairs, and the single characters: a document contains a character where a pair begins with it.

    The pairs of a character and END, by which whole names are told from parts of names, are left out of other texts.
    """
    characters: dict[Gram, set[int]] = defaultdict(set)
    for pair, numbers in postings.items():
        first, second = pair & 0xFFFF, pair >> 16
        if first != ord(END) and first not in DOUBLE_UNITS:
            characters[first].update(numbers)
        if ord(END) not in (first, second) or (with_ends and first != second):
            yield pair, numbers
    for character, documents in characters.items():
        yield character, sorted(documents)


def shards_of(packed: dict[Gram, str]) -> Iterator[list[Gram]]:
    """The grams in order, split into shards of about SHARD_SIZE bytes."""
    shard: list[Gram] = []
    size = 0
    for gram in sorted(packed, key=_units):
        if size >= SHARD_SIZE:
            yield shard
            shard, size = [], 0
        shard.append(gram)
        size += len(packed[gram]) + 4
    if shard:
        yield shard


def shard_content(shard: Sequence[Gram], packed: dict[Gram, str]) -> dict[str, tuple[str, str]]:
    """First character -> the second characters in one text, the lists of numbers in another.

    The lists are split by commas; the first list is that of the character alone, and empty when the character
    stands in an earlier shard.
    """
    content = {}
    for first, grams in groupby(shard, key=lambda gram: gram & 0xFFFF):
        lists = {gram >> 16: packed[gram] for gram in grams}
        alone = lists.pop(0, "")
        content[chr(first)] = ("".join(map(chr, lists)), ",".join((alone, *lists.values())))
    return content


def _units(gram: Gram) -> tuple[int, int]:
    return gram & 0xFFFF, gram >> 16


def _text(gram: Gram) -> str:
    first, second = _units(gram)
    return chr(first) + chr(second) if second else chr(first)


def _json(value: Any) -> bytes:
    # half of a surrogate pair has no UTF-8, but its backslash form is what JSON wants
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
