"""The result of a check: problems, warnings, and findings with their place in a file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.analysis.facts import FormFacts
from generator.analysis.rules import Finding, examine, place_of, severity_of
from generator.content.loader import Loader, refusal_of
from generator.problems import (
    SEVERITIES,
    ContentError,
    GongkaiError,
    Place,
    Problem,
    Severity,
    UsageError,
    problem_order,
)
from generator.secrecy.withheld_rows import is_within, unquoted_in_withheld_rows, withheld_spans

HEAVY = ("block", "error")
# Warnings are listed with findings of this severity.
WARNING_SEVERITY: Severity = "warn"
# Replaces the quotes of a finding in a row that withholds something.
UNQUOTED = "…"


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding and its place in the file; the site shows it, and it never stops a build."""

    place: Place
    finding: Finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check.

    problems   mistakes that stop a build
    warnings   likely mistakes, which do not
    findings   what is odd in the documents themselves
    files      the number of files that were read
    records    the number of forms
    code       the exit code of the problems
    unlisted   how many warnings and findings are not listed, by code or rule
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    findings: tuple[CheckedFinding, ...]
    files: int
    records: int
    code: int
    unlisted: tuple[tuple[str, int], ...] = ()

    def exit_code(self, strict: bool) -> int:
        """0 when clean, 1 for problems (and, when strict, for findings of the same weight), 3 for a hold."""
        heavy = any(severity_of(checked.finding) in HEAVY for checked in self.findings)
        return self.code or (ContentError.exit_code if strict and heavy else 0)

    @property
    def codes(self) -> Counter[str]:
        """The number of warnings and findings by code or rule."""
        warnings = (warning.code for warning in self.warnings)
        return Counter([*warnings, *(checked.finding.rule for checked in self.findings)])

    def at_least(self, severity: Severity | None) -> "CheckResult":
        """List only warnings and findings of this severity or more, with None only problems, and count all others."""
        listed = () if severity is None else SEVERITIES[: SEVERITIES.index(severity) + 1]
        warnings = self.warnings if WARNING_SEVERITY in listed else ()
        findings = tuple(checked for checked in self.findings if severity_of(checked.finding) in listed)
        shorter = replace(self, warnings=warnings, findings=findings)
        return replace(shorter, unlisted=tuple(sorted((self.codes - shorter.codes).items())))


def result_of(
    reader: Loader,
    records: int = 0,
    warnings: Iterable[Problem] = (),
    findings: Iterable[CheckedFinding] = (),
    more: Sequence[Problem] = (),
    refusal: GongkaiError | None = None,
) -> CheckResult:
    """The result of a check with the problems of `refusal` or else of the reader, and `more` of the project itself."""
    refusal = refusal or refusal_of(reader)
    problems = (*more, *(refusal.problems if refusal else ()))
    code = refusal.exit_code if refusal else UsageError.exit_code if more else 0
    in_order = tuple(sorted(findings, key=lambda checked: (checked.place, checked.finding.rule)))
    return CheckResult(problems, tuple(sorted(warnings, key=problem_order)), in_order, reader.files, records, code)


def located_findings(forms: Iterable[FormFacts]) -> list[CheckedFinding]:
    """The findings of some forms, each with its place; without quotes in rows that withhold something."""
    sources = {facts.source.path: facts.source for facts in forms}
    located = []
    for path, findings in examine(forms).items():
        source = sources[path]
        spans = withheld_spans(source.nodes) if findings else []
        for finding in findings:
            place = place_of(source, finding)
            shown = without_quotes(finding) if is_within(place.line, spans) else finding
            located.append(CheckedFinding(place, shown))
    return located


def without_quotes(finding: Finding) -> Finding:
    """A finding without any word of its row."""
    hidden = dict.fromkeys((name for name, _ in finding.values), UNQUOTED)
    unquoted = Finding(finding.anchor, UNQUOTED, UNQUOTED, form=finding.form, rule=finding.rule, **hidden)
    return unquoted.at_cell(finding.path)


def shown_warnings(warnings: Iterable[Problem], forms: Iterable[FormFacts]) -> list[Problem]:
    """Warnings about some forms; without quotes in rows that withhold something."""
    nodes = {facts.source.file: facts.source.nodes for facts in forms}
    shown: list[Problem] = []
    for warning in warnings:
        of_form = nodes.get(warning.place.path)
        shown += unquoted_in_withheld_rows([warning], of_form) if of_form else [warning]
    return shown
