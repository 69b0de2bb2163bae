"""Forms that are read again from their files when their cells are needed, so that few are in memory together."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from generator.content.documents import document_file, document_of_bytes, with_document
from generator.content.nearby_drawings import NearbyDrawings
from generator.forms.cells import count_withheld
from generator.forms.fields import complete_root, validate
from generator.forms.model import Form, subject_of
from generator.problems import HostError, Place, Problem
from generator.text.files import file_bytes
from generator.text.yaml import read_text

Kind = TypeVar("Kind", bound=Form)
# The forms that are in memory together, about 0.2 MB each.
MOST_FORMS = 256


class FormFiles:
    """The files of a project, each with a form that was read and checked before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.nearby = NearbyDrawings()
        self.form: Any = lru_cache(MOST_FORMS)(self.read)

    def __reduce__(self) -> tuple[type["FormFiles"], tuple[Path]]:
        return FormFiles, (self.root,)

    def read(self, shape: type[Kind], file: str, digest: str) -> Kind:
        """Read the form of a file; HostError where that has another SHA-256 by now."""
        content, document = self.contents(file)
        if sha256(content + document).hexdigest() == digest:
            root = complete_root(shape, read_text(file, content), file)
            if root is not None and document and (shared := read_text(file, document).root):
                root = with_document(root, shared)
            if root is not None:
                self.nearby.apply(shape, self.root / file, root)
            form = validate(shape, root, file)[0] if root is not None else None
            if form is not None:
                return form
        raise HostError([Problem(Place(file), "E727")])

    def digest(self, file: str) -> str:
        """Return the SHA-256 of a file, and of that of its document where it names one."""
        return sha256(b"".join(self.contents(file))).hexdigest()

    def contents(self, file: str) -> tuple[bytes, bytes]:
        """Return the bytes of a file and of that of its document; no bytes where it names none."""
        content = file_bytes(self.root / file, file)
        name = document_of_bytes(content)
        return content, file_bytes(document_file(self.root / file, name), file) if name else b""


@dataclass(frozen=True, slots=True)
class FormTraits:
    """The traits of a form by which it is checked against other forms and listed.

    `name` is that of the department or of the project; the hashes are those of its document.
    """

    name: str
    url: str
    withholds: bool
    has_hashes: bool
    is_adjusted: bool
    has_clearances: bool

    @classmethod
    def of(cls, form: Form) -> "FormTraits":
        """The traits of a form."""
        hashes = (form.source.sha256, form.trace and form.trace.sha256)
        return cls(
            subject_of(form),
            str(form.source.url or ""),
            bool(count_withheld(form)),
            any(hashes),
            bool(form.adjustments),
            bool(form.clearances),
        )


@dataclass(frozen=True, slots=True)
class FormFile(Generic[Kind]):
    """One form that is read from its file when it is needed; `digest` is the SHA-256 of the file."""

    files: FormFiles
    shape: type[Kind]
    file: str
    digest: str
    traits: FormTraits

    @property
    def form(self) -> Kind:
        """The form itself. Raises HostError."""
        form: Kind = self.files.form(self.shape, self.file, self.digest)
        return form
