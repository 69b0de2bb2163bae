"""The examples of the starter project, and the texts by which they are recognized."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from generator.system.cache import PACKAGE
from generator.system.distribution import package_path
from generator.text.yaml import MappingNode, SequenceNode, read_text

STARTER = PACKAGE / "starter"
EXAMPLE = "content/_example.yml"
PROJECT = "content/_project.yml"
CITY, DEPARTMENT = "content/shili/jurisdiction.yml", "content/shili/shiliju/department.yml"
SETTINGS = "site_config.yml"
# The texts of the examples that have this in them name nothing that there is.
MADE_UP = ("示例", "example.")


@cache
def example_texts() -> frozenset[str]:
    """Every text of the examples that cannot be in a real document."""
    files = (EXAMPLE, PROJECT, CITY, DEPARTMENT, SETTINGS)
    texts = (
        text
        for file in files
        for text in texts_in(read_text(file, package_path(f"{STARTER.name}/{file}").read_bytes()).root)
    )
    return frozenset(text for text in texts if any(word in text for word in MADE_UP))


def texts_in(node: Any) -> Iterator[str]:
    """The texts below a node; the line end of a block text is not part of it."""
    if isinstance(node, MappingNode):
        for value in node.values():
            yield from texts_in(value)
    elif isinstance(node, SequenceNode):
        for value in node:
            yield from texts_in(value)
    elif node is not None:
        yield str(node).rstrip("\n")
