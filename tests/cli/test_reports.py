"""A check as it is told: what is listed, what is only counted, in every form; how it ends does not depend on that."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reading import RECORD, good_text, project

from generator.cli.check import check_path
from generator.cli.check_result import CheckResult
from generator.cli.main import FORMATS as OFFERED, main
from generator.cli.reports import FORMATS

__all__ = ["project"]
TODAY = ["--today", "2026-03-04"]
LEVELS = ("block", "error", "warn", "info")


@pytest.fixture(autouse=True)
def checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of the same texts is read once in a test: here it is looked at how it is told."""
    known: dict[tuple[str, date | None, bytes], CheckResult] = {}

    def once(path: Path, jobs: int = 1, today: date | None = None) -> CheckResult:
        key = (str(path), today, (path / RECORD).read_bytes())
        if key not in known:
            known[key] = check_path(path, jobs, today)
        return known[key]

    monkeypatch.setattr("generator.cli.check.check_path", once)


def run(project: Path, *words: str) -> Result:
    """A check of a project on a day of its own."""
    return CliRunner().invoke(main, ["check", str(project), *TODAY, *words], prog_name="gongkai")


def spoil(project: Path) -> None:
    """One mistake in the good project."""
    (project / RECORD).write_text(good_text().replace("unit: 万元", "unit: 亿元"), encoding="utf-8")


def tree(project: Path, *words: str) -> dict:
    """A check as JSON."""
    return json.loads(run(project, "--format", "json", *words).stdout)


def weights(checked: dict) -> list[str]:
    """The weights of all findings that are listed."""
    return sorted({found["severity"] for found in checked["findings"]}, key=LEVELS.index)


@pytest.mark.parametrize(
    ("words", "listed", "warns"),
    [
        ([], ["error", "warn", "info"], True),
        (["--severity", "info"], ["error", "warn", "info"], True),
        (["--severity", "warn"], ["error", "warn"], True),
        (["--severity", "error"], ["error"], False),
        (["--severity", "block"], [], False),
        (["--quiet"], [], False),
        # Of a strict check what makes it fail is told; a severity that is named wins.
        (["--quiet", "--strict"], ["error"], False),
        (["--strict"], ["error", "warn", "info"], True),
        (["--quiet", "--severity", "warn"], ["error", "warn"], True),
    ],
)
def test_what_is_listed(project: Path, words: list[str], listed: list[str], warns: bool) -> None:
    everything, checked = tree(project), tree(project, *words)
    assert weights(checked) == listed
    assert checked["findings"] == [found for found in everything["findings"] if found["severity"] in listed]
    assert checked["warnings"] == (everything["warnings"] if warns else [])
    # Nothing is lost: what is not listed is counted.
    counted = sum(checked["unlisted"].values()) + len(checked["findings"]) + len(checked["warnings"])
    assert counted == len(everything["findings"]) + len(everything["warnings"])
    assert (checked["files"], checked["records"], checked["problems"]) == (
        everything["files"],
        everything["records"],
        [],
    )


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("strict", [[], ["--strict"]])
@pytest.mark.parametrize("broken", [False, True])
def test_how_it_ends_does_not_depend_on_what_is_listed(
    project: Path, form: str, strict: list[str], broken: bool
) -> None:
    if broken:
        spoil(project)
    lists = [[], ["--quiet"], *(["--severity", level] for level in LEVELS)]
    codes = {run(project, "--format", form, *strict, *words).exit_code for words in lists}
    assert codes == {1 if broken or strict else 0}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_mistake_is_always_listed(project: Path, form: str) -> None:
    spoil(project)
    for words in ([], ["--quiet"], ["--severity", "block"]):
        assert "只能从几个词里选" in run(project, "--format", form, *words).stdout


def test_a_hold_is_always_listed(project: Path) -> None:
    (project / RECORD).write_text(good_text() + "# 机密★\n", encoding="utf-8")
    told = run(project, "--quiet")
    assert (told.exit_code, "S401" in told.stdout) == (3, True)


def test_the_quiet_text(project: Path) -> None:
    spoil(project)
    lines = run(project, "--quiet").stdout.splitlines()
    assert re.search(r"2026\.yml:2:7: “金额单位”.+ \[E304\]$", lines[0])
    assert lines[1] == "没有列出的，按规则合计："
    assert all(re.fullmatch(r"  [VW][0-9]+ \S.*：[0-9]+ 条", line) for line in lines[2:-1])
    assert re.fullmatch(r"读了 8 个文件、1 份记录：要改的 1 处，不影响发布的提醒和提示 [0-9]+ 条。", lines[-1])


def test_a_warning_in_every_form(project: Path) -> None:
    said = "“公开情况 公开日期”在今天（2026-03-04）以后"
    place = "content/shili/jiaoyuju/2026.yml"
    assert f"{place}:87:17: 录入提醒 {said}" in run(project).stdout
    assert [(at["path"], at["line"], at["code"]) for at in tree(project)["warnings"]] == [(place, 87, "W209")]
    assert f"::warning file={place},line=87,col=17,title=W209::{said}" in run(project, "--format", "github").stdout


def test_what_is_not_listed_is_one_notice_of_a_workflow(project: Path) -> None:
    lines = run(project, "--quiet", "--format", "github").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::notice title=没有列出的提示::没有列出的，按规则合计：%0A  V05 ")


def test_lines_stand_in_the_order_of_the_files(project: Path) -> None:
    places = re.findall(r"^(\S+?):([0-9]+):([0-9]+): ", run(project).stdout, re.MULTILINE)
    found = [(path, int(line), int(column)) for path, line, column in places]
    assert len(found) > 15
    assert found == sorted(found)


def test_the_command_line_offers_every_format() -> None:
    assert set(OFFERED) == set(FORMATS)
