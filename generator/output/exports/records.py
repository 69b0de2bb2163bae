"""Each form as one compact JSON file in the folder of its page, for programs, comparison, search and CSV buttons.

It has the tree of the form's file with its tables as columns and rows, and separately the derived values. A figure of
the form is its text, a computed one a number, or null. A cell that is not on the form is left out or null; a blank one
is "". templates/assets/form_json.js reads what is packed here.
"""

from collections.abc import Collection, Iterator
from itertools import groupby

from generator.analysis import readings
from generator.analysis.facts import FormFacts, RecordFacts, by_department, grouped, project_of
from generator.analysis.rules import shown_rules
from generator.content.addresses import PROJECT_JSON, RECORD_JSON, RESULTS_JSON
from generator.forms.cells import hidden_cells
from generator.forms.fields import AS_TEXT
from generator.output.exports.comparison import comparison, comparison_words
from generator.output.exports.form import PATH as FORM
from generator.output.exports.outputs import (
    API,
    COMPARISON_WORDS,
    Export,
    Files,
    Tree,
    compact_json_bytes,
    without_end,
)
from generator.output.exports.record_rows import total_status
from generator.output.exports.result_rows import result_rows
from generator.output.exports.rows import anchored_budget_rows
from generator.output.search_documents import form_document
from generator.output.search_forms import search_tree

DERIVED = "derived"
# The files of the page of a department's form, and of a project's.
RECORD_FILES = (RECORD_JSON, FORM)
PROJECT_FILES = (PROJECT_JSON, FORM)
RESULTS_FILES = (RESULTS_JSON, FORM)
# The columns of a reading that many rows share, and those of one row.
SHARED_READING = ("kind", "sign", "measurable", "rule")
# The remarks of a form on findings.
REMARKS = ("as_published", "replies")
OWN_READING = ("low", "high", "read_unit", "period_start", "deadline")


def record_files(export: Export) -> Files:
    """Yield the JSON file of each department's form, with the data for comparisons."""
    of_departments, rules = by_department(export.facts.records), shown_rules(export.config)
    for facts in export.facts.records:
        others = [other for other in of_departments[facts.source.of_department] if other is not facts]
        answer = record_tree(facts, rules) | {"comparison": comparison(facts, others, export)}
        yield facts.source.path + RECORD_JSON, compact_json_bytes(answer)


def comparison_files(export: Export) -> Files:
    """Yield the words of the comparison that the JSON files of forms share."""
    yield COMPARISON_WORDS, compact_json_bytes(comparison_words(shown_rules(export.config)))


def project_files(export: Export) -> Files:
    """Yield the JSON file of each project, with the data for comparisons."""
    years, rules = grouped(export.facts.projects, project_of), shown_rules(export.config)
    for facts in export.facts.projects:
        others = [other for other in years[project_of(facts)] if other is not facts]
        tree = form_tree(facts, "project", cells_for_tables(facts), rules) | {
            "comparison": comparison(facts, others, export)
        }
        yield facts.source.path + PROJECT_JSON, compact_json_bytes(tree)


def results_files(export: Export) -> Files:
    """Yield the JSON file of each self-evaluation, with the data for comparisons."""
    years, rules = grouped(export.facts.results, project_of), shown_rules(export.config)
    for facts in export.facts.results:
        others = [other for other in years[project_of(facts)] if other is not facts]
        computed = cells_for_tables(facts) | {"results": list(result_rows(facts))}
        tree = form_tree(facts, "results", computed, rules) | {"comparison": comparison(facts, others, export)}
        yield facts.source.path + RESULTS_JSON, compact_json_bytes(tree)


def record_tree(facts: RecordFacts, rules: Collection[str]) -> Tree:
    """Return a department's form as JSON."""
    return {"api": API, **form_tree(facts, "record", derived(facts), rules)}


def form_tree(facts: FormFacts, kind: str, computed: Tree, rules: Collection[str]) -> Tree:
    """Return a form as JSON: which text of which form, the tree of its file under its kind, the computed values.

    `search` has what the search page needs beside these. Of remarks on findings there are those on some rules.
    """
    source, tree = facts.source, facts.form.model_dump(mode="json", exclude_none=True, context=AS_TEXT)
    for key in REMARKS:
        remarks = [remark for remark in tree.pop(key, ()) if remark["rule"] in rules]
        tree |= {key: remarks} if remarks else {}
    return {
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "fingerprint": facts.fingerprint,
        kind: with_packed_tables(tree),
        DERIVED: computed,
        "search": search_tree(form_document(facts), tree, computed["budget_lines"]),
    }


def with_packed_tables(form: Tree) -> Tree:
    """Return the tree of a form with its tables as columns and rows."""
    tasks = {key: packed_table(rows) if isinstance(rows, list) else rows for key, rows in form.get("tasks", {}).items()}
    return {**form, **({"tasks": tasks} if tasks else {}), "indicators": packed_table(form["indicators"])}


def packed_table(rows: list[Tree]) -> Tree:
    """Return rows as {columns, rows}; null for a cell that a row lacks, nothing for those at its end."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return {"columns": columns, "rows": [without_end([row.get(key) for key in columns]) for row in rows]}


def derived(facts: RecordFacts) -> Tree:
    """Return the computed values of a form; figures are numbers, unknown ones are null."""
    amounts = ("total", "total_wan", "listed", "unlisted", "unlisted_share", "measurable_share")
    counts = ("task_count", "indicator_count", "measurable_count", "unread_count", "withheld_count")
    return {
        "summary": facts.summary,
        **{key: getattr(facts, key) for key in amounts},
        "total_status": total_status(facts),
        **{key: getattr(facts, key) for key in counts},
        **({} if facts.has_tasks else {"task_count": None}),
        **cells_for_tables(facts),
    }


def cells_for_tables(facts: FormFacts) -> Tree:
    """Return the values of a form's tables that are not texts of its cells.

    That is the lines of its money with their ids on the page, the readings of its targets, and the paths of its
    withheld cells.
    """
    return {
        "budget_lines": [[split, name, amount, anchor] for split, name, amount, anchor in anchored_budget_rows(facts)],
        "targets": list(packed_readings(facts)),
        "withheld_cells": [cell.path for cell in hidden_cells(facts.form)],
    }


def packed_readings(facts: FormFacts) -> Iterator[Tree]:
    """Yield the readings of targets, those of one kind, sign and rule together; `rows` have the number of each row."""
    read = [(row.number, dict(zip(readings.COLUMNS, readings.cells(row.reading), strict=True))) for row in facts.rows]

    def shared(one: tuple[int, Tree]) -> list[str]:
        return [one[1][key] for key in SHARED_READING]

    for values, some in groupby(sorted(read, key=shared), shared):
        rows = [
            without_end([number, *(None if cells[key] == "" else cells[key] for key in OWN_READING)])
            for number, cells in some
        ]
        yield {**dict(zip(SHARED_READING, values, strict=True)), "rows": rows}
