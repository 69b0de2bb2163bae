"""The pages of a city over the years; a city with one year has one page for both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.analysis.budget_totals import YearTotal, are_alike, city_totals, range_finding
from generator.analysis.city_years import PublicationCount, publication_count
from generator.analysis.site_facts import CityFacts
from generator.content.corpus import City
from generator.forms.figures import CENT, WAN, figure
from generator.output.amounts import in_sentence
from generator.output.city_leads import city_lead, sums_exceptions, times_title
from generator.output.department_leads import totals_title
from generator.output.exports.data_sets import table_address
from generator.output.pages.city_parts import (
    city_rows,
    earlier_departments,
    project_list,
    shared_view,
    size_lists,
    spark_years,
    summary_links,
)
from generator.output.pages.city_years import year_pages
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.output.pictures import Drawing, Picture, totals_picture
from generator.output.pictures.squares import squares
from generator.output.project_leads import projects_lead
from generator.output.result_words import first_results, funnel_of_year, pictures_of
from generator.words import translate

# The departments that are open.
MOST_DEPARTMENTS = 10
# The counts of departments that are columns where any year has one.
COLUMNS = ("late", "before", "unknown", "without")


@dataclass(frozen=True, slots=True)
class TimesRow:
    """A year in the table of who published in time."""

    facts: CityFacts
    count: PublicationCount

    @property
    def drawing(self) -> Drawing:
        """The departments that published in time, out of all."""
        return squares(self.count.within, self.count.departments)


def cities(site: Site) -> Iterator[Page]:
    """A page for each city and for each of its years; for the only year, the same page at both addresses."""
    for city in site.corpus.cities:
        years = site.facts.of_city(city)
        if len(years) != 1:
            yield city_page(site, city, years)
        for facts in years:
            yield from year_pages(site, city, years, facts)


def city_page(site: Site, city: City, years: Sequence[CityFacts]) -> Page:
    """A city over the years, which come newest first."""
    name = str(city.about.name)
    return Page(
        city.path,
        "city.html",
        name,
        translate("pages.city.description", city=name),
        "departments",
        crumbs(section_crumb("departments"), (name, None)),
        site.tags,
        lambda: {
            **shared_view(site, city, years),
            "kinds": {kind for facts in years for kind, _, _ in summary_links(facts)},
            **over_years(site, years),
            "records_csv": table_address(site, "records"),
        },
    )


def over_years(site: Site, years: Sequence[CityFacts]) -> dict[str, Any]:
    """The template context of a city over the years."""
    has_board = site.config.has_board
    counts = [publication_count(facts) for facts in years] if has_board else []
    results = next((facts.results for facts in years if facts.results), ())
    return {
        "newest": None,
        "lead": projects_lead(years[0].projects) if years else "",
        "times_title": times_title(counts),
        "times": [TimesRow(facts, count) for facts, count in zip(years, counts, strict=has_board)],
        "has_squares": any(count.is_known for count in counts),
        "columns": [key for key in COLUMNS if any(getattr(one, key) for one in counts)],
        "projects": project_list(years[0].projects) if years else None,
        "results": first_results(results),
        "result_pictures": pictures_of(results_funnel=funnel_of_year(results)),
        **over_budgets([facts for facts in years if facts.records], counts_days=has_board),
    }


def over_budgets(years: Sequence[CityFacts], *, counts_days: bool) -> dict[str, Any]:
    """The template context of the budgets of departments over the years; nothing without their forms."""
    if not years:
        return {"totals": None, "exceptions": ()}
    totals, newest = city_totals(years), years[0]
    return {
        "newest": newest,
        "lead": city_lead(newest, totals[-1], publication_count(newest) if counts_days else None),
        "totals": sums_picture(totals),
        "exceptions": sums_exceptions(totals),
        "lists": size_lists(city_rows(years), MOST_DEPARTMENTS, MOST_DEPARTMENTS),
        "others": earlier_departments(years),
        "departments": len({facts.source.department_slug for year in years for facts in year.records}),
        "span": spark_years(years),
    }


def sums_picture(totals: Sequence[YearTotal]) -> Picture | None:
    """The picture of the sums of a city by year, in 亿元 where one is that large; None without any."""
    known = [one.total for one in totals if one.total]
    if not known:
        return None
    is_large = max(known) >= WAN
    unit = translate("record.lead.hundred_million") if is_large else "万元"

    def written(amount: Decimal) -> str:
        return in_sentence(amount)[0] if is_large and amount >= WAN else figure((amount / WAN).quantize(CENT))

    words = written if is_large else figure
    note = "city.totals_note" if are_alike(totals) else "city.totals_note_other"
    return totals_picture(totals, totals_title(range_finding(totals)), translate(note, unit=unit), words, words)
