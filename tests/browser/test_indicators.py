"""All indicators in one table: found, filtered, ordered and taken home as a reader would."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = "#all-indicators tbody tr:visible"
NAMES = "all => all.filter((one) => one.checkVisibility()).map((one) => one.cells[0].querySelector('a').textContent)"


def test_words_and_choices_narrow_the_table_and_stand_in_the_address(visit: Callable[..., Any]) -> None:
    seen = visit("indicators/")
    page = seen.page
    assert page.locator(ROWS).count() == 43
    page.locator("#filter-find").fill("满意度")
    assert page.locator(ROWS).count() == 3
    page.select_option("#filter-city", "揭阳市")
    assert page.locator("#all-indicators tbody tr").evaluate_all(NAMES) == ["政法工作满意度"]
    address = page.url
    page.go_back()
    assert (page.locator(ROWS).count(), page.input_value("#filter-find")) == (3, "满意度")
    other = visit(f"indicators/{address.partition('indicators/')[2]}")
    assert other.page.locator(ROWS).count() == 1
    assert seen.complaints == other.complaints == []


def test_targets_are_put_in_order_within_their_unit(visit: Callable[..., Any]) -> None:
    seen = visit("indicators/?family=满意度")
    page = seen.page
    page.locator("#all-indicators thead button", has_text="指标值").click()
    assert page.locator("#all-indicators tbody tr").evaluate_all(NAMES) == [
        "政法工作满意度",
        "群众对政法工作满意度",
        "群众满意度",
    ]
    assert "sort=1" in page.url
    assert seen.complaints == []


def test_what_is_shown_can_be_taken_home(visit: Callable[..., Any], tmp_path: Path) -> None:
    seen = visit("indicators/?kind=比率&city=揭阳市")
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name="下载显示的这些行").click()
    file = tmp_path / "shown.csv"
    waiting.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert head == ["指标", "指标值", "部门", "年度", "二级指标", "指标族"]
    assert len(rows) == seen.page.locator(ROWS).count() > 3
    # A name and its explanation are two lines of a cell; a target is one, as it is written.
    names = seen.page.locator(f"{ROWS} th a").all_inner_texts()
    told = seen.page.locator(f"{ROWS} .indicator__definition").all_inner_texts()
    assert [row[0].split("\n") for row in rows] == [list(pair) for pair in zip(names, told, strict=True)]
    assert [row[1].removeprefix("'") for row in rows] == seen.page.locator(f"{ROWS} .target").all_inner_texts()
    assert seen.complaints == []
