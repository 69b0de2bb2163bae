"""Hostile words in every text field: they are shown as words, in the browser nothing of them runs."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from generator.build import Order, build
from generator.corpus import read_corpus
from generator.exports import Stamp
from generator.problems import GongkaiError

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAYLOADS = (
    "<script>window.XSS=1</script>",
    "</script><script>window.XSS=1</script>",
    "</title><script>window.XSS=1</script>",
    "</textarea><script>window.XSS=1</script>",
    "</style><script>window.XSS=1</script>",
    "</noscript><script>window.XSS=1</script>",
    "--><script>window.XSS=1</script><!--",
    "]]><script>window.XSS=1</script>",
    "<ScRiPt >window.XSS=1</sCrIpT>",
    "<scr<script>ipt>window.XSS=1</scr</script>ipt>",
    "<<script>window.XSS=1;//<</script>",
    "<script src=data:text/javascript,window.XSS=1></script>",
    "<script type=module>window.XSS=1</script>",
    '"><script>window.XSS=1</script>',
    "'><script>window.XSS=1</script>",
    "<img src=x onerror=window.XSS=1>",
    "<img src=x onerror='window.XSS=1'//",
    "<img/src/onerror=window.XSS=1>",
    "<IMG SRC=x ONERROR=window.XSS=1>",
    "<img src=`x`onerror=window.XSS=1>",
    '"><img src=x onerror=window.XSS=1>',
    "' onmouseover=window.XSS=1 autofocus onfocus=window.XSS=1 tabindex=0 x='",
    '" autofocus onfocus="window.XSS=1" tabindex=0 x="',
    "<svg onload=window.XSS=1>",
    "<svg/onload=window.XSS=1>",
    "<svg><script>window.XSS=1</script></svg>",
    "<svg><animate onbegin=window.XSS=1 attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:window.XSS=1><text y=20>x</text></a></svg>",
    "<math><mtext></p><img src=x onerror=window.XSS=1></mtext></math>",
    "<iframe srcdoc='<script>parent.XSS=1</script>'></iframe>",
    "<iframe src=javascript:parent.XSS=1></iframe>",
    "<object data=javascript:parent.XSS=1></object>",
    "<embed src=javascript:parent.XSS=1>",
    "<details open ontoggle=window.XSS=1>x</details>",
    "<video><source onerror=window.XSS=1></video>",
    "<audio src=x onerror=window.XSS=1>",
    "<input autofocus onfocus=window.XSS=1>",
    "<select autofocus onfocus=window.XSS=1></select>",
    "<body onload=window.XSS=1>",
    "<style onload=window.XSS=1></style>",
    "<link rel=stylesheet href=x onerror=window.XSS=1>",
    "<meta http-equiv=refresh content='0;url=javascript:window.XSS=1'>",
    "<base href=https://evil.example/>",
    "<form action=javascript:window.XSS=1><button>x</button></form>",
    "<a href=javascript:window.XSS=1>x</a>",
    "<a href='jav&#x09;ascript:window.XSS=1'>x</a>",
    "&lt;script&gt;window.XSS=1&lt;/script&gt;",
    "&#60;script&#62;window.XSS=1&#60;/script&#62;",
    "\\u003cscript\\u003ewindow.XSS=1\\u003c/script\\u003e",
    "[x](javascript:window.XSS=1)",
    "[x](JaVaScRiPt:window.XSS=1)",
    "<javascript:window.XSS=1>",
    '![x](https://a.example/x.png "onerror=window.XSS=1")',
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% raw %}x{% endraw %}",
    "{# note #}",
    "${7*7}",
    "#{7*7}",
    "%{text}<extra></extra>",
    "<b>x</b><br><sup>x</sup>",
    "';window.XSS=1;//",
    "`;window.XSS=1;`",
    "\x00<script>window.XSS=1</script>",
    "\u202e<script>window.XSS=1</script>",
    "\u2028window.XSS=1//",
)
ADDRESSES = (
    "javascript:window.XSS=1",
    "JaVaScRiPt:window.XSS=1",
    " javascript:window.XSS=1",
    "java\nscript:window.XSS=1",
    "data:text/html,<script>window.XSS=1</script>",
    "vbscript:window.XSS=1",
    'https://a.example/"onmouseover="window.XSS=1',
)
CITY = "shili"
SIZE = 8
# What no page of ours has: elements and attributes that could run or load something, links that are no addresses.
ALIVE = """() => [...document.querySelectorAll("img, iframe, object, embed, audio, video, math, base, main style, .chart a:not([download])")]
  .concat([...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on"))))
  .concat([...document.links].filter(({ protocol }) => !["http:", "https:", "file:"].includes(protocol)))
  .concat([...document.forms].filter(({ action }) => action.startsWith("javascript")))
  .map((one) => one.outerHTML.slice(0, 200))"""


def yaml(value: Any) -> str:
    """A value as YAML: JSON is a part of it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def config(words: tuple[str, ...]) -> dict[str, Any]:
    """A site that says hostile words about itself."""
    named = ("name", "short_name", "description", "operator", "contact", "site_id_code", "icp", "police", "domain")
    fields = (*named, "demo_notice", "content_source")
    texts = {name: " ".join(words[place::4][:4]) for place, name in enumerate(fields)}
    column = dict.fromkeys(("name", "description", "keywords", "type"), words[0])
    return {**texts, "url": "", "column": column}


def city(words: tuple[str, ...]) -> dict[str, Any]:
    """A city whose name and roster are hostile."""
    texts = dict.fromkeys(("name", "short_name", "level", "finance_bureau"), " ".join(words[:4]))
    return {**texts, "code": "999999", "roster": list(words)}


def department(words: tuple[str, ...], portal: str = "") -> dict[str, Any]:
    """A department with each of the words as one of its names."""
    joined = " ".join(words)
    return {"name": joined, "short_names": list(words), "aliases": list(words), "peer_group": joined, "portal": portal}


def record(words: tuple[str, ...], url: str = "") -> dict[str, Any]:
    """A record that has each of the words in every text field."""
    joined = " ".join(words)
    held = {"withheld": "all", "basis": joined, "decided_on": "2021-01-01", "decided_by": joined}
    cells = ("family", "type", "name", "definition", "comparator", "target", "unit", "weight")
    rows = [
        {"name": word, "content": word, "amount": str(place), "expected": word} for place, word in enumerate(words, 1)
    ]
    return {
        "title": joined,
        "unit": "万元",
        "department": joined,
        "supervisor": joined,
        "budget": {"by_type": {"basic": "1", "project": "100"}, "by_source": {"fiscal": "101"}},
        "goal": "\n".join(words),
        "tasks": {"key": rows, "other": [held, held], "withheld_total": "10"},
        "indicators": [dict.fromkeys(cells, word) for word in words],
        "framework": "before-101",
        "source": dict.fromkeys(("title", "number", "pages", "sha256"), joined) | {"url": url},
        "disclosure": {"attribute": "主动公开", "issuer": joined, "index_number": joined}
        | dict.fromkeys(("approved_on", "published_on", "budget_published_on"), ""),
        "review": {"by": joined, "on": "2021-01-01", "conclusion": joined},
        "notes": list(words),
    }


def prose(head: dict[str, Any], words: tuple[str, ...]) -> str:
    """A page or notice whose head and body are hostile."""
    body = "\n\n".join(
        f"## {word}\n\n{word}\n\n- {word}\n\n`{word}`\n\n| {word} |\n|---|\n| {word} |" for word in words
    )
    return f"---\n{yaml(head)}\n---\n{body}\n"


def notice(words: tuple[str, ...]) -> dict[str, Any]:
    """The head of a notice that is public and hostile."""
    texts = dict.fromkeys(("title", "number", "issuer", "how_to_request"), " ".join(words))
    return {**texts, "date": "2021-03-11", "attribute": "主动公开"}


def project(root: Path, words: tuple[str, ...], address: str = "") -> Path:
    """A site project with the words everywhere, eight to a department."""
    groups = [words[start : start + SIZE] for start in range(0, len(words), SIZE)]
    files = {"site_config.yml": yaml(config(words)), f"content/{CITY}/jurisdiction.yml": yaml(city(words))}
    for number, group in enumerate(groups):
        folder = f"content/{CITY}/d{number}"
        files[f"{folder}/department.yml"] = yaml(department(group, address))
        files[f"{folder}/2021.yml"] = yaml(record(group, address))
        files[f"content/notices/n{number}.md"] = prose(notice(group), group)
    names = ("about", "accessibility", "glossary", "guide", *(f"p{number}" for number in range(4, len(groups))))
    for name, group in zip(names, groups * 4, strict=False):
        texts = dict.fromkeys(("title", "description"), " ".join(group))
        files[f"content/pages/{name}.md"] = prose(texts, group)
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def accepted(root: Path, words: tuple[str, ...], address: str = "") -> bool:
    """Whether the reader lets these words in."""
    try:
        read_corpus(project(root, words, address))
    except GongkaiError:
        return False
    return True


def made(root: Path) -> Path:
    """The site of a project."""
    build(Order(root, root / "site", Stamp("", "", "0"), True), lambda step: None)
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
    files = sorted(path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html"))
    seen = visit(files[0], at=at)
    alive = {}
    for file in files:
        seen.page.goto(at + file)
        alive[file] = inert(seen)
        if scheme == "http" and file.startswith(CITY):
            seen.draw()
            alive[file] += inert(seen)
    print(f"{scheme}: {len(files)} pages with {len(words)} payloads, {sum(map(len, alive.values()))} alive")
    assert {file: found for file, found in alive.items() if found} == {}
    assert scheme == "file" or seen.complaints == []


def test_hostile_words_are_shown_letter_for_letter(
    hostile: Path, hostile_address: str, words: tuple[str, ...], visit: Callable[..., Any]
) -> None:
    least = 0
    for number, start in enumerate(range(0, len(words), SIZE)):
        seen = visit(f"{CITY}/d{number}/2021/", at=hostile_address)
        text, group = seen.text(), ["".join(word.split()) for word in words[start : start + SIZE]]
        # Three cells of a task, eight of an indicator, a note, the goal, and a dozen particulars.
        counts = {word: text.count(word) for word in group}
        assert {word: count for word, count in counts.items() if count < 20} == {}
        least = min(counts.values()) if not least else min(least, *counts.values())
    print(f"every payload stands at least {least} times on its record page, letter for letter")


def test_charts_show_hostile_words_letter_for_letter(
    hostile_address: str, words: tuple[str, ...], visit: Callable[..., Any]
) -> None:
    for number, start in enumerate(range(0, len(words), SIZE)):
        seen = visit(f"{CITY}/d{number}/2021/", at=hostile_address)
        seen.draw()
        chart = seen.page.locator("[data-chart]").nth(1)
        said = []
        for bar in chart.locator(".bars .point path").all():
            bar.hover(force=True)
            seen.page.wait_for_timeout(100)
            said.append("".join("".join(chart.locator(".hoverlayer .hovertext text").all_text_contents()).split()))
        missing = [
            word for word in words[start : start + SIZE] if not any("".join(word.split()) in text for text in said)
        ]
        assert missing == []


def test_a_search_for_hostile_words_runs_nothing(
    hostile_address: str, words: tuple[str, ...], visit: Callable[..., Any]
) -> None:
    found = 0
    seen = visit("search/", at=hostile_address)
    for word in words[::3]:
        seen.page.goto(f"{hostile_address}search/?q={quote(word)}")
        seen.ready()
        found += seen.page.locator("[data-search=results] > li").count() > 0
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
