"""The summary tables of each city and year as CSV, and as XLSX for A4 paper."""

from decimal import Decimal
from typing import Any

from generator.analysis.facts import ProjectFacts
from generator.analysis.summaries import SummaryRow, SummaryTable, SummaryTotal, summaries
from generator.forms.figures import absence_word, figure, text_or_absence
from generator.output.exports.form import table_workbook
from generator.output.exports.outputs import Export, Files, csv_bytes
from generator.output.exports.values import Value
from generator.words import translate

CSV, XLSX = DOWNLOADS = ("summary.csv", "summary.xlsx")
# The columns with their widths in letters, before and after those of money.
BEFORE = {"number": 6, "department": 20}
BEHIND = {"unit": 8, "indicators": 8, "withheld": 10, "goal": 60, "targets": 60}
MONEY = 14
PROSE = ("goal", "targets")


def summary_files(export: Export) -> Files:
    """Yield the files of every table."""
    for table in () if export.config.is_of_department else summaries(export.facts):
        widths = columns(table)
        names = [translate(f"summaries.columns.{key}") for key in widths]
        rows = [*(row(table, line) for line in table.lines), last_row(table)]
        yield table.path + CSV, csv_bytes(names, rows)
        sheet = translate(f"summaries.{table.kind}.sheet")
        yield table.path + XLSX, table_workbook(table.title, sheet, widths, names, rows, PROSE)


def columns(table: SummaryTable) -> dict[str, int]:
    """Return the columns of a table with their widths."""
    who = {"project_name": 26} if table.kind == "projects" else {}
    return {**BEFORE, **who, **dict.fromkeys(table.columns, MONEY), **BEHIND}


def row(table: SummaryTable, line: SummaryRow) -> list[Value]:
    """Return the row of one form; amounts are numbers."""
    facts = line.facts
    who = [facts.name] if isinstance(facts, ProjectFacts) else []
    return [
        line.number,
        *(facts.source.department.name, *who),
        *map(amount, line.money),
        facts.unit,
        *(facts.indicator_count, facts.withheld_count),
        facts.goal.rstrip("\n"),
        translate("summaries.between").join(
            translate("summaries.target", name=name, target=text) for name, text in line.targets
        ),
    ]


def amount(value: Any) -> Value:
    """Return an amount as a number; the word of the form, or of absence, where there is none."""
    return value if isinstance(value, Decimal) else text_or_absence(value) or absence_word(value)


def last_row(table: SummaryTable) -> list[Value]:
    """Return the row of totals, in 万元."""
    who = [""] if table.kind == "projects" else []
    counts: tuple[Value, ...] = (translate("summaries.wan"), table.indicators, table.withheld)
    return ["", translate("summaries.total"), *who, *map(total, table.sums), *counts, "", ""]


def total(summed: SummaryTotal) -> Value:
    """Return a sum; as text with the number of forms that it does not include, where there are some."""
    left_out = ((key, getattr(summed, key)) for key in ("unknown", "missing"))
    notes = "".join(translate(f"summaries.{key}", count=count) for key, count in left_out if count)
    return ("" if summed.amount is None else figure(summed.amount)) + notes if notes else summed.amount
