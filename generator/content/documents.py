"""Published documents with several forms: a file of its own has what these share, and each form names it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.content.cell_problems import CellProblem
from generator.content.file_names import DOCUMENT_ENDING
from generator.forms.model import OF_DOCUMENTS
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode
from generator.text.yaml_nodes import collection_at, scalar_at

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
    joined: MappingNode = collection_at(type(root)(root), root)
    head = {"name": name, **{key: moved(document[key], name) for key in SHOWN if key in document}}
    joined[KEY] = collection_at(MappingNode({scalar_at(key, name): node for key, node in head.items()}), name)
    joined.update({scalar_at(key, name): moved(document[key], name) for key in OF_DOCUMENTS if key in document})
    return joined


def moved(node: Any, place: ScalarNode) -> Any:
    """Return a copy of a node in which everything has the place of another."""
    if isinstance(node, ScalarNode):
        return scalar_at(node, place)
    if isinstance(node, SequenceNode):
        return collection_at(SequenceNode(moved(inside, place) for inside in node), place)
    entries: dict[str, Any] = {scalar_at(key, place): moved(inside, place) for key, inside in node.items()}
    return collection_at(MappingNode(entries), place)
