"""Writes the cells of a form's draft as YAML from its drawing, each below the words that the form prints for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.forms.cells import WITHHELD_KEYS, WITHHELD_TOTAL, CellPath
from generator.forms.drawings.collection import is_data_table
from generator.forms.drawings.drawing import VALUE, Block, FormDrawing, Path, Slot
from generator.forms.drawings.headings import name_in
from generator.forms.drawings.titles import LabelledSlot, labelled_slots
from generator.forms.drawings.vocabulary import fields_of, subject_of
from generator.forms.fields import PROSE, WITHHELD, titles_of
from generator.forms.model import Decision, Task
from generator.text.yaml_writer import INDENT, yaml_entry, yaml_key
from generator.words import translate

# The first sign of a remark that must be settled before the draft is a record.
DOUBT = "?"
# The first key of a file that is not on the form.
FIRST_OFF_FORM = "framework"


@dataclass(frozen=True, slots=True)
class DraftValues:
    """The texts of cells by their paths, and remarks on them, which the draft has as comments above the cells."""

    texts: Mapping[CellPath, str]
    remarks: Mapping[CellPath, Sequence[str]] = field(default_factory=dict)


@dataclass(slots=True)
class DraftGroup:
    """A group of cells: the comment of each cell, the groups inside; of a list the cells of one row."""

    cells: dict[str, str] = field(default_factory=dict)
    groups: dict[str, "DraftGroup"] = field(default_factory=dict)
    order: dict[str, None] = field(default_factory=dict)
    is_list: bool = False
    is_optional: bool = False

    def at(self, path: Path) -> "DraftGroup":
        """The group at the keys below this one."""
        group = self
        for key in path:
            group.order[key] = None
            group = group.groups.setdefault(key, DraftGroup())
        return group


def draft_of_form(drawing: FormDrawing, year: str, *, is_named: bool, values: DraftValues | None = None) -> str:
    """Return the cells of the draft of a form of a year, as YAML; without values only title and unit are filled in.

    A drawing that was chosen by its name is named in the draft.
    """
    root = DraftGroup()
    subject = subject_of(drawing.kind)
    if subject not in {slot.path for slot in drawing.slots}:
        title = fields_of(drawing.kind)[subject].title
        add(root, Slot(VALUE, subject), translate("drawings.draft.subject", cell=title))
        values = values and replace(values, texts={subject: ""} | dict(values.texts))
    for block in drawing.blocks:
        all_labelled = list(labelled_slots(block))
        for labelled in all_labelled:
            add(root, labelled.slot, comment_of(drawing, labelled, block, all_labelled))
    texts = values.texts if values else {}
    # Title and unit of a table of the product's own are on no form.
    is_table = is_data_table(drawing)
    title = texts.get(("title",), "" if is_table else drawing.titled(year)).replace("\n", "")
    money = texts.get(("unit",), "" if is_table else drawing.unit)
    key = "table" if is_table else "lead"
    head = [f"# {translate(f'drawings.draft.{key}', name=drawing.name)}"]
    head += [f"# {translate('drawings.draft.form')}", f"form: {drawing.name}"] if is_named else []
    head += [
        f"# {translate('drawings.draft.title')}",
        *remark_lines(values, ("title",), ""),
        yaml_entry("title", title, ""),
    ]
    remarks = remark_lines(values, ("unit",), "")
    unit = [f"# {translate('drawings.draft.unit')}", *remarks, yaml_entry("unit", money, "")]
    cells = group_lines(root, "") if values is None else DraftWriter(drawing, values).group_lines(root, (), "")
    return "\n".join([*head, *unit, *cells]) + "\n"


def add(root: DraftGroup, slot: Slot, comment: str) -> None:
    """Add a cell to its group."""
    group = root.at(slot.path[:-1])
    group.is_list, group.is_optional = bool(slot.rows), slot.is_optional
    group.order[slot.path[-1]] = None
    group.cells[slot.path[-1]] = comment


def comment_of(drawing: FormDrawing, labelled: LabelledSlot, block: Block, all_labelled: Sequence[LabelledSlot]) -> str:
    """The words of the form for a cell, after those over its group; its usual name where the drawing has none.

    `all_labelled` are the slots of the block.
    """
    slot, label = labelled.slot, labelled.label
    nearest = name_in(label) if label else ""
    if slot.rows:
        is_above = label is not None and any(label in row for row in block) and label.scope != "rowgroup"
        words = nearest if is_above else fields_of(drawing.kind)[slot.path].title if not slot.is_own else ""
        return slot.path[-1] if slot.is_own else f"{slot.path[-1]} {words}"
    groups = [name_in(cell) for cell in labelled.above[::-1] if cell.scope != "col"]
    named = fields_of(drawing.kind).get(slot.path)
    alike = [each for each in all_labelled if (each.label, each.above) == (label, labelled.above)]
    # Of several values in one cell, such as two days, each is called by its usual name too.
    usual = named.title if named and len(alike) > 1 else ""
    printed = " ".join(dict.fromkeys(filter(None, (*groups, nearest, usual))))
    words = slot.name or printed or (named.title if named else slot.path[-1])
    is_prose = named is not None and named.kind == "prose"
    # In a table of the product's own every cell is, and its first line says so.
    is_optional = slot.is_optional and not is_data_table(drawing)
    key = "optional" if is_optional else "prose" if is_prose else "blank"
    return translate(f"drawings.draft.{key}", cell=words)


def group_lines(group: DraftGroup, indent: str) -> Iterator[str]:
    """The lines of a group, each cell below its comment; of a list one row below the comments of all its columns."""
    if group.is_list:
        key = "optional_list" if group.is_optional else "list"
        yield f"{indent}# {translate(f'drawings.draft.{key}', columns='，'.join(group.cells.values()))}"
        for number, key in enumerate(group.cells):
            yield f"{indent}{INDENT if number else '- '}{yaml_key(key)}:"
        return
    for key in group.order:
        if key in group.groups:
            yield f"{indent}{key}:"
            yield from group_lines(group.groups[key], indent + INDENT)
        else:
            yield f"{indent}# {group.cells[key]}"
            yield f"{indent}{yaml_key(key)}:"


def remark_lines(values: DraftValues | None, path: CellPath, indent: str) -> list[str]:
    """Return the remarks on a cell as comments."""
    return [f"{indent}# {remark}" for remark in values.remarks.get(path, ())] if values else []


class DraftWriter:
    """Writes the cells of a draft that have values; a cell without one is not on the form."""

    def __init__(self, drawing: FormDrawing, values: DraftValues) -> None:
        self.drawing = drawing
        self.values = values
        self.paths = {path[:length] for path in values.texts for length in range(1, len(path) + 1)}

    def group_lines(self, group: DraftGroup, path: CellPath, indent: str) -> Iterator[str]:
        """Yield the lines of a group: its cells, the groups inside, and the decision about withheld cells."""
        for key in group.order:
            at = (*path, key)
            if at not in self.paths:
                continue
            inside = group.groups.get(key)
            if inside is None:
                yield f"{indent}# {group.cells[key]}"
                yield from self.cell_lines(at, indent)
                continue
            yield f"{indent}{yaml_key(key)}:"
            lines = self.list_lines if inside.is_list else self.group_lines
            yield from lines(inside, at, indent + INDENT)
        if path == WITHHELD_TOTAL[:-1] and WITHHELD_TOTAL in self.values.texts:
            yield f"{indent}# {translate('drawings.draft.withheld_total')}"
            yield from self.cell_lines(WITHHELD_TOTAL, indent)
        if any(self.values.texts.get((*path, key)) == WITHHELD for key in group.cells):
            yield f"{indent}withheld:"
            yield from self.decision_lines((*path, "withheld"), indent + INDENT)

    def decision_lines(self, path: CellPath, indent: str) -> Iterator[str]:
        """Yield the keys of a decision, blank where it is still to be filled in."""
        return (yaml_entry(key, self.values.texts.get((*path, key), ""), indent) for key in titles_of(Decision))

    def list_lines(self, group: DraftGroup, path: CellPath, indent: str) -> Iterator[str]:
        """Yield the rows of a list below the comments of its columns."""
        rows = sorted({int(at[-1]) for at in self.paths if len(at) == len(path) + 1 and at[:-1] == path})
        columns = [key for key in group.cells if any((*path, row, key) in self.paths for row in rows)]
        if columns:
            words = "，".join(group.cells[key] for key in columns)
            yield f"{indent}# {translate('drawings.draft.list', columns=words)}"
        for row in rows:
            lines = [*self.row_lines(columns, (*path, row), indent + INDENT)]
            first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
            lines[first] = f"{indent}- {lines[first].removeprefix(indent + INDENT)}"
            yield from lines

    def row_lines(self, columns: Sequence[str], path: CellPath, indent: str) -> Iterator[str]:
        """Yield the cells of a row; of a task its withheld cells as one word, with a decision to fill in."""
        texts = {key: self.values.texts[*path, key] for key in columns if (*path, key) in self.paths}
        hidden = withheld_part(texts) if path[0] == "tasks" else ""
        # The columns of the form's own go with the cells that a task withholds.
        own = texts.keys() - titles_of(Task).keys()
        gone = {key for key, text in texts.items() if text == WITHHELD or (key in own and not text)}
        for key in texts:
            if not hidden or key not in gone:
                yield from self.cell_lines((*path, key), indent)
        if hidden:
            for key in (key for key in texts if key in gone):
                yield from remark_lines(self.values, (*path, key), indent)
            yield f"{indent}withheld: {hidden}"
            yield from self.decision_lines(path, indent)
        elif WITHHELD in texts.values():
            yield f"{indent}withheld:"
            yield from self.decision_lines((*path, "withheld"), indent + INDENT)

    def cell_lines(self, path: CellPath, indent: str) -> Iterator[str]:
        """Yield the remarks on a cell, and its key with its text."""
        yield from remark_lines(self.values, path, indent)
        keys = tuple(step for step in path if isinstance(step, str))
        named = fields_of(self.drawing.kind).get(keys)
        is_prose = named is not None and named.kind == PROSE and len(keys) == len(path)
        yield yaml_entry(str(path[-1]), self.values.texts[path], indent, is_prose=is_prose)


def withheld_part(texts: Mapping[str, str]) -> str:
    """Return which part of a task is withheld, by the cells that say so; empty for none of the known parts."""
    hidden = {key for key, text in texts.items() if text == WITHHELD and key in titles_of(Task)}
    for part, keys in WITHHELD_KEYS.items():
        if hidden and hidden == keys & texts.keys():
            return part
    return ""
