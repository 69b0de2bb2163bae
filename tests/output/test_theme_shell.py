"""The frame: what is poured into it is what Material renders whole; faults of the stock theme stay mended."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

from generator.build import rendering
from generator.content.config import Config
from generator.output.render import templates_of
from generator.output.theme_shell import (
    CSP,
    META_CSP,
    ThemeShell,
    hashed_name,
    make_theme_shell,
    placeholder_sources,
    render_stub,
    used_rules,
)
from generator.problems import UsageError
from generator.system import cache as caches
from generator.words import format_problem, translate

OVERRIDES = (Path(__file__).parents[2] / "templates" / "theme",)
SECTIONS = ("departments", "data")
SETTINGS = ("name", "description", "demo_notice", "operator", "contact", "site_id_code", "icp", "police")
WORDS = {
    "name": "预算绩效目标公开",
    "description": "说明",
    "operator": "某市财政局",
    "contact": "0759-0000000",
    "site_id_code": "4408000000",
    "icp": "粤ICP备00000000号",
    "police": "粤公网安备00000000000000号",
    "demo_notice": "示范网站",
    "url": "",
}
HOME = ("首页", "")
HOSTILE = '{{ 7*7 }} {% raw %} {# no #} {% endraw %} {<b>"x"</b> href="../../assets/a" {'

CONTENT = """<h1>标题 {{ '{{ 7*7 }}' }}</h1>

<p>第一行<a href="{{ root }}data/">数据</a></p>


<pre>  空行

之后  </pre>{% if true %}
   <p>尾</p>
{% endif %}"""
CHILD = f"""{{% extends "frame.html" %}}
{{% block head_extra %}}<meta name="extra" content="1">{{% endblock %}}
{{% block content %}}{CONTENT}{{% endblock %}}
{{% block scripts_extra %}}<script type="module" src="{{{{ root }}}}extra.js"></script>{{% endblock %}}"""
BARE = '{% extends "frame.html" %}{% block content %}<h1>标题</h1>{% endblock %}'


def settings(**changed: str) -> Config:
    return Config.model_construct(**{**WORDS, **changed})


def context(config: Config, depth: int, **page: Any) -> dict[str, Any]:
    crumbs = (HOME, ("部门", "departments/"), ("2021 年", None))
    seen = {
        "path": "departments/x/",
        "title": "部门 <甲>",
        "description": 'a "b"',
        "section": "departments",
        "breadcrumb": crumbs,
        "meta": (("SiteName", "名 & 字"), ("PubDate", "2021-03-11")),
        "canonical": "https://a.example/x/",
        "listed": True,
    }
    return {
        "root": "../" * depth,
        "assets": "assets/0123456789/",
        "translate": translate,
        "site": config,
        "sections": SECTIONS,
        "has_feed": True,
        "page": SimpleNamespace(**{**seen, **page}),
        **({"share_title": page["share_title"]} if "share_title" in page else {}),
    }


def drawn(template: str, child: str, values: dict[str, Any], trim: bool = True) -> str:
    loader = DictLoader({"frame.html": template, "child.html": child})
    jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=trim, lstrip_blocks=trim)
    return jinja.get_template("child.html").render(values)


@cache
def framed() -> ThemeShell:
    return make_theme_shell(OVERRIDES)


def page(changed: Mapping[str, str] = MappingProxyType({}), child: str = CHILD, depth: int = 1, **about: Any) -> str:
    return drawn(framed().template, child, context(settings(**changed), depth, **about))


@dataclass
class Tag:
    name: str
    attributes: dict[str, str | None]


class Reader(HTMLParser):
    """Every start tag of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs)))


def tags(html: str, name: str) -> list[dict[str, str | None]]:
    return [tag.attributes for tag in Reader(html).tags if tag.name == name]


@pytest.mark.slow
@pytest.mark.parametrize("trim", [True, False])
@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("name", ["预算绩效目标公开", HOSTILE])
def test_a_page_poured_into_the_frame_is_the_page_that_material_renders_whole(name, depth, trim):
    config = settings(name=name, demo_notice=name)
    values = context(config, depth)
    sources = placeholder_sources(OVERRIDES)
    filled = {slot: drawn(source, CHILD, values, trim) for slot, source in sources.items()}
    html, assets = render_stub(OVERRIDES, filled, depth)
    assert drawn(framed().template, CHILD, values, trim) == html
    assert framed().assets == assets


def test_the_frame_is_the_same_every_time():
    assert make_theme_shell(OVERRIDES) == framed()


def key(folder: Path = OVERRIDES[0].parent) -> str:
    """The key under which the frame is kept between builds."""
    seen = SimpleNamespace(get_or_compute=lambda key, compute: key)
    return rendering.compiled_templates((folder, folder), templates_of((folder,)), seen, 1)


def test_the_key_follows_overrides_templates_words_and_packages(tmp_path, monkeypatch):
    seen = [program_key()]
    own = tmp_path / "templates"
    shutil.copytree(OVERRIDES[0].parent, own)
    assert key(own) == seen[0]
    (own / "theme" / "slots" / "feed.html").write_text("", encoding="utf-8")
    seen.append(key(own))
    (own / "home.html").write_text("", encoding="utf-8")
    seen.append(key(own))
    with monkeypatch.context() as changed:
        # The sentences are files of the program.
        changed.setattr(caches, "PACKAGE", tmp_path)
        seen.append(program_key())
    with monkeypatch.context() as changed:
        changed.setattr(caches, "installed_packages", lambda: ["mkdocs_material-0.dist-info"])
        seen.append(program_key())
    assert program_key() == seen[0]
    assert len(set(seen)) == len(seen)


def program_key() -> str:
    """The key of the frame that a program makes which has only just started."""
    caches.program_hash.cache_clear()
    try:
        return key()
    finally:
        caches.program_hash.cache_clear()


def test_template_syntax_in_the_settings_stays_text():
    html = page(dict.fromkeys(WORDS, HOSTILE))
    shown = escape(HOSTILE).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    # Title, header, footer name, description, five particulars, notice; name, picture and two feeds of a shared link.
    assert html.count(shown) == 14
    assert "<b>" not in html


def test_nothing_in_the_frame_is_inline_or_from_elsewhere():
    html = page(canonical="")
    read = Reader(html).tags
    assert [tag.attributes for tag in read if tag.name == "script" and "src" not in tag.attributes] == []
    assert [tag for tag in read if tag.name == "style" or "style" in tag.attributes] == []
    assert [name for tag in read for name in tag.attributes if name.startswith("on")] == []
    links = [tag.attributes.get(name) or "" for tag in read for name in ("href", "src", "action")]
    assert [link for link in links if "//" in link or link.startswith(("/", "data:", "javascript:"))] == []


def test_the_policy_stands_before_anything_it_governs():
    html = page()
    assert f'<meta http-equiv="Content-Security-Policy" content="{META_CSP}">' in html
    assert html.index("Content-Security-Policy") < min(html.index("<link"), html.index("<script"))
    assert html.index('<meta charset="utf-8">') < 1024
    assert f"{META_CSP}; frame-ancestors 'none'" == CSP
    assert "unsafe" not in CSP


def test_faults_of_the_stock_theme_are_mended():
    html = page()
    assert tags(html, "html")[0]["lang"] == "zh-CN"
    assert [field["id"] for field in tags(html, "input") if "autocomplete" in field] == ["site-search"]
    assert [field.get("aria-label") for field in tags(html, "input") if field["id"] == "__drawer"] == [
        translate("frame.drawer.open")
    ]
    body = html.index("<body")
    assert html.index("display.js") > body
    assert html.index('href="#main"') < html.index('id="__drawer"')
    assert "fonts.googleapis" not in html


def test_each_part_of_the_page_says_its_own():
    html = page()
    assert re.findall(r"<title>(.*)</title>", html) == ["部门 &lt;甲&gt; - 预算绩效目标公开"]
    assert {"name": "description", "content": 'a "b"'} in tags(html, "meta")
    assert {"name": "SiteName", "content": "名 & 字"} in tags(html, "meta")
    assert {"rel": "canonical", "href": "https://a.example/x/"} in tags(html, "link")
    step = r'<li class="md-path__item"><(?:a class="md-path__link" href="(.*?)"|span.*?)>(.*?)<'
    steps = re.findall(step, html)
    assert steps == [("../", "首页"), ("../departments/", "部门"), ("", "2021 年")]


def properties(html: str) -> dict[str | None, str | None]:
    """The tags of a shared link."""
    found = [(tag.get("property") or tag.get("name"), tag.get("content")) for tag in tags(html, "meta")]
    return {name: content for name, content in found if name and name.startswith(("og:", "twitter:"))}


def test_a_shared_link_has_a_title_a_picture_and_an_address():
    shared = {
        "og:title": "甲 2021 年预算 1 万元",
        "og:description": 'a "b"',
        "og:type": "article",
        "og:site_name": "预算绩效目标公开",
        "og:locale": "zh_CN",
        "twitter:card": "summary_large_image",
    }
    about = {"share_title": "甲 2021 年预算 1 万元", "canonical": ""}
    assert properties(page(**about)) == {**shared, "og:image": "../assets/0123456789/share.png"}
    known = page({"url": "https://b.example/c/"}, **about)
    whole = {
        "og:image": "https://b.example/c/assets/0123456789/share.png",
        "og:url": "https://b.example/c/departments/x/",
    }
    assert properties(known) == {**shared, **whole}
    assert {"rel": "canonical", "href": whole["og:url"]} in tags(known, "link")
    assert [link for link in tags(page(**about), "link") if link["rel"] == "canonical"] == []
    # Neither a page that stands for any address nor one that search engines do not list has an address of its own.
    for odd in ({"path": "404.html"}, {"listed": False}):
        assert "og:url" not in properties(page({"url": "https://b.example/c/"}, **about, **odd))


def test_feeds_are_named_where_there_are_any():
    feeds = [link for link in tags(page(), "link") if link["rel"] == "alternate"]
    assert [(link["type"], link["href"]) for link in feeds] == [
        ("application/atom+xml", "../feed.xml"),
        ("application/feed+json", "../feed.json"),
    ]
    html = drawn(framed().template, CHILD, context(settings(), 1) | {"has_feed": False})
    assert "feed." not in html


@pytest.mark.parametrize(
    ("section", "path", "marked"),
    [
        ("departments", "departments/", [("../departments/", "page")] * 2),
        ("departments", "a/b/", [("../departments/", "true")] * 2),
        ("home", "", []),
        ("", "search/", []),
    ],
)
def test_tabs_and_drawer_mark_where_the_reader_is(section, path, marked):
    html = page(section=section, path=path, breadcrumb=())
    assert [(a["href"], a["aria-current"]) for a in tags(html, "a") if "aria-current" in a] == marked


@pytest.mark.parametrize(("title", "section"), [("首页", "home"), ("", "")])
def test_the_home_page_is_titled_with_the_name_of_the_site_alone(title, section):
    assert "<title>预算绩效目标公开</title>" in page(title=title, section=section)


def test_what_is_empty_leaves_nothing_behind():
    empty = dict.fromkeys(SETTINGS[1:], "")
    html = page(empty, BARE, breadcrumb=(), description="", meta=())
    gone = (
        "frame-tag",
        "frame-footer__demo",
        "md-path",
        "frame-footer__particulars",
        'name="description"',
        "<p></p>",
    )
    assert [piece for piece in gone if piece in html] == []


def test_links_lead_to_the_same_places_from_every_depth():
    home, deep = (page(depth=depth, breadcrumb=()) for depth in (0, 3))
    up = "../../../"
    assert [link["href"] for link in tags(home, "a")][1:4] == ["./", "departments/", "data/"]
    assert [link["href"] for link in tags(deep, "a")][1:4] == [up, f"{up}departments/", f"{up}data/"]
    assert {form["action"] for form in tags(deep, "form")} == {f"{up}search/"}


def test_the_assets_are_what_the_page_links_and_nothing_else():
    frame = framed()
    html = drawn(frame.template, BARE, context(settings(), 0))
    linked = set(re.findall(r'(?:href|src)="(assets/(?!0123456789)[^"]+)"', html))
    assert set(frame.assets) == linked
    assert sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in linked) == [
        "assets/images/favicon.svg",
        "assets/stylesheets/dark.css",
        "assets/stylesheets/main.min.css",
        "assets/stylesheets/palette.min.css",
        "assets/stylesheets/scheme.css",
    ]
    for path, content in frame.assets.items():
        assert b"sourceMappingURL" not in content
        if path.endswith(".css"):
            assert re.findall(rb"url\((?![\"']?data:)[^)]+", content) == []
            assert b"@import" not in content


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{x:1}.none{x:2}p{x:3}", ".a{x:1}p{x:3}"),
        (".a,.none,.a .none,p{x:1}", ".a,p{x:1}"),
        (".a:not(.none),:is(.none,.a) td,.a:not(:is(.none,p)){x:1}", None),
        ("@media print{.none{x:1}.a{x:2}}", "@media print{.a{x:2}}"),
        ("p{x:1}@media print{@supports (x:1){.none{x:1}}}p{x:2}", "p{x:1}p{x:2}"),
        ("@keyframes k{0%{x:1}to{x:2}}@font-face{x:1}", None),
        ("[dir=rtl] .a{x:1}[dir=ltr] .a{x:1}", "[dir=ltr] .a{x:1}"),
        ("[data-md-color-primary=red]{x:1}[data-md-color-primary=custom]{x:1}", "[data-md-color-primary=custom]{x:1}"),
        (":root{--i:url('d:;1');--j:url(d:2)}.none{x:var(--i)}p{x:var(--j)}", ":root{--j:url(d:2)}p{x:var(--j)}"),
    ],
)
def test_rules_for_what_no_page_has_are_left_out(sheet, left):
    assert used_rules(sheet, {"a"}) == (sheet if left is None else left)


def test_what_is_left_of_the_sheets_of_material_is_small():
    sheets = {path: content for path, content in framed().assets.items() if re.search(r"/(main|palette)\.", path)}
    assert len(sheets) == 2
    assert sum(len(content) for content in sheets.values()) < 40_000
    assert all(content.count(b"{") == content.count(b"}") for content in sheets.values())


def test_a_file_of_material_that_we_changed_does_not_keep_its_name():
    assert hashed_name("assets/a/main.01234567.min.css", b"p{}") == hashed_name("assets/a/main.min.css", b"p{}")
    assert hashed_name("assets/a/main.min.css", b"p{}") != hashed_name("assets/a/main.min.css", b"")


def test_the_dark_sheet_says_all_of_the_dark_scheme_for_pages_without_script():
    sheets = {path: content.decode() for path, content in framed().assets.items()}
    dark = next(text for path, text in sheets.items() if "/dark." in path)
    assert "slate" not in dark
    for name in ("palette", "scheme"):
        text = next(text for path, text in sheets.items() if f"/{name}." in path)
        (rules,) = re.findall(r"\[data-md-color-scheme=\"?slate\"?\]\s*\{([^}]+)\}", text)
        assert rules in dark


def test_a_site_changes_one_override_without_the_rest(tmp_path):
    own = tmp_path / "templates/theme"
    (own / "partials").mkdir(parents=True)
    (own / "partials" / "logo.html").write_text("<i>印</i>", encoding="utf-8")
    template = make_theme_shell((own, *OVERRIDES)).template
    assert '<span class="frame-brand__mark"><i>印</i></span>' in template


def test_rules_for_what_a_template_of_the_site_has_are_there(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/home.html").write_text("<a class='own md-button'>", encoding="utf-8")
    for overrides, is_there in ((OVERRIDES, False), ((tmp_path / "templates/theme", *OVERRIDES), True)):
        sheets = b"".join(make_theme_shell(overrides).assets.values())
        assert (b".md-typeset .md-button{" in sheets) == is_there


def test_a_broken_override_is_named_with_its_line(tmp_path):
    own = tmp_path / "templates/theme"
    (own / "partials").mkdir(parents=True)
    (own / "partials" / "logo.html").write_text("\n\n{% if %}", encoding="utf-8")
    with pytest.raises(UsageError) as trouble:
        make_theme_shell((own, *OVERRIDES))
    (problem,) = trouble.value.problems
    assert format_problem(problem).startswith("templates/theme/partials/logo.html:3:1: 页面框架的模板有误")


@pytest.mark.slow
def test_the_frame_takes_less_than_a_second():
    taken = []
    for _ in range(3):
        start = process_time()
        make_theme_shell(OVERRIDES)
        taken.append(process_time() - start)
    print(f"frame made in {min(taken):.2f} s")
    assert min(taken) < 1.0
