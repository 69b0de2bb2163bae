"""Floors that every kind of page stands on: accessible, valid, quiet under a strict policy, narrow, light."""

import gzip
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from accessibility import SPACING, axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VNU = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"
# So short a run is not worth Java's slow and thorough compiler; the quick one needs more room for its calls.
CHECKER = ("java", "-XX:TieredStopAtLevel=1", "-Xss2m", "-jar", str(VNU))
# From disk, vnu takes the site's own files for files of another origin, and data blocks for scripts that the policy
# would have to allow. What the policy really refuses, the browser says in the test below.
FALSE_ALARMS = {
    "file": "info warning: Resource violates Content Security Policy (meta tag): external s",
    "block": "info warning: Inline script violates Content Security Policy (meta tag): blocked by “script-src”",
}
WIDTH = "document.documentElement.scrollWidth"
# Elements whose own words are cut off by their own edge.
CUT = """() => [...document.querySelectorAll("body *:not(svg *, .frame-unseen)")].filter((element) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(element);
  const shown = clipPath === "none" && element.checkVisibility({ visibilityProperty: true });
  if (!shown || !element.innerText?.trim()) return false;
  const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
  return (cuts(overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (cuts(overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => `${element.tagName} ${element.className}`)"""
FORCED = """() => [...document.querySelectorAll("a[href], button")].filter((element) =>
  element.checkVisibility({ visibilityProperty: true })
  && getComputedStyle(element).color === getComputedStyle(document.body).backgroundColor
).map((element) => element.outerHTML.slice(0, 80))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
  const long = (list) => list.split(", ").some((time) => parseFloat(time) > 0.01);
  return long(transitionDuration) || (animationName !== "none" && long(animationDuration));
}).map((element) => element.tagName + " " + element.className)"""


@pytest.fixture(scope="module")
def wide(kind: str, turned: Callable[..., Any]) -> Any:
    """A page on a desk, scrolled through, with what it asked for until then."""
    seen = turned("desk", kind)
    seen.first = list(seen.requests)
    seen.draw()
    return seen


@pytest.fixture(scope="module")
def narrow(kind: str, turned: Callable[..., Any], address: str) -> Any:
    """A page on a telephone, scrolled through; it stands below a path, where the policy is in the header too."""
    # The page for what is missing is shown at any depth: it starts at the root that site_config.yml names.
    below = "" if kind == "404.html" else "a/b/"
    seen = turned("telephone", kind, at=address + below, width=360, height=640)
    seen.draw()
    return seen


def searched(seen: Any) -> None:
    """Ask for something in the search box of the page, and leave it."""
    field = seen.page.locator("#site-search:visible, #search-query:visible").first
    if not field.count():
        return
    field.focus()
    seen.page.keyboard.insert_text("政法")
    if seen.page.locator("#site-search:focus").count():
        seen.page.locator("#site-search-results:visible").wait_for()
    else:
        seen.page.wait_for_timeout(200)
    seen.page.keyboard.press("Escape")


def test_nothing_is_refused_and_nothing_leaves_the_origin(kind: str, wide: Any, address: str) -> None:
    searched(wide)
    outside = [url for url in wide.requests if not url.startswith(address)]
    print(f"/{kind}: {len(wide.requests)} requests, {len(outside)} outside, {len(wide.complaints)} complaints")
    assert (wide.complaints, wide.failures, outside) == ([], [], [])


def test_the_first_view_is_light(kind: str, wide: Any, site: Path) -> None:
    paths = {unquote(urlsplit(url).path).removeprefix("/") for url in wide.first}
    sizes = {path: wire_size(site, path) for path in paths if "plotly" not in path}
    print(f"/{kind}: {sum(sizes.values())} bytes compressed in {len(sizes)} files")
    assert sum(sizes.values()) <= 150_000


def wire_size(site: Path, path: str) -> int:
    """What a file weighs when the server compresses it as servers do."""
    file = site / path
    return len(gzip.compress((file / "index.html" if file.is_dir() else file).read_bytes(), 6))


def test_a_chart_says_in_words_what_it_shows(wide: Any) -> None:
    canvases = wide.page.locator(".chart__canvas")
    names = canvases.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert all(name and re.search(r"\d", name) for name in names)
    links = wide.page.locator(".chart__links :is(a[download], button[data-csv])")
    assert wide.page.locator(".chart").count() == len(names) == links.count()


def test_axe_finds_nothing_on_a_desk(kind: str, wide: Any) -> None:
    assert axe(wide, f"/{kind} 1280") == []


def test_axe_finds_nothing_on_a_telephone(kind: str, narrow: Any) -> None:
    assert axe(narrow, f"/{kind} 360") == []


# What takes the contrast from one row of many.
PALE = {
    "words": "document.querySelector('#tasks tr[id] td').style.color = '#aaa'",
    "ground": "document.querySelector('#indicators tr[id]').style.background = '#777'",
}


@pytest.mark.parametrize("change", PALE.values(), ids=PALE)
def test_axe_finds_the_one_row_that_lacks_contrast(change: str, visit: Callable[..., Any]) -> None:
    seen = visit("zhanjiang/zhengfawei/2021/", charts=False)
    seen.open_folds()
    before = axe(seen, "as it is")
    seen.page.evaluate(change)
    assert (before, {text.split()[1] for text in axe(seen, "changed")}) == ([], {"color-contrast"})


def test_no_page_is_wider_than_a_narrow_screen(kind: str, narrow: Any) -> None:
    narrow.page.set_viewport_size({"width": 320, "height": 640})
    if narrow.charts:
        # Plotly fits its charts to a new width after a tenth of a second, and then draws.
        narrow.page.wait_for_timeout(600)
    narrow.open_folds()
    plain = narrow.page.evaluate(WIDTH)
    narrow.page.evaluate(SPACING)
    narrow.page.wait_for_timeout(50)
    spaced, cut = narrow.page.evaluate(WIDTH), narrow.page.evaluate(CUT)
    print(f"/{kind}: {plain} px of 320, {spaced} px with text spacing, {len(cut)} texts cut")
    assert (plain, spaced, cut) == (320, 320, [])


def test_nor_below_a_path_with_the_policy_in_the_header(kind: str, narrow: Any, address: str) -> None:
    if kind == "404.html":
        pytest.skip("shown at any depth, it starts at the root that site_config.yml names")
    # What the tests above saw on a telephone counts too.
    narrow.page.set_viewport_size({"width": 1280, "height": 800})
    narrow.draw()
    searched(narrow)
    outside = [url for url in narrow.requests if not url.startswith(address + "a/b/")]
    print(f"/a/b/{kind}: {len(narrow.requests)} requests, {len(outside)} outside, {len(narrow.complaints)} complaints")
    assert (narrow.complaints, narrow.failures, outside) == ([], [], [])


def test_the_html_checker_finds_nothing(site: Path) -> None:
    assert VNU.is_file(), "the HTML checker is missing: `make test` installs it"
    words = [*CHECKER, "--skip-non-html", "--format", "gnu", str(site)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    lines = done.stderr.replace(f"file:{site}/", "").splitlines()
    alarms = {name: [line for line in lines if text in line] for name, text in FALSE_ALARMS.items()}
    found = [line for line in lines if not any(line in known for known in alarms.values())]
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    blocks = sum(len(re.findall(r'<script( id="[^"]*")? type="application/(ld\+)?json">', page)) for page in pages)
    print(f"{len(pages)} pages checked, {len(found)} findings, {len(lines) - len(found)} false alarms about the policy")
    assert found == []
    assert len(alarms["block"]) == blocks


def test_a_record_page_is_light(record: str, site: Path) -> None:
    html = (site / record / "index.html").read_text(encoding="utf-8")
    size = len(re.sub("<svg.*?</svg>", "", html, flags=re.DOTALL).encode())
    print(f"/{record}: {size} bytes of HTML without drawings, {len(html.encode())} with them")
    assert size <= 60_000


@pytest.mark.parametrize("path", ["", "zhanjiang/zhengfawei/2021/", "search/?q=政法"])
def test_forced_colours_hide_no_control(path: str, visit: Callable[..., Any]) -> None:
    seen = visit(path, forced_colors="active")
    seen.draw()
    assert seen.page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert (seen.page.evaluate(FORCED), seen.complaints) == ([], [])


def test_nothing_moves_for_readers_who_asked_for_that(visit: Callable[..., Any]) -> None:
    assert visit("", reduced_motion="reduce").page.evaluate(MOVING) == []
