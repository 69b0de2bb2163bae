"""保密与隐私: what a reviewer should look at once more; a finding names the cell and never what stands in it."""

from collections.abc import Iterable, Iterator

from generator.checks.cells import Cell, texts
from generator.checks.rule import Case, Finding
from generator.privacy import find_private_review
from generator.secrecy import find_review_words
from generator.words import say


def sensitive(case: Case) -> Iterator[Finding]:
    """Words that may tell of secrets, of guarded places or of forces, row by row."""
    found: dict[str, tuple[str, set[str]]] = {}
    for cell in texts(case.facts):
        kinds = {mark.rule for mark in find_review_words(cell.text)}
        if kinds:
            found.setdefault(cell.anchor, (place(cell), set()))[1].update(kinds)
    for anchor, (name, kinds) in found.items():
        yield Finding("V03", anchor, name, kinds=said(sorted(kinds)))


def personal(case: Case) -> Iterator[Finding]:
    """What may be a person's name, address or number, where only a person can tell."""
    for cell in texts(case.facts):
        kinds = sorted({private.kind for private in find_private_review(cell.text)})
        if kinds:
            yield Finding("V04", cell.anchor, place(cell), form="review", kinds=said(kinds))


def place(cell: Cell) -> str:
    """The row of a cell, without the words of an indicator's name."""
    return cell.name.partition("“")[0]


def said(kinds: Iterable[str]) -> str:
    """Kinds of words in words."""
    return "、".join(say(f"secrecy.kinds.{kind}") for kind in kinds)
