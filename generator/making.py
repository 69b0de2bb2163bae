"""The site in pieces of work, each of which makes some of its files and can be done in any process.

What stands in the folder of a department is made from what is known of that department alone, whole departments at a
time; everything else from what is known of the whole site.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from generator import exports, pages
from generator.exports import exported
from generator.pages import Page, Site, pages_of
from generator.passages import documents
from generator.render import Artist
from generator.search import build_index

File = tuple[str, bytes]
Making = Callable[[], list[File]]
# Departments, and pages that share a template, that are made together.
DEPARTMENTS = 4
PAGES = 40


def of_departments(site: Site, artist: Artist) -> list[Making]:
    """All that stands in the folders of departments; each piece of work has with it all that it needs."""
    return [partial(made_of, part, artist) for part in site.parted(DEPARTMENTS)]


def of_the_site(site: Site, known: Mapping[str, Page], own: Iterable[Page], artist: Artist) -> list[Making]:
    """The search index of all known pages, and the site's own pages but those that tell of the files to take home."""
    drawn = (partial(artist.drawn, some) for some in portions(page for page in own if not page.late))
    return [partial(indexed, site, known), *drawn]


def made_of(part: Site, artist: Artist) -> list[File]:
    """Everything that stands in the folders of some departments."""
    beside = exported(exports.OF_DEPARTMENTS, part)
    return [*beside, *artist.drawn(pages_of(pages.OF_DEPARTMENTS, part))]


def portions(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages by template, so that few processes make the same one ready."""
    kinds: dict[str, list[Page]] = {}
    for page in planned:
        kinds.setdefault(page.template, []).append(page)
    for same in kinds.values():
        yield from (same[start : start + PAGES] for start in range(0, len(same), PAGES))


def indexed(site: Site, known: Mapping[str, Page]) -> list[File]:
    """The search index."""
    return list(build_index(documents(site.corpus, site.facts, known)))
