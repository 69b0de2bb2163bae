"""The review page of an import: opened from disk, answered with the keyboard alone, and its answers taken back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from accessibility import axe
from click.testing import CliRunner
from playwright.sync_api import Browser
from workbooks import HERE, office_book, official_book, saved

from generator.cli.main import main
from generator.forms.drawings.collection import all_shipped
from generator.forms.fields import validate
from generator.forms.model import Project
from generator.output.exports.form import grid_workbook
from generator.output.form_pages.drawn import filled_grid
from generator.system.manifest import pieces
from generator.text.yaml import read_text
from generator.text.yaml_edits import parsed_texts

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Lend = Callable[..., AbstractContextManager[Any]]
# Words that would do something in a page that took them for markup.
HOSTILE = "</textarea></script><img src=x onerror=document.title=1>{{7*7}}'\""
# A workbook with as many doubts as the worst form that was met.
MANY = 17


def many_doubts() -> bytes:
    """The form of 2023 with hostile words, cells that are in no drawing, and formats that hide digits."""
    book, sheet = official_book()
    figures = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    for cell in figures[:12]:
        cell.value, cell.number_format = cell.value + 0.123, "0.0"
    for number in range(MANY - 13):
        sheet.cell(sheet.max_row + 1, 2 + number % 3).value = f"多出的一格 {number}{HOSTILE}"
    sheet["B2"] = f"某局{HOSTILE}"
    return saved(book)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with imported forms of no, of four and of many doubts."""
    root = Path(copytree(HERE / "content/own", tmp_path_factory.mktemp("review") / "project"))
    books = {"none/2023": saved(official_book()[0]), "four/2024": saved(office_book()), "many/2023": many_doubts()}
    for name, content in books.items():
        file = root.parent / "表.xlsx"
        file.write_bytes(content)
        run("import", file, "--to", f"zhanjiang/{name}", "--root", root)
    return root


def run(*words: str | Path) -> str:
    """Run a command that succeeds; returns what it wrote."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def page_of(project: Path, name: str, year: int = 2023) -> str:
    """The address of a review page."""
    return (project / f"content/zhanjiang/{name}/_{year}.review.html").as_uri()


@pytest.fixture
def tab(lent: Lend) -> Iterator[Any]:
    """An empty tab."""
    with lent(1280, 800, {}) as seen:
        yield seen


def test_the_page_is_accessible_and_fits_every_screen(project: Path, tab: Any) -> None:
    found = []
    for name, year, width in (("none", 2023, 360), ("four", 2024, 1280), ("many", 2023, 360)):
        tab.page.set_viewport_size({"width": width, "height": 800})
        tab.page.goto(page_of(project, name, year))
        tab.open_folds()
        found += axe(tab, f"{name} {width}")
        tab.page.set_viewport_size({"width": 320, "height": 640})
        assert tab.page.evaluate("document.documentElement.scrollWidth") == 320, name
        tab.page.emulate_media(media="print")
        assert tab.page.locator(".bar").is_hidden()
        tab.page.emulate_media(media="null")
    assert found == []
    assert (tab.complaints, [each for each in tab.requests if not each.startswith(("file:", "data:"))]) == ([], [])


def test_answers_are_given_with_the_keyboard_and_taken_back(project: Path, tab: Any) -> None:
    tab.page.goto(page_of(project, "four", 2024))
    progress = tab.page.locator(".bar output")
    assert progress.inner_text() == "还有 4 处疑问没有答复（共 4 处）"
    tab.page.locator(".next").focus()
    # Three are right; the last is 1 in the file, which takes the place of the text that is shown.
    keys = 0
    for key in ("Enter", *["Space", "Enter"] * 3, *["Tab"] * 5, "Enter", "Shift+Tab", "Enter"):
        if key != "Tab" or not tab.page.evaluate("'use' in document.activeElement.dataset"):
            tab.page.keyboard.press(key)
            keys += 1
    assert (progress.inner_text(), tab.page.locator(".next").is_hidden()) == ("4 处疑问都答复了", True)
    assert tab.page.evaluate("document.activeElement.name") == "by"
    tab.page.keyboard.type("财务科“甲”: 乙")
    tab.page.locator("tr[data-cell='indicators.0.target'] button").press("Enter")
    tab.page.keyboard.type("，按月")
    tab.page.locator("[name=on]").fill("2024-02-01")
    with tab.page.expect_download() as download:
        tab.page.locator("[name=by]").press("Enter")
    assert download.value.suggested_filename == "2024.answers.yml"
    file = project.parent / "2024.answers.yml"
    download.value.save_as(file)
    draft = project / "content/zhanjiang/four/2024.yml"
    before = parsed_texts(draft.read_text(encoding="utf-8"))
    run("import", "--signed", file, "--root", project)
    text = draft.read_text(encoding="utf-8")
    changed = {path: new for path, new in parsed_texts(text).items() if before.get(path) != new}
    target = ("indicators", 0, "target")
    assert changed == {("indicators", 5, "target"): "1", target: f"{before[target]}，按月"}
    assert "财务科“甲”: 乙对照原件核对了导入的内容" in text
    assert "# ? " not in text
    print(f"{keys} keys for four doubts")
    assert tab.complaints == []


def test_doubts_that_say_the_same_are_answered_together(project: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(page_of(project, "many"))
    progress, button = page.locator(".bar output"), page.locator("button.all")
    assert button.all_inner_texts() == ["同样的疑问 10 处，都对照过，都照录入的写"]
    # An answer that was given stays.
    page.locator("[data-alike] textarea").nth(1).fill("1")
    button.click()
    assert progress.inner_text() == f"还有 {MANY - 10} 处疑问没有答复（共 {MANY} 处）"
    assert page.locator("[data-alike] input:checked[value=correct]").count() == 1
    page.close()


def test_a_project_gets_another_address_and_a_framework(project: Path, chromium: Browser) -> None:
    drawing = all_shipped()["central-project"]
    nodes = read_text("a.yml", (HERE.parent / "content/central/tianwentai/2023/lisan-moni.yml").read_bytes()).root
    assert nodes is not None
    rows = [row for row in nodes["indicators"] if "成本" not in row["family"]]
    record, _ = validate(Project, {**nodes, "indicators": rows}, "a.yml")
    assert record is not None
    file, folder = project.parent / "项目.xlsx", project / "content/zhanjiang/projects"
    file.write_bytes(b"".join(pieces(grid_workbook(filled_grid(record, 2023, drawing), "表"))))
    run("import", file, "--to", "zhanjiang/projects/2023", "--root", project)
    page = chromium.new_page()
    page.goto(page_of(project, "projects"))
    page.locator("[name=address]").fill("Moni")
    page.locator("[name=framework]").select_option("before-101")
    page.locator("[name=by]").fill("某科")
    page.locator(".sign .main").click()
    assert page.evaluate("document.activeElement.name") == "address"
    page.locator("[name=address]").fill("moni")
    with page.expect_download() as download:
        page.locator(".sign .main").click()
    answers = project.parent / "2023.answers.yml"
    download.value.save_as(answers)
    assert "gongkai review zhanjiang/projects/2023/moni" in run("import", "--signed", answers, "--root", project)
    assert sorted(path.name for path in (folder / "2023").glob("*")) == ["_moni.places.tsv", "moni.yml"]
    assert "\nframework: before-101\n" in (folder / "2023/moni.yml").read_text(encoding="utf-8")
    page.close()


def test_hostile_words_are_text_and_nothing_is_saved_while_doubts_are_open(project: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(page_of(project, "many"))
    assert page.locator(".doubt").count() == MANY
    assert HOSTILE in page.locator(".sheet").inner_text()
    assert (page.title()[:2], page.locator("img").count()) == ("核对", 0)
    page.locator("[name=by]").fill("某科")
    page.locator(".sign .main").click()
    assert page.locator(".sign output").inner_text() == "还有疑问没有答复，已经带您到那一处。"
    first = page.locator(".doubt input").first.get_attribute("name")
    assert page.evaluate("document.activeElement.name") == first
    # A text that is in no cell of the draft goes to a blank one.
    left = page.locator(".doubt", has_text="多出的一格 0").last
    left.locator("select").select_option(index=1)
    assert left.locator("input:checked").get_attribute("value") == "belongs"
    page.close()


def test_without_scripts_all_is_there_to_read(project: Path, lent: Lend) -> None:
    with lent(360, 800, {}, java_script_enabled=False) as seen:
        seen.page.goto(page_of(project, "many"))
        text = seen.text()
        assert "请在终端里逐处答复：gongkaireviewzhanjiang/many/2023" in text
        assert seen.page.locator("input:visible, button:visible, select:visible").count() == 0
        assert (seen.page.locator(".doubt").count(), seen.page.locator(".grid td").count() > 90) == (MANY, True)
