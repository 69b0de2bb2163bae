"""A cell that stands nowhere as it is: what the document has in its place, and where the two differ."""

from difflib import Match, SequenceMatcher

from generator.tracing.claims import Board, Claim, Difference, State
from generator.tracing.ground import FIGURE, Wanted, inner
from generator.tracing.original import Span

LEAST_PIECE = 2
LEAST_ALIKE = 6
LONGEST_INSTEAD = 40


def nearest(board: Board, order: int, wanted: Wanted) -> Claim:
    """Give a cell what agrees with it of the stretch in its place, or nothing where too little does."""
    text = wanted.spellings[0]
    start, end = stretch_for(board, wanted)
    instead = board.ground.bare[start:end]
    pieces = common_pieces(text, instead)
    if not pieces or sum(piece.size for piece in pieces) * 2 < len(text):
        said = (Difference(text, instead),) if 0 < len(instead) <= LONGEST_INSTEAD else ()
        return Claim(State.ABSENT, differences=said)
    for piece in pieces:
        board.take(order, (start + piece.b, start + piece.b + piece.size))
    return Claim(State.DIFFERS, start + pieces[0].b, differences=differences(text, instead, pieces))


def stretch_for(board: Board, wanted: Wanted) -> Span:
    """The stretch that nobody has where the cell ought to be, by its neighbours or by its words; may be empty."""
    ground, rests = board.ground, board.rests()
    beside = ((sum(ground.around(wanted, *rest)), rest) for rest in rests)
    reach, span = max(beside, default=(0, (0, 0)))
    if reach:
        return span
    text = wanted.spellings[0]
    alike = [(most_alike(text, ground.bare[slice(*rest)]), rest) for rest in rests if not wanted.is_figure]
    size, span = max(alike, default=(0, (0, 0)))
    return span if size >= LEAST_ALIKE else (0, 0)


def most_alike(text: str, other: str) -> int:
    """The length of the longest piece that two texts have in common."""
    return SequenceMatcher(None, text, other, autojunk=False).find_longest_match().size


def common_pieces(text: str, instead: str) -> list[Match]:
    """What two texts have in common, in order; no piece is a single character or cuts a figure in two."""
    cuts, cuts_instead = (inner(match.span() for match in FIGURE.finditer(said)) for said in (text, instead))
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
