"""Reading links and following them: tables, and the fast reader held against the standard library's."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings, strategies as st

from generator.build.links import (
    BadLink,
    Link,
    link_target,
    module_places,
    page_places,
    plain_places,
    read_page,
    style_places,
)

OWN, FREE = True, False

TAGS = [
    ('<a href="a/">x</a>', [("a/", FREE)]),
    ("<a href='a/'>x</a>", [("a/", FREE)]),
    ("<a href=a/>x</a>", [("a/", FREE)]),
    ("<A HREF = 'a/'>x</A>", [("a/", FREE)]),
    ('<a title="1 > 0" href="a/?x=1&amp;y=2#z">x</a>', [("a/?x=1&y=2#z", FREE)]),
    ('<a\n  class="x"\n  href="a/"\n>x</a>', [("a/", FREE)]),
    ('<a href="">x</a>', [("", FREE)]),
    ("<a name=x>", []),
    ('<p title="<a href=x>">', []),
    ('<!-- <a href="gone/"> --><a href="b/">', [("b/", FREE)]),
    ('<!-- never closed <a href="gone/">', []),
    ('<script src="s.js"></script>', [("s.js", OWN)]),
    ('<script type="application/json">{"a": "<a href=\\"no/\\">"}</script><a href="b/">', [("b/", FREE)]),
    ("<script>if (a < b) { x = '<img src=no>' }</script>", []),
    ('<style>a{b:url("no.png")}</style>', []),
    ('<textarea><a href="no/"></textarea>', []),
    ('<title>1 < 2 <a href="no/"></title><a href="b/">', [("b/", FREE)]),
    ('<link rel="stylesheet" href="a.css">', [("a.css", OWN)]),
    ('<link rel="shortcut icon" href="i.svg">', [("i.svg", OWN)]),
    ('<link rel="modulepreload" href="m.js">', [("m.js", OWN)]),
    ('<link rel="canonical" href="https://a.example/">', [("https://a.example/", FREE)]),
    ('<link rel="alternate" href="feed.xml">', [("feed.xml", FREE)]),
    ('<img src="a.png" srcset="b.png 1x, c.png 2x">', [("a.png", OWN), ("b.png", OWN), ("c.png", OWN)]),
    ('<source srcset="b.webp">', [("b.webp", OWN)]),
    ('<video poster="p.png"><track src="t.vtt"></video>', [("p.png", OWN), ("t.vtt", OWN)]),
    ('<iframe src="f/"></iframe>', [("f/", OWN)]),
    ('<object data="o.svg" name="data"></object>', [("o.svg", OWN)]),
    ('<form action="search/"><button formaction="x/">', [("search/", OWN), ("x/", OWN)]),
    ('<svg><use href="i.svg#home"/><use xlink:href="#a"/></svg>', [("i.svg#home", OWN), ("#a", OWN)]),
    ('<meta http-equiv="refresh" content="0; url=new/">', [("new/", FREE)]),
    ('<meta http-equiv="refresh" content="5">', []),
    ('<meta name="x" content="0; url=new/">', []),
    ('<a data-href="no/" href="b/">', [("b/", FREE)]),
]


@pytest.mark.parametrize(("text", "expected"), TAGS)
def test_links_of_a_page(text: str, expected: list[tuple[str, bool]]) -> None:
    assert list(read_page(text).links) == expected


def test_ids_and_places_of_a_page() -> None:
    reading = read_page('<p id="一">\n<p class=x id=b>\n<a href="c/"><b id="a&amp;b">')
    assert reading.ids == ("一", "b", "a&b")
    assert reading.links == {Link("c/", FREE): 1}


def test_the_places_of_a_link_are_counted() -> None:
    text = '<a href="c/"><img src="c/"><p>\n<a class="x" href="c/">'
    assert read_page(text).links == {Link("c/", FREE): 2, Link("c/", OWN): 1}
    assert list(page_places(text)) == [(0, ("c/", FREE)), (13, ("c/", OWN)), (31, ("c/", FREE))]


STYLES = [
    ("a{b:url(x.png)}", ["x.png"]),
    ("a{b:url( 'x.png' ) , url(\"y.png\")}", ["x.png", "y.png"]),
    ('@import "x.css"; @import url(y.css);', ["x.css", "y.css"]),
    ("/* url(no.png) */ a{b:url(x.svg)}\n/*# sourceMappingURL=no.map */", ["x.svg"]),
    ('a{b:url("data:image/svg+xml;utf8,<svg>")}', ["data:image/svg+xml;utf8,<svg>"]),
]


@pytest.mark.parametrize(("text", "expected"), STYLES)
def test_links_of_a_style_sheet(text: str, expected: list[str]) -> None:
    assert [link.target for _, link in style_places(text)] == expected


MODULES = [
    ('import words from "./words.js";', ["./words.js"]),
    ("import {\n  a,\n  b,\n} from './x.js'\nimport './y.js'", ["./x.js", "./y.js"]),
    ('export { a } from "./x.js"; export const b = "no.js";', ["./x.js"]),
    ('  import * as z from "./z.js"', ["./z.js"]),
    ('const p = await import("./late.js");', ["./late.js"]),
    ('const text = "import x from no.js";', []),
]


@pytest.mark.parametrize(("text", "expected"), MODULES)
def test_links_of_a_module(text: str, expected: list[str]) -> None:
    assert [link.target for _, link in module_places(text)] == expected


PLAIN = [
    ("<url><loc>https://a.example/b/</loc></url>", ["https://a.example/b/"]),
    ("<channel><link>https://a.example/?a=1&amp;b=2</link></channel>", ["https://a.example/?a=1&b=2"]),
    ('<?xml-stylesheet href="feed.xsl"?><link rel="self" href="feed.xml"/>', ["feed.xsl", "feed.xml"]),
    ('<svg><use xlink:href="#a"/></svg>', ["#a"]),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_links_of_site_maps_feeds_and_pictures(text: str, expected: list[str]) -> None:
    assert [link.target for _, link in plain_places(text)] == expected


PAGE = "zhanjiang/jiwei/index.html"
ADDRESS = "https://a.example/jx/"

GOALS = [
    ("", (PAGE, "")),
    ("#goal", (PAGE, "goal")),
    ("?a=1#goal", (PAGE, "goal")),
    ("./", (PAGE, "")),
    (".", (PAGE, "")),
    ("..", ("zhanjiang/index.html", "")),
    ("../../", ("index.html", "")),
    ("..///../departments/", ("departments/index.html", "")),
    ("../..//departments/", ("departments/index.html", "")),
    ("../.././departments/#top", ("departments/index.html", "top")),
    ("../../../departments/", "leaves"),
    ("../jiwei/.././x.csv", ("zhanjiang/x.csv", "")),
    ("../../departments/?sort=a", ("departments/index.html", "")),
    ("2021/data.csv", ("zhanjiang/jiwei/2021/data.csv", "")),
    ("2021", ("zhanjiang/jiwei/2021", "")),
    ("2021/#%E7%9B%AE%E6%A0%87", ("zhanjiang/jiwei/2021/index.html", "目标")),
    ("%32021/", ("zhanjiang/jiwei/2021/index.html", "")),
    ("#goal:~:text=x", (PAGE, "goal")),
    (" \n2021/\t ", ("zhanjiang/jiwei/2021/index.html", "")),
    ("https://a.example/jx/data/#x", ("data/index.html", "x")),
    ("https://a.example/jx/", ("index.html", "")),
    ("https://a.example/jxother/", None),
    ("https://b.example/", None),
    ("//b.example/", None),
    ("mailto:a@a.example", None),
    ("tel:0759-1", None),
    ("data:text/plain,x", None),
    ("../../../", "leaves"),
    ("../../../jx/", "leaves"),
    ("/departments/", "rooted"),
    ("/", "rooted"),
    ("javascript:alert(1)", "scheme"),
    ("java\nscript:alert(1)", "scheme"),
    ("\x01javascript:alert(1)", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("blob:x", "scheme"),
    ("..\\x", "broken"),
    ("%ff%fe/", "broken"),
]


def followed(page: str, target: str, own: bool, address: str = ADDRESS) -> tuple[str, str] | str | None:
    try:
        return link_target(page, Link(target, own), address)
    except BadLink as bad:
        return str(bad)


@pytest.mark.parametrize(("target", "expected"), GOALS)
def test_where_a_link_leads(target: str, expected: tuple[str, str] | str | None) -> None:
    assert followed(PAGE, target, FREE) == expected


FETCHES = [
    ("https://cdn.example/x.js", "outside"),
    ("//cdn.example/x.js", "outside"),
    ("HTTP://cdn.example/x.js", "outside"),
    ("https://a.example/jx/x.js", "outside"),
    ("mailto:x", "scheme"),
    ("data:image/png;base64,AA", None),
    ("x.js", ("zhanjiang/jiwei/x.js", "")),
]


def test_a_link_to_the_root_leads_there_from_any_folder() -> None:
    pages = ("2021/form/index.html", "zhanjiang/jiwei/index.html", "2021/index.html", "index.html")
    found = [followed(page, "../../data/#x", FREE) for page in pages]
    assert found == [("data/index.html", "x"), ("data/index.html", "x"), "leaves", "leaves"]


@pytest.mark.parametrize(("target", "expected"), FETCHES)
def test_a_page_loads_nothing_from_elsewhere(target: str, expected: tuple[str, str] | str | None) -> None:
    assert followed(PAGE, target, OWN) == expected


ON_404 = [
    ("/jx/data/", "https://a.example/jx", ("data/index.html", "")),
    ("/jx/", "https://a.example/jx/", ("index.html", "")),
    ("/data/", "", ("data/index.html", "")),
    ("/data/", "https://a.example/jx/", "rooted"),
]


@pytest.mark.parametrize(("target", "address", "expected"), ON_404)
def test_only_the_404_page_may_link_from_the_root(target: str, address: str, expected: object) -> None:
    assert followed("404.html", target, FREE, address) == expected


class Reference(HTMLParser):
    """Links and ids as the standard library reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        first = dict(reversed([(name, value or "") for name, value in attrs]))
        self.found += [(name, first[name]) for name in ("id", "href", "src") if first.get(name)]


QUOTED = st.sampled_from(["a/", "b&amp;c", "1 > 0", "<b id=no>", "目标", "'", "x=y", "--", "/"])
NAMES = st.sampled_from(["id", "href", "src", "class", "data-href", "title", "HREF"])
ATTRIBUTES = st.lists(st.tuples(NAMES, QUOTED), max_size=4, unique_by=lambda pair: pair[0].lower())
TEXT = st.sampled_from(["", "文字", " &lt;a href=no&gt; ", "a < b", "1 > 0", "\n", "'", '"'])


@st.composite
def elements(draw: st.DrawFn) -> str:
    tag = draw(st.sampled_from(["a", "p", "td", "IMG", "svg", "scripted", "titles"]))
    attributes = "".join(f'{draw(st.sampled_from([" ", chr(10)]))}{name}="{value}"' for name, value in draw(ATTRIBUTES))
    return f"<{tag}{attributes}{draw(st.sampled_from(['', ' ', ' /']))}>{draw(TEXT)}</{tag}>"


HIDDEN = st.sampled_from(
    [
        '<!-- <a href="no/"> -->',
        '<script src="s.js">let a = "<img src=no>";</script>',
        '<script type="application/json">{"id": "\\u003c", "x": "<p id=\'no\'>"}</script>',
        '<style id="s">p::after{content:"<p id=no>"}</style>',
    ]
)


@pytest.mark.slow
@settings(max_examples=3 * settings.default.max_examples, deadline=None)
@given(st.lists(st.one_of(elements(), HIDDEN, TEXT), max_size=12))
def test_the_fast_reader_reads_what_the_standard_library_reads(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = read_page(text)
    expected = Reference(text).found
    assert sorted({*reading.ids}) == sorted({value for name, value in expected if name == "id"})
    assert reading.links == Counter(link for _, link in page_places(text))
    targets = [link.target for _, link in page_places(text) if link.target]
    assert sorted(targets) == sorted(value for name, value in expected if name != "id")
