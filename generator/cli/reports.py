"""The result of a check as text, JSON or GitHub workflow commands."""

import json
import re
from collections.abc import Callable
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
    remarks = [(at.place, warning_line(at)) for at in result.warnings]
    remarks += [(found.place, finding_line(found)) for found in result.findings]
    lines += [line for _, line in sorted(remarks)]
    if result.unlisted:
        lines += [translate("check.unlisted"), *(unlisted_line(*pair) for pair in result.unlisted)]
    hidden = sum(count for _, count in result.unlisted)
    counts = {"files": result.files, "records": result.records, "problems": len(result.problems)}
    return "\n".join([*lines, translate("check.summary", **counts, findings=len(remarks) + hidden)])


def warning_line(problem: Problem) -> str:
    """A warning as one line: place, message, code."""
    return f"{problem.place}: {translate('check.warning')} {problem_text(problem)} [{problem.code}]"


def unlisted_line(code: str, count: int) -> str:
    """The number of warnings or findings of one kind that are not listed."""
    return translate("check.unlisted_line", code=code, name=name_of(code), count=count)


def name_of(code: str) -> str:
    """The name of a rule or of a code."""
    rule = catalogue_map("rules").get(code)
    return str(rule["title"] if rule else brief(catalogue_map("problems")[code]["what"]))


def brief(what: str) -> str:
    """The beginning of a message, without its values."""
    return re.split("[：，]", what.format_map(MissingValues(catalogue_map("check.explain.fields"))))[0]


def capped(problems: tuple[Problem, ...]) -> list[Problem]:
    """The problems without those beyond a limit per file."""
    by_file = groupby(problems, lambda problem: problem.place.path)
    return list(chain.from_iterable(islice(group, MOST_PER_FILE) for _, group in by_file))


def finding_text(found: CheckedFinding) -> str:
    """The message of a finding: the cell, and the sentence with its figures."""
    said = remark(found.finding)
    return translate("checks.finding", cell=said.cell, sentence=said.sentence)


def finding_line(found: CheckedFinding) -> str:
    """A finding as one line: place, severity, message, rule."""
    weight = translate(f"checks.severity.{remark(found.finding).severity}")
    place = found.place
    return f"{place.path}:{place.line}:{place.column}: {weight} {finding_text(found)} [{found.finding.rule}]"


def as_json(result: CheckResult) -> str:
    """The result as JSON."""
    problems = [of_problem(problem) for problem in result.problems]
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
        for found in result.findings
    ]
    tree = {
        "files": result.files,
        "records": result.records,
        "problems": problems,
        "warnings": [of_problem(problem) for problem in result.warnings],
        "findings": findings,
        "unlisted": dict(result.unlisted),
    }
    return json.dumps(tree, ensure_ascii=False, indent=2)


def of_problem(problem: Problem) -> dict[str, Any]:
    """A problem or warning for JSON."""
    place = problem.place
    where = {"path": place.path, "line": place.line, "column": place.column}
    return {**where, "code": problem.code, "message": problem_text(problem)}


def github(result: CheckResult) -> str:
    """GitHub workflow commands, which annotate the lines of a pull request."""
    lines = [
        command("error", problem.place, problem.code, problem_text(problem)) for problem in capped(result.problems)
    ]
    lines += [command("warning", at.place, at.code, problem_text(at)) for at in result.warnings]
    lines += [
        command(
            "warning" if remark(found.finding).severity == "error" else "notice",
            found.place,
            found.finding.rule,
            finding_text(found),
        )
        for found in result.findings
    ]
    if result.unlisted:
        counts = "\n".join([translate("check.unlisted"), *(unlisted_line(*pair) for pair in result.unlisted)])
        lines.append(f"::notice title={escaped(translate('check.unlisted_title'), True)}::{escaped(counts)}")
    return "\n".join(lines)


def command(kind: str, place: Place, code: str, message: str) -> str:
    """A workflow command that annotates one line."""
    line = f",line={place.line},col={place.column}" if place.line else ""
    return f"::{kind} file={escaped(place.path, True)}{line},title={escaped(code, True)}::{escaped(message)}"


def escaped(value: str, in_property: bool = False) -> str:
    """A text, escaped for a workflow command."""
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("\x1b", "")
    return value.replace(":", "%3A").replace(",", "%2C") if in_property else value


FORMATS: dict[str, Callable[[CheckResult], str]] = {"text": text, "json": as_json, "github": github}
