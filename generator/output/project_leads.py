"""The first sentence on the projects of a department or a city in one year, as HTML."""

from collections.abc import Sequence
from decimal import Decimal

from generator.analysis.facts import ProjectFacts
from generator.content.markdown import Html
from generator.output.amounts import in_sentence
from generator.output.cell_html import translate_html
from generator.output.leads import strong_amount
from generator.words import translate


def projects_lead(projects: Sequence[ProjectFacts]) -> Html:
    """How many projects a year has, what they cost where each says so, and how many of their targets can be measured."""
    totals = [facts.total_wan for facts in projects]
    known = [total for total in totals if total is not None]
    amount: Html | str = ""
    if len(known) == len(totals):
        amount = translate_html("projects.lead.amount", amount=strong_amount(*in_sentence(sum(known, Decimal()))))
    count = sum(facts.indicator_count for facts in projects)
    targets = translate(
        f"projects.lead.{'targets' if count else 'no_targets'}",
        count=count,
        measurable=sum(facts.measurable_count for facts in projects),
    )
    year = projects[0].source.year
    return translate_html("projects.lead.of_year", year=year, count=len(projects), amount=amount, targets=targets)
