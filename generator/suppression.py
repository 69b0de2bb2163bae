"""Cell suppression: whether the published figures of a form determine an amount that it withholds.

The sums of a form (money by type, by source, by level, stated totals, tasks, declared sums) are linear equations over
its amounts, solved in exact fractions. A withheld amount or one left blank is an unknown; amounts are never negative.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from generator.cells import WITHHELD_TOTAL, Cell, CellPath, cells
from generator.model import Form, Record
from generator.typed import BLANK, WITHHELD, money

# What all ways of splitting the budget of a department add up to; no cell of the form.
TOTAL: CellPath = ("total",)
WAYS = ("by_type", "by_source", "by_level")
MOST_REMEDIES = 3
Row = list[Fraction]


@dataclass(frozen=True, slots=True)
class Equation:
    """Unknown amounts with their factors, and what they add up to."""

    factors: Mapping[CellPath, int]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Exposed:
    """Withheld cells whose sum follows from what is published: one cell alone, or several together."""

    cells: tuple[CellPath, ...]
    value: Fraction


def given_away(form: Form) -> tuple[Exposed, ...]:
    """The withheld amounts, and the sums of withheld amounts that no decision released, that follow from a form."""
    return audit(tuple(cells(form)), form)


def audit(shown: Sequence[Cell], form: Form) -> tuple[Exposed, ...]:
    """The same for the cells of a form of which some may be withheld besides."""
    hidden = [cell.path for cell in shown if cell.hidden and cell.kind in ("money", "count")]
    if not hidden:
        return ()
    known = {cell.path: cell for cell in shown}
    sums = [*equations(known, form)]
    released = released_sum(known, sums)
    return tuple(found for found in exposed(sums, hidden) if not is_released(found, released))


def is_released(found: Exposed, released: frozenset[CellPath]) -> bool:
    """Whether a sum of several amounts may be known: a decision gave it out, and it is not zero."""
    return len(found.cells) > 1 and found.value > 0 and frozenset(found.cells) == released


def released_sum(known: Mapping[CellPath, Cell], sums: Sequence[Equation]) -> frozenset[CellPath]:
    """The withheld amounts of tasks whose sum the form gives; nothing where it gives none, or one that cannot be."""
    total = known.get(WITHHELD_TOTAL)
    given = money(total.value) if total else None
    parts = frozenset(hidden_tasks(known))
    of_parts = [one.value for one in sums if one.factors == dict.fromkeys(parts, 1)]
    return parts if given is not None and set(of_parts) == {Fraction(given)} else frozenset()


def hidden_tasks(known: Mapping[CellPath, Cell]) -> list[CellPath]:
    """The paths of the withheld amounts of tasks."""
    return [path for path, cell in known.items() if cell.hidden and is_task_amount(path)]


def is_task_amount(path: CellPath) -> bool:
    """Whether a path leads to the amount of a task."""
    return path[0] == "tasks" and path[-1] == "amount"


def equations(known: Mapping[CellPath, Cell], form: Form) -> Iterator[Equation]:
    """The sums of a form as equations between its unknown amounts."""
    if isinstance(form, Record):
        for way in WAYS:
            parts = [path for path in known if path[:2] == ("budget", way)]
            if parts:
                yield equation(known, parts, [TOTAL])
        yield from task_equations(known, form)
    for group in (("budget", "annual"), ("budget", "whole"), ("staff",)):
        parts = [path for path in known if path[:-1] == group and path[-1] != "total"]
        if parts and (*group, "total") in known:
            yield equation(known, parts, [(*group, "total")])


def task_equations(known: Mapping[CellPath, Cell], form: Record) -> Iterator[Equation]:
    """The tasks against the project expenditure, the row that repeats the basic one, and the declared sum.

    A declared sum below what the other tasks leave of the project expenditure says that the tasks do not cover it.
    """
    rows = {path: getattr(form.tasks, str(path[1]))[path[2]] for path in known if is_task_amount(path)}
    basic = [path for path, row in rows.items() if row.is_basic]
    others = [path for path, row in rows.items() if not row.is_basic and not row.is_empty]
    project, base = ("budget", "by_type", "project"), ("budget", "by_type", "basic")
    covering = equation(known, others, [project]) if others and project in known else None
    declared = equation(known, hidden_tasks(known), [WITHHELD_TOTAL]) if WITHHELD_TOTAL in known else None
    if covering and not (declared and declared.factors == covering.factors and declared.value < covering.value):
        yield covering
    if declared:
        yield declared
    if len(basic) == 1 and base in known:
        yield equation(known, basic, [base])


def equation(known: Mapping[CellPath, Cell], parts: Iterable[CellPath], whole: Iterable[CellPath]) -> Equation:
    """That some cells add up to others."""
    factors: dict[CellPath, int] = {}
    value = Fraction(0)
    for path, factor in (*((part, 1) for part in parts), *((part, -1) for part in whole)):
        cell = known.get(path)
        amount = None if cell is None or cell.hidden else cell.value
        if cell is None or cell.hidden or amount in (BLANK, WITHHELD):
            factors[path] = factors.get(path, 0) + factor
        elif isinstance(amount, Decimal | int):
            value -= factor * Fraction(amount)
    return Equation({path: factor for path, factor in factors.items() if factor}, value)


def exposed(sums: Sequence[Equation], hidden: Sequence[CellPath]) -> Iterator[Exposed]:
    """Every smallest set of hidden cells whose sum the equations determine.

    Cells with the same factors in all equations stand for each other, so they are one column.
    """
    columns: dict[tuple[int, ...], list[CellPath]] = {}
    for path in hidden:
        columns.setdefault(tuple(one.factors.get(path, 0) for one in sums), []).append(path)
    columns.pop((0,) * len(sums), None)
    free = [*dict.fromkeys(path for one in sums for path in one.factors if path not in hidden)]
    rows = [
        [
            *(Fraction(one.factors.get(path, 0)) for path in free),
            *(Fraction(factors[number]) for factors in columns),
            one.value,
        ]
        for number, one in enumerate(sums)
    ]
    width = len(free)
    solved = [row[width:] for row in reduced(rows, width + len(columns)) if not any(row[:width])]
    members = [*columns.values()]
    consistent = all(any(row[:-1]) or not row[-1] for row in solved)
    for row in elementary([row for row in solved if any(row[:-1])], len(members)):
        found = Exposed(tuple(path for part, some in zip(row, members, strict=False) if part for path in some), row[-1])
        # No sum of amounts is negative: such figures contradict each other and tell nothing.
        if found.value >= 0 or not consistent:
            yield found
            if found.value == 0:
                yield from (Exposed((path,), Fraction(0)) for path in found.cells)


def elementary(rows: list[Row], width: int) -> Iterator[Row]:
    """The combinations of rows with the fewest columns, none of them of another sign than the rest, each once."""
    seen: set[tuple[int, ...]] = set()
    for zeros in combinations(range(width), max(len(rows) - 1, 0)):
        order = [*zeros, *(column for column in range(width) if column not in zeros)]
        solved = reduced([[*(row[column] for column in order), row[-1]] for row in rows], width)
        if not solved:
            return
        last = dict(zip(order, solved[-1], strict=False))
        row = [last[column] for column in range(width)]
        support = tuple(column for column, part in enumerate(row) if part)
        if support and support not in seen and len({part > 0 for part in row if part}) == 1:
            seen.add(support)
            sign = -1 if any(part < 0 for part in row) else 1
            yield [*(part * sign for part in row), solved[-1][-1] * sign]


def reduced(rows: Sequence[Row], width: int) -> list[Row]:
    """The rows in reduced row echelon form over their first `width` columns, without rows of nothing."""
    waiting = [[*row] for row in rows]
    done: list[Row] = []
    for column in range(width):
        pivot = next((row for row in waiting if row[column]), None)
        if pivot is None:
            continue
        waiting.remove(pivot)
        pivot = [part / pivot[column] for part in pivot]
        waiting = [minus(row, pivot, column) for row in waiting]
        done = [*(minus(row, pivot, column) for row in done), pivot]
    return [*done, *(row for row in waiting if any(row))]


def minus(row: Row, pivot: Row, column: int) -> Row:
    """A row without what it has of another in a column."""
    factor = row[column]
    return [part - factor * other for part, other in zip(row, pivot, strict=True)] if factor else row


def remedy(form: Form) -> tuple[Cell, ...]:
    """The fewest further amounts that, withheld as well, leave nothing to be worked out; nothing where none do."""
    shown = tuple(cells(form))
    amounts = [cell for cell in shown if money(cell.value) is not None and cell.path != WITHHELD_TOTAL]
    # Of tasks one at a time: there may be many, and the sums that they are part of are few.
    groups = [cell for cell in amounts if not is_task_amount(cell.path)]
    for many in range(1, MOST_REMEDIES + 1):
        for chosen in combinations(amounts if many == 1 else groups, many):
            paths = {cell.path for cell in chosen}
            if not audit(tuple(withheld(cell) if cell.path in paths else cell for cell in shown), form):
                return chosen
    return ()


def withheld(cell: Cell) -> Cell:
    """A cell as it is when it is withheld."""
    return Cell(cell.path, cell.title, cell.kind, None, hidden=True)
