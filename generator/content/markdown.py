"""Renders Markdown as HTML: whole pages, and the goals of forms. The only module that imports markdown-it-py."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import escape
from itertools import chain, count
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

FENCE = "---"
LONG_PARAGRAPH = 160
# A link to the folder of a section of the site, from a page or from the root.
SECTION = re.compile(r"(?:/|(?:\.\./)+)([a-z-]+)/.*", re.DOTALL)
CLAUSE = re.compile(r"(?<=[；;])(?=.)|(?<=。)(?=[一二三四五六七八九十]{1,3}是)")


class Html(str):
    """Markup made by this module, which templates output without escaping."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Prose(NamedTuple):
    """A page of prose: its HTML and its headings as (level, anchor, text)."""

    html: Html
    headings: tuple[tuple[int, str, str], ...]


def split_head(text: str) -> tuple[str, str] | None:
    """The front matter and the body of a page, padded with blank lines so that line numbers stay the same."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return None
    head = ["", *lines[1:end]]
    body = [""] * (end + 1) + lines[end + 1 :]
    return "\n".join(head) + "\n", "\n".join(body)


def numbered_item(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A list item with the number in the text."""
    number = tokens[index].info
    return f'<li value="{int(number)}">' if number.isdigit() else "<li>"


def clauses(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A text in which each clause of a long paragraph starts on a line of its own; no character is added or lost."""
    content = tokens[index].content
    if len(content) < LONG_PARAGRAPH:
        return escape(content)
    return "".join(f'<span class="clause">{escape(piece)}</span>' for piece in CLAUSE.split(content))


# Markdown reduced to paragraphs and lists; all other markup stays literal text.
GOAL = MarkdownIt("zero", {"breaks": True}).enable(["list", "newline"])
GOAL.add_render_rule("list_item_open", numbered_item)
GOAL.add_render_rule("text", clauses)
# CommonMark and tables without raw HTML and without images, so that a page loads nothing.
PAGE = MarkdownIt("js-default", {"html": False, "typographer": False, "linkify": False}).disable("image")


def goal_html(text: str) -> Html:
    """A goal as paragraphs and numbered lists."""
    return Html(GOAL.render(text))


def anchor_of(heading: str, taken: set[str]) -> str:
    """The anchor of a heading: its letters and digits, and a number where an earlier heading has the same."""
    words = re.sub(r"\W+", "-", heading).strip("-") or "section"
    names = chain([words], (f"{words}-{number}" for number in count(2)))
    anchor = next(name for name in names if name not in taken)
    taken.add(anchor)
    return anchor


def page_html(text: str, root: str, absent: Collection[str] = ()) -> Prose:
    """A page of prose with anchors at its headings; links that begin with / are relative to the site's root.

    Links to sections of the site that are absent are their words alone.
    """
    tokens = PAGE.parse(text)
    headings: list[tuple[int, str, str]] = []
    taken: set[str] = set()
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            words = plain_paragraphs(tokens[position + 1])
            anchor = anchor_of(words, taken)
            token.attrSet("id", anchor)
            headings.append((int(token.tag[1:]), anchor, words))
        elif style := token.attrs.pop("style", None):
            token.attrSet("class", str(style).replace("text-align:", "align-"))
        token.children = token.children and [*without_links(token.children, absent)]
        for child in token.children or ():
            href = child.attrGet("href")
            if isinstance(href, str) and href.startswith("/"):
                child.attrSet("href", root + href.removeprefix("/") or "./")
    return Prose(Html(PAGE.renderer.render(tokens, PAGE.options, {})), tuple(headings))


def without_links(tokens: Iterable[Token], absent: Collection[str]) -> Iterator[Token]:
    """Yield the tokens of a line without links to pages below some folders of the site."""
    is_absent = False
    for token in tokens:
        if token.type == "link_open":
            section = SECTION.fullmatch(str(token.attrGet("href")))
            is_absent = section is not None and section[1] in absent
        if not (is_absent and token.type in ("link_open", "link_close")):
            yield token


def page_passages(text: str) -> list[tuple[str, str, str]]:
    """The text of a page under each heading, without markup: (anchor, heading, text)."""
    passages: list[tuple[str, str, list[str]]] = [("", "", [])]
    taken: set[str] = set()
    in_heading = False
    for token in PAGE.parse(text):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type in ("inline", "fence", "code_block"):
            words = plain_paragraphs(token)
            if in_heading:
                passages.append((anchor_of(words, taken), words, []))
            else:
                passages[-1][2].append(words)
    return [(anchor, heading, "\n".join(lines)) for anchor, heading, lines in passages]


def plain_paragraphs(token: Token) -> str:
    """The words of a token without its markup."""
    if token.children is None:
        return token.content
    return "".join("\n" if child.type.endswith("break") else child.content for child in token.children)
