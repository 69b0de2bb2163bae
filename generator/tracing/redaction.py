"""A redacted copy of an original: each withheld cell is replaced by one fixed mark."""

import re
from collections.abc import Sequence

from generator.forms.model import Form
from generator.secrecy.marks import find_marks
from generator.text.folding import FILLER
from generator.tracing.alignment import align
from generator.tracing.document_index import DocumentIndex
from generator.tracing.labels import labels_in
from generator.tracing.original import REDACTED
from generator.tracing.queries import verbatim_cells
from generator.tracing.result import task_rows, withheld_are_marked

CELL = re.compile(r"[^\t|\n]+")


def redacted(record: Form, document: DocumentIndex) -> str | None:
    """The text of a document in which every cell of a marked row that the record does not contain is redacted.

    None where it is unclear which cells these are: a marked passage that is no row of a table with tabs, or more
    withheld rows than marked ones.
    """
    original = document.original
    alignment = align(document, verbatim_cells(record))
    is_clear = not original.is_guarded and withheld_are_marked(record, alignment)
    if not is_clear or not all("\t" in original.text[start:end].strip() for start, end in original.marked):
        return None
    owners = alignment.ownership.owners
    numbers = {str(int(path[-1]) + 1) for path, task in task_rows(record) if task.withheld}
    parts, last = [], 0
    for start, end in original.marked:
        filled = [match for match in CELL.finditer(original.text, start, end) if match[0].strip()]
        for match in filled:
            first, behind = document.index(match.start()), document.index(match.end())
            is_number = match is filled[0] and match[0].strip() in numbers
            if not is_number and says_more(document.bare[first:behind], owners[first:behind]):
                parts += [original.text[last : match.start()], REDACTED]
                last = match.end()
    copy = "".join([*parts, original.text[last:]]).replace(FILLER, "")
    return None if find_marks(copy) else copy


def says_more(text: str, owners: Sequence[int]) -> bool:
    """Whether a cell of a document contains anything but text of the record and printed labels."""
    is_label = labels_in(text, [0], frozenset([len(text)])) == [(0, len(text))]
    return bool(text) and not is_label and any(owner < 0 for owner in owners)
