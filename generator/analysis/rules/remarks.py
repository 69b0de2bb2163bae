"""Findings for readers: with sentence, severity and anchor, grouped as the pages show them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.analysis.facts import FormFacts
from generator.analysis.rules.registry import BY_ID, RULES
from generator.analysis.rules.rule import Finding, Rule
from generator.content.corpus import AnyFormSource
from generator.forms.cells import anchored_path
from generator.problems import SEVERITIES, Place, Severity
from generator.text.yaml import locate
from generator.words import translate


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words: its severity, its anchor, and its sentence without the name of the cell."""

    rule: Rule
    severity: Severity
    anchor: str
    cell: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A rule and the forms in which it found something."""

    rule: Rule
    records: tuple[tuple[FormFacts, tuple[Remark, ...]], ...]

    @property
    def count(self) -> int:
        """How many remarks there are in all."""
        return sum(len(remarks) for _, remarks in self.records)

    @property
    def weights(self) -> list[tuple[Severity, int]]:
        """How many remarks there are of each severity, the heaviest first."""
        counts = Counter(remark.severity for _, remarks in self.records for remark in remarks)
        return [(severity, counts[severity]) for severity in SEVERITIES if counts[severity]]


def remark(finding: Finding) -> Remark:
    """Return a finding with its sentence."""
    rule = BY_ID[finding.rule]
    key = f"rules.{rule.id}.finding"
    sentence = translate(f"{key}.{finding.form}" if finding.form else key, seen=finding.seen, **dict(finding.values))
    return Remark(rule, rule.weight(finding), finding.anchor, finding.cell, sentence)


def weighed(findings: Iterable[Finding]) -> list[tuple[Severity, list[tuple[Rule, list[Remark]]]]]:
    """Return the remarks of one form by severity, the heaviest first, then by rule."""
    remarks = sorted(map(remark, findings), key=lambda entry: (SEVERITIES.index(entry.severity), entry.rule.id))
    return [
        (severity, [(rule, list(same)) for rule, same in groupby(group, key=lambda entry: entry.rule)])
        for severity, group in groupby(remarks, key=lambda entry: entry.severity)
    ]


def rule_counts(records: Iterable[FormFacts], findings: Mapping[str, tuple[Finding, ...]]) -> tuple[RuleCount, ...]:
    """Return what each rule found in all forms."""
    by_rule: dict[str, list[tuple[FormFacts, tuple[Remark, ...]]]] = {rule.id: [] for rule in RULES}
    for facts in records:
        for rule, same in groupby(findings[facts.source.path], key=lambda finding: finding.rule):
            by_rule[rule].append((facts, tuple(map(remark, same))))
    return tuple(RuleCount(rule, tuple(by_rule[rule.id])) for rule in RULES)


def place_of(source: AnyFormSource, anchor: str) -> Place:
    """Return the line in a form's file of the cell with an anchor."""
    found, _ = locate(source.nodes, anchored_path(anchor, source.record))
    return Place(source.file, found.line, found.column)
