"""Finds cells matched in the wrong place: away from their row, or while another text follows their label."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.tracing.document_index import CellQuery
from generator.tracing.matches import LABEL, UNASSIGNED, CellMatch, CharacterOwners
from generator.tracing.queries import VerbatimCell

Group = list[tuple[int, int]]


def misplaced_cells(
    ownership: CharacterOwners,
    cells: Sequence[VerbatimCell],
    queries: Sequence[CellQuery],
    matches: Mapping[int, CellMatch],
) -> tuple[int, ...]:
    """The numbers of the cells that were found in the wrong place.

    A row is where its largest group is. Its other groups, the longest first, belong there if no settled cell of
    another row is between.
    """
    single = [order for order in matches if not cells[order].row]
    replaced = [
        order for order in single if has_other_text_behind_label(ownership, queries[order], order, matches[order])
    ]
    rows = [groups for groups in grouped_rows(ownership, cells, matches) if groups]
    settled = {order for groups in rows for _, order in groups[0]}.union(single)
    misplaced: list[int] = []
    separate = ((groups[0], group) for groups in rows for group in groups[1:])
    for main, group in sorted(separate, key=lambda pair: -text_length(pair[1], cells)):
        orders = {order for _, order in group}
        between = slice(group[0][0], main[0][0]) if group < main else slice(main[-1][0], group[-1][0])
        if settled.difference(order for _, order in main).isdisjoint({*ownership.owners[between]} - orders):
            settled |= orders
        else:
            misplaced += orders
    return (*replaced, *misplaced)


def text_length(group: Group, cells: Sequence[VerbatimCell]) -> int:
    """The length of the texts of a group without figures, which might be anywhere."""
    return sum(len(cells[order].text) for _, order in group if not cells[order].is_figure)


def grouped_rows(
    ownership: CharacterOwners, cells: Sequence[VerbatimCell], matches: Mapping[int, CellMatch]
) -> Iterator[list[Group]]:
    """The matched cells of each row in groups of neighbours, the largest first; merged ones may be anywhere."""
    for row, members in groupby(range(len(cells)), key=lambda order: cells[order].row):
        orders = list(members)
        if row:
            claimed = [(matches[at].start, at) for at in orders if at in matches and not cells[at].is_merged]
            places = sorted((start, at) for start, at in claimed if start is not None)
            groups = list(adjacent_groups(ownership, places, {UNASSIGNED, LABEL, *orders}))
            yield sorted(groups, key=lambda group: -text_length(group, cells))


def adjacent_groups(ownership: CharacterOwners, places: Group, own: set[int]) -> Iterator[Group]:
    """Places with their cells in groups that nothing but their own row separates."""
    group: Group = []
    for start, order in places:
        if group and not own.issuperset(ownership.owners[group[-1][0] : start]):
            yield group
            group = []
        group.append((start, order))
    if group:
        yield group


def has_other_text_behind_label(ownership: CharacterOwners, query: CellQuery, order: int, match: CellMatch) -> bool:
    """Whether a cell was found without its label, and another text follows that."""
    if match.start is None or match.is_beside:
        return False
    behind = (at for (name,) in query.before for at in ownership.document.behind(name))
    return any(ownership.owners[at - 1] == LABEL and ownership.owners[at] not in (LABEL, order) for at in behind)
