"""Removes the forms in files that are held or have mistakes from a department that was read."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from generator.content.corpus import DepartmentForms
from generator.content.file_names import DEPARTMENT_FILE, YEAR


def without_faulty(
    folder: Path, shown: str, department: DepartmentForms | None, faulty: Collection[str]
) -> tuple[DepartmentForms | None, tuple[str, ...]]:
    """The department without the forms in faulty files, and the addresses of all forms in its folder that it lacks.

    `shown` is the folder as messages name it, `faulty` are the files by their names there. A form of a project goes
    with the one of its department and year, unless it was cleared: what that withholds is
    unknown. Without a usable `department.yml` nothing remains.
    """
    if department is None or f"{shown}/{DEPARTMENT_FILE}" in faulty:
        return None, (f"{folder.parent.name}/{folder.name}/", *addresses(folder))
    years = {int(path.stem) for path in year_files(folder) if f"{shown}/{path.name}" in faulty}
    records = tuple(record for record in department.records if record.file not in faulty)
    projects = tuple(
        project
        for project in department.projects
        if project.file not in faulty and (project.year not in years or project.record.cleared)
    )
    rest = replace(department, records=records, projects=projects)
    remaining = {record.path for record in records} | {project.path for project in projects}
    return rest, tuple(address for address in addresses(folder) if address not in remaining)


def addresses(folder: Path) -> Iterator[str]:
    """The addresses that the forms in the folder of a department have, whether they can be read or not."""
    place = f"{folder.parent.name}/{folder.name}/"
    for path in year_files(folder):
        yield f"{place}{path.stem}/"
    for path in sorted(folder.glob("*/*.yml")):
        if YEAR.fullmatch(path.parent.name):
            yield f"{place}{path.parent.name}/{path.stem}/"


def year_files(folder: Path) -> list[Path]:
    """The files of a department that are named by a year, sorted by name."""
    return [path for path in sorted(folder.glob("*.yml")) if YEAR.fullmatch(path.stem)]
