"""The site of self-evaluations: their pages, what stands beside the targets, data, search, and what is verified."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from corpora import loaded_facts, site_of_results
from prose_pages import add_prose_pages

from generator.analysis.verdicts import Funnel, funnel_of, result_lines
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.output.result_words import first_results, funnel_title, funnel_words, results_by_year
from generator.system.manifest import Revision

pytestmark = pytest.mark.usefixtures("shared_results")

FIXTURE = site_of_results()
RESULTS = "shili/minzhengju/2024/results/"
YUZHONG = "yuzhong/rensheju/2021/jiuye-buzhu/results/"
YEARS = ("shili/minzhengju/2023", "shili/minzhengju/2024")
# Of all but the first there are self-evaluations alone.
CITIES = ("shili", "bayannur", "guichi", "yuzhong")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixture."""
    root = Path(shutil.copytree(FIXTURE, tmp_path_factory.mktemp("results") / "project"))
    add_prose_pages(root)
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-01-02", "0")), lambda step: None)
    return root / "site"


def text_of(page: Path) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", page.read_text(encoding="utf-8"))).split())


def test_the_verdicts_of_the_fixture_are_those_that_people_gave() -> None:
    forms = loaded_facts(FIXTURE).results
    given = {
        facts.source.path.removesuffix("results/"): "".join(line.verdict[0] for line in result_lines(facts))
        for facts in forms
    }
    # Of reached, exceeded, agreeing, missed, incomparable, changed, unreported the first letters.
    assert given == {
        "bayannur/ziranziyuan/2024/yewu/": "rrrr",
        "guichi/tangxi/2022/weituo/": "rriuuu",
        "shili/minzhengju/2024/gaizao/": "rr",
        "shili/minzhengju/2024/": "remrrmciui",
        "shili/minzhengju/2023/": "rrrmeriru",
        "yuzhong/rensheju/2021/jiuye-buzhu/": "errrrrerrrmiiiii",
    }
    funnels = {facts.source.path: funnel_of(facts) for facts in forms}
    # Of a rate that covers or helps people 100% is a target that can be missed.
    assert funnels[RESULTS] == Funnel(10, 9, 8, 6, 4)
    assert funnels[YUZHONG] == Funnel(16, 11, 11, 11, 10)


@pytest.mark.parametrize(
    ("funnel", "exceeded", "expected"),
    [
        (Funnel(16, 11, 11, 10, 10), 2, "16 条目标里，能核对的 10 条都达到（其中 2 条超出）。"),
        (Funnel(10, 9, 8, 6, 4), 0, "10 条目标里，能核对的 6 条有 4 条达到，2 条未达到。"),
        (
            Funnel(10, 9, 8, 1, 1, 3),
            0,
            "10 条目标里，能核对的 1 条达到。"
            "另有 3 条与目标相符，但没有写明高了好还是低了好，没达到也看不出来，不计在内。",
        ),
        (Funnel(3, 2, 2, 0, 0), 0, "3 条目标，都没法核对。"),
        (
            Funnel(3, 2, 2, 0, 0, 2),
            0,
            "3 条目标，都没法核对。其中 2 条与目标相符，但没有写明高了好还是低了好，没达到也看不出来。",
        ),
        (Funnel(3, 0, 0, 0, 0), 0, "3 条目标都是文字，没法核对。"),
    ],
)
def test_the_sentence_on_a_funnel(funnel: Funnel, exceeded: int, expected: str) -> None:
    assert funnel_words(funnel, exceeded) == expected


@pytest.mark.parametrize(
    ("funnel", "expected"),
    [
        (Funnel(10, 9, 8, 6, 4), "10 条承诺，6 条能核对，4 条达到"),
        (Funnel(10, 9, 8, 6, 6), "10 条承诺，6 条能核对，都达到"),
        (Funnel(10, 9, 8, 1, 1), "10 条承诺，1 条能核对，达到"),
        (Funnel(4, 4), "4 条承诺，都没法核对"),
    ],
)
def test_the_title_of_a_funnel(funnel: Funnel, expected: str) -> None:
    assert funnel_title(funnel) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            RESULTS,
            "10 条目标里，能核对的 6 条有 4 条达到（其中 1 条超出），2 条未达到。",
        ),
        (RESULTS, "社区服务覆盖率 绩效目标表上是 ≥87%"),
        (YUZHONG, "没有见到它的绩效目标表，目标取自自评表"),
        (RESULTS, "目标和完成的写法不同，像是百分数和小数混着写"),
        (f"{YUZHONG}form/", "项目联系人 不录入个人信息"),
        ("shili/minzhengju/2024/", "1722人次 超出"),
        ("shili/minzhengju/2024/", "≥1300人次 1310人次 达到"),
        ("shili/minzhengju/", "示例市民政局 2024 年绩效自评"),
        ("yuzhong/rensheju/", "就业补助资金 2021 年绩效自评"),
        ("shili/minzhengju/", "12 条承诺，8 条能核对，6 条达到 2024 年，2 份自评表，条"),
        ("shili/", "12 条承诺，8 条能核对，6 条达到 2024 年，2 份自评表，条"),
        ("yuzhong/rensheju/", "16 条承诺，11 条能核对，10 条达到 2021 年，条"),
        ("indicators/", "≥1300人次 完成 1310人次 达到 示例市民政局"),
        ("indicators/", "≥39500人 完成 49358 超出 渝中区人力资源和社会保障局 就业补助资金"),
        ("indicators/funds/", "渝中区人力资源和社会保障局：就业补助资金 预算执行率 ≥90% 完成 88% 未达到"),
        ("departments/", "渝中区人力资源和社会保障局"),
        ("departments/", "只有 1 份自评表"),
        ("", "重庆市渝中区 1 只有 1 份自评表"),
    ],
)
def test_a_page_has_the_words(site: Path, page: str, words: str) -> None:
    assert words.replace(" ", "") in text_of(site / page / "index.html").replace(" ", "")


def test_the_json_has_the_form_as_it_was_typed(site: Path) -> None:
    tree = json.loads((site / YUZHONG / "results.json").read_text(encoding="utf-8"))
    assert tree["results"]["execution"] == {"total": {"adjusted": "7574", "spent": "6643"}}
    columns, rows = tree["results"]["indicators"]["columns"], tree["results"]["indicators"]["rows"]
    row = dict(zip(columns, rows[10], strict=False))
    assert (row["name"], row["target"], row["actual"]) == ("预算执行率", "90", "88%")


def test_no_page_of_results_says_that_a_body_has_published_nothing(site: Path) -> None:
    assert "尚未公开" not in text_of(site / "yuzhong/rensheju/index.html")
    assert "没有表" not in text_of(site / "yuzhong/index.html")


def test_a_comparison_has_what_became_of_a_target(site: Path) -> None:
    tree = json.loads((site / "shili/minzhengju/2024/record.json").read_text(encoding="utf-8"))
    lines = [line for line in tree["comparison"]["lines"] if isinstance(line, dict) and line.get("group") == "targets"]
    quotes = [quote for line in lines for quote in line["quotes"] if len(quote) > 3]
    assert {quote[0]: quote[3].partition("；")[0] for quote in quotes} == {
        "9 条": "共 10 条",
        "≥88%": "完成 0.912，无法比",
        "≥87%": "完成 88.4%，目标改过",
        "100%": "完成 100%，达到",
    }


def test_of_many_self_evaluations_the_first_are_shown() -> None:
    own, *others = sorted(loaded_facts(FIXTURE).results, key=lambda facts: facts.source.path)
    few = results_by_year([own, *others])
    assert (len(few.shown), few.folds, few.left_out) == (1 + len(others), [], 0)
    project = next(facts for facts in others if facts.source.path == "shili/minzhengju/2024/gaizao/results/")
    earlier, now = (next(facts for facts in others if facts.source.path == f"{path}/results/") for path in YEARS)
    many = results_by_year([project] * 12 + [now] + [earlier] * 2)
    assert many.shown[0].facts is now
    assert [(title, len(items)) for title, items in many.folds] == [("2024 年其余 3 份", 3), ("2023 年的 2 份", 2)]
    of_city = first_results([project] * 12 + [now])
    assert (of_city.shown[0].facts is now, len(of_city.shown), of_city.left_out) == (True, 10, 3)


def test_self_evaluations_are_compared_with_each_other(site: Path) -> None:
    tree = json.loads((site / RESULTS / "results.json").read_text(encoding="utf-8"))
    assert tree["comparison"]["others"] == [2023]
    told = {line["key"]: line["quotes"][0][0] for line in tree["comparison"]["lines"] if isinstance(line, dict)}
    assert told == {
        "execution.total.initial": "940.5 万元",
        "execution.total.adjusted": "980 万元",
        "execution.total.spent": "881.02 万元",
        "execution.rate": "89.9%",
        "score": "96.4",
        "reported": "8 条",
        "checkable": "6 条",
        "reached": "4 条",
        "measurable": "9 条",
        "family.satisfaction": "≥88%",
        "family.coverage": "100%",
    }
    page = (site / RESULTS / "index.html").read_text(encoding="utf-8")
    assert 'data-record="shili/minzhengju/2024/results"' in page


def test_a_city_with_self_evaluations_alone_has_no_board(site: Path) -> None:
    boards = sorted(path.name for path in (site / "disclosure").iterdir() if path.is_dir())
    cities = {
        city: f"disclosure/{city}/" in (site / city / "index.html").read_text(encoding="utf-8") for city in CITIES
    }
    assert (boards, cities) == (["shili"], dict.fromkeys(CITIES, False) | {"shili": True})
    assert text_of(site / "disclosure/index.html").count("只有自评表的 3 个部门不在内。") == 1
