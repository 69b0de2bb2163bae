"""The two pictures of results: the funnel of the targets, and the budget of a year with the money spent of it."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.output.pictures.drawing import Box, Drawing, Label, Picture, number, path, width_of, words

# The widths of the drawings, and where their bars begin.
WIDTHS = ((541, 98), (328, 90))
SIZE, BAR = 13, 20
# The room behind the longest bar for its figure and its note.
BEHIND, PHONE_BEHIND = 150, 84
GAP = 8


class BarRow(NamedTuple):
    """A bar: its name, its length, its figure in words, a note behind that, and the class of its colour.

    Without a length the note is all that the row has.
    """

    name: str
    length: Decimal | None
    figure: str
    note: str
    role: str


def bars_picture(title: str, note: str, rows: Sequence[BarRow], height: int, *, is_funnel: bool = False) -> Picture:
    """Return a picture of bars on one baseline, in rows of a height; a funnel has wedges between its bars."""
    described = "；".join(f"{row.name} {row.figure or row.note}" for row in rows)
    drawings = tuple(bars_drawing(rows, width, left, height, is_funnel) for width, left in WIDTHS)
    return Picture(title, note, f"{note}：{described}", drawings)


def bars_drawing(rows: Sequence[BarRow], width: int, left: int, height: int, is_funnel: bool) -> Drawing:
    """Draw the rows for one width; notes behind figures are left out where there is no room for them."""
    is_phone = (width, left) == WIDTHS[-1]
    room = width - left - (PHONE_BEHIND if is_phone else BEHIND)
    largest = max((row.length for row in rows if row.length), default=Decimal(1))
    boxes: list[Box] = []
    labels: list[Label] = []
    ends: list[tuple[float, float]] = []
    for at, row in enumerate(rows):
        top = at * height + (height - BAR) / 2
        line = round(top + BAR / 2 + 5, 1)
        labels.append(Label(0, line, (words(row.name),), SIZE))
        if row.length is None:
            labels.append(Label(left, line, (words(row.note, "soft"),), SIZE))
            continue
        length = max(1.0, round(float(row.length / largest) * room, 1)) if row.length else 0.0
        boxes += [Box(left, top, length, BAR, row.role)] if length else []
        end = left + length + GAP
        labels.append(Label(round(end, 1), line, (number(row.figure, "strong"),), SIZE))
        end += width_of(row.figure, SIZE) + GAP
        if row.note and end + width_of(row.note, SIZE) <= width:
            labels.append(Label(round(end, 1), line, (words(row.note, "soft"),), SIZE))
        ends.append((left + length, top))
    return Drawing(width, len(rows) * height, tuple(boxes), wedges(left, ends) if is_funnel else (), tuple(labels))


def wedges(left: int, ends: Sequence[tuple[float, float]]) -> tuple[tuple[str, str], ...]:
    """Return the shapes between the bars of a funnel, by the right upper corners of the bars."""
    return tuple(
        ("wedge", path((left, top + BAR), (x, top + BAR), (below, lower), (left, lower)) + "Z")
        for (x, top), (below, lower) in itertools.pairwise(ends)
    )
