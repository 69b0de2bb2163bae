"""Findings as people read them: with the sentence, the weight and the place, grouped as the pages show them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.analysis.facts import FormFacts
from generator.analysis.rules.registry import BY_ID, RULES
from generator.analysis.rules.rule import Finding, Rule
from generator.problems import SEVERITIES, Place, Severity
from generator.text.yaml import MappingNode, locate
from generator.words import translate

SPLITS = {
    **{"by-type": "by_type", "by-source": "by_source", "by-level": "by_level"},
    **{"annual": "annual", "whole": "whole"},
}
DISCLOSURE = ("approved-on", "published-on", "budget-published-on")


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words: what it weighs, where it stands, and its sentence without the name of the cell."""

    rule: Rule
    severity: Severity
    anchor: str
    cell: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A rule and the records of which it has something to say."""

    rule: Rule
    records: tuple[tuple[FormFacts, tuple[Remark, ...]], ...]

    @property
    def count(self) -> int:
        """How many remarks there are in all."""
        return sum(len(remarks) for _, remarks in self.records)

    @property
    def weights(self) -> list[tuple[Severity, int]]:
        """How many remarks there are of each weight, the heaviest first."""
        known = Counter(found.severity for _, remarks in self.records for found in remarks)
        return [(severity, known[severity]) for severity in SEVERITIES if known[severity]]


def remark(finding: Finding) -> Remark:
    """A finding with its sentence."""
    rule = BY_ID[finding.rule]
    key = f"rules.{rule.id}.finding"
    sentence = translate(f"{key}.{finding.form}" if finding.form else key, seen=finding.seen, **dict(finding.values))
    return Remark(rule, rule.weight(finding), finding.anchor, finding.cell, sentence)


def weighed(findings: Iterable[Finding]) -> list[tuple[Severity, list[tuple[Rule, list[Remark]]]]]:
    """The remarks of one record by weight, the heaviest first, then by rule."""
    remarks = sorted(map(remark, findings), key=lambda found: (SEVERITIES.index(found.severity), found.rule.id))
    return [
        (severity, [(rule, list(same)) for rule, same in groupby(group, key=lambda found: found.rule)])
        for severity, group in groupby(remarks, key=lambda found: found.severity)
    ]


def rule_counts(records: Iterable[FormFacts], findings: Mapping[str, tuple[Finding, ...]]) -> tuple[RuleCount, ...]:
    """What each rule of the book has to say of all records."""
    found: dict[str, list[tuple[FormFacts, tuple[Remark, ...]]]] = {rule.id: [] for rule in RULES}
    for facts in records:
        for rule, same in groupby(findings[facts.source.path], key=lambda finding: finding.rule):
            found[rule].append((facts, tuple(map(remark, same))))
    return tuple(RuleCount(rule, tuple(found[rule.id])) for rule in RULES)


def place_of(file: str, root: MappingNode, anchor: str) -> Place:
    """The line of a record's file that the cell of an anchor stands on."""
    found, _ = locate(root, steps_to(root, anchor))
    return Place(file, found.line, found.column)


def steps_to(root: MappingNode, anchor: str) -> tuple[str | int, ...]:
    """The keys and positions that lead to the cell of an anchor."""
    table, _, number = anchor.rpartition("-")
    if table == "indicator":
        return "indicators", int(number) - 1
    if table == "task":
        row, keys = int(number) - 1, len(root["tasks"]["key"] or ())
        return ("tasks", "key", row) if row < keys else ("tasks", "other", row - keys)
    for split, key in SPLITS.items():
        if anchor.startswith(split):
            line = anchor.removeprefix(split).strip("-").replace("-", "_")
            return ("budget", key, line) if line else ("budget", key)
    if anchor in DISCLOSURE:
        return "disclosure", anchor.replace("-", "_")
    return ({"form-title": "title", "source": "disclosure"}.get(anchor, anchor.replace("-", "_")),)
