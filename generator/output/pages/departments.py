"""The page of a department: its budgets over the years, its targets, what changed between two forms, its projects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import Any

from generator.analysis.budget_totals import YearTotal, department_totals, totals_finding
from generator.analysis.disclosure import form_term
from generator.analysis.facts import ProjectFacts, RecordFacts, ResultsFacts, by_department
from generator.analysis.indicator_series import LEAST_YEARS, indicator_series
from generator.analysis.matching import LEAST_SIMILARITY
from generator.analysis.task_differences import task_differences
from generator.analysis.total_changes import total_change
from generator.content.addresses import RESULTS, city_address
from generator.content.corpus import DepartmentForms
from generator.forms.figures import figure
from generator.output.department_leads import (
    department_lead,
    series_title,
    totals_exceptions,
    totals_title,
    unchanged_words,
)
from generator.output.pages.form_rows import KeyFact, day_fact, picture_of
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.output.pictures import Picture, change_words, small_multiple, totals_picture
from generator.output.project_leads import projects_lead
from generator.output.result_words import funnel_of_year, pictures_of, result_years, results_by_year
from generator.words import translate

# The small multiples that are open, and the unchanged indicators that a sentence names.
MOST_MULTIPLES, MOST_UNCHANGED = 8, 3
# The tasks of a list that are open.
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class YearRow:
    """A form of a department in the table of years."""

    facts: RecordFacts
    day: KeyFact
    is_late: bool


@dataclass(frozen=True, slots=True)
class Multiples:
    """The small multiples of indicators: the open ones, the collapsed ones, and a sentence on unchanged targets."""

    title: str
    shown: tuple[Picture, ...]
    folded: tuple[Picture, ...]
    unchanged: str


def departments(site: Site) -> Iterator[Page]:
    """A page for each department, over the years."""
    known = by_department(site.facts.records)
    projects = site.facts.projects_by_year()
    results = by_department(site.facts.results)
    for department in site.corpus.departments:
        yield department_page(
            site,
            department,
            known.get(department.path, []),
            projects_of(department, projects),
            results.get(department.path, []),
        )


def department_page(
    site: Site,
    department: DepartmentForms,
    records: Sequence[RecordFacts],
    projects: Mapping[int, Sequence[ProjectFacts]],
    results: Sequence[ResultsFacts],
) -> Page:
    """One department, its records newest first, its projects by year, its self-evaluations newest first."""
    return Page(
        department.path,
        "department.html",
        str(department.about.name),
        translate("pages.department.description", name=department.about.name),
        "departments",
        ()
        if department.own
        else crumbs(
            section_crumb("departments"),
            (department.city.name, city_address(department.city_slug)),
            (department.about.name, None),
        ),
        site.tags,
        lambda: {
            "department": department,
            "records": records,
            "years": sorted({form.year for form in department.forms}),
            "suspended": [(*suspended_form(path.removeprefix(department.path)), path) for path in department.suspended],
            "projects": with_changes(projects),
            "results": results_by_year(results),
            "result_pictures": pictures_of(
                results_years=result_years(chain(records, *projects.values()), results),
                results_funnel=funnel_of_year(results),
            ),
            "lead": projects_lead(next(iter(projects.values()))) if projects else "",
            **(years_view(site, records) if records else {}),
        },
    )


def suspended_form(place: str) -> tuple[str, str]:
    """The year of a suspended form, and its other parts, by its address below that of the department."""
    year, *parts = place.strip("/").split("/")
    crumb = translate("results.crumb")
    return year, "，".join(crumb if part == RESULTS else part for part in parts)


def with_changes(projects: Mapping[int, Sequence[ProjectFacts]]) -> dict[int, list[tuple[ProjectFacts, str]]]:
    """The projects of a department by year, each with the change of its total from the year before in words."""
    known = {facts.source.path: facts for some in projects.values() for facts in some}
    return {year: [(facts, project_change(facts, known)) for facts in some] for year, some in projects.items()}


def project_change(facts: ProjectFacts, known: Mapping[str, ProjectFacts]) -> str:
    """The change of a project's total from the year before in words; empty for none and for a slip of units."""
    change = total_change(facts, known.get(facts.source.year_before))
    return change_words(change) if change and not change.is_doubtful else ""


def years_view(site: Site, records: Sequence[RecordFacts]) -> dict[str, Any]:
    """The template context of a department with forms, newest first."""
    has_several = len(records) > 1
    totals = department_totals(records)
    return {
        "lead": department_lead(records),
        "single": None if has_several else picture_of(records[0]),
        "totals": totals_of(totals) if has_several else None,
        "exceptions": totals_exceptions(totals),
        "multiples": multiples_of(records),
        "differences": task_differences(records),
        "rows": [year_row(facts) for facts in records],
        "unit": records[0].unit if len({facts.unit for facts in records}) == 1 else "",
        "most": MOST_LISTED,
        "least": f"{LEAST_SIMILARITY:.0%}",
    }


def totals_of(totals: Sequence[YearTotal]) -> Picture | None:
    """The picture of totals by year; None where no form has one."""
    if not any(one.total for one in totals):
        return None
    title = totals_title(totals_finding(totals))
    return totals_picture(totals, title, translate("totals.note"), figure, rounded)


def rounded(amount: Decimal) -> str:
    """An amount in whole 万元, for the inside of a bar."""
    return figure(amount.quantize(Decimal(1), ROUND_HALF_UP))


def multiples_of(records: Sequence[RecordFacts]) -> Multiples | None:
    """The small pictures of a department; None where no indicator was set in three years."""
    found = indicator_series(records) if len(records) >= LEAST_YEARS else ()
    moving = [one for one in found if not one.is_unchanged]
    if not found:
        return None
    pictures = [small_multiple(one) for one in moving]
    return Multiples(
        series_title(moving or found, records[0].source.year),
        tuple(pictures[:MOST_MULTIPLES]),
        tuple(pictures[MOST_MULTIPLES:]),
        unchanged_words([one for one in found if one.is_unchanged], MOST_UNCHANGED),
    )


def year_row(facts: RecordFacts) -> YearRow:
    """The row of a form in the table of years."""
    return YearRow(facts, day_fact(facts), form_term(facts).state == "late")


def projects_of(
    department: DepartmentForms, known: Mapping[str, Sequence[ProjectFacts]]
) -> dict[int, Sequence[ProjectFacts]]:
    """The projects of one department by year, newest first."""
    found = {source.year: known[source.of_year] for source in department.projects}
    return {year: found[year] for year in sorted(found, reverse=True)}
