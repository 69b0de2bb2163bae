"""Packed lists of document numbers, which templates/assets/postings.js reads: Rice code in base64 digits."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from operator import sub

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
WIDEST = 20


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


class _StepBits(dict[int, str]):
    """A step from 1 up as bits: the part above the width as so many zeros, a one, the part below as it is."""

    def __init__(self, width: int) -> None:
        self.width = width

    def __missing__(self, step: int) -> str:
        above, below = divmod(step - 1, 1 << self.width)
        self[step] = bits = "0" * above + format(below | 1 << self.width, "b")
        return bits


_STEP_BITS = tuple(_StepBits(width) for width in range(WIDEST))
