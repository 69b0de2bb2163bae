"""The page model: address, template and context of a page, and the input of all pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.analysis.comparison import Comparison, Records, joined_names, record_names
from generator.analysis.facts import FormFacts
from generator.analysis.questions import Question
from generator.content.addresses import city_address, section_address
from generator.content.corpus import AnyFormSource, Corpus
from generator.output.charts import figure_json
from generator.output.exports.outputs import Export, FileInfo
from generator.output.metadata import Tags, column_tags, site_tags
from generator.system.manifest import Revision
from generator.words import translate

Crumbs = tuple[tuple[str, str | None], ...]
# What a page may see, or what finds it when the page is drawn: by then another process may do that.
View = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path, its template, the context of the template, and whether search engines list it.

    A late page tells of the files of the site, and is drawn when these are known. `depends` is all that a page is drawn
    from besides settings, templates and its other fields; None for the content of the whole site.
    """

    path: str
    template: str
    title: str
    description: str
    section: str = ""
    breadcrumb: Crumbs = ()
    meta: Tags = ()
    view: View = field(default_factory=dict)
    canonical: str = ""
    base: str = ""
    listed: bool = True
    late: bool = False
    depends: object = None

    @property
    def context(self) -> Mapping[str, Any]:
        """The context of the template, without the variables of all pages."""
        return self.view() if callable(self.view) else self.view

    @property
    def file(self) -> str:
        """The file of the page in the site."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"

    @property
    def root(self) -> str:
        """The relative path from the page to the root of the site; `base` for a page served at any depth."""
        return self.base or "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Site(Export):
    """The input of all pages: that of exports, prose, and data of the whole site.

    files      the downloads, known after the pages are planned and before late pages are rendered
    sheets     the prepared comparisons
    questions  the questions of readers, with their answers for the newest year
    revision   the revision of the project, for the page about the site; None in a part of the site
    """

    corpus: Corpus
    files: dict[str, FileInfo] = field(default_factory=dict)
    sheets: tuple[Comparison, ...] = ()
    questions: tuple[Question, ...] = ()
    revision: Revision | None = None

    @property
    def tags(self) -> Tags:
        """The meta tags of every page of the column."""
        return (*site_tags(self.config), *column_tags(self.config))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a page: its name, its description, the figure for the browser, and the table as CSV.

    `file` is the site-relative CSV file, or the JSON file beside the page of whose `table` the browser makes CSV.
    """

    name: str
    description: str
    json: str
    file: str
    height: int
    table: str = ""


def chart(name: str, description: str, drawn: dict[str, Any] | None, file: str, table: str = "") -> Chart | None:
    """A chart with its required description; None where there is nothing to draw."""
    return Chart(name, description, figure_json(drawn), file, drawn["layout"]["height"], table) if drawn else None


def form_states(forms: Iterable[FormFacts]) -> tuple[tuple[str, ...], ...] | None:
    """The texts of some forms by their hashes, with the names that pages show; None where one has no hash."""
    sources = [(facts.source, facts.full_name) for facts in forms]
    states = tuple((source.path, source.digest, name, str(source.city.name)) for source, name in sources)
    return states if all(digest for _, digest, _, _ in states) else None


def crumbs(*steps: tuple[str, str | None]) -> Crumbs:
    """Breadcrumbs; the home page is one step away on every page, and no part of them."""
    return steps


def section_crumb(section: str) -> tuple[str, str]:
    """The breadcrumb of a section of the site, by its name."""
    return translate(f"pages.{section}.name"), section_address(section)


def start_crumb(site: Site) -> tuple[str, str]:
    """The list of departments, or the home page of a department's own site."""
    return (str(site.config.name), "") if site.config.is_of_department else section_crumb("departments")


def department_crumbs(form: AnyFormSource) -> Crumbs:
    """The breadcrumbs from the city to the department of a form; from the department on its own site."""
    department = (form.department.name, form.of_department)
    return (department,) if form.own else ((form.city.name, city_address(form.city_slug)), department)


def names(records: Records) -> str:
    """The names and years of some records, joined."""
    return joined_names(record_names(records))


def column_page(site: Site, key: str, **view: Any) -> Page:
    """The main page of a section, with title and description from the catalogue."""
    name, path = section_crumb(key)
    return Page(
        path,
        f"{key}.html",
        name,
        translate(f"pages.{key}.description", site=site.config.name),
        key,
        crumbs((name, None)),
        site.tags,
        view,
    )


def distinct(values: Iterable[str]) -> list[str]:
    """The different non-empty values, sorted."""
    return sorted({value for value in values if value})
