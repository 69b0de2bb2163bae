"""The disclosure boards: one page for all cities, and one for each with every year and how its scores come about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.analysis.basis import criteria_of, local_sentences
from generator.analysis.board_counts import (
    MARKS,
    RARE,
    BoardCount,
    Mark,
    board_finding,
    count_cells,
    count_words,
    mark_of,
)
from generator.analysis.disclosure import (
    SCORED,
    WEIGHTS,
    WHOLE,
    BoardCell,
    BoardRow,
    DisclosureBoard,
    boards,
    is_on_board,
    limit_words,
)
from generator.analysis.facts import grouped
from generator.analysis.rules.timeliness import DAYS_TO_PUBLISH
from generator.content.addresses import board_address, form_address, section_address
from generator.content.corpus import City
from generator.forms.basis import CRITERIA
from generator.forms.figures import with_minus
from generator.output.exports.board import XLSX
from generator.output.exports.data_sets import table_address
from generator.output.pages.page import Crumbs, Page, Site, crumbs
from generator.words import translate

# The years of one table, and the rows from which on a table is split.
YEARS, ROWS = 5, 24
# The most rows of the board of all cities; the cities beyond are only named.
MOST_ROWS = 400
# The columns of the details of a year between the department and its scores.
BEFORE_SCORES = 3
# The most cities whose own criteria the description of a board names.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a board: its mark, the sign that it shows, its words, and the page that it leads to."""

    mark: Mark
    sign: str
    words: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A department: its short and its full name, its page, and its cells from the oldest year to the newest."""

    name: str
    full_name: str
    path: str
    note: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class BoardTable:
    """A part of the board of a city, the first is 0; the last has the forms in time and all forms of each year."""

    city: Any
    years: tuple[int, ...]
    lines: tuple[BoardLine, ...]
    part: int
    rates: tuple[tuple[int, int], ...] = ()


def disclosure(site: Site) -> Iterator[Page]:
    """The board of all cities."""
    if not site.config.has_board:
        return
    name = translate("disclosure.name")
    yield board_page(site, section_address("disclosure"), name, crumbs((name, None)))


def city_board(site: Site) -> Iterator[Page]:
    """The board of each city."""
    if not site.config.has_board:
        return
    name = translate("disclosure.name")
    for slug, years in grouped(site.facts.cities, lambda facts: facts.city.slug).items():
        if not is_on_board(years):
            continue
        city = str(years[0].city.about.name)
        way = crumbs((name, section_address("disclosure")), (city, None))
        yield board_page(site, board_address(slug), translate("disclosure.of_city", city=city), way, slug)


def board_page(site: Site, path: str, title: str, way: Crumbs, city: str = "") -> Page:
    """A board page; that of a city has its earlier years and the details of each form too."""
    words = translate("disclosure.description", criteria=criteria_words(site.corpus.cities))
    view = partial(board_view, site, title, city)
    return Page(path, "disclosure.html", title, words, "disclosure", way, site.tags, view)


def board_view(site: Site, title: str, city: str) -> dict[str, Any]:
    """The template context of a board page; `city` is "" for the board of all cities."""
    known = tuple(one for one in boards(site.facts, site.findings) if city in ("", one.city.slug))
    detailed = known[0] if city else None
    count = count_cells(known)
    limit = limit_words(facts for facts in site.facts.targets if city in ("", facts.source.city_slug))
    shown = known if detailed else tuple(with_room(known))
    criteria = SCORED if site.config.has_scores else ()
    return {
        "finding": board_finding(known) if count.total else title,
        "counted": counted_words(known, count, limit) + results_words(site, known, city) if count.total else "",
        "key": key_of(count, limit),
        "tables": [table for board in shown for table in tables_of(board, board.years[:YEARS])],
        "earlier": earlier_tables(detailed) if detailed else [],
        "plain": [] if count.is_drawn else [*plain_lines(shown)],
        "others": [(board.city, count_cells([board])) for board in known if board not in shown],
        "cities": [board.city for board in shown],
        "board": detailed,
        "criteria": criteria,
        "span": BEFORE_SCORES + len(criteria),
        "weights": tuple(WEIGHTS.items()),
        "whole": WHOLE,
        "weigh": scoring_words(detailed.city, limit) if detailed else {},
        "files": {"csv": table_address(site, "disclosure"), "xlsx": XLSX},
    }


def counted_words(known: Sequence[DisclosureBoard], count: BoardCount, limit: str) -> str:
    """How many forms are marked how; the projects of a department and year are counted as one."""
    cells = (cell for board in known for row in board.lines for cell in row.squares)
    together = translate("disclosure.board.together") if any(cell.project_term for cell in cells) else ""
    return count_words(count, limit) + together


def results_words(site: Site, known: Sequence[DisclosureBoard], city: str) -> str:
    """How many departments have self-evaluations alone, which no board counts; empty where there is none."""
    shown = {row.department.path for board in known for row in board.lines if row.department}
    others = {facts.source.of_department for facts in site.facts.results if city in ("", facts.source.city_slug)}
    count = len(others - shown)
    return translate("disclosure.board.results", count=count) if count else ""


def criteria_words(cities: Sequence[City]) -> str:
    """Whose documents make timeliness, completeness and form criteria, as the end of a sentence."""
    named = [(city, "、".join(each.name for each in criteria_of([city]))) for city in cities]
    own = [(city, documents) for city, documents in named if documents]
    if len(cities) == 1 and own:
        return translate("disclosure.criteria.one", documents=own[0][1])
    if not own or len(own) > MOST_NAMED:
        return translate(f"disclosure.criteria.{'many' if own else 'none'}")
    several = (
        translate("disclosure.criteria.city", city=city.about.name, documents=documents) for city, documents in own
    )
    return translate("disclosure.criteria.several", cities="，".join(several))


def scoring_words(city: City, limit: str) -> dict[str, str]:
    """How the scores of a city come about: whose criteria they are, the same day as the budget, and the term."""
    criteria, together = local_sentences(city, CRITERIA), local_sentences(city, "V06")
    scopes = "、".join(dict.fromkeys(each.scope or str(city.about.name) for each in criteria_of([city])))
    key = "term" if limit == str(DAYS_TO_PUBLISH) else "own_term"
    return {
        "lead": translate(f"disclosure.weigh.{'lead' if criteria else 'no_lead'}", sentences=criteria, scope=scopes),
        "together": translate(f"disclosure.weigh.{'together' if together else 'no_together'}", sentences=together),
        "term": translate(f"disclosure.weigh.{key}", limit=limit, law=DAYS_TO_PUBLISH),
    }


def with_room(known: Sequence[DisclosureBoard]) -> Iterator[DisclosureBoard]:
    """The first boards, as many as one page has room for; always the first."""
    room = MOST_ROWS
    for at, board in enumerate(known):
        room -= len(board.lines)
        if at and room < 0:
            return
        yield board


def tables_of(board: DisclosureBoard, years: Sequence[int]) -> Iterator[BoardTable]:
    """The tables of some years of a board, split into parts of equal length where it is long."""
    shown = tuple(sorted(years))
    lines = [line for row in board.lines if (line := line_of(board, row, shown))]
    parts = max(1, -(-len(lines) // ROWS))
    size = max(1, -(-len(lines) // parts))
    rates = tuple((count.counts["within"], count.total) for count in (count_cells([board], year) for year in shown))
    for number in range(parts):
        some = tuple(lines[number * size : (number + 1) * size])
        yield BoardTable(board.city, shown, some, number, rates if number == parts - 1 else ())


def earlier_tables(board: DisclosureBoard) -> list[BoardTable]:
    """The collapsed tables of earlier years, newest first."""
    starts = range(YEARS, len(board.years), YEARS)
    return [table for start in starts for table in tables_of(board, board.years[start : start + YEARS])]


def line_of(board: DisclosureBoard, row: BoardRow, years: Sequence[int]) -> BoardLine | None:
    """One department of a board; None for one without a mark in these years."""
    cells = {cell.year: cell for cell in row.squares}
    squares = tuple(square_of(row, cells[year]) for year in years)
    if not any(square.mark for square in squares):
        return None
    path = row.department.path if row.department else ""
    note = translate("disclosure.off_roster") if not row.on_roster else row.of.term
    return BoardLine(short_name(board, row), row.name, path, note, squares)


def short_name(board: DisclosureBoard, row: BoardRow) -> str:
    """The name of a department under the name of its city, which it leaves out: 市委政法委, 教育局."""
    about, city = row.department.about if row.department else None, str(board.city.about.name)
    name = str(about.short_names[0]) if about and about.short_names else row.name
    for prefix in (city, city.removesuffix("市"), "市"):
        rest = name.removeprefix(prefix)
        if len(rest) > 1 and not rest.startswith("委"):
            name = rest
    return name


def square_of(row: BoardRow, cell: BoardCell) -> Square:
    """One cell: the days until publication, or the sign of the reason why they are unknown."""
    mark = mark_of(row, cell)
    if not mark:
        return Square("", "", "")
    term = cell.term
    used = term.used if term else None
    sign = translate(f"disclosure.board.signs.{mark}") if used is None else with_minus(str(used))
    unknown = "、".join(term.unknown) if term else ""
    words = translate(f"disclosure.board.cell.{mark}", used=used, limit=term.limit if term else None, unknown=unknown)
    if cell.disclosed:
        return Square(mark, sign, words, f"{cell.disclosed.facts.source.path}#published-on")
    if not term or not row.department:
        return Square(mark, sign, words)
    path = form_address(row.department.city_slug, row.department.slug, cell.year)
    return Square(mark, sign, translate("disclosure.board.of_projects", words=words), f"{path}#projects")


def key_of(count: BoardCount, limit: str) -> list[tuple[Mark, str, str]]:
    """The marks that occur, each with a sign and its meaning."""
    return [
        (
            mark,
            translate(f"disclosure.board.signs.{mark}"),
            translate(f"disclosure.board.key.{mark}", limit=limit),
        )
        for mark in (*MARKS, *RARE)
        if count.counts[mark]
    ]


def plain_lines(known: Sequence[DisclosureBoard]) -> Iterator[tuple[str, int, Square]]:
    """Each form as a line, for boards that are too small for a picture."""
    for board in known:
        for row in board.lines:
            for cell in row.squares:
                square = square_of(row, cell)
                if square.mark:
                    yield row.name, cell.year, square
