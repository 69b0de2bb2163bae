"""Comparison of an actual value with its target: a verdict, or why the two cannot be compared.

A verdict is computed only where both are read without doubt.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from generator.targets import Target
from generator.targets.normal_form import plain
from generator.targets.units import any_of, base_unit
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

# A result agrees with a target of which it is unknown what would miss it: 约20人, or 20人 without a sign.
Verdict = Literal["reached", "exceeded", "agreeing", "missed", "incomparable", "changed", "unreported"]
# Why a result cannot be compared: the target or the actual value is in words, not read, withheld or no single figure;
# the units differ, or what the figures are said of; one may be a percentage and the other a share of one, or a figure
# may be in another unit; it is unknown which way is better: of a figure, of one outside of a range or of a day; whether
# the target is the one that was published, or which rows belong together.
Why = (
    Literal["", "words", "unread", "withheld", "several", "bound"]
    | Literal["unit", "subject", "share", "scale", "direction", "outside", "day", "target", "row"]
)
# Which way is better, where the form has a column for it: higher, or lower; empty where it is not said.
Better = Literal["", "ge", "le"]
# Better than asked by more than this part is exceeded; a target that is about a figure is reached so near to it.
MORE = Decimal("0.2")
ABOUT = Decimal("0.1")
# Below this figure a bare number may be a share of one as well as a percentage.
SURE_PERCENT = Decimal(10)
WHOLE = Decimal(100)
# A figure of so many times its target, or its target of so many times the figure, is rather in another unit.
FAR = Decimal(100)
DAYS = ("date", "period")
# The end of a unit of which a figure alone is the one of the whole year.
OF_YEAR = "/年"
BARE = re.compile(r"-?[0-9.,]+")
# What the column 指标方向 says of which way is better.
BETTER: dict[str, Better] = {"正向": "ge", "反向": "le", "逆向": "le"}
# Rates of which more is better whatever they are of, and names of rates that may be about sparing or changing.
RATE_WORDS = word_list(
    "合格 完成 及时 准确 覆盖 到位 达标 通过 办结 发放 拨付 下达 落实 "
    "知晓 满意 优良 正确 合规 参与 响应 帮扶 保障 履约 执行"
)
GOOD_RATE = lazy_pattern(rf"(?:{any_of(*RATE_WORDS)})(?:率|度)$")
OTHER_RATE = lazy_pattern(any_of(*word_list("不 未 控制 成本 增 减 降 升 高 差 误 变 超 投诉")))
# Shares of a plan, of a budget or of an earlier year, which may be more than all of it, and those of cases, which may
# not; a figure of more than twice the whole may be a sign ≥ that was scanned as the figure 2.
ABOVE_WHOLE = lazy_pattern("(?:完成|达成|执行|增长|控制)(?:率|度|比例?)$|增[幅速]$")
OF_CASES = lazy_pattern(any_of(*word_list("及时 按时 按期 如期 准时 准确 合格 优良 通过 率")))
TWICE = WHOLE * 2
# A name of a change, which may be negative.
CHANGE = lazy_pattern(any_of(*word_list("增长 增幅 增速 净增 变化 变动 差额 偏差")))
# The comparators with a bound on one side.
SIDED = ("ge", "gt", "le", "lt")
# The comparators of a figure or a day that is stated as it is.
PLAIN = ("none", "eq")
# The end of a month or year names no single day.
NEAR_END = re.compile("[底末初旬]")
# Doubts about what a figure means; what is odd about a unit or an approximation is decided here.
HARMLESS = frozenset(("at-ceiling", "approximate", "unit-repeated", "unit-in-name", "unit-missing", "unit-unlisted"))
LARGE = frozenset("十百千万亿")
# Words of an actual value for which its figure may be a plan, of another year, or of a part.
UNSURE = re.compile(
    "预[计期估]|计划|拟|力争|争取|确保|保证|应|须|需|将|要求|[目指]标|原则上|一般|按|启动|开[工始]|部分|"
    "[去上往次明]年|[年期月]初|(?:19|20)[0-9]{2}年|截[至止]|自|从|首[批次期个]|提前"
)
# Words for which a figure is an average or a change, which it is compared with where its target has the same.
MEASURE = re.compile("平均|人均|同比|环比|新?增|减|提[高升]|上升|下降|降低")
# Remarks in brackets that leave a figure what it is.
REMARK = re.compile(r"\((?:含(?:本数|以上)?|(?:已|超额|全部|按期|按时)*完成|超额|已?达标|[%‰])\)")
# A day without words that may turn it round.
PLAIN_DAY = re.compile(
    "(?:已|实际|于|在|全部|全面|完成)*[0-9年月日号./-]+(?:年?[底末初]|[上中下]旬|[上下]半年|第?[一二三四1-4]季度|全年)?(?:[之以]?前|内)?"
    "(?:(?:已|全部|全面|按时|按期|如期)*(?:完成|完工|竣工|办结|验收){1,2})?"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and why a result cannot be compared; empty for any other verdict."""

    verdict: Verdict
    why: Why = ""


def judged(target: Target, actual: Target, better: Better = "") -> Judgement:
    """Return the verdict on an actual value, which is read with the unit of its row.

    `better` says which way is better, where that is known: a figure on the worse side of a target without a sign is
    then missed.
    """
    found = judged_with_side(target, actual, better)
    holds = found.verdict in ("reached", "exceeded")
    return Judgement("agreeing") if holds and not can_be_missed(target, better) else found


def judged_with_side(target: Target, actual: Target, better: Better) -> Judgement:
    """Return the verdict on an actual value where it may be known which way is better."""
    found = judged_alone(target, actual)
    if not better or found.why not in ("direction", "outside"):
        return found
    # What is outside an approximate target is on one side of its figure.
    sided = judged_alone(replace(target, comparator=better, approximate=False), actual)
    return sided if target.comparator == "none" or sided.verdict == "missed" else found


def without_name(reading: Target, name: str) -> Target:
    """Return a reading without its subject if that is the name of its own row, as in 满意度≥90%."""
    return replace(reading, refers_to="") if reading.refers_to == name else reading


def sure_above_whole(actual: Target, name: str) -> Target:
    """Return an actual value without the over-100-percent flag if its indicator may exceed 100%, such as 执行率."""
    is_sure = ABOVE_WHOLE.search(name) and not OF_CASES.search(name[:-1])
    if not is_sure or actual.value is None or actual.value > TWICE:
        return actual
    return replace(actual, flags=tuple(flag for flag in actual.flags if flag != "over-100-percent"))


def better_by_name(target: Target, name: str) -> Better:
    """Return which way is better by the name of a target without a sign, or because nothing is below zero.

    Of a range of shares too, where it ends with all of them.
    """
    if target.approximate or target.low is None:
        return ""
    is_figure = target.comparator in PLAIN and target.low == target.high
    if is_figure and target.low == 0 and not CHANGE.search(name):
        return "le"
    is_share = target.kind == "ratio" and (is_figure or (target.comparator == "range" and target.high == WHOLE))
    return "ge" if is_share and GOOD_RATE.search(name) and not OTHER_RATE.search(name) else ""


def can_be_missed(target: Target, better: Better = "") -> bool:
    """Whether some actual value would surely miss a target: it says at least, at most, by when, or which way is better.

    Of 100% or 42所 alone it is sure only that the same figure reaches it.
    """
    if target.kind in DAYS:
        return is_deadline(target) and last_day(target) is not None
    return not target.approximate if target.comparator in SIDED else better != ""


def judged_alone(target: Target, actual: Target) -> Judgement:
    """Return the verdict on an actual value by the readings of the target and the value alone."""
    why = doubt_of(target) or doubt_of(actual)
    if why:
        return Judgement("incomparable", why)
    if target.kind in DAYS or actual.kind in DAYS:
        return judged_by_day(target, actual)
    value = actual.value
    if actual.approximate or actual.comparator not in PLAIN or value is None or is_unsure(actual):
        return Judgement("incomparable", "bound")
    if is_of_another(target, actual):
        return Judgement("incomparable", "subject")
    if value < 0 <= bound_of(target) and judged_in_units(target, actual, -value) != judged_in_units(
        target, actual, value
    ):
        return Judgement("incomparable", "scale")
    return judged_in_units(target, actual, value)


def is_unsure(actual: Target) -> bool:
    """Whether words of an actual value leave open whether its figure was reached."""
    stated = stated_words(actual)
    return "(" in stated or UNSURE.search(stated) is not None


def is_of_another(target: Target, actual: Target) -> bool:
    """Whether a figure may measure something else than its target, such as a change, an average or another day."""
    asked, stated = (set(MEASURE.findall(words)) for words in (plain(target.text), stated_words(actual)))
    return target.refers_to != actual.refers_to or asked != stated or target.deadline is not None


def stated_words(actual: Target) -> str:
    """Return the words of an actual value without remarks that leave its figure what it is."""
    return REMARK.sub("", plain(actual.text))


def is_bare_figure(actual: Target) -> bool:
    """Whether the cell of an actual value has a figure and nothing else."""
    return BARE.fullmatch(plain(actual.text)) is not None


def judged_in_units(target: Target, actual: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure in the unit of the actual value, or without one."""
    if is_bare_figure(actual) and "/" in target.unit and not target.unit.endswith(OF_YEAR):
        return Judgement("incomparable", "unit")
    if actual.unit == "" and actual.kind == "quantity":
        return judged_bare(target, actual, value)
    return judged_with_unit(target, actual, value)


def doubt_of(reading: Target) -> Why:
    """Return why a reading cannot be compared with anything; empty for one that can."""
    if reading.kind in ("unread", "withheld"):
        return reading.kind
    if reading.parts:
        return "several"
    if not reading.measurable:
        return "words"
    if "percent-lost" in reading.flags:
        return "share"
    return "" if HARMLESS.issuperset(reading.flags) else "unread"


def judged_with_unit(target: Target, actual: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure that has a unit."""
    if target.kind != actual.kind:
        return Judgement("incomparable", "unit")
    if target.unit == actual.unit:
        # A figure alone may be a share of the target although its row has a unit.
        is_doubtful = (target.kind == "ratio" or is_bare_figure(actual)) and may_be_share(bound_of(target), value)
        return doubt_of_share(target, actual, value) if is_doubtful else judged_on_scale(target, actual, value)
    (base, factor), (own_base, own_factor) = base_unit(target.unit), base_unit(actual.unit)
    if base != own_base:
        return Judgement("incomparable", "unit")
    return judged_on_scale(target, actual, value * own_factor / factor)


def judged_bare(target: Target, actual: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure without a unit; it may be in that of its target, or a share of the target."""
    bound = bound_of(target)
    if may_be_share(bound, value):
        return doubt_of_share(target, actual, value)
    if target.kind == "ratio":
        is_sure = value == 0 or (min(value, bound) >= SURE_PERCENT and bound / 2 <= value <= max(bound, WHOLE))
        return judged_by_figure(target, value) if is_sure else Judgement("incomparable", "scale")
    if target.kind == "amount" or LARGE.intersection(target.text):
        return Judgement("incomparable", "unit")
    verdict = judged_on_scale(target, actual, value)
    if target.unit == "" or value > WHOLE or value in (target.low, target.high):
        return verdict
    return verdict if judged_by_figure(target, bound * value / WHOLE) == verdict else Judgement("incomparable", "scale")


def judged_on_scale(target: Target, actual: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure that is not far from its target, and is no 100 that may mean all of it."""
    verdict, bound = judged_by_figure(target, value), bound_of(target)
    low, high = sorted((abs(value), abs(bound)))
    is_all = plain(actual.text) == str(WHOLE) and target.kind != "ratio"
    is_doubtful = high >= low * FAR > 0 or (is_all and judged_by_figure(target, bound) != verdict)
    return Judgement("incomparable", "scale") if is_doubtful else verdict


def may_be_share(bound: Decimal, value: Decimal) -> bool:
    """Whether one of two figures may be a share of one where the other is a percentage."""
    return 0 < value <= 1 < bound or (0 < bound <= 1 and (value >= SURE_PERCENT or bound < 1 < value))


def doubt_of_share(target: Target, actual: Target, value: Decimal) -> Judgement:
    """Return the verdict where one of two figures may be a share of one: whether they look like 90% and 0.9.

    Of two figures with a sign the one is then a hundredth of the other.
    """
    small, large = sorted((abs(value), abs(bound_of(target))))
    if target.kind == "ratio" and actual.kind == "ratio" and not is_bare_figure(actual):
        looks_so = WHOLE / 2 <= large / small <= WHOLE * 2
    elif "ratio" in (target.kind, actual.kind):
        looks_so = small <= 1 < large
    else:
        looks_so = small < 1 < large and not (target.unit or actual.unit)
    return Judgement("incomparable", "share" if looks_so else "scale")


def bound_of(target: Target) -> Decimal:
    """Return the larger figure of a target."""
    return max(bound for bound in (target.low, target.high) if bound is not None)


def judged_by_figure(target: Target, value: Decimal) -> Judgement:
    """Return the verdict on a figure in the unit of its target."""
    low, high = target.low, target.high
    if target.comparator in ("ge", "gt") and low is not None:
        holds = value > low if target.comparator == "gt" else value >= low
        return judged_by_side(target, holds, is_better=value > low * (1 + MORE), has_scale=low > 0)
    if target.comparator in ("le", "lt") and high is not None:
        holds = value < high if target.comparator == "lt" else value <= high
        return judged_by_side(target, holds, is_better=value < high * (1 - MORE), has_scale=high > 0)
    if low is None or high is None:
        return Judgement("incomparable", "direction")
    why: Why = "direction" if low == high else "outside"
    if target.approximate:
        low, high = low - abs(low) * ABOUT, high + abs(high) * ABOUT
    return Judgement("reached") if low <= value <= high else Judgement("incomparable", why)


def judged_by_side(target: Target, holds: bool, is_better: bool, has_scale: bool) -> Judgement:
    """Return the verdict on a figure with a bound on one side; an approximate target is never missed."""
    if not holds:
        return Judgement("incomparable", "bound") if target.approximate else Judgement("missed")
    return Judgement("exceeded" if is_better and has_scale else "reached")


def judged_by_day(target: Target, actual: Target) -> Judgement:
    """Return the verdict on a day or a period: what was to be done by a day is done when the period is over."""
    if not {target.kind, actual.kind}.issubset(DAYS):
        return Judgement("incomparable", "unit")
    days, end = days_of(actual), last_day(target)
    if days is None or end is None or target.flags or actual.flags or not PLAIN_DAY.fullmatch(plain(actual.text)):
        return Judgement("incomparable", "bound")
    first, last = days
    if not is_deadline(target):
        start = target.period[0] if target.period else end
        is_inside = first is not None and start <= first and last <= end
        return Judgement("reached") if is_inside else Judgement("incomparable", "day")
    if last <= end:
        return Judgement("reached")
    return Judgement("missed") if first is not None and first > end else Judgement("incomparable", "bound")


def is_deadline(target: Target) -> bool:
    """Whether the day of a target is the last one allowed, and not the only one."""
    return target.comparator == "le" or NEAR_END.search(target.text) is not None


def last_day(target: Target) -> date | None:
    """Return the last day on which a target can be reached; None where it names none."""
    if target.deadline is not None and target.comparator in (*PLAIN, "le"):
        return target.deadline
    return target.period[1] if target.period and target.comparator in (*PLAIN, "le") else None


def days_of(actual: Target) -> tuple[date | None, date] | None:
    """Return the first and the last day on which something may have been done; no first day for one by a day."""
    if actual.period and actual.comparator in PLAIN:
        return actual.period
    if actual.deadline is None or actual.comparator not in (*PLAIN, "le"):
        return None
    is_exact = actual.comparator in PLAIN and not NEAR_END.search(actual.text)
    return (actual.deadline if is_exact else None), actual.deadline
