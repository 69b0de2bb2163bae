"""Pages of texts: search, notices, prose, and messages in place of a page."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.analysis.basis import basis_groups, cities_without
from generator.analysis.facts import FormFacts
from generator.content.addresses import notice_address, prose_address, section_address
from generator.content.corpus import ProseDocument
from generator.content.markdown import page_html
from generator.forms.model import ProsePage
from generator.output.metadata import site_tags
from generator.output.pages.page import Page, Site, column_page, crumbs, section_crumb, start_crumb
from generator.output.pages.sections import absent_sections
from generator.system.manifest import BUILD
from generator.text.folding import fold
from generator.words import translate

# The page with the revision that the site was built from.
ABOUT = "about"
# The pages with the legal basis of the jurisdictions of the site.
CITING = ("guide", "glossary")


def search(site: Site) -> Iterator[Page]:
    """The search page; its results come from the index in the browser."""
    yield column_page(site, "search", departments=len(site.corpus.departments))


def notices(site: Site) -> Iterator[Page]:
    """The notices, each by its particulars, with the text only of those that are public."""
    yield column_page(site, "notices", notices=site.corpus.notices)
    for notice in site.corpus.notices:
        path = notice_address(notice.slug)
        yield Page(
            path,
            "notice.html",
            notice.head.title,
            translate(
                "pages.notice.description", number=notice.head.number or notice.head.title, issuer=notice.head.issuer
            ),
            "guide",
            crumbs(section_crumb("notices"), (notice.head.number or notice.head.title, None)),
            site.tags,
            {
                "notice": notice.head,
                "prose": page_html(notice.body, "../../", absent_sections(site.config)),
                "forms": citing_forms(site, notice.head.number),
            },
        )


def citing_forms(site: Site, number: str | None) -> list[FormFacts]:
    """The forms whose source is the document of this number."""
    if not number:
        return []
    return [facts for facts in site.facts.forms if fold(facts.document.number or "") == fold(number)]


def prose_pages(site: Site) -> Iterator[Page]:
    """A page for each Markdown file in content/pages/: guide, glossary, about, accessibility statement, others."""
    for document in site.corpus.pages:
        yield prose_page(site, document)


def scope_words(site: Site) -> list[str]:
    """The sentences on whose site it is, for that of a department, and on what the settings leave out."""
    config, departments = site.config, site.corpus.departments if site.corpus.own else ()
    own = [translate("scope.about", name=one.about.name) for one in departments]
    absent = {
        "board": not (config.has_board or own),
        "scores": config.has_board and not config.has_scores,
        "other_findings": config.findings == "arithmetic",
        "findings": config.findings == "none",
    }
    return [*own, *(translate(f"scope.without.{key}") for key, is_absent in absent.items() if is_absent)]


def prose_page(site: Site, document: ProseDocument[ProsePage]) -> Page:
    """One page of prose."""
    head = document.head
    cities = site.corpus.cities if document.slug in CITING else ()
    basis = basis_groups(cities, all_documents=False) if cities else []
    own = {
        "revision": site.revision if document.slug == ABOUT else None,
        "scope": scope_words(site) if document.slug == ABOUT else [],
        "basis": basis,
        "without": cities_without(cities),
    }
    return Page(
        prose_address(document.slug),
        "prose.html",
        head.title,
        head.description or head.title,
        "guide",
        crumbs((head.title, None)),
        site.tags,
        {"prose": page_html(document.body, "../", absent_sections(site.config)), "build": BUILD, **own},
        depends=(document, own),
    )


def suspended(site: Site) -> Iterator[Page]:
    """A message in place of each page that was public and is held, without its content."""
    for path in site.corpus.suspended:
        kind = "form" if path.count("/") > (0 if site.config.is_of_department else 2) else "page"
        name, words = translate(f"pages.suspended.{kind}"), translate("pages.suspended.description")
        view = {"ways": crumbs(start_crumb(site), (translate("changes.name"), section_address("changes")))}
        yield Page(path, "suspended.html", name, words, meta=site.tags, view=view, listed=False)


def not_found(site: Site) -> Iterator[Page]:
    """The page that is served for unknown addresses."""
    name = translate("pages.not_found.name")
    # A server shows this page at any depth, so its links start at the root of the site.
    base = urlsplit(site.config.url).path.rstrip("/") + "/"
    words = translate("pages.not_found.description")
    view = {"ways": crumbs(start_crumb(site), section_crumb("search"))}
    yield Page("404.html", "404.html", name, words, meta=site_tags(site.config), view=view, base=base)
