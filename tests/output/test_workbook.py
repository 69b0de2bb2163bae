"""Spreadsheets: numbers add up, texts stay texts, and other programs read what was written."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from corpora import export_of, loaded_facts
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from generator.output.exports.data_sets import spreadsheet
from generator.output.exports.explanations import explanation_rows
from generator.output.exports.outputs import csv_bytes, in_batches
from generator.output.exports.tables import TABLES, TablePart
from generator.output.exports.values import Value, text_of
from generator.output.exports.workbook import LONGEST, column_name, plain_sheet as sheet, stored_sheet, workbook

ROOT = Path(__file__).parents[2]
PROJECTS = ROOT / "tests/content/projects"
YEARS = ROOT / "tests/content/years"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBERS = ("number", "share", "count", "year")


def filled(root: Path) -> list[TablePart]:
    """The tables of a project in the repository."""
    export = export_of(root)
    return [TablePart(table, export.rows) for table in TABLES]


def workbook_of(root: Path) -> bytes:
    """The spreadsheet with all tables of a project in the repository."""
    export = export_of(root)
    sheet = explanation_rows(export.config, TABLES)
    return workbook(spreadsheet(sheet, [(part, in_batches(part.stored())) for part in filled(root)]))


def sums(tables: list[TablePart]) -> dict[tuple[str, str], Decimal]:
    """The exact sum of each column of numbers, by the titles of its table and itself."""
    return {
        (part.table.title, column.title): sum(
            (Decimal(text_of(row[place])) for row in part if row[place] is not None), Decimal(0)
        )
        for part in tables
        for place, column in enumerate(part.table.columns)
        if column.kind in NUMBERS
    }


def parsed(content: bytes) -> ElementTree.Element:
    """A file of XML that was written here."""
    return ElementTree.fromstring(content)  # noqa: S314 - it is our own


def raw_sums(content: bytes) -> dict[tuple[str, str], Decimal]:
    """The exact sum of the cells that are numbers, by sheet and head, read from the XML without any library."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: parsed(packed.read(name)) for name in packed.namelist()}
    texts = ["".join(entry.itertext()) for entry in parts["xl/sharedStrings.xml"]]
    names = [entry.get("name", "") for entry in parts["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    found: dict[tuple[str, str], Decimal] = {}
    for number, name in enumerate(names, 1):
        heads: dict[str, str] = {}
        for cell in parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{MAIN}c"):
            place, value = re.sub("[0-9]", "", cell.get("r", "")), cell.findtext(f"{MAIN}v", "")
            if cell.get("t") == "s":
                heads.setdefault(place, texts[int(value)])
            elif value:
                key = (name, heads[place])
                found[key] = found.get(key, Decimal(0)) + Decimal(value)
    return found


@pytest.mark.parametrize("root", [ROOT, PROJECTS, YEARS], ids=["own", "projects", "years"])
def test_the_numbers_in_the_sheets_add_up_to_those_of_the_facts(root: Path) -> None:
    tables = filled(root)
    exact = {key: amount for key, amount in sums(tables).items() if amount}
    days = {(table.title, column.title) for table in TABLES for column in table.columns if column.kind == "day"}
    told = {key: amount for key, amount in raw_sums(workbook_of(root)).items() if amount and key not in days}
    assert told == exact
    assert len(exact) > 15


def test_the_amounts_of_a_column_are_those_of_the_forms() -> None:
    facts = loaded_facts(ROOT)
    told = sums(filled(ROOT))
    assert told["记录", "预算合计（万元，计算值）"] == sum(form.total_wan or 0 for form in facts.records)
    tasks = next(one for one in filled(ROOT) if one.table.name == "tasks")
    keys = [column.key for column in tasks.table.columns]
    counted = [row[keys.index("amount_wan")] or 0 for row in tasks if row[keys.index("counted")] == "是"]
    assert sum(map(Decimal, map(str, counted))) == sum(form.listed or 0 for form in facts.records)


def test_every_sheet_has_filters_a_head_that_stays_and_widths() -> None:
    book = load_workbook(io.BytesIO(workbook_of(ROOT)))
    assert book.sheetnames == ["说明", *(table.title for table in TABLES)]
    for page in book:
        assert (page.auto_filter.ref, page.freeze_panes) == (page.dimensions, "A2")
        assert {len(str(cell.value)) + 4 <= page.column_dimensions[cell.column_letter].width for cell in page[1]} <= {
            True
        } or page.title == "说明"
        assert {cell.alignment.wrap_text for cell in page[1]} == {True}
        assert {dimension.number_format for dimension in page.column_dimensions.values()} == {"General"}


def test_the_first_sheet_explains_every_column() -> None:
    page = load_workbook(io.BytesIO(workbook_of(PROJECTS)))["说明"]
    rows = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    assert rows[0] == ["表", "栏目", "意思", "类型", "单位", "来源", "名字"]
    described = [row for row in rows[1:] if row[1]]
    expected = [
        (table.title, column.title, column.unit_name, "计算值" if column.derived else "原表", column.key)
        for table in TABLES
        for column in table.columns
    ]
    assert [(row[0], row[1], *row[4:]) for row in described] == expected
    assert all(row[2] and row[3] for row in described)


@pytest.mark.parametrize("root", [ROOT, PROJECTS, YEARS], ids=["own", "projects", "years"])
def test_stored_rows_are_written_as_their_values_are(root: Path) -> None:
    parts = filled(root)
    columns = [part.table.columns for part in parts]
    heads = [[column.title for column in some] for some in columns]
    widths = [[10] * len(some) for some in columns]
    kinds = [[column.kind for column in some] for some in columns]
    stored = [
        stored_sheet(part.table.name, *one, in_batches(part.stored()))
        for part, *one in zip(parts, heads, widths, kinds, strict=True)
    ]
    typed = [sheet(part.table.name, *one, part) for part, *one in zip(parts, heads, widths, strict=True)]
    assert workbook(stored) == workbook(typed)


def test_a_cell_shows_as_many_decimals_as_were_written() -> None:
    values: list[Value] = [Decimal("10731.20"), Decimal(6000), 2021, date(2021, 3, 11), "2021-3", Decimal("-0.5"), None]
    page = load_workbook(io.BytesIO(workbook([sheet("表", ["值"], [20], [[value] for value in values])])))["表"]
    cells = [page.cell(row, 1) for row in range(2, len(values) + 2)]
    assert [(cell.value, cell.number_format, cell.data_type) for cell in cells] == [
        (10731.2, "#,##0.00", "n"),
        (6000, "#,##0", "n"),
        (2021, "0", "n"),
        (datetime(2021, 3, 11), "yyyy-mm-dd", "d"),
        ("2021-3", "@", "s"),
        (-0.5, "#,##0.0", "n"),
        (None, "General", "n"),
    ]


@given(st.lists(st.one_of(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 10**6), st.just(None)), max_size=30))
def test_numbers_are_written_with_their_digits(numbers: list[Decimal | int | None]) -> None:
    content = workbook([sheet("表", ["值"], [20], [[number] for number in numbers])])
    total = sum((Decimal(number) for number in numbers if number is not None), Decimal(0))
    assert raw_sums(content).get(("表", "值"), Decimal(0)) == total
    lines = csv_bytes(["值"], [[number] for number in numbers]).decode("utf-8-sig").split("\r\n")[1:-1]
    assert [line.strip('"') for line in lines] == [text_of(number) for number in numbers]


@pytest.mark.parametrize("root", [ROOT, PROJECTS], ids=["own", "projects"])
def test_the_same_rows_give_the_same_bytes_deflated(root: Path) -> None:
    content = workbook_of(root)
    assert content == workbook_of(root)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {member.compress_type for member in packed.infolist()} == {zipfile.ZIP_DEFLATED}


# Texts that a spreadsheet would take for a formula, a number, a day or a sign of its own.
HOSTILE = [
    *("=1+1", "=", "≥", "-5", "=100%", "+3.50", "-基本支出", "@SUM(A1)", "+cmd|' /C calc'!A0", '=HYPERLINK("x")'),
    *("10731.20", "007", "2021-3", "1e3", "TRUE", " 前后有空格 ", "第一行\n第二行", "_x0041_", '引号"，逗号,', "<&>"),
]
GUARDED = {"=1+1", "-基本支出", "@SUM(A1)", "+cmd|' /C calc'!A0", '=HYPERLINK("x")'}


def test_what_looks_like_a_formula_stays_text() -> None:
    rows: list[list[Value]] = [[text] for text in HOSTILE]
    guarded = [[f"'{text}" if text in GUARDED else text] for text in HOSTILE]
    assert read_csv(csv_bytes(["文字"], rows)) == [["文字"], *guarded]
    made = workbook([sheet("表", ["文字"], [20], rows)])
    page = load_workbook(io.BytesIO(made))["表"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [["文字"], *rows]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}


def test_a_text_that_no_cell_can_hold_says_that_it_goes_on() -> None:
    page = load_workbook(io.BytesIO(workbook([sheet("表", ["文字"], [20], [["字" * (LONGEST + 1)]])])))["表"]
    text = page["A2"].value
    assert (len(text), text[:9]) == (LONGEST, "字" * 9)
    assert not text.endswith("字" * 9)


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")])
def test_columns_are_named_as_spreadsheets_name_them(number: int, name: str) -> None:
    assert column_name(number) == name


def read_csv(content: bytes) -> list[list[str]]:
    """The rows of a CSV, the heads first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def opened(content: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """What LibreOffice reads in a spreadsheet and computes: the rows of each sheet."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    file = folder / "all.xlsx"
    file.write_bytes(content)
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    words = ["--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", form]
    subprocess.run([program, *words, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=300)
    return {path.stem.rpartition("-")[2]: read_csv(path.read_bytes()) for path in folder.glob("*.csv")}


def with_formulas(content: bytes, formulas: list[str]) -> bytes:
    """A spreadsheet with formulas in the rows below its first sheet, as a reader would add them."""
    target = io.BytesIO()
    rows = "".join(
        f'<row r="{9000 + at}"><c r="A{9000 + at}"><f>{one}</f></c></row>' for at, one in enumerate(formulas)
    )
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(target, "w") as changed:
        for name in packed.namelist():
            text = packed.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            changed.writestr(name, text)
    return target.getvalue()


@pytest.mark.slow
def test_a_spreadsheet_program_adds_up_every_column(tmp_path: Path) -> None:
    tables = filled(PROJECTS)
    exact = sums(tables)
    wanted = [
        (f"SUM('{part.table.title}'!{letter}2:{letter}{len(part) + 1})", exact[part.table.title, column.title])
        for part in tables
        for letter, column in zip(map(column_name, range(99)), part.table.columns, strict=False)
        if column.kind in NUMBERS
    ]
    seen = opened(with_formulas(workbook_of(PROJECTS), [formula for formula, _ in wanted]), tmp_path)
    told = [Decimal(row[0]) for row in seen["说明"][8999:]]
    assert [round(amount, 6) for amount in told] == [round(amount, 6) for _, amount in wanted]
    assert len(told) > 15


@pytest.mark.slow
def test_a_spreadsheet_program_reads_what_was_written(tmp_path: Path) -> None:
    seen = opened(workbook_of(ROOT), tmp_path)
    for part in filled(ROOT):
        table = part.table
        told = [dict(zip((column.key for column in table.columns), row, strict=True)) for row in seen[table.title][1:]]
        texts = [column.key for column in table.columns if column.kind not in (*NUMBERS, "day")]
        numbers = [column.key for column in table.columns if column.kind in NUMBERS]
        expected = [dict(zip((column.key for column in table.columns), row, strict=True)) for row in part]
        assert [{key: row[key] for key in texts} for row in told] == [
            {key: row[key] or "" for key in texts} for row in expected
        ]
        assert [[row[key] and Decimal(row[key]) for key in numbers] for row in told] == [
            ["" if row[key] is None else Decimal(text_of(row[key])) for key in numbers] for row in expected
        ]


@pytest.mark.slow
def test_a_spreadsheet_program_computes_nothing_in_texts(tmp_path: Path) -> None:
    content = workbook([sheet("表", ["文字"], [20], [[text] for text in HOSTILE])])
    assert opened(content, tmp_path)["表"] == [["文字"], *([text] for text in HOSTILE)]
