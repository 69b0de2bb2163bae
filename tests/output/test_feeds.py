"""Feeds: well made, of what is known, and with addresses that lead to the pages."""

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from corpora import loaded_facts, three_documents

from generator.analysis.site_facts import Facts
from generator.content.config import read_config
from generator.output.exports.feeds import feed_entry, feed_files
from generator.output.exports.outputs import Export

ROOT = three_documents()
OURS = loaded_facts(ROOT)
ENTRY = "{http://www.w3.org/2005/Atom}"


def files(facts: Facts, url: str = "") -> dict[str, bytes]:
    """The feeds of a site."""
    config = read_config(ROOT).model_copy(update={"url": url})
    return dict(feed_files(Export(facts, config, {})))


def test_there_is_a_feed_for_the_site_and_for_each_city() -> None:
    assert sorted(files(OURS)) == sorted(
        f"{folder}feed.{kind}" for folder in ("", "jieyang/", "zhanjiang/") for kind in ("xml", "json")
    )


@pytest.mark.parametrize(
    ("folder", "url", "expected"),
    [
        ("", "", ["jieyang/zhengfawei/2022/", "zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/"]),
        ("jieyang/", "", ["../jieyang/zhengfawei/2022/"]),
        ("jieyang/", "https://a.example/x/", ["https://a.example/x/jieyang/zhengfawei/2022/"]),
    ],
)
def test_both_forms_lead_to_the_same_pages(folder: str, url: str, expected: list[str]) -> None:
    made = files(OURS, url)
    feed = ElementTree.fromstring(made[f"{folder}feed.xml"])  # noqa: S314 - our own file
    entries = feed.findall(f"{ENTRY}entry")
    assert [entry.find(f"{ENTRY}link").get("href") for entry in entries] == expected
    tree = json.loads(made[f"{folder}feed.json"])
    assert [item["url"] for item in tree["items"]] == expected
    assert [item["id"] for item in tree["items"]] == [entry.findtext(f"{ENTRY}id") for entry in entries]
    days = [f"2026-11-{29 if 'jieyang' in item['url'] else 22}T00:00:00+08:00" for item in tree["items"]]
    assert [item["date_modified"] for item in tree["items"]] == days
    assert [item["content_text"] for item in tree["items"]] == [entry.findtext(f"{ENTRY}summary") for entry in entries]


def test_a_record_of_which_no_day_is_known_is_no_news() -> None:
    (known, *_) = OURS.records
    forgotten = replace(known, source=replace(known.source, registered=()))
    assert (feed_entry(known).day, feed_entry(forgotten)) == (date(2026, 11, 29), None)


def test_a_site_without_news_has_no_feed() -> None:
    assert files(Facts((), ())) == {}
