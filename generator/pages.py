"""Which pages there are, and what each may see. To add one: a function here, its name on the shelf, a template."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from generator.charts import budget_figure, departments_figure, figure_json, tasks_figure
from generator.checks import CRITERIA, RULES, SEVERITIES, ledger, tallies, weighed
from generator.corpus import Bureau, City, Corpus, Document
from generator.datasets import dataset
from generator.disclosure import SCORED, WEIGHTS, WHOLE, boards, limit_of
from generator.exports import Export
from generator.exports.board import CSV, XLSX
from generator.exports.records import downloads
from generator.facts import CityFacts, Facts, RecordFacts, figure
from generator.forms import form_of
from generator.metatags import article_tags, column_tags, site_tags
from generator.model import ProsePage
from generator.prose import goal_html, page_html
from generator.register import history_of, remarked_rules
from generator.targets import RULES as READINGS
from generator.typed import money
from generator.words import say

SECTIONS = ("home", "departments", "data", "notices", "guide", "glossary", "about")
# As many records as the page of a rule lists; how many there are it always says.
MOST_RECORDS = 200
Crumbs = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, what draws it, and exactly what that may see."""

    path: str
    template: str
    title: str
    description: str
    section: str = ""
    breadcrumb: Crumbs = ()
    meta: tuple[tuple[str, str], ...] = ()
    view: Mapping[str, Any] = field(default_factory=dict)
    canonical: str = ""
    base: str = ""

    @property
    def file(self) -> str:
        """The file of the page in the site."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"

    @property
    def root(self) -> str:
        """The way from the page to the site's root, as a prefix of links; `base` for a page shown at any depth."""
        return self.base or "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Site(Export):
    """Everything that pages are made from: what exports may see, the texts, and the files of the whole site."""

    corpus: Corpus
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a page shows it: its name, what it says in words, the figure for the browser, the table as CSV."""

    name: str
    description: str
    json: str
    csv: str
    height: int


def chart(name: str, description: str, drawn: dict[str, Any] | None, csv: str) -> Chart | None:
    """A chart with its required description; None where there is nothing to draw."""
    return Chart(name, description, figure_json(drawn), csv, drawn["layout"]["height"]) if drawn else None


def crumbs(*steps: tuple[str, str | None]) -> Crumbs:
    """The way from the home page."""
    return ((say("pages.home.name"), ""), *steps)


def column_page(site: Site, key: str, path: str, template: str, **view: Any) -> Page:
    """A page of the site's own columns, its words from the catalogue."""
    name = say(f"pages.{key}.name")
    return Page(
        path,
        template,
        name,
        say(f"pages.{key}.description", site=site.config.name),
        key,
        crumbs((name, None)) if path else (),
        (*site_tags(site.config), *column_tags(site.config)),
        view,
    )


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
        (*site_tags(site.config), *column_tags(site.config)),
        {
            "facts": site.facts,
            "cities": [(facts, departments_chart(facts)) for facts in latest],
            "newest": newest(site.facts),
            "lead": site.config.description,
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
    )


def distinct(values: Iterator[str]) -> list[str]:
    """The different non-empty values, sorted."""
    return sorted({value for value in values if value})


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
            (*site_tags(site.config), *column_tags(site.config)),
            {
                "city": city,
                "years": [(facts, departments_chart(facts)) for facts in years],
                "roster": roster(city),
                "notices": issued,
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
        (*site_tags(site.config), *column_tags(site.config)),
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
            (*site_tags(site.config), *column_tags(site.config)),
            {"bureau": bureau, "records": site.facts.of_bureau(bureau)},
        )


def records(site: Site) -> Iterator[Page]:
    """The heart of the site: a page for each department and year."""
    for facts in site.facts.records:
        yield record_page(site, facts)


def record_page(site: Site, facts: RecordFacts) -> Page:
    """One department and year."""
    source = facts.source
    found = {finding.rule for finding in site.findings[source.path]}
    title = say("pages.record.title", year=source.year, name=source.record.department)
    return Page(
        source.path,
        "record.html",
        title,
        facts.summary,
        "departments",
        crumbs(
            (say("pages.departments.name"), "departments/"),
            (source.city.name, f"{source.city_slug}/"),
            (source.department.name, f"{source.city_slug}/{source.department_slug}/"),
            (str(source.year), None),
        ),
        (*site_tags(site.config), *column_tags(site.config), *article_tags(site.config, source, title)),
        {
            "facts": facts,
            "record": source.record,
            "goal": goal_html(source.record.goal),
            "ledger": ledger(facts),
            "findings": weighed(site.findings[source.path]),
            "history": history_of(source.record, source.registered),
            "unmatched": [rule for rule in remarked_rules(source.record) if rule not in found],
            "budget_chart": budget_chart(facts),
            "tasks_chart": tasks_chart(facts),
            "downloads": downloads(facts),
            "dataset": dataset(site.config, facts, title, downloads(facts)),
            "address": f"{str(site.config.url).rstrip('/')}/{source.path}",
        },
    )


def budget_chart(facts: RecordFacts) -> Chart | None:
    """The budget in each way the form splits it."""
    unit = facts.source.record.unit
    parts = "".join(
        say(
            "charts.split_part",
            split=split.name,
            lines="，".join(
                say("charts.hover", name=line.name, amount=figure(amount), unit=unit)
                for line in split.lines
                if (amount := money(line.value)) is not None
            ),
        )
        for split in facts.splits
    )
    description = say("charts.budget_description", parts=parts)
    return chart(say("charts.budget_name"), description, budget_figure(facts), f"{facts.source.path}budget.csv")


def tasks_chart(facts: RecordFacts) -> Chart | None:
    """The tasks by amount."""
    if facts.largest is None or (amount := money(facts.largest.task.amount)) is None:
        return None
    description = say(
        "charts.tasks_description",
        count=facts.task_count - facts.withheld_count,
        name=facts.largest.task.name,
        amount=figure(amount),
        unit=facts.source.record.unit,
    )
    return chart(say("charts.tasks_name"), description, tasks_figure(facts), f"{facts.source.path}tasks.csv")


def forms(site: Site) -> Iterator[Page]:
    """Each record as the official form of its city and year."""
    for facts in site.facts.records:
        source = facts.source
        names = {"name": source.record.department, "year": source.year}
        title = say("forms.title", **names)
        yield Page(
            f"{source.path}form/",
            "form.html",
            title,
            say("forms.description", title=source.record.title, **names),
            "departments",
            crumbs(
                (say("pages.departments.name"), "departments/"),
                (source.city.name, f"{source.city_slug}/"),
                (source.department.name, f"{source.city_slug}/{source.department_slug}/"),
                (str(source.year), source.path),
                (say("forms.crumb"), None),
            ),
            (*site_tags(site.config), *column_tags(site.config), *article_tags(site.config, source, title)),
            {
                "grid": form_of(source.record),
                "file": f"{source.city_slug}-{source.department_slug}-{source.year}-form.xlsx",
            },
        )


def search(site: Site) -> Iterator[Page]:
    """The search page; its results come from the index in the browser."""
    yield column_page(
        site,
        "search",
        "search/",
        "search.html",
        cities=distinct(record.city.name for record in site.corpus.records),
        years=distinct(str(record.year) for record in site.corpus.records)[::-1],
        kinds=[say(f"search.kinds.{key}") for key in ("department", "goal", "task", "indicator", "page")],
    )


def data(site: Site) -> Iterator[Page]:
    """Everything to download."""
    yield column_page(site, "data", "data/", "data.html", files=site.files, records=site.facts.records)


def checks(site: Site) -> Iterator[Page]:
    """The rule book, and a page for each rule with the records that it has something to say of."""
    known = tallies(site.facts.records, site.findings)
    about = (*site_tags(site.config), *column_tags(site.config))
    book = [(criterion, [found for found in known if found.rule.criterion == criterion]) for criterion in CRITERIA]
    yield Page(
        "checks/",
        "checks.html",
        say("checks.title"),
        say("checks.description"),
        "data",
        crumbs((say("checks.title"), None)),
        about,
        {
            "book": book,
            "severities": SEVERITIES,
            "rules": len(RULES),
            "seeing": sum(rule.find is not None for rule in RULES),
            "unseen": sum(rule.find is None for rule in RULES),
            "readings": [reading.__name__ for reading in READINGS],
        },
    )
    for found in known:
        rule = found.rule
        yield Page(
            rule.path,
            "rule.html",
            say("checks.rule.title", id=rule.id, title=say(f"rules.{rule.id}.title")),
            say(f"rules.{rule.id}.what"),
            "data",
            crumbs((say("checks.title"), "checks/"), (rule.id, None)),
            about,
            {
                "rule": rule,
                "found": found,
                "most": MOST_RECORDS,
                "trust": say(f"rules.{rule.id}.trust"),
                "lighter": "、".join(dict.fromkeys(say(f"checks.severity.{severity}") for _, severity in rule.lighter)),
            },
        )


def notices(site: Site) -> Iterator[Page]:
    """The notices, each by its particulars, with the text only of those that are public."""
    yield column_page(site, "notices", "notices/", "notices.html", notices=site.corpus.notices)
    for notice in site.corpus.notices:
        path = f"notices/{notice.slug}/"
        yield Page(
            path,
            "notice.html",
            notice.head.title,
            say("pages.notice.description", number=notice.head.number or notice.head.title, issuer=notice.head.issuer),
            "notices",
            crumbs((say("pages.notices.name"), "notices/"), (notice.head.number or notice.head.title, None)),
            (*site_tags(site.config), *column_tags(site.config)),
            {"notice": notice.head, "prose": page_html(notice.body, "../../")},
        )


def prose_pages(site: Site) -> Iterator[Page]:
    """Guide, glossary, about, accessibility statement and whatever else is written as prose."""
    for document in site.corpus.pages:
        yield prose_page(site, document)


def prose_page(site: Site, document: Document[ProsePage]) -> Page:
    """One page of prose."""
    head = document.head
    return Page(
        f"{document.slug}/",
        "prose.html",
        head.title,
        head.description or head.title,
        document.slug,
        crumbs((head.title, None)),
        (*site_tags(site.config), *column_tags(site.config)),
        {"prose": page_html(document.body, "../")},
    )


def not_found(site: Site) -> Iterator[Page]:
    """The page for addresses that lead nowhere."""
    name = say("pages.not_found.name")
    # A server shows this page at any depth, so its links start at the root of the site.
    base = urlsplit(site.config.url).path.rstrip("/") + "/"
    words = say("pages.not_found.description")
    yield Page("404.html", "404.html", name, words, meta=site_tags(site.config), base=base)


PAGES: tuple[Callable[[Site], Iterator[Page]], ...] = (
    home,
    departments,
    cities,
    disclosure,
    bureaus,
    records,
    forms,
    search,
    data,
    checks,
    notices,
    prose_pages,
    not_found,
)


def all_pages(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    for make in PAGES:
        yield from make(site)
