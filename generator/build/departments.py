"""Finish departments, each from its own folder alone: load, guard, analyse, draw, write and check its files.

Any process can do it, and passes on results and hashes; what it makes is in the folder of the new site and in the
cache.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from generator.analysis.disclosure import days_to_publish
from generator.analysis.rules import Finding, examine, public
from generator.analysis.site_facts import Facts, department_facts, merge_facts
from generator.build.rows import DepartmentRows
from generator.build.staging import FileWriter, WrittenFiles
from generator.content.config import Config
from generator.content.corpus import Corpus, DepartmentForms
from generator.content.department_reader import LoadResult, SourceFolder
from generator.output import exports, pages
from generator.output.exports import run_exports
from generator.output.exports.contributions import Contribution, department_contribution
from generator.output.exports.feeds import has_day
from generator.output.exports.outputs import Export
from generator.output.pages import Site, pages_of
from generator.output.render import Renderer
from generator.output.search_documents import forms
from generator.output.search_index import IndexedDocument, index_document
from generator.secrecy.clearances import marked_words
from generator.system.cache import BuildCache, Cache, CacheEntry, key_of, program_hash, serialized
from generator.system.workers import Pool

NO_FACTS = Facts((), ())


def load_department(folder: SourceFolder, keep_nodes: bool = False) -> tuple[LoadResult, Facts]:
    """Load and guard one department and derive the facts of its forms; no facts where it cannot be read.

    With `keep_nodes` the facts still know the place of each cell in its file; they are then too large for other
    processes.
    """
    loaded = folder.read()
    if loaded.department is None:
        return loaded, NO_FACTS
    without_nodes = loaded.department.without_nodes
    department = loaded.department if keep_nodes else without_nodes
    return replace(loaded, department=without_nodes), department_facts(department.records, department.projects)


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """The result for one department: loaded content, facts, publishable findings, search documents, rows of tables."""

    loaded: LoadResult
    facts: Facts
    findings: Mapping[str, tuple[Finding, ...]]
    documents: tuple[IndexedDocument, ...]
    contribution: Contribution = field(default_factory=dict)


def analyse_department(folder: SourceFolder, config: Config) -> DepartmentResult:
    """Load and analyse one department; nothing is derived from one that may not be shown."""
    loaded, facts = load_department(folder)
    if not loaded.is_clean:
        return DepartmentResult(replace(loaded, department=None), NO_FACTS, {}, ())
    documents = tuple(map(index_document, forms(facts)))
    findings = public(examine(facts.forms, days_to_publish(config)))
    contribution = department_contribution(Export(facts, config, findings))
    return DepartmentResult(loaded, facts, findings, documents, contribution)


def cached_result(folder: SourceFolder, config: Config, cache: Cache) -> CacheEntry:
    """The result of a department, from the cache where its folder has not changed."""
    limit = days_to_publish(config)
    key = department_key(folder, limit)
    if entry := cache.get(key):
        return entry
    result = analyse_department(folder, config)
    # A file that was changed while it was read may be in the result or not.
    is_cacheable = result.loaded.is_clean and not result.loaded.left_out and department_key(folder, limit) == key
    return cache.put(CacheEntry(key if is_cacheable else "", serialized(result)))


def department_key(folder: SourceFolder, limit: int | None) -> str:
    """The cache key of a department: the hash of all that its result depends on; "" where that cannot be read."""
    registered = sorted(folder.registered.items())
    try:
        return key_of(
            [folder.folder], program_hash(), limit, folder.city_slug, folder.folder.name, folder.city, registered
        )
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class FinishedDepartment:
    """A department that is finished: its result, and its files with the cache entry that lists them."""

    result: CacheEntry
    files: CacheEntry


@dataclass(frozen=True, slots=True)
class DepartmentBuild:
    """All that departments are finished with, besides their folders.

    key     the hash of what the files of every department depend on: settings, templates, program
    site    the folder of the previous site, from which unchanged files are linked
    """

    config: Config
    renderer: Renderer
    writer: FileWriter
    cache: Cache
    site: Path
    key: str

    def finish(self, folder: SourceFolder) -> FinishedDepartment:
        """Finish one department, from the cache where nothing has changed."""
        entry = cached_result(folder, self.config, self.cache)
        key = entry.key and key_of((), entry.key, self.key)
        if files := self.cache.get(key):
            written: WrittenFiles = files.value
            if self.writer.link_all(self.site, written.entries, written.signatures):
                return FinishedDepartment(entry, files)
        result: DepartmentResult = entry.value
        department = result.loaded.department
        written = self.draw(result, department) if department else WrittenFiles()
        files = CacheEntry(key if written.is_faultless else "", serialized(written))
        return FinishedDepartment(entry, self.cache.put(files))

    def draw(self, result: DepartmentResult, department: DepartmentForms) -> WrittenFiles:
        """Draw and write the files of one department."""
        part = Site(result.facts, self.config, result.findings, Corpus.of([department]))
        cleared = marked_words(
            chain((form.record for form in department.forms), (department.about, department.city)), ()
        )
        writer = replace(self.writer, checks=replace(self.writer.checks, cleared=cleared))
        renderer = self.renderer.with_feed(any(map(has_day, department.forms)))
        drawn = renderer.drawn(pages_of(pages.DEPARTMENT_PAGES, part))
        return writer.write(chain(run_exports(exports.DEPARTMENT_EXPORTS, part), drawn))


def build_key(config: Config, renderer: Renderer) -> str:
    """The hash of all that the files of every department depend on."""
    return key_of((), program_hash(), config, renderer)


@dataclass(slots=True)
class DepartmentStage:
    """The departments of a project: their results and the files that were written, as they become known."""

    build: DepartmentBuild
    cache: BuildCache
    pool: Pool
    results: list[DepartmentResult] = field(default_factory=list)
    written: list[WrittenFiles] = field(default_factory=list)
    rows: list[DepartmentRows] = field(default_factory=list)

    def finish(self, folders: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        """Finish each folder in some process; yields the loaded content in order."""
        for finished in self.pool.results_in_order(DepartmentBuild.finish, self.build, folders):
            result: DepartmentResult = self.cache.value_of(finished.result)
            self.results.append(result)
            if department := result.loaded.department:
                self.rows.append(
                    DepartmentRows(department.city_slug, department.slug, finished.result.key, result.contribution)
                )
            self.written.append(self.cache.value_of(finished.files))
            yield result.loaded

    def facts(self, corpus: Corpus) -> Facts:
        """The facts of all departments, in the order of the cities."""
        return merge_facts(corpus.cities, [result.facts for result in self.results])

    @property
    def findings(self) -> dict[str, tuple[Finding, ...]]:
        """The findings of all forms that have some, by the address of the form."""
        return {path: findings for result in self.results for path, findings in result.findings.items()}

    @property
    def documents(self) -> list[IndexedDocument]:
        """The search documents of all forms."""
        return [document for result in self.results for document in result.documents]
