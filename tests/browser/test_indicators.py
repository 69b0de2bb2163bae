"""All indicators in one table: found, filtered, ordered and taken home as a reader would."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = "#all-indicators tbody tr"
NAMES = "all => all.map((one) => one.cells[0].querySelector('a').textContent)"


def shown(seen: Any, words: str) -> list[str]:
    """The names in the table, once the page says these words of it."""
    seen.page.locator(".list-state", has_text=words).wait_for()
    return seen.page.locator(ROWS).evaluate_all(NAMES)


def test_words_and_choices_narrow_the_table_and_stand_in_the_address(visit: Callable[..., Any]) -> None:
    seen = visit("three/indicators/")
    page = seen.page
    assert len(shown(seen, "43 条指标")) == 43
    assert [url for url in seen.requests if "/rows/" in url] == []
    page.locator("#filter-find").fill("满意度")
    assert len(shown(seen, "找到 3 条")) == 3
    page.select_option("#filter-city", "揭阳市")
    assert shown(seen, "找到 1 条") == ["政法工作满意度"]
    address = page.url
    page.go_back()
    assert (len(shown(seen, "找到 3 条")), page.input_value("#filter-find")) == (3, "满意度")
    page.get_by_role("button", name="清除筛选").click()
    assert len(shown(seen, "43 条指标")) == 43
    other = visit(f"three/indicators/{address.partition('indicators/')[2]}")
    assert shown(other, "找到 1 条") == ["政法工作满意度"]
    assert seen.complaints == other.complaints == []


def test_only_the_files_of_the_choice_are_loaded(visit: Callable[..., Any]) -> None:
    seen = visit("three/indicators/?city=揭阳市")
    assert len(shown(seen, "找到 12 条")) == 12
    loaded = [url.rpartition("/")[2] for url in seen.requests if "/rows/" in url]
    assert loaded == ["index.json", "jieyang-2022.json"]


def test_a_row_that_is_drawn_in_the_browser_is_as_it_was_built(visit: Callable[..., Any]) -> None:
    built, drawn = visit("three/indicators/"), visit("three/indicators/?sort=year&order=desc")
    drawn.page.locator(".list-state", has_text="找到 43 条").wait_for()
    cells = "all => all.map((row) => row.outerHTML.replace(/\\s+/g, ' ').replaceAll('> <', '><'))"
    rows = [sorted(seen.page.locator(ROWS).evaluate_all(cells)) for seen in (built, drawn)]
    assert rows[0] == rows[1] and len(rows[0]) == 43


def test_targets_are_put_in_order_within_their_unit(visit: Callable[..., Any]) -> None:
    seen = visit("three/indicators/?family=满意度")
    shown(seen, "找到 3 条")
    seen.page.locator("#all-indicators thead button", has_text="指标值").click()
    seen.page.locator("[aria-sort=ascending]", has_text="指标值").wait_for()
    seen.page.wait_for_timeout(100)
    assert shown(seen, "找到 3 条") == ["政法工作满意度", "群众对政法工作满意度", "群众满意度"]
    assert "sort=measure" in seen.page.url
    assert seen.complaints == []


def test_what_is_shown_can_be_taken_home(visit: Callable[..., Any], tmp_path: Path) -> None:
    seen = visit("three/indicators/?kind=比率&city=揭阳市")
    names = shown(seen, "找到")
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name="下载显示的这些行").click()
    file = tmp_path / "shown.csv"
    waiting.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert head == ["指标", "指标值", "部门", "年度", "二级指标", "话题"]
    assert len(rows) == len(names) > 3
    # A name and its explanation are two lines of a cell; a target is one, as it is written.
    told = seen.page.locator(f"{ROWS} .indicator__definition").all_inner_texts()
    assert [row[0].split("\n") for row in rows] == [list(pair) for pair in zip(names, told, strict=True)]
    assert [row[1].removeprefix("'") for row in rows] == seen.page.locator(f"{ROWS} .target").all_inner_texts()
    assert seen.complaints == []
