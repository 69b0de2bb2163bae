"""Figures worked out and written down: exact money, shares rounded half up for display only, kinds of absence."""

from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD
from generator.words import translate

WAN = Decimal(10_000)
TENTH = Decimal("0.1")
CENT = Decimal("0.01")
ZERO = Decimal(0)
# A whole in percent.
WHOLE = Decimal(100)


class NoTotal(Enum):
    """Why a sum has no figure; the value names the word for it under `absence` in the catalogue."""

    # A part of it was left blank.
    UNKNOWN = "unknown_total"
    # Every part of it is written 无.
    NONE = "none_total"
    # A part of it is withheld.
    WITHHELD = "withheld"
    # The form has no part of it.
    NOT_ON_FORM = "not_on_form"


def absence(value: Any) -> str | None:
    """Which absence a value is: one of the five, or that of a sum without a figure; None for a value."""
    if isinstance(value, NoTotal):
        return str(value.value)
    if value is None:
        return "not_on_form"
    if value == BLANK:
        return "blank"
    if value == NONE_WRITTEN:
        return "none"
    if value == WITHHELD:
        return "withheld"
    return "zero" if isinstance(value, Decimal | int) and value == 0 else None


def absence_word(value: Any) -> str:
    """Return the word for the absence that a value is."""
    return translate(f"absence.{absence(value)}")


def text_of(value: Any) -> str:
    """Return the value of a cell as text, a figure with the digits that it was written with; "" for None."""
    return figure(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def text_or_absence(value: Any) -> str:
    """Return the value of a cell as text; for one that is not on the form, or a sum without a figure, the word."""
    return absence_word(value) if value is None or isinstance(value, NoTotal) else text_of(value)


def figure(value: Decimal) -> str:
    """An exact figure without exponent."""
    return format(value, "f")


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """The share of a part in percent, half up: one decimal, two below 0.1; None where there is nothing to divide.

    As many more decimals as it takes so that nothing is said to be all or none of what it is not.
    """
    if part is None or not whole:
        return None
    exact = part * 100 / whole
    step = CENT if 0 < exact < TENTH else TENTH
    while exact not in (ZERO, WHOLE) and exact.quantize(step, ROUND_HALF_UP) in (ZERO, WHOLE):
        step /= 10
    return exact.quantize(step, ROUND_HALF_UP)


def in_wan(amount: Decimal, unit: str) -> Decimal:
    """An amount of a form in 万元, exactly."""
    return amount if unit == "万元" else (amount / WAN).normalize() + ZERO


def reading(amount: Decimal, unit: str) -> str:
    """A large amount said in 亿元 (or 万元 for forms in 元), as 约 where it is rounded; empty where it is small."""
    wan = amount if unit == "万元" else amount / WAN
    if wan >= WAN:
        return said_in("yi", wan / WAN)
    return said_in("wan", wan) if unit == "元" and wan >= 1 else ""


def said_in(unit: str, amount: Decimal) -> str:
    """An amount in one of the large units, with no more than two decimals and none that is nought."""
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    exact = "exact" if rounded == amount else "about"
    return translate(f"facts.{exact}_{unit}", amount=figure(rounded.normalize() + ZERO))
