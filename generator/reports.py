"""A check as a person, a program or a CI page reads it."""

import json
from collections.abc import Callable

from generator.checking import Checked, Finding
from generator.problems import Problem
from generator.words import say, sentence, statement

MOST_PER_FILE = 200


def text(checked: Checked) -> str:
    """One line for each mistake and each finding, and a last line that sums up."""
    lines = [sentence(problem) for problem in capped(checked.problems)]
    hidden = len(checked.problems) - len(lines)
    if hidden:
        lines.append(say("check.more", count=hidden))
    lines += [finding_line(finding) for finding in checked.findings]
    counts = {"files": checked.files, "records": checked.records, "problems": len(checked.problems)}
    return "\n".join([*lines, say("check.summary", **counts, findings=len(checked.findings))])


def capped(problems: tuple[Problem, ...]) -> list[Problem]:
    """At most so many problems of each file."""
    seen: dict[str, int] = {}
    kept = []
    for problem in problems:
        seen[problem.place.path] = seen.get(problem.place.path, 0) + 1
        if seen[problem.place.path] <= MOST_PER_FILE:
            kept.append(problem)
    return kept


def finding_text(finding: Finding) -> str:
    """What a finding says, with its figures."""
    line = finding.identity
    word = say(f"checks.{line.rule}.{line.state}", difference=line.difference, unit=line.unit, share=line.share)
    return f"{say(f'checks.{line.rule}.title')}：{word}"


def finding_line(finding: Finding) -> str:
    """A finding in one line."""
    return f"{finding.source.file}: {say('check.finding')} {finding_text(finding)} [{finding.identity.rule}]"


def as_json(checked: Checked) -> str:
    """The whole check as JSON."""
    problems = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "message": statement(problem),
        }
        for problem in checked.problems
    ]
    findings = [
        {"path": finding.source.file, "rule": finding.identity.rule, "message": finding_text(finding)}
        for finding in checked.findings
    ]
    tree = {"files": checked.files, "records": checked.records, "problems": problems, "findings": findings}
    return json.dumps(tree, ensure_ascii=False, indent=2)


def github(checked: Checked) -> str:
    """Workflow commands that put each mistake at its line of the change."""
    lines = [
        f"::error file={escaped(problem.place.path, True)},line={problem.place.line},col={problem.place.column},"
        f"title={escaped(problem.code, True)}::{escaped(statement(problem))}"
        for problem in capped(checked.problems)
    ]
    lines += [
        f"::notice file={escaped(finding.source.file, True)},"
        f"title={finding.identity.rule}::{escaped(finding_text(finding))}"
        for finding in checked.findings
    ]
    return "\n".join(lines)


def escaped(value: str, in_property: bool = False) -> str:
    """A text that cannot end or begin a workflow command."""
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("\x1b", "")
    return value.replace(":", "%3A").replace(",", "%2C") if in_property else value


FORMATS: dict[str, Callable[[Checked], str]] = {"text": text, "json": as_json, "github": github}
