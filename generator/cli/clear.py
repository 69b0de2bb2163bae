"""Write a clearance: the decision that a text may be published although it looks like a mark or personal data.

A held file is read like any other, but no message quotes it.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path

from generator.cli.neighbours import titles_around
from generator.content.cell_names import printed_names
from generator.content.consistency import is_like_project
from generator.content.file_names import is_results
from generator.content.markdown import split_head
from generator.forms.cells import figure_keys
from generator.forms.fields import FieldGroup, title_of
from generator.forms.model import Department, Jurisdiction, Notice, ProsePage, form_shape
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.secrecy.clearances import body_texts, clearance_lines, is_known_cell, scalar_nodes, text_hash
from generator.secrecy.gate import gate_nodes
from generator.secrecy.text_gate import gate_text, safe_path
from generator.secrecy.withheld_rows import unquoted_of
from generator.text.files import decoded, file_bytes
from generator.text.yaml import MappingNode, ParsedFile, read_text

SHAPES: dict[str, type[FieldGroup]] = {"department.yml": Department, "jurisdiction.yml": Jurisdiction}
DOCUMENT, NOTICES = ".md", "notices"


def entry_for(file: Path, cell: str, decision: Mapping[str, str]) -> str:
    """A clearance for the text of a cell, as YAML lines for its file.

    The cell is named as on the form (绩效指标 第3行 指标值). Raises UsageError for an unknown name,
    ContentError for a file that cannot be read, HeldError for one that is also held.
    """
    name = safe_path(file.name)
    text = text_of(file, name)
    holds = gate_text(file.name, text, figures=figure_keys() if file.suffix != DOCUMENT else frozenset())
    parsed, body = parts_of(file, name, text)
    if readable := parsed.root or parsed.rest:
        holds = (*holds, *gate_nodes(name, readable))
    if parsed.root is None:
        problems = unquoted_of(parsed.problems, parsed)
        raise HeldError([*holds, *(problem.unquoted() for problem in problems)]) if holds else ContentError(problems)
    shape = shape_of(file, parsed.root)
    texts = named_texts(parsed.root, shape) | body_texts(body)
    printed = printed_cells(file, shape, parsed.root)
    names = printed | {"".join(words.split()): words for words in texts}
    if (wanted := "".join(cell.split())) not in names:
        near = difflib.get_close_matches(wanted, names, 1, 0.3)
        hint = {"form": "near", "near": names[near[0]]} if near else {"form": "none"}
        raise UsageError([Problem(Place(name), "E373", None if holds else cell, **hint)])
    words = names[wanted]
    return "\n".join(clearance_lines(words, text_hash(texts[words]), decision))


def printed_cells(file: Path, shape: type[FieldGroup], root: MappingNode) -> dict[str, str]:
    """The standard names of the cells of a form by the names that it prints; none for a file without a drawn form."""
    titles = titles_around(file, shape, root)
    names = printed_names(root, titles) if titles else {}
    return {name: title_of(shape, *path) for name, path in names.items() if is_known_cell(shape, path)}


def text_of(file: Path, name: str) -> str:
    """The text of a file; ContentError, without quotes, for one that is no text."""
    text, problems = decoded(name, file_bytes(file, name))
    if problems:
        raise ContentError([problem.unquoted() for problem in problems])
    return text


def parts_of(file: Path, name: str, text: str) -> tuple[ParsedFile, str]:
    """The parsed YAML of a file, and the body of a Markdown file; ContentError for one without front matter."""
    if file.suffix != DOCUMENT:
        return read_text(name, text.encode("utf-8")), ""
    parts = split_head(text)
    if parts is None:
        raise ContentError([Problem(Place(name), "E320")])
    return read_text(name, parts[0].encode("utf-8")), parts[1]


def shape_of(file: Path, root: MappingNode) -> type[FieldGroup]:
    """The type of the content of a file."""
    if file.suffix == DOCUMENT:
        return Notice if file.absolute().parent.name == NOTICES else ProsePage
    return SHAPES.get(file.name, form_shape(is_like_project(root), is_results(file)))


def named_texts(root: MappingNode, shape: type[FieldGroup]) -> dict[str, str]:
    """The texts of a file of some type, by the names of their cells on the form."""
    return {
        title_of(shape, *path): str(text)
        for path, text in scalar_nodes(root)
        if text.strip() and is_known_cell(shape, path)
    }
