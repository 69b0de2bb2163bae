"""What `clear` does: the decision that one text of a file may stand as it is, as lines for the file."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from generator.clearances import DECISION, scalars, text_hash, words_of
from generator.consistency import is_like_project
from generator.model import Department, Jurisdiction, Project, Record
from generator.problems import Place, Problem, Refused, UsageTrouble
from generator.typed import Part
from generator.yamlfile import Fields, read_file

SHAPES: dict[str, type[Part]] = {"department.yml": Department, "jurisdiction.yml": Jurisdiction}


def entry_for(file: Path, cell: str, decision: Mapping[str, str]) -> str:
    """A decision on the text of a cell as lines for its file; Refused for one that cannot be read.

    The cell is named in the words of the form (绩效指标 第3行 指标值); UsageTrouble for a name that the file has not.
    """
    reading = read_file(file, file.name)
    if reading.root is None:
        raise Refused(reading.problems)
    texts = named_texts(reading.root, shape_of(file, reading.root))
    name = "".join(cell.split())
    known = {"".join(words.split()): words for words in texts}
    if name not in known:
        near = difflib.get_close_matches(name, known, 1, 0.3)
        hint = {"form": "near", "near": known[near[0]]} if near else {"form": "none"}
        raise UsageTrouble([Problem(Place(file.name), "E373", cell, **hint)])
    words = known[name]
    lines = [f"  - cell: {words}", f"    sha256: {text_hash(texts[words])}"]
    return "\n".join([*lines, *(f"    {key}: {decision.get(key, '')}".rstrip() for key in DECISION)])


def shape_of(file: Path, root: Fields) -> type[Part]:
    """What a file holds."""
    return SHAPES.get(file.name, Project if is_like_project(root) else Record)


def named_texts(root: Fields, shape: type[Part]) -> dict[str, str]:
    """The texts of a file by what their cells are called."""
    return {words_of(shape, path): str(text) for path, text in scalars(root) if text.strip()}
