"""Two successive forms of one department, or of one project: the change of each figure, each target and each text.

A target is raised when its figure is higher. Whether that asks for more is said only where the signs of both years
show it, or the sign of one year and the name of the other's target.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args

from generator.analysis.facts import FormFacts, grouped
from generator.analysis.form_figures import (
    FormFigure,
    money_figures,
    own_cells_by_path,
    own_values,
    paired,
    people_figures,
    text_with_unit,
)
from generator.analysis.judging import better_by_name
from generator.analysis.matching import Match, has_same_name, matched_indicators, matched_tasks
from generator.analysis.readings import with_unit
from generator.analysis.table_rows import TOTAL, IndicatorFacts, TaskFacts
from generator.analysis.text_diff import TextDiff, text_diff
from generator.content.row_matches import folded
from generator.forms.cells import TABLES, columns_of, table_columns, withheld_cells
from generator.forms.fields import FieldGroup, money
from generator.forms.figures import figure, in_wan, percent
from generator.forms.model import Form, Record, Task
from generator.targets import Target
from generator.targets.normal_form import plain
from generator.words import translate

Kind = Literal["raised", "lowered", "added", "dropped", "reworded", "renamed", "alike", "withheld", "same"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Words by which a target says that something grows or shrinks.
GROWS = re.compile("增|提[高升]|上升|上涨|扩大")
SHRINKS = re.compile("减|降|下调|压[缩减]|缩[减小短]")
FIGURED = ("quantity", "ratio", "amount")


# Figures


@dataclass(frozen=True, slots=True)
class YearFigure:
    """The value of a cell, None where the form has no such cell; `wan` is an amount in 元 converted to 万元."""

    value: Any
    anchor: str
    wan: str = ""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A line that both forms may have: its name, both figures, and their difference in words."""

    name: str
    before: YearFigure
    now: YearFigure
    moved: str
    is_derived: bool = False


def difference_in_words(before: Decimal | None, now: Decimal | None, unit: str) -> str:
    """Return the difference of a figure from the earlier one, in words and percent; empty without two figures."""
    if before is None or now is None:
        return ""
    if before == now:
        return translate("years.moved.same")
    gap = abs(now - before)
    points = unit == "%"
    amount = translate("years.moved.points", gap=figure(gap)) if points else with_unit(gap, unit)
    share = None if points or before < 0 else percent(gap, before)
    words = "" if share is None else translate("years.moved.share", share=share)
    return translate(f"years.moved.{'up' if now > before else 'down'}", amount=amount, share=words)


# Rows


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """The change of an indicator: its kind, the difference of the target's figure, and its meaning in words."""

    kind: Kind
    match: Match[IndicatorFacts]
    moved: str = ""
    asks: str = ""

    @property
    def texts(self) -> tuple[tuple[str, TextDiff], ...]:
        """The changes in columns that only forms of this kind have; none for rows that may be different ones."""
        before, now = self.match.before, self.match.now
        if before is None or now is None or self.kind in ("withheld", "alike"):
            return ()
        return tuple(own_changes(before.indicator, now.indicator))


@dataclass(frozen=True, slots=True)
class TaskChange:
    """The change of a task: its amounts, and its texts by title of the column; no text that is withheld."""

    match: Match[TaskFacts]
    before: YearFigure
    now: YearFigure
    moved: str
    texts: tuple[tuple[str, TextDiff], ...]


@dataclass(frozen=True)
class YearPair:
    """Two forms of one department or project, one after the other; every property is computed when it is read."""

    before: FormFacts
    now: FormFacts

    @property
    def gap(self) -> tuple[int, ...]:
        """The years between the two, of which there is no form."""
        return tuple(range(self.before.source.year + 1, self.now.source.year))

    @property
    def anchor(self) -> str:
        """The id of the comparison on the page of the department."""
        return f"change-{self.now.source.year}"

    @property
    def units_differ(self) -> bool:
        """Whether one form is in 元 and the other in 万元."""
        return self.before.unit != self.now.unit

    @property
    def frameworks_differ(self) -> bool:
        """Whether the forms use different trees of indicators."""
        return self.before.form.framework != self.now.form.framework

    @property
    def withheld(self) -> tuple[tuple[int, str], ...]:
        """The years with withheld cells, and how many in words."""
        return tuple((facts.source.year, facts.withheld) for facts in (self.before, self.now) if facts.withheld)

    @property
    def hides_earlier_names(self) -> bool:
        """Whether the earlier form withholds names of tasks, so that no later task is known to be new."""
        return any(line.task.withheld == "all" for line in self.before.tasks)

    @cached_property
    def only_before(self) -> tuple[str, ...]:
        """The titles of cells that only the earlier form has."""
        return titles_missing_from(self.before, self.now)

    @cached_property
    def only_now(self) -> tuple[str, ...]:
        """The titles of cells that only the newer form has."""
        return titles_missing_from(self.now, self.before)

    @property
    def budget(self) -> tuple[FigureChange, ...]:
        """The total and each line of the budget that one of the forms has."""
        return tuple(
            FigureChange(named.name, *self.amounts(*map(value_and_anchor, sides)), is_derived=named.key == TOTAL)
            for named, *sides in paired(money_figures(self.before), money_figures(self.now))
        )

    def amounts(self, before: tuple[Any, str], now: tuple[Any, str]) -> tuple[YearFigure, YearFigure, str]:
        """Return two amounts with their ids, and their difference, in 万元 where the units differ."""
        units = (self.before.unit, self.now.unit)
        first, second = (
            YearFigure(value, anchor, wan_in_words(value, unit) if self.units_differ else "")
            for (value, anchor), unit in zip((before, now), units, strict=True)
        )
        if self.units_differ:
            amounts = amount_in_wan(first.value, units[0]), amount_in_wan(second.value, units[1])
            return first, second, difference_in_words(*amounts, "万元")
        return first, second, difference_in_words(money(first.value), money(second.value), units[1])

    @property
    def people(self) -> tuple[FigureChange, ...]:
        """The numbers of people and units that one of the forms has."""
        changes = []
        for named, *sides in paired(*(people_figures(facts.form) for facts in (self.before, self.now))):
            before, now = (YearFigure(*value_and_anchor(side)) for side in sides)
            moved = difference_in_words(count_as_figure(before.value), count_as_figure(now.value), "")
            changes.append(FigureChange(named.name, before, now, moved))
        return tuple(changes)

    @cached_property
    def indicator_matches(self) -> list[Match[IndicatorFacts]]:
        """The indicators, each with the one of the other form that it is."""
        return matched_indicators(self.before, self.now)

    @cached_property
    def indicators(self) -> tuple[tuple[Kind, tuple[IndicatorChange, ...]], ...]:
        """The change of each indicator, by kind, in the order of the newer form and then of the earlier."""
        by_kind = grouped(map(self.indicator_change, self.indicator_matches), lambda change: change.kind)
        return tuple((kind, tuple(by_kind[kind])) for kind in KINDS if kind in by_kind)

    def indicator_change(self, match: Match[IndicatorFacts]) -> IndicatorChange:
        """Return the change of one indicator."""
        if match.before is None or match.now is None:
            return IndicatorChange("added" if match.now else "dropped", match)
        if "withheld" in (match.before.reading.kind, match.now.reading.kind):
            return IndicatorChange("withheld", match)
        if not match.is_sure:
            return IndicatorChange("alike", match)
        texts = [
            plain(folded(line.indicator.written, facts.source.year))
            for line, facts in ((match.before, self.before), (match.now, self.now))
        ]
        if texts[0] == texts[1]:
            is_verbatim = match.before.indicator.written == match.now.indicator.written
            years = (self.before.source.year, self.now.source.year)
            kind: Kind = "same" if has_same_name(match.before, match.now, *years) else "renamed"
            return IndicatorChange(kind, match, asks="" if is_verbatim else translate("years.asks.spelling"))
        return target_change(match, match.before.reading, match.now.reading)

    @property
    def goal(self) -> TextDiff:
        """The change of the goal."""
        return text_diff(self.before.goal, self.now.goal)

    @property
    def has_goals(self) -> bool:
        """Whether both forms have a goal."""
        return bool(self.before.goal and self.now.goal)

    @cached_property
    def own_cells(self) -> tuple[tuple[str, TextDiff], ...]:
        """The cells outside of tables and of the budget that both forms print under the same name."""
        before, now = own_cells_by_path(self.before.form), own_cells_by_path(self.now.form)
        return tuple(
            (
                self.now.titles.title(*path),
                text_diff(
                    text_with_unit(before[path].value, self.before.unit), text_with_unit(cell.value, self.now.unit)
                ),
            )
            for path, cell in now.items()
            if path in before
        )

    @cached_property
    def task_matches(self) -> list[Match[TaskFacts]]:
        """The tasks whose names are public, each with the one of the other form that it is."""
        return matched_tasks(self.before, self.now)

    @cached_property
    def tasks(self) -> tuple[TaskChange, ...]:
        """The change of each task whose name is public."""
        return tuple(map(self.task_change, self.task_matches))

    def task_change(self, match: Match[TaskFacts]) -> TaskChange:
        """Return the change of one task; withheld texts are not compared."""
        before, now = match.before, match.now
        amounts = self.amounts(*((line.task.amount, line.anchor) if line else (None, "") for line in (before, now)))
        if not match.is_sure:
            return TaskChange(match, *amounts[:2], "", ())
        texts = tuple(text_changes(before.task, now.task, (self.before.unit, self.now.unit))) if before and now else ()
        return TaskChange(match, *amounts, texts)


def pair_of(before: FormFacts, now: FormFacts) -> YearPair:
    """Return the comparison of two forms of a department or project, the same one for all tables and pages."""
    # The pair keeps the earlier form, so that its id belongs to no other.
    key = (YearPair, id(before))
    if key not in now.memo:
        now.memo[key] = YearPair(before, now)
    pair: YearPair = now.memo[key]
    return pair


def value_and_anchor(line: FormFigure | None) -> tuple[Any, str]:
    """Return the value of a figure and its id on the page; None and "" where a form does not have it."""
    return (line.value, line.anchor) if line else (None, "")


def amount_in_wan(value: Any, unit: str) -> Decimal | None:
    """Return an amount of a form in 万元; None for every kind of absence."""
    amount = money(value)
    return None if amount is None else in_wan(amount, unit)


def wan_in_words(value: Any, unit: str) -> str:
    """Return an amount of a form in 元 as text in 万元; empty for a form in 万元."""
    amount = amount_in_wan(value, unit)
    return "" if amount is None or unit == "万元" else translate("years.wan", wan=figure(amount))


def count_as_figure(value: Any) -> Decimal | None:
    """Return a count as a figure; None for every kind of absence."""
    return Decimal(value) if isinstance(value, int) else None


def titles_missing_from(one: FormFacts, other: FormFacts) -> tuple[str, ...]:
    """Return the titles of cells and columns of one form that the other does not have; without money and people."""
    others = set(form_cells(other.form))
    return tuple(one.titles.title(*path) for path in form_cells(one.form) if path not in others)


def form_cells(form: Form) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the optional cells and columns that a form has; the columns of both lists of tasks are one."""
    if form.supervisor is not None:
        yield ("supervisor",)
    if isinstance(form, Record) and form.tasks.other is not None:
        yield "tasks", "other"
    for table in TABLES:
        if table == "indicators" or isinstance(form, Record):
            rows = ("tasks", "key") if table == "tasks" else (table,)
            yield from ((*rows, column.key) for column in table_columns(form, table))


# Targets


def target_change(match: Match[IndicatorFacts], before: Target, now: Target) -> IndicatorChange:
    """Return the change of a target whose text differs, by its figure where both have one that compares."""
    figures = comparable(before, now)
    signs = {before.direction, now.direction}
    turn = direction_change(before.text, now.text)
    if figures is None or turn or signs == {"up", "down"}:
        return IndicatorChange("reworded", match, asks=translate(f"years.asks.{turn}") if turn else "")
    first, second, unit = figures
    if first == second:
        return IndicatorChange("reworded", match, asks=translate("years.asks.sign"))
    raised = second > first
    says_otherwise = len(signs) > 1 and signs != {"exact", "none"}
    directions = {direction_by_name(line) for line in (match.before, match.now) if line} if says_otherwise else signs
    is_unknown = says_otherwise and len(directions) > 1
    asks = translate("years.asks.sign_too") if is_unknown else demand_in_words(directions, raised=raised)
    return IndicatorChange("raised" if raised else "lowered", match, difference_in_words(first, second, unit), asks)


def direction_change(before: str, now: str) -> str:
    """Return how two targets differ in saying that something grows or shrinks; empty where they do not.

    reversed   one says that it grows and the other that it shrinks
    one_way    only one of them says which
    """
    ways = [tuple(bool(pattern.search(text)) for pattern in (GROWS, SHRINKS)) for text in (before, now)]
    if ways[0] == ways[1]:
        return ""
    return "one_way" if (False, False) in ways else "reversed"


def comparable(before: Target, now: Target) -> tuple[Decimal, Decimal, str] | None:
    """Return the figures of two targets in one unit; None where they cannot be compared."""
    if before.value is None or now.value is None or before.kind != now.kind or now.kind not in FIGURED:
        return None
    if before.unit == now.unit:
        return before.value, now.value, now.unit
    if before.in_yuan is not None and now.in_yuan is not None:
        return in_wan(before.in_yuan, "元"), in_wan(now.in_yuan, "元"), "万元"
    return None


def direction_by_name(line: IndicatorFacts) -> str:
    """Return the direction of a target by its sign or, without one that says, by its name: 100% of 合格率 is ≥100%."""
    by_name = {"ge": "up", "le": "down", "": line.reading.direction}
    is_signed = line.reading.direction in ("up", "down")
    return line.reading.direction if is_signed else by_name[better_by_name(line.reading, line.indicator.name)]


def demand_in_words(directions: Collection[str], *, raised: bool) -> str:
    """Return in words whether a changed target demands more or less; empty where the direction is unknown."""
    (direction, *others) = directions
    if others or direction not in ("up", "down"):
        return ""
    return translate(f"years.asks.{direction}.{'raised' if raised else 'lowered'}")


# Tasks


def text_changes(before: Task, now: Task, units: tuple[str, str]) -> Iterator[tuple[str, TextDiff]]:
    """Yield the columns that both rows show and that differ, without their amounts; `units` are those of the forms."""
    withheld = withheld_cells(before) | withheld_cells(now)
    for column in columns_of(Task):
        old, new = getattr(before, column.key), getattr(now, column.key)
        is_shown = column.kind == "prose" and column.key not in withheld
        if is_shown and old is not None and new is not None and old != new:
            yield column.title, text_diff(str(old), str(new))
    yield from own_changes(before, now, units)


def own_changes(
    before: FieldGroup, now: FieldGroup, units: tuple[str, str] = ("", "")
) -> Iterator[tuple[str, TextDiff]]:
    """Yield the cells of two rows with the same printed name and different texts; withheld ones are left out."""
    earlier = own_values(before)
    for key, value in own_values(now).items():
        if key not in earlier:
            continue
        old, new = text_with_unit(earlier[key], units[0]), text_with_unit(value, units[1])
        if old != new:
            yield key, text_diff(old, new)
