"""Reads the tables of DOCX documents by a walk over their XML that leaves out hidden, struck-out and deleted text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.importing.markup import xml_root
from generator.importing.package_parts import package_omissions
from generator.importing.packages import opened_package
from generator.importing.source import (
    COMMENT,
    HIDDEN,
    MACROS,
    MARKED,
    MOST_CELLS,
    PARTLY,
    STRUCK,
    TEXT_BOX,
    WHITE,
    Contents,
    Omission,
    SourceCell,
    omission,
    refusal,
)
from generator.importing.table_sequence import OpenTable, TableSequence
from generator.secrecy.marks import find_marks
from generator.words import translate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN, COMMENTS = "word/document.xml", "word/comments.xml"
# Elements whose texts are no part of the document as it is now, or are shown elsewhere.
GONE = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "footnoteReference", "pPr", "sdtPr")
)
ALTERNATIVE, FALLBACK = "AlternateContent", "Fallback"
OFF = ("0", "false", "off", "none")
MOST_SPAN = 200


def read_document(name: str, data: bytes) -> Contents:
    """Return the tables of a document; raises UsageError for one that is broken, dangerous or has no tables."""
    package = opened_package(name, data)
    if MAIN not in package.namelist():
        raise refusal(name, "mismatch")
    names = package.namelist()
    comments = xml_root(name, package.read(COMMENTS)) if COMMENTS in names else []
    marked = {each.get(f"{W}id") for each in comments if find_marks(whole_text(each))}
    document = DocumentReader(name, marked)
    body = xml_root(name, package.read(MAIN)).find(f"{W}body")
    document.read(body if body is not None else [])
    tables, of_cells = document.sequence.contents()
    if not tables:
        raise refusal(name, "empty")
    omissions = [Omission("", COMMENT, is_marked=bool(marked - document.of_cells))] if COMMENTS in names else []
    omissions += [Omission("", MACROS)] if "word/vbaProject.bin" in names else []
    boxes = body.iter(f"{W}txbxContent") if body is not None else ()
    omissions += dict.fromkeys(omission("", TEXT_BOX, whole_text(box)) for box in boxes)
    return tables, [*of_cells, *omissions, *package_omissions(name, package)]


def whole_text(element: Any) -> str:
    """Return all text of a part of a document, a line for each paragraph."""
    return "\n".join("".join(text.text or "" for text in each.iter(f"{W}t")) for each in element.iter(f"{W}p"))


@dataclass(slots=True)
class DocumentTable(OpenTable):
    """A table under construction; `above` is the cell in each column that may reach further down."""

    above: dict[int, int] = field(default_factory=dict)


class DocumentReader:
    """Reads the tables of a document and the texts between them."""

    def __init__(self, name: str, marked: set[str]) -> None:
        self.name = name
        self.sequence = TableSequence(DocumentTable)
        # The numbers of the comments that bear a mark, and of those the ones that are in cells.
        self.marked = marked
        self.of_cells: set[str] = set()

    def read(self, parent: Any) -> None:
        """Read the paragraphs and tables in a part of the document, in order."""
        for child in parent:
            if child.tag == f"{W}p":
                text, unseen = visible_text(child)
                self.sequence.add_text(text)
                self.sequence.omissions += (omission("", kind, each) for kind, each in unseen.items())
            elif child.tag == f"{W}tbl":
                self.read_table(child)
            elif child.tag not in GONE:
                self.read(child)

    def read_table(self, element: Any) -> None:
        """Read the rows of a table."""
        table = self.sequence.next_table()
        table.above = {}
        for row in within(element, f"{W}tr"):
            if invisibility(row.find(f"{W}trPr")):
                place = translate("importing.place.after_row", table=table.number, row=table.row)
                self.sequence.omissions.append(omission(place, HIDDEN, whole_text(row), table.place))
                continue
            table.row += 1
            self.read_row(table, row)

    def read_row(self, table: DocumentTable, row: Any) -> None:
        """Read the cells of a row, which may begin at a later column."""
        column = 1 + number_of(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in within(row, f"{W}tc"):
            wide = number_of(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart" and column in table.above:
                at = table.above[column]
                upper = table.cells[at]
                tall = table.row - upper.row + 1
                table.cells[at] = SourceCell(
                    upper.row, upper.column, upper.text, tall, upper.colspan, upper.place, doubts=upper.doubts
                )
            else:
                self.add_cell(table, cell, column, wide)
                table.above[column] = len(table.cells) - 1
            column += wide
        if len(table.cells) > MOST_CELLS or column > MOST_SPAN:
            raise refusal(self.name, "cells")

    def add_cell(self, table: DocumentTable, element: Any, column: int, wide: int) -> None:
        """Add a cell to the last row; the texts of tables inside it are its own."""
        place = table.cell_place(column)
        paragraphs = [visible_text(each) for each in element.iter(f"{W}p")]
        kinds = dict.fromkeys(kind for _, some in paragraphs for kind in some)
        unseen = "\n".join(each for _, some in paragraphs for each in some.values())
        self.sequence.omissions += (omission(place, kind, unseen) for kind in kinds)
        text = "\n".join(text for text, _ in paragraphs)
        marked = {each.get(f"{W}id") for each in element.iter(f"{W}commentReference")} & self.marked
        self.of_cells |= marked
        doubts = (*([PARTLY] if kinds else []), *([MARKED] if marked else []))
        table.cells.append(SourceCell(table.row, column, text, 1, wide, place, doubts=doubts))


def within(element: Any, tag: str) -> Iterator[Any]:
    """Yield the nearest elements of a kind inside another, also in content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in GONE and child.tag not in (f"{W}tbl", f"{W}tc"):
            yield from within(child, tag)


def number_of(element: Any, default: int) -> int:
    """Return the number that an element has as its value."""
    value = "" if element is None else element.get(f"{W}val") or ""
    return min(int(value), MOST_SPAN) if value.isdecimal() and len(value) < 6 else default


def visible_text(paragraph: Any) -> tuple[str, dict[str, str]]:
    """Return the visible text of a paragraph, and its invisible parts by the reason."""
    parts: list[str] = []
    kinds: dict[str, str] = {}
    for run in runs_of(paragraph):
        text = "".join(run_texts(run))
        kind = invisibility(run.find(f"{W}rPr"))
        if kind and text.strip():
            kinds[kind] = kinds.get(kind, "") + text
        elif not kind:
            parts.append(text)
    return "".join(parts), kinds


def runs_of(element: Any) -> Iterator[Any]:
    """Yield the runs of letters in a paragraph, without those that were deleted."""
    for child in element:
        if child.tag == f"{W}r":
            yield child
        elif child.tag not in GONE and not str(child.tag).endswith(FALLBACK):
            yield from runs_of(child)


def run_texts(run: Any) -> Iterator[str]:
    """Yield the texts of a run, with line ends."""
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"


def invisibility(style: Any) -> str:
    """Return why a run or a row is not seen, by its properties; "" where it is, as far as these say so."""
    if style is None:
        return ""
    for name, kind in (
        ("vanish", HIDDEN),
        ("webHidden", HIDDEN),
        ("hidden", HIDDEN),
        ("strike", STRUCK),
        ("dstrike", STRUCK),
    ):
        element = style.find(f"{W}{name}")
        if element is not None and element.get(f"{W}val") not in OFF:
            return kind
    colour, ground = style.find(f"{W}color"), style.find(f"{W}shd")
    is_white = colour is not None and (colour.get(f"{W}val") or "").upper() == "FFFFFF"
    return WHITE if is_white and ground is None else ""
