"""Aligns the cells of a record with places in its document, each place with one cell.

The place where the longest text agrees, the neighbours of the cell included, is assigned first; among equals the
order of the form decides. Labels of the form are assigned too, so no cell is matched with a figure inside of one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.forms.cells import CellPath
from generator.tracing.document_index import Candidate, DocumentIndex
from generator.tracing.matches import LABEL, UNASSIGNED, CellMatch, CharacterOwners, MatchState, nearest_match
from generator.tracing.queries import VerbatimCell, cell_queries, serial_number_queries

# A shorter text says little by itself: it should be beside its label or in its row.
TELLING = 6

# How much agrees, negative so that the most comes first; whether it is no word, and not in the order of the form; the
# number of the cell; the place.
RankedCandidate = tuple[int, bool, bool, int, Candidate]
# Neighbouring cells of one row: the first character and the number of each.
Group = list[tuple[int, int]]


class Alignment(NamedTuple):
    """The cells of a record, the match of each, and the owner of each character of the document."""

    cells: Sequence[VerbatimCell]
    matches: tuple[CellMatch, ...]
    ownership: CharacterOwners


def align(document: DocumentIndex, cells: Sequence[VerbatimCell]) -> Alignment:
    """Find every cell of a record in a document."""
    return AlignmentBuilder(document, cells).build()


class AlignmentBuilder:
    """Builds an alignment."""

    def __init__(self, document: DocumentIndex, cells: Sequence[VerbatimCell]) -> None:
        self.document = document
        self.cells = cells
        self.orders = {cell.path: order for order, cell in enumerate(cells)}
        self.queries = cell_queries(cells)
        self.candidates = [document.candidates(query) for query in self.queries]
        self.ownership = CharacterOwners(document)
        self.runs: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.matches: dict[int, CellMatch] = {}

    def build(self) -> Alignment:
        """Assign places to cells, then shared places, then search for similar text and misplaced cells."""
        for *_, order, candidate in sorted(self.ranked_candidates()):
            self.assign(order, candidate)
        for order in self.unmatched():
            self.share_place(order)
        for order in self.unmatched():
            self.matches[order] = (
                CellMatch(MatchState.ABSENT)
                if self.cells[order].may_lie_over
                else nearest_match(self.ownership, order, self.queries[order])
            )
        self.order_equal_texts()
        for order in self.misplaced():
            self.matches[order] = self.matches[order]._replace(state=MatchState.MISPLACED)
        matches = (self.matches.get(order, CellMatch(MatchState.BLANK)) for order in range(len(self.cells)))
        return Alignment(self.cells, tuple(matches), self.ownership)

    def order_equal_texts(self) -> None:
        """Give the places of equal texts of one column to their rows in the order of these.

        Which of equal texts is that of a row follows from the rest of the row, where a form has its columns in another
        order than the record too.
        """
        found = [order for order in self.matches if self.has_own_place(order)]
        places = self.places_of_rows(found)

        def column(order: int) -> tuple[str, str]:
            return str(self.cells[order].path[-1]), self.cells[order].text

        for _, members in groupby(sorted(found, key=column), key=column):
            orders = sorted(members, key=lambda order: (places[self.cells[order].row], order))
            matches = sorted((self.matches[order] for order in orders), key=lambda match: match.start or 0)
            for order, match in zip(orders, matches, strict=True):
                self.matches[order] = match
                self.ownership.give(order, (match.start or 0, self.ends[match.start or 0]))

    def has_own_place(self, order: int) -> bool:
        """Whether a cell of a row has a place that is no other's."""
        cell, match = self.cells[order], self.matches[order]
        return bool(cell.row) and not cell.is_merged and not match.is_shared and match.start in self.ends

    def places_of_rows(self, orders: Iterable[int]) -> dict[CellPath, int]:
        """The place of the longest text of each row."""
        longest = sorted(orders, key=lambda order: len(self.cells[order].text))
        return {self.cells[order].row: self.matches[order].start or 0 for order in longest}

    def unmatched(self) -> list[int]:
        """The numbers of the cells that have a text and no match yet."""
        return [order for order, query in enumerate(self.queries) if query.spellings and order not in self.matches]

    def ranked_candidates(self) -> Iterator[RankedCandidate]:
        """Every candidate place of every cell and label; sorted, the one with most agreement comes first."""
        last = len(self.cells)
        for order, candidates in enumerate(self.candidates):
            if not self.cells[order].may_lie_over:
                yield from (ranked_candidate(order, candidate) for candidate in candidates)
        for start, end in self.document.labels:
            yield ranked_candidate(last, Candidate(end - start, True, True, start, end))
        for query in serial_number_queries(self.cells):
            candidates = self.document.candidates(query)
            yield from (ranked_candidate(last, candidate) for candidate in candidates if has_neighbour(candidate))

    def assign(self, order: int, candidate: Candidate) -> None:
        """Assign a place, if it is free, to a cell or label that has none yet."""
        is_label = order == len(self.cells)
        may_be_marked = not is_label and self.cells[order].is_in_withheld_row
        if order in self.matches or not self.ownership.is_free(candidate.span, may_be_marked):
            return
        if not is_label:
            self.matches[order] = self.match_at(order, candidate)
        self.ownership.take(LABEL if is_label else order, candidate.span)
        self.runs[candidate.start] = candidate.run
        self.ends[candidate.start] = candidate.end

    def match_at(self, order: int, candidate: Candidate) -> CellMatch:
        """The match of a cell at a place."""
        others = sum(
            self.ownership.owners[other.start] == UNASSIGNED or self.runs.get(other.start) == candidate.run
            for other in self.candidates[order]
            if other.rank == candidate.rank and other.start != candidate.start
        )
        cell = self.cells[order]
        has_company = bool(self.queries[order].mates) and not cell.is_merged
        is_short = cell.is_figure or candidate.end - candidate.start < TELLING
        is_apart = is_short and not has_company and not has_neighbour(candidate)
        state = MatchState.SEVERAL if others else MatchState.APART if is_apart else MatchState.FOUND
        return CellMatch(state, candidate.start, others, is_beside=has_neighbour(candidate))

    def share_place(self, order: int) -> None:
        """Match a cell with a place of other cells: a merged one with those of its neighbours, any other anywhere."""
        cell = self.cells[order]
        if cell.is_merged:
            shared = next((self.matches[at] for at in self.merged_with(order) if at in self.matches), None)
            if shared:
                self.matches[order] = shared._replace(is_shared=True)
        elif cell.may_lie_over:
            candidates = [each for each in self.candidates[order] if not self.document.is_marked(each.span)]
            if candidates:
                candidate = max(candidates, key=lambda each: (each.rank, -each.start))
                is_shared = not self.ownership.is_free(candidate.span)
                self.matches[order] = CellMatch(MatchState.FOUND, candidate.start, is_shared=is_shared)
                if not is_shared:
                    self.ownership.take(order, candidate.span)

    def merged_with(self, order: int) -> Iterator[int]:
        """The same cell of the rows above and then of those below, as far as they say the same."""
        *table, number, name = self.cells[order].path
        for step in (-1, 1):
            at = self.orders.get((*table, int(number) + step, name))
            while at is not None and self.cells[at].text == self.cells[order].text:
                yield at
                at = self.orders.get((*table, int(self.cells[at].path[-2]) + step, name))

    def misplaced(self) -> list[int]:
        """The numbers of the cells that were found in the wrong place: away from their row, or not behind their label.

        A row is where its largest group is. Its other groups, the longest first, belong there if no settled cell of
        another row is between.
        """
        single = [order for order in self.matches if not self.cells[order].row]
        misplaced = [order for order in single if self.has_other_text_behind_label(order)]
        rows = [groups for groups in self.grouped_rows() if groups]
        settled = {order for groups in rows for _, order in groups[0]}.union(single)
        separate = ((groups[0], group) for groups in rows for group in groups[1:])
        for main, group in sorted(separate, key=lambda pair: -self.text_length(pair[1])):
            orders = {order for _, order in group}
            between = slice(group[0][0], main[0][0]) if group < main else slice(main[-1][0], group[-1][0])
            others = {*self.ownership.owners[between]} - orders
            if settled.difference(order for _, order in main).isdisjoint(others):
                settled |= orders
            else:
                misplaced += orders
        return misplaced

    def text_length(self, group: Group) -> int:
        """The length of the texts of a group without figures, which might be anywhere."""
        return sum(len(self.cells[order].text) for _, order in group if not self.cells[order].is_figure)

    def grouped_rows(self) -> Iterator[list[Group]]:
        """The matched cells of each row in groups of neighbours, the largest first; merged ones may be anywhere."""
        for row, members in groupby(range(len(self.cells)), key=lambda order: self.cells[order].row):
            orders = list(members)
            if row:
                matched = [
                    (self.matches[at].start, at) for at in orders if at in self.matches and not self.cells[at].is_merged
                ]
                places = sorted((start, at) for start, at in matched if start is not None)
                groups = self.adjacent_groups(places, {UNASSIGNED, LABEL, *orders})
                yield sorted(groups, key=lambda group: -self.text_length(group))

    def adjacent_groups(self, places: Iterable[tuple[int, int]], own: set[int]) -> list[Group]:
        """Places with their cells in groups that nothing but their own row separates."""
        groups: list[Group] = []
        for start, order in places:
            if groups and own.issuperset(self.ownership.owners[groups[-1][-1][0] : start]):
                groups[-1].append((start, order))
            else:
                groups.append([(start, order)])
        return groups

    def has_other_text_behind_label(self, order: int) -> bool:
        """Whether a cell was found without its label, and another text follows that."""
        match, owners = self.matches[order], self.ownership.owners
        if match.start is None or match.is_beside:
            return False
        labels = (at for (name,) in self.queries[order].before for at in self.document.behind(name))
        nexts = ((at - 1, place) for at in labels for place in self.places_of_label(at))
        return any(owners[label] == LABEL and owners[place] not in (LABEL, order) for label, place in nexts)

    def places_of_label(self, at: int) -> Iterator[int]:
        """Where the text of a label that ends at a place may begin: behind it, and in the table cell below it."""
        if self.document.is_next(at - 1, at):
            yield at
        below = self.document.below(at - 1)
        if below is not None:
            yield below


def ranked_candidate(order: int, candidate: Candidate) -> RankedCandidate:
    """A candidate with its sort keys."""
    return -candidate.run, not candidate.is_word, not candidate.is_in_order, order, candidate


def has_neighbour(candidate: Candidate) -> bool:
    """Whether a neighbour of the cell was found next to the place."""
    return candidate.run > candidate.end - candidate.start
