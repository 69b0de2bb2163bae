"""Pages of indicators across records: one table of all, and a page for each topic."""

from collections.abc import Iterator

from generator.analysis.topics import indicator_occurrences
from generator.content.addresses import section_address
from generator.output.pages.lists import long_table, row_pages
from generator.output.pages.page import Page, Site, column_page, distinct
from generator.output.pages.topics import topic_pages
from generator.words import catalogue_map, translate


def indicators(site: Site) -> Iterator[Page]:
    """The table of all indicators, and a page for each topic that has a member."""
    known = indicator_occurrences(site.facts)
    families = [(key, tuple(one for one in known if one.family == key)) for key in catalogue_map("families")]
    yield column_page(
        site,
        "indicators",
        listing=long_table(known),
        families=[(key, len(members)) for key, members in families if members],
        choices={
            "city": [city.about.name for city in site.corpus.cities if site.facts.of_city(city)],
            "year": distinct(str(one.facts.source.year) for one in known)[::-1],
            "family": [translate(f"families.{key}.name") for key, members in families if members],
            "kind": distinct(translate(f"targets.kinds.{one.line.reading.kind}") for one in known),
            "sign": distinct(translate(f"targets.comparators.{one.line.reading.comparator}") for one in known),
            "measurable": [translate(f"targets.measurable.{key}") for key in ("yes", "no", "unread")],
        },
    )
    yield from row_pages(section_address("indicators"), "rows/indicators.html", translate("indicators.table"), known)
    for key, members in families:
        if members:
            yield from topic_pages(site, key, members)
