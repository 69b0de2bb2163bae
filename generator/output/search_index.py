"""The search index: which documents contain which one- and two-character pieces, in small files for the browser.

Chinese has no spaces, so the index knows no words. Every text is folded (NFKC, lower case, nothing invisible)
and cut into *grams*: each character, and each pair of neighbours. A phrase can stand only where all its grams
stand; the browser looks these up, then reads the texts of the few pages it is about to show and keeps those
in which the phrase really stands. Pairs of digits stand on nearly every page, so that numbers and Latin words
have grams of three: they are written once more in signs that each stand for two neighbours.

    search/index.json       the documents' years and cities, the kinds, and where each shard begins
    search/g/<shard>.json   {first character: [second characters, packed numbers of each, split by commas]}
    search/d/<number>.json  what one document is called and the texts that are found in it

Documents are numbered newest first, so that the order of the numbers is the order of results. The files are
JSON text, because every web server compresses that and none is told to compress a format of ours.
"""

import json
import re
import zlib
from array import array
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby, product
from operator import add, sub
from typing import Any, NamedTuple
from unicodedata import category, normalize

from generator.words import translate

FORMAT = 1
SHARD_SIZE = 8_000
# The least: texts are packed for the time of a build only.
EFFORT = 1

KINDS = ("department", "task", "indicator", "goal", "page", "project")
TITLE, NAME, TEXT = RANKS = range(3)

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
INVISIBLE = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))
PRIVATE = "Co"
UNKNOWN = "\ufffd"
WIDEST = 20
END = "\n"
# Stands between texts that are folded together, and becomes END: no text has it, it is no character.
JOINT = "\uffff"
LATIN = "0123456789abcdefghijklmnopqrstuvwxyz.,%/-"
LATIN_RUN = re.compile(f"[{re.escape(LATIN)}]{{3,}}")
DOUBLE_UNITS = range(0xE000, 0xE000 + len(LATIN) ** 2)
DOUBLES = dict(zip(map("".join, product(LATIN, LATIN)), map(chr, DOUBLE_UNITS), strict=True))

Gram = int
Postings = dict[Gram, list[int]]


class SearchEntry(NamedTuple):
    """One text that can be found: its kind (of KINDS), the label and the anchor of its place, the text itself.

    Entries of the same kind, label and anchor are the texts of one place, shown together.
    """

    kind: str
    label: str
    anchor: str
    text: str


@dataclass(frozen=True)
class SearchDocument:
    """One page for search; path is relative to the site, city and year are empty where there is none.

    Only labels and texts of entries are searched, not the title. Results rank by where the phrase stands: in
    an entry of the first kind (a department's name and aliases), in a label, in a text.
    """

    path: str
    title: str
    city: str
    year: str
    entries: tuple[SearchEntry, ...]

    @cached_property
    def places(self) -> dict[tuple[str, str, str], list[str]]:
        """The texts of each (kind, label, anchor), without one that only repeats the label."""
        places: dict[tuple[str, str, str], list[str]] = {}
        for kind, label, anchor, text in self.entries:
            texts = places.setdefault((kind, label, anchor), [])
            if text not in ("", label, *texts):
                texts.append(text)
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
    yield "search/index.json", _json(description(ordered, [_text(shard[0]) for shard in shards]))
    for number, shard in enumerate(shards):
        yield f"search/g/{number}.json", _json(shard_content(shard, packed))
    for number, page in enumerate(ordered):
        yield f"search/d/{number}.json", zlib.decompress(page.packed)


def in_order_of_rank(cuts: Iterable[IndexedDocument]) -> list[IndexedDocument]:
    """The pages newest first, those without a year last; within a year by city and path."""
    by_place = sorted(cuts, key=lambda page: (page.city, page.path))
    return sorted(by_place, key=lambda page: page.year, reverse=True)


def description(ordered: Sequence[IndexedDocument], starts: Sequence[str]) -> dict[str, Any]:
    """The head of the index, which the browser loads first; documents are runs of [year, city, count]."""
    runs = groupby((page.year, page.city) for page in ordered)
    return {
        "format": FORMAT,
        "documents": len(ordered),
        "runs": [[year, city, sum(1 for _ in run)] for (year, city), run in runs],
        "kinds": [translate(f"search.kinds.{kind}") for kind in KINDS],
        "starts": starts,
    }


def texts_of(document: SearchDocument) -> dict[str, Any]:
    """The entry of a document that the browser loads to show a hit; kinds are written as numbers."""
    return {
        "path": document.path,
        "title": document.title,
        "city": document.city,
        "year": document.year,
        "places": [[KINDS.index(kind), *place, texts] for (kind, *place), texts in document.places.items()],
    }


def folded_for_search(text: str) -> str:
    """Normalize a text for comparison: each character NFKC and lower case, without invisible ones.

    Characters of private use, which mean nothing to others, are all one: their numbers are needed for doubles.
    """
    return text.translate(_FOLDING)


def texts_by_rank(document: SearchDocument) -> tuple[list[str], list[str], list[str]]:
    """The texts of a document in which a hit ranks as TITLE, as NAME and as TEXT."""
    titles: list[str] = []
    names: list[str] = []
    rest: list[str] = []
    for (kind, label, _), texts in document.places.items():
        if kind == KINDS[0]:
            titles += (label, *texts)
        else:
            names.append(label)
            rest += texts
    return titles, names, rest


def pairs_of(texts: Iterable[str]) -> set[Gram]:
    """Each two neighbours in the folded texts; the last of a text has END for a neighbour.

    A gram is the number that its UTF-16 units make, the first in the low half: the browser cuts its strings
    into the same units, and a set of numbers seen in the bytes is made in half the time of a set of strings.
    """
    folded = folded_for_search(JOINT.join(texts))
    doubled = END.join(map(doubles, LATIN_RUN.findall(folded)))
    units = f"{END}{folded}{END}{doubled}{END}".encode("utf-16-le", "surrogatepass")
    view = memoryview(units if len(units) % 4 == 0 else units + b"\n\0")
    return {*view.cast("I"), *view[2:-2].cast("I")}


def doubles(run: str) -> str:
    """Latin characters, one for each two neighbours, so that a pair of these represents three characters."""
    return "".join(map(DOUBLES.__getitem__, map(add, run, run[1:])))


def packed_postings(ordered: Sequence[IndexedDocument]) -> dict[Gram, str]:
    """Gram -> the packed numbers of the documents that contain it, rank after rank."""
    ranks: list[Postings] = [defaultdict(list) for _ in RANKS]
    for number, page in enumerate(ordered):
        for postings, pairs in zip(ranks, page.grams, strict=True):
            for pair in memoryview(pairs).cast("I"):
                postings[pair].append(number)
    packed: dict[Gram, str] = defaultdict(str)
    for rank, postings in enumerate(ranks):
        for gram, numbers in characters_and_pairs(postings):
            packed[gram] += packed_numbers(rank, numbers)
        postings.clear()
    return packed


def characters_and_pairs(postings: Postings) -> Iterator[tuple[Gram, list[int]]]:
    """The pairs, and the single characters: a document contains a character where a pair begins with it."""
    characters: dict[Gram, set[int]] = defaultdict(set)
    for pair, numbers in postings.items():
        first, second = pair & 0xFFFF, pair >> 16
        if first != ord(END) and first not in DOUBLE_UNITS:
            characters[first].update(numbers)
        if first != ord(END) and second != ord(END):
            yield pair, numbers
    for character, documents in characters.items():
        yield character, sorted(documents)


def packed_numbers(rank: int, numbers: Sequence[int]) -> str:
    """Ascending numbers as text: a digit for rank and width, how many they are, and the steps between them.

    The steps (the first is from -1) are in Rice code of the width that suits their mean, six bits to a digit.
    """
    count = len(numbers)
    mean_times_ln_2 = (numbers[-1] + 1 - count) * 69 // (count * 100)
    width = min(mean_times_ln_2.bit_length(), WIDEST - 1)
    code = _STEP_BITS[width]
    bits = code[numbers[0] + 1] + "".join(map(code.__getitem__, map(sub, numbers[1:], numbers)))
    return DIGITS[rank * WIDEST + width] + count_digits(count) + digits_of(bits)


@cache
def count_digits(count: int) -> str:
    """A number from 1 up as digits of five bits, the lowest first; the sixth bit says that more follow."""
    rest, digits = count - 1, ""
    while rest >= 32:
        digits += DIGITS[32 + rest % 32]
        rest //= 32
    return digits + DIGITS[rest]


def digits_of(bits: str) -> str:
    """Zeros and ones as base64 digits, the last one filled up with zeros."""
    size = -(-len(bits) // 24) * 3
    packed = int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big")
    return b64encode(packed)[: -(-len(bits) // 6)].decode("ascii")


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


class _Folding(dict[int, str]):
    """Character -> folded character, filled on demand: str.translate() asks for what is missing."""

    def __missing__(self, code: int) -> str:
        folded = normalize("NFKC", chr(code)).lower()
        visible = (char for char in folded if category(char) not in INVISIBLE)
        self[code] = text = "".join(UNKNOWN if category(char) == PRIVATE else char for char in visible)
        return text


class _StepBits(dict[int, str]):
    """A step from 1 up as bits: the part above the width as so many zeros, a one, the part below as it is."""

    def __init__(self, width: int) -> None:
        self.width = width

    def __missing__(self, step: int) -> str:
        above, below = divmod(step - 1, 1 << self.width)
        self[step] = bits = "0" * above + format(below | 1 << self.width, "b")
        return bits


_FOLDING = _Folding({ord(JOINT): END})
_STEP_BITS = tuple(_StepBits(width) for width in range(WIDEST))
