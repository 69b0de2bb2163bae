"""Search documents of records, projects, notices, prose and rules: texts with their anchors."""

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
from generator.output.exports.rows import split_cells
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


def entries(kind: str, label: str, anchor: str, texts: Iterable[str]) -> Iterator[SearchEntry]:
    """The texts of one place as entries, without empty ones."""
    return (SearchEntry(kind, label, anchor, text) for text in texts if text)


def row_entries(row: FieldGroup, columns: Iterable[Column], kind: str, anchor: str, unit: str) -> Iterator[SearchEntry]:
    """The cells of a row as entries: the name first, each other text under it, amounts in the unit of the form."""
    cells = row_cells(row, columns)
    label = search_text(cells.pop("name").value)
    yield SearchEntry(kind, label, anchor, label)
    yield from entries(kind, label, anchor, (search_text(cell.value, unit) for cell in cells.values()))


def record_entries(facts: RecordFacts) -> Iterator[SearchEntry]:
    """The search entries of a record."""
    source, record = facts.source, facts.form
    about = source.department
    yield from entries(DEPARTMENT, record.department, "", dict.fromkeys((record.department, *about.names)))
    heads = (source.city.name, str(source.year), record.title, search_text(record.supervisor), about.peer_group or "")
    yield from entries(DEPARTMENT, record.title, "summary", heads)
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
    heads = (project.name, source.department.name, source.city.name, str(source.year), project.title)
    cells = (search_text(getattr(project, key)) for key in PROJECT_TEXTS)
    yield from entries(PROJECT, project.name, "summary", (*heads, *cells))
    yield from money_entries(facts)
    for _, title, text in named_cells(project.narrative):
        yield from entries(GOAL, title, "narrative", [text])
    for key, anchor, goal in (("overall", "overall-goal", project.overall_goal), ("annual", "goal", project.goal)):
        yield from entries(GOAL, translate(f"projects.goal.{key}"), anchor, [search_text(goal)])
    yield from table_entries(facts)


def money_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of budget lines by name and amount, with the totals that the form states."""
    for split in facts.splits:
        for anchor, name, value in split_cells(split):
            yield from entries(PAGE, name, anchor, (name, search_text(value, facts.unit)))


def table_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of the indicators and of the source of the form."""
    form = facts.form
    columns = table_columns(form, "indicators")
    for row in facts.rows:
        indicator = row.indicator
        yield from row_entries(indicator, columns, INDICATOR, row.anchor, form.unit)
        whole = indicator.written
        if whole != indicator.target and not withheld_cells(indicator):
            yield SearchEntry(INDICATOR, indicator.name, row.anchor, whole)
    texts = (form.source.title, search_text(form.source.number), *(form.notes or ()))
    yield from entries(PAGE, translate("record.source.title"), "source", texts)


def prose_entries(body: str) -> Iterator[SearchEntry]:
    """The entries of a prose text, by heading."""
    for anchor, heading, text in page_passages(body):
        yield from entries(PAGE, heading, anchor, (heading, text))


def rule_entries(page: Page) -> Iterator[SearchEntry]:
    """The entries of a rule of the rule book."""
    words = catalogue_map(f"rules.{page.context['rule'].id}")
    return entries(PAGE, page.title, "", (page.title, *(words[key] for key in RULE_TEXTS if key in words)))


def forms(facts: Facts) -> Iterator[SearchDocument]:
    """The search documents of the pages of forms."""
    for record in facts.records:
        yield form_document(record, record_entries(record))
    for project in facts.projects:
        yield form_document(project, project_entries(project))


def form_document(facts: RecordFacts | ProjectFacts, passages: Iterable[SearchEntry]) -> SearchDocument:
    """The search document of the page of a form."""
    source = facts.source
    return SearchDocument(source.path, facts.title, source.city.name, str(source.year), tuple(passages))


def texts(corpus: Corpus, pages: Iterable[Page]) -> Iterator[SearchDocument]:
    """The search documents of notices, prose and rules."""
    for notice in corpus.notices:
        head = notice.head
        titles = entries(PAGE, head.title, "", (head.title, head.number or "", head.issuer))
        yield SearchDocument(notice_address(notice.slug), head.title, "", "", (*titles, *prose_entries(notice.body)))
    for prose in corpus.pages:
        title = prose.head.title
        passages = (*entries(PAGE, title, "", [title]), *prose_entries(prose.body))
        yield SearchDocument(prose_address(prose.slug), title, "", "", passages)
    for page in pages:
        if page.template == "rule.html":
            yield SearchDocument(page.path, page.title, "", "", tuple(rule_entries(page)))
