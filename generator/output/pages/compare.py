"""Pages of prepared comparisons of records."""

from collections.abc import Iterator

from generator.analysis.comparison import GROUPS, MOST_RECORDS, Comparison, caution
from generator.content.addresses import section_address
from generator.output.pages.page import Page, Site, crumbs, names, section_crumb
from generator.words import translate


def compare(site: Site) -> Iterator[Page]:
    """The list of prepared comparisons, and a page for each."""
    yield Page(
        section_address("compare"),
        "comparisons.html",
        translate("comparing.name"),
        translate("comparing.lead"),
        "compare",
        crumbs(section_crumb("departments"), (translate("comparing.name"), None)),
        site.tags,
        {
            "sheets": [(prepared, names(prepared.records)) for prepared in site.sheets],
            "questions": site.questions,
            "most": MOST_RECORDS,
        },
    )
    for prepared in site.sheets:
        yield sheet_page(site, prepared)


def sheet_page(site: Site, prepared: Comparison) -> Page:
    """The page of one comparison."""
    records = prepared.records
    years = (facts.source.year for facts in records)
    frameworks = (facts.form.framework for facts in records)
    return Page(
        prepared.path,
        "comparison.html",
        translate("comparing.title", names=names(records)),
        translate("comparing.description", names=names(records)),
        "compare",
        crumbs((translate("comparing.name"), section_address("compare")), (names(records), None)),
        site.tags,
        {
            "sheet": prepared,
            "groups": GROUPS,
            "caution": caution(years, frameworks),
        },
    )
