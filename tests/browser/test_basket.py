"""Records chosen for comparison as a reader would: on lists, pages and results, carried in the address alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAIR = "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/"
CHOSEN = "compare/?r=jieyang/zhengfawei/2022&r=zhanjiang/zhengfawei/2021"
# What stands in each row, cell by cell, and where the links lead.
ROWS = """rows => rows.map((row) => [...row.cells].map((cell) =>
  [cell.textContent.replace(/\\s+/g, ""), [...cell.querySelectorAll("a")].map((link) => link.href)]))"""


def test_what_is_chosen_is_compared_as_the_prepared_pair_is(visit: Callable[..., Any]) -> None:
    prepared, chosen = visit(PAIR), visit(CHOSEN)
    tables = [page.page.locator("table.sheet tbody tr").evaluate_all(ROWS) for page in (prepared, chosen)]
    assert len(tables[0]) > 30
    assert tables[0] == tables[1]
    assert chosen.text("[data-chosen] .notice") == prepared.text(".notice")


def test_records_are_chosen_on_the_way_and_compared(visit: Callable[..., Any]) -> None:
    seen = visit("departments/")
    page = seen.page
    page.locator("tr", has_text="中共湛江市委政法委员会").get_by_role("button").click()
    assert page.url.endswith("departments/?r=zhanjiang/zhengfawei/2021")
    page.locator("tr", has_text="湛江市纪委监委").locator(".list__form").click()
    page.wait_for_url("**/zhanjiang/jiwei/2021/?r=zhanjiang/zhengfawei/2021")
    page.locator(".record-head").get_by_role("button", name="加入对比").click()
    assert "已选 2 份" in page.locator(".basket").inner_text()
    page.get_by_role("link", name="并排对比").click()
    page.locator("table.sheet").first.wait_for()
    assert page.url.endswith("compare/?r=zhanjiang/zhengfawei/2021&r=zhanjiang/jiwei/2021")
    page.get_by_role("link", name="去掉湛江市纪委监委 2021 年").click()
    page.get_by_text("只有一份，还不能对比").wait_for()
    assert page.url.endswith("compare/?r=zhanjiang/zhengfawei/2021")
    assert seen.complaints == []


def test_the_choice_goes_along_with_a_search_and_six_fit_on_paper(visit: Callable[..., Any]) -> None:
    seen = visit("departments/?r=zhanjiang/jiwei/2021")
    seen.page.locator("#site-search").fill("宣传")
    seen.page.locator("#site-search").press("Enter")
    seen.page.wait_for_url(re.compile("search/.*r=zhanjiang"))
    many = visit("compare/?" + "&".join(["r=zhanjiang/jiwei/2021", "r=jieyang/zhengfawei/2022", "r=bad,worse"]))
    assert "1 处不是记录的地址" in many.page.locator("[data-chosen]").inner_text()
    assert many.page.url in many.page.locator("[data-chosen] .cite").inner_text()
    many.page.emulate_media(media="print")
    assert not many.page.locator("#own").is_visible()


def test_results_of_a_search_can_be_chosen(visit: Callable[..., Any]) -> None:
    seen = visit("search/?q=满意度")
    page = seen.page
    page.locator(".search-result .basket-add").first.click()
    page.locator("#search-query").fill("宣传")
    page.wait_for_url(re.compile("q=.+&r="))
    assert "已选 1 份" in page.locator(".basket").inner_text()
    page.get_by_role("button", name="清空").click()
    assert "&r=" not in page.url
    assert seen.complaints == []


def test_no_more_than_six_and_nothing_that_is_no_record(visit: Callable[..., Any]) -> None:
    many = "&".join(f"r=x/y/20{year}" for year in range(10, 20))
    seen = visit(f"departments/?r=../../secret&r=javascript:alert(1)&{many}")
    assert "已选 6 份" in seen.page.locator(".basket").inner_text()
    assert seen.page.locator(".basket-add").first.is_disabled()
    lost = visit("compare/?r=zhanjiang/jiwei/2021&r=zhanjiang/jiwei/1999")
    assert "没有取到这份表：zhanjiang/jiwei/1999" in lost.page.locator("[data-chosen]").inner_text()


def test_without_script_the_prepared_pairs_are_there(visit: Callable[..., Any]) -> None:
    seen = visit("compare/", java_script_enabled=False)
    assert "自己挑选要用浏览器的脚本" in seen.page.locator("#own + p").inner_text()
    assert seen.page.locator("#prepared + ul a").count() == 1
