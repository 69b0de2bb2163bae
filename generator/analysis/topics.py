"""The topics of indicators, by a table of patterns from special to general.

A topic is decided by the name of an indicator alone, by the first pattern that matches; cost by its type too. The
catalogue (`families.yml`) says why an indicator belongs to a topic, and what makes two of a topic hard to compare.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator.analysis.facts import AnyFacts, FormFacts, grouped, once_per_form
from generator.analysis.site_facts import Facts
from generator.analysis.table_rows import IndicatorFacts
from generator.forms.figures import ZERO
from generator.forms.indicator_tree import is_cost
from generator.forms.model import Indicator
from generator.targets import Target
from generator.text.word_list import word_map

TOPICS = {
    topic: re.compile(pattern)
    for topic, pattern in word_map("""
        satisfaction=(?<!不)满意  complaints=投诉|信访|举报  timeliness=及时|按时|按期|准时
        funds=资金.{0,8}[率比]|预算.{0,4}(?:完成|执行)率|支出进度|支付率
        quality=合格|合规|达标|优良|准确|正确率|质保  completion=完成率|完成度|完成情况|实现率|办结率|使用率
        coverage=覆盖|普及|保障率|受益  awareness=知晓|知悉|意识  training=培训|学习|教育  publicity=宣传|普法|宣讲
    """).items()
}
COST = re.compile("(?:成本|经费|费用|支出)$")
KINDS_WITHOUT_FIGURE = ("dated", "several", "words", "none", "withheld", "unread")


@dataclass(frozen=True, slots=True)
class IndicatorOccurrence:
    """An indicator in a form, with its topic; "" for none."""

    facts: FormFacts
    line: IndicatorFacts
    family: str


def topic_of(indicator: Indicator) -> str:
    """Return the topic of an indicator; "" for none."""
    if is_cost(indicator) and COST.search(indicator.name):
        return "cost"
    return topic_of_name(indicator.name)


@lru_cache(maxsize=4096)
def topic_of_name(name: str) -> str:
    """Return the topic of indicators of a name; most names come back every year."""
    return next((topic for topic, pattern in TOPICS.items() if pattern.search(name)), "")


def newest_first(forms: Iterable[AnyFacts]) -> list[AnyFacts]:
    """Return some forms by year, the newest first, then by city and department; others stay in their order."""
    return sorted(forms, key=lambda one: (-one.source.year, one.source.city_slug, one.source.department_slug))


def indicator_occurrences(facts: Facts) -> Iterator[IndicatorOccurrence]:
    """Yield every indicator of every form, newest year first, in the order of the forms."""
    for form in newest_first(facts.with_indicators):
        for line in form.indicators:
            yield IndicatorOccurrence(form, line, topic_of(line.indicator))


def occurrences_of(forms: Iterable[FormFacts], topic: str) -> tuple[IndicatorOccurrence, ...]:
    """Return the indicators of a topic in some forms, in the order of the forms."""
    return tuple(IndicatorOccurrence(form, line, topic) for form in forms for line in of_topic(form, topic))


def of_topic(form: FormFacts, topic: str) -> Iterable[IndicatorFacts]:
    """Return the indicators of a topic in a form, in its order."""
    stored = form.indicators_of(topic)
    return (line for line in form.indicators if topic_of(line.indicator) == topic) if stored is None else stored


@once_per_form
def topic_counts(form: FormFacts) -> dict[str, int]:
    """Return how many indicators of each topic a form has; "" for those without one."""
    return dict(Counter(topic_of(line.indicator) for line in form.indicators))


def grouped_by_unit(
    members: tuple[IndicatorOccurrence, ...],
) -> tuple[tuple[str, tuple[IndicatorOccurrence, ...]], ...]:
    """Group measurable indicators by unit, the most frequent unit first, the highest figure first."""
    measured = (member for member in members if member.line.reading.value is not None)
    units = grouped(measured, lambda member: member.line.reading.unit)
    ordered = sorted(units.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple((unit, tuple(sorted(of_unit, key=sort_value, reverse=True))) for unit, of_unit in ordered)


def without_one_figure(members: tuple[IndicatorOccurrence, ...]) -> dict[str, tuple[IndicatorOccurrence, ...]]:
    """Group the other indicators of a topic: a day, several figures, words, none, withheld, not read.

    Those of the last four cannot be compared.
    """
    others = (member for member in members if member.line.reading.value is None)
    groups = grouped(others, lambda member: kind_without_figure(member.line.reading))
    return {kind: tuple(groups[kind]) for kind in KINDS_WITHOUT_FIGURE if kind in groups}


def kind_without_figure(target: Target) -> str:
    """Return the one of KINDS_WITHOUT_FIGURE that a target is of."""
    if not target.parts and target.kind in ("date", "period"):
        return "dated"
    if target.measurable:
        return "several"
    return target.kind if target.kind in KINDS_WITHOUT_FIGURE else "words"


def sort_value(member: IndicatorOccurrence) -> Decimal:
    """Return the sort key of an indicator: its figure."""
    return member.line.reading.value or ZERO
