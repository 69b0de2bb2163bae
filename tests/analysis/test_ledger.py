"""The ledger: identities worked out in the open, for our documents and for every way they can end."""

from pathlib import Path

import pytest
from corpora import loaded_corpus
from reading import GOOD, HERE, RECORD, Hostile, good_root, hostile, project, record_of, replaced
from ruling import CLEAN_PROJECT, project_of

from generator.analysis.facts import record_facts
from generator.analysis.rules import Identity, ledger, sums_agree
from generator.cli.check import check_path
from generator.content.corpus import RecordSource
from generator.words import catalogue_map

__all__ = ["project"]
OURS = HERE.parent


RULES = ("V07", "V08", "V10")


def sums(source: RecordSource) -> list[Identity]:
    """The identities between the sums of one form."""
    return [line for line in ledger(record_facts(source)) if line.rule in RULES]


def outcome(row: Hostile) -> str:
    """How the identities of a row's record end, but for those that tie."""
    record, problems = record_of(replaced(row.text))
    assert record is not None and problems == []
    department = loaded_corpus(GOOD).departments[1]
    source = RecordSource("shili", department.city, "jiaoyuju", department.about, 2026, record, RECORD, good_root())
    ends = [(line.rule, line.state, line.difference) for line in sums(source) if line.state != "ties"]
    return ", ".join(" ".join(end).rstrip() for end in ends) or "ok"


@hostile("finding")
def test_hostile_figures(row: Hostile) -> None:
    assert outcome(row) == row.expected


def said(path: str) -> list[tuple[str, str, str, str, str]]:
    """The ledger of one of our records: rule, sum, figure held against, difference, state."""
    source = next(record for record in loaded_corpus(OURS).records if record.path == path)
    return [
        (line.rule, line.result, line.against.text if line.against else "", line.difference, line.state)
        for line in sums(source)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "zhanjiang/zhengfawei/2021/",
            [
                ("V07", "3583.68", "3583.68", "0.00", "ties"),
                ("V08", "3583.68", "3583.68", "0.00", "ties"),
                ("V10", "1462.8", "1909.47", "446.67", "partly"),
            ],
        ),
        (
            "zhanjiang/jiwei/2021/",
            [
                ("V07", "", "", "", "unknown"),
                ("V08", "15724.94", "15724.94", "0.00", "ties"),
                ("V10", "10731.2", "10731.2", "0.0", "ties"),
            ],
        ),
        (
            "zhanjiang/rensheju/2024/",
            [
                ("V07", "72807.384975", "72807.384975", "0.000000", "ties"),
                ("V08", "", "", "", "unknown"),
                ("V10", "20589.81", "61915.7693", "41325.9593", "partly"),
            ],
        ),
        (
            "jieyang/zhengfawei/2022/",
            [("V07", "", "", "", "unknown"), ("V10", "560.25", "560.25", "0.00", "ties")],
        ),
    ],
)
def test_the_ledger_of_our_documents(path: str, expected: list[tuple[str, str, str, str, str]]) -> None:
    assert [tuple(row) for row in said(path)] == expected


def test_withheld_tasks_stand_in_the_ledger_as_one_sum() -> None:
    source = loaded_corpus(OURS).records[0]
    operands = sums(source)[-1].operands
    assert [(line.text, line.anchor) for line in operands] == [
        ("100", "task-1"),
        ("43", "task-5"),
        ("30", "task-6"),
        ("137.22", "task-7"),
        ("10", "task-8"),
        ("102.03", "task-10"),
        ("138", "withheld"),
    ]


def test_every_state_has_its_words() -> None:
    for kind, words in catalogue_map("checks.lines").items():
        states = {"ties", "differs", "unknown"} | ({"partly"} if kind == "tasks" else set())
        assert states <= set(words), kind


def test_findings_are_shown_and_stop_only_a_strict_check(project: Path) -> None:
    checked = check_path(project)
    found = [(one.place.path, one.finding.rule) for one in checked.findings]
    assert ("content/shili/gongyuanju/2025.yml", "V07") in found
    assert ("content/shili/gongyuanju/2025.yml", "V10") in found
    assert checked.problems == ()
    assert (checked.exit_code(strict=False), checked.exit_code(strict=True)) == (0, 1)


@pytest.mark.parametrize(
    ("old", "new", "agree"),
    [
        ("    other: 0\n", "    other: 0\n", True),
        ("    other: 0\n", "    other: 1\n", False),
        # A total alone is held against nothing.
        ("    fiscal: 280.5\n    carryover: 20\n    other: 0\n", "", None),
        ("    total: 300.5\n", "", None),
    ],
)
def test_sums_agree_only_where_some_can_be_checked(old: str, new: str, *, agree: bool | None) -> None:
    assert CLEAN_PROJECT.count(old) == 1
    assert sums_agree(project_of(CLEAN_PROJECT.replace(old, new))) is agree
