"""Pages of texts: search, rule book, notices, prose, and messages in place of a page."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.analysis.rules import CRITERIA, RULES, SEVERITIES, rule_counts
from generator.content.addresses import notice_address, prose_address, section_address
from generator.content.corpus import ProseDocument
from generator.content.markdown import page_html
from generator.forms.model import ProsePage
from generator.output.metadata import site_tags
from generator.output.pages.page import Page, Site, column_page, crumbs, section_crumb
from generator.system.manifest import BUILD
from generator.targets import READING_RULES as READINGS
from generator.words import translate

# As many records as the page of a rule lists; how many there are it always says.
MOST_RECORDS = 80
# The page that tells what the site is made from.
ABOUT = "about"


def search(site: Site) -> Iterator[Page]:
    """The search page; its results come from the index in the browser."""
    yield column_page(site, "search", departments=len(site.corpus.departments))


def checks(site: Site) -> Iterator[Page]:
    """The rule book, and a page for each rule with the records that have findings of it."""
    known = rule_counts(site.facts.forms, site.findings)
    book = [(criterion, [found for found in known if found.rule.criterion == criterion]) for criterion in CRITERIA]
    yield Page(
        section_address("checks"),
        "checks.html",
        translate("checks.title"),
        translate("checks.description"),
        "checks",
        crumbs((translate("checks.title"), None)),
        site.tags,
        {
            "book": book,
            "severities": SEVERITIES,
            "rules": len(RULES),
            "seeing": sum(rule.find is not None for rule in RULES),
            "unseen": sum(rule.find is None for rule in RULES),
            "readings": [reading.__name__ for reading in READINGS],
        },
    )
    for found in known:
        rule = found.rule
        yield Page(
            rule.path,
            "rule.html",
            translate("checks.rule.title", id=rule.id, title=translate(f"rules.{rule.id}.title")),
            translate(f"rules.{rule.id}.what"),
            "checks",
            crumbs((translate("checks.title"), section_address("checks")), (rule.id, None)),
            site.tags,
            {
                "rule": rule,
                "found": found,
                "most": MOST_RECORDS,
                "trust": translate(f"rules.{rule.id}.trust"),
                "lighter": "、".join(
                    dict.fromkeys(translate(f"checks.severity.{severity}") for severity in rule.lighter.values())
                ),
            },
        )


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
            {"notice": notice.head, "prose": page_html(notice.body, "../../")},
        )


def prose_pages(site: Site) -> Iterator[Page]:
    """A page for each Markdown file in content/pages/: guide, glossary, about, accessibility statement, others."""
    for document in site.corpus.pages:
        yield prose_page(site, document)


def prose_page(site: Site, document: ProseDocument[ProsePage]) -> Page:
    """One page of prose."""
    head = document.head
    return Page(
        prose_address(document.slug),
        "prose.html",
        head.title,
        head.description or head.title,
        "guide",
        crumbs((head.title, None)),
        site.tags,
        {
            "prose": page_html(document.body, "../"),
            "revision": site.revision if document.slug == ABOUT else None,
            "build": BUILD,
        },
    )


def suspended(site: Site) -> Iterator[Page]:
    """A message in place of each page that was public and is held, without its content."""
    for path in site.corpus.suspended:
        kind = "form" if path.count("/") > 2 else "page"
        name, words = translate(f"pages.suspended.{kind}"), translate("pages.suspended.description")
        view = {"ways": crumbs(section_crumb("departments"), (translate("changes.name"), section_address("changes")))}
        yield Page(path, "suspended.html", name, words, meta=site.tags, view=view, listed=False)


def not_found(site: Site) -> Iterator[Page]:
    """The page that is served for unknown addresses."""
    name = translate("pages.not_found.name")
    # A server shows this page at any depth, so its links start at the root of the site.
    base = urlsplit(site.config.url).path.rstrip("/") + "/"
    words = translate("pages.not_found.description")
    view = {"ways": crumbs(section_crumb("departments"), section_crumb("search"))}
    yield Page("404.html", "404.html", name, words, meta=site_tags(site.config), view=view, base=base)
