"""A site that has forms of projects alone is a whole site: counts, indicators, years, pages and addresses."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from prose_pages import add_prose_pages
from reading import HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.system.manifest import Revision

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_results")]

FIXTURE = HERE / "content/only_projects"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one department with one project of two years and another of one."""
    root = Path(shutil.copytree(FIXTURE, tmp_path_factory.mktemp("only") / "project"))
    add_prose_pages(root)
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-11-30", "0")), lambda step: None)
    return root / "site"


def words(site: Path, path: str) -> str:
    """The words of the content of a page, white space aside."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    content = re.sub(r"<(script|template).*?</\1>", "", html.partition("<article")[2], flags=re.DOTALL)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", content)))


def test_indicators_of_projects_are_counted_once_and_everywhere_alike(site: Path) -> None:
    assert "11条指标" in words(site, "indicators/")
    assert "3份表、0项任务、11条指标" in words(site, "data/")
    index = json.loads((site / "indicators/rows/index.json").read_bytes())
    assert [count for *_, count in index["files"]] == [7, 4]
    rows = (site / "data/indicators.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 11
    assert sum(",河堤巡护," in row and "≥85%" in row for row in rows) == 2
    assert "3份表：最低85%，最高90%" in words(site, "indicators/satisfaction/")


def test_every_address_on_the_way_to_a_page_is_a_page(site: Path) -> None:
    pages = {path.parent.relative_to(site) for path in site.rglob("index.html")}
    assert [str(above) for page in pages for above in page.parents if above not in pages] == []
    assert {Path("shili/2025"), Path("shili/shuiliju/2026"), Path("shili/shuiliju/2026/hedi-xunhu")} <= pages


TOGETHER = "2026年2个项目安排1682.5万元，7条目标都可以衡量。"


@pytest.mark.parametrize(
    ("path", "says", "says_not"),
    [
        ("", "1个地区1个部门3份表2025–2026年", "合计不明"),
        ("", "只有2份项目表", "未知"),
        ("shili/", f"{TOGETHER}按期公开：2026年1个，2025年1个", "应公开的部门"),
        ("shili/2026/", f"{TOGETHER}个部门按期公开1/1的目标可以衡量100.0%份表合计对得上2/2", "0个"),
        ("shili/2025/", "2025年1个项目安排360万元，4条目标都可以衡量。", "0个"),
        ("shili/shuiliju/", f"20252026{TOGETHER}本站收录的都是项目的表", "本站无记录"),
        ("shili/shuiliju/", "河堤巡护432万元比上年+20.0%；4/4条目标可以衡量", "项目全部资金"),
        ("shili/shuiliju/2026/", f"20252026{TOGETHER}本站没有收录这个部门2026年部门整体的", "空白"),
        ("shili/shuiliju/2026/hedi-xunhu/", "2026年安排432万元，比2025年增加72万元（20.0%）", "未知"),
        ("shili/shuiliju/2026/hedi-xunhu/", "巡护河堤长度≥92公里上年≥86公里", "0条"),
        ("disclosure/", "1个部门、2年，都按期公开", "是否按期还不知道"),
        ("disclosure/shili/", "名单上的1个部门中，本站有1个部门2026年的表：期限内公开1个。", "0个部门"),
        ("questions/", "2份表里，1份比上一年增加", "还没有哪个问题"),
    ],
)
def test_pages_say_what_is_true_of_projects(site: Path, path: str, says: str, says_not: str) -> None:
    said = words(site, path)
    assert (says in said, says_not in said) == (True, False)


def test_a_project_is_compared_with_its_other_years(site: Path) -> None:
    file = json.loads((site / "shili/shuiliju/2026/hedi-xunhu/project.json").read_bytes())
    assert (file["comparison"]["others"], file["comparison"]["total"]) == ([2025], "432")
    page = (site / "shili/shuiliju/2026/hedi-xunhu/index.html").read_text(encoding="utf-8")
    chosen = "compare/?r=shili/shuiliju/2025/hedi-xunhu&amp;r=shili/shuiliju/2026/hedi-xunhu"
    assert f'href="../../../../{chosen}"' in page and 'data-record="shili/shuiliju/2026/hedi-xunhu"' in page
