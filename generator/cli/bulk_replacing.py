"""The existing files that a bulk import replaces: which cells change, and what of the former file no longer counts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.bulk.changed_cells import ChangedCell, changed_cells
from generator.bulk.drafts import Origins, is_quotable, without_names
from generator.bulk.finished import DraftContext, FinishedFile, layout_of_draft, text_of_draft
from generator.content.file_names import FOLDER
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import SHAPES, kind_of_shape
from generator.forms.model import form_keys
from generator.problems import Problem, visible
from generator.secrecy.withheld_rows import withheld_spans
from generator.text.files import decoded, file_bytes
from generator.text.yaml import MappingNode, ScalarNode, read_text
from generator.words import translate

# What a review enters.
REVIEW, ENTERED = "review", ("by", "on", "conclusion")
NOTES = "notes"
LONGEST_QUOTE = 60
# A text that is shorter is in many notes.
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file that takes the place of another: its changed cells, their names, and whether it withholds anything.

    `lost_review` is whether the review of the former content no longer counts.
    """

    file: FinishedFile
    cells: tuple[ChangedCell, ...]
    titles: FormTitles
    withholds: bool
    is_newer: bool
    lost_review: bool

    @property
    def path(self) -> str:
        """The path of the file in its project."""
        return self.file.draft.key.path

    def name(self, cell: ChangedCell) -> str:
        """Return the name of a changed cell as the form prints it."""
        return self.titles.full_title(*cell.path)

    def quoted(self, text: ScalarNode | None) -> str:
        """Return the text of a cell as a message quotes it, or a placeholder where it must not be quoted."""
        if text is None:
            return translate("bulk.changes.none")
        if self.withholds or not is_quotable(text):
            return translate("bulk.changes.unquoted")
        return visible(" ".join(text.split()), LONGEST_QUOTE) or translate("bulk.changes.blank")

    def problems(self, origins: Origins, names: Collection[str], *, is_asked: bool) -> Iterator[Problem]:
        """Yield E861 for a file that changed since the export and is not named, E856 for each cell unless asked for."""
        origin = self.file.draft.origin
        if self.path in names or (is_asked and not self.is_newer):
            return
        if self.is_newer:
            yield origins.problem(origin, "E861", self.path, form=self.path.removeprefix(f"{FOLDER}/"))
        for cell in self.cells:
            line = cell.after.line if cell.after is not None else 0
            at = origins.cells[line - 1] if line else origin
            after = None if self.withholds or cell.after is None else str(cell.after)
            values = {"path": self.path, "cell": self.name(cell), "before": self.quoted(cell.before)}
            yield origins.problem(at, "E856", after, **values)

    def report(self) -> Iterator[str]:
        """Yield the lines of the report: each changed cell, and the notes that may be about it."""
        yield translate("bulk.replaced", path=self.path, count=len(self.cells))
        for cell in self.cells:
            texts = {"before": self.quoted(cell.before), "after": self.quoted(cell.after)}
            yield translate("bulk.changes.cell", cell=self.name(cell), **texts)
        for note in self.doubtful_notes():
            yield translate("bulk.changes.note", note=self.quoted(note))
        if self.lost_review:
            form = self.path.removeprefix(f"{FOLDER}/").removesuffix(".yml")
            yield translate("bulk.changes.review", form=form)

    def doubtful_notes(self) -> Iterator[ScalarNode]:
        """Yield the notes that name a changed cell, or quote its former text."""
        notes: Any = self.file.draft.root.get(NOTES) or ()
        names = {self.name(cell) for cell in self.cells}
        former = {str(cell.before).strip() for cell in self.cells if cell.before is not None}
        words = names | {text for text in former if len(text) >= SHORTEST}
        yield from (note for note in notes if isinstance(note, ScalarNode) and any(word in note for word in words))


def replacement(root: Path, file: FinishedFile, origins: Origins, around: DraftContext) -> Replacement | None:
    """Return the replacement of the existing file; None where no file exists or its content is the same."""
    draft = file.draft
    path = root / draft.key.path
    if not path.exists():
        return None
    data = file_bytes(path, draft.key.path)
    before = read_text(draft.key.path, data).root or MappingNode()
    without_names(before)
    cells = tuple(changed_cells(before, draft.root))
    if not cells:
        return None
    drawing, shape = around.drawing_of(draft), draft.key.shape
    keys = form_keys(SHAPES[kind]) if (kind := kind_of_shape(shape)) else ()
    on_form = any(cell.path[0] in keys for cell in cells)
    is_reviewed_again = any(cell.path[0] == REVIEW for cell in cells)
    lost_review = on_form and not is_reviewed_again and not draft.is_list
    return Replacement(
        without_review(file, origins, around) if lost_review and REVIEW in draft.root else file,
        cells,
        FormTitles(shape, drawing.titles if drawing else {}),
        bool(withheld_spans(draft.root) or withheld_spans(before)),
        draft.exported is not None and text_hash(draft.key.path, data) != draft.exported,
        lost_review,
    )


def text_hash(name: str, data: bytes) -> str:
    """Return the hash of the text of a file with line ends normalized, as the export has it."""
    return sha256(decoded(name, data)[0].encode("utf-8")).hexdigest()


def without_review(file: FinishedFile, origins: Origins, around: DraftContext) -> FinishedFile:
    """Return a file whose review is blank, as that of other content does not count."""
    review = file.draft.root[REVIEW]
    for key in ENTERED if isinstance(review, MappingNode) else ():
        if key in review:
            review[key] = origins.scalar("", file.draft.origin)
    return replace(file, text=text_of_draft(file.draft, layout_of_draft(file.draft, origins)[0], around))
