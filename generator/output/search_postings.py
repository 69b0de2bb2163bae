"""Packed lists of document numbers, which templates/assets/postings.js reads: Rice code in base64 digits.

The list of a piece is one text for each set of documents, one behind the other: the code of the set, and for each rank
the numbers inside the set. What a set has of a piece is therefore the same text whatever other sets there are.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from operator import sub

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
RANKS = range(3)
# The widths of Rice code. The first digit is below FIRST_SINGLE for several numbers, from FIRST_OF_CODE up for a code.
WIDEST = 10
FIRST_SINGLE = WIDEST * len(RANKS)
FIRST_OF_CODE = FIRST_SINGLE + len(RANKS)
CODES = (len(DIGITS) - FIRST_OF_CODE) * len(DIGITS) ** 2


def set_codes(names: Iterable[str]) -> dict[str, int]:
    """Return a code below CODES for each set, from its name alone unless two names would have the same."""
    codes: dict[str, int] = {}
    for name in sorted({*names}):
        digest = sha256(name.encode("utf-8", "surrogatepass"))
        while (code := int.from_bytes(digest.digest()[:8], "big") % CODES) in codes.values():
            digest.update(b"\0")
        codes[name] = code
    return codes


def code_digits(code: int) -> str:
    """Return the three digits of the code of a set."""
    high, low = divmod(code, len(DIGITS))
    first, second = divmod(high, len(DIGITS))
    return DIGITS[FIRST_OF_CODE + first] + DIGITS[second] + DIGITS[low]


def packed_numbers(rank: int, numbers: Sequence[int]) -> str:
    """Return ascending numbers as text: a digit for rank and width, how many they are, and the steps between them.

    The steps (the first is from -1) are in Rice code of the width that suits their mean, six bits to a digit. A single
    number is a digit for the rank, and the number.
    """
    count = len(numbers)
    if count == 1:
        return DIGITS[FIRST_SINGLE + rank] + count_digits(numbers[0] + 1)
    mean_times_ln_2 = (numbers[-1] + 1 - count) * 69 // (count * 100)
    width = min(mean_times_ln_2.bit_length(), WIDEST - 1)
    code = _STEP_BITS[width]
    bits = code[numbers[0] + 1] + "".join(map(code.__getitem__, map(sub, numbers[1:], numbers)))
    return DIGITS[rank * WIDEST + width] + count_digits(count) + digits_of(bits)


class PackedMasks(dict[int, str]):
    """Set of numbers, as the bits of an integer -> its packed text in a rank, computed on demand.

    Most pieces of a set stand in the same few combinations of documents.
    """

    def __init__(self, rank: int) -> None:
        self.rank = rank

    def __missing__(self, mask: int) -> str:
        bits = f"{mask:b}"[::-1]
        self[mask] = text = packed_numbers(self.rank, [number for number, bit in enumerate(bits) if bit == "1"])
        return text


@cache
def count_digits(count: int) -> str:
    """Return a number from 1 up as digits of five bits, the lowest first; the sixth bit says that more follow."""
    rest, digits = count - 1, ""
    while rest >= 32:
        digits += DIGITS[32 + rest % 32]
        rest //= 32
    return digits + DIGITS[rest]


def digits_of(bits: str) -> str:
    """Return zeros and ones as base64 digits, the last one filled up with zeros."""
    size = -(-len(bits) // 24) * 3
    packed = int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big")
    return b64encode(packed)[: -(-len(bits) // 6)].decode("ascii")


class _StepBits(dict[int, str]):
    """A step from 1 up as bits: the part above the width as so many zeros, a one, the part below as it is."""

    def __init__(self, width: int) -> None:
        self.width = width

    def __missing__(self, step: int) -> str:
        above, below = divmod(step - 1, 1 << self.width)
        self[step] = bits = "0" * above + format(below | 1 << self.width, "b")
        return bits


_STEP_BITS = tuple(_StepBits(width) for width in range(WIDEST))
