"""Atom and JSON feeds of the whole site and of each city.

An entry is a form as it was registered, or as it was last adjusted; a form without a known day is left out. Addresses
are relative where the site's own is unknown, and identifiers are made of paths, so that a site may move.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from generator.analysis.facts import FormFacts, ResultsFacts, grouped
from generator.content.addresses import city_address
from generator.output.exports.outputs import Export, Files, json_bytes
from generator.output.exports.web import address
from generator.words import translate

ATOM = "feed.xml"
JSON = "feed.json"
MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A form that is new or changed: the day, and whether it was published, registered or adjusted then."""

    facts: FormFacts
    day: date
    how: Literal["published", "registered", "adjusted"]

    @property
    def title(self) -> str:
        """The name of the form, and what happened to it."""
        facts, source = self.facts, self.facts.source
        kind = ("project" if source.slug else "record") + ("_results" if isinstance(facts, ResultsFacts) else "")
        values = {"name": facts.name, "department": source.department.name, "year": source.year}
        name = translate(f"exports.feed.{kind}", **values)
        return translate("exports.feed.adjusted", name=name) if self.how == "adjusted" else name


def has_day(facts: FormFacts) -> bool:
    """Whether a day is known on which a form was published or registered."""
    return bool(facts.source.registered or facts.disclosure.published_on)


def feed_entry(facts: FormFacts) -> FeedEntry | None:
    """Return the latest event of a form; None where no day is known."""
    registered = facts.source.registered
    if registered and registered[-1].adjustments:
        return FeedEntry(facts, registered[-1].first_seen, "adjusted")
    if facts.disclosure.published_on:
        return FeedEntry(facts, facts.disclosure.published_on, "published")
    return FeedEntry(facts, registered[0].first_seen, "registered") if registered else None


def newest(forms: Iterable[FormFacts]) -> date | None:
    """Return the latest known day of some forms; None where none is known."""
    return max((news.day for news in map(feed_entry, forms) if news), default=None)


def feed_files(export: Export) -> Files:
    """Yield the feeds of the site and of each city that has entries."""
    entries = sorted(
        filter(None, map(feed_entry, export.facts.forms)), key=lambda entry: (entry.day, entry.facts.source.path)
    )
    news = entries[::-1]
    if news:
        yield from feeds(export, "", str(export.config.name), news)
    own = [entry for entry in news if not entry.facts.source.own]
    for slug, of_city in sorted(grouped(own, lambda entry: entry.facts.source.city_slug).items()):
        name = translate("exports.feed.city", site=export.config.name, city=of_city[0].facts.source.city.name)
        yield from feeds(export, city_address(slug), name, of_city)


def feeds(export: Export, folder: str, title: str, news: Sequence[FeedEntry]) -> Files:
    """Yield one feed as Atom and as JSON, in its folder."""
    latest = news[:MOST_ENTRIES]
    yield folder + ATOM, atom(export, folder, title, latest)
    items = [
        {
            "id": identifier(entry.facts.source.identity),
            "url": address(export.config, entry.facts.source.path, folder),
            "title": entry.title,
            "content_text": entry.facts.summary,
            "date_modified": day_start(entry.day),
        }
        for entry in latest
    ]
    tree = {"version": "https://jsonfeed.org/version/1.1", "title": title, "language": "zh-CN", "items": items}
    yield folder + JSON, json_bytes(tree)


def atom(export: Export, folder: str, title: str, news: Sequence[FeedEntry]) -> bytes:
    """Return a feed as Atom."""
    entries = "".join(
        f"<entry><id>{identifier(entry.facts.source.identity)}</id><title>{escape(entry.title)}</title>"
        f"<updated>{day_start(entry.day)}</updated>"
        f'<link href="{escape(address(export.config, entry.facts.source.path, folder))}"/>'
        f"<summary>{escape(entry.facts.summary)}</summary></entry>\n"
        for entry in news
    )
    head = (
        f"<id>{identifier(folder or '/')}</id><title>{escape(title)}</title><updated>{day_start(news[0].day)}</updated>"
        f'<link rel="self" href="{escape(address(export.config, folder + ATOM, folder))}"/>'
        f"<author><name>{escape(str(export.config.operator) or str(export.config.name))}</name></author>\n"
    )
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
    return f"{opening}{head}{entries}</feed>\n".encode()


def identifier(path: str) -> str:
    """Return a URN that depends on the path alone."""
    return uuid5(NAMESPACE_URL, f"gongkai:{path}").urn


def day_start(day: date) -> str:
    """Return the beginning of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"
