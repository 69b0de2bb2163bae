"""Import workbooks of content and lists of many forms: all of their files are written, or none."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from generator.bulk.drafts import Origins
from generator.bulk.finished import FinishedFile, finished
from generator.bulk.list_resolution import Defaults, is_year
from generator.bulk.list_tables import ListReader
from generator.bulk.own_tables import OwnTables, is_own
from generator.bulk.row_tables import RowTable
from generator.cli.bulk_project import ProjectFiles
from generator.cli.scaffold import files_of_draft
from generator.content.config import no_project, refuse_newer_format
from generator.content.file_names import CITY_FILE, DEPARTMENT_FILE, FOLDER
from generator.importing.row_tables import read_row_tables
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.system import filesystem
from generator.text.yaml import MappingNode, SequenceNode, read_file
from generator.text.yaml_writer import yaml_entry
from generator.words import translate

# The path of some form; the drafts of cities and departments are the same for all.
SOME_FORM = PurePosixPath(FOLDER, "city", "department", "form.yml")


def import_bulk(root: Path, files: Sequence[Path], to: str, *, replace: bool) -> list[str]:
    """Write the files of content in some workbooks or lists, all of them or none; returns the lines of the report.

    Raises HeldError and ContentError with everything that is wrong, each at its cell.
    """
    refuse_newer_format(root)
    if problems := no_project(root):
        raise UsageError(problems)
    usual = defaults_of(to)
    tables = [table for file in files for table in read_row_tables(file)]
    origins = Origins()
    own = OwnTables(origins)
    own.read([table for table in tables if is_own(table)])
    around = ProjectFiles(root, own.drafts)
    lists = [ListReader(table, origins, around, usual) for table in tables if not is_own(table)]
    drafts = [*own.drafts.values(), *(draft for each in lists for draft in each.drafts())]
    done = [finished(draft, origins, around) for draft in drafts]
    problems = [*unseen(tables), *own.problems, *(problem for each in lists for problem in each.problems)]
    problems += [problem for file in done for problem in file.problems]
    if held := [hold for file in done for hold in file.held]:
        raise HeldError([*held, *problems])
    written, same, differing = compared(root, done, origins)
    if problems := [*problems, *([] if replace else differing)]:
        raise ContentError(problems)
    all_written = with_neighbours(root, written, around)
    filesystem.replace_files(root, {path: text.encode("utf-8") for path, text in all_written.items()})
    return [*report(all_written, same, lists), counts(done, written, same)]


def defaults_of(to: str) -> Defaults:
    """Return the city, the department and the year that an argument names: CITY, CITY/YEAR, CITY/DEPARTMENT/YEAR."""
    parts = [part for part in to.strip("/").split("/") if part]
    years = [part for part in parts if is_year(part)]
    folders = [part for part in parts if part not in years]
    if len(years) > 1 or len(folders) > 2:
        raise UsageError([Problem(Place.whole("--to"), "E842", to)])
    city, department = (*folders, "", "")[:2]
    return Defaults(city, department, (*years, "")[0])


def unseen(tables: Sequence[RowTable]) -> list[Problem]:
    """Return E857 for each hidden part of the lists, and for each formula without a result."""
    parts = ((table.file, place) for table in tables for place, _ in table.omissions)
    return [Problem(Place.whole(translate("bulk.place.cell", file=file, at=place)), "E857") for file, place in parts]


def compared(
    root: Path, files: Sequence[FinishedFile], origins: Origins
) -> tuple[dict[str, str], list[str], list[Problem]]:
    """Return the files that are new or differ from those of the project, those that are the same, and E856."""
    written: dict[str, str] = {}
    same: list[str] = []
    differing: list[Problem] = []
    for file in files:
        name = file.draft.key.path
        path = root / name
        if path.exists() and plain(read_file(path, path.name).root) == plain(file.draft.root):
            same.append(name)
            continue
        written[name] = file.text
        if path.exists():
            differing.append(origins.problem(file.draft.origin, "E856", name))
    return written, same, differing


def with_neighbours(root: Path, files: dict[str, str], around: ProjectFiles) -> dict[str, str]:
    """Return files with drafts of their cities and departments where these do not exist."""
    found = dict(files)
    departments = {PurePosixPath(*parts[:3]) for path in files if len(parts := PurePosixPath(path).parts) > 3}
    drafts = {path.name: text for path, text in files_of_draft(SOME_FORM, "", None).items()} if departments else {}
    for department in sorted(departments):
        _, city, folder = department.parts
        name = yaml_entry("name", around.new_names.get((city, folder), ""), "")
        of_department = drafts[DEPARTMENT_FILE].replace("\nname:\n", f"\n{name}\n", 1)
        about = {department.parent / CITY_FILE: drafts[CITY_FILE], department / DEPARTMENT_FILE: of_department}
        for path, text in about.items():
            if not (root / path).exists():
                found.setdefault(path.as_posix(), text)
    return found


def report(written: Sequence[str] | dict[str, str], same: Sequence[str], lists: Sequence[ListReader]) -> list[str]:
    """Return the lines of the report: files written and files left alone, and what of lists was not read."""
    remarks = ((each.table.file, place, what) for each in lists for place, what in each.remarks)
    return [
        *(translate("bulk.written", path=path) for path in written),
        *(translate("bulk.same", path=path) for path in same),
        *(translate("bulk.remark", file=file, place=place, what=what) for file, place, what in remarks),
    ]


def counts(done: Sequence[FinishedFile], written: dict[str, str], same: Sequence[str]) -> str:
    """Return the last line of the report: how many files there were, and how many are written."""
    return translate("bulk.counts", files=len(done), written=len(written), same=len(same))


def plain(node: Any) -> Any:
    """Return the content of nodes without line ends of block texts and without empty lists."""
    if isinstance(node, MappingNode):
        return {str(key): plain(inside) for key, inside in node.items()}
    if isinstance(node, SequenceNode):
        return [plain(inside) for inside in node] or ""
    return str(node).rstrip("\n")
