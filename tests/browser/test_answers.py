"""Pages of one number of each body: a year and a city are chosen, rows sorted over their fold, the board on paper."""

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Those of the repository, and of sixty departments of three cities over five years.
RECORDS = 303
# The most pixels that a page takes up on a telephone.
MOST = {
    "indicators/satisfaction/": 2400,
    "indicators/satisfaction/2022.html": 2400,
    "indicators/cost/": 2400,
    **{f"questions/{key}/": 2400 for key in ("unlisted", "changes", "satisfaction", "measurable", "late", "per-head")},
    "checks/": 1800,
    "disclosure/": 2900,
}
ROWS = ".lists tbody tr"
CITED = ".cite [data-address]"
TEXTS = "all => all.map((row) => row.cells[0].textContent)"


@pytest.mark.parametrize("path", MOST)
def test_a_page_is_short_on_a_telephone(path: str, visit: Callable[..., Any], many: str) -> None:
    seen = visit(path, at=many, width=360, height=640)
    height, width = seen.page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    print(f"/{path}: {height} px")
    assert (height <= MOST[path], width) == (True, 360)
    seen.page.set_viewport_size({"width": 320, "height": 640})
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    assert seen.complaints == []


def test_a_city_changes_sentence_rows_and_dots_and_stands_in_the_address(visit: Callable[..., Any], many: str) -> None:
    seen = visit("questions/late/", at=many)
    page = seen.page
    whole = page.locator(".lead").inner_text()
    page.select_option("[name=city]", "示例二市")
    assert page.locator(".lead").inner_text().startswith("20 个部门里有")
    names = page.locator(ROWS).evaluate_all(TEXTS)
    assert names and all(name.startswith("示例二市") for name in names)
    assert page.locator(CITED).inner_text() == page.url
    own = page.locator(".drawing--wide .own")
    assert own.count() == 20 and {one.get_attribute("data-city") for one in own.all()} == {"示例二市"}
    again = visit(f"questions/late/{page.url.partition('late/')[2]}", at=many)
    assert again.page.locator(ROWS).evaluate_all(TEXTS) == names
    page.go_back()
    assert page.locator(".lead").inner_text() == whole
    assert own.count() == 0
    assert seen.complaints == again.complaints == []


def test_a_year_comes_in_place_and_the_way_back_undoes_it(visit: Callable[..., Any], many: str) -> None:
    seen = visit("indicators/satisfaction/", at=many)
    page = seen.page
    title = page.locator("#spread-title").inner_text()
    page.select_option("[name=city]", "示例三市")
    page.select_option("[name=year]", label="2023 年")
    page.get_by_text("2023 年，每个部门一个点").wait_for()
    assert re.search(r"/2023\.html\?city=", page.url)
    assert page.locator(CITED).inner_text() == page.url
    assert all(name.startswith("示例三市") for name in page.locator(ROWS).evaluate_all(TEXTS))
    assert page.locator(".quote").count() >= page.locator(ROWS).count()
    page.go_back()
    page.go_back()
    page.get_by_text("2025 年，每个部门一个点").wait_for()
    assert page.locator("#spread-title").inner_text() == title
    assert page.input_value("[name=city]") == ""
    assert seen.complaints == []


def test_without_scripts_each_year_is_a_page_with_all_rows(visit: Callable[..., Any], many: str) -> None:
    seen = visit("questions/unlisted/", at=many, java_script_enabled=False)
    seen.page.locator(".years a", has_text="2022").click()
    seen.page.wait_for_url("**/questions/unlisted/2022.html")
    assert seen.page.locator(".drawing--wide .dot").count() == seen.page.locator(ROWS).count() > 15
    assert not seen.page.locator(".pickers").is_visible()


def test_rows_are_sorted_over_the_fold(visit: Callable[..., Any], many: str) -> None:
    seen = visit("questions/changes/", at=many)
    page = seen.page
    page.locator(".lists thead button", has_text="这一年").first.click()
    amounts = [
        float(text)
        for text in page.locator(f"{ROWS} td:nth-of-type(2)").evaluate_all(
            "all => all.map((cell) => cell.dataset.value)"
        )
    ]
    assert len(amounts) == 60 and amounts == sorted(amounts, reverse=True)
    assert page.locator(".lists > table tbody tr").count() == 15
    assert seen.complaints == []


def test_findings_are_filtered_by_year_and_city(visit: Callable[..., Any], many: str) -> None:
    seen = visit("checks/v10/", at=many)
    page = seen.page
    page.select_option("[name=filter-year]", "2024")
    page.select_option("[name=city]", "示例一市")
    names = page.locator(ROWS).evaluate_all(TEXTS)
    assert names and all(name.startswith("2024") and "示例一市" in name for name in names)
    assert page.locator("#found-1").inner_text() == f"少于项目支出的 {len(names)} 份"
    assert seen.complaints == []


@pytest.mark.parametrize("options", [{"prefer_css_page_size": True}, {"format": "A4", "landscape": True}])
def test_the_board_is_one_sheet_of_paper(options: dict[str, Any], visit: Callable[..., Any], many: str) -> None:
    seen = visit("disclosure/", at=many)
    sheet = seen.page.pdf(print_background=True, **options)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert seen.page.locator(".board .day").count() == RECORDS
