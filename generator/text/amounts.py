"""Parses figures of the forms to exact Decimal or int, without guessing or rounding."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from generator.text.folding import fold

MOST_DECIMALS = 6
MOST_DIGITS = 15

PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
LEADING_ZERO = re.compile(r"-?0[0-9]")
CLOCK = re.compile(r"[0-9]+(?::[0-9]+)+")
NOT_A_NUMBER = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
WITH_UNIT = re.compile(r"约?[-\d.,，]+\s*([^\d\s.,，%％()（）-]+)")
# A figure in a text, with the power of ten that is written after it.
FIGURE = re.compile(r"([0-9][0-9,，]*(?:\.[0-9]+)?)\s*([十百千万亿]*)")
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
MONEY_UNIT = re.compile("([十百千万亿]+)元?|元")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class FigureError(ValueError):
    """A figure that cannot be parsed; `code` names the rule of the catalogue."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class WordedAmount(Decimal):
    """An amount that a form states in words: `text` as it is written, and its value in the unit of the form."""

    text: str

    def __new__(cls, value: Decimal, text: str) -> "WordedAmount":
        """Make an amount of a value with its words."""
        made = super().__new__(cls, value)
        made.text = text
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return WordedAmount, (Decimal(self), self.text)

    def __copy__(self) -> "WordedAmount":
        return self

    def __deepcopy__(self, memo: Any) -> "WordedAmount":
        return self


def is_stated(value: Decimal, text: str, unit: str) -> bool:
    """Whether a value in a unit of money is a figure of a text, or the sum of all; True for texts without digits."""
    found = [*figures_in(fold(text), unit)]
    plain, scaled = ([pair[at] for pair in found] for at in (0, 1))
    # A text may say in words that an amount is negative.
    return not found or abs(value) in (*plain, *scaled, sum(plain), sum(scaled))


def figures_in(text: str, unit: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield each figure of a text as it is, and as an amount in a unit by the power of ten after it."""
    for match in FIGURE.finditer(text):
        plain = Decimal(re.sub("[,，]", "", match[1]))
        power = sum(POWERS[sign] for sign in match[2])
        yield plain, plain.scaleb(power - (4 if unit == "万元" else 0)) if power else plain


def amount_or_none(text: str) -> Decimal | None:
    """The exact amount of a money cell; None when it is not a plain figure."""
    try:
        return amount(text)
    except FigureError:
        return None


def signed_amount(text: str) -> Decimal:
    """The exact amount of a money cell that may be negative; FigureError when it is not a plain figure, or -0."""
    is_negative = text.startswith("-") and PLAIN.fullmatch(text)
    size = amount(text[1:] if is_negative else text)
    return -size if is_negative and size else amount(text)


def amount(text: str) -> Decimal:
    """The exact amount of a money cell, in the unit of its form; FigureError when it is not a plain figure."""
    if not PLAIN.fullmatch(text):
        raise misread_reason(text)
    if LEADING_ZERO.match(text):
        raise FigureError("E201")
    if text.startswith("-"):
        raise FigureError("E211")
    whole, _, decimals = text.partition(".")
    if len(decimals) > MOST_DECIMALS or len(whole) > MOST_DIGITS:
        raise FigureError("E203", decimals=MOST_DECIMALS, digits=MOST_DIGITS)
    return Decimal(text)


def misread_reason(text: str) -> FigureError:
    """The error that best explains why a text is no plain figure."""
    if CLOCK.fullmatch(text):
        return FigureError("E201")
    if NOT_A_NUMBER.fullmatch(text):
        return FigureError("E202")
    with_unit = WITH_UNIT.fullmatch(text)
    return FigureError("E205", stated=with_unit[1]) if with_unit else FigureError("E204")


def money_unit(stated: str) -> str | None:
    """The unit of money that was written behind a figure, with its 元; None for anything else."""
    match = MONEY_UNIT.fullmatch(stated)
    return f"{match[1] or ''}元" if match else None


def count(text: str) -> int:
    """A whole number of people or units; FigureError for anything else."""
    value = amount(text)
    if "." in text:
        raise FigureError("E212")
    return int(value)


def year(text: str) -> int:
    """A year of four digits; FigureError for anything else."""
    if not YEAR.fullmatch(text):
        raise FigureError("E217")
    return int(text)


def day(text: str) -> date:
    """A date written YYYY-MM-DD; FigureError for any other form and for days that no calendar has."""
    match = ISO_DAY.fullmatch(text)
    if not match:
        raise FigureError("E206")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise FigureError("E206") from error
