"""PDF files with ruled tables: made here line by line, with several forms, broken pages and white text."""

from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator.forms.drawings.collection import all_shipped
from generator.importing.drafting import drafted
from generator.importing.fits import best_fit
from generator.importing.page_pictures import PagePicture, page_pictures, parts_of
from generator.importing.pdf_pages import read_pdf
from generator.importing.reading import read_tables
from generator.problems import UsageError

DRAWING = all_shipped()["shanghai-project"]
# A row of a table: its height in lines, and its cells with the columns at which they begin; text of several lines.
Row = tuple[int, dict[int, str]]
WIDTH, SIZE, LEFT, TOP = 60, 10, 40, 800


def hexed(text: str) -> str:
    """A text as a PDF file with a Chinese font and UCS-2 has it."""
    return text.encode("utf-16-be").hex()


def drawn(text: str, x: float, y: float, colour: str = "0 g") -> str:
    """The commands that draw a line of text."""
    return f"{colour} BT /F1 {SIZE} Tf {x} {y} Td <{hexed(text)}> Tj ET"


def page(heads: Sequence[str], rows: Sequence[Row], extra: str = "", columns: int = 8) -> str:
    """The commands of a page: texts, then a ruled table, in which a column without a text is part of the one before."""
    y = TOP
    parts = [extra]
    for head in heads:
        y -= 20
        parts.append(drawn(head, LEFT, y))
    y -= 10
    for height, cells in rows:
        below = y - 14 * height - 4
        starts = sorted(cells)
        for start, end in zip(starts, [*starts[1:], columns], strict=True):
            x, wide = LEFT + WIDTH * start, WIDTH * (end - start)
            parts.append(f"{x} {below} {wide} {y - below} re S")
            parts += [drawn(line, x + 2, y - 12 - 14 * at) for at, line in enumerate(cells[start].split("\n"))]
        y = below
    return "\n".join(parts)


def pdf(*pages: str) -> bytes:
    """A PDF file of some pages."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects += [
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
    ]
    for number, content in enumerate(pages):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    ).encode("ascii")


HEADS = ("财政项目支出绩效目标填报表", "（2023年度）")


def form(name: str) -> list[Row]:
    """The rows of a form without merged labels, for which the drawing has blank cells under the first row."""
    return [
        (1, {0: "项目名称", 2: name, 4: "项目性质", 5: "经常性", 6: "项目类别", 7: "特定"}),
        (1, {0: "主管部门", 2: "某局", 4: "实施单位", 5: "某所"}),
        (1, {0: "计划开始日期", 2: "2023-01-01", 4: "计划完成日期", 5: "2023-12-31"}),
    ]


def filled_page(heads: Sequence[str], extra: str) -> str:
    """The commands of a page with the whole form, 1 in each of its slots."""
    first, parts = 0, [extra, *(drawn(head, LEFT, TOP - 20 * number) for number, head in enumerate(heads, 1))]
    for block in DRAWING.blocks:
        for cell in (cell for row in block for cell in row):
            x, y = LEFT + WIDTH * cell.column, TOP - 80 - 20 * (first + cell.row)
            wide, tall = WIDTH * cell.colspan, 20 * cell.rowspan
            parts.append(f"{x} {y - tall} {wide} {tall} re S")
            parts.append(drawn("1" if cell.slot else cell.words("元", "2023"), x + 2, y - 14))
        first += len(block)
    return "\n".join(parts)


def indicators(*names: str) -> list[Row]:
    """The rows of indicators."""
    head = (1, {0: "", 1: "一级指标", 2: "二级指标", 3: "三级指标", 6: "年度(/项目)指标值"})
    return [head, *((1, {0: "绩效指标", 1: "产出", 2: "数量", 3: name, 6: "≥1"}) for name in names)]


def test_each_page_with_a_title_is_a_form_and_its_texts_are_in_their_cells() -> None:
    tables, omissions = read_pdf(
        "a.pdf", pdf(page(HEADS, [*form("甲"), *indicators("子")]), page(HEADS, form("乙指标")))
    )
    assert omissions == []
    assert [[cell.text for cell in table.texts] for table in tables] == [list(HEADS), list(HEADS)]
    assert [[cell.text for cell in table.cells][:6] for table in tables] == [
        ["项目名称", "甲", "项目性质", "经常性", "项目类别", "特定"],
        ["项目名称", "乙指标", "项目性质", "经常性", "项目类别", "特定"],
    ]
    first = tables[0].cells[1]
    assert (first.row, first.column, first.colspan, first.place) == (1, 3, 2, "第1页第1行第3列")


def test_a_table_goes_on_over_the_break_of_a_page() -> None:
    rows = [*form("甲"), *indicators("子", "丑", "寅")]
    [table], _ = read_pdf("a.pdf", pdf(page(HEADS, rows[:5]), page((), rows[5:])))
    names = [cell.text for cell in table.cells if cell.text in ("子", "丑", "寅")]
    assert (names, [cell.text for cell in table.cells if "continued" in cell.doubts]) == (
        ["子", "丑", "寅"],
        ["绩效指标"],
    )
    apart, _ = read_pdf("a.pdf", pdf(page(HEADS, rows[:5]), page((), rows)))
    assert len(apart) == 2


def test_lines_are_joined_where_the_width_has_ended_them() -> None:
    texts = {
        "一二三四五六七八九十一\n二三": "一二三四五六七八九十一二三",
        "一二三\n四五六七八九十": "一二三\n四五六七八九十",
        "1.一二三四五六七八九；\n2.一二三四五": "1.一二三四五六七八九；\n2.一二三四五",
        "1.一二三四五六七八九\n2.一二三四五": "1.一二三四五六七八九\n2.一二三四五",
        "1.一二三四五六七八九\n2.5一二三四": "1.一二三四五六七八九2.5一二三四",
        "abc def gh\nstu": "abc def gh stu",
    }
    rows: list[Row] = [(2, {0: text, 2: "指标"}) for text in texts]
    [table], _ = read_pdf("a.pdf", pdf(page(HEADS, rows)))
    assert [cell.text for cell in table.cells[::2]] == list(texts.values())


def test_a_word_that_goes_on_over_a_rule_is_doubted_in_both_cells() -> None:
    rows: list[Row] = [(1, {0: "指标", 1: "一二三四五六七八", 2: ""}), (1, {0: "丙", 1: "12345", 2: "6"})]
    [table], _ = read_pdf("a.pdf", pdf(page(HEADS, rows, columns=3)))
    assert [(cell.text, cell.doubts) for cell in table.cells] == [
        ("指标", ()),
        ("一二三四五六", ("crossing",)),
        ("七八", ("crossing",)),
        ("丙", ()),
        ("12345", ()),
        ("6", ()),
    ]


def test_a_text_in_no_cell_of_a_table_is_told() -> None:
    # A cell in the middle of the second row has no rules of its own.
    corner = "\n".join(f"{x} {y} 60 20 re S" for x in (40, 160) for y in (700, 720))
    sheet = f"{corner}\n100 720 60 20 re S\n{drawn('指标', 42, 726)}\n{drawn('88.5', 110, 704)}"
    [table], _ = read_pdf("a.pdf", pdf(sheet))
    assert [cell.text for cell in (*table.cells, *table.below) if cell.text] == ["指标", "88.5"]


def test_white_text_is_listed_and_not_read() -> None:
    content = page(HEADS, [*form("甲"), *indicators("子")], drawn("藏起来的字", 170, 752, "1 g"))
    source = read_tables(read_pdf, "a.pdf", pdf(content))
    assert [(omission.place, omission.kind) for omission in source.omissions] == [("第1页", "white")]
    assert [cell.text for cell in source.tables[0].cells if "藏" in cell.text] == []


# The line of the text 13台3台 in a cell, and what goes through it: what is read, the doubts and what is listed.
STRUCK: dict[str, tuple[str, tuple[str, list[str], list[str]]]] = {
    "nothing": ("", ("13台3台", [], [])),
    "thin box": ("162 {through} 30 1 re f", ("3台", ["partly"], ["第1页第2行第2列"])),
    "line": ("162 {through} m 192 {through} l S", ("3台", ["partly"], ["第1页第2行第2列"])),
    "line below": ("162 {under} m 192 {under} l S", ("13台3台", [], [])),
    "all of it": ("160 {through} 60 1 re f", ("", ["partly"], ["第1页第2行第2列"])),
}


@pytest.mark.parametrize("where", STRUCK)
def test_text_that_is_struck_out_is_listed_and_not_read(where: str) -> None:
    commands, expected = STRUCK[where]
    rows = [(1, {0: "指标", 2: "甲"}), (1, {0: "乙", 2: "13台3台"})]
    at = TOP - 10 - 18 - 12
    line = commands.format(through=at + 4, under=at - 2)
    source = read_tables(read_pdf, "a.pdf", pdf(page((), rows, line)))
    cell = source.tables[0].cells[-1]
    omitted = [each.place for each in source.omissions if each.kind == "struck"]
    assert (cell.text, [*cell.doubts], omitted) == expected


def test_a_rule_through_the_letters_of_a_cell_is_doubted() -> None:
    rows = [(1, {0: "指标", 2: "甲"}), (1, {0: "乙", 2: "13台"})]
    through = f"{LEFT} {TOP - 10 - 18 - 8} 480 0.5 re f"
    [table], _ = read_pdf("a.pdf", pdf(page((), rows, through)))
    doubted = [cell.text for cell in table.cells if "crossing" in cell.doubts]
    assert "13台" in doubted


def test_texts_under_the_title_and_below_the_table_are_left_over() -> None:
    below = f"{drawn('合计99.5万元', 40, 30)}\n{drawn('- 31 -', 280, 12)}"
    source = read_tables(read_pdf, "a.pdf", pdf(filled_page((*HEADS, "编报数88.5"), below)))
    fit = best_fit(source.tables[0], [DRAWING], [])
    assert fit is not None
    draft = drafted(fit, "2023")
    assert draft.doubts[()] == [
        "原件的这一格没有录入：“编报数88.5”（第1页）",
        "原件的这一格没有录入：“合计99.5万元”（第1页）",
    ]
    assert set(draft.values.values()) == {"1", "元", "\n".join(HEADS)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "mismatch"),
        (b"%PDF-1.7\n", "broken"),
        (pdf(page(HEADS, form("甲")))[:-400], "broken"),
        (pdf("0 0 10 10 re S"), "no_text"),
        (pdf(drawn("绩效指标：一段文字", 40, 700)), "empty"),
    ],
)
def test_a_file_without_ruled_tables_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_tables(read_pdf, "a.pdf", content)
    assert [dict(each.values)["form"] for each in refused.value.problems] == [reason]


def test_a_picture_shows_its_part_of_a_page_and_nothing_of_a_covered_cell(tmp_path: Path) -> None:
    # Two rows of ink in the table, more ink above it, and a comment, which is not drawn.
    rows: list[Row] = [(2, {0: "指标", 2: "乙"}), (2, {0: "丙", 2: "丁"})]
    ink = " ".join(f"0 g {x} {y} 20 10 re f" for x in (60, 180) for y in (822, 765, 730))
    file = tmp_path / "表.pdf"
    file.write_bytes(pdf(page((), rows, ink)))
    [table] = read_pdf("表.pdf", file.read_bytes())[0]
    boxes = [cell.box for cell in table.cells if cell.box]
    [part] = parts_of(boxes)
    assert (len(boxes), part.page) == (4, 1)

    def inked(picture: PagePicture) -> list[bool]:
        """Whether there is ink inside each cell of a picture."""
        data = b64decode(picture.address.partition(",")[2])
        image = Image.open(BytesIO(data)).convert("L")
        scale = image.width / picture.box.width
        left, top = picture.box.left - 3, picture.box.top - 3
        insides = [(box.left - left, box.top - top, box.right - left - 6, box.bottom - top - 6) for box in boxes]
        crops = [image.crop([round(scale * edge) for edge in inside]) for inside in insides]
        return [crop.getextrema()[0] != crop.getextrema()[1] for crop in crops]

    [whole], [covered] = page_pictures(file, [part], []), page_pictures(file, [part], [boxes[1]])
    assert (inked(whole), inked(covered)) == ([True] * 4, [True, False, True, True])
    assert whole.box.height < 100
    file.write_bytes(b"%PDF-1.4 broken")
    assert page_pictures(file, [part], []) == []
    turned = pdf(page((), rows, ink)).replace(b"/MediaBox [0 0 595 842]", b"/Rotate 90 /MediaBox [0 0 595 842]")
    assert [cell.box for cell in read_pdf("表.pdf", turned)[0][0].cells] == [None] * 4
