"""Format the reading of a target as text and as table cells."""

from datetime import date
from decimal import Decimal

from generator.forms.figures import figure, without_zeros
from generator.targets import Target
from generator.words import translate


def in_words(target: Target) -> str:
    """Return the reading of a target as text: sign, figure and unit, or day, or its kind."""
    if target.parts:
        return translate("readings.several", parts="；".join(map(in_words, target.parts)))
    if lacks_unit(target):
        return translate("readings.no_unit", figure=bounds_in_words(target))
    return bounds_in_words(target) or days_in_words(target) or translate(f"targets.kinds.{target.kind}")


def lacks_unit(target: Target) -> bool:
    """Whether a target is a figure with 万 or 亿 and without the unit that these are of."""
    return target.kind == "quantity" and not target.unit and any(sign in target.text for sign in "万亿")


def bounds_in_words(target: Target) -> str:
    """Return the figure of a target with its sign and unit."""
    if target.low is None and target.high is None:
        return ""
    if target.comparator == "range" and target.low is not None and target.high is not None:
        return translate("readings.range", low=figure(target.low), high=with_unit(target.high, target.unit))
    sign = "" if target.comparator == "none" else translate(f"targets.comparators.{target.comparator}")
    value = target.low if target.low is not None else target.high
    return f"{sign} {with_unit(value, target.unit)}".strip() if value is not None else ""


def with_unit(value: Decimal, unit: str) -> str:
    """Return a figure with its unit, with a space before a unit of letters."""
    return f"{figure(value)} {unit}".strip() if unit[:1].isalpha() else figure(value) + unit


def days_in_words(target: Target) -> str:
    """Return the day or the period of a target."""
    if target.deadline:
        return translate("readings.deadline", day=target.deadline.isoformat())
    if target.period:
        start, end = (day.isoformat() for day in target.period)
        return translate("readings.period", start=start, end=end)
    return ""


def rule_name(target: Target) -> str:
    """Return the name of the rule that read a target."""
    return translate("readings.unread") if target.rule == "unread" else translate(f"targets.rules.{target.rule}.name")


def measurable_word(target: Target) -> str:
    """Return the word for whether a target can be measured, is withheld, or was not read."""
    key = target.kind if target.kind in ("withheld", "unread") else "yes" if target.measurable else "no"
    return translate(f"targets.measurable.{key}")


COLUMNS = ("kind", "sign", "low", "high", "read_unit", "period_start", "deadline", "measurable", "rule")


def cells(target: Target) -> list[str | Decimal | date | None]:
    """Return the reading as cells of a table, in the order of COLUMNS: figures without needless zeros, days, words."""
    start, end = target.period or (None, target.deadline)
    return [
        translate(f"targets.kinds.{target.kind}"),
        translate(f"targets.comparators.{target.comparator}"),
        *(None if value is None else without_zeros(value) for value in (target.low, target.high)),
        target.unit,
        start,
        end,
        measurable_word(target),
        rule_name(target),
    ]
