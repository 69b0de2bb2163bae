"""What a page is: where it stands, what draws it, and exactly what that may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.charts import figure_json
from generator.corpus import Corpus, YearForm
from generator.exports import Export, Offer
from generator.metatags import column_tags, site_tags
from generator.words import say

Crumbs = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, what draws it, exactly what that may see, and whether search engines list it.

    A late page tells of the files of the site, and is drawn when these are known.
    """

    path: str
    template: str
    title: str
    description: str
    section: str = ""
    breadcrumb: Crumbs = ()
    meta: tuple[tuple[str, str], ...] = ()
    view: Mapping[str, Any] = field(default_factory=dict)
    canonical: str = ""
    base: str = ""
    listed: bool = True
    late: bool = False

    @property
    def file(self) -> str:
        """The file of the page in the site."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"

    @property
    def root(self) -> str:
        """The way from the page to the site's root, as a prefix of links; `base` for a page shown at any depth."""
        return self.base or "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Site(Export):
    """Everything that pages are made from: what exports may see, the texts, and the files of the whole site.

    The files are made after the pages are planned and before they are drawn: a template finds them all.
    """

    corpus: Corpus
    files: dict[str, Offer]

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """The tags of government sites that every page of the column has."""
        return (*site_tags(self.config), *column_tags(self.config))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a page shows it: its name, what it says in words, the figure for the browser, the table as CSV."""

    name: str
    description: str
    json: str
    csv: str
    height: int


def chart(name: str, description: str, drawn: dict[str, Any] | None, csv: str) -> Chart | None:
    """A chart with its required description; None where there is nothing to draw."""
    return Chart(name, description, figure_json(drawn), csv, drawn["layout"]["height"]) if drawn else None


def crumbs(*steps: tuple[str, str | None]) -> Crumbs:
    """The way from the home page."""
    return ((say("pages.home.name"), ""), *steps)


def way_to(form: YearForm) -> Crumbs:
    """The steps that lead from the home page to the department of a form."""
    return (
        (say("pages.departments.name"), "departments/"),
        (form.city.name, f"{form.city_slug}/"),
        (form.department.name, f"{form.city_slug}/{form.department_slug}/"),
    )


def column_page(site: Site, key: str, path: str, template: str, **view: Any) -> Page:
    """A page of the site's own columns, its words from the catalogue."""
    name = say(f"pages.{key}.name")
    return Page(
        path,
        template,
        name,
        say(f"pages.{key}.description", site=site.config.name),
        key,
        crumbs((name, None)) if path else (),
        site.tags,
        view,
    )


def distinct(values: Iterable[str]) -> list[str]:
    """The different non-empty values, sorted."""
    return sorted({value for value in values if value})
