"""The summary tables of each city and year as CSV, and as XLSX for A4 paper."""

from generator.analysis.facts import ProjectFacts
from generator.analysis.summaries import SummaryRow, SummaryTable, SummaryTotal, summaries
from generator.forms.figures import absence_word, figure, text_or_absence
from generator.output.exports.form import table_workbook
from generator.output.exports.outputs import Export, Files, csv_bytes
from generator.words import translate

CSV, XLSX = DOWNLOADS = ("summary.csv", "summary.xlsx")
# The columns with their widths in letters, before and after those of money.
BEFORE = {"number": 6, "department": 20}
BEHIND = {"unit": 8, "indicators": 8, "withheld": 10, "goal": 60, "targets": 60}
MONEY = 14
PROSE = ("goal", "targets")


def summary_files(export: Export) -> Files:
    """Yield the files of every table."""
    for table in summaries(export.facts):
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


def row(table: SummaryTable, line: SummaryRow) -> list[str]:
    """Return the row of one form."""
    facts = line.facts
    who = [facts.name] if isinstance(facts, ProjectFacts) else []
    return [
        *(str(line.number), facts.source.department.name, *who),
        *(text_or_absence(value) or absence_word(value) for value in line.money),
        *(facts.unit, str(facts.indicator_count), str(facts.withheld_count)),
        facts.form.goal.rstrip("\n"),
        translate("summaries.between").join(
            translate("summaries.target", name=name, target=text) for name, text in line.targets
        ),
    ]


def last_row(table: SummaryTable) -> list[str]:
    """Return the row of totals, in 万元."""
    who = [""] if table.kind == "projects" else []
    counts = (translate("summaries.wan"), str(table.indicators), str(table.withheld))
    return ["", translate("summaries.total"), *who, *map(total, table.sums), *counts, "", ""]


def total(summed: SummaryTotal) -> str:
    """Return a sum as text, and the number of forms that it does not include."""
    text = "" if summed.amount is None else figure(summed.amount)
    left_out = ((key, getattr(summed, key)) for key in ("unknown", "missing"))
    return text + "".join(translate(f"summaries.{key}", count=count) for key, count in left_out if count)
