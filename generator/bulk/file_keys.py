"""The files of content that a workbook has: cities, departments, forms, and documents with several forms."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.content.file_names import (
    CITY_FILE,
    DEPARTMENT_FILE,
    DOCUMENT_ENDING,
    FOLDER,
    RESULTS_ENDING,
    SLUG,
    YEAR,
)
from generator.forms.fields import FieldGroup
from generator.forms.model import Department, DocumentFile, Jurisdiction, form_shape

OTHER_SHAPES: dict[str, type[FieldGroup]] = {
    "jurisdiction": Jurisdiction,
    "department": Department,
    "document": DocumentFile,
}
ABOUT = {"jurisdiction": CITY_FILE, "department": DEPARTMENT_FILE}
# The ends of the names of forms and documents, the longest first.
ENDINGS = {"results": RESULTS_ENDING, "document": DOCUMENT_ENDING, "targets": ".yml"}


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key of a content file: city, department, year, project or document, and kind; missing parts are empty.

    The kind is a key of the catalogue under `bulk.kinds`.
    """

    city: str
    department: str
    year: str
    project: str
    kind: str

    @property
    def shape(self) -> type[FieldGroup]:
        """The model of the file."""
        if self.kind in OTHER_SHAPES:
            return OTHER_SHAPES[self.kind]
        return form_shape(bool(self.project), self.kind == "results")

    @property
    def path(self) -> str:
        """The path of the file in its project."""
        folders = [FOLDER, self.city, *filter(None, (self.department, self.year if self.project else ""))]
        name = ABOUT.get(self.kind) or f"{self.project or self.year}{ENDINGS[self.kind]}"
        return "/".join([*folders, name])

    @property
    def order(self) -> tuple[str, ...]:
        """The order of files: each city and each department before its forms, targets before results."""
        kinds = ("jurisdiction", "department", "document", "targets", "results")
        return self.city, self.department, self.year, self.project, str(kinds.index(self.kind))


KEYS = ("city", "department", "year", "project", "kind")


def file_key(path: PurePosixPath) -> FileKey | None:
    """Return the key of the file at a path of a project; None for a file that is not exported."""
    _, city, *rest = path.parts
    about = {name: kind for kind, name in ABOUT.items()}
    kind = about.get(path.name) or next(kind for kind, ending in ENDINGS.items() if path.name.endswith(ending))
    stem = path.name.removesuffix(ENDINGS.get(kind, ""))
    match rest, kind:
        case [_], "jurisdiction":
            return FileKey(city, "", "", "", kind)
        case [department, _], "department":
            return FileKey(city, department, "", "", kind)
        case [department, _], "targets" | "results" if YEAR.fullmatch(stem):
            return FileKey(city, department, stem, "", kind)
        case [department, year, _], "targets" | "results" | "document" if YEAR.fullmatch(year) and SLUG.fullmatch(stem):
            return FileKey(city, department, year, stem, kind)
    return None
