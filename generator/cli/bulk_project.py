"""The project into which lists are imported: its drawings, its documents, the names of its folders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any

from generator.bulk.drafts import FileDraft
from generator.bulk.file_keys import FileKey
from generator.cli.import_forms import address
from generator.cli.scaffold import drawings_of
from generator.content.documents import document_file
from generator.content.file_names import CITY_FILE, DEPARTMENT_FILE, FOLDER, slug_of
from generator.forms.drawings.collection import chosen_drawing
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.vocabulary import kind_of_shape
from generator.text.normalize import without_spaces
from generator.text.yaml import MappingNode, SequenceNode, read_file

# The keys of the names of cities and departments, and of projects.
NAMES = ("name", "short_name", "short_names", "aliases", "former_names")
OF_PROJECTS = ("name",)


@dataclass(slots=True)
class ProjectFiles:
    """The files of a project; those of the import itself come first."""

    root: Path
    drafts: dict[FileKey, FileDraft]
    addresses: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    # The names of new departments by city and folder.
    new_names: dict[tuple[str, str], str] = field(default_factory=dict)
    drawings: dict[str, tuple[str, tuple[FormDrawing, ...]]] = field(default_factory=dict)

    def drawing_of(self, draft: FileDraft) -> FormDrawing | None:
        """Return the drawing of the form in a file; None where there is none."""
        kind = kind_of_shape(draft.key.shape)
        if kind is None:
            return None
        code, own = self.city(draft.key.city)
        name = str(draft.root.get("form", "")).strip()
        return chosen_drawing(name, code, kind, int(draft.key.year), own)

    def form_drawing(self, city: str, year: str, kind: FormKind) -> FormDrawing | None:
        """Return the drawing of a kind of form of a city and year; None where there is none."""
        code, own = self.city(city)
        return chosen_drawing("", code, kind, int(year), own)

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

    def city_named(self, name: str) -> str:
        """Return the folder of a city; "" where there is none of this name."""
        return self.names((), CITY_FILE).get(without_spaces(name), "")

    def department_named(self, city: str, name: str) -> str:
        """Return the folder of a department, that of a new one where there is none of this name."""
        known = self.names((city,), DEPARTMENT_FILE)
        is_new = without_spaces(name) not in known
        folder = self.named(known, name)
        if is_new:
            self.new_names[city, folder] = name
        return folder

    def project_named(self, city: str, department: str, year: str, name: str) -> str:
        """Return the address of a project, that of a new one where there is none of this name."""
        return self.named(self.names((city, department, year), ""), name)

    def named(self, known: dict[str, str], name: str) -> str:
        """Return the address of a name among others; a name that is not there gets a new address."""
        bare = without_spaces(name)
        if bare not in known:
            taken, slug = {*known.values()}, address(name)
            numbered = (f"{slug}-{number}" for number in count(2))
            known[bare] = next(each for each in chain([slug], numbered) if each not in taken)
        return known[bare]

    def names(self, folder: tuple[str, ...], about: str) -> dict[str, str]:
        """Return the addresses in a folder by all names that their files have; `about` is the file in each."""
        if folder not in self.addresses:
            place = self.root / FOLDER / PurePosixPath(*folder)
            paths = sorted(place.glob(f"*/{about}" if about else "[!_.]*.yml")) if place.is_dir() else []
            found = self.addresses[folder] = dict[str, str]()
            for path in paths:
                slug = path.parent.name if about else slug_of(path)
                node: Mapping[str, Any] = read_file(path, path.name).root or {}
                for text in (slug, *texts_of(node, NAMES if about else OF_PROJECTS)):
                    found.setdefault(without_spaces(text), slug)
        return self.addresses[folder]


def texts_of(node: Mapping[str, Any], keys: Sequence[str]) -> Iterator[str]:
    """Yield the texts under some keys of a file, those of lists one by one."""
    for key in keys:
        value = node.get(key, "")
        yield from (str(each) for each in (value if isinstance(value, SequenceNode) else [value]) if each)
