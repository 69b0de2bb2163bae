"""Drafts of content files that are built from the rows of lists, with the source cell of each text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from generator.bulk.columns import LISTS, PLAIN
from generator.bulk.file_keys import FileKey
from generator.bulk.row_tables import Doubt, RowTable
from generator.bulk.sheet_rows import BY_NAME
from generator.forms.cells import CellPath
from generator.problems import Place, Problem
from generator.secrecy.marks import find_marks
from generator.secrecy.personal_data import find_private
from generator.text.person_names import names_person
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode
from generator.text.yaml_nodes import collection_at, scalar_at
from generator.words import translate


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A list with the names of its columns, and the first row below these, from 1."""

    table: RowTable
    heads: list[str]
    first: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the names that are not blank, with their numbers."""
        for number, row in enumerate(self.table.rows[self.first - 1 :], self.first):
            if any(row):
                yield number, row


# The parts of a file that no list has.
BLANK_DETAILS = {
    "source": ("title", "number", "pages", "url", "sha256"),
    "disclosure": ("attribute", "approved_on", "published_on", "budget_published_on", "issuer", "index_number"),
    "review": ("by", "on", "conclusion"),
}
# The family that is one of its own, or a type of another, by the framework of indicators.
COST, OLD, NEW = "成本", "before-101", "after-101"
# A list, a row and a column of it.
Origin = tuple[HeadedTable, int, int]


class Origins:
    """The cells of lists that texts come from; the line of a node is the number of its cell."""

    def __init__(self) -> None:
        self.cells: list[Origin] = []

    def scalar(self, text: str, origin: Origin) -> ScalarNode:
        """Return a text of a cell as a node."""
        self.cells.append(origin)
        node = ScalarNode(text)
        node.line, node.column, node.ends = len(self.cells), 1, (0, 0)
        return node

    def place(self, origin: Origin) -> Place:
        """Return the place of a cell: the file, the cell, the name of its column."""
        headed, row, column = origin
        head = headed.heads[column - 1] if 0 < column <= len(headed.heads) else ""
        shown = head if head and is_quotable(head) else ""
        file, at = headed.table.file, headed.table.place(row, max(column, 1))
        return Place.whole(translate(f"bulk.place.{'column' if shown else 'cell'}", file=file, at=at, head=shown))

    def problem(self, origin: Origin, code: str, seen: str | None = None, **values: Any) -> Problem:
        """Return a problem of a cell, which quotes no text with a mark or personal data."""
        quoted = seen if seen is not None and is_quotable(seen) else None
        return Problem(self.place(origin), code, quoted, **values)

    def moved(self, problem: Problem) -> Problem:
        """Return a problem of a node as one of its cell."""
        origin = self.cells[max(problem.place.line, 1) - 1]
        headed, row, column = origin
        cells = headed.table.rows[row - 1]
        is_open = column > len(cells) or is_quotable(cells[column - 1])
        return (problem if is_open else problem.unquoted()).at(self.place(origin))


def is_quotable(text: str) -> bool:
    """Whether a message may quote a text: one without marks of secrecy and personal data."""
    return not (find_marks(text) or find_private(text) or names_person(text))


@dataclass(slots=True)
class FileDraft:
    """A file of content: its nodes, the lines above them by dotted paths, and the doubts of its cells by paths.

    `exported` is the hash of the file that a workbook was made from, "" where it had none; None where this is unknown.
    """

    key: FileKey
    root: MappingNode
    origin: Origin
    lines: dict[str, tuple[tuple[str, ...], Origin]] = field(default_factory=dict)
    doubts: dict[CellPath, list[tuple[Doubt, Origin]]] = field(default_factory=dict)
    is_list: bool = False
    exported: str | None = None

    def put(self, path: CellPath, node: ScalarNode) -> bool:
        """Add a text at a path; False where another text is there."""
        current: Any = self.root
        for step, following in pairwise(path):
            kind = SequenceNode if isinstance(following, int) else MappingNode
            if isinstance(step, int):
                while len(current) <= step:
                    current.append(collection_at(kind(), node))
                current = current[step]
            else:
                inside = current.get(step)
                if not isinstance(inside, kind):
                    if inside:
                        return False
                    current[scalar_at(step, node)] = collection_at(kind(), node)
                current = current[step]
        last = path[-1]
        if isinstance(last, int):
            current.append(node)
            return True
        if last in current:
            return bool(current[last] == node)
        current[scalar_at(last, node)] = node
        return True

    def add_blank_details(self, title: str, sha256: str) -> None:
        """Add the parts of a file that no list has, to be filled in; of the source its title and its hash."""
        texts = {("framework",): framework_of(self.root), ("source", "title"): title, ("source", "sha256"): sha256}
        paths = ((part, key) for part, keys in BLANK_DETAILS.items() for key in keys)
        for path in (("framework",), *paths):
            node = ScalarNode(texts.get(path, ""))
            node.line, node.column, node.ends = 0, 1, (0, 0)
            self.put(path, node)

    def count(self, path: CellPath) -> int:
        """Return the number of items of a list."""
        node: Any = self.root
        for step in path:
            is_there = step < len(node) if isinstance(step, int) else step in node
            node = node[step] if is_there else SequenceNode()
        return len(node) if isinstance(node, SequenceNode) else 0


def without_names(root: MappingNode) -> None:
    """Write the items of some lists that have a name alone as this name."""
    for (key, *_), name in BY_NAME.items():
        rows: Any = root.get(key)
        for number, row in enumerate(rows if isinstance(rows, SequenceNode) else ()):
            if isinstance(row, MappingNode) and list(row) == [name]:
                rows[number] = row[name]


def framework_of(root: Any) -> str:
    """Return the framework of indicators by the families and types of a form; "" where these leave it open."""
    rows = root.get("indicators", ())
    classes = {
        key for row in rows if isinstance(row, MappingNode) for key in ("family", "type") if COST in row.get(key, "")
    }
    return NEW if "family" in classes else OLD if "type" in classes else ""


def list_path(rows: tuple[str, ...], number: int, owner: int) -> CellPath:
    """Return the path of an item of a list; that of a nested list has the number of the item around it."""
    if len(rows) > 1 and rows[:-1] in LISTS:
        return (*rows[:-1], owner - 1, rows[-1], number)
    return (*rows, number)


def item_path(item: CellPath, path: tuple[str, ...]) -> CellPath:
    """Return the path of a cell of an item; an item that is a text is the cell itself."""
    return item if path == (PLAIN,) else (*item, *path)


def texts_in(root: Any, above: CellPath = ()) -> Iterator[tuple[CellPath, ScalarNode]]:
    """Yield the texts of a file with their paths."""
    entries = root.items() if isinstance(root, MappingNode) else enumerate(root)
    for key, node in entries:
        if isinstance(node, ScalarNode):
            yield (*above, key), node
        else:
            yield from texts_in(node, (*above, key))
