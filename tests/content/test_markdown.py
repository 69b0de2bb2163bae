"""Prose to HTML: goals lose no character, pages run nothing."""

import re
from html.parser import HTMLParser

import pytest
from corpora import loaded_corpus
from hypothesis import example, given, strategies as st
from reading import HERE

from generator.content.markdown import GOAL, goal_html, page_html, split_head
from generator.text.files import FORBIDDEN

SAFE_TAGS = set(
    """p br ul ol li span h1 h2 h3 h4 h5 h6 a em strong s code pre blockquote hr
    table thead tbody tr th td""".split()  # noqa: SIM905 - a list to be read
)
SAFE_ATTRIBUTES = {"href", "title", "id", "class", "start", "value"}
SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|ftp://)|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)


class Seen(HTMLParser):
    """What a browser sees in a piece of HTML: tags, attributes, links, and the text with its list numbers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag == "li" and values.get("value"):
            self.text += f"{values['value']}."

    def handle_data(self, data: str) -> None:
        self.text += data

    def is_safe(self) -> bool:
        """Whether nothing in it can run or be fetched by itself."""
        tags = self.tags <= SAFE_TAGS and self.attributes <= SAFE_ATTRIBUTES
        return tags and all(SAFE_LINK.match(link.strip()) for link in self.links)


def bare(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("goal", "html"),
    [
        ("办好教育。", "<p>办好教育。</p>"),
        ("1. 一；\n2. 二。", '<ol>\n<li value="1">一；</li>\n<li value="2">二。</li>\n</ol>'),
        ("3. 三\n\n7. 七", '<ol start="3">\n<li value="3"><p>三</p>\n</li>\n<li value="7"><p>七</p>\n</li>\n</ol>'),
        ("一\n二\n\n三", "<p>一<br>\n二</p>\n<p>三</p>"),
        ("1.一\n2.二", "<p>1.一<br>\n2.二</p>"),
        ("<b>重</b> & *强* _x_ `y` # > | [a](b) ![c](d) \\* &amp;", None),
        ("    四个空格", "<p>四个空格</p>"),
        ("# 不是标题", "<p># 不是标题</p>"),
        ("---", "<p>---</p>"),
    ],
)
def test_a_goal_is_paragraphs_and_numbered_lists(goal: str, html: str | None) -> None:
    assert html is None or goal_html(goal).strip() == html
    assert bare(Seen(goal_html(goal)).text) == bare(goal)


GOALS = st.text(
    st.sampled_from("一二；。、 \n\n1234567890.)-+*#>|`_~[](){}<>&;\"'\\!：“”")
    | st.characters(exclude_categories=("Cs",)),
    max_size=200,
)


@given(GOALS)
@example("1. 一是甲；\n   乙\n2. 二是丙")
@example("一是" + "甲；" * 100 + "\n1. x")
def test_a_goal_loses_no_character(goal: str) -> None:
    items = [token for token in GOAL.parse(goal) if token.type == "list_item_open"]
    changed = any(token.markup != "." or token.info.startswith("0") for token in items)
    if not FORBIDDEN.search(goal) and not changed:
        seen = Seen(goal_html(goal))
        assert bare(seen.text) == bare(goal)
        assert seen.is_safe()


@pytest.mark.parametrize("record", loaded_corpus(HERE.parent).records, ids=lambda record: record.path)
def test_the_goals_of_our_records_are_whole(record: object) -> None:
    goal = record.record.goal  # type: ignore[attr-defined]
    assert bare(Seen(goal_html(goal)).text) == bare(goal)


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "</title><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "]]><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](\x01javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](https://example.com/x.png)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '[x](https://example.com "t\\" onclick=alert(1) x=\\"")',
    '## <b id="x">\n',
    '## x" onclick="alert(1)\n',
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "| <script>alert(1)</script> | x |\n|---|---|\n| <img src=x onerror=alert(1)> | y |",
    "<details open ontoggle=alert(1)>",
    '<p style="position:fixed">x</p>',
    "<iframe src=//example.com></iframe>",
    "<meta http-equiv=refresh content=0;url=//example.com>",
    "{{ 7*7 }} {% raw %} ${7*7}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_a_page_or_a_goal_runs(payload: str) -> None:
    assert Seen(page_html(payload, "../").html).is_safe()
    assert Seen(goal_html(payload)).is_safe()


@given(
    st.text(
        st.sampled_from("<>\"'=/:()[]!#&;|-`*_ \njavscriptonx绩") | st.characters(exclude_categories=("Cs",)),
        max_size=120,
    )
)
def test_any_page_is_safe(text: str) -> None:
    assert Seen(page_html(text, "../").html).is_safe()


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("/guide/", "../../guide/"),
        ("/", "../../"),
        ("#锚", "#%E9%94%9A"),
        ("../x/", "../x/"),
        ("https://example.gov.cn/a?b=1&c=2", "https://example.gov.cn/a?b=1&c=2"),
        ("//example.com", "../..//example.com"),
        ("mailto:a@example.gov.cn", "mailto:a@example.gov.cn"),
    ],
)
def test_links_lead_from_the_root_of_the_site(link: str, there: str) -> None:
    assert Seen(page_html(f"[x]({link})", "../../").html).links == [there]
    assert Seen(page_html("[x](/)", "").html).links == ["./"]


def test_headings_can_be_linked_to() -> None:
    prose = page_html("## 指标值\n\n### 对比 *符号*\n\n文字", "")
    assert prose.headings == ((2, "指标值", "指标值"), (3, "对比-符号", "对比 符号"))
    assert '<h2 id="指标值">' in prose.html
    assert '<h3 id="对比-符号">' in prose.html


def test_aligned_columns_need_no_style_attribute() -> None:
    assert Seen(page_html("| a | b |\n|:-:|--:|\n| 1 | 2 |", "").html).is_safe()


def test_two_headings_of_one_wording_have_two_anchors() -> None:
    anchors = [anchor for _, anchor, _ in page_html("## 说明\n\n## 说明", "").headings]
    assert len(set(anchors)) == 2


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        ("---\ntitle: x\n---\n\n正文\n", "\ntitle: x\n", "\n\n\n\n正文\n"),
        ("---\n---\n", "\n", "\n\n"),
        ("---  \ntitle: x\n--- \n---\n", "\ntitle: x\n", "\n\n\n---\n"),
    ],
)
def test_head_and_body_keep_their_lines(text: str, head: str, body: str) -> None:
    assert split_head(text) == (head, body)


@pytest.mark.parametrize("text", ["", "正文", "---\n", "---\ntitle: x\n", "\n---\ntitle: x\n---\n", "----\n---\n"])
def test_without_a_whole_head_there_is_none(text: str) -> None:
    assert split_head(text) is None


def test_links_to_absent_sections_are_their_words() -> None:
    text = (
        "[a](../disclosure/) [b](/checks/v10/) [c](../../disclosure/shili/) [d](../data/) [e](https://x.cn/disclosure/)"
    )
    page = page_html(text, "../", {"disclosure", "checks"}).html
    assert page == '<p>a b c <a href="../data/">d</a> <a href="https://x.cn/disclosure/">e</a></p>\n'
