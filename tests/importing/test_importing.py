"""Import: an official workbook becomes the record that was typed by hand, and every doubt is at its cell."""

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from workbooks import DRAWING, HERE, TYPED, office_book, official_book, place_of, saved, typed_record, with_cached

from generator.cli.check import check_path
from generator.cli.main import main
from generator.forms.cells import cell_texts
from generator.forms.drawings.collection import all_shipped
from generator.forms.fields import WITHHELD, validate
from generator.forms.model import Project, ProjectResults, Record
from generator.importing.drafting import FormDraft, drafted
from generator.importing.fits import LABEL, LEFT_OVER, VALUE, best_fit
from generator.importing.open_doubts import open_doubts_in
from generator.importing.reading import READERS, read_tables
from generator.importing.source import HIDDEN
from generator.output.exports.form import grid_workbook
from generator.output.form_pages.drawn import filled_grid
from generator.system.manifest import pieces
from generator.text.yaml import read_text

TO = "zhanjiang/rensheju2/2023"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the city whose forms are imported, to which logs are written too."""
    shutil.copytree(HERE / "content/own", tmp_path / "project")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "project"))
    return tmp_path / "project"


def run(*words: str | Path) -> tuple[int, str]:
    """Run the command; returns its exit code and all it wrote."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


def review(project: Path, form: str, answers: Sequence[str]) -> tuple[int, str]:
    """Review a form with answers, each on a line; returns the exit code and all that was written."""
    keys = "".join(f"{answer}\n" for answer in answers)
    done = CliRunner().invoke(main, ["review", form, "--root", str(project)], input=keys)
    return done.exit_code, done.output


def draft_of(content: bytes, suffix: str = ".xlsx") -> tuple[FormDraft, Any]:
    """The draft of the form in a file, and what was read of the file."""
    source = read_tables(READERS[suffix], f"form{suffix}", content)
    fit = best_fit(source.tables[0], [DRAWING], [])
    assert fit is not None
    return drafted(fit, "2023"), source


def doubts(draft: FormDraft) -> list[str]:
    """All doubts of a draft with the keys of their cells, each of which is in its file too."""
    assert len(open_doubts_in(draft.yaml(is_named=False))) == draft.doubt_count
    return [f"{'.'.join(map(str, path))}: {doubt}" for path, some in draft.doubts.items() for doubt in some]


def test_a_workbook_gives_the_values_that_were_typed_by_hand() -> None:
    book, sheet = official_book()
    total, rate = place_of(sheet, "82800.92"), place_of(sheet, "100%")
    sheet[total] = "=SUM(C5:C6)"
    # A column beside the form that is blank, with a border.
    sheet.cell(9, 8).border = Border(left=Side(style="thin"))
    sheet[rate], sheet[rate].number_format = 1, "0%"
    draft, source = draft_of(with_cached(saved(book), total, 82800.92000000001))
    expected = cell_texts(typed_record())
    assert {path: text.replace(" \n", "\n").rstrip(" ") for path, text in expected.items()} == draft.values
    assert doubts(draft) == [
        f"budget.by_source.fiscal: 文件里有两种写法，录入的是“82800.92”，另一种是“82800.92000000001”，"
        f"请对照原件确定（Sheet1!{total}）",
        f"indicators.6.target: 文件里有两种写法，录入的是“100%”，另一种是“1”，请对照原件确定（Sheet1!{rate}）",
    ]
    assert source.omissions == ()
    states = draft.fit.states
    assert {state: len(draft.fit.cells_of(state)) for state in sorted(set(states.values()))} == {LABEL: 32, VALUE: 66}
    assert len({cell.place for cell in states}) == len(states)


def test_the_command_writes_a_draft_that_is_no_record_yet(project: Path, tmp_path: Path) -> None:
    book, sheet = official_book()
    rate = place_of(sheet, "100%")
    sheet[rate], sheet[rate].number_format = 1, "0%"
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    assert code == 0, output
    folder = project / "content/zhanjiang/rensheju2"
    assert f"content/{TO}.yml：照“zhanjiang-2023”表式读出（Sheet1），原件 98 格有字，录入 66 格，疑问 1 处" in output
    draft = (folder / "2023.yml").read_text(encoding="utf-8")
    assert "# ? 文件里有两种写法" in draft
    assert "    # 预算整体情况 基本支出\n    basic: 10596.35\n" in draft
    assert "framework: before-101\n" in draft
    assert "conclusion:\n" in draft
    assert "  attribute:\n" in draft
    assert "\nname: 湛江市人力资源和社会保障局\n" in (folder / "department.yml").read_text(encoding="utf-8")
    places = (folder / "_2023.places.tsv").read_text(encoding="utf-8").splitlines()
    assert "budget.by_type.basic\tSheet1!C5" in places
    line = draft.splitlines().index(next(line for line in draft.splitlines() if "# ? " in line)) + 1
    found = [(problem.place.line, problem.code) for problem in check_path(folder / "2023.yml").problems]
    assert (line, "E841") in found
    code, output = run("import", file, "--to", TO, "--root", project)
    assert (code, "E712" in output) == (2, True)
    code, output = run("import", file, "--to", "zhanjiang/2023", "--root", project)
    assert (code, "E842" in output) == (2, True)


def test_what_is_not_seen_is_listed_by_its_place_and_not_written() -> None:
    book, sheet = official_book()
    goal = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("目标1："))
    sheet["B2"].comment = Comment("批注里的话", "某人")
    sheet["C3"].font = Font(strike=True)
    sheet["E3"].font = Font(color="FFFFFFFF")
    sheet.append(["藏起来的行"])
    sheet.row_dimensions[sheet.max_row].hidden = True
    goal.value = f"{goal.value}"
    draft, source = draft_of(saved(book))
    assert {(remark.place, remark.kind) for remark in source.omissions} == {
        ("Sheet1!B2", "comment"),
        ("Sheet1!C3", "struck"),
        ("Sheet1!E3", "white"),
        (f"Sheet1!A{sheet.max_row}", "hidden"),
    }
    assert (draft.values["staff", "total"], draft.values["subordinate_units",]) == ("", "")
    text = draft.yaml(is_named=False)
    assert [words for words in ("批注里的话", "藏起来的行", ": 750") if words in text] == []
    assert len([doubt for doubt in doubts(draft) if "没有录入" in doubt]) == 2


def test_the_text_of_a_marked_cell_is_nowhere(project: Path, tmp_path: Path) -> None:
    book, sheet = official_book()
    row = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "促进就业专项资金").row
    sheet.cell(row, 3).value = "代号甲的工程（机密）"
    sheet.cell(row, 5).value = "乙处的期望"
    sheet.cell(row, 4).value, sheet.cell(row, 4).number_format = 88.123456, "0.00"
    sheet["E4"].value = "联系电话13800138000"
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    assert code == 0, output
    written = "".join(path.read_text(encoding="utf-8") for path in project.rglob("*2023*") if path.is_file())
    assert [words for words in ("代号甲", "乙处", "机密", "88.12", "13800138000") if words in written + output] == []
    assert (sha256(file.read_bytes()).hexdigest() in written, written.count("有密级标志，没有录入")) == (False, 1)
    assert "    - withheld: all\n      basis:\n      decided_on:\n      decided_by:\n" in written
    # Who reviews the form is asked for the decision.
    count = sum(line.lstrip().startswith("# ? ") for line in written.splitlines())
    keys = [*[""] * count, "财务科", "2023-02-01", "条例第十四条", "2023-02-01", "保密办"]
    code, output = review(project, TO, [*keys, "主动公开", "", "", "保密办", "2023-02-01", "部分公开"])
    assert (code, "任务 年度重点工作任务 第3行依规不公开，由谁决定" in output) == (0, True), output
    decided = (project / f"content/{TO}.yml").read_text(encoding="utf-8")
    assert "    - withheld: all\n      basis: 条例第十四条\n" in decided, output
    draft, _ = draft_of(file.read_bytes())
    assert draft.values["tasks", "key", 2, "content"] == WITHHELD


def test_names_of_persons_in_running_text_are_nowhere(project: Path, tmp_path: Path) -> None:
    book, sheet = official_book()
    goal = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("目标1："))
    goal.value = f"{goal.value}\n联系人：李小四"
    content = sheet[place_of(sheet, "促进就业专项资金")].row
    sheet.cell(content, 3).value = "由项目负责人王小五牵头，按月推进"
    sheet.append(["填报人：赵小六 填报日期：2023年2月1日"])
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    assert code == 0, output
    written = "".join(path.read_text(encoding="utf-8") for path in project.rglob("*2023*") if path.is_file())
    assert [name for name in ("李小四", "王小五", "赵小六") if name in written + output] == []
    draft, _ = draft_of(file.read_bytes())
    whole = "这一格里有个人的姓名，姓名和电话没有录入，请对照原件看别的字是不是通顺"
    assert doubts(draft) == [
        f"goal: {whole}（Sheet1!{goal.coordinate}）",
        f"tasks.key.2.content: {whole}（Sheet1!C{content}）",
        f": 原件的这一格没有录入：“填报人： 填报日期：2023年2月1日”（Sheet1!A{sheet.max_row}）",
    ]
    assert draft.values["tasks", "key", 2, "content"] == "由项目负责人牵头，按月推进"
    # The other words of the cell can be corrected on the page.
    page = next((project / "content").rglob("*.review.html")).read_text(encoding="utf-8")
    assert page.count('value="correct"') == 2


def test_every_doubt_is_in_the_draft() -> None:
    # A label of the unit, one of a row that is blank, a number of a person in that row, and a mark.
    for place, text in (("E4", "别的"), ("A15", "别的"), ("B15", "13800138000"), ("C14", "代号（机密）")):
        book, sheet = official_book()
        sheet[place] = text
        draft, _ = draft_of(saved(book))
        assert doubts(draft) != [], place


@pytest.mark.slow
def test_each_label_that_another_word_replaces_is_told() -> None:
    book, sheet = official_book()
    draft, _ = draft_of(saved(book))
    silent = []
    for cell in draft.fit.cells_of(LABEL):
        place = cell.place.partition("!")[2]
        before, sheet[place] = sheet[place].value, "别的栏目"
        source = read_tables(READERS[".xlsx"], "form.xlsx", saved(book))
        fit = best_fit(source.tables[0], [DRAWING], [])
        silent += [place] if fit and not drafted(fit, "2023").doubts else []
        sheet[place] = before
    assert silent == []


def test_two_units_on_a_form_are_told_as_what_they_are() -> None:
    book, sheet = official_book()
    [label] = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("拟投入的资金")]
    before = str(label.value)
    assert before.endswith("（万元）")
    label.value = before.replace("万元", "元")
    draft, _ = draft_of(saved(book))
    assert [doubt.partition(": ")[2] for doubt in doubts(draft)] == [
        "金额单位前后不一样：别处写的是“万元”，这一格写的是“元”；"
        f"请对照原件，看这里的数是不是要换算（{label.value}）（Sheet1!{label.coordinate}）"
    ]


def test_rows_that_the_drawing_has_not_are_left_over() -> None:
    book, sheet = official_book()
    sheet.append(["审核意见", None, "同意，金额为88.5", None, None])
    draft, _ = draft_of(saved(book))
    assert [cell.text for cell in draft.fit.cells_of(LEFT_OVER)] == ["审核意见", "同意，金额为88.5"]
    assert doubts(draft)[-1] == f": 原件的这一格没有录入：“同意，金额为88.5”（Sheet1!C{sheet.max_row}）"
    assert draft.yaml(is_named=False).startswith("# ? 原件的这一格没有录入")


def test_another_year_and_lost_merges_are_told() -> None:
    book, sheet = official_book()
    sheet["A1"] = "2022年市级部门整体预算绩效目标表"
    first = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "数量指标")
    merged = next(each for each in sheet.merged_cells.ranges if first.coordinate in each)
    sheet.unmerge_cells(str(merged))
    draft, _ = draft_of(saved(book))
    assert doubts(draft) == [
        "indicators.1.type: 这里起原件是空的，照上面补为“数量指标”",
        "title: 表名上是 2022 年，要放的是 2023 年（Sheet1!A1）",
    ]
    assert {**draft.values, ("title",): ""} == {**cleaned(cell_texts(typed_record())), ("title",): ""}


def cleaned(texts: dict[Any, str]) -> dict[Any, str]:
    """Texts without the spaces at the ends of their lines."""
    return {path: text.replace(" \n", "\n").rstrip(" ") for path, text in texts.items()}


def test_a_web_page_is_read_as_browsers_show_it() -> None:
    rows = {
        "<td>部门名称<td colspan=4>某局<s>旧名</s><span style='display: none'>藏</span>": "某局",
        "<td>部门名称<td colspan=4>某<br>局": "某\n局",
        "<td>部门名称<td colspan=4> 某\n      局 ": "某 局",
        "<td>部门名称<td colspan=4><p>某</p><p>局</p>": "某\n局",
    }
    read = {}
    for row in rows:
        page = f"<html><body><table><tr><td><table><tr>{row}</table></table><p>页脚"
        source = read_tables(READERS[".html"], "form.html", page.encode())
        read[row] = source.tables[0].cells[-1].text
    assert read == rows
    assert (TYPED / "2023.yml").is_file()


# The second of three rows of a page, the cells that are read of the rows, and what is listed as hidden.
HIDDEN_ROWS: dict[str, tuple[list[str], list[str]]] = {
    "<tr><td>乙<td>藏": (["甲", "1", "乙", "藏", "丙", "3"], []),
    "<tr hidden><td>乙<td>藏": (["甲", "1", "丙", "3"], ["第1个表第1行后面"]),
    "<tr style='display: none'><td>乙<td>藏": (["甲", "1", "丙", "3"], ["第1个表第1行后面"]),
    "<tbody style='DISPLAY:NONE'><tr><td>乙<td>藏</tbody>": (["甲", "1", "丙", "3"], ["第1个表第1行后面"]),
    "<tr style='visibility:hidden'><td>乙<td>藏": (["甲", "1", "丙", "3"], ["第1个表第2行第1列", "第1个表第2行第2列"]),
    "<tr style='visibility:collapse'><td>乙<td>": (["甲", "1", "丙", "3"], ["第1个表第2行第1列"]),
    "<tr style='opacity:0'><td>乙<td>": (["甲", "1", "丙", "3"], ["第1个表第2行第1列"]),
    "<tr><td hidden>藏<td>乙": (["甲", "1", "乙", "丙", "3"], ["第1个表第2行第1列"]),
    "<tr><td style='visibility:hidden'>藏<td>乙": (["甲", "1", "", "乙", "丙", "3"], ["第1个表第2行第1列"]),
}


@pytest.mark.parametrize("row", HIDDEN_ROWS)
def test_hidden_rows_of_a_page_are_listed_and_not_read(row: str) -> None:
    page = f"<table><tr><td>甲<td>1</tr>{row}</tr><tr><td>丙<td>3</table>"
    source = read_tables(READERS[".html"], "form.html", page.encode())
    read = [cell.text for cell in source.tables[0].cells]
    assert (read, [each.place for each in source.omissions if each.kind == HIDDEN]) == HIDDEN_ROWS[row]


def results_of_a_project(project: Path) -> ProjectResults:
    """The results of a project that was typed by hand, whose city is put into another project."""
    shutil.copytree(HERE.parent / "content/yuzhong", project / "content/yuzhong")
    [typed] = (project / "content/yuzhong/rensheju/2021").glob("*.results.yml")
    nodes = read_text("a.yml", typed.read_bytes()).root
    assert nodes is not None
    results, problems = validate(ProjectResults, nodes, "a.yml")
    assert results is not None, problems
    return results


def test_the_results_of_a_project_are_named_as_its_targets(project: Path, tmp_path: Path) -> None:
    drawing = all_shipped()["chongqing-results"]
    results = results_of_a_project(project)
    folder = project / "content/yuzhong/rensheju/2021"
    [typed] = folder.glob("*.results.yml")
    nodes = read_text("a.yml", typed.read_bytes()).root
    assert nodes is not None
    typed.unlink()
    (folder / "jiuye.yml").write_text(f"name: {results.name}\n", encoding="utf-8")
    file = tmp_path / "自评.xlsx"
    file.write_bytes(b"".join(pieces(grid_workbook(filled_grid(results, 2021, drawing), "表"))))
    code, output = run("import", file, "--to", "yuzhong/rensheju/2021", "--root", project)
    assert code == 0, output
    imported = read_text("a.yml", (folder / "jiuye.results.yml").read_bytes()).root
    assert imported is not None
    assert {key: imported[key] for key in ("name", "indicators", "execution")} == {
        key: nodes[key] for key in ("name", "indicators", "execution")
    }
    assert (folder / "_jiuye.results.places.tsv").is_file()


def project_files(folder: Path, names: Sequence[str]) -> list[Path]:
    """Workbooks of forms of projects of some names."""
    drawing = all_shipped()["central-project"]
    nodes = read_text("a.yml", (HERE.parent / "content/central/tianwentai/2023/lisan-moni.yml").read_bytes()).root
    assert nodes is not None
    files = []
    for number, name in enumerate(names):
        # Without indicators of cost the form leaves the framework open.
        rows = [row for row in nodes["indicators"] if "成本" not in row["family"]]
        record, problems = validate(Project, {**nodes, "name": name, "indicators": rows}, "a.yml")
        assert record is not None, problems
        files.append(folder / f"项目{number}.xlsx")
        files[-1].write_bytes(b"".join(pieces(grid_workbook(filled_grid(record, 2023, drawing), "表"))))
    return files


def test_targets_and_results_of_a_project_get_one_new_address(project: Path, tmp_path: Path) -> None:
    results = results_of_a_project(project)
    [targets] = project_files(tmp_path, [results.name])
    file = tmp_path / "自评.xlsx"
    drawing = all_shipped()["chongqing-results"]
    file.write_bytes(b"".join(pieces(grid_workbook(filled_grid(results, 2023, drawing), "表"))))
    code, output = run("import", targets, file, "--to", TO, "--root", project)
    assert code == 0, output
    folder = project / "content" / TO
    drafts = sorted(path for path in folder.glob("*.yml") if path.name[0] != "_")
    forms = []
    for path in drafts:
        text = path.read_text(encoding="utf-8")
        doubts = [{"number": number, "answer": "accept"} for number, _ in enumerate(open_doubts_in(text), 1)]
        forms.append(
            {
                "form": f"{TO}/{path.name.removesuffix('.yml')}",
                "draft": sha256(text.encode()).hexdigest(),
                "source": sha256((file if "results" in path.name else targets).read_bytes()).hexdigest(),
                "doubts": doubts,
                "changes": [],
                "address": "xin",
            }
        )
    answers = tmp_path / "a.yml"
    answers.write_text(json.dumps({"by": "财务科", "on": "2024-02-01", "forms": forms}), encoding="utf-8")
    code, output = run("import", "--signed", answers, "--root", project)
    assert code == 0, output
    assert sorted(path.name for path in folder.glob("*")) == [
        "_xin.places.tsv",
        "_xin.results.places.tsv",
        "xin.results.yml",
        "xin.yml",
    ]


@pytest.mark.slow
def test_a_form_that_is_there_is_told_before_anything_is_written(project: Path, tmp_path: Path) -> None:
    folder = project / "content" / TO
    first, second, third = project_files(tmp_path, ("甲乙工程", "甲乙工程", "丙丁工程"))
    words = ("--to", TO, "--root", project)
    refused = [
        (("first", "second"), (), "[E847]", "项目0.xlsx"),
        (("first", "third"), ("--address", "bing", "--address", "bing"), "[E847]", "项目0.xlsx"),
        (("first",), ("--address", "bing", "--address", "ding"), "[E848]", "有 1 个项目"),
        (("first",), ("--address", "Bing"), "[E715]", "小写字母"),
        (("first",), ("--framework", "新的"), "[E844]", "新的"),
    ]
    files = {"first": first, "second": second, "third": third}
    for names, options, code, told in refused:
        status, output = run("import", *(files[name] for name in names), *options, *words)
        assert (status, code in output, told in output, folder.exists()) == (2, True, True, False), output
    status, output = run("import", first, "--address", "bing", "--framework", "after-101", *words)
    assert (status, [path.name for path in sorted(folder.glob("*"))]) == (0, ["_bing.places.tsv", "bing.yml"]), output
    assert "\nframework: after-101\n" in (folder / "bing.yml").read_text(encoding="utf-8")
    status, output = run("import", second, third, *words)
    assert (status, "bing.yml: 这份记录已经有了" in output, len(list(folder.glob("*.yml")))) == (2, True, 1), output
    # A project of the same name that is another one has an address that somebody chose.
    status, output = run("import", second, "--address", "ding", *words)
    assert (status, (folder / "ding.yml").exists()) == (0, True), output


def test_the_address_of_a_project_is_changed_by_answers_and_by_option(project: Path, tmp_path: Path) -> None:
    folder = project / "content" / TO
    status, output = run("import", *project_files(tmp_path, ["甲乙工程"]), "--to", TO, "--root", project)
    assert status == 0, output
    form = f"{TO}/jia-yi-gong-cheng"
    status, output = run("review", form, "--address", "api", "--root", project)
    assert (status, "[E505]" in output) == (2, True), output
    status, output = run("review", form, "--address", "yi", "--framework", "before-101", "--root", project)
    assert (status, [path.name for path in sorted(folder.glob("*"))]) == (0, ["_yi.places.tsv", "yi.yml"]), output
    assert "\nframework: before-101\n" in (folder / "yi.yml").read_text(encoding="utf-8")
    (folder / "jia.yml").write_text("name: 甲乙工程\n", encoding="utf-8")
    answers = ["Yi", "jia", "bing", "主动公开", "", "", "保密办", "2023-02-01", "同意公开"]
    status, output = review(project, f"{TO}/yi", answers)
    assert (status, output.startswith(f"content/{TO}/jia.yml 是同名的项目")) == (0, True), output
    assert ("[E715]" in output, "[E712]" in output) == (True, True), output
    assert [path.name for path in sorted(folder.glob("*"))] == ["_bing.places.tsv", "bing.yml", "jia.yml"]


def test_a_file_with_no_form_is_refused(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    other = Workbook()
    other.worksheets[0]["A1"] = "通讯录"
    books = [(other, "请换成登着绩效目标表的那个文件")]
    for last, words in ((4, "的表最接近“zhanjiang-2023”表式"), (14, "认不出整张表的排法")):
        book, sheet = official_book()
        for cell in (cell for row in sheet.iter_rows(max_row=last) for cell in row if cell.value):
            cell.value = "别的字"
        books.append((book, words))
    for book, words in books:
        file.write_bytes(saved(book))
        code, output = run("import", file, "--to", TO, "--root", project)
        assert (code, "[E840]" in output, words in output) == (2, True, True), output


# What is typed for the form of 2024, a line for each question: doubts of two kinds, who and when, the review.
TYPED_ANSWERS = ("", "", "财务科", "", "主动公开", "", "2024-02-19", "保密办", "2024-02-01", "同意公开")


def test_two_commands_and_ten_answers_make_a_record_of_an_office_form(project: Path, tmp_path: Path) -> None:
    to = "zhanjiang/rensheju2/2024"
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(office_book()))
    code, output = run("import", file, "--to", to, "--root", project)
    assert (code, "疑问 4 处" in output) == (0, True), output
    code, output = review(project, to, TYPED_ANSWERS)
    assert code == 0, output
    prompts = sum(line.endswith(TYPED_ANSWERS) and ": " in line for line in output.splitlines())
    count = sum(len(line) + 1 for line in TYPED_ANSWERS)
    print(f"{prompts} prompts, {count} characters")
    assert (prompts, count) == (10, 44)
    assert check_path(project / f"content/{to}.yml").problems == ()
    record, _ = validate(Record, read_text("a.yml", (project / f"content/{to}.yml").read_bytes()).root or {}, "a.yml")
    assert record is not None
    assert cleaned(cell_texts(record)) == cleaned(cell_texts(typed_record(2024)))
    assert "财务科对照原件核对了导入的内容" in str(record.notes)
    assert (record.review.by, record.source.sha256) == ("保密办", sha256(file.read_bytes()).hexdigest())


# A text with a mark, and where else than in a cell of the form it may be; what the command says of the place.
MARKED = "代号甲（机密）"
REFUSED: dict[str, tuple[Callable[[Workbook, Any], object], str]] = {
    "cell outside": (lambda book, sheet: sheet.cell(99, 1, MARKED), "Sheet1!A99"),
    "other sheet": (lambda book, sheet: book.create_sheet("封面").append([MARKED]), "封面!A1"),
    "name of sheet": (lambda book, sheet: setattr(sheet, "title", MARKED), "工作表的名称"),
    "name of other": (lambda book, sheet: book.create_sheet(MARKED), "工作表的名称"),
    "header": (lambda book, sheet: setattr(sheet.oddHeader.center, "text", MARKED), "页眉或页脚"),
    "footer": (lambda book, sheet: setattr(sheet.oddFooter.right, "text", MARKED), "页眉或页脚"),
    "property": (lambda book, sheet: setattr(book.properties, "keywords", MARKED), "文件属性"),
    "prompt": (lambda book, sheet: sheet.add_data_validation(DataValidation(sqref="B2", prompt=MARKED)), "输入提示"),
    "choices": (
        lambda book, sheet: sheet.add_data_validation(DataValidation(sqref="B2", formula1=f'"{MARKED}"')),
        "输入提示",
    ),
    "name": (
        lambda book, sheet: book.defined_names.add(DefinedName("代号", comment=MARKED, attr_text="Sheet1!$A$1")),
        "输入提示",
    ),
    "link": (lambda book, sheet: setattr(sheet["B2"], "hyperlink", Hyperlink("B2", tooltip=MARKED)), "输入提示"),
    "comment outside": (
        lambda book, sheet: setattr(book.create_sheet("封面")["B2"], "comment", Comment(MARKED, "某人")),
        "封面!B2",
    ),
}
UNSEEN: dict[str, Callable[[Workbook, Any], object]] = {
    "row": lambda book, sheet: (
        sheet.append([MARKED]),
        sheet.row_dimensions.__getitem__(sheet.max_row).__setattr__("hidden", True),
    ),
    "column": lambda book, sheet: (sheet.cell(1, 9, MARKED), setattr(sheet.column_dimensions["I"], "hidden", True)),
    "struck": lambda book, sheet: (
        setattr(sheet["C3"], "value", MARKED),
        setattr(sheet["C3"], "font", Font(strike=True)),
    ),
    "white": lambda book, sheet: (
        setattr(sheet["C3"], "value", MARKED),
        setattr(sheet["C3"], "font", Font(color="FFFFFFFF")),
    ),
    "sheet": lambda book, sheet: (
        book.create_sheet("附页").append([MARKED]),
        setattr(book["附页"], "sheet_state", "hidden"),
    ),
}


def leaks(project: Path, output: str) -> list[str]:
    """Where the marked text is: in the output, or in a file of the project, logs among them."""
    texts = {str(path): path.read_text("utf-8", "replace") for path in project.rglob("*") if path.is_file()}
    return [name for name, text in {"output": output, **texts}.items() if "代号甲" in text]


@pytest.mark.slow
@pytest.mark.parametrize("where", REFUSED)
def test_a_mark_that_may_be_one_of_the_whole_file_refuses_it(where: str, project: Path, tmp_path: Path) -> None:
    put, place = REFUSED[where]
    book, sheet = official_book()
    put(book, sheet)
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    expected = f"不是填一项内容的地方有密级标志（{place}"
    assert (code, expected in output, leaks(project, output)) == (2, True, []), output
    assert not (project / f"content/{TO}.yml").exists()


@pytest.mark.slow
def test_hidden_rows_and_columns_are_one_doubt_without_their_marks(project: Path, tmp_path: Path) -> None:
    book, sheet = official_book()
    first = sheet.max_row + 1
    for number in range(6):
        sheet.append(["藏起来的行", MARKED if number == 3 else None])
        sheet.row_dimensions[sheet.max_row].hidden = True
    sheet["K2"], sheet.column_dimensions["K"].hidden = "藏起来的列", True
    sheet["C3"].number_format = ";;;"
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    doubts = [line for line in output.splitlines() if "  ? 原件里有隐藏的行或列" in line]
    places = "、".join(["Sheet1!K2", *(f"Sheet1!A{first + number}" for number in range(4))])
    assert (code, doubts) == (
        0,
        [f"  ? 原件里有隐藏的行或列（{places} 等 7 处），没有录入：请对照原件，看这份表里该不该有它们"],
    )
    assert (leaks(project, output), "藏起来" in output) == ([], False)


@pytest.mark.parametrize("where", UNSEEN)
def test_a_mark_that_is_not_seen_is_listed_by_its_place_and_stays_a_doubt(
    where: str, project: Path, tmp_path: Path
) -> None:
    book, sheet = official_book()
    UNSEEN[where](book, sheet)
    file = tmp_path / "表.xlsx"
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", TO, "--root", project)
    draft = (project / f"content/{TO}.yml").read_text(encoding="utf-8")
    page = (project / "content/zhanjiang/rensheju2/_2023.review.html").read_text(encoding="utf-8")
    told = [
        words in text
        for words, text in (
            ("，有密级标志", output),
            ("# ? 原件里看不见的地方有密级标志", draft),
            ("，有密级标志", page),
        )
    ]
    assert (code, told, leaks(project, output)) == (0, [True] * 3, []), output
    assert sha256(file.read_bytes()).hexdigest() not in draft + page


def test_a_row_with_a_mark_in_a_comment_or_a_hidden_column_is_withheld(project: Path, tmp_path: Path) -> None:
    for number, is_comment in enumerate((True, False)):
        book, sheet = official_book()
        row = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "促进就业专项资金").row
        sheet.cell(row, 3).value = "代号甲的工程"
        if is_comment:
            sheet.cell(row, 3).comment = Comment("机密★10年", "某人")
        else:
            sheet.cell(row, 9).value = "机密★10年"
            sheet.column_dimensions["I"].hidden = True
        file = tmp_path / "表.xlsx"
        file.write_bytes(saved(book))
        code, output = run("import", file, "--to", TO.replace("2023", f"202{number}"), "--root", project)
        assert (code, leaks(project, output)) == (0, []), output
        draft = (project / f"content/zhanjiang/rensheju2/202{number}.yml").read_text(encoding="utf-8")
        assert "    - withheld: all\n" in draft
