"""What is new, for programs that ask: Atom and JSON Feed, of the whole site and of each city.

An entry is a record as it was registered, or as it was last adjusted; a record of which no day is known is left out,
for a feed must name one. Addresses are relative, and identifiers are made of the paths, so that a site may move.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from generator.analysis.facts import FormFacts
from generator.content.addresses import city_address
from generator.output.exports import web
from generator.output.exports.outputs import Export, json_bytes
from generator.words import translate

ATOM = "feed.xml"
JSON = "feed.json"
MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A form that is new or changed: when, whether published, registered or adjusted on that day, in what words."""

    facts: FormFacts
    day: date
    how: Literal["published", "registered", "adjusted"]
    title: str


def feed_entry(facts: FormFacts) -> FeedEntry | None:
    """The latest that is known of a form; None where no day is known."""
    source = facts.source
    what = "exports.feed.project" if source.slug else "exports.feed.record"
    name = translate(what, name=facts.name, department=source.department.name, year=source.year)
    if source.registered and source.registered[-1].told:
        return FeedEntry(
            facts, source.registered[-1].first_seen, "adjusted", translate("exports.feed.adjusted", name=name)
        )
    if source.record.disclosure.published_on:
        return FeedEntry(facts, source.record.disclosure.published_on, "published", name)
    return FeedEntry(facts, source.registered[0].first_seen, "registered", name) if source.registered else None


def newest(forms: Iterable[FormFacts]) -> date | None:
    """The latest day that is known of any of some forms; None where none is."""
    return max((news.day for news in map(feed_entry, forms) if news), default=None)


def feed_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The feeds of the site and of each city that has news."""
    known = sorted(filter(None, map(feed_entry, export.facts.forms)), key=lambda one: (one.day, one.facts.source.path))
    news = known[::-1]
    if news:
        yield from feeds(export, "", str(export.config.name), news)
    for slug in sorted({one.facts.source.city_slug for one in news}):
        of_city = [one for one in news if one.facts.source.city_slug == slug]
        name = translate("exports.feed.city", site=export.config.name, city=of_city[0].facts.source.city.name)
        yield from feeds(export, city_address(slug), name, of_city)


def feeds(export: Export, folder: str, title: str, news: Sequence[FeedEntry]) -> Iterator[tuple[str, bytes]]:
    """One feed in both forms, in the folder of what it is about."""
    latest = news[:MOST_ENTRIES]
    yield folder + ATOM, atom(export, folder, title, latest)
    items = [
        {
            "id": identifier(one.facts.source.path),
            "url": address(export, folder, one.facts.source.path),
            "title": one.title,
            "content_text": one.facts.summary,
            "date_modified": moment(one.day),
        }
        for one in latest
    ]
    tree = {"version": "https://jsonfeed.org/version/1.1", "title": title, "language": "zh-CN", "items": items}
    yield folder + JSON, json_bytes(tree)


def atom(export: Export, folder: str, title: str, news: Sequence[FeedEntry]) -> bytes:
    """A feed as Atom."""
    entries = "".join(
        f"<entry><id>{identifier(one.facts.source.path)}</id><title>{escape(one.title)}</title>"
        f"<updated>{moment(one.day)}</updated>"
        f'<link href="{escape(address(export, folder, one.facts.source.path))}"/>'
        f"<summary>{escape(one.facts.summary)}</summary></entry>\n"
        for one in news
    )
    head = (
        f"<id>{identifier(folder or '/')}</id><title>{escape(title)}</title><updated>{moment(news[0].day)}</updated>"
        f'<link rel="self" href="{escape(address(export, folder, folder + ATOM))}"/>'
        f"<author><name>{escape(str(export.config.operator) or str(export.config.name))}</name></author>\n"
    )
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
    return f"{opening}{head}{entries}</feed>\n".encode()


def identifier(path: str) -> str:
    """The same for the same path on every site and at every time."""
    return uuid5(NAMESPACE_URL, f"gongkai:{path}").urn


def address(export: Export, folder: str, path: str) -> str:
    """The address of a page: whole when the site's own is known, else the way from the feed."""
    whole = web.address(export.config, path)
    return whole if export.config.url else "../" * folder.count("/") + whole


def moment(day: date) -> str:
    """The beginning of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"
