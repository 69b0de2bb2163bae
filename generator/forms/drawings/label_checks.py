"""Warnings about printed words of a drawing that are known for another field than the one that is drawn there."""

import re
from collections.abc import Iterator, Sequence

from generator.forms.drawings.drawing import Block, DrawnCell, FormDrawing, FormKind, Path, Slot, list_of
from generator.forms.drawings.headings import covering, headings_before, is_heading, name_in
from generator.forms.drawings.label_names import EXECUTION, LabelNames, folded, is_neutral, is_total, label_names
from generator.forms.drawings.printed_units import unit_in
from generator.forms.drawings.sums import column_above
from generator.forms.drawings.titles import LabelledSlot, labelled_slots
from generator.forms.drawings.vocabulary import OTHER, fields_of, groups_of, has_amount, kind_of_slot, subject_of
from generator.forms.fields import MONEY
from generator.forms.indicator_tree import TREES, TYPES, short_name
from generator.problems import Place, Problem, problem_order

# The ends of the names of amounts outside of lists.
AMOUNT = re.compile("(?:支出|资金|经费|拨款|收入|预算)(?:总额|合计|金额)$")
INDICATORS: Path = ("indicators",)
# The words that forms print in columns of families and types.
CLASSES = TYPES.union(*TREES.values())
# The ends of the names of lines of money.
LINE_OF_MONEY = re.compile("(?:资金|拨款|收入|补助|经费|贷款|结转)$")


def drawing_warnings(drawing: FormDrawing) -> list[Problem]:
    """Return the warnings about a drawing whose fields are probably not those of its printed words."""
    checks = LabelChecks(drawing, label_names(drawing.kind))
    subject = subject_of(drawing.kind)
    found = [problem for block in drawing.blocks for problem in checks.in_block(block)]
    if subject not in checks.drawn:
        found.append(Problem(Place(drawing.file), "W423", **checks.named(subject)))
    # A word over several cells is reported once.
    return sorted({(each.place, each.seen): each for each in found[::-1]}.values(), key=problem_order)


class LabelChecks:
    """Compares the slots of a drawing with the fields that the words printed for them are known for."""

    def __init__(self, drawing: FormDrawing, names: LabelNames) -> None:
        self.drawing = drawing
        self.names = names
        self.fields = fields_of(drawing.kind)
        self.groups = groups_of(drawing.kind)
        self.drawn = {slot.path for slot in drawing.slots}

    def named(self, path: Path) -> dict[str, str]:
        """Return the key and the standard name of a field, for a sentence."""
        return {"named": ".".join(path), "title": self.fields[path].title if path in self.fields else ""}

    def in_block(self, block: Block) -> Iterator[Problem]:
        """Yield the warnings about the slots of a block."""
        all_labelled = list(labelled_slots(block))
        for labelled in all_labelled:
            slot = labelled.slot
            label = slot.name or (name_in(labelled.label) if labelled.label else "")
            place = labelled.label.place if labelled.label else self.drawing.blocks[0][0][0].place
            other = (
                self.other_money(slot, label, labelled, all_labelled) if slot.is_own else self.other_field(slot, label)
            )
            if other:
                form = "own" if slot.is_own else "field"
                yield self.warning(place, label, slot.path, other, form)
            for heading in labelled.above if not slot.is_own else ():
                if group := self.other_group(slot.path, name_in(heading)):
                    yield self.warning(heading.place, name_in(heading), slot.path, group, "group")
        for heading, slot in self.unmarked_amounts(all_labelled):
            yield self.warning(heading.place, name_in(heading), slot.path, slot.path, "amount")
        for cell, slot, column in unmarked_sums(block):
            yield self.warning(cell.place, slot.path[-1], slot.path, column, "sum")
        for heading, slot in unmarked_columns(all_labelled, self.drawing.kind):
            yield self.warning(heading.place, name_in(heading), slot.path, slot.path, "column")
        for cell in class_words(block):
            yield self.warning(cell.place, name_in(cell), (*INDICATORS, "name"), (*INDICATORS, "type"), "class")

    def warning(self, place: Place, label: str, path: Path, other: Path, form: str) -> Problem:
        """Return W422 for a printed word."""
        return Problem(place, "W422", label, form=form, drawn=".".join(path), **self.named(other))

    def known(self, label: str) -> frozenset[Path]:
        """Return the fields and groups that a printed word is known for, with all its brackets but those at its end."""
        return self.names.paths.get(folded(label), frozenset())

    def other_field(self, slot: Slot, label: str) -> Path | None:
        """Return the other field of the same group that a label is known for; None where it may be that of the slot."""
        known = self.known(label)
        # The columns for the whole of a project have the words of those for its year.
        own = (*slot.path[:-1], slot.path[-1].removeprefix("whole_"))
        if is_neutral(label) or any(path in (slot.path[: len(path)], own) for path in known):
            return None
        beside = sorted(path for path in known if path in self.fields and path[:-1] == slot.path[:-1])
        return beside[0] if beside else None

    def other_group(self, path: Path, heading: str) -> Path | None:
        """Return the sibling group that the heading above a field names; None where it names the field's own group."""
        known = [each for each in self.known(heading) if each in self.groups or each in self.fields]
        if is_neutral(heading) or any(each == path[: len(each)] for each in known):
            return None
        beside = sorted(each for each in known if each in self.groups and each[:-1] == path[: len(each) - 1] != ())
        return next((each for each in beside if len(each) < len(path)), None)

    def other_money(
        self, slot: Slot, label: str, labelled: LabelledSlot, all_labelled: Sequence[LabelledSlot]
    ) -> Path | None:
        """Return the field of money that a text of the form's own seems to be, which is not drawn elsewhere."""
        if kind_of_slot(slot, self.drawing) == MONEY or slot.role:
            return None
        known = sorted(path for path in self.known(label) if self.is_money(path, slot.rows))
        if slot.rows or known:
            is_drawn = any(path == each[: len(path)] for path in known for each in self.drawn)
            return None if is_drawn else next(iter(known), None)
        return self.line_of_money(slot, labelled, all_labelled) if slot.path[:-1] == OTHER else None

    def unmarked_amounts(self, all_labelled: Sequence[LabelledSlot]) -> Iterator[tuple[DrawnCell, Slot]]:
        """Yield the headings and slots of own texts outside of groups that are amounts by their names.

        An amount in another unit than that of the form can only be a text.
        """
        for slot, label in ((each.slot, each.label) for each in all_labelled):
            is_text = slot.path[:-1] == OTHER and not (slot.role or slot.is_money)
            unit = unit_in(label) if label else None
            is_of_form = unit is None or unit[1] == self.drawing.unit
            if is_text and label and is_of_form and AMOUNT.search(folded(slot.path[-1])):
                yield label, slot

    def is_money(self, path: Path, rows: Path) -> bool:
        """Whether a field of a list, or of none, is money, or a group is of money budgeted and spent."""
        field = self.fields.get(path)
        if field is None:
            return not rows and path[:-1] == (EXECUTION,)
        return field.kind == MONEY and field.rows == rows

    def line_of_money(self, slot: Slot, labelled: LabelledSlot, all_labelled: Sequence[LabelledSlot]) -> Path | None:
        """Return the path of an own line among lines of money under one heading, none of which it may be a part of."""
        name = slot.path[-1]
        if not LINE_OF_MONEY.search(folded(name)):
            return None
        beside = [each.slot for each in all_labelled if each.above[:1] == labelled.above[:1] != ()]
        lines = [each for each in beside if kind_of_slot(each, self.drawing) == MONEY and not each.rows]
        groups = {each.path[:-1] for each in lines}
        others = {each.path[-1] for each in lines if not each.is_own} - {"total", "other"}
        return (*groups.pop(), name) if len(groups) == 1 and not others else None


def unmarked_columns(all_labelled: Sequence[LabelledSlot], kind: FormKind) -> Iterator[tuple[DrawnCell, Slot]]:
    """Yield the headings and slots of own texts that are columns of money by their names, in lists of money."""
    for slot, label in ((each.slot, each.label) for each in all_labelled):
        is_text = slot.is_own and slot.rows and not slot.is_money and has_amount(kind, slot.rows)
        if is_text and label and LINE_OF_MONEY.search(folded(slot.path[-1])):
            yield label, slot


def unmarked_sums(block: Block) -> Iterator[tuple[DrawnCell, Slot, Path]]:
    """Yield the own texts in rows of sums below a list that are not drawn as the sum of the column above them."""
    for cell in (cell for row in block for cell in row if cell.slot):
        column = column_above(cell, block)
        is_text = cell.slot and cell.slot.is_own and not (cell.slot.role or cell.slot.rows)
        if cell.slot and column and is_text and any(is_total(name_in(each)) for each in headings_before(cell, block)):
            yield cell, cell.slot, column.path


def class_words(block: Block) -> Iterator[DrawnCell]:
    """Yield the printed families and types of indicators in the row of the indicators, and right above it."""
    for number, row in enumerate(block):
        if list_of(row) != INDICATORS:
            continue
        beside = [*covering(block, number), *(covering(block, number - 1) if number else [])]
        yield from (cell for cell in beside if is_heading(cell) and short_name(name_in(cell)) in CLASSES)
