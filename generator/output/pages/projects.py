"""Pages of projects, in the folder of their department and year."""

from collections.abc import Iterator, Sequence

from generator.analysis.facts import ProjectFacts, ResultsFacts, grouped, project_of
from generator.analysis.years import YearPair, pair_of
from generator.content.markdown import goal_html
from generator.output.exports.records import PROJECT_FILES
from generator.output.metadata import article_tags
from generator.output.pages.page import Page, Site, crumbs, department_crumbs
from generator.output.pages.records import budget_chart, form_view, head_cells
from generator.words import translate

# The parts that can be embedded, with the words that name them.
EMBEDS = {"budget": "projects.budget.title", "indicators": "record.indicators.title"}
# Who and what, in the order in which readers ask.
HEAD = ("supervisor", "implementer", "nature", "category", "code", "starts", "ends", "execution_weight")


def projects(site: Site) -> Iterator[Page]:
    """A page for each project, department and year."""
    forms = {facts.source.path: facts for facts in site.facts.projects}
    all_forms: list[ProjectFacts | ResultsFacts] = [*forms.values(), *site.facts.results]
    years = grouped(all_forms, project_of)
    for facts in forms.values():
        before = forms.get(facts.source.year_before)
        pair = pair_of(before, facts) if before else None
        yield project_page(site, facts, [*{one.source.year for one in years[project_of(facts)]}], pair)


def project_page(site: Site, facts: ProjectFacts, years: Sequence[int], pair: YearPair | None) -> Page:
    """One project of one department and year; `years` are those of all its forms, `pair` compares it with the last."""
    source, project = facts.source, facts.form
    title = facts.title
    return Page(
        source.path,
        "project.html",
        title,
        facts.summary,
        "departments",
        crumbs(
            *department_crumbs(source),
            (str(source.year), source.of_year),
            (project.name, None),
        ),
        (*site.tags, *article_tags(site.config, source, title)),
        lambda: {
            **form_view(site, facts, PROJECT_FILES, {part: translate(key) for part, key in EMBEDS.items()}, pair),
            "years": sorted(years),
            "pair": pair,
            "head": head_cells(facts, HEAD),
            "has_long_amounts": project.unit == "元",
            "narrative": facts.titles.cells(project.narrative, "narrative"),
            "overall_goal": goal_html(project.overall_goal or ""),
            "budget_chart": budget_chart(
                facts, translate(f"projects.chart.{'both' if project.budget.whole else 'annual'}")
            ),
            "tables": tuple(EMBEDS.items()),
            "tasks_chart": None,
            "total_name": translate("projects.annual"),
        },
    )
