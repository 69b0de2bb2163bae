"""Tables as one spreadsheet, a sheet for each: every cell is text, so that no program changes a figure.

Written here and not through openpyxl, which takes thirty times as long for a plain table. Nothing in the file
tells when it was made.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from generator.exports.outputs import zip_bytes
from generator.words import say

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The format of text (49), for the heads in bold.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="SimSun"/></font>'
    '<font><b/><sz val="11"/><name val="SimSun"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
BODY, TOP = 1, 2
# What a spreadsheet takes at most: letters of a cell, rows of a sheet.
LONGEST = 32_767
MOST_ROWS = 1_048_576
# A text that looks like the spreadsheet's own way to write a sign is taken apart, or it would be read as that sign.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


# The texts of all cells, each once, with its number.
Texts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its heads, how wide each column is in letters, its rows."""

    name: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[str]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as XLSX."""
    return zip_bytes((name, (HEAD + text).encode("utf-8")) for name, text in parts(sheets))


def parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """The files inside the spreadsheet."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(part_type(f"worksheets/sheet{number}", "worksheet") for number in numbers)
    texts: Texts = {}
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{part_type('workbook', 'sheet.main')}"
        f"{part_type('styles', 'styles')}{part_type('sharedStrings', 'sharedStrings')}{kinds}</Types>",
    )
    yield "_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])
    names = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="r{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    leads = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield (
        "xl/_rels/workbook.xml.rels",
        relations([*leads, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]),
    )
    yield "xl/styles.xml", STYLES
    for number, sheet in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", "".join(written(sheet, texts))
    yield "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{"".join(map(shared, texts))}</sst>'


def part_type(name: str, kind: str) -> str:
    """What a file inside the spreadsheet is."""
    return f'<Override PartName="/xl/{name}.xml" ContentType="{OFFICE}.{kind}+xml"/>'


def relations(leads: Sequence[tuple[str, str]]) -> str:
    """Which other files a file of the spreadsheet needs."""
    lines = (
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(leads, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def written(sheet: Sheet, texts: Texts) -> Iterator[str]:
    """A sheet in pieces: its head stays in view while the rows move."""
    letters = [column_name(number) for number in range(len(sheet.heads))]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" style="{BODY}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    yield (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )
    yield line(1, letters, sheet.heads, texts, TOP)
    for number, row in enumerate(sheet.rows, 2):
        if number == MOST_ROWS:
            yield line(number, letters[:1], [say("tables.workbook.full")], texts)
            break
        yield line(number, letters, row, texts)
    yield "</sheetData></worksheet>"


def line(number: int, letters: Sequence[str], row: Sequence[str], texts: Texts, style: int = BODY) -> str:
    """One row of a sheet, each cell by the number of its text; blank cells are left out."""
    cells = "".join(
        f'<c r="{letter}{number}" s="{style}" t="s"><v>{texts.setdefault(text, len(texts))}</v></c>'
        for letter, text in zip(letters, row, strict=True)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def shared(text: str) -> str:
    """A text that cells show; white space at its ends is part of it."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<si><t{keep}>{inside(text)}</t></si>"


def inside(text: str) -> str:
    """The text of a cell; one that is longer than a cell can be says that it goes on."""
    more = say("forms.more")
    fitting = text if len(text) <= LONGEST else text[: LONGEST - len(more)] + more
    return escape(ESCAPED.sub("_x005F_", fitting), quote=False)


def column_name(number: int) -> str:
    """The letters of a column, from A."""
    before, last = divmod(number, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + last)
