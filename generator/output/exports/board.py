"""The disclosure board as rows, one for each city, department and year, and as a spreadsheet to print."""

from collections.abc import Iterator

from generator.analysis.disclosure import DisclosedRecord, boards, days_to_publish
from generator.output.exports.form import table_workbook
from generator.output.exports.outputs import Export, Files
from generator.output.exports.rows import Placed
from generator.output.exports.values import Cell, Missing, known
from generator.words import translate

CSV = "data/disclosure.csv"
XLSX = "data/disclosure.xlsx"
# Each column with its width in letters.
COLUMNS = {
    **{"city": 10, "department": 26, "year": 6, "roster": 8, "state": 14},
    **{"approved_on": 12, "last_day": 12, "published_on": 12, "used": 8, "limit": 8, "term": 16},
    **{"budget_published_on": 12, "together": 12, "parts": 8, "filled": 8, "blank": 22},
    **{"timeliness": 10, "completeness": 10, "form": 10, "deductions": 24, "path": 28},
}
# The cells of a department and year without a form: numbers and days have no value, texts are empty.
WORDS = ("term", "together", "blank", "deductions", "path")
NO_FORM: list[Cell] = ["" if key in WORDS else None for key in list(COLUMNS)[5:]]


def board_files(export: Export) -> Files:
    """Yield the board as a spreadsheet to print."""
    rows = (row for _, row in board_rows(export))
    names = [translate(f"disclosure.export.columns.{key}") for key in COLUMNS]
    title, sheet = translate("disclosure.export.title"), translate("disclosure.export.sheet")
    yield XLSX, table_workbook(title, sheet, COLUMNS, names, rows)


def board_rows(export: Export) -> Iterator[Placed]:
    """Yield the rows of each city, newest year first."""
    limit = days_to_publish(export.config)
    for board in boards(export.facts, export.findings, export.config):
        for year in board.years:
            for line, square in board.of_year(year):
                disclosed = square.disclosed
                row: list[Cell] = [
                    *(board.city.about.name, line.name, year),
                    translate(f"disclosure.export.{'yes' if square.is_due else 'no'}"),
                    translate(f"disclosure.state.{square.state}"),
                    *(record_cells(disclosed, limit) if disclosed else NO_FORM),
                ]
                yield (f"{board.city.slug}-{year}",), row


def record_cells(disclosed: DisclosedRecord, limit: int) -> list[Cell]:
    """Return the cells of one form, from the day of approval to the address of its page."""
    term, blocks = disclosed.term, disclosed.blocks
    budget = disclosed.facts.form.disclosure.budget_published_on
    return [
        *(known(term.approved_on), known(term.last_day), known(term.published_on), known(term.used), limit),
        translate(f"disclosure.export.term.{term.state}", unknown="、".join(term.unknown)),
        *(known(budget), disclosed.together_words),
        *(len(blocks.names), blocks.filled, "、".join(blocks.blank)),
        *(
            Missing(translate("disclosure.unknown")) if score.points is None else score.points
            for score in disclosed.scores
        ),
        "；".join(
            translate("disclosure.deduction", rule=entry.rule, weight=entry.weight)
            for score in disclosed.scores
            for entry in score.deductions
        ),
        disclosed.facts.source.path,
    ]
