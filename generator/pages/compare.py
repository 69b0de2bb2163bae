"""Pages that put records side by side."""

from collections.abc import Iterator

from generator.comparing import GROUPS, MOST_RECORDS, Sheet, peers, sheet
from generator.pages.page import Page, Site, crumbs
from generator.questions import questions
from generator.words import say


def compare(site: Site) -> Iterator[Page]:
    """The prepared sheets, and a page for each."""
    sheets = [sheet(pair, site.findings) for pair in peers(site.facts)]
    yield Page(
        "compare/",
        "comparisons.html",
        say("comparing.name"),
        say("comparing.lead"),
        "departments",
        crumbs((say("pages.departments.name"), "departments/"), (say("comparing.name"), None)),
        site.tags,
        {
            "sheets": [(prepared, names(prepared)) for prepared in sheets],
            "questions": questions(site.facts, site.findings),
            "most": MOST_RECORDS,
        },
    )
    for prepared in sheets:
        years = sorted({str(facts.source.year) for facts in prepared.records})
        frameworks = {facts.source.record.framework for facts in prepared.records}
        yield Page(
            prepared.path,
            "comparison.html",
            say("comparing.title", names=names(prepared)),
            say("comparing.description", names=names(prepared)),
            "departments",
            crumbs((say("comparing.name"), "compare/"), (names(prepared), None)),
            site.tags,
            {
                "sheet": prepared,
                "groups": GROUPS,
                "years": "、".join(years) if len(years) > 1 else "",
                "frameworks_differ": len(frameworks) > 1,
            },
        )


def names(prepared: Sheet) -> str:
    """The records of a sheet by name and year."""
    return say("comparing.and").join(
        say("comparing.record", department=facts.source.record.department, year=facts.source.year)
        for facts in prepared.records
    )
