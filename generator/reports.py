"""A check as a person, a program or a CI page reads it."""

import json
from collections.abc import Callable

from generator.checking import Checked, Found
from generator.checks import remark
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
    lines += map(sentence, checked.notes)
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


def finding_text(found: Found) -> str:
    """What a finding says: the cell, and the sentence with its figures."""
    said = remark(found.finding)
    return say("checks.finding", cell=said.cell, sentence=said.sentence)


def finding_line(found: Found) -> str:
    """A finding in one line: place, weight, what it says, rule."""
    weight = say(f"checks.severity.{remark(found.finding).severity}")
    place = found.place
    return f"{place.path}:{place.line}:{place.column}: {weight} {finding_text(found)} [{found.finding.rule}]"


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
    notes = [{"path": note.place.path, "code": note.code, "message": statement(note)} for note in checked.notes]
    counts = {"files": checked.files, "records": checked.records}
    tree = {**counts, "problems": problems, "findings": findings, "notes": notes}
    return json.dumps(tree, ensure_ascii=False, indent=2)


def github(checked: Checked) -> str:
    """Workflow commands that put each mistake at its line of the change."""
    lines = [
        f"::error file={escaped(problem.place.path, True)},line={problem.place.line},col={problem.place.column},"
        f"title={escaped(problem.code, True)}::{escaped(statement(problem))}"
        for problem in capped(checked.problems)
    ]
    lines += [
        f"::{'warning' if remark(found.finding).severity == 'error' else 'notice'} "
        f"file={escaped(found.place.path, True)},line={found.place.line},col={found.place.column},"
        f"title={found.finding.rule}::{escaped(finding_text(found))}"
        for found in checked.findings
    ]
    lines += [
        f"::notice file={escaped(note.place.path, True)},title={note.code}::{escaped(statement(note))}"
        for note in checked.notes
    ]
    return "\n".join(lines)


def escaped(value: str, in_property: bool = False) -> str:
    """A text that cannot end or begin a workflow command."""
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("\x1b", "")
    return value.replace(":", "%3A").replace(",", "%2C") if in_property else value


FORMATS: dict[str, Callable[[Checked], str]] = {"text": text, "json": as_json, "github": github}
