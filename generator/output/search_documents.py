"""Search documents of records, projects, notices, prose and rules: texts with the anchors where they stand."""

from collections.abc import Iterable, Iterator
from typing import Any

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts
from generator.analysis.site_facts import Facts
from generator.content.addresses import notice_address, prose_address
from generator.content.corpus import Corpus
from generator.content.markdown import page_passages
from generator.forms.cells import Column, named_cells, row_cells, table_columns, withheld_cells
from generator.forms.fields import WITHHELD, FieldGroup, money
from generator.forms.figures import text_of
from generator.output.pages import Page
from generator.output.search_index import KINDS, SearchDocument, SearchEntry
from generator.words import catalogue_map, translate

DEPARTMENT, TASK, INDICATOR, GOAL, PAGE, PROJECT = KINDS
RULE_TEXTS = ("what", "formula", "basis", "mend", "unseen")
PROJECT_TEXTS = ("code", "nature", "category", "supervisor", "implementer", "starts", "ends")


def search_text(value: Any, unit: str = "") -> str:
    """The words of a cell, an amount with its unit; nothing for one that is not on the form or withheld."""
    if value == WITHHELD:
        return ""
    return f"{text_of(value)} {unit}".strip() if money(value) is not None else text_of(value)


def row_entries(row: FieldGroup, columns: Iterable[Column], kind: str, anchor: str, unit: str) -> Iterator[SearchEntry]:
    """The cells of a row as entries: the name first, each other text under it, amounts in the unit of the form."""
    found = row_cells(row, columns)
    label = search_text(found.pop("name").value)
    yield SearchEntry(kind, label, anchor, label)
    for cell in found.values():
        text = search_text(cell.value, unit)
        if text:
            yield SearchEntry(kind, label, anchor, text)


def record_entries(facts: RecordFacts) -> Iterator[SearchEntry]:
    """The search entries of a record."""
    source, record = facts.source, facts.form
    about = source.department
    for name in dict.fromkeys((record.department, *about.names)):
        yield SearchEntry(DEPARTMENT, record.department, "", name)
    for text in (
        source.city.name,
        str(source.year),
        record.title,
        search_text(record.supervisor),
        about.peer_group or "",
    ):
        if text:
            yield SearchEntry(DEPARTMENT, record.title, "summary", text)
    yield from money_entries(facts)
    yield SearchEntry(GOAL, translate("record.goal.title"), "goal", record.goal)
    columns = table_columns(record, "tasks")
    for row in facts.tasks:
        if row.task.withheld != "all":
            yield from row_entries(row.task, columns, TASK, row.anchor, record.unit)
    yield from table_entries(facts)


def project_entries(facts: ProjectFacts) -> Iterator[SearchEntry]:
    """The search entries of a project."""
    source, project = facts.source, facts.form
    yield SearchEntry(PROJECT, project.name, "summary", project.name)
    heads = (search_text(getattr(project, key)) for key in PROJECT_TEXTS)
    for text in (source.department.name, source.city.name, str(source.year), project.title, *heads):
        if text:
            yield SearchEntry(PROJECT, project.name, "summary", text)
    yield from money_entries(facts)
    for _, title, text in named_cells(project.narrative):
        if text:
            yield SearchEntry(GOAL, title, "narrative", text)
    for key, anchor in (("overall", "overall-goal"), ("annual", "goal")):
        text = search_text(project.overall_goal if key == "overall" else project.goal)
        if text:
            yield SearchEntry(GOAL, translate(f"projects.goal.{key}"), anchor, text)
    yield from table_entries(facts)


def money_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of budget lines by name and amount, with the totals that the form states."""
    unit = facts.unit
    for split in facts.splits:
        stated = [] if split.stated is None else [(split.total_anchor, split.total_name, split.stated)]
        for anchor, name, value in (*stated, *((line.anchor, line.name, line.value) for line in split.lines)):
            yield SearchEntry(PAGE, name, anchor, name)
            yield SearchEntry(PAGE, name, anchor, search_text(value, unit))


def table_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of the indicators and of the source of the form."""
    record = facts.form
    columns = table_columns(record, "indicators")
    for member in facts.rows:
        indicator = member.indicator
        yield from row_entries(indicator, columns, INDICATOR, member.anchor, record.unit)
        whole = indicator.written
        if whole != indicator.target and not withheld_cells(indicator):
            yield SearchEntry(INDICATOR, indicator.name, member.anchor, whole)
    for text in (record.source.title, search_text(record.source.number), *(record.notes or ())):
        if text:
            yield SearchEntry(PAGE, translate("record.source.title"), "source", text)


def prose_entries(body: str) -> Iterator[SearchEntry]:
    """The entries of a prose text, by heading."""
    for anchor, heading, text in page_passages(body):
        if heading:
            yield SearchEntry(PAGE, heading, anchor, heading)
        if text:
            yield SearchEntry(PAGE, heading, anchor, text)


def rule_entries(page: Page) -> Iterator[SearchEntry]:
    """The entries of a rule of the rule book."""
    words = catalogue_map(f"rules.{page.context['rule'].id}")
    yield SearchEntry(PAGE, page.title, "", page.title)
    for key in RULE_TEXTS:
        if key in words:
            yield SearchEntry(PAGE, page.title, "", words[key])


def forms(facts: Facts) -> Iterator[SearchDocument]:
    """The search documents of the pages of forms."""
    for record in facts.records:
        source = record.source
        yield SearchDocument(
            source.path, record.title, source.city.name, str(source.year), tuple(record_entries(record))
        )
    for project in facts.projects:
        place = project.source
        yield SearchDocument(
            place.path, project.title, place.city.name, str(place.year), tuple(project_entries(project))
        )


def texts(corpus: Corpus, pages: Iterable[Page]) -> Iterator[SearchDocument]:
    """The search documents of notices, prose and rules."""
    for notice in corpus.notices:
        head = notice.head
        titles = [
            SearchEntry(PAGE, head.title, "", text) for text in (head.title, head.number or "", head.issuer) if text
        ]
        yield SearchDocument(notice_address(notice.slug), head.title, "", "", (*titles, *prose_entries(notice.body)))
    for prose in corpus.pages:
        title = prose.head.title
        yield SearchDocument(
            prose_address(prose.slug), title, "", "", (SearchEntry(PAGE, title, "", title), *prose_entries(prose.body))
        )
    for page in pages:
        if page.template == "rule.html":
            yield SearchDocument(page.path, page.title, "", "", tuple(rule_entries(page)))
