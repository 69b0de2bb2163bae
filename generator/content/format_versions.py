"""The version of the data format, and the steps that rewrite the files of an older version.

`format` in site_config.yml names the version that the files of a project are written in; a project without it has
version 1. A step edits lines of a file and leaves the others, with their comments, as they are. What a step cannot
rewrite is a Problem for a person, and the project then stays at its version; what a person should look at once more
is a warning.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from generator.content.consistency import is_like_project
from generator.content.file_names import FOLDER
from generator.forms.fields import title_of
from generator.forms.model import Project, Record
from generator.problems import ContentError, Place, Problem, UsageError
from generator.secrecy.clearances import DECISION, KEY, clearance_lines, text_hash
from generator.text import amounts
from generator.text.files import BOM, decoded, file_bytes
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode, place_in, read_text
from generator.words import translate

SETTING = "format"
FIRST = 1
FORMER_KEY = "cleared"
# The path of a file, what was read of it, and its lines -> the lines as the next version has them, and what to tell.
Step = Callable[[str, MappingNode, list[str]], tuple[list[str], list[Problem]]]


def move_indicator_clearances(name: str, root: MappingNode, lines: list[str]) -> tuple[list[str], list[Problem]]:
    """Version 1 to 2: `cleared` of an indicator becomes an entry of `clearances` for the text of its target."""
    problems: list[Problem] = []
    removed: set[int] = set()
    entries: list[str] = []
    shape = Project if is_like_project(root) else Record
    behind = end_of_clearances(root, lines)
    for number, row in former_rows(root):
        cut = lines_of_decision(row, lines)
        if cut is None or behind is None:
            key = key_node(row, FORMER_KEY)
            problems.append(Problem(Place(name, key.line, key.column), "E220", form="by_hand"))
            continue
        removed |= cut
        decision = {key: source_of(row[FORMER_KEY][key], lines) for key in DECISION}
        words = title_of(shape, "indicators", number, "target")
        problems.append(Problem(Place.whole(name), "W705", cell=words))
        entries += clearance_lines(words, text_hash(row["target"]), decision)
    if not entries or behind is None:
        return lines, problems
    head = [] if KEY in root else ["", f"{KEY}:"]
    before = [line for at, line in enumerate(lines[:behind]) if at not in removed]
    after = [line for at, line in enumerate(lines) if at >= behind and at not in removed]
    return [*before, *head, *entries, *after], problems


# One step for each version but the last: the first step leads from version 1 to 2.
UPGRADE_STEPS: tuple[Step, ...] = (move_indicator_clearances,)
FORMAT = FIRST + len(UPGRADE_STEPS)


def former_rows(root: MappingNode) -> Iterator[tuple[int, MappingNode]]:
    """The indicators of a form that have a decision of their own, with their position from 0."""
    rows = root.get("indicators")
    for number, row in enumerate(rows if isinstance(rows, SequenceNode) else ()):
        if isinstance(row, MappingNode) and FORMER_KEY in row:
            yield number, row


def key_node(row: MappingNode, key: str) -> ScalarNode:
    """The node of a group's key in its file."""
    return next(node for node in row if node == key)  # type: ignore[return-value]


def lines_of_decision(row: MappingNode, lines: list[str]) -> set[int] | None:
    """The lines of a decision, from 0; None unless it is whole and each of its cells has a line of its own."""
    decision = row[FORMER_KEY]
    if not isinstance(decision, MappingNode) or set(decision) != set(DECISION) or not row.get("target"):
        return None
    head = key_node(row, FORMER_KEY)
    spans = [(head, head.line - 1, len(lines[head.line - 1].rstrip()))]
    for key in DECISION:
        value = decision[key]
        if not isinstance(value, ScalarNode):
            return None
        spans.append((key_node(decision, key), *value.ends))
    are_alone = all(
        key.line - 1 == last and not lines[last][: key.column - 1].strip() and not lines[last][end:].strip()
        for key, last, end in spans
    )
    numbers = {last for _, last, _ in spans}
    return numbers if are_alone and len(numbers) == len(spans) else None


def source_of(value: ScalarNode, lines: list[str]) -> str:
    """The source text of a scalar in its line, with its quotation marks."""
    return lines[value.line - 1][value.column - 1 : value.ends[1]].strip()


def end_of_clearances(root: MappingNode, lines: list[str]) -> int | None:
    """The line, from 0, that new decisions of a file go before; None where they cannot follow the old ones."""
    entries = root.get(KEY)
    if KEY not in root:
        while len(lines) > 1 and not lines[-1].strip():
            lines = lines[:-1]
        return len(lines)
    if entries == "":
        return place_in("", root, (KEY,)).line
    last = entries[-1] if isinstance(entries, SequenceNode) and entries else None
    if not isinstance(last, MappingNode) or lines[last.line - 1][: last.column - 1] != "  - ":
        return None
    ends = [value.ends[0] for value in last.values() if isinstance(value, ScalarNode)]
    return max(ends) + 1 if len(ends) == len(last) else None


def version_of(root: MappingNode) -> int:
    """The format version that a configuration names; FigureError for a text that is no number."""
    written = root.get(SETTING, "")
    return max(FIRST, amounts.count(str(written))) if written else FIRST


def newer_format(root: MappingNode, file: str) -> list[Problem]:
    """E219 for a configuration that names a version which this program does not know yet."""
    try:
        version = version_of(root)
    except amounts.FigureError:
        return []
    problem = Problem(place_in(file, root, (SETTING,)), "E219", str(version), newest=FORMAT)
    return [problem] if version > FORMAT else []


def upgraded_files(
    root: Path, config_file: str, steps: tuple[Step, ...] = UPGRADE_STEPS
) -> tuple[dict[str, bytes], list[Problem]]:
    """The files changed by an upgrade to the newest version, by path, and the messages of the upgrade steps.

    The version itself is raised only where no E220 is left. Raises UsageError for a configuration that cannot be
    read or is of a newer version.
    """
    data = file_bytes(root / config_file, config_file)
    reading = read_text(config_file, data)
    if reading.root is None or reading.problems:
        raise UsageError([problem.unquoted() for problem in reading.problems])
    if problems := newer_format(reading.root, config_file):
        raise UsageError(problems)
    try:
        version = version_of(reading.root)
    except amounts.FigureError as misread:
        raise UsageError([Problem(place_in(config_file, reading.root, (SETTING,)), misread.code)]) from misread
    files: dict[str, bytes] = {}
    messages: list[Problem] = []
    if open_steps := steps[version - FIRST :]:
        for path in sorted((root / FOLDER).rglob("*.yml")):
            changed, problems = upgraded(path, path.relative_to(root).as_posix(), open_steps)
            files |= changed
            messages += problems
        if not old_forms(messages):
            files[config_file] = with_version(data, reading.root, FIRST + len(steps))
    return files, messages


def old_forms(problems: list[Problem]) -> list[Problem]:
    """The Problems that prevent an upgrade: all but the warnings."""
    return [problem for problem in problems if not problem.code.startswith("W")]


def upgraded(path: Path, name: str, steps: tuple[Step, ...]) -> tuple[dict[str, bytes], list[Problem]]:
    """A file after some upgrade steps, if they change it, and their problems; E220 for a file that cannot be read."""
    problems: list[Problem] = []
    try:
        data = file_bytes(path, name)
        before, faults = decoded(name, data)
        text = before
        for step in steps:
            reading = read_text(name, text.encode("utf-8"))
            if faults or reading.problems or reading.root is None:
                raise ContentError
            lines, more = step(name, reading.root, text.split("\n"))
            text = "\n".join(lines)
            problems += more
    except ContentError:
        return {}, [Problem(Place.whole(name), "E220", form="unreadable")]
    return ({name: encoded(text, data)} if text != before else {}), problems


def encoded(text: str, former: bytes) -> bytes:
    """A text as bytes, with the line ends and the byte order mark of the bytes that it was read from."""
    lines = text.replace("\n", "\r\n") if b"\r\n" in former else text
    return (BOM if former.startswith(BOM) else b"") + lines.encode("utf-8")


def with_version(data: bytes, root: MappingNode, version: int) -> bytes:
    """A configuration with its format version set; every other line stays."""
    text, _ = decoded("", data)
    lines = text.split("\n")
    if SETTING not in root:
        while lines and not lines[-1].strip():
            lines.pop()
        return encoded("\n".join([*lines, "", *translate("starter.format", version=version).splitlines(), ""]), data)
    at = key_node(root, SETTING).line - 1
    lines[at] = f"{lines[at][: lines[at].index(':')]}: {version}"
    return encoded("\n".join(lines), data)
