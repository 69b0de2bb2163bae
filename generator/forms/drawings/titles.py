"""The titles of the fields of a form: the words that its drawing prints for them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.forms.cells import named_cells
from generator.forms.drawings.drawing import YEAR_SIGN, Block, DrawnCell, FormDrawing, Path, Slot
from generator.forms.drawings.headings import headings_above, headings_of, labels_own_value, name_in, row_heading
from generator.forms.drawings.vocabulary import OTHER
from generator.forms.fields import FieldGroup, field_title, row_number
from generator.forms.model import WHOLE_KEYS, Form
from generator.problems import Place

# What forms print with a name and is none of it: marks of cells to fill in, 其中, numbers, and the name of a group
# before a numbered part of it (“资金来源：（1）单位资金”).
NUMBER = "[0-9一二三四五六七八九十]{1,2}"
LEAD = re.compile(rf"^(?:[*＊]|其中[:：]|[(（]?{NUMBER}[)）.．、](?=\D)|[^:：]{{2,8}}[:：](?=[(（]{NUMBER}[)）]))+")
OPTIONAL = re.compile(r"[（(](?:可?选填|必填)[)）]$")


@dataclass(frozen=True, slots=True)
class LabelledSlot:
    """A slot with the heading that names it, those over this heading, the nearest first, and that of its row of values.

    `row` is a heading of several values below headings of columns.
    """

    slot: Slot
    label: DrawnCell | None
    above: tuple[DrawnCell, ...]
    row: DrawnCell | None = None


def printed_titles(blocks: Sequence[Block]) -> Mapping[Path, str]:
    """Return the printed words for fields and groups by their keys; those for which nothing is printed are missing."""
    labelled = [each for block in blocks for each in labelled_slots(block)]
    owners: dict[Place, list[Slot]] = defaultdict(list)
    for each in labelled:
        for heading in filter(None, (each.label, each.row)):
            owners[heading.place].append(each.slot)
    fields = {each.slot.path: each.slot.name or field_words(each, owners) for each in labelled}
    return dict(group_titles(labelled)) | {path: title for path, title in distinct(fields, labelled) if title}


def field_words(labelled: LabelledSlot, owners: Mapping[Place, Sequence[Slot]]) -> str:
    """Return the printed words that name a field alone: of its heading or of its row; "" where none do.

    A row with several sums is named with the columns below which they are. `owners` are the slots that each heading is
    the nearest one of, or that of the row of.
    """
    slot, label, row = labelled.slot, labelled.label, labelled.row
    if label is None:
        return ""
    if is_title_of(slot, owners[label.place]):
        return plain_title(name_in(label, YEAR_SIGN))
    if row is None or slot.is_own:
        return ""
    headings = [row]
    if [each for each in owners[row.place] if not each.is_own] != [slot]:
        is_sum = slot.path[-1] in {f"{each.path[-1]}_total" for each in owners[label.place]}
        headings = [row, label] if is_sum else []
    return " ".join(plain_title(name_in(each, YEAR_SIGN)) for each in headings)


def is_title_of(slot: Slot, owners: Sequence[Slot]) -> bool:
    """Whether a heading is the title of a slot, when it is over some slots.

    A heading over a list is that of its column, whatever else is below; one over several groups that of the same key
    in each.
    """
    members = [each for each in owners if each.rows] or owners
    # A field outside of groups shares its heading with no other.
    keys = {each.path[-1] if len(each.path) > 1 else each.path for each in members}
    return slot in members and len(keys) == 1


def distinct(fields: Mapping[Path, str], labelled: Sequence[LabelledSlot]) -> Iterator[tuple[Path, str]]:
    """Yield the titles of fields without those of columns that an earlier column of their list has too.

    The columns for the whole of a project come after those for its year, whatever their order on the form.
    """
    slots = sorted((each.slot for each in labelled), key=lambda slot: (slot.is_own, slot.path[-1] in WHOLE_KEYS))
    taken: set[tuple[Path, str]] = set()
    for slot in slots:
        title = fields.get(slot.path, "")
        if slot.rows and (slot.rows, title) in taken:
            continue
        taken.add((slot.rows, title))
        yield slot.path, title


def labelled_slots(block: Block) -> Iterator[LabelledSlot]:
    """Yield the slots for values of a block with their headings."""
    for cell in (cell for row in block for cell in row if cell.values):
        if labels_own_value(cell, block):
            yield from (LabelledSlot(slot, cell, ()) for slot in cell.values)
            continue
        headings = headings_of(cell, block)
        columns = [each for label in headings[:1] for each in headings_above(label, block) if each.scope == "col"]
        row = row_heading(cell, block)
        groups = [each for each in headings[1:] if each.scope.endswith("group") or each is row]
        above = (*columns[:1], *groups[::-1])
        yield from (LabelledSlot(slot, next(iter(headings), None), above, row) for slot in cell.values)


def group_titles(labelled: Sequence[LabelledSlot]) -> Iterator[tuple[Path, str]]:
    """Yield the keys of each group of fields that has a heading over all of them and no other, with its words."""
    members: dict[Path, list[LabelledSlot]] = defaultdict(list)
    for each in labelled:
        # What stands elsewhere is no group of the form.
        for length in range(1, len(each.slot.path) if each.slot.path[:-1] != OTHER else 0):
            members[each.slot.path[:length]].append(each)
    for path, inside in members.items():
        outside = {cell.place for each in labelled if each not in inside for cell in (*each.above, each.label) if cell}
        first = inside[0]
        over = (*first.above, first.label) if len(inside) > 1 and first.label else first.above
        common = [cell for cell in over if all(cell in (*each.above, each.label) for each in inside)]
        if title := next((name_in(cell, YEAR_SIGN) for cell in common if cell.place not in outside), ""):
            yield path, plain_title(title)


def plain_title(name: str) -> str:
    """Return a printed name without signs that say how to fill in the form, 其中 and numbers."""
    return OPTIONAL.sub("", LEAD.sub("", name)).strip()


# The lists of tasks have the same columns; the second often has no headings of its own.
SAME_COLUMNS: Mapping[Path, Path] = {("tasks", "other"): ("tasks", "key")}


@dataclass(frozen=True, slots=True)
class FormTitles:
    """The titles of the cells and groups of a form: its printed words, else the standard names of the fields."""

    shape: type[FieldGroup]
    printed: Mapping[Path, str]
    order: Mapping[Path, int] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, drawing: FormDrawing | None, year: int | str = "") -> "FormTitles":
        """Return the titles of a form with a drawing, or with none; the year is filled in where it is a part of one."""
        return cls(type(form), drawing.titles_of(year), drawing.order) if drawing else cls(type(form), {})

    def title(self, *path: str | int) -> str:
        """Return the title of the cell or group at a path alone."""
        keys = tuple(step for step in path if isinstance(step, str))
        columns = (*SAME_COLUMNS.get(keys[:-1], ()), keys[-1])
        return self.printed.get(keys) or self.printed.get(columns) or field_title(self.shape, keys)

    def full_title(self, *path: str | int) -> str:
        """Return the title of the cell or group at a path after those of its groups and the number of its row."""
        steps = (
            row_number(step) if isinstance(step, int) else self.title(*path[: at + 1]) for at, step in enumerate(path)
        )
        return " ".join(dict.fromkeys(steps))

    def cells(self, part: FieldGroup | None, *path: str) -> list[tuple[str, str, Any]]:
        """Return the cells of the group at a path that are on the form, in its order: key, title, value."""
        found = [(key, self.title(*path, key), value) for key, _, value in named_cells(part)]
        order = [self.order.get((*path, key)) for key, _, _ in found]
        # Where one has no place on the drawing, none is known to come before another.
        if None in order:
            return found
        return [cell for _, cell in sorted(zip(order, found, strict=True), key=lambda pair: pair[0] or 0)]
