"""Shapes and words of a picture in pixels, and how wide words are before a browser has laid them out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]
# The pattern that fills a box, by the first word of its role.
PATTERNS = {"p-unlisted": "hatch", "p-unclear": "hatch", "p-withheld": "dots"}
# The parts of an em that characters of these kinds take up in the fonts of the site.
NARROW, LATIN, WIDE = 0.32, 0.58, 1.0
NARROW_CHARACTERS = frozenset(" .,·:;|il!'()")
CUT = "…"
# The digits in a group of a number.
GROUP = 3


class Box(NamedTuple):
    """A rectangle; `role` is the class that gives it its colour or pattern."""

    x: float
    y: float
    width: float
    height: float
    role: str

    @property
    def pattern(self) -> str:
        """The pattern that fills the rectangle; empty for a plain colour."""
        return PATTERNS.get(self.role.partition(" ")[0], "")


class Dot(NamedTuple):
    """A circle; `role` is the class that gives it its colour, `city` the one that it belongs to.

    `stack` is the number of the stack in which it may change places with others.
    """

    x: float
    y: float
    radius: float
    role: str
    city: str = ""
    stack: int = 0


class Run(NamedTuple):
    """Words of one style; `groups` are the pieces of a grouped number, or the one piece of other words."""

    groups: tuple[str, ...]
    role: str = ""

    @property
    def text(self) -> str:
        """The words as they are copied."""
        return "".join(self.groups)


class Label(NamedTuple):
    """One line of words, set at a point."""

    x: float
    y: float
    runs: tuple[Run, ...]
    size: int = 13
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of a picture: its size, its lines as SVG paths with their classes, its shapes, and its words.

    The lines are under the shapes, `over` are those above them.
    """

    width: int
    height: float
    boxes: tuple[Box, ...] = ()
    paths: tuple[tuple[str, str], ...] = ()
    labels: tuple[Label, ...] = ()
    dots: tuple[Dot, ...] = ()
    over: tuple[tuple[str, str], ...] = ()

    @property
    def patterns(self) -> list[str]:
        """The patterns that its rectangles need."""
        return sorted({box.pattern for box in self.boxes if box.pattern})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its finding as title, what it draws, a description, and its drawings, widest first.

    Three drawings are for wide pages, tablets and paper, and phones; two are for wide pages and for all others.
    """

    title: str
    note: str
    description: str
    drawings: tuple[Drawing, ...]


def width_of(text: str, size: float) -> float:
    """Return about how wide a line of words is, in pixels."""
    return ems(text) * size


@lru_cache(maxsize=1024)
def ems(text: str) -> float:
    """Return the width of a line in em; a picture asks for each of its words several times."""
    return sum(character_width(char) for char in text)


def character_width(char: str) -> float:
    """Return the width of a character in em."""
    if char in NARROW_CHARACTERS:
        return NARROW
    return LATIN if char < "\u2000" else WIDE


def fitted(text: str, size: float, room: float) -> str:
    """Return a line of words, cut at its end where it is wider than its room; "" where nothing fits."""
    if width_of(text, size) <= room:
        return text
    ends = accumulate(character_width(char) * size for char in text)
    count = sum(end <= room - WIDE * size for end in ends)
    return text[:count].rstrip() + CUT if count > 1 else ""


@lru_cache(maxsize=4096)
def grouped(number: str) -> tuple[str, ...]:
    """Return a number in groups of three digits before its point: 15724.94 as 15 and 724.94; other text as it is."""
    whole, point, rest = number.partition(".")
    sign = whole[: len(whole) - len(whole.lstrip("-+"))]
    digits = whole.removeprefix(sign)
    if not digits.isdigit():
        return (number,)
    first = len(digits) % GROUP or GROUP
    groups = [digits[:first], *(digits[at : at + GROUP] for at in range(first, len(digits), GROUP))]
    groups[0], groups[-1] = sign + groups[0], groups[-1] + point + rest
    return tuple(groups) if len(groups) > 1 else (number,)


def words(text: str, role: str = "") -> Run:
    """Return words as a run."""
    return Run((text,), role)


def number(text: str, role: str = "") -> Run:
    """Return a number as a run."""
    return Run(grouped(text), role)


def path(*points: tuple[float, float]) -> str:
    """Return a line through points as an SVG path."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in rounded(points))


def rounded(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points with one decimal."""
    return [(round(x, 1), round(y, 1)) for x, y in points]
