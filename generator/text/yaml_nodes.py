"""The nodes of a YAML file: scalars, sequences and mappings that know their places in it."""

from typing import Any


class ScalarNode(str):
    """A scalar: exactly the text of the file, where it begins, and before which line and column (from 0) it ends."""

    __slots__ = ("column", "ends", "line")
    line: int
    column: int
    ends: tuple[int, int]


class SequenceNode(list[Any]):
    """A sequence and where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class MappingNode(dict[str, Any]):
    """A mapping and where it begins; its keys are Text and know their own places."""

    __slots__ = ("column", "line")
    line: int
    column: int
