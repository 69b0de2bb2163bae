"""The conclusion of the secrecy review: three words let a form be public, and everything else holds it."""

from pathlib import Path

import pytest
from reading import good_text

from generator.problems import Problem
from generator.reader import Reader
from generator.review import contradicts, review_holds
from generator.yamlfile import read_text

HERE = Path(__file__).parent
WITHHELD = "tasks:\n  key:\n    - withheld: all\n"


def forms(conclusion: str, more: str = "", rest: str = "") -> list[str]:
    """Which sentences of S408 a review with a conclusion leads to."""
    quoted = conclusion.replace('"', '\\"')
    text = f'review:\n  conclusion: "{quoted}"\n{more}{rest}'
    root = read_text("x.yml", text.encode()).root
    assert root is not None
    return [dict(problem.values)["form"] for problem in review_holds("x.yml", root)]


UNLISTED = (HERE / "conclusions.txt").read_text(encoding="utf-8").split("\n")[:-1]
SPACED = (
    "同意 公开",
    " 同意公开",
    "同意公开 ",
    "　同意公开",
    "部分公开 ",
    " 已由本单位公开",
    "同意公开\\n部分公开",
    "同意\\u200b公开",
)


@pytest.mark.parametrize("conclusion", [*UNLISTED, *SPACED])
def test_every_other_conclusion_is_a_hold(conclusion: str) -> None:
    assert forms(conclusion) == forms(conclusion, rest=WITHHELD) == ["unlisted"]


@pytest.mark.parametrize(
    ("conclusion", "more", "rest", "expected"),
    [
        ("同意公开", "", "", []),
        ("同意公开", "", WITHHELD, []),
        ("部分公开", "", WITHHELD, []),
        ("部分公开", "", "indicators:\n  - withheld: amount\n", []),
        ("部分公开", "", "", ["part"]),
        ("部分公开", "", "tasks:\n  withheld_total: 3\n", ["part"]),
        ("已由本单位公开", "", "", ["where"]),
        ("已由本单位公开", "  published_at: https://a.example/\n", "", ["where"]),
        ("已由本单位公开", "  published_on: 2026-03-05\n", "", ["where"]),
        ("已由本单位公开", "  published_at: 无\n  published_on: 2026-03-05\n", "", ["where"]),
        ("已由本单位公开", "  published_at:\n  published_on:\n  document:\n", "", ["where"]),
        ("已由本单位公开", "  document: 不详\n", "", ["where"]),
        ("已由本单位公开", "  document: [一份文件]\n", "", ["where"]),
        ("已由本单位公开", "  published_at: 单位门户网站\n  published_on: 2026-03-05\n", "", []),
        ("已由本单位公开", "  document: 示例市示例局2026年部门预算\n", "", []),
        ("已由本单位公开", "  document: 示例市示例局2026年部门预算\n", WITHHELD, []),
        ("同意公开", "  remarks: 不同意公开\n", "", ["remarks"]),
        ("同意", "  remarks: 不同意公开\n", "", ["unlisted", "remarks"]),
        ("", "", "", []),
        ("  ", "", "", []),
    ],
)
def test_each_conclusion_needs_what_it_says(conclusion: str, more: str, rest: str, expected: list[str]) -> None:
    assert forms(conclusion, more, rest) == expected


REMARKS = [line.split("\t") for line in (HERE / "remarks.tsv").read_text(encoding="utf-8").splitlines()[1:]]
OUTCOMES = {"pass": (False, False), "withheld": (True, False), "hold": (True, True)}


@pytest.mark.parametrize(("remarks", "expected"), REMARKS)
def test_remarks_do_not_say_the_contrary(remarks: str, expected: str) -> None:
    assert (contradicts(remarks, withholds=False), contradicts(remarks, withholds=True)) == OUTCOMES[expected]


CANARY = "凤凰计划"


def test_a_hold_of_the_review_is_told_beside_other_mistakes_and_quotes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "2026.yml"
    text = (
        good_text()
        .replace("conclusion: 同意公开", f"conclusion: 驳回{CANARY}")
        .replace("unit: 万元", f"unit: {CANARY}")
    )
    path.write_text(text, encoding="utf-8")
    reader = Reader(tmp_path)
    assert reader.form_at(path) is None
    told: list[Problem] = [*reader.holds, *reader.problems]
    assert [(problem.code, problem.place.line) for problem in told] == [("S408", 95)]
    assert CANARY not in repr(told)


@pytest.mark.parametrize(
    ("conclusion", "change", "told"),
    [
        # the conclusion, what else is changed, and what is told: holds first, then mistakes, their remedies without
        # any word of the file
        ("同意", "unit: 亿元", "S408 95"),
        ("同意", "unit:万元", "S408 95, E100 2 nocolon"),
        ("同意公开", "unit:万元", "E100 2 nocolon"),
        ("驳回", "\tunit: 万元", "S408 95, E104 2 char"),
        ("驳回", 'unit: "万元', "S408 95, E100 2 unclosed"),
        ("驳回", "unit: 万元\n  亿元", "S408 96, E116 2 first"),
        # Of a form that cannot be read whole, nobody can say that it withholds nothing.
        ("部分公开", "unit:万元", "E100 2 nocolon"),
    ],
)
def test_a_form_that_cannot_be_read_is_held_by_its_conclusion(
    tmp_path: Path, conclusion: str, change: str, told: str
) -> None:
    path = tmp_path / "2026.yml"
    text = good_text().replace("conclusion: 同意公开", f"conclusion: {conclusion}")
    path.write_text(text.replace("unit: 万元", change, 1), encoding="utf-8")
    reader = Reader(tmp_path)
    reader.form_at(path)
    found = [*reader.holds, *reader.problems]
    assert told == ", ".join(" ".join([one.code, str(one.place.line), *form_of(one)]) for one in found)


def form_of(problem: Problem) -> list[str]:
    """Which remedy a mistake has."""
    return [value for name, value in problem.values if name == "form" and problem.code.startswith("E")]
