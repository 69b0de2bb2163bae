"""Strict YAML: text to values that know their line. The only door to PyYAML.

Read by parse events, never by a composer that types or recurses: every scalar is the text that stands in
the file. What could change, hide or lose a word of it is a Problem (anchors, tags, duplicate keys, wrapped
text, a comment sign inside a text, invisible characters …), and all of one file are found in one reading.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from yaml import events

from generator.problems import Place, Problem, Refused
from generator.textfile import FORBIDDEN, MOST_PROBLEMS, decoded, file_bytes, forbidden, forbidden_characters

MOST_DEPTH = 20
MOST_CELLS = 30_000
LONGEST_TEXT = 20_000


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


def read_text(name: str, data: bytes) -> Reading:
    """Read the bytes of one YAML file whose root must be a mapping."""
    text, problems = decoded(name, data)
    if problems:
        return Reading(None, tuple(problems))
    problems = forbidden_characters(name, text)
    builder = Builder(name, FORBIDDEN.sub(" ", text) if problems else text)
    root = builder.build()
    if problems and root is None:
        # What the parser stumbles over may well be those characters.
        return Reading(None, tuple(problems))
    return Reading(root, (*problems, *builder.problems))


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
        self.cells = 0
        self.latest: events.ScalarEvent | None = None

    def build(self) -> Fields | None:
        """The root mapping, or None when the text is no readable mapping."""
        try:
            root = self.assemble(yaml.parse(self.text, Loader=yaml.CSafeLoader))
        except yaml.MarkedYAMLError as error:
            self.stumble(error)
            return None
        except Enough:
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
                node: Node = self.scalar(event)
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                self.reject_anchor_and_tag(event)
                self.bear(event, len(stack))
                mapping = kind is events.MappingStartEvent
                stack.append(Open(placed(Fields(), event) if mapping else placed(Items(), event)))
                continue
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                node = stack.pop().node
            elif kind is events.AliasEvent:
                self.tell(event, "E107")
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
            self.keep(Problem(Place(self.name, node.line, node.column), "E112"))
            return unusable()
        folded = unicodedata.normalize("NFKC", node)
        first = parent.keys.setdefault(folded, node)
        if first is not node:
            place = Place(self.name, node.line, node.column)
            self.keep(Problem(place, "E110", str(node), first=first.line))
            return unusable()
        return node

    def scalar(self, event: events.ScalarEvent) -> Text:
        """One scalar as it stands, with a Problem for whatever would have changed or lost a part of it."""
        self.reject_anchor_and_tag(event)
        self.bear(event)
        self.latest = event
        value, style, end = event.value, event.style, event.end_mark
        if style in ("|", ">"):
            self.reject_block(event)
            # Spaces before the end of a line are an accident of the editor.
            value = "\n".join(line.rstrip(" ") for line in value.split("\n"))
        elif event.start_mark.line != end.line:
            self.tell(event, "E116")
        elif not style:
            rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
            if rest.lstrip(" ").startswith("#"):
                self.tell(event, "E117")
        escaped = FORBIDDEN.search(value) if style == '"' else None
        if escaped:
            self.keep(forbidden(self.place(event), escaped[0]))
        if len(value) > LONGEST_TEXT:
            self.tell(event, "E115", most=LONGEST_TEXT)
        return placed(Text(value), event)

    def reject_block(self, event: events.ScalarEvent) -> None:
        """A lone > or | is a comparator without quotes; a folded block joins Chinese lines with spaces."""
        if not event.value.strip():
            seen = self.lines[event.start_mark.line][event.start_mark.column :].strip()
            self.tell(event, "E118", seen, char=event.style)
        elif event.style == ">":
            self.tell(event, "E116")

    def reject_anchor_and_tag(self, event: Any) -> None:
        """Anchors share and tags retype; neither may stand in content."""
        if event.anchor is not None:
            self.tell(event, "E107")
        if event.tag is not None:
            self.tell(event, "E109")

    def reject_document(self, event: Any, documents: int) -> None:
        """One file holds one document and no directives."""
        if type(event) is not events.DocumentStartEvent:
            return
        if event.version or event.tags:
            self.tell(event, "E114")
        if documents > 1:
            self.tell(event, "E113")

    def bear(self, event: Any, depth: int = 0) -> None:
        """Count a cell; more of them, or deeper ones, than any form needs end the reading of this file."""
        self.cells += 1
        if depth >= MOST_DEPTH:
            self.tell(event, "E108", most=MOST_DEPTH)
            raise Enough
        if self.cells > MOST_CELLS:
            self.tell(event, "E119", most=MOST_CELLS)
            raise Enough

    def stumble(self, error: yaml.MarkedYAMLError) -> None:
        """Keep what the parser stumbled over, in place of the wrapped text that its true cause made."""
        mark, folded = error.problem_mark, None
        if mark and self.latest and self.latest.start_mark.line < self.latest.end_mark.line == mark.line:
            folded = self.place(self.latest)
        problem, explained = syntax_problem(self.name, error, self.lines, folded)
        if explained:
            self.problems = [kept for kept in self.problems if kept.place != folded]
        self.problems.append(problem)

    def tell(self, event: Any, code: str, seen: str | None = None, **values: Any) -> None:
        """Keep a problem at the place of an event."""
        self.keep(Problem(self.place(event), code, seen, **values))

    def keep(self, problem: Problem) -> None:
        """Keep a problem; a thousand of them end the reading of this file."""
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise Enough

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


class Enough(Exception):
    """Ends the reading of a file of which no more needs to be known."""


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


# What the parser says, the mistake that people usually make there, and whether that began at its context.
SYNTAX = (
    ("while scanning a block scalar", "quote", True),
    ("that cannot start any token", "quote", False),
    ("while scanning an alias", "quote", True),
    ("while scanning an anchor", "quote", True),
    ("while scanning a directive", "quote", True),
    ("while scanning a tag", "quote", True),
    ("undefined tag handle", "quote", False),
    ("block sequence entries are not allowed", "quote", False),
    ("mapping keys are not allowed", "quote", False),
    ("did not find expected node content", "quote", False),
    ("while parsing a flow", "quote", True),
    ("unknown escape character", "escape", True),
    ("did not find expected hexdecimal number", "escape", True),
    ("while scanning a quoted scalar", "unclosed", True),
    ("mapping values are not allowed", "colon", False),
    ("could not find expected ':'", "nocolon", True),
)


def syntax_problem(
    name: str, error: yaml.MarkedYAMLError, lines: list[str], folded: Place | None
) -> tuple[Problem, bool]:
    """What the parser stumbled over, told by the mistake that people usually make there.

    `folded` is where a text begins that is wrapped and ends on the line of the error; the flag says whether
    the problem explains that text too.
    """
    told = f"{error.context or ''} {error.problem or ''}"
    form, at_context = next(((form, context) for piece, form, context in SYNTAX if piece in told), ("indent", False))
    mark = error.context_mark if at_context and error.context_mark else error.problem_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    if "invalid Unicode character" in told:
        return Problem(place, "E106", form="char", char="\\u"), False
    if "<document start>" in told and "..." in lines[: place.line]:
        return Problem(place, "E113"), False
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before = line[: place.column - 1].rstrip()
    after_quote = form == "indent" and before.endswith(('"', "'", "]", "}"))
    explained = folded is not None and (form == "colon" or after_quote)
    if folded is not None and form == "colon":
        alone = lines[folded.line - 1][: folded.column - 1].strip() in ("", "-")
        form, place = ("nocolon", folded) if alone else ("indent", place)
    elif folded is not None and after_quote:
        form, place = "unclosed", folded
    elif after_quote:
        form = "after"
    seen = lines[place.line - 1].strip() if place.line <= len(lines) else ""
    return Problem(place, "E100", seen or None, form=form), explained


def locate(root: Node, path: tuple[str | int, ...]) -> tuple[Place, Node]:
    """The deepest place and node that a path of keys and positions leads to from a root node."""
    node: Any = root
    line, column = root.line, root.column
    for step in path:
        if isinstance(node, Fields) and isinstance(step, str) and step in node:
            key: Any = next(known for known in node if known == step)
            line, column = key.line, key.column
            node = node[step]
            if isinstance(node, Text) and node:
                line, column = node.line, node.column
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            node = node[step]
            line, column = node.line, node.column
    return Place("", line, column), node
