"""A strip of dots: one dot for each body on a line of numbers, equal numbers stacked, drawn for three widths."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from generator.analysis.spread import Spread, SpreadPoint, shown, spread_finding
from generator.output.pictures.axis import Axis, StripSize, axis_of
from generator.output.pictures.drawing import Box, Dot, Drawing, Picture, path
from generator.output.pictures.strip_words import end_labels, median_label, tick_labels, top_of
from generator.words import translate

# Room below the line for its numbers, and between the words above and the foot of the dots.
FOOT, LEAST = 24, 24
# Dots in one column at most; more are drawn as one bar.
MOST_HIGH = 60
BAR_HEIGHT = 300
SIZES = (StripSize(1120, 2, 14, 5, 9), StripSize(720, 2, 14, 5, 7), StripSize(328, 1, 12, 5, 5, True))
# Where a stack is higher than this on a phone, its dots are smaller.
HIGH_ON_PHONE = 16
SMALL = 8.0, 3.5


@dataclass(frozen=True, slots=True)
class Stack:
    """Some bodies with nearly the same number, lowest first, around one place of the line."""

    points: tuple[SpreadPoint, ...]
    x: float
    width: float


def strip_picture(spread: Spread, title: str, note: str, from_zero: bool = False) -> Picture:
    """Return the strip of some numbers with its finding as title."""
    sizes = [replace(size, from_zero=from_zero) for size in SIZES]
    axis = axis_of(spread, sizes[0])
    first, last = (shown(value) + spread.unit for value in (axis.first, axis.last))
    values = {"first": first, "last": last, "count": len(spread.points), "finding": spread_finding(spread)}
    description = translate("spread.description", **values, **spread.words)
    return Picture(title, note, description, tuple(drawing_of(spread, size) for size in sizes))


def stacks_of(spread: Spread, axis: Axis, size: StripSize) -> list[Stack]:
    """Return the bodies in stacks that do not touch; equal numbers are one stack, neighbours that touch are joined."""
    stacks: list[Stack] = []
    for point in reversed(spread.points):
        stack = Stack((point,), axis.x(point.value), size.pitch)
        while stacks and (
            stacks[-1].points[0].value == stack.points[-1].value
            or stacks[-1].x + stacks[-1].width / 2 > stack.x - stack.width / 2 + 0.01
        ):
            stack = joined(stacks.pop(), stack, size)
        stacks.append(stack)
    return stacks


def joined(left: Stack, right: Stack, size: StripSize) -> Stack:
    """Return two stacks as one, between them by their weights."""
    points = (*left.points, *right.points)
    x = (left.x * len(left.points) + right.x * len(right.points)) / len(points)
    return Stack(points, x, size.pitch * min(size.across, len(points)))


def fitting(spread: Spread, size: StripSize, axis: Axis) -> tuple[StripSize, list[Stack], int]:
    """Return the stacks at one width and the height of the highest in dots; on a phone high ones have small dots."""
    stacks = stacks_of(spread, axis, size)
    rows = max(ceil(len(stack.points) / size.across) for stack in stacks)
    if size.is_phone and rows > HIGH_ON_PHONE and size.pitch > SMALL[0]:
        return fitting(spread, replace(size, pitch=SMALL[0], radius=SMALL[1]), axis)
    return size, stacks, rows


def drawing_of(spread: Spread, size: StripSize) -> Drawing:
    """Draw a strip at one width: the median and the named ends above, the stacks, the line with its ticks."""
    axis = axis_of(spread, size)
    size, stacks, rows = fitting(spread, size, axis)
    top, is_bars = top_of(spread, size), rows > MOST_HIGH
    bottom = top + max(BAR_HEIGHT if is_bars else rows * size.pitch, LEAST) + 6
    ends = list(end_labels(spread, axis, size))
    paths = [("grid", path((axis.x(at), top), (axis.x(at), bottom))) for at in axis.ticks()]
    if not size.is_phone:
        paths += [("leader", path((label.x, label.y + 6), (label.x, bottom - 12))) for label in ends]
    if spread.median is not None:
        x = axis.x(spread.median)
        paths.append(("median", path((x, top - 12 if size.is_phone else 20), (x, bottom))))
    paths.append(("axis", path((0, bottom), (size.width, bottom))))
    most = max(len(stack.points) for stack in stacks)
    boxes = [bar_of(stack, BAR_HEIGHT * len(stack.points) / most, bottom) for stack in stacks if is_bars]
    dots = [dot for at, stack in enumerate(stacks) if not is_bars for dot in dots_of(stack, at, size, bottom)]
    labels = (*median_label(spread, axis, size), *ends, *tick_labels(axis, spread.unit, bottom + 17))
    return Drawing(size.width, bottom + FOOT, tuple(boxes), tuple(paths), labels, tuple(dots))


def dots_of(stack: Stack, number: int, size: StripSize, bottom: float) -> Iterator[Dot]:
    """Yield the dots of a stack from its foot; a ring is an exact number, a filled dot a bound."""
    across = min(size.across, len(stack.points))
    for at, point in enumerate(stack.points):
        row, column = divmod(at, across)
        x = stack.x + (column - (across - 1) / 2) * size.pitch
        y = bottom - size.pitch / 2 - 1 - row * size.pitch
        role = "dot ring" if point.is_exact else "dot"
        yield Dot(round(x, 1), round(y, 1), size.radius, role, point.city, number)


def bar_of(stack: Stack, height: float, bottom: float) -> Box:
    """Return a stack that is too high for dots as a bar."""
    return Box(
        round(stack.x - stack.width / 2, 1), round(bottom - height, 1), stack.width - 2, round(height, 1), "dots"
    )
