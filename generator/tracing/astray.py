"""Cells found in the wrong place: away from their row, or while something else stands behind their label."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.tracing.cells import Cell
from generator.tracing.claims import LABEL, NOBODY, Board, Claim
from generator.tracing.ground import Wanted


def astray(
    board: Board, cells: Sequence[Cell], wanted: Sequence[Wanted], claims: Mapping[int, Claim]
) -> tuple[int, ...]:
    """The numbers of the cells that were found in the wrong place."""
    found: list[int] = []
    for row, group in groupby(range(len(cells)), key=lambda order: cells[order].row):
        orders = list(group)
        if row:
            found += strays(board, cells, orders, claims)
        else:
            found += [order for order in orders if is_outdone(board, wanted[order], order, claims.get(order))]
    return tuple(found)


def strays(board: Board, cells: Sequence[Cell], row: list[int], claims: Mapping[int, Claim]) -> Iterator[int]:
    """The cells of a row that stand away from most of it; merged ones may stand anywhere."""
    starts = {order: claims[order].start for order in row if order in claims and not cells[order].is_merged}
    places = sorted((start, order) for order, start in starts.items() if start is not None)
    groups = list(together(board, places, {NOBODY, LABEL, *row}))
    groups.sort(key=lambda group: -sum(len(cells[order].text) for order in group))
    yield from (order for group in groups[1:] for order in group)


def together(board: Board, places: list[tuple[int, int]], own: set[int]) -> Iterator[list[int]]:
    """Cells by their places in groups, each with nothing in between that is not their row's own."""
    group: list[int] = []
    latest = 0
    for start, order in places:
        if group and not own.issuperset(board.owners[latest:start]):
            yield group
            group = []
        group.append(order)
        latest = start
    if group:
        yield group


def is_outdone(board: Board, wanted: Wanted, order: int, claim: Claim | None) -> bool:
    """Whether a cell was found without its label, and something else stands behind that."""
    if claim is None or claim.start is None or claim.is_beside:
        return False
    behind = (at for (name,) in wanted.before for at in board.ground.behind(name))
    return any(board.owners[at - 1] == LABEL and board.owners[at] not in (LABEL, order) for at in behind)
