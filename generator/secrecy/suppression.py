"""Cell suppression: whether the published figures of a form determine an amount that it withholds.

The sums of a form (money by type, by source, by level, stated totals, tasks, declared sums) are linear equations over
its amounts, solved in exact fractions. A withheld amount or one left blank is an unknown; amounts are never negative.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations

from generator.forms.cells import (
    REFERENCE_GROUPS,
    WITHHELD_TOTAL,
    Cell,
    CellPath,
    cells,
    document_cells,
    own_lines,
    parts_in,
)
from generator.forms.fields import BLANK, WITHHELD, is_worded, money, titles_of
from generator.forms.model import Form, Project, Record
from generator.text.folding import fold
from generator.text.normalize import without_spaces

# What all ways of splitting the budget of a department add up to; no cell of the form.
TOTAL: CellPath = ("total",)
WAYS = ("by_type", "by_source", "by_level")
# The totals that the form of a department may state.
STATED: tuple[CellPath, ...] = tuple(("budget", way, "total") for way in WAYS)
PROJECT: CellPath = ("budget", "by_type", "project")
BASIC: CellPath = ("budget", "by_type", "basic")
# The groups of the budget whose lines are no parts of its total.
NOT_IN_TOTAL = frozenset(("budget", key) for key in ("development", *REFERENCE_GROUPS))
# A text with a figure in it; in Chinese digits two or more of them.
FIGURE = re.compile("[0-9]|[一二三四五六七八九十百千万亿零两]{2}")
MOST_REMEDIES = 3
MOST_TASKS = 3
YEAR = re.compile("(?:19|20)[0-9]{2}")
# What may precede the name of a row: 一、 （一） 1. “ 其中：
NUMBERING = re.compile(r"^(?:其中[：:]|[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[“\"'‘])+|[”\"'’]$")
TOTAL_NAMES = re.compile("(?:任务|项目|支出|资金|金额)*(?:合计|小计|总计|总额|共计)|项目支出")
BASIC_NAMES = re.compile(
    "基本支出|人员(?:经费|支出)|公用(?:经费|支出)|工资|福利|社会保障缴费|运转|运行经费|对个人和家庭"
)
Row = list[Fraction]


@dataclass(frozen=True, slots=True)
class Equation:
    """Factors of unknown amounts, and the value of their sum."""

    factors: Mapping[CellPath, int]
    value: Fraction


@dataclass(frozen=True, slots=True)
class ExposedSum:
    """Withheld cells whose sum follows from published figures: one cell alone, or several together."""

    cells: tuple[CellPath, ...]
    value: Fraction


def exposed_amounts(form: Form) -> tuple[ExposedSum, ...]:
    """The withheld amounts, and the unreleased sums of withheld amounts, that follow from a form."""
    return audit(tuple(cells(form)), form)


def audit(shown: Sequence[Cell], form: Form) -> tuple[ExposedSum, ...]:
    """The withheld amounts and sums that follow from the cells of a form, some of which may be withheld on trial."""
    amounts = (cell.path for cell in shown if cell.hidden and cell.kind in ("money", "count"))
    hidden = [path for path in amounts if path != WITHHELD_TOTAL]
    if not hidden:
        return ()
    by_path = {cell.path: cell for cell in shown}
    released = released_sum(by_path, form)
    exposed_sums: dict[tuple[CellPath, ...], ExposedSum] = {}
    for sums in equation_systems(by_path, form):
        for exposed in solved_sums(sums, hidden):
            if frozenset(exposed.cells) != released or len(exposed.cells) == 1:
                exposed_sums.setdefault(exposed.cells, exposed)
    return tuple(exposed_sums.values())


def released_sum(by_path: Mapping[CellPath, Cell], form: Form) -> frozenset[CellPath]:
    """The withheld amounts of tasks whose sum the form states; empty where it states none, or an impossible one."""
    total = by_path.get(WITHHELD_TOTAL)
    stated = money(total.value) if total else None
    if not stated or not isinstance(form, Record):
        return frozenset()
    parts = hidden_tasks(by_path)
    most = equation(by_path, rows_of_tasks(by_path, form).plain, PROJECT)
    is_too_much = most.factors == dict.fromkeys(parts, 1) and most.value < Fraction(stated)
    return frozenset() if is_too_much else frozenset(parts)


def hidden_tasks(by_path: Mapping[CellPath, Cell]) -> list[CellPath]:
    """The paths of the withheld amounts of tasks."""
    return [path for path, cell in by_path.items() if cell.hidden and is_task_amount(path)]


def is_task_amount(path: CellPath) -> bool:
    """Whether a path leads to the amount of a task."""
    return path[0] == "tasks" and path[-1] == "amount"


@dataclass(frozen=True, slots=True)
class TaskRows:
    """The amounts of the task table: `plain` ones, those that may repeat basic expenditure, and those of totals."""

    plain: tuple[CellPath, ...]
    basic: tuple[CellPath, ...]
    totals: tuple[CellPath, ...]


def rows_of_tasks(by_path: Mapping[CellPath, Cell], form: Record) -> TaskRows:
    """The amounts of the task table by the names of their rows."""
    plain: list[CellPath] = []
    basic: list[CellPath] = []
    totals: list[CellPath] = []
    for path in filter(is_task_amount, by_path):
        row = getattr(form.tasks, str(path[1]))[path[2]]
        name = NUMBERING.sub("", without_spaces(row.name or ""))
        if not row.is_empty:
            (totals if TOTAL_NAMES.fullmatch(name) else basic if BASIC_NAMES.search(name) else plain).append(path)
    return TaskRows(tuple(plain), tuple(basic), tuple(totals))


def equation_systems(by_path: Mapping[CellPath, Cell], form: Form) -> Iterator[list[Equation]]:
    """The sums of a form as systems of equations, one for each possible interpretation.

    It is unknown whether a blank cell is zero, whether a line of the form's own is a part of its group or of another
    line, what a row of a total adds up, or whether the tasks are all of the
    project expenditure or of the whole budget: whatever follows in any of these ways is exposed.
    """
    for filled in chain(with_blanks_as_zero(by_path), with_blanks_as_zero(without_own_lines(by_path, form))):
        base = [*group_equations(filled, form)]
        if not isinstance(form, Record):
            yield base
            continue
        rows = rows_of_tasks(filled, form)
        declared = [equation(filled, hidden_tasks(by_path), WITHHELD_TOTAL)] if WITHHELD_TOTAL in by_path else []
        basic = [equation(filled, rows.basic, BASIC)] if rows.basic and BASIC in by_path else []
        for whole in task_equations(filled, rows):
            is_apart = any(other.factors == whole.factors and other.value < whole.value for other in declared)
            yield [*base, *basic, *declared, *([] if is_apart else [whole])]
        yield [*base, *basic, *declared]


def without_own_lines(by_path: Mapping[CellPath, Cell], form: Form) -> Mapping[CellPath, Cell]:
    """The cells without the lines of money that only this form has; none where it has no such lines."""
    own = {("budget", split, key) for split in titles_of(type(form.budget)) for key in own_lines(form, split)}
    return {path: cell for path, cell in by_path.items() if path not in own} if own else {}


def unrelated_figures(form: Form) -> Iterator[Cell]:
    """Yield the shown figures of a form's own cells that may be sums or parts of withheld amounts.

    A line of its own beside typed ones is a part of their total where nothing of their group is withheld. How any
    other is related to the amounts of the form, nobody knows.
    """
    shown = cells(form)
    hidden = {cell.path[:-1] for cell in shown if cell.hidden and cell.kind in ("money", "count")}
    if not hidden:
        return
    own = {(*path, key) for path, part in parts_in(form) for key in part.own}
    mixed = {path[:-1] for path in own if path[:2] not in NOT_IN_TOTAL and path[0] == "budget"}
    for cell in shown:
        group = cell.path[:-1]
        if cell.hidden or not is_figure(cell):
            continue
        # The figures in rows of indicators are read in their context like those of targets.
        if group in mixed & hidden or (cell.path in own and group not in mixed and group[0] != "indicators"):
            yield cell
    yield from filter(is_figure, document_cells(form))


def is_figure(cell: Cell) -> bool:
    """Whether a cell shows an amount, a number, or a text that is one."""
    is_text = cell.kind == "text" or is_worded(cell.value)
    return isinstance(cell.value, Decimal | int) or (is_text and FIGURE.search(fold(cell.text)) is not None)


def with_blanks_as_zero(by_path: Mapping[CellPath, Cell]) -> Iterator[Mapping[CellPath, Cell]]:
    """The cells unchanged, then with the blank ones of each group as zero, and with all blank ones as zero."""
    blank = [path for path, cell in by_path.items() if cell.value == BLANK and cell.kind in ("money", "count")]
    groups = [*dict.fromkeys(path[:2] for path in blank)]
    yield by_path
    for chosen in [*([group] for group in groups), *([groups] if len(groups) > 1 else [])]:
        yield {**by_path, **{path: by_path[path]._replace(value=Decimal(0)) for path in blank if path[:2] in chosen}}


def group_equations(by_path: Mapping[CellPath, Cell], form: Form) -> Iterator[Equation]:
    """The equations of the budget by type, source and level, of the stated totals, and of the people."""
    if isinstance(form, Record):
        for way in WAYS:
            parts = [path for path in by_path if path[:2] == ("budget", way) and path not in STATED]
            if parts:
                yield equation(by_path, parts, TOTAL)
        yield from (equation(by_path, [stated], TOTAL) for stated in STATED if stated in by_path)
    elif isinstance(form, Project) and not spans_years(form):
        for path in by_path:
            if path[:2] == ("budget", "annual") and (whole := ("budget", "whole", path[2])) in by_path:
                yield equation(by_path, [path], whole)
    for group in (*(path[:-1] for path in STATED), ("budget", "annual"), ("budget", "whole"), ("staff",)):
        parts = [path for path in by_path if path[:-1] == group and path[-1] != "total"]
        if parts and (*group, "total") in by_path:
            yield equation(by_path, parts, (*group, "total"))


def spans_years(form: Project) -> bool:
    """Whether a project says that it begins in one year and ends in another."""
    years = [set(YEAR.findall(text or "")) for text in (form.starts, form.ends)]
    return bool(years[0] and years[1] and years[0] != years[1])


def task_equations(by_path: Mapping[CellPath, Cell], rows: TaskRows) -> Iterator[Equation]:
    """Equations of the possible totals of the tasks: the project expenditure, the whole budget, a total row."""
    wholes = [*([PROJECT] if PROJECT in by_path else []), TOTAL]
    for tasks in dict.fromkeys((rows.plain, (*rows.plain, *rows.basic))):
        if tasks:
            yield from (equation(by_path, tasks, whole) for whole in (*wholes, *rows.totals))
    if rows.plain and BASIC in by_path:
        yield equation(by_path, [*rows.plain, BASIC], TOTAL)
    yield from (equation(by_path, [total], whole) for whole in wholes for total in rows.totals)


def equation(by_path: Mapping[CellPath, Cell], parts: Iterable[CellPath], whole: CellPath) -> Equation:
    """The equation that some cells add up to another."""
    factors: dict[CellPath, int] = {}
    value = Fraction(0)
    for path, factor in (*((part, 1) for part in parts), (whole, -1)):
        cell = by_path.get(path)
        amount = None if cell is None or cell.hidden else cell.value
        if cell is None or cell.hidden or amount in (BLANK, WITHHELD) or is_worded(amount):
            factors[path] = factors.get(path, 0) + factor
        elif isinstance(amount, Decimal | int):
            value -= factor * Fraction(amount)
    return Equation({path: factor for path, factor in factors.items() if factor}, value)


def solved_sums(sums: Sequence[Equation], hidden: Sequence[CellPath]) -> Iterator[ExposedSum]:
    """Every smallest set of hidden cells whose sum the equations determine.

    Cells with the same factors in all equations are interchangeable, so they are one column.
    """
    columns: dict[tuple[int, ...], list[CellPath]] = {}
    for path in hidden:
        columns.setdefault(tuple(equation.factors.get(path, 0) for equation in sums), []).append(path)
    columns.pop((0,) * len(sums), None)
    free = [*dict.fromkeys(path for equation in sums for path in equation.factors if path not in hidden)]
    rows = [
        [
            *(Fraction(equation.factors.get(path, 0)) for path in free),
            *(Fraction(factors[number]) for factors in columns),
            equation.value,
        ]
        for number, equation in enumerate(sums)
    ]
    width = len(free)
    solved = [row[width:] for row in reduced(rows, width + len(columns)) if not any(row[:width])]
    members = [*columns.values()]
    for row in elementary([row for row in solved if any(row[:-1])], len(members)):
        paths = tuple(path for part, same in zip(row, members, strict=False) if part for path in same)
        # No sum of amounts is negative: the sums are not meant in this way.
        if row[-1] >= 0:
            yield ExposedSum(paths, row[-1])
        if row[-1] == 0:
            yield from (ExposedSum((path,), Fraction(0)) for path in paths)


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
        signs = {1 if part > 0 else -1 for part in row if part}
        if support not in seen and len(signs) == 1:
            seen.add(support)
            sign = signs.pop()
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
        waiting = [eliminated(row, pivot, column) for row in waiting]
        done = [*(eliminated(row, pivot, column) for row in done), pivot]
    return [*done, *(row for row in waiting if any(row))]


def eliminated(row: Row, pivot: Row, column: int) -> Row:
    """A row minus the multiple of another that clears a column."""
    factor = row[column]
    return [part - factor * other for part, other in zip(row, pivot, strict=True)] if factor else row


def further_suppressions(form: Form) -> tuple[Cell, ...]:
    """The fewest further amounts that, withheld as well, leave nothing exposed; empty where there are none."""
    shown = tuple(cells(form))
    figures = [cell for cell in shown if isinstance(cell.value, Decimal | int) and cell.path != WITHHELD_TOTAL]
    # Of many tasks the first few: they are all parts of the same sums.
    tasks = [cell for cell in figures if is_task_amount(cell.path)]
    candidates = [*(cell for cell in figures if cell not in tasks), *tasks[:MOST_TASKS]]
    for many in range(1, MOST_REMEDIES + 1):
        for chosen in combinations(candidates, many):
            paths = {cell.path for cell in chosen}
            if not audit(tuple(as_withheld(cell) if cell.path in paths else cell for cell in shown), form):
                return chosen
    return ()


def as_withheld(cell: Cell) -> Cell:
    """A cell as it is when it is withheld."""
    return cell._replace(value=None, hidden=True)
