"""Import workbooks of content and lists of many forms: all of their files are written, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from generator.bulk.drafts import FileDraft, Origins
from generator.bulk.file_keys import FileKey
from generator.bulk.finished import FinishedFile, finished
from generator.bulk.own_tables import OwnTables, is_own
from generator.bulk.row_tables import RowTable
from generator.cli.scaffold import drawings_of, files_of_draft
from generator.content.config import no_project, refuse_newer_format
from generator.content.documents import document_file
from generator.content.file_names import CITY_FILE, DEPARTMENT_FILE
from generator.forms.drawings.collection import chosen_drawing
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.vocabulary import SHAPES
from generator.importing.row_tables import read_row_tables
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.system import filesystem
from generator.text.yaml import MappingNode, SequenceNode, read_file
from generator.words import translate

# The name of some file in the folder of a department.
YEAR_LESS = "form.yml"


@dataclass(slots=True)
class ProjectFiles:
    """The files of a project around those of an import: drawings, codes of cities, documents."""

    root: Path
    drafts: dict[FileKey, FileDraft]
    drawings: dict[str, tuple[str, tuple[FormDrawing, ...]]] = field(default_factory=dict)

    def drawing_of(self, draft: FileDraft) -> FormDrawing | None:
        """Return the drawing of the form in a file; None where there is none."""
        key = draft.key
        kind = next((kind for kind, shape in SHAPES.items() if shape is key.shape), None)
        if kind is None:
            return None
        code, own = self.city(key.city)
        name = draft.root.get("form", "")
        return chosen_drawing(str(name).strip(), code, kind, int(key.year), own)

    def city(self, name: str) -> tuple[str, tuple[FormDrawing, ...]]:
        """Return the code of a city and its own drawings; the code of an imported city is that of the import."""
        if name not in self.drawings:
            self.drawings[name] = drawings_of(self.root, name)
            about = self.drafts.get(FileKey(name, "", "", "", "jurisdiction"))
            if about and isinstance(about.root.get("code"), str):
                self.drawings[name] = str(about.root["code"]), self.drawings[name][1]
        return self.drawings[name]

    def document_of(self, draft: FileDraft, name: str) -> MappingNode | None:
        """Return the nodes of the document of a name that a form is in; None where there is none."""
        key = draft.key
        imported = self.drafts.get(FileKey(key.city, key.department, key.year, name, "document"))
        file = document_file(self.root / key.path, name)
        return imported.root if imported else read_file(file, file.name).root if file.is_file() else None


def import_bulk(root: Path, files: Sequence[Path], to: str, *, replace: bool) -> list[str]:
    """Write the files of content in some workbooks or lists, all of them or none; returns the lines of the report.

    Raises HeldError and ContentError with everything that is wrong, each at its cell.
    """
    refuse_newer_format(root)
    if problems := no_project(root):
        raise UsageError(problems)
    tables = [table for file in files for table in read_row_tables(file)]
    origins = Origins()
    own = OwnTables(origins)
    own.read([table for table in tables if is_own(table)])
    around = ProjectFiles(root, own.drafts)
    done = [finished(draft, origins, around) for draft in own.drafts.values()]
    problems = [*unseen(tables), *own.problems, *(problem for file in done for problem in file.problems)]
    if held := [hold for file in done for hold in file.held]:
        raise HeldError([*held, *problems])
    written, same, differing = compared(root, done, origins)
    problems += [] if replace else differing
    if problems:
        raise ContentError(problems)
    filesystem.replace_files(
        root, {path: text.encode("utf-8") for path, text in with_neighbours(root, written).items()}
    )
    counts = {"files": len(done), "written": len(written), "same": len(same)}
    lines = [translate("bulk.written", path=path) for path in written]
    return [*lines, *(translate("bulk.same", path=path) for path in same), translate("bulk.counts", **counts)]


def unseen(tables: Sequence[RowTable]) -> list[Problem]:
    """Return E857 for each part of the lists that is not seen, or has no result."""
    parts = ((table, place) for table in tables for place, _ in table.omissions)
    return [
        Problem(Place.whole(translate("bulk.place.cell", file=table.file, at=place)), "E857") for table, place in parts
    ]


def compared(
    root: Path, files: Sequence[FinishedFile], origins: Origins
) -> tuple[dict[str, str], list[str], list[Problem]]:
    """Return the files that are new or differ from those of the project, those that are the same, and E856."""
    written: dict[str, str] = {}
    same: list[str] = []
    differing: list[Problem] = []
    for file in files:
        path = root / file.draft.key.path
        if not path.exists():
            written[file.draft.key.path] = file.text
        elif plain(read_file(path, path.name).root) == plain(file.draft.root):
            same.append(file.draft.key.path)
        else:
            written[file.draft.key.path] = file.text
            differing.append(origins.problem(file.draft.origin, "E856", file.draft.key.path))
    return written, same, differing


def with_neighbours(root: Path, files: dict[str, str]) -> dict[str, str]:
    """Return files with drafts of the cities and departments that they are of and that do not exist."""
    found = dict(files)
    departments = {PurePosixPath(*parts[:3]) for path in files if len(parts := PurePosixPath(path).parts) > 3}
    for department in sorted(departments):
        about = (department.parent / CITY_FILE, department / DEPARTMENT_FILE)
        missing = [path for path in about if path.as_posix() not in files and not (root / path).exists()]
        drafts = files_of_draft(department / YEAR_LESS, "", None) if missing else {}
        found.update({path.as_posix(): drafts[path] for path in missing})
    return found


def plain(node: Any) -> Any:
    """Return the content of nodes without line ends of block texts and without empty lists."""
    if isinstance(node, MappingNode):
        return {str(key): plain(inside) for key, inside in node.items()}
    if isinstance(node, SequenceNode):
        return [plain(inside) for inside in node] or ""
    return str(node).rstrip("\n")
