"""The match of each cell of a record in a document, and the owner of each character of the document."""

import re
from array import array
from dataclasses import dataclass
from enum import StrEnum

from generator.tracing.document_index import DocumentIndex
from generator.tracing.original import Span

UNASSIGNED, LABEL = -1, -2


class MatchState(StrEnum):
    """How well a cell was found.

    SEVERAL places were as good, and the order of the form decided. APART is a short text that neither its label
    nor its row stands beside; MISPLACED is one in another row, or one whose label has something else behind it.
    """

    FOUND = "found"
    SEVERAL = "several"
    APART = "apart"
    MISPLACED = "astray"
    DIFFERS = "differs"
    ABSENT = "absent"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Difference:
    """A text of the record and the one in its place in the document; either may be empty."""

    record: str
    source: str


@dataclass(frozen=True, slots=True)
class CellMatch:
    """The match of a cell: its first character in the document, None for none, and how certain that is.

    `others` counts places that are as good; a shared place is that of another cell too; beside it stands its label
    or a cell of its row.
    """

    state: MatchState
    start: int | None = None
    others: int = 0
    is_shared: bool = False
    is_beside: bool = False
    differences: tuple[Difference, ...] = ()


class CharacterOwners:
    """The owner of each character of a document: the number of a cell, LABEL or UNASSIGNED."""

    def __init__(self, document: DocumentIndex) -> None:
        self.document = document
        self.owners = array("l", [UNASSIGNED]) * len(document.bare)
        self.taken = bytearray(document.marked)

    def is_free(self, span: Span, may_be_marked: bool = False) -> bool:
        """Whether a place is unassigned; rows with a mark are free only for cells of withheld rows."""
        if may_be_marked:
            return all(owner == UNASSIGNED for owner in self.owners[slice(*span)])
        return self.taken.find(1, *span) < 0

    def take(self, owner: int, span: Span) -> None:
        """Assign a free place to an owner."""
        count = span[1] - span[0]
        self.owners[slice(*span)] = array("l", [owner]) * count
        self.taken[slice(*span)] = b"\1" * count

    def unassigned(self) -> list[Span]:
        """The unassigned stretches in order; rows with a mark are not among them."""
        return [match.span() for match in re.finditer(b"\0+", self.taken)]
