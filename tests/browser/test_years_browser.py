"""A department of three years in a real browser: the floors of every page, what is folded away, and paper."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from test_floors import CHECKER, CUT, SPACING, WIDTH, axe
from yearly import DEPARTMENT, whole_project

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.system.manifest import Revision

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Where the department stood before it was renamed.
MOVED = "shili/wenhuachu/"
PAGES = (DEPARTMENT, f"{DEPARTMENT}2022/", f"{DEPARTMENT}2024/", "shili/", "shili/2024/", MOVED, f"{MOVED}2022/")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the department of three years in it."""
    root = whole_project(tmp_path_factory.mktemp("years"))
    build(BuildOptions(root, root / "site", Revision("a1b2c3d4e5", "2026-11-24", "0")), lambda step: None)
    return root / "site"


@pytest.fixture(scope="module")
def at(years: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """Where it is served."""
    with serve(years) as url:
        yield url


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_floors_hold(path: str, width: int, at: str, visit: Callable[..., Any]) -> None:
    seen = visit(path, at=at, width=width)
    seen.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    seen.draw()
    outside = [url for url in seen.requests if not url.startswith(at)]
    assert (seen.complaints, seen.failures, outside) == ([], [], [])
    assert axe(seen, f"/{path} {width}") == []


@pytest.mark.parametrize("path", [DEPARTMENT, "shili/", "shili/2024/", MOVED])
def test_no_page_is_wider_than_a_narrow_screen(path: str, at: str, visit: Callable[..., Any]) -> None:
    page = visit(path, at=at, width=320, height=640).page
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    plain = page.evaluate(WIDTH)
    page.evaluate(SPACING)
    page.wait_for_timeout(50)
    assert (plain, page.evaluate(WIDTH), page.evaluate(CUT)) == (320, 320, [])


def test_the_old_address_leads_to_the_new_one(at: str, visit: Callable[..., Any]) -> None:
    page = visit(f"{MOVED}2022/", at=at).page
    page.get_by_role("link", name=f"{DEPARTMENT}2022/").click()
    assert page.url == f"{at}{DEPARTMENT}2022/"


def test_the_html_checker_finds_nothing(years: Path) -> None:
    pages = [str(years / path / "index.html") for path in PAGES]
    words = [*CHECKER, "--format", "gnu", *pages]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "Content Security Policy" not in line] == []


def test_a_reader_goes_from_a_year_to_the_comparison_and_to_a_cell(at: str, visit: Callable[..., Any]) -> None:
    page = visit(f"{DEPARTMENT}2024/", at=at).page
    page.get_by_role("link", name="与 2022 年相比").click()
    assert page.url == f"{at}{DEPARTMENT}#change-2024"
    step = page.locator("#change-2024")
    step.get_by_text("逐字比较 2022 年和 2024 年的表").wait_for()
    assert [page.input_value(f"[data-pick={key}]") for key in ("before", "now")] == ["2022", "2024"]
    same = step.get_by_text("读者满意度")
    assert not same.is_visible()
    step.get_by_text("2 条指标值没有变").click()
    assert same.is_visible()
    step.get_by_role("link", name="≤80万元").click()
    assert page.url == f"{at}{DEPARTMENT}2022/#indicator-6"
    page.get_by_role("link", name="2025", exact=True).click()
    assert page.url == f"{at}{DEPARTMENT}2025/"


def test_what_is_folded_away_is_on_paper(at: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "department.pdf"
    visit(DEPARTMENT, at=at).page.pdf(path=file, format="A4")
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    said = "".join(done.stdout.split())
    assert [
        text for text in ("采购图书12000册，新开2个分馆", "2024年12月31日前", "只有写法或年份不同") if text not in said
    ] == []
