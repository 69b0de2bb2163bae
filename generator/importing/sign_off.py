"""Signs off the transcription of a draft: settles its doubts, changes its cells, and notes who did so and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.forms.cells import CellPath
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import WITHHELD
from generator.importing.open_doubts import DOUBT_LINE, form_cells, open_doubts_in
from generator.problems import visible
from generator.text.yaml_edits import with_texts
from generator.text.yaml_writer import INDENT, yaml_entry
from generator.words import translate

NOTES = "notes"
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who compared a draft with its original, and on which day."""

    by: str
    on: date

    @property
    def note(self) -> str:
        """The sentence for the notes of the form."""
        return translate("importing.signed.note", by=self.by, on=self.on.isoformat())


def changed_draft(text: str, changes: Mapping[CellPath, str], titles: FormTitles) -> str:
    """Return a draft with other texts in some cells, and a note on each. Raises ValueError for texts that cannot be."""
    cells = form_cells(text)
    withholds = WITHHELD in cells.values()
    notes = (change_note(titles.full_title(*path), cells[path], new, withholds) for path, new in changes.items())
    return with_notes(with_texts(text, changes), [*notes])


def signed_draft(text: str, changes: Mapping[CellPath, str], titles: FormTitles, sign_off: SignOff) -> str:
    """Return a draft with changed cells and the note of its sign-off, without its doubts and the heading of drafts.

    Raises ValueError for texts that cannot be written.
    """
    header = draft_header()
    lines = (line for line in text.split("\n") if line not in header and not DOUBT_LINE.fullmatch(line))
    changed = changed_draft("\n".join(lines), changes, titles)
    if open_doubts_in(changed):
        raise ValueError
    return with_notes(changed, [sign_off.note])


def draft_header() -> list[str]:
    """Return the header lines that import writes into a draft and that signing off removes."""
    return translate("importing.draft.unsigned").splitlines()


def is_unsigned(text: str) -> bool:
    """Whether a draft still has header lines that signing off removes."""
    return not {*draft_header()}.isdisjoint(text.split("\n"))


def change_note(title: str, before: str, after: str, is_unquoted: bool) -> str:
    """Return the sentence for a changed cell; it quotes nothing of a form that withholds something."""
    key = "unquoted" if is_unquoted else "text" if before else "blank"
    quotes = (visible(" ".join(each.split()), LONGEST_QUOTE) for each in (before, after))
    texts = dict(zip(("before", "after"), quotes, strict=True))
    return translate(f"importing.signed.changes.{key}", cell=title, **texts)


def with_notes(text: str, notes: Sequence[str]) -> str:
    """Return a file with further notes, behind those that it has."""
    lines = text.rstrip("\n").split("\n")
    at = next((at for at, line in enumerate(lines) if line.rstrip() == f"{NOTES}:"), None)
    if at is None:
        at = len(lines)
        lines.append(f"{NOTES}:")
    last = at
    for number in range(at + 1, len(lines)):
        if lines[number] and not lines[number].startswith(" "):
            break
        last = last if lines[number].lstrip().startswith("#") or not lines[number] else number
    return "\n".join([*lines[: last + 1], *items(notes), *lines[last + 1 :]]) + "\n"


def items(texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines of texts as items of a list."""
    for text in texts:
        yield f"{INDENT}- {yaml_entry('x', text, '').removeprefix('x: ')}"
