"""Finds values that have slipped into a wrong column: texts that are none of what their column holds."""

import re
from collections.abc import Iterator, Mapping

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import FormDrawing, Path, Slot
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
    return not row[NAME].strip() and any(text.strip() for text in row.values())
