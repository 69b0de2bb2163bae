"""A site that has forms of projects alone is a whole site: counts, indicators, years, pages and addresses."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from reading import HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.system.manifest import Revision

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_results")]

FIXTURE = HERE / "content/only_projects"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one department with one project of two years and another of one."""
    root = Path(shutil.copytree(FIXTURE, tmp_path_factory.mktemp("only") / "project"))
    shutil.copytree(HERE.parent / "generator/starter/content/pages", root / "content/pages")
    shutil.copy(HERE.parent / "content/pages/glossary.md", root / "content/pages")
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-11-30", "0")), lambda step: None)
    return root / "site"


def words(site: Path, path: str) -> str:
    """The words of the content of a page, white space aside."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    content = re.sub(r"<(script|template).*?</\1>", "", html.partition("<article")[2], flags=re.DOTALL)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", content)))


def test_indicators_of_projects_are_counted_once_and_everywhere_alike(site: Path) -> None:
    assert "11条指标" in words(site, "indicators/")
    assert "3份表、0项任务、11条指标" in words(site, "data/")
    index = json.loads((site / "indicators/rows/index.json").read_bytes())
    assert [count for *_, count in index["files"]] == [7, 4]
    rows = (site / "data/indicators.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 11
    assert sum(",河堤巡护," in row and "≥85%" in row for row in rows) == 2
    assert "3份表：最低85%，最高90%" in words(site, "indicators/satisfaction/")
