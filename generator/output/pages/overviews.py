"""Pages about many records: the whole site, its cities, its departments, what is disclosed and what is not."""

from collections.abc import Iterator

from generator.analysis.facts import ProjectFacts, RecordFacts, by_department
from generator.analysis.matching import LEAST_SIMILARITY
from generator.analysis.site_facts import CityFacts, Facts, lacking_totals, size_order, some_names
from generator.analysis.summaries import tables_of
from generator.analysis.years import year_pairs
from generator.content.addresses import city_address, section_address
from generator.content.corpus import City, DepartmentForms
from generator.content.roster import RosterLine, roster_lines
from generator.forms.figures import figure
from generator.output.charts import MOST_BARS, departments_figure, drawn_departments
from generator.output.exports.data_sets import zip_path
from generator.output.pages.lists import MOST_ROWS, long_table, room_for, row_pages
from generator.output.pages.page import Chart, Page, Site, chart, column_page, crumbs, distinct, section_crumb
from generator.words import translate

# As many cities as the home page shows with their departments.
MOST_CITIES = 3


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
