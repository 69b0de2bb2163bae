"""Quoting and embedding: what is copied is what stands there, and an embedded table works on the page of another."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECORD = "zhanjiang/zhengfawei/2021/"
WITHHELD = "jieyang/zhengfawei/2022/"
SHEET = "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/"
WHOSE = "中共湛江市委政法委员会 2021 年，"
OF_RECORD = "见《2021年市级部门整体预算绩效目标表》，预算绩效目标公开示范站，"
FOUND = "这是本站按规则核对的结果，不是原文；见中共湛江市委政法委员会 2021 年预算绩效目标，预算绩效目标公开示范站，"
MAY = {"permissions": ["clipboard-read", "clipboard-write"]}
CLIPBOARD = "navigator.clipboard.readText()"
REFUSED = "() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
COLOUR = "row => getComputedStyle(row).backgroundColor"
PAINTED = "row => [getComputedStyle(row).outlineStyle, parseFloat(getComputedStyle(row).outlineWidth)]"


def take(seen: Any, row: str, number: int) -> str:
    """What the keyboard alone copies from the menu of a row: 0 for its address, 1 for its sentence."""
    button = seen.page.locator(f"{row} .quote")
    button.focus()
    seen.page.keyboard.press("Enter")
    for _ in range(number):
        seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    seen.page.locator(".quote__menu button", has_text="已复制").wait_for()
    assert seen.text("p.frame-unseen[role=status]") == ("链接已复制", "引文已复制")[number]
    copied = str(seen.page.evaluate(CLIPBOARD))
    seen.page.keyboard.press("Escape")
    assert seen.page.locator(".quote__menu").count() == 0
    assert button.evaluate("one => one === document.activeElement")
    return copied


# page, place, row: sentence up to the address
SENTENCES = [
    (
        RECORD,
        "",
        {
            "#total": WHOSE + "预算合计（计算值）：3583.68 万元。" + OF_RECORD,
            "#by-type-basic": WHOSE + "按支出类型划分，基本支出：1674.21 万元。" + OF_RECORD,
            "#by-source-total": WHOSE + "按收入来源划分，合计（计算值）：3583.68 万元。" + OF_RECORD,
            "#by-source-other": WHOSE + "按收入来源划分，其他资金：0 万元。" + OF_RECORD,
            "#task-2": WHOSE + "年度重点工作任务，政法信息网（二期）工程：948 万元。" + OF_RECORD,
            "#indicator-2": WHOSE + "产出指标/数量指标，转化教育邪教人员人数：约20人。" + OF_RECORD,
            "#indicator-19": WHOSE + "效益指标/生态效益指标有一行，原表填“无”。" + OF_RECORD,
            "#staff": WHOSE + "财政供养人员：在职 71，离退休 38。" + OF_RECORD,
            "#published-on": WHOSE + "公开日期：未知。" + OF_RECORD,
            "#check-1": "按收入来源合计 = 按支出类型合计（相符）：财政拨款 3583.68 + 其他资金 0 = 3583.68；"
            "按支出类型划分 3583.68 万元。" + FOUND,
            "#v14-w1": "V14 金额只写“万”，总体绩效目标：写作“3583.68万”，没有写“元”。" + FOUND,
        },
    ),
    (
        "zhanjiang/jiwei/2021/",
        "",
        {
            "#indicator-11": "湛江市纪委监委 2021 年，效益指标/生态效益指标有一行，原表空白。"
            "见《2021年市级部门整体预算绩效目标表》，预算绩效目标公开示范站，",
        },
    ),
    (RECORD, "a/b/", {"#task-2": WHOSE + "年度重点工作任务，政法信息网（二期）工程：948 万元。" + OF_RECORD}),
    (
        SHEET,
        "",
        {
            "#budget-2": "按支出类型划分：基本支出（多的是少的 1.3 倍）："
            "中共揭阳市委政法委员会 1263.12 万元 占合计 69.3%；"
            "中共湛江市委政法委员会 1674.21 万元 占合计 46.7%。"
            "见对比：中共揭阳市委政法委员会 2022 年 与 中共湛江市委政法委员会 2021 年，预算绩效目标公开示范站，",
        },
    ),
]


@pytest.mark.parametrize(("path", "below", "sentences"), SENTENCES)
def test_a_row_is_copied_as_it_stands(
    path: str, below: str, sentences: dict[str, str], visit: Callable[..., Any], address: str
) -> None:
    seen = visit(path, at=address + below, **MAY)
    page = f"{address}{below}{path}"
    assert {row: take(seen, row, 0) for row in sentences} == {row: page + row for row in sentences}
    expected = {row: sentence + page + row for row, sentence in sentences.items()}
    assert {row: take(seen, row, 1) for row in sentences} == expected
    assert seen.complaints == []


def test_a_row_that_stands_elsewhere_is_quoted_from_there(visit: Callable[..., Any], address: str) -> None:
    seen = visit("indicators/satisfaction/", **MAY)
    assert take(seen, "tbody tr:first-child", 0) == f"{address}zhanjiang/jiwei/2021/#indicator-14"


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (RECORD, "tr[id], .ledger > li, .remarks > dd, .tile[id], .pairs > div[id]"),
        (WITHHELD, "tr[id], .ledger > li, .remarks > dd, .tile[id], .pairs > div[id]"),
        (RECORD + "form/", ".form tr"),
        ("indicators/", "tbody tr"),
        ("indicators/satisfaction/", "tbody tr"),
        (SHEET, "tbody tr"),
        ("disclosure/", ".board__detail tbody tr"),
        ("checks/v10/", ".remarks > dd"),
    ],
)
def test_every_row_has_one_named_button(path: str, rows: str, visit: Callable[..., Any]) -> None:
    found = (
        visit(path)
        .page.locator(f"main :is({rows})")
        .evaluate_all(
            "all => all.map((row) => [...row.querySelectorAll('.quote')].map((one) => one.getAttribute('aria-label')))"
        )
    )
    assert found
    assert [labels for labels in found if len(labels) != 1 or not labels[0].removeprefix("引用：")] == []


def test_what_is_withheld_is_quoted_as_withheld(visit: Callable[..., Any], address: str) -> None:
    sentence = take(visit(WITHHELD, **MAY), "#task-2", 1)
    whose = "中共揭阳市委政法委员会 2022 年，年度重点工作任务，"
    assert sentence.startswith(f"{whose}依规不公开 依据《中华人民共和国政府信息公开条例》第十四条，")
    assert sentence.endswith(f"{address}{WITHHELD}#task-2")


def test_where_the_clipboard_is_refused_the_words_are_selected(visit: Callable[..., Any], address: str) -> None:
    seen = visit(RECORD)
    seen.page.evaluate(REFUSED)
    seen.page.locator("#task-2").hover()
    seen.page.locator("#task-2 .quote").click()
    seen.page.get_by_role("button", name="复制链接", exact=True).click()
    seen.page.locator(".quote__menu textarea").wait_for()
    assert seen.page.evaluate("getSelection().toString()") == f"{address}{RECORD}#task-2"
    seen.page.locator("#cite ~ .copy").first.click()
    national = seen.page.locator("#cite + .cite").inner_text()
    assert seen.page.evaluate("getSelection().toString()").strip() == national.strip()


def test_the_button_shows_for_pointer_finger_and_keyboard_only(visit: Callable[..., Any]) -> None:
    def settles(seen: Any, opacity: int) -> None:
        # A browser draws what a pointer does with its next frame.
        script = "wanted => getComputedStyle(document.querySelector('#task-2 .quote')).opacity === String(wanted)"
        seen.page.wait_for_function(script, arg=opacity, timeout=3000)

    seen = visit(RECORD)
    settles(seen, 0)
    seen.page.locator("#task-2 th").hover()
    settles(seen, 1)
    seen.page.locator("h1").hover()
    settles(seen, 0)
    seen.page.locator("#task-2 .quote").focus()
    seen.page.keyboard.press("Shift+Tab")
    seen.page.keyboard.press("Tab")
    settles(seen, 1)
    finger = visit(RECORD, width=360, has_touch=True, is_mobile=True)
    finger.page.locator("#task-2 th").tap()
    settles(finger, 1)


def test_neither_paper_nor_a_page_without_scripts_has_buttons(visit: Callable[..., Any]) -> None:
    seen = visit(RECORD)
    seen.page.emulate_media(media="print")
    assert seen.page.locator(":is(.quote, .copy):visible").count() == 0
    assert seen.page.locator("#cite ~ .cite:visible").count() == 2
    assert visit(RECORD, java_script_enabled=False).page.locator(".quote, .copy").count() == 0


@pytest.mark.parametrize("colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_row_of_the_address_stands_out(colours: dict[str, str], visit: Callable[..., Any]) -> None:
    seen = visit(RECORD, **colours)
    for place in ("#task-2", "#indicator-3", "#v14-w1", "#check-1", "#staff", "#total"):
        row = seen.page.locator(place)
        before = row.evaluate(COLOUR)
        seen.page.evaluate("place => { location.hash = place; }", place)
        style, width = row.evaluate(PAINTED)
        assert (style, width >= 2) == ("solid", True)
        # Forced colours leave the ground to the system; there the line alone tells.
        assert "forced_colors" in colours or row.evaluate(COLOUR) != before


@pytest.mark.parametrize("number", [0, 1])
def test_the_cite_box_copies_its_text(number: int, visit: Callable[..., Any], address: str) -> None:
    seen = visit(RECORD, **MAY)
    seen.page.locator("#cite ~ .copy").nth(number).click()
    seen.page.get_by_role("button", name="复制").nth(number).wait_for()
    copied = seen.page.evaluate(CLIPBOARD)
    assert copied == " ".join(seen.page.locator("#cite ~ .cite").nth(number).inner_text().split())
    assert f"{address}{RECORD}" in copied
    assert "内容指纹 a46dea8e3aad" in copied


# Embedding


@pytest.fixture
def snippets(visit: Callable[..., Any]) -> dict[str, str]:
    """The code that a reader takes from the page, by part."""
    seen = visit(RECORD + "embed/", **MAY)
    found = {}
    for part in ("budget", "tasks", "indicators"):
        seen.page.locator(f"#{part} + pre + .copy").click()
        seen.page.locator(f"#{part} + pre + .copy", has_text="已复制").wait_for()
        found[part] = str(seen.page.evaluate(CLIPBOARD))
    return found


@pytest.mark.parametrize(("part", "charts"), [("budget", 1), ("tasks", 1), ("indicators", 0)])
def test_an_embedded_table_works_on_another_origin(
    part: str,
    charts: int,
    snippets: dict[str, str],
    tmp_path: Path,
    visit: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    # The sub-path sends the headers of the published site, which say who may frame what.
    code = snippets[part].replace(address, f"{address}a/b/")
    page = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>别处</title><h1>别处</h1>{code}'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with serve(tmp_path) as elsewhere:
        seen = visit("", at=elsewhere)
        frame = seen.page.frame_locator("iframe")
        frame.locator("h1").wait_for()
        frame.locator(f"tr[id={'by-type-basic' if part == 'budget' else part.removesuffix('s') + '-1'}]").wait_for()
        for chart in range(charts):
            frame.locator("[data-chart][data-drawn]").nth(chart).wait_for()
        assert frame.locator("[data-version]:visible").count() == 0
        assert "内容指纹 a46dea8e3aad" in frame.locator(".embed__source").inner_text()
        targets = frame.locator("a").evaluate_all("all => all.map((link) => link.target)")
        assert set(targets) == {"_blank"}
        assert (seen.complaints, seen.failures) == ([], [])
        assert [url for url in seen.requests if not url.startswith((f"{address}a/b/", elsewhere))] == []


def test_a_frame_is_about_as_high_as_its_table(visit: Callable[..., Any]) -> None:
    """What the code says is worked out from the rows; the browser knows how high they are."""
    page = visit(RECORD + "embed/").page
    said = {part: page.locator(f"#{part} + pre").inner_text() for part in ("budget", "tasks", "indicators")}
    for part, code in said.items():
        height = visit(f"{RECORD}embed/{part}/", width=600).page.evaluate("document.documentElement.scrollHeight")
        asked = int(code.partition('height="')[2].partition('"')[0])
        assert asked == 1600 < height or abs(asked - height) < height // 8, (part, asked, height)


def test_other_pages_of_the_site_refuse_the_frame(
    tmp_path: Path,
    visit: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    (tmp_path / "index.html").write_text(f'<title>x</title><iframe src="{address}a/b/{RECORD}"></iframe>')
    with serve(tmp_path) as elsewhere:
        seen = visit("", at=elsewhere)
        seen.page.wait_for_timeout(300)
        assert any("frame-ancestors" in line for line in seen.complaints)


@pytest.mark.parametrize(("version", "said"), [("a46dea8e3aad", 0), ("0123456789ab", 1), ("000000000000", 1)])
def test_an_embed_says_when_its_text_is_not_the_one_that_was_named(
    version: str, said: int, visit: Callable[..., Any]
) -> None:
    seen = visit(f"{RECORD}embed/tasks/?v={version}")
    assert seen.page.locator("[data-version]:visible", has_text="与网址里指明的那一版不同").count() == said


def test_an_embed_without_scripts_is_a_table(visit: Callable[..., Any]) -> None:
    seen = visit(RECORD + "embed/tasks/", java_script_enabled=False)
    assert seen.page.locator(".chart:visible").count() == 0
    assert "948" in seen.text("#task-2")
    assert "万元" in seen.text("caption >> nth=0")


def test_an_embed_follows_the_colours_of_the_system(visit: Callable[..., Any]) -> None:
    shades = {
        scheme: visit(RECORD + "embed/tasks/", color_scheme=scheme)
        .page.locator("body")
        .evaluate("body => getComputedStyle(body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert shades == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 31)"}


def test_search_engines_are_sent_to_the_record(site: Path) -> None:
    for part in ("budget", "tasks", "indicators"):
        page = (site / RECORD / "embed" / part / "index.html").read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in page
        assert '<link rel="canonical" href="../../">' in page
        assert f"embed/{part}/" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    found = [path for path in (site / "search/d").iterdir() if "/embed/" in path.read_text(encoding="utf-8")]
    assert found == []
