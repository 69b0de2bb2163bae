"""The site in pieces of work, each of which makes some of its files and can be done in any process.

What stands in the folder of a department is made from what is known of that department alone, whole departments at a
time; everything else from what is known of the whole site.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from generator import exports, pages
from generator.exports import Offer
from generator.pages import Page, Site, pages_of
from generator.passages import documents
from generator.render import Artist
from generator.search import build_index

File = tuple[str, bytes]
# Departments, and pages that share a template, that are made together.
DEPARTMENTS = 4
PAGES = 40


@dataclass(frozen=True, slots=True)
class Made:
    """Files, and which of them are offered to take home."""

    files: list[File]
    offers: dict[str, Offer] = field(default_factory=dict)


def of_departments(site: Site, artist: Artist) -> list[Callable[[], Made]]:
    """All that stands in the folders of departments; each piece of work has with it all that it needs."""
    return [partial(made_of, part, artist) for part in site.parted(DEPARTMENTS)]


def of_the_site(site: Site, known: Mapping[str, Page], artist: Artist) -> list[Callable[[], Made]]:
    """Everything else but for the pages that tell of these files, the longest work first."""
    own = [page for page in pages_of(pages.OF_THE_SITE, site) if not page.late]
    return [
        *(partial(offered, write, site) for write in exports.OF_THE_SITE),
        partial(indexed, site, known),
        *(partial(drawn, some, artist) for some in portions(own)),
    ]


def offered(write: exports.Write, site: Site) -> Made:
    """What an export makes of the whole site."""
    files = list(write(site))
    return Made(files, {path: Offer.of(path, content) for path, content in files})


def made_of(part: Site, artist: Artist) -> Made:
    """Everything that stands in the folders of some departments."""
    beside = chain.from_iterable(write(part) for write in exports.OF_DEPARTMENTS)
    return Made([*beside, *artist.drawn(pages_of(pages.OF_DEPARTMENTS, part))])


def drawn(some: Iterable[Page], artist: Artist) -> Made:
    """Some pages."""
    return Made(list(artist.drawn(some)))


def portions(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages by template, so that few processes make the same one ready."""
    kinds: dict[str, list[Page]] = {}
    for page in planned:
        kinds.setdefault(page.template, []).append(page)
    for same in kinds.values():
        yield from (same[start : start + PAGES] for start in range(0, len(same), PAGES))


def indexed(site: Site, known: Mapping[str, Page]) -> Made:
    """The search index."""
    return Made(list(build_index(documents(site.corpus, site.facts, known))))
