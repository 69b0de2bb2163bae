"""Which pages there are, and what each may see. To add one: a function here, its name on the shelf, a template."""

from collections.abc import Callable, Iterator

from generator.pages.changes import changes
from generator.pages.compare import compare
from generator.pages.data import data
from generator.pages.embeds import embeds
from generator.pages.indicators import indicators
from generator.pages.overviews import bureaus, cities, departments, disclosure, home
from generator.pages.page import Page, Site
from generator.pages.projects import projects
from generator.pages.records import forms, records
from generator.pages.summaries import summary_pages
from generator.pages.texts import checks, not_found, notices, prose_pages, search

SECTIONS = ("home", "departments", "indicators", "data", "notices", "guide", "glossary", "about")

__all__ = ["SECTIONS", "Page", "Site", "all_pages"]

PAGES: tuple[Callable[[Site], Iterator[Page]], ...] = (
    home,
    departments,
    cities,
    summary_pages,
    disclosure,
    bureaus,
    records,
    forms,
    embeds,
    projects,
    indicators,
    compare,
    search,
    data,
    changes,
    checks,
    notices,
    prose_pages,
    not_found,
)


def all_pages(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    for make in PAGES:
        yield from make(site)
