"""Load a department and derive its facts, which is all that a check needs of a build."""

from generator.analysis.site_facts import Facts, department_facts
from generator.content.department_reader import LoadResult, SourceFolder

NO_FACTS = Facts((), ())


def load_department(folder: SourceFolder) -> tuple[LoadResult, Facts]:
    """Load and guard one department and derive the facts of its forms; no facts where it cannot be read."""
    loaded = folder.read()
    department = loaded.department
    if department is None:
        return loaded, NO_FACTS
    return loaded, department_facts(department.records, department.projects, department.results)
