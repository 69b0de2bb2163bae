"""The rule book: what breaks each rule and what passes it, what our documents give, and what the book may say."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from reading import GOOD
from rulings import ROWS, Row

from generator.checks import RULES, Case, Finding, find, ledger, remark
from generator.corpus import YearRecord, read_corpus
from generator.facts import RecordFacts, record_facts
from generator.model import Record
from generator.typed import fit
from generator.yamlfile import read_text

OURS = Path(__file__).parent.parent
CLEAN = (Path(__file__).parent / "content" / "clean.yml").read_text(encoding="utf-8")
BUREAU = read_corpus(GOOD).bureaus[1]


def facts_of(text: str, year: int = 2026) -> RecordFacts:
    """The facts of a record that stands in a text."""
    root = read_text("clean.yml", text.encode()).root
    assert root is not None
    record, problems = fit(Record, root, "clean.yml")
    assert record is not None, problems
    return record_facts(YearRecord("shili", BUREAU.city, "jiaoyuju", BUREAU.about, year, record, "clean.yml", root))


def changed(change: str) -> str:
    """The clean text with one change or several done to it."""
    text = CLEAN
    for one in filter(None, change.split(" ;; ")):
        old, new = one.split(" => ")
        assert text.count(old) == 1, f"{old!r} stands in the record {text.count(old)} times"
        text = text.replace(old, new)
    return text


def case_of(row: Row) -> Case:
    """The record of a row, with that of the year before where the row speaks of it."""
    now, spoken, before = row.change.partition("@")
    roster = BUREAU.city.roster
    return Case(facts_of(changed(now)), facts_of(changed(before), 2025) if spoken else None, roster)


def told(finding: Finding) -> str:
    """A finding in the way the table expects it."""
    return " ".join(part for part in (finding.rule, finding.form, finding.anchor) if part)


def test_the_clean_record_has_no_findings() -> None:
    assert find(Case(facts_of(CLEAN))) == ()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.rule} {row.what}" for row in ROWS])
def test_one_change(row: Row) -> None:
    assert ", ".join(map(told, find(case_of(row)))) == row.findings
