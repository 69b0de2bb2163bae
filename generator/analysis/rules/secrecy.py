"""Rules of 保密与隐私: cells that a reviewer should check; a finding names the cell and never its text."""

from collections.abc import Iterable, Iterator

from generator.analysis.rules.cells import RecordText
from generator.analysis.rules.rule import Finding, RuleInput
from generator.secrecy.personal_data import personal_kinds
from generator.secrecy.text_gate import sensitive_kinds
from generator.words import translate

MOST_NAMES = 8


def sensitive(case: RuleInput) -> Iterator[Finding]:
    """V03: words that may reveal secrets, guarded places or forces: one finding that names the rows."""
    rows: dict[str, str] = {}
    kinds: set[str] = set()
    for cell in case.cells if sensitive_kinds(case.text) else ():
        if found := sensitive_kinds(cell.text):
            rows.setdefault(cell.anchor, row_name(cell))
            kinds |= found
    if rows:
        names = [*rows.values()][:MOST_NAMES]
        dots = "…" if len(rows) > MOST_NAMES else ""
        yield Finding(next(iter(rows)), "、".join(names) + dots, kinds=kinds_in_words(sorted(kinds)), count=len(rows))


def personal(case: RuleInput) -> Iterator[Finding]:
    """V04: what may be a person's name, address or number."""
    for cell in case.cells if personal_kinds(case.text) else ():
        if kinds := personal_kinds(cell.text):
            yield Finding(cell.anchor, row_name(cell), form="review", kinds=kinds_in_words(kinds))


def row_name(cell: RecordText) -> str:
    """Return the row of a cell, without the name of an indicator."""
    table, _, number = cell.anchor.rpartition("-")
    return translate("findings.unnamed", number=number) if table == "indicator" else cell.name


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Return the names of some kinds of words."""
    return "、".join(translate(f"secrecy.kinds.{kind}") for kind in kinds)
