"""The revision of a site: a commit that changes no content changes three files, and everything else is reused."""

import shutil
import sys
from pathlib import Path

import pytest
from corpora import three_documents
from reading import HERE

sys.path.append(str(HERE / "bench"))
from corpus import write

from generator.build.options import BuildOptions
from generator.build.published import CACHE, Published, work_folder
from generator.build.up_to_date import build_if_changed
from generator.system.manifest import BUILD, NAME, Revision

# The records of one city.
SIZE = 20
BEFORE, AFTER = Revision("0123456789", "2026-11-22", "1.0"), Revision("fedcba9876+", "2027-01-03", "2.1")
WITH_REVISION = {"about/index.html", BUILD, NAME}
# The new cache entries of the build of a new commit: the checks of the page and of the file that changed.
MOST_ENTRIES = 4

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the content of this repository and the made-up records of a city."""
    root = tmp_path_factory.mktemp("revision")
    write(SIZE, root)
    shutil.copytree(three_documents() / "content", root / "content", dirs_exist_ok=True)
    shutil.copy(HERE.parent / "site_config.yml", root)
    return root


def built(root: Path, target: str, revision: Revision) -> Published:
    """Build into a folder of the project; a new folder has an empty cache."""
    return build_if_changed(BuildOptions(root, root / target, revision, True), lambda step: None)


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def cache_entries(site: Path) -> set[str]:
    """The names of the entries of the cache."""
    return {path.name for path in (work_folder(site) / CACHE).rglob("*") if path.is_file()}


def test_a_new_commit_changes_three_files_and_reuses_the_cache(root: Path) -> None:
    built(root, "site", BEFORE)
    before, entries = contents(root / "site"), cache_entries(root / "site")
    published = built(root, "site", AFTER)
    built(root, "cold", AFTER)
    after = contents(root / "site")
    assert after == contents(root / "cold")
    assert before.keys() == after.keys()
    assert {path for path, content in after.items() if before[path] != content} == WITH_REVISION
    # The manifest is not counted, for it does not list itself.
    assert (published.changed, published.removed) == (len(WITH_REVISION) - 1, 0)
    assert len(cache_entries(root / "site") - entries) <= MOST_ENTRIES
    words = [word.encode() for word in (AFTER.commit, AFTER.date)]
    assert {path for path, content in after.items() if any(word in content for word in words)} == WITH_REVISION
