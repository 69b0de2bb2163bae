"""The nodes of a YAML file: scalars, sequences and mappings with their positions in it."""

from collections.abc import Iterator
from typing import Any


class ScalarNode(str):
    """A scalar: exactly the text of the file, where it begins, and before which line and column (from 0) it ends."""

    __slots__ = ("column", "ends", "line")
    line: int
    column: int
    ends: tuple[int, int]


class AbsentNode(ScalarNode):
    """The place of a cell that the form of a file has not; it has no text and is in no line of the file."""

    __slots__ = ()


class AmountNode(ScalarNode):
    """A scalar that is an amount of money by the drawing of a form, not by its key."""

    __slots__ = ()


class SequenceNode(list[Any]):
    """A sequence and where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class MappingNode(dict[str, Any]):
    """A mapping and the position of its start; its keys are Text, with their own positions."""

    __slots__ = ("column", "line")
    line: int
    column: int


class WordedAmountNode(MappingNode):
    """An amount of money in words, by the drawing of a form, with its figure where it states one."""

    __slots__ = ()


def scalar_at(text: str, place: ScalarNode) -> ScalarNode:
    """Return a text as a scalar with the position of another."""
    made = ScalarNode(text)
    made.line, made.column, made.ends = place.line, place.column, place.ends
    return made


def amount_at(node: Any) -> Any:
    """Return a scalar or a mapping as an amount of money at the same place; a node of another kind as it is."""
    if isinstance(node, MappingNode):
        return collection_at(WordedAmountNode(node), node)
    if not isinstance(node, ScalarNode):
        return node
    made = AmountNode(node)
    made.line, made.column, made.ends = node.line, node.column, node.ends
    return made


def collection_at(node: Any, place: Any) -> Any:
    """Set the position of a sequence or mapping to that of another node; returns it."""
    node.line, node.column = place.line, place.column
    return node


def mappings_in(node: Any) -> Iterator[MappingNode]:
    """A node and the nodes in it that are mappings, in no special order."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            yield node
            waiting += [inside for inside in node.values() if not isinstance(inside, ScalarNode)]
        elif isinstance(node, SequenceNode):
            waiting += [inside for inside in node if not isinstance(inside, ScalarNode)]
