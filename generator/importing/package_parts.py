"""The texts of an office file outside of its cells: headers and footers, text boxes, notes, properties."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from zipfile import ZipFile

from generator.importing.markup import xml_root
from generator.importing.source import COMMENT, FOOTNOTE, HEADER, PROPERTIES, TEXT_BOX, Omission, omission

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# The parts of a package by their names.
PARTS = {
    PROPERTIES: re.compile(r"docProps/(?:core|app|custom)\.xml"),
    TEXT_BOX: re.compile(r"xl/(?:drawings|charts)/[^/]+\.xml"),
    HEADER: re.compile(rf"word/(?:header|footer)[0-9]*\.xml|{SHEET.pattern}"),
    FOOTNOTE: re.compile(r"word/(?:footnotes|endnotes)\.xml"),
}
COMMENTS = re.compile(r"xl/(?:comments/)?comments?[0-9]*\.xml")
# The names of all sheets, hidden ones too, are among the properties.
NAMES_OF_PARTS = "lpstr"
# The headers and footers of a sheet in its XML, and the codes in them.
SHEET_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|.)')
PAGE_WORDS = re.compile(r"[\W\d_]|[第共页]|page|of", re.IGNORECASE)


def package_omissions(name: str, package: ZipFile) -> Iterator[Omission]:
    """Yield the parts outside of cells, of properties those that bear a mark; comments are read at their cells."""
    for member in package.namelist():
        kind = next((kind for kind, pattern in PARTS.items() if pattern.fullmatch(member)), "")
        if not kind:
            continue
        content = package.read(member)
        is_sheet = SHEET.fullmatch(member) is not None
        text = headers_of_sheet(content) if is_sheet else part_text(xml_root(name, content), kind)
        found = omission("", kind, text)
        if found.is_marked or (kind != PROPERTIES and PAGE_WORDS.sub("", text)):
            yield found


def marked_comments(name: str, package: ZipFile) -> Iterator[Omission]:
    """Yield the comments on the cells of a workbook that bear a mark, without their cells."""
    for member in filter(COMMENTS.fullmatch, package.namelist()):
        found = omission("", COMMENT, part_text(xml_root(name, package.read(member)), COMMENT))
        yield from [found] if found.is_marked else []


def part_text(root: Any, kind: str) -> str:
    """Return the text of a part: of properties all, of others that of its runs, a line for each paragraph."""
    lines: list[str] = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        is_own_line = tag == "p" or (kind == PROPERTIES and tag != NAMES_OF_PARTS)
        is_text = is_own_line or tag == "t"
        lines += ["\n"] * is_own_line + [element.text or ""] * is_text
    return "".join(lines)


def headers_of_sheet(content: bytes) -> str:
    """Return the headers and footers of a sheet, by its XML."""
    texts = (unescape(match[1].decode("utf-8", "replace")) for match in SHEET_HEADER.finditer(content))
    return "\n".join(CODE.sub("", text) for text in texts)
