"""Finish departments, each from its own folder alone: load, guard, analyse, draw, write and check its files.

Any process can do it, and passes on results and hashes; what it makes is in the folder of the new site and in the
cache.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, islice
from pathlib import Path

from generator.analysis.facts import grouped
from generator.analysis.rules import examine, public, shown_rules
from generator.analysis.site_facts import Facts, merge_facts
from generator.analysis.stored_facts import DepartmentFigures, FactsReader
from generator.analysis.stored_findings import StoredFindings
from generator.build.department_facts import NO_FACTS, load_department
from generator.build.department_results import DepartmentResult, result_of
from generator.build.expectations import data_of
from generator.build.rows import DepartmentRows, RowDatabase
from generator.build.staging import FileWriter, Staging, WrittenFiles
from generator.content.config import Config
from generator.content.corpus import Corpus
from generator.content.department_reader import LoadResult, SourceFolder
from generator.content.form_files import FormFiles
from generator.output import exports, pages
from generator.output.exports import run_exports
from generator.output.exports.contributions import department_contribution
from generator.output.exports.feeds import has_day
from generator.output.exports.outputs import Export
from generator.output.pages import Page, Site, pages_of
from generator.output.render import Renderer
from generator.problems import HostError, Problem
from generator.secrecy.clearances import marked_words
from generator.system.cache import BuildCache, Cache, CacheEntry, key_of, program_hash, serialized
from generator.system.signatures import FolderState, signature_of_trees
from generator.system.workers import Pool
from generator.words import use_overrides

# What is cached of a department.
KINDS = ("result", "rows", "files")
# The name of the cache entry with the state of each folder.
FOLDERS = "folders"
NO_STATE = ("", "")


@dataclass(frozen=True, slots=True)
class FinishedDepartment:
    """A department that is finished: the cache entries of its result, of its rows and of its list of files.

    The entry of rows is without content where the cache has it. `source` is the state of the folder.
    """

    source: FolderState
    result: CacheEntry
    rows: CacheEntry
    files: CacheEntry

    @property
    def entries(self) -> tuple[CacheEntry, CacheEntry, CacheEntry]:
        """All its cache entries."""
        return self.result, self.rows, self.files


@dataclass(frozen=True, slots=True)
class FinishedCity:
    """All departments of a city that are finished, and all their files together, with the links between them checked.

    The entries of their rows and of their files are without content.
    """

    departments: tuple[FinishedDepartment, ...]
    files: WrittenFiles


@dataclass(frozen=True, slots=True)
class DepartmentBuild:
    """The common input for building departments.

    key      the hash of what the files of every department depend on: settings, templates, program
    site     the folder of the previous site, from which unchanged files are linked
    folders  the state of each folder in the previous build, by its name in the project
    """

    config: Config
    renderer: Renderer
    writer: FileWriter
    cache: Cache
    site: Path
    key: str
    folders: Mapping[str, FolderState] = field(default_factory=dict)

    def finish(self, folder: SourceFolder) -> FinishedDepartment:
        """Finish one department, from the cache where nothing has changed.

        Raises HostError on a machine that does not have the folder of the new site.
        """
        use_overrides(self.renderer.words)
        if not self.writer.root.is_dir():
            raise HostError([Problem(self.writer.shown, "E726")])
        state = self.state_of(folder)
        key = self.key_of(folder, state)
        return self.finished_before(key, state) or self.finish_anew(folder, key, state)

    def state_of(self, folder: SourceFolder) -> FolderState:
        """The state of a folder, which is read only where its signature differs from that in the previous build."""
        try:
            signature = signature_of_trees([folder.folder])
            before = self.folders.get(folder.name, NO_STATE)
            return before if before[0] == signature else (signature, key_of([folder.folder]))
        except OSError:
            return NO_STATE

    def saved_state(self, folder: SourceFolder) -> FolderState:
        """The state of a folder that has the signature of the previous build; NO_STATE for any other."""
        before = self.folders.get(folder.name, NO_STATE)
        try:
            is_same = before != NO_STATE and before[0] == signature_of_trees([folder.folder])
        except OSError:
            return NO_STATE
        return before if is_same else NO_STATE

    def key_of(self, folder: SourceFolder, state: FolderState) -> str:
        """The hash of all that the output of a department depends on; "" where that cannot be read."""
        return state[1] and key_of((), self.key, inputs_of(folder), state[1])

    def key_of_city(self, folders: Sequence[SourceFolder], states: Sequence[FolderState]) -> str:
        """The hash of all that the output of the departments of a city depends on; "" where some cannot be read."""
        hashes = [content for _, content in states]
        # All of them have the same description of the city and the same drawings.
        departments = [(folder.folder.name, sorted(folder.registered.items())) for folder in folders]
        return key_of((), self.key, inputs_of(folders[0]), departments, hashes) if all(hashes) else ""

    def finished_before(self, key: str, state: FolderState) -> FinishedDepartment | None:
        """The department as it was finished, with its files linked into the new site; None where something differs."""
        if not key:
            return None
        result, rows, files = (key_for(key, kind) for kind in KINDS)
        if not (self.cache.has(rows) and (results := self.cache.get(result)) and (listed := self.cache.get(files))):
            return None
        written = listed.value(WrittenFiles)
        is_linked = self.writer.link_all(self.site, written.entries, written.signatures)
        return FinishedDepartment(state, results, CacheEntry(rows, b""), listed) if is_linked else None

    def finish_anew(self, folder: SourceFolder, key: str, state: FolderState) -> FinishedDepartment:
        """Read, check, draw and write one department; nothing is derived from one that may not be shown."""
        loaded, facts = load_department(folder)
        if not loaded.is_clean:
            loaded, facts = replace(loaded, department=None), NO_FACTS
        findings = public(examine(facts.forms), shown_rules(self.config))
        part = Site(facts, self.config, findings, Corpus.of([loaded.department])) if loaded.department else None
        planned = tuple(pages_of(pages.DEPARTMENT_PAGES, part)) if part else ()
        result = result_of(loaded, facts, findings, planned, FormFiles(folder.root))
        contribution = department_contribution(Export(facts, self.config, findings))
        written = self.draw(part, planned) if part else WrittenFiles()
        # A file that was changed while it was read may be in the result or not.
        is_same = state != NO_STATE and replace(self, folders={}).state_of(folder) == state
        is_cacheable = is_same and loaded.is_clean and not loaded.left_out and written.is_faultless
        stored, rows, files = (
            self.cache.put(CacheEntry(key_for(key, kind) if is_cacheable else "", serialized(value)))
            for kind, value in zip(KINDS, (result, contribution, written), strict=True)
        )
        is_cached = rows.key and self.cache.has(rows.key)
        return FinishedDepartment(state, stored, CacheEntry(rows.key, b"") if is_cached else rows, files)

    def draw(self, part: Site, planned: Iterable[Page]) -> WrittenFiles:
        """Draw and write the files and the planned pages of one department, which is a part of the site."""
        writer = replace(self.writer, checks=replace(self.writer.checks, cleared=marked_words(data_of(part.corpus))))
        renderer = self.renderer.with_feed(any(map(has_day, part.facts.forms)))
        drawn = renderer.drawn(planned)
        return writer.write(chain(run_exports(exports.DEPARTMENT_EXPORTS, part), drawn))


def key_for(key: str, kind: str) -> str:
    """The key of one kind of output of a department."""
    return key_of((), key, kind)


def without_content(entry: CacheEntry) -> CacheEntry:
    """An entry without its content."""
    return CacheEntry(entry.key, b"")


def inputs_of(folder: SourceFolder) -> tuple[object, ...]:
    """What the output of a department depends on besides its files, the settings and the program."""
    return folder.city_slug, folder.folder.name, folder.city, sorted(folder.registered.items()), folder.drawings


def saved_folders(cache: Cache) -> dict[str, FolderState]:
    """The states of all folders in the previous build; none where they are not stored."""
    entry = cache.get(FOLDERS)
    return entry.value(dict[str, FolderState]) if entry else {}


def build_key(config: Config, renderer: Renderer) -> str:
    """The hash of all that the files of every department depend on."""
    return key_of((), program_hash(), config, renderer)


@dataclass(slots=True)
class DepartmentStage:
    """The departments of a project as they are finished: findings, rows, and written files.

    A city is the unit of what is read from the cache: one entry, where none of its departments has changed.
    """

    root: Path
    build: DepartmentBuild
    cache: BuildCache
    pool: Pool
    findings: StoredFindings = field(default_factory=StoredFindings)
    rows: list[DepartmentRows] = field(default_factory=list)
    staging: Staging = field(default_factory=Staging)
    figures: dict[str, DepartmentFigures] = field(default_factory=dict)
    pages: dict[str, bool] = field(default_factory=dict)
    folders: dict[str, FolderState] = field(default_factory=dict)

    def finish(self, folders: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        """Finish each folder in some process; yields the loaded content in order."""
        folders = [replace(folder, has_own_site=self.build.config.is_of_department) for folder in folders]
        by_city = [list(some) for _, some in groupby(folders, lambda folder: folder.city_slug)]
        cities = [(some, self.saved_city_key(some)) for some in by_city]
        changed = chain.from_iterable(some for some, key in cities if not key)
        finished = self.pool.results_in_order(DepartmentBuild.finish, self.build, list(changed))
        files = FormFiles(self.root)
        for some, key in cities:
            city = self.saved_city(some, key) if key else self.finished_city(some, list(islice(finished, len(some))))
            for folder, entries in zip(some, city.departments, strict=True):
                yield self.loaded(folder, entries, files)
            self.staging.add(city.files)

    def saved_city_key(self, folders: Sequence[SourceFolder]) -> str:
        """The key under which the cache has the departments of a city; "" where it must look at each of them."""
        key = self.build.key_of_city(folders, [self.build.saved_state(folder) for folder in folders])
        return key if key and self.cache.entries.has(key) else ""

    def saved_city(self, folders: Sequence[SourceFolder], key: str) -> FinishedCity:
        """The departments of a city as they were finished, with their files linked into the new site.

        They are finished again where something differs.
        """
        if entry := self.cache.entries.get(key):
            city = entry.value(FinishedCity)
            has_rows = all(self.cache.entries.has(one.rows.key) for one in city.departments)
            if has_rows and self.build.writer.link_all(self.build.site, city.files.entries, city.files.signatures):
                self.cache.used.add(key)
                return city
        return self.finished_city(folders, [self.build.finish(folder) for folder in folders])

    def finished_city(self, folders: Sequence[SourceFolder], departments: Sequence[FinishedDepartment]) -> FinishedCity:
        """All departments of a city together, which are cached together too."""
        files = WrittenFiles()
        for one in departments:
            files.add(one.files.value(WrittenFiles))
        files.report.check_links_to(files.entries)
        if all(one.result.key for one in departments):
            key = self.build.key_of_city(folders, [one.source for one in departments])
            without = (
                replace(one, rows=without_content(one.rows), files=without_content(one.files)) for one in departments
            )
            self.cache.used.add(key)
            self.cache.entries.put(CacheEntry(key, serialized(FinishedCity(tuple(without), files))))
        return FinishedCity(tuple(departments), files)

    def loaded(self, folder: SourceFolder, entries: FinishedDepartment, files: FormFiles) -> LoadResult:
        """Add a department that is finished, and return its content."""
        # Not of one that was left out: a hash of a text that is not public would confirm a guess of it.
        if entries.result.key:
            self.folders[folder.name] = entries.source
        self.cache.used.update(entry.key for entry in entries.entries)
        result = entries.result.value(DepartmentResult)
        self.findings.by_rule |= result.findings
        self.pages |= result.pages
        loaded = result.loaded(folder, files)
        if loaded.department and result.department:
            self.rows.append(DepartmentRows(folder.city_slug, folder.folder.name, entries.rows, self.cache.entries))
            self.figures[loaded.department.path] = result.department.figures
        return loaded

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys of the departments of each city; "" for one that is not cached."""
        cities = grouped(self.rows, lambda one: one.city)
        return {city: [one.key for one in some] for city, some in cities.items()}

    def save_folders(self) -> None:
        """Store the states of all folders for the next build."""
        self.cache.used.add(FOLDERS)
        self.cache.entries.put(CacheEntry(FOLDERS, serialized(self.folders)))

    def discard_rows(self) -> None:
        """Delete the rows from memory, which are in the internal database by now."""
        self.rows = [replace(one, entry=without_content(one.entry)) for one in self.rows]

    def facts(self, corpus: Corpus, rows: RowDatabase) -> Facts:
        """The facts of all departments, in the order of the cities."""
        reader = FactsReader(rows.indicators)
        return merge_facts(corpus.cities, (self.figures[one.path].facts(one, reader) for one in corpus.departments))
