"""The data of a form for the comparison page: its lines in short, which templates/assets/comparison_lines.js reads.

A line is an object with all its fields, or shorter where the rest follows from the form:

    [key, number, note?, group?]       an amount in 万元, by the number of its line in `budget_lines`
    [key, figure, id, note?, group?]   another amount in 万元; the group is "money" where none is given
    [key, [row…], figure?, measure?]   the targets of a topic, by the numbers of their rows
    [key, {severity: count}]           the findings of a rule, the heaviest first

Names that do not depend on a form are in one file for all forms. The number of a task as a statement is its amount.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from generator.analysis.comparison import total_for_finding
from generator.analysis.comparison_lines import (
    MONEY,
    WAN_UNIT,
    ComparisonLine,
    Statement,
    comparison_lines,
    finding_name,
    money_text,
)
from generator.analysis.facts import FormFacts
from generator.analysis.rules import RULES, SEVERITIES, severity_counts
from generator.analysis.table_rows import TaskFacts
from generator.forms.fields import BLANK, WITHHELD
from generator.forms.figures import figure
from generator.output.exports.outputs import Export, Tree, without_end
from generator.output.exports.rows import anchored_budget_rows
from generator.words import catalogue_map, translate

ROW = "indicator-"


def comparison(facts: FormFacts, others: Iterable[FormFacts], export: Export) -> Tree:
    """Return the data of a form for the comparison page: its lines, and the forms of other years.

    A form of another year is its year, with the name of the department where it had another one.
    """
    total = total_for_finding(facts)
    findings = export.findings[facts.source.path]
    name = facts.name
    lines = [line for line in comparison_lines(facts, ()) if line.group != "findings"]
    budget = {(line, amount, anchor): at for at, (_, line, amount, anchor) in enumerate(anchored_budget_rows(facts))}
    return {
        "others": [other.source.year if other.name == name else [other.source.year, other.name] for other in others],
        **({} if total is None else {"total": figure(total)}),
        "lines": [
            *(amount_line(line, budget) or topic_line(line, facts) or other_line(line, facts) for line in lines),
            *([f"rule.{rule}", by_severity] for rule, by_severity in severity_counts(findings).items()),
        ],
    }


def comparison_words(rules: Collection[str]) -> Tree:
    """Return the names and cautions of topics, the names of rules, other names, and the unit of amounts.

    Where a site has rules, the words for severities too.
    """
    severities = SEVERITIES if rules else ()
    return {
        "topics": {key: [words["name"], words["care"]] for key, words in catalogue_map("families").items()},
        "rules": {rule.id: finding_name(rule.id) for rule in RULES if rule.id in rules},
        "names": common_names(),
        "unit": WAN_UNIT,
        "severity": {severity: translate(f"checks.severity.{severity}") for severity in severities},
    }


def common_names() -> dict[str, str]:
    """Return the names of lines that are the same in every form."""
    keys = {"tasks.withheld": "absence.withheld", "tasks.unlisted": "pictures.money.unlisted"}
    keys |= {"tasks.listed": "comparing.listed", "tasks.largest": "comparing.largest"}
    keys |= {"staff": "comparing.staff", "head": "comparing.head", "measurable": "comparing.measurable_name"}
    return {key: translate(name) for key, name in keys.items()}


def amount_line(line: ComparisonLine, budget: Mapping[tuple[str, str, str], int]) -> list[Any] | None:
    """Return a line with one amount in 万元 in short; None for another line."""
    if line.measure != MONEY or line.value is None or len(line.quotes) != 1 or line.care or line.is_absent:
        return None
    [quote] = line.quotes
    if quote.name or quote.text != money_text(line.value, WAN_UNIT):
        return None
    rest = without_end([quote.note or None, None if line.group == "money" else line.group])
    number = budget.get((line.name, figure(line.value), quote.anchor))
    if number is not None:
        return [line.key, number, *rest]
    return [line.key, figure(line.value), quote.anchor, *rest] if common_names().get(line.key) == line.name else None


def topic_line(line: ComparisonLine, facts: FormFacts) -> list[Any] | None:
    """Return a line with targets of a topic in short.

    None for another line, for targets not shown as written, and for those with an outcome.
    """
    if not line.key.startswith("family."):
        return None
    numbers = [int(quote.anchor.removeprefix(ROW)) for quote in line.quotes]
    indicators = [facts.rows[number - 1].indicator for number in numbers]
    definition = indicators[0].definition or "" if len(numbers) == 1 else ""
    if any(quote.note != definition for quote in line.quotes):
        return None
    targets = [indicator.target for indicator in indicators]
    if BLANK in targets or WITHHELD in targets:
        return None
    if line.value is None and not line.measure:
        return [line.key, numbers]
    return [line.key, numbers, None if line.value is None else figure(line.value), line.measure]


def other_line(line: ComparisonLine, facts: FormFacts) -> Tree:
    """Return a line without its empty fields; its figure is text, so that nothing rounds it."""
    return {
        **({} if line.group == "money" else {"group": line.group}),
        "key": line.key,
        **({} if common_names().get(line.key) == line.name else {"name": line.name}),
        **({} if line.value is None else {"value": figure(line.value)}),
        **{key: value for key in ("measure", "unit", "care") if (value := getattr(line, key))},
        "quotes": [task_number(quote, facts) or statement_list(quote) for quote in line.quotes],
        **({"absent": True} if line.is_absent else {}),
    }


def task_number(quote: Statement, facts: FormFacts) -> int:
    """Return the number of the task whose name and amount in 万元 a statement is; 0 for another statement."""
    rows = facts.tasks if facts.unit == WAN_UNIT and not quote.note else ()
    return next((row.number for row in rows if is_of_task(quote, row)), 0)


def is_of_task(quote: Statement, row: TaskFacts) -> bool:
    """Whether a statement is the amount of a task under its name."""
    return (
        row.amount is not None
        and not row.task.withheld
        and (quote.anchor, quote.name, quote.text) == (row.anchor, row.task.name, money_text(row.amount, WAN_UNIT))
    )


def statement_list(quote: Statement) -> list[str]:
    """Return the text, the anchor, the name and the note of a statement, without empty ones at the end."""
    parts = [quote.text, quote.anchor, quote.name, quote.note]
    while not parts[-1]:
        parts.pop()
    return parts
