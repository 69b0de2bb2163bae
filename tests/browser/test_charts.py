"""Charts: drawn only when they come into view, with figures exactly as published, in the colours of the palette."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTENT = Path(__file__).parents[2] / "content"
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
PLACES = """() => [...document.querySelectorAll("section, table, .chart, footer")].map((element) =>
  Math.round(element.getBoundingClientRect().top + scrollY))"""
# The bars of one chart: where each is, and how it is filled, be it with a colour or with a pattern.
BARS = """(chart) => [...chart.querySelectorAll(".bars .point path")].map((path) => {
  const { left, top, width, height } = path.getBoundingClientRect();
  const pattern = path.style.fill.match(/^url\\("(#.+)"\\)$/);
  return { x: left + width / 2, y: top + height / 2, fill: pattern ? chart.querySelector(pattern[1]).innerHTML : path.style.fill };
})"""
# The label that the mouse calls up, and whether all of it stands inside the chart.
HOVER = """(chart) => {
  const label = chart.querySelector(".hoverlayer .hovertext");
  if (!label) return null;
  const text = [...label.querySelectorAll("text")].map((line) => line.textContent).join("");
  const edge = chart.querySelector(".chart__canvas").getBoundingClientRect();
  const box = label.getBoundingClientRect();
  const inside = box.left >= edge.left - 1 && box.right <= edge.right + 1 && box.top >= edge.top - 1 && box.bottom <= edge.bottom + 1;
  return { text, inside };
}"""


def written(record: str) -> dict[str, Any]:
    """The file of a record with every scalar as text."""
    text = (CONTENT / f"{record.rstrip('/')}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - reads nothing but text
    return loaded


def hovered(seen: Any, number: int) -> list[dict[str, Any]]:
    """What the mouse finds on each bar of a chart."""
    chart = seen.page.locator("[data-chart]").nth(number)
    chart.scroll_into_view_if_needed()
    found = []
    for bar in chart.evaluate(BARS):
        seen.page.mouse.move(0, 0)
        seen.page.mouse.move(bar["x"], bar["y"])
        seen.page.wait_for_timeout(120)
        found.append(chart.evaluate(HOVER) or {"text": "", "inside": True})
    return found


@pytest.mark.parametrize("width", [1280, 360])
def test_hovering_a_task_says_its_name_and_the_published_figure(
    record: str, width: int, visit: Callable[..., Any]
) -> None:
    source = written(record)
    tasks = [task for group in ("key", "other") for task in source["tasks"].get(group) or []]
    drawn = [
        f"{task['name']}：{task['amount']} {source['unit']}"
        for task in tasks
        if re.search("[1-9]", task.get("amount", "")) and not task["name"].startswith("基本支出")
    ]
    seen = visit(record, width=width)
    seen.draw()
    labels = hovered(seen, 1)
    said = [label["text"].partition("，占")[0] for label in labels]
    cut = [label["text"] for label in labels if not label["inside"]]
    print(f"/{record} {width}: {len(said)} task bars hovered of {len(drawn)}, {len(cut)} labels cut")
    assert sorted(said) == sorted(drawn)
    assert cut == []


def test_hovering_the_budget_says_the_published_figures(record: str, visit: Callable[..., Any]) -> None:
    source = written(record)
    amounts = [amount for split in source["budget"].values() for amount in split.values() if re.search("[1-9]", amount)]
    seen = visit(record)
    seen.draw()
    labels = hovered(seen, 0)
    said = [found["text"].partition("：")[2].partition(" ")[0] for found in labels]
    print(f"/{record}: {len(said)} budget pieces hovered of {len(amounts)}: {', '.join(said)}")
    assert sorted(said) == sorted(amounts)
    assert [label["text"] for label in labels if not label["inside"]] == []


def test_figures_on_the_bars_are_the_published_ones(record: str, visit: Callable[..., Any]) -> None:
    source = written(record)
    published = {task.get("amount") for group in ("key", "other") for task in source["tasks"].get(group) or []}
    seen = visit(record)
    seen.draw()
    texts = seen.page.locator("[data-chart]").nth(1).locator(".bartext").all_text_contents()
    print(f"/{record}: figures on the bars: {', '.join(texts)}")
    assert texts and set(texts) <= published


@pytest.mark.parametrize("path", ["zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/", "", "zhanjiang/"])
def test_a_chart_is_loaded_only_in_view_and_moves_nothing(path: str, visit: Callable[..., Any]) -> None:
    seen = visit(path, width=360, height=300)
    page = seen.page
    page.evaluate(SHIFTS)
    page.wait_for_timeout(200)
    before = page.evaluate(PLACES)
    assert not any("plotly" in url for url in seen.requests), "nothing is fetched for a chart below the view"
    charts = seen.draw()
    after = page.evaluate(PLACES)
    shift = sum(page.evaluate("shifts"))
    print(f"/{path}: {charts} charts, layout shift {shift}")
    assert charts and sum("plotly" in url for url in seen.requests) == 1
    assert before == after
    assert shift == 0


def test_a_chart_takes_the_colours_of_the_palette(record: str, visit: Callable[..., Any]) -> None:
    seen = visit(record)
    seen.draw()
    fills = []
    for scheme in ("light", "dark", "light"):
        seen.page.emulate_media(color_scheme=scheme)
        seen.page.wait_for_timeout(200)
        fills.append(
            [bar["fill"] for number in (0, 1) for bar in seen.page.locator("[data-chart]").nth(number).evaluate(BARS)]
        )
    ink = seen.page.locator("[data-chart] .ytick text").first.evaluate("text => getComputedStyle(text).fill")
    light, dark, again = fills
    print(f"/{record}: {len(light)} bars, {len(set(light))} fills in light, {len(set(dark))} in dark, ink {ink}")
    assert light == again and all(one != other for one, other in zip(light, dark, strict=True))


def test_a_chart_says_in_words_what_it_shows(kind: str, visit: Callable[..., Any]) -> None:
    page = visit(kind).page
    names = page.locator(".chart__canvas").evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert all(name and re.search(r"\d", name) for name in names)
    assert page.locator(".chart").count() == len(names) == page.locator(".chart__links a[download]").count()
