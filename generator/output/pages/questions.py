"""The pages of the questions of readers: one list of all, and each with its answer for each year."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from generator.analysis.question_kinds import QuestionYear
from generator.analysis.question_measures import Cell, ColumnKind
from generator.analysis.questions import Question, answer_words, finding_words
from generator.analysis.spread import Spread, words_for, year_words
from generator.content.addresses import section_address
from generator.content.markdown import Html
from generator.forms.figures import figure, signed
from generator.forms.model import Indicator
from generator.output.cell_html import aligned_html, cell_html, target_html
from generator.output.exports.questions import file_path
from generator.output.pages.list_tables import ListCell, ListColumn, ListRow, ListTable
from generator.output.pages.page import Crumbs, Page, Site, crumbs
from generator.output.pages.pickers import CityChoice, city_choices, signs_of, year_addresses
from generator.output.pictures import strip_picture
from generator.words import translate

SECTION = "checks"
# The most links to other questions.
MOST_OTHERS = 3
# The columns in which a number is the answer.
STRONG = ("share", "change", "target")


def questions(site: Site) -> Iterator[Page]:
    """The list of all questions, and the pages of each that the content answers."""
    address, title = section_address("questions"), translate("questions.title")
    view = {"questions": site.questions}
    yield Page(
        *(address, "questions.html", title, translate("questions.lead"), SECTION),
        *(crumbs((title, None)), site.tags, view),
    )
    way = crumbs((title, address))
    for years in site.answers:
        addresses = year_addresses(of.year for of in years)
        others = following(site.questions, years[0].kind.path)
        for of, (_, address_in_folder) in zip(years, addresses, strict=True):
            yield question_page(site, of, of.kind.path + address_in_folder.removeprefix("./"), way, addresses, others)


def following(questions: tuple[Question, ...], path: str) -> tuple[Question, ...]:
    """The questions that come after one in the circle of all."""
    at = next(number for number, one in enumerate(questions) if one.path == path)
    return (*questions[at + 1 :], *questions[:at])[:MOST_OTHERS]


def question_page(
    site: Site, of: QuestionYear, path: str, way: Crumbs, years: list[tuple[int, str]], others: tuple[Question, ...]
) -> Page:
    """One question with its answer for one year."""
    text = of.kind.text
    return Page(
        *(path, "question.html", text, translate("questions.description", text=text), SECTION),
        *((*way, (text, None)), site.tags),
        partial(question_view, of, years, others),
        depends=(of.year, of.limit, years, others, of.rows_hash),
    )


def question_view(of: QuestionYear, years: list[tuple[int, str]], others: tuple[Question, ...]) -> dict[str, Any]:
    """The template context of the page of a question: the answer, the strip, the table, the other questions."""
    spread, key = of.spread, f"questions.{of.kind.key}"
    note = translate("questions.note", year=year_words(of.year), measure=translate(f"{key}.measure"), **spread.words)
    why = translate(f"{key}.unknown")
    return {
        "of": of,
        "years": years,
        "cities": choices(of),
        "answer": answer_words(of),
        "picture": strip_picture(spread, finding_words(of), note, of.kind.from_zero) if spread.is_drawn else None,
        "signs": signs_of(spread) if of.kind.key == "satisfaction" else [],
        "foot": translate("questions.foot", count=of.unknown, why=why) if of.unknown else "",
        "head": head_words(of),
        "aside": translate(f"{key}.aside"),
        "table": table_of(of),
        "files": {ending: file_path(of.kind, ending) for ending in ("xlsx", "csv")},
        "questions": others,
    }


def choices(of: QuestionYear) -> list[CityChoice]:
    """The choices of a city with the answer of each."""
    every = of.spread

    def words(part: Spread) -> dict[str, str]:
        names = {point.city for point in part.points}
        here = of.of_city(*names) if len(names) == 1 and len(part.points) < len(every.points) else of
        count, more = answer_words(here)
        return {"count": count, "more": more, "title": finding_words(here), "head": head_words(here)}

    return city_choices(every, words)


def head_words(of: QuestionYear) -> str:
    """The heading of the table: how many rows of how many forms."""
    return translate(f"questions.{of.kind.key}.head", count=len(of.listed), all=of.total, **words_for(of.counts_forms))


def table_of(of: QuestionYear) -> ListTable:
    """The table of a question, sorted by its number."""
    columns = tuple(
        ListColumn(
            translate(f"questions.{of.kind.key}.columns.{column.key}"),
            "text" if column.kind == "text" else "number",
            column.on_phone,
            column.kind in STRONG or column.key in ("head", "used"),
        )
        for column in of.kind.columns
    )
    rows = [
        ListRow(
            row.facts.full_name,
            f"{row.facts.source.path}#{row.anchor}",
            tuple(cell_of(column.kind, cell) for column, cell in zip(of.kind.columns, row.cells, strict=True)),
            str(row.facts.source.city.name),
            str(row.facts.source.year),
        )
        for row in of.listed
    ]
    strong = next(at for at, column in enumerate(columns) if column.is_strong)
    return ListTable(head_words(of), translate("lists.department"), columns, rows, strong, "promises", not of.year)


def cell_of(kind: ColumnKind, value: Cell) -> ListCell:
    """A cell of the table with the number that it is sorted by."""
    if isinstance(value, Indicator):
        return ListCell(target_html(value))
    if isinstance(value, date):
        return ListCell(Html(f'<time datetime="{value}">{value}</time>'), f"{value:%Y%m%d}")
    if not isinstance(value, Decimal):
        return ListCell(cell_html(value) if kind == "text" else str(value))
    if kind == "amount":
        return ListCell(aligned_html(figure(value)), figure(value))
    return ListCell(f"{signed(value) if kind == 'change' else figure(value)}%", figure(value))
