"""Reads YAML files in plain style, line by line, to the same nodes as PyYAML; hands over every other file.

Plain style is what `gongkai` itself writes: mappings with plain keys, lists with deeper indentation, texts on one
line without quotes or in quotes without escapes, block texts after a lone `|`, and comments on lines of their own.
"""

import re
from typing import Any, TypeVar

from generator.text.yaml_nodes import MappingNode, ScalarNode, SequenceNode

Collection = TypeVar("Collection", bound=SequenceNode | MappingNode)
LONGEST_TEXT = 20_000
MOST_LINES = 10_000
MOST_OPEN = 15
# Keys of letters, which Unicode has in one form, or in quotes and of ASCII without quotes and escapes.
KEY = r"""[A-Za-z一-鿿][A-Za-z0-9_.一-鿿-]{0,60}|"[ !#-\[\]-~]{1,60}\""""
# A text without quotes, which has no sign of YAML in it; or one in quotes, which has neither such quotes nor escapes.
TEXT = (
    r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`](?:[^\s:#]++|:(?![\s]|\Z)|(?<!\s)#|\s(?!#|\Z))*+"""
    r"""|"[^"\\]*"|'[^']*')"""
)
# Lead, dash, key and text of an entry of a mapping, or the text of an item of a list.
LINE = re.compile(rf"( *)(- )?(?:({KEY}):(?: +(\||{TEXT})| *)|({TEXT}))")


class NotPlain(Exception):
    """A line is not in plain style."""


def plain_root(lines: list[str]) -> MappingNode | None:
    """The root of a file in plain style, by its lines, which have no forbidden characters; None for any other file."""
    try:
        return PlainReader(lines).root() if len(lines) <= MOST_LINES and not lines[-1] else None
    except NotPlain:
        return None


class PlainReader:
    """Reads the lines of one file; raises NotPlain at the first that is not in plain style."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.number = 0
        # The open collections with their columns, and the mapping whose last key has no value yet.
        self.open: list[tuple[int, Any]] = []
        self.pending: tuple[MappingNode, ScalarNode] | None = None

    def root(self) -> MappingNode:
        """The root mapping."""
        root = positioned(MappingNode(), 0, 0)
        while self.number < len(self.lines):
            line = self.lines[self.number]
            self.number += 1
            match = LINE.fullmatch(line)
            if match is None:
                # Blank lines and comments.
                if line and not line.lstrip(" ").startswith("#"):
                    raise NotPlain
                continue
            lead, dash, key, value, item = match.groups()
            column = len(lead)
            if not self.open:
                if column or dash:
                    raise NotPlain
                root.line = self.number
                self.open.append((0, root))
            if item is None:
                self.add_entry(column, bool(dash), key, value, match.start(4))
            elif dash:
                self.add_item(column, item, match.start(5))
            else:
                raise NotPlain
        if not self.open:
            raise NotPlain
        self.close_pending()
        return root

    def collection_at(self, column: int, has_dash: bool) -> Any:
        """The collection at a column, a sequence for lines with a dash."""
        if self.pending or self.open[-1][0] != column:
            self.open_at(column, has_dash)
        node = self.open[-1][1]
        if has_dash is not isinstance(node, SequenceNode):
            raise NotPlain
        return node

    def add_item(self, column: int, text: str, start: int) -> None:
        """Add the item of a line to the sequence at its column."""
        self.collection_at(column, has_dash=True).append(self.scalar(text, start))

    def add_entry(self, column: int, has_dash: bool, key: str, value: str | None, start: int) -> None:
        """Add the entry of a line to the mapping at its column, or to a new one in the sequence there."""
        node, line = self.collection_at(column, has_dash), self.number
        if has_dash:
            column += 2
            node.append(positioned(MappingNode(), line, column))
            node = node[-1]
            self.open.append((column, node))
        name = scalar_at(key.strip('"'), line, column, (line - 1, column + len(key)))
        if name in node:
            raise NotPlain
        if value is None:
            self.pending = node, name
        else:
            node[name] = self.block(column, start) if value == "|" else self.scalar(value, start)

    def open_at(self, column: int, has_dash: bool) -> None:
        """Close the collections that are indented more than a column, or open one there for the pending key."""
        if self.pending and column >= self.pending[1].column:
            (parent, key), self.pending = self.pending, None
            parent[key] = positioned(SequenceNode() if has_dash else MappingNode(), self.number, column)
            self.open.append((column, parent[key]))
        self.close_pending()
        while self.open and self.open[-1][0] > column:
            self.open.pop()
        if not self.open or self.open[-1][0] != column or len(self.open) > MOST_OPEN:
            raise NotPlain

    def close_pending(self) -> None:
        """Give the pending key the empty text behind its colon."""
        if self.pending:
            parent, key = self.pending
            column = key.ends[1] + 1
            parent[key] = scalar_at("", key.line, column, (key.line - 1, column))
            self.pending = None

    def scalar(self, written: str, start: int) -> ScalarNode:
        """The text of one line, which begins at a column."""
        if len(written) > LONGEST_TEXT:
            raise NotPlain
        text = written[1:-1] if written[0] in "\"'" else written
        return scalar_at(text, self.number, start, (self.number - 1, start + len(written)))

    def block(self, column: int, start: int) -> ScalarNode:
        """The block text below a key at a column, whose sign begins at `start`."""
        line, first = self.number, self.lines[self.number]
        indent = first[: len(first) - len(first.lstrip(" "))]
        if len(indent) <= column or len(indent) == len(first):
            raise NotPlain
        parts = []
        for content in self.lines[line:]:
            if content and not content.startswith(indent):
                break
            if content.isspace():
                raise NotPlain
            parts.append(content[len(indent) :].rstrip(" "))
        self.number += len(parts)
        text = "\n".join(parts).rstrip("\n") + "\n"
        if len(text) > LONGEST_TEXT or self.lines[min(self.number, len(self.lines) - 1)].isspace():
            raise NotPlain
        return scalar_at(text, line, start, (min(self.number, len(self.lines) - 1), 0))


def positioned(node: Collection, line: int, column: int) -> Collection:
    """A collection that begins in a line, from 1, at a column, from 0."""
    node.line, node.column = line, column + 1
    return node


def scalar_at(text: str, line: int, column: int, ends: tuple[int, int]) -> ScalarNode:
    """A scalar that begins in a line, from 1, at a column, from 0."""
    scalar = ScalarNode(text)
    scalar.line, scalar.column, scalar.ends = line, column + 1, ends
    return scalar
