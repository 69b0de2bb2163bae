"""A strict YAML parser whose values know their positions. The only module that imports PyYAML.

Files in the style of `plain_yaml` are read there, which takes a fifth of the time for the same nodes. Others are read
from parse events, never with a composer that types or recurses: every scalar is exactly the text in the file.
Anything that could change, hide or lose a word of it is a Problem (anchors, tags, duplicate keys, wrapped text, a
comment sign inside a text, invisible characters …), and all problems of a file are found in one call: a line that
cannot be parsed is repaired and the rest is parsed for its mistakes.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from yaml import events

from generator.problems import ContentError, Place, Problem
from generator.text.files import (
    FORBIDDEN,
    MOST_PROBLEMS,
    decoded,
    file_bytes,
    forbidden,
    forbidden_characters,
    has_forbidden,
)
from generator.text.plain_yaml import LONGEST_TEXT, plain_root
from generator.text.word_list import word_list
from generator.text.yaml_nodes import MappingNode, ScalarNode, SequenceNode
from generator.text.yaml_repair import (
    TAB_WIDTHS,
    WIDE_INDENT,
    Repairs,
    conflicts,
    continues_repaired_line,
    continues_text,
    has_forbidden_lead,
    has_key,
    joined_key,
    untabbed,
    wide_cells,
    without_block,
    without_conflicts,
    without_text,
    without_value,
)

# The nodes are of this module for all others.
__all__ = ["MappingNode", "ScalarNode", "SequenceNode"]

MOST_DEPTH = 20
MOST_NODES = 30_000
# Every fault costs another reading; no form is so long, or so often wrong.
MOST_FAULTS = 30
LONGEST_REPAIRED = 60_000
# Mistakes of a line that no other indentation of it makes better.
OF_THE_TEXT = word_list("quote unclosed after escape")
# Mistakes in a value, or in the rest of one, whose line keeps its key.
OF_A_VALUE = (*OF_THE_TEXT, "colon", "next")


Node = ScalarNode | SequenceNode | MappingNode
AnyNode = TypeVar("AnyNode", bound=Node)
COLLECTIONS: dict[Any, type[MappingNode | SequenceNode]] = {
    events.MappingStartEvent: MappingNode,
    events.SequenceStartEvent: SequenceNode,
}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The result of parsing a file: its root mapping (None when it cannot be parsed), all problems, and its raw text.

    Of a file that cannot be read whole, `rest` is what can, for the sake of its mistakes; the lines in `unsure`
    are not as they are in the file. `faults` counts the syntax errors; where it is 0, nothing is
    missing in the rest: only the indentation of the unsure lines was guessed, or one of two versions taken; `others`
    are what other guesses make of it. `may_lack_cells` says that cells that seem to be missing may stand in the file.
    """

    root: MappingNode | None
    problems: tuple[Problem, ...]
    text: str = ""
    rest: MappingNode | None = None
    unsure: frozenset[int] = frozenset()
    faults: int = 0
    others: tuple[MappingNode, ...] = ()
    may_lack_cells: bool = False


def read_text(name: str, data: bytes) -> ParsedFile:
    """Read the bytes of one YAML file whose root must be a mapping."""
    text, problems = decoded(name, data)
    if problems:
        return ParsedFile(None, tuple(problems))
    source = text.split("\n")
    if not has_forbidden(text) and (root := plain_root(source)) is not None:
        return ParsedFile(root, (), text)
    problems = [*forbidden_characters(name, text), *conflict_problems(name, source)]
    repairs = without_conflicts(source)
    widths = TAB_WIDTHS if any(map(has_forbidden_lead, source)) else TAB_WIDTHS[:1]
    readings = [parse_repaired(name, text, problems, untabbed(source, width) | repairs) for width in widths]
    best = min(readings, key=lambda reading: reading.faults)
    if best.faults or best.root is not None:
        return best
    others = (other.rest for other in readings if other is not best and not other.faults)
    return replace(best, others=tuple(rest for rest in others if rest is not None))


def parse_repaired(name: str, text: str, problems: list[Problem], repaired: Repairs) -> ParsedFile:
    """The reading of a text with some of its lines repaired, of which `problems` are known already."""
    source = text.split("\n")
    lines = source
    if problems:
        lines = [FORBIDDEN.sub(" ", repaired.get(number, line)) for number, line in enumerate(source)]
    builder = NodeBuilder(name, lines)
    root = builder.build()
    if builder.fault:
        return parse_after_faults(text, problems, repaired, builder)
    if problems and root is None:
        # An empty file may be empty for nothing but those characters.
        return ParsedFile(None, tuple(problems), text)
    map_columns_back(builder, root, source, repaired)
    reported = (*problems, *builder.problems)
    if repaired:
        return ParsedFile(None, reported[:MOST_PROBLEMS], text, root, unsure_lines(repaired), may_lack_cells=True)
    return ParsedFile(root, reported, text)


def conflict_problems(name: str, source: list[str]) -> list[Problem]:
    """E122 for each unresolved merge conflict."""
    return [
        Problem(Place(name, first + 1), "E122", form="whole", middle=divides + 1, last=last + 1)
        if last > divides > first
        else Problem(Place(name, first + 1), "E122", form="mark")
        for first, divides, last in conflicts(source)
    ]


def unsure_lines(repairs: Repairs) -> frozenset[int]:
    """The numbers, from 1, of the lines that were repaired."""
    return frozenset(number + 1 for number in repairs)


def map_columns_back(builder: "NodeBuilder", root: Node | None, source: list[str], repaired: Repairs) -> None:
    """Map columns of repaired lines back to those of the file, in a builder's problems and the nodes below a root."""
    shifts = {
        number + 1: len(source[number]) - len(line)
        for number, line in repaired.items()
        if line and len(line) != len(source[number])
    }
    if not shifts:
        return
    builder.problems = [
        at.at(replace(at.place, column=max(1, at.place.column + shifts.get(at.place.line, 0))))
        for at in builder.problems
    ]
    for node in () if root is None else walk_nodes(root):
        node.column = max(1, node.column + shifts.get(node.line, 0))


def parse_after_faults(text: str, problems: list[Problem], repaired: Repairs, builder: "NodeBuilder") -> ParsedFile:
    """The result of a text with syntax errors: each faulty line is repaired and the text is parsed again."""
    name, lines, problems = builder.name, builder.lines, list(problems)
    reported_lines = {problem.place.line - 1 for problem in problems} | repaired.keys()
    repairs: Repairs = {}
    faults, lost = 0, False
    while faults < MOST_FAULTS and (fault := builder.fault):
        faults += 1
        lost = lost or form_of(fault.problems[0]) not in OF_A_VALUE
        is_reported = fault.line in reported_lines and form_of(fault.problems[0]) not in OF_THE_TEXT
        if not is_reported and not continues_repaired_line(lines, fault.line, repairs):
            problems.extend(fault.problems)
        if not fault.repairs or len(text) > LONGEST_REPAIRED:
            break
        repairs |= fault.repairs
        builder = NodeBuilder(name, [repairs.get(number, line) for number, line in enumerate(lines)])
        builder.build()
    unread = dict.fromkeys(range(builder.fault.line, len(lines)), "") if builder.fault else {}
    rest = builder.unfinished()
    map_columns_back(builder, rest, text.split("\n"), repaired)
    # An empty result of parsing does not mean that the file was empty.
    problems += [problem for problem in builder.problems if problem.code != "E111"]
    return ParsedFile(
        None,
        tuple(problems[:MOST_PROBLEMS]),
        text,
        rest,
        unsure_lines(repairs | unread | repaired),
        faults,
        (),
        lost or bool(unread),
    )


def read_file(path: Path, name: str) -> ParsedFile:
    """Parse one YAML file; errors of reading it become problems."""
    try:
        return read_text(name, file_bytes(path, name))
    except ContentError as refusal:
        return ParsedFile(None, refusal.problems)


class NodeBuilder:
    """Builds nodes from the parse events of one text, and collects the problems."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self.name = name
        self.lines = lines
        self.problems: list[Problem] = []
        self.nodes = 0
        self.latest: events.ScalarEvent | None = None
        self.root: Node | None = None
        self.stack: list[OpenCollection] = []
        self.fault: SyntaxFault | None = None

    def build(self) -> MappingNode | None:
        """The root mapping, or None when the text is no readable mapping."""
        try:
            self.assemble(yaml.parse("\n".join(self.lines), Loader=yaml.CSafeLoader))
            if isinstance(self.root, MappingNode):
                return self.root
            if not self.problems:
                self.add(Problem(Place(self.name), "E111"))
        except yaml.MarkedYAMLError as error:
            self.fault = self.syntax_fault(error)
        except ParseAborted as aborted:
            self.fault = aborted.fault
        return None

    def unfinished(self) -> MappingNode | None:
        """The root mapping as far as it was read, with the collections that are still open."""
        while len(self.stack) > 1:
            node, parent = self.stack.pop().node, self.stack[-1]
            if isinstance(parent.node, SequenceNode) or parent.key is not None:
                self.put(parent, node)
        root = self.stack[0].node if self.stack else self.root
        return root if isinstance(root, MappingNode) else None

    def assemble(self, stream: Any) -> None:
        """Build the nodes with a stack of open collections, without recursion."""
        stack = self.stack
        documents = 0
        for event in stream:
            kind = type(event)
            if kind is events.ScalarEvent:
                node: Node = self.scalar(event)
            elif collection := COLLECTIONS.get(kind):
                self.reject_anchor_and_tag(event)
                self.count_node(event, len(stack))
                stack.append(OpenCollection(with_position(collection(), event)))
                continue
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                node = stack.pop().node
            elif kind is events.AliasEvent:
                self.report(event, "E107")
                node = with_position(ScalarNode(""), event)
            else:
                documents += kind is events.DocumentStartEvent
                self.reject_document(event, documents)
                continue
            if stack:
                self.put(stack[-1], node)
            elif self.root is None:
                self.root = node

    def put(self, parent: "OpenCollection", node: Node) -> None:
        """Add a finished node to its collection."""
        if isinstance(parent.node, SequenceNode):
            parent.node.append(node)
        elif parent.key is None:
            parent.key = self.key(parent, node)
        else:
            key, parent.key = parent.key, None
            if key.line:
                parent.node[key] = node

    def key(self, parent: "OpenCollection", node: Node) -> ScalarNode:
        """The key of a mapping's next entry; one that is refused comes back with line 0."""
        if not isinstance(node, ScalarNode):
            self.add(Problem(Place(self.name, node.line, node.column), "E112"))
            return refused_key()
        folded = unicodedata.normalize("NFKC", node)
        first = parent.keys.setdefault(folded, node)
        if first is not node:
            place = Place(self.name, node.line, node.column)
            self.add(Problem(place, "E110", str(node), first=first.line))
            return refused_key()
        return node

    def scalar(self, event: events.ScalarEvent) -> ScalarNode:
        """The text of a scalar event, with a problem for anything that YAML would change or lose."""
        self.reject_anchor_and_tag(event)
        self.count_node(event)
        self.latest = event
        value, style, end = event.value, event.style, event.end_mark
        line = event.start_mark.line
        if not style and line < len(self.lines) and WIDE_INDENT.match(self.lines[line]):
            raise ParseAborted(self.wide_indent(line))
        if style in ("|", ">"):
            self.reject_block(event)
            # Spaces before the end of a line are an accident of the editor.
            value = "\n".join(line.rstrip(" ") for line in value.split("\n"))
            value = value.rstrip("\n") + "\n" * value.endswith("\n")
        elif event.start_mark.line != end.line:
            self.report(event, "E116", form="first")
        elif not style:
            rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
            if rest.lstrip(" ").startswith("#"):
                self.report(event, "E117")
        escaped = FORBIDDEN.search(value) if style == '"' else None
        if escaped:
            self.add(forbidden(self.place(event), escaped[0]))
        if len(value) > LONGEST_TEXT:
            self.report(event, "E115", most=LONGEST_TEXT)
        text = with_position(ScalarNode(value), event)
        text.ends = end.line, end.column
        return text

    def reject_block(self, event: events.ScalarEvent) -> None:
        """A lone > or | is a comparator without quotes; a folded block joins Chinese lines with spaces."""
        if not event.value.strip():
            seen = self.lines[event.start_mark.line][event.start_mark.column :].strip()
            self.report(event, "E118", seen, char=event.style)
        elif event.style == ">":
            self.report(event, "E116", form="folded")

    def reject_anchor_and_tag(self, event: Any) -> None:
        """Reject anchors and tags, which content may not have."""
        if event.anchor is not None:
            self.report(event, "E107")
        if event.tag is not None:
            self.report(event, "E109")

    def reject_document(self, event: Any, documents: int) -> None:
        """One file holds one document and no directives."""
        if type(event) is not events.DocumentStartEvent:
            return
        if event.version or event.tags:
            self.report(event, "E114")
        if documents > 1:
            self.report(event, "E113")

    def count_node(self, event: Any, depth: int = 0) -> None:
        """Count a node, and stop parsing above the limits of nodes or depth."""
        self.nodes += 1
        if depth >= MOST_DEPTH:
            self.report(event, "E108", most=MOST_DEPTH)
            raise ParseAborted
        if self.nodes > MOST_NODES:
            self.report(event, "E119", most=MOST_NODES)
            raise ParseAborted

    def syntax_fault(self, error: yaml.MarkedYAMLError) -> "SyntaxFault":
        """The fault for a syntax error, explained by its likely cause."""
        mark, latest, folded = error.problem_mark, self.latest, None
        block = latest is not None and latest.style in ("|", ">")
        if mark and latest and not block and latest.start_mark.line < latest.end_mark.line == mark.line:
            folded = self.place(latest)
        problem, explained = syntax_problem(self.name, error, self.lines, folded)
        line = problem.place.line - 1
        seen = self.lines[line] if line < len(self.lines) else ""
        if latest and block and seen and not has_key(seen) and not "".join(self.lines[latest.end_mark.line : line]):
            return self.unindented(latest, line)
        if WIDE_INDENT.match(seen):
            return self.wide_indent(line)
        if explained:
            self.problems = [problem for problem in self.problems if problem.place != folded]
        if latest and form_of(problem) == "indent" and joined_key(self.lines[latest.start_mark.line], latest.value):
            # A cell without its colon is read as a text, and the next cell as an unexpected one.
            line, seen = latest.start_mark.line, self.lines[latest.start_mark.line]
            problem = Problem(self.place(latest), "E100", seen.strip(), form="nocolon")
        form = form_of(problem)
        if form == "nocolon" and line and continues_text(self.lines[line - 1], seen):
            problem = Problem(problem.place, "E116", seen.strip(), form="next")
        if form == "indent":
            repairs = without_block(self.lines, line) if seen.strip() else {}
        else:
            repairs = without_value(self.lines, line) if form and seen else {}
        return SyntaxFault(line, (problem,), repairs)

    def wide_indent(self, line: int) -> "SyntaxFault":
        """The fault for lines indented with wide spaces, reported for every such cell."""
        places = [Place(self.name, other + 1) for other in wide_cells(self.lines, line)]
        blank = {} if self.lines[line].strip() else {line: ""}
        return SyntaxFault(line, tuple(Problem(place, "E121") for place in places), blank)

    def unindented(self, block: events.ScalarEvent, line: int) -> "SyntaxFault":
        """The fault for a block text that is not indented."""
        header = block.start_mark.line
        problem = Problem(Place(self.name, line + 1), "E120", self.lines[line].strip())
        self.problems = [problem for problem in self.problems if problem.place != self.place(block)]
        empty = {} if block.value.strip() else without_value(self.lines, header)
        return SyntaxFault(line, (problem,), empty | without_text(self.lines, line))

    def report(self, event: Any, code: str, seen: str | None = None, **values: Any) -> None:
        """Add a problem at the position of an event."""
        self.add(Problem(self.place(event), code, seen, **values))

    def add(self, problem: Problem) -> None:
        """Add a problem; stop parsing at the limit."""
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise ParseAborted

    def place(self, event: Any) -> Place:
        """The position at which an event begins."""
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)


class OpenCollection:
    """A collection that is being read, with the key whose value comes next."""

    __slots__ = ("key", "keys", "node")

    def __init__(self, node: Any) -> None:
        self.node = node
        self.key: ScalarNode | None = None
        self.keys: dict[str, ScalarNode] = {}


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """A syntax error: its line from 0, its problems, and replacement lines with which parsing can continue."""

    line: int
    problems: tuple[Problem, ...]
    repairs: Repairs


class ParseAborted(Exception):
    """Stops parsing at a fault that PyYAML would accept, or without one where a limit is reached."""

    def __init__(self, fault: SyntaxFault | None = None) -> None:
        super().__init__()
        self.fault = fault


def with_position(node: AnyNode, event: Any) -> AnyNode:
    """The node with the position of its event."""
    node.line = event.start_mark.line + 1
    node.column = event.start_mark.column + 1
    return node


def refused_key() -> ScalarNode:
    """A placeholder for a refused key; its value is dropped."""
    key = ScalarNode("")
    key.line = 0
    return key


# The mistake that people usually make, where it is by PyYAML's marks, and a piece of PyYAML's message.
SYNTAX_TABLE = """
quote    context while scanning a block scalar
quote    problem that cannot start any token
quote    context while scanning an alias
quote    context while scanning an anchor
quote    context while scanning a directive
quote    context while scanning a tag
quote    problem undefined tag handle
quote    problem block sequence entries are not allowed
quote    problem mapping keys are not allowed
quote    problem did not find expected node content
quote    context while parsing a flow
escape   context unknown escape character
escape   context did not find expected hexdecimal number
unclosed context while scanning a quoted scalar
colon    problem mapping values are not allowed
nocolon  context could not find expected ':'
"""
SYNTAX = [line.split(maxsplit=2) for line in SYNTAX_TABLE.strip().splitlines()]


def syntax_problem(
    name: str, error: yaml.MarkedYAMLError, lines: list[str], folded: Place | None
) -> tuple[Problem, bool]:
    """The problem for a syntax error, by the mistake that most likely caused it.

    `folded` is where a text begins that is wrapped and ends on the line of the error; the flag says whether
    the problem explains that text too.
    """
    message = f"{error.context or ''} {error.problem or ''}"
    form, where = next(((form, where) for form, where, piece in SYNTAX if piece in message), ("indent", "problem"))
    mark = error.context_mark if where == "context" and error.context_mark else error.problem_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    if "invalid Unicode character" in message:
        return Problem(place, "E106", form="char", char="\\u"), False
    if "<document start>" in message and "..." in lines[: place.line]:
        return Problem(place, "E113"), False
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before = line[: place.column - 1].rstrip()
    if form == "indent" and before.endswith(('"', "'", "]", "}")):
        form = "after"
    explained = folded is not None and form in ("colon", "after")
    if folded and form == "colon":
        alone = lines[folded.line - 1][: folded.column - 1].strip() in ("", "-")
        form, place = ("nocolon", folded) if alone else ("indent", place)
    elif folded and form == "after":
        form, place = "unclosed", folded
    seen = lines[place.line - 1].strip() if place.line <= len(lines) else ""
    return Problem(place, "E100", seen or None, form=form), explained


def form_of(problem: Problem) -> str | None:
    """The form of a problem's remedy."""
    return dict(problem.values).get("form")


def walk_nodes(node: Any) -> Iterator[Any]:
    """A node and all keys and nodes in it, in the order of the file."""
    yield node
    if isinstance(node, MappingNode):
        for key, inside in node.items():
            yield key
            yield from walk_nodes(inside)
    elif isinstance(node, SequenceNode):
        for inside in node:
            yield from walk_nodes(inside)


def locate(root: Node, path: tuple[str | int, ...]) -> tuple[Place, Node]:
    """The deepest place and node on a path of keys and positions from a root node."""
    node: Any = root
    deepest: Any = root
    for step in path:
        if isinstance(node, MappingNode) and isinstance(step, str) and step in node:
            key = next(key for key in node if key == step)
            node = node[step]
            deepest = node if isinstance(node, ScalarNode) and node else key
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node):
            node = deepest = node[step]
    return Place("", deepest.line, deepest.column), node


def place_in(name: str, root: Node, path: tuple[str | int, ...]) -> Place:
    """The place of a cell in the file `name`, whose root node is given."""
    place, _ = locate(root, path)
    return replace(place, path=name)
