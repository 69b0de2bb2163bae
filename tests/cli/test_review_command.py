"""The conclusion of a review is asked for and written into the file, of which nothing else changes."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from reading import HERE

from generator.cli.main import main
from generator.cli.review import with_entry
from generator.text.yaml import read_text

FILE = "content/shili/shiliju/2026.yml"
FORM = "shili/shiliju/2026"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a form whose review is not entered."""
    shutil.copytree(HERE / "content/own", tmp_path / "project")
    path = tmp_path / "project" / FILE
    text = path.read_text(encoding="utf-8")
    for line in ("  attribute: 主动公开", "  by: 示例局保密审查小组", "  on: 2026-03-01", "  conclusion: 同意公开"):
        assert f"{line}\n" in text
        text = text.replace(f"{line}\n", f"{line.partition(':')[0]}:\n")
    path.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def run(project: Path, *words: str, answers: str = "") -> tuple[int, str]:
    """Run the command with answers; returns its exit code and all it wrote."""
    done = CliRunner().invoke(main, ["review", *words, "--root", str(project)], input=answers)
    return done.exit_code, done.output


def test_the_answers_are_written_and_nothing_else_changes(project: Path) -> None:
    before = (project / FILE).read_text(encoding="utf-8").splitlines()
    answers = "主动公开\n\n2026-3-5\n2026-03-05\n某局保密办\n2026-03-01\n也许\n同意公开\n"
    code, output = run(project, FORM, answers=answers)
    assert code == 0, output
    assert ("请再写一次" in output, "Error" in output) == (True, False)
    after = (project / FILE).read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "  attribute: 主动公开",
        "  approved_on:",
        "  by: 某局保密办",
        "  on: 2026-03-01",
        "  conclusion: 同意公开",
    ]
    assert len(after) == len(before)


def test_several_forms_are_reviewed_at_once(project: Path) -> None:
    other = FILE.replace("2026", "2027")
    text = (project / FILE).read_text(encoding="utf-8").replace("2026年", "2027年")
    (project / other).write_text(f"# ? 疑问\n{text}", encoding="utf-8")
    before = (project / FILE).read_bytes()
    code, output = run(project, FORM, other, "--by", "某局")
    assert (code, "[E841]" in output, (project / FILE).read_bytes() == before) == (1, True, True)
    answers = "\n某局办公室\n2026-02-28\n主动公开\n\n\n某局\n2026-03-01\n同意公开\n"
    code, output = run(project, FORM, other, answers=answers)
    assert code == 0, output
    for file in (FILE, other):
        assert "  by: 某局\n  on: 2026-03-01\n" in (project / file).read_text(encoding="utf-8")


def test_options_take_the_place_of_questions(project: Path) -> None:
    code, output = run(project, FORM, "--by", "某局", "--on", "2026-03-02", "--conclusion", "部分公开")
    assert code == 0, output
    root = read_text("a.yml", (project / FILE).read_bytes()).root
    assert root is not None
    assert (root["review"]["by"], root["review"]["conclusion"], root["disclosure"]["attribute"]) == (
        "某局",
        "部分公开",
        "",
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("shili/shiliju/2027",), "E843"),
        (("shili/shiliju",), "E843"),
        (("../x/2026",), "E843"),
        ((FORM, "--on", "昨天"), "E844"),
        ((FORM, "--conclusion", "可以"), "E844"),
    ],
)
def test_what_cannot_be_written_is_refused(project: Path, words: tuple[str, ...], code: str) -> None:
    before = (project / FILE).read_bytes()
    exit_code, output = run(project, *words)
    assert (exit_code, f"[{code}]" in output) == (2, True)
    assert (project / FILE).read_bytes() == before


def test_no_review_is_entered_while_doubts_are_open(project: Path) -> None:
    with (project / FILE).open("a", encoding="utf-8") as file:
        file.write("# ? 读不准（E5）\n")
    code, output = run(project, FORM, "--by", "某局")
    assert (code, "[E841]" in output) == (1, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: b\n", "a: b\nreview:\n  by: 某局\n"),
        ("review:\n  on: x\nb: c\n", "review:\n  by: 某局\n  on: x\nb: c\n"),
        ("review:\n  # 谁\n  by:\n\nb:\n  by: x\n", "review:\n  # 谁\n  by: 某局\n\nb:\n  by: x\n"),
        ("b:\n  by: x\nreview:\n  by: 旧\n", "b:\n  by: x\nreview:\n  by: 某局\n"),
    ],
)
def test_an_entry_has_its_place_in_its_group(before: str, after: str) -> None:
    assert with_entry(before, "review", "by", "某局") == after


DOUBTS = {
    "title: 2026年部门整体绩效目标表": "title: 2026年部门整体绩效目标表",
    "    basic: 100.50": "    basic: 100.5",
    "  - family: 效益指标": "  - family: 经济指标",
}


def test_doubts_are_settled_one_by_one_and_a_correction_is_written(project: Path) -> None:
    before = (project / FILE).read_text(encoding="utf-8")
    text = before
    for number, line in enumerate(DOUBTS):
        indent = line[: len(line) - len(line.lstrip())]
        text = text.replace(line, f"{indent}# ? 疑问{number}（E{number}）\n{line}", 1)
    (project / FILE).write_text(f"# ? 整张表\n# 说明\n{text}", encoding="utf-8")
    code, output = run(project, FORM, answers="?\n\n100.5\n经济指标\n")
    assert (code, "[E841]" in output) == (1, True)
    assert "  部门预算 基本支出：100.50\n" in output
    after = (project / FILE).read_text(encoding="utf-8")
    for line, corrected in DOUBTS.items():
        before = before.replace(line, corrected, 1)
    notes = [line for line in after.splitlines() if line.startswith("  - ") and "对照原件改为" in line]
    assert len(notes) == 2
    assert notes[1].startswith("  - 绩效指标 第2行 一级指标：导入时读作“效益指标”，对照原件改为“经济指标”")
    assert after == "\n".join([f"# ? 整张表\n# 说明\n{before.rstrip()}", "notes:", *notes, ""])
    answers = "\n某局（机密）\n某局办公室\n昨天\n2026-02-28\n主动公开\n\n\n某局\n2026-03-01\n同意公开\n"
    code, output = run(project, FORM, answers=answers)
    assert code == 0, output
    written = (project / FILE).read_text(encoding="utf-8")
    assert "# ? " not in written
    assert "\n  - 2026-02-28，某局办公室对照原件核对了导入的内容\n" in written


# Cells of one kind, in the order of the form.
AMOUNTS = ("    basic: 100.50\n", "    project: 200\n", "    专项资金: 30.5\n")


@pytest.mark.parametrize(("answers", "amount"), [("\n", "basic: 100.50\n"), ("1\n100.5\n\n", "basic: 100.5\n")])
def test_doubts_of_one_kind_are_confirmed_together_or_one_by_one(project: Path, answers: str, amount: str) -> None:
    text = (project / FILE).read_text(encoding="utf-8")
    for number, cell in enumerate(AMOUNTS):
        text = text.replace(cell, f"    # ? 另一种写法是“{number}”（E{number}）\n{cell}", 1)
    (project / FILE).write_text(text, encoding="utf-8")
    _, output = run(project, FORM, answers=answers)
    assert output.startswith("? 有 3 处同样的疑问：\n  部门预算")
    after = (project / FILE).read_text(encoding="utf-8")
    assert (amount in after, after.count("# ? ")) == (True, 0 if len(answers) == 1 else 1)
