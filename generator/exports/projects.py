"""Projects as tables and trees: one set beside each project's page."""

from collections.abc import Iterator
from typing import Any

from generator.exports.outputs import Export, csv_bytes, json_bytes
from generator.exports.records import TABLES, cell, cell_of_day, heads, whole_record
from generator.facts import ProjectFacts

OWN_TABLES = tuple(table for table in TABLES if table[0] != "tasks")
DOWNLOADS = (*(f"{name}.csv" for name, _, _ in OWN_TABLES), "project.csv", "project.json")


def identity(facts: ProjectFacts) -> list[str]:
    """The columns that say which project a row belongs to."""
    source = facts.source
    return [source.city.name, source.department.name, str(source.year), source.record.name]


def tree(facts: ProjectFacts) -> dict[str, Any]:
    """A project as the tree of its file, with what its path says before it."""
    source = facts.source
    return {
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "fingerprint": facts.fingerprint,
        "project": source.record.model_dump(mode="json", exclude_none=True),
    }


def project_json(facts: ProjectFacts) -> bytes:
    """A project as its file of JSON."""
    return json_bytes(tree(facts))


def project_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The downloads of each project, beside its page."""
    for facts in export.facts.projects:
        path = facts.source.path
        for name, columns, rows in OWN_TABLES:
            yield f"{path}{name}.csv", csv_bytes(heads(*columns), rows(facts))
        yield f"{path}project.csv", whole_record(facts)
        yield f"{path}project.json", project_json(facts)


def overview_row(facts: ProjectFacts) -> list[str]:
    """One line for a project: who, what, how much, how many."""
    project = facts.source.record
    budget, disclosure = project.budget, project.disclosure
    said = (project.nature, project.category, project.supervisor, project.implementer, project.starts, project.ends)
    return [
        *map(cell, said),
        cell(budget.annual.total),
        cell(budget.whole.total if budget.whole else None),
        project.unit,
        str(facts.indicator_count),
        *(cell_of_day(day) for day in (disclosure.approved_on, disclosure.published_on)),
    ]
