"""The lines of a form's money, tasks and indicators, with ids, shares and readings, and what the form withholds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from generator.analysis.outcomes import Outcome
from generator.forms.cells import REFERENCE_GROUPS, WITHHELD_KEYS, anchor, hidden_cells
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD, FieldGroup, OwnMoney, is_worded, money, titles_of
from generator.forms.figures import WHOLE, ZERO, NoTotal, percent
from generator.forms.model import Decision, Form, Indicator, Record, ResultIndicator, Task
from generator.targets import Target, read_target
from generator.words import translate

WITHHELD_KINDS = ("all", "content", "amount", "target", "cell")
# The decisions that withhold the amount of a task.
AMOUNT_WITHHELD = frozenset(word for word, keys in WITHHELD_KEYS.items() if "amount" in keys)
# The key of the total of a split, on forms that state it.
TOTAL = "total"
# The key of the lines of money that are no split of the whole budget.
DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One line of a split: its name, the value of its cell, and its share of the total in percent."""

    key: str
    anchor: str
    name: str
    value: Any
    share: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """The figure of the cell; None where it has none."""
        return money(self.value)

    @property
    def exceeds(self) -> bool:
        """Whether the line is more than the total that the form states."""
        return self.share is not None and self.share > WHOLE


@dataclass(frozen=True, slots=True)
class Split:
    """The same money split up one way; `stated` is a total that the form itself has, under its name `total_name`.

    `blank`, `worded` and `withheld` are the names of the cells that were left blank, that have words without a figure,
    or that are withheld, the total among them. A form that has a cell for the total has no other total: where the cell
    has no figure, none is added up. Without such a cell, one of these parts leaves the total unknown; a part written 无
    adds nothing to it. `decision` is the one to withhold cells.
    """

    key: str
    anchor: str = "budget"
    name: str = ""
    lines: tuple[SplitLine, ...] = ()
    total: Decimal | None = None
    stated: Any = None
    total_name: str = ""
    blank: tuple[str, ...] = ()
    worded: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def cells(self) -> list[tuple[str, str, str, Any]]:
        """The cells of the split as (key, anchor, name, value), a stated total before its parts."""
        stated = [] if self.stated is None else [(TOTAL, self.total_anchor, self.total_name, self.stated)]
        return [*stated, *((line.key, line.anchor, line.name, line.value) for line in self.lines)]

    @property
    def total_anchor(self) -> str:
        """The id of the cell with the total."""
        return f"{self.anchor}-{TOTAL}"

    @property
    def gaps(self) -> str:
        """The cells without a figure in words; empty where there are none."""
        return gaps_in_words(self.blank, self.worded)

    @property
    def unseen(self) -> str:
        """The names of the withheld cells, or the cells without a figure in words; empty where there are neither."""
        return translate("facts.between").join(self.withheld) or self.gaps

    @property
    def is_none_despite_parts(self) -> bool:
        """Whether the total is 无 although at least one part has an amount."""
        return self.stated == NONE_WRITTEN and any(line.amount is not None for line in self.lines)

    @property
    def total_cell(self) -> Decimal | NoTotal:
        """The total, or why there is none."""
        if self.total is not None:
            return self.total
        if self.withheld:
            return NoTotal.WITHHELD
        if self.gaps or self.is_none_despite_parts:
            return NoTotal.UNKNOWN
        return NoTotal.NONE if self.lines or self.stated is not None else NoTotal.NOT_ON_FORM


def splits_of(form: Form, titles: FormTitles) -> tuple[Split, ...]:
    """Return the splits that a form has, in its order, under its titles."""
    splits = (split_of(form, key, titles) for key in titles_of(type(form.budget)) if key not in REFERENCE_GROUPS)
    return tuple(split for split in splits if split)


@dataclass(frozen=True, slots=True)
class ReferenceAmounts:
    """Amounts that a form prints for reference, outside of its budget: earlier years or shares, in one unit."""

    name: str
    anchor: str
    unit: str
    lines: tuple[SplitLine, ...]


def reference_amounts(form: Form, titles: FormTitles) -> tuple[ReferenceAmounts, ...]:
    """Return the reference amounts of a form: the money of earlier years, and shares."""
    return tuple(
        ReferenceAmounts(
            titles.title("budget", key),
            anchor(("budget", key), form),
            form.unit if isinstance(part, OwnMoney) else "",
            tuple(
                SplitLine(line, anchor(("budget", key, line), form), title, value, None) for line, title, value in cells
            ),
        )
        for key in REFERENCE_GROUPS
        if (cells := titles.cells(part := getattr(form.budget, key), "budget", key))
    )


# A budget without lines.
NO_SPLIT = Split("")


def whole_split(splits: Iterable[Split]) -> Split:
    """Return the first split of the whole budget; one without lines where a form has none."""
    return next((split for split in splits if split.key != DEVELOPMENT), NO_SPLIT)


def split_of(form: Form, key: str, titles: FormTitles) -> Split | None:
    """Return one split of a form with its total; None where the form has no cell of it."""
    part: FieldGroup | None = getattr(form.budget, key)
    cells = titles.cells(part, "budget", key)
    if part is None or not cells:
        return None
    stated = getattr(part, TOTAL, None)
    blank, withheld = (tuple(title for _, title, value in cells if value == word) for word in (BLANK, WITHHELD))
    worded = tuple(title for _, title, value in cells if is_worded(value))
    cells = [cell for cell in cells if cell[0] != TOTAL]
    total = sum_of([value for _, _, value in cells]) if stated is None else money(stated)
    # A single cell has no share: the form does not say what else there is.
    whole = total if len(cells) > 1 or stated is not None else None
    lines = tuple(
        SplitLine(line, anchor(("budget", key, line), form), title, value, percent(money(value), whole))
        for line, title, value in cells
    )
    total_name = "" if stated is None else titles.title("budget", key, TOTAL)
    name = titles.title("budget", key)
    at = anchor(("budget", key), form)
    absent = (blank, worded, withheld)
    return Split(key, at, name, lines, total, stated, total_name, *absent, getattr(part, "withheld", None))


def gaps_in_words(blank: Iterable[str], worded: Iterable[str]) -> str:
    """Return the names of cells that were left blank, and of those with words without a figure, as one phrase."""
    kinds = (("blank", blank), ("worded", worded))
    found = ((kind, translate("facts.between").join(names)) for kind, names in kinds)
    return translate("facts.gaps.and").join(
        translate(f"facts.gaps.{kind}", names=names) for kind, names in found if names
    )


def sum_of(values: Sequence[Any]) -> Decimal | None:
    """Return the sum of cells of money; None where one is blank, withheld or words, or none of them has a figure.

    A cell that is not on the form, or that is written 无, adds nothing.
    """
    amounts = [amount for value in values if (amount := money(value)) is not None]
    if not amounts or BLANK in values or WITHHELD in values or any(map(is_worded, values)):
        return None
    return sum(amounts, ZERO) or ZERO


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One row of the task table: its id, its number, its group, and its share of project expenditure in percent."""

    anchor: str
    number: int
    group: str
    task: Task
    share: Decimal | None

    @property
    def label(self) -> str:
        """The task by its name, or by its row where that was left blank."""
        return str(self.task.name) if self.has_name else translate("facts.summary.row", number=self.number)

    @property
    def has_name(self) -> bool:
        """Whether the name of the task is on the form and filled in."""
        return self.task.name not in (None, BLANK)

    @property
    def is_counted(self) -> bool:
        """Whether the row is a task, and neither basic expenditure nor a row without one."""
        return not self.task.is_basic and not self.task.is_empty

    @property
    def amount(self) -> Decimal | None:
        """The amount of the task; None where its cell has no figure."""
        return money(self.task.amount)

    @property
    def hides_amount(self) -> bool:
        """Whether the amount is withheld."""
        return self.task.withheld in AMOUNT_WITHHELD or self.task.amount == WITHHELD


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One row of the indicator table: its id, its number, the reading of its target, and its outcome."""

    anchor: str
    number: int
    indicator: Indicator
    reading: Target
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class ResultIndicatorFacts(IndicatorFacts):
    """One row of the indicator table of a self-evaluation."""

    indicator: ResultIndicator


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """The indicators of one family, by type, in the form's order."""

    name: str
    types: tuple[tuple[str, tuple[IndicatorFacts, ...]], ...]
    count: int


def task_lines(form: Record) -> tuple[TaskFacts, ...]:
    """Return the rows of both groups of tasks, numbered from 1 through both."""
    project = money(form.budget.by_type.project)
    groups = (("key", form.tasks.key or ()), ("other", form.tasks.other or ()))
    rows = [(group, at, task) for group, tasks in groups for at, task in enumerate(tasks)]
    return tuple(
        TaskFacts(
            anchor(("tasks", group, at), form),
            number,
            group,
            task,
            None if task.is_basic or task.is_empty else percent(money(task.amount), project),
        )
        for number, (group, at, task) in enumerate(rows, 1)
    )


def reading_of(indicator: Indicator) -> Target:
    """Read the target of an indicator with the columns that belong to it; one that is withheld is not read."""
    if indicator.target == WITHHELD:
        return Target(WITHHELD, kind="withheld", rule="withheld")
    return read_target(
        indicator.target,
        comparator=indicator.comparator,
        unit=indicator.unit,
        name=indicator.name,
        type=indicator.type or BLANK,
    )


def families_of(form: Form) -> tuple[FamilyFacts, ...]:
    """Return the rows of indicators by family and type; only neighbours are put together."""
    rows = [
        IndicatorFacts(anchor(("indicators", at), form), at + 1, indicator, reading_of(indicator))
        for at, indicator in enumerate(form.indicators)
    ]
    families = []
    for name, group in groupby(rows, lambda row: row.indicator.family or BLANK):
        members = tuple(group)
        types = tuple((key, tuple(same)) for key, same in groupby(members, lambda row: row.indicator.type or BLANK))
        families.append(FamilyFacts(name, types, sum(not row.indicator.is_empty for row in members)))
    return tuple(families)


def lines_of(families: Iterable[FamilyFacts]) -> list[IndicatorFacts]:
    """Return the rows of all families in the form's order."""
    return [row for family in families for _, group in family.types for row in group]


def withheld_items(form: Form) -> list[str]:
    """Return the kind of each withheld item: a task whole, its content or its amount, a target, another cell."""
    tasks = form.tasks.rows if isinstance(form, Record) else ()
    rows = [str(task.withheld) for task in tasks if task.withheld]
    return [*rows, *("target" if cell.row else "cell" for cell in hidden_cells(form) if cell.path[0] != "tasks")]


def withheld_words(forms: Iterable[Form], total: str = "") -> str:
    """Return how much some forms withhold, in words; `total` is the sum of tasks withheld whole."""
    kinds = Counter(kind for form in forms for kind in withheld_items(form))
    phrases = [
        translate(f"facts.withheld.{kind}", count=kinds[kind], total=total) for kind in WITHHELD_KINDS if kinds[kind]
    ]
    return translate("facts.withheld.and").join(phrases)
