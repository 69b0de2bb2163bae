"""Rules of 及时性: published within the term of the law, and together with the budget; days may be unknown."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.analysis.rules.rule import Finding, RuleInput
from generator.content.corpus import AnyFormSource
from generator.forms.basis import clauses_on, days_in
from generator.forms.cells import html_id
from generator.forms.fields import title_of
from generator.forms.model import Disclosure, unknown_days

# 预算法 article 14: within twenty days of the approval, counted by the calendar from the day after it.
DAYS_TO_PUBLISH = 20


def days_to_publish(source: AnyFormSource) -> int:
    """Return the days within which a form has to be published: those of its jurisdiction, or those of the law."""
    return days_in(source.city.basis, source.year) or DAYS_TO_PUBLISH


def unknown_days_finding(disclosure: Disclosure, *keys: str) -> Iterator[Finding]:
    """Yield a finding at the first unknown day, which names all of them; nothing where all are known."""
    names = unknown_days(disclosure, *keys)
    if names:
        first = next(key for key in keys if getattr(disclosure, key) is None)
        yield Finding(html_id(first), "、".join(names), form="unknown")


def late(case: RuleInput) -> Iterator[Finding]:
    """V05: the targets were published later than the term after they were approved."""
    disclosure = case.facts.disclosure
    approved, published = disclosure.approved_on, disclosure.published_on
    if approved is None or published is None:
        yield from unknown_days_finding(disclosure, "approved_on", "published_on")
        return
    days, limit = (published - approved).days, days_to_publish(case.facts.source)
    if days < 0:
        yield at_day("published_on", published, form="before", approved=approved)
    elif days > limit:
        values = {"days": days, "term": limit, "over": days - limit}
        yield at_day("published_on", published, form="late", approved=approved, **values)


def at_day(key: str, day: date, **values: Any) -> Finding:
    """Return a finding at a day of the disclosure."""
    return Finding(html_id(key), title_of(Disclosure, key), str(day), **values)


def not_with_budget(case: RuleInput) -> Iterator[Finding]:
    """V06: the targets were published on another day than the department's budget.

    That is only noted where no document of the jurisdiction asks for the same day.
    """
    disclosure, source = case.facts.disclosure, case.facts.source
    published, budget = disclosure.published_on, disclosure.budget_published_on
    if published is None or budget is None:
        yield from unknown_days_finding(disclosure, "published_on", "budget_published_on")
    elif published != budget:
        days = abs((published - budget).days)
        form = "apart" if clauses_on(source.city.basis, "V06", source.year) else "noted"
        yield at_day("budget_published_on", budget, form=form, published=published, days=days)
