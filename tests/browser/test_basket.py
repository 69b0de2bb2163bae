"""Records chosen for comparison as a reader would: kept in the tab, and in the address of the comparison alone."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from saving import saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAIR = "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/"
CHOSEN = "compare/?r=jieyang/zhengfawei/2022&r=zhanjiang/zhengfawei/2021"
# What stands in each row, cell by cell, and where the links lead.
ROWS = """rows => rows.map((row) => [...row.cells].map((cell) =>
  [cell.textContent.replace(/\\s+/g, ""), [...cell.querySelectorAll("a")].map((link) => link.href)]))"""

BARS = "bars => bars.map((bar) => bar.getAttribute('width'))"
HTML_COPIED = """async () => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType("text/html")).text();
}"""


def test_what_is_chosen_is_compared_as_the_prepared_pair_is(visit: Callable[..., Any]) -> None:
    prepared, chosen = visit(PAIR), visit(CHOSEN)
    tables = [page.page.locator("table.sheet :is(thead, tbody) tr").evaluate_all(ROWS) for page in (prepared, chosen)]
    assert len(tables[0]) > 30
    assert tables[0] == tables[1]
    bars = [page.page.locator(".sheet__bar").evaluate_all(BARS) for page in (prepared, chosen)]
    assert len(bars[0]) > 10
    assert bars[0] == bars[1]
    for place in ("h1", ".sheet-caution"):
        assert chosen.text(place) == prepared.text(place)


def test_the_rows_that_are_the_same_are_shown_or_folded(visit: Callable[..., Any]) -> None:
    page = visit("compare/?r=zhanjiang/jiwei/2021&r=zhanjiang/zhengfawei/2021").page
    folded = page.locator("#same tbody tr:not(.sheet__group)")
    rows = page.locator("#sheet tbody tr:not(.sheet__group)")
    same, different = folded.count(), rows.count()
    assert same > 0
    assert f"相同的 {same} 行" in page.locator("#same summary").inner_text()
    page.get_by_label("只看不同的").uncheck()
    assert (rows.count(), page.locator("#same").is_visible()) == (different + same, False)
    page.get_by_label("只看不同的").check()
    assert (rows.count(), folded.count(), page.locator("#same").is_visible()) == (different, same, True)


@pytest.mark.parametrize("path", [PAIR, CHOSEN])
def test_the_sheet_is_saved_as_it_stands(path: str, visit: Callable[..., Any]) -> None:
    page = visit(path).page
    name, content = saved(page, page.locator("[data-sheet-csv]"))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert name == "对比.csv"
    assert rows[0] == ["比什么", "单位", "中共揭阳市委政法委员会 2022 年", "中共湛江市委政法委员会 2021 年"]
    assert rows[1] == ["预算合计", "万元", "1823.37", "3583.68"]
    by_name = {row[0]: row for row in rows}
    assert by_name["依规不公开"] == ["依规不公开", "万元", "138", "0"]
    assert by_name["其他资金"] == ["其他资金", "万元", "原表空白", "0"]
    assert by_name["满意度"][2:] == ["≥88% 政法工作满意度 由省委政法委委托第三方开展测评", "≥88% 群众对政法工作满意度"]
    assert len(rows) - 1 == page.locator(".sheet tbody tr:not(.sheet__group)").count()


def test_a_comparison_of_two_is_short_on_a_telephone_and_on_paper(visit: Callable[..., Any], tmp_path: Path) -> None:
    narrow = visit(PAIR, width=360).page
    height = narrow.evaluate("document.documentElement.scrollHeight")
    print(f"/{PAIR}: {height} px")
    assert height <= 3000
    slim = visit(PAIR, width=320).page
    assert slim.evaluate("document.documentElement.scrollWidth") <= 320
    file = tmp_path / "a.pdf"
    visit(PAIR).page.pdf(path=file, format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 2


def test_records_are_chosen_on_the_way_and_compared(visit: Callable[..., Any]) -> None:
    seen = visit("departments/")
    page = seen.page
    page.locator("tr", has_text="中共湛江市委政法委员会").get_by_role("button", name="加入对比").click()
    assert page.url.endswith("departments/")
    page.locator("tr", has_text="湛江市纪委监委").locator(".list__form").click()
    page.wait_for_url("**/zhanjiang/jiwei/2021/")
    page.locator("#source").get_by_role("button", name="加入对比").click()
    assert "已选 2 份" in page.locator(".basket").inner_text()
    assert page.url.endswith("zhanjiang/jiwei/2021/")
    page.get_by_role("link", name="并排对比").click()
    page.locator("table.sheet").first.wait_for()
    assert page.url.endswith("compare/?r=zhanjiang/zhengfawei/2021&r=zhanjiang/jiwei/2021")
    page.get_by_role("button", name="去掉湛江市纪委监委 2021 年").click()
    page.get_by_text("只有一份，还不能对比").wait_for()
    assert page.url.endswith("compare/?r=zhanjiang/zhengfawei/2021")
    page.go_back()
    page.locator("table.sheet").first.wait_for()
    page.goto(page.url.partition("?")[0])
    page.locator("table.sheet").first.wait_for()
    assert page.url.endswith("compare/?r=zhanjiang/zhengfawei/2021&r=zhanjiang/jiwei/2021")
    assert seen.complaints == []


def test_a_self_evaluation_is_chosen_on_its_page_and_compared(visit: Callable[..., Any]) -> None:
    seen = visit("yuzhong/rensheju/2021/jiuye-buzhu/results/")
    page = seen.page
    page.locator("#source").get_by_role("button", name="加入对比").click()
    page.goto(page.url.replace("yuzhong/rensheju/2021/jiuye-buzhu/results", "zhanjiang/rensheju/2023"))
    page.locator("#source").get_by_role("button", name="加入对比").click()
    page.get_by_role("link", name="并排对比").click()
    page.locator("table.sheet").first.wait_for()
    rows = {row[0][0]: [text for text, _ in row[1:]] for row in page.locator("#sheet tbody tr").evaluate_all(ROWS)}
    assert rows["全年执行"] == ["6643万元", "未设此栏"]
    assert rows["达到的目标"] == ["10条", "不是自评表"]
    assert seen.complaints == []


def test_no_link_of_a_page_names_what_is_chosen(visit: Callable[..., Any], address: str) -> None:
    page = visit("compare/?r=zhanjiang/jiwei/2021&r=jieyang/zhengfawei/2022").page
    page.goto(f"{address}zhanjiang/zhengfawei/2021/")
    page.locator(".basket").wait_for()
    links = page.locator("main a").evaluate_all("all => all.map((link) => link.href)")
    assert len(links) > 20
    assert [link for link in links if "?r=" in link or "&r=" in link] == []
    page.locator("#site-search").fill("宣传")
    page.locator("#site-search").press("Enter")
    page.wait_for_url(re.compile("search/"))
    assert "r=" not in page.url.partition("?")[2].replace("year=", "")
    assert "已选 2 份" in page.locator(".basket").inner_text()


def test_what_is_chosen_is_named_on_paper_and_odd_names_are_told(visit: Callable[..., Any]) -> None:
    many = visit("compare/?" + "&".join(["r=zhanjiang/jiwei/2021", "r=jieyang/zhengfawei/2022", "r=bad,worse"]))
    assert "1 处不是记录的地址" in many.page.locator("[data-chosen]").inner_text()
    assert many.page.url in (many.page.locator("[data-chosen] .cite").text_content() or "")
    many.page.emulate_media(media="print")
    assert not many.page.locator("#own").is_visible()


def test_results_of_a_search_can_be_chosen(visit: Callable[..., Any]) -> None:
    seen = visit("search/?q=政法委")
    page = seen.page
    page.locator("[data-search=results] .basket-add").first.click()
    page.locator("#search-query").fill("宣传")
    page.wait_for_url(re.compile("q=%E5%AE%A3"))
    assert "已选 1 份" in page.locator(".basket").inner_text()
    page.get_by_role("button", name="清空").click()
    assert page.locator(".basket").count() == 0
    assert "r=" not in page.url.partition("?")[2].replace("year=", "")
    assert seen.complaints == []


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ("国家重大科学工程运行维护", "中国科学院国家天文台 · 2023 年"),
        ("就业补助资金", "渝中区人力资源和社会保障局"),
        ("湛江市纪委监委 2021 年", ""),
    ],
)
def test_a_form_that_a_search_finds_says_whose_it_is_and_of_which_year(
    query: str, about: str, visit: Callable[..., Any]
) -> None:
    found = visit(f"search/?q={query}").page.locator("[data-search=results] > li[data-record]").first
    assert found.locator(".search-hit__about").evaluate("(about) => about.firstChild.textContent").strip() == about


def test_a_row_of_a_self_evaluation_is_told_from_that_of_the_targets(visit: Callable[..., Any]) -> None:
    found = visit("search/?q=新增区级创业孵化基地数量").page.locator("[data-search=results] > li").first
    assert "渝中区人力资源和社会保障局 · 2021 年自评" in found.locator(".search-hit__about").inner_text()


def test_no_more_than_six_and_nothing_that_is_no_record(visit: Callable[..., Any], address: str) -> None:
    many = "&".join(f"r=x/y/20{year}" for year in range(10, 20))
    seen = visit(f"compare/?r=zhanjiang/jiwei/2021&r=../../secret&r=javascript:alert(1)&{many}", charts=False)
    seen.page.goto(f"{address}jieyang/zhengfawei/2022/")
    assert "已选 6 份" in seen.page.locator(".basket").inner_text()
    assert seen.page.locator(".basket-add").first.is_disabled()
    lost = visit("compare/?r=zhanjiang/jiwei/2021&r=zhanjiang/jiwei/1999")
    assert "没有取到这份表：zhanjiang/jiwei/1999" in lost.page.locator("[data-chosen]").inner_text()


@pytest.mark.parametrize("path", ["zhanjiang/jiwei/2021/", PAIR])
def test_a_copied_table_has_no_buttons(path: str, visit: Callable[..., Any]) -> None:
    page = visit(path, permissions=["clipboard-read", "clipboard-write"], charts=False).page
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#tasks table, table.sheet'))")
    page.keyboard.press("Control+C")
    html = page.evaluate(HTML_COPIED)
    text = str(page.evaluate("navigator.clipboard.readText()"))
    assert "<td" in html
    assert [part for part in ("<button", "加入对比", "引用") if part in html + text] == []


def test_without_script_the_prepared_pairs_are_there(visit: Callable[..., Any]) -> None:
    seen = visit("compare/", java_script_enabled=False)
    assert "自己挑选要用浏览器的脚本" in seen.page.locator("#own + p").inner_text()
    assert seen.page.locator("#prepared + ul a").all_inner_texts() == [
        "中共湛江市委政法委员会的预算是中共揭阳市委政法委员会的 2.0 倍"
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_amounts_in_two_units_stay_inside_the_page(width: int, visit: Callable[..., Any]) -> None:
    forms = ("gonggong-sheshi", "shequ-fuwu-zhongxin")
    query = "&".join(f"r=putuo/wanli/2023/{form}" for form in forms)
    seen = visit(f"projects/compare/?{query}", width=width)
    assert "元（合" in seen.text()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width
