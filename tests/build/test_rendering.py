"""A site in pieces of work: together they are the whole, each can travel, and fixed words are put in once."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from corpora import corpus_facts
from reading import HERE

from generator.analysis.rules import examine, public
from generator.content.config import read_config
from generator.content.loader import load_corpus
from generator.output.assets import site_assets
from generator.output.pages import Page, Site
from generator.output.pages.board import with_room
from generator.output.render import Renderer, environment, own_templates, site_context, templates_of
from generator.output.template_folders import template_folders
from generator.problems import UsageError
from generator.words import format_problem

PROJECTS = HERE / "content" / "projects"
FRAME = "<html>{% block content %}{% endblock %}</html>"


@cache
def site_of(root: Path) -> Site:
    corpus = load_corpus(root)
    facts = corpus_facts(corpus)
    config = read_config(HERE.parent)
    return Site(facts, config, public(examine(facts.forms)), corpus)


def artist(site: Site) -> Renderer:
    around = site_context(site.config, site_assets(template_folders(HERE.parent))[0], {})
    return Renderer((("frame.html", FRAME), *templates_of(template_folders(HERE.parent))), around)


def test_no_set_is_in_what_every_page_is_drawn_with() -> None:
    # Its order differs from run to run, and with it the hash under which pages are linked from the previous site.
    context = site_context(read_config(HERE.parent), "", {})
    assert [name for name, value in context.items() if isinstance(value, (set, frozenset))] == []
    assert "frozenset(" not in repr(context)


FIXED = {
    '<b>{{ translate("records.city") }}</b>': "<b>地区</b>",
    "<b title=\"{{ translate('records.city') }}\">": '<b title="地区">',
    '{{ translate("records.span", first=2021, last=2025) }}': "2021–2025",
    '{{ translate("records." ~ "city") }}': "地区",
    '{% set words = translate("records.city") %}{{ words }}': "地区",
    '{{ translate("records.span") }}': "{first}–{last}",
}


@pytest.mark.parametrize(("source", "shown"), FIXED.items())
def test_words_stand_in_templates_as_they_would_be_said(source: str, shown: str) -> None:
    jinja = environment((("a.html", source),))
    assert jinja.get_template("a.html").render() == shown


def test_words_with_signs_of_markup_are_escaped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.output.render.translate", lambda key: "a < b & c")
    jinja = environment((("markup.html", '{{ translate("any.key") }}'),))
    assert jinja.get_template("markup.html").render() == "a &lt; b &amp; c"


BROKEN = [
    # what stands in templates/a.html, the line that is named, the code, a part of what is said
    ("用".encode("gbk"), 1, "E734", "不是 UTF-8 编码"),
    (b"a\nb\n{% if %}", 3, "E542", "写法不对"),
    (b"a\n{{ nobody }}", 2, "E542", "用了没有的名字"),
    (b"a\n{{ 1 / 0 }}", 2, "E542", "ZeroDivisionError：division by zero"),
    (b"a\n{{ none.upper() }}", 2, "E542", "用了没有的名字"),
    (b"\n\n{{ 'a'() }}", 3, "E542", "TypeError"),
    (b"\n{{ translate('no.such.words') }}", 2, "E542", "KeyError"),
    (b"\n{{ 'a' * 10 ** 15 }}", 2, "E542", "MemoryError"),
    (b"{% extends 'a.html' %}", 1, "E542", "没有尽头"),
    (b"\n{% include 'a.html' %}", 2, "E542", "没有尽头"),
    (b"\n{% extends 'b.html' %}", 2, "E542", "没有尽头"),
    (b"{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "E542", "没有尽头"),
    (b"\n{% extends 'no.html' %}", 2, "E542", "没有 no.html 这个模板"),
    (b"\n{{ " + b"(" * 5000 + b"1" + b")" * 5000 + b" }}", 1, "E542", "套得太深"),
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(("content", "line", "code", "said"), BROKEN)
def test_a_template_that_cannot_be_drawn_is_named(
    tmp_path: Path, content: bytes, line: int, code: str, said: str
) -> None:
    (tmp_path / "a.html").write_bytes(content)
    (tmp_path / "b.html").write_bytes(b"{% extends 'a.html' %}")
    site = site_of(HERE.parent)
    folders = [tmp_path, HERE.parent / "templates"]
    with pytest.raises(UsageError) as trouble:
        own = replace(artist(site), templates=templates_of(folders), own=own_templates(folders))
        own.rendered(Page("a/", "a.html", "", ""))
    [problem] = trouble.value.problems
    assert (problem.place.path, problem.place.line, problem.code) == ("templates/a.html", line, code)
    assert said in format_problem(problem)


@pytest.mark.parametrize("text", ["", " \n", "{# gongkai 0123456789ab #}", "{% if false %}x{% endif %}"])
def test_a_template_of_the_project_that_draws_nothing_is_named(text: str) -> None:
    page = Page("a/", "page.html", "", "")
    with pytest.raises(UsageError) as trouble:
        replace(artist(site_of(HERE.parent)), templates=(("page.html", text),), own=("page.html",)).rendered(page)
    assert [(str(at.place), at.code) for at in trouble.value.problems] == [("templates/page.html:1:1", "E543")]


def test_a_mistake_below_a_template_of_the_product_is_told_at_the_projects_own() -> None:
    page = Page("a/", "page.html", "", "")
    templates = (("page.html", "{% include 'parts/part.html' %}"), ("parts/part.html", "\n{{ 1 / 0 }}"))
    site = site_of(HERE.parent)
    with pytest.raises(UsageError) as trouble:
        replace(artist(site), templates=templates, own=("parts/part.html",)).rendered(page)
    assert [str(problem.place) for problem in trouble.value.problems] == ["templates/parts/part.html:2:1"]
    # What is the product's own is a fault of the program.
    with pytest.raises(ZeroDivisionError):
        replace(artist(site), templates=templates).rendered(page)


def test_a_mistake_in_a_slot_of_the_frame_is_told_at_the_slot() -> None:
    frame = "a\n{{ '' }}{# slots/title.html #}{{ 1 }}{{ '' }}\n{{ '' }}{# slots/toc.html #}\n{{ 1 / 0 }}{{ '' }}"
    site = site_of(HERE.parent)
    with pytest.raises(UsageError) as trouble:
        own = replace(artist(site), templates=(("frame.html", frame),), own=("frame.html",))
        own.rendered(Page("a/", "frame.html", "", ""))
    assert [str(problem.place) for problem in trouble.value.problems] == ["templates/theme/slots/toc.html:2:1"]


class Lines:
    """A board as far as the page asks how long it is."""

    def __init__(self, lines: int) -> None:
        self.lines = range(lines)


@pytest.mark.parametrize(
    ("lines", "shown"),
    [([], []), ([900, 1], [900]), ([200, 200], [200, 200]), ([200, 201], [200]), ([100, 301, 5], [100])],
)
def test_the_board_of_all_cities_has_as_many_as_a_page_has_room_for(lines: list[int], shown: list[int]) -> None:
    assert [len(board.lines) for board in with_room([Lines(count) for count in lines])] == shown  # type: ignore[misc]
