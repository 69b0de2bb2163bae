"""The rows of each question of readers for all years, as CSV and as a spreadsheet."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.analysis.question_kinds import QuestionKind, QuestionYear
from generator.analysis.question_measures import Cell
from generator.forms.figures import text_of
from generator.forms.model import Indicator
from generator.output.exports.outputs import Export, Files, SiteFiles, csv_bytes
from generator.output.exports.workbook import plain_sheet, workbook
from generator.system.cache import key_of
from generator.words import translate

IDENTITY = {"city": 14, "department": 28, "year": 8}
WIDTH = 16


def file_path(kind: QuestionKind, ending: str) -> str:
    """Return the path of the rows of a question in a format."""
    return f"{kind.path}{kind.key}.{ending}"


def question_files(export: Export) -> Iterator[SiteFiles]:
    """Yield the files of each question, made again only where its rows have changed."""
    for years in export.answers:
        kind = years[0].kind
        rows_hash = key_of((), kind.key, heads_of(kind), [of.rows_hash for of in years])
        yield SiteFiles(f"question {kind.key}", partial(files_of, kind, years), rows_hash=rows_hash)


def files_of(kind: QuestionKind, years: Sequence[QuestionYear]) -> Files:
    """Yield the rows of a question as CSV and XLSX."""
    heads, rows = heads_of(kind), [*rows_of(years)]
    yield file_path(kind, "csv"), csv_bytes(heads, rows)
    widths = [*IDENTITY.values(), *(WIDTH for _ in kind.columns), 32]
    yield file_path(kind, "xlsx"), workbook([plain_sheet(translate("questions.sheet"), heads, widths, rows)])


def heads_of(kind: QuestionKind) -> list[str]:
    """Return the headings of the columns; shares say so."""
    own = (
        translate(f"questions.heads.{one.kind}", title=translate(f"questions.{kind.key}.columns.{one.key}"))
        for one in kind.columns
    )
    return [*(translate(f"exports.columns.{key}") for key in IDENTITY), *own, translate("exports.columns.path")]


def rows_of(years: Sequence[QuestionYear]) -> Iterator[list[str]]:
    """Yield the rows of all years, newest first."""
    for of in years:
        for row in of.listed if of.year else ():
            source = row.facts.source
            who = [str(source.city.name), row.facts.full_name, str(of.year)]
            yield [*who, *map(cell_text, row.cells), source.path]


def cell_text(value: Cell) -> str:
    """Return a cell as text: a target as written, all else as computed."""
    if isinstance(value, Indicator):
        return value.written
    return text_of(value) if value is None or not isinstance(value, int) else str(value)
