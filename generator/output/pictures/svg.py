"""SVG of pictures, one element for each width; the style sheets show the one that fits the page."""

from collections.abc import Iterator, Sequence
from html import escape

from generator.content.markdown import Html
from generator.output.pictures.drawing import Box, Dot, Drawing, Label, Picture, Run

# The classes of the drawings of a picture by how many there are, widest first.
WIDTHS = {3: ("wide", "medium", "narrow"), 2: ("wide", "below-wide"), 1: ("always",)}
# The size and anchor of labels without a class.
USUAL_SIZE, USUAL_ANCHOR = 13, "start"
PATTERNS = {
    "hatch": (
        'width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="p-line" width="2" height="7"/>'
    ),
    "dots": 'width="8" height="8" patternUnits="userSpaceOnUse"><circle class="p-line" cx="4" cy="4" r="1.5"/>',
}


def picture_svg(picture: Picture, name: str) -> Html:
    """The drawings of a picture with their description; `name` is unique in the page."""
    drawings = zip(picture.drawings, WIDTHS[len(picture.drawings)], strict=True)
    shown = "".join(drawing_svg(drawing, name, width) for drawing, width in drawings)
    return Html(f'<div class="picture__drawings" role="img" aria-label="{escape(picture.description)}">{shown}</div>')


def drawing_svg(drawing: Drawing, name: str, shown: str) -> str:
    """One drawing as an SVG element with the class of the width that it is for."""
    width, height = drawing.width, f"{drawing.height:g}"
    prefix = f"{name}-{width}-"
    return (
        f'<svg class="drawing drawing--{shown}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"{''.join(shapes(drawing, prefix))}</svg>"
    )


def shapes(drawing: Drawing, prefix: str) -> Iterator[str]:
    """The elements of a drawing from bottom to top; `prefix` makes the ids of its patterns unique."""
    if drawing.patterns:
        patterns = (f'<pattern id="{prefix}{key}" {PATTERNS[key]}</pattern>' for key in drawing.patterns)
        yield f"<defs>{''.join(patterns)}</defs>"
    yield from map(line_svg, drawing.paths)
    yield from (box_svg(box, prefix) for box in drawing.boxes)
    yield from map(line_svg, drawing.over)
    yield from map(dot_svg, drawing.dots)
    yield from map(label_svg, drawing.labels)


def line_svg(line: tuple[str, str]) -> str:
    """A line of a drawing."""
    return f'<path class="{line[0]}" d="{line[1]}"/>'


def box_svg(box: Box, prefix: str) -> str:
    """A rectangle; one at the left or upper edge needs no coordinate there."""
    x = f' x="{box.x:g}"' if box.x else ""
    y = f' y="{box.y:g}"' if box.y else ""
    fill = f' fill="url(#{prefix}{box.pattern})"' if box.pattern else ""
    return f'<rect{x}{y} width="{box.width:g}" height="{box.height:g}" class="{box.role}"{fill}/>'


def dot_svg(dot: Dot) -> str:
    """A circle, with the city and the stack that it belongs to."""
    of_city = f' data-city="{escape(dot.city)}" data-stack="{dot.stack}"' if dot.city else ""
    return f'<circle cx="{dot.x:g}" cy="{dot.y:g}" r="{dot.radius:g}" class="{dot.role}"{of_city}/>'


def label_svg(label: Label) -> str:
    """A line of words; a single run has its class on the line itself."""
    runs = label.runs
    alone = runs[0].role if len(runs) == 1 else ""
    classes = (
        f"s{label.size}" if label.size != USUAL_SIZE else "",
        f"at-{label.anchor}" if label.anchor != USUAL_ANCHOR else "",
        alone,
    )
    names = " ".join(filter(None, classes))
    named = f' class="{names}"' if names else ""
    written = groups_svg(runs[0].groups) if alone else "".join(map(run_svg, runs))
    return f'<text x="{label.x:g}" y="{label.y:g}"{named}>{written}</text>'


def run_svg(run: Run) -> str:
    """Words of one style."""
    return f'<tspan class="{run.role}">{groups_svg(run.groups)}</tspan>' if run.role else groups_svg(run.groups)


def groups_svg(groups: Sequence[str]) -> str:
    """The groups of digits of a number as SVG, separated by offsets, so that copied text has no separators."""
    first, *others = groups
    return escape(first) + "".join(f'<tspan dx="3">{escape(group)}</tspan>' for group in others)
