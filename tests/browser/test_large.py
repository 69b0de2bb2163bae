"""Long lists in the browser: pages stay short, files are loaded when they are asked for, and no task takes long."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from list_probe import OF_A_SET, WATCH, write_list
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEPARTMENTS = 63
# The most bytes of a page.
HEAVIEST = 240_000
# As many rows as a list must stay quick with, and the longest task in milliseconds; other work is on the machine too.
ROWS, LONGEST_TASK = 150_000, 200
LONGEST = "city-0001/bureau-01/2021/"
# Into how many pieces each figure is broken.
PIECES = "all => all.map((one) => one.getClientRects().length)"
LISTS = (
    "",
    "departments/",
    "indicators/",
    "indicators/satisfaction/",
    "disclosure/",
    "city-0001/",
    "checks/v23/",
    "questions/late/",
)
# The heights of pages on a telephone; they do not grow with the site.
HEIGHTS = {"": 2_300, "departments/": 5_000}
STATE = ".list-state [role=status]"


@pytest.fixture(scope="module")
def large(many_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The large site, whose list of indicators may be replaced."""
    return Path(shutil.copytree(many_folder, tmp_path_factory.mktemp("large") / "site", copy_function=os.link))


@pytest.fixture(scope="module")
def there(large: Path, serve: Callable[..., Any]) -> Iterator[str]:
    with serve(large) as address:
        yield address


def test_no_page_is_heavy(large: Path) -> None:
    heavy = {path: (large / path / "index.html").stat().st_size for path in (*LISTS, LONGEST)}
    assert {path: size for path, size in heavy.items() if size > HEAVIEST} == {}
    assert max(file.stat().st_size for file in large.glob("*/rows/*.json")) <= 300_000


@pytest.mark.parametrize("path", HEIGHTS)
def test_a_page_is_short_on_a_telephone(path: str, visit: Callable[..., Any], there: str) -> None:
    seen = visit(path, at=there, width=360)
    height = seen.page.evaluate("document.documentElement.scrollHeight")
    print(f"/{path}: {height} px")
    assert height <= HEIGHTS[path]


def test_departments_are_found_filtered_and_sorted(visit: Callable[..., Any], there: str) -> None:
    seen = visit("departments/", at=there)
    page = seen.page
    rows = page.locator("#all-records tbody tr")
    assert rows.count() == DEPARTMENTS
    assert [url for url in seen.requests if "/rows/" in url] == []
    page.select_option("#filter-city", "示例二市")
    page.get_by_text("2025 年 20 个部门").wait_for()
    assert rows.count() == 20
    page.select_option("#filter-year", "2023")
    page.get_by_text("2023 年 20 个部门").wait_for()
    assert page.locator(".list__older").count() == 0
    page.get_by_role("button", name="清除筛选").click()
    page.locator("#filter-find").fill("教育局")
    page.get_by_text("找到 3 个部门").wait_for()
    page.locator("#filter-find").fill("教育厅")
    page.get_by_text("名称相近的：").wait_for()
    page.get_by_role("button", name="清除筛选").click()
    page.locator("th[data-field=amount] button").click()
    page.locator("[aria-sort=ascending]").wait_for()
    page.locator(STATE, has_text="部门").wait_for()
    page.wait_for_timeout(200)
    amounts = [
        float(text)
        for text in page.locator(".list__amount .num").evaluate_all("all => all.map((one) => one.textContent)")
    ]
    assert len(amounts) == DEPARTMENTS and amounts == sorted(amounts)
    shared = visit(f"departments/{page.url.partition('departments/')[2]}", at=there)
    shared.page.locator("[aria-sort=ascending]").wait_for()
    assert seen.complaints == shared.complaints == []


@pytest.fixture(scope="module")
def longest(large: Path, there: str, chromium: Browser) -> Iterator[Page]:
    """The list of indicators of the site, with many more rows than it has."""
    size = write_list(large, ROWS)
    print(f"{ROWS} rows in {ROWS // OF_A_SET} files, the largest of {size} bytes")
    assert size <= 300_000
    page = chromium.new_page(locale="zh-CN")
    page.add_init_script(WATCH)
    page.goto(f"{there}indicators/")
    yield page
    page.close()


@pytest.mark.parametrize(
    ("name", "act", "words"),
    [
        ("more rows", "[data-list-more]", f"找到 {ROWS} 条"),
        ("a year", "#filter-year=2024", f"找到 {ROWS // 5} 条"),
        ("a city and year", "#filter-city=示例一市", f"找到 {OF_A_SET} 条"),
        ("no choice", "[type=reset]", "条指标"),
        ("words", "#filter-find=养老床位第77", "找到 1"),
        ("no words", "[type=reset]", "条指标"),
        ("by name", "th[data-field=name] button", f"找到 {ROWS} 条"),
        ("by target", "th[data-field=measure] button", f"找到 {ROWS} 条"),
    ],
)
def test_a_list_of_many_rows_stays_quick(name: str, act: str, words: str, longest: Page) -> None:
    longest.evaluate("tasks.length = 0")
    place, _, value = act.partition("=") if act.startswith("#") else (act, "", "")
    field = longest.locator(place)
    if place == "#filter-find":
        field.fill(value)
    elif value:
        field.select_option(value)
    else:
        field.click()
    longest.locator(STATE, has_text=words).wait_for(timeout=60_000)
    longest.wait_for_timeout(300)
    tasks = longest.evaluate("tasks")
    print(f"{name}: {longest.inner_text(STATE)}, {len(tasks)} long tasks, the longest {max(tasks, default=0)} ms")
    assert longest.locator("tbody tr").count() <= 150
    # One task may have waited for another process.
    assert max(sorted(tasks)[:-1], default=0) <= LONGEST_TASK


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_longest_record_breaks_nothing(width: int, visit: Callable[..., Any], there: str) -> None:
    seen = visit(LONGEST, at=there, width=width)
    seen.open_folds()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert set(seen.page.locator(".key-facts__value").evaluate_all(PIECES)) == {1}
    assert seen.complaints == []
