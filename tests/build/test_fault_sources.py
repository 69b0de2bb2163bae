"""A fault of the finished site is told at the file that has to be mended."""

import shutil
from pathlib import Path

import pytest
from reading import GOOD, RECORD

from generator.build.fault_sources import at_source, source_file
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.build.verify import fault
from generator.content.loader import load_corpus
from generator.problems import ContentError, Place, Problem
from generator.system.manifest import Revision
from generator.words import problem_text

pytestmark = pytest.mark.usefixtures("shared_results")

REVISION = Revision("", "", "0")
NOTICE = "content/notices/shicaiji-2026-2.md"


@pytest.mark.parametrize(
    ("output", "file"),
    [
        ("about/index.html", "content/pages/about.md"),
        ("notices/shicaiji-2026-2/index.html", NOTICE),
        ("shili/jiaoyuju/2026/index.html", RECORD),
        ("shili/jiaoyuju/2026/form/index.html", RECORD),
        ("shili/jiaoyuju/2026/data.json", RECORD),
        ("shili/jiaoyuju/index.html", None),
        ("index.html", None),
    ],
)
def test_the_file_that_a_page_is_made_from(output: str, file: str | None) -> None:
    assert source_file(output, load_corpus(GOOD)) == file


@pytest.mark.parametrize(
    ("output", "seen", "place"),
    [
        ("about/index.html", "../nirgends/", "content/pages/about.md:9:1"),
        ("about/index.html", "../%E6%97%A0/", "content/pages/about.md:10:1"),
        ("about/index.html", "../elsewhere/", "templates/parts/foot.html:2:1"),
        ("index.html", "../elsewhere/", "templates/parts/foot.html:2:1"),
        ("about/index.html", "../nobody-has-it/", "content/pages/about.md:1:1"),
        ("index.html", "../nobody-has-it/", "index.html:1:1"),
        ("about/index.html", None, "content/pages/about.md:1:1"),
    ],
)
def test_the_line_that_a_fault_comes_from(tmp_path: Path, output: str, seen: str | None, place: str) -> None:
    root = Path(shutil.copytree(GOOD, tmp_path / "project"))
    about = root / "content/pages/about.md"
    about.write_text("---\ntitle: 关于\n---\n" + "\n" * 5 + "[甲](../nirgends/)\n[乙](../无/)\n", encoding="utf-8")
    (root / "templates/parts").mkdir(parents=True)
    (root / "templates/parts/foot.html").write_text('<p>\n<a href="../elsewhere/">', encoding="utf-8")
    problem = fault("missing", output, seen)
    found = at_source(problem, root, load_corpus(root))
    assert (str(found.place), found.seen, found.code) == (place, seen, problem.code)
    # Where it comes from another file, it says where it shows.
    assert (f"成品里的 {output}" in problem_text(found)) == (found.place != problem.place)


def test_other_problems_stay_where_they_are() -> None:
    problem = Problem(Place("about/index.html"), "E707")
    assert at_source(problem, GOOD, load_corpus(GOOD)) is problem


@pytest.mark.slow
def test_a_broken_link_of_a_page_is_told_at_its_line(tmp_path: Path) -> None:
    root = Path(shutil.copytree(GOOD, tmp_path / "project"))
    for name in ("guide", "glossary", "accessibility"):
        (root / f"content/pages/{name}.md").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    page = root / "content/pages/guide.md"
    page.write_text("---\ntitle: 指南\n---\n\n看[这里](../nirgends/)。\n", encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    (problem,) = refused.value.problems
    assert (str(problem.place), problem.code) == ("content/pages/guide.md:5:1", "E706")
    assert "链接指向的文件不存在，见成品里的 guide/index.html" in problem_text(problem)
