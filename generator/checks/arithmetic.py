"""一致性: identities that the figures of one form must satisfy, worked out in the open."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator.facts import RecordFacts, Split, figure, percent
from generator.typed import money

TOLERANCE = Decimal("0.01")
State = Literal["ties", "differs", "partly", "unknown"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure of an identity and the anchor of the cell it stands in."""

    name: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A line of arithmetic: the operands, what they add up to, what that is held against, and how it ends."""

    rule: str
    operands: tuple[Operand, ...]
    result: str
    against: Operand | None
    difference: str
    share: str
    unit: str
    state: State


def split_named(facts: RecordFacts, key: str) -> Split | None:
    """The split of that key, if the form has it."""
    return next((split for split in facts.splits if split.key == key), None)


def splits_tie(facts: RecordFacts, key: str, rule: str) -> Identity | None:
    """The total of one split against the total by type of expenditure."""
    types, other = split_named(facts, "by_type"), split_named(facts, key)
    if types is None or other is None:
        return None
    operands = tuple(
        Operand(line.name, figure(amount), f"{key.replace('_', '-')}-{line.key.replace('_', '-')}")
        for line in other.lines
        if (amount := money(line.value)) is not None
    )
    unit = facts.source.record.unit
    if types.total is None or other.total is None:
        return Identity(rule, operands, "", None, "", "", unit, "unknown")
    difference = other.total - types.total
    state: State = "ties" if abs(difference) <= TOLERANCE else "differs"
    against = Operand(types.name, figure(types.total), "by-type")
    return Identity(rule, operands, figure(other.total), against, figure(abs(difference)), "", unit, state)


def sources_tie(facts: RecordFacts) -> Identity | None:
    """The income by source adds up to the expenditure by type."""
    return splits_tie(facts, "by_source", "V07")


def levels_tie(facts: RecordFacts) -> Identity | None:
    """The money by level adds up to the expenditure by type."""
    return splits_tie(facts, "by_level", "V08")


def tasks_cover(facts: RecordFacts) -> Identity | None:
    """The listed tasks, the withheld ones with their one sum, against project expenditure.

    Listed tasks need not cover all of it: less is said as what the task table does not list, more is a difference.
    """
    record = facts.source.record
    unit = record.unit
    operands = [
        Operand(str(line.task.name), figure(amount), line.anchor)
        for line in facts.tasks
        if not line.task.is_basic and not line.task.is_empty and (amount := money(line.task.amount)) is not None
    ]
    withheld = money(record.tasks.withheld_total)
    if withheld is not None:
        operands.append(Operand("", figure(withheld), "withheld"))
    if facts.project is None or facts.unlisted is None or not operands:
        return Identity("V10", tuple(operands), "", None, "", "", unit, "unknown")
    name = str(type(record.budget.by_type).model_fields["project"].title)
    against = Operand(name, figure(facts.project), "by-type-project")
    rest = facts.unlisted
    state: State = "ties" if abs(rest) <= TOLERANCE else "partly" if rest > 0 else "differs"
    share = percent(abs(rest), facts.project)
    return Identity(
        "V10",
        tuple(operands),
        figure(facts.project - rest),
        against,
        figure(abs(rest)),
        "" if share is None else str(share),
        unit,
        state,
    )
