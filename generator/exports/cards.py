"""The card of each record: what it says of itself line by line, for the page that puts records side by side."""

from collections.abc import Iterator
from typing import Any

from generator.charts import figure_json
from generator.comparing import Line, card
from generator.exports.outputs import Export
from generator.facts import RecordFacts, by_department
from generator.figures import figure

NAME = "card.json"


def card_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """A card beside each record's page."""
    kin = by_department(export.facts.records)
    for facts in export.facts.records:
        others = [other for other in kin[facts.source.of_department] if other is not facts]
        yield facts.source.path + NAME, figure_json(card_tree(facts, others, export)).encode()


def card_tree(facts: RecordFacts, others: list[RecordFacts], export: Export) -> dict[str, Any]:
    """A record by name, the forms of other years, and its lines."""
    source = facts.source
    return {
        **named(facts),
        "framework": source.record.framework,
        "source": source.record.source.title,
        "others": [named(other) for other in others],
        "lines": [line_tree(line) for line in card(facts, export.findings[source.path])],
    }


def named(facts: RecordFacts) -> dict[str, Any]:
    """What a record is called, and where it stands."""
    source = facts.source
    return {"path": source.path, "city": source.city.name, "department": source.record.department, "year": source.year}


def line_tree(line: Line) -> dict[str, Any]:
    """A line; its figure is text, so that nothing rounds it."""
    return {
        "group": line.group,
        "key": line.key,
        "name": line.name,
        "value": None if line.value is None else figure(line.value),
        "measure": line.measure,
        "care": line.care,
        "quotes": [[quote.text, quote.anchor, quote.note] for quote in line.quotes],
        **({"absent": True} if line.is_absent else {}),
    }
