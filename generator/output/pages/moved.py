"""Pages at the addresses where departments and their forms stood before, each of which says where they stand now."""

from collections.abc import Iterator

from generator.content.corpus import AnyFormSource, DepartmentForms, moved_addresses
from generator.output.pages.page import Page, Site, crumbs
from generator.words import translate


def moved_pages(site: Site) -> Iterator[Page]:
    """A page for each former address of a department, and for each of its forms under that address."""
    for bureau in site.corpus.bureaus:
        forms: list[AnyFormSource] = [*bureau.records, *bureau.projects]
        for old in moved_addresses([bureau]):
            yield moved_page(site, old, bureau.path, bureau)
            for form in forms:
                yield moved_page(site, old + form.path.removeprefix(bureau.path), form.path, bureau)


def moved_page(site: Site, old: str, now: str, bureau: DepartmentForms) -> Page:
    """The page at one former address."""
    root = "../" * old.count("/")
    return Page(
        old,
        "moved.html",
        translate("moved.title", name=bureau.about.name),
        translate("moved.description", name=bureau.about.name),
        "departments",
        crumbs((translate("pages.departments.name"), "departments/"), (bureau.about.name, bureau.path), (old, None)),
        site.tags,
        {"now": now, "name": bureau.about.name, "former_names": bureau.about.former_names or ()},
        canonical=root + now,
        listed=False,
    )
