"""Small multiples: one small line for each indicator over the years, drawn for wide pages and for all others."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.analysis.indicator_series import IndicatorSeries, SeriesPoint
from generator.forms.figures import figure
from generator.output.pictures.drawing import Dot, Drawing, Label, Picture, Run, grouped, path, rounded, width_of, words
from generator.output.pictures.money import runs_width
from generator.words import translate

WIDTHS = (250, 154)
HEIGHT = 72
# Where the highest and the lowest target are, the axis, and the words under it.
TOP, BOTTOM, AXIS, FOOT = 24, 44, 52, 67
LEFT = 6
SIZE, AXIS_SIZE = 13, 12
LAST_RADIUS = 4.5
RISE = 9
AFTER = 12


def small_multiple(series: IndicatorSeries) -> Picture:
    """Return the picture of one indicator over the years."""
    years = translate("facts.between").join(
        translate("series.point", year=point.year, target=point.written) for point in series.points
    )
    name = named_with_unit(series)
    description = translate("series.description", name=name, years=years)
    return Picture(name, "", description, tuple(drawing_of(series, width) for width in WIDTHS))


def named_with_unit(series: IndicatorSeries) -> str:
    """Return the name of an indicator, with its unit in brackets where the figures do not show it."""
    return translate("series.unit", name=series.name, unit=series.unit) if series.unit not in ("", "%") else series.name


def target_run(series: IndicatorSeries, point: SeriesPoint, role: str) -> Run:
    """Return the target of a year: sign, figure and per cent."""
    first, *groups = grouped(figure(point.value))
    last = "%" if series.unit == "%" else ""
    pieces = [series.sign + first, *groups]
    pieces[-1] += last
    return Run(tuple(pieces), role)


def drawing_of(series: IndicatorSeries, width: int) -> Drawing:
    """Draw the line, its dots, its axis, and the words of its ends."""
    first, last = (target_run(series, series.points[at], role) for at, role in ((0, "soft"), (-1, "acc strong")))
    right = width - runs_width([last], SIZE) - AFTER - 1
    places = positions(series.points, right)
    lines = [("axis", path((0, AXIS + 0.5), (right + LAST_RADIUS, AXIS + 0.5)))]
    lines += [("trend", path(*piece)) for piece in unbroken(series.points, places)]
    lines.append(("points", "".join(f"M{x:g} {y:g}h0" for x, y in rounded(places[:-1]))))
    x, y = places[-1]
    last_dot = Dot(round(x, 1), round(y, 1), LAST_RADIUS, "p-acc")
    labels = (
        Label(0, first_height(first, places, right), (first,), SIZE),
        Label(width, round(y + 4.5, 1), (last,), SIZE, "end"),
        *year_labels(series.points, right),
    )
    return Drawing(width, HEIGHT, (), tuple(lines), labels, (last_dot,))


def positions(points: Sequence[SeriesPoint], right: float) -> list[tuple[float, float]]:
    """Return where the dots are: years from left to right, the highest target on top."""
    years = points[-1].year - points[0].year
    values = [point.value for point in points]
    low, span = min(values), max(values) - min(values)

    def height(value: Decimal) -> float:
        return BOTTOM - float((value - low) / span) * (BOTTOM - TOP) if span else (TOP + BOTTOM) / 2

    return [(LEFT + (point.year - points[0].year) / years * (right - LEFT), height(point.value)) for point in points]


def unbroken(
    points: Sequence[SeriesPoint], places: Sequence[tuple[float, float]]
) -> Iterator[list[tuple[float, float]]]:
    """Yield the pieces of the line between years that follow one another."""
    piece = [places[0]]
    for before, now, place in zip(points, points[1:], places[1:], strict=False):
        if now.year > before.year + 1:
            yield from [piece] if len(piece) > 1 else []
            piece = []
        piece.append(place)
    yield from [piece] if len(piece) > 1 else []


def first_height(first: Run, places: Sequence[tuple[float, float]], right: float) -> float:
    """Return where the first target is written: over its dot, or on top where it would reach the words of the last."""
    is_short = runs_width([first], SIZE) < right - AFTER
    return round(places[0][1] - RISE, 1) if is_short else TOP - RISE - 2


def year_labels(points: Sequence[SeriesPoint], right: float) -> Iterator[Label]:
    """Yield the first and the last year under the axis; only the last where both do not fit."""
    first, last = (str(points[at].year) for at in (0, -1))
    end = right + width_of(last, AXIS_SIZE) / 2
    if width_of(first, AXIS_SIZE) + AFTER < end - width_of(last, AXIS_SIZE):
        yield Label(0, FOOT, (words(first, "soft"),), AXIS_SIZE)
    yield Label(round(end, 1), FOOT, (words(last, "soft"),), AXIS_SIZE, "end")
