"""What a site should not go public with: told of early, refused where the site is public."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.cli.scaffold import draft_record, new_site
from generator.content.config import read_config
from generator.problems import ContentError, UsageError
from generator.system.manifest import Revision
from generator.words import format_problem

pytestmark = pytest.mark.usefixtures("shared_results")

ADDRESS = "https://www.zhanjiang.gov.cn/jixiao/"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new project as `init` makes it."""
    new_site(tmp_path / "site")
    return tmp_path / "site"


def set_to(site: Path, **settings: str) -> None:
    """Settings of a site."""
    path = site / "site_config.yml"
    text = path.read_text(encoding="utf-8")
    for key, value in settings.items():
        text = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text)
    path.write_text(text, encoding="utf-8")


def told(site: Path) -> tuple[list[str], list[str]]:
    """Problems and warnings of a site, each as code and place."""
    checked = check_path(site)
    return ([f"{at.code} {at.place}" for at in checked.problems], [f"{at.code} {at.place}" for at in checked.warnings])


ABOUT, ACCESSIBILITY = "content/pages/about.md:20:1", "content/pages/accessibility.md:16:1"
EXAMPLE = "content/shili/shiliju/2026.yml:16:13"
LEFT_OVER = [
    "W345 content/shili/jurisdiction.yml:3:7",
    "W346 content/shili/jurisdiction.yml:9:7",
    "W345 content/shili/shiliju/department.yml:3:7",
    "W345 site_config.yml:20:14",
    "W345 site_config.yml:4:7",
]


@pytest.mark.slow
def test_a_new_site_is_told_early(site: Path) -> None:
    assert told(site) == ([], [f"W347 {ABOUT}", f"W347 {ACCESSIBILITY}", f"W345 {EXAMPLE}"])
    build(BuildOptions(site, site / "site", Revision("", "", "0")), lambda step: None)


def test_a_public_site_with_the_example_is_refused(site: Path) -> None:
    set_to(site, url=ADDRESS)
    problems = [f"E347 {ABOUT}", f"E347 {ACCESSIBILITY}", f"E345 {EXAMPLE}"]
    found, warned = told(site)
    assert (found, sorted(warned)) == (problems, sorted(LEFT_OVER))
    with pytest.raises(ContentError) as refused:
        build(BuildOptions(site, site / "site", Revision("", "", "0")), lambda step: None)
    assert [f"{at.code} {at.place}" for at in refused.value.problems] == problems


def test_a_public_site_of_its_own_is_fine(site: Path) -> None:
    """The example filled in with another department's words, as somebody does who starts from it."""
    set_to(site, url=ADDRESS, contact="0759-0000000", name="湛江市预算绩效目标公开", demo_notice="")
    for path in (site / "content").rglob("*.yml"):
        if not path.name.startswith("_"):
            text = path.read_text(encoding="utf-8").replace("示例", "湛江").replace("code: 000000", "code: 440800")
            path.write_text(text.replace("www.example.gov.cn", "www.zhanjiang.gov.cn"), encoding="utf-8")
    # Its form is not known in that year, and has the cells of one that is.
    assert told(site) == ([], ["W425 content/shili/shiliju/2026.yml:12:8"])


def test_one_sentence_of_the_example_is_enough(site: Path) -> None:
    """A record that was filled in but for one row is none that may be published."""
    set_to(site, url=ADDRESS, contact="0759-0000000")
    path = site / "content/shili/shiliju/2026.yml"
    text = path.read_text(encoding="utf-8")
    kept = "content: 对全市42处示例设施开展日常维护"
    path.write_text(
        text.replace("示例", "湛江").replace("example.gov", "zj.gov").replace(kept.replace("示例", "湛江"), kept),
        "utf-8",
    )
    (problem,) = [at for at in check_path(site).problems if at.code == "E345"]
    assert format_problem(problem).startswith("content/shili/shiliju/2026.yml:48:16: 正式的网站里还有示例的内容")
    assert dict(problem.values)["count"] == "1"


def test_a_draft_has_nothing_of_the_example(site: Path) -> None:
    set_to(site, url=ADDRESS, contact="0759-0000000")
    draft_record(site, "dacheng", "jiaoyuju", "2027")
    assert [at.place.path for at in check_path(site).problems if at.code == "E345"] == [EXAMPLE.partition(":")[0]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "body", "codes"),
    [
        ({}, "请告诉主办者（联系方式在页脚）。", ["E347 contact"]),
        ({}, "请用页面下方的联系电话。", ["E347 contact"]),
        ({}, "本站的网站标识码和 ICP 备案号见页脚。", ["E347 site_id_code", "E347 icp"]),
        ({"contact": "0759-0000000"}, "联系方式在页脚。", []),
        ({"icp": "粤ICP备00000000号"}, "备案编号见网页底部。", []),
        ({}, "备案编号见网页底部。", ["E347 icp"]),
        ({}, "公安备案见网站底部。", ["E347 police"]),
        ({}, "主办单位和监督电话都在页面最下面！", ["E347 contact", "E347 operator"]),
        # Other sentences of the same words.
        ({}, "各部门的联系方式见部门的网站。页脚有版本号。", []),
        ({}, "本站没有联系方式，页脚也没有。", []),
    ],
)
def test_a_page_that_refers_to_an_empty_footer(
    site: Path, settings: dict[str, str], body: str, codes: list[str]
) -> None:
    set_to(site, url=ADDRESS, **settings)
    for name in ("about", "accessibility"):
        (site / f"content/pages/{name}.md").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    (site / "content/pages/guide.md").write_text(f"---\ntitle: 指南\n---\n\n{body}\n", encoding="utf-8")
    found = [at for at in check_path(site).problems if at.code == "E347"]
    assert sorted(f"{at.code} {dict(at.values)['key']}" for at in found) == sorted(codes)
    assert {str(at.place) for at in found} <= {"content/pages/guide.md:5:1"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"url": "https://a.gov.cn/"}, []),
        ({"url": "https://a.gov.cn:8443/jx/"}, []),
        ({"url": "http://127.0.0.1:8000/"}, []),
        ({"url": "https://a.gov.cn"}, ["end https://a.gov.cn/"]),
        ({"url": "https://a.gov.cn/jx"}, ["end https://a.gov.cn/jx/"]),
        ({"url": "http://a.gov.cn/jx/"}, ["http https://a.gov.cn/jx/"]),
        ({"url": "http://a.gov.cn"}, ["end https://a.gov.cn/", "http https://a.gov.cn/"]),
        ({"url": "https://zhanjiang/"}, ["host https://zhanjiang/"]),
        ({"domain": "www.a.gov.cn"}, []),
        ({"domain": "https://www.a.gov.cn/"}, ["domain www.a.gov.cn"]),
        ({"domain": "www.a.gov.cn/jx"}, ["domain www.a.gov.cn"]),
    ],
)
def test_an_address_that_is_not_quite_one(site: Path, settings: dict[str, str], told: list[str]) -> None:
    set_to(site, **settings)
    for asked in (site, site / "site_config.yml"):
        values = [dict(at.values) for at in check_path(asked).warnings if at.code == "W214"]
        assert sorted(f"{value['form']} {value['better']}" for value in values) == told


@pytest.mark.parametrize(
    ("url", "better"),
    [
        ("https://a.gov.cn/jx/index.html", "https://a.gov.cn/jx/"),
        ("https://a.gov.cn/jx/?id=3", "https://a.gov.cn/jx/"),
        ("https://a.gov.cn/jx#top", "https://a.gov.cn/jx/"),
        ("https://a.gov.cn/index.jsp", "https://a.gov.cn/"),
    ],
)
def test_an_address_below_which_no_page_can_stand(site: Path, url: str, better: str) -> None:
    set_to(site, url=url)
    with pytest.raises(UsageError) as trouble:
        read_config(site)
    (problem,) = trouble.value.problems
    assert (problem.code, problem.place.line, dict(problem.values)["better"]) == ("E214", 10, better)


@pytest.mark.parametrize(("day", "told"), [(date(2026, 1, 2), []), (date(2026, 1, 1), ["content/notices/x.md:5:1"])])
def test_a_notice_of_a_day_that_is_still_to_come(site: Path, day: date, told: list[str]) -> None:
    head = "---\ntitle: 通知\nnumber:\nissuer: 局\ndate: 2026-01-02\nattribute: 依申请公开\n---\n"
    (site / "content/notices/x.md").write_text(head, encoding="utf-8")
    found = [at for at in check_path(site, today=day).warnings if at.code == "W209"]
    assert [str(at.place) for at in found if "notices" in at.place.path] == told
