"""Computed columns: exact, missing with the reason, and never a way to a withheld amount."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from corpora import export_of, loaded_facts
from form_records import records
from hypothesis import given
from reading import DECISION, form_of

from generator.analysis.earlier import EarlierForm, earlier_form
from generator.analysis.facts import RecordFacts, record_facts
from generator.forms.fields import BLANK, money
from generator.forms.figures import in_wan
from generator.forms.model import Record
from generator.output.exports.columns import expanded
from generator.output.exports.record_rows import record_row, tasks_with_changes
from generator.output.exports.rows import identity
from generator.output.exports.tables import TABLES, TablePart
from generator.output.exports.values import Missing, difference, status_of
from generator.words import translate

ROOT = Path(__file__).parents[2]
YEARS = ROOT / "tests/content/years"
RECORDS, TASKS, INDICATORS = (
    next(one for one in TABLES if one.name == name) for name in ("records", "tasks", "indicators")
)
WITHHELD, KNOWN = "依规不公开", "已知"
HIDDEN = f"    - {{withheld: all, {DECISION}}}\n"
NO_AMOUNT = f"    - {{name: 二, content: 内容, withheld: amount, {DECISION}}}\n"
OTHER_DAYS = "disclosure: {attribute: 主动公开, approved_on: , published_on: , budget_published_on: }\n"


def facts_of(record: Record, year: int = 2021) -> RecordFacts:
    """The facts of a form of a department of the repository."""
    some = loaded_facts(ROOT).records[0].source
    return record_facts(replace(some, year=year, content=record))


def form(basic: str, project: str, tasks: str, total: str = "", unit: str = "万元") -> RecordFacts:
    """A form with these amounts and rows of tasks."""
    declared = f"  withheld_total: {total}\n" if total else ""
    return facts_of(
        form_of(
            f"title: 表\nunit: {unit}\ndepartment: 甲局\nbudget:\n  by_type: {{basic: {basic}, project: {project}}}\n"
            f"goal: 目标\ntasks:\n  key:\n{tasks}{declared}indicators: []\nframework: before-101\n"
            f"source: {{title: 原件}}\n{OTHER_DAYS}review: {{by: 某局, on: 2026-01-06, conclusion: 部分公开}}\n"
        )
    )


def shown(*amounts: str) -> str:
    """Rows of tasks that show these amounts."""
    return "".join(f"    - {{name: 事{amount}, content: 内容, amount: {amount}}}\n" for amount in amounts)


def told(facts: RecordFacts, earlier: EarlierForm | None = None) -> dict[str, Any]:
    """The row of a form by the keys of its columns."""
    row = [*identity(facts), *record_row(facts, earlier), facts.source.path]
    return dict(zip((column.key for column in RECORDS.columns), next(expanded(RECORDS.columns, [row])), strict=True))


def tasks_of(facts: RecordFacts, earlier: EarlierForm | None = None) -> list[dict[str, Any]]:
    """The rows of the tasks of a form by the keys of the columns."""
    keys = [column.key for column in TASKS.columns]
    rows = ([*identity(facts), *row, ""] for row in tasks_with_changes(facts, earlier))
    return [dict(zip(keys, values, strict=True)) for values in expanded(TASKS.columns, rows)]


SUMS = ("listed_wan", "withheld_wan", "unlisted_wan", "unlisted_share")
NO_HIDDEN = "没有不公开的任务"


@pytest.mark.parametrize(
    ("facts", "values", "statuses"),
    [
        (form("800.5", "600", shown("500", "80.25")), ["580.25", None, "19.75", "3.3"], [KNOWN, NO_HIDDEN, KNOWN]),
        (form("1", "600", shown("500", '""')), [None, None, None, None], ["合计不明", NO_HIDDEN, "合计不明"]),
        (form("1", "600", shown("无")), [None, None, None, None], ["原表填“无”", NO_HIDDEN, "原表填“无”"]),
        (form("1", '""', shown("5")), ["5", None, None, None], [KNOWN, NO_HIDDEN, "原表空白"]),
        # One sum for two withheld tasks may be shown, what each of them costs not.
        (form("1", "600", shown("500") + HIDDEN * 2, "60"), ["500", "60", "40", "6.7"], [KNOWN, KNOWN, KNOWN]),
        (form("1", "600", shown("500") + NO_AMOUNT), ["500", None, None, None], [KNOWN, WITHHELD, WITHHELD]),
        (form("1", "600", HIDDEN), [None, None, None, None], ["没有列出金额", WITHHELD, WITHHELD]),
        (form("1", "600", shown("700")), ["700", None, "-100", "-16.7"], [KNOWN, NO_HIDDEN, KNOWN]),
        (
            form("10000", "6000000", shown("5000000"), unit="元"),
            ["500", None, "100", "16.7"],
            [KNOWN, NO_HIDDEN, KNOWN],
        ),
    ],
)
def test_what_the_tasks_come_to_and_why_not(facts: RecordFacts, values: list[Any], statuses: list[str]) -> None:
    row = told(facts)
    assert [row[key] for key in SUMS] == [None if value is None else Decimal(value) for value in values]
    assert [row[f"{key}_status"] for key in SUMS[:3]] == statuses


@pytest.mark.slow
@given(records())
def test_no_computed_amount_needs_a_withheld_cell(record: Record) -> None:
    facts = facts_of(record)
    row = told(facts)
    hidden = [line for line in facts.counted_tasks if line.hides_amount]
    blank = [line for line in facts.counted_tasks if not line.hides_amount and line.task.amount == BLANK]
    listed = [money(line.task.amount) for line in facts.counted_tasks if not line.hides_amount]
    amounts = [amount for amount in listed if amount is not None]
    exact = None if blank or not amounts else in_wan(sum(amounts, Decimal(0)), record.unit)
    assert row["listed_wan"] == exact
    assert [line["amount_wan"] is None for line in tasks_of(facts)] == [line.amount is None for line in facts.tasks]
    # No sum of withheld tasks is declared in these forms.
    if hidden:
        assert (row["withheld_wan"], row["unlisted_wan"], row["unlisted_share"]) == (None, None, None)
    project = money(record.budget.by_type.project)
    if hidden and project is not None:
        assert row["unlisted_wan_status"] == WITHHELD
    assert all((row[key] is not None) == (row[f"{key}_status"] == KNOWN) for key in SUMS[:3])


@pytest.mark.slow
@given(records(), records())
def test_a_change_is_the_difference_of_two_known_amounts(before: Record, now: Record) -> None:
    forms = facts_of(before, 2020), facts_of(now, 2021)
    row = told(forms[1], earlier_form(forms[1], forms))
    totals = [form.total_wan for form in forms]
    assert row["last_total_wan"] == totals[0]
    assert row["change_wan"] == (None if None in totals else Decimal(totals[1] or 0) - Decimal(totals[0] or 0))
    for line in tasks_of(forms[1], earlier_form(forms[1], forms)):
        amounts = (line["amount_wan"], line["last_amount_wan"])
        assert line["change_wan"] == (None if None in amounts else amounts[0] - amounts[1])


def test_without_a_form_of_the_year_before_there_is_no_change() -> None:
    now, older = form("1", "600", shown("5")), form("1", "500", shown("5"))
    assert earlier_form(now, [now, older]) is None
    row = told(now)
    assert [row[key] for key in ("last_total_wan", "change_wan", "change_share")] == [None, None, None]
    assert row["change_wan_status"] == "本站没有上年的表"


def test_a_task_beside_hidden_ones_of_the_year_before_is_not_called_new() -> None:
    now = form("1", "600", shown("5") + HIDDEN)
    for tasks, word in (
        (shown("6"), "上年的表没有这一项"),
        (shown("6") + HIDDEN, "上年有不公开的任务，不知道有没有这一项"),
    ):
        before = facts_of(form("1", "600", tasks).form, 2020)
        first, second = tasks_of(now, earlier_form(now, [before, now]))
        assert (first["last_amount_wan_status"], second["last_amount_wan_status"]) == (word, WITHHELD)


def test_last_years_amount_is_not_shown_beside_one_that_is_withheld_now() -> None:
    before, now = (
        form("1", "600", shown("5") + row) for row in ("    - {name: 二, content: 内容, amount: 9}\n", NO_AMOUNT)
    )
    before = facts_of(before.form, 2020)
    _, hidden = tasks_of(now, earlier_form(now, [before, now]))
    assert [hidden[key] for key in ("amount_wan", "last_amount_wan", "change_wan")] == [None, None, None]
    assert hidden["last_amount_wan_status"] == WITHHELD


def test_indicators_have_topics_and_the_target_of_the_year_before() -> None:
    facts = loaded_facts(YEARS)
    table = TablePart(INDICATORS, export_of(YEARS).rows)
    keys = [column.key for column in INDICATORS.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table]
    topics = {translate(f"families.{key}.name") for key in ("satisfaction", "timeliness", "completion")}
    assert {row["topic"] for row in rows} & topics
    raised = [row for row in rows if row["change_kind"] == "提高"]
    assert raised
    assert all(row["change"] is None or row["change"] > 0 for row in raised)
    assert all(row["last_target"] for row in raised)
    assert len(rows) == sum(len(form.rows) for form in facts.records)


def test_the_difference_of_missing_values_is_missing_for_the_first_reason() -> None:
    one, other = Missing("甲"), Missing("乙")
    cells = [difference(one, other), difference(one, Decimal(1)), difference(Decimal(1), other)]
    assert [status_of(cell) for cell in cells] == ["甲", "甲", "乙"]
    assert difference(Decimal("3.50"), Decimal(1)) == Decimal("2.5")
