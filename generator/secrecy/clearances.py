"""Clearances: decisions that one text of a file may be published, each bound to the hash of that text.

A text is cleared that repeats no withheld amount although it names one, or whose words look like a mark of secrecy and
are none. Any change of the text voids the decision. The key `clearances` holds them, in every file of content.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import Any

from generator.forms.cells import CellPath, texts_in
from generator.forms.fields import FieldGroup, keys_at, title_of
from generator.forms.model import Clearance
from generator.problems import Problem
from generator.secrecy.marks import find_marks
from generator.secrecy.review import is_placeholder
from generator.text.normalize import without_spaces
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode, place_in
from generator.words import translate

KEY = "clearances"
DECISION = ("basis", "decided_on", "decided_by")
# What takes the place of a cleared text where the rest of its file is read for marks.
CLEARED = " "
# How many characters go with a mark in the site: as many as no shortened text leaves out.
BEFORE, BEHIND = 2, 6


def text_hash(text: str) -> str:
    """SHA-256 of a text, the line end of a block text left out."""
    return sha256(text.rstrip("\n").encode("utf-8")).hexdigest()


def clearance_lines(words: str, hashed: str, decision: Mapping[str, str]) -> list[str]:
    """A decision on the text of a cell as lines for the list `clearances`; what is not said yet is left blank."""
    lines = [f"  - cell: {words}", f"    sha256: {hashed}"]
    return [*lines, *(f"    {key}: {decision.get(key, '')}".rstrip() for key in DECISION)]


def key_of(words: str, hashed: str) -> tuple[str, str]:
    """The key of a decision: the name of the cell without white space, and the hash of its text."""
    return without_spaces(words), hashed


def decided_keys(part: FieldGroup) -> set[tuple[str, str]]:
    """The keys of the decisions of a file; one with a placeholder for its basis or its author does not count."""
    entries: Sequence[Clearance] = getattr(part, KEY, None) or ()
    return {
        key_of(entry.cell, entry.sha256)
        for entry in entries
        if not is_placeholder(entry.basis) and not is_placeholder(entry.decided_by)
    }


def cleared_texts(part: FieldGroup) -> dict[CellPath, str]:
    """The texts of a file that a decision clears, by their paths; `part` is all of the file."""
    decided = decided_keys(part)
    if not decided:
        return {}
    texts = ((cell.path, cell.text) for cell in texts_in(part, ()) if cell.path[0] != KEY)
    return {path: text for path, text in texts if key_of(title_of(type(part), *path), text_hash(text)) in decided}


def marked_words(parts: Iterable[FieldGroup], prose: Iterable[tuple[FieldGroup, str]] = ()) -> tuple[str, ...]:
    """The words in cleared texts of some files that look like marks of secrecy, with the characters around them.

    `prose` are the heads and bodies of notices and pages.
    """
    files = [*((part, "") for part in parts), *prose]
    texts = (text for head, body in files for text in cleared_prose(head, body))
    lines = {line for text in texts for line in text.split("\n")}
    return tuple(sorted({words for line in lines for words in marked_excerpts(line)}))


def cleared_prose(head: FieldGroup, body: str) -> Iterator[str]:
    """The texts of a page of prose that a decision clears."""
    yield from cleared_texts(head).values()
    decided = decided_keys(head)
    yield from (text for words, text in body_texts(body).items() if key_of(words, text_hash(text)) in decided)


def marked_excerpts(line: str) -> Iterator[str]:
    """Each mark of a line with a few characters around it, so that the clearance does not apply elsewhere."""
    while marks := find_marks(line):
        start = max(0, marks[0].column - 1 - BEFORE)
        yield (words := line[start : marks[0].column - 1 + BEHIND])
        line = line.replace(words, CLEARED)


def without_words(text: str, words: Iterable[str]) -> str:
    """A text of the site without cleared words, also in their HTML, JSON and table spellings."""
    for word in words:
        for spelling in dict.fromkeys((word, escape(word), escape(word, quote=False), json.dumps(word)[1:-1])):
            text = text.replace(spelling, CLEARED)
    return text


def clearance_problems(
    name: str, shape: type[FieldGroup], entries: Sequence[Clearance], root: MappingNode, body: str = ""
) -> Iterator[Problem]:
    """E370 for each decision whose text has changed, or whose cell is none of the file; `body` is that of prose."""
    if not entries:
        return
    keys = {key_of(title_of(shape, *path), text_hash(text)) for path, text in scalar_nodes(root)}
    keys |= {key_of(words, text_hash(text)) for words, text in body_texts(body).items()}
    named = {words for words, _ in keys}
    for number, entry in enumerate(entries):
        if key_of(entry.cell, entry.sha256) not in keys:
            form = "changed" if without_spaces(entry.cell) in named else "cell"
            yield Problem(place_in(name, root, (KEY, number, "cell")), "E370", form=form, seen_cell=entry.cell)


def is_known_cell(shape: type[FieldGroup], path: CellPath) -> bool:
    """Whether a path leads to a cell that files of a shape may have."""
    steps = enumerate(path)
    return all(step in keys_at(shape, path[:at]) for at, step in steps if isinstance(step, str))


def paragraphs(body: str) -> list[tuple[int, int]]:
    """The first line of each paragraph of a body, from 0, and the line behind its last."""
    runs = groupby(enumerate(body.split("\n")), key=lambda numbered: bool(numbered[1].strip()))
    numbers = [[number for number, _ in run] for has_text, run in runs if has_text]
    return [(lines[0], lines[-1] + 1) for lines in numbers]


def body_spans(body: str) -> dict[str, tuple[int, int]]:
    """The lines (from 0) of the body of a page of prose and of each paragraph, by the names that decisions use."""
    spans = paragraphs(body)
    whole = {translate("secrecy.body"): (spans[0][0], spans[-1][1])} if spans else {}
    return whole | {translate("secrecy.paragraph", number=number): span for number, span in enumerate(spans, start=1)}


def body_texts(body: str) -> dict[str, str]:
    """The body of a page of prose and each of its paragraphs, by the names that decisions use."""
    lines = body.split("\n")
    return {words: "\n".join(lines[first:behind]) for words, (first, behind) in body_spans(body).items()}


def scalar_nodes(node: Any, path: CellPath = ()) -> Iterator[tuple[CellPath, ScalarNode]]:
    """Every text of a file with its path, except the decisions themselves."""
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, MappingNode):
        for key, inside in node.items():
            if path or key != KEY:
                yield from scalar_nodes(inside, (*path, str(key)))
    elif isinstance(node, SequenceNode):
        for number, inside in enumerate(node):
            yield from scalar_nodes(inside, (*path, number))


def without_cleared(
    text: str, shape: type[FieldGroup], root: MappingNode, is_whole: bool = True, body: str = ""
) -> str:
    """The raw text of a file without the texts that a decision clears, with as many lines as before.

    `body` is that of prose, with its line numbers. Of a file that cannot be read whole, a text that does not stand in
    its lines letter for letter stays.
    """
    decided = set(decision_keys(root))
    if not decided:
        return text
    lines = text.split("\n")
    for path, scalar in scalar_nodes(root):
        if scalar and key_of(title_of(shape, *path), text_hash(scalar)) in decided:
            (blank_out if is_whole else remove_text)(lines, scalar)
    cleared = body_texts(body)
    for words, (first, behind) in body_spans(body).items():
        if key_of(words, text_hash(cleared[words])) in decided:
            lines[first:behind] = [CLEARED] * (behind - first)
    return "\n".join(lines)


def decision_keys(root: MappingNode) -> Iterator[tuple[str, str]]:
    """The keys of the complete decisions of a file."""
    entries = root.get(KEY)
    for entry in entries if isinstance(entries, SequenceNode) else ():
        if isinstance(entry, MappingNode) and all(
            isinstance(entry.get(key), str) and not is_placeholder(entry[key]) for key in DECISION
        ):
            yield key_of(str(entry.get("cell", "")), str(entry.get("sha256", "")))


def remove_text(lines: list[str], scalar: ScalarNode) -> None:
    """Remove a text from the raw lines where it is spelled out exactly."""
    parts = scalar.rstrip("\n").split("\n")
    first = scalar.line - 1
    if len(parts) == 1 and parts[0] in lines[first][scalar.column - 1 :]:
        head, tail = lines[first][: scalar.column - 1], lines[first][scalar.column - 1 :]
        lines[first] = head + tail.replace(parts[0], CLEARED, 1)
        return
    # A block text begins in the line after its sign.
    below = range(first + 1, first + 1 + len(parts))
    if below.stop <= len(lines) and all(
        lines[at].strip() == part.strip() for at, part in zip(below, parts, strict=True)
    ):
        for at in below:
            lines[at] = ""


def blank_out(lines: list[str], scalar: ScalarNode) -> None:
    """Blank out the raw lines of a text, with its quotation marks and line continuations."""
    first, (last, end) = scalar.line - 1, scalar.ends
    start = scalar.column - 1
    if lines[first][start : start + 1] in ("|", ">"):
        # The text behind the sign of a block is a comment, and no part of the text.
        first, start = first + 1, 0
    for at in range(first, min(last, len(lines) - 1) + 1):
        begins, ends = (start if at == first else 0), (end if at == last else len(lines[at]))
        lines[at] = lines[at][:begins] + CLEARED * max(0, ends - begins) + lines[at][max(begins, ends) :]
