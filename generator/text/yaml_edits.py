"""Replaces texts in a YAML file; all other lines stay as they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.text.yaml import read_text
from generator.text.yaml_nodes import MappingNode, ScalarNode, SequenceNode
from generator.text.yaml_writer import yaml_entry

Path = tuple[str | int, ...]


def leaves(node: Any, path: Path = ()) -> Iterator[tuple[Path, ScalarNode, ScalarNode]]:
    """Yield the path, key and text of each text in a mapping, in the order of the file; items of lists are left out."""
    if isinstance(node, SequenceNode):
        for number, item in enumerate(node):
            yield from leaves(item, (*path, number))
    elif isinstance(node, MappingNode):
        for key, value in node.items():
            if isinstance(value, ScalarNode) and isinstance(key, ScalarNode):
                yield (*path, str(key)), key, value
            else:
                yield from leaves(value, (*path, str(key)))


def with_texts(text: str, texts: Mapping[Path, str]) -> str:
    """Return the text of a file in which the texts at some paths are replaced, each in the style of the writer.

    Raises ValueError where the result would not be read back as that.
    """
    before = parsed_texts(text)
    lines = text.split("\n")
    found = {path: (key, value) for path, key, value in leaves(root_of(text)) if path in texts}
    for path, (key, value) in reversed(found.items()):
        first, column = key.line - 1, key.column - 1
        last = value.ends[0] if value.ends[1] == 0 else value.ends[0] + 1
        while not lines[last - 1].strip():
            last -= 1
        head, indent = lines[first][:column], " " * column
        is_prose = value.endswith("\n")
        entry = yaml_entry(str(key), texts[path], indent, is_prose=is_prose).removeprefix(indent)
        lines[first:last] = f"{head}{entry}".split("\n")
    written = "\n".join(lines)
    if parsed_texts(written) != before | {path: text.rstrip("\n") for path, text in texts.items()}:
        raise ValueError
    return written


def parsed_texts(text: str) -> dict[Path, str]:
    """Return the texts of a file by their paths, without the line ends of blocks."""
    return {path: value.rstrip("\n") for path, _, value in leaves(root_of(text))}


def root_of(text: str) -> MappingNode:
    """Return the root of a file; raises ValueError for one with mistakes."""
    reading = read_text("", text.encode("utf-8"))
    if reading.root is None or reading.problems:
        raise ValueError
    return reading.root
