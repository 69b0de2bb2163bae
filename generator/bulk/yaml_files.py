"""Writes the nodes of a file of content as YAML: the same nodes and layout always give the same bytes."""

from collections.abc import Iterator
from typing import Any

from generator.bulk.key_order import KeyOrder
from generator.bulk.layout import END, Layout, usual_lines
from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import Path
from generator.text.yaml import MappingNode, SequenceNode
from generator.text.yaml_writer import INDENT, yaml_entry, yaml_item, yaml_key


def yaml_text(root: MappingNode, order: KeyOrder, layout: Layout) -> str:
    """Return a file as YAML."""
    return "\n".join([*YamlFile(order, layout).mapping_lines(root, (), ""), *layout.get(END, ())]) + "\n"


class YamlFile:
    """Writes one file."""

    def __init__(self, order: KeyOrder, layout: Layout) -> None:
        self.order = order
        self.layout = layout
        self.is_first = True

    def above(self, path: CellPath) -> tuple[str, ...]:
        """Return the comments and blank lines above a path."""
        is_first, self.is_first = self.is_first, False
        return self.layout[path] if path in self.layout else usual_lines(path, is_first)

    def mapping_lines(self, node: MappingNode, path: CellPath, indent: str) -> Iterator[str]:
        """Yield the entries of a mapping."""
        keys = without_numbers(path)
        for key in self.order.sorted(node, keys):
            at = (*path, key)
            yield from self.above(at)
            yield from self.entry_lines(key, node[key], at, indent, (*keys, key) in self.order.prose)

    def entry_lines(self, key: str, value: Any, path: CellPath, indent: str, is_prose: bool) -> Iterator[str]:
        """Yield a key with its value."""
        if isinstance(value, str):
            yield yaml_entry(key, value.rstrip("\n"), indent, is_prose=is_prose)
            return
        yield f"{indent}{yaml_key(key)}:"
        lines = self.list_lines if isinstance(value, SequenceNode) else self.mapping_lines
        yield from lines(value, path, indent + INDENT)

    def list_lines(self, node: SequenceNode, path: CellPath, indent: str) -> Iterator[str]:
        """Yield the items of a list."""
        for number, item in enumerate(node):
            at = (*path, number)
            if isinstance(item, str):
                yield from self.above(at)
                yield f"{indent}- {yaml_item(item)}"
                continue
            lines = [*self.mapping_lines(item, at, indent + INDENT)]
            first = next(place for place, line in enumerate(lines) if line and not line.lstrip().startswith("#"))
            lines[first] = f"{indent}- {lines[first].removeprefix(indent + INDENT)}"
            yield from lines


def without_numbers(path: CellPath) -> Path:
    """Return the keys of a path."""
    return tuple(step for step in path if isinstance(step, str))
