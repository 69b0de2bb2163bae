"""Pages of prepared comparisons of records."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.analysis.comparison import GROUPS, MOST_RECORDS, Comparison, Records, caution
from generator.analysis.facts import FormFacts
from generator.content.addresses import section_address
from generator.output.pages.embeds import sheet_code
from generator.output.pages.page import Page, Site, crumbs, form_states, names, start_crumb
from generator.words import translate

# A longer list of prepared comparisons folds the rest.
OPEN_PAIRS = 8


def compare(site: Site) -> Iterator[Page]:
    """The list of prepared comparisons, and a page for each."""
    yield Page(
        section_address("compare"),
        "comparisons.html",
        translate("comparing.name"),
        translate("comparing.lead"),
        "compare",
        crumbs(start_crumb(site), (translate("comparing.name"), None)),
        site.tags,
        {
            "sheets": [(prepared, sheet_title(prepared)) for prepared in site.sheets],
            "most": MOST_RECORDS,
            "open": OPEN_PAIRS,
        },
    )
    for prepared in site.sheets:
        yield sheet_page(site, prepared)


def sheet_title(prepared: Comparison) -> str:
    """The finding of a comparison, or the names of what is compared."""
    return prepared.finding or translate("comparing.title", names=names(prepared.records))


def sheet_page(site: Site, prepared: Comparison) -> Page:
    """The page of one comparison."""
    compared, states = names(prepared.records), form_states(with_results(site, prepared.records))
    return Page(
        prepared.path,
        "comparison.html",
        sheet_title(prepared),
        translate("comparing.description", names=compared),
        "compare",
        crumbs(
            (translate("comparing.name"), section_address("compare")),
            (translate("comparing.forms", count=len(prepared.records)), None),
        ),
        site.tags,
        lambda: {"names": compared, **sheet_view(site, replace(prepared))},
        depends=states and (states, [site.findings[facts.source.path] for facts in prepared.records]),
    )


def with_results(site: Site, records: Records) -> list[FormFacts]:
    """Some forms and the self-evaluations that answer them, from both of which a comparison is drawn."""
    paths = {facts.source.path for facts in records}
    return [*records, *(facts for facts in site.facts.results if facts.source.of_targets in paths)]


def sheet_view(site: Site, prepared: Comparison) -> dict[str, Any]:
    """The template context of a comparison: the rows that differ, those that are the same, and the remarks.

    Its rows stay in memory with it.
    """
    records = prepared.records
    rows = {group: prepared.of(group) for group in GROUPS}
    splits, remarks = rows.pop("splits"), rows.pop("findings")
    different = [(group, [row for row in rows[group] if not row.is_same]) for group in rows]
    same = [(group, [row for row in rows[group] if row.is_same]) for group in rows]
    counts = (
        translate("comparing.found", count=sum(int(cell.value or 0) for row in remarks if (cell := row.cells[at])))
        for at in range(len(records))
    )
    return {
        "sheet": prepared,
        "different": different,
        "same": [(group, some) for group, some in same if some],
        "same_title": translate("comparing.same", count=sum(len(some) for _, some in same)),
        "splits": splits,
        "remarks": remarks,
        "counts": " / ".join(counts),
        "caution": caution(
            [facts.source.year for facts in records],
            [facts.form.framework for facts in records],
            [facts.source.of_department for facts in records],
        ),
        "embed": sheet_code(site, prepared, [row for _, some in different for row in some]),
    }
