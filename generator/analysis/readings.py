"""A reading of a target in words and as cells of a table: always beside the verbatim text, never instead of it."""

from decimal import Decimal

from generator.forms.figures import figure
from generator.targets import Target
from generator.words import translate

FIGURED = ("quantity", "ratio", "amount")


def in_words(target: Target) -> str:
    """What a target was read as: sign, figure and unit, or day, or of what kind it is."""
    if target.parts:
        return translate("readings.several", parts="；".join(map(in_words, target.parts)))
    return bounds(target) or days(target) or translate(f"targets.kinds.{target.kind}")


def bounds(target: Target) -> str:
    """The figure of a target with its sign and unit."""
    if target.low is None and target.high is None:
        return ""
    if target.comparator == "range" and target.low is not None and target.high is not None:
        return translate("readings.range", low=figure(target.low), high=measured(target.high, target.unit))
    sign = "" if target.comparator == "none" else translate(f"targets.comparators.{target.comparator}")
    value = target.low if target.low is not None else target.high
    return f"{sign} {measured(value, target.unit)}".strip() if value is not None else ""


def measured(value: Decimal, unit: str) -> str:
    """A figure with its unit, which stands apart unless it is a sign."""
    return f"{figure(value)} {unit}".strip() if unit[:1].isalpha() else figure(value) + unit


def days(target: Target) -> str:
    """The day or the days of a target."""
    if target.deadline:
        return translate("readings.deadline", day=target.deadline.isoformat())
    if target.period:
        start, end = (day.isoformat() for day in target.period)
        return translate("readings.period", start=start, end=end)
    return ""


def rule_name(target: Target) -> str:
    """The rule that read a target, by its name."""
    return translate("readings.unread") if target.rule == "unread" else translate(f"targets.rules.{target.rule}.name")


def measurable_word(target: Target) -> str:
    """Whether something can be held against a target, in a word; of one that is withheld or not read nobody says it."""
    key = target.kind if target.kind in ("withheld", "unread") else "yes" if target.measurable else "no"
    return translate(f"targets.measurable.{key}")


COLUMNS = ("kind", "sign", "low", "high", "read_unit", "deadline", "measurable", "rule")


def cells(target: Target) -> list[str]:
    """The reading as cells of a table, in the order of COLUMNS."""
    low, high = (figure(value) if value is not None else "" for value in (target.low, target.high))
    return [
        translate(f"targets.kinds.{target.kind}"),
        translate(f"targets.comparators.{target.comparator}"),
        low,
        high,
        target.unit,
        days(target),
        measurable_word(target),
        rule_name(target),
    ]
