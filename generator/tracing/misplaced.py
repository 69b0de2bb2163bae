"""Cells found in the wrong place: away from their row, or while something else stands behind their label."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.forms.traced_cells import VerbatimCell
from generator.tracing.document_index import CellQuery
from generator.tracing.matches import LABEL, UNASSIGNED, CellMatch, CharacterOwners

Group = list[tuple[int, int]]


def misplaced_cells(
    board: CharacterOwners, cells: Sequence[VerbatimCell], wanted: Sequence[CellQuery], claims: Mapping[int, CellMatch]
) -> tuple[int, ...]:
    """The numbers of the cells that were found in the wrong place.

    A row stands where most of it does. What stands apart, the longest first, belongs there if no cell in its own
    place comes between.
    """
    single = [order for order in claims if not cells[order].row]
    outdone = [order for order in single if has_other_text_behind_label(board, wanted[order], order, claims[order])]
    rows = [groups for groups in grouped_rows(board, cells, claims) if groups]
    settled = {order for groups in rows for _, order in groups[0]}.union(single)
    strays: list[int] = []
    apart = ((groups[0], group) for groups in rows for group in groups[1:])
    for main, group in sorted(apart, key=lambda pair: -text_length(pair[1], cells)):
        orders = {order for _, order in group}
        between = slice(group[0][0], main[0][0]) if group < main else slice(main[-1][0], group[-1][0])
        if settled.difference(order for _, order in main).isdisjoint({*board.owners[between]} - orders):
            settled |= orders
        else:
            strays += orders
    return (*outdone, *strays)


def text_length(group: Group, cells: Sequence[VerbatimCell]) -> int:
    """How much the words of a group say; figures say nothing, for any of them might stand anywhere."""
    return sum(len(cells[order].text) for _, order in group if not cells[order].is_figure)


def grouped_rows(
    board: CharacterOwners, cells: Sequence[VerbatimCell], claims: Mapping[int, CellMatch]
) -> Iterator[list[Group]]:
    """The found cells of each row in groups that stand together, the largest first; merged ones may stand anywhere."""
    for row, members in groupby(range(len(cells)), key=lambda order: cells[order].row):
        orders = list(members)
        if row:
            claimed = [(claims[at].start, at) for at in orders if at in claims and not cells[at].is_merged]
            places = sorted((start, at) for start, at in claimed if start is not None)
            groups = list(adjacent_groups(board, places, {UNASSIGNED, LABEL, *orders}))
            yield sorted(groups, key=lambda group: -text_length(group, cells))


def adjacent_groups(board: CharacterOwners, places: Group, own: set[int]) -> Iterator[Group]:
    """Places with their cells in groups, each with nothing in between that is not their row's own."""
    group: Group = []
    for start, order in places:
        if group and not own.issuperset(board.owners[group[-1][0] : start]):
            yield group
            group = []
        group.append((start, order))
    if group:
        yield group


def has_other_text_behind_label(board: CharacterOwners, wanted: CellQuery, order: int, claim: CellMatch) -> bool:
    """Whether a cell was found without its label, and something else stands behind that."""
    if claim.start is None or claim.is_beside:
        return False
    behind = (at for (name,) in wanted.before for at in board.ground.behind(name))
    return any(board.owners[at - 1] == LABEL and board.owners[at] not in (LABEL, order) for at in behind)
