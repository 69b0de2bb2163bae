"""Pages at addresses above those of forms where there is no form: of a department and year, or of a project."""

from collections.abc import Iterator, Sequence
from itertools import chain

from generator.analysis.facts import ProjectFacts, ResultsFacts
from generator.content.corpus import AnyFormSource, DepartmentForms
from generator.output.exports.data_sets import zip_path
from generator.output.pages.page import Page, Site, crumbs, department_crumbs
from generator.output.project_leads import projects_lead
from generator.words import translate


def folders(site: Site) -> Iterator[Page]:
    """A page for each department and year, and for each project, that has other forms than its targets only."""
    projects = site.facts.projects_by_year()
    for department in site.corpus.departments:
        taken = {*department.suspended, *(form.path for form in department.forms)}
        for path in dict.fromkeys(chain.from_iterable(map(folders_of, department.forms))):
            if path not in taken:
                of_path = [facts for facts in site.facts.results if facts.source.path.startswith(path)]
                # Those of the whole department before those of its projects.
                results = sorted(of_path, key=lambda facts: bool(facts.source.slug))
                yield folder_page(site, path, department, projects.get(path, []), results)


def folders_of(form: AnyFormSource) -> Iterator[str]:
    """The addresses above that of a form, up to that of its department and year."""
    yield form.of_year
    yield form.of_targets


def folder_page(
    site: Site,
    path: str,
    department: DepartmentForms,
    projects: Sequence[ProjectFacts],
    results: Sequence[ResultsFacts],
) -> Page:
    """The projects and self-evaluations of one department and year, or the self-evaluation of one project."""
    source = (*projects, *results)[0].source
    is_of_year = path == source.of_year
    name = str(source.department.name) if is_of_year else results[0].name
    ways = ((str(source.year), None),) if is_of_year else ((str(source.year), source.of_year), (name, None))
    return Page(
        path,
        "department_year.html",
        translate("comparing.record", department=name, year=source.year),
        translate("projects.description", name=name, year=source.year),
        "departments",
        crumbs(*department_crumbs(source), *ways),
        site.tags,
        lambda: {
            "source": source,
            "name": name,
            "years": sorted({form.year for form in department.forms if is_of_year or form.slug == source.slug}),
            "projects": projects,
            "results": results,
            "lead": projects_lead(projects),
            "missing": "year" if is_of_year else "project",
            "bundle": zip_path(projects[0].set_name) if projects else "",
        },
    )
