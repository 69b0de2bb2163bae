"""The corpora of projects in the repository, which no test changes: loaded once in each process."""

from functools import cache
from pathlib import Path

from generator.analysis.facts import Facts, gather
from generator.content.corpus import Corpus
from generator.content.loader import load_corpus


@cache
def loaded_corpus(root: Path) -> Corpus:
    """The corpus of a project in the repository."""
    return load_corpus(root)


@cache
def loaded_facts(root: Path) -> Facts:
    """The facts of a project in the repository."""
    return gather(loaded_corpus(root))
