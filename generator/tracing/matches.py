"""The match of each cell of a record in a document, and the owner of each character of the document.

A cell whose text is not in the document is matched with the most similar text in its place.
"""

import re
from array import array
from collections import Counter
from difflib import Match, SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from generator.tracing.document_index import FIGURE, CellQuery, DocumentIndex, inner_positions
from generator.tracing.original import Span

UNASSIGNED, LABEL = -1, -2
LEAST_PIECE = 2
LEAST_ALIKE = 6
LONGEST_INSTEAD = 40
# A document that is left over in more stretches than this is another document.
MOST_STRETCHES = 5_000


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


class Difference(NamedTuple):
    """A text of the record and the one in its place in the document; either may be empty."""

    record: str
    source: str


class CellMatch(NamedTuple):
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

    def give(self, owner: int, span: Span) -> None:
        """Reassign a place of another cell to an owner."""
        self.owners[slice(*span)] = array("l", [owner]) * (span[1] - span[0])

    def unassigned(self) -> list[Span]:
        """The unassigned stretches in order; rows with a mark are not among them."""
        return [match.span() for match in re.finditer(b"\0+", self.taken)]


def nearest_match(ownership: CharacterOwners, order: int, query: CellQuery) -> CellMatch:
    """The match of a cell with the most similar unassigned text; ABSENT where too little agrees."""
    text = query.spellings[0]
    start, end = stretch_for(ownership, query)
    instead = ownership.document.bare[start:end]
    pieces = common_pieces(text, instead)
    if not pieces or sum(piece.size for piece in pieces) * 2 < len(text):
        difference = (Difference(text, instead),) if 0 < len(instead) <= LONGEST_INSTEAD else ()
        return CellMatch(MatchState.ABSENT, differences=difference)
    for piece in pieces:
        ownership.take(order, (start + piece.b, start + piece.b + piece.size))
    return CellMatch(MatchState.DIFFERS, start + pieces[0].b, differences=differences(text, instead, pieces))


def stretch_for(ownership: CharacterOwners, query: CellQuery) -> Span:
    """The unassigned stretch where the cell should be, by its neighbours or by its words; may be empty."""
    document, rests = ownership.document, ownership.unassigned()
    if len(rests) > MOST_STRETCHES:
        return 0, 0
    room = 2 * len(query.spellings[0]) + LONGEST_INSTEAD
    beside = ((sum(document.around(query, *rest)), rest) for rest in rests)
    reach, (start, end) = max(beside, default=(0, (0, 0)))
    if not reach:
        return most_similar_stretch(ownership, query.spellings[0], rests, room)
    return (start, min(end, start + room)) if document.around(query, start, end)[0] else (max(start, end - room), end)


def most_similar_stretch(ownership: CharacterOwners, text: str, rests: list[Span], room: int) -> Span:
    """The unassigned stretch that has most of the words of a text, cut to its length."""
    runs = {text[at : at + LEAST_ALIKE] for at in range(len(text) - LEAST_ALIKE + 1)}
    free = {rest: ownership.document.bare[slice(*rest)] for rest in rests}
    shared = Counter({rest: sum(run in stretch for run in runs) for rest, stretch in free.items()})
    ((rest, count),) = shared.most_common(1) or [((0, 0), 0)]
    if not count:
        return 0, 0
    first = min(free[rest].find(run) for run in runs if run in free[rest]) + rest[0]
    return max(rest[0], first - room), min(rest[1], first + room)


def common_pieces(text: str, instead: str) -> list[Match]:
    """The common substrings of two texts in order, none of a single character and none that cuts a figure."""
    cuts, cuts_instead = (inner_positions(match.span() for match in FIGURE.finditer(side)) for side in (text, instead))
    pieces = []
    for match in SequenceMatcher(None, text, instead, autojunk=False).get_matching_blocks():
        first, last = match.a, match.a + match.size
        shift = match.b - match.a
        while first < last and (first in cuts or first + shift in cuts_instead):
            first += 1
        while first < last and (last in cuts or last + shift in cuts_instead):
            last -= 1
        if last - first >= LEAST_PIECE:
            pieces.append(Match(first, first + shift, last - first))
    return pieces


def differences(text: str, instead: str, pieces: list[Match]) -> tuple[Difference, ...]:
    """The texts between the common pieces on either side."""
    starts = [Match(0, 0, 0), *pieces]
    ends = [*pieces, Match(len(text), len(instead), 0)]
    between = (
        Difference(text[before.a + before.size : after.a], instead[before.b + before.size : after.b])
        for before, after in zip(starts, ends, strict=True)
    )
    return tuple(difference for difference in between if any(difference))
