"""For a cell whose text is not in the document: the most similar text in its place, and the differences."""

from collections import Counter
from difflib import Match, SequenceMatcher

from generator.tracing.document_index import FIGURE, CellQuery, inner_positions
from generator.tracing.matches import CellMatch, CharacterOwners, Difference, MatchState
from generator.tracing.original import Span

LEAST_PIECE = 2
LEAST_ALIKE = 6
LONGEST_INSTEAD = 40
# A document that is left over in more stretches than this is another document.
MOST_STRETCHES = 5_000


def nearest_match(ownership: CharacterOwners, order: int, query: CellQuery) -> CellMatch:
    """The match of a cell with the most similar unassigned text; ABSENT where too little agrees."""
    text = query.spellings[0]
    start, end = stretch_for(ownership, query)
    instead = ownership.document.bare[start:end]
    pieces = common_pieces(text, instead)
    if not pieces or sum(piece.size for piece in pieces) * 2 < len(text):
        said = (Difference(text, instead),) if 0 < len(instead) <= LONGEST_INSTEAD else ()
        return CellMatch(MatchState.ABSENT, differences=said)
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
    shared = Counter({rest: sum(run in said for run in runs) for rest, said in free.items()})
    ((rest, count),) = shared.most_common(1) or [((0, 0), 0)]
    if not count:
        return 0, 0
    first = min(free[rest].find(run) for run in runs if run in free[rest]) + rest[0]
    return max(rest[0], first - room), min(rest[1], first + room)


def common_pieces(text: str, instead: str) -> list[Match]:
    """The common substrings of two texts in order, none of a single character and none that cuts a figure."""
    cuts, cuts_instead = (inner_positions(match.span() for match in FIGURE.finditer(said)) for said in (text, instead))
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
    ends = [*pieces, Match(len(text), len(instead), 0)]
    found, said, seen = [], 0, 0
    for piece in ends:
        if piece.a > said or piece.b > seen:
            found.append(Difference(text[said : piece.a], instead[seen : piece.b]))
        said, seen = piece.a + piece.size, piece.b + piece.size
    return tuple(found)
