"""Search documents of departments and their forms: texts with their anchors."""

from collections.abc import Iterable, Iterator
from typing import Any

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, ResultsFacts, by_department, once_per_form
from generator.analysis.money_bar import money_bar
from generator.analysis.rules.identities import TOLERANCE
from generator.analysis.site_facts import Facts
from generator.analysis.verdicts import outcomes_by_row
from generator.content.addresses import layout_address
from generator.forms.cells import (
    Column,
    cells,
    document_cells,
    html_id,
    own_cells,
    part_at,
    shown_values,
    table_columns,
    withheld_cells,
)
from generator.forms.fields import WITHHELD, FieldGroup, money
from generator.forms.figures import WAN, in_wan, text_of
from generator.output.amounts import in_sentence
from generator.output.leads import plain_lead
from generator.output.pictures.money import roles, segments_of
from generator.output.search_index import SearchDocument, SearchEntry
from generator.text.chinese import pinyin
from generator.words import translate

PROJECT_TEXTS = ("code", "nature", "category", "supervisor", "implementer", "starts", "ends")
# The width of the bar of a card, in units that its drawing scales.
BAR = 1000


def search_text(value: Any, unit: str = "") -> str:
    """The words of a cell, an amount with its unit; nothing for one that is not on the form or withheld."""
    if isinstance(value, str):
        return "" if value == WITHHELD else value
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
    heads = (record.title, search_text(record.supervisor), source.city.name, source.department.peer_group or "")
    texts = (*amount_texts(facts.total, facts.unit), *heads)
    yield from entries("form", facts.title, "", texts, total_text(facts))
    yield from money_entries(facts)
    yield from unlisted_entries(facts)
    yield from entries("goal", facts.titles.title("goal"), "goal", [facts.goal])
    columns = table_columns(record, "tasks")
    for row in facts.tasks:
        if row.task.withheld != "all":
            yield from task_entries(row.task, columns, row.anchor, record.unit)
    yield from table_entries(facts)


def unlisted_entries(facts: RecordFacts) -> Iterator[SearchEntry]:
    """The entry of the project expenditure that no task lists, a computed amount."""
    rest = facts.unlisted
    if rest is None or rest <= TOLERANCE or not facts.has_task_amounts:
        return iter(())
    label = translate("pictures.money.unlisted")
    return entries("money", label, "tasks", amount_texts(rest, facts.unit), search_text(rest, facts.unit))


def task_entries(task: FieldGroup, columns: Iterable[Column], anchor: str, unit: str) -> Iterator[SearchEntry]:
    """The cells of a task as entries: its name, its amount, each other text under it."""
    values = shown_values(task, columns)
    label, amount = (search_text(values.pop(key, None), unit) for key in ("name", "amount"))
    texts = [search_text(value, unit) for value in values.values()]
    return entries("task", label, anchor, [*texts, *amount_texts(getattr(task, "amount", None), unit)], amount)


def project_entries(facts: ProjectFacts) -> Iterator[SearchEntry]:
    """The search entries of a project."""
    source, project = facts.source, facts.form
    heads = (facts.title, project.title, source.city.name)
    cells = (search_text(getattr(project, key)) for key in PROJECT_TEXTS)
    yield from entries("project", project.name, "", (*heads, *cells), total_text(facts))
    yield from money_entries(facts)
    for _, title, text in facts.titles.cells(project.narrative, "narrative"):
        yield from entries("goal", title, "narrative", [text])
    for key in ("overall_goal", "goal"):
        yield from entries("goal", facts.titles.title(key), html_id(key), [search_text(getattr(project, key))])
    yield from table_entries(facts)


def results_entries(facts: ResultsFacts) -> Iterator[SearchEntry]:
    """The search entries of a self-evaluation."""
    source, results = facts.source, facts.form
    heads = (results.title, facts.name, source.city.name, *map(search_text, (results.supervisor, results.explanation)))
    yield from entries("form", facts.title, "", heads)
    for cell in cells(results):
        if cell.path[0] == "execution" and cell.kind == "money":
            name = facts.titles.full_title(*cell.path)
            texts = amount_texts(cell.value, facts.unit)
            yield from entries("money", name, "execution", texts, search_text(cell.value, facts.unit))
    for key in ("goal", "actual_goal"):
        yield from entries("goal", facts.titles.title(key), html_id(key), [search_text(getattr(results, key))])
    yield from table_entries(facts)


def total_text(facts: FormFacts) -> str:
    """The total of a form with its unit; empty where it is unknown."""
    return "" if facts.total is None else search_text(facts.total, facts.unit)


def money_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of budget lines by name and amount, with the totals that the form states."""
    for split in facts.splits:
        for _, anchor, name, value in split.cells:
            texts = amount_texts(value, facts.unit)
            yield from entries("money", name, anchor, texts, search_text(value, facts.unit))


def table_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The entries of the indicators and of the source of the form."""
    form = facts.form
    columns, outcomes = table_columns(form, "indicators"), outcomes_by_row(facts)
    for row in facts.rows:
        values = shown_values(row.indicator, columns)
        label = search_text(values.pop("name", None))
        texts = [search_text(value) for value in values.values()]
        is_withheld, outcome = bool(withheld_cells(row.indicator)), outcomes.get(row.anchor)
        if is_withheld:
            target = ""
        else:
            parts = row.indicator.target_parts
            target = "".join(parts)
            # The target as one text has its parts already.
            texts = [text for text in texts if text not in parts]
        kind = [search_text(values[key]) for key in ("type", "family") if key in values]
        words = [outcome.word if is_withheld else outcome.words] if outcome else []
        every = dict.fromkeys((*words, *kind, *texts))
        yield from entries("indicator", label, row.anchor, every, target)
    for cell in own_cells(form):
        if cell.path[0] in ("other", "staff"):
            yield from entries("source", cell.title, str(cell.path[0]), [search_text(part_at(form, cell.path))])
    for cell in document_cells(form):
        yield from entries("source", cell.title, "document", [cell.text])
    about = (form.source.title, search_text(form.source.number), *(form.notes or ()))
    yield from entries("source", translate("record.source.title"), "source", about)


def forms(facts: Facts) -> Iterator[SearchDocument]:
    """The search documents of some departments and of the pages of their forms."""
    for path, some in by_department(facts.forms).items():
        yield department_document(path, [one for one in some if isinstance(one, RecordFacts)] or some)
    yield from map(form_document, facts.forms)


def names_of(facts: FormFacts) -> tuple[str, ...]:
    """The names of the department of a form, the one on the form first."""
    about = facts.source.department
    own = about.name if facts.source.slug else facts.name
    return tuple(dict.fromkeys((own, *about.names)))


def department_document(path: str, of_forms: Iterable[FormFacts]) -> SearchDocument:
    """The search document of the page of a department: its names, and its newest form as the answer."""
    newest = max(of_forms, key=lambda facts: facts.source.year)
    names = names_of(newest)
    city = newest.source.city.name
    card = department_card(newest) if isinstance(newest, RecordFacts) else {}
    return SearchDocument(
        path, names[0], city, "", (*entries("department", names[0], "", names),), (), (*map(pinyin, names),), card
    )


def department_card(facts: RecordFacts) -> dict[str, Any]:
    """The answer card of a department: sentence, bar and links of its newest form."""
    path, year = facts.source.path, facts.source.year
    bar = money_bar(facts)
    segments = segments_of(bar.parts, roles(bar.parts), BAR) if bar else ()
    counts = {"year": year, "tasks": facts.task_count, "targets": facts.indicator_count}
    places = {"form": path, "tasks": f"{path}#tasks", "targets": f"{path}#indicators", "layout": layout_address(path)}
    if not facts.has_tasks:
        places.pop("tasks")
    return {
        "about": facts.source.city.name,
        "text": plain_lead(facts),
        "bar": [[segment.role, round(segment.x), max(1, round(segment.width))] for segment in segments],
        "links": [[translate(f"search.card.{key}", **counts), place] for key, place in places.items()],
    }


def form_entries(facts: FormFacts) -> Iterator[SearchEntry]:
    """The search entries of a form of any kind."""
    if isinstance(facts, RecordFacts):
        return record_entries(facts)
    if isinstance(facts, ProjectFacts):
        return project_entries(facts)
    return results_entries(facts) if isinstance(facts, ResultsFacts) else iter(())


@once_per_form
def form_document(facts: FormFacts) -> SearchDocument:
    """The search document of the page of a form, whose texts are in its JSON file."""
    source = facts.source
    return SearchDocument(
        source.path,
        facts.title,
        source.city.name,
        str(source.year),
        tuple(form_entries(facts)),
        names_of(facts),
        form_json=source.path + facts.data_file,
    )
