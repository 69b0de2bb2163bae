"""The search index: which one- and two-character pieces stand where, in small files that a browser fetches.

Chinese has no spaces, so the index knows no words. Every text is folded (NFKC, lower case, nothing invisible)
and cut into *grams*: each character, and each pair of neighbours. A phrase can stand only where all its grams
stand; the browser looks these up, then reads the texts of the few pages it is about to show and keeps those
in which the phrase really stands.

    search/index.json       how many documents and shards, what the sections are, whose documents are which
    search/g/<shard>.json   gram -> packed numbers of the documents that have it, section by section
    search/d/<number>.json  what one document is called and the texts that are found in it

Documents are numbered newest first, so that the order of the numbers is the order in which results are shown.
"""

import json
from array import array
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import add, sub
from typing import Any
from unicodedata import category, normalize

FORMAT = 1
SHARD_SIZE = 12_000

KINDS = ("部门", "任务", "指标", "目标", "页面")
TITLE, NAME, TEXT = range(3)
SECTIONS = ((KINDS[0], TITLE), *((kind, rank) for rank in (NAME, TEXT) for kind in KINDS[1:]))

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
INVISIBLE = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))

Postings = dict[str, MutableSequence[int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its kind (one of KINDS), its name, where it stands on the page, its text."""

    kind: str
    label: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One page as search sees it; path is relative to the site, city and year are empty where there are none.

    Only entries are searched: a title that shall be found is also the label of an entry. Results rank by where
    the phrase stands: in an entry of the first kind (a department's name and aliases), in a label, in a text.
    """

    path: str
    title: str
    city: str
    year: str
    entries: tuple[Entry, ...]


def build_index(documents: Iterable[Document]) -> Iterator[tuple[str, bytes]]:
    """Every file of the index as (path in the site, content); the order of the documents does not matter."""
    ordered = in_order_of_rank(documents)
    packed = packed_postings(ordered)
    count = 1 + sum(map(len, packed.values())) // SHARD_SIZE
    yield "search/index.json", _json(description(ordered, count))
    for number, shard in enumerate(sharded(packed, count)):
        yield f"search/g/{number}.json", _json(shard)
    for number, document in enumerate(ordered):
        yield f"search/d/{number}.json", _json(texts_of(document))


def in_order_of_rank(documents: Iterable[Document]) -> list[Document]:
    """The documents newest first, those without a year last; within a year by city and path."""
    by_place = sorted(documents, key=lambda document: (document.city, document.path))
    return sorted(by_place, key=lambda document: document.year, reverse=True)


def description(ordered: list[Document], shards: int) -> dict[str, Any]:
    """What the browser reads first; documents are told as runs of [year, city, how many]."""
    runs = groupby((document.year, document.city) for document in ordered)
    return {
        "format": FORMAT,
        "documents": len(ordered),
        "shards": shards,
        "sections": SECTIONS,
        "runs": [[year, city, sum(1 for _ in run)] for (year, city), run in runs],
    }


def texts_of(document: Document) -> dict[str, Any]:
    """What the browser reads of a document that it is about to show."""
    entries = [[KINDS.index(entry.kind), entry.label, entry.anchor, entry.text] for entry in document.entries]
    return {
        "path": document.path,
        "title": document.title,
        "city": document.city,
        "year": document.year,
        "entries": entries,
    }


def fold(text: str) -> str:
    """The text as it is compared: each character NFKC and lower case, white space and the invisible left out."""
    return text.translate(_FOLDING)


def section_of(kind: str, rank: int) -> int:
    """The number of the section that holds labels (NAME) or texts (TEXT) of a kind; the first kind has one."""
    return SECTIONS.index((kind, TITLE if kind == KINDS[0] else rank))


def grams_of(document: Document) -> dict[int, set[str]]:
    """Section -> the characters and pairs of neighbours in it; asks for nothing but this document."""
    found: dict[int, set[str]] = defaultdict(set)
    for entry in document.entries:
        for rank, text in ((NAME, entry.label), (TEXT, entry.text)):
            if folded := fold(text):
                grams = found[section_of(entry.kind, rank)]
                grams.update(folded)
                grams.update(map(add, folded, folded[1:]))
    return found


def packed_postings(ordered: list[Document]) -> dict[str, str]:
    """Gram -> the documents that have it, packed, section after section."""
    sections: list[Postings] = [defaultdict(partial(array, "L")) for _ in SECTIONS]
    for number, document in enumerate(ordered):
        for section, grams in grams_of(document).items():
            postings = sections[section]
            for gram in grams:
                postings[gram].append(number)
    packed: dict[str, str] = defaultdict(str)
    for section, postings in enumerate(sections):
        for gram, numbers in postings.items():
            packed[gram] += packed_section(section, numbers)
        postings.clear()
    return packed


def packed_section(section: int, numbers: Sequence[int]) -> str:
    """One digit for section and form, the length of what follows, and the ascending numbers in the shorter form.

    Sparse numbers are the steps from one to the next (from -1 to the first); dense ones a map of bits, six to a
    digit. Text and not bytes, because every web server compresses JSON and none is told to compress ours.
    """
    steps = _STEPS[numbers[0] + 1] + "".join(map(_STEPS.__getitem__, map(sub, numbers[1:], numbers)))
    if len(steps) * 6 <= numbers[-1] + 6:
        return DIGITS[2 * section] + _STEPS[len(steps)] + steps
    bits = bit_map(numbers)
    return DIGITS[2 * section + 1] + _STEPS[len(bits)] + bits


def bit_map(numbers: Sequence[int]) -> str:
    """Numbers as bits, the first of each six the highest of a digit."""
    digits = -(-(numbers[-1] + 1) // 6)
    whole = -(-digits // 4) * 24
    bits = bytearray(b"0") * whole
    for number in numbers:
        bits[number] = 49
    return b64encode(int(bits, 2).to_bytes(whole // 8, "big"))[:digits].decode("ascii")


def sharded(packed: dict[str, str], count: int) -> list[dict[str, str]]:
    """The grams dealt to shards by their hash, so that a browser knows where a gram is without asking."""
    shards: list[dict[str, str]] = [{} for _ in range(count)]
    for gram in sorted(packed):
        shards[shard_of(gram, count)][gram] = packed[gram]
    return shards


def shard_of(gram: str, count: int) -> int:
    """FNV-1a over the characters of the gram, its high bits mixed into the low ones, modulo count."""
    mixed = 2166136261
    for char in gram:
        mixed = (mixed ^ ord(char)) * 16777619 & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) % count


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


class _Folding(dict[int, str]):
    """What each character becomes; filled as characters are met, because translate() asks for what is missing."""

    def __missing__(self, code: int) -> str:
        folded = normalize("NFKC", chr(code)).lower()
        self[code] = kept = "".join(char for char in folded if category(char) not in INVISIBLE)
        return kept


class _Steps(dict[int, str]):
    """A number from 1 up as digits of five bits each, the lowest first; the sixth bit says that more follow."""

    def __missing__(self, step: int) -> str:
        rest, digits = step - 1, ""
        while rest >= 32:
            digits += DIGITS[32 + rest % 32]
            rest //= 32
        self[step] = digits = digits + DIGITS[rest]
        return digits


_FOLDING = _Folding()
_STEPS = _Steps()
