"""Strict YAML: text to values that know their line. The only door to PyYAML.

Read by parse events, never by a composer that types or recurses: every scalar is the text that stands in
the file. What could change, hide or lose a word of it is a Problem (anchors, tags, duplicate keys, wrapped
text, a comment sign inside a text, invisible characters …), and all of one file are found in one reading.
"""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from yaml import events

from generator.problems import Place, Problem, Refused

MOST_BYTES = 2_000_000
MOST_DEPTH = 20
LONGEST_TEXT = 20_000

CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff"
CONTROL_BEYOND = "\U000f0000-\U0010ffff"
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
FORBIDDEN = re.compile(f"[\t{CONTROL}{CONTROL_BEYOND}{INVISIBLE}]")
HIDDEN = re.compile(f"[{INVISIBLE}]")


class Text(str):
    """A scalar: exactly the text of the file, and where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Items(list[Any]):
    """A sequence and where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Fields(dict[str, Any]):
    """A mapping and where it begins; its keys are Text and know their own places."""

    __slots__ = ("column", "line")
    line: int
    column: int


Node = Text | Items | Fields
AnyNode = TypeVar("AnyNode", Text, Items, Fields)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its root mapping (None when it cannot be read) and every Problem in it."""

    root: Fields | None
    problems: tuple[Problem, ...]


def file_bytes(path: Path, name: str) -> bytes:
    """The bytes of a regular file of bearable size; Refused for devices, links, huge or unreadable files."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        code = "E506" if path.is_symlink() else "E508"
        raise Refused([Problem(Place(name), code)]) from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused([Problem(Place(name), "E101")])
        if status.st_size > MOST_BYTES:
            raise Refused([Problem(Place(name), "E102", size=status.st_size, most=MOST_BYTES)])
        return file.read()


def decoded(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file with line ends made one, BOM and CRLF read as if they were not there."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:64].count(0) > len(data[:64]) // 4:
        return "", [Problem(Place(name), "E103", encoding="UTF-16")]
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", [Problem(Place(name, line), "E103", encoding=likely_encoding(data))]
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            line = text.count("\n", 0, text.index("\r")) + 1
            return "", [Problem(Place(name, line), "E106", char="CR")]
    return text, []


def likely_encoding(data: bytes) -> str:
    """The name of the encoding that bytes which are not UTF-8 most likely have."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK/GB18030"


def forbidden_characters(name: str, text: str) -> list[Problem]:
    """Tabs, control, private, invisible and bidirectional characters, each at its place."""
    return [
        Problem(place_of(name, text, match.start()), code_of(match[0]), char=f"U+{ord(match[0]):04X}")
        for match in FORBIDDEN.finditer(text)
    ]


def code_of(char: str) -> str:
    """Which rule a forbidden character breaks."""
    if char == "\t":
        return "E104"
    return "E105" if HIDDEN.match(char) else "E106"


def place_of(name: str, text: str, offset: int) -> Place:
    """The line and column of an offset in a text."""
    before = text.rfind("\n", 0, offset)
    return Place(name, text.count("\n", 0, offset) + 1, offset - before)


def read_text(name: str, data: bytes) -> Reading:
    """Read the bytes of one YAML file whose root must be a mapping."""
    text, problems = decoded(name, data)
    if problems:
        return Reading(None, tuple(problems))
    problems = forbidden_characters(name, text)
    if problems:
        return Reading(None, tuple(problems))
    builder = Builder(name, text)
    root = builder.build()
    return Reading(root, tuple(builder.problems))


def read_file(path: Path, name: str) -> Reading:
    """Read one YAML file from disk; every trouble becomes a Problem of the Reading."""
    try:
        return read_text(name, file_bytes(path, name))
    except Refused as refusal:
        return Reading(None, refusal.problems)


class Builder:
    """Turns the parse events of one text into nodes, keeping every Problem it meets on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.lines = text.split("\n")
        self.problems: list[Problem] = []

    def build(self) -> Fields | None:
        """The root mapping, or None when the text is no readable mapping."""
        try:
            root = self.assemble(yaml.parse(self.text, Loader=yaml.CSafeLoader))
        except yaml.MarkedYAMLError as error:
            self.problems.append(syntax_problem(self.name, error, self.lines))
            return None
        except TooDeep as deep:
            self.problems.append(Problem(deep.place, "E108", most=MOST_DEPTH))
            return None
        if not isinstance(root, Fields):
            if not self.problems:
                self.problems.append(Problem(Place(self.name), "E111"))
            return None
        return root

    def assemble(self, stream: Any) -> Node | None:
        """Walk the events with a stack of open collections: no recursion, whatever the nesting."""
        root: Node | None = None
        stack: list[Open] = []
        documents = 0
        for event in stream:
            kind = type(event)
            if kind is events.ScalarEvent:
                node: Node = self.scalar(event, stack)
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                self.reject_anchor_and_tag(event)
                if len(stack) >= MOST_DEPTH:
                    raise TooDeep(self.place(event))
                stack.append(Open(placed(Fields() if kind is events.MappingStartEvent else Items(), event)))
                continue
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                node = stack.pop().node
            elif kind is events.AliasEvent:
                self.problems.append(Problem(self.place(event), "E107"))
                node = placed(Text(""), event)
            else:
                documents += kind is events.DocumentStartEvent
                self.reject_document(event, documents)
                continue
            if stack:
                self.put(stack[-1], node)
            elif root is None:
                root = node
        return root

    def put(self, parent: "Open", node: Node) -> None:
        """Give a finished node to the collection it stands in."""
        if isinstance(parent.node, Items):
            parent.node.append(node)
        elif parent.key is None:
            parent.key = self.key(parent, node)
        else:
            key, parent.key = parent.key, None
            if key.line:
                parent.node[key] = node

    def key(self, parent: "Open", node: Node) -> Text:
        """The key of a mapping's next entry; one that is refused comes back with line 0."""
        if not isinstance(node, Text):
            self.problems.append(Problem(Place(self.name, node.line, node.column), "E112"))
            return unusable()
        folded = unicodedata.normalize("NFKC", node)
        first = parent.keys.setdefault(folded, node)
        if first is not node:
            place = Place(self.name, node.line, node.column)
            self.problems.append(Problem(place, "E110", str(node), first=first.line))
            return unusable()
        return node

    def scalar(self, event: events.ScalarEvent, stack: list["Open"]) -> Text:
        """One scalar as it stands, with a Problem for whatever would have changed or lost a part of it."""
        self.reject_anchor_and_tag(event)
        text = placed(Text(event.value), event)
        style, end = event.style, event.end_mark
        if style in ("|", ">"):
            self.reject_block(event)
        elif event.start_mark.line != end.line:
            self.problems.append(Problem(self.place(event), "E116"))
        elif style is None or style == "":
            rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
            if rest.lstrip(" ").startswith("#"):
                self.problems.append(Problem(self.place(event), "E117"))
        if style == '"' and FORBIDDEN.search(text):
            char = FORBIDDEN.search(text)[0]
            self.problems.append(Problem(self.place(event), code_of(char), char=f"U+{ord(char):04X}"))
        if len(text) > LONGEST_TEXT:
            self.problems.append(Problem(self.place(event), "E115", most=LONGEST_TEXT))
        return text

    def reject_block(self, event: events.ScalarEvent) -> None:
        """A lone > or | is a comparator without quotes; a folded block joins Chinese lines with spaces."""
        if not event.value:
            self.problems.append(Problem(self.place(event), "E118", char=event.style))
        elif event.style == ">":
            self.problems.append(Problem(self.place(event), "E116"))

    def reject_anchor_and_tag(self, event: Any) -> None:
        """Anchors share and tags retype; neither may stand in content."""
        if event.anchor is not None:
            self.problems.append(Problem(self.place(event), "E107"))
        if event.tag is not None:
            self.problems.append(Problem(self.place(event), "E109"))

    def reject_document(self, event: Any, documents: int) -> None:
        """One file holds one document and no directives."""
        if type(event) is not events.DocumentStartEvent:
            return
        if event.version or event.tags:
            self.problems.append(Problem(self.place(event), "E114"))
        if documents > 1:
            self.problems.append(Problem(self.place(event), "E113"))

    def place(self, event: Any) -> Place:
        """Where an event begins."""
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)


class Open:
    """A collection that is still being read, with the key that waits for its value."""

    __slots__ = ("key", "keys", "node")

    def __init__(self, node: Any) -> None:
        self.node = node
        self.key: Text | None = None
        self.keys: dict[str, Text] = {}


class TooDeep(Exception):
    """Nesting beyond what any form needs; stops the reading of this file."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


def placed(node: AnyNode, event: Any) -> AnyNode:
    """The node with the place of its event."""
    node.line = event.start_mark.line + 1
    node.column = event.start_mark.column + 1
    return node


def unusable() -> Text:
    """A key that has been refused; its value is read and left out."""
    key = Text("")
    key.line = 0
    key.column = 0
    return key


SYNTAX = (
    ("while scanning a block scalar", "quote"),
    ("that cannot start any token", "quote"),
    ("while scanning an alias", "quote"),
    ("while scanning an anchor", "quote"),
    ("while scanning a directive", "quote"),
    ("while scanning a quoted scalar", "unclosed"),
    ("while parsing a quoted scalar", "unclosed"),
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "nocolon"),
    ("while parsing a flow", "quote"),
)


def syntax_problem(name: str, error: yaml.MarkedYAMLError, lines: list[str]) -> Problem:
    """What the parser stumbled over, told by the mistake that people usually make there."""
    told = f"{error.context or ''} {error.problem or ''}"
    form = next((form for piece, form in SYNTAX if piece in told), "indent")
    mark = error.context_mark if form == "unclosed" and error.context_mark else error.problem_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    if "invalid Unicode character" in told or "invalid Unicode" in told:
        return Problem(place, "E106", char="\\u")
    seen = lines[place.line - 1].strip() if place.line <= len(lines) else None
    return Problem(place, "E100", seen or None, form=form)


def locate(root: Node, path: tuple[str | int, ...]) -> tuple[Place, Node]:
    """The deepest place and node that a path of keys and positions leads to from a root node."""
    node: Any = root
    line, column = root.line, root.column
    for step in path:
        if isinstance(node, Fields) and step in node:
            key = next(known for known in node if known == step)
            line, column = key.line, key.column
            node = node[step]
            if isinstance(node, Text) and node:
                line, column = node.line, node.column
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            node = node[step]
            line, column = node.line, node.column
    return Place("", line, column), node
