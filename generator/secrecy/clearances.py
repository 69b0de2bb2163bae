"""Decisions that one text of a file may stand as it is, each bound to the hash of that text.

A text is cleared that repeats no withheld amount although it names one, or whose words look like a mark of secrecy and
are none. Any change of the text voids the decision. The key `clearances` holds them, in every file of content.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from typing import Any

from generator.forms.cells import CellPath, texts_in
from generator.forms.fields import FieldGroup, keys_at, title_of
from generator.forms.model import Clearance
from generator.problems import Place, Problem
from generator.secrecy.marks import find_marks
from generator.secrecy.review import says_nothing
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode, locate
from generator.words import translate

KEY = "clearances"
DECISION = ("basis", "decided_on", "decided_by")
# What takes the place of a cleared text where the rest of its file is read for marks.
CLEARED = " "
# How many characters go with a mark in the site: as many as no shortened text leaves out.
BEFORE, BEHIND = 2, 6


def words_of(shape: type[FieldGroup], path: CellPath) -> str:
    """What a cell is called in a decision: its titles and the number of its row (绩效指标 第3行 指标值)."""
    return title_of(shape, *path)


def text_hash(text: str) -> str:
    """SHA-256 of a text, the line end of a block text left out."""
    return sha256(text.rstrip("\n").encode("utf-8")).hexdigest()


def key_of(words: str, hashed: str) -> tuple[str, str]:
    """What a decision is about: the name of the cell without white space, and the hash of its text."""
    return "".join(words.split()), hashed


def decided_of(part: FieldGroup) -> set[tuple[str, str]]:
    """What the decisions of a file are about; one with a placeholder for its basis or its author is none."""
    entries: Sequence[Clearance] = getattr(part, KEY, None) or ()
    return {
        key_of(entry.cell, entry.sha256)
        for entry in entries
        if not says_nothing(entry.basis) and not says_nothing(entry.decided_by)
    }


def cleared_texts(part: FieldGroup) -> dict[CellPath, str]:
    """The texts of a file that a decision lets stand, by their paths; `part` is all of the file."""
    decided = decided_of(part)
    if not decided:
        return {}
    texts = ((cell.path, cell.text) for cell in texts_in(part, ()) if cell.path[0] != KEY)
    return {path: text for path, text in texts if key_of(words_of(type(part), path), text_hash(text)) in decided}


def marked_words(parts: Iterable[FieldGroup], prose: Iterable[tuple[FieldGroup, str]] = ()) -> tuple[str, ...]:
    """The words in cleared texts of some files that look like marks of secrecy, with what stands around them.

    `prose` are the heads and bodies of notices and pages.
    """
    texts = [text for part in parts for text in cleared_texts(part).values()]
    texts += [text for head, body in prose for text in cleared_prose(head, body)]
    lines = {line for text in texts for line in text.split("\n")}
    return tuple(sorted({words for line in lines for words in marks_in(line)}))


def cleared_prose(head: FieldGroup, body: str) -> Iterator[str]:
    """The texts of a page of prose that a decision lets stand."""
    yield from cleared_texts(head).values()
    decided = decided_of(head)
    yield from (text for words, text in body_texts(body).items() if key_of(words, text_hash(text)) in decided)


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


def clearance_problems(
    name: str, shape: type[FieldGroup], entries: Sequence[Clearance], root: MappingNode, body: str = ""
) -> Iterator[Problem]:
    """E370 for each decision whose text has changed, or whose cell is none of the file; `body` is that of prose."""
    if not entries:
        return
    known = {key_of(words_of(shape, path), text_hash(text)) for path, text in scalars(root)}
    known |= {key_of(words, text_hash(text)) for words, text in body_texts(body).items()}
    named = {words for words, _ in known}
    for number, entry in enumerate(entries):
        if key_of(entry.cell, entry.sha256) not in known:
            found, _ = locate(root, (KEY, number, "cell"))
            form = "changed" if "".join(entry.cell.split()) in named else "cell"
            yield Problem(Place(name, found.line, found.column), "E370", form=form, seen_cell=entry.cell)


def is_known(shape: type[FieldGroup], path: CellPath) -> bool:
    """Whether a path leads to a cell that files of a shape may have: any other key is a word of its file."""
    steps = enumerate(path)
    return all(step in keys_at(shape, path[:at]) for at, step in steps if isinstance(step, str))


def paragraphs(body: str) -> list[tuple[int, int]]:
    """The first line of each paragraph of a body, from 0, and the line behind its last."""
    lines = body.split("\n")
    starts = [at for at, line in enumerate(lines) if line.strip() and not (at and lines[at - 1].strip())]
    ends = [at + 1 for at, line in enumerate(lines) if line.strip() and not "".join(lines[at + 1 : at + 2]).strip()]
    return list(zip(starts, ends, strict=True))


def body_spans(body: str) -> dict[str, tuple[int, int]]:
    """The body of a page of prose and each of its paragraphs, by what a decision calls them, as lines from 0."""
    found = paragraphs(body)
    whole = {translate("secrecy.body"): (found[0][0], found[-1][1])} if found else {}
    return whole | {translate("secrecy.paragraph", number=number): span for number, span in enumerate(found, start=1)}


def body_texts(body: str) -> dict[str, str]:
    """The body of a page of prose and each of its paragraphs, by what a decision calls them."""
    lines = body.split("\n")
    return {words: "\n".join(lines[first:behind]) for words, (first, behind) in body_spans(body).items()}


def scalars(node: Any, path: CellPath = ()) -> Iterator[tuple[CellPath, ScalarNode]]:
    """Every text of a file with its path, but for the decisions themselves."""
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, MappingNode):
        for key, inside in node.items():
            if path or key != KEY:
                yield from scalars(inside, (*path, str(key)))
    elif isinstance(node, SequenceNode):
        for number, inside in enumerate(node):
            yield from scalars(inside, (*path, number))


def without_cleared(
    text: str, shape: type[FieldGroup], root: MappingNode, is_whole: bool = True, body: str = ""
) -> str:
    """The raw text of a file without the texts that a decision lets stand, with as many lines as before.

    `body` is that of prose, with its line numbers. Of a file that cannot be read whole, a text that does not stand in
    its lines letter for letter stays.
    """
    decided = set(decisions(root))
    if not decided:
        return text
    lines = text.split("\n")
    for path, found in scalars(root):
        if found and key_of(words_of(shape, path), text_hash(found)) in decided:
            (blank if is_whole else take_out)(lines, found)
    cleared = body_texts(body)
    for words, (first, behind) in body_spans(body).items():
        if key_of(words, text_hash(cleared[words])) in decided:
            lines[first:behind] = [CLEARED] * (behind - first)
    return "\n".join(lines)


def decisions(root: MappingNode) -> Iterator[tuple[str, str]]:
    """What the whole decisions of a file are about."""
    entries = root.get(KEY)
    for entry in entries if isinstance(entries, SequenceNode) else ():
        if isinstance(entry, MappingNode) and all(
            isinstance(entry.get(key), str) and not says_nothing(entry[key]) for key in DECISION
        ):
            yield key_of(str(entry.get("cell", "")), str(entry.get("sha256", "")))


def take_out(lines: list[str], found: ScalarNode) -> None:
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


def blank(lines: list[str], found: ScalarNode) -> None:
    """Take a text out of the raw lines that it spans, with its quotation marks and the signs that join its lines."""
    first, (last, end) = found.line - 1, found.ends
    start = found.column - 1
    if lines[first][start : start + 1] in ("|", ">"):
        # What stands behind the sign of a block is a comment, and no part of the text.
        first, start = first + 1, 0
    for at in range(first, min(last, len(lines) - 1) + 1):
        begins, ends = (start if at == first else 0), (end if at == last else len(lines[at]))
        lines[at] = lines[at][:begins] + CLEARED * max(0, ends - begins) + lines[at][max(begins, ends) :]
