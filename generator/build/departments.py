"""Load, guard and analyse departments, each from its own folder alone, in any process, and cache the results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from generator.analysis.rules import Finding, examine, public
from generator.analysis.site_facts import Facts, department_facts, merge_facts
from generator.content.corpus import Corpus
from generator.content.department_reader import LoadResult, SourceFolder
from generator.output.search_documents import forms
from generator.output.search_index import IndexedDocument, index_document
from generator.system.cache import Cache, CacheEntry, CacheWriter, key_of, program_hash, serialized
from generator.system.workers import map_in_order

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
    """The result for one department: loaded content, facts, publishable findings, and search documents."""

    loaded: LoadResult
    facts: Facts
    findings: Mapping[str, tuple[Finding, ...]]
    documents: tuple[IndexedDocument, ...]


def analyse_department(folder: SourceFolder, limit: int | None) -> DepartmentResult:
    """Load and analyse one department; nothing is derived from one that may not be shown."""
    loaded, facts = load_department(folder)
    if not loaded.is_clean:
        return DepartmentResult(replace(loaded, department=None), NO_FACTS, {}, ())
    documents = tuple(map(index_document, forms(facts)))
    return DepartmentResult(loaded, facts, public(examine(facts.forms, limit)), documents)


def cached_result(folder: SourceFolder, limit: int | None, cache: Cache) -> CacheEntry:
    """The result of a department, from the cache where its folder has not changed."""
    key = department_key(folder, limit)
    if entry := cache.get(key):
        return entry
    result = analyse_department(folder, limit)
    # A file that was changed while it was read may be in the result or not.
    is_cacheable = result.loaded.is_clean and not result.loaded.left_out and department_key(folder, limit) == key
    return CacheEntry(key if is_cacheable else "", serialized(result))


def department_key(folder: SourceFolder, limit: int | None) -> str:
    """The cache key of a department: the hash of all that its result depends on; "" where that cannot be read."""
    registered = sorted(folder.registered.items())
    try:
        return key_of(
            [folder.folder], program_hash(), limit, folder.city_slug, folder.folder.name, folder.city, registered
        )
    except OSError:
        return ""


@dataclass(slots=True)
class DepartmentStage:
    """The departments of a project: their results, and by address the cache key of each.

    `limit` is the number of days for publication, `jobs` how many processes share the work.
    """

    cache: CacheWriter
    limit: int | None
    jobs: int
    results: list[DepartmentResult] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def analyse(self, folders: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        """Analyse each folder in some process; yields the loaded content in order."""
        tasks = [partial(cached_result, folder, self.limit, self.cache.previous) for folder in folders]
        for entry in map_in_order(tasks, self.jobs):
            result: DepartmentResult = entry.value
            self.results.append(result)
            self.cache.add(entry)
            if result.loaded.department:
                self.keys[result.loaded.department.path] = entry.key
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
