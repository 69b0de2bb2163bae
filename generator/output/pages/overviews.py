"""Pages about many records: the whole site, its cities, its departments, what is disclosed and what is not."""

from collections.abc import Iterator

from generator.analysis.disclosure import SCORED, WEIGHTS, WHOLE, DisclosureBoard, YearCount, boards, days_to_publish
from generator.analysis.facts import RecordFacts
from generator.analysis.site_facts import CityFacts, Facts, lacking_totals, size_order, some_names
from generator.content.addresses import board_address, section_address
from generator.forms.figures import figure
from generator.output.charts import MOST_BARS, departments_figure, drawn_departments
from generator.output.exports.board import CSV, XLSX
from generator.output.pages.lists import long_table, row_pages
from generator.output.pages.page import Chart, Crumbs, Page, Site, chart, column_page, crumbs, distinct, section_crumb
from generator.words import translate

# As many cities as the home page shows with their departments.
MOST_CITIES = 3
# As many lines of departments as a board tells in full; each takes up ten times as much as a row elsewhere.
MOST_LINES = 80
# The most cities that the board of all cities shows; it only names the others.
MOST_BOARDS = 40


def home(site: Site) -> Iterator[Page]:
    """The home page: search, figures of the whole site, newest disclosures, and the departments of each city."""
    latest = [site.facts.of_city(city)[0] for city in site.corpus.cities if site.facts.of_city(city)]
    yield Page(
        "",
        "home.html",
        str(site.config.name),
        str(site.config.description),
        "home",
        (),
        site.tags,
        {
            "facts": site.facts,
            "cities": [(facts, departments_chart(facts)) for facts in latest[:MOST_CITIES]],
            "other_cities": latest[MOST_CITIES:],
            "newest": newest(site.facts),
            "lead": site.config.description,
            "questions": site.questions,
        },
    )


def newest(facts: Facts) -> list[RecordFacts]:
    """The records by the day of disclosure where it is known, then by year, newest first."""
    days = {record.source.path: record.form.disclosure.published_on for record in facts.records}
    return sorted(
        facts.records,
        key=lambda record: (str(days[record.source.path] or ""), record.source.year, record.source.path),
        reverse=True,
    )[:6]


def departments_chart(facts: CityFacts) -> Chart | None:
    """The departments of one city and year by total."""
    drawn = drawn_departments(facts)
    if not drawn:
        return None
    largest, amount = drawn[0]
    values = {"name": largest.form.department, "amount": figure(amount), "without": departments_not_in_chart(facts)}
    description = translate("charts.departments_description", count=len(drawn), **values)
    many = len(drawn) > MOST_BARS
    key = "pages.city.chart_largest" if many else "pages.city.chart"
    name = translate(key, city=facts.city.about.name, year=facts.year, most=MOST_BARS)
    return chart(name, description, departments_figure(facts), "data/records.csv")


def departments_not_in_chart(facts: CityFacts) -> str:
    """The departments that a chart of totals does not show: why, how many and which; empty where it shows all."""
    zero = tuple(record.name for record in facts.records if record.total_wan == 0)
    told = [translate("charts.departments_zero", count=len(zero), names=some_names(zero))] if zero else []
    told += [lacking_totals(facts.without_total)] if facts.without_total else []
    return translate("charts.departments_without", without=translate("city.summary.between").join(told)) if told else ""


def department_list(site: Site) -> Iterator[Page]:
    """Every department of every city and year, with its totals."""
    records = sorted(site.facts.records, key=lambda facts: (-facts.source.year, *size_order(facts)))
    yield column_page(
        site,
        "departments",
        listing=long_table(records),
        cities=[city.about.name for city in site.corpus.cities if site.facts.of_city(city)],
        years=distinct(str(facts.source.year) for facts in records),
        groups=distinct(facts.source.department.peer_group or "" for facts in records),
        others=[department for department in site.corpus.departments if department.projects and not department.records],
    )
    yield from row_pages(
        section_address("departments"), "rows/records.html", translate("pages.departments.table"), records
    )


def disclosure(site: Site) -> Iterator[Page]:
    """Department by year: published or not, in how many days, how completely, and the scores with their formula.

    One page for all cities, as far as it goes, and one for each city.
    """
    known = boards(site.facts, site.findings, site.config)
    departments, name = section_crumb("departments"), translate("disclosure.name")
    yield board_page(site, section_address("disclosure"), name, known, crumbs(departments, (name, None)))
    for board in known:
        city = board.city.about.name
        way = crumbs(departments, (name, section_address("disclosure")), (city, None))
        title = translate("disclosure.of_city", city=city)
        yield board_page(site, board_address(board.city.slug), title, (board,), way)


def board_page(site: Site, path: str, title: str, known: tuple[DisclosureBoard, ...], way: Crumbs) -> Page:
    """A board page: some cities in full up to the size of a page, the others in a sentence for each year."""
    return Page(
        path,
        "disclosure.html",
        title,
        translate("disclosure.description"),
        "disclosure",
        way,
        site.tags,
        {
            "boards": boards_in_full(known[:MOST_BOARDS], MOST_LINES),
            "others": [board.city for board in known[MOST_BOARDS:]],
            "criteria": SCORED,
            "weights": tuple(WEIGHTS.items()),
            "whole": WHOLE,
            "limit": days_to_publish(site.config),
            "files": {"csv": CSV, "xlsx": XLSX},
        },
    )


def boards_in_full(
    known: tuple[DisclosureBoard, ...], room: int
) -> list[tuple[DisclosureBoard, tuple[YearCount, ...], tuple[YearCount, ...]]]:
    """Each board with the years that the page sums up, and those that it lists department by department.

    The newest year of the first board is always listed; of a board without room only the newest year is summed up.
    """
    shown: list[tuple[DisclosureBoard, tuple[YearCount, ...], tuple[YearCount, ...]]] = []
    for board in known:
        many = max(room // max(1, len(board.lines)), 0 if shown else 1)
        detailed = board.counts[:many]
        room -= len(detailed) * len(board.lines)
        shown.append((board, board.counts if detailed else board.counts[:1], detailed))
    return shown
