"""规范性: what was approved stays as it is, unless an approved adjustment changes it."""

from collections.abc import Iterator

from generator.checks.rule import Case, Finding
from generator.register import standing
from generator.words import say


def approved_text_changed(case: Case) -> Iterator[Finding]:
    """The text is the registered one, or becomes that when the adjustments that the record tells of are undone."""
    source = case.facts.source
    found = standing(source.record, source.registered)
    if found.state == "changed" and found.since:
        form = "uncovered" if source.record.adjustments else "changed"
        yield Finding("V56", "history", say("history.title"), form=form, since=found.since.isoformat())
