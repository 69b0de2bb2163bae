"""Families of indicators: what belongs where, and who promises most and least."""

import pytest
from reading import HERE

from generator.corpus import read_corpus
from generator.facts import gather
from generator.families import FAMILIES, family_of, promises, spread
from generator.model import Indicator
from generator.words import branch

OURS = gather(read_corpus(HERE.parent))

BELONGING = {
    "群众对政法工作满意度": "satisfaction",
    "服务对象投诉率": "complaints",
    "信访案件按期办结率": "complaints",
    "资金完成及时率": "timeliness",
    "根据工作需要，及时开展4项政法委业务工作": "timeliness",
    "项目资金使用率": "funds",
    "项目预算完成率": "funds",
    "财政资金投入比": "funds",
    "线路运维验收合格率": "quality",
    "政法业务工作资金使用合规性": "quality",
    "案件办结率": "completion",
    "宣传覆盖率": "coverage",
    "群众知晓率": "awareness",
    "办案培训人次": "training",
    "印制扫黑除恶宣传资料数量": "publicity",
    "维护（巡检）次数": "",
    "政法信息网（二期）工程交付": "",
}


@pytest.mark.parametrize(("name", "family"), BELONGING.items())
def test_the_family_of_a_name(name: str, family: str) -> None:
    assert family_of(indicator(name)) == family


@pytest.mark.parametrize(
    ("kind", "name", "family"),
    [
        ("成本指标", "平安工作宣传成本", "cost"),
        ("成本指标", "政法业务工作经费", "cost"),
        ("数量指标", "政法业务工作经费", ""),
        ("成本指标", "项目预算完成率", "funds"),
    ],
)
def test_cost_is_decided_by_the_place_on_the_form_too(kind: str, name: str, family: str) -> None:
    assert family_of(indicator(name, kind)) == family


def indicator(name: str, kind: str = "数量指标") -> Indicator:
    """An indicator of which only name and type matter."""
    return Indicator.model_construct(family="产出指标", type=kind, name=name)


def test_every_family_says_why_and_what_to_mind() -> None:
    words = branch("families")
    assert set(words) == {*FAMILIES, "cost"}
    assert all(set(entry) == {"name", "why", "care"} for entry in words.values())


def test_our_documents() -> None:
    known = promises(OURS)
    assert len(known) == OURS.indicator_count == 43
    counts = {key: sum(one.family == key for one in known) for key in ("satisfaction", "quality", "cost", "")}
    assert counts == {"satisfaction": 3, "quality": 5, "cost": 4, "": 11}
    satisfaction = tuple(one for one in known if one.family == "satisfaction")
    told = [
        (unit, [(one.facts.source.path, one.line.indicator.target) for one in members])
        for unit, members in spread(satisfaction)
    ]
    assert told == [
        (
            "%",
            [
                ("zhanjiang/jiwei/2021/", "≥90%"),
                ("jieyang/zhengfawei/2022/", "88"),
                ("zhanjiang/zhengfawei/2021/", "≥88%"),
            ],
        )
    ]
