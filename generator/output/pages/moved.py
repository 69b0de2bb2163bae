"""Pages at former addresses of departments and their forms, each with a link to the current one."""

from collections.abc import Iterator

from generator.content.corpus import DepartmentForms, moved_addresses
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.words import translate


def moved_pages(site: Site) -> Iterator[Page]:
    """A page for each former address of a department, and for each of its forms under that address."""
    for department in site.corpus.departments:
        for old in moved_addresses([department]):
            yield moved_page(site, old, department.path, department)
            for path in sorted({address for form in department.forms for address in (form.of_year, form.path)}):
                yield moved_page(site, old + path.removeprefix(department.path), path, department)


def moved_page(site: Site, old: str, now: str, department: DepartmentForms) -> Page:
    """The page at one former address."""
    root = "../" * old.count("/")
    return Page(
        old,
        "moved.html",
        translate("moved.title", name=department.about.name),
        translate("moved.description", name=department.about.name),
        "departments",
        crumbs(section_crumb("departments"), (department.about.name, department.path), (old, None)),
        site.tags,
        {"now": now, "name": department.about.name, "former_names": department.about.former_names or ()},
        canonical=root + now,
        listed=False,
    )
