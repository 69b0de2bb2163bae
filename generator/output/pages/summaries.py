"""Pages of the summary tables: all departments, and all projects, of a city and year."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.analysis.site_facts import CityFacts
from generator.analysis.summaries import Kind, kinds_of, summary_path, summary_title, table_of
from generator.content.addresses import city_year_address
from generator.output.exports.summaries import DOWNLOADS
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.words import translate


def summary_pages(site: Site) -> Iterator[Page]:
    """A page for each table of each city and year."""
    return (summary_page(site, of, kind) for of in site.facts.cities for kind in kinds_of(of))


def summary_page(site: Site, of: CityFacts, kind: Kind) -> Page:
    """The page of one table."""
    city, year = of.city, of.year
    has_year_page = len(site.facts.of_city(city)) > 1
    return Page(
        summary_path(of, kind),
        "summary.html",
        summary_title(of, kind),
        translate(f"summaries.{kind}.description", city=city.about.name, year=year),
        "departments",
        crumbs(
            section_crumb("departments"),
            (city.about.name, city.path),
            *([(str(year), city_year_address(city.slug, year))] if has_year_page else []),
            (translate(f"summaries.{kind}.link", year=year), None),
        ),
        site.tags,
        partial(summary_view, of, kind),
    )


def summary_view(of: CityFacts, kind: Kind) -> dict[str, Any]:
    """The template context of one table."""
    return {"table": table_of(of, kind), "files": DOWNLOADS}
