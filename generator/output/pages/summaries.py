"""Pages of the summary tables: all departments, and all projects, of a city and year."""

from collections.abc import Iterator

from generator.analysis.summaries import summaries
from generator.content.addresses import city_year_address
from generator.output.exports.summaries import DOWNLOADS
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.words import translate


def summary_pages(site: Site) -> Iterator[Page]:
    """A page for each table of each city and year."""
    for table in summaries(site.facts):
        city, year = table.of.city, table.of.year
        has_year_page = len(site.facts.of_city(city)) > 1
        yield Page(
            table.path,
            "summary.html",
            table.title,
            translate(f"summaries.{table.kind}.description", city=city.about.name, year=year),
            "departments",
            crumbs(
                section_crumb("departments"),
                (city.about.name, city.path),
                *([(str(year), city_year_address(city.slug, year))] if has_year_page else []),
                (translate(f"summaries.{table.kind}.link", year=year), None),
            ),
            site.tags,
            {"table": table, "files": DOWNLOADS},
        )
