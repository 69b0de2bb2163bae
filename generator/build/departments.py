"""Departments worked out, each from its own folder alone: what it says, what follows from that, what is odd in it.

So any process can do it, and what was worked out before is taken from there where nothing has changed that went in.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator.analysis.rules import Finding, examine, public
from generator.analysis.site_facts import Facts, department_facts, merge_facts
from generator.content.corpus import Corpus
from generator.content.loader import LoadResult, SourceFolder, load_corpus
from generator.output.search_documents import forms
from generator.output.search_index import IndexedDocument, index_document
from generator.system.cache import Cache, CacheEntry, CacheWriter, key_of, packed, program
from generator.system.workers import map_in_order

Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """What came of one department: what was read, its facts, what the site may show of its findings, its search.

    `cuts` are the pages of its forms as the search index is made of them.
    """

    read: LoadResult
    facts: Facts
    findings: Findings
    cuts: tuple[IndexedDocument, ...]


@dataclass(slots=True)
class DepartmentStage:
    """The departments of a project as they are worked out, and by the address of each the key of what went into it.

    `limit` is the number of days for publication, `jobs` how many processes share the work.
    """

    results: CacheWriter
    limit: int | None
    jobs: int
    known: list[DepartmentResult] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def read(self, lots: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        """What came of reading each lot, in order; whatever follows from it is known then as well."""
        for result in map_in_order(
            [partial(department_result, lot, self.limit, self.results.kept) for lot in lots], self.jobs
        ):
            one: DepartmentResult = result.value
            self.known.append(one)
            self.results.note(result)
            if one.read.bureau:
                self.keys[one.read.bureau.path] = result.key
            yield one.read

    @property
    def cuts(self) -> list[IndexedDocument]:
        """The pages of all forms, as the search index is made of them."""
        return [page for one in self.known for page in one.cuts]

    def of_project(self, root: Path, public: Collection[str] | None = None) -> tuple[Corpus, Facts, Findings]:
        """Everything that a project says; Held or Refused with all mistakes of all files.

        With `public`, the addresses that the site had, files that are held or have mistakes are left out.
        """
        corpus = load_corpus(root, self.read, public=public)
        findings = {path: found for one in self.known for path, found in one.findings.items()}
        return corpus, merge_facts(corpus.cities, [one.facts for one in self.known]), findings


def department_result(lot: SourceFolder, limit: int | None, kept: Cache) -> CacheEntry:
    """What came of a lot, now or in an earlier build."""
    key = key_for(lot, limit)
    if found := kept.found(key):
        return found
    one = analyse_department(lot, limit)
    # What was changed while it was read may be in it or not.
    can_be_kept = one.read.is_clean and not one.read.left_out and key_for(lot, limit) == key
    return CacheEntry(key if can_be_kept else "", packed(one))


def key_for(lot: SourceFolder, limit: int | None) -> str:
    """The hash of all that goes into a department; nothing where that cannot be read."""
    about = (program(), limit, lot.city_slug, lot.folder.name, lot.city, sorted(lot.registered.items()))
    try:
        return key_of([lot.folder], *about)
    except OSError:
        return ""


def analyse_department(lot: SourceFolder, limit: int | None) -> DepartmentResult:
    """One department; nothing follows from one that cannot be shown."""
    read = lot.read()
    if read.bureau is None or not read.is_clean:
        return DepartmentResult(replace(read, bureau=None), Facts((), ()), {}, ())
    bureau = read.bureau.without_nodes
    facts = department_facts(bureau.records, bureau.projects)
    cuts = tuple(map(index_document, forms(facts)))
    return DepartmentResult(replace(read, bureau=bureau), facts, public(examine(facts.forms, limit)), cuts)
