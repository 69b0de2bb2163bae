"""The first view of a page: what it waits for, and that nothing in it moves when the scripts have come."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
PAGES = (
    "",
    "departments/",
    "zhanjiang/",
    "zhanjiang/zhengfawei/2021/",
    "indicators/",
    "indicators/satisfaction/",
    "guide/",
)
# The end of the page by steps, as a finger brings it into view.
DOWN = """async () => {
  for (let at = 0; at < document.documentElement.scrollHeight; at += 400) {
    scrollTo(0, at);
    await new Promise((done) => setTimeout(done, 30));
  }
  await new Promise((done) => setTimeout(done, 300));
}"""


def late(route: Route) -> None:
    """Let a script come when the page has long been seen."""
    time.sleep(0.4)
    route.continue_()


@pytest.mark.parametrize("width", [412, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_when_the_scripts_come(path: str, width: int, chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 823}, locale="zh-CN")
    page.add_init_script(SHIFTS)
    page.route("**/site.js", late)
    page.goto(address + path)
    page.wait_for_timeout(300)
    page.evaluate(DOWN)
    shifts = page.evaluate("shifts")
    page.close()
    print(f"/{path} at {width}: {sum(shifts):.4f} in {len(shifts)} shifts")
    assert sum(shifts) < 0.001


@pytest.mark.parametrize("path", ["", "zhanjiang/zhengfawei/2021/", "indicators/"])
def test_sheets_are_found_before_the_script_that_waits_for_them(path: str, site: Path) -> None:
    head = (site / path / "index.html").read_text(encoding="utf-8").partition("</head>")[0]
    assert 0 < head.rindex('rel="stylesheet"') < head.index("scope.js")


def test_a_menu_stands_out_of_a_row_that_is_worked_out_late(visit: Callable[..., Any]) -> None:
    seen = visit("indicators/", width=360)
    row = seen.page.locator("#all-indicators tbody tr").first
    row.locator(".quote").focus()
    row.locator(".quote").press("Enter")
    menu = seen.page.locator(".quote__menu")
    menu.wait_for()
    box, button = menu.bounding_box(), row.locator(".quote").bounding_box()
    assert box and button and abs(box["y"] - (button["y"] + button["height"])) < 2
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
