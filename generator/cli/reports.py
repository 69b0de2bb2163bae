"""A check as a person, a program or a CI page reads it."""

import json
import re
from collections.abc import Callable
from typing import Any

from generator.analysis.rules import remark
from generator.cli.check import CheckedFinding, CheckResult
from generator.problems import Place, Problem
from generator.words import MissingValues, catalogue_map, format_problem, problem_text, translate

MOST_PER_FILE = 200


def text(checked: CheckResult) -> str:
    """One line for each mistake and each finding, and a last line that sums up."""
    lines = [format_problem(problem) for problem in capped(checked.problems)]
    hidden = len(checked.problems) - len(lines)
    if hidden:
        lines.append(translate("check.more", count=hidden))
    remarks = [(at.place, warning_line(at)) for at in checked.warnings]
    remarks += [(found.place, finding_line(found)) for found in checked.findings]
    lines += [line for _, line in sorted(remarks)]
    if checked.unlisted:
        lines += [translate("check.unlisted"), *(unlisted_line(*one) for one in checked.unlisted)]
    hidden = sum(count for _, count in checked.unlisted)
    counts = {"files": checked.files, "records": checked.records, "problems": len(checked.problems)}
    return "\n".join([*lines, translate("check.summary", **counts, findings=len(remarks) + hidden)])


def warning_line(problem: Problem) -> str:
    """A warning in one line: place, that it is one, what it says, code."""
    return f"{problem.place}: {translate('check.warning')} {problem_text(problem)} [{problem.code}]"


def unlisted_line(code: str, count: int) -> str:
    """How many warnings or findings of one kind are not listed."""
    return translate("check.unlisted_line", code=code, name=name_of(code), count=count)


def name_of(code: str) -> str:
    """What a rule, or a code of a warning, is called."""
    rule = catalogue_map("rules").get(code)
    return str(rule["title"] if rule else brief(catalogue_map("problems")[code]["what"]))


def brief(what: str) -> str:
    """What is wrong, as far as it is the same everywhere."""
    return re.split("[：，]", what.format_map(MissingValues(catalogue_map("check.explain.fields"))))[0]


def capped(problems: tuple[Problem, ...]) -> list[Problem]:
    """At most so many problems of each file."""
    seen: dict[str, int] = {}
    kept = []
    for problem in problems:
        seen[problem.place.path] = seen.get(problem.place.path, 0) + 1
        if seen[problem.place.path] <= MOST_PER_FILE:
            kept.append(problem)
    return kept


def finding_text(found: CheckedFinding) -> str:
    """What a finding says: the cell, and the sentence with its figures."""
    said = remark(found.finding)
    return translate("checks.finding", cell=said.cell, sentence=said.sentence)


def finding_line(found: CheckedFinding) -> str:
    """A finding in one line: place, weight, what it says, rule."""
    weight = translate(f"checks.severity.{remark(found.finding).severity}")
    place = found.place
    return f"{place.path}:{place.line}:{place.column}: {weight} {finding_text(found)} [{found.finding.rule}]"


def as_json(checked: CheckResult) -> str:
    """The whole check as JSON."""
    problems = [of_problem(problem) for problem in checked.problems]
    findings = [
        {
            "path": found.place.path,
            "line": found.place.line,
            "column": found.place.column,
            "rule": found.finding.rule,
            "severity": remark(found.finding).severity,
            "cell": found.finding.cell,
            "message": finding_text(found),
        }
        for found in checked.findings
    ]
    tree = {
        "files": checked.files,
        "records": checked.records,
        "problems": problems,
        "warnings": [of_problem(problem) for problem in checked.warnings],
        "findings": findings,
        "unlisted": dict(checked.unlisted),
    }
    return json.dumps(tree, ensure_ascii=False, indent=2)


def of_problem(problem: Problem) -> dict[str, Any]:
    """A problem or a warning as JSON has it."""
    place = problem.place
    where = {"path": place.path, "line": place.line, "column": place.column}
    return {**where, "code": problem.code, "message": problem_text(problem)}


def github(checked: CheckResult) -> str:
    """Workflow commands that put each mistake at its line of the change."""
    lines = [
        command("error", problem.place, problem.code, problem_text(problem)) for problem in capped(checked.problems)
    ]
    lines += [command("warning", at.place, at.code, problem_text(at)) for at in checked.warnings]
    lines += [
        command(
            "warning" if remark(found.finding).severity == "error" else "notice",
            found.place,
            found.finding.rule,
            finding_text(found),
        )
        for found in checked.findings
    ]
    if checked.unlisted:
        counts = "\n".join([translate("check.unlisted"), *(unlisted_line(*one) for one in checked.unlisted)])
        lines.append(f"::notice title={escaped(translate('check.unlisted_title'), True)}::{escaped(counts)}")
    return "\n".join(lines)


def command(kind: str, place: Place, code: str, message: str) -> str:
    """A workflow command that puts a message at its line."""
    line = f",line={place.line},col={place.column}" if place.line else ""
    return f"::{kind} file={escaped(place.path, True)}{line},title={escaped(code, True)}::{escaped(message)}"


def escaped(value: str, in_property: bool = False) -> str:
    """A text that cannot end or begin a workflow command."""
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("\x1b", "")
    return value.replace(":", "%3A").replace(",", "%2C") if in_property else value


FORMATS: dict[str, Callable[[CheckResult], str]] = {"text": text, "json": as_json, "github": github}
