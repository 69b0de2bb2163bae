"""Spreadsheets (XLSX) in which every cell is text, so that no program changes a figure or computes a formula.

Written by hand, for a general library takes much longer for plain tables. The same rows give the same bytes: the
file has no time in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, islice

from generator.system.zips import zip_bytes
from generator.words import translate

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FONTS = ((11, False), (11, True), (16, True), (10.5, False))
ALIGNMENTS = (
    '<alignment vertical="top"/>',
    '<alignment horizontal="center" vertical="center" wrapText="1"/>',
    '<alignment horizontal="left" vertical="center" wrapText="1"/>',
)
# Styles of cells by their numbers: font, borders, alignment.
LOOKS = ((0, 0, 0), (0, 0, 0), (1, 0, 0), (2, 0, 1), (3, 1, 1), (3, 1, 2))
BODY, TOP, TITLE, LABEL, PROSE = range(1, len(LOOKS))
THIN = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
# 49 is the number format of text.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="{len(FONTS)}">'
    + "".join(f'<font>{"<b/>" * bold}<sz val="{size}"/><name val="SimSun"/></font>' for size, bold in FONTS)
    + '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    f'<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border/><border>{THIN}</border></borders>'
    f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(LOOKS)}"><xf/>'
    + "".join(
        f'<xf numFmtId="49" fontId="{font}" borderId="{border}" applyNumberFormat="1" applyFont="1" applyBorder="1" '
        f'applyAlignment="1">{ALIGNMENTS[alignment]}</xf>'
        for font, border, alignment in LOOKS[1:]
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
A4 = 9
# The first row is frozen.
FROZEN = (
    '<sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
# Fit the width to the page, on as many pages as needed.
FITTED = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
# Limits of spreadsheets: characters of a cell, rows of a sheet.
LONGEST = 32_767
MOST_ROWS = 1_048_576
# Rows that are encoded at once.
TOGETHER = 2_000
# Texts like _x0041_ are escaped, for spreadsheets read them as one character.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

# The shared strings with their numbers.
Texts = dict[str, int]
# A row: its texts, their styles, and its height in points where that is set.
Row = tuple[Sequence[str], Sequence[int], int | None]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet: its name, the width of each column in letters, its rows.

    merged   rows and columns that are one cell, as numbers from 1
    paper    its orientation on A4, "portrait" or "landscape"; a sheet without it has a frozen first row instead
    """

    name: str
    widths: Sequence[int]
    rows: Iterable[Row]
    merged: Sequence[tuple[range, range]] = ()
    paper: str = ""


def plain_sheet(name: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> Worksheet:
    """Return a plain table as a sheet."""
    plain = (BODY,) * len(heads)
    body = ((row, plain, None) for row in rows)
    return Worksheet(name, widths, chain([(heads, (TOP,) * len(heads), None)], body))


def workbook(sheets: Sequence[Worksheet]) -> bytes:
    """Return the sheets as XLSX."""
    return zip_bytes(workbook_entries(sheets))


def workbook_entries(sheets: Sequence[Worksheet]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files inside the spreadsheet, in pieces."""
    return ((name, in_batches(chain([HEAD], texts))) for name, texts in package_parts(sheets))


def in_batches(texts: Iterator[str]) -> Iterator[bytes]:
    """Yield texts as bytes, many at a time."""
    while batch := list(islice(texts, TOGETHER)):
        yield "".join(batch).encode("utf-8")


def package_parts(sheets: Sequence[Worksheet]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the files inside the spreadsheet, in as many texts as each has rows."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(part_type(f"worksheets/sheet{number}", "worksheet") for number in numbers)
    texts: Texts = {}
    yield (
        "[Content_Types].xml",
        [
            f'<Types xmlns="{PACKAGE}/content-types">',
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
            f"{part_type('workbook', 'sheet.main')}",
            f"{part_type('styles', 'styles')}{part_type('sharedStrings', 'sharedStrings')}{kinds}</Types>",
        ],
    )
    yield "_rels/.rels", [relations([("officeDocument", "xl/workbook.xml")])]
    names = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="r{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    yield "xl/workbook.xml", [f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>']
    leads = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield (
        "xl/_rels/workbook.xml.rels",
        [relations([*leads, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")])],
    )
    yield "xl/styles.xml", [STYLES]
    for number, sheet in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", sheet_xml(sheet, texts)
    yield "xl/sharedStrings.xml", chain([f'<sst xmlns="{MAIN}">'], map(shared_string, texts), ["</sst>"])


def part_type(name: str, kind: str) -> str:
    """Return the declaration of the content type of a file inside the spreadsheet."""
    return f'<Override PartName="/xl/{name}.xml" ContentType="{OFFICE}.{kind}+xml"/>'


def relations(leads: Sequence[tuple[str, str]]) -> str:
    """Return the relationships of a file inside the spreadsheet."""
    lines = (
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(leads, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def sheet_xml(sheet: Worksheet, texts: Texts) -> Iterator[str]:
    """Yield a sheet in pieces."""
    letters = [column_name(number) for number in range(len(sheet.widths))]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" style="{BODY}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    yield f'<worksheet xmlns="{MAIN}">{FITTED if sheet.paper else FROZEN}<cols>{columns}</cols><sheetData>'
    for number, row in enumerate(sheet.rows, 1):
        if number == MOST_ROWS:
            yield row_xml(number, letters[:1], ([translate("tables.workbook.full")], [BODY], None), texts)
            break
        yield row_xml(number, letters, row, texts)
    yield "</sheetData>"
    if sheet.merged:
        places = "".join(f'<mergeCell ref="{place(letters, *cell)}"/>' for cell in sheet.merged)
        yield f'<mergeCells count="{len(sheet.merged)}">{places}</mergeCells>'
    if sheet.paper:
        yield (
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="{A4}" orientation="{sheet.paper}" fitToHeight="0"/>'
        )
    yield "</worksheet>"


def place(letters: Sequence[str], rows: range, columns: range) -> str:
    """Return a range of cells as a spreadsheet writes it."""
    return f"{letters[columns[0] - 1]}{rows[0]}:{letters[columns[-1] - 1]}{rows[-1]}"


def row_xml(number: int, letters: Sequence[str], row: Row, texts: Texts) -> str:
    """Return one row of a sheet, each cell by the number of its text; blank cells without a border are left out."""
    words, looks, height = row
    cells = "".join(
        f'<c r="{letter}{number}" s="{look}" t="s"><v>{texts.setdefault(text, len(texts))}</v></c>'
        if text
        else f'<c r="{letter}{number}" s="{look}"/>'
        for letter, text, look in zip(letters, words, looks, strict=True)
        if text or look > TOP
    )
    high = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{number}"{high}>{cells}</row>'


def shared_string(text: str) -> str:
    """Return a shared string; white space at its ends is preserved."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<si><t{keep}>{escaped_text(text)}</t></si>"


def escaped_text(text: str) -> str:
    """Return the escaped text of a cell; one that is too long ends with a note."""
    more = translate("forms.more")
    fitting = text if len(text) <= LONGEST else text[: LONGEST - len(more)] + more
    return escape(ESCAPED.sub("_x005F_", fitting), quote=False)


def column_name(number: int) -> str:
    """Return the letters of a column, from A."""
    before, last = divmod(number, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + last)
