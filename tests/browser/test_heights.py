"""How high pages are on a telephone of 360 by 640 pixels, on a site of 63 departments with up to five years each."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REAL = ("zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/", "jieyang/zhengfawei/2022/")
HIGHEST = {
    "": 2300,
    **dict.fromkeys(REAL, 4500),
    # About 15 tasks and 25 indicators, with the year before.
    "city-0001/bureau-02/2023/": 6000,
    "city-0002/bureau-05/2025/": 6000,
    "city-0001/bureau-02/": 3200,
    "city-0001/": 2600,
    "city-0001/2025/": 2900,
    "departments/": 5000,
    "indicators/satisfaction/": 2400,
    "checks/": 1800,
    "disclosure/": 2900,
}
FIRST = ("h1", ".lead", ".picture__drawings", ".key-facts")
BOTTOMS = """(selectors) => selectors.map((selector) =>
  Math.round(document.querySelector(selector).getBoundingClientRect().bottom + scrollY))"""
HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize(("path", "most"), HIGHEST.items())
def test_a_page_is_no_higher_on_a_telephone(path: str, most: int, turned: Callable[..., Any], many: str) -> None:
    page = turned("telephone", path, at=many, width=360, height=640).page
    height = page.evaluate(HEIGHT)
    print(f"/{path}: {height} px of {most}, {height / 640:.1f} screens")
    assert height <= most
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("path", [*REAL, "city-0001/bureau-02/2023/"])
def test_name_sentence_picture_and_facts_are_on_the_first_screen(
    path: str, turned: Callable[..., Any], many: str
) -> None:
    bottoms = turned("telephone", path, at=many, width=360, height=640).page.evaluate(BOTTOMS, FIRST)
    print(f"/{path}: {dict(zip(FIRST, bottoms, strict=True))}")
    assert bottoms == sorted(bottoms) and bottoms[-1] <= 660


@pytest.mark.parametrize("path", REAL)
def test_a_record_folds_neither_its_first_tasks_nor_its_targets(
    path: str, turned: Callable[..., Any], many: str
) -> None:
    page = turned("telephone", path, at=many, width=360, height=640).page
    tasks = page.locator(".tasks tbody tr:visible").count()
    assert tasks >= min(5, page.locator(".tasks tbody tr").count() - page.locator("details .tasks tbody tr").count())
    assert page.locator("details .indicators tbody tr").count() == 0
    assert page.locator(".indicators tbody tr[id]:visible").count() == page.locator(".indicators tbody tr[id]").count()
