"""Pages of one record: the record, and the same in the layout of the official form."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, ResultsFacts
from generator.analysis.rules import Finding, ledger, shown_rules, weighed
from generator.analysis.table_rows import Split
from generator.analysis.years import YearPair, pair_of
from generator.content.addresses import layout_address
from generator.content.cell_names import printed_name
from generator.content.markdown import goal_html
from generator.content.register import history_of, remarked_rules
from generator.forms.cells import anchor, own_cells, part_at
from generator.forms.fields import money, titles_of
from generator.forms.figures import absence, figure
from generator.forms.model import Form
from generator.output.charts import budget_figure, drawn_tasks, tasks_figure
from generator.output.exports.citation import citation_of
from generator.output.exports.data_sets import zip_path
from generator.output.exports.records import RECORD_FILES
from generator.output.form_pages import form_of
from generator.output.leads import lead_of, share_title
from generator.output.metadata import article_tags, dataset
from generator.output.pages.documents import document_view
from generator.output.pages.embeds import citing
from generator.output.pages.form_rows import (
    checks_heading,
    empty_indicators,
    key_facts,
    listing_of,
    picture_of,
    target_families,
    task_lists,
)
from generator.output.pages.page import Chart, Crumbs, Page, Site, chart, crumbs, department_crumbs
from generator.output.result_words import results_lead
from generator.output.row_html import is_long
from generator.words import translate

# The parts that can be embedded.
EMBEDS = ("budget", "tasks", "indicators")
# The parts of a page that show the cells of their group which only this form has.
PARTS_WITH_OWN = (*EMBEDS, "narrative")


def records(site: Site) -> Iterator[Page]:
    """A page for each department and year."""
    known = {facts.source.path: facts for facts in site.facts.records}
    projects = site.facts.projects_by_year()
    for department in site.corpus.departments:
        years = [source.year for source in department.records]
        for at, source in enumerate(department.records):
            before = next((known[earlier.path] for earlier in department.records[at + 1 :]), None)
            pair = pair_of(before, known[source.path]) if before else None
            yield record_page(site, known[source.path], years, pair, projects.get(source.path, []))


def record_page(
    site: Site, facts: RecordFacts, years: Sequence[int], pair: YearPair | None, projects: Sequence[ProjectFacts]
) -> Page:
    """The page of one record; `years` are those of all forms of its department, `pair` compares it with the last."""
    source = facts.source
    title = facts.title
    is_absent = {"budget": not facts.splits, "tasks": not facts.has_tasks}
    parts = [part for part in EMBEDS if not is_absent.get(part)]
    return Page(
        source.path,
        "record.html",
        title,
        facts.summary,
        "departments",
        crumbs(
            *department_crumbs(source),
            (str(source.year), None),
        ),
        (*site.tags, *article_tags(site.config, source, title)),
        lambda: {
            **form_view(site, facts, RECORD_FILES, {part: translate(f"record.{part}.title") for part in parts}, pair),
            "years": sorted(years),
            "total_name": translate("record.tiles.total"),
            "tables": [(part, f"record.{part}.title") for part in parts],
            "budget_chart": budget_chart(facts),
            "tasks_chart": tasks_chart(facts),
            "projects": projects,
            "project_of": {project.task.anchor: project for project in projects if project.task},
        },
    )


def head_cells(facts: FormFacts, keys: Sequence[str]) -> list[tuple[str, str, Any]]:
    """The cells at the head of a form that a form of its kind may have, each as id, title and value."""
    form = facts.form
    own = titles_of(type(form))
    return [(anchor((key,), form), facts.titles.title(key), getattr(form, key)) for key in keys if key in own]


def form_view(
    site: Site,
    facts: FormFacts,
    files: Sequence[str],
    parts: Mapping[str, str],
    pair: YearPair | None = None,
) -> dict[str, Any]:
    """The template context of all kinds of forms; `files` are downloads, `parts` embeddable sections by key."""
    source, form = facts.source, facts.form
    rules = shown_rules(site.config)
    lines = tuple(line for line in ledger(facts) if line.rule in rules)
    findings = site.findings[source.path]
    results = {each.source.of_targets: each for each in site.facts.results}
    picture, families = picture_of(facts), target_families(facts, pair, results)
    result = None if isinstance(facts, ResultsFacts) else results.get(source.path)
    tasks = task_lists(facts, pair) if isinstance(facts, RecordFacts) else ()
    own = own_pairs(facts)
    return {
        "facts": facts,
        "record": form,
        "share_title": share_title(facts),
        "lead": lead_of(facts, pair.before if pair else None),
        "picture": picture,
        "task_lists": tasks,
        "listing": listing_of(facts) if isinstance(facts, RecordFacts) else "unknown",
        "key_facts": key_facts(facts, lines if rules else None),
        "goal": goal_html(facts.goal),
        "title": facts.titles.title,
        "own_cells": [pair for pair in own if not is_prose(pair[1])],
        "own_texts": [pair for pair in own if is_prose(pair[1])],
        "document": document_view(site, facts),
        "ledger": lines,
        "families": families,
        "empty": empty_indicators(facts),
        "pair": pair,
        "has_earlier": pair is not None,
        "result": result,
        "result_words": results_lead(result) if result else "",
        "span": 3 + (pair is not None) + (result is not None),
        "findings": weighed(findings),
        "checks_heading": checks_heading(lines, findings),
        "history": history_of(form, source.registered),
        "cell_name": partial(printed_name, form=form, titles=facts.titles),
        "unmatched": [rule for rule in unmatched(form, findings) if rule in rules],
        "downloads": files,
        "data_file": facts.data_file,
        "bundle": zip_path(facts.set_name),
        "dataset": dataset(site.config, facts, files),
        **citing(site, facts, parts, picture, tasks, families),
    }


def own_pairs(facts: FormFacts) -> list[tuple[str, Any]]:
    """The names and values of the form's own cells that are in no table and in no other part of the page."""
    own = (cell for cell in own_cells(facts.form) if cell.path[0] not in PARTS_WITH_OWN)
    return [
        (cell.title if cell.path[0] == "other" else facts.titles.full_title(*cell.path), part_at(facts.form, cell.path))
        for cell in own
    ]


def is_prose(value: Any) -> bool:
    """Whether a value is prose: a long text or one with a full stop."""
    return is_long(value) or (isinstance(value, str) and "。" in value)


def unmatched(form: Form, findings: Sequence[Finding]) -> list[str]:
    """The rules with remarks on a form that have no finding there."""
    found = {finding.rule for finding in findings}
    return [rule for rule in remarked_rules(form) if rule not in found]


def budget_chart(facts: FormFacts, name: str = "") -> Chart | None:
    """The chart of the budget in each way the form splits it."""
    parts = "".join(split_part(split, facts.unit) for split in facts.splits)
    description = translate("charts.budget_description", parts=parts)
    name = name or translate("charts.budget_name")
    return chart(name, description, budget_figure(facts), facts.data_file, "budget")


def split_part(split: Split, unit: str) -> str:
    """One way of splitting the money in words, with its lines, or why it is not drawn."""
    if split.total is None:
        key = "denied" if split.is_none_despite_parts and not split.unseen else absence(split.total_cell)
        return translate(f"charts.split.{key}", split=split.name, total=split.total_name, cells=split.unseen)
    amounts = [(line.name, amount) for line in split.lines if (amount := money(line.value)) is not None]
    lines = [translate("charts.hover", name=name, amount=figure(amount), unit=unit) for name, amount in amounts]
    return translate("charts.split_part" if lines else "charts.split.total", split=split.name, lines="，".join(lines))


def tasks_chart(facts: RecordFacts) -> Chart | None:
    """The chart of the tasks by amount."""
    largest = facts.largest
    if largest is None or (amount := money(largest.task.amount)) is None:
        return None
    description = translate(
        "charts.tasks_description",
        count=len(drawn_tasks(facts)),
        name=largest.label,
        amount=figure(amount),
        unit=facts.unit,
    )
    return chart(translate("charts.tasks_name"), description, tasks_figure(facts), facts.data_file, "tasks")


def forms(site: Site) -> Iterator[Page]:
    """A page for each form in the layout of the official form."""
    for facts in site.facts.forms:
        yield form_page(site, facts)


def form_crumbs(facts: FormFacts) -> Crumbs:
    """The breadcrumbs from the city to the page of a form."""
    source = facts.source
    if isinstance(facts, ResultsFacts):
        above = form_crumbs(facts.answered) if facts.answered else department_crumbs(source)
        return (*above, (translate("results.crumb"), source.path))
    has_year = not isinstance(facts, ProjectFacts) or facts.record
    of_year = [(str(source.year), source.of_year)] if has_year else []
    of_project = [(facts.name, source.path)] if isinstance(facts, ProjectFacts) else []
    return (*department_crumbs(source), *of_year, *of_project)


def form_page(site: Site, facts: FormFacts) -> Page:
    """The page of one form in the layout of the official form."""
    source, form = facts.source, form_of(facts.source)
    names = {"name": facts.name, "year": source.year}
    title = translate("forms.title_results" if isinstance(facts, ResultsFacts) else "forms.title", **names)
    kind = "official" if form.is_official else "table"
    return Page(
        layout_address(source.path),
        "form.html",
        title,
        translate(f"forms.description.{kind}", title=facts.form.title, **names),
        "departments",
        crumbs(
            *form_crumbs(facts),
            (translate(f"forms.crumb.{kind}"), None),
        ),
        (*site.tags, *article_tags(site.config, source, title)),
        lambda: {
            "grid": form.grid,
            "lead": form.lead,
            "version": citation_of(facts, site.config).short_marks,
            "file": f"{source.path.strip('/').replace('/', '-')}-form.xlsx",
        },
    )
