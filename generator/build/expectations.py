"""The expected pages and files of a finished site, derived from the content and not from the rendered pages."""

from collections.abc import Iterable, Iterator

from generator.analysis.summaries import kinds_of, summary_path
from generator.build.baseline import published_register, removable_addresses
from generator.build.verify import Expectations
from generator.content.corpus import Corpus
from generator.forms.fields import FieldGroup
from generator.output.exports.records import PROJECT_FILES, RECORD_FILES, RESULTS_FILES
from generator.output.exports.summaries import DOWNLOADS as SUMMARY_FILES
from generator.output.exports.web import SITEMAP
from generator.output.pages import Site
from generator.system.manifest import BUILD


def expectations(site: Site, pages: Iterable[str]) -> Expectations:
    """Return the expectations for the finished site; `pages` are the addresses of its pages."""
    records = [facts.source.path for facts in site.facts.records]
    projects = [facts.source.path for facts in site.facts.projects]
    files = [path + name for path in records for name in RECORD_FILES]
    files += [path + name for path in projects for name in PROJECT_FILES]
    results = [facts.source.path for facts in site.facts.results]
    files += [path + name for path in results for name in RESULTS_FILES]
    cities = () if site.config.is_of_department else site.facts.cities
    tables = (summary_path(of, kind) for of in cities for kind in kinds_of(of))
    files += [path + name for path in tables for name in SUMMARY_FILES]
    return Expectations(
        pages=(*(path for path in pages if not path.endswith(".html")), *records, *projects, *results),
        files=("404.html", SITEMAP, "robots.txt", BUILD, *files),
        searchable=(*records, *projects, *results),
        suspended=site.corpus.suspended,
        removable=removable_addresses(site.corpus),
        registered=published_register(site.corpus),
        own=site.corpus.own,
    )


def data_of(corpus: Corpus) -> Iterator[FieldGroup]:
    """The values of all YAML files, whose cells may have clearances."""
    yield from (source.record for source in corpus.forms if source.traits.has_clearances)
    yield from (department.about for department in corpus.departments)
    yield from (city.about for city in corpus.cities)


def prose_of(corpus: Corpus) -> list[tuple[FieldGroup, str]]:
    """The heads and bodies of all notices and pages of prose, whose texts may have clearances."""
    notices: list[tuple[FieldGroup, str]] = [(notice.head, notice.body) for notice in corpus.notices]
    return [*notices, *((page.head, page.body) for page in corpus.pages)]
