"""The corpora of projects in the repository, which no test changes: loaded once in each process."""

from functools import cache
from pathlib import Path

from generator.analysis.site_facts import Facts, department_facts, merge_facts
from generator.content.config import read_config
from generator.content.corpus import Corpus
from generator.content.loader import load_corpus
from generator.output.exports.outputs import Export


@cache
def loaded_corpus(root: Path) -> Corpus:
    """The corpus of a project in the repository."""
    return load_corpus(root)


def corpus_facts(corpus: Corpus) -> Facts:
    """What follows from a whole corpus."""
    return merge_facts(corpus.cities, [department_facts(corpus.records, corpus.projects)])


@cache
def loaded_facts(root: Path) -> Facts:
    """The facts of a project in the repository."""
    return corpus_facts(loaded_corpus(root))


def export_of(root: Path) -> Export:
    """The input of the exports of a project in the repository, without findings."""
    facts = loaded_facts(root)
    return Export(facts, read_config(root), {form.source.path: () for form in facts.forms})
