"""The data of a form for the comparison page in the browser: its lines, and the other years of its department."""

from collections.abc import Iterable
from typing import Any

from generator.analysis.comparison import ComparisonLine, Statement, comparison_lines
from generator.analysis.facts import RecordFacts
from generator.forms.figures import figure
from generator.output.exports.outputs import Export


def comparison(facts: RecordFacts, others: Iterable[RecordFacts], export: Export) -> dict[str, Any]:
    """Return the lines of a form, and the addresses of the forms of other years."""
    return {
        "others": [form_reference(other) for other in others],
        "lines": [line_tree(line) for line in comparison_lines(facts, export.findings[facts.source.path])],
    }


def form_reference(facts: RecordFacts) -> dict[str, Any]:
    """Return the name and address of a form."""
    source = facts.source
    return {"path": source.path, "department": source.record.department, "year": source.year}


def line_tree(line: ComparisonLine) -> dict[str, Any]:
    """Return a line without its empty fields; its figure is text, so that nothing rounds it."""
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
    """Return the text of a statement, its id on the page, and its note where it has one."""
    return [quote.text, quote.anchor, *([quote.note] if quote.note else [])]
