"""Each form as one JSON file in the folder of its page: the tree of its file, and separately the derived values.

A figure of the form is its text, a computed one a number, or null. A cell that is not on the form is left out; a blank
one is "".
"""

from collections.abc import Iterable

from generator.analysis import readings
from generator.analysis.comparison import total_for_finding
from generator.analysis.comparison_lines import ComparisonLine, Statement, comparison_lines
from generator.analysis.facts import FormFacts, RecordFacts, by_department
from generator.forms.cells import hidden_cells
from generator.forms.figures import figure
from generator.output.exports.form import PATH as FORM
from generator.output.exports.outputs import API, Export, Files, Tree, compact_json_bytes
from generator.output.exports.record_rows import total_status
from generator.output.exports.rows import budget_rows

DERIVED = "derived"
RECORD_JSON = "record.json"
PROJECT_JSON = "project.json"
# The files beside the page of a department's form, and of a project's.
RECORD_FILES = (RECORD_JSON, FORM)
PROJECT_FILES = (PROJECT_JSON,)


def record_files(export: Export) -> Files:
    """Yield the JSON file of each department's form, with the data for comparisons."""
    of_departments = by_department(export.facts.records)
    for facts in export.facts.records:
        others = [other for other in of_departments[facts.source.of_department] if other is not facts]
        answer = record_tree(facts) | {"comparison": comparison(facts, others, export)}
        yield facts.source.path + RECORD_JSON, compact_json_bytes(answer)


def project_files(export: Export) -> Files:
    """Yield the JSON file of each project."""
    for facts in export.facts.projects:
        tree = form_tree(facts, "project", cells_for_tables(facts))
        yield facts.source.path + PROJECT_JSON, compact_json_bytes(tree)


def record_tree(facts: RecordFacts) -> Tree:
    """Return a department's form as JSON."""
    return {"api": API, **form_tree(facts, "record", derived(facts))}


def form_tree(facts: FormFacts, kind: str, computed: Tree) -> Tree:
    """Return a form as JSON: which text of which form, the tree of its file under its kind, the computed values."""
    source = facts.source
    return {
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "fingerprint": facts.fingerprint,
        kind: facts.form.model_dump(mode="json", exclude_none=True),
        DERIVED: computed,
    }


def derived(facts: RecordFacts) -> Tree:
    """Return the computed values of a form; figures are numbers, unknown ones are null."""
    amounts = ("total", "total_wan", "listed", "unlisted", "unlisted_share", "measurable_share")
    counts = ("task_count", "indicator_count", "measurable_count", "unread_count", "withheld_count")
    return {
        "summary": facts.summary,
        **{key: getattr(facts, key) for key in amounts},
        "total_status": total_status(facts),
        **{key: getattr(facts, key) for key in counts},
        **cells_for_tables(facts),
    }


def cells_for_tables(facts: FormFacts) -> Tree:
    """Return the values of a form's tables that are not texts of its cells.

    That is the lines of its money, the readings of its targets, and the paths of its withheld cells.
    """
    return {
        "budget_lines": [[split, name, amount] for split, name, amount, _ in budget_rows(facts)],
        "targets": [
            {"number": row.number, **dict(zip(readings.COLUMNS, readings.cells(row.reading), strict=True))}
            for row in facts.rows
        ],
        "withheld_cells": [cell.path for cell in hidden_cells(facts.form)],
    }


def comparison(facts: RecordFacts, others: Iterable[RecordFacts], export: Export) -> Tree:
    """Return the data of a form for the comparison page: its lines, and the forms of other years."""
    total = total_for_finding(facts)
    return {
        "others": [
            {"path": other.source.path, "department": other.form.department, "year": other.source.year}
            for other in others
        ],
        **({} if total is None else {"total": figure(total)}),
        "lines": [line_tree(line) for line in comparison_lines(facts, export.findings[facts.source.path])],
    }


def line_tree(line: ComparisonLine) -> Tree:
    """Return a line without its empty fields; its figure is text, so that nothing rounds it."""
    return {
        "group": line.group,
        "key": line.key,
        "name": line.name,
        **({} if line.value is None else {"value": figure(line.value)}),
        **{key: value for key in ("measure", "unit", "care") if (value := getattr(line, key))},
        "quotes": [statement_list(quote) for quote in line.quotes],
        **({"absent": True} if line.is_absent else {}),
    }


def statement_list(quote: Statement) -> list[str]:
    """Return the text, the anchor, the name and the note of a statement, without empty ones at the end."""
    parts = [quote.text, quote.anchor, quote.name, quote.note]
    while not parts[-1]:
        parts.pop()
    return parts
