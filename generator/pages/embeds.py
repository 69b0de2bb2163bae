"""Tables of a record for the pages of others, and the page that says how a record is cited and embedded."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from generator.exports.citation import Citation, citation_of
from generator.facts import RecordFacts
from generator.pages.page import Chart, Page, Site, crumbs, way_to
from generator.pages.records import budget_chart, tasks_chart
from generator.words import say

# A frame that is higher than this is scrolled rather than passed by.
MOST_PIXELS = 1600
# As the parts stand in a frame 600 pixels wide: what is around the tables, what a row takes up, a line of its text.
AROUND = {"budget": 300, "tasks": 260, "indicators": 240}
TABLE, CHART_HEAD, LINE, LINE_SIGNS = 80, 28, 24, 26
MONEY_ROW, TASK_ROW, HELD_ROW, INDICATOR_ROW, TYPE_ROW = 58, 110, 83, 94, 36
CHARTS = {"budget": budget_chart, "tasks": tasks_chart}


@dataclass(frozen=True, slots=True)
class Snippet:
    """The code that embeds one part: an address, and what stands before and after it."""

    part: str
    name: str
    opening: str
    address: str
    rest: str
    scrolls: bool


def embeds(site: Site) -> Iterator[Page]:
    """For each record a page of citations and snippets, and a page for each part that can be embedded."""
    for facts in site.facts.records:
        yield citing_page(site, facts)
        for part in PARTS:
            yield embed_page(site, facts, part)


def citing_page(site: Site, facts: RecordFacts) -> Page:
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
            *way_to(source),
            (str(source.year), source.path),
            (say("citing.embed.crumb"), None),
        ),
        site.tags,
        lambda: cited(facts, citation_of(facts, site.config)),
    )


def cited(facts: RecordFacts, citation: Citation) -> dict[str, Any]:
    """How the record is cited, and the code for each part."""
    return {
        "citation": citation,
        "snippets": [snippet(citation, part, height(facts)) for part, height in PARTS.items()],
    }


def budget_height(facts: RecordFacts) -> int:
    """About how many pixels the money takes up."""
    return around("budget", budget_chart(facts)) + sum(
        TABLE + MONEY_ROW * (len(split.lines) + 1) for split in facts.splits
    )


def tasks_height(facts: RecordFacts) -> int:
    """About how many pixels the tasks take up."""
    tasks = [line.task for line in facts.tasks]
    texts = [text for task in tasks for text in (task.content, task.expected) if text]
    rows = sum(HELD_ROW if task.withheld == "all" else TASK_ROW for task in tasks)
    tables = len({line.group for line in facts.tasks})
    lines = sum(-(-len(text) // LINE_SIGNS) for text in texts)
    return around("tasks", tasks_chart(facts)) + TABLE * tables + rows + LINE * lines


def indicators_height(facts: RecordFacts) -> int:
    """About how many pixels the indicators take up."""
    types = sum(len(family.types) for family in facts.families)
    more = sum(bool(row.indicator.definition or row.indicator.weight) for row in facts.rows)
    rows = INDICATOR_ROW * len(facts.rows) + LINE * more
    return around("indicators", None) + TABLE * len(facts.families) + TYPE_ROW * types + rows


def around(part: str, drawing: Chart | None) -> int:
    """What stands around the tables of a part, its chart with it."""
    return AROUND[part] + (CHART_HEAD + drawing.height if drawing else 0)


PARTS = {"budget": budget_height, "tasks": tasks_height, "indicators": indicators_height}


def snippet(citation: Citation, part: str, height: int) -> Snippet:
    """The code for one part, as high as it is or as a frame should be; its address names the text of the record."""
    name = say(f"record.{part}.title")
    title = say("citing.embed.frame_title", department=citation.department, year=citation.year, name=name)
    return Snippet(
        part,
        name,
        '<iframe src="',
        f"{citation.address}embed/{part}/?v={citation.short}",
        f'" title="{escape(title)}" width="100%" height="{min(height, MOST_PIXELS)}" loading="lazy"></iframe>',
        height > MOST_PIXELS,
    )


def embed_page(site: Site, facts: RecordFacts, part: str) -> Page:
    """One part of a record for a frame on another page: the record's own table, with where it comes from."""
    source = facts.source
    names = {"department": source.record.department, "year": source.year, "part": say(f"record.{part}.title")}
    return Page(
        f"{source.path}embed/{part}/",
        "record.html",
        say("citing.frame.title", **names),
        "",
        canonical="../../",
        view=lambda: (
            {
                "layout": "embed.html",
                "part": part,
                "facts": facts,
                "record": source.record,
                "citation": citation_of(facts, site.config),
                "project_of": {},
            }
            | ({f"{part}_chart": CHARTS[part](facts)} if part in CHARTS else {})
        ),
        listed=False,
    )
