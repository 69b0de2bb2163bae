"""The card of each record: what it says of itself line by line, for the page that puts records side by side."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from generator.charts import figure_json
from generator.comparing import Line, card
from generator.exports.outputs import Export
from generator.facts import RecordFacts
from generator.figures import figure

NAME = "card.json"


def card_files(export: Export) -> Iterator[tuple[str, bytes]]:
    """A card beside each record's page."""
    kin: dict[tuple[str, str], list[RecordFacts]] = defaultdict(list)
    for facts in export.facts.records:
        kin[facts.source.city_slug, facts.source.department_slug].append(facts)
    for facts in export.facts.records:
        others = [other for other in kin[facts.source.city_slug, facts.source.department_slug] if other is not facts]
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
    }
