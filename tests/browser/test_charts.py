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
# How each bar of a chart is filled: with a colour or with a pattern.
FILLS = """(chart) => [...chart.querySelectorAll(".bars .point path")].map((path) => {
  const pattern = path.style.fill.match(/^url\\("(#.+)"\\)$/);
  return pattern ? chart.querySelector(pattern[1]).innerHTML : path.style.fill;
})"""
# The label that the mouse calls up, and whether all of it stands inside the chart.
HOVER = """(chart) => {
  const label = chart.querySelector(".hoverlayer .hovertext");
  if (!label) return null;
  const text = [...label.querySelectorAll("text")].map((line) => line.textContent).join("");
  const edge = chart.querySelector(".chart__canvas").getBoundingClientRect();
  const box = label.getBoundingClientRect();
  const beside = box.left >= edge.left - 1 && box.right <= edge.right + 1;
  return { text, inside: beside && box.top >= edge.top - 1 && box.bottom <= edge.bottom + 1 };
}"""

# The lines of each name beside its bar, and how far the names keep from the bars.
NAMES = """(chart) => {
  const names = [...chart.querySelectorAll(".ytick text")];
  const bars = [...chart.querySelectorAll(".bars .point path")].map((bar) => bar.getBoundingClientRect().left);
  const lines = (name) => [...name.querySelectorAll("tspan")].map((line) => line.textContent);
  return {
    names: names.map((name) => (name.querySelector("tspan") ? lines(name) : [name.textContent])),
    gap: Math.min(...bars) - Math.max(...names.map((name) => name.getBoundingClientRect().right)),
  };
}"""
# Where no line may end: within a number, after a sign that opens, before one that closes.
BROKEN = re.compile(r"[0-9.]\n[0-9.]|[（“《]\n|\n[）”》、，。；：…]")


def written(record: str) -> dict[str, Any]:
    """The file of a record with every scalar as text."""
    text = (CONTENT / f"{record.rstrip('/')}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - reads nothing but text
    return loaded


@pytest.fixture(scope="module")
def drawn(record: str, turned: Callable[..., Any]) -> Any:
    """A record page with its charts drawn."""
    seen = turned("drawn", record)
    seen.draw()
    return seen


@pytest.fixture(scope="module")
def on_telephone(record: str, turned: Callable[..., Any]) -> Any:
    """A record page on a telephone with its charts drawn."""
    seen = turned("telephone", record, width=360, height=900)
    seen.draw()
    return seen


def hovered(seen: Any, number: int) -> list[dict[str, Any]]:
    """What the mouse finds on each bar of a chart."""
    chart, found = seen.page.locator("[data-chart]").nth(number), []
    for bar in chart.locator(".bars .point path").all():
        bar.scroll_into_view_if_needed()
        box = bar.bounding_box()
        seen.page.mouse.move(0, 0)
        seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        seen.page.wait_for_timeout(100)
        found.append(chart.evaluate(HOVER) or {"text": "", "inside": True})
    return found


def task_labels(record: str) -> list[str]:
    """What the bars of a record's tasks must say, from its file."""
    source = written(record)
    tasks = [task for group in ("key", "other") for task in source["tasks"].get(group) or []]
    return sorted(
        f"{task['name']}：{task['amount']} {source['unit']}"
        for task in tasks
        if re.search("[1-9]", task.get("amount", "")) and not task["name"].startswith("基本支出")
    )


def test_hovering_a_task_says_its_name_and_the_published_figure(record: str, drawn: Any) -> None:
    labels = hovered(drawn, 1)
    print(f"/{record}: {len(labels)} task bars hovered of {len(task_labels(record))}")
    assert sorted(label["text"].partition("，占")[0] for label in labels) == task_labels(record)
    assert [label["text"] for label in labels if not label["inside"]] == []


def test_hovering_on_a_telephone_cuts_nothing(record: str, on_telephone: Any) -> None:
    labels = hovered(on_telephone, 1)
    cut = [label["text"] for label in labels if not label["inside"]]
    print(f"/{record} 360: {len(labels)} task bars hovered, {len(cut)} labels cut")
    assert sorted(label["text"].partition("，占")[0] for label in labels) == task_labels(record)
    assert cut == []


@pytest.mark.parametrize("width", [1280, 360])
def test_the_name_of_a_task_breaks_where_a_reader_would_break_it(
    record: str, width: int, drawn: Any, on_telephone: Any
) -> None:
    seen = {1280: drawn, 360: on_telephone}[width]
    chart = seen.page.locator("[data-chart]").nth(1)
    found = chart.evaluate(NAMES)
    whole = ["".join(lines).partition(" ")[2] for lines in found["names"]]
    known = [label.partition("：")[0] for label in task_labels(record)]
    cut = [name for name in whole if name not in known]
    print(f"/{record} {width}: {len(whole)} names, {len(cut)} cut, {found['gap']:.0f} px from the bars")
    assert len(whole) == len(known)
    assert all(name.endswith("…") and any(one.startswith(name[:-1]) for one in known) for name in cut)
    assert [lines for lines in found["names"] if BROKEN.search("\n".join(lines)) or len(lines) > 2] == []
    assert width == 360 or not cut
    assert found["gap"] >= 6


def test_a_chart_says_in_which_unit_it_counts(record: str, drawn: Any) -> None:
    unit = written(record)["unit"]
    assert [title[-len(unit) - 2 :] for title in drawn.page.locator(".chart__title").all_inner_texts()] == [
        f"（{unit}）"
    ] * 2


def test_a_single_department_is_not_drawn(visit: Callable[..., Any]) -> None:
    assert visit("jieyang/").page.locator(".chart").count() == 0


def test_hovering_the_budget_says_the_published_figures(record: str, drawn: Any) -> None:
    # A way with a blank part has no total, and is not drawn.
    splits = [split for split in written(record)["budget"].values() if "" not in split.values()]
    amounts = [amount for split in splits for amount in split.values() if re.search("[1-9]", amount)]
    labels = hovered(drawn, 0)
    said = [found["text"].partition("：")[2].partition(" ")[0] for found in labels]
    print(f"/{record}: {len(said)} budget pieces hovered of {len(amounts)}: {', '.join(said)}")
    assert sorted(said) == sorted(amounts)
    assert [label["text"] for label in labels if not label["inside"]] == []


def test_figures_on_the_bars_are_the_published_ones(record: str, drawn: Any) -> None:
    tasks = written(record)["tasks"]
    published = {task.get("amount") for group in ("key", "other") for task in tasks.get(group) or []}
    texts = drawn.page.locator("[data-chart]").nth(1).locator(".bartext").all_text_contents()
    print(f"/{record}: figures on the bars: {', '.join(texts)}")
    assert texts
    assert set(texts) <= published


def test_a_chart_takes_the_colours_of_the_palette(record: str, drawn: Any) -> None:
    charts = drawn.page.locator("[data-chart]").all()
    fills = []
    for scheme in ("light", "dark", "light"):
        drawn.page.emulate_media(color_scheme=scheme)
        drawn.page.wait_for_timeout(200)
        fills.append([fill for chart in charts for fill in chart.evaluate(FILLS)])
    light, dark, again = fills
    print(f"/{record}: {len(light)} bars, {len(set(light))} fills in light, {len(set(dark))} in dark")
    assert light == again
    assert all(one != other for one, other in zip(light, dark, strict=True))


@pytest.mark.parametrize("path", ["zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/", ""])
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


def test_a_chart_keeps_its_height_when_the_telephone_is_turned(record: str, on_telephone: Any) -> None:
    sizes = []
    for width, height in ((360, 640), (640, 360), (360, 640)):
        on_telephone.page.set_viewport_size({"width": width, "height": height})
        on_telephone.page.wait_for_timeout(400)
        canvases = on_telephone.page.locator(".chart__canvas")
        sizes.append(canvases.evaluate_all("all => all.map((one) => [one.clientWidth, one.clientHeight])"))
    print(f"/{record}: {sizes}")
    upright, turned, again = sizes
    assert upright == again
    assert [height for _, height in upright] == [height for _, height in turned]
    assert all(wide > slim for (slim, _), (wide, _) in zip(upright, turned, strict=True))
