"""The code that shows one part of a page in a frame on another site, with the height that the frame needs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil
from typing import Any

from generator.analysis.comparison import Comparison, ComparisonRow
from generator.analysis.facts import FormFacts
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.forms.figures import figure
from generator.output.exports.citation import Citation, citation_of
from generator.output.exports.web import address
from generator.output.pages.form_rows import TargetFamily, TaskList
from generator.output.pages.page import Site, names
from generator.output.pictures import Picture
from generator.output.pictures.drawing import width_of
from generator.words import translate

# The most targets of an embed.
MOST_TARGETS = 6
# Pixels of assets/embed.css: the frame around a part, a line of its note and of its foot, a row of a table.
FRAME, NOTE, FOOT, LINE, ROW, GAP = 44, 22, 20, 24, 13, 8
NOTE_SIZE, TEXT_SIZE, FOOT_SIZE, BESIDE = 14, 15, 13, 16
FOOT_GAP = 24
# Browsers set them as narrow as letters.
QUOTES = str.maketrans("“”‘’", "nnnn")
# What no line breaks inside of: a word or a figure, or an ideograph with the punctuation after it.
PIECES = re.compile("(?:[!-\u1fff]+|.)[，。、；：！？）》”]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EmbedWidth:
    """A width of a frame: that of its content, size and line height of its title.

    Of a comparison, `head` is the height of the names, `row` that of a row without its bars, `bar` that of each.
    """

    content: int
    title: int
    line: int
    head: int
    row: int
    bar: int


NARROW, WIDE = EmbedWidth(328, 19, 27, 50, 30, 24), EmbedWidth(728, 21, 29, 56, 17, 24)


@dataclass(frozen=True, slots=True)
class EmbedCode:
    """The code of one part in the order in which it is written: opening, address, closing.

    `target` is the address as seen from the page, `height` that of the code, which a telephone needs, and
    `wide_height` what is enough in a column of 760 pixels.
    """

    name: str
    opening: str
    target: str
    address: str
    closing: str
    height: int
    wide_height: int


def citing(
    site: Site,
    facts: FormFacts,
    parts: Mapping[str, str],
    picture: Picture | None,
    tasks: Sequence[TaskList],
    families: Sequence[TargetFamily],
) -> dict[str, Any]:
    """The context of a form's page for citations and embeds; `parts` are names by the ends of anchors."""
    citation, form = citation_of(facts, site.config), facts.form
    targets, shown = embedded_targets(families), len(tasks[0].rows) if tasks else 0
    rests = {
        "tasks": sum(len(some.rows) for some in tasks) - shown,
        "indicators": sum(len(family.rows) for family in families) - len(targets),
    }
    foot = (translate("citing.embed.source", department=citation.department, title=citation.title), citation.site)
    task_rows = [(str(row.line.task.name), task_value(row.line, form.unit)) for row in (tasks[0].rows if tasks else ())]
    target_rows = [(str(line.indicator.name), line.indicator.written) for line in targets]
    heights = {
        "budget": picture_heights(picture, embed_who(facts), foot) if picture else None,
        "tasks": table_heights(task_rows, foot, has_rest=rests["tasks"] > 0),
        "indicators": table_heights(target_rows, foot, has_rest=rests["indicators"] > 0),
    }
    codes = ((part, name, heights[part]) for part, name in parts.items())
    return {
        "citation": citation,
        "who": embed_who(facts),
        "embed_rests": rests,
        "embedded": {line.anchor for line in targets},
        "embeds": [embed_code(citation, facts.title, part, name, found) for part, name, found in codes if found],
    }


def embed_who(facts: FormFacts) -> str:
    """Whose form a part is of, and of which year."""
    return translate("comparing.record", department=facts.name, year=facts.source.year)


def embedded_targets(families: Sequence[TargetFamily]) -> list[IndicatorFacts]:
    """The indicators that an embed shows: the first that can be measured, then others."""
    lines = [row.line for family in families for _, row in family.rows]
    return sorted(lines, key=lambda line: not line.reading.measurable)[:MOST_TARGETS]


def embed_code(citation: Citation, title: str, part: str, name: str, heights: tuple[int, int]) -> EmbedCode:
    """The embed code of one part; its address includes the fingerprint of the form, to detect later changes."""
    name_of_frame = translate("citing.embed.frame_title", form=title, part=name)
    return code_of(name, name_of_frame, citation.address, f"?v={citation.short}#embed-{part}", heights)


def code_of(name: str, title: str, page: str, target: str, heights: tuple[int, int]) -> EmbedCode:
    """The code of a frame for a part of a page; `heights` are for a telephone and for a wide column."""
    closing = f'" title="{escape(title)}" width="100%" height="{heights[0]}" loading="lazy"></iframe>'
    return EmbedCode(name, '<iframe src="', target, page + target, closing, *heights)


def task_value(line: TaskFacts, unit: str) -> str:
    """The amount of a task as its row shows it."""
    return translate("absence.withheld") if line.amount is None else f"{figure(line.amount)} {unit}"


def sheet_code(site: Site, prepared: Comparison, rows: Sequence[ComparisonRow]) -> EmbedCode:
    """The embed code of a comparison, which shows its bars of money."""
    compared = names(prepared.records)
    title = prepared.finding or translate("comparing.title", names=compared)
    bars = sum(row.group == "money" and row.has_bars for row in rows)
    page = address(site.config, prepared.path) if site.config.url else f"/{prepared.path}"
    heights = both(
        lambda width: (
            part_height(width, title, 0, (compared, str(site.config.name)))
            + width.head
            + bars * (width.row + len(prepared.records) * width.bar)
        )
    )
    return code_of(translate("comparing.group.money"), title, page, "#embed-sheet", heights)


def both(height: Callable[[EmbedWidth], int]) -> tuple[int, int]:
    """The heights of a part, for a telephone and for a wide column."""
    return height(NARROW), height(WIDE)


def picture_heights(picture: Picture, who: str, foot: tuple[str, str]) -> tuple[int, int]:
    """The heights of a frame with a picture."""
    note = translate("citing.embed.note", who=who, note=picture.note)
    drawings = {NARROW: picture.drawings[-1], WIDE: picture.drawings[1]}
    return both(
        lambda width: (
            part_height(width, picture.title, line_count(note, NOTE_SIZE, width.content), foot)
            + GAP
            + ceil(drawings[width].height)
        )
    )


def table_heights(rows: Sequence[tuple[str, str]], foot: tuple[str, str], *, has_rest: bool) -> tuple[int, int]:
    """The heights of a frame with rows of a table, each a name and a value."""
    rest = ROW + LINE if has_rest else 0
    return both(
        lambda width: (
            part_height(width, "", 1, foot)
            + sum(ROW + row_lines(name, value, width.content) * LINE for name, value in rows)
            + rest
        )
    )


def row_lines(name: str, value: str, room: int) -> int:
    """The estimated number of lines of a name whose value takes at most half of the row."""
    value_width = min(width_of(value, TEXT_SIZE), room / 2)
    return max(line_count(name, TEXT_SIZE, room - value_width - BESIDE), line_count(value, TEXT_SIZE, room / 2), 1)


def part_height(width: EmbedWidth, title: str, notes: int, foot: tuple[str, str]) -> int:
    """The height of a part without its rows or drawing: its frame, title, lines of note, and foot."""
    titles = line_count(title, width.title, width.content) if title else 1
    return FRAME + titles * width.line + notes * NOTE + foot_lines(*foot, width.content) * FOOT


def foot_lines(source: str, site: str, room: int) -> int:
    """The estimated number of lines of the footer: the source, and the site on the same line where it fits."""
    together = width_of(source, FOOT_SIZE) + FOOT_GAP + width_of(f"{site} ↗", FOOT_SIZE)
    return 1 if together <= room else line_count(source, FOOT_SIZE, room) + 1


def line_count(text: str, size: int, room: float) -> int:
    """The estimated number of lines of a text, which breaks between ideographs and around words and figures."""
    lines, used = 1, 0.0
    for width in piece_widths(text, size):
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        used += width
    return lines


@lru_cache(maxsize=4096)
def piece_widths(text: str, size: int) -> tuple[float, ...]:
    """The widths of the pieces of a text, which is laid out for a telephone and for a wide column."""
    return tuple(width_of(piece, size) for piece in PIECES.findall(text.translate(QUOTES)))
