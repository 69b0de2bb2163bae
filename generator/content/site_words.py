"""The texts of the catalogue that a project overrides: content/words.yml, one dotted key and its text on each line.

    home.placeholder: 找部门、任务或指标

Every text is checked against the one that it replaces.
"""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from generator.content.file_names import FOLDER, WORDS_FILE
from generator.content.file_reader import FileReader
from generator.problems import Problem
from generator.secrecy.withheld_rows import unquoted_of
from generator.text.word_list import word_list
from generator.text.yaml import MappingNode, place_in, read_text
from generator.words import FOLDER as CATALOGUE, PROBLEMS, Overrides, shipped_area, translate

# Areas that are the same for every site: names of data and of what is absent, law, and what the commands print.
FIXED = frozenset(
    word_list("""
    absence api basis check cli drawings exports problems publish register schema secrecy site_words starter tables
    trace
    """)
)
# Texts that the program reads itself.
READ_BY_PROGRAM = re.compile(r"rules\.V[0-9]+\.trust|comparing\.units|search\.and")
MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#x[0-9a-fA-F]+);")


def catalogue_texts() -> dict[str, str]:
    """Every text of the catalogue as it ships, by its dotted key."""
    areas = sorted(path.stem for path in CATALOGUE.glob("*.yml"))
    return {f"{name}.{key}": text for name in areas for key, text in flat_texts(shipped_area(name))}


def flat_texts(texts: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of nested maps with their dotted keys, without the sentences of problem codes."""
    for key, text in texts.items():
        if isinstance(text, dict):
            if prefix or key != PROBLEMS:
                yield from flat_texts(text, f"{prefix}{key}.")
        elif isinstance(text, str):
            yield f"{prefix}{key}", text


def read_overrides(reader: FileReader, path: Path) -> Overrides:
    """The texts in a file that can be used; its problems and holds are added to those of the reader."""
    text = reader.text(path)
    if text is None:
        return ()
    name = reader.name(path)
    reading = read_text(name, text.encode("utf-8"))
    reader.problems += unquoted_of(reading.problems, reading)
    if reading.root is None:
        return ()
    problems = override_problems(name, reading.root)
    reader.problems += problems
    return () if problems or reading.problems else tuple(sorted((key, str(own)) for key, own in reading.root.items()))


def override_problems(name: str, root: MappingNode) -> list[Problem]:
    """The problems of texts that are to take the place of those of the catalogue, each at its line."""
    catalogue = catalogue_texts()
    return [
        Problem(place_in(name, root, (key,)), code, seen, **values)
        for key, text in root.items()
        for code, seen, values in text_problems(key, text, catalogue)
    ]


def text_problems(key: str, text: Any, catalogue: dict[str, str]) -> Iterator[tuple[str, str | None, dict[str, str]]]:
    """The problems of one text as code, quotation and values.

    E350 for an unknown key, E351 for one that is not open, E352 for a value that is no text or an empty one, E353 for
    other fields than those of the catalogue, E354 for markup, which would be shown letter for letter.
    """
    if key not in catalogue:
        near = near_keys(key, catalogue)
        yield "E350", key, {"near": near[0]} if near else {}
    elif is_fixed(key):
        yield "E351", key, {}
    elif not isinstance(text, str) or not text.strip():
        yield "E352", None, {"usual": catalogue[key]}
    else:
        needed = field_names(catalogue[key]) or set()
        fields = field_names(text)
        if fields != needed or (not needed and re.search("[{}]", text)):
            names = "、".join(f"{{{one}}}" for one in sorted(needed))
            yield "E353", text, {"needed": names or translate("site_words.none")}
        if markup := MARKUP.search(text):
            yield "E354", markup[0], {}


def near_keys(words: str, catalogue: dict[str, str]) -> list[str]:
    """The keys that some words may mean: those of texts that are or contain them, then those that look like them."""
    texts = [(usual != words, key) for key, usual in catalogue.items() if words in usual and not is_fixed(key)]
    return [key for _, key in sorted(texts)] or difflib.get_close_matches(words, catalogue, 1)


def is_fixed(key: str) -> bool:
    """Whether the text of a key is the same for every site."""
    return key.split(".", 1)[0] in FIXED or READ_BY_PROGRAM.fullmatch(key) is not None


def field_names(text: str) -> set[str] | None:
    """The names of the `{name}` fields of a text; None where a brace is wrong or a field is more than a name."""
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        return None
    if any(not str(name).isidentifier() or layout or conversion for _, name, layout, conversion in fields):
        return None
    return {str(name) for _, name, _, _ in fields}


def usable_overrides(root: Path) -> Overrides:
    """The texts that the project in `root` overrides; none where the file has mistakes, which reading all reports."""
    path = root / FOLDER / WORDS_FILE
    if not path.is_file() or path.is_symlink():
        return ()
    reader = FileReader(root)
    overrides = read_overrides(reader, path)
    return () if reader.problems or reader.holds else overrides
