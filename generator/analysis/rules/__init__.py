"""The rules that check every form, and the computed identities of its page.

To add a rule, write its function in the module of its criterion, add it to RULES in `registry.py`, and its words to
`rules.yml`. A line of arithmetic is a function from the facts of a form to identities, in LINES.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from generator.analysis.facts import FormFacts, once_per_form
from generator.analysis.rules.column_sums import columns_add_up
from generator.analysis.rules.identities import CHECKED, Identity, basic_again, levels_tie, sources_tie, tasks_cover
from generator.analysis.rules.projects import parts_tie, year_in_whole
from generator.analysis.rules.quoted_amounts import goal_amounts, indicator_amounts, task_counts
from generator.analysis.rules.registry import BY_ID, RULES
from generator.analysis.rules.results import rates_fit, scores_add_up, spending_adds_up
from generator.analysis.rules.rule import CRITERIA, Criterion, Finding, Findings, Rule, RuleInput
from generator.analysis.stored_findings import RuleFindings, findings_of_form
from generator.content.config import Config
from generator.content.corpus import AnyFormSource
from generator.forms.cells import anchored_path
from generator.problems import SEVERITIES, Place, Severity
from generator.text.yaml import locate
from generator.words import translate

SUM_LINES = (
    sources_tie,
    levels_tie,
    parts_tie,
    year_in_whole,
    tasks_cover,
    columns_add_up,
    spending_adds_up,
    scores_add_up,
)
LINES = (*SUM_LINES, rates_fit, basic_again, goal_amounts, indicator_amounts, task_counts)

# What the package passes on from its modules.
__all__ = [
    "BY_ID",
    "CRITERIA",
    "RULES",
    "SEVERITIES",
    "Criterion",
    "Finding",
    "Findings",
    "Identity",
    "Rule",
    "RuleInput",
    "Severity",
    "sums_agree",
    "ties",
]


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words: its severity, its anchor, and its sentence without the name of the cell.

    `form` is the key of its sentence, `values` are the figures in it.
    """

    rule: Rule
    severity: Severity
    anchor: str
    cell: str
    sentence: str
    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleCount:
    """A rule, the forms in which it found something, and how many forms it checks."""

    rule: Rule
    records: tuple[tuple[FormFacts, RuleFindings], ...]
    checked: int

    @property
    def count(self) -> int:
        """How many findings there are in all."""
        return sum(count for _, count in self.weights)

    @cached_property
    def weights(self) -> list[tuple[Severity, int]]:
        """How many findings there are of each severity, the heaviest first."""
        counts: Counter[Severity] = Counter()
        for _, some in self.records:
            counts.update(some.weights)
        return [(severity, counts[severity]) for severity in SEVERITIES if counts[severity]]

    @property
    def remarks(self) -> list[tuple[FormFacts, Remark]]:
        """The findings with their sentences."""
        return [(facts, remark(finding)) for facts, some in self.records for finding in some.findings]


def ledger(facts: FormFacts) -> tuple[Identity, ...]:
    """Return every identity of the form, computed."""
    return tuple(identity for lines in LINES for identity in lines(facts))


@once_per_form
def sums_agree(facts: FormFacts) -> bool | None:
    """Whether all sums of the form that can be checked agree; None where none can be checked."""
    states = {line.state for lines in SUM_LINES for line in lines(facts) if line.is_sum}
    return "differs" not in states if states.intersection(CHECKED) else None


def ties(facts: FormFacts) -> bool:
    """Whether no sum of the form contradicts another; what is only partly listed does not."""
    return sums_agree(facts) is not False


def find(case: RuleInput) -> tuple[Finding, ...]:
    """Return all findings in one form, in the order of the rules and of the form."""
    rules = (rule for rule in RULES if rule.checks(case.facts))
    return tuple(finding.of_rule(rule.id) for rule in rules if rule.find for finding in rule.find(case))


def rule_inputs(records: Iterable[FormFacts]) -> list[RuleInput]:
    """Return each form with the form of the year before, and the roster of its city."""
    by_path = {facts.source.path: facts for facts in records}
    return [
        RuleInput(
            facts,
            by_path.get(facts.source.year_before),
            tuple(entry.name for entry in facts.source.city.roster),
        )
        for facts in by_path.values()
    ]


def examine(records: Iterable[FormFacts]) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of every form, by its path."""
    return {case.facts.source.path: find(case) for case in rule_inputs(records)}


def shown_rules(config: Config) -> tuple[str, ...]:
    """Return the ids of the rules that a site has: all, those of arithmetic, or none."""
    criteria = {"arithmetic": ("arithmetic",), "none": ()}.get(config.findings or "", CRITERIA)
    return tuple(rule.id for rule in RULES if rule.criterion in criteria)


def public(findings: Findings, rules: Collection[str] = frozenset(BY_ID)) -> dict[str, tuple[Finding, ...]]:
    """Return the findings that a site with some of the rules may show."""
    shown = {rule for rule in rules if BY_ID[rule].public}
    return {path: tuple(finding for finding in entries if finding.rule in shown) for path, entries in findings.items()}


def severity_of(finding: Finding) -> Severity:
    """Return the severity of a finding."""
    return BY_ID[finding.rule].severity_of(finding.form)


def remark(finding: Finding) -> Remark:
    """Return a finding with its sentence."""
    rule = BY_ID[finding.rule]
    key = f"rules.{rule.id}.finding"
    sentence = translate(f"{key}.{finding.form}" if finding.form else key, seen=finding.seen, **dict(finding.values))
    values = dict(finding.values)
    return Remark(rule, rule.severity_of(finding.form), finding.anchor, finding.cell, sentence, finding.form, values)


def weighed(findings: Iterable[Finding]) -> list[tuple[Severity, list[tuple[Rule, list[Remark]]]]]:
    """Return the remarks of one form by severity, the heaviest first, then by rule."""
    remarks = sorted(map(remark, findings), key=lambda entry: (SEVERITIES.index(entry.severity), entry.rule.id))
    return [
        (severity, [(rule, list(same)) for rule, same in groupby(group, key=lambda entry: entry.rule)])
        for severity, group in groupby(remarks, key=lambda entry: entry.severity)
    ]


def severity_counts(findings: Iterable[Finding]) -> dict[str, dict[Severity, int]]:
    """Count the findings of each rule by severity, the heaviest first; the rules are in the order of their ids."""
    counts = Counter((finding.rule, severity_of(finding)) for finding in findings)
    by_rule: dict[str, dict[Severity, int]] = {rule: {} for rule in sorted({rule for rule, _ in counts})}
    for severity in SEVERITIES:
        for rule, severities in by_rule.items():
            if count := counts[rule, severity]:
                severities[severity] = count
    return by_rule


def rule_counts(records: Iterable[FormFacts], findings: Findings) -> tuple[RuleCount, ...]:
    """Count the findings of each rule in all forms."""
    by_rule: dict[str, list[tuple[FormFacts, RuleFindings]]] = {rule.id: [] for rule in RULES}
    checked: Counter[str] = Counter()
    for facts in records:
        checked.update(rule.id for rule in RULES if rule.find and rule.checks(facts))
        for some in findings_of_form(findings, facts.source.path):
            by_rule[some.rule].append((facts, some))
    return tuple(RuleCount(rule, tuple(by_rule[rule.id]), checked[rule.id]) for rule in RULES)


def place_of(source: AnyFormSource, finding: Finding) -> Place:
    """Return the line in a form's file of the cell that a finding is about, or of the table around it."""
    node, _ = locate(source.nodes, finding.path or anchored_path(finding.anchor, source.record))
    return Place(source.file, node.line, node.column)
