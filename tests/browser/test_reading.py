"""Reading without a mouse and without JavaScript: everything is there, and everything can be reached."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTENT = Path(__file__).parents[2] / "content"
# Fields of a file that are signs for the program, not words of the document.
SIGNS = ("framework", "withheld", "decided_by", "cleared", "fingerprint", "earlier")
# Everything that must be reached gets its number in the order of the document.
STOPS = """() => {
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const stops = [...document.querySelectorAll(kinds)].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }));
  stops.forEach((element, place) => (element.stopPlace = place));
  return stops.map((element) => element.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { left, right, top, bottom } = [...element.getClientRects()].find(({ width, height }) => width && height);
  const middle = (start, end, most) => (Math.max(start, 0) + Math.min(end, most)) / 2;
  const hit = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
  return {
    place: element.stopPlace,
    name: element.outerHTML.slice(0, 120),
    ring: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none",
    seen: hit !== null && (element.contains(hit) || hit.contains(element)),
  };
}"""

# Figures with their units, of all targets, that stand on more than one line.
FIGURES = """(targets) => targets.flatMap((target) => {
  const text = document.createTreeWalker(target, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (text.nextNode()) {
    for (const { 0: figure, index } of text.currentNode.data.matchAll(/[0-9.]+(?:%|[万亿]?[元年月日个人次])?/gu)) {
      const range = document.createRange();
      range.setStart(text.currentNode, index);
      range.setEnd(text.currentNode, index + figure.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(figure);
    }
  }
  return broken;
})"""


def leaves(value: Any) -> Iterator[str]:
    """Every text of a file as it is written, without white space."""
    if isinstance(value, dict):
        yield from (leaf for key, part in value.items() if key not in SIGNS for leaf in leaves(part))
    elif isinstance(value, list):
        yield from (leaf for part in value for leaf in leaves(part))
    elif value:
        yield "".join(value.split())


def written(record: str) -> dict[str, Any]:
    """The file of a record with every scalar as text."""
    text = (CONTENT / f"{record.rstrip('/')}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - reads nothing but text
    return loaded


def rows(seen: Any, selector: str) -> dict[str, str]:
    """The visible text of each table row without white space, by its id."""
    shown = seen.page.locator(selector).evaluate_all("all => all.map((row) => [row.id, row.innerText])")
    return {anchor: "".join(text.split()) for anchor, text in shown}


@pytest.mark.parametrize("width", [1280, 360])
def test_without_javascript_every_word_of_a_record_stands_there(
    record: str, width: int, visit: Callable[..., Any]
) -> None:
    seen = visit(record, width=width, java_script_enabled=False)
    seen.open_folds()
    text = seen.text()
    # A goal's numbers are list numbers on the page; a telephone writes a type once for all its rows.
    goal = "".join(written(record)["goal"].split())
    missing = [leaf for leaf in leaves(written(record) | {"goal": ""}) if leaf not in text]
    lost = [clause for clause in goal.split("；") if clause.lstrip("0123456789.") not in text]
    total = len(list(leaves(written(record))))
    print(f"/{record} {width}: {total} texts, {len(missing) + len(lost)} missing without JavaScript")
    assert (missing, lost) == ([], [])


def test_without_javascript_every_row_holds_its_own_cells(record: str, visit: Callable[..., Any]) -> None:
    seen, source = visit(record, java_script_enabled=False), written(record)
    seen.open_folds()
    tasks = [task for group in ("key", "other") for task in source["tasks"].get(group) or []]
    named = [at for at, row in enumerate(source["indicators"], 1) if says_something(row)]
    for selector, expected in (
        (".tasks tbody tr", {f"task-{at}": task for at, task in enumerate(tasks, 1)}),
        (".indicators tbody tr[id]", {f"indicator-{at}": source["indicators"][at - 1] for at in named}),
    ):
        shown = rows(seen, selector)
        print(f"/{record} {selector}: {len(shown)} rows of {len(expected)}")
        assert sorted(shown) == sorted(expected)
        wrong = [
            (shown[at], leaf) for at, cells in expected.items() for leaf in cell_texts(cells) if leaf not in shown[at]
        ]
        assert wrong == []


def says_something(row: dict[str, Any]) -> bool:
    """Whether a row of indicators has more than its type and 无."""
    return any(value not in ("", "无") for key, value in row.items() if key not in ("family", "type"))


def cell_texts(cells: dict[str, Any]) -> list[str]:
    """What a row must show: one withheld whole only why, any other all its own cells; group cells head the group."""
    kept = ("basis", "decided_on") if cells.get("withheld") == "all" else tuple(set(cells) - {"family", "type"})
    return list(leaves({key: cells[key] for key in kept}))


def test_without_javascript_the_money_is_drawn(record: str, visit: Callable[..., Any]) -> None:
    seen = visit(record, java_script_enabled=False)
    seen.open_folds()
    budget = written(record)["budget"]["by_type"]
    drawn = "".join(seen.page.locator(".drawing:visible text").all_text_contents())
    print(f"/{record}: {len(drawn)} signs in the picture, {seen.page.locator('.chart:visible').count()} empty frames")
    assert [amount for amount in budget.values() if amount not in drawn] == []
    assert seen.page.locator(".drawing:visible").count() == 1
    assert seen.page.locator(".chart:visible").count() == 0
    assert not any("plotly" in url for url in seen.requests)


def test_without_javascript_links_lead_through_the_site(visit: Callable[..., Any], address: str) -> None:
    seen = visit("", width=360, java_script_enabled=False)
    page = seen.page
    page.locator("label[for=__drawer]:visible").first.click()
    page.locator("#frame-drawer a[href='departments/']").click()
    page.wait_for_url(address + "departments/")
    page.locator("a[href='../zhanjiang/jiwei/2021/']").click()
    page.wait_for_url(address + "zhanjiang/jiwei/2021/")
    page.locator(".md-path a").nth(1).click()
    page.wait_for_url(address + "zhanjiang/jiwei/")
    assert seen.complaints == []


def test_the_way_back_undoes_a_filter(visit: Callable[..., Any], address: str) -> None:
    seen = visit("three/departments/", width=360)
    page, clear = seen.page, seen.page.get_by_role("button", name="清除筛选")
    shown, state = page.locator("#all-records tbody tr:visible"), page.locator(".list-state")

    def wait(words: str) -> None:
        state.filter(has_text=words).wait_for()

    assert not clear.is_visible()
    page.select_option("#filter-city", "揭阳市")
    wait("1 个部门")
    assert shown.count() == 1
    page.select_option("#filter-year", "2021")
    wait("没有")
    assert not page.locator("#all-records").is_visible()
    page.go_back()
    wait("1 个部门")
    assert (shown.count(), page.input_value("#filter-year")) == (1, "")
    page.go_back()
    wait("3 个部门")
    assert (shown.count(), page.url) == (3, f"{address}three/departments/")
    page.go_forward()
    wait("1 个部门")
    clear.click()
    wait("3 个部门")
    assert (shown.count(), clear.is_visible(), page.input_value("#filter-city")) == (3, False, "")
    assert seen.complaints == []


def test_a_row_of_a_department_is_short_on_a_telephone(turned: Callable[..., Any]) -> None:
    page = turned("telephone", "three/departments/", width=360).page
    rows = page.locator(".departments tbody tr").evaluate_all("all => all.map((one) => one.clientHeight)")
    print(f"{len(rows)} rows of {rows} px")
    assert len(rows) == 3 and max(rows) <= 90


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_figure_of_a_target_is_broken(record: str, width: int, turned: Callable[..., Any]) -> None:
    page = turned(str(width), record, width=width).page
    broken = page.locator(".target__figure").evaluate_all(FIGURES)
    print(f"/{record} {width}: {page.locator('.target__figure').count()} targets, {len(broken)} figures broken")
    assert broken == []


def test_a_form_tells_a_telephone_that_it_goes_on(record: str, turned: Callable[..., Any]) -> None:
    page = turned("telephone", f"{record}form/", width=360).page
    assert page.locator(".swipe:visible").count() == 1
    assert page.locator(".form caption").evaluate("one => one.getBoundingClientRect().right") <= 360
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator(".swipe:visible").count() == 0


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", ["", "departments/", "zhanjiang/zhengfawei/2021/", "search/?q=政法"])
def test_the_keyboard_reaches_everything_in_order_and_is_seen(
    path: str, width: int, turned: Callable[..., Any]
) -> None:
    seen = turned(str(width), path, width=width)
    seen.draw()
    reachable = seen.page.evaluate(STOPS)
    stops = []
    for _ in range(len(reachable) + 5):
        seen.page.keyboard.press("Tab")
        stop = seen.page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    unseen = [stop["name"] for stop in stops if not (stop["ring"] and stop["seen"])]
    print(f"/{path} {width}: {len(stops)} stops of {len(reachable)}, {len(unseen)} without visible focus")
    assert [stop["place"] for stop in stops] == list(range(len(reachable)))
    assert unseen == []


def test_the_first_stop_leads_past_the_header(record: str, turned: Callable[..., Any]) -> None:
    page = turned("desk", record).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["", "zhanjiang/zhengfawei/2021/"])
def test_the_drawer_opens_closes_and_lets_go_by_keyboard(path: str, visit: Callable[..., Any]) -> None:
    page = visit(path, width=360, height=640).page
    inside = "document.getElementById('frame-drawer').contains(document.activeElement)"
    opener = page.locator("[data-frame=menu][aria-controls]")
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    links = page.locator("#frame-drawer li :is(a, button)")
    reached = set()
    assert page.evaluate(inside)
    for _ in range(links.count()):
        stop = page.evaluate(FOCUSED)
        assert stop["ring"] and stop["seen"], stop["name"]
        reached.add(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("Tab")
    print(f"/{path}: {len(reached)} of {links.count()} links of the drawer reached")
    assert len(reached) == links.count()
    assert not page.evaluate(inside), "no trap: the stop after the last link is outside"
    assert opener.get_attribute("aria-expanded") == "false"
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    assert opener.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == "frame-drawer"
