"""What remains of a department where held files are left out of the site, and the addresses that go with them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from generator.content.corpus import DepartmentForms

ABOUT = "department.yml"
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def without_faulty(
    folder: Path, way: str, bureau: DepartmentForms | None, faulty: Collection[str]
) -> tuple[DepartmentForms | None, tuple[str, ...]]:
    """A department without the forms in faulty files, and the addresses of all forms in its folder that are not in it.

    `way` is the folder as messages name it, `faulty` are the files by their names there. A form of a project goes with
    the one of its department and year, unless somebody decided that it may be public: what that withholds is unknown.
    Without `department.yml` nothing remains.
    """
    if bureau is None or f"{way}/{ABOUT}" in faulty:
        place = f"{folder.parent.name}/{folder.name}/"
        return None, (place, *addresses(folder))
    years = {int(path.stem) for path in folder.glob("*.yml") if f"{way}/{path.name}" in faulty and is_year(path.stem)}
    records = tuple(record for record in bureau.records if record.file not in faulty)
    projects = tuple(
        project
        for project in bureau.projects
        if project.file not in faulty and (project.year not in years or project.record.cleared)
    )
    rest = replace(bureau, records=records, projects=projects)
    there = {*(record.path for record in records), *(project.path for project in projects)}
    return rest, tuple(address for address in addresses(folder) if address not in there)


def addresses(folder: Path) -> Iterator[str]:
    """The addresses that the forms in the folder of a department have, whether they can be read or not."""
    place = f"{folder.parent.name}/{folder.name}/"
    for path in sorted(folder.glob("*.yml")):
        if is_year(path.stem):
            yield f"{place}{path.stem}/"
    for path in sorted(folder.glob("*/*.yml")):
        if is_year(path.parent.name):
            yield f"{place}{path.parent.name}/{path.stem}/"


def is_year(name: str) -> bool:
    """Whether a name is that of a year."""
    return YEAR.fullmatch(name) is not None
