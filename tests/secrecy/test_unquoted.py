"""What no command quotes: the words of a held file, and those of rows and groups that name what they withhold."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from reading import good_text

from generator.cli.main import main
from generator.secrecy.withheld_rows import is_withheld_key, withheld_spans
from generator.text.yaml import read_text

CANARY = "朱雀行动"
DECISION = "basis: 依据\n      decided_on: 2026-01-15\n      decided_by: 某局"
TEXT = good_text()
ROW = """    - name: 教师培训
      content: 培训教师1600人次
      amount: 40.30
      expected: 教师水平提高
"""
TARGET = "    target: 42\n    unit: 所\n"
assert ROW in TEXT
assert TARGET in TEXT


def row(*lines: str) -> str:
    """The good record with another second task."""
    return TEXT.replace(ROW, "    - " + "\n      ".join(lines) + "\n")


# What a file is, and whether it is held or refused.
FILES = {
    "a mark beside a broken list": (TEXT.replace("goal: |", f"goal: 秘密★5年{CANARY}\n bad: [{CANARY}\nmore: |"), 3),
    "a key with a mark": (f"{TEXT}绝密★{CANARY}: 1\n", 3),
    "a key that stands twice beside a mark": (f"{TEXT}# 绝密★\n{CANARY}: 1\n{CANARY}: 2\n", 3),
    "an anchor beside a mark": (f"{TEXT}x: &{CANARY} 绝密★\n", 3),
    "a tag beside a mark": (f"{TEXT}x: !{CANARY} 绝密★\n", 3),
    "a Tab beside a mark": (f"{TEXT}\t{CANARY}: 绝密★\n", 3),
    "an amount beside a mark": (TEXT.replace("340.80", CANARY).replace("办好义务教育", "（机密）"), 3),
    "an unknown key in a withheld row": (row("withheld: all", f"{CANARY}: 1", DECISION), 3),
    "an amount in a row that shouts": (row("withheld: ALL", f"amount: {CANARY}", DECISION), 1),
    "an amount in a row with a blank decision": (row("withheld:", "name: 甲", f"amount: {CANARY}"), 3),
    "an amount in a row with a misspelt key": (row("withhold: all", "name: 甲", f"amount: {CANARY}"), 1),
    "an amount in a row with a key in words": (row("不予公开: 是", "name: 甲", f"amount: {CANARY}"), 1),
    "an amount that says so itself": (row("name: 甲", f"amount: 不公开（{CANARY}）"), 1),
    "the day of a decision": (row("withheld: all", "basis: 依据", f"decided_on: {CANARY}", "decided_by: 某局"), 3),
    "a row on one line": (row(f"{{withheld: all, basis: 依据, decided_on: {CANARY}, decided_by: 某局}}"), 3),
    "an attribute with more behind it": (TEXT.replace("attribute: 主动公开", f"attribute: 不予公开（{CANARY}）"), 3),
    "an attribute on request": (TEXT.replace("attribute: 主动公开", f"attribute: 依申请公开（{CANARY}）"), 3),
    "a target beside its decision": (
        TEXT.replace(
            TARGET, f"    target: {CANARY}\n    withheld:\n      {DECISION}\n".replace("\n      ", "\n      ")
        ),
        1,
    ),
    "a group with a decision": (
        TEXT.replace("    basic: 1674.21\n", f"    basic: {CANARY}\n    withheld:\n      {DECISION}\n"),
        1,
    ),
    "broken text in a withheld row": (row("withheld: all", f'basis: "{CANARY}', "decided_by: 某局"), 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_command_quotes_it(name: str, tmp_path: Path) -> None:
    text, code = FILES[name]
    file = tmp_path / "2026.yml"
    file.write_text(text, encoding="utf-8")
    run = CliRunner()
    checks = [run.invoke(main, ["check", str(file), "--format", form]) for form in ("text", "json", "github")]
    clears = [run.invoke(main, ["clear", str(file), cell]) for cell in ("总体绩效目标", "总体绩效", "绝密", "任务")]
    assert [check.exit_code for check in checks] == [code] * 3
    assert {clear.exit_code for clear in clears} <= {0, 1, 2, 3}
    assert [said.output for said in (*checks, *clears) if CANARY in said.output or "\\u6731" in said.output] == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("withheld", True),
        ("Withheld", True),
        ("withhold", True),
        ("witheld", True),
        ("with-held", True),
        ("不予公开", True),
        ("不公开", True),
        ("withheld_total", False),
        ("weight", False),
        ("width", False),
        ("公开情况", False),
    ],
)
def test_keys_of_a_decision(key: str, expected: bool) -> None:
    assert is_withheld_key(key) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nrows:\n  - withheld: all\n    b: |\n      c\n\n  - b: 1\nz: 1\n", [(3, 6)]),
        ("a: 1\nrows:\n  - {b: 1, withheld: }\n  - {b: 2}\n", [(3, 3)]),
        ("a:\n  b: 依规不公开\n  c: 1\nd: 1\n", [(2, 3)]),
        ("a: 1\nb:\n  c: 1\n  withheld: x\n", [(3, float("inf"))]),
        ("a: 1\nb: 不公开\n", []),
        ("a: 1\nwithheld: all\n", [(1, float("inf"))]),
        ("a: 1\nwithheld_total: 3\n", []),
    ],
)
def test_the_lines_of_a_row_that_names_what_it_withholds(text: str, expected: list[tuple[int, float]]) -> None:
    root = read_text("a.yml", text.encode()).root
    assert root is not None
    assert withheld_spans(root) == expected


def test_a_mistake_elsewhere_is_quoted(tmp_path: Path) -> None:
    file = tmp_path / "2026.yml"
    file.write_text(row("withheld: all", DECISION).replace("weight: 20", "wieght: 20", 1), encoding="utf-8")
    assert "读到“wieght”" in CliRunner().invoke(main, ["check", str(file)]).output
