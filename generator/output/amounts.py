"""Amounts of money in sentences: in 亿元 from 10,000 万元 on, rounded to at most two decimals."""

from decimal import ROUND_HALF_UP, Decimal

from generator.forms.figures import CENT, TENTH, WAN, figure
from generator.words import translate

ONE = Decimal(1)


def in_sentence(wan: Decimal) -> tuple[str, str]:
    """Return an amount of 万元 as figure and unit: rounded 亿元 where it is large, else exactly as it is."""
    if abs(wan) < WAN:
        return figure(wan), "万元"
    return in_large_unit(wan)


def in_large_unit(wan: Decimal) -> tuple[str, str]:
    """Return an amount of 万元 as figure and unit in rounded 亿元."""
    yi = wan / WAN
    step = CENT if abs(yi) < 10 else TENTH if abs(yi) < 100 else ONE
    return figure(yi.quantize(step, ROUND_HALF_UP)), translate("record.lead.hundred_million")


def large_amount(wan: Decimal) -> str:
    """Return an amount of 万元 as text."""
    return " ".join(in_sentence(wan))
