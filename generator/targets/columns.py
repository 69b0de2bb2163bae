"""Merges the unit in a cell, what 每 says beside it, and the unit of the column 计量单位 into one unit."""

from generator.targets.units import FACTORS, MONEY, NAMED_FACTOR, NO_UNIT, YUAN, Unit
from generator.text.word_list import word_map

# Two spellings of one denominator.
SYNONYMS = word_map("年度=年 季度=季 月份=月 星期=周 日=天 名=人 位=人")
CONFLICT, REPEATED = ("unit-conflict",), ("unit-repeated",)


def with_per(unit: Unit, per: tuple[str, ...]) -> Unit:
    """The unit counted by what 每 named: 每年4次 is 4 次/年."""
    return Unit(f"{unit.head}/{'·'.join(per + unit.denominators)}", unit.power, unit.listed) if per else unit


def with_column(unit: Unit, per: tuple[str, ...], column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The unit of the cell, counted by `per`, merged with that of the column, and the flags of the merge.

    Where they may say different things the flag is unit-conflict: 0.5亿 under 万元, 5元 under 万元, 2次 under 次/年.
    """
    unit = with_per(unit, per)
    if unit.power and scale_of(unit.head) and not is_own_unit(unit.head):
        return unit, CONFLICT
    if column == NO_UNIT:
        return unit, () if unit.head else ("unit-missing",)
    return merge_repeated_unit(unit, column) if unit.head else complete_unit(unit, column)


def complete_unit(unit: Unit, column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The column's unit for a figure with no more than 万 or 每; a factor that both have is applied once.

    250万 under 万元 is 250 万元. 0.5亿 under 万元 may be 5000 or 0.5 万元; it is a conflict.
    """
    head = column.head
    power, scale = column.power, column.power or scale_of(head)
    flags: tuple[str, ...] = ()
    if unit.power and not scale:
        power = unit.power
    elif unit.power and not column.power and is_own_unit(head):
        power = unit.power
        flags = CONFLICT if head.startswith("千字") or unit.power <= scale else ()
    elif unit.power:
        flags = REPEATED if unit.power == scale else CONFLICT
    below, column_below = unit.denominators, column.denominators
    # 每人 under 元/人次 may be either; 每人 under 元/月 is both.
    if not (denominators_agree(below, column_below) or set("".join(below)).isdisjoint("".join(column_below))):
        flags = CONFLICT
    return Unit(counted_by(head, below, column_below), power, column.listed), flags


def merge_repeated_unit(unit: Unit, column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The unit of a cell that names it completely, where the column says the same or only the unit below its 万."""
    below, column_below = unit.denominators, column.denominators
    is_same = (unit.head, unit.power) == (column.head, column.power)
    is_scaled = column.power == 0 and (
        (unit.power > 0 and unit.head == column.head) or (column.head == "元" and YUAN.get(unit.head, 0) > 0)
    )
    if not (is_same or is_scaled) or not denominators_agree(below, column_below):
        return unit, CONFLICT
    pair = (below, column_below) if len(below) > len(column_below) else (column_below, below)
    return Unit(counted_by(unit.head, *pair), unit.power, unit.listed), REPEATED


def denominators_agree(below: tuple[str, ...], column: tuple[str, ...]) -> bool:
    """Whether what the cell and the column count by is the same, or the cell says more of it."""
    ours, theirs = ({SYNONYMS.get(word, word) for word in words} for words in (below, column))
    return ours >= theirs or (bool(ours) and ours <= theirs)


def counted_by(head: str, first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """The unit word counted by the words of both, each once."""
    counted = {SYNONYMS.get(part, part) for part in first}
    below = [*first, *(part for part in second if SYNONYMS.get(part, part) not in counted)]
    return f"{head}/{'·'.join(below)}" if below else head


def scale_of(head: str) -> int:
    """The power of ten that a unit word begins with: 4 of 万元, 3 of 千字; 0 where it begins with none."""
    if head not in MONEY and not head.startswith(NAMED_FACTOR):
        return 0
    return next((power for factor, power in FACTORS.items() if head.startswith(factor)), 0)


def is_own_unit(head: str) -> bool:
    """Whether the 千 of a unit belongs to its name, as in 千瓦."""
    return head not in MONEY and head.startswith(NAMED_FACTOR)
