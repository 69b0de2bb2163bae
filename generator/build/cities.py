"""The pages and files of each city, drawn from its departments alone, or linked where these have not changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from generator.analysis.facts import grouped
from generator.analysis.site_facts import Facts
from generator.build.rows import DepartmentRows
from generator.build.staging import FileWriter, WrittenFiles
from generator.content.corpus import City
from generator.output import exports
from generator.output.exports import run_exports
from generator.output.exports.data_sets import table_address
from generator.output.exports.tables import tables_of
from generator.output.pages import CITY_PAGES, Page, Site, pages_of
from generator.output.render import Renderer
from generator.system.cache import Cache, CacheEntry, key_of, serialized


@dataclass(frozen=True, slots=True)
class Drawing:
    """How files of the new site are drawn and written; `previous` is the folder of the previous site."""

    renderer: Renderer
    writer: FileWriter
    cache: Cache
    previous: Path


@dataclass(frozen=True, slots=True)
class CityPart:
    """One city: its part of the site, its pages, and the hash of all that its output depends on, or ""."""

    site: Site
    pages: tuple[Page, ...]
    key: str

    def write(self, drawing: Drawing) -> WrittenFiles:
        """Write the files of the city, or link those of the previous site."""
        entry = drawing.cache.get(self.key) if self.key else None
        if entry:
            files = entry.value(WrittenFiles)
            if drawing.writer.link_all(drawing.previous, files.entries, files.signatures):
                return files
        pages = drawing.renderer.drawn(self.pages)
        written = drawing.writer.write(chain(run_exports(exports.CITY_EXPORTS, self.site), pages))
        if self.key and written.is_faultless:
            drawing.cache.put(CacheEntry(self.key, serialized(written)))
        return written


def city_parts(site: Site, departments: Iterable[DepartmentRows], shared_key: str) -> Iterator[CityPart]:
    """The parts of a site by city; `shared_key` is the hash of all that the output of every city depends on."""
    rows = grouped(departments, lambda one: one.city)
    tables = [table_address(site, table.name) for table in tables_of(site)]
    for city in site.corpus.cities:
        part = part_of(site, city)
        keys = [one.key for one in rows.get(city.slug, ())]
        about = (city.slug, city.about, city.registered, city.suspended, site.corpus.notices)
        yield CityPart(
            part, tuple(pages_of(CITY_PAGES, part)), key_of((), shared_key, keys, about, tables) if all(keys) else ""
        )


def part_of(site: Site, city: City) -> Site:
    """The site without all other cities, and without all that is compared between cities."""
    facts = site.facts
    own = Facts(
        tuple(one for one in facts.records if one.source.city_slug == city.slug),
        tuple(one for one in facts.projects if one.source.city_slug == city.slug),
        facts.of_city(city),
    )
    corpus = replace(site.corpus, cities=(city,))
    return Site(own, site.config, site.findings, corpus, rows=site.rows, has_projects=bool(site.facts.projects))
