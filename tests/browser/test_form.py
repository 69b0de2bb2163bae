"""The official form in a browser: every cell on A4, inside the sheet, and by keyboard on a narrow screen."""

import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from corpora import loaded_corpus

from generator.content.corpus import RecordSource
from generator.forms.cells import fingerprint
from generator.output.form_pages import form_of
from generator.output.form_pages.grid import Grid
from generator.output.pages import Page
from generator.output.render import environment, templates_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SOURCES = {found.path: found for found in loaded_corpus(ROOT).records}
RECORDS = {path: found.record for path, found in SOURCES.items()}
SHEETS = """<!doctype html>
<link rel="stylesheet" href="{folder}/site.css">
<link rel="stylesheet" href="{folder}/form.css">
<article class="md-typeset">{{% block content %}}{{% endblock %}}</article>"""
OUTSIDE = """() => [...document.querySelectorAll(".form :is(th, td)")]
  .filter((cell) => cell.getBoundingClientRect().right > innerWidth + 1 || cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.innerText)"""
# A4 less our own margins of 12 mm, in CSS pixels.
SHEET = 703


def compared(text: str) -> str:
    """A text without white space, its compatibility forms folded: fonts in a PDF map some signs to look-alikes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def missing(grid: Grid, said: str) -> list[str]:
    """The lines of cells that a text does not hold as often as the form does."""
    texts = (grid.title, *(cell.text for cell in grid.cells))
    wanted = Counter(line for text in texts for line in map(compared, text.split("\n")) if line)
    return [text for text, times in wanted.items() if said.count(text) < times]


def printed(page: Any, folder: Path) -> str:
    """The words of a page on the paper that it asks for."""
    file = folder / "form.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    about = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in about, about
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    print(f"{done.stdout.count(chr(12))} sheets")
    return compared(done.stdout)


def test_every_cell_is_on_a4(record: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    seen = visit(f"{record}form/")
    assert missing(form_of(SOURCES[record]).grid, printed(seen.page, tmp_path)) == []


def long_records() -> Iterator[RecordSource]:
    """Forms of 40 tasks and 60 indicators, with one task longer than a sheet of paper."""
    for path in RECORDS:
        task = RECORDS[path].tasks.key[0]
        tasks = [task.model_copy(update={"name": f"第{number}项工作"}) for number in range(1, 41)]
        tasks[7] = task.model_copy(update={"content": "\n".join(f"第{number}件" for number in range(200))})
        rows = islice(cycle(RECORDS[path].indicators), 60)
        many = tuple(row.model_copy(update={"name": f"第{number}条指标"}) for number, row in enumerate(rows))
        groups = RECORDS[path].tasks.model_copy(update={"key": tuple(tasks)})
        record = RECORDS[path].model_copy(update={"tasks": groups, "indicators": many})
        yield replace(SOURCES[path], content=record)


@pytest.mark.parametrize("long", list(long_records()), ids=list(RECORDS))
def test_no_row_of_a_long_form_is_lost(long: RecordSource, chromium: Any, tmp_path: Path) -> None:
    frame = SHEETS.format(folder=(ROOT / "templates/assets").as_uri())
    page = Page("a/b/2021/form/", "form.html", "", "")
    template = environment((("frame.html", frame), *templates_of([ROOT / "templates"]))).get_template("form.html")
    file = tmp_path / "form.html"
    grid = form_of(long).grid
    file.write_text(
        template.render(grid=grid, page=page, root="", assets="", file="", version="", lead=""), encoding="utf-8"
    )
    context = chromium.new_context()
    tab = context.new_page()
    tab.goto(file.as_uri())
    said = printed(tab, tmp_path)
    context.close()
    assert missing(grid, said) == []


def test_under_the_form_stands_which_text_it_is(record: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    seen = visit(f"{record}form/")
    assert f"内容指纹{fingerprint(RECORDS[record])[:12]}" in printed(seen.page, tmp_path)


def test_nothing_is_wider_than_the_sheet(record: str, visit: Callable[..., Any]) -> None:
    seen = visit(f"{record}form/", width=SHEET)
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= SHEET
    assert seen.page.evaluate(OUTSIDE) == []


def test_a_narrow_screen_scrolls_the_form_by_keyboard(record: str, visit: Callable[..., Any]) -> None:
    seen = visit(f"{record}form/", width=360)
    region = seen.page.get_by_role("region", name=RECORDS[record].title)
    region.focus()
    for _ in range(5):
        seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_timeout(300)
    assert region.evaluate("(region) => region.scrollLeft") > 50
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_form_and_its_record_lead_to_each_other(record: str, visit: Callable[..., Any]) -> None:
    seen = visit(record)
    seen.page.locator("#download a[href='form/']").click()
    seen.page.wait_for_url("**/form/")
    seen.page.locator(".form-head a[href='../']").click()
    seen.page.wait_for_url(f"**/{record}")
