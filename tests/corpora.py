"""The corpora of projects in the repository, which no test changes: loaded once in each process."""

import shutil
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from prose_pages import add_prose_pages

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
ROOT = Path(__file__).resolve().parents[1]
# The departments and the years of the three documents that tests of single figures and sentences hold.
THREE = {"jieyang/zhengfawei": "2022", "zhanjiang/jiwei": "2021", "zhanjiang/zhengfawei": "2021"}


@cache
def three_documents() -> Path:
    """A site project with three forms of content/ alone, whatever else is published there."""
    root = Path(DATABASES.name) / "three-documents"
    for department in THREE:
        shutil.copytree(ROOT / "content" / department, root / "content" / department)
        city = department.partition("/")[0]
        about = (ROOT / "content" / city / "jurisdiction.yml").read_text(encoding="utf-8")
        others = about.replace("  - 湛江市人力资源和社会保障局\n", "")
        (root / "content" / city / "jurisdiction.yml").write_text(others, encoding="utf-8")
    register = (ROOT / "content/register.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in register if not line.startswith("  - ") or is_of_three(line.split()[1])]
    (root / "content/register.yml").write_text("".join(kept), encoding="utf-8")
    shutil.copytree(ROOT / "content/notices", root / "content/notices")
    add_prose_pages(root)
    shutil.copy(ROOT / "site_config.yml", root)
    return root


def forms_with_own_cells(target: Path) -> Path:
    """A site project, in a folder that is not there yet, of the forms that have cells of their own."""
    root = Path(shutil.copytree(ROOT / "tests/content/own", target))
    for folder in ("zhanjiang/rensheju", "qingshan", "xiangxi", "yueyangxian", "xiangtan"):
        shutil.copytree(ROOT / "content" / folder, root / "content" / folder)
    (root / "content/zhanjiang/rensheju/2024.yml").unlink()
    return root


@cache
def site_of_results() -> Path:
    """A site project of self-evaluations: those among the tests, and the one of content/."""
    root = Path(DATABASES.name) / "results"
    shutil.copytree(ROOT / "tests/content/results", root)
    shutil.copytree(ROOT / "content/yuzhong", root / "content/yuzhong")
    return root


def is_of_three(address: str) -> bool:
    """Whether an address is that of one of the three documents."""
    department, _, year = address.rpartition("/")
    return THREE.get(department) == year


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
    results = tuple(one for one in facts.results if one.source.of_department == department)
    return replace(export, facts=Facts(records, projects, results=results))


def with_rows(export: Export, corpus: Corpus) -> Export:
    """The input of the exports of a whole site, whose rows are in a database."""
    database = RowDatabase(Path(DATABASES.name) / str(next(NUMBERS)))
    database.update(department_rows(export, corpus), corpus.cities)
    return replace(export, rows=database)
