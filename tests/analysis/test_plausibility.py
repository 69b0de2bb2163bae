"""What is most likely a slip of the pen: warned of by check, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest
from reading import RECORD, Hostile, good_text, hostile, project, replaced, told

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.cli.check_result import CheckResult
from generator.system.manifest import Revision
from generator.words import problem_text

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]
DAY = date(2026, 3, 10)
BEFORE = "content/shili/jiaoyuju/2025.yml"
BESIDE = "content/shili/jiaoyuju/2026/weihu.yml"
PROJECT = (Path(__file__).parents[1] / "content/projects/content/shili/jiaoyuju/2026/xiaoshe-weixiu.yml").read_text(
    "utf-8"
)
Change = tuple[str, str]
IN_YUAN: tuple[Change, ...] = (("unit: 万元", "unit: 元"),)
# The good record in yuan, with every figure ten thousand times as large.
LARGE: tuple[Change, ...] = (
    *(("1674.21", "16742100"), ("340.80", "3408000"), ("fiscal: 2015.01", "fiscal: 20150100")),
    *(("own_level: 2015.01", "own_level: 20150100"), ("300.5\n", "3005000\n"), ("40.30", "403000")),
)
NO_STAFF: tuple[Change, ...] = (("staff:\n  in_service: 71\n  retired: 38\n", ""),)


def changed(text: str, *changes: Change) -> str:
    """A text with some changes, each of which it has a place for."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def good(*changes: Change) -> str:
    """The good record with some changes."""
    return changed(good_text(), *changes)


def warned(checked: CheckResult) -> list[str]:
    """File, line, code and kind of each warning about forms."""
    return [
        " ".join([at.place.path.removeprefix("content/shili/jiaoyuju/"), str(at.place.line), at.code, kind]).strip()
        for at in checked.warnings
        for kind in [dict(at.values).get("form", "")]
    ]


@hostile("warning")
def test_hostile_slips(row: Hostile, project: Path) -> None:
    (project / RECORD).write_text(replaced(row.text), encoding="utf-8")
    checked = check_path(project / RECORD, today=DAY)
    assert (told(checked.warnings, row.expected) or "ok", checked.problems) == (row.expected, ())


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, []),
        # 109 people on the payroll: 15 yuan a year for each, or 1.5 billion.
        ({RECORD: good(*IN_YUAN)}, ["2026.yml 12 W208 head"]),
        ({RECORD: good(*LARGE)}, ["2026.yml 12 W208 head"]),
        ({RECORD: good(*IN_YUAN, *LARGE)}, []),
        # Without people: last year's form, and what no department can live on.
        ({RECORD: good(*LARGE, *NO_STAFF)}, []),
        ({RECORD: good(*LARGE, *NO_STAFF), BEFORE: good()}, ["2026.yml 8 W208 year"]),
        ({RECORD: good(*IN_YUAN, *NO_STAFF), BEFORE: good()}, ["2026.yml 8 W208 year"]),
        ({RECORD: good(*IN_YUAN, *NO_STAFF)}, ["2026.yml 8 W208 little"]),
        # Another unit, the same money; and a year that is no slip, whatever the year before it was.
        ({RECORD: good(*IN_YUAN, *LARGE, *NO_STAFF), BEFORE: good()}, []),
        ({RECORD: good(), BEFORE: good(*LARGE)}, ["2025.yml 12 W208 head"]),
        # A budget that grew a hundredfold is odd and no slip of the unit.
        ({RECORD: good(("1674.21", "167421"), *NO_STAFF), BEFORE: good()}, []),
    ],
)
def test_a_form_in_the_wrong_unit(project: Path, texts: dict[str, str], expected: list[str]) -> None:
    for path, text in texts.items():
        (project / path).write_text(text, encoding="utf-8")
    assert warned(check_path(project)) == expected
    assert check_path(project).problems == ()


@pytest.mark.parametrize(
    ("unit", "total", "expected"),
    [
        ("万元", "300.5", []),
        ("元", "3005000", []),
        # 340.80 万元 is all that the department has for projects.
        ("元", "300.5", ["2026/weihu.yml 12 W208 projects"]),
        ("万元", "3005000", ["2026/weihu.yml 12 W208 projects"]),
        # Dearer than all projects, and too dear in either unit: something else is wrong.
        ("万元", "500", []),
        ("万元", "9000000", []),
        ("元", "9000", []),
        ("元", "900", ["2026/weihu.yml 12 W208 little"]),
        ("万元", "13812345678", ["2026/weihu.yml 12 W208 much"]),
        ("元", "13812345678", []),
    ],
)
def test_a_project_in_the_wrong_unit(project: Path, unit: str, total: str, expected: list[str]) -> None:
    text = PROJECT[: PROJECT.index("budget:")] + f"budget:\n  annual:\n    total: {total}\n\n"
    rest = PROJECT[PROJECT.index("budget:") :]
    text += rest[rest.index("\n\n") + 2 :]
    text = text.replace("unit: 万元", f"unit: {unit}")
    line = text[: text.index(f"total: {total}")].count("\n") + 1
    (project / BESIDE).parent.mkdir()
    (project / BESIDE).write_text(text, encoding="utf-8")
    found = [one for one in warned(check_path(project)) if "weihu" in one]
    assert found == [one.replace(" 12 ", f" {line} ") for one in expected]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 5), []),
        (date(2026, 3, 4), ["2026.yml 87 W209"]),
        (date(2026, 2, 19), ["2026.yml 86 W209", "2026.yml 87 W209", "2026.yml 94 W209"]),
        (None, []),
    ],
)
def test_a_day_that_is_still_to_come(project: Path, today: date | None, expected: list[str]) -> None:
    (project / "content/shili/gongyuanju/2025.yml").unlink()
    for path in (project, project / RECORD):
        found = [one.rpartition("/")[2] for one in warned(check_path(path, today=today)) if "notices" not in one]
        assert found == expected


def test_a_draft_is_held_against_last_year_where_it_lies(project: Path) -> None:
    (project / BEFORE).write_text(good(), encoding="utf-8")
    (project / RECORD).write_text(good(*LARGE, *NO_STAFF), encoding="utf-8")
    (warning,) = check_path(project / RECORD).warnings
    assert "合计是 20150100 万元，2025 年的是 2015.01 万元" in problem_text(warning)


@pytest.mark.slow
def test_nothing_of_it_reaches_the_site(project: Path) -> None:
    """A warning stops no build and stands on no page."""
    for name in ("guide", "glossary", "accessibility"):
        (project / f"content/pages/{name}.md").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    (project / RECORD).write_text(good(*LARGE, ("published_on: 2026-03-05", "published_on: 2099-03-05")), "utf-8")
    warnings = check_path(project, today=DAY).warnings
    assert sorted(warning.code for warning in warnings) == ["W208", "W209"]
    build(BuildOptions(project, project / "site", Revision("", "", "0")), lambda step: None)
    texts = [path.read_text("utf-8") for path in (project / "site").rglob("*") if path.suffix in (".html", ".json")]
    assert texts
    assert [text for text in texts for code in ("W208", "W209", "录入提醒") if code in text] == []
