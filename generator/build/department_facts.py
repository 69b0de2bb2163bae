"""Load a department and derive its facts, which is all that a check needs of a build."""

from dataclasses import replace

from generator.analysis.site_facts import Facts, department_facts
from generator.content.corpus import DepartmentForms
from generator.content.department_reader import LoadResult, SourceFolder

NO_FACTS = Facts((), ())


def load_department(folder: SourceFolder, keep_nodes: bool = False) -> tuple[LoadResult, Facts]:
    """Load and guard one department and derive the facts of its forms; no facts where it cannot be read.

    With `keep_nodes` the facts still know the place of each cell in its file; they are then too large for other
    processes.
    """
    loaded = folder.read()
    if loaded.department is None:
        return loaded, NO_FACTS
    without_nodes = loaded.department.without_nodes
    department = loaded.department if keep_nodes else without_nodes
    return replace(loaded, department=without_nodes), facts_of(department)


def facts_of(department: DepartmentForms | None) -> Facts:
    """The facts of the forms of a department; none where there is no department."""
    return department_facts(department.records, department.projects) if department else NO_FACTS
