"""Pages of indicators across records: one table of all, and a page for each topic."""

from collections.abc import Iterator

from generator.analysis.topics import indicator_occurrences
from generator.output.pages.indicator_list import indicator_list
from generator.output.pages.page import Page, Site
from generator.output.pages.topics import topic_pages
from generator.words import catalogue_map


def indicators(site: Site) -> Iterator[Page]:
    """The table of all indicators, and a page for each topic that has a member."""
    known = indicator_occurrences(site.facts)
    families = [(key, tuple(one for one in known if one.family == key)) for key in catalogue_map("families")]
    yield indicator_list(site, known, [(key, len(members)) for key, members in families if members])
    for key, members in families:
        if members:
            yield from topic_pages(site, key, members)
