"""The result of a check as text, JSON or GitHub workflow commands."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import chain, groupby, islice
from typing import Any

from generator.analysis.rules import remark
from generator.cli.check_result import CheckedFinding, CheckResult
from generator.problems import Place, Problem
from generator.words import MissingValues, catalogue_map, format_problem, problem_text, translate

MOST_PER_FILE = 200


def text(result: CheckResult) -> str:
    """One line per problem, warning and finding, and a summary."""
    lines = [format_problem(problem) for problem in capped(result.problems)]
    hidden = len(result.problems) - len(lines)
    if hidden:
        lines.append(translate("check.more", count=hidden))
    remarks = [(warning.place, warning_line(warning)) for warning in result.warnings]
    remarks += [(checked.place, finding_line(checked)) for checked in result.findings]
    lines += [line for _, line in sorted(remarks)]
    lines += unlisted_lines(result)
    hidden = sum(count for _, count in result.unlisted)
    counts = {"files": result.files, "records": result.records, "problems": len(result.problems)}
    return "\n".join([*lines, translate("check.summary", **counts, findings=len(remarks) + hidden)])


def warning_line(problem: Problem) -> str:
    """A warning as one line: place, message, code."""
    return f"{problem.place}: {translate('check.warning')} {problem_text(problem)} [{problem.code}]"


def unlisted_lines(result: CheckResult) -> Iterator[str]:
    """The numbers of warnings and findings that are not listed, one line per code or rule; nothing without any."""
    if result.unlisted:
        yield translate("check.unlisted")
    for code, count in result.unlisted:
        yield translate("check.unlisted_line", code=code, name=name_of(code), count=count)


def name_of(code: str) -> str:
    """The name of a rule; for a code the beginning of its message, without values."""
    if rule := catalogue_map("rules").get(code):
        return str(rule["title"])
    message = catalogue_map("problems")[code]["what"]
    return re.split("[：，]", message.format_map(MissingValues(catalogue_map("check.explain.fields"))))[0]


def capped(problems: tuple[Problem, ...]) -> list[Problem]:
    """The problems without those beyond a limit per file."""
    by_file = groupby(problems, lambda problem: problem.place.path)
    return list(chain.from_iterable(islice(group, MOST_PER_FILE) for _, group in by_file))


def finding_text(checked: CheckedFinding) -> str:
    """The message of a finding: the cell, and the sentence with its figures."""
    message = remark(checked.finding)
    return translate("checks.finding", cell=message.cell, sentence=message.sentence)


def finding_line(checked: CheckedFinding) -> str:
    """A finding as one line: place, severity, message, rule."""
    severity = translate(f"checks.severity.{remark(checked.finding).severity}")
    return f"{checked.place}: {severity} {finding_text(checked)} [{checked.finding.rule}]"


def as_json(result: CheckResult) -> str:
    """The result as JSON."""
    findings = [
        {
            **asdict(checked.place),
            "rule": checked.finding.rule,
            "severity": remark(checked.finding).severity,
            "cell": checked.finding.cell,
            "message": finding_text(checked),
        }
        for checked in result.findings
    ]
    tree = {
        "files": result.files,
        "records": result.records,
        "problems": [problem_fields(problem) for problem in result.problems],
        "warnings": [problem_fields(problem) for problem in result.warnings],
        "findings": findings,
        "unlisted": dict(result.unlisted),
    }
    return json.dumps(tree, ensure_ascii=False, indent=2)


def problem_fields(problem: Problem) -> dict[str, Any]:
    """A problem or warning for JSON."""
    return {**asdict(problem.place), "code": problem.code, "message": problem_text(problem)}


def github(result: CheckResult) -> str:
    """GitHub workflow commands, which annotate the lines of a pull request."""
    levels = (("error", capped(result.problems)), ("warning", result.warnings))
    lines = [annotation(level, at.place, at.code, problem_text(at)) for level, problems in levels for at in problems]
    for checked in result.findings:
        level = "warning" if remark(checked.finding).severity == "error" else "notice"
        lines.append(annotation(level, checked.place, checked.finding.rule, finding_text(checked)))
    if unlisted := "\n".join(unlisted_lines(result)):
        lines.append(f"::notice title={escaped(translate('check.unlisted_title'), True)}::{escaped(unlisted)}")
    return "\n".join(lines)


def annotation(level: str, place: Place, code: str, message: str) -> str:
    """A workflow command that annotates one line."""
    line = f",line={place.line},col={place.column}" if place.line else ""
    return f"::{level} file={escaped(place.path, True)}{line},title={escaped(code, True)}::{escaped(message)}"


def escaped(value: str, in_property: bool = False) -> str:
    """A text, escaped for a workflow command."""
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("\x1b", "")
    return value.replace(":", "%3A").replace(",", "%2C") if in_property else value


FORMATS: dict[str, Callable[[CheckResult], str]] = {"text": text, "json": as_json, "github": github}
