"""Finds values that have slipped into a wrong column: texts that are none of what their column holds."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import FormDrawing, Path, Slot
from generator.forms.drawings.filled import FilledForm
from generator.forms.drawings.vocabulary import kind_of_slot
from generator.forms.fields import NONE_WRITTEN, PROSE, WITHHELD
from generator.forms.indicator_tree import TREES, TYPES, short_name
from generator.targets.comparators import column_code
from generator.text.word_list import word_list

# Families and types of other frameworks than the trees have, and what forms have in the place of comparators.
FURTHER_CLASSES = frozenset(word_list("服务对象 社会公众 效果 管理 投入 过程 决策 履职 履职效能 预算执行 绩效 影响力"))
FAMILIES = frozenset(family for tree in TREES.values() for family in tree)
NO_COMPARATORS = frozenset(word_list("定性 其他 其它 描述 文字描述 无 正向 反向 正指标 负指标"))
ENDING = "指标"
FIGURE = re.compile(r"[0-9][0-9,，.]*")
# The keys of points, and of what is written as they are.
POINTS = frozenset(("weight", "score", "weight_total", "score_total", "execution_weight"))
WEIGHT = re.compile(r"[0-9]+(?:\.[0-9]+)?[%分]?")
# The points of a family, which some forms print behind its name.
IN_BRACKETS = re.compile(r"[（(][^（()）]*分?[)）]\s*分?$")
DASHES = re.compile(r"[-—–－/／]+")
EMPTY = ("", NONE_WRITTEN, WITHHELD)
NAME, TARGET = "name", "target"
CLASSES = ("family", "type")


def slipped(drawing: FormDrawing, values: Mapping[CellPath, str]) -> Iterator[tuple[CellPath, str]]:
    """Yield the paths of values that are none of what their cell holds, each with the key of its doubt."""
    slots = {slot.path: slot for slot in drawing.slots}
    seen: set[tuple[Path, str]] = set()
    for path, text in values.items():
        keys = tuple(step for step in path if isinstance(step, str))
        slot = slots.get(keys)
        if slot is None or (keys, text) in seen:
            continue
        if text not in EMPTY and (doubt := doubt_of_text(drawing, slot, text)):
            seen.add((keys, text))
            yield path, doubt
        elif not text and slot.is_needed and not slot.rows:
            yield path, "needed"
        elif keys[-1] == NAME and slot.rows and lacks_partner(path, values):
            yield path, "half"


def wrong_sums(values: Mapping[CellPath, str]) -> Iterator[tuple[CellPath, Decimal]]:
    """Yield the sums of points that differ from their rows, with the sum of these; the rate of execution may count."""
    for key in ("weight", "score"):
        rows = [points(text) for path, text in values.items() if path[:1] == ("indicators",) and path[-1] == key]
        total = points(values.get((f"{key}_total",), ""))
        if total is None or not rows or None in rows:
            continue
        found = sum(filter(None, rows), Decimal(0))
        more = points(values.get(("execution", "total", key), "")) or Decimal(0)
        if total not in (found, found + more):
            yield (f"{key}_total",), found


def points(text: str) -> Decimal | None:
    """Return the figure of points; None for any other text."""
    return Decimal(re.sub("[%分]", "", text.strip())) if WEIGHT.fullmatch(text.strip()) else None


def doubt_of_text(drawing: FormDrawing, slot: Slot, text: str) -> str:
    """Return the doubt of a text that is none of what its slot holds; "" where it may be."""
    key, plain = slot.path[-1], text.strip()
    if slot.rows and key in CLASSES:
        return "" if is_class(plain) else key
    if key == "comparator":
        return "" if plain in NO_COMPARATORS or column_code(plain) else key
    if key in POINTS:
        return "" if WEIGHT.fullmatch(plain) else "weight"
    is_text = key == NAME or kind_of_slot(slot, drawing) == PROSE
    return "figure" if is_text and FIGURE.fullmatch(plain) else ""


def is_class(text: str) -> bool:
    """Whether a text may be a family or a type of indicators."""
    plain = IN_BRACKETS.sub("", text).strip()
    return plain.endswith(ENDING) or short_name(plain) in TYPES | FAMILIES | FURTHER_CLASSES


def lacks_partner(path: CellPath, values: Mapping[CellPath, str]) -> bool:
    """Whether an indicator has a name without a target, or a target without a name; a row of tasks no name alone."""
    row = {other[-1]: text for other, text in values.items() if other[:-1] == path[:-1]}
    if TARGET in row:
        return bool(row[NAME].strip()) != bool(row[TARGET].strip())
    others = [text for key, text in row.items() if key != NAME]
    if row[NAME] in EMPTY or not others:
        return not row[NAME].strip() and any(map(str.strip, others))
    return not any(map(str.strip, others)) and has_filled_rows(path[:-2], values)


def has_filled_rows(rows: CellPath, values: Mapping[CellPath, str]) -> bool:
    """Whether some row of a list has more than its name."""
    return any(path[:-2] == rows and path[-1] != NAME and text.strip() for path, text in values.items())


def shortened(form: FilledForm) -> Iterator[CellPath]:
    """Yield the last value of each run of neighbouring cells outside of lists that is blank, and others are not.

    The dashes that forms print in the place of figures are cells of such a run too.
    """
    single = {cell: path for path, cell in form.sources.items() if not any(isinstance(step, int) for step in path)}
    dashes = {cell: () for cell in form.labels if DASHES.fullmatch(cell.text.strip())}
    end, run = (0, 0), list[CellPath]()
    for cell, path in sorted((dashes | single).items(), key=lambda each: (each[0].row, each[0].column)):
        run = [*run, path] if (cell.row, cell.column) == end else [path]
        end = (cell.row, cell.column + cell.colspan)
        blank = [not form.values[each].strip() if each else False for each in run]
        is_last = not any((other.row, other.column) == end for other in (*dashes, *single))
        if is_last and path and blank[-1] and not all(blank):
            yield path
