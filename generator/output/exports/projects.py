"""Each project as one JSON file beside its page, and its row in the table of projects."""

from collections.abc import Iterator
from typing import Any

from generator.analysis.facts import ProjectFacts
from generator.forms.figures import text_or_absence
from generator.output.exports.outputs import Export, compact_json_bytes, day_or_unknown
from generator.output.exports.records import DERIVED, cells_for_tables, identity_tree

JSON = "project.json"
# The files beside a project's page.
DOWNLOADS = (JSON,)


def project_tree(facts: ProjectFacts) -> dict[str, Any]:
    """Return a project as JSON: the fields of its path, the tree of its file, and the computed values."""
    return {
        **identity_tree(facts),
        "project": facts.form.model_dump(mode="json", exclude_none=True),
        DERIVED: cells_for_tables(facts),
    }


def project_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """Yield the JSON file of each project."""
    for facts in export.facts.projects:
        yield facts.source.path + JSON, compact_json_bytes(project_tree(facts))


def overview_row(facts: ProjectFacts) -> list[str]:
    """Return the row of a project in the table of projects."""
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
