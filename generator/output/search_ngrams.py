"""The n-grams by which texts are indexed, and words looked up (templates/assets/ngrams.js)."""

import re
from collections.abc import Iterable
from itertools import product
from operator import add

from generator.output.search_folding import END, JOINT, folded, normal_figures

LATIN = "0123456789abcdefghijklmnopqrstuvwxyz.,%/-"
LATIN_RUN = re.compile(f"[{re.escape(LATIN)}]{{3,}}")
DOUBLE_UNITS = range(0xE000, 0xE000 + len(LATIN) ** 2)
DOUBLES = dict(zip(map("".join, product(LATIN, LATIN)), map(chr, DOUBLE_UNITS), strict=True))

Gram = int


def pairs_of(texts: Iterable[str]) -> set[Gram]:
    """Each two neighbours in the folded texts; the last of a text has END for a neighbour.

    A gram is the number that its UTF-16 units make, the first in the low half: the browser cuts its strings
    into the same units, and a set of numbers seen in the bytes is made in half the time of a set of strings.
    """
    lines = folded(JOINT.join(texts))
    plain = normal_figures(lines)
    if plain != lines:
        changed = (new for old, new in zip(lines.split(END), plain.split(END), strict=True) if new != old)
        lines = END.join((lines, *changed))
    doubled = END.join(map(doubles, LATIN_RUN.findall(lines)))
    units = f"{END}{lines}{END}{doubled}{END}".encode("utf-16-le", "surrogatepass")
    view = memoryview(units if len(units) % 4 == 0 else units + b"\n\0")
    return {*view.cast("I"), *view[2:-2].cast("I")}


def doubles(run: str) -> str:
    """Latin characters, one for each two neighbours, so that a pair of these represents three characters."""
    return "".join(map(DOUBLES.__getitem__, map(add, run, run[1:])))
