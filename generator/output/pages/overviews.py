"""Pages about many records: cities, its departments, what is disclosed and what is not."""

from collections.abc import Iterator

from generator.analysis.disclosure import SCORED, WEIGHTS, WHOLE, DisclosureBoard, YearCount, boards, days_to_publish
from generator.analysis.facts import ProjectFacts, RecordFacts, by_department
from generator.analysis.matching import LEAST_SIMILARITY
from generator.analysis.site_facts import CityFacts, lacking_totals, some_names
from generator.analysis.summaries import tables_of
from generator.analysis.years import year_pairs
from generator.content.addresses import board_address, city_address, section_address
from generator.content.corpus import City, DepartmentForms
from generator.content.roster import RosterLine, roster_lines
from generator.forms.figures import figure
from generator.output.charts import MOST_BARS, departments_figure, drawn_departments
from generator.output.exports.board import CSV, XLSX
from generator.output.exports.data_sets import zip_path
from generator.output.pages.lists import MOST_ROWS, room_for
from generator.output.pages.page import Chart, Crumbs, Page, Site, chart, crumbs, section_crumb
from generator.words import translate

# As many lines of departments as a board tells in full; each takes up ten times as much as a row elsewhere.
MOST_LINES = 80
# The most cities that the board of all cities shows; it only names the others.
MOST_BOARDS = 40


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


def cities(site: Site) -> Iterator[Page]:
    """A page for each city."""
    for city in site.corpus.cities:
        years = site.facts.of_city(city)
        issued = [notice for notice in site.corpus.notices if notice.head.issuer == city.about.finance_bureau]
        yield Page(
            city.path,
            "city.html",
            str(city.about.name),
            translate("pages.city.description", city=city.about.name),
            "departments",
            crumbs(section_crumb("departments"), (city.about.name, None)),
            site.tags,
            {
                "city": city,
                "years": [(facts, departments_chart(facts), shown) for facts, shown in shown_records(years)],
                "zips": {facts.year: zip_path(facts.set_name) for facts in years},
                "tables": {facts.year: list(tables_of(facts)) for facts in years},
                "roster": roster(city),
                "notices": issued,
                "on_board": bool(years),
            },
        )


def shown_records(years: tuple[CityFacts, ...]) -> list[tuple[CityFacts, tuple[RecordFacts, ...]]]:
    """Each year of a city with the records that its page has room for."""
    counts = room_for((len(facts.records) for facts in years), MOST_ROWS)
    return [(facts, facts.records[:count]) for facts, count in zip(years, counts, strict=True)]


def roster(city: City) -> list[tuple[RosterLine, str]]:
    """Who must publish, each with why it has no form here; nothing for one that has."""
    return [(line, why_without(line, city)) for line in roster_lines(city) if line.on_roster]


def why_without(line: RosterLine, city: City) -> str:
    """Why a department has no form here: none is known, or it was withdrawn, or is no longer there."""
    department = line.department
    if department and (department.records or department.projects):
        return ""
    lost = [
        versions[-1].withdrawn for path, versions in city.registered if department and path.startswith(department.path)
    ]
    return "missing" if not lost else "withdrawn" if all(lost) else "gone"


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


def departments(site: Site) -> Iterator[Page]:
    """A page for each department, over the years."""
    known = by_department(site.facts.records)
    projects = site.facts.projects_by_year()
    for department in site.corpus.departments:
        yield department_page(site, department, known.get(department.path, []), projects_of(department, projects))


def department_page(
    site: Site, department: DepartmentForms, records: list[RecordFacts], projects: dict[int, list[ProjectFacts]]
) -> Page:
    """One department, its records newest first, its projects by year."""
    return Page(
        department.path,
        "department.html",
        str(department.about.name),
        translate("pages.department.description", name=department.about.name),
        "departments",
        crumbs(
            section_crumb("departments"),
            (department.city.name, city_address(department.city_slug)),
            (department.about.name, None),
        ),
        site.tags,
        lambda: {
            "department": department,
            "records": records,
            "years": years_of(records, projects),
            "steps": {step.now.source.year: step for step in year_pairs(records)},
            "least": f"{LEAST_SIMILARITY:.0%}",
            "sheets": site.comparisons_of.get(department.path, ()),
        },
    )


def projects_of(department: DepartmentForms, known: dict[str, list[ProjectFacts]]) -> dict[int, list[ProjectFacts]]:
    """The projects of one department by year."""
    return {source.year: known[source.of_year] for source in department.projects}


def years_of(
    records: list[RecordFacts], projects: dict[int, list[ProjectFacts]]
) -> list[tuple[int, RecordFacts | None, list[ProjectFacts]]]:
    """Each year of a department, newest first, with its record where there is one, and its projects."""
    known = {facts.source.year: facts for facts in records}
    years = sorted({*known, *projects}, reverse=True)
    return [(year, known.get(year), projects.get(year, [])) for year in years]
