"""The names of columns in lists of other programs, each the path of a cell, or what the list says of its rows."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from generator.forms.drawings.drawing import FormDrawing, FormKind, Path
from generator.forms.drawings.read_cells import bare_title
from generator.forms.drawings.vocabulary import fields_of
from generator.words import shipped_area

# What a list says of its rows beside the cells of forms.
CITY, DEPARTMENT, YEAR, NAME, PUBLISHED, REASON, SKIPPED = (
    "city",
    "department",
    "year",
    "name",
    "published",
    "reason",
    "skipped",
)
ROWS: Path = ("indicators",)
TITLE: Path = ("title",)
BETWEEN = "、"
# What is left out where names are compared: a unit in brackets at the end, "of which", numbers of lines.
SUFFIX = re.compile(r"\([^()]*\)$")
PREFIX = re.compile(r"^(?:其中:|[*#]|[0-9]{1,2}[.、])+")
MONEY_UNIT = re.compile(r"(?:单位[:：]|[(（])\s*(?:人民币)?\s*(?:金额单位[:：])?(万元|元)")


def folded_name(head: str) -> str:
    """Return the name of a column as it is compared."""
    name = bare_title(head).casefold()
    return PREFIX.sub("", SUFFIX.sub("", name))


def names(text: str) -> Iterator[str]:
    """Yield the names in a text of the catalogue, as they are compared."""
    return (folded_name(name) for name in text.split(BETWEEN))


def list_words() -> Mapping[str, Any]:
    """Return the words of lists, which are the same in every project."""
    words: Mapping[str, Any] = shipped_area("bulk")["lists"]
    return words


@cache
def key_names() -> Mapping[str, str]:
    """Return what a list says of its rows by the names of columns."""
    return {name: key for key, text in reversed(list_words()["keys"].items()) for name in names(text)}


@cache
def department_names() -> tuple[str, ...]:
    """Return the names of columns with departments, the most specific first."""
    return tuple(names(list_words()["keys"][DEPARTMENT]))


@cache
def cell_names(kind: FormKind) -> Mapping[str, Path]:
    """Return the paths of the cells of a kind of form by the names of columns; the words of lists win over titles."""
    fields = fields_of(kind)
    found: dict[str, Path] = {}
    for key, text in list_words()["cells"].items():
        path = tuple(key.split("."))
        if path in fields or path == TITLE:
            for name in names(text):
                found.setdefault(name, path)
    unclear = {*names(list_words()["unclear"])}
    for path, field in fields.items():
        if field.rows in ((), ROWS) and folded_name(field.title) not in unclear:
            found.setdefault(folded_name(field.title), path)
    return found


@cache
def drawn_names(drawing: FormDrawing) -> Mapping[str, Path]:
    """Return the paths of the cells of a drawing by their printed names, those alone that stand for one cell."""
    found: dict[str, list[Path]] = {}
    for path in dict.fromkeys(slot.path for slot in drawing.slots):
        if path in drawing.titles:
            found.setdefault(folded_name(drawing.titles[path]), []).append(path)
    return {name: paths[0] for name, paths in found.items() if len(paths) == 1}
