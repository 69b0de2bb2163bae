"""Spreadsheets (XLSX): texts are text, so that no program changes a figure or computes a formula; numbers are numbers.

Written by hand, for a general library takes much longer for plain tables. The same rows give the same bytes: the
file has no time in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from itertools import chain, islice

from generator.forms.figures import figure
from generator.output.exports.columns import Kind
from generator.output.exports.stored_cells import FIRST_DAY, WorkbookCells
from generator.output.exports.values import Stored, Value
from generator.output.exports.workbook_styles import BODY, DAY, STYLES, TOP, WHOLE_NUMBER, amount_style
from generator.system.manifest import HashedContent, pieces
from generator.system.zips import PackedFile, packed_archive, packed_file
from generator.words import translate

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
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

# The level of zlib for sheets: the next one takes half as long again for 2 % less.
LEVEL = 5
HEAD_HEIGHT = 34
# A row: its values, their looks, and its height in points where that is set.
Row = tuple[Sequence[Value], Sequence[int], int | None]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet: its name, the width of each column in letters, its rows.

    merged   rows and columns that are one cell, as numbers from 1
    paper    its orientation on A4, "portrait" or "landscape"; a sheet without it has a frozen first row and filters
    stored   rows of stored values below `rows`, in batches, with the kinds of their columns
    """

    name: str
    widths: Sequence[int]
    rows: Iterable[Row]
    merged: Sequence[tuple[range, range]] = ()
    paper: str = ""
    stored: Iterable[Sequence[Sequence[Stored]]] = ()
    kinds: Sequence[Kind] = ()


def plain_sheet(name: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]) -> Worksheet:
    """Return a plain table as a sheet whose first row stays in sight and filters the others."""
    plain = (BODY,) * len(heads)
    body = ((row, plain, None) for row in rows)
    return Worksheet(name, widths, chain([head_row(heads)], body))


def stored_sheet(
    name: str,
    heads: Sequence[str],
    widths: Sequence[int],
    kinds: Sequence[Kind],
    batches: Iterable[Sequence[Sequence[Stored]]],
) -> Worksheet:
    """Return a plain table of stored rows, which come in batches."""
    return Worksheet(name, widths, [head_row(heads)], stored=batches, kinds=kinds)


def head_row(heads: Sequence[str]) -> Row:
    """Return the first row of a plain table."""
    return heads, (TOP,) * len(heads), HEAD_HEIGHT


def workbook(sheets: Sequence[Worksheet]) -> bytes:
    """Return the sheets as XLSX."""
    return b"".join(pieces(hashed_workbook(sheets)))


def hashed_workbook(sheets: Sequence[Worksheet]) -> HashedContent:
    """Return the sheets as XLSX with its entry."""
    return packed_archive(
        (name, fixed_file(parts) if isinstance(parts, str) else packed_file(in_batches(chain([HEAD], parts)), LEVEL))
        for name, parts in package_parts(sheets)
    )


@lru_cache(maxsize=32)
def fixed_file(text: str) -> PackedFile:
    """Return a file that is the same in many spreadsheets, deflated once for all of them."""
    return packed_file([f"{HEAD}{text}".encode()])


def in_batches(texts: Iterator[str]) -> Iterator[bytes]:
    """Yield texts as bytes, many at a time."""
    while batch := list(islice(texts, TOGETHER)):
        yield "".join(batch).encode("utf-8")


def package_parts(sheets: Sequence[Worksheet]) -> Iterator[tuple[str, str | Iterator[str]]]:
    """Yield the files inside the spreadsheet: as one text, or in as many as it has rows."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(part_type(f"worksheets/sheet{number}", "worksheet") for number in numbers)
    cells = WorkbookCells()
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
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
        yield f"xl/worksheets/sheet{number}.xml", sheet_xml(sheet, cells)
    yield "xl/sharedStrings.xml", chain([f'<sst xmlns="{MAIN}">'], map(shared_string, cells.texts), ["</sst>"])


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


def sheet_xml(sheet: Worksheet, cells: WorkbookCells) -> Iterator[str]:
    """Yield a sheet in pieces."""
    letters = [column_name(number) for number in range(len(sheet.widths))]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    yield f'<worksheet xmlns="{MAIN}">{FITTED if sheet.paper else FROZEN}<cols>{columns}</cols><sheetData>'
    number = 0
    for number, row in enumerate(rows_xml(sheet, letters, cells), 1):
        if number == MOST_ROWS:
            yield row_xml(number, ([translate("tables.workbook.full")], [BODY], None), letters, cells.texts)
            break
        yield row
    yield "</sheetData>"
    if not sheet.paper:
        yield f'<autoFilter ref="{place(letters, range(1, number + 1), range(1, len(letters) + 1))}"/>'
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


def rows_xml(sheet: Worksheet, letters: Sequence[str], cells: WorkbookCells) -> Iterator[str]:
    """Yield the rows of a sheet."""
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        yield row_xml(number, row, letters, cells.texts)
    for batch in sheet.stored:
        yield from cells.rows_xml(batch, sheet.kinds, letters, number + 1)
        number += len(batch)


def place(letters: Sequence[str], rows: range, columns: range) -> str:
    """Return a range of cells as a spreadsheet writes it."""
    return f"{letters[columns[0] - 1]}{rows[0]}:{letters[columns[-1] - 1]}{rows[-1]}"


def row_xml(number: int, row: Row, letters: Sequence[str], texts: dict[str, int]) -> str:
    """Return one row of a sheet; a blank cell is written only where it has a border.

    The standard lets cells do without an address, but not every office program has been seen to.
    """
    values, looks, height = row
    cells = []
    for value, look, letter in zip(values, looks, letters[: len(values)], strict=True):
        place = f'<c r="{letter}{number}" s='
        if value is None or value == "":
            if look > TOP:
                cells.append(f'{place}"{look}"/>')
        elif isinstance(value, str):
            cells.append(f'{place}"{look}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
        elif isinstance(value, date):
            cells.append(f'{place}"{look + DAY}"><v>{(value - FIRST_DAY).days}</v></c>')
        elif isinstance(value, Decimal):
            digits = figure(value)
            cells.append(f'{place}"{look + amount_style(digits)}"><v>{digits}</v></c>')
        else:
            cells.append(f'{place}"{look + WHOLE_NUMBER}"><v>{value}</v></c>')
    high = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{number}"{high}>{"".join(cells)}</row>'


def shared_string(text: str) -> str:
    """Return a shared string; white space at its ends is preserved."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<si><t{keep}>{escaped_text(text)}</t></si>"


def escaped_text(text: str) -> str:
    """Return the escaped text of a cell; one that is too long ends with a note."""
    if len(text) > LONGEST:
        more = translate("forms.more")
        text = text[: LONGEST - len(more)] + more
    return escape(ESCAPED.sub("_x005F_", text) if "_x" in text else text, quote=False)


def column_name(number: int) -> str:
    """Return the letters of a column, from A."""
    before, last = divmod(number, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + last)
