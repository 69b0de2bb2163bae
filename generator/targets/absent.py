"""Rules for cells that set no target, and for cells that contradict themselves."""

import re

from generator.targets.cell import TargetCell
from generator.targets.target import Reading, flagged
from generator.targets.vocabulary import MEASURE_ALONE, NONE_WORDS, NONE_WRITTEN, NOT_QUANTIFIABLE, UNDETERMINED

SIGNS_ONLY = re.compile(r"[≥≤<>=约%‰]*")
# A measure that is to be moved states a wish: 提高群众满意度.
MOVED = re.compile(
    "(?:不断|逐步|进一步|有效|持续|显著|明显|稳步|大力)*(?:提高|提升|增强|增加|扩大|保障|确保|促进|改善|加强|降低|减少|控制|保证|实现|达到|保持"
    "|推进|推动|稳定|优化|强化|加大|加快|落实|建立|健全|做好)"
)
COMPARES = re.compile("[高低大小多少]于|超过|超出|突破|至少|不足")


def blank(cell: TargetCell) -> Reading | None:
    """A cell with nothing in it sets no target.

    \u3000 => none !blank
    """
    has_content = cell.body or cell.trouble or "stub-left" in cell.flags
    return None if has_content else flagged("none", "blank")


def written_none(cell: TargetCell) -> Reading | None:
    """A cell that says 无, or draws a stroke, sets no target.

    无 => none !written-none
    —— => none !written-none
    不适用 => none !written-none
    """
    if cell.trouble or (cell.body not in NONE_WRITTEN and (cell.has_figure or not NONE_WORDS.fullmatch(cell.body))):
        return None
    return flagged("none", "written-none")


def placeholder(cell: TargetCell) -> Reading | None:
    """A sign without a figure, or the stub that the empty form had printed, sets no target.

    ≥**株 => none !no-value,stub-left
    ≥ => none !no-value
    """
    return flagged("none", "no-value") if not cell.trouble and SIGNS_ONLY.fullmatch(cell.body) else None


def contradiction(cell: TargetCell) -> Reading | None:
    """A cell whose words and columns cannot all be right is not read, and says which of them clash.

    不低于90%以下 => unread !comparator-conflict
    ≥90% | ≤ | % => unread !comparator-conflict
    28.8万元 | ≥ | % => unread !unit-conflict
    2021年2月30日前 => unread !no-such-day
    1 600人 => unread !figures-apart
    """
    return flagged("unread", cell.trouble) if cell.trouble else None


def not_quantifiable(cell: TargetCell) -> Reading | None:
    """A cell that says that nothing can be measured sets no target.

    无法量化评估 => none !not-quantifiable
    """
    return flagged("none", "not-quantifiable") if not cell.has_figure and NOT_QUANTIFIABLE.search(cell.body) else None


def undetermined(cell: TargetCell) -> Reading | None:
    """A cell that leaves the target to be set later, or to what is needed, sets none.

    根据下达任务目标要求确定 => none !undetermined
    据实结算 => none !undetermined
    """
    return flagged("none", "undetermined") if UNDETERMINED.fullmatch(cell.words) else None


def measure_without_value(cell: TargetCell) -> Reading | None:
    """A cell that names a measure and no value of it sets no target.

    及时率 => none !no-value
    满意度 => none !no-value
    """
    if (
        not MEASURE_ALONE.fullmatch(cell.words)
        or cell.words.startswith("零")
        or MOVED.match(cell.words)
        or COMPARES.search(cell.words)
    ):
        return None
    return flagged("none", "no-value")
