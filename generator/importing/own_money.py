"""Finds lines of money under a form's own words that are parts of a known group, by what they add up to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.forms.drawings.drawing import Path
from generator.forms.drawings.label_names import LabelNames
from generator.forms.drawings.reader import TOTAL_NAME
from generator.forms.drawings.vocabulary import OTHER
from generator.importing.table_grid import PlacedCell, TableGrid, is_amount

BY_TYPE_TOTAL: Path = ("budget", "by_type", "total")
# The groups of which own lines may be parts, each with the cells that may have its total.
TOTALS: Mapping[Path, tuple[Path, ...]] = {
    ("budget", "by_type"): (BY_TYPE_TOTAL,),
    ("budget", "by_source"): (("budget", "by_source", "total"), BY_TYPE_TOTAL),
    ("budget", "annual"): (("budget", "annual", "total"),),
    ("budget", "whole"): (("budget", "whole", "total"),),
}


def own_money(grid: TableGrid, names: LabelNames, paths: Mapping[PlacedCell, Path]) -> dict[PlacedCell, Path]:
    """Return the boxes of own lines that are parts of a group of money, each with its path in that group.

    Such lines stand one below another, next to a known part of the group or behind its name, and add up with the known
    parts to its total, which these alone do not. Others, such as lines after 其中, are parts of another line.
    """
    found: dict[PlacedCell, Path] = {}
    for run in runs_of_own(grid, paths):
        around = grid.at(run[0].row - 1, run[0].column), grid.at(run[-1].bottom, run[-1].column)
        beside = {paths[box][:-1] for box in around if box and box in paths}
        named = {path for box in run for label in grid.labels_left(box) for path in names.fields(label.text)}
        groups = [group for group in TOTALS if group in beside | named and is_completed(group, run, paths)]
        if len(groups) == 1:
            found.update((box, (*groups[0], paths[box][-1])) for box in run)
    return found


def runs_of_own(grid: TableGrid, paths: Mapping[PlacedCell, Path]) -> Iterator[Sequence[PlacedCell]]:
    """Yield the longest runs of own amounts one below another."""
    own = {box for box, path in amounts_in(paths) if path[:-1] == OTHER and not TOTAL_NAME.search(path[-1])}
    for box in own:
        run = [box]
        while (below := grid.at(run[-1].bottom, box.column)) in own:
            run.append(below)
        if grid.at(box.row - 1, box.column) not in own:
            yield run


def is_completed(group: Path, run: Iterable[PlacedCell], paths: Mapping[PlacedCell, Path]) -> bool:
    """Whether own lines and the known parts of a group add up to its total, which the known parts alone do not."""
    totals = {amount_in(box) for box, path in amounts_in(paths) if path in TOTALS[group]}
    known = [box for box, path in amounts_in(paths) if path[:-1] == group and path not in TOTALS[group]]
    return sum_of([*known, *run]) in totals and sum_of(known) not in totals


def amounts_in(paths: Mapping[PlacedCell, Path]) -> Iterator[tuple[PlacedCell, Path]]:
    """Yield the boxes that have a figure of money, with their paths."""
    return ((box, path) for box, path in paths.items() if is_amount(box.text))


def amount_in(box: PlacedCell) -> Decimal:
    """Return the figure of money in a box."""
    return Decimal(box.text.strip().replace(",", ""))


def sum_of(boxes: Iterable[PlacedCell]) -> Decimal:
    """Return the sum of figures of money."""
    return sum(map(amount_in, boxes), Decimal(0))
