"""The disclosure board as rows, one for each city, department and year.

The cells of a published form are of its department; who must publish, and who did not, is known of a whole city only.
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.analysis.disclosure import DisclosedRecord, board_lines, disclosed_record
from generator.content.addresses import form_address
from generator.content.corpus import City
from generator.output.exports.outputs import DATA, Export
from generator.output.exports.rows import Placed
from generator.output.exports.values import Cell, Missing, Stored, known
from generator.words import translate

XLSX = f"{DATA}disclosure.xlsx"
# Each column with its width in letters: those of every department and year, then those of a published form.
IDENTITY = {"city": 10, "department": 26, "year": 6, "roster": 8, "state": 14}
COLUMNS = {
    **IDENTITY,
    **{"approved_on": 12, "last_day": 12, "published_on": 12, "used": 8, "limit": 8, "term": 16},
    **{"budget_published_on": 12, "together": 12, "parts": 8, "filled": 8, "blank": 22},
    **{"timeliness": 10, "completeness": 10, "form": 10, "deductions": 24, "path": 28},
}
# The columns of the scores and what they are computed from.
SCORES = frozenset(("timeliness", "completeness", "form", "deductions"))
# The cells of a department and year without a form: numbers and days have no value, texts are empty.
WORDS = ("term", "together", "blank", "deductions", "path")
NO_FORM: list[Cell] = ["" if key in WORDS else None for key in list(COLUMNS)[len(IDENTITY) :]]


def no_rows(export: Export) -> Iterator[Placed]:
    """Yield nothing: departments alone have no rows on the board."""
    return iter(())


def disclosed_rows(export: Export) -> Iterator[Placed]:
    """Yield the cells of each published form, from the day of approval to the address of its page."""
    for facts in export.facts.records:
        yield (facts.source.year,), record_cells(disclosed_record(facts, export.findings))


def board_rows(
    city: City, disclosed: Mapping[str, Sequence[Stored]], no_form: Sequence[Stored]
) -> Iterator[tuple[int, tuple[Stored, ...]]]:
    """Yield the rows of a city with their years, newest year first.

    `disclosed` are the stored cells of published forms by address, `no_form` those of a department without one.
    """
    years, lines = board_lines(city, dict.fromkeys(disclosed))
    for at, year in enumerate(years):
        for line in lines:
            square = line.squares[at]
            is_due = translate(f"disclosure.export.{'yes' if square.is_due else 'no'}")
            cells = no_form
            if square.state == "published" and line.department:
                cells = disclosed[form_address(city.slug, line.department.slug, year)]
            state = translate(f"disclosure.state.{square.state}")
            yield year, (city.about.name, line.name, year, is_due, state, *cells)


def record_cells(disclosed: DisclosedRecord) -> list[Cell]:
    """Return the cells of one form, from the day of approval to the address of its page."""
    term, blocks, scores = disclosed.term, disclosed.blocks, disclosed.scores
    budget = disclosed.facts.disclosure.budget_published_on
    return [
        *(known(term.approved_on), known(term.last_day), known(term.published_on), known(term.used), term.limit),
        translate(f"disclosure.export.term.{term.state}", unknown="、".join(term.unknown)),
        *(known(budget), disclosed.together_words),
        *(len(blocks.names), blocks.filled, "、".join(blocks.blank)),
        *(Missing(translate("disclosure.unknown")) if score.points is None else score.points for score in scores),
        "；".join(
            translate("disclosure.deduction", rule=entry.rule, weight=entry.weight)
            for score in scores
            for entry in score.deductions
        ),
        disclosed.facts.source.path,
    ]
