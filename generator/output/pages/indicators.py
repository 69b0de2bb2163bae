"""Pages of indicators across forms: one table of all, and a page for each topic."""

from collections import Counter
from collections.abc import Iterator

from generator.analysis.facts import grouped
from generator.analysis.topics import newest_first, topic_counts
from generator.output.pages.indicator_list import indicator_list
from generator.output.pages.page import Page, Site
from generator.output.pages.topics import topic_pages
from generator.system.cache import key_of
from generator.words import catalogue_map


def indicators(site: Site) -> Iterator[Page]:
    """The table of all indicators, and a page for each topic that has a member."""
    forms = newest_first(site.facts.with_indicators)
    counts: Counter[str] = Counter()
    for form in forms:
        counts.update(topic_counts(form))
    topics = [(key, counts[key]) for key in catalogue_map("families") if counts[key]]
    yield indicator_list(site, topics)
    named = {
        year: key_of((), [(one.source.path, one.full_name, str(one.source.city.name)) for one in some])
        for year, some in grouped(forms, lambda form: form.source.year).items()
    }
    for key, _ in topics:
        yield from topic_pages(site, key, forms, named)
