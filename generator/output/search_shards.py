"""The packed lists of the n-grams of a search index, and the shards in which they are written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.output.search_folding import END
from generator.output.search_ngrams import DOUBLE_UNITS, Gram
from generator.output.search_postings import RANKS, PackedMasks

# The most bytes of a shard on average.
SHARD_SIZE = 1_800
# The bytes of a pair and a comma.
PAIR_SIZE = 7
TITLE, NAME, TEXT = RANKS


def postings_of(documents: Sequence[Sequence[bytes]]) -> dict[Gram, str]:
    """Return for each n-gram of a set of documents the packed numbers of those that contain it, rank after rank.

    A document is given by its n-grams of each rank.
    """
    packed: dict[Gram, str] = defaultdict(str)
    for rank in RANKS:
        masks: dict[Gram, int] = defaultdict(int)
        for number, document in enumerate(documents):
            bit = 1 << number
            for gram in memoryview(document[rank]).cast("I"):
                masks[gram] |= bit
        texts = PackedMasks(rank)
        for gram, mask in characters_and_pairs(masks, with_ends=rank == TITLE):
            packed[gram] += texts[mask]
    return packed


def characters_and_pairs(masks: Mapping[Gram, int], *, with_ends: bool) -> Iterator[tuple[Gram, int]]:
    """Yield the pairs, and the single characters: a document contains a character where a pair begins with it.

    The pairs of a character and END, by which whole names are found among parts of names, are left out of other texts.
    """
    characters: dict[Gram, int] = defaultdict(int)
    for pair, mask in masks.items():
        first, second = pair & 0xFFFF, pair >> 16
        if first != ord(END) and first not in DOUBLE_UNITS:
            characters[first] |= mask
        if ord(END) not in (first, second) or (with_ends and first != second):
            yield pair, mask
    yield from characters.items()


def shard_count(packed: Mapping[Gram, str]) -> int:
    """Return the number of shards for some packed lists: a power of two, so that it seldom changes."""
    size = sum(map(len, packed.values())) + PAIR_SIZE * len(packed)
    return 1 << (size // SHARD_SIZE).bit_length()


def shards(packed: Mapping[Gram, str], count: int) -> Iterator[list[str]]:
    """Yield each shard: its characters, its pairs, and the packed lists of both in this order, split by commas."""
    grams_of: list[list[Gram]] = [[] for _ in range(count)]
    for gram in packed:
        grams_of[shard_of(gram, count)].append(gram)
    for grams in grams_of:
        pairs, characters = (sorted(gram for gram in grams if (gram > 0xFFFF) == is_pair) for is_pair in (True, False))
        lists = ",".join(packed[gram] for gram in (*characters, *pairs))
        yield ["".join(map(_text, characters)), "".join(map(_text, pairs)), lists]


def shard_of(gram: Gram, count: int) -> int:
    """Return the number of the shard of an n-gram."""
    first, second = _units(gram)
    return (first * 31 + second) % count


def _units(gram: Gram) -> tuple[int, int]:
    return gram & 0xFFFF, gram >> 16


def _text(gram: Gram) -> str:
    first, second = _units(gram)
    return chr(first) + chr(second) if second else chr(first)
