"""What the drawing of a form says of its file: printed names of cells, columns that the form has not, own money.

Everything else knows the cells of a form by their standard names, and a column that is not there as None.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.content.adjustments import cell_path, named_path
from generator.content.file_names import YEAR, slug_of
from generator.forms.cells import CellPath, cell_texts
from generator.forms.drawings.collection import chosen_drawing
from generator.forms.drawings.drawing import FormDrawing, Path as Keys
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import LACKING, kind_of_shape
from generator.forms.fields import FieldGroup, title_of
from generator.forms.model import Form, form_keys
from generator.text.normalize import without_spaces
from generator.text.yaml import MappingNode, SequenceNode
from generator.text.yaml_nodes import AbsentNode, ScalarNode, amount_at, mappings_in, scalar_at

CELL = "cell"


def year_in(path: Path) -> str:
    """Return the year of the form in a file, by the names of the file and its folder; "" where they have none."""
    names = (slug_of(path), path.parent.name)
    return next((match[0] for name in names if (match := YEAR.fullmatch(name))), "")


def drawing_in(
    path: Path, shape: type[FieldGroup], root: MappingNode, code: str, drawings: Iterable[FormDrawing]
) -> FormDrawing | None:
    """Return the drawing of the form in a file, by its nodes alone; None for a file without a drawn form."""
    kind = kind_of_shape(shape)
    named, year = root.get("form"), year_in(path)
    if kind is None or not (year or named):
        return None
    return chosen_drawing(named if isinstance(named, str) else "", code, kind, int(year or 0), tuple(drawings))


def titles_in(
    path: Path, shape: type[FieldGroup], root: MappingNode, code: str, drawings: Iterable[FormDrawing]
) -> FormTitles | None:
    """Return the titles of the form in a file, by its nodes alone; None for a file without a drawn form."""
    drawing = drawing_in(path, shape, root, code, drawings)
    return FormTitles(shape, drawing.titles_of(year_in(path))) if drawing else None


def printed_names(root: MappingNode, titles: FormTitles) -> dict[str, CellPath]:
    """Return the paths of the cells, rows and groups of a form by their printed names without white space.

    A cell outside of tables is called by its title alone too. A name that two of them have is none.
    """
    shape: Any = titles.shape
    paths = [path for key in form_keys(shape) if key in root for path in paths_under(root[key], (key,))]
    named = [(titles.full_title(*path), path) for path in paths]
    named += [(titles.title(*path), path) for path in paths if not any(isinstance(step, int) for step in path)]
    pairs = dict.fromkeys((without_spaces(name), path) for name, path in named)
    count = Counter(name for name, _ in pairs)
    return {name: path for name, path in pairs if count[name] == 1}


def paths_under(node: Any, path: CellPath) -> Iterator[CellPath]:
    """Yield the path of a node and those of the nodes in it."""
    yield path
    inside: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, MappingNode):
        inside = ((str(key), value) for key, value in node.items())
    elif isinstance(node, SequenceNode):
        inside = enumerate(node)
    for step, value in inside:
        yield from paths_under(value, (*path, step))


def use_standard_names(root: MappingNode, titles: FormTitles | None) -> None:
    """Replace printed names of cells in the adjustments and clearances of a file by the standard ones."""
    entries = [*naming_entries(root)] if titles else []
    if titles is None or not entries:
        return
    names = printed_names(root, titles)
    for entry in entries:
        words = entry[CELL]
        path = names.get(without_spaces(words))
        if path is not None and cell_path(words, titles.shape) is None:
            entry[CELL] = scalar_at(title_of(titles.shape, *path), words)


def use_drawn_columns(root: MappingNode, drawing: FormDrawing) -> None:
    """Give the rows of a file no family or type, where the drawing of its form has no such column."""
    drawn = {slot.path for slot in drawing.slots}
    absent = [path[-1] for path in LACKING if path not in drawn]
    for row in rows_at(root, "indicators"):
        for key in absent if isinstance(row, MappingNode) else ():
            if key not in row:
                row[node_at(row, ScalarNode(key))] = node_at(row, AbsentNode())


def use_drawn_money(root: MappingNode, drawing: FormDrawing) -> None:
    """Make amounts of the own cells of a file that the drawing of its form has as money."""
    for slot in drawing.slots:
        for group in groups_at(root, slot.path[:-1]) if slot.is_money else ():
            key = slot.path[-1]
            if key in group:
                group[key] = amount_at(group[key])


def groups_at(node: Any, path: Keys) -> Iterator[MappingNode]:
    """Yield the group of nodes at some keys, or each row of the list there."""
    if isinstance(node, SequenceNode):
        yield from (row for row in node if isinstance(row, MappingNode))
    elif isinstance(node, MappingNode) and path:
        yield from groups_at(node.get(path[0]), path[1:])
    elif isinstance(node, MappingNode):
        yield node


def node_at(row: MappingNode, node: ScalarNode) -> ScalarNode:
    """Place a node at the beginning of a group of nodes."""
    node.line, node.column, node.ends = row.line, row.column, (row.line, row.column)
    return node


def needs_drawing(root: MappingNode) -> bool:
    """Whether a file has names of cells or own cells, or lacks columns, that depend on the drawing of its form."""
    rows = (row for row in rows_at(root, "indicators") if isinstance(row, MappingNode))
    if any(True for _ in naming_entries(root)) or any(path[-1] not in row for row in rows for path in LACKING):
        return True
    # The keys of fields are ASCII; to search for an ideograph takes longer.
    return not all(key.isascii() for group in mappings_in(root) for key in group)


def naming_entries(root: MappingNode) -> Iterator[MappingNode]:
    """Yield the entries of a file that name a cell."""
    adjustments = [each for each in rows_at(root, "adjustments") if isinstance(each, MappingNode)]
    changes = [row for each in adjustments for row in rows_at(each, "changes")]
    for row in (*changes, *rows_at(root, "clearances")):
        if isinstance(row, MappingNode) and isinstance(row.get(CELL), ScalarNode):
            yield row


def rows_at(node: MappingNode, key: str) -> list[Any]:
    """Return the rows of a list in a group of nodes; none where it has no such list."""
    rows = node.get(key)
    return list(rows) if isinstance(rows, SequenceNode) else []


def printed_name(words: str, form: Form, titles: FormTitles) -> str:
    """Return the name that a form prints for a cell that is named by its standard name."""
    path = named_path(words, type(form), cell_texts(form))
    return titles.full_title(*path) if path else words
