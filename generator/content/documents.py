"""Published documents with several forms: a file of its own has what these share, and each form names it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.content.cell_problems import CellProblem
from generator.content.file_names import DOCUMENT_ENDING
from generator.forms.model import OF_DOCUMENTS
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode

KEY = "document"
# What each form shows of its document.
SHOWN = ("title", "other")
NAMED = re.compile(rb"^document:[ \t]+([a-z0-9-]+)[ \t]*\r?$", re.MULTILINE)


def document_file(form: Path, name: str) -> Path:
    """Return the file of the document that a form names, which is in the same folder."""
    return form.parent / f"{name}{DOCUMENT_ENDING}"


def document_of_bytes(content: bytes) -> str:
    """Return the name of the document in the bytes of the file of a form; empty where it names none."""
    named = NAMED.search(content)
    return named[1].decode("ascii") if named else ""


def named_document(root: MappingNode | None) -> str:
    """Return the name of the document that the nodes of a form have; empty where they have none."""
    name = root.get(KEY) if root is not None else None
    return name if isinstance(name, ScalarNode) else ""


def doubled_keys(root: MappingNode) -> Iterator[CellProblem]:
    """E379 for each part of a form that names a document which has this part too."""
    yield from (CellProblem((key,), "E379", key=key) for key in OF_DOCUMENTS if key in root)


def with_document(root: MappingNode, document: MappingNode) -> MappingNode:
    """Return the nodes of a form with those of its document, which have the place of its name in the form."""
    name: ScalarNode = root[KEY]
    joined: MappingNode = placed_like(root, root, dict(root))
    head = {"name": name, **{key: moved(document[key], name) for key in SHOWN if key in document}}
    joined[KEY] = placed_like(name, MappingNode(), {scalar(key, name): node for key, node in head.items()})
    joined.update({scalar(key, name): moved(document[key], name) for key in OF_DOCUMENTS if key in document})
    return joined


def moved(node: Any, place: ScalarNode) -> Any:
    """Return a copy of a node in which everything has the place of another."""
    if isinstance(node, ScalarNode):
        return scalar(node, place)
    if isinstance(node, SequenceNode):
        return placed_like(place, SequenceNode(), [moved(inside, place) for inside in node])
    return placed_like(place, MappingNode(), {scalar(key, place): moved(inside, place) for key, inside in node.items()})


def placed_like(place: Any, kind: Any, values: Any) -> Any:
    """Return a list or a mapping of the kind of another with some values, in a place."""
    made = type(kind)(values)
    made.line, made.column = place.line, place.column
    return made


def scalar(text: str, place: ScalarNode) -> ScalarNode:
    """Return a text as a scalar in the place of another."""
    made = ScalarNode(text)
    made.line, made.column, made.ends = place.line, place.column, place.ends
    return made
