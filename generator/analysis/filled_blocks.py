"""The parts of a form of a department, and which of them were left blank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import BLANK
from generator.forms.indicator_tree import families_of
from generator.forms.model import Record
from generator.words import translate


@dataclass(frozen=True, slots=True)
class FilledBlocks:
    """The parts that a form has, and which of them were left blank."""

    names: tuple[str, ...]
    blank: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many parts are filled in."""
        return len(self.names) - len(self.blank)


def filled_blocks(record: Record, titles: FormTitles) -> FilledBlocks:
    """Return the parts that the form has; the optional table of other tasks counts only where it is filled in."""
    parts = dict(parts_of(record, titles))
    return FilledBlocks(tuple(parts), tuple(name for name, filled in parts.items() if not filled))


def parts_of(record: Record, titles: FormTitles) -> Iterator[tuple[str, bool]]:
    """Yield the names of the parts that the form has or should have, and whether they are filled in.

    These are the splits of the money, the people, the goal, the two tables of tasks and the families of indicators,
    where 无 in a row counts as filled in.
    """
    for key, name, split in titles.cells(record.budget, "budget"):
        if cells := titles.cells(split, "budget", key):
            yield filling_of(name, cells)
    if record.staff:
        yield filling_of(titles.title("staff"), titles.cells(record.staff, "staff"))
    if record.goal is not None:
        yield titles.title("goal"), record.goal != BLANK
    if record.tasks.key is not None:
        yield titles.title("tasks", "key"), any(map(has_content, record.tasks.key))
    if any(map(has_content, record.tasks.other or ())):
        yield titles.title("tasks", "other"), True
    for family in families_of(record.indicators):
        yield f"{family.name}指标", family.filling in ("filled", "none")


def filling_of(name: str, cells: Sequence[tuple[str, str, Any]]) -> tuple[str, bool]:
    """Return the name of a group of cells and whether all are filled in; the name lists blank cells where some are."""
    blank = [cell for _, cell, value in cells if value == BLANK]
    if blank and len(blank) < len(cells):
        return translate("disclosure.partly", name=name, cells=translate("facts.between").join(blank)), False
    return name, not blank


def has_content(task: Any) -> bool:
    """Whether a row of a task table has a name or is withheld."""
    return task.withheld is not None or task.name not in (None, BLANK)
