"""Write the cells of a form's draft as YAML from its drawing, each below the words that the form prints for it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.forms.drawings.drawing import Block, DrawnCell, FormDrawing, Path, Slot
from generator.forms.drawings.fit import is_recorded
from generator.forms.drawings.headings import chain_of
from generator.forms.drawings.vocabulary import SHAPES, fields_of
from generator.forms.fields import FieldGroup, group_inside
from generator.forms.model import form_keys
from generator.words import translate

INDENT = "  "
PLAIN_KEY = re.compile(r"[\w（）()、，“”《》./-]+")


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


def is_recordable(drawing: FormDrawing) -> bool:
    """Whether a record can hold every field of a drawing, and the drawing has every one that a record needs."""
    drawn = {slot.path for slot in drawing.slots}
    needed = set(needed_paths(SHAPES[drawing.kind], (), form_keys(SHAPES[drawing.kind])))
    return all(is_recorded(slot, drawing) for slot in drawing.slots) and all(
        any(path[: len(each)] == each for path in drawn) for each in needed
    )


def needed_paths(shape: type[FieldGroup], above: Path, keys: tuple[str, ...]) -> Iterator[Path]:
    """The paths of the cells and groups that the record of a form must have; not its title and its unit."""
    for key in keys:
        declared = shape.model_fields[key]
        inside = group_inside(declared.annotation)
        if not declared.is_required() or (not above and key in ("title", "unit")):
            continue
        yield (*above, key)
        if inside:
            yield from needed_paths(inside, (*above, key), tuple(inside.model_fields))


def draft_of_form(drawing: FormDrawing, year: str, *, is_named: bool) -> str:
    """The cells of the draft of a form of a year, as YAML, in which only title and unit are filled in.

    A drawing that was chosen by its name is named in the draft.
    """
    root = DraftGroup()
    for block in drawing.blocks:
        for row in block:
            for cell in row:
                for slot in cell.values:
                    add(root, slot, comment_of(drawing, slot, cell, block))
    title = drawing.titled(year).replace("\n", "")
    head = [f"# {translate('drawings.draft.lead', name=drawing.name)}"]
    head += [f"# {translate('drawings.draft.form')}", f"form: {drawing.name}"] if is_named else []
    head += [f"# {translate('drawings.draft.title')}", f"title: {title}"]
    unit = [f"# {translate('drawings.draft.unit')}", f"unit: {drawing.unit}"]
    return "\n".join([*head, *unit, *group_lines(root, "")]) + "\n"


def add(root: DraftGroup, slot: Slot, comment: str) -> None:
    """Add a cell to its group."""
    group = root.at(slot.path[:-1])
    group.is_list, group.is_optional = bool(slot.rows), slot.is_optional
    group.order[slot.path[-1]] = None
    group.cells[slot.path[-1]] = comment


def comment_of(drawing: FormDrawing, slot: Slot, cell: DrawnCell, block: Block) -> str:
    """The words of the form for a cell; its usual name where the drawing has none."""
    group, nearest = chain_of(cell, block)
    if slot.rows:
        above = [each for row in block[: cell.row] for each in row if each.column < cell.end <= each.end]
        words = nearest if above or slot.is_own else fields_of(drawing.kind)[slot.path].title
        return slot.path[-1] if slot.is_own else f"{slot.path[-1]} {words}"
    printed = " ".join(dict.fromkeys(filter(None, (group, nearest))))
    named = fields_of(drawing.kind).get(slot.path)
    words = slot.name or printed or (named.title if named else slot.path[-1])
    is_prose = named is not None and named.kind == "prose"
    key = "optional" if slot.is_optional else "prose" if is_prose else "blank"
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


def yaml_key(key: str) -> str:
    """A key as YAML, in quotes where it has signs of YAML."""
    return key if PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
