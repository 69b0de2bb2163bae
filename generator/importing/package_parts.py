"""The texts of an office file outside of its cells: headers and footers, text boxes, notes, properties."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from zipfile import ZipFile

from generator.importing.markup import xml_root
from generator.importing.packages import MARKUP
from generator.importing.source import COMMENT, FOOTNOTE, HEADER, PART, PROPERTIES, TEXT_BOX, Omission, omission

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# The parts of a package by their names.
PARTS = {
    PROPERTIES: re.compile(r"docProps/(?:core|app|custom)\.xml"),
    TEXT_BOX: re.compile(r"xl/(?:drawings|charts)/[^/]+\.xml"),
    HEADER: re.compile(rf"word/(?:header|footer)[0-9]*\.xml|{SHEET.pattern}"),
    FOOTNOTE: re.compile(r"word/(?:footnotes|endnotes)\.xml"),
}
COMMENTS = re.compile(r"xl/(?:comments/)?comments?[0-9]*\.xml")
# Parts whose texts are read with cells, or are on none of their own: of these the attributes alone are looked through.
OF_CELLS = re.compile(rf"word/(?:document|comments)\.xml|{COMMENTS.pattern}|xl/sharedStrings\.xml")
WORKBOOK = "xl/workbook.xml"
# Of a workbook the defined names, whose sheets are read by themselves; of a sheet what follows its cells.
DEFINED_NAMES = re.compile(r"<(?:\w+:)?definedNames\b")
END_OF_CELLS = re.compile(r"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
BYTE_ORDERS = (b"\xff\xfe", b"\xfe\xff")
ATTRIBUTE, BETWEEN_TAGS = re.compile(r"""=\s*(?:"([^"<]*)"|'([^'<]*)')"""), re.compile(">([^<]+)")
# The names of all sheets, hidden ones too, are among the properties.
NAMES_OF_PARTS = "lpstr"
# The headers and footers of a sheet in its XML, and the codes in them.
SHEET_HEADER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|.)')
PAGE_WORDS = re.compile(r"[\W\d_]|[第共页]|page|of", re.IGNORECASE)


def package_omissions(name: str, package: ZipFile) -> Iterator[Omission]:
    """Yield the parts outside of cells, of properties those that bear a mark; comments are read at their cells.

    Of all other parts, such as names, the prompts of cells and descriptions of pictures, those that bear a mark.
    """
    for member in package.namelist():
        if not MARKUP.search(member):
            continue
        content = package.read(member)
        kind = next((kind for kind, pattern in PARTS.items() if pattern.fullmatch(member)), "")
        other = omission("", PART, further_text(member, content))
        yield from [other] if other.is_marked else []
        if not kind:
            continue
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


def further_text(member: str, content: bytes) -> str:
    """Return the texts of a part that no other reader covers: its attributes, and texts outside of cells.

    The markup is not parsed, for drawings of old programs are no XML.
    """
    text = decoded_part(content)
    is_sheet = SHEET.fullmatch(member) is not None
    if is_sheet:
        cells = max((match.end() for match in END_OF_CELLS.finditer(text)), default=0)
        text = SHEET_HEADER.sub("<", text[cells:])
    if member == WORKBOOK:
        names = DEFINED_NAMES.search(text)
        text = text[names.start() :] if names else ""
    attributes = {first or second for first, second in ATTRIBUTE.findall(text)}
    is_read = not is_sheet and any(pattern.fullmatch(member) for pattern in (OF_CELLS, *PARTS.values()))
    texts = () if is_read else BETWEEN_TAGS.findall(text)
    return unescape("\n".join(["".join(texts), *sorted(attributes)]))


def decoded_part(content: bytes) -> str:
    """Return the text of a part."""
    return content.decode("utf-16" if content[:2] in BYTE_ORDERS else "utf-8", "replace")


def headers_of_sheet(content: bytes) -> str:
    """Return the headers and footers of a sheet, by its XML."""
    texts = (unescape(match[1]) for match in SHEET_HEADER.finditer(decoded_part(content)))
    return "\n".join(CODE.sub("", text) for text in texts)
