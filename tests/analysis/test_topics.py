"""Families of indicators: what belongs where, and who promises most and least."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from corpora import loaded_facts, three_documents
from reading import HERE

from generator.analysis.satisfaction import compared_targets
from generator.analysis.site_facts import Facts
from generator.analysis.table_rows import IndicatorFacts
from generator.analysis.topic_years import TopicYear, topic_year, year_of_topic, years_of_topic
from generator.analysis.topics import (
    TOPICS,
    IndicatorOccurrence,
    grouped_by_unit,
    indicator_occurrences,
    newest_first,
    topic_of,
    without_one_figure,
)
from generator.forms.model import Indicator
from generator.targets import read_target
from generator.words import catalogue_map

OURS = loaded_facts(three_documents())

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
    assert topic_of(indicator(name)) == family


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
    assert topic_of(indicator(name, kind)) == family


def indicator(name: str, kind: str = "数量指标") -> Indicator:
    """An indicator of which only name and type matter."""
    return Indicator.model_construct(family="产出指标", type=kind, name=name)


def test_every_family_says_why_and_what_to_mind() -> None:
    words = catalogue_map("families")
    assert set(words) == {*TOPICS, "cost"}
    assert all(set(entry) == {"name", "why", "care"} for entry in words.values())


def test_our_documents() -> None:
    known = list(indicator_occurrences(OURS))
    assert len(known) == OURS.indicator_count == 43
    counts = {key: sum(one.family == key for one in known) for key in ("satisfaction", "quality", "cost", "")}
    assert counts == {"satisfaction": 3, "quality": 5, "cost": 4, "": 11}
    satisfaction = tuple(one for one in known if one.family == "satisfaction")
    told = [
        (unit, [(one.facts.source.path, one.line.indicator.target) for one in members])
        for unit, members in grouped_by_unit(satisfaction)
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


def members_of(*targets: str) -> tuple[IndicatorOccurrence, ...]:
    """Promises with these targets, each "n target" of the record of that number."""
    found = []
    for told in targets:
        record, target = told.split(" ", 1)
        line = IndicatorFacts("", 0, indicator("满意度"), read_target(target, name="满意度", type="满意度指标"))
        line = replace(line, indicator=line.indicator.model_copy(update={"target": target}))
        found.append(IndicatorOccurrence(OURS.records[int(record)], line, ""))
    return tuple(found)


def targets(members: Iterable[IndicatorOccurrence]) -> list[str]:
    """The targets of some indicators as written."""
    return [str(one.line.indicator.target) for one in members]


@pytest.mark.parametrize(
    ("written", "unit", "highest", "again", "units"),
    [
        ([], "", [], [], []),
        (["0 ≥90%"], "%", ["≥90%"], [], []),
        # The highest is first; equal ones stay in the order of the forms.
        (["0 ≥85%", "1 95%", "2 ≥95%"], "%", ["95%", "≥95%", "≥85%"], [], []),
        # Of a form its highest indicator counts, wherever it is; the first of equal ones.
        (["0 80%", "0 90%", "1 85%"], "%", ["90%", "85%"], ["80%"], []),
        (["0 75%", "0 ≥95%", "0 95%", "1 95%"], "%", ["≥95%", "95%"], ["95%", "75%"], []),
        # The unit of most forms, not of most indicators.
        (["0 5次", "0 6次", "0 7次", "1 85%", "2 95%"], "%", ["95%", "85%"], [], [("次", ["7次", "6次", "5次"])]),
    ],
)
def test_a_year_of_a_topic_has_one_target_of_each_form(
    written: list[str], unit: str, highest: list[str], again: list[str], units: list[tuple[str, list[str]]]
) -> None:
    view = topic_year(2021, members_of(*written))
    assert (view.spread.unit, targets(view.highest), targets(view.again)) == (unit, highest, again)
    assert [(name, targets(members)) for name, members in view.units] == units
    assert view.count == len(written)


def views_of(facts: Facts, topic: str) -> list[TopicYear]:
    forms = newest_first(facts.targets)
    return [year_of_topic(forms, topic, year) for year in years_of_topic(forms, topic)]


def test_few_forms_of_the_newest_year_come_after_all_years_together() -> None:
    views = views_of(OURS, "satisfaction")
    assert [(view.year, targets(view.highest)) for view in views] == [
        (0, ["≥90%", "88", "≥88%"]),
        (2022, ["88"]),
        (2021, ["≥90%", "≥88%"]),
    ]
    assert next(point.name for point in views[0].spread.points) == "湛江市纪委监委 2021 年"


@pytest.mark.parametrize("root", [three_documents(), HERE / "content/years"], ids=lambda root: root.name)
def test_a_form_is_compared_by_the_target_of_satisfaction_that_is_on_the_page_of_the_topic(root: Path) -> None:
    facts = loaded_facts(root)
    firsts = [one for view in views_of(facts, "satisfaction") if view.spread.unit == "%" for one in view.highest]
    compared = compared_targets(facts.targets)
    assert firsts and {path: (target.value, target.anchor) for path, target in compared.items()} == {
        one.facts.source.path: (one.line.reading.value, one.line.anchor) for one in firsts
    }


def test_what_has_no_one_figure_stands_under_what_can_be_held_against_it() -> None:
    found = without_one_figure(
        members_of(
            "0 2021年12月31日前",
            "0 ≥90%",
            "0 1600人、200人",
            "0 当年完成",
            "0 效果良好",
            "0 2021年1月至12月完成",
            "0 无",
            "0 第三方评价",
        )
    )
    assert {key: [one.line.indicator.target for one in group] for key, group in found.items()} == {
        "dated": ["2021年12月31日前", "当年完成", "2021年1月至12月完成"],
        "several": ["1600人、200人"],
        "words": ["效果良好"],
        "none": ["无"],
        "unread": ["第三方评价"],
    }
    assert all(one.line.reading.measurable for key in ("dated", "several") for one in found[key])
