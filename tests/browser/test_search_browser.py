"""Search in a real browser: everything is found and marked, filters, address, keyboard, and nothing is executed."""

import unicodedata
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from indexing import index_of
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from search_probe import all_results, ask, missed, pieces, served, settle, shown

from generator.output.assets import browser_words
from generator.output.charts import plotly_module
from generator.output.search_folding import equal_characters, folded
from generator.output.search_index import SearchDocument, SearchEntry, index_document
from generator.words import translate

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
ORIGINALS = ROOT / "tests/originals"
ASSETS = ROOT / "templates/assets"
FORM, TASK, INDICATOR, GOAL, PAGE, TERM = "form", "task", "indicator", "goal", "page", "term"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
FRAME = """<!doctype html>
<html lang="zh-CN" class="no-js">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ page.title }}</title>
<link rel="icon" href="data:,">
<script src="{{ root }}{{ assets }}scope.js" data-root="{{ root }}"></script>
{% block head_extra %}{% endblock %}
</head>
<body>
<header>
<form class="frame-search" role="search" action="{{ root }}search/" method="get">
<label for="site-search">搜索</label>
<input type="search" name="q" id="site-search" autocomplete="off">
<div class="frame-search__results" id="site-search-results" hidden></div>
</form>
</header>
<main>{% block article %}<article>{% endblock %}
{% block content %}<h1>{{ page.title }}</h1>{% endblock %}</article></main>
<script type="module" src="{{ root }}{{ assets }}search.js"></script>
</body>
</html>
"""
POLITICS = ["jieyang/zhengfawei/2022/", "zhanjiang/zhengfawei/2022/", "zhanjiang/zhengfawei/2021/"]
HARMFUL = (
    "<img src=x onerror=window.XSS=1>",
    '"><script>window.XSS=1</script>',
    "'-window.XSS=1-'",
    "<svg/onload=window.XSS=1>",
    "javascript:window.XSS=1",
    "{{7*7}}<b>粗</b>",
    "</script><script>window.XSS=1</script>",
    "&lt;img src=x onerror=window.XSS=1&gt;",
)


def politics(city, slug, year, aliases=("市委政法委", "政法委")):
    """A department's page in words of our own."""
    name = f"中共{city}委政法委员会"
    return SearchDocument(
        f"{slug}/zhengfawei/{year}/",
        f"{name} {year} 年预算绩效目标",
        city,
        year,
        (
            SearchEntry(FORM, f"{name} {year} 年预算绩效目标", "", "一句话的概况", "1570.5 万元"),
            SearchEntry(GOAL, "总体绩效目标", "goal", "一是做好平安建设。\n二是让群众更有安全感，满意度稳步提高。"),
            SearchEntry(TASK, "视联网终端租赁", "task-1", "为 284 个村居租用综治视联网终端。", "340.8 万元"),
            SearchEntry(TASK, "法治宣讲", "task-2", "走进乡镇，讲清楚身边的法。"),
            SearchEntry(INDICATOR, "群众满意度", "indicator-1", "服务对象满意度", "≥８８％"),
            SearchEntry(INDICATOR, "培训人次", "indicator-2", f"{year} 年全年不少于 200 人次"),
        ),
        (name, *aliases),
    )


def department():
    """The page of a department with its answer."""
    name, short = "湛江市纪委监委", "市纪委监委"
    card = {
        "about": "湛江市",
        "text": "2021 年预算 1.57 亿元（15724.94 万元）。",
        "bar": [["p-basic", 0, 400], ["p-t1", 401, 599]],
        "links": [["2021 年的表", "zhanjiang/jiwei/2021/"], ["17 项任务", "zhanjiang/jiwei/2021/#tasks"]],
    }
    entries = tuple(SearchEntry("department", name, "", text) for text in (name, short))
    pinyin = ("zhan jiang shi ji wei jian wei", "shi ji wei jian wei")
    return SearchDocument("zhanjiang/jiwei/", name, "湛江市", "", entries, (), pinyin, card)


def many(count):
    """Short pages enough for more than one screen of results."""
    return [
        SearchDocument(
            f"c{number}/", f"第 {number} 页", "", "", (SearchEntry(TERM, f"批量第 {number} 页", "", "批量内容"),)
        )
        for number in range(count)
    ]


def hostile():
    """A page whose every field would like to be executed."""
    entries = tuple(SearchEntry(PAGE, f"恶意{text}", text, f"恶意 {text}") for text in HARMFUL)
    return SearchDocument("javascript:window.XSS=1//", f"恶意 {HARMFUL[0]}", HARMFUL[0], HARMFUL[1], entries)


def originals():
    """The real documents, paragraph by paragraph."""
    for number, path in enumerate(sorted(ORIGINALS.glob("*.txt"))):
        lines = path.read_text(encoding="utf-8").split("\n\n")
        entries = tuple(
            SearchEntry(TERM, f"第 {place} 段", f"p{place}", line) for place, line in enumerate(lines) if line
        )
        yield SearchDocument(f"original/{number}/", f"原件 {number}", "", "", entries)


DOCUMENTS = (
    politics("湛江市", "zhanjiang", "2021"),
    politics("湛江市", "zhanjiang", "2022"),
    politics("揭阳市", "jieyang", "2022"),
    SearchDocument(
        "guide/", "怎样读", "", "", (SearchEntry(TERM, "指标值", "target", "要达到的数，𠀀和😀也能搜到。"),)
    ),
    hostile(),
    *many(40),
    *originals(),
    department(),
)


def assemble(folder):
    """A site of nothing but search: pages with the field of the header, the search page, modules, the index."""
    templates = {"frame.html": FRAME, "page.html": '{% extends "frame.html" %}'}
    loader = DictLoader(templates), FileSystemLoader(ROOT / "templates", encoding="utf-8")
    jinja = Environment(loader=ChoiceLoader(loader), autoescape=True, undefined=StrictUndefined)
    settings = SimpleNamespace(is_of_department=False)
    shared = {"translate": translate, "policy": POLICY, "assets": "assets/0/", "site": settings}
    files = dict(index_of(map(index_document, DOCUMENTS)))
    for path in (*ASSETS.glob("*.js"), ASSETS / "search.css"):
        files[f"assets/0/{path.name}"] = path.read_bytes()
    files |= {"assets/0/words.js": browser_words(), "assets/0/chart_library.js": plotly_module()}
    for path, template in (("", "page"), *((path, "page") for path in POLITICS), ("search/", "search")):
        view = {"page": {"title": path or "首页"}, "root": "../" * path.count("/"), **shared, "departments": 3}
        files[f"{path}index.html"] = jinja.get_template(f"{template}.html").render(view).encode("utf-8")
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    assemble(folder / "under/a/path")
    with served(folder) as address:
        yield address + "under/a/path/"


@pytest.fixture
def page(lent):
    """A page that must end without an error, a broken policy or a foreign request."""
    with lent(1280, 720, {}) as seen:
        yield seen.page
        assert seen.page.evaluate("typeof window.XSS") == "undefined"
        assert seen.complaints == []


def paths(page, site):
    """The pages of the results, each once, in the order of the first of each."""
    return list(dict.fromkeys(result.path for result in shown(page, site)))


def texts():
    for document in DOCUMENTS[:4] + DOCUMENTS[5:]:
        for entry in document.entries:
            yield document.path, entry.label
            yield document.path, entry.text


def test_two_hundred_random_pieces_are_all_found_and_marked(page, site):
    assert missed(page, site, pieces(texts(), 200, seed=1)) == []


def test_folds_every_character_as_the_builder_does(page, site):
    page.goto(site)
    changed = page.evaluate(
        """async ([address, equal]) => {
            const { fold, useEqual } = await import(address);
            useEqual(equal);
            const changed = {};
            for (let code = 0; code < 0x30000; code += 1) {
                if (code >= 0xd800 && code < 0xe000) continue;
                const character = String.fromCodePoint(code);
                const folded = fold(character);
                if (folded !== character) changed[code] = folded;
            }
            return changed;
        }""",
        [site + "assets/0/folding.js", equal_characters(map(chr, range(0x10000)))],
    )
    codes = [code for code in range(0x30000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    here = {code: folded(chr(code)) for code in codes if folded(chr(code)) != chr(code)}
    assert {code: changed.get(str(code), chr(code)) for code in here} == here
    assert {int(code) for code in changed} & set(codes) == set(here)


ASKED = [
    ("市委政法委", POLITICS),
    ("满意度", POLITICS),
    ("群众满意度 2021", ["zhanjiang/zhengfawei/2021/"]),
    ("２８４个", POLITICS),
    ("340.8", POLITICS),
    ("40.8万", POLITICS),
    ("340.9", []),
    ("\ue900", []),
    ("视联网终端租赁", POLITICS),
    ("𠀀", ["guide/"]),
    ("😀", ["guide/"]),
    ("🚀", []),
    ("不在任何一页的话", []),
]


@pytest.mark.parametrize(("query", "expected"), ASKED)
def test_finds_these_in_this_order(page, site, query, expected):
    page.goto(site + "search/")
    ask(page, query)
    found = [path for path in paths(page, site) if not path.startswith("original/")]
    assert found == expected


def test_a_result_shows_kind_name_figure_and_a_sentence_and_leads_to_the_place(page, site):
    page.goto(site + "search/?q=综治视联网")
    settle(page)
    result = page.locator("[data-search=results] > li", has_text="揭阳市").first
    assert result.locator(".search-hit__head").text_content() == "任务 · 视联网终端租赁"
    assert result.locator("a").get_attribute("href") == site + "jieyang/zhengfawei/2022/#task-1"
    assert result.locator("mark").all_text_contents() == ["综治视联网"]
    assert result.locator(".search-hit__value").text_content() == "340.8 万元"
    about = result.locator(".search-hit__about").text_content()
    assert about == "中共揭阳市委政法委员会 · 2022 年 · 为 284 个村居租用综治视联网终端。"
    assert page.locator("[data-search=count]").text_content().startswith("找到 ")


@pytest.mark.parametrize("query", ["市纪委监委", "市紀委監委", "shijiwei", "sjwjw", "市纪检监委"])
def test_a_body_is_answered_by_its_card(page, site, query):
    page.goto(site + "search/")
    ask(page, query)
    card = page.locator("[data-search=results] > li").first
    assert card.locator("h2 a").get_attribute("href") == site + "zhanjiang/jiwei/"
    assert card.locator(".search-card__about").text_content().startswith("部门 · 湛江市")
    assert card.locator(".search-card__text").text_content() == "2021 年预算 1.57 亿元（15724.94 万元）。"
    assert card.locator(".search-card__links a").last.get_attribute("href") == site + "zhanjiang/jiwei/2021/#tasks"
    assert card.locator("rect").evaluate_all("rects => rects.map(rect => rect.getAttribute('width'))") == [
        "400",
        "599",
        "999",
    ]


def test_words_that_do_not_meet_are_told_apart(page, site):
    page.goto(site + "search/?q=蘑菇 视联网 法治宣讲")
    settle(page)
    assert page.locator(".search-note").text_content() == (
        "没有全部匹配。 “法治宣讲”和“视联网”不在同一条里，下面分开列；蘑菇 哪里都没有。 只搜“法治宣讲” 只搜“视联网”"
    )
    heads = page.locator("[data-search=parts] h2").all_text_contents()
    assert [head.split()[0] for head in heads] == ["法治宣讲", "视联网"]
    page.click("text=只搜“视联网”")
    settle(page)
    assert page.input_value("#search-query") == "视联网"
    assert [path for path in paths(page, site) if not path.startswith("original/")] == POLITICS


def test_where_nothing_is_found_the_nearest_term_is_named(page, site):
    page.goto(site + "search/?q=法治宣将")
    settle(page)
    assert page.locator("#search-none h2").text_content() == "没有找到“法治宣将”"
    assert page.locator(".search-near a").first.text_content() == "法治宣讲"
    page.locator(".search-near a").first.click()
    settle(page)
    assert paths(page, site)[:3] == POLITICS


def test_filters_narrow_and_stand_in_the_address(page, site):
    page.goto(site + "search/")
    ask(page, "满意度")
    for name in ("湛江市", "2022", "指标"):
        page.locator(".search-filters a", has_text=name).first.click()
        settle(page)
    assert paths(page, site) == ["zhanjiang/zhengfawei/2022/"]
    assert page.locator("[data-search=results] .search-kind").all_text_contents() == ["指标 · "]
    address = page.url
    query = {"q": ["满意度"], "city": ["湛江市"], "year": ["2022"], "kind": ["指标"]}
    assert parse_qs(urlsplit(address).query) == query
    page.goto(site)
    page.goto(address)
    settle(page)
    assert paths(page, site) == ["zhanjiang/zhengfawei/2022/"]
    chosen = page.locator(".search-filters [aria-current]")
    assert [text.split()[0] for text in chosen.all_text_contents()] == ["指标", "湛江市", "2022"]
    for name in ("全部种类", "全部地区", "全部年度"):
        page.locator(".search-filters a", has_text=name).first.click()
        settle(page)
    assert [path for path in paths(page, site) if not path.startswith("original/")] == POLITICS


def test_typing_changes_the_address_and_submitting_makes_history(page, site):
    page.goto(site + "search/")
    entries = page.evaluate("history.length")
    ask(page, "培训")
    ask(page, "培训人次")
    assert page.evaluate("history.length") == entries
    assert parse_qs(urlsplit(page.url).query) == {"q": ["培训人次"]}
    page.press("#search-query", "Enter")
    settle(page)
    ask(page, "法治宣讲")
    page.press("#search-query", "Enter")
    settle(page)
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    settle(page)
    assert page.input_value("#search-query") == "培训人次"
    assert paths(page, site)[:3] == POLITICS
    page.go_back()
    assert page.input_value("#search-query") == ""
    assert page.is_visible("#search-start")


def test_more_results_on_demand_with_focus_on_the_first_new_one(page, site):
    page.goto(site + "search/?q=批量内容")
    settle(page)
    before = len(shown(page, site))
    page.click("[data-search=more]")
    page.wait_for_function("before => document.querySelectorAll('.search-hit').length > before", arg=before)
    assert page.evaluate("document.activeElement.closest('.search-hit').matches(':nth-child(7)')")
    assert [len(found) for found in all_results(page, site, ["批量内容"])] == [40]
    assert page.locator("[data-search=count]").text_content() == "找到 40 处"


def test_says_what_can_be_done_when_nothing_is_asked_found_or_loaded(page, site):
    page.goto(site + "search/")
    page.wait_for_selector("#search-start")
    page.click(".search-examples a >> nth=0")
    settle(page)
    assert page.is_hidden("#search-start")
    ask(page, "无此词句")
    assert page.is_visible("#search-none")
    assert page.locator("[data-search=count]").text_content() == "没有找到“无此词句”"
    ask(page, "")
    assert page.is_visible("#search-start")


def test_says_so_when_the_index_cannot_be_had(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto(site + "search/?q=满意度")
    settle(page)
    assert page.is_visible("#search-failed")
    assert page.get_attribute("[data-search=failed] a", "href") == "../departments/"
    page.unroute("**/search/index.json")
    ask(page, "满意度")
    assert page.is_hidden("#search-failed")
    assert paths(page, site)[:3] == POLITICS
    context.close()


def test_without_scripts_the_page_leads_to_the_departments(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "search/?q=满意度")
    assert page.is_hidden("#search")
    assert page.get_attribute("noscript a, .search-empty a", "href") == "../departments/"
    context.close()


@pytest.mark.parametrize("address", ["search/", "search/?q=法治宣讲"])
def test_what_is_typed_while_the_page_loads_is_asked(page, site, address):
    waiting = []
    page.route("**/search.js", lambda route: waiting.append(route))
    page.goto(site + address, wait_until="commit")
    page.fill("#search-query", "市委政法委")
    page.wait_for_timeout(100)
    waiting[0].continue_()
    page.wait_for_selector(".search-hit")
    settle(page)
    assert page.input_value("#search-query") == "市委政法委"
    assert paths(page, site)[:3] == POLITICS


def test_loads_nothing_before_the_reader_turns_to_the_field(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(site + "zhanjiang/zhengfawei/2021/")
    page.wait_for_load_state("networkidle")
    assert asked == ["zhanjiang/zhengfawei/2021/", "assets/0/scope.js", "assets/0/search.js"]
    with page.expect_request("**/search/index.json"):
        page.focus("#site-search")
    assert page.input_value("#site-search") == ""


def options(page):
    return page.locator("#site-search-list [role=option]")


def test_header_field_is_driven_by_the_keyboard(page, site):
    page.goto(site + "zhanjiang/zhengfawei/2021/")
    page.focus("#site-search")
    page.keyboard.insert_text("综治视联网")
    options(page).first.wait_for()
    assert page.get_attribute("#site-search", "aria-expanded") == "true"
    assert options(page).last.text_content().startswith("查看全部结果（找到 ")
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#site-search", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#site-search", "aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert page.is_hidden("#site-search-results")
    assert page.input_value("#site-search") == "综治视联网"
    page.keyboard.press("ArrowDown")
    options(page).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#task-1")
    assert page.url == site + "jieyang/zhengfawei/2022/#task-1"
    page.go_back()


def test_enter_in_the_header_goes_to_the_search_page(page, site):
    page.goto(site)
    page.focus("#site-search")
    page.keyboard.insert_text("满意度")
    options(page).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    settle(page)
    assert paths(page, site)[:3] == POLITICS


def test_the_panel_waits_until_the_input_method_is_done(page, site):
    page.goto(site)
    page.focus("#site-search")
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "manyidu", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(300)
    assert page.is_hidden("#site-search-results")
    keys.send("Input.insertText", {"text": "满意度"})
    options(page).first.wait_for()
    assert page.input_value("#site-search") == "满意度"


def test_a_slash_is_a_letter_where_one_can_write(page, site):
    page.goto(site + "search/")
    page.click("#search-query")
    page.keyboard.type("a/b")
    assert page.input_value("#search-query") == "a/b"


@pytest.mark.parametrize("query", HARMFUL)
def test_harmful_queries_are_words(page, site, query):
    page.goto(site + "search/")
    ask(page, query)
    assert page.input_value("#search-query") == query
    page.goto(site)
    page.focus("#site-search")
    page.keyboard.insert_text(query)
    page.wait_for_selector("#site-search-results:not([hidden])")


def test_harmful_content_is_text_and_its_address_stays_inside_the_site(page, site):
    page.goto(site + "search/?q=恶意")
    settle(page)
    assert paths(page, site) == ["javascript:window.XSS=1//"]
    assert page.locator("[data-search=results] :is(img, svg, script, b)").count() == 0
    page.goto(site)
    page.focus("#site-search")
    page.keyboard.insert_text("恶意")
    options(page).first.wait_for()
    assert page.locator("#site-search-results :is(img, svg, script, b)").count() == 0
    addresses = page.eval_on_selector_all("#site-search-list a", "links => links.map(link => link.href)")
    assert all(address.startswith(site) for address in addresses)
