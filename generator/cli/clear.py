"""What `clear` does: the decision that one text of a file may stand as it is, as lines for the file.

A file that is held is read like any other, and nothing that is told of it quotes a word.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path

from generator.content.consistency import is_like_project
from generator.content.markdown import split_head
from generator.forms.cells import figure_keys
from generator.forms.fields import FieldGroup
from generator.forms.model import Department, Jurisdiction, Notice, Project, ProsePage, Record
from generator.problems import Held, Place, Problem, Refused, UsageTrouble
from generator.secrecy.clearances import body_texts, clearance_lines, is_known, scalars, text_hash, words_of
from generator.secrecy.gate import gate_nodes, gate_text
from generator.secrecy.raw_text import safe_path
from generator.secrecy.withheld_rows import unquoted_of
from generator.text.files import decoded, file_bytes
from generator.text.yaml import MappingNode, ParsedFile, read_text

SHAPES: dict[str, type[FieldGroup]] = {"department.yml": Department, "jurisdiction.yml": Jurisdiction}
DOCUMENT, NOTICES = ".md", "notices"


def entry_for(file: Path, cell: str, decision: Mapping[str, str]) -> str:
    """A decision on the text of a cell as lines for its file.

    The cell is named in the words of the form (绩效指标 第3行 指标值); UsageTrouble for a name that the file has not.
    Raises Refused for a file that cannot be read, Held for one that is held as well.
    """
    name = safe_path(file.name)
    text = text_of(file, name)
    holds = gate_text(file.name, text, figures=figure_keys() if file.suffix != DOCUMENT else frozenset())
    reading, body = parts_of(file, name, text)
    if readable := reading.root or reading.rest:
        holds = (*holds, *gate_nodes(name, readable))
    if reading.root is None:
        problems = unquoted_of(reading.problems, reading)
        raise Held([*holds, *(one.unquoted() for one in problems)]) if holds else Refused(problems)
    texts = named_texts(reading.root, shape_of(file, reading.root)) | body_texts(body)
    known = {"".join(words.split()): words for words in texts}
    if (asked := "".join(cell.split())) not in known:
        near = difflib.get_close_matches(asked, known, 1, 0.3)
        hint = {"form": "near", "near": known[near[0]]} if near else {"form": "none"}
        raise UsageTrouble([Problem(Place(name), "E373", None if holds else cell, **hint)])
    words = known[asked]
    return "\n".join(clearance_lines(words, text_hash(texts[words]), decision))


def text_of(file: Path, name: str) -> str:
    """The text of a file; Refused, without a word of it, for one that is no text."""
    text, problems = decoded(name, file_bytes(file, name))
    if problems:
        raise Refused([problem.unquoted() for problem in problems])
    return text


def parts_of(file: Path, name: str, text: str) -> tuple[ParsedFile, str]:
    """The cells of a file, and the body of one that is prose; Refused for prose without a head."""
    if file.suffix != DOCUMENT:
        return read_text(name, text.encode("utf-8")), ""
    parts = split_head(text)
    if parts is None:
        raise Refused([Problem(Place(name), "E320")])
    return read_text(name, parts[0].encode("utf-8")), parts[1]


def shape_of(file: Path, root: MappingNode) -> type[FieldGroup]:
    """What a file holds."""
    if file.suffix == DOCUMENT:
        return Notice if file.absolute().parent.name == NOTICES else ProsePage
    return SHAPES.get(file.name, Project if is_like_project(root) else Record)


def named_texts(root: MappingNode, shape: type[FieldGroup]) -> dict[str, str]:
    """The texts of the cells that a file of a shape may have, by what their cells are called."""
    return {words_of(shape, path): str(text) for path, text in scalars(root) if text.strip() and is_known(shape, path)}
