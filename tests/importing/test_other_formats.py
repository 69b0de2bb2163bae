"""Word documents, old workbooks and plain tables: the same form gives the same values, whatever file it is in."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from types import SimpleNamespace
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
import xlwt
from workbooks import DRAWING, official_book, saved, typed_record

from generator.forms.cells import cell_texts
from generator.importing.drafting import FormDraft, drafted
from generator.importing.fits import best_fit
from generator.importing.old_workbooks import parts_outside
from generator.importing.reading import READERS, read_tables
from generator.importing.row_tables import workbook_tables
from generator.importing.source import SourceFile
from generator.output.form_pages.drawn import filled_grid
from generator.output.form_pages.grid import Grid
from generator.problems import UsageError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GRID = filled_grid(typed_record(), 2023, DRAWING)
EXPECTED = {path: text.replace(" \n", "\n").rstrip(" ") for path, text in cell_texts(typed_record()).items()}


def matrix(grid: Grid) -> list[list[str]]:
    """The texts of a grid as rows without merged cells."""
    rows = [[""] * len(grid.widths) for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def paragraph(text: str) -> str:
    """A paragraph of a document, with line ends."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def document_cell(text: str, wide: int, merge: str = "") -> str:
    """A cell of a document over some columns."""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{text}</w:tc>'


def document_table(grid: Grid) -> str:
    """A grid as a table of a document, with its merged cells."""
    rows = []
    for row in range(grid.height):
        parts = []
        for cell in sorted(grid.cells, key=lambda cell: cell.column):
            if cell.row == row:
                merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
                parts.append(document_cell(paragraph(cell.text), cell.colspan, merge))
            elif row in cell.rows:
                parts.append(document_cell("<w:p/>", cell.colspan, "<w:vMerge/>"))
        rows.append(f"<w:tr>{''.join(parts)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def document(*parts: str, **members: str) -> bytes:
    """A document of some paragraphs and tables."""
    target = BytesIO()
    with ZipFile(target, "w") as package:
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{''.join(parts)}</w:body></w:document>")
        for name, content in members.items():
            package.writestr(f"word/{name}", content)
    return target.getvalue()


def old_book(grid: Grid) -> bytes:
    """An old workbook of a grid, in which 100% is a number."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    sheet.write_merge(0, 0, 0, len(grid.widths) - 1, grid.title)
    percent = xlwt.easyxf(num_format_str="0%")
    for cell in grid.cells:
        value, style = (1, percent) if cell.text == "100%" else (cell.text, xlwt.Style.default_style)
        first, last = cell.row + 1, cell.row + cell.rowspan
        sheet.write_merge(first, last, cell.column, cell.column + cell.colspan - 1, value, style)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def plain(rows: Sequence[Sequence[str]], delimiter: str) -> bytes:
    """Rows as a plain table, in the encoding of old offices."""
    target = StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode("gb18030")


def read(content: bytes, suffix: str) -> tuple[FormDraft, SourceFile]:
    """The draft of the form in a file, and what was read of the file."""
    source = read_tables(READERS[suffix], f"form{suffix}", content)
    fit = best_fit(source.tables[0], [DRAWING], [])
    assert fit is not None
    return drafted(fit, "2023"), source


def doubted(draft: FormDraft) -> set[str]:
    """The last keys of the cells that have doubts."""
    return {str(path[-1]) if path else "" for path in draft.doubts}


HEAD = [GRID.title, "", "", "", ""]
FILES = {
    ".docx": (document(paragraph(GRID.title), document_table(GRID)), set()),
    ".xls": (old_book(GRID), {"target"}),
    ".csv": (plain([HEAD, *matrix(GRID)], ","), {"family", "type"}),
    ".tsv": (plain([HEAD, *matrix(GRID)], "\t"), {"family", "type"}),
    ".xlsx": (saved(official_book()[0]), set()),
}


@pytest.mark.parametrize("suffix", FILES)
def test_the_same_form_gives_the_same_values_in_each_format(suffix: str) -> None:
    content, doubts = FILES[suffix]
    draft, source = read(content, suffix)
    assert draft.values == EXPECTED
    assert (doubted(draft), source.omissions) == (doubts, ())


def run(text: str, style: str = "") -> str:
    """A run of letters with properties."""
    return f"<w:r><w:rPr>{style}</w:rPr><w:t>{text}</w:t></w:r>"


def test_what_is_not_seen_in_a_document_is_listed_and_not_written() -> None:
    content = "".join(
        [
            run("看得见"),
            run("（密）", "<w:vanish/>"),
            run("划掉", "<w:strike/>"),
            run("没划掉", '<w:strike w:val="0"/>'),
            run("白字", '<w:color w:val="FFFFFF"/>'),
            f"<w:del>{run('删去')}</w:del><w:ins>{run('新增')}</w:ins>",
            f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
        ]
    )
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{document_cell(paragraph('藏'), 1)}</w:tr>"
    rows = f"<w:tbl>{hidden}<w:tr>{document_cell(f'<w:p>{content}</w:p>', 1)}</w:tr></w:tbl>"
    source = read_tables(READERS[".docx"], "a.docx", document(paragraph("表名"), rows, **{"comments.xml": "<a/>"}))
    [table] = source.tables
    assert [cell.text for cell in (*table.texts, *table.cells)] == ["表名", "看得见没划掉新增控件"]
    assert {omission.kind for omission in source.omissions} == {"hidden", "struck", "white", "comment"}
    assert source.omissions[0].place == "第1个表第0行后面"


def test_what_is_not_seen_in_an_old_workbook_is_listed_and_not_written() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    book.add_sheet("乙").visibility = 1
    sheet.write(0, 0, "看得见")
    sheet.write(0, 1, "划掉", xlwt.easyxf("font: struck_out on"))
    sheet.write(0, 2, "白字", xlwt.easyxf("font: colour white"))
    sheet.write(1, 0, "藏起来")
    sheet.row(1).hidden = True
    target = BytesIO()
    book.save(target)
    source = read_tables(READERS[".xls"], "a.xls", target.getvalue())
    assert [cell.text for cell in source.tables[0].cells if cell.text] == ["看得见"]
    assert {(omission.place, omission.kind) for omission in source.omissions} == {
        ("乙", "hidden"),
        ("甲!A2", "hidden"),
        ("甲!B1", "struck"),
        ("甲!C1", "white"),
    }


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("\x05SummaryInformation", "\0\0机密★1年\0".encode(), ["properties"]),
        ("\x05SummaryInformation", "机密★1年".encode("utf-16-le"), ["properties"]),
        ("\x05DocumentSummaryInformation", "机密★1年".encode("gb18030"), ["properties"]),
        ("\x05SummaryInformation", "预算绩效目标表".encode(), []),
        ("Workbook", b"\x14\0\x0d\0\x05\0\x01" + "机密★1年".encode("utf-16-le"), ["header"]),
        ("Workbook", b"\x14\0\xff\xff", []),
    ],
)
def test_marks_outside_of_the_sheets_of_an_old_workbook(name: str, content: bytes, expected: list[str]) -> None:
    streams = SimpleNamespace(get_named_stream={name: content}.get)
    assert [each.kind for each in parts_outside(streams) if each.is_marked] == expected


@pytest.mark.parametrize(
    ("suffix", "content", "reason"),
    [
        (".docx", document(paragraph("没有表")), "empty"),
        (".docx", document("<w:p>"), "broken"),
        (".docx", saved(official_book()[0]), "mismatch"),
        (".docx", document()[:60], "broken"),
        (".xls", saved(official_book()[0]), "mismatch"),
        (".xls", old_book(GRID)[:4000], "broken"),
        (".csv", b"\x00\x01\x02\xff\xfe", "mismatch"),
        (".csv", b",,\n,,\n", "empty"),
        (".csv", b"," * 60_000, "cells"),
    ],
)
def test_a_file_that_is_no_such_file_is_refused(suffix: str, content: bytes, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_tables(READERS[suffix], f"a{suffix}", content)
    assert [dict(each.values)["form"] for each in refused.value.problems] == [reason]


MARK = "代号（机密）"
TABLE = document_table(GRID)


def part(name: str, text: str) -> str:
    """A part of a document with one paragraph."""
    return f"<w:{name} {W}>{text}</w:{name}>"


def html(body: str, head: str = "") -> bytes:
    """A page."""
    return (
        f"<html><head>{head}</head><body>{body}<table><tr><td>指标</td><td>甲</td></tr></table></body></html>".encode()
    )


COMMENT = part("comments", f'<w:comment w:id="7">{paragraph(MARK)}</w:comment>')
BOX = f"<w:p><w:r><w:txbxContent>{paragraph(MARK)}</w:txbxContent></w:r></w:p>"
# Where a mark is in a file, the kind of the part by which it is reported, and whether the whole file bears it.
MARKS: dict[str, tuple[str, bytes, str, bool]] = {
    "header": (".docx", document(TABLE, **{"header1.xml": part("hdr", paragraph(MARK))}), "header", True),
    "footnote": (".docx", document(TABLE, **{"footnotes.xml": part("footnotes", paragraph(MARK))}), "footnote", True),
    "comment": (".docx", document(TABLE, **{"comments.xml": COMMENT}), "comment", True),
    "box": (".docx", document(BOX, TABLE), "box", True),
    "picture of a document": (".docx", document(f'<w:p><w:docPr descr="{MARK}"/></w:p>', TABLE), "part", True),
    "far above": (".docx", document(paragraph(MARK), paragraph("甲") * 20, TABLE), "outside", True),
    "far below": (".docx", document(TABLE, paragraph("甲") * 20, paragraph(MARK)), "outside", True),
    "hidden paragraph": (
        ".docx",
        document(f"<w:p>{run(MARK, '<w:vanish/>')}</w:p>", TABLE),
        "hidden",
        False,
    ),
    "title": (".html", html("", f"<title>{MARK}</title>"), "properties", True),
    "keywords": (".html", html("", f'<meta name="keywords" content="{MARK}">'), "properties", True),
    "text": (".html", html(f"<p>{MARK}</p>"), "outside", True),
    "hidden text": (".html", html(f"<p style='display:none'>{MARK}</p>"), "hidden", False),
    "tip": (".html", html(f"<p title='{MARK}'>甲</p>"), "attribute", False),
    "picture": (".html", html(f"<img alt='{MARK}'>"), "attribute", False),
    "comment in the markup": (".html", html(f"<!-- {MARK} -->"), "hidden", False),
}


@pytest.mark.parametrize("where", MARKS)
def test_a_mark_outside_of_cells_is_reported_by_its_kind(where: str) -> None:
    suffix, content, kind, is_whole = MARKS[where]
    source = read_tables(READERS[suffix], f"form{suffix}", content)
    assert {each.kind for each in source.omissions if each.is_marked} == {kind}
    assert (bool(source.marked_as_whole), bool(source.unseen_marks)) == (is_whole, not is_whole)


def test_a_comment_with_a_mark_is_one_of_its_cell() -> None:
    table = TABLE.replace("<w:p><w:r>", '<w:p><w:r><w:commentReference w:id="7"/></w:r><w:r>', 1)
    source = read_tables(READERS[".docx"], "form.docx", document(table, **{"comments.xml": COMMENT}))
    assert [cell.is_marked for cell in source.tables[0].cells][:2] == [True, False]
    assert source.marked_as_whole == []


def test_notes_below_a_table_belong_to_it() -> None:
    texts = ("注：金额含结转", "2.另有贷款500万元", "表3 项目支出绩效目标表", "另有贷款500万元未列入", "版权所有 2023")
    table = "<table><tr><td>指标</td><td>甲</td></tr></table>"
    pages = {
        ".html": html(
            f"{table}<p>{texts[0]}</p><p>{texts[1]}</p><p>{texts[2]}</p>{table}<p>{texts[3]}</p><p>{texts[4]}</p>"
        ),
        ".docx": document(TABLE, *map(paragraph, texts[:3]), TABLE, *map(paragraph, texts[3:])),
    }
    for suffix, content in pages.items():
        tables = read_tables(READERS[suffix], f"form{suffix}", content).tables[:2]
        found = [([cell.text for cell in each.texts], [cell.text for cell in each.below]) for each in tables]
        last = [texts[3]] if suffix == ".docx" else found[1][1]
        assert found == [([], [*texts[:2]]), ([texts[2]], last)], suffix


def test_a_note_below_a_signature_is_one_of_the_table() -> None:
    texts = ("单位负责人：李小四  填表人：王小五", "注：金额含结转", "填表人：王小五", "第二部分 说明")
    table = "<table><tr><td>指标</td><td>甲</td></tr></table>"
    pages = {
        ".html": html(table + "".join(f"<p>{text}</p>" for text in texts)),
        ".docx": document(TABLE, *map(paragraph, texts)),
    }
    for suffix, content in pages.items():
        [found] = read_tables(READERS[suffix], f"form{suffix}", content).tables[:1]
        assert [cell.text for cell in found.below] == [texts[1]], suffix


def test_zeros_that_a_sheet_does_not_show_are_not_seen() -> None:
    book, sheet = official_book()
    zeros = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == 0]
    sheet.sheet_view.showZeros = False
    source = read_tables(READERS[".xlsx"], "form.xlsx", saved(book))
    assert [each.place for each in source.omissions] == [f"Sheet1!{place}" for place in zeros]
    [table] = workbook_tables("form.xlsx", saved(book))
    assert [place for place, _ in table.omissions] == [f"Sheet1!{place}" for place in zeros]
    old = xlwt.Workbook()
    sheet = old.add_sheet("Sheet1")
    sheet.show_zero_values = False
    for column, value in enumerate((0, 1)):
        sheet.write(0, column, value)
    target = BytesIO()
    old.save(target)
    source = read_tables(READERS[".xls"], "form.xls", target.getvalue())
    assert [cell.text for cell in source.tables[0].cells] == ["", "1"]
