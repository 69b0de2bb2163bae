"""The pages and files of each city, drawn from its departments alone, or linked where these have not changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from generator.analysis.facts import grouped
from generator.analysis.site_facts import CityFacts, Facts, by_city
from generator.build.rows import RowDatabase
from generator.build.staging import File, FileWriter, WrittenFiles
from generator.content.corpus import City
from generator.output import exports
from generator.output.exports import run_exports
from generator.output.exports.data_sets import city_zip, table_address
from generator.output.exports.outputs import SiteFiles
from generator.output.exports.tables import published_tables
from generator.output.pages import CITY_PAGES, Page, Site, pages_of
from generator.output.render import Renderer
from generator.output.search_index import DocumentSet, document_set
from generator.system.cache import Cache, CacheEntry, key_of, serialized


@dataclass(frozen=True, slots=True)
class SiteOutput:
    """How files of the new site are drawn and written, or linked from the previous site.

    previous   the folder of the previous site
    key        the hash of all that every file depends on: settings, templates, program
    site_key   the hash of all content besides; "" where some of it has no key
    page_keys  the keys of the pages of the whole site by address, computed once
    """

    renderer: Renderer
    writer: FileWriter
    cache: Cache
    previous: Path
    key: str
    site_key: str = ""
    page_keys: Mapping[str, str] = field(default_factory=dict)

    def write(self, key: str, files: Callable[[], Iterable[File]]) -> WrittenFiles:
        """Write some files, or link them where the previous site has them under the same key; "" is no key."""
        return self.linked_or_made(key, lambda: self.writer.write(files()))

    def linked_or_made(self, key: str, make: Callable[[], WrittenFiles]) -> WrittenFiles:
        """Link the files that the previous site has under a key; make them where it has others, or the key is ""."""
        entry = self.cache.get(key) if key else None
        if entry:
            before = entry.value(WrittenFiles)
            if self.writer.link_all(self.previous, before.entries, before.signatures):
                return before
        written = make()
        if key and written.is_faultless:
            self.cache.put(CacheEntry(key, serialized(written)))
        return written

    def write_groups(self, name: str, groups: Iterable[Sequence[tuple[str, bytes]]]) -> WrittenFiles:
        """Write groups of files; one that is as in the previous build is linked, and neither compared nor checked."""
        entry = self.cache.get(self.key_of_groups(name))
        before = entry.value(dict[str, WrittenFiles]) if entry else {}
        together, now = WrittenFiles(), {}
        for files in groups:
            content = hash_of(files)
            group = before.get(content)
            if group is None or not self.writer.link_all(self.previous, group.entries, group.signatures):
                group = self.writer.write(files)
            if group.is_faultless:
                now[content] = group
            together.add(group)
        self.cache.put(CacheEntry(self.key_of_groups(name), serialized(now)))
        return together

    def key_of_groups(self, name: str) -> str:
        """The key of the groups of some files, each by the hash of its content."""
        return key_of((), self.key, "groups", name)

    def key_of(self, page: Page) -> str:
        """The hash of all that a page is drawn from; "" for one that is always drawn."""
        content = self.site_key if page.depends is None else "its own"
        return "" if page.late or not content else key_of((), self.key, content, replace(page, view={}))

    def key_for(self, name: str) -> str:
        """The hash of all that some files of the whole site are made from; "" where they are always made."""
        return self.site_key and key_of((), self.site_key, name)

    def key_of_rows(self, name: str, rows: str) -> str:
        """The hash of all that some files are made from; `rows` is the hash of their rows."""
        return key_of((), self.key, name, rows)

    def key_of_files(self, files: SiteFiles, rows: RowDatabase) -> str:
        """The hash of all that some files of the whole site are made from; "" where they are always made."""
        rows_hash = rows.hash(files.tables) if files.tables else files.rows_hash
        return self.key_of_rows(files.name, rows_hash) if rows_hash else self.key_for(files.name)

    def write_pages(self, pages: Iterable[Page]) -> WrittenFiles:
        """Draw and write some pages."""
        together = WrittenFiles()
        for page in pages:
            together.add(self.write(self.page_keys.get(page.path, ""), partial(self.renderer.drawn, (page,))))
        return together


def hash_of(files: Iterable[tuple[str, bytes]]) -> str:
    """The hash of the paths and contents of some files."""
    digest = sha256()
    for path, content in files:
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class CityPart:
    """One city: its part of the site, its pages, and the hash of all that its output depends on, or ""."""

    city: City
    site: Site
    pages: tuple[Page, ...]
    key: str
    rows: RowDatabase

    def write(self, output: SiteOutput) -> WrittenFiles:
        """Write the files of the city, or link those of the previous site."""
        return output.linked_or_made(self.key, partial(self.make, output))

    def make(self, output: SiteOutput) -> WrittenFiles:
        """Write the files of the city, but link the zips of years whose rows have not changed."""
        files = chain(run_exports(exports.CITY_EXPORTS, self.site), output.renderer.drawn(self.pages))
        written = output.writer.write(files)
        for key, year in self.zip_keys(output):
            written.add(output.write(key, partial(self.zip_files, year)))
        return written

    def zip_files(self, year: CityFacts) -> Iterator[File]:
        """Yield the zip of a year."""
        yield city_zip(self.site, year)

    def zip_keys(self, output: SiteOutput) -> Iterator[tuple[str, CityFacts]]:
        """The key of the zip of each year, and the year."""
        tables = [table.name for table in published_tables(self.site.config)]
        for year in self.site.facts.cities:
            rows = self.rows.hash(tables, self.city.slug, year.year)
            yield output.key_of_rows(year.set_name, rows), year


def city_parts(site: Site, rows: RowDatabase, keys: Mapping[str, list[str]], shared_key: str) -> Iterator[CityPart]:
    """The parts of a site by city.

    `keys` are those of the departments of each city, `shared_key` is the hash of all that every city depends on.
    """
    tables = [table_address(site, table.name) for table in published_tables(site.config)]
    records, projects = by_city(site.facts.records), by_city(site.facts.projects)
    results = by_city(site.facts.results)
    for city in site.corpus.cities:
        years = site.facts.of_city(city)
        of_departments, of_projects = tuple(records.get(city.slug, ())), tuple(projects.get(city.slug, ()))
        facts = Facts(of_departments, of_projects, years, results=tuple(results.get(city.slug, ())))
        part = part_of(site, city, facts)
        own_keys = keys.get(city.slug, [])
        about = (city.slug, city.about, city.registered, city.suspended, site.corpus.notices)
        key = key_of((), shared_key, own_keys, about, tables) if all(own_keys) else ""
        pages = () if site.corpus.own else tuple(pages_of(CITY_PAGES, part))
        yield CityPart(city, part, pages, key, rows)


def part_of(site: Site, city: City, facts: Facts) -> Site:
    """The site without all other cities, and without all that is compared between cities."""
    corpus = replace(site.corpus, cities=(city,))
    return Site(facts, site.config, site.findings, corpus, rows=site.rows)


@dataclass(frozen=True, slots=True)
class SearchSet:
    """The forms of the cities of one name, as the search index has them; `key` is a hash as that of a city."""

    name: str
    cities: tuple[CityPart, ...]
    rows: RowDatabase

    @property
    def key(self) -> str:
        """The hash of all that the set depends on, or ""."""
        keys = [city.key for city in self.cities]
        return key_of((), "search", keys) if all(keys) else ""

    def documents(self, cache: Cache) -> DocumentSet:
        """The set, from the cache where no city has changed."""
        if not self.key:
            return self.indexed()
        return cache.get_or_compute(self.key, self.indexed).value(DocumentSet)

    def indexed(self) -> DocumentSet:
        """The set, made from the documents of all forms."""
        return document_set(self.name, chain.from_iterable(self.rows.documents(one.city.slug) for one in self.cities))


def search_sets(cities: Iterable[CityPart], rows: RowDatabase) -> tuple[SearchSet, ...]:
    """The sets of the search index, in the order of the names of cities."""
    by_name = grouped(cities, lambda one: str(one.city.about.name))
    return tuple(SearchSet(name, tuple(some), rows) for name, some in sorted(by_name.items()))
