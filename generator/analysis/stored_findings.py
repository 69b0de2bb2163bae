"""Findings that are in memory as bytes: those of one form are unpacked when they are needed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby

from generator.analysis.rules.registry import BY_ID
from generator.analysis.rules.rule import Finding, Findings
from generator.problems import Severity
from generator.system.packing import packed, unpacked


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule in one form: how many there are of each severity, and themselves, packed."""

    rule: str
    weights: dict[Severity, int]
    content: bytes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in their order."""
        return unpacked(self.content, tuple[Finding, ...])


def findings_by_rule(findings: Iterable[Finding]) -> Iterator[RuleFindings]:
    """Yield the findings of one form by rule, in their order."""
    for rule, some in groupby(findings, key=lambda finding: finding.rule):
        same = tuple(some)
        weights = Counter(BY_ID[rule].severity_of(finding.form) for finding in same)
        yield RuleFindings(rule, dict(weights), packed(same))


class StoredFindings(Mapping[str, tuple[Finding, ...]]):
    """The findings of forms by their addresses; `by_rule` has them packed."""

    def __init__(self) -> None:
        self.by_rule: dict[str, tuple[RuleFindings, ...]] = {}

    def __getitem__(self, path: str) -> tuple[Finding, ...]:
        return tuple(chain.from_iterable(some.findings for some in self.by_rule[path]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_rule)

    def __len__(self) -> int:
        return len(self.by_rule)


def findings_of_form(findings: Findings, path: str) -> Iterable[RuleFindings]:
    """Return the findings of a form by rule, as they are stored where they are."""
    return findings.by_rule[path] if isinstance(findings, StoredFindings) else findings_by_rule(findings[path])
