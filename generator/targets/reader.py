"""Applies the rules to a 指标值 in their order; `read_target` is the entry point."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from generator.targets import counted, timed, worded
from generator.targets.cell import TargetCell, cell_of
from generator.targets.lexicon import SCORING, may_change_meaning
from generator.targets.normal_form import plain
from generator.targets.target import Reading, Target
from generator.targets.units import KNOWN
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

MOST_PIECES = 6
SEPARATORS = lazy_pattern(r"[、;；。]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
NUMERIC = word_list("quantity ratio amount date period")
Rule = Callable[[TargetCell], Reading | None]

# Names of measures of which one per cent or less is a sensible target.
SMALL_SHARES = lazy_pattern(
    "增长|增幅|下降|降低|减少|提高|提升|差错|错误|误差|偏差|投诉|事故|死亡|发病|流失|违|超支|故障|失业|损|复发|中断|返工|空置|不良|逾期|辍学|感染|漏"
)
SHARE_NAMES = lazy_pattern(r"(?:率|度|比例|占比|比重)(?:\([^()]*\))?$")
# The stub that the empty form had printed in a name, and a mere (%), say in what the value is to be given.
UNIT_OF_STUB = lazy_pattern(rf"\((?:[≥≤<>=]*\*+(?P<unit>%|{KNOWN})|(?P<share>%))\)$")
UNIT_IN_NAME = lazy_pattern(r"\((?:[≥≤<>=*]*)?(?:%|万?亿?[一-龥]{1,4}(?:/[一-龥]{1,4})?)\)$")


def several(cell: TargetCell) -> Reading | None:
    """Two or more targets in one cell are read one by one, and never added up or chosen from.

    1600人、200人 => quantity [quantity 1600 人; quantity 200 人] !several-targets
    ≥90%，≤5% => ratio [ratio ge 90.. %; ratio le ..5 %] !several-targets
    """
    if not cell.has_figure:
        return None
    pieces = [piece for piece in SEPARATORS.split(cell.body) if piece]
    loose = len(pieces) > 1 and "、" not in cell.body
    if len(pieces) == 1 and "\n" in cell.text:
        pieces = [line for line in map(plain, cell.text.splitlines()) if line]
    if not 2 <= len(pieces) <= MOST_PIECES:
        return None
    parts = tuple(read_by(SINGLE_TARGET_RULES, piece, cell.comparator_text, cell.unit_text) for piece in pieces)
    measurable = [part for part in parts if part.measurable]
    allowed = (*NUMERIC, "qualitative") if loose else NUMERIC
    if not measurable or any(part.kind not in allowed or "unit-missing" in part.flags for part in parts):
        return None
    if is_one_list(parts) or any(is_condition(part) for part in parts):
        return None
    return {"kind": measurable[0].kind, "parts": parts, "flags": ("several-targets",)}


def is_condition(part: Target) -> bool:
    """Whether a part in words is about scoring, or may be a condition or a separate case, and not a target."""
    return part.kind == "qualitative" and bool(
        SCORING.search(part.text) or (part.rule == "quality" and may_change_meaning(part.text))
    )


def is_one_list(parts: tuple[Target, ...]) -> bool:
    """Whether the parts may share one comparator, one 每 or one day, so that the others cannot be read alone.

    不少于5次、10人 has its sign in front, 5次、10人以上 behind; 培训2期、200人次 has none.
    """
    for at, part in enumerate(parts):
        later = parts[at + 1 :]
        if is_bare(part) and later and is_bare(later[0], signed=True) and is_signed(later[0]):
            return True
        if part.text[:1] == "每" and "/" in part.unit and any(each.unit and "/" not in each.unit for each in later):
            return True
        has_sign_in_front = is_signed(part) and not part.text[:1].isdigit()
        if (has_sign_in_front or part.rule == "dated_figure") and any(is_bare(each) for each in later):
            return True
    return False


def is_signed(part: Target) -> bool:
    """Whether a comparator bounds the figure of a part."""
    return part.comparator not in ("none", "about")


def is_bare(part: Target, *, signed: bool = False) -> bool:
    """Whether a part begins with its figure and has neither a time of its own nor, unless `signed`, a sign."""
    begins = part.rule == "recurring_day" or (part.text[:1].isdigit() and part.rule not in ("dated_figure", "period"))
    return begins and "/" not in part.unit and (signed or part.comparator == "none")


# After `contradiction`, no rule sees a cell that contradicts itself.
READING_RULES: tuple[Rule, ...] = (
    worded.blank,
    worded.written_none,
    worded.placeholder,
    worded.contradiction,
    timed.recurring_day,
    timed.deadline,
    timed.period,
    counted.dated_figure,
    counted.bounded,
    counted.raised,
    counted.zero,
    counted.change,
    counted.share,
    counted.rate,
    counted.money,
    counted.duration,
    counted.count,
    counted.bare_figure,
    counted.referred_amount,
    counted.rank,
    counted.proportion,
    several,
    worded.not_quantifiable,
    worded.undetermined,
    worded.measure_without_value,
    worded.yes_or_no,
    worded.grade,
    worded.relative,
    worded.never,
    worded.quality,
)


# A part of a cell is not divided once more.
SINGLE_TARGET_RULES = tuple(rule for rule in READING_RULES if rule is not several)


def read_target(
    text: str, *, comparator: str | None = None, unit: str | None = None, name: str = "", type: str = ""
) -> Target:
    """The reading of a 指标值 with the columns 对比符号 and 计量单位 where the form has them.

    The name of the indicator completes a missing unit where it holds the stub of the empty form: 满意度(≥**%). Beyond
    that the name and the type raise doubts (flags) and never change what is read.
    """
    target = read_columns(text, comparator, unit)
    doubts: tuple[str, ...] = ()
    if "unit-missing" in target.flags and (stub := UNIT_OF_STUB.search(plain_name(name))):
        target = replace(read_columns(text, comparator, stub["unit"] or stub["share"]), unit_text=unit)
        doubts = ("unit-in-name",)
    doubts = (*doubts, *name_flags(target, plain_name(name), type))
    return replace(target, flags=tuple(sorted({*target.flags, *doubts}))) if doubts else target


@lru_cache(maxsize=4096)
def read_columns(text: str, comparator: str | None, unit: str | None) -> Target:
    """The reading of a text and its columns, without the name of the indicator."""
    return read_by(READING_RULES, text, comparator, unit)


# The name of an indicator in plain form.
plain_name = lru_cache(maxsize=4096)(plain)


def read_by(rules: tuple[Rule, ...], text: str, comparator: str | None, unit: str | None) -> Target:
    """The reading by the first of the rules that can read the cell; unread where none can."""
    cell = cell_of(text, comparator, unit)
    for rule in rules:
        reading = rule(cell)
        if reading is not None:
            flags = {*cell.flags, *reading.pop("flags", ())}
            if cell.called_qualitative and reading["kind"] in NUMERIC:
                flags.add("called-qualitative")
            return Target(text, comparator, unit, flags=tuple(sorted(flags)), rule=rule.__name__, **reading)
    return Target(text, comparator, unit, flags=cell.flags)


def name_flags(target: Target, name: str, type: str) -> tuple[str, ...]:
    """The flags of what the name and the type of the indicator make doubtful in the reading."""
    doubts = []
    if lost_percent(target, name, type):
        doubts.append("percent-lost")
    if "unit-missing" in target.flags and UNIT_IN_NAME.search(name):
        doubts.append("unit-in-name")
    if name and target.kind not in NUMERIC and target.rule != "written_none" and repeats(plain(target.text), name):
        doubts.append("repeats-name")
    return tuple(doubts)


def lost_percent(target: Target, name: str, type: str) -> bool:
    """Whether 100% may have become 1: a share of at most one per cent, or a bare figure with the name of a share."""
    value = target.value
    if value is None or not 0 < value <= 1 or SMALL_SHARES.search(name + target.refers_to):
        return False
    named = bool(SHARE_NAMES.search(name)) or "满意度" in type
    if target.unit == "%":
        return target.comparator in ("none", "eq") or (named and target.comparator == "ge")
    return not target.unit and target.kind == "quantity" and named


def repeats(text: str, name: str) -> bool:
    """Whether a cell says nothing but the name of its indicator over again."""
    if text == name:
        return True
    shortest = 2 if text[-1:] in ("率", "度") else 4
    return len(text) >= shortest and text in name
