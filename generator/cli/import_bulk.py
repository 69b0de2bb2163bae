"""Import workbooks of content and lists of many forms: all of their files are written, or none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from generator.bulk.drafts import FileDraft, Origins
from generator.bulk.finished import FinishedFile, doubts_of, finished
from generator.bulk.list_resolution import Defaults, is_year
from generator.bulk.list_tables import ListReader
from generator.bulk.own_tables import OwnTables, is_own
from generator.bulk.row_tables import RowTable
from generator.cli.bulk_project import ProjectFiles
from generator.cli.bulk_replacing import Replacement, replacement
from generator.cli.review import reviewed_file
from generator.cli.scaffold import files_of_draft
from generator.content.config import no_project, refuse_newer_format
from generator.content.file_names import CITY_FILE, DEPARTMENT_FILE, FOLDER
from generator.importing.row_tables import read_row_tables
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.system import filesystem
from generator.text.yaml_writer import yaml_entry
from generator.words import translate

# The path of some form; the drafts of cities and departments are the same for all.
SOME_FORM = PurePosixPath(FOLDER, "city", "department", "form.yml")


def import_bulk(
    root: Path, files: Sequence[Path], to: str, *, replace: bool, overwrite: Sequence[str] = ()
) -> list[str]:
    """Write the files of content in some workbooks or lists, all of them or none; returns the lines of the report.

    `replace` is whether existing files may be replaced; `overwrite` names those that may although they changed since
    the export.

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
    names = [reviewed_file(root, form).as_posix() if form.count("/") > 1 else form for form in overwrite]
    replaced = [each for file in done if (each := replacement(root, file, origins, around))]
    if not problems:
        problems = [problem for each in replaced for problem in each.problems(origins, names, is_asked=replace)]
    if problems:
        raise ContentError(problems)
    written, same = compared(root, done, replaced)
    all_written = with_neighbours(root, written, around)
    filesystem.replace_files(root, {path: text.encode("utf-8") for path, text in all_written.items()})
    lines = {each.path: [*each.report()] for each in replaced}
    told = {file.draft.key.path: [*doubt_lines(file.draft)] for file in done if file.draft.key.path in written}
    return [*report(all_written, lines, told, same, tables, lists), counts(done, written, same)]


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
    root: Path, files: Sequence[FinishedFile], replaced: Sequence[Replacement]
) -> tuple[dict[str, str], list[str]]:
    """Return the files that are new or take the place of others, and the names of those that are the same."""
    texts = {each.path: each.file.text for each in replaced}
    others = {file.draft.key.path: file.text for file in files if file.draft.key.path not in texts}
    same = [name for name in others if (root / name).exists()]
    for name in same:
        del others[name]
    return others | texts, same


def doubt_lines(draft: FileDraft) -> Iterator[str]:
    """Yield a line of the report for each doubt of a file, open ones first, then settled ones."""
    for is_settled in (False, True):
        key = "settled" if is_settled else "open"
        for sentences in doubts_of(draft, is_settled=is_settled).values():
            yield from (translate(f"bulk.doubt.{key}", doubt=sentence) for sentence in sentences)


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


def report(
    written: Iterable[str],
    replaced: Mapping[str, list[str]],
    told: Mapping[str, list[str]],
    same: Sequence[str],
    tables: Sequence[RowTable],
    lists: Sequence[ListReader],
) -> list[str]:
    """Return the lines of the report: written files with their remarks, unchanged files, and skipped input."""
    remarks = [(table.file, sheet, translate("bulk.hidden_sheet")) for table in tables for sheet in table.hidden_sheets]
    remarks += ((each.table.file, place, what) for each in lists for place, what in each.remarks)
    return [
        *(
            line
            for path in written
            for line in (*(replaced.get(path) or [translate("bulk.written", path=path)]), *told.get(path, ()))
        ),
        *(translate("bulk.same", path=path) for path in same),
        *(translate("bulk.remark", file=file, place=place, what=what) for file, place, what in remarks),
    ]


def counts(done: Sequence[FinishedFile], written: dict[str, str], same: Sequence[str]) -> str:
    """Return the last line of the report: how many files there were, and how many are written."""
    return translate("bulk.counts", files=len(done), written=len(written), same=len(same))
