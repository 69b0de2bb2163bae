"""Reads the tables of HTML pages as browsers show them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from generator.importing.markup import UNSEEN, html_root
from generator.importing.source import (
    ATTRIBUTE,
    HIDDEN,
    MOST_CELLS,
    PARTLY,
    PROPERTIES,
    STRUCK,
    WHITE,
    Contents,
    Omission,
    SourceCell,
    omission,
    refusal,
    text_of,
)
from generator.importing.table_sequence import OpenTable, TableSequence
from generator.words import translate

BLOCKS = frozenset(("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "caption", "tr"))
STRUCK_OUT = frozenset(("s", "strike", "del"))
STYLES = (
    (
        HIDDEN,
        re.compile(r"display:none|visibility:(?:hidden|collapse)|(?:font-size|opacity):0(?![.0-9]*[1-9])"),
    ),
    (STRUCK, re.compile("text-decoration[a-z-]*:[^;]*line-through")),
    (WHITE, re.compile(r"(?<![a-z-])color:(?:white\b|#fff(?:fff)?\b|rgb\(255,255,255\))")),
)
# The tables of the form pages of this program, and styles of others that keep the lines of their markup.
OWN = "form"
PRESERVED = re.compile(r"white-space:\s*(?:pre|break-spaces)")
SPACES = re.compile("[ \t\r\n]+")
BACKGROUND = re.compile(r"background[a-z-]*:")
MOST_SPAN, MOST_COVERED = 1_000, 500_000
COMMENT = re.compile("<!--(.*?)-->", re.DOTALL)
CELLS, ROWS = ("td", "th"), ("tr", "tbody", "thead", "tfoot")
NOT_DRAWN = re.compile("display:none")


def read_page(name: str, data: bytes) -> Contents:
    """Return the tables of a page, in which no other tables are; tables on the same columns follow one another."""
    page = WebPageReader(name)
    text = text_of(name, data)
    root = html_root(name, text)
    page.walk(root)
    page.close_text()
    tables, omissions = page.sequence.contents()
    if not tables:
        raise refusal(name, "empty")
    return tables, [*omissions, *marked_parts(root, text)]


def marked_parts(root: Any, text: str) -> Iterator[Omission]:
    """Yield the parts of a page that bear a mark: its properties, its comments, attributes, and other unseen text."""
    properties = [
        *(each.text or "" for each in root.iter("title")),
        *(each.get("content", "") for each in root.iter("meta")),
    ]
    outside = (each for each in root.iter() if isinstance(each.tag, str) and invisibility(each) and not in_table(each))
    unseen = ["".join(each.itertext()) for each in outside]
    # Such as title, alt and value; those of properties are among these.
    tips = {text for each in root.iter() if each.tag != "meta" for text in each.attrib.values()}
    kinds = ((PROPERTIES, properties), (HIDDEN, [*COMMENT.findall(text), *unseen]), (ATTRIBUTE, sorted(tips)))
    for kind, texts in kinds:
        yield from dict.fromkeys(found for each in texts if (found := omission("", kind, each)).is_marked)


def in_table(element: Any) -> bool:
    """Whether an element is in a cell of a table, or is one, or rows of cells: what is not seen of them is listed."""
    is_rows = element.tag in ROWS and element.find(".//table") is None
    return is_rows or element.tag in CELLS or any(True for _ in element.iterancestors(*CELLS))


@dataclass(slots=True)
class WebTable(OpenTable):
    """A table under construction; `taken` are the places of its cells."""

    keeps_lines: bool = False
    taken: set[tuple[int, int]] = field(default_factory=set)


class WebPageReader:
    """Reads the tables of a page and the texts between them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sequence = TableSequence(WebTable)
        self.text: list[str] = []

    def walk(self, element: Any) -> None:
        """Read an element and all inside it; a text is collected until its block ends."""
        for event, node in events(element):
            if event == "start" and node.tag == "table" and node.find(".//table") is None:
                self.close_text()
                self.read_table(node)
            elif event == "text":
                self.text.append(node)
            elif event in ("start", "end") and node.tag in BLOCKS:
                self.close_text()

    def close_text(self) -> None:
        """End a text between tables."""
        self.sequence.add_text(" ".join("".join(self.text).split()))
        self.text = []

    def read_table(self, element: Any) -> None:
        """Read the captions and rows of a table."""
        table = self.sequence.next_table()
        table.keeps_lines = element.get("class") == OWN or bool(PRESERVED.search(element.get("style") or ""))
        captions = [visible_text(each)[0] for each in element.iter("caption")]
        table.texts += [SourceCell(1, 1, text, place=table.place) for text in captions if text]
        for row in element.iter("tr"):
            around = [row, *row.iterancestors(*ROWS)]
            if not all(map(is_drawn, around)):
                place = translate("importing.place.after_row", table=table.number, row=table.row)
                self.sequence.omissions.append(omission(place, HIDDEN, "\n".join(row.itertext()), table.place))
                continue
            table.row += 1
            kind = next(filter(None, map(invisibility, around)), "")
            for cell in row:
                if cell.tag in CELLS:
                    self.add_cell(table, cell, kind)

    def add_cell(self, table: WebTable, element: Any, kind: str) -> None:
        """Add a cell to the first free place of the last row; `kind` is why nothing of the row is seen, if so.

        A cell that is not drawn has no place, and one in a hidden row has a place alone.
        """
        tall, wide = span(element.get("rowspan")), span(element.get("colspan"))
        column = next(column for column in range(1, MOST_SPAN + 1) if (table.row, column) not in table.taken)
        if len(table.cells) > MOST_CELLS or len(table.taken) + tall * wide > MOST_COVERED:
            raise refusal(self.name, "cells")
        place = table.cell_place(column)
        text, kinds = visible_text(element, keeps_lines=table.keeps_lines)
        if kind:
            unseen = "".join(element.itertext()).strip()
            text, kinds = "", {kind: unseen} if unseen else {}
        if is_drawn(element):
            table.taken.update(product(range(table.row, table.row + tall), range(column, column + wide)))
        is_left_out = kind == HIDDEN or not is_drawn(element)
        hidden = table.place if is_left_out else ""
        self.sequence.omissions += [omission(place, kind, text, hidden) for kind, text in kinds.items()]
        if is_left_out:
            return
        cell = SourceCell(table.row, column, text, tall, wide, place)
        table.cells.append(replace(cell, doubts=(PARTLY,)) if kinds else cell)


def span(value: str | None) -> int:
    """Return how many rows or columns an attribute gives a cell; 1 where it is no such number."""
    return min(int(value), MOST_SPAN) if value and re.fullmatch("[1-9][0-9]{0,5}", value.strip()) else 1


def events(element: Any) -> Iterator[tuple[str, Any]]:
    """Yield the starts and ends of visible elements and the texts between them; nothing inside innermost tables."""
    waiting: list[tuple[str, Any]] = [("start", element)]
    while waiting:
        event, node = waiting.pop()
        if event != "start" or (isinstance(node.tag, str) and node.tag not in UNSEEN and not invisibility(node)):
            yield event, node
        if event != "start":
            continue
        if node.tail:
            waiting.append(("text", node.tail))
        if not isinstance(node.tag, str) or node.tag in UNSEEN or invisibility(node):
            continue
        waiting.append(("end", node))
        if node.tag == "table" and node.find(".//table") is None:
            continue
        waiting += [("start", child) for child in reversed(node)]
        if node.text:
            waiting.append(("text", node.text))


def visible_text(element: Any, *, keeps_lines: bool = True) -> tuple[str, dict[str, str]]:
    """Return the text of a cell, a line for each of its blocks, and those of its parts that are not seen by the reason.

    `keeps_lines` is for tables whose style keeps the white space of their markup.
    """
    parts: list[str] = []
    kinds: dict[str, str] = {}
    waiting: list[Any] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node if keeps_lines else SPACES.sub(" ", node))
            continue
        kind = invisibility(node) if isinstance(node.tag, str) else ""
        if node is not element and node.tail:
            waiting.append(node.tail)
        if kind and (unseen := "".join(node.itertext()).strip()):
            kinds[kind] = f"{kinds.get(kind, '')}\n{unseen}"
        if kind or not isinstance(node.tag, str) or node.tag in UNSEEN:
            continue
        if node.tag == "br" or (node.tag in BLOCKS and node is not element):
            parts.append("\n")
        waiting += reversed(node)
        if node.text:
            waiting.append(node.text)
    text = "".join(parts)
    return text if keeps_lines else "\n".join(line.strip(" ") for line in text.strip().split("\n")), kinds


def is_drawn(element: Any) -> bool:
    """Whether an element is part of the layout of a page, visible or not."""
    return element.get("hidden") is None and not NOT_DRAWN.search(style_of(element))


def style_of(element: Any) -> str:
    """Return the style of an element without white space."""
    return re.sub(r"\s+", "", element.get("style") or "").lower()


def invisibility(element: Any) -> str:
    """Return why an element is not seen; "" where it is, as far as its own attributes say so."""
    if element.get("hidden") is not None:
        return HIDDEN
    if element.tag in STRUCK_OUT:
        return STRUCK
    style = style_of(element)
    has_ground = BACKGROUND.search(style) is not None
    return next((kind for kind, pattern in STYLES if pattern.search(style) and not (kind == WHITE and has_ground)), "")
