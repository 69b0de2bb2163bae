"""What the tests of the rules share: the clean record, changes to it, and the table of what comes of them.

rules.tsv has one row for each record: the rule, what it is, the change that makes it, all that the rules then say.
A row that says nothing of its rule is a near miss. The change starts from content/clean.yml, of which no rule has
anything to say:

`budget.by_source.fiscal = 2174.19`   the cell in the file holds this instead
`2 + family | type | name | target`   so many more indicators before the last
`old => new`                          in the text of the file

Several changes stand apart by ` ;; `; behind @ stand those that make the record of the year before. A change that
begins with `project ;; ` starts from the clean project instead, and one with `results ;; ` from the clean
self-evaluation; behind the @ of a project stand those that make the record of its
department and year.
"""

import csv
import re
from typing import NamedTuple

from corpora import loaded_corpus
from reading import GOOD, HERE, steps

from generator.analysis.facts import ProjectFacts, RecordFacts, ResultsFacts, project_facts, record_facts, results_facts
from generator.analysis.rules import Finding, RuleInput
from generator.content.corpus import ProjectSource, RecordSource, ResultsSource
from generator.forms.fields import validate
from generator.forms.model import Project, ProjectResults, Record
from generator.text.yaml import locate, read_text

CLEAN = (HERE / "content/clean.yml").read_text(encoding="utf-8")
CLEAN_PROJECT = (HERE / "content/projects/content/shili/jiaoyuju/2026/xiaoshe-weixiu.yml").read_text(encoding="utf-8")
CLEAN_RESULTS = (HERE / "content/clean.results.yml").read_text(encoding="utf-8")
PROJECT = "project ;; "
RESULTS = "results ;; "
STARTS = {PROJECT: CLEAN_PROJECT, RESULTS: CLEAN_RESULTS}
DEPARTMENT = loaded_corpus(GOOD).departments[1]
LAST = CLEAN[CLEAN.index("  - family: 满意度指标") :].split("\n\n")[0]


class Row(NamedTuple):
    """One record and all that the rules say of it."""

    rule: str
    what: str
    change: str
    findings: str


def table() -> list[Row]:
    """All rows of rules.tsv."""
    with (HERE / "rules.tsv").open(encoding="utf-8", newline="") as file:
        return [Row(*row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def changed(change: str) -> str:
    """The clean record, or the clean project, with the changes of a row."""
    text = next((text for start, text in STARTS.items() if change.startswith(start)), CLEAN)
    for one in filter(None, change.removeprefix(PROJECT).removeprefix(RESULTS).replace("\\n", "\n").split(" ;; ")):
        if more := re.fullmatch(r"(\d+) \+ (.*) \| (.*) \| (.*) \| (.*)", one):
            cells = "  - family: {}\n    type: {}\n    name: {}\n    target: {}\n".format(*more.groups()[1:])
            text = text.replace(LAST, cells * int(more[1]) + LAST)
        elif " => " in one:
            old, new = one.split(" => ")
            assert text.count(old) == 1, f"{old!r} must stand in the record once"
            text = text.replace(old, new)
        else:
            text = with_cell(text, *one.split(" = "))
    return text


def with_cell(text: str, cell: str, value: str) -> str:
    """The text with something else behind the colon of one cell."""
    root = read_text("clean.yml", text.encode()).root
    assert root is not None
    lines = text.split("\n")
    number = locate(root, steps(cell))[0].line - 1
    key = re.match(r" *(?:- )?[a-z_]+:", lines[number])
    assert key
    return "\n".join([*lines[:number], f"{key[0]} {value}", *lines[number + 1 :]])


def facts_of(text: str, year: int = 2026) -> RecordFacts:
    """The facts of a record that stands in a text."""
    root = read_text("clean.yml", text.encode()).root
    assert root is not None
    record, problems = validate(Record, root, "clean.yml")
    assert record is not None, problems
    return record_facts(
        RecordSource("shili", DEPARTMENT.city, "jiaoyuju", DEPARTMENT.about, year, record, "clean.yml", root)
    )


def project_of(text: str, record: RecordFacts | None = None) -> ProjectFacts:
    """The facts of a project that stands in a text, beside the record of its department and year."""
    root = read_text("project.yml", text.encode()).root
    assert root is not None
    found, problems = validate(Project, root, "project.yml")
    assert found is not None, problems
    place = ("shili", DEPARTMENT.city, "jiaoyuju", DEPARTMENT.about, 2026)
    return project_facts(ProjectSource(*place, found, "project.yml", root, (), "xiaoshe"), record)


def results_of(text: str, answered: ProjectFacts | None = None) -> ResultsFacts:
    """The facts of a self-evaluation that stands in a text, and of the targets that it answers, if any."""
    root = read_text("results.yml", text.encode()).root
    assert root is not None
    found, problems = validate(ProjectResults, root, "results.yml")
    assert found is not None, problems
    place = ("shili", DEPARTMENT.city, "jiaoyuju", DEPARTMENT.about, 2026)
    return results_facts(ResultsSource(*place, found, "results.yml", root, (), "xiaoshe"), answered)


def case_of(row: Row) -> RuleInput:
    """The record of a row, with that of the year before where the row speaks of one."""
    if row.change.startswith(PROJECT):
        now, spoken, record = row.change.partition("@")
        return RuleInput(project_of(changed(now), facts_of(changed(record)) if spoken else None))
    if row.change.startswith(RESULTS):
        return RuleInput(results_of(changed(row.change)))
    now, spoken, before = row.change.partition("@")
    roster = tuple(entry.name for entry in DEPARTMENT.city.roster)
    return RuleInput(facts_of(changed(now)), facts_of(changed(before), 2025) if spoken else None, roster)


def told(finding: Finding) -> str:
    """A finding in the way the table expects it."""
    return " ".join(part for part in (finding.rule, finding.form, finding.anchor) if part)
