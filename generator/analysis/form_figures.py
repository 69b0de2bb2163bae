"""The figures and own cells of a form that another form may have too, for comparisons and years."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.analysis.facts import FormFacts, ProjectFacts
from generator.analysis.table_rows import TOTAL
from generator.forms.cells import REFERENCE_GROUPS, Cell, CellPath, html_id, named_cells, own_cells, withheld_cells
from generator.forms.fields import FieldGroup, field_title, title_of
from generator.forms.figures import figure, text_of
from generator.forms.model import Form, Record
from generator.text.amounts import WordedAmount
from generator.words import translate

UNITS = "subordinate_units"


@dataclass(frozen=True, slots=True)
class FormFigure:
    """A figure of a form: its key, its name, the value of its cell, its id on the page.

    `label` is the name without the split that the figure is a line of, `share` that of the split in percent.
    """

    key: str
    name: str
    value: Any
    anchor: str
    label: str = ""
    share: Decimal | None = None


def money_figures(facts: FormFacts) -> Iterator[FormFigure]:
    """Yield the total and each line of the budget that the form has."""
    name = translate("projects.annual" if isinstance(facts, ProjectFacts) else "record.tiles.total")
    yield FormFigure(TOTAL, name, facts.total_cell, "budget", name)
    for split in facts.splits:
        for line in split.lines:
            group, label = standard_names(facts.form, split.key, line.key)
            name = translate("comparing.of_split", split=group, line=label)
            yield FormFigure(f"{split.key}.{line.key}", name, line.value, line.anchor, label, line.share)


def standard_names(form: Form, split: str, line: str) -> tuple[str, str]:
    """Return the names of a split and of one of its lines that are the same for all forms."""
    return field_title(type(form), ("budget", split)), field_title(type(form), ("budget", split, line))


def people_figures(form: Form) -> Iterator[FormFigure]:
    """Yield the numbers of people and units that the form has."""
    if not isinstance(form, Record):
        return
    for key, name, value in named_cells(form.staff):
        yield FormFigure(f"staff.{key}", name, value, "staff")
    if form.subordinate_units is not None:
        yield FormFigure(UNITS, title_of(Record, UNITS), form.subordinate_units, html_id(UNITS))


def paired(
    befores: Iterable[FormFigure], nows: Iterable[FormFigure]
) -> Iterator[tuple[FormFigure, FormFigure | None, FormFigure | None]]:
    """Pair the figures of two forms by key: one that names both, then that of each form where it has it.

    Those of the second form come first, in its order.
    """
    first, second = ({line.key: line for line in lines} for lines in (befores, nows))
    for key, line in (second | first).items():
        yield second.get(key, line), first.get(key), second.get(key)


def own_cells_by_path(form: Form) -> dict[CellPath, Cell]:
    """Return the cells that are not on every form, by path, without those of tables, splits and withheld ones."""
    cells = own_cells(form)
    return {cell.path: cell for cell in cells if not (cell.row or cell.hidden or is_of_split(cell.path))}


def text_with_unit(value: Any, unit: str) -> str:
    """Return the text of a cell that is not on every form; an amount in figures has its unit."""
    is_amount = isinstance(value, Decimal) and not isinstance(value, WordedAmount)
    return translate("comparing.amount", amount=figure(value), unit=unit) if is_amount else text_of(value)


def is_of_split(path: CellPath) -> bool:
    """Whether a cell is a line of the budget, which is compared with its figures."""
    return path[0] == "budget" and path[1] not in REFERENCE_GROUPS


def own_values(row: FieldGroup) -> Mapping[str, Any]:
    """Return the cells of a row that are not on every form, by printed name, without withheld ones."""
    withheld = withheld_cells(row) if row.own else ()
    return {key: value for key, value in row.own.items() if key not in withheld}
