"""The answers that the review page of an import saves: a file from outside, of which nothing is taken on trust.

It names each form with the hash of its draft, an answer to every doubt of it, and further cells that were changed.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from generator.forms.cells import CellPath, dotted
from generator.forms.fields import FieldGroup, NeededDay, NeededWords, Rows, Sha256, Words, cell, required
from generator.forms.indicator_tree import Framework
from generator.importing.open_doubts import OpenDoubt

Answer = Literal["accept", "correct", "belongs"]
ACCEPT, CORRECT, BELONGS = "accept", "correct", "belongs"


class DoubtAnswer(FieldGroup):
    """The answer to a doubt: its cell is right, is corrected to `text`, or its text belongs to the blank `cell`."""

    number: NeededWords = required("疑问的序号")
    answer: Answer = required("答复")
    text: Words | None = cell("文字")
    cell: Words | None = cell("栏目")


class CellChange(FieldGroup):
    """The new text of a cell without a doubt."""

    cell: NeededWords = required("栏目")
    text: Words = required("文字")


class FormAnswers(FieldGroup):
    """The answers for one form: its address, the hash of its draft, and that of its source where this may be given.

    `address` is another address for its project, `framework` that of its indicators where the form leaves it open.
    """

    form: NeededWords = required("表")
    draft: Sha256 = required("草稿的 SHA-256")
    source: Words = required("原件的 SHA-256")
    doubts: Rows[DoubtAnswer] = required("疑问")
    changes: Rows[CellChange] = required("改正")
    address: Words | None = cell("网址名")
    framework: Framework | None = cell("指标体系")


class Answers(FieldGroup):
    """The answers of a review page: who compared the forms with their originals, and on which day."""

    by: NeededWords = required("核对的单位或科室")
    on: NeededDay = required("核对的日期")
    forms: Rows[FormAnswers] = required("表")


class WrongAnswer(Exception):
    """An answer that does not fit its draft; `form` is the remedy, `path` its place below the form in the file."""

    def __init__(self, form: str, *path: str | int) -> None:
        super().__init__(form)
        self.form = form
        self.path = path


def changes_of(answers: FormAnswers, doubts: list[OpenDoubt], cells: Mapping[CellPath, str]) -> dict[CellPath, str]:
    """Return the new texts of the cells that some answers change. Raises WrongAnswer."""
    if [answer.number for answer in answers.doubts] != [str(number) for number in range(1, len(doubts) + 1)]:
        raise WrongAnswer("doubts", "doubts")
    paths = {dotted(path): path for path in cells}
    found: dict[CellPath, str] = {}
    for place, name, text in named_changes(answers, doubts, cells):
        if name not in paths:
            raise WrongAnswer("cell", *place)
        if found.get(paths[name], text) != text:
            raise WrongAnswer("again", *place)
        found[paths[name]] = text
    return found


def named_changes(
    answers: FormAnswers, doubts: list[OpenDoubt], cells: Mapping[CellPath, str]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield the place in the file, the cell and the new text of each change. Raises WrongAnswer."""
    for number, (answer, doubt) in enumerate(zip(answers.doubts, doubts, strict=True)):
        place = ("doubts", number)
        text, own = answer.text or "", dotted(doubt.path)
        if answer.answer == ACCEPT and (answer.cell or answer.text):
            raise WrongAnswer("accepted", *place)
        if answer.answer == CORRECT:
            if not doubt.is_correctable or answer.cell:
                raise WrongAnswer("whole", *place)
            # Two doubts of one cell may be answered with the same text.
            yield place, own, text
        if answer.answer == BELONGS:
            target = answer.cell or ""
            if not text or (doubt.path and doubt.text != text):
                raise WrongAnswer("moved", *place)
            if any(dotted(path) == target and filled for path, filled in cells.items()):
                raise WrongAnswer("taken", *place)
            yield place, target, text
            if doubt.path:
                yield place, own, ""
    for number, change in enumerate(answers.changes):
        yield ("changes", number), change.cell, change.text
