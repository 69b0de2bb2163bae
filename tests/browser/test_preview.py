"""The preview in a real browser: pages follow the builds by themselves, and say what stopped one."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from previewing import MISTAKE, Stage, running, staged

from generator.words import format_problem

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => (await axe.run(document, { runOnly: { type: "tag", values: tags } })).violations
  .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))"""
PANEL = "gongkai-problems [role=alert]"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path / "project") as stage:
        yield stage


def change(stage: Stage, text: str, *mistakes: Any) -> None:
    stage.mistakes = list(mistakes)
    (stage.root / "content/city/2026.yml").write_text(text, encoding="utf-8")


def test_a_page_follows_the_builds(stage: Stage, visit: Callable[..., Any]) -> None:
    with running(stage):
        stage.built(1)
        seen = visit("a/", at=f"http://127.0.0.1:{stage.port}/")
        page = seen.page
        for number in range(3):
            page.evaluate("document.body.dataset.old = 1")
            change(stage, str(number))
            page.locator("body:not([data-old])").wait_for()
        assert (page.locator(PANEL).count(), seen.complaints) == (0, [])


def test_what_stopped_a_build_stands_over_the_old_page(stage: Stage, visit: Callable[..., Any]) -> None:
    with running(stage):
        stage.built(1)
        seen = visit("a/", at=f"http://127.0.0.1:{stage.port}/")
        page = seen.page
        change(stage, "1", MISTAKE)
        page.locator(PANEL).wait_for()
        assert page.locator(f"{PANEL} li").all_inner_texts() == [format_problem(MISTAKE)]
        assert page.locator("h1").first.inner_text() == "正文"
        assert page.evaluate("document.activeElement.tagName") == "BODY"
        page.keyboard.press("Escape")
        assert page.locator(PANEL).count() == 0
        page.reload()
        page.locator(PANEL).wait_for()
        page.locator(f"{PANEL} button").focus()
        page.keyboard.press("Enter")
        assert page.locator(PANEL).count() == 0
        page.goto(f"http://127.0.0.1:{stage.port}/")
        page.locator(PANEL).wait_for()
        change(stage, "2")
        page.locator(PANEL).wait_for(state="detached")
        assert seen.complaints == []


def test_a_page_that_waits_opens_by_itself(stage: Stage, visit: Callable[..., Any]) -> None:
    stage.mistakes = [MISTAKE]
    with running(stage):
        stage.built(1)
        seen = visit("a/", at=f"http://127.0.0.1:{stage.port}/")
        page = seen.page
        assert page.locator("li").all_inner_texts() == [format_problem(MISTAKE)]
        change(stage, "1", MISTAKE, MISTAKE.unquoted())
        page.locator("li").nth(1).wait_for()
        change(stage, "2")
        page.locator("h1", has_text="正文").wait_for()
        assert page.url.endswith("/a/")
        assert {complaint.partition(" the server")[0] for complaint in seen.complaints} == {
            "error: Failed to load resource:"
        }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("is_first", [True, False])
def test_axe_finds_nothing(stage: Stage, visit: Callable[..., Any], scheme: str, is_first: bool) -> None:
    if is_first:
        stage.mistakes = [MISTAKE]
    with running(stage):
        stage.built(1)
        page = visit("a/", at=f"http://127.0.0.1:{stage.port}/", color_scheme=scheme, width=360).page
        if not is_first:
            change(stage, "1", MISTAKE)
            page.locator(PANEL).wait_for()
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE, TAGS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
