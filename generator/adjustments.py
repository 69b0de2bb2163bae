"""The text that was approved, cell by cell, and adjustments undone on it.

Of a record this is what its form says and which rows are withheld, not what we say about it: notes, review, source,
dates of disclosure. A change names its cell in the words of the form (`绩效指标 第3行 指标值`). What it did to a whole
row, or to a cell that is no longer there, cannot be undone.
"""

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from generator.consistency import DOUBLED, place_in
from generator.gate import KEPT_BACK
from generator.model import Adjustment, Form, Project, Record, form_keys
from generator.problems import Problem
from generator.typed import BLANK, Part, fields_of, inner, title_of, titles_of
from generator.yamlfile import Fields

CellPath = tuple[str | int, ...]
Texts = dict[CellPath, str]

OUR_WORDS = frozenset(("basis", "decided_on", "decided_by", "cleared", "earlier"))
ROW = re.compile("第([1-9][0-9]{0,3})行")
RULE = re.compile(f"V[0-9]{{2}}|{DOUBLED}")
WITHHELD_SUM = ("tasks", "withheld_total")
SECTIONS = ("budget", "narrative", "overall_goal", "goal", "tasks", "indicators")
UNSAID = frozenset((BLANK, "依规不公开"))


def approved_texts(record: Form) -> Texts:
    """The text of every cell of the form by its path, in order; a blank one is "", one not on the form is missing."""
    return {path: text for key in form_keys(type(record)) for path, text in texts_in(getattr(record, key), (key,))}


def texts_in(value: Any, path: CellPath) -> Iterator[tuple[CellPath, str]]:
    """The cells under a value, each figure with the digits that it was written with."""
    if isinstance(value, Part):
        for key in titles_of(type(value)):
            if key not in OUR_WORDS:
                yield from texts_in(getattr(value, key), (*path, key))
    elif isinstance(value, tuple):
        if not value:
            yield path, BLANK
        for number, row in enumerate(value):
            yield from texts_in(row, (*path, number))
    elif value is not None:
        yield path, format(value, "f") if isinstance(value, Decimal) else str(value)


def digest(texts: Texts) -> str:
    """SHA-256 of the cells with their paths, in order."""
    told = (f"{'.'.join(map(str, path))}\0{text}\0" for path, text in texts.items())
    return sha256("".join(told).encode("utf-8")).hexdigest()


def path_of(words: str, shape: type[Part] = Record) -> CellPath | None:
    """The path of what the words of the form name: a cell, a row or a group; None where they name nothing."""
    rest = "".join(words.split())
    for key in fields_of(shape, ()):
        title = "".join(title_of(shape, (key,)).split())
        if key in OUR_WORDS or not rest.startswith(title):
            continue
        group, left = inner(shape.model_fields[key].annotation), rest.removeprefix(title)
        # A cell that is named like its group is named once: 财政供养人员数.
        found = path_in(left or (title if group and is_named(title, group) else ""), group)
        if found is not None:
            return (key, *found)
    return None


def is_named(title: str, shape: type[Part]) -> bool:
    """Whether one of the fields of a shape has this title."""
    return any(field.title == title for field in shape.model_fields.values())


def path_in(rest: str, shape: type[Part] | None) -> CellPath | None:
    """What is left of the words, inside a field: nothing, a row of it, or one of its own fields."""
    row = ROW.match(rest)
    number = (int(row[1]) - 1,) if row else ()
    rest = rest[row.end() :] if row else rest
    if not rest:
        return number
    found = path_of(rest, shape) if shape else None
    return None if found is None else (*number, *found)


class Misfit(Exception):
    """A change that cannot be undone: which of its adjustment, and what stands in its cell, None where none is."""

    def __init__(self, row: int, now: str | None) -> None:
        super().__init__(row)
        self.row = row
        self.now = now


def undone(texts: Texts, adjustment: Adjustment, shape: type[Form] = Record) -> Texts:
    """The cells as they were before an adjustment; Misfit where a change does not fit what is there."""
    earlier = dict(texts)
    for row, change in reversed(list(enumerate(adjustment.changes))):
        path = path_of(change.cell, shape)
        if path is None or earlier.get(path) != change.after:
            raise Misfit(row, earlier.get(path) if path else None)
        earlier[path] = change.before
    return earlier


def changes_rows(adjustment: Adjustment, texts: Texts, shape: type[Form] = Record) -> bool:
    """Whether an adjustment says of a whole row, or of a cell that is not there now, that it changed."""
    return any(path_of(change.cell, shape) not in texts for change in adjustment.changes)


def anchor_of(words: str, record: Form) -> str:
    """Where on the record's page the cell that the words name stands."""
    match path_of(words, type(record)):
        case ("budget", str(way), str(line)):
            return f"{way}-{line}".replace("_", "-")
        case ("budget", str(way)):
            return way.replace("_", "-")
        case ("tasks", str(group), int(number), *_) if isinstance(record, Record):
            before = len(record.tasks.key) if group == "other" else 0
            rows = len(getattr(record.tasks, group) or ())
            return f"task-{before + number + 1}" if number < rows else "tasks"
        case ("indicators", int(number), *_):
            return f"indicator-{number + 1}" if number < len(record.indicators) else "indicators"
        case (str(part), *_) if part in SECTIONS:
            return part.replace("_", "-")
    return "summary"


def adjustment_problems(name: str, record: Form, root: Fields) -> Iterator[Problem]:
    """E331 for a change of something that no form has, E303 for one of nothing, E332 for what is no rule's number."""
    for number, adjustment in enumerate(record.adjustments or ()):
        if not adjustment.changes:
            path = ("adjustments", number, "changes")
            yield Problem(place_in(name, root, path), "E303", cell=title_of(type(record), path), form="adjustment")
        for row, change in enumerate(adjustment.changes):
            found = path_of(change.cell, type(record))
            if found is None or found[0] not in form_keys(type(record)):
                place = place_in(name, root, ("adjustments", number, "changes", row, "cell"))
                near = nearest_cell(change.cell, record)
                yield Problem(place, "E331", change.cell, form="near" if near else "none", near=near)
    for part in ("as_published", "replies"):
        for number, entry in enumerate(getattr(record, part) or ()):
            if not RULE.fullmatch(entry.rule):
                yield Problem(place_in(name, root, (part, number, "rule")), "E332", entry.rule)


def nearest_cell(words: str, record: Form) -> str:
    """The name of the cell or row of a form that is written most like some words; empty where none is like them."""
    shape = type(record)
    paths = approved_texts(record)
    plain, digits = "".join(words.split()), re.findall("[0-9]+", words)
    # A whole row is meant only where the words end with one.
    wanted = (path[:-1] for path in paths if isinstance(path[-2:][0], int)) if plain.endswith("行") else paths
    names = {"".join(title.split()): title for path in wanted if (title := title_of(shape, path))}
    if plain and (ends := [name for name in names if name.endswith(plain)]):
        return names[ends[0]]
    same_row = [name for name in names if digits and re.findall("[0-9]+", name) == digits]
    for known in (same_row, list(names)):
        if found := difflib.get_close_matches(plain, known, 1, 0.5):
            return names[found[0]]
    return ""


def adjustment_holds(name: str, record: Form, root: Fields) -> Iterator[Problem]:
    """S406 where the history tells what a row withholds: its words, or sums of before and after it was withheld."""
    if isinstance(record, Project):
        return
    told = [
        (path_of(change.cell) or (), change, ("adjustments", number, "changes", row))
        for number, adjustment in enumerate(record.adjustments or ())
        for row, change in enumerate(adjustment.changes)
    ]
    sums_tell = any(is_withheld(path, record, whole=True) for path, _, _ in told)
    for path, change, where in told:
        repeats = is_withheld(path, record) and not {change.before, change.after} <= UNSAID
        if repeats or (sums_tell and (path == WITHHELD_SUM or path[:1] == ("budget",))):
            yield Problem(place_in(name, root, where), "S406")


def is_withheld(path: CellPath, record: Record, *, whole: bool = False) -> bool:
    """Whether a path leads to a withheld row or to a cell that it withholds; `whole` asks for rows withheld whole."""
    if len(path) < 3 or path[0] != "tasks":
        return False
    rows = getattr(record.tasks, str(path[1])) or ()
    how = rows[int(path[2])].withheld if int(path[2]) < len(rows) else None
    if how is None or (whole and how != "all"):
        return False
    return len(path) == 3 or path[3] in KEPT_BACK[how]
