"""The comments and blank lines of a YAML file, each group of them above the key or the item that it precedes."""

from collections.abc import Iterator, Mapping

from generator.forms.cells import CellPath
from generator.text.word_list import word_list
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode

# Lines by the path that they are above; those at the end of the file are above ().
Layout = Mapping[CellPath, tuple[str, ...]]
END: CellPath = ()
# The keys at the root above which there is a blank line, unless a file says otherwise.
OPENING = frozenset(
    word_list("""
    budget execution narrative goal overall_goal tasks indicators weight_total other framework source disclosure review
    notes adjustments as_published replies trace clearances
    """)
)


def usual_lines(path: CellPath, is_first: bool) -> tuple[str, ...]:
    """Return the lines above a path in a file without a layout of its own."""
    return ("",) if len(path) == 1 and path[0] in OPENING and not is_first else ()


def layout_of(text: str, root: MappingNode) -> dict[CellPath, tuple[str, ...]]:
    """Return the comments and blank lines of a file that differ from the usual ones."""
    lines = text.split("\n")
    entries = sorted(anchors(root, ()), key=lambda entry: entry[1])
    found: dict[CellPath, tuple[str, ...]] = {}
    start = 0
    for number, (path, line, _) in enumerate(entries):
        above = tuple(lines[start : line - 1])
        if above != usual_lines(path, is_first=not number):
            found[path] = above
        behind = entries[number + 1][1] - 1 if number + 1 < len(entries) else len(lines) - 1
        start = first_behind(lines, entries[number], behind)
    if rest := tuple(lines[start:-1] if not lines[-1] else lines[start:]):
        found[END] = rest
    return found


# A path with the line of its key or item, and its text where it is one.
Anchor = tuple[CellPath, int, ScalarNode | None]


def anchors(node: MappingNode | SequenceNode, above: CellPath) -> Iterator[Anchor]:
    """Yield the path and the line of each key, and of each item that is a text."""
    entries = node.items() if isinstance(node, MappingNode) else enumerate(node)
    for key, inside in entries:
        path = (*above, str(key) if isinstance(key, str) else key)
        is_text = isinstance(inside, ScalarNode)
        if isinstance(key, ScalarNode):
            yield path, key.line, inside if is_text else None
        elif is_text:
            yield path, inside.line, inside
        if not is_text:
            yield from anchors(inside, path)


def first_behind(lines: list[str], anchor: Anchor, behind: int) -> int:
    """Return the first line, from 0, of the comments and blank lines after an entry; `behind` is the next entry."""
    _, line, text = anchor
    if text is None or (text.line == line and text.ends[0] < line):
        return line
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip(" "))
    first = behind
    while first > line and is_between(lines[first - 1], indent):
        first -= 1
    return first


def is_between(line: str, indent: int) -> bool:
    """Whether a line is blank, or a comment that is no part of a block text below a key."""
    bare = line.lstrip(" ")
    return not bare or (bare.startswith("#") and len(line) - len(bare) <= indent)
