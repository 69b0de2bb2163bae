"""Figures for Plotly as plain dictionaries, made at build; the only module that depends on Plotly's figure format.

Colours are roles (`meta.role`), given their value in the browser from the palette in force. What a reader sees
beside the bars, on them and on hover is text, exactly as published: Plotly formats no number of ours. Where such a
text breaks depends on the screen, so the browser breaks it, and makes it harmless to Plotly's pseudo-HTML.
"""

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.table_rows import Split, SplitLine, TaskFacts
from generator.content.markdown import Html
from generator.forms.figures import WHOLE, ZERO, figure
from generator.words import translate

ROW = 38
MARGIN = 56
EDGE = 8
# In percent of a whole bar: what is shorter has its label beside it.
SMALL = 20
BAR_GAP = 0.36
# A figure, or a part of it, as Plotly reads it.
Figure = dict[str, Any]

STYLE_ID = re.compile(r'getElementById\("([0-9a-f]{64})"\)')


def plotly_name() -> str:
    """The path of the one shared Plotly script in the site."""
    return f"assets/plotly-{version('plotly')}/plotly.min.js"


def plotly_script() -> bytes:
    """The script that the plotly package brings along."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


def plotly_module() -> bytes:
    """A module for the folder of scripts: the address of the Plotly script, and the ids of its style elements.

    The script writes these elements into a page unless elements of their ids stand there already. A strict
    Content-Security-Policy refuses them, so the page declares the ids and brings the rules itself.
    """
    styles = ["plotly.js-style-global", *STYLE_ID.findall(plotly_script().decode("utf-8"))]
    address = f'new URL("../../{plotly_name()}", import.meta.url).href'
    return f"export const address = {address};\nexport const styles = {json.dumps(styles)};\n".encode()


def layout(rows: int) -> Figure:
    """The sizes of a chart with so many rows, in pixels; the browser adds the layout that all charts share."""
    return {
        "height": MARGIN + rows * ROW,
        "margin": {"l": 8, "r": 16, "t": EDGE, "b": EDGE},
        "bargap": BAR_GAP,
    }


def bars(
    role: int, names: Sequence[str], amounts: Sequence[Decimal], texts: Sequence[str], hover: Sequence[str]
) -> Figure:
    """One set of horizontal bars with its texts."""
    return {
        "type": "bar",
        "y": list(names),
        "x": [figure(amount) for amount in amounts],
        "text": list(texts),
        "customdata": list(hover),
        "meta": {"role": role},
    }


def bar_chart(names: Sequence[str], amounts: Sequence[Decimal], texts: Sequence[str], hover: Sequence[str]) -> Figure:
    """A chart of one set of bars."""
    return {"data": [bars(1, names, amounts, texts, hover)], "layout": layout(len(names))}


def noted(split: Split, lines: Sequence[tuple[int, SplitLine, Decimal]], below: int) -> Iterator[Figure]:
    """The labels of the pieces that are too small to hold them, so many pixels below the middle of their bar."""
    labels = [piece_text(line, amount) for _, line, amount in lines if is_small(line)]
    if labels:
        yield {
            "text": translate("charts.between").join(labels),
            "x": figure(sum((amount for _, _, amount in lines), ZERO)),
            "y": split.name,
            "xanchor": "right",
            "yanchor": "top",
            "yshift": -below,
            "showarrow": False,
            "font": {"size": 11},
        }


def is_small(line: SplitLine) -> bool:
    """Whether a label would not fit into the piece of a line."""
    return line.share is not None and line.share < SMALL


def piece_text(line: SplitLine, amount: Decimal) -> str:
    """The label of a piece."""
    return translate("charts.piece", name=line.name, amount=figure(amount))


def share_text(name: str, value: str, unit: str, share: Decimal | None) -> str:
    """The text on hover of one bar: name, figure as published, share."""
    key = "hover" if share is None else "hover_over" if share > WHOLE else "hover_share"
    return translate(f"charts.{key}", name=name, amount=value, unit=unit, share=share)


def drawn(split: Split) -> list[tuple[int, SplitLine, Decimal]]:
    """The lines of a split that have a figure above zero, each with its place, which gives it its colour."""
    return [
        (place, line, amount) for place, line in enumerate(split.lines, 1) if (amount := line.amount) and amount > 0
    ]


def budget_figure(facts: FormFacts) -> Figure | None:
    """The whole budget split up in each way the form has: one bar for each way, one piece for each line.

    A way whose total is unknown has no bar: it would be too short by what was left blank.
    """
    unit = facts.unit
    rows = [(split, lines) for split in facts.splits if split.total is not None and (lines := drawn(split))]
    if not rows:
        return None
    pieces = [
        bars(
            role,
            [split.name],
            [amount],
            ["" if is_small(line) else piece_text(line, amount)],
            [share_text(line.name, figure(amount), unit, line.share)],
        )
        for split, lines in rows
        for role, line, amount in lines
    ]
    look = layout(len(rows))
    # A bar leaves bargap of its share of the height free.
    below = int((look["height"] - 2 * EDGE) / len(rows) * (1 - BAR_GAP) / 2)
    notes = [note for split, lines in rows for note in noted(split, lines, below)]
    return {"data": pieces, "layout": look | {"barmode": "stack", "annotations": notes}}


def drawn_tasks(facts: RecordFacts) -> list[tuple[TaskFacts, Decimal]]:
    """The tasks that have a figure above zero, largest first."""
    lines = [
        (line, amount) for line in facts.tasks if not line.task.is_basic and (amount := line.amount) and amount > 0
    ]
    return sorted(lines, key=lambda pair: -pair[1])


def tasks_figure(facts: RecordFacts) -> Figure | None:
    """The tasks by amount, largest first."""
    lines = [(f"{line.number}. {line.label}", line.label, amount, line.share) for line, amount in drawn_tasks(facts)]
    return amounts_figure(lines, facts.unit)


def amounts_figure(lines: Sequence[tuple[str, str, Decimal, Decimal | None]], unit: str) -> Figure | None:
    """Amounts as (name of the bar, name on hover, amount, share); None for a single one, which compares nothing."""
    if len(lines) < 2:
        return None
    names, labels, amounts, shares = zip(*lines, strict=True)
    texts = [figure(amount) for amount in amounts]
    hover = [share_text(label, text, unit, share) for label, text, share in zip(labels, texts, shares, strict=True)]
    return bar_chart(names, amounts, texts, hover)


def figure_json(chart: Figure) -> Html:
    """A figure for a data block of a page: sorted, compact, and without a sign that could end the block."""
    text = json.dumps(chart, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Html(text)
