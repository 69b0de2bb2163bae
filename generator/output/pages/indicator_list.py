"""The list of all indicators."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from generator.analysis.topics import indicator_occurrences
from generator.output.exports.data_sets import whole_files
from generator.output.list_rows import INDICATOR_SLOTS, indicator_row
from generator.output.pages.lists import FIRST_INDICATORS, first_rows
from generator.output.pages.page import Page, Site, column_page, distinct
from generator.words import translate


def indicator_list(site: Site, topics: Sequence[tuple[str, int]]) -> Page:
    """Every indicator, newest year first; `topics` are those with indicators, and how many each has."""
    return replace(column_page(site, "indicators"), view=partial(list_view, site, topics))


def list_view(site: Site, topics: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """The template context of the list."""
    count, records = site.facts.indicator_count, [one for one in site.facts.with_indicators if one.indicator_count]
    first = islice(indicator_occurrences(site.facts), first_rows(count, FIRST_INDICATORS))
    rows = [indicator_row(one) for one in first]
    kinds = {kind for record in records for kind in record.reading_kinds}
    signs = {sign for record in records for sign in record.comparators}
    years = {str(record.source.year) for record in records}
    return {
        "count": count,
        "file_note": file_note(count, site.rows.count("indicators")),
        "rows": rows,
        "slots": INDICATOR_SLOTS,
        "files": whole_files(site, "indicators"),
        "families": topics,
        "choices": {
            "city": [city.about.name for city in site.corpus.cities if site.facts.of_city(city)],
            "year": sorted(years, reverse=True),
            "family": [translate(f"families.{key}.name") for key, _ in topics],
            "kind": distinct(translate(f"targets.kinds.{kind}") for kind in kinds),
            "sign_word": distinct(translate(f"targets.comparators.{sign}") for sign in signs),
            "measurable": [translate(f"targets.measurable.{key}") for key in ("yes", "no", "unread")],
        },
    }


def file_note(count: int, rows: int) -> str:
    """The reason why the file has more rows than there are indicators; empty where it has not."""
    return translate("indicators.file_rows", rows=rows, more=rows - count) if rows > count else ""
