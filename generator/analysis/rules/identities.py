"""Identities: figures of one form that must agree, computed for readers, and those of its sums."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from generator.analysis.facts import FormFacts, RecordFacts, listed_once_per_form
from generator.analysis.rules.cells import line_amounts, task_name
from generator.analysis.table_rows import Split, SplitLine, gaps_in_words
from generator.forms.cells import CellPath, anchor
from generator.forms.fields import BLANK, WITHHELD, is_worded, money, title_of
from generator.forms.figures import WHOLE, ZERO, figure, percent
from generator.forms.model import Tasks
from generator.text.word_list import word_list, word_map
from generator.words import translate

TOLERANCE = Decimal("0.01")
# The kinds of identities that compute something from figures of the form.
SUMS = frozenset(word_list("by_type by_source by_level sources levels annual whole tasks column spending rate scores"))
# The kinds of which a form may have several, one for each column or row of money.
BY_COLUMN = ("spending", "rate")
# The kind of which the operands are a part and a whole, and the result is the share.
SHARE = "rate"
# The most tasks that a sentence names one by one.
MOST_NAMED = 3
# The kinds of identities with a rule of their own; sources, and the parts of a stated total, are those of V07.
RULES_OF_KINDS = word_map(
    "levels=V08 tasks=V10 indicator=V31 year=V09 goal=V46 basic=V46 count=V46 rate=V61 scores=V62"
)
State = Literal["ties", "differs", "partly", "unknown", "withheld"]
# The states of identities whose sides are both known.
CHECKED: tuple[State, ...] = ("ties", "differs")


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure of an identity with the id of its cell, and its path where only the table around it has an id."""

    name: str
    text: str
    anchor: str
    path: CellPath = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """The operands, their sum, the figure that it must equal, and the state; `kind` names its sentences.

    `blank` are the cells without a figure in words, without which nothing can be added up. `total` is the name that the
    form prints for a total that it states.
    """

    kind: str
    operands: tuple[Operand, ...]
    unit: str
    state: State
    result: str = ""
    against: Operand | None = None
    difference: str = ""
    share: str = ""
    blank: str = ""
    total: str = ""

    @property
    def title(self) -> str:
        """The title: which figures are compared."""
        return translate(f"checks.lines.{self.kind}.title", total=self.total)

    @property
    def is_sum(self) -> bool:
        """Whether it computes something from figures of the form, and does not only compare one with its repetition."""
        return self.kind in SUMS

    def expression(self, operands: Iterable[str]) -> str:
        """Return the computation with its operands as they are to be shown."""
        return f"{' ÷ '.join(operands)} × {WHOLE}%" if self.kind == SHARE else " + ".join(operands)

    @property
    def is_exact(self) -> bool:
        """Whether the result is the very figure that it must equal, which needs no name of its own."""
        return self.kind not in BY_COLUMN and self.against is not None and self.result == self.against.text

    @property
    def rule(self) -> str:
        """The number of the rule that checks it."""
        return RULES_OF_KINDS.get(self.kind, "V07")

    @property
    def words(self) -> str:
        """The key of its sentence: its state, or one of two for lines with blank cells."""
        if not self.blank:
            return self.state
        return "blank" if self.state == "unknown" else "over"


def unknown_identity(kind: str, operands: tuple[Operand, ...], unit: str, blank: str = "") -> Identity:
    """Return an identity of which one side is missing or has a cell without a figure."""
    return Identity(kind, operands, unit, "unknown", blank=blank)


def compared_identity(
    kind: str,
    operands: tuple[Operand, ...],
    against: Operand,
    rest: Decimal,
    unit: str,
    *,
    result: str = "",
    share: Decimal | None = None,
    is_part: bool = False,
) -> Identity:
    """Return an identity whose operands lack `rest` of the other side; a part may be less than that."""
    state: State = "ties" if abs(rest) <= TOLERANCE else "partly" if is_part and rest > 0 else "differs"
    percentage = "" if share is None else str(share)
    return Identity(kind, operands, unit, state, result, against, figure(abs(rest)), percentage)


def operands_of(lines: Iterable[SplitLine]) -> tuple[Operand, ...]:
    """Return the lines of a split that have an amount as operands."""
    return tuple(Operand(name, figure(amount), anchor) for anchor, name, amount in line_amounts(lines))


def split_named(facts: FormFacts, key: str) -> Split | None:
    """Return the split with a key; None where the form does not have it."""
    return next((split for split in facts.splits if split.key == key), None)


def spent_on(facts: RecordFacts, key: str, amount: Decimal) -> Operand:
    """Return a type of expenditure as an operand."""
    return Operand(type_title(facts, key), figure(amount), anchor(("budget", "by_type", key), facts.form))


def type_title(facts: FormFacts, key: str) -> str:
    """Return the name that the form gives to a type of expenditure."""
    return facts.titles.title("budget", "by_type", key)


def splits_tie(facts: FormFacts, key: str, kind: str) -> Iterator[Identity]:
    """Yield the identity of the total of one split and the total by type of expenditure."""
    types, other = split_named(facts, "by_type"), split_named(facts, key)
    if types is None or other is None:
        return
    stated = money(other.stated)
    total = Operand(other.total_name, figure(stated), other.total_anchor) if stated is not None else None
    operands, unit = (total,) if total else operands_of(other.lines), facts.unit
    if types.withheld or other.withheld:
        yield Identity(kind, operands, unit, "withheld")
    elif types.total is None or other.total is None:
        unknown = [split for split in (types, other) if split.total is None]
        gaps = ([name for split in unknown for name in getattr(split, key)] for key in ("blank", "worded"))
        yield unknown_identity(kind, operands, unit, gaps_in_words(*gaps))
    else:
        against = Operand(types.name, figure(types.total), types.anchor)
        rest = types.total - other.total
        yield compared_identity(kind, operands, against, rest, unit, result=figure(other.total))


@listed_once_per_form
def sources_tie(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of income by source and expenditure by type."""
    yield from splits_tie(facts, "by_source", "sources")


@listed_once_per_form
def levels_tie(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of money by level and expenditure by type."""
    yield from splits_tie(facts, "by_level", "levels")


@listed_once_per_form
def tasks_cover(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the tasks, withheld ones by their one sum, and the project expenditure.

    With a blank amount nothing is added up. Tasks may be less than the project expenditure, which is then partly
    listed; more is a difference.
    """
    if not isinstance(facts, RecordFacts) or not (facts.has_task_amounts and has_project(facts)):
        return
    record = facts.form
    unit = record.unit
    operands = tuple(
        Operand(line.label, figure(line.amount), line.anchor) for line in facts.counted_tasks if line.amount is not None
    )
    total = money(record.tasks.withheld_total)
    if total is not None:
        operands += (Operand("", figure(total), "withheld"),)
    if record.budget.by_type.project == WITHHELD or (total is None and any(line.hides_amount for line in facts.tasks)):
        yield Identity("tasks", operands, unit, "withheld")
    elif facts.project is None or facts.unlisted is None or not operands:
        yield incomplete_identity(facts, operands)
    else:
        against, rest = spent_on(facts, "project", facts.project), facts.unlisted
        result, share = figure(sum_of_operands(operands)), percent(abs(rest), facts.project)
        yield compared_identity("tasks", operands, against, rest, unit, result=result, share=share, is_part=True)


def has_project(facts: RecordFacts) -> bool:
    """Whether the form has a cell for the project expenditure."""
    return facts.form.budget.by_type.project is not None


def sum_of_operands(operands: Iterable[Operand]) -> Decimal:
    """Return the sum of operands, with no more decimals than they have."""
    return sum((Decimal(operand.text) for operand in operands), ZERO)


def incomplete_identity(facts: RecordFacts, operands: tuple[Operand, ...]) -> Identity:
    """Return the identity of tasks of which an amount is blank; those with amounts may be too much by themselves."""
    identity = unknown_identity("tasks", operands, facts.unit, gaps_of_tasks(facts))
    listed = sum_of_operands(operands)
    if facts.project is None or listed <= facts.project + TOLERANCE:
        return identity
    against, gap = spent_on(facts, "project", facts.project), figure(listed - facts.project)
    return replace(identity, state="differs", result=figure(listed), against=against, difference=gap)


def gaps_of_tasks(facts: RecordFacts) -> str:
    """Return the cells without a figure, in words, for which tasks and project expenditure cannot be compared."""
    return gaps_in_words(*(names_without_figure(facts, is_gap) for is_gap in (is_blank, is_worded)))


def is_blank(value: Any) -> bool:
    """Whether a cell was left blank."""
    return bool(value == BLANK)


def names_without_figure(facts: RecordFacts, is_gap: Callable[[Any], bool]) -> Iterator[str]:
    """Yield the names of the cells of the project expenditure and of tasks that a function finds to have no figure."""
    record = facts.form
    if is_gap(record.budget.by_type.project):
        yield type_title(facts, "project")
    tasks = [task_name(line) for line in facts.counted_tasks if is_gap(line.task.amount)]
    yield from tasks if len(tasks) <= MOST_NAMED else [translate("findings.tasks", count=len(tasks))]
    if is_gap(record.tasks.withheld_total):
        yield title_of(Tasks, "withheld_total")


@listed_once_per_form
def basic_again(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the basic expenditure that some forms repeat as the first row of the task table."""
    if not isinstance(facts, RecordFacts):
        return
    record = facts.form
    basic = money(record.budget.by_type.basic)
    rows = [(line, line.amount) for line in facts.tasks if line.task.is_basic and line.amount is not None]
    if basic is not None and len(rows) == 1:
        (line, amount), *_ = rows
        operand = Operand(str(line.task.name), figure(amount), line.anchor)
        yield compared_identity("basic", (operand,), spent_on(facts, "basic", basic), amount - basic, record.unit)
