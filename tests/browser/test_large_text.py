"""Large text: a switch that stays, at least 18 pt on telephones, a short view of a form, plain words, reading aloud."""

from collections.abc import Callable
from typing import Any

import pytest
from accessibility import SPACING, axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAST = 24
PAGES = (
    "",
    "departments/",
    "zhanjiang/zhengfawei/2021/",
    "jieyang/zhengfawei/2022/",
    "jieyang/zhengfawei/2022/#tasks",
    "zhanjiang/zhengfawei/",
    "zhanjiang/",
    "indicators/satisfaction/",
    "disclosure/",
    "checks/v10/",
    "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/",
    "data/",
    "guide/",
    "search/?q=政法",
)
SMALL = """(least) => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = [];
  while (words.nextNode()) {
    const { data, parentElement: own } = words.currentNode;
    const unseen = ".frame-unseen, .frame-brand__name, .md-skip, script, noscript";
    const shown = own.checkVisibility({ visibilityProperty: true });
    if (!data.trim() || !shown || own.closest(unseen)) continue;
    if (parseFloat(getComputedStyle(own).fontSize) < least) small.push(data.trim().slice(0, 20));
  }
  return small;
}"""
# A voice that notes what it is given to read.
VOICE = """() => {
  window.heard = [];
  const voice = { lang: "zh-CN", name: "示例" };
  Object.defineProperty(window, "speechSynthesis", { value: {
    speaking: false,
    getVoices: () => [voice],
    addEventListener: () => {},
    cancel() { this.speaking = false; },
    speak(utterance) { this.speaking = true; heard.push(utterance.text); },
  } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def enlarged(visit: Callable[..., Any], path: str, width: int = 360, **options: Any) -> Any:
    """A page after a reader has asked for large text in the menu of the home page, or in the header of a wide one."""
    seen = visit("", width=width, height=640, **options)
    if width < 1200:
        seen.page.locator("[data-frame=menu][aria-controls]").click()
        seen.page.locator("#frame-drawer [data-frame=large]").click()
    else:
        seen.page.locator(".md-header [data-frame=large]").click()
    seen.page.locator("html.large").wait_for()
    seen.page.goto(seen.page.url.rstrip("/") + "/" + path)
    seen.page.locator("html.large").wait_for()
    seen.ready()
    return seen


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_large_narrow_and_accessible(path: str, visit: Callable[..., Any]) -> None:
    seen = enlarged(visit, path)
    seen.open_folds()
    seen.draw()
    assert seen.page.evaluate(SMALL, LEAST) == []
    assert axe(seen, f"/{path} large") == []
    seen.page.set_viewport_size({"width": 320, "height": 640})
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    seen.page.evaluate(SPACING)
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    assert seen.complaints == []


def test_a_form_begins_with_its_short_view(visit: Callable[..., Any]) -> None:
    seen = enlarged(visit, "zhanjiang/jiwei/2021/")
    view = seen.page.locator(".large-view")
    view.wait_for()
    height = seen.page.evaluate("document.documentElement.scrollHeight")
    print(f"{height} px high at 360 px")
    assert height <= 3500
    assert view.locator("h2").all_inner_texts() == ["钱花在哪里", "做哪些事", "要做到什么", "是谁公布的"]
    assert view.locator(".large-view__part").all_inner_texts()[0] == "基本支出\n4993.74 万元，31.8%"
    assert [len(rows.locator("li").all()) for rows in view.locator("ul").all()] == [5, 3, 4, 3]
    assert view.locator("ul").nth(1).locator("li").first.inner_text() == "市纪委监委留置点改扩建\n6000 万元"
    assert not seen.page.locator("#tasks").is_visible()
    view.get_by_role("button", name="看全部 17 项").click()
    assert seen.page.locator("#tasks").is_visible() and view.count() == 0
    assert seen.complaints == []


def test_the_short_view_of_a_self_evaluation_says_what_became_of_targets(visit: Callable[..., Any]) -> None:
    path = "yuzhong/rensheju/2021/jiuye-buzhu/results/"
    rows = enlarged(visit, path).page.locator(".large-view section", has_text="要做到什么").locator("li")
    assert rows.first.inner_text().split("\n") == ["新增区级创业孵化基地数量", "≥1个", "完成 3，超出"]


def test_what_is_withheld_is_so_in_the_short_view(visit: Callable[..., Any]) -> None:
    text = enlarged(visit, "jieyang/zhengfawei/2022/").text(".large-view")
    assert "依规不公开的4项" in text and "138万元" in text


def test_terms_have_plain_words(visit: Callable[..., Any]) -> None:
    seen = enlarged(visit, "zhanjiang/jiwei/2021/#budget")
    seen.open_folds()
    assert "基本支出（发工资、维持日常运转的钱）" in seen.text("main")


def test_the_switch_stays_until_it_is_switched_back(visit: Callable[..., Any]) -> None:
    seen = enlarged(visit, "zhanjiang/jiwei/2021/", width=1280)
    seen.page.get_by_role("button", name="返回普通版").click()
    seen.page.locator("html:not(.large)").wait_for()
    seen.page.reload()
    assert (seen.page.locator("html.large").count(), seen.page.locator(".large-view").count()) == (0, 0)


def test_the_browsers_own_voice_reads_the_page(visit: Callable[..., Any]) -> None:
    # A tab of its own, for what is put into it stays.
    seen = enlarged(visit, "", has_touch=True)
    seen.page.add_init_script(f"({VOICE})()")
    seen.page.goto(seen.page.url + "zhanjiang/jiwei/2021/")
    button = seen.page.get_by_role("button", name="朗读这一页")
    button.click()
    heard = seen.page.evaluate("heard")
    assert heard[0].startswith("湛江市纪委监委") and "基本支出" in " ".join(heard)
    assert button.count() == 0
    seen.page.get_by_role("button", name="停止朗读").click()
    assert button.is_visible()


def test_without_a_voice_no_reading_is_offered(visit: Callable[..., Any]) -> None:
    assert not enlarged(visit, "zhanjiang/jiwei/2021/").page.get_by_role("button", name="朗读这一页").is_visible()
