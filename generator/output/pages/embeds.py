"""The code that shows one part of a page in a frame on another site, with the height that the frame needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any

from generator.analysis.comparison import Comparison, ComparisonRow
from generator.analysis.facts import ProjectFacts, RecordFacts
from generator.analysis.table_rows import IndicatorFacts
from generator.output.exports.citation import Citation, citation_of
from generator.output.exports.web import address
from generator.output.pages.form_rows import TargetFamily, TaskList
from generator.output.pages.page import Site, names
from generator.output.pictures import Picture
from generator.output.pictures.drawing import width_of
from generator.words import translate

# As many targets as an embed shows.
MOST_TARGETS = 6
# Pixels of assets/embed.css: the frame around a part, a line of its note and of its foot, a row of a table.
FRAME, NOTE, FOOT, ROW, GAP = 44, 22, 20, 37, 8
NOTE_SIZE = 14
# Lines break before they are quite full.
FULL = 0.97


@dataclass(frozen=True, slots=True)
class EmbedWidth:
    """A width of a frame: that of its content, size and line height of its title, lines of its foot.

    Of a comparison, `head` is the height of the names, `row` that of a row without its bars, `bar` that of each.
    """

    content: int
    title: int
    line: int
    foot: int
    head: int
    row: int
    bar: int


NARROW, WIDE = EmbedWidth(328, 19, 27, 2, 50, 35, 20), EmbedWidth(728, 21, 29, 1, 56, 17, 23)


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
    facts: RecordFacts | ProjectFacts,
    parts: Mapping[str, str],
    picture: Picture | None,
    tasks: Sequence[TaskList],
    families: Sequence[TargetFamily],
) -> dict[str, Any]:
    """The context of a form's page for citations and embeds; `parts` are names by the ends of anchors."""
    citation = citation_of(facts, site.config)
    targets, shown = embedded_targets(families), len(tasks[0].rows) if tasks else 0
    rests = {
        "tasks": sum(len(some.rows) for some in tasks) - shown,
        "indicators": sum(len(family.rows) for family in families) - len(targets),
    }
    heights = {
        "budget": picture_heights(picture, embed_who(facts)) if picture else None,
        "tasks": table_heights(shown, has_rest=rests["tasks"] > 0),
        "indicators": table_heights(len(targets), has_rest=rests["indicators"] > 0),
    }
    codes = ((part, name, heights[part]) for part, name in parts.items())
    return {
        "citation": citation,
        "who": embed_who(facts),
        "embed_rests": rests,
        "embedded": {line.anchor for line in targets},
        "embeds": [embed_code(citation, facts.title, part, name, found) for part, name, found in codes if found],
    }


def embed_who(facts: RecordFacts | ProjectFacts) -> str:
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


def sheet_code(site: Site, prepared: Comparison, rows: Sequence[ComparisonRow]) -> EmbedCode:
    """The embed code of a comparison, which shows its bars of money."""
    compared = names(prepared.records)
    title = prepared.finding or translate("comparing.title", names=compared)
    bars = [row for row in rows if row.group == "money" and row.has_bars]
    page = address(site.config, prepared.path) if site.config.url else f"/{prepared.path}"
    heights = sheet_heights(title, len(bars), len(prepared.records))
    return code_of(translate("comparing.group.money"), title, page, "#embed-sheet", heights)


def picture_heights(picture: Picture, who: str) -> tuple[int, int]:
    """The heights of a frame with a picture, for a telephone and for a wide column."""
    note = translate("citing.embed.note", who=who, note=picture.note)
    drawings = picture.drawings
    narrow, wide = (
        part_height(width, picture.title, line_count(note, NOTE_SIZE, width.content)) + GAP + ceil(drawing.height)
        for width, drawing in ((NARROW, drawings[-1]), (WIDE, drawings[1]))
    )
    return narrow, wide


def table_heights(rows: int, *, has_rest: bool) -> tuple[int, int]:
    """The heights of a frame with rows of a table, which have one line each."""
    narrow, wide = (part_height(width, "", 1) + (rows + has_rest) * ROW for width in (NARROW, WIDE))
    return narrow, wide


def sheet_heights(title: str, rows: int, forms: int) -> tuple[int, int]:
    """The heights of a frame with the bars of a comparison."""
    narrow, wide = (
        part_height(width, title, 0) + width.head + rows * (width.row + forms * width.bar) for width in (NARROW, WIDE)
    )
    return narrow, wide


def part_height(width: EmbedWidth, title: str, notes: int) -> int:
    """The height of a part without its rows or drawing: its frame, title, lines of note, and foot."""
    titles = line_count(title, width.title, width.content) if title else 1
    return FRAME + titles * width.line + notes * NOTE + width.foot * FOOT


def line_count(text: str, size: int, room: int) -> int:
    """About how many lines a text takes up."""
    return ceil(width_of(text, size) / (room * FULL))
