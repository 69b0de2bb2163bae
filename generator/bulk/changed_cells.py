"""The cells that differ between two versions of a file of content."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from generator.forms.cells import CellPath
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell with its texts before and after; None where the file has no such cell."""

    path: CellPath
    before: ScalarNode | None
    after: ScalarNode | None


def changed_cells(before: Any, after: Any, path: CellPath = ()) -> Iterator[ChangedCell]:
    """Yield the cells that differ; the items of lists are aligned, so that a new one changes no other."""
    if isinstance(before, MappingNode) and isinstance(after, MappingNode):
        for key in dict.fromkeys((*map(str, before), *map(str, after))):
            yield from changed_cells(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, SequenceNode) and isinstance(after, SequenceNode):
        for old, new, at in aligned(before, after):
            yield from changed_cells(old, new, (*path, at))
    else:
        old, new = dict(texts_in(before, path)), dict(texts_in(after, path))
        for each in dict.fromkeys((*old, *new)):
            if plain(old.get(each)) != plain(new.get(each)):
                yield ChangedCell(each, old.get(each), new.get(each))


def aligned(before: SequenceNode, after: SequenceNode) -> Iterator[tuple[Any, Any, int]]:
    """Yield the items that differ, with the number of the one after, or of the one before where it is gone."""
    old, new = ([repr(plain(item)) for item in items] for items in (before, after))
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            numbers = zip_longest(range(start, end), range(first, last))
            for was, now in numbers:
                at = now if now is not None else was
                yield None if was is None else before[was], None if now is None else after[now], at


def texts_in(node: Any, path: CellPath) -> Iterator[tuple[CellPath, ScalarNode]]:
    """Yield the texts in a node by their paths; an empty list is a blank text."""
    entries: Any = node.items() if isinstance(node, MappingNode) else enumerate(node) if is_list(node) else ()
    for key, inside in entries:
        yield from texts_in(inside, (*path, str(key) if isinstance(key, str) else key))
    if isinstance(node, ScalarNode):
        yield path, node
    elif node is not None and not node:
        yield path, ScalarNode("")


def is_list(node: Any) -> bool:
    """Whether a node is a list."""
    return isinstance(node, SequenceNode)


def plain(node: Any) -> Any:
    """Return the content of nodes without line ends of block texts and without empty lists; None for no node."""
    if isinstance(node, MappingNode):
        return {str(key): plain(inside) for key, inside in node.items()}
    if isinstance(node, SequenceNode):
        return [plain(inside) for inside in node] or ""
    return None if node is None else str(node).rstrip("\n")
