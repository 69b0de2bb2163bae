"""Pages of changes: the newest events on one page and, where these are not all, a page for each year."""

from collections.abc import Iterator, Sequence

from generator.analysis.changes import Event, WithdrawnForm, events, moved, withdrawn_forms
from generator.content.addresses import changes_address, section_address
from generator.output.pages.data import feeds
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.words import translate

# The most events of the first page; the pages of the years have all.
MOST_EVENTS = 50
MOST_RECORDS = 200


def changes(site: Site) -> Iterator[Page]:
    """The page of the newest events, and the pages of each year."""
    known = events(site.corpus)
    lost = withdrawn_forms(site.corpus)
    years = sorted({event.day.year for event in known}, reverse=True) if is_much(known) else []
    name = translate("changes.name")
    counts = {
        "registered": sum(len(event.records) for event in known if event.kind == "first"),
        "adjusted": sum(len(event.adjustments) for event in known),
        "gone": len(lost),
    }
    view = {"years": years, "counts": counts, "feeds": bool(feeds(site)), "moved": ()}
    first = {**view, "most": MOST_RECORDS, "moved": moved(site.corpus)}
    yield page(site, section_address("changes"), name, ((name, None),), known[:MOST_EVENTS], lost, first)
    for year in years:
        title = translate("changes.of_year", year=year)
        steps = ((name, section_address("changes")), (translate("years.year", year=year), None))
        of_year = [event for event in known if event.day.year == year]
        yield page(site, changes_address(year), title, steps, of_year, (), {**view, "years": (), "most": None})


def is_much(known: Sequence[Event]) -> bool:
    """Whether there are too many events for one page."""
    return len(known) > MOST_EVENTS or any(len(event.records) > MOST_RECORDS for event in known)


def page(
    site: Site,
    path: str,
    title: str,
    steps: tuple[tuple[str, str | None], ...],
    told: Sequence[Event],
    lost: Sequence[WithdrawnForm],
    view: dict[str, object],
) -> Page:
    """One page of events."""
    return Page(
        path,
        "changes.html",
        title,
        translate("changes.description"),
        "data",
        crumbs(section_crumb("data"), *steps),
        site.tags,
        {"events": told, "gone": lost, **view},
    )
