"""Pages about many records: the whole site, its cities, its departments, what is disclosed and what is not."""

from collections.abc import Iterator

from generator.charts import departments_figure
from generator.corpus import Bureau, City
from generator.disclosure import SCORED, WEIGHTS, WHOLE, boards, limit_of
from generator.exports.board import CSV, XLSX
from generator.facts import CityFacts, Facts, ProjectFacts, RecordFacts
from generator.figures import figure
from generator.pages.page import Chart, Page, Site, chart, column_page, crumbs, distinct
from generator.questions import questions
from generator.summaries import TABLES
from generator.words import say


def home(site: Site) -> Iterator[Page]:
    """What the site is, search, figures of the whole, newest disclosures, the departments of each city."""
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
            "cities": [(facts, departments_chart(facts)) for facts in latest],
            "newest": newest(site.facts),
            "lead": site.config.description,
            "questions": questions(site.facts),
        },
    )


def newest(facts: Facts) -> list[RecordFacts]:
    """The records by the day of disclosure where it is known, then by year, newest first."""
    days = {record.source.path: record.source.record.disclosure.published_on for record in facts.records}
    return sorted(
        facts.records,
        key=lambda record: (str(days[record.source.path] or ""), record.source.year, record.source.path),
        reverse=True,
    )[:6]


def departments_chart(facts: CityFacts) -> Chart | None:
    """The departments of one city and year by total."""
    if not facts.records:
        return None
    largest = max(facts.records, key=lambda record: record.total_wan or 0)
    description = say(
        "charts.departments_description",
        count=len(facts.records),
        name=largest.source.record.department,
        amount=figure(largest.total_wan) if largest.total_wan is not None else "",
    )
    name = say("pages.city.chart", city=facts.city.about.name, year=facts.year)
    return chart(name, description, departments_figure(facts), "data/records.csv")


def departments(site: Site) -> Iterator[Page]:
    """Every department of every city and year, with its totals."""
    records = sorted(site.facts.records, key=lambda facts: (-facts.source.year, -(facts.total_wan or 0)))
    yield column_page(
        site,
        "departments",
        "departments/",
        "departments.html",
        records=records,
        cities=distinct(facts.source.city.name for facts in records),
        years=distinct(str(facts.source.year) for facts in records),
        groups=distinct(facts.source.department.peer_group or "" for facts in records),
        others=[bureau for bureau in site.corpus.bureaus if bureau.projects and not bureau.records],
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
            say("pages.city.description", city=city.about.name),
            "departments",
            crumbs((say("pages.departments.name"), "departments/"), (city.about.name, None)),
            site.tags,
            {
                "city": city,
                "years": [(facts, departments_chart(facts)) for facts in years],
                "tables": {facts.year: [table for make in TABLES if (table := make(facts))] for facts in years},
                "roster": roster(city),
                "notices": issued,
                "on_board": any(facts.records for facts in years),
            },
        )


def roster(city: City) -> list[tuple[str, Bureau | None]]:
    """Who must publish, each with its folder where there is one."""
    known = {bureau.about.name: bureau for bureau in city.departments}
    return [(name, known.get(name)) for name in city.about.roster]


def disclosure(site: Site) -> Iterator[Page]:
    """Department by year: published or not, in how many days, how completely, and the scores with their formula."""
    yield Page(
        "disclosure/",
        "disclosure.html",
        say("disclosure.name"),
        say("disclosure.description"),
        "departments",
        crumbs((say("pages.departments.name"), "departments/"), (say("disclosure.name"), None)),
        site.tags,
        {
            "boards": boards(site.facts, site.findings, site.config),
            "criteria": SCORED,
            "weights": tuple(WEIGHTS.items()),
            "whole": WHOLE,
            "limit": limit_of(site.config),
            "files": {"csv": CSV, "xlsx": XLSX},
        },
    )


def bureaus(site: Site) -> Iterator[Page]:
    """A page for each department, over the years."""
    known = site.facts.projects_by_year()
    for bureau in site.corpus.bureaus:
        yield Page(
            bureau.path,
            "department.html",
            str(bureau.about.name),
            say("pages.department.description", name=bureau.about.name),
            "departments",
            crumbs(
                (say("pages.departments.name"), "departments/"),
                (bureau.city.name, f"{bureau.city_slug}/"),
                (bureau.about.name, None),
            ),
            site.tags,
            {"bureau": bureau, "records": site.facts.of_bureau(bureau), "projects": projects_of(bureau, known)},
        )


def projects_of(bureau: Bureau, known: dict[str, list[ProjectFacts]]) -> list[tuple[int, list[ProjectFacts]]]:
    """The projects of one department by year, newest first."""
    years = dict.fromkeys((source.year, source.of_year) for source in bureau.projects)
    return [(year, known[path]) for year, path in years]
