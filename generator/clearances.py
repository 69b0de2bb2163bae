"""Decisions that one text of a file may stand as it is, each bound to the hash of that text.

A text is cleared that repeats no withheld amount although it names one, or whose words look like a mark of secrecy and
are none. Any change of the text voids the decision. The key `clearances` holds them, in every file of content.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from typing import Any

from generator.cells import CellPath, texts_in
from generator.marks import find_marks
from generator.model import Clearance
from generator.problems import Place, Problem
from generator.typed import Part, title_of
from generator.yamlfile import Fields, Items, Text, locate

KEY = "clearances"
DECISION = ("basis", "decided_on", "decided_by")
# What takes the place of a cleared text where the rest of its file is read for marks.
CLEARED = " "
# How many characters go with a mark in the site: as many as no shortened text leaves out.
BEFORE, BEHIND = 2, 6


def words_of(shape: type[Part], path: CellPath) -> str:
    """What a cell is called in a decision: its titles and the number of its row (绩效指标 第3行 指标值)."""
    return title_of(shape, path)


def text_hash(text: str) -> str:
    """SHA-256 of a text, the line end of a block text left out."""
    return sha256(text.rstrip("\n").encode("utf-8")).hexdigest()


def key_of(words: str, hashed: str) -> tuple[str, str]:
    """What a decision is about: the name of the cell without white space, and the hash of its text."""
    return "".join(words.split()), hashed


def cleared_texts(part: Part) -> dict[CellPath, str]:
    """The texts of a file that a decision lets stand, by their paths; `part` is all of the file."""
    decided = {key_of(entry.cell, entry.sha256) for entry in getattr(part, KEY, None) or ()}
    if not decided:
        return {}
    texts = ((cell.path, cell.text) for cell in texts_in(part, ()) if cell.path[0] != KEY)
    return {path: text for path, text in texts if key_of(words_of(type(part), path), text_hash(text)) in decided}


def marked_words(parts: Iterable[Part]) -> tuple[str, ...]:
    """The words in cleared texts of some files that look like marks of secrecy, with what stands around them."""
    lines = {line for part in parts for text in cleared_texts(part).values() for line in text.split("\n")}
    return tuple(sorted({words for line in lines for words in marks_in(line)}))


def marks_in(line: str) -> Iterator[str]:
    """Each mark of a line with a few characters around it, so that it is not let through elsewhere."""
    while found := find_marks(line):
        start = max(0, found[0].column - 1 - BEFORE)
        yield (words := line[start : found[0].column - 1 + BEHIND])
        line = line.replace(words, CLEARED)


def without_words(text: str, words: Iterable[str]) -> str:
    """A text of the site without cleared words, as HTML, JSON and tables spell them too."""
    for word in words:
        for spelling in dict.fromkeys((word, escape(word), escape(word, quote=False), json.dumps(word)[1:-1])):
            text = text.replace(spelling, CLEARED)
    return text


def clearance_problems(name: str, shape: type[Part], entries: Sequence[Clearance], root: Fields) -> Iterator[Problem]:
    """E370 for each decision whose text has changed, or whose cell is none of the file."""
    if not entries:
        return
    known = {key_of(words_of(shape, path), text_hash(text)) for path, text in scalars(root)}
    named = {words for words, _ in known}
    for number, entry in enumerate(entries):
        if key_of(entry.cell, entry.sha256) not in known:
            found, _ = locate(root, (KEY, number, "cell"))
            form = "changed" if "".join(entry.cell.split()) in named else "cell"
            yield Problem(Place(name, found.line, found.column), "E370", form=form, seen_cell=entry.cell)


def scalars(node: Any, path: CellPath = ()) -> Iterator[tuple[CellPath, Text]]:
    """Every text of a file with its path, but for the decisions themselves."""
    if isinstance(node, Text):
        yield path, node
    elif isinstance(node, Fields):
        for key, inside in node.items():
            if path or key != KEY:
                yield from scalars(inside, (*path, str(key)))
    elif isinstance(node, Items):
        for number, inside in enumerate(node):
            yield from scalars(inside, (*path, number))


def without_cleared(text: str, shape: type[Part], root: Fields) -> str:
    """The raw text of a file without the texts that a decision lets stand, line by line as long as before.

    A text that does not stand in its lines as it is (quoted with escapes) stays.
    """
    decided = set(decisions(root))
    if not decided:
        return text
    lines = text.split("\n")
    for path, found in scalars(root):
        if key_of(words_of(shape, path), text_hash(found)) in decided:
            take_out(lines, found)
    return "\n".join(lines)


def decisions(root: Fields) -> Iterator[tuple[str, str]]:
    """What the whole decisions of a file are about."""
    entries = root.get(KEY)
    for entry in entries if isinstance(entries, Items) else ():
        if isinstance(entry, Fields) and all(isinstance(entry.get(key), str) and entry[key] for key in DECISION):
            yield key_of(str(entry.get("cell", "")), str(entry.get("sha256", "")))


def take_out(lines: list[str], found: Text) -> None:
    """Take a text out of the raw lines that it stands in, where it stands there letter for letter."""
    parts = found.rstrip("\n").split("\n")
    first = found.line - 1
    if len(parts) == 1 and parts[0] in lines[first][found.column - 1 :]:
        head, tail = lines[first][: found.column - 1], lines[first][found.column - 1 :]
        lines[first] = head + tail.replace(parts[0], CLEARED, 1)
        return
    # A block text begins in the line after its sign.
    below = range(first + 1, first + 1 + len(parts))
    if below.stop <= len(lines) and all(
        lines[at].strip() == part.strip() for at, part in zip(below, parts, strict=True)
    ):
        for at in below:
            lines[at] = ""
