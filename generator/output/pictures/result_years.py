"""The picture of promise and result by year: the targets of each year, and how many of them were reached."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.analysis.verdicts import Funnel
from generator.output.pictures.drawing import Box, Drawing, Label, Picture, number, width_of, words
from generator.words import translate

SIZE, BAR, HEAD, SWATCH = 13, 24, 26, 12
# The widths of the drawings, where their bars begin and end, and the height of a row.
LAYOUTS = ((1120, 52, 960, 40), (720, 52, 580, 40), (328, 0, 328, 56))
INSIDE = 14
ROLES = ("v-ok", "v-late", "v-agree", "v-un")
# The classes of words inside parts of other colours than the page.
INK = {"v-ok": "in", "v-late": "in-late"}
KINDS = ("reached", "missed", "agreeing", "unchecked")


class ResultYear(NamedTuple):
    """A year with the number of its targets, and their outcomes; None without a self-evaluation."""

    year: int
    targets: int
    funnel: Funnel | None

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many targets were reached, missed, agree without a side on which to miss them, and were not checked."""
        funnel = self.funnel or Funnel()
        rest = funnel.promised - funnel.checkable - funnel.agreeing
        return funnel.reached, funnel.checkable - funnel.reached, funnel.agreeing, rest


def years_picture(title: str, note: str, years: Sequence[ResultYear]) -> Picture:
    """Return the picture of the years, oldest first."""
    described = "；".join(f"{one.year}：{one.targets}，{end_words(one)}" for one in years)
    drawings = tuple(years_drawing(years, *layout) for layout in LAYOUTS)
    return Picture(title, note, translate("results.years.description", note=note, years=described), drawings)


def end_words(one: ResultYear) -> str:
    """Return the outcomes of the targets of a year, in words."""
    if one.funnel is None:
        return translate("results.years.none")
    return translate("results.years.end", reached=one.funnel.reached, checkable=one.funnel.checkable)


def years_drawing(years: Sequence[ResultYear], width: int, left: int, right: int, row: int) -> Drawing:
    """Draw all years for one width, under a legend."""
    boxes, labels = legend(left, years)
    is_phone = left == 0
    largest = max(max(one.targets, sum(one.counts)) for one in years) or 1
    for at, one in enumerate(years):
        y = HEAD + at * row
        top = y + (row - BAR - 6 if is_phone else (row - BAR) / 2)
        line = y + 18 if is_phone else top + BAR / 2 + 5
        labels.append(Label(0, line, (words(str(one.year), "strong"),), SIZE))
        if one.funnel is None:
            text = translate("results.years.targets", count=one.targets) if one.targets else end_words(one)
            length = (right - left) * one.targets / largest
            boxes += [Box(left + 0.5, top + 0.5, round(max(length - 1, 1), 1), BAR - 1, "outline")] if length else []
            labels.append(Label(left + 10, top + BAR / 2 + 5, (words(text, "soft"),), SIZE))
            continue
        found = [*segments(one, left, (right - left) / largest, top)]
        boxes += [box for box, _ in found]
        labels += [label for _, label in found if label]
        labels.append(Label(width, line, (words(end_words(one), "strong"),), SIZE, "end"))
    return Drawing(width, HEAD + len(years) * row, tuple(boxes), (), tuple(labels))


def legend(left: int, years: Sequence[ResultYear]) -> tuple[list[Box], list[Label]]:
    """Return the swatches and names of the parts that a year has."""
    boxes, labels, x = [], [], float(left)
    sums = map(sum, zip(*(one.counts for one in years), strict=True))
    for kind, role, count in zip(KINDS, ROLES, sums, strict=True):
        if not count:
            continue
        name = translate(f"results.years.{kind}")
        boxes.append(Box(round(x, 1), 1, SWATCH, SWATCH, role))
        labels.append(Label(round(x + SWATCH + 8, 1), 12, (words(name),), SIZE))
        x += SWATCH + 8 + width_of(name, SIZE) + 20
    return boxes, labels


def segments(one: ResultYear, left: float, scale: float, top: float) -> Iterator[tuple[Box, Label | None]]:
    """Yield the parts of a year, each with its number where there is room for it inside."""
    x = left
    for count, role in zip(one.counts, ROLES, strict=True):
        if not count:
            continue
        drawn = max(1.0, count * scale - 1)
        text = str(count)
        fits = width_of(text, SIZE) + INSIDE < drawn
        label = Label(round(x + 7, 1), top + 17, (number(text, INK.get(role, "")),), SIZE) if fits else None
        yield Box(round(x, 1), top, round(drawn, 1), BAR, role), label
        x += count * scale
