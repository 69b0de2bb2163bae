"""The rules that every form is checked with, and the arithmetic that its page shows.

To add a rule, write its function in the module of its criterion, add it to RULES in `registry.py`, and its words to
`rules.yml`. A line of arithmetic is a function from the facts of a form to identities, in LINES.
"""

from collections.abc import Iterable, Mapping

from generator.analysis.facts import FormFacts
from generator.analysis.rules.identities import Identity, basic_again, levels_tie, sources_tie, tasks_cover
from generator.analysis.rules.projects import parts_tie, year_in_whole
from generator.analysis.rules.quoted_amounts import goal_amounts, indicator_amounts, task_counts
from generator.analysis.rules.registry import BY_ID, RULES
from generator.analysis.rules.remarks import Remark, RuleCount, place_of, remark, rule_counts, weighed
from generator.analysis.rules.rule import CRITERIA, Criterion, Finding, Rule, RuleInput
from generator.problems import SEVERITIES, Severity

LINES = (
    *(sources_tie, levels_tie, parts_tie, year_in_whole),
    *(tasks_cover, basic_again, goal_amounts, indicator_amounts, task_counts),
)

__all__ = [
    "BY_ID",
    "CRITERIA",
    "LINES",
    "RULES",
    "SEVERITIES",
    "Criterion",
    "Finding",
    "Identity",
    "Remark",
    "Rule",
    "RuleCount",
    "RuleInput",
    "Severity",
    "examine",
    "find",
    "ledger",
    "place_of",
    "public",
    "remark",
    "rule_counts",
    "rule_inputs",
    "severity_of",
    "weighed",
]


def ledger(facts: FormFacts) -> tuple[Identity, ...]:
    """Return every identity of the form, computed."""
    return tuple(identity for lines in LINES for identity in lines(facts))


def find(case: RuleInput) -> tuple[Finding, ...]:
    """Return all findings in one form, in the order of the rules and of the form."""
    return tuple(finding.of_rule(rule.id) for rule in RULES if rule.find for finding in rule.find(case))


def rule_inputs(records: Iterable[FormFacts], limit: int | None = None) -> list[RuleInput]:
    """Return each form with the form of the year before, the roster of its city and its days to publish."""
    by_path = {facts.source.path: facts for facts in records}
    return [
        RuleInput(
            facts,
            by_path.get(facts.source.year_before),
            tuple(entry.name for entry in facts.source.city.roster),
            limit,
        )
        for facts in by_path.values()
    ]


def examine(records: Iterable[FormFacts], limit: int | None = None) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of every form, by its path."""
    return {case.facts.source.path: find(case) for case in rule_inputs(records, limit)}


def public(findings: Mapping[str, tuple[Finding, ...]]) -> dict[str, tuple[Finding, ...]]:
    """Return the findings that the site may show."""
    return {path: tuple(finding for finding in found if BY_ID[finding.rule].public) for path, found in findings.items()}


def severity_of(finding: Finding) -> Severity:
    """Return the severity of a finding."""
    return BY_ID[finding.rule].weight(finding)
