"""Metadata of pages for machines: the data set of a form, the title of a shared link, the sitemap."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from corpora import loaded_facts
from reading import HERE

from generator.analysis.facts import RecordFacts
from generator.content.config import read_config
from generator.output.exports.web import robots, sitemap
from generator.output.leads import share_title
from generator.output.metadata import dataset
from generator.words import translate

ROOT = HERE.parent
OURS = loaded_facts(ROOT)
PROJECTS = loaded_facts(HERE / "content/projects")
CONFIG = read_config(ROOT)
ELSEWHERE = CONFIG.model_copy(update={"url": "https://a.example/x/"})


def of(path: str) -> RecordFacts:
    """A record of ours."""
    return next(facts for facts in OURS.records if facts.source.path == path)


def tree(facts: RecordFacts, url: str = "") -> Any:
    """The data set of a form on a site that knows its address or does not."""
    return json.loads(dataset(CONFIG.model_copy(update={"url": url}), facts, ["record.json"]))


def test_the_data_set_of_a_form_says_what_it_holds() -> None:
    found = tree(of("zhanjiang/zhengfawei/2021/"), "https://a.example/x/")
    assert found == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "中共湛江市委政法委员会 2021 年预算绩效目标",
        "description": of("zhanjiang/zhengfawei/2021/").summary,
        "inLanguage": "zh-CN",
        "temporalCoverage": "2021",
        "spatialCoverage": {"@type": "AdministrativeArea", "name": "湛江市", "identifier": "440800"},
        "creator": {"@type": "GovernmentOrganization", "name": "中共湛江市委政法委员会"},
        "license": {"@type": "CreativeWork", "name": translate("tables.licence")},
        "isAccessibleForFree": True,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": "预算合计", "unitText": "万元", "value": "3583.68"},
            {"@type": "PropertyValue", "name": "列出的任务", "unitText": "项", "value": 4},
            {"@type": "PropertyValue", "name": "绩效指标", "unitText": "条", "value": 19},
        ],
        "isBasedOn": {"@type": "CreativeWork", "name": found["isBasedOn"]["name"]},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": "https://a.example/x/zhanjiang/zhengfawei/2021/record.json",
            }
        ],
        "url": "https://a.example/x/zhanjiang/zhengfawei/2021/",
        "dateModified": "2026-11-22",
    }


def test_a_data_set_has_the_days_that_are_known_and_no_value_that_is_not() -> None:
    facts = of("zhanjiang/zhengfawei/2021/")
    disclosure = facts.source.record.disclosure.model_copy(update={"published_on": date(2021, 3, 20)})
    record = facts.source.record.model_copy(update={"disclosure": disclosure})
    known = tree(replace(facts, source=replace(facts.source, content=record, registered=())))
    assert (known["datePublished"], known["dateModified"]) == ("2021-03-20", "2021-03-20")
    unknown = tree(replace(facts, source=replace(facts.source, registered=()), splits=()))
    assert [key for key in ("datePublished", "dateModified", "url") if key in unknown] == []
    assert unknown["variableMeasured"][0] == {"@type": "PropertyValue", "name": "预算合计", "unitText": "万元"}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("zhanjiang/zhengfawei/2021/", "中共湛江市委政法委员会 2021 年预算 3583.68 万元"),
        ("zhanjiang/jiwei/2021/", "湛江市纪委监委 2021 年预算 约 1.57 亿元"),
    ],
)
def test_a_shared_link_says_who_when_and_how_much(path: str, title: str) -> None:
    assert share_title(of(path)) == title
    assert share_title(replace(of(path), splits=())) == title.partition("预算")[0]


def test_projects_have_titles_and_data_sets_too() -> None:
    for facts in PROJECTS.projects:
        assert share_title(facts).startswith(f"{facts.form.name} {facts.source.year} 年")
        assert [one["name"] for one in json.loads(dataset(CONFIG, facts, []))["variableMeasured"]] == [
            "预算合计",
            "绩效指标",
        ]


def test_a_sitemap_has_whole_addresses_and_is_named_where_there_is_one() -> None:
    text = sitemap(ELSEWHERE, ["", "a/b/2021/", "404.html"]).decode()
    assert text.count("<loc>") == 2
    assert "<loc>https://a.example/x/a/b/2021/</loc>" in text
    assert "<loc>" not in sitemap(CONFIG, ["", "a/b/2021/"]).decode()
    assert "Sitemap: https://a.example/x/sitemap.xml" in robots(ELSEWHERE).decode()
    assert "Sitemap" not in robots(CONFIG).decode()
