"""What became of each cell of a record, and the board on which places are given away, each to one."""

import re
from array import array
from dataclasses import dataclass
from enum import StrEnum

from generator.tracing.document_index import DocumentIndex
from generator.tracing.original import Span

UNASSIGNED, LABEL = -1, -2


class MatchState(StrEnum):
    """How a cell was found.

    SEVERAL places were as good, and the order of the form decided. APART is a short text that neither its label
    nor its row stands beside; ASTRAY is one in another row, or one whose label has something else behind it.
    """

    FOUND = "found"
    SEVERAL = "several"
    APART = "apart"
    ASTRAY = "astray"
    DIFFERS = "differs"
    ABSENT = "absent"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a record says one thing and its document another; either may be empty."""

    record: str
    source: str


@dataclass(frozen=True, slots=True)
class CellMatch:
    """What became of a cell: its first character in the document, None for none, and how sure that is.

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
    """Whose each character of a document is: a cell's by its number, LABEL or UNASSIGNED."""

    def __init__(self, ground: DocumentIndex) -> None:
        self.ground = ground
        self.owners = array("l", [UNASSIGNED]) * len(ground.bare)
        self.taken = bytearray(ground.marked)

    def is_free(self, span: Span, may_be_marked: bool = False) -> bool:
        """Whether a place is nobody's yet; rows with a mark are free only for cells of withheld rows."""
        if may_be_marked:
            return all(owner == UNASSIGNED for owner in self.owners[slice(*span)])
        return self.taken.find(1, *span) < 0

    def take(self, owner: int, span: Span) -> None:
        """Give a free place away."""
        count = span[1] - span[0]
        self.owners[slice(*span)] = array("l", [owner]) * count
        self.taken[slice(*span)] = b"\1" * count

    def rests(self) -> list[Span]:
        """The stretches that are nobody's, in order; rows with a mark are none."""
        return [match.span() for match in re.finditer(b"\0+", self.taken)]
