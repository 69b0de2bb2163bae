"""Cells to places, one to one.

The place where most agrees, the neighbours of the cell with it, is given away first; among equals the order of
the form decides. Labels of the form compete, so no cell takes its figure out of one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.forms.traced_cells import VerbatimCell
from generator.tracing.differences import nearest_match
from generator.tracing.document_index import Candidate, DocumentIndex
from generator.tracing.matches import LABEL, UNASSIGNED, CellMatch, CharacterOwners, MatchState
from generator.tracing.misplaced import misplaced_cells
from generator.tracing.queries import cell_queries, serial_number_queries

# A shorter text says little by itself: it ought to stand beside its label or in its row.
TELLING = 6

RankedCandidate = tuple[int, bool, int, Candidate]


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of every cell, and whose each character of the document is."""

    claims: tuple[CellMatch, ...]
    board: CharacterOwners


def align(ground: DocumentIndex, cells: Sequence[VerbatimCell]) -> Alignment:
    """Find every cell of a record in a document."""
    return AlignmentBuilder(ground, cells).done()


class AlignmentBuilder:
    """An alignment in the making."""

    def __init__(self, ground: DocumentIndex, cells: Sequence[VerbatimCell]) -> None:
        self.ground = ground
        self.cells = cells
        self.orders = {cell.path: order for order, cell in enumerate(cells)}
        self.wanted = cell_queries(cells)
        self.offers = [ground.offers(wanted) for wanted in self.wanted]
        self.board = CharacterOwners(ground)
        self.runs: dict[int, int] = {}
        self.claims: dict[int, CellMatch] = {}

    def done(self) -> Alignment:
        """Give away the places, share what may be shared, and look at what is left."""
        for bid in sorted(self.bids()):
            self.settle(*bid)
        for order in self.open():
            self.share(order)
        for order in self.open():
            is_sought = not self.cells[order].may_lie_over
            self.claims[order] = (
                nearest_match(self.board, order, self.wanted[order]) if is_sought else CellMatch(MatchState.ABSENT)
            )
        for order in misplaced_cells(self.board, self.cells, self.wanted, self.claims):
            self.claims[order] = replace(self.claims[order], state=MatchState.ASTRAY)
        claims = (self.claims.get(order, CellMatch(MatchState.BLANK)) for order in range(len(self.cells)))
        return Alignment(tuple(claims), self.board)

    def open(self) -> list[int]:
        """The cells that say something and have no place yet."""
        return [order for order, wanted in enumerate(self.wanted) if wanted.spellings and order not in self.claims]

    def bids(self) -> Iterator[RankedCandidate]:
        """Every place for every cell and label, to be sorted: the longest run first, a word before a part of one."""
        last = len(self.cells)
        for order, offers in enumerate(self.offers):
            if not self.cells[order].may_lie_over:
                yield from (ranked_candidate(order, offer) for offer in offers)
        yield from (
            ranked_candidate(last, Candidate(end - start, True, start, end)) for start, end in self.ground.labels
        )
        for wanted in serial_number_queries(self.cells):
            yield from (ranked_candidate(last, offer) for offer in self.ground.offers(wanted) if has_neighbour(offer))

    def settle(self, negative_run: int, _: bool, order: int, offer: Candidate) -> None:
        """Give a place to a bidder that has none yet, if it is free."""
        is_label = order == len(self.cells)
        may_be_marked = not is_label and self.cells[order].is_in_withheld_row
        if order in self.claims or not self.board.is_free(offer.span, may_be_marked):
            return
        if not is_label:
            self.claims[order] = self.claim(order, offer)
        self.board.take(LABEL if is_label else order, offer.span)
        self.runs[offer.start] = -negative_run

    def claim(self, order: int, offer: Candidate) -> CellMatch:
        """A cell at its place, with how sure that is."""
        others = sum(
            self.board.owners[other.start] == UNASSIGNED or self.runs.get(other.start) == offer.run
            for other in self.offers[order]
            if other.rank == offer.rank and other.start != offer.start
        )
        cell = self.cells[order]
        has_company = bool(self.wanted[order].mates) and not cell.is_merged
        is_short = cell.is_figure or offer.end - offer.start < TELLING
        is_apart = is_short and not has_company and not has_neighbour(offer)
        state = MatchState.SEVERAL if others else MatchState.APART if is_apart else MatchState.FOUND
        return CellMatch(state, offer.start, others, is_beside=has_neighbour(offer))

    def share(self, order: int) -> None:
        """Let a cell lie where others do: a merged one where those of its neighbours are, any other anywhere."""
        cell = self.cells[order]
        if cell.is_merged:
            held = next((self.claims[at] for at in self.merged_with(order) if at in self.claims), None)
            if held:
                self.claims[order] = replace(held, is_shared=True)
        elif cell.may_lie_over:
            offers = [offer for offer in self.offers[order] if not self.ground.is_marked(offer.span)]
            if offers:
                offer = max(offers, key=lambda offer: (offer.rank, -offer.start))
                is_shared = not self.board.is_free(offer.span)
                self.claims[order] = CellMatch(MatchState.FOUND, offer.start, is_shared=is_shared)
                if not is_shared:
                    self.board.take(order, offer.span)

    def merged_with(self, order: int) -> Iterator[int]:
        """The same cell of the rows above and then of those below, as far as they say the same."""
        *table, number, name = self.cells[order].path
        for step in (-1, 1):
            at = self.orders.get((*table, int(number) + step, name))
            while at is not None and self.cells[at].text == self.cells[order].text:
                yield at
                at = self.orders.get((*table, int(self.cells[at].path[-2]) + step, name))


def ranked_candidate(order: int, offer: Candidate) -> RankedCandidate:
    """An offer with what decides about it."""
    return -offer.run, not offer.is_word, order, offer


def has_neighbour(offer: Candidate) -> bool:
    """Whether a neighbour of the cell stands beside the place."""
    return offer.run > offer.end - offer.start
