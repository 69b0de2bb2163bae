"""Pages at the addresses where departments and their forms stood before, each of which says where they stand now."""

from collections.abc import Iterator

from generator.content.corpus import Bureau, YearForm
from generator.output.pages.page import Page, Site, crumbs
from generator.words import say


def moved_pages(site: Site) -> Iterator[Page]:
    """A page for each former address of a department, and for each of its forms under that address."""
    for bureau in site.corpus.bureaus:
        forms: list[YearForm] = [*bureau.records, *bureau.projects]
        for address in bureau.about.moved_from or ():
            old = f"{address}/"
            yield moved_page(site, old, bureau.path, bureau)
            for form in forms:
                yield moved_page(site, old + form.path.removeprefix(bureau.path), form.path, bureau)


def moved_page(site: Site, old: str, now: str, bureau: Bureau) -> Page:
    """The page at one former address."""
    root = "../" * old.count("/")
    return Page(
        old,
        "moved.html",
        say("moved.title", name=bureau.about.name),
        say("moved.description", name=bureau.about.name),
        "departments",
        crumbs((say("pages.departments.name"), "departments/"), (bureau.about.name, bureau.path), (old, None)),
        site.tags,
        {"now": now, "name": bureau.about.name, "former_names": bureau.about.former_names or ()},
        canonical=root + now,
        listed=False,
    )
