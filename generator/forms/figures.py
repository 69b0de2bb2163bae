"""Exact money, shares rounded half up for display only, and the kinds of absence, as numbers and as text."""

from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD
from generator.text.amounts import WordedAmount
from generator.words import translate

WAN = Decimal(10_000)
TENTH = Decimal("0.1")
CENT = Decimal("0.01")
ZERO = Decimal(0)
# A whole in percent.
WHOLE = Decimal(100)
MINUS = "\N{MINUS SIGN}"


# The kinds of absence of a cell, by its value.
ABSENCES = {None: "not_on_form", BLANK: "blank", NONE_WRITTEN: "none", WITHHELD: "withheld"}


class NoTotal(Enum):
    """Why a sum has no figure; the value is the key of its word under `absence` in the catalogue."""

    # A part of it was left blank.
    UNKNOWN = "unknown_total"
    # Every part of it is written 无.
    NONE = "none_total"
    # A part of it is withheld.
    WITHHELD = "withheld"
    # The form has no part of it.
    NOT_ON_FORM = "not_on_form"


def absence(value: Any) -> str | None:
    """Return the kind of absence that a value is, of a cell or of a sum; None for a value that is there."""
    if isinstance(value, NoTotal):
        return str(value.value)
    if isinstance(value, Decimal | int):
        return "zero" if value == 0 else None
    return ABSENCES.get(value)


def absence_word(value: Any) -> str:
    """Return the word for the absence that a value is, or for an amount in words without a figure."""
    return translate(f"absence.{absence(value) or 'worded'}")


def text_of(value: Any) -> str:
    """Return the value of a cell as text: a figure with its digits, an amount in words by these; "" for None."""
    if isinstance(value, str):
        return value
    if isinstance(value, WordedAmount):
        return value.text
    return figure(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def text_or_absence(value: Any) -> str:
    """Return the value of a cell as text; for one that is not on the form, or a sum without a figure, the word."""
    return absence_word(value) if value is None or isinstance(value, NoTotal) else text_of(value)


def figure(value: Decimal) -> str:
    """Return a figure with its digits and without exponent."""
    return format(value, "f")


def with_minus(number: str) -> str:
    """Return the text of a number with U+2212 as its minus."""
    return number.replace("-", MINUS)


def signed(value: Decimal) -> str:
    """Return a difference with its sign and its decimals; zero has no sign."""
    return f"+{figure(value)}" if value > 0 else with_minus(figure(value))


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return the share of a part in percent, half up: one decimal, two below 0.1; None without a whole.

    More decimals where a share would otherwise be rounded to 0 or 100.
    """
    if part is None or not whole:
        return None
    exact = part * 100 / whole
    step = CENT if 0 < exact < TENTH else TENTH
    while exact not in (ZERO, WHOLE) and exact.quantize(step, ROUND_HALF_UP) in (ZERO, WHOLE):
        step /= 10
    return exact.quantize(step, ROUND_HALF_UP)


def in_wan(amount: Decimal, unit: str) -> Decimal:
    """Return an amount of a form in 万元, exactly."""
    return amount if unit == "万元" else without_zeros(amount / WAN)


def without_zeros(value: Decimal) -> Decimal:
    """Return a figure without needless zeros at its end, and without exponent."""
    return value.normalize() + ZERO


def in_large_units(amount: Decimal, unit: str) -> str:
    """Return a large amount in 亿元, or 万元 for forms in 元, with 约 where it is rounded; empty where it is small."""
    wan = amount if unit == "万元" else amount / WAN
    if wan < (1 if unit == "元" else WAN):
        return ""
    large, exact = ("yi", wan / WAN) if wan >= WAN else ("wan", wan)
    rounded = exact.quantize(CENT, ROUND_HALF_UP)
    how = "exact" if rounded == exact else "about"
    return translate(f"facts.{how}_{large}", amount=figure(without_zeros(rounded)))
