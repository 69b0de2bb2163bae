"""The small pictures of cards: the bar of a form's money, totals as columns, a ratio as squares."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from generator.analysis.money_bar import MoneyBar, MoneyPart
from generator.forms.figures import figure
from generator.output.pictures.drawing import Box, Drawing, Label, Picture, fitted, number, path, width_of, words
from generator.output.pictures.money import description_of, outlined, roles, runs_width, segments_of
from generator.words import translate

# The widths of a card beside others, and on its own.
WIDTHS = (352, 328)
SIZE = 13
BAR, BAR_TOP, ROW = 36, 22, 22
COLUMNS, COLUMNS_TOP, FOOT = 74, 22, 20
# The gap between columns, in parts of the room of one.
GAP = 0.25
SQUARE, SQUARE_STEP, MOST_SQUARES = 13, 17, 24


def card_picture(title: str, note: str, description: str, draw: Callable[[int], Drawing]) -> Picture:
    """Return a picture with a drawing for each width of a card."""
    return Picture(title, note, description, tuple(draw(width) for width in WIDTHS))


def bar_card(bar: MoneyBar, title: str, note: str) -> Picture:
    """Return the bar of a form's money with two shares over it; the largest task and what is not shown are named."""
    return card_picture(title, note, description_of(bar), lambda width: bar_drawing(bar, width))


def bar_drawing(bar: MoneyBar, width: int) -> Drawing:
    """Draw the bar of a form's money."""
    segments = segments_of(bar.parts, roles(bar.parts), width)
    labels = []
    for at, part in enumerate(bar.split):
        is_last = at == len(bar.split) - 1 and at > 0
        runs = (words(f"{part.name} ", "soft"), words(f"{part.share}%", "soft"))
        labels.append(Label(width if is_last else 0, 14, runs, SIZE, "end" if is_last else "start"))
    end = BAR_TOP + BAR
    for at, part in enumerate(named_parts(bar.parts)):
        labels.append(part_label(part, bar.unit, end + ROW * (at + 1) - 4, width))
    return Drawing(width, end + 2 * ROW, tuple(outlined(segments, BAR_TOP, BAR, width)), (), tuple(labels))


def named_parts(parts: Sequence[MoneyPart]) -> list[MoneyPart]:
    """Return the largest task, and the part that is not listed or withheld."""
    tasks = [part for part in parts if part.kind == "task"][:1]
    return [*tasks, *[part for part in parts if part.kind in ("withheld", "unlisted", "unclear")][:1]]


def part_label(part: MoneyPart, unit: str, y: float, width: int) -> Label:
    """Return the name and the amount of a part; the name is cut where both are too wide."""
    amount = (number(figure(part.amount), "strong"), words(f" {unit}", "unit"))
    name = fitted(part.name, SIZE, width - runs_width(amount, SIZE) - 8)
    return Label(0, y, (words(f"{name} "), *amount), SIZE)


def columns_card(years: Sequence[tuple[int, Decimal | None, str]], title: str, note: str) -> Picture:
    """Return totals by year as columns, the last one marked: year, amount for the scale, amount in words."""
    parts = "；".join(translate("home.columns.part", year=year, amount=text) for year, _, text in years)
    return card_picture(title, note, parts, lambda width: columns_drawing(years, width))


def columns_drawing(years: Sequence[tuple[int, Decimal | None, str]], width: int) -> Drawing:
    """Draw totals by year as columns from zero, the last one and the one before it in bold."""
    step = min(width / len(years), 90)
    largest = max((amount for _, amount, _ in years if amount), default=Decimal(1))
    bottom = COLUMNS_TOP + COLUMNS
    boxes, labels, paths = [], [], []
    for at, (year, amount, text) in enumerate(years):
        x, wide = at * step, step * (1 - GAP)
        middle = round(x + wide / 2, 1)
        labels.append(Label(middle, bottom + 16, (words(str(year), "soft"),), 12, "middle"))
        if amount is None:
            paths.append(("leader", path((x, bottom - 0.5), (x + wide, bottom - 0.5))))
            continue
        height = max(1.0, round(float(amount / largest) * COLUMNS, 1))
        is_last = at == len(years) - 1
        boxes.append(Box(round(x, 1), bottom - height, round(wide, 1), height, "p-this" if is_last else "p-other"))
        role = "strong" if at >= len(years) - 2 else "soft"
        labels.append(Label(middle, bottom - height - 5, (number(text, role),), SIZE, "middle"))
    return Drawing(width, bottom + FOOT, tuple(boxes), tuple(paths), tuple(labels))


def squares_card(rows: Sequence[tuple[str, int, int, str]], title: str, note: str) -> Picture:
    """Return ratios as squares, the first one marked: name, how many are filled, of how many, the ratio in words."""
    description = "；".join(f"{name} {text}" for name, _, _, text in rows)
    return card_picture(title, note, description, lambda width: squares_drawing(rows, width))


def squares_drawing(rows: Sequence[tuple[str, int, int, str]], width: int) -> Drawing:
    """Draw each ratio as a row of squares, or as a bar where there are many."""
    boxes, labels = [], []
    y = 0.0
    for at, (name, filled, count, text) in enumerate(rows):
        role = "p-other" if at else "p-this"
        labels.append(Label(0, y + 14, (words(fitted(name, SIZE, width), "soft"),), SIZE))
        top, room = y + 22, width - width_of(text, SIZE) - 24
        if count <= min(MOST_SQUARES, room // SQUARE_STEP):
            boxes += [square(place, top, place < filled, role) for place in range(count)]
            end = float(count * SQUARE_STEP)
        else:
            end = min(MOST_SQUARES * SQUARE_STEP, room)
            boxes += [Box(0, top, round(end * filled / count, 1), SQUARE, role)]
            boxes += [Box(0.5, top + 0.5, round(end - 1, 1), SQUARE - 1, "outline")]
        labels.append(Label(round(end + 10, 1), top + 12, (words(text, "" if at else "strong"),), SIZE))
        y += 44
    return Drawing(width, y + 4, tuple(boxes), (), tuple(labels))


def square(place: int, top: float, is_filled: bool, role: str) -> Box:
    """Return one square of a ratio, filled or in outline."""
    x = place * SQUARE_STEP
    return (
        Box(x, top, SQUARE, SQUARE, role) if is_filled else Box(x + 0.5, top + 0.5, SQUARE - 1, SQUARE - 1, "outline")
    )
