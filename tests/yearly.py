"""What the tests of years share: a department with the forms of three years, beside the records of the repository."""

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from corpora import corpus_facts, three_documents
from reading import HERE

from generator.analysis.facts import RecordFacts
from generator.analysis.years import YearPair
from generator.content.loader import load_corpus

YEARS = HERE / "content/years"
DEPARTMENT = "shili/wenhuaju/"


def whole_project(folder: Path) -> Path:
    """The repository's content with the department of three years in it, as a project of its own."""
    shutil.copytree(three_documents() / "content", folder / "content")
    shutil.copytree(YEARS / "content", folder / "content", dirs_exist_ok=True)
    shutil.copy(HERE.parent / "site_config.yml", folder)
    return folder


def year_pairs(records: Sequence[RecordFacts]) -> tuple[YearPair, ...]:
    """Each form of a department with the one before it, newest first; the forms come newest first."""
    return tuple(YearPair(before, now) for now, before in pairwise(records))


def known_steps(root: Path = YEARS) -> dict[int, YearPair]:
    """The steps of the department, by the newer year."""
    records = [facts for facts in corpus_facts(load_corpus(root)).records if facts.source.path.startswith(DEPARTMENT)]
    return {step.now.source.year: step for step in year_pairs(records)}
