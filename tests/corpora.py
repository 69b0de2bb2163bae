"""The corpora of projects in the repository, which no test changes: loaded once in each process."""

from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.analysis.site_facts import Facts, department_facts, merge_facts
from generator.build.rows import DepartmentRows, RowDatabase
from generator.content.config import read_config
from generator.content.corpus import Corpus
from generator.content.loader import load_corpus
from generator.output.exports.contributions import department_contribution
from generator.output.exports.outputs import Export
from generator.system.cache import Cache, CacheEntry, serialized

DATABASES = TemporaryDirectory()
NUMBERS = count()


@cache
def loaded_corpus(root: Path) -> Corpus:
    """The corpus of a project in the repository."""
    return load_corpus(root)


def corpus_facts(corpus: Corpus) -> Facts:
    """What follows from a whole corpus."""
    return merge_facts(corpus.cities, [department_facts(corpus.records, corpus.projects, corpus.results)])


@cache
def loaded_facts(root: Path) -> Facts:
    """The facts of a project in the repository."""
    return corpus_facts(loaded_corpus(root))


def export_of(root: Path) -> Export:
    """The input of the exports of a project in the repository, without findings."""
    facts = loaded_facts(root)
    export = Export(facts, read_config(root), {form.source.path: () for form in facts.forms})
    return with_rows(export, loaded_corpus(root))


def department_rows(export: Export, corpus: Corpus) -> list[DepartmentRows]:
    """The rows of each department of a corpus, made from its forms alone."""
    return [
        DepartmentRows(
            *(one.city_slug, one.slug),
            CacheEntry(f"key {one.path}", serialized(department_contribution(part_of(export, one.path)))),
            Cache(Path()),
        )
        for one in corpus.departments
    ]


def part_of(export: Export, department: str) -> Export:
    """The input of the exports of one department."""
    facts = export.facts
    records = tuple(one for one in facts.records if one.source.of_department == department)
    projects = tuple(one for one in facts.projects if one.source.of_department == department)
    return replace(export, facts=Facts(records, projects))


def with_rows(export: Export, corpus: Corpus) -> Export:
    """The input of the exports of a whole site, whose rows are in a database."""
    database = RowDatabase(Path(DATABASES.name) / str(next(NUMBERS)))
    database.update(department_rows(export, corpus), corpus.cities)
    return replace(export, rows=database)
