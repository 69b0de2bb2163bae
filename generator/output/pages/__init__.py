"""The registry of pages. To add one: write a function here, put it into a registry, add a template."""

from collections.abc import Callable, Iterator

from generator.output.pages.board import city_board, disclosure
from generator.output.pages.changes import changes
from generator.output.pages.cities import cities
from generator.output.pages.compare import compare
from generator.output.pages.data import data
from generator.output.pages.department_list import department_list
from generator.output.pages.departments import departments
from generator.output.pages.folders import folders
from generator.output.pages.home import home
from generator.output.pages.indicators import indicators
from generator.output.pages.moved import moved_pages
from generator.output.pages.page import Page, Site
from generator.output.pages.projects import projects
from generator.output.pages.questions import questions
from generator.output.pages.records import forms, records
from generator.output.pages.results import results
from generator.output.pages.rules import checks
from generator.output.pages.sections import sections_of
from generator.output.pages.summaries import summary_pages
from generator.output.pages.texts import not_found, notices, prose_pages, search, suspended

__all__ = [
    "CITY_PAGES",
    "DEPARTMENT_PAGES",
    "OWN_SITE_PAGES",
    "SITE_PAGES",
    "Page",
    "Site",
    "pages_of",
    "sections_of",
]

Registry = tuple[Callable[[Site], Iterator[Page]], ...]

# From the whole site, from one city, and from one department.
SITE_PAGES: Registry = (
    home,
    department_list,
    disclosure,
    indicators,
    questions,
    compare,
    search,
    data,
    changes,
    moved_pages,
    checks,
    notices,
    prose_pages,
    suspended,
    not_found,
)
# The site of a department has its page as home, and nothing that compares departments.
OWN_SITE_PAGES: Registry = tuple(
    make for make in SITE_PAGES if make not in (home, department_list, questions, moved_pages)
)
CITY_PAGES: Registry = (cities, summary_pages, city_board)
DEPARTMENT_PAGES: Registry = (departments, records, forms, projects, results, folders)


def pages_of(registry: Registry, site: Site) -> Iterator[Page]:
    """The pages of all functions of a registry."""
    for make in registry:
        yield from make(site)
