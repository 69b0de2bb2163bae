"""Tables of a record for the pages of others, and the page that says how a record is cited and embedded."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from generator.exports.citation import Citation, citation_of
from generator.facts import RecordFacts
from generator.pages.page import Page, Site, crumbs
from generator.pages.records import budget_chart, tasks_chart
from generator.words import say

# Each part with the height in pixels that shows its beginning well.
PARTS = {"budget": 900, "tasks": 800, "indicators": 800}
CHARTS = {"budget": budget_chart, "tasks": tasks_chart}


@dataclass(frozen=True, slots=True)
class Snippet:
    """The code that embeds one part: an address, and what stands before and after it."""

    part: str
    name: str
    opening: str
    address: str
    rest: str


def embeds(site: Site) -> Iterator[Page]:
    """For each record a page of citations and snippets, and a page for each part that can be embedded."""
    for facts in site.facts.records:
        citation = citation_of(facts, site.config, site.stamp)
        yield citing_page(site, facts, citation)
        for part in PARTS:
            yield embed_page(facts, citation, part)


def citing_page(site: Site, facts: RecordFacts, citation: Citation) -> Page:
    """How one record is cited and embedded."""
    source = facts.source
    names = {"name": source.record.department, "year": source.year}
    return Page(
        f"{source.path}embed/",
        "embeds.html",
        say("citing.embed.title", **names),
        say("citing.embed.description", **names),
        "departments",
        crumbs(
            (say("pages.departments.name"), "departments/"),
            (source.city.name, f"{source.city_slug}/"),
            (source.department.name, f"{source.city_slug}/{source.department_slug}/"),
            (str(source.year), source.path),
            (say("citing.embed.crumb"), None),
        ),
        site.tags,
        {"citation": citation, "snippets": [snippet(citation, part) for part in PARTS]},
    )


def snippet(citation: Citation, part: str) -> Snippet:
    """The code for one part; its address tells which text of the record was there when it was taken."""
    name = say(f"record.{part}.title")
    title = say("citing.embed.frame_title", department=citation.department, year=citation.year, name=name)
    return Snippet(
        part,
        name,
        '<iframe src="',
        f"{citation.address}embed/{part}/?v={citation.short}",
        f'" title="{escape(title)}" width="100%" height="{PARTS[part]}" loading="lazy"></iframe>',
    )


def embed_page(facts: RecordFacts, citation: Citation, part: str) -> Page:
    """One part of a record for a frame on another page: the record's own table, with where it comes from."""
    names = {"department": citation.department, "year": citation.year, "part": say(f"record.{part}.title")}
    return Page(
        f"{facts.source.path}embed/{part}/",
        "record.html",
        say("citing.frame.title", **names),
        "",
        canonical="../../",
        view={
            "layout": "embed.html",
            "part": part,
            "facts": facts,
            "record": facts.source.record,
            "citation": citation,
            "project_of": {},
        }
        | ({f"{part}_chart": CHARTS[part](facts)} if part in CHARTS else {}),
        listed=False,
    )
