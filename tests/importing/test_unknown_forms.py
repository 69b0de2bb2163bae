"""Forms that no drawing is known for: each is read by its printed words, and what is not sure is doubted or refused."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from other_workbooks import workbooks
from test_damaged_tables import damaged, table_of
from workbooks import HERE, saved

from generator.cli.check import check_path
from generator.cli.main import main
from generator.forms.cells import CellPath
from generator.forms.drawings.collection import shipped_drawings
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.reader import read_drawing
from generator.forms.fields import WITHHELD
from generator.importing.drafting import FormDraft
from generator.importing.fits import LABEL, best_fit, fitted
from generator.importing.label_drafts import keys_of, label_draft
from generator.importing.reading import READERS, read_tables
from generator.importing.source import FORMULA, SourceCell, SourceTable

FOLDER = Path(__file__).parent / "layouts"
TO = "zhanjiang/shiliju/2021"
# The doubts of each layout beside the one about the drawing as a whole, by the keys of their cells.
DOUBTS: dict[str, set[CellPath]] = {
    "henan-department": {("budget", "by_source", "other")},
    "hubei-department": {()},
    "hunan-department": {(), ("department",)},
    # The made-up values of cells with words before them are figures.
    "inline-project": {("goal",), ("name",)},
}
WHOLE = "没有现成的表式"


def layouts() -> Iterator[tuple[FormDrawing, SourceTable, dict[CellPath, str]]]:
    """Each layout with a filled form of it and the values of this."""
    for file in sorted(FOLDER.glob("*.yml")):
        drawing, problems = read_drawing(file.name, file.read_bytes())
        assert drawing is not None, problems
        table = table_of(drawing)
        yield drawing, table, fitted(drawing, table).form.values


def read(table: SourceTable) -> FormDraft | None:
    """The draft of a table by its words."""
    return label_draft(table, "2021", "x")


def doubted(draft: FormDraft) -> set[CellPath]:
    """The keys of the cells that have doubts, () where some doubt of the form is not the one about its drawing."""
    whole = [doubt for doubt in draft.doubts[()] if WHOLE not in doubt]
    return {keys_of(path) for path in draft.doubts if path} | ({()} if whole else set())


def test_a_formula_without_a_result_is_told_where_nothing_is_read() -> None:
    _, table, _ = next(layouts())
    last = max(table.cells, key=lambda cell: cell.row)
    formula = SourceCell(last.row + 1, 1, "", place="表!A99", doubts=(FORMULA,))
    draft = read(replace(table, cells=(*table.cells, formula)))
    assert draft is not None
    assert [doubt for doubt in draft.doubts[()] if "表!A99" in doubt] == [
        "这一格是公式，文件里没有存它的结果，没有录入（表!A99）"
    ]


def test_layouts_that_no_drawing_was_made_from_are_read() -> None:
    found = {}
    for drawing, table, values in layouts():
        draft = read(table)
        assert draft is not None, drawing.name
        wrong = {keys_of(path) for path, text in draft.values.items() if values.get(path) != text}
        lost = {keys_of(path) for path in values.keys() - draft.values.keys()} - {("other", "资金来源财政拨款")}
        assert (wrong, lost) == (set(), set()), drawing.name
        assert {*draft.fit.states} == {cell for cell in (*table.texts, *table.cells) if cell.text.strip()}
        found[drawing.name] = doubted(draft)
    assert {name: doubts for name, doubts in found.items() if doubts} == DOUBTS
    assert len(found) >= 8


def silent(draft: FormDraft, values: dict[CellPath, str], table: SourceTable) -> Iterator[CellPath]:
    """The paths of values that are wrong, and of lost ones, of which no doubt says anything at their cell or row."""
    sentences = " ".join(doubt for doubts in draft.doubts.values() for doubt in doubts)
    rows = {int(row) for row in re.findall("（([0-9]+)-[0-9]+", sentences)}
    texts = {cell.text for cell in (*table.cells, *table.texts)}
    cells, found = draft.fit.form.sources, {*draft.values.values()}
    columns = {keys_of(path) for path in draft.doubts}
    for path, text in draft.values.items():
        is_told = keys_of(path) in columns or (path in cells and cells[path].row in rows)
        is_gone = not text and values.get(path) not in texts
        # A cell of the form's own under the same word may have the words over it in its name.
        is_renamed = path[0] == "other" and text in values.values()
        if values.get(path, "") != text and not (is_told or is_gone or is_renamed or path == ("title",)):
            yield path
    for path, text in values.items():
        if path not in draft.values and text in texts - found - {""} and text not in sentences:
            yield path


def labels_replaced(drawing: FormDrawing, table: SourceTable) -> Iterator[tuple[str, SourceTable]]:
    """The table with each of its labels replaced by a word that no form has."""
    for label in fitted(drawing, table).cells_of(LABEL):
        cells = [replace(cell, text="别的栏目") if cell is label else cell for cell in table.cells]
        yield label.text, replace(table, cells=tuple(cells))


@pytest.mark.slow
def test_no_damage_of_an_unknown_form_goes_unseen() -> None:
    wrong, counts = [], {"read": 0, "refused": 0, "right": 0, "all": 0}
    for drawing, table, values in layouts():
        for name, each in (*labels_replaced(drawing, table), *damaged(table)):
            draft = read(each)
            counts["refused" if draft is None else "read"] += 1
            if draft is not None:
                wrong += [(drawing.name, name, path) for path in silent(draft, values, each)]
            if draft is not None and name.startswith("merges"):
                counts["right"] += sum(draft.values.get(path) == text for path, text in values.items())
                counts["all"] += len(values)
    assert wrong == []
    assert counts["right"] / counts["all"] >= 0.97
    assert counts["read"] > counts["refused"]


# Lines of money of a department with 1,200 in all, and the keys under which each but the total is written.
LINES: dict[str, tuple[str, list[CellPath]]] = {
    "own lines complete the total": (
        "一般公共预算拨款 1000、政府性基金拨款 180、其他资金 20",
        [
            ("budget", "by_source", "other"),
            ("budget", "by_source", "一般公共预算拨款"),
            ("budget", "by_source", "政府性基金拨款"),
        ],
    ),
    "own lines are parts of another": (
        "财政拨款 1180、其中：一般公共预算拨款 1000、政府性基金拨款 180、其他资金 20",
        [
            ("budget", "by_source", "fiscal"),
            ("budget", "by_source", "other"),
            ("other", "一般公共预算拨款"),
            ("other", "政府性基金拨款"),
        ],
    ),
    "lines add up to something else": (
        "一般公共预算拨款 1000、政府性基金拨款 170、其他资金 20",
        [("budget", "by_source", "other"), ("other", "一般公共预算拨款"), ("other", "政府性基金拨款")],
    ),
    "a line is the sum of others": (
        "专项资金小计 1180、其他资金 20",
        [("budget", "by_source", "other"), ("other", "专项资金小计")],
    ),
}


@pytest.mark.parametrize(("lines", "keys"), LINES.values(), ids=LINES.keys())
def test_own_money_is_in_a_group_where_it_completes_the_total(lines: str, keys: list[CellPath]) -> None:
    money = [line.split(" ") for line in ("资金总额 1200", *lines.split("、"))]
    last = 2 + len(money)
    rows = [
        (1, [("部门名称", 1), ("交通运输局", 4)]),
        *((row, [(name, 2), (text, 2)]) for row, (name, text) in enumerate(money, 2)),
        (last, [(each, 1) for each in ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值")]),
        (last + 1, [("", 1), ("产出指标", 1), ("数量指标", 1), ("养护里程", 1), ("≥120公里", 1)]),
    ]
    cells = [SourceCell(2, 1, "年度预算申请（万元）", rowspan=len(money), place="表!A2")]
    for row, texts in rows:
        column = 2 if 1 < row < last else 1
        for text, wide in texts:
            cells.append(SourceCell(row, column, text, colspan=wide, place=f"表!{column}-{row}"))
            column += wide
    draft = read(SourceTable("表", tuple(cells), (SourceCell(1, 1, "2025年部门整体支出绩效目标表", place="表!A1"),)))
    assert draft is not None
    written = {keys_of(path) for path in draft.values if path[0] in ("budget", "other")}
    assert sorted(written - {("budget", "by_type", "total")}) == keys
    assert not any("表式写的是" in doubt or "金额单位" in doubt for some in draft.doubts.values() for doubt in some)


UNIT = ("unit",)
# Texts around a form that prints no unit of money, and what is read of them.
UNITS: dict[str, tuple[str, bool, bool]] = {
    "单位：元": ("元", False, False),
    "（2025年度）\u2003\u2003单位：万元": ("万元", False, False),
    "金额单位:人民币元": ("元", False, False),
    # The rest of the text is not read.
    "填报单位：交通运输局 单位：元": ("元", False, True),
    "金额单位：千元": ("", True, True),
    "单位：元、单位：万元": ("万元", False, True),
    "": ("", True, False),
}


@pytest.mark.parametrize(("text", "read_as"), UNITS.items())
def test_the_unit_of_money_is_read_from_the_texts_around_a_form(text: str, read_as: tuple[str, bool, bool]) -> None:
    lines = [("部门名称", "交通运输局"), ("年度预算", "1200"), ("年度目标", "完成养护。")]
    cells = [
        SourceCell(row, at + 1, part, place=f"表!{at}-{row}", colspan=1 + 2 * at)
        for row, line in enumerate(lines, 1)
        for at, part in enumerate(line)
    ]
    rows = (("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "养护里程", "≥120公里"))
    cells += [
        SourceCell(row, at, part, place=f"表!{at}-{row}")
        for row, parts in enumerate(rows, 4)
        for at, part in enumerate(parts, 1)
    ]
    heads = [SourceCell(1, 1, "2025年部门整体支出绩效目标表", place="表!A1")]
    heads += [SourceCell(2, 1, text, place="表!A2")] if text else []
    draft = read(SourceTable("表", tuple(cells), tuple(heads)))
    assert draft is not None
    is_left = any("没有录入" in doubt and "单位" in doubt for doubt in draft.doubts[()])
    assert (draft.values[UNIT], UNIT in draft.doubts, is_left) == read_as


def book_of(table: SourceTable) -> bytes:
    """A workbook of a table."""
    book = Workbook()
    sheet = book.worksheets[0]
    for number, line in enumerate(table.texts, 1):
        sheet.cell(number, 1, line.text)
    below = len(table.texts)
    for cell in table.cells:
        sheet.cell(cell.row + below, cell.column, cell.text or None)
        if cell.rowspan * cell.colspan > 1:
            last, end = cell.row + below + cell.rowspan - 1, cell.column + cell.colspan - 1
            sheet.merge_cells(start_row=cell.row + below, end_row=last, start_column=cell.column, end_column=end)
    return saved(book)


def run(*words: str | Path) -> tuple[int, str]:
    """Run the command; returns its exit code and all it wrote."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


@pytest.mark.slow
def test_an_unknown_form_brings_its_drawing(tmp_path: Path) -> None:
    project, file = tmp_path / "project", tmp_path / "表.xlsx"
    shutil.copytree(HERE / "content/own", project)
    _, table, values = next(each for each in layouts() if each[0].name == "beijing-project")
    file.write_bytes(book_of(table))
    code, first = run("import", file, "--to", TO, "--root", project)
    assert code == 0, first
    assert "照这张表推出了“shiliju-2021”" in first
    [record] = (project / f"content/{TO}").glob("[!_]*.yml")
    draft = record.read_text(encoding="utf-8")
    assert "form: shiliju-2021\n" in draft
    assert draft.splitlines()[0].endswith("$schema=../../forms/_shiliju-2021.schema.json"), draft.splitlines()[0]
    assert (project / "content/zhanjiang/forms/_shiliju-2021.schema.json").is_file()
    assert f"overall_goal: |\n  {values['overall_goal',]}\n" in draft
    codes = {problem.code for problem in check_path(record).problems}
    assert "E841" in codes
    # The next form of the same layout has the doubts about the drawing too, until a form by it is signed.
    again = ["import", file, "--root", project, "--to"]
    told = []
    for year, text in (("2022", draft), ("2023", settled(draft))):
        record.write_text(text, encoding="utf-8")
        code, output = run(*again, TO.replace("2021", year))
        assert (code, "照“shiliju-2021”表式读出" in output) == (0, True), output
        told.append([line for line in output.splitlines() if "照别的表推出来的" in line or "表上自己的栏目" in line])
        shutil.rmtree(project / f"content/{TO}".replace("2021", year))
    assert [len(each) for each in told] == [1 + first.count("表上自己的栏目"), 0]


def settled(draft: str) -> str:
    """A draft without its doubts."""
    return "".join(line for line in draft.splitlines(keepends=True) if not line.lstrip().startswith("# ? "))


def below(table: SourceTable, other: SourceTable) -> SourceTable:
    """A table with another one and its title below it."""
    last = max(cell.row + cell.rowspan for cell in table.cells)
    wide = max(cell.column + cell.colspan for cell in table.cells) - 1
    titles = [replace(text, row=last + at, colspan=wide) for at, text in enumerate(other.texts)]
    first = last + len(titles) - 1
    cells = [replace(cell, row=cell.row + first, place=f"below {cell.place}") for cell in other.cells]
    return replace(table, cells=(*table.cells, *titles, *cells))


def test_forms_of_several_layouts_each_have_their_drawing(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(HERE / "content/own", project)
    tables = {drawing.name: table for drawing, table, _ in layouts()}
    names = ("gansu-project", "guangdong-project", "beijing-project")
    stacked = below(tables[names[0]], below(tables[names[0]], tables[names[1]]))
    files = [tmp_path / f"{name}.xlsx" for name in ("甲", "乙")]
    for file, table in zip(files, (stacked, tables[names[2]]), strict=True):
        file.write_bytes(book_of(table))
    addresses = [word for number in range(4) for word in ("--address", f"xiangmu-{number}")]
    code, output = run("import", *files, *addresses, "--to", TO, "--root", project)
    assert code == 0, output
    drafts = [path.read_text(encoding="utf-8") for path in sorted((project / f"content/{TO}").glob("[!_]*.yml"))]
    forms = sorted(line for draft in drafts for line in draft.splitlines() if line.startswith("form: "))
    assert forms == ["form: shiliju-2021", "form: shiliju-2021", "form: shiliju-2021-2", "form: shiliju-2021-3"]
    assert len(list((project / "content/zhanjiang/forms").glob("shiliju-2021*.yml"))) == 3
    # Of the forms in one sheet, each is shown with its own cells alone.
    [page] = (project / f"content/{TO}").parent.glob("_*.review.html")
    assert "（属于另一张表）" in page.read_text(encoding="utf-8")


def test_what_nobody_may_read_is_in_no_output_of_an_unknown_form(tmp_path: Path) -> None:
    project, file = tmp_path / "project", tmp_path / "表.xlsx"
    shutil.copytree(HERE / "content/own", project)
    _, table, _ = next(each for each in layouts() if each[0].name == "hubei-department")
    book = load_workbook(BytesIO(book_of(table)))
    sheet = book.worksheets[0]
    places = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    person = sheet.cell(places["填报人"].row, places["填报人"].column + 1)
    person.value = "赵钱孙"
    goal = sheet.cell(places["整体绩效总目标"].row, 2)
    goal.comment = Comment("批注里的话", "某人")
    task = sheet.cell(places["部门职能概述"].row, 2)
    task.value, task.font = "划掉的职能", Font(strike=True)
    target = sheet.cell(sheet.max_row, 5)
    target.value = "代号乙（机密）"
    sheet.append(["藏起来的行", "=1+1"])
    sheet.row_dimensions[sheet.max_row].hidden = True
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    assert code == 0, output
    assert [what for what in (f"{goal.coordinate} 批注", f"{task.coordinate} 划掉的文字") if what not in output] == []
    written = output + "".join(path.read_text(encoding="utf-8") for path in project.rglob("*2021*") if path.is_file())
    secret = ("赵钱孙", "批注里的话", "划掉的职能", "代号乙", "机密", "藏起来")
    assert [words for words in secret if words in written] == []
    target.value, sheet["A1"] = "100%", "部门整体支出绩效目标申报表（秘密）"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO.replace("2021", "2022"), "--root", project)
    assert (code, "秘密" in output) == (2, False), output


@pytest.mark.slow
def test_workbooks_without_forms_have_none() -> None:
    found = []
    for name, content in workbooks():
        for table in read_tables(READERS[".xlsx"], f"{name}.xlsx", content).tables:
            is_form = best_fit(table, [], shipped_drawings()) or read(table)
            found.append((name, is_form))
    assert [name for name, is_form in found if is_form] == []
    assert len(found) == 50


# A project form row by row; a cell that begins with | reaches over the one at its left.
PROJECT_ROWS = """
2021年项目支出绩效目标申报表,|,|,|,|,|
项目名称,乡村道路维护,|,实施单位,市公路中心,|
项目资金（万元）,年度资金总额,120.5,|,|,|
^,其中：财政拨款,120.5,|,|,|
^,其他资金,10,|,|,|
年度目标,维护道路30公里,|,|,|,|
绩效指标,一级指标,二级指标,三级指标,指标值,预算金额（万元）
^,产出指标,数量指标,维护里程,≥30公里,10
^,效益指标,社会效益指标,通行能力,提升,20
"""
UNUSED = "这一栏没有找到填的内容，请对照原件"
PRIVATE = "这一格像是个人信息，没有录入"
PERSON = "这一格里有个人的姓名，姓名和电话没有录入，请对照原件看别的字是不是通顺"
INSIDE = "这一格里还有别的栏目的名称，请对照原件看是不是几格连在一起了"
DAY = "这一格除了个人信息还有日期，都没有录入；要公布日期的，请另行录入"
OWN = "“预算金额”不是认得的栏目，照表上自己的栏目录入，请对照原件"
# Another text in the form, and what is told of it beside the doubts of the whole drawing and of its own column.
TOLD: dict[str, tuple[str, str, list[str]]] = {
    "nothing": ("", "", []),
    "dash": (
        "其他资金,10",
        "其他资金,—",
        ["这一格填的是“—”，当作表上印着的字，没有录入；原表空白时这里没有字的，请改表式再导入（表!C5）"],
    ),
    "empty cell": (
        "其他资金,10,|,|,|",
        "其他资金,10,|,|,9",
        [
            "这一格在表式上是空的，没有录入，读到“9”（表!F5）",
            "这一格右边还有字，请对照原件看这一栏填的是哪一格（10）（表!C5）",
        ],
    ),
    "word of a label as a value": (
        "维护道路30公里",
        "其他资金",
        [f"“年度目标”{UNUSED}（表!A6）"],
    ),
    "annex": (
        "2021年项目支出绩效目标申报表,|,|,|,|,|",
        "附件2,|,|,|,|,|\n项目支出绩效目标申报表,|,|,|,|,（2021年度）",
        [],
    ),
    "error of a spreadsheet": ("≥30公里", "#NAME?", ["这一格的显示格式读不懂，照存的值录入，请对照原件（表!E8）"]),
    "activity": ("维护里程", "接听热线电话", []),
    "other activity": ("通行能力", "资格复核", []),
    "person in a short goal": ("维护道路30公里", "修路。联系人：李小四", [f"{PERSON}（表!B6）", f"{INSIDE}（表!B6）"]),
    "person": ("市公路中心,|", "市公路中心（联系人：李小四）,|", [f"{PERSON}（表!E2）"]),
    "person apart from the word": ("年度目标,", "负责人签字,,李小四,|,|,|\n年度目标,", [f"{PRIVATE}（表!C6）"]),
    "day": ("年度目标,", "项目负责人,李小四 2021年3月1日,|,|,|,|\n年度目标,", [f"{DAY}（表!B6）"]),
}


def drawn_book(text: str) -> bytes:
    """A workbook of rows as they are drawn above, with merged cells."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    rows = [line.split(",") for line in text.strip().split("\n")]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell in ("|", "^"):
                continue
            wide = next((at for at in range(column + 1, len(row)) if row[at] != "|"), len(row)) - column
            tall = next((at for at in range(number + 1, len(rows)) if rows[at][column] != "^"), len(rows)) - number
            sheet.cell(number + 1, column + 1, cell)
            if wide * tall > 1:
                sheet.merge_cells(None, number + 1, column + 1, number + tall, column + wide)
    return saved(book)


@pytest.mark.parametrize("where", TOLD)
def test_what_is_not_read_of_an_unknown_form_is_told(where: str) -> None:
    before, after, told = TOLD[where]
    source = read_tables(READERS[".xlsx"], "form.xlsx", drawn_book(PROJECT_ROWS.replace(before, after, 1)))
    draft = read(source.tables[0])
    assert draft is not None
    assert "李小四" not in draft.yaml(is_named=True)
    found = [doubt for some in draft.doubts.values() for doubt in some if WHOLE not in doubt and OWN not in doubt]
    assert (found, draft.doubts["indicators", 0, "预算金额"]) == (told, [f"{OWN}（表!F{7 + after.count(chr(10))}）"])


def test_a_second_form_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    project, file = tmp_path / "project", tmp_path / "表.xlsx"
    shutil.copytree(HERE / "content/own", project)
    # Nothing says whose the second form is.
    file.write_bytes(drawn_book(PROJECT_ROWS + PROJECT_ROWS.replace("项目名称", "别的栏目").strip()))
    code, output = run("import", file, "--to", TO, "--root", project)
    assert (code, f"没有导入：{file} 表!A10的表认不出表式，请对照原件另外录入" in output) == (0, True), output


TITLE = "2021年项目支出绩效目标申报表,|,|,|,|,|"
# Marks outside of the cells of single values: what stands in the form instead of other words, and the marked cell.
MARKED_FORMS: dict[str, tuple[str, str, str]] = {
    "title": ("申报表,", "申报表（机密）,", "A1"),
    "line below the title": (TITLE, f"{TITLE}\n密级：机密★20年   单位：万元,|,|,|,|,|", "A2"),
    "cell beside the unit": (TITLE, f"{TITLE}\n密级：秘密,,,,单位：万元,|", "A2"),
    "mark beside the unit": (TITLE, f"{TITLE}\n秘密★10年,,,,单位：万元,|", "A2"),
    "label and mark": ("年度目标,", "密级,机密,|,|,|,|\n年度目标,", "A6"),
    "short mark behind its label": ("年度目标,", "密级：,秘,|,|,|,|\n年度目标,", "A6"),
    "term behind its label": ("年度目标,", "保密期限,20年,|,|,|,|\n年度目标,", "A6"),
    "answer behind its label": ("年度目标,", "是否涉密,是,|,|,|,|\n年度目标,", "A6"),
    "label": ("实施单位,", "实施单位（秘密）,", "D2"),
    "label over rows": ("项目资金（万元）", "项目资金（机密）", "A3"),
    "heading": ("指标值,", "指标值（秘密）,", "E7"),
    "value behind its label": ("项目名称,乡村道路维护,|", "项目名称：代号甲（机密）,|,|", "A2"),
    "note": ("通行能力,提升,20", "通行能力,提升,20\n注：本表为秘密级,|,|,|,|,|", "A10"),
    "line below the table": ("通行能力,提升,20", "通行能力,提升,20\n机密★20年,|,|,|,|,|", "A10"),
    "person": ("年度目标,", "填报人,李小四（秘密）,|,|,|,|\n年度目标,", "B6"),
}


# Texts beside labels that are no marks together.
NO_MARKS = (("密级", "无"), ("密级", "公开"), ("是否涉密", "否"), ("公开属性", "不予公开"), ("解密条件", ""))


def test_a_label_of_secrecy_without_a_level_refuses_nothing() -> None:
    for label, value in NO_MARKS:
        rows = PROJECT_ROWS.replace("年度目标,", f"{label},{value},|,|,|,|\n年度目标,", 1)
        source = read_tables(READERS[".xlsx"], "form.xlsx", drawn_book(rows))
        assert [cell.text for cell in source.tables[0].cells if cell.is_marked] == [], label


@pytest.mark.slow
def test_a_mark_that_is_not_of_one_value_refuses_an_unknown_form(tmp_path: Path) -> None:
    project, file = tmp_path / "project", tmp_path / "表.xlsx"
    shutil.copytree(HERE / "content/own", project)
    # First by itself, then with the drawing of an earlier form.
    for year, later in (("2031", "2021"), ("2032", "2022")):
        refused = {}
        for where, (before, after, _) in MARKED_FORMS.items():
            file.write_bytes(drawn_book(PROJECT_ROWS.replace(before, after, 1)))
            code, output = run("import", file, "--to", TO.replace("2021", year), "--root", project)
            refused[where] = (code, output.partition("有密级标志（表!")[2].partition("）")[0])
        assert refused == {where: (2, place) for where, (*_, place) in MARKED_FORMS.items()}
        assert [*project.rglob(f"*{year}*")] == []
        file.write_bytes(drawn_book(PROJECT_ROWS))
        assert run("import", file, "--to", TO.replace("2021", later), "--root", project)[0] == 0


MERGED_ROWS = """^,产出指标,数量指标,维护里程,≥30公里,10
^,^,质量指标,合格率,≥95%,5
^,^,时效指标,^,100%,6
"""
ROW = ("name", "target", "预算金额")
# The cell whose comment bears a mark, and the cells that are withheld: by the row of the list.
WITHHELD_ROWS: dict[str, dict[int, tuple[str, ...]]] = {
    "E8": {0: ROW},
    "E9": {1: ROW},
    "F10": {2: ROW},
    "D9": {1: ROW, 2: ROW},
    "B8": {0: ("family", *ROW), 1: ("family", *ROW), 2: ("family", *ROW)},
}


@pytest.mark.parametrize("place", WITHHELD_ROWS)
def test_a_marked_comment_withholds_its_rows_alone_with_a_doubt_on_each_cell(place: str) -> None:
    rows = PROJECT_ROWS.replace("^,产出指标,数量指标,维护里程,≥30公里,10\n", MERGED_ROWS)
    book = load_workbook(BytesIO(drawn_book(rows)))
    book.worksheets[0][place].comment = Comment("内部掌握85%", "某人")
    draft = read(read_tables(READERS[".xlsx"], "form.xlsx", saved(book)).tables[0])
    assert draft is not None
    withheld = [path for path, text in draft.values.items() if text == WITHHELD]
    expected = [("indicators", row, key) for row, keys in WITHHELD_ROWS[place].items() for key in keys]
    assert sorted(withheld, key=str) == sorted(expected, key=str)
    mark = ("有密级标志，文字没有录入", "同一行里有密级标志")
    assert [path for path in withheld if not any(word in str(draft.doubts.get(path)) for word in mark)] == []
