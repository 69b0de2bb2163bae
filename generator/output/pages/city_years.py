"""The page of a city and year: its departments by size, who published in time, its summary tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.analysis.budget_totals import city_total, parts_of
from generator.analysis.city_years import (
    CityForm,
    PublicationCount,
    city_forms,
    due_lines,
    publication_count,
    size_finding,
)
from generator.analysis.rules import shown_rules, sums_agree
from generator.analysis.site_facts import CityFacts
from generator.content.addresses import city_year_address
from generator.content.config import Config
from generator.content.corpus import City
from generator.content.roster import unpublished
from generator.forms.figures import percent
from generator.output.city_leads import size_title, year_lead
from generator.output.pages.city_parts import SizeRow, project_list, shared_view, size_lists
from generator.output.pages.form_rows import KeyFact
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.output.pictures.row_bars import kinds_of, row_bar, scale_of
from generator.output.project_leads import projects_lead
from generator.output.result_words import first_results, funnel_of_year, pictures_of, some_results_lead
from generator.words import translate

# Up to so many departments all are open, else only the second number.
MOST_BARS, OPEN_BARS = 24, 15


def year_pages(site: Site, city: City, years: Sequence[CityFacts], facts: CityFacts) -> Iterator[Page]:
    """One year of a city; the only year is at the address of the city too, which is the one that counts."""
    is_only, address = len(years) == 1, city_year_address(city.slug, facts.year)
    page = year_page(site, city, years, facts, city.path if is_only else address)
    yield page
    if is_only:
        yield replace(page, path=address, canonical=f"../../{city.path}", listed=False)


def year_page(site: Site, city: City, years: Sequence[CityFacts], facts: CityFacts, path: str) -> Page:
    """One year of a city."""
    name, is_only = str(city.about.name), len(years) == 1
    title = translate("pages.city.of_year", city=name, year=facts.year)
    way = ((name, None),) if is_only else ((name, city.path), (str(facts.year), None))
    return Page(
        path,
        "city_year.html",
        title,
        translate("pages.city.description_of_year", city=name, year=facts.year),
        "departments",
        crumbs(section_crumb("departments"), *way),
        site.tags,
        lambda: {**shared_view(site, city, years), **of_year(site, years, facts)},
    )


def of_year(site: Site, years: Sequence[CityFacts], facts: CityFacts) -> dict[str, Any]:
    """The template context of one year of a city."""
    before = next((one for one in years if one.year == facts.year - 1), None)
    forms = city_forms(facts, before)
    found = size_finding(forms)
    total = city_total(facts, before, has_parts=False)
    parts = [parts_of(form.facts)[0] for form in forms]
    scale = scale_of([form.facts.total_wan for form in forms if form.facts.total_wan])
    rows = [SizeRow(form, row_bar(some, scale)) for form, some in zip(forms, parts, strict=True)]
    return {
        "facts": facts,
        "lead": year_lead(facts, total, forms[0].facts if found.key == "largest" else None)
        if forms
        else projects_lead(facts.projects)
        if facts.projects
        else some_results_lead(facts.results, facts.year),
        "key_facts": year_facts(facts, site.config) if facts.targets else (),
        "results": first_results(facts.results),
        "results_lead": some_results_lead(facts.results, facts.year),
        "result_pictures": pictures_of(results_funnel=funnel_of_year(facts.results)),
        "projects": project_list(facts.projects),
        "sizes_title": size_title(found, facts.year),
        "is_ratio": found.key == "ratio",
        "lists": size_lists(rows, MOST_BARS, OPEN_BARS),
        "kinds": kinds_of(parts),
        "count": len(forms),
        "due": len(due_lines(facts.city, facts.year)),
        "unpublished": list(unpublished(facts.city, facts.year)),
        "has_change": any(form.change for form in forms),
        "doubtful": doubtful_names(forms),
    }


def doubtful_names(forms: Sequence[CityForm]) -> tuple[str, ...]:
    """The departments whose total differs so much from the year before, or from others, that it needs a check."""
    return tuple(form.facts.name for form in forms if form.is_doubtful)


def year_facts(facts: CityFacts, config: Config) -> tuple[KeyFact, ...]:
    """The facts of a year: which targets can be measured and, where shown, who published in time and whose sums tie."""
    share = percent(Decimal(facts.measurable_count), Decimal(facts.indicator_count))
    checked = [agree for agree in map(sums_agree, facts.targets) if agree is not None]
    anchor = "sizes" if facts.records else "projects"
    in_time = (in_time_fact(publication_count(facts), anchor),) if config.has_board else ()
    words = translate("city.facts.tie" if checked else "record.facts.no_sums")
    sums = KeyFact(f"{sum(checked)} / {len(checked)}" if checked else "—", words, anchor)
    return (
        *in_time,
        KeyFact("—" if share is None else f"{share}%", translate("city.facts.measurable"), anchor),
        *((sums,) if shown_rules(config) else ()),
    )


def in_time_fact(count: PublicationCount, anchor: str) -> KeyFact:
    """The fact of how many departments published in time."""
    if not count.is_known:
        return KeyFact(translate("record.facts.unknown"), translate("city.facts.in_time_unknown"), anchor)
    return KeyFact(f"{count.within} / {count.departments}", translate("city.facts.in_time"), anchor)
