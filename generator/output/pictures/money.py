"""The one bar of a form's money, drawn for three widths."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.analysis.money_bar import MoneyBar, MoneyPart
from generator.forms.figures import ZERO, figure, percent
from generator.output.pictures.drawing import Box, Drawing, Label, Picture, Run, fitted, number, path, width_of, words
from generator.words import translate

WIDTHS = (1120, 720)
PHONE = 328
BAR, PHONE_BAR, WHOLE_BAR, WEDGE = 56, 44, 32, 32
TOP = 36
ROW, PHONE_ROW = 23, 26
GAP = 1
LEADER = 14
# The padding of a label inside a segment.
INSIDE = 20
BESIDE = 16
NAME, VALUE = 14, 13
# The tasks with a row on a phone, and the least width of a segment with a percentage inside.
PHONE_TASKS = 3
PHONE_SHARE = 44
PHONE_NAME = 176
PHONE_INDENT = 20
SWATCH = 12
# The least characters of a name that is cut, its sign among them.
LEAST_CUT = 7
# The room of the shares at the end of a row on a phone, unless one of them is longer.
PHONE_SHARES = 52
# Below this share of the whole, the project expenditure is shown magnified.
MAGNIFIED = Decimal("0.25")
WHOLE_PERCENT = Decimal(1)
# Colours with dark words inside, and those without words.
LIGHT = ("p-t4", "p-t5", "p-later")
WORDLESS = ("p-t3", "p-unlisted", "p-unclear", "p-withheld")


class Segment(NamedTuple):
    """A part with its place in a bar and the class of its colour."""

    part: MoneyPart
    x: float
    width: float
    role: str

    @property
    def middle(self) -> float:
        """The middle of the segment."""
        return self.x + self.width / 2


def money_picture(bar: MoneyBar, title: str, note: str) -> Picture:
    """Return the picture of some money with its finding as title."""
    drawings = (*(wide_drawing(bar, width) for width in WIDTHS), phone_drawing(bar))
    return Picture(title, note, description_of(bar), drawings)


def description_of(bar: MoneyBar) -> str:
    """Return the parts of the money in words, for those who do not see the picture."""
    parts = "；".join(
        translate("pictures.money.part", name=part.name, amount=figure(part.amount), unit=bar.unit, share=part.share)
        for part in bar.parts
    )
    return translate("pictures.money.description", total=figure(bar.total), unit=bar.unit, parts=parts)


def roles(parts: Sequence[MoneyPart]) -> list[str]:
    """Return the class of the colour of each part: tasks from dark to light by size."""
    found, tasks = [], 0
    for part in parts:
        if part.kind == "task":
            tasks += 1
            found.append(f"p-t{min(tasks, 4)}")
        else:
            found.append({"basic": "p-basic", "rest": "p-t5"}.get(part.kind, f"p-{part.kind}"))
    return found


def segments_of(parts: Sequence[MoneyPart], roles_of: Sequence[str], width: float) -> list[Segment]:
    """Return the parts side by side over the whole width."""
    whole = sum((part.amount for part in parts), ZERO)
    found, before = [], ZERO
    for part, role in zip(parts, roles_of, strict=True):
        x, end = (float(amount / whole) * width for amount in (before, before + part.amount))
        drawn = max(GAP, end - x - GAP)
        found.append(Segment(part, min(x, width - drawn), drawn, role))
        before += part.amount
    return found


def amount_runs(part: MoneyPart, unit: str) -> tuple[Run, ...]:
    """Return amount, unit and share of a part as runs of words."""
    share = f" · {part.share}%" if part.share is not None else ""
    return (number(figure(part.amount), "strong"), words(f" {unit}", "unit"), words(share, "soft"))


def runs_width(runs: Sequence[Run], size: float) -> float:
    """Return the estimated width of text runs in pixels, with three pixels between the groups of a number."""
    return sum(width_of(run.text, size) + 3 * (len(run.groups) - 1) for run in runs)


def wide_drawing(bar: MoneyBar, width: int) -> Drawing:
    """Draw the bar for a wide page: brackets above, names and amounts inside and below; small projects magnified."""
    roles_of = roles(bar.parts)
    segments = segments_of(bar.parts, roles_of, width)
    project = [segment for segment in segments if not is_basic(segment)]
    share = sum((segment.part.amount for segment in project), ZERO) / bar.total
    boxes: list[Box] = []
    paths: list[tuple[str, str]] = []
    labels = list(bracket_labels(bar, width))
    paths += brackets(segments, width) if bar.split else []
    y, height, named = float(TOP), BAR, segments
    if bar.split and 0 < share < MAGNIFIED and len(project) > 1:
        boxes += outlined(segments, y, WHOLE_BAR, width)
        left = project[0].x
        y += WHOLE_BAR + WEDGE
        paths.append(("wedge", path((left, y - WEDGE), (width, y - WEDGE), (width, y), (0, y)) + "Z"))
        times = translate("pictures.money.magnified", times=f"{float(1 / share):.0f}")
        labels.append(Label(width - 8, y - 11, (words(times),), 13, "end"))
        named = segments_of([segment.part for segment in project], [segment.role for segment in project], width)
    boxes += outlined(named, y, height, width)
    inside, below = split_labels(named, bar.unit)
    for segment in inside:
        labels += inside_labels(segment, bar.unit, y)
    bottom = y + height
    row = bottom + 19
    unnamed = []
    for segment in below:
        label = below_label(segment, bar.unit, row)
        if label is None:
            unnamed.append(segment)
            continue
        labels.append(label)
        paths.append(
            ("leader", path((segment.middle, bottom), (segment.middle, row - 4), (segment.middle - 9, row - 4)))
        )
        row += ROW
    for segment in unnamed:
        boxes.append(Box(0, row - 11, SWATCH, SWATCH, f"{segment.role} swatch"))
        labels.append(legend_label(segment, bar.unit, row, width))
        row += ROW
    end = row - 11 if below else bottom + 4
    return Drawing(width, end, tuple(boxes), tuple(paths), tuple(labels))


def outlined(segments: Sequence[Segment], y: float, height: float, width: float) -> list[Box]:
    """Return the boxes of a bar and its outline."""
    boxes = [Box(round(segment.x, 1), y, round(segment.width, 1), height, segment.role) for segment in segments]
    return [*boxes, Box(0.5, y + 0.5, width - 1, height - 1, "outline")]


def bracket_labels(bar: MoneyBar, width: int) -> Iterator[Label]:
    """Yield the labels above the brackets: name, amount and share of each side of the bar."""
    x, free = 0.0, 0.0
    for part in bar.split:
        runs = (words(part.name, "strong"), words(" "), number(figure(part.amount)), *amount_runs(part, bar.unit)[1:])
        room = runs_width(runs, VALUE)
        start = max(x, free)
        at_end = start + room > width
        yield Label(width if at_end else round(start, 1), 14, runs, VALUE, "end" if at_end else "start")
        free = start + room + BESIDE
        x += float(part.amount / bar.total) * width


def brackets(segments: Sequence[Segment], width: int) -> list[tuple[str, str]]:
    """Return the brackets over the two sides of the bar: basic and project expenditure, or this year and others."""
    has_later = any(segment.part.kind == "later" for segment in segments)
    first = [segment for segment in segments if segment.part.kind != "later" and (has_later or is_basic(segment))]
    edge = first[-1].x + first[-1].width if first else 0.0
    sides = [(0.0, edge)] if first else []
    if len(first) < len(segments):
        sides.append((edge + GAP, float(width)))
    return [
        ("bracket", path((left + 0.5, 30), (left + 0.5, 24), (right - 0.5, 24), (right - 0.5, 30)))
        for left, right in sides
    ]


def is_basic(segment: Segment) -> bool:
    """Whether a segment is basic expenditure, which its bracket names."""
    return segment.part.kind == "basic"


def split_labels(segments: Sequence[Segment], unit: str) -> tuple[list[Segment], list[Segment]]:
    """Return the segments labelled inside and those labelled below; basic expenditure has its label above."""
    inside: list[Segment] = []
    below: list[Segment] = []
    for segment in segments:
        if is_basic(segment):
            continue
        needed = max(width_of(segment.part.name, NAME), runs_width(amount_runs(segment.part, unit), VALUE)) + INSIDE
        fits = segment.width > needed and segment.role not in WORDLESS
        (inside if fits else below).append(segment)
    return inside, below


def inside_labels(segment: Segment, unit: str, y: float) -> list[Label]:
    """Return name and amount inside a segment."""
    role = "in5" if segment.role in LIGHT else "in"
    amount = number(figure(segment.part.amount), role)
    share = f" · {segment.part.share}%" if segment.part.share is not None else ""
    x = round(segment.x + 10, 1)
    return [
        Label(x, y + 24, (words(segment.part.name, f"{role} strong"),), NAME),
        Label(x, y + 43, (amount, words(f" {unit}{share}", role)), VALUE),
    ]


def below_label(segment: Segment, unit: str, y: float) -> Label | None:
    """Return name and amount below the bar, ending left of the leader; without share, then cut, where they are long.

    None where not even the first characters of the name have room.
    """
    x = segment.middle - LEADER
    amount, of_unit, share = amount_runs(segment.part, unit)
    for tail in ((amount, of_unit, share), (amount, of_unit)):
        room = x - runs_width(tail, VALUE) - 8
        if width_of(segment.part.name, VALUE) <= room:
            return Label(round(x, 1), y, (words(segment.part.name), words("  "), *tail), VALUE, "end")
    name = fitted(segment.part.name, VALUE, room)
    if len(name) < LEAST_CUT:
        return None
    return Label(round(x, 1), y, (words(name), words("  "), amount, of_unit), VALUE, "end")


def legend_label(segment: Segment, unit: str, y: float, width: int) -> Label:
    """Return the name and amount of a segment for the legend, where the bar has no room for them."""
    amounts = amount_runs(segment.part, unit)
    name = fitted(segment.part.name, VALUE, width - PHONE_INDENT - runs_width(amounts, VALUE) - 8)
    return Label(PHONE_INDENT, y, (words(name), words("  "), *amounts), VALUE)


def phone_drawing(bar: MoneyBar) -> Drawing:
    """Draw the bar for a telephone: percentages inside, then a row for each part."""
    parts = phone_parts(bar)
    roles_of = roles(parts)
    segments = segments_of(parts, roles_of, PHONE)
    boxes = outlined(segments, 0, PHONE_BAR, PHONE)
    labels = []
    for segment in segments:
        share = segment.part.share
        if share is not None and segment.width > PHONE_SHARE and segment.role not in WORDLESS:
            role = "in5" if segment.role in LIGHT else "in"
            labels.append(
                Label(
                    round(segment.middle, 1),
                    27,
                    (words(f"{share.quantize(WHOLE_PERCENT, ROUND_HALF_UP)}%", role),),
                    VALUE,
                    "middle",
                )
            )
    y = PHONE_BAR + 6.0
    shares = max([PHONE_SHARES, *(width_of(share_words(part), VALUE) + BESIDE / 2 for part in parts)])
    for part, role in zip(parts, roles_of, strict=True):
        boxes.append(Box(0, y + 7, SWATCH, SWATCH, f"{role} swatch"))
        labels += phone_labels(part, y + 18, PHONE - shares)
        y += PHONE_ROW
    return Drawing(PHONE, y, tuple(boxes), (), tuple(labels))


def phone_labels(part: MoneyPart, y: float, end: float) -> Iterator[Label]:
    """Yield name, amount and share of a part in a row on a phone; the amounts end at one place."""
    amount = number(figure(part.amount), "strong")
    room = end - runs_width([amount], VALUE) - BESIDE / 2 - PHONE_INDENT
    yield Label(PHONE_INDENT, y, (words(fitted(part.name, VALUE, min(PHONE_NAME, room))),), VALUE)
    yield Label(round(end, 1), y, (amount,), VALUE, "end")
    if part.share is not None:
        yield Label(PHONE, y, (words(share_words(part), "soft"),), VALUE, "end")


def share_words(part: MoneyPart) -> str:
    """Return the share of a part; empty where it is unknown."""
    return "" if part.share is None else f"{part.share}%"


def phone_parts(bar: MoneyBar) -> list[MoneyPart]:
    """Return the parts with the tasks after the third as one."""
    tasks = [part for part in bar.parts if part.kind == "task"]
    rest = next((part for part in bar.parts if part.kind == "rest"), None)
    if not bar.split or (len(tasks) <= PHONE_TASKS + 1 and not rest):
        return list(bar.parts)
    folded = [*tasks[PHONE_TASKS:], *([rest] if rest else [])]
    amount = sum((part.amount for part in folded), ZERO)
    count = sum(part.count for part in folded)
    name = translate("pictures.money.rest", count=count)
    together = MoneyPart("rest", name, amount, percent(amount, bar.total), "tasks", count)
    before = [part for part in bar.parts if part.kind == "basic"]
    after = [part for part in bar.parts if part.kind not in ("basic", "task", "rest")]
    return [*before, *tasks[:PHONE_TASKS], together, *after]
