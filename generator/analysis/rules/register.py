"""Rules on the text itself: it is the registered one (规范性), and the one compared with the original (一致性)."""

from collections.abc import Iterator

from generator.analysis.rules.rule import Finding, RuleInput
from generator.content.register import register_state
from generator.words import translate


def approved_text_changed(case: RuleInput) -> Iterator[Finding]:
    """V56: the text is not the registered one, even with the adjustments undone."""
    source = case.facts.source
    state = register_state(source.record, source.registered) if source.registered else None
    if state and state.state == "changed" and state.since:
        yield Finding("history", translate("history.title"), since=state.since.isoformat(), why=state.why)


def departed_from_original(case: RuleInput) -> Iterator[Finding]:
    """V57: the text has changed since it was compared with the original document."""
    trace = case.facts.form.trace
    if trace and case.facts.has_departed:
        yield Finding("trace", translate("record.source.trace"), share=trace.share)
