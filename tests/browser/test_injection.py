"""Hostile words in every text field: they are shown as words, in the browser nothing of them runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from corpora import corpus_facts
from hostile import ADDRESSES, CITY, PAYLOADS, SIZE, project
from saving import clicked, expected

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.content.loader import load_corpus
from generator.problems import GongkaiError
from generator.system.manifest import Revision

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What no page of ours has: elements and attributes that could run or load something, links that are no addresses.
ALIVE = """() => [...document.querySelectorAll("*")]
  .filter((one) => one.matches("img, iframe, object, embed, audio, video, math, base, main style")
    || one.matches(".chart a:not([download])")
    || [...one.attributes].some(({ name }) => name.startsWith("on")))
  .concat([...document.links].filter(({ protocol }) => !["http:", "https:", "file:"].includes(protocol)))
  .concat([...document.forms].filter(({ action }) => action.startsWith("javascript")))
  .map((one) => one.outerHTML.slice(0, 200))"""


def accepted(root: Path, words: tuple[str, ...], address: str = "") -> bool:
    """Whether the reader lets these words in."""
    try:
        load_corpus(project(root, words, address))
    except GongkaiError:
        return False
    return True


def made(root: Path) -> Path:
    """The site of a project."""
    build(BuildOptions(root, root / "site", Revision("", "", "0"), True), lambda step: None)
    return root / "site"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The payloads that the reader lets in."""
    found = tuple(word for word in PAYLOADS if accepted(tmp_path_factory.mktemp("one"), (word,)))
    print(f"{len(PAYLOADS)} payloads, {len(PAYLOADS) - len(found)} refused by the reader")
    return found


@pytest.fixture(scope="module")
def hostile(words: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole site of hostile words."""
    return made(project(tmp_path_factory.mktemp("hostile"), words))


@pytest.fixture(scope="module")
def hostile_address(hostile: Path, serve: Callable[..., Any]) -> Iterator[str]:
    with serve(hostile) as url:
        yield url


def inert(seen: Any) -> list[str]:
    """What of the hostile words came to life in a page."""
    seen.page.wait_for_timeout(20)
    ran = seen.page.evaluate("'XSS' in window")
    dialogs = [complaint for complaint in seen.complaints if complaint.startswith("dialog")]
    return [*seen.page.evaluate(ALIVE), *dialogs, *(["window.XSS"] if ran else [])]


def test_the_payloads_bite_where_nothing_stops_them(chromium: Any) -> None:
    page = chromium.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    bit = 0
    for word in PAYLOADS:
        page.goto("about:blank")
        page.set_content(f"<title>{word}</title><p>{word}</p><a title='{word}' href='#'>x</a><a title=\"{word}\">x</a>")
        page.wait_for_timeout(30)
        bit += page.evaluate("'XSS' in window")
    page.close()
    print(f"{bit} of {len(PAYLOADS)} payloads run in a page that does not escape them")
    assert bit >= 30


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_no_page_runs_hostile_words(
    scheme: str, hostile: Path, hostile_address: str, words: tuple[str, ...], visit: Callable[..., Any]
) -> None:
    assert len(words) >= 40
    at = hostile_address if scheme == "http" else hostile.as_uri() + "/"
    pages = sorted(path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html"))
    rules = [page for page in pages if page.startswith("checks/")]
    # The pages of the rules are alike; from disk, where fewer scripts run, each third page will do.
    files = [page for page in pages if page not in rules[2:]][:: 1 if scheme == "http" else 3]
    seen = visit(files[0], at=at)
    alive = {}
    for file in files:
        seen.page.goto(at + file)
        alive[file] = inert(seen)
    print(f"{scheme}: {len(files)} pages with {len(words)} payloads, {sum(map(len, alive.values()))} alive")
    assert {file: found for file, found in alive.items() if found} == {}
    assert scheme == "file" or seen.complaints == []


def test_hostile_words_are_shown_letter_for_letter(
    hostile_address: str, words: tuple[str, ...], opened: Callable[..., Any]
) -> None:
    counts: dict[str, int] = {}
    undrawn = []
    for number, start in enumerate(range(0, len(words), SIZE)):
        group = words[start : start + SIZE]
        with opened(f"{CITY}/d{number}/2021/", at=hostile_address) as seen:
            seen.open_folds()
            text = seen.text()
            counts |= {word: text.count("".join(word.split())) for word in group}
            seen.draw()
            said = hovered(seen)
            undrawn += [word for word in group if not any("".join(word.split()) in label for label in said)]
            assert inert(seen) == []
    print(f"every payload stands at least {min(counts.values())} times on its record page, letter for letter")
    # Three cells of a task, eight of an indicator, a note, the goal, and a dozen particulars.
    assert {word: count for word, count in counts.items() if count < 20} == {}
    assert undrawn == []


def test_hostile_words_are_saved_as_they_are(
    hostile: Path, hostile_address: str, words: tuple[str, ...], opened: Callable[..., Any]
) -> None:
    forms = corpus_facts(load_corpus(hostile.parent)).records
    assert len(forms) == -(-len(words) // SIZE)
    for facts in forms:
        with opened(facts.source.path, at=hostile_address, charts=False) as seen:
            assert dict(clicked(seen)) == expected(facts)
            assert (inert(seen), seen.complaints) == ([], [])


def test_the_copy_in_which_frames_are_measured_runs_nothing(hostile_address: str, visit: Callable[..., Any]) -> None:
    seen = visit(f"{CITY}/d0/2021/", at=hostile_address)
    seen.open_folds()
    seen.page.locator("[data-height]", has_text="600").first.wait_for(state="detached")
    seen.page.locator(".embed-measure").wait_for(state="detached")
    assert (inert(seen), seen.complaints) == ([], [])


# The labels of all bars of a chart, three at a time: more of them have no room, and Plotly draws none within 50 ms of
# the ones before.
LABELS = """async (chart) => {
  const canvas = chart.querySelector(".chart__canvas");
  const bars = canvas.data.flatMap(({ y }, curveNumber) => y.map((_, pointNumber) => ({ curveNumber, pointNumber })));
  const said = [];
  while (bars.length) {
    Plotly.Fx.hover(canvas, bars.splice(0, 3));
    await new Promise((done) => setTimeout(done, 60));
    const labels = [...chart.querySelectorAll(".hoverlayer .hovertext")];
    said.push(...labels.map((label) => [...label.querySelectorAll("text")].map((text) => text.textContent).join("")));
  }
  return said;
}"""


def hovered(seen: Any) -> list[str]:
    """What the labels of the tasks' bars say, without white space."""
    return ["".join(said.split()) for said in seen.page.locator("[data-chart]").nth(1).evaluate(LABELS)]


def test_a_search_for_hostile_words_runs_nothing(
    hostile_address: str, words: tuple[str, ...], visit: Callable[..., Any]
) -> None:
    found = 0
    seen = visit("search/", at=hostile_address)
    for word in words[::3]:
        seen.page.goto(f"{hostile_address}search/?q={quote(word)}")
        seen.ready()
        found += seen.page.locator("[data-search=results] > li").count() > 0
        seen.page.locator("#search-query").fill(f"{word} ")
        seen.page.wait_for_timeout(150)
        assert inert(seen) == []
    seen.page.goto(hostile_address)
    for word in words[::3]:
        seen.page.locator("#site-search").fill(word)
        seen.page.wait_for_timeout(150)
        assert inert(seen) == []
    print(f"{len(words[::3])} searches for payloads, {found} find them")
    assert seen.complaints == []


@pytest.mark.parametrize("place", range(len(ADDRESSES)))
def test_an_address_that_is_none_makes_no_link(
    place: int, tmp_path: Path, serve: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    if not accepted(tmp_path, ("甲", "乙"), ADDRESSES[place]):
        print(f"{ADDRESSES[place]!r} is refused by the reader")
        return
    try:
        site = made(tmp_path)
    except GongkaiError:
        print(f"{ADDRESSES[place]!r} is refused by the publisher")
        return
    with serve(site) as url:
        for path in (f"{CITY}/d0/", f"{CITY}/d0/2021/"):
            assert inert(visit(path, at=url)) == []
