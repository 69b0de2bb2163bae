"""What is read of the rows of long lists, and what is refused."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from workbooks import far_cell, saved, with_cached, with_members, with_sheet

from generator.importing.reading import READERS, read_tables
from generator.importing.row_tables import json_tables, read_row_tables, workbook_tables
from generator.problems import GongkaiError


def book() -> bytes:
    """A workbook with what lists have: numbers, formats, dates, formulas, struck-out and hidden parts."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "清单"
    for row in (["名称", "数", "比例", "日期"], ["00123", 1674.21, 1, date(2026, 1, 5)], ["=1+1", 3, 0.5, None]):
        sheet.append(row)
    for place in ("C2", "C3"):
        sheet[place].number_format = "0%"
    sheet["A4"], sheet["B4"], sheet["C4"] = "划掉", "=SUM(B2:B3)", "=1+1"
    sheet["A4"].font = Font(strike=True)
    sheet["A2"].data_type = sheet["A3"].data_type = "s"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    made.create_sheet("字典").sheet_state = "hidden"
    return saved(made)


def test_the_texts_of_a_workbook_and_its_doubts() -> None:
    [table] = workbook_tables("清单.xlsx", with_cached(book(), "C4", 2.0))
    assert [row[:4] for row in table.rows] == [
        ["名称", "数", "比例", "日期"],
        ["00123", "1674.21", "100%", "2026-01-05"],
        ["=1+1", "3", "50%"],
        ["", "", "2"],
    ]
    assert table.doubts == {(2, 3): (("percent",), "1"), (3, 3): (("percent",), "0.5"), (2, 4): (("day",), "")}
    assert table.hidden_sheets == ("字典",)
    assert sorted(table.omissions) == [
        ("清单!3", "hidden"),
        ("清单!A4", "struck"),
        ("清单!B4", "formula"),
        ("清单!D", "hidden"),
    ]


def test_a_row_whose_number_is_written_in_the_file_keeps_it() -> None:
    text = '<row r="9"><c r="B9" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    [table] = workbook_tables("清单.xlsx", with_sheet(book(), "</sheetData>", text))
    assert table.rows[8][1] == "x"
    assert table.place(9, 2) == "清单!B9"


BOMB = "xl/worksheets/sheet1.xml"


def bomb() -> bytes:
    """A workbook with a sheet of 70 MB of blanks."""
    return with_members(book(), {BOMB: b"<worksheet>" + b" " * 70_000_000})


def broken() -> bytes:
    """A workbook whose sheet is cut off."""
    with ZipFile(BytesIO(book())) as package:
        sheet = package.read(BOMB)
    return with_members(book(), {BOMB: sheet[: len(sheet) // 2]})


def wide() -> bytes:
    """A workbook of many rows, each with one cell that is far to the right."""
    rows = "".join(f'<row r="{row}"><c r="SF{row}"><v>1</v></c></row>' for row in range(10, 4_500))
    return with_sheet(book(), "</sheetData>", f"{rows}</sheetData>")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("宽.xlsx", wide, "cells"),
        ("远.xlsx", lambda: far_cell(book()), "cells"),
        ("炸弹.xlsx", bomb, "size"),
        ("断.xlsx", broken, "broken"),
        ("文.xlsx", lambda: b"abc", "mismatch"),
        ("空.csv", lambda: b"", "blank"),
        ("二.json", lambda: json.dumps({"指标": [{"a": {"b": 1}}]}).encode(), "json"),
        ("双.json", lambda: b'{"a": [{"b": "1", "b": "2"}]}', "json"),
        ("深.json", lambda: b"[" * 100_000, "json"),
        ("表.docx", lambda: b"PK", "list_kind"),
    ],
    ids=["wide", "far", "bomb", "broken", "text", "blank", "nested", "twice", "deep", "kind"],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, content: object, form: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content())  # type: ignore[operator]
    with pytest.raises(GongkaiError) as refused:
        read_row_tables(file)
    assert [(problem.code, dict(problem.values)["form"]) for problem in refused.value.problems] == [("E825", form)]


def test_figures_of_json_keep_their_digits() -> None:
    [table] = json_tables("a.json", '[{"数": 1674.210, "整": 100, "无": null}]'.encode())
    assert table.rows == [["数", "整", "无"], ["1674.210", "100", ""]]


def test_a_mark_in_a_hidden_sheet_whose_stated_size_is_wrong_is_found() -> None:
    made = Workbook()
    made.worksheets[0].append(["名称"])
    hidden = made.create_sheet("字典")
    hidden["D9"], hidden.sheet_state = "代号（机密）", "hidden"
    name = "xl/worksheets/sheet2.xml"
    with ZipFile(BytesIO(saved(made))) as package:
        text = package.read(name).decode()
    assert '<dimension ref="D9:D9"' in text
    content = with_members(saved(made), {name: text.replace('<dimension ref="D9:D9"', '<dimension ref="A1"').encode()})
    with pytest.raises(GongkaiError) as refused:
        workbook_tables("清单.xlsx", content)
    assert [dict(each.values)["form"] for each in refused.value.problems] == ["marked"]
    assert [each.is_marked for each in read_tables(READERS[".xlsx"], "清单.xlsx", content).omissions] == [True]
