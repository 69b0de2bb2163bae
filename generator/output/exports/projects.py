"""Each project as one JSON file beside its page, and its row in the table of projects."""

from collections.abc import Iterator
from typing import Any

from generator.analysis.facts import ProjectFacts
from generator.forms.figures import text_or_absence
from generator.output.exports.outputs import Export, compact_json_bytes, day_or_unknown
from generator.output.exports.records import DERIVED, cells_for_tables

JSON = "project.json"
# The files that stand beside a project's page.
DOWNLOADS = (JSON,)


def tree(facts: ProjectFacts) -> dict[str, Any]:
    """A project as the tree of its file, with what its path says before it and what was worked out after it."""
    source = facts.source
    return {
        "path": source.path,
        "jurisdiction": {"name": source.city.name, "code": source.city.code},
        "department": source.department.name,
        "year": source.year,
        "fingerprint": facts.fingerprint,
        "project": source.record.model_dump(mode="json", exclude_none=True),
        DERIVED: cells_for_tables(facts),
    }


def project_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """The JSON file of each project, beside its page."""
    for facts in export.facts.projects:
        yield facts.source.path + JSON, compact_json_bytes(tree(facts))


def overview_row(facts: ProjectFacts) -> list[str]:
    """One line for a project: who, what, how much, how many."""
    project = facts.form
    budget, disclosure = project.budget, project.disclosure
    said = (project.nature, project.category, project.supervisor, project.implementer, project.starts, project.ends)
    return [
        *map(text_or_absence, said),
        text_or_absence(budget.annual.total),
        text_or_absence(budget.whole.total if budget.whole else None),
        project.unit,
        str(facts.indicator_count),
        *(day_or_unknown(day) for day in (disclosure.approved_on, disclosure.published_on)),
    ]
