"""The first sentence of a form's page as HTML: the whole money, its change, its largest task."""

import re
from decimal import Decimal
from html import unescape

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.rules import ties
from generator.analysis.total_changes import is_slip
from generator.content.markdown import Html
from generator.forms.figures import WAN, figure, in_wan, percent
from generator.output.amounts import in_sentence
from generator.output.cell_html import amount_html, translate_html
from generator.words import translate

TAG = re.compile("<[^>]*>")


def plain_lead(facts: FormFacts) -> str:
    """The first sentence of a form's page as plain text."""
    lead = lead_of(facts)
    return unescape(TAG.sub("", lead)) if isinstance(lead, Html) else lead


def total_html(total: Decimal, unit: str) -> Html:
    """A total in the unit of its form; from 1 亿元 on in 亿元, with the figure of the form in brackets."""
    wan = in_wan(total, unit)
    if wan < WAN:
        return strong_amount(figure(total), unit)
    return translate_html(
        "record.lead.yi", amount=strong_amount(*in_sentence(wan)), own=amount_html(figure(total), unit)
    )


def strong_amount(value: str, unit: str) -> Html:
    """An amount in bold."""
    return Html(f"<strong>{amount_html(value, unit)}</strong>")


def change_html(facts: FormFacts, before: FormFacts | None) -> Html:
    """The change of the total from an earlier form; empty for an unknown total and for a slip of units."""
    if before is None or not facts.total_wan or not before.total_wan:
        return Html("")
    now, then = facts.total_wan, before.total_wan
    if is_slip(now, then):
        return Html("")
    if now == then:
        return translate_html("record.lead.same", year=before.source.year)
    gap = abs(now - then)
    key = "more" if now > then else "less"
    amount = amount_html(figure(gap), "万元")
    return translate_html(f"record.lead.{key}", year=before.source.year, amount=amount, share=percent(gap, then))


def largest_html(facts: RecordFacts) -> Html:
    """The task with the largest amount, where it is one; of those that show their amounts."""
    tasks = [line for line in facts.counted_tasks if line.amount]
    largest = facts.largest
    if largest is None or largest.amount is None or [line.amount for line in tasks].count(largest.amount) > 1:
        return Html("")
    is_all = len(tasks) == facts.task_count
    name = translate("facts.summary.named", name=largest.label) if largest.has_name else largest.label
    amount = strong_amount(figure(largest.amount), facts.unit)
    return translate_html(f"record.lead.{'largest' if is_all else 'largest_shown'}", name=name, amount=amount)


def lead_of(facts: FormFacts, before: FormFacts | None = None) -> Html | str:
    """The first sentence of a form's page; its plain summary where the whole is unknown or sums contradict."""
    if not facts.total or not ties(facts):
        return facts.summary
    total = total_html(facts.total, facts.unit)
    change = change_html(facts, before)
    if not isinstance(facts, RecordFacts):
        return translate_html("record.lead.project", year=facts.source.year, total=total, change=change)
    share = "" if facts.project_share is None else translate("record.lead.share", share=facts.project_share)
    lead = translate_html("record.lead.total", year=facts.source.year, total=total, change=change, share=share)
    return Html(lead + largest_html(facts))


def share_title(facts: FormFacts) -> str:
    """The title of a shared link: who, which year and how much; without an amount that is unknown or contradicted."""
    name = translate("comparing.record", department=facts.name, year=facts.source.year)
    if not facts.total or not ties(facts):
        return name
    return translate("record.share", name=name, amount=facts.total_reading or f"{figure(facts.total)} {facts.unit}")
