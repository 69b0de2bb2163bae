"""Settings that leave a part of the site out: no page, link, sentence, column or file of it is left."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from prose_pages import add_prose_pages
from reading import HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.system.manifest import Revision

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_results")]

REVISION = Revision("0123456789", "2026-11-30", "0")
# The pattern of no path.
NOTHING = "(?!)"
# Each setting, the sentence on the about page, and the patterns of what no path and no text has.
SWITCHES = {
    "board: false": (
        "本站不设“公开情况”一栏，没有把各部门有没有表、用了几天公开列成总表。",
        r"(^|/)disclosure(/|\.csv|\.json|\.xlsx)",
        (
            *(r'disclosure/"', r"disclosure\.csv", r"disclosure\.json", r"disclosure\.xlsx"),
            "公开情况</a>",
            "按期公开",
            "questions/late",
        ),
    ),
    "scores: false": (
        "本站不给各部门的公开情况打分，“公开情况”一栏只列日期和天数。",
        NOTHING,
        ("分数由本站", r"deductions", "及时性得分", "及时性</th>"),
    ),
    "findings: none": (
        "本站只登公开的表，不列核对的结果。",
        r"(^|/)(checks/|findings\.(csv|json))",
        (
            *(r'checks/["#]', "#checks", 'id="checks"', "核对</a>", "合计对得上", r'\bV[0-6][0-9]\b(?!")'),
            *("请留意", "供参考", "分数由本站", "deductions", r"findings\.csv"),
        ),
    ),
}


def texts_of(site: Path) -> Iterator[tuple[str, str]]:
    """Each path of a site, those in its archives too, with its text; scripts and style sheets have none here."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(path) as packed:
                names = [one for one in packed.namelist() if not one.endswith(".xlsx")]
                yield from ((f"{name}/{one}", packed.read(one).decode("utf-8", "replace")) for one in names)
        elif path.is_file():
            is_text = path.suffix in (".html", ".json", ".csv", ".xml", ".txt", ".md")
            yield name, path.read_text(encoding="utf-8-sig") if is_text else ""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with one department, which has its own form and those of projects."""
    root = Path(shutil.copytree(HERE / "content/only_projects", tmp_path_factory.mktemp("switches") / "project"))
    add_prose_pages(root)
    form = (HERE / "content/projects/content/shili/jiaoyuju/2026.yml").read_text(encoding="utf-8")
    text = form.replace("示例市教育局", "示例市水利局")
    (root / "content/shili/shuiliju/2026.yml").write_text(text, encoding="utf-8")
    return root


def site_with(project: Path, setting: str) -> Path:
    """The site of the project with a setting; its links are verified by the build."""
    config = (HERE / "content/only_projects/site_config.yml").read_text(encoding="utf-8")
    (project / "site_config.yml").write_text(f"{config}{setting}\n", encoding="utf-8")
    build(BuildOptions(project, project / "site", REVISION), lambda step: None)
    return project / "site"


def test_a_switch_leaves_nothing_of_its_part(project: Path) -> None:
    whole = dict(texts_of(site_with(project, "board: true")))
    for setting, (sentence, paths, words) in SWITCHES.items():
        assert sentence not in whole["about/index.html"], setting
        assert paths == NOTHING or any(re.search(paths, path) for path in whole), setting
        assert [one for one in words if not any(re.search(one, text) for text in whole.values())] == [], setting
        files = dict(texts_of(site_with(project, setting)))
        assert f"<p>{sentence}</p>" in files["about/index.html"], setting
        assert [path for path in files if re.search(paths, path)] == [], setting
        assert [path for path, text in files.items() if re.search("|".join(words), text)] == [], setting
