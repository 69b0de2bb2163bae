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
FOUND = "这是本站按规则核对的结果，不是原文；见中共湛江市委政法委员会 2021 年，预算绩效目标公开示范站，"
MAY = {"permissions": ["clipboard-read", "clipboard-write"]}
# For pages that are scrolled, but not for their charts.
PLAIN = {"charts": False}
CLIPBOARD = "navigator.clipboard.readText()"
REFUSED = "() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
COLOUR = "row => getComputedStyle(row).backgroundColor"
PAINTED = "row => [getComputedStyle(row).outlineStyle, parseFloat(getComputedStyle(row).outlineWidth)]"


# What a reader does who looks for a row: open every fold.
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


def take(seen: Any, row: str, number: int) -> str:
    """What the keyboard alone copies from the menu of a row: 0 for its address, 1 for its sentence."""
    seen.page.evaluate(UNFOLD)
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
            "#total": WHOSE
            + "预算 3583.68 万元，项目支出占 53.3%。最大的一项是“政法信息网（二期）工程”，948 万元。"
            + OF_RECORD,
            "#by-type-basic": WHOSE + "按支出类型划分，基本支出：1674.21 万元。" + OF_RECORD,
            "#by-source-total": WHOSE + "按收入来源划分，合计（计算值）：3583.68 万元。" + OF_RECORD,
            "#by-source-other": WHOSE + "按收入来源划分，其他资金：0 万元。" + OF_RECORD,
            "#task-2": WHOSE + "任务，政法信息网（二期）工程：948 万元。" + OF_RECORD,
            "#indicator-2": WHOSE + "产出指标/数量指标，转化教育邪教人员人数：约20人。" + OF_RECORD,
            "#staff": WHOSE + "财政供养人员数：在职人数 71，离退休人数 38。" + OF_RECORD,
            "#published-on": WHOSE + "公开日期：未知。" + OF_RECORD,
            "#check-1": "按收入来源合计 = 按支出类型合计（相符）：财政拨款 3583.68 + 其他资金 0 = 3583.68 万元。"
            + FOUND,
            "#v14-w1": "V14 金额只写“万”，总体绩效目标：写作“3583.68万”，没有写“元”。" + FOUND,
        },
    ),
    (
        "zhanjiang/jiwei/2021/",
        "",
        {
            "p:has(> #indicator-8)": "湛江市纪委监委 2021 年，原表空白：经济效益指标、生态效益指标。"
            "见《2021年市级部门整体预算绩效目标表》，预算绩效目标公开示范站，",
        },
    ),
    (RECORD, "a/b/", {"#task-2": WHOSE + "任务，政法信息网（二期）工程：948 万元。" + OF_RECORD}),
    (
        SHEET,
        "",
        {
            "#row-by_type-basic": "基本支出：中共揭阳市委政法委员会 2022 1263.12 万元；"
            "中共湛江市委政法委员会 2021 1674.21 万元。"
            "见中共湛江市委政法委员会的预算是中共揭阳市委政法委员会的 2.0 倍，预算绩效目标公开示范站，",
            "#row-family-satisfaction": "满意度：中共揭阳市委政法委员会 2022 ≥88% 政法工作满意度 "
            "由省委政法委委托第三方开展测评；"
            "中共湛江市委政法委员会 2021 ≥88% 群众对政法工作满意度。"
            "见中共湛江市委政法委员会的预算是中共揭阳市委政法委员会的 2.0 倍，预算绩效目标公开示范站，",
        },
    ),
]


@pytest.mark.parametrize(("path", "below", "sentences"), SENTENCES)
def test_a_row_is_copied_as_it_stands(
    path: str, below: str, sentences: dict[str, str], visit: Callable[..., Any], address: str
) -> None:
    seen = visit(path, at=address + below, **MAY, **PLAIN)
    page = f"{address}{below}{path}"
    addresses = {row: page + row[row.index("#") :].rstrip(")") for row in sentences}
    assert {row: take(seen, row, 0) for row in sentences} == addresses
    expected = {row: sentence + addresses[row] for row, sentence in sentences.items()}
    assert {row: take(seen, row, 1) for row in sentences} == expected
    assert seen.complaints == []


def test_a_row_that_stands_elsewhere_is_quoted_from_there(visit: Callable[..., Any], address: str) -> None:
    seen = visit("indicators/satisfaction/", **MAY, **PLAIN)
    row = "tbody tr:has(a[href$='zhanjiang/jiwei/2021/#indicator-14'])"
    assert take(seen, row, 0) == f"{address}zhanjiang/jiwei/2021/#indicator-14"


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (RECORD, "tr[id], .ledger > li, .remarks > li[id], .lead[id], .pairs > div[id]"),
        (WITHHELD, "tr[id], .ledger > li, .remarks > li[id], .lead[id], .pairs > div[id]"),
        (RECORD + "form/", ".form tr"),
        ("indicators/", "tbody tr"),
        ("indicators/satisfaction/", "tbody tr"),
        (SHEET, "tbody tr[id^=row-]"),
        ("disclosure/zhanjiang/", ".board__detail tbody tr"),
        ("checks/v10/", ".found tbody tr"),
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
    sentence = take(visit(WITHHELD, **MAY, **PLAIN), "#task-2", 1)
    whose = "中共揭阳市委政法委员会 2022 年，任务，"
    assert sentence.startswith(f"{whose}依规不公开 依据《中华人民共和国政府信息公开条例》第十四条，")
    assert sentence.endswith(f"{address}{WITHHELD}#task-2")


def test_where_the_clipboard_is_refused_the_words_are_selected(visit: Callable[..., Any], address: str) -> None:
    seen = visit(RECORD, **PLAIN)
    seen.page.evaluate(REFUSED)
    seen.page.locator("#task-2").hover()
    seen.page.locator("#task-2 .quote").click()
    seen.page.locator(".quote__menu button", has_text="复制链接").click()
    seen.page.locator(".quote__menu textarea").wait_for()
    assert seen.page.evaluate("getSelection().toString()") == f"{address}{RECORD}#task-2"
    seen.page.evaluate(UNFOLD)
    seen.page.locator("#cite > .copy").first.click()
    national = seen.page.locator("#cite > .cite").first.inner_text()
    assert seen.page.evaluate("getSelection().toString()").strip() == national.strip()


def test_the_button_shows_for_pointer_finger_and_keyboard_only(visit: Callable[..., Any]) -> None:
    def settles(seen: Any, opacity: int) -> None:
        # A browser draws what a pointer does with its next frame.
        script = "wanted => getComputedStyle(document.querySelector('#task-2 .quote')).opacity === String(wanted)"
        seen.page.wait_for_function(script, arg=opacity, timeout=3000)

    seen = visit(RECORD, **PLAIN)
    settles(seen, 0)
    seen.page.locator("#task-2 th").hover()
    settles(seen, 1)
    seen.page.locator("h1").hover()
    settles(seen, 0)
    seen.page.locator("#task-2 .quote").focus()
    seen.page.keyboard.press("Shift+Tab")
    seen.page.keyboard.press("Tab")
    settles(seen, 1)
    finger = visit(RECORD, width=360, has_touch=True, is_mobile=True, **PLAIN)
    button = finger.page.locator("#task-2 .quote")
    assert button.evaluate("one => getComputedStyle(one).clipPath") != "none"
    finger.page.locator("#task-2 th").tap()
    finger.page.wait_for_function("getComputedStyle(document.querySelector('#task-2 .quote')).clipPath === 'none'")


# The words that every third button covers while the keyboard is on it, by the name of the button.
OVER_WORDS = """(buttons) => {
  const covered = {};
  const range = document.createRange();
  for (const button of buttons.filter((_, place) => place % 3 === 0)) {
    button.focus();
    if (!button.matches(":focus-visible") || getComputedStyle(button).opacity !== "1") throw new Error("no button");
    const box = button.getBoundingClientRect();
    const walker = document.createTreeWalker(button.closest("article"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (button.contains(walker.currentNode) || !walker.currentNode.data.trim()) continue;
      range.selectNodeContents(walker.currentNode);
      for (const one of range.getClientRects()) {
        const isBeside = one.left >= box.right - 1 || one.right <= box.left + 1;
        const isLevel = one.top < box.bottom - 2 && one.bottom > box.top + 2;
        const words = walker.currentNode.data.trim();
        if (isLevel && !isBeside && one.width > 1) (covered[button.getAttribute("aria-label")] ??= []).push(words);
      }
    }
  }
  return covered;
}"""


@pytest.mark.parametrize("width", [360, 768, 1000, 1280])
@pytest.mark.parametrize("path", [RECORD, SHEET])
def test_the_button_covers_no_words(path: str, width: int, visit: Callable[..., Any]) -> None:
    page = visit(path, width=width, **PLAIN).page
    page.evaluate(UNFOLD)
    # From here on the focus is the keyboard's, also where a script moves it on.
    page.keyboard.press("Tab")
    buttons = page.locator(".quote")
    assert buttons.count() > 20
    assert buttons.evaluate_all(OVER_WORDS) == {}


def test_neither_paper_nor_a_page_without_scripts_has_buttons(visit: Callable[..., Any]) -> None:
    seen = visit(RECORD)
    seen.page.emulate_media(media="print")
    assert seen.page.locator(":is(.quote, .copy):visible").count() == 0
    seen.page.evaluate(UNFOLD)
    assert seen.page.locator("#cite > .cite:visible").count() == 2
    assert visit(RECORD, java_script_enabled=False).page.locator(".quote, .copy").count() == 0


@pytest.mark.parametrize("colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_row_of_the_address_stands_out(colours: dict[str, str], visit: Callable[..., Any]) -> None:
    seen = visit(RECORD, **colours, **PLAIN)
    for place in ("#task-2", "#indicator-3", "#v14-w1", "#check-1", "#staff", "#total"):
        seen.page.evaluate(UNFOLD)
        row = seen.page.locator(place)
        before = row.evaluate(COLOUR)
        seen.page.evaluate("place => { location.hash = place; }", place)
        style, width = row.evaluate(PAINTED)
        assert (style, width >= 2) == ("solid", True)
        # Forced colours leave the ground to the system; there the line alone tells.
        assert "forced_colors" in colours or row.evaluate(COLOUR) != before


@pytest.mark.parametrize("number", [0, 1])
def test_the_cite_box_copies_its_text(number: int, visit: Callable[..., Any], address: str) -> None:
    seen = visit(RECORD, **MAY, **PLAIN)
    seen.page.evaluate(UNFOLD)
    seen.page.locator("#cite > .copy").nth(number).click()
    seen.page.locator("#cite > .copy", has_text="已复制").wait_for()
    copied = seen.page.evaluate(CLIPBOARD)
    assert copied == " ".join(seen.page.locator("#cite > .cite").nth(number).inner_text().split())
    assert f"{address}{RECORD}" in copied
    assert "内容指纹 a46dea8e3aad" in copied


# Embedding

PARTS = ("budget", "tasks", "indicators")
ONE_ROW = {"budget": "#budget-picture .drawing--narrow", "tasks": "#task-2", "indicators": "#indicator-1"}
# What of the page shows: its sections by their ids, how much of its head and foot, and where a frame says it is from.
SHOWN = """() => {
  const shown = (places) => [...document.querySelectorAll(places)].filter((one) => one.checkVisibility());
  return {
    sections: shown("article > section, article > .first-screen > section").map(({ id }) => id),
    shell: shown(".md-header, .md-tabs, .md-path, .md-sidebar, .md-footer, .basket, .quote").length,
    source: shown(".embed-source").length,
  };
}"""
# As wide as a telephone shows a frame, and as a column of a newspaper.
TELEPHONE, COLUMN = 328, 760
A_LINE = 26
NEEDED = "Math.max(document.body.scrollHeight, document.body.getBoundingClientRect().height)"


def page_with(code: str, width: int = 600) -> str:
    """A page of another site with a frame that is so many pixels wide."""
    head = '<!doctype html><html lang="zh"><meta charset="utf-8"><title>别处</title><h1>别处</h1>'
    frame = code.replace("<iframe ", '<iframe frameborder="0" ')
    return f'{head}<div style="width:{width}px">{frame}</div>'


@pytest.fixture(scope="module")
def codes(record: str, opened: Callable[..., Any], address: str) -> dict[str, str]:
    """The code that a reader takes from the page, by part.

    The sub-path sends the headers of the published site, which say who may frame what.
    """
    found = {}
    with opened(record, at=f"{address}a/b/", **MAY, **PLAIN) as seen:
        seen.page.evaluate(UNFOLD)
        for number, part in enumerate(PARTS):
            copies = seen.page.locator("#embed .copy")
            copies.nth(number).click()
            copies.nth(number).and_(seen.page.locator("button", has_text="已复制")).wait_for()
            found[part] = str(seen.page.evaluate(CLIPBOARD))
        assert (seen.complaints, seen.failures) == ([], [])
    return found


def wide_height(seen: Any, number: int) -> int:
    """The height that the page says is enough in a wide column."""
    text = seen.page.locator("#embed .aside").nth(number).text_content()
    return int("".join(char for char in text.partition("height 写")[2] if char.isdigit()))


@pytest.mark.parametrize("scripts", [True, False])
def test_an_embedded_part_works_on_another_origin_and_its_frame_is_as_high_as_it(
    scripts: bool,
    record: str,
    codes: dict[str, str],
    tmp_path: Path,
    opened: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    with opened(record, **PLAIN) as own:
        wides = [wide_height(own, number) for number in range(len(codes))]
    with serve(tmp_path) as elsewhere:
        for (part, code), wide in zip(codes.items(), wides, strict=True):
            narrow = int(code_height(code))
            for width, height in ((TELEPHONE, narrow), (COLUMN, wide)):
                text = code.replace(f'height="{narrow}"', f'height="{height}"')
                # One address for each, as the tab has a cache.
                page = f"{part}-{width}.html"
                (tmp_path / page).write_text(page_with(text, width), encoding="utf-8")
                with opened(page, at=elsewhere, java_script_enabled=scripts) as seen:
                    seen.page.frame_locator("iframe").locator(".embed-source").wait_for()
                    frame = seen.page.frames[1]
                    shown = frame.evaluate(SHOWN)
                    assert shown == {"sections": [part], "shell": 0, "source": 1}
                    assert frame.locator("[data-version]:visible").count() == 0
                    who = frame.locator("main").inner_text()
                    assert "年" in who and "示范站 ↗" in frame.locator(".embed-source").inner_text()
                    links = frame.locator("a:visible").evaluate_all("all => all.map((link) => link.target)")
                    assert links and (not scripts or {*links} == {"_blank"})
                    needed = frame.evaluate(NEEDED)
                    print(f"/{record}#embed-{part} at {width}: {height} px, {needed} needed")
                    # The words of a row may take up a line less than was estimated, never more.
                    assert -2 <= height - needed <= A_LINE
                    assert (seen.complaints, seen.failures) == ([], [])
                    assert [url for url in seen.requests if not url.startswith((f"{address}a/b/", elsewhere))] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_embedded_comparison_is_as_high_as_its_frame(
    scripts: bool,
    tmp_path: Path,
    visit: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    seen = visit(SHEET, at=f"{address}a/b/", **PLAIN)
    code = seen.page.locator("#sources pre.cite").text_content()
    narrow = int(code_height(code))
    text = seen.page.locator("#sources .cite-code .aside").last.text_content()
    wide = int("".join(char for char in text.partition("height 写")[2] if char.isdigit()))
    with serve(tmp_path) as elsewhere:
        for width, height in ((TELEPHONE, narrow), (COLUMN, wide)):
            changed = code.replace(f'height="{narrow}"', f'height="{height}"')
            (tmp_path / "index.html").write_text(page_with(changed, width), encoding="utf-8")
            framed = visit("", at=elsewhere, java_script_enabled=scripts)
            framed.page.frame_locator("iframe").locator(".embed-source").wait_for()
            frame = framed.page.frames[1]
            shown = frame.locator("tr:visible").evaluate_all("rows => rows.map((row) => row.id)")
            assert shown[0] == "" and {*shown[1:]} <= {
                *("row-total", "row-by_type-basic", "row-by_type-project"),
                *("row-tasks-listed", "row-tasks-withheld", "row-tasks-unlisted", "row-head"),
            }
            assert frame.locator(":is(.md-header, .md-footer, .fold, .actions):visible").count() == 0
            assert -2 <= height - frame.evaluate(NEEDED) <= A_LINE
            assert (framed.complaints, framed.failures) == ([], [])


def code_height(code: str) -> str:
    """The height that a code asks for."""
    return code.partition('height="')[2].partition('"')[0]


@pytest.mark.parametrize("path", [RECORD, f"{RECORD}form/", SHEET])
def test_pages_of_forms_and_comparisons_may_be_framed(
    path: str,
    tmp_path: Path,
    visit: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    (tmp_path / "index.html").write_text(page_with(f'<iframe src="{address}a/b/{path}"></iframe>'), encoding="utf-8")
    with serve(tmp_path) as elsewhere:
        seen = visit("", at=elsewhere)
        seen.page.frame_locator("iframe").locator("h1").wait_for()
        assert (seen.complaints, seen.failures) == ([], [])


@pytest.mark.parametrize("path", ["", "departments/", "compare/", "zhanjiang/2021/departments/"])
def test_other_pages_of_the_site_refuse_the_frame(
    path: str,
    tmp_path: Path,
    visit: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    (tmp_path / "index.html").write_text(f'<title>x</title><iframe src="{address}a/b/{path}"></iframe>')
    with serve(tmp_path) as elsewhere:
        seen = visit("", at=elsewhere)
        seen.page.wait_for_timeout(300)
        assert any("frame-ancestors" in line for line in seen.complaints)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sandbox", ['sandbox=""', 'sandbox="allow-popups"'])
def test_a_frame_without_scripts_shows_the_part_alone(
    sandbox: str,
    part: str,
    tmp_path: Path,
    visit: Callable[..., Any],
    serve: Callable[[Path], AbstractContextManager[str]],
    address: str,
) -> None:
    code = f'<iframe {sandbox} src="{address}a/b/{RECORD}#embed-{part}" width="600" height="600"></iframe>'
    (tmp_path / "index.html").write_text(page_with(code), encoding="utf-8")
    with serve(tmp_path) as elsewhere:
        frame = visit("", at=elsewhere).page.frame_locator("iframe")
        for section in PARTS:
            assert frame.locator(ONE_ROW[section]).is_visible() == (section == part)
        assert frame.locator(".md-header, .md-tabs, .md-footer, .chart, .fold").locator("visible=true").count() == 0
        assert frame.locator("p.picture__note:visible", has_text="中共湛江市委政法委员会 2021 年").count() == 1
        assert frame.locator(".embed-source a").is_visible()


@pytest.mark.parametrize(("version", "said"), [("a46dea8e3aad", 0), ("0123456789ab", 1), ("000000000000", 1)])
def test_an_embed_says_when_its_text_is_not_the_one_that_was_named(
    version: str, said: int, visit: Callable[..., Any]
) -> None:
    seen = visit(f"{RECORD}?v={version}#embed-tasks", **PLAIN)
    assert seen.page.locator("[data-version]:visible", has_text="与网址里指明的那一版不同").count() == said


def test_the_whole_page_shows_where_no_part_is_asked_for(visit: Callable[..., Any]) -> None:
    seen = visit(f"{RECORD}#tasks")
    shown = seen.page.evaluate(SHOWN)
    assert {*PARTS, "summary", "source", "checks"} <= set(shown["sections"])
    assert (shown["shell"] > 0, shown["source"]) == (True, 0)
    assert seen.page.locator("#tasks a[target]:visible").count() == 0
    seen.page.evaluate("location.hash = 'embed-budget'")
    seen.page.wait_for_function("document.querySelector('.embed-source').checkVisibility()")
    assert seen.page.evaluate(SHOWN) == {"sections": ["budget"], "shell": 0, "source": 1}


def test_an_embed_without_scripts_is_a_table(visit: Callable[..., Any]) -> None:
    seen = visit(f"{RECORD}#embed-tasks", java_script_enabled=False)
    assert seen.page.locator(".chart:visible").count() == 0
    assert "948" in seen.text("#task-2")
    unit = "one => getComputedStyle(one, '::after').content"
    assert "万元" in seen.page.locator("#task-2 .amount").evaluate(unit)
    assert seen.page.locator("#task-2 .amount").get_attribute("data-unit") == "万元"


@pytest.mark.parametrize("scripts", [True, False])
def test_an_embed_follows_the_colours_of_the_system(scripts: bool, visit: Callable[..., Any]) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        page = visit(f"{RECORD}#embed-tasks", color_scheme=scheme, java_script_enabled=scripts, **PLAIN).page
        shades[scheme] = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert shades == {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 23, 31)"}


def test_the_page_holds_its_entry_for_bibtex(visit: Callable[..., Any]) -> None:
    seen = visit(RECORD, **MAY, **PLAIN)
    seen.page.locator("#cite > summary").click()
    entry = seen.page.locator("details.cite-code", has_text="BibTeX")
    entry.locator("summary").click()
    entry.locator(".copy").click()
    entry.locator(".copy", has_text="已复制").wait_for()
    copied = str(seen.page.evaluate(CLIPBOARD))
    assert copied.startswith("@misc{zhanjiang-zhengfawei-2021,\n  author = {{中共湛江市委政法委员会}},\n")
    assert copied.endswith("\n}")
