"""The site of one department: its page as home, short addresses, nothing that compares departments, one identity."""

import json
import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path
from posixpath import normpath

import pytest
from prose_pages import add_prose_pages
from reading import HERE

from generator.build.baseline import baseline_of_sources
from generator.build.file_checks import document_paths
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.scaffold import texts_for
from generator.content.registration import register
from generator.output.exports.feeds import identifier
from generator.problems import ContentError
from generator.system.manifest import Revision, read_manifest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_results")]

REVISION = Revision("0123456789", "2026-11-30", "0")
PROJECTS = {"hedi-xunhu": "河堤巡护", "shuiku-chuxian": "水库除险加固"}
TARGETS = tuple(f"{year}/{form}" for year in (2025, 2026) for form in ("", *(f"{slug}/" for slug in PROJECTS)))
FORMS = tuple(sorted((*TARGETS, *(f"{form}results/" for form in TARGETS))))
IDENTITY = "shili/shuiliju/"


def project_of_department(folder: Path) -> Path:
    """A department with forms and results of two years and two projects, which runs the site for itself."""
    root = Path(shutil.copytree(HERE / "content/only_projects", folder / "project"))
    add_prose_pages(root)
    for path, content in texts_for("department").items():
        if path.startswith("content/"):
            (root / path).write_bytes(content)
    with (root / "site_config.yml").open("a", encoding="utf-8") as config:
        config.write("scope: department\n")
    body = root / "content/shili/shuiliju"
    second = (body / "2026/shuiku-chuxian.yml").read_text(encoding="utf-8")
    (body / "2025/shuiku-chuxian.yml").write_text(second.replace("2026", "2025"), encoding="utf-8")
    form = (HERE / "content/projects/content/shili/jiaoyuju/2026.yml").read_text(encoding="utf-8")
    results = (HERE / "content/clean.results.yml").read_text(encoding="utf-8")
    for year in ("2025", "2026"):
        text = form.replace("示例市教育局", "示例市水利局").replace("2026", year)
        (body / f"{year}.yml").write_text(text, encoding="utf-8")
        result = (
            results.replace("示例市教育局", "示例市水利局").replace("2027", str(int(year) + 1)).replace("2026", year)
        )
        for slug, name in PROJECTS.items():
            of_project = result.replace("name: 校舍维修\n", f"name: {name}\n")
            (body / year / f"{slug}.results.yml").write_text(of_project, encoding="utf-8")
        head, rest = result.split("name: 校舍维修\nsupervisor: 示例市水利局\nimplementer: 示例市学校后勤中心\n")
        (body / f"{year}.results.yml").write_text(f"{head}department: 示例市水利局\n{rest}", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, whose forms are registered, with its site."""
    root = project_of_department(tmp_path_factory.mktemp("own"))
    register(root, date(2026, 3, 6))
    build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    """The site."""
    return root / "site"


def test_addresses_have_neither_city_nor_department(site: Path) -> None:
    pages = {f"{path.parent.relative_to(site).as_posix()}/" for path in site.rglob("index.html")}
    assert {*FORMS, *(f"{form}form/" for form in FORMS), "./"} <= pages
    assert not [path for path in site.rglob("*") if {"shili", "shuiliju", "departments", "disclosure"} & {*path.parts}]
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "<h1>示例市水利局</h1>" in home and 'href="2026/hedi-xunhu/"' in home
    page = (site / "2026/hedi-xunhu/index.html").read_text(encoding="utf-8")
    assert 'href="../../2025/hedi-xunhu/"' in page and 'data-record="2026/hedi-xunhu"' in page


def test_each_form_leads_to_the_same_one_of_the_other_year(site: Path) -> None:
    links = {}
    for form in FORMS:
        page = (site / form / "index.html").read_text(encoding="utf-8")
        nav = page.partition('<nav class="years"')[2].partition("</nav>")[0]
        links[form] = [normpath(form + link) + "/" for link in re.findall('href="([^"]+)"', nav)]
    other = {"2025": "2026", "2026": "2025"}
    assert links == {form: [other[form[:4]] + form[4:]] for form in FORMS}


def test_no_page_speaks_of_other_departments(site: Path) -> None:
    said = {
        path: re.sub(r"\s+", "", unescape(re.sub(r"<script.*?</script>|<[^>]+>", "", text, flags=re.DOTALL)))
        for path in site.rglob("*.html")
        if not {"checks", "data", "glossary", "guide"} & {*path.parts}
        for text in [path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]]
    }
    for words in ("各部门", "部门列表", "同类部门", " 个部门", "1个部门", "按期公开："):
        assert [str(path.relative_to(site)) for path, text in said.items() if words in text] == [], words
    about = said[site / "about/index.html"]
    assert "本站是示例市水利局自己的专栏，只有这个部门的表，不与别的部门比较。" in about


def test_no_filter_has_a_single_choice(site: Path) -> None:
    choices = {
        f"{path.relative_to(site)} {name}": options.count("<option")
        for path in site.rglob("*.html")
        for name, options in re.findall(
            r'<select[^>]* name="(city|year|filter-year)"[^>]*>(.*?)</select>', path.read_text(encoding="utf-8")
        )
    }
    # The first option is all of them, but for the years that have pages of their own.
    assert choices.keys() == {name for name in choices if name.endswith("year")} != set()
    assert [name for name, count in choices.items() if count < 2] == []


def test_home_has_promise_and_result_of_each_year(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    home = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", text)))
    assert "2025–2026年能核对的" in home
    for year in (2025, 2026):
        assert [f"{name}{year}年绩效自评" in home for name in ("示例市水利局", *PROJECTS.values())] == [True] * 3
    links = {link for link in re.findall(r'href="([^":#]+)"', text) if "results" in link}
    assert links == {f"{form}results/" for form in TARGETS}


def test_search_feed_and_files_lead_to_the_short_addresses(site: Path) -> None:
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in (site / "search/d").glob("*.json")]
    assert {*FORMS} <= document_paths(document for part in parts for document in part)
    feed = json.loads((site / "feed.json").read_bytes())
    assert {item["url"] for item in feed["items"]} == {*FORMS}
    # A reader that knew the form on the site of its city knows it here.
    assert {item["id"] for item in feed["items"]} == {identifier(IDENTITY + form) for form in FORMS}
    assert json.loads((site / "2026/record.json").read_bytes())["path"] == "2026/"


def test_forms_are_registered_and_compared_by_their_identity(root: Path, site: Path) -> None:
    manifest = read_manifest(site)
    assert manifest and sorted(manifest.registered) == [IDENTITY + form for form in FORMS]
    files = [path.relative_to(root).as_posix() for path in (root / "content").rglob("*.yml")]
    lines = (root / "content/register.yml").read_text(encoding="utf-8")
    options = BuildOptions(root, site, REVISION, against=baseline_of_sources("HEAD", files, lines))
    published, _ = build(options, lambda step: None)
    assert published.unregistered == 0
    assert "现有12份表已经登记" in re.sub(r"\s+", "", (site / "changes/index.html").read_text(encoding="utf-8"))


def test_a_second_department_is_refused(tmp_path: Path) -> None:
    root = project_of_department(tmp_path)
    other = Path(shutil.copytree(root / "content/shili/shuiliju", root / "content/shili/linyeju"))
    for path in other.rglob("*.yml"):
        path.write_text(path.read_text(encoding="utf-8").replace("水利局", "林业局"), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    assert [(one.code, one.place.path) for one in refused.value.problems] == [("E740", "site_config.yml")]
