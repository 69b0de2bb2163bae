"""The first sentence on the projects of a department or a city in one year, as HTML."""

from collections.abc import Sequence
from decimal import Decimal

from generator.analysis.facts import ProjectFacts
from generator.content.markdown import Html
from generator.output.amounts import in_sentence
from generator.output.cell_html import translate_html
from generator.output.leads import strong_amount
from generator.words import translate


def projects_lead(projects: Sequence[ProjectFacts]) -> Html | str:
    """The number of projects of a year, their sum where each has a total, and how many targets can be measured."""
    if not projects:
        return ""
    totals = [facts.total_wan for facts in projects]
    known = [total for total in totals if total is not None]
    amount: Html | str = ""
    if len(known) == len(totals):
        amount = translate_html("projects.lead.amount", amount=strong_amount(*in_sentence(sum(known, Decimal()))))
    count, measurable = (
        sum(getattr(facts, key) for facts in projects) for key in ("indicator_count", "measurable_count")
    )
    key = "no_targets" if not count else "all_targets" if measurable == count else "targets"
    targets = translate(f"projects.lead.{key}", count=count, measurable=measurable)
    year = projects[0].source.year
    return translate_html("projects.lead.of_year", year=year, count=len(projects), amount=amount, targets=targets)
