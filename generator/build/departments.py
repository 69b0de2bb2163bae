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
from generator.output.exports.contributions import department_contribution
from generator.output.exports.feeds import has_day
from generator.output.exports.outputs import Export
from generator.output.pages import Site, pages_of
from generator.output.render import Renderer
from generator.output.search_documents import forms
from generator.output.search_index import IndexedDocument, index_document
from generator.problems import HostError, Problem
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
    return replace(loaded, department=without_nodes), facts_of(department)


def facts_of(department: DepartmentForms | None) -> Facts:
    """The facts of the forms of a department; none where there is no department."""
    return department_facts(department.records, department.projects) if department else NO_FACTS


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """The result for one department: loaded content, publishable findings, and search documents.

    The facts are not in it, for they take longer to pass on than to derive.
    """

    loaded: LoadResult
    findings: Mapping[str, tuple[Finding, ...]]
    documents: tuple[IndexedDocument, ...]


def analyse_department(folder: SourceFolder, limit: int | None) -> tuple[DepartmentResult, Facts]:
    """Load and analyse one department; nothing is derived from one that may not be shown."""
    loaded, facts = load_department(folder)
    if not loaded.is_clean:
        return DepartmentResult(replace(loaded, department=None), {}, ()), NO_FACTS
    documents = tuple(map(index_document, forms(facts)))
    findings = public(examine(facts.forms, limit))
    return DepartmentResult(loaded, findings, documents), facts


def department_key(folder: SourceFolder, limit: int | None) -> str:
    """The cache key of a department: the hash of all that its result depends on; "" where that cannot be read."""
    registered = sorted(folder.registered.items())
    try:
        return key_of(
            *([folder.folder], program_hash(), limit, folder.city_slug, folder.folder.name),
            *(folder.city, registered, folder.drawings),
        )
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class FinishedDepartment:
    """A department that is finished: the cache entries of its result, of its rows and of its list of files."""

    result: CacheEntry
    rows: CacheEntry
    files: CacheEntry


@dataclass(frozen=True, slots=True)
class DepartmentBuild:
    """The common input for building departments.

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
        """Finish one department, from the cache where nothing has changed.

        Raises HostError on a machine that does not have the folder of the new site.
        """
        if not self.writer.root.is_dir():
            raise HostError([Problem(self.writer.shown, "E726")])
        limit = days_to_publish(self.config)
        key = department_key(folder, limit)
        entry = self.cache.get(key)
        rows = entry and self.cache.get(self.key_for(entry, "rows"))
        if entry and rows and (files := self.linked_files(entry)):
            return FinishedDepartment(entry, rows, files)
        if entry:
            result: DepartmentResult = entry.value
            facts = facts_of(result.loaded.department)
        else:
            result, facts = analyse_department(folder, limit)
            # A file that was changed while it was read may be in the result or not.
            is_cacheable = result.loaded.is_clean and not result.loaded.left_out
            is_cacheable = is_cacheable and department_key(folder, limit) == key
            entry = self.cache.put(CacheEntry(key if is_cacheable else "", serialized(result)))
        contribution = department_contribution(Export(facts, self.config, result.findings))
        rows = self.cache.put(CacheEntry(self.key_for(entry, "rows"), serialized(contribution)))
        written = self.draw(result, facts)
        files_key = self.key_for(entry, "files") if written.is_faultless else ""
        return FinishedDepartment(entry, rows, self.cache.put(CacheEntry(files_key, serialized(written))))

    def key_for(self, result: CacheEntry, kind: str) -> str:
        """The cache key of a kind of output of a department; "" where its result is not cached."""
        return result.key and key_of((), result.key, self.key, kind)

    def linked_files(self, result: CacheEntry) -> CacheEntry | None:
        """The files of the previous site, linked into the new one; None where they have changed."""
        files = self.cache.get(self.key_for(result, "files"))
        if files is None:
            return None
        written: WrittenFiles = files.value
        return files if self.writer.link_all(self.site, written.entries, written.signatures) else None

    def draw(self, result: DepartmentResult, facts: Facts) -> WrittenFiles:
        """Draw and write the files of one department; none where it may not be shown."""
        department = result.loaded.department
        if department is None:
            return WrittenFiles()
        part = Site(facts, self.config, result.findings, Corpus.of([department]))
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
    """The departments of a project as they are finished: findings, search documents, rows, and written files."""

    build: DepartmentBuild
    cache: BuildCache
    pool: Pool
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    documents: list[IndexedDocument] = field(default_factory=list)
    rows: list[DepartmentRows] = field(default_factory=list)
    written: list[WrittenFiles] = field(default_factory=list)

    def finish(self, folders: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        """Finish each folder in some process; yields the loaded content in order."""
        for finished in self.pool.results_in_order(DepartmentBuild.finish, self.build, folders):
            result: DepartmentResult = self.cache.value_of(finished.result)
            self.findings.update(result.findings)
            self.documents += result.documents
            if department := result.loaded.department:
                self.rows.append(DepartmentRows(department.city_slug, department.slug, finished.rows))
                self.cache.used.add(finished.rows.key)
            self.written.append(self.cache.value_of(finished.files))
            yield result.loaded

    def facts(self, corpus: Corpus) -> Facts:
        """The facts of all departments, in the order of the cities."""
        return merge_facts(corpus.cities, map(facts_of, corpus.departments))
