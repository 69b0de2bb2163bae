"""The list of all indicators of departments' forms."""

from collections.abc import Sequence

from generator.analysis.topics import IndicatorOccurrence
from generator.output.exports.data_sets import whole_files
from generator.output.list_rows import INDICATOR_SLOTS, indicator_row
from generator.output.pages.lists import FIRST_INDICATORS, first_rows
from generator.output.pages.page import Page, Site, column_page, distinct
from generator.words import translate


def indicator_list(site: Site, occurrences: Sequence[IndicatorOccurrence], topics: Sequence[tuple[str, int]]) -> Page:
    """Every indicator, newest year first; `topics` are those with indicators, and how many each has."""
    readings = [one.line.reading for one in occurrences]
    return column_page(
        site,
        "indicators",
        count=len(occurrences),
        rows=[indicator_row(one) for one in occurrences[: first_rows(len(occurrences), FIRST_INDICATORS)]],
        slots=INDICATOR_SLOTS,
        files=whole_files(site, "indicators"),
        families=topics,
        choices={
            "city": [city.about.name for city in site.corpus.cities if site.facts.of_city(city)],
            "year": distinct(str(one.facts.source.year) for one in occurrences)[::-1],
            "family": [translate(f"families.{key}.name") for key, _ in topics],
            "kind": distinct(translate(f"targets.kinds.{reading.kind}") for reading in readings),
            "sign_word": distinct(translate(f"targets.comparators.{reading.comparator}") for reading in readings),
            "measurable": [translate(f"targets.measurable.{key}") for key in ("yes", "no", "unread")],
        },
    )
