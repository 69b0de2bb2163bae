"""Cells of exported tables: texts, numbers and days, and the word for why a value is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.forms.fields import money
from generator.forms.figures import absence_word, figure, in_wan
from generator.words import translate

Value = str | int | Decimal | date | None
# A value as the internal database has it: the digits of a Decimal and a day are texts.
Stored = str | int | None
# Stored rows that are written at once.
Batch = Sequence[Sequence[Stored]]


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell without a value, and the word for why there is none."""

    word: str


Cell = Value | Missing
Row = list[Cell]


def shown_value(cell: Cell) -> Value:
    """Return the value of a cell; the word for why where it is missing."""
    return cell.word if isinstance(cell, Missing) else cell


def status_of(cell: Cell) -> str:
    """Return the word for a known value, or for why it is missing."""
    if isinstance(cell, Missing):
        return cell.word
    return "" if cell is None else translate("absence.known")


def text_of(value: Value) -> str:
    """Return a value as text: a figure with its digits, a day as year-month-day, "" for None."""
    return figure(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def stored_value(value: Value) -> Stored:
    """Return a value as the internal database has it."""
    return text_of(value) if isinstance(value, (Decimal, date)) else value


def known(value: int | date | None) -> Cell:
    """Return a count or a day, which is missing where it is unknown."""
    return Missing(translate("absence.unknown")) if value is None else value


def amount_in_wan(value: Any, unit: str) -> Cell:
    """Return an amount of a form, or a sum, in 万元; it is missing for every kind of absence."""
    amount = money(value)
    return absent(value) if amount is None else in_wan(amount, unit)


def absent(value: Any) -> Missing:
    """Return the missing value of a cell of a form, or of a sum without a figure."""
    return Missing(absence_word(value))


def difference(now: Cell, before: Cell) -> Cell:
    """Return how much more an amount is than the one before; missing where one of them is."""
    if isinstance(now, Decimal) and isinstance(before, Decimal):
        return now - before
    return now if isinstance(now, Missing) else before
