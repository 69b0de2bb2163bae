"""A cell that stands nowhere as it is: what the document has in its place, and where the two differ."""

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


def nearest_match(board: CharacterOwners, order: int, wanted: CellQuery) -> CellMatch:
    """Give a cell what agrees with it of the stretch in its place, or nothing where too little does."""
    text = wanted.spellings[0]
    start, end = stretch_for(board, wanted)
    instead = board.ground.bare[start:end]
    pieces = common_pieces(text, instead)
    if not pieces or sum(piece.size for piece in pieces) * 2 < len(text):
        said = (Difference(text, instead),) if 0 < len(instead) <= LONGEST_INSTEAD else ()
        return CellMatch(MatchState.ABSENT, differences=said)
    for piece in pieces:
        board.take(order, (start + piece.b, start + piece.b + piece.size))
    return CellMatch(MatchState.DIFFERS, start + pieces[0].b, differences=differences(text, instead, pieces))


def stretch_for(board: CharacterOwners, wanted: CellQuery) -> Span:
    """What nobody has where the cell ought to be, by its neighbours or by its words; may be empty."""
    ground, rests = board.ground, board.rests()
    if len(rests) > MOST_STRETCHES:
        return 0, 0
    room = 2 * len(wanted.spellings[0]) + LONGEST_INSTEAD
    beside = ((sum(ground.around(wanted, *rest)), rest) for rest in rests)
    reach, (start, end) = max(beside, default=(0, (0, 0)))
    if not reach:
        return most_similar_stretch(board, wanted.spellings[0], rests, room)
    return (start, min(end, start + room)) if ground.around(wanted, start, end)[0] else (max(start, end - room), end)


def most_similar_stretch(board: CharacterOwners, text: str, rests: list[Span], room: int) -> Span:
    """The stretch that has most of the words of a text, as far as it can be that text."""
    runs = {text[at : at + LEAST_ALIKE] for at in range(len(text) - LEAST_ALIKE + 1)}
    free = {rest: board.ground.bare[slice(*rest)] for rest in rests}
    shared = Counter({rest: sum(run in said for run in runs) for rest, said in free.items()})
    ((rest, count),) = shared.most_common(1) or [((0, 0), 0)]
    if not count:
        return 0, 0
    first = min(free[rest].find(run) for run in runs if run in free[rest]) + rest[0]
    return max(rest[0], first - room), min(rest[1], first + room)


def common_pieces(text: str, instead: str) -> list[Match]:
    """What two texts have in common, in order; no piece is a single character or cuts a figure in two."""
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
    """What stands between the common pieces on either side."""
    ends = [*pieces, Match(len(text), len(instead), 0)]
    found, said, seen = [], 0, 0
    for piece in ends:
        if piece.a > said or piece.b > seen:
            found.append(Difference(text[said : piece.a], instead[seen : piece.b]))
        said, seen = piece.a + piece.size, piece.b + piece.size
    return tuple(found)
