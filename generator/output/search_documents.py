"""Search documents of departments, forms, notices, prose, rules and features: texts with their anchors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, by_department
from generator.analysis.money_bar import money_bar
from generator.analysis.site_facts import Facts
from generator.content.addresses import layout_address, notice_address, prose_address, rule_address, topic_address
from generator.content.corpus import Corpus
from generator.content.markdown import page_passages
from generator.forms.cells import Column, named_cells, row_cells, table_columns, withheld_cells
from generator.forms.fields import WITHHELD, FieldGroup, money
from generator.forms.figures import WAN, in_wan, text_of
from generator.forms.model import Notice
from generator.output.amounts import in_sentence
from generator.output.exports.rows import split_cells
from generator.output.leads import lead_of
from generator.output.pages import Page
from generator.output.pictures.money import roles, segments_of
from generator.output.search_index import SearchDocument, SearchEntry
from generator.text.chinese import pinyin
from generator.words import catalogue_map, translate

RULE_TEXTS = ("what", "formula", "basis", "mend", "unseen")
PROJECT_TEXTS = ("code", "nature", "category", "supervisor", "implementer", "starts", "ends")
# The cells of a target that its text as one has already.
TARGET_CELLS = ("comparator", "target", "unit")
# The end of the name of a place that people leave out: 湛江 for 湛江市.
LEVEL = re.compile("(?<=..)[市县区州省]$")
# The width of the bar of a card, in units that its drawing scales.
BAR = 1000


def search_text(value: Any, unit: str = "") -> str:
    """The words of a cell, an amount with its unit; nothing for one that is not on the form or withheld."""
    if value == WITHHELD:
        return ""
    return f"{text_of(value)} {unit}".strip() if money(value) is not None else text_of(value)


def entries(kind: str, label: str, anchor: str, texts: Iterable[str], value: str = "") -> Iterator[SearchEntry]:
    """The texts of one place as entries, the label first, without empty ones."""
    yield SearchEntry(kind, label, anchor, label, value)
    yield from (SearchEntry(kind, label, anchor, text) for text in texts if text)


def amount_texts(value: Any, unit: str) -> list[str]:
    """An amount of one 亿元 or more as readers say it: rounded, as sentences of the site have it."""
    amount = money(value)
    if amount is None or abs(wan := in_wan(amount, unit)) < WAN:
        return []
    return [translate("search.about", amount=in_sentence(wan)[0])]


def record_entries(facts: RecordFacts) -> Iterator[SearchEntry]:
    """The search entries of a record."""
    source, record = facts.source, facts.form
    lead = Markup(lead_of(facts)).striptags()
    heads = (lead, record.title, search_text(record.supervisor), source.city.name, source.department.peer_group or "")
    yield from entries("form", facts.title, "", heads, total_text(facts))
    yield from money_entries(facts)
    yield from entries("goal", translate("record.goal.title"), "goal", [record.goal])
    columns = table_columns(record, "tasks")
    for row in facts.tasks:
        if row.task.withheld != "all":
            yield from task_entries(row.task, columns, row.anchor, record.unit)
    yield from table_entries(facts)


def task_entries(task: FieldGroup, columns: Iterable[Column], anchor: str, unit: str) -> Iterator[SearchEntry]:
    """The cells of a task as entries: its name, its amount, each other text under it."""
    cells = row_cells(task, columns)
    label, amount = (search_text(cells.pop(key).value, unit) if key in cells else "" for key in ("name", "amount"))
    texts = [search_text(cell.value, unit) for cell in cells.values()]
    return entries("task", label, anchor, [*texts, *amount_texts(getattr(task, "amount", None), unit)], amount)


def project_entries(facts: ProjectFacts) -> Iterator[SearchEntry]:
    """The search entries of a project."""
    source, project = facts.source, facts.form
    heads = (facts.title, project.title, source.city.name)
    cells = (search_text(getattr(project, key)) for key in PROJECT_TEXTS)
    yield from entries("project", project.name, "", (*heads, *cells), total_text(facts))
    yield from money_entries(facts)
    for _, title, text in named_cells(project.narrative):
        yield from entries("goal", title, "narrative", [text])
    for key, anchor, goal in (("overall", "overall-goal", project.overall_goal), ("annual", "goal", project.goal)):
        yield from entries("goal", translate(f"projects.goal.{key}"), anchor, [search_text(goal)])
    yield from table_entries(facts)


def total_text(facts: FormFacts) -> str:
    """The total of a form with its unit; empty where it is unknown."""
    return "" if facts.total is None else search_text(facts.total, facts.unit)


def money_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of budget lines by name and amount, with the totals that the form states."""
    for split in facts.splits:
        for anchor, name, value in split_cells(split):
            texts = amount_texts(value, facts.unit)
            yield from entries("money", name, anchor, texts, search_text(value, facts.unit))


def table_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of the indicators and of the source of the form."""
    form = facts.form
    columns = table_columns(form, "indicators")
    for row in facts.rows:
        cells = row_cells(row.indicator, columns)
        label = search_text(cells.pop("name").value)
        if withheld_cells(row.indicator):
            value, texts = "", [search_text(cell.value) for cell in cells.values()]
        else:
            value = row.indicator.written
            texts = [search_text(cell.value) for key, cell in cells.items() if key not in TARGET_CELLS]
        kind = [text for key in ("type", "family") if key in cells and (text := search_text(cells[key].value))]
        yield from entries("indicator", label, row.anchor, dict.fromkeys((*kind, *texts)), value)
    texts = (form.source.title, search_text(form.source.number), *(form.notes or ()))
    yield from entries("source", translate("record.source.title"), "source", texts)


def prose_entries(body: str) -> Iterator[SearchEntry]:
    """The entries of a prose text, by heading."""
    for anchor, heading, text in page_passages(body):
        yield from entries("term", heading, anchor, [text])


def forms(facts: Facts) -> Iterator[SearchDocument]:
    """The search documents of some departments and of the pages of their forms."""
    projects = by_department(facts.projects)
    for path, records in by_department(facts.records).items():
        yield department_document(path, records)
        projects.pop(path, None)
    for path, others in projects.items():
        yield department_document(path, others)
    for record in facts.records:
        yield form_document(record, record_entries(record))
    for project in facts.projects:
        yield form_document(project, project_entries(project))


def names_of(facts: FormFacts) -> tuple[str, ...]:
    """The names of the department of a form, the one on the form first."""
    about, form = facts.source.department, facts.form
    own = form.department if isinstance(facts, RecordFacts) else about.name
    return tuple(dict.fromkeys((own, *about.names)))


def department_document(path: str, of_forms: Iterable[RecordFacts] | Iterable[ProjectFacts]) -> SearchDocument:
    """The search document of the page of a department: its names, and its newest form as the answer."""
    newest = max(of_forms, key=lambda facts: facts.source.year)
    names = names_of(newest)
    city = newest.source.city.name
    card = department_card(newest) if isinstance(newest, RecordFacts) else {}
    return SearchDocument(
        path, names[0], city, "", (*entries("department", names[0], "", names),), (), (*map(pinyin, names),), card
    )


def department_card(facts: RecordFacts) -> dict[str, Any]:
    """The answer for a department: the sentence and the bar of its newest form, and ways into that form."""
    path, year = facts.source.path, facts.source.year
    bar = money_bar(facts)
    segments = segments_of(bar.parts, roles(bar.parts), BAR) if bar else ()
    counts = {"year": year, "tasks": facts.task_count, "targets": facts.indicator_count}
    places = {"form": path, "tasks": f"{path}#tasks", "targets": f"{path}#indicators", "layout": layout_address(path)}
    return {
        "about": facts.source.city.name,
        "text": Markup(lead_of(facts)).striptags(),
        "bar": [[segment.role, round(segment.x), max(1, round(segment.width))] for segment in segments],
        "links": [[translate(f"search.card.{key}", **counts), place] for key, place in places.items()],
    }


def form_document(facts: RecordFacts | ProjectFacts, passages: Iterable[SearchEntry]) -> SearchDocument:
    """The search document of the page of a form."""
    source = facts.source
    return SearchDocument(
        source.path, facts.title, source.city.name, str(source.year), tuple(passages), names_of(facts)
    )


def texts(corpus: Corpus, pages: Iterable[Page]) -> Iterator[SearchDocument]:
    """The search documents of cities, notices, prose, rules, topics and the features of the site."""
    by_path = {page.path: page for page in pages}
    for city in corpus.cities:
        name = str(city.about.name)
        yield page_document("city", city.path, name, LEVEL.sub("", name))
    for notice in corpus.notices:
        yield notice_document(notice.head, notice_address(notice.slug), notice.body)
    other_names = catalogue_map("search.pages")
    for prose in corpus.pages:
        title, path = prose.head.title, prose_address(prose.slug)
        passages = (*named("page", title, other_names.get(prose.slug, "").split()), *prose_entries(prose.body))
        yield SearchDocument(path, title, "", "", passages)
        by_path.pop(path, None)
    for slug, names in other_names.items():
        if page := by_path.get(f"{slug}/"):
            passages = (*named("page", page.title, names.split(), page.description),)
            yield SearchDocument(page.path, page.title, "", "", tuple(passages))
    yield from topic_documents(by_path)
    yield from rule_documents(by_path)


def named(kind: str, title: str, names: Iterable[str], *texts: str) -> Iterator[SearchEntry]:
    """The entries of a page that can be asked for by several names, and of its texts."""
    yield from entries(kind, title, "", names)
    if texts:
        yield from entries("term", title, "", texts)


def page_document(kind: str, path: str, name: str, *texts: str, **card: Any) -> SearchDocument:
    """The search document of a page that has nothing but its name to be found by."""
    return SearchDocument(path, name, "", "", (*entries(kind, name, "", texts),), card=card)


def notice_document(head: Notice, path: str, body: str) -> SearchDocument:
    """The search document of a notice, whose number and issuer are names of it."""
    number, day = head.number or "", head.date.isoformat() if head.date else ""
    passages = (*entries("notice", head.title, "", (number, head.issuer)), *prose_entries(body))
    values = {"number": number or head.title, "attribute": head.attribute}
    card = {
        "about": " · ".join(filter(None, (head.issuer, day))),
        "text": translate("search.card.notice" if head.how_to_request else "search.card.notice_text", **values),
        "links": [[translate("search.card.request"), path]] if head.how_to_request else [],
    }
    return SearchDocument(path, head.title, "", "", passages, card=card)


def topic_documents(pages: Mapping[str, Page]) -> Iterator[SearchDocument]:
    """The search documents of the topics of indicators."""
    for key, words in catalogue_map("families").items():
        if page := pages.get(topic_address(key)):
            name = words["name"]
            card = {"about": "", "text": page.description}
            yield page_document("topic", page.path, name, *name.split(translate("search.and")), **card)


def rule_documents(pages: Mapping[str, Page]) -> Iterator[SearchDocument]:
    """The search documents of the rules of the rule book."""
    for rule, words in catalogue_map("rules").items():
        if page := pages.get(rule_address(rule)):
            passages = named(
                "rule", page.title, (rule, words["title"]), *(words[key] for key in RULE_TEXTS if key in words)
            )
            yield SearchDocument(page.path, page.title, "", "", tuple(passages))
