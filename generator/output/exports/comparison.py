"""What the comparison page needs of a record: what it says of itself line by line, and the other years of its body."""

from collections.abc import Iterable
from typing import Any

from generator.analysis.comparison import ComparisonLine, Statement, comparison_lines
from generator.analysis.facts import RecordFacts
from generator.forms.figures import figure
from generator.output.exports.outputs import Export


def comparison(facts: RecordFacts, others: Iterable[RecordFacts], export: Export) -> dict[str, Any]:
    """The lines of a record, and where the forms of other years stand."""
    return {
        "others": [named(other) for other in others],
        "lines": [line_tree(line) for line in comparison_lines(facts, export.findings[facts.source.path])],
    }


def named(facts: RecordFacts) -> dict[str, Any]:
    """What a record is called, and where it stands."""
    source = facts.source
    return {"path": source.path, "department": source.record.department, "year": source.year}


def line_tree(line: ComparisonLine) -> dict[str, Any]:
    """A line, what it does not have left out; its figure is text, so that nothing rounds it."""
    return {
        "group": line.group,
        "key": line.key,
        "name": line.name,
        **({} if line.value is None else {"value": figure(line.value)}),
        **({"measure": line.measure} if line.measure else {}),
        **({"care": line.care} if line.care else {}),
        "quotes": [quote_tree(quote) for quote in line.quotes],
        **({"absent": True} if line.is_absent else {}),
    }


def quote_tree(quote: Statement) -> list[str]:
    """The text of a quote, its place on the page, and its note where it has one."""
    return [quote.text, quote.anchor, *([quote.note] if quote.note else [])]
