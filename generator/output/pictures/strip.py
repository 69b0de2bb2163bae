"""A strip of dots: one dot for each body on a line of numbers, equal numbers stacked, drawn for three widths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil

from generator.analysis.spread import Spread, SpreadPoint, shown, spread_finding
from generator.forms.figures import ZERO
from generator.output.pictures.drawing import Anchor, Box, Dot, Drawing, Label, Picture, fitted, path, width_of, words
from generator.words import translate

AXIS, NAMES = 12, 13
# Room on both sides of the line, and below it for the ticks.
SIDE, FOOT = 20, 24
# Steps of an axis are one of these times a power of ten.
STEPS = (1, 2, 5)
# Dots in one column at most; more are drawn as one bar.
MOST_HIGH = 60
BAR_HEIGHT = 300
# As many bodies as an end names.
MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class StripSize:
    """How a strip is drawn at one width: dots side by side in a stack, their distance and radius, ticks at most."""

    width: int
    across: int
    pitch: float
    radius: float
    ticks: int
    is_phone: bool = False


SIZES = (StripSize(1120, 2, 14, 5, 9), StripSize(720, 2, 14, 5, 7), StripSize(328, 1, 12, 5, 5, True))
# Where a stack is higher than this on a phone, its dots are smaller.
HIGH_ON_PHONE = 16
SMALL = 8.0, 3.5


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of numbers: its ends and its step, and its length in pixels."""

    first: Decimal
    last: Decimal
    step: Decimal
    width: float

    def x(self, value: Decimal) -> float:
        """Return the place of a number."""
        return SIDE + float((value - self.first) / (self.last - self.first)) * (self.width - 2 * SIDE)

    def ticks(self) -> Iterator[Decimal]:
        """Yield the numbers that the axis names."""
        at = self.first
        while at <= self.last:
            yield at
            at += self.step


@dataclass(frozen=True, slots=True)
class Stack:
    """Some bodies with nearly the same number, lowest first, around one place of the line."""

    points: tuple[SpreadPoint, ...]
    x: float
    width: float


def strip_picture(spread: Spread, title: str, note: str, from_zero: bool = False) -> Picture:
    """Return the strip of some numbers with its finding as title."""
    axis = axis_of(spread, SIZES[0], from_zero)
    first, last = (shown(value) + spread.unit for value in (axis.first, axis.last))
    finding = spread_finding(spread)
    description = translate("spread.description", first=first, last=last, count=len(spread.points), finding=finding)
    return Picture(title, note, description, tuple(drawing_of(spread, size, from_zero) for size in SIZES))


def axis_of(spread: Spread, size: StripSize, from_zero: bool = False) -> Axis:
    """Return an axis that is cut to the numbers, or begins at zero, with steps that are easy to read."""
    high = max(spread.values[0], ZERO) if from_zero else spread.values[0]
    low = min(ZERO, spread.values[-1]) if from_zero else spread.values[-1]
    step = step_of(high - low or abs(high) or Decimal(1), size.ticks - 2)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return Axis(first, last if last > first else first + step, step, size.width)


def step_of(room: Decimal, most: int) -> Decimal:
    """Return the smallest easy step of which at most so many fit into a room."""
    power = Decimal(10) ** (room.adjusted() - 2)
    while True:
        for digit in STEPS:
            if room / (digit * power) <= most:
                return digit * power
        power *= 10


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


def drawing_of(spread: Spread, size: StripSize, from_zero: bool) -> Drawing:
    """Draw a strip at one width: the median and the named ends above, the stacks, the line with its ticks."""
    axis = axis_of(spread, size, from_zero)
    size, stacks, rows = fitting(spread, size, axis)
    high = BAR_HEIGHT if rows > MOST_HIGH else rows * size.pitch
    labels, starts = heads(spread, axis, size, from_zero)
    top = 64.0 if size.is_phone and not from_zero else 56.0
    bottom = top + max(high, 24) + 6
    paths = [("grid", path((axis.x(at), top), (axis.x(at), bottom))) for at in axis.ticks()]
    paths += [("leader", path((x, start), (x, bottom - 12))) for x, start in starts]
    if spread.median is not None:
        x = axis.x(spread.median)
        paths.append(("median", path((x, top - 12 if size.is_phone else 20), (x, bottom))))
    paths.append(("axis", path((0, bottom), (size.width, bottom))))
    if rows > MOST_HIGH:
        most = max(len(stack.points) for stack in stacks)
        boxes = tuple(bar_of(stack, BAR_HEIGHT * len(stack.points) / most, bottom) for stack in stacks)
        dots: tuple[Dot, ...] = ()
    else:
        boxes, dots = (), tuple(dot for at, stack in enumerate(stacks) for dot in dots_of(stack, at, size, bottom))
    labels += tick_labels(axis, spread.unit, bottom + 17)
    return Drawing(size.width, bottom + FOOT, boxes, tuple(paths), tuple(labels), dots)


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


def heads(
    spread: Spread, axis: Axis, size: StripSize, from_zero: bool
) -> tuple[list[Label], list[tuple[float, float]]]:
    """Return what stands over a strip, the median and the named ends, and where the leaders of the ends begin."""
    labels, starts = [], []
    middle = axis.x(spread.median) if spread.median is not None else size.width / 2
    if spread.median is not None:
        text = translate("spread.middle", value=shown(spread.median) + spread.unit)
        half = width_of(text, NAMES) / 2
        x = min(max(middle, half), size.width - half)
        labels.append(
            Label(
                round(x, 1),
                50 if size.is_phone and not from_zero else 32 if size.is_phone else 14,
                (words(text, "strong"),),
                NAMES,
                "middle",
            )
        )
    for key, end in zip(("lowest", "highest"), spread.ends, strict=True):
        if key == "lowest" and (from_zero or spread.ends[0][0].value == spread.ends[1][0].value):
            continue
        value = shown(end[0].value) + spread.unit
        x = axis.x(end[0].value)
        if size.is_phone:
            y = 14 if key == "lowest" or from_zero else 32
            name = names_of(end, size.width - width_of(value + translate(f"spread.{key}", names=""), NAMES) - 4)
            labels.append(
                Label(0, y, (words(value, "strong"), words(" " + translate(f"spread.{key}", names=name))), NAMES)
            )
            continue
        found = end_label(key, end, value, x, middle, size)
        if found:
            labels.append(found)
            starts.append((x, 50.0))
    return labels, starts


def end_label(
    key: str, end: Sequence[SpreadPoint], value: str, x: float, middle: float, size: StripSize
) -> Label | None:
    """Return the label of the lowest or highest number on its side of the median, as long as there is room."""
    room = (middle - x if key == "lowest" else x - middle) - 8
    anchor: Anchor = "start" if key == "lowest" else "end"
    head = width_of(f"{value} " + translate(f"spread.{key}", names=""), NAMES) + 4
    name = names_of(end, room - head) if room - head > width_of(translate("spread.count", count=100), NAMES) else ""
    if name:
        return Label(
            round(x, 1),
            44,
            (words(value, "strong"), words(" " + translate(f"spread.{key}", names=name))),
            NAMES,
            anchor,
        )
    if room > head:
        word = translate(f"spread.{'low' if key == 'lowest' else 'high'}")
        return Label(round(x, 1), 44, (words(value, "strong"), words(f" {word}")), NAMES, anchor)
    return None


def names_of(end: Sequence[SpreadPoint], room: float) -> str:
    """Return who has the lowest or highest number: up to two names, or how many where these are too long."""
    names = translate("facts.between").join(point.name for point in end)
    if len(end) <= MOST_NAMED and width_of(names, NAMES) <= room:
        return names
    return translate("spread.count", count=len(end)) if len(end) > 1 else fitted(names, NAMES, room)


def tick_labels(axis: Axis, unit: str, y: float) -> list[Label]:
    """Return the numbers under the line; those that have no room beside the one before are left out."""
    labels: list[Label] = []
    free = 0.0
    for at in axis.ticks():
        text = shown(at) + unit
        half = width_of(text, AXIS) / 2
        x = min(max(axis.x(at), half), axis.width - half)
        if x - half >= free:
            labels.append(Label(round(x, 1), y, (words(text, "soft"),), AXIS, "middle"))
            free = x + half + 8
    return labels
