"""The labels of a strip: the median and the named ends above it, the numbers of its line below."""

from collections.abc import Iterator, Mapping, Sequence

from generator.analysis.spread import Spread, SpreadPoint, shown
from generator.output.pictures.axis import Axis, StripSize
from generator.output.pictures.drawing import Anchor, Label, Run, fitted, width_of, words
from generator.words import translate

AXIS, NAMES = 12, 13
# Lines of words from the top: one for the median and one for the ends; a phone has a line for each end first.
FIRST, SECOND, LINE = 14, 44, 18
# The most bodies named at an end.
MOST_NAMED = 2

# An end with its key: "lowest" or "highest".
End = tuple[str, tuple[SpreadPoint, ...]]


def named_ends(spread: Spread, size: StripSize) -> list[End]:
    """Return the ends that a strip names: both, or only the highest where its line begins at zero."""
    low, high = spread.ends
    is_one = size.from_zero or low[0].value == high[0].value
    return [("highest", high)] if is_one else [("lowest", low), ("highest", high)]


def top_of(spread: Spread, size: StripSize) -> float:
    """Return the height of the words above a strip."""
    return FIRST + LINE * (len(named_ends(spread, size)) + 1) if size.is_phone else 56.0


def median_label(spread: Spread, axis: Axis, size: StripSize) -> Iterator[Label]:
    """Yield the median over its place of the line, where there is one."""
    if spread.median is not None:
        text = translate("spread.middle", value=shown(spread.median) + spread.unit)
        half = width_of(text, NAMES) / 2
        x = min(max(axis.x(spread.median), half), size.width - half)
        y = FIRST + LINE * len(named_ends(spread, size)) if size.is_phone else FIRST
        yield Label(round(x, 1), y, (words(text, "strong"),), NAMES, "middle")


def end_labels(spread: Spread, axis: Axis, size: StripSize) -> Iterator[Label]:
    """Yield the ends with who has them: on a phone in lines of their own, else on their sides of the median."""
    middle = axis.x(spread.median) if spread.median is not None else size.width / 2
    for at, (key, end) in enumerate(named_ends(spread, size)):
        x = axis.x(end[0].value)
        room = size.width if size.is_phone else (middle - x if key == "lowest" else x - middle) - 8
        runs = end_runs(key, end, spread, room)
        if runs and size.is_phone:
            yield Label(0, FIRST + LINE * at, runs, NAMES)
        elif runs:
            anchor: Anchor = "start" if key == "lowest" else "end"
            yield Label(round(x, 1), SECOND, runs, NAMES, anchor)


def end_runs(key: str, end: Sequence[SpreadPoint], spread: Spread, room: float) -> tuple[Run, ...]:
    """Return the words on an end, as many as there is room for; none where not even the number fits."""
    value = shown(end[0].value) + spread.unit
    head = width_of(f"{value} " + translate(f"spread.{key}", names=""), NAMES) + 4
    names = names_of(end, room - head, spread.words)
    if names:
        return words(value, "strong"), words(" " + translate(f"spread.{key}", names=names))
    short = translate(f"spread.{'low' if key == 'lowest' else 'high'}")
    return (words(value, "strong"), words(f" {short}")) if room > head else ()


def names_of(end: Sequence[SpreadPoint], room: float, words_of: Mapping[str, str]) -> str:
    """Return who has the lowest or highest number: up to two names, or how many; "" where nothing fits."""
    names = translate("facts.between").join(point.name for point in end)
    if len(end) <= MOST_NAMED and width_of(names, NAMES) <= room:
        return names
    count = translate("spread.count", count=len(end), **words_of)
    if len(end) > 1:
        return count if width_of(count, NAMES) <= room else ""
    return fitted(names, NAMES, room) if room > width_of(count, NAMES) else ""


def tick_labels(axis: Axis, unit: str, y: float) -> list[Label]:
    """Return the tick labels under the axis; labels that would overlap the previous one are left out."""
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
