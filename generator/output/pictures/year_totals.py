"""Totals by year as horizontal bars, drawn for three widths: the parts and colours of the money bar, newest last."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.budget_totals import YearTotal
from generator.analysis.facts import PartKind
from generator.analysis.total_changes import TotalChange
from generator.forms.figures import ZERO, absence, signed
from generator.output.pictures.drawing import Box, Drawing, Label, Picture, number, path, width_of, words
from generator.words import translate

ROLES: dict[PartKind, str] = {
    "basic": "p-basic",
    "listed": "p-t1",
    "unlisted": "p-unlisted",
    "withheld": "p-withheld",
    "unclear": "p-unclear",
    "undivided": "p-t3",
}
WITH_WORDS = ("p-basic", "p-t1")
SIZE, HEAD = 13, 12
# The padding of a label inside a segment.
INSIDE = 14
SWATCH, LEGEND_GAP = 12, 24
# A cut bar ends so far before the end, and its zigzag is so wide.
CUT_AT, CUT_STEP = 44, 6


@dataclass(frozen=True, slots=True)
class Layout:
    """The horizontal positions of the columns of a drawing; on a phone labels are above the bar."""

    width: int
    left: int
    right: int
    total: int
    row: int
    bar: int
    is_phone: bool = False


LAYOUTS = (
    Layout(1120, 52, 900, 1030, 40, 24),
    Layout(720, 52, 500, 630, 40, 24),
    Layout(328, 0, 328, 262, 56, 22, is_phone=True),
)


@dataclass(frozen=True, slots=True)
class TotalsScale:
    """How amounts are drawn: the largest that is not cut, and amounts in 万元 as words without their unit."""

    largest: Decimal
    exact: Callable[[Decimal], str]
    rough: Callable[[Decimal], str]

    def length(self, amount: Decimal, room: float) -> float:
        """Return how long the bar of an amount is."""
        return min(1.0, float(amount / self.largest)) * room


def totals_picture(
    totals: Sequence[YearTotal], title: str, note: str, exact: Callable[[Decimal], str], rough: Callable[[Decimal], str]
) -> Picture:
    """Return the picture of totals by year; `exact` and `rough` write amounts at the end of bars and inside them."""
    shown = [one.total for one in totals if one.total and not one.is_cut]
    largest = max(shown, default=max((one.total for one in totals if one.total), default=Decimal(1)))
    scale = TotalsScale(largest, exact, rough)
    described = "；".join(described_year(one, exact) for one in totals)
    description = translate("totals.description", note=note, years=described)
    return Picture(title, note, description, tuple(drawing_of(totals, scale, layout) for layout in LAYOUTS))


def described_year(one: YearTotal, exact: Callable[[Decimal], str]) -> str:
    """Return the total of a year in words."""
    return translate("totals.described", year=one.year, total=exact(one.total) if one.total is not None else why(one))


def why(one: YearTotal) -> str:
    """Return why a year has no total."""
    if one.is_missing:
        return translate("totals.missing")
    return translate(f"absence.{absence(one.why) if one.why else 'unknown_total'}")


def drawing_of(totals: Sequence[YearTotal], scale: TotalsScale, layout: Layout) -> Drawing:
    """Draw all years for one width, under a legend and the heads of the columns."""
    boxes, labels, y = legend(totals, layout)
    if not layout.is_phone:
        labels += [
            Label(layout.total, HEAD, (words(translate("totals.total"), "soft"),), HEAD, "end"),
            Label(layout.width, HEAD, (words(translate("totals.change"), "soft"),), HEAD, "end"),
        ]
    paths: list[tuple[str, str]] = []
    over: list[tuple[str, str]] = []
    for one in totals:
        top = y + (22 if layout.is_phone else (layout.row - layout.bar) / 2)
        labels += row_labels(one, scale, layout, y, is_last=one is totals[-1])
        if one.total:
            row = list(bars(one, scale, layout, top))
            boxes += [box for box, _ in row]
            labels += [label for _, label in row if label]
            over += cut(layout, top) if one.is_cut else []
        elif one.total is None:
            text = why(one)
            labels.append(Label(layout.left, round(top + layout.bar / 2 + 5, 1), (words(text, "soft"),), SIZE))
            if one.is_missing:
                middle = top + layout.bar / 2
                start = layout.left + width_of(text, SIZE) + 12
                paths.append(("leader", path((start, middle), (layout.right, middle))))
        y += layout.row
    return Drawing(layout.width, y, tuple(boxes), tuple(paths), tuple(labels), (), tuple(over))


def legend(totals: Sequence[YearTotal], layout: Layout) -> tuple[list[Box], list[Label], float]:
    """Return the swatches and names of the parts that occur, and where the rows begin."""
    kinds = [kind for kind in ROLES if any(kind == part for one in totals for part, _ in one.parts)]
    boxes: list[Box] = []
    labels: list[Label] = []
    x, y = float(layout.left), 0.0
    end = layout.width if layout.is_phone else layout.total - 60
    for kind in kinds:
        name = translate(f"totals.parts.{kind}")
        room = SWATCH + 8 + width_of(name, SIZE)
        if x + room > end and x > layout.left:
            x, y = float(layout.left), y + 22
        boxes.append(Box(round(x, 1), y + 1, SWATCH, SWATCH, f"{ROLES[kind]} swatch"))
        labels.append(Label(round(x + SWATCH + 8, 1), y + 12, (words(name),), SIZE))
        x += room + LEGEND_GAP
    return boxes, labels, y + 26


def bars(one: YearTotal, scale: TotalsScale, layout: Layout, top: float) -> Iterator[tuple[Box, Label | None]]:
    """Yield the parts of a year, each with its amount where there is room for it inside."""
    room = layout.right - layout.left
    x = float(layout.left)
    stretch = room / scale.length(one.total or ZERO, room) if one.is_cut else 1.0
    whole = scale.length(one.total or ZERO, room) * stretch
    for kind, amount in one.parts:
        width = float(amount / (one.total or amount)) * whole
        drawn = max(1.0, width - 1)
        role = ROLES[kind]
        text = scale.rough(amount)
        fits = role in WITH_WORDS and not layout.is_phone and not one.is_cut and width_of(text, SIZE) + INSIDE < drawn
        inside = Label(round(x + 7, 1), round(top + 17, 1), (number(text, "in"),), SIZE) if fits else None
        yield Box(round(min(x, layout.right - drawn), 1), top, round(drawn, 1), layout.bar, f"{role} edge"), inside
        x += width


def cut(layout: Layout, top: float) -> list[tuple[str, str]]:
    """Return the zigzag through a bar that is longer than the drawing."""
    x, steps = layout.right - CUT_AT, 4
    heights = [top - 1 + (layout.bar + 2) * at / steps for at in range(steps + 1)]
    left = [(x + CUT_STEP * (at % 2), y) for at, y in enumerate(heights)]
    right = [(x + CUT_STEP * (at % 2) + 5, y) for at, y in enumerate(heights)]
    return [("cut", path(*left, *reversed(right)) + "Z")]


def row_labels(one: YearTotal, scale: TotalsScale, layout: Layout, y: float, *, is_last: bool) -> Iterator[Label]:
    """Yield the year, the total and the change of a row."""
    line = y + (16 if layout.is_phone else layout.row / 2 + 5)
    yield Label(0, line, (words(str(one.year), "strong"),), SIZE)
    if one.total is None:
        return
    yield Label(layout.total, line, (number(scale.exact(one.total), "strong"),), SIZE, "end")
    if one.change:
        role = "acc strong" if is_last else "soft"
        yield Label(layout.width, line, (words(change_words(one.change), role),), SIZE, "end")


def change_words(change: TotalChange) -> str:
    """Return a change from the year before as a signed percentage; one that is doubtful is to be checked."""
    if change.is_doubtful:
        return translate("totals.check")
    if not change.share:
        return translate("totals.same")
    return f"{signed(change.share)}%"
