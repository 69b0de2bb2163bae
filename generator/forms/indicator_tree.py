"""The tree of indicators: families (一级指标), their types (二级指标), and which of them every form should fill in.

Rules, board, topics and comparisons use this tree; names are compared without white space and without the word
指标 at their end.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from generator.forms.fields import BLANK, NONE_WRITTEN
from generator.forms.model import Indicator
from generator.text.word_list import word_list

Framework = Literal["before-101", "after-101"]
Filling = Literal["filled", "none", "blank", "absent"]

OUTPUT, BENEFIT, SATISFACTION, COST = "产出", "效益", "满意度", "成本"
BENEFITS = word_list("经济效益 社会效益 生态效益 环境效益 生态环境效益 可持续影响 可持续")
SATISFACTIONS = word_list("服务对象满意度 满意度 社会公众满意度 社会公众或服务对象满意度 受益对象满意度")
# The types of each family, before and after 财预〔2021〕101号. The forms of 2011 to 2015, still used in many provinces,
# have satisfaction among the benefits.
COMMON = {BENEFIT: (*BENEFITS, *SATISFACTIONS), SATISFACTION: SATISFACTIONS}
TREES: Mapping[Framework, Mapping[str, tuple[str, ...]]] = {
    "before-101": {OUTPUT: ("数量", "质量", "时效", "成本"), **COMMON},
    "after-101": {COST: ("经济成本", "社会成本", "生态环境成本"), OUTPUT: ("数量", "质量", "时效"), **COMMON},
}
TYPES = frozenset(name for tree in TREES.values() for names in tree.values() for name in names)
# What a form should have; a family of cost is asked for only where a form has set it up.
EXPECTED = (OUTPUT, BENEFIT, SATISFACTION)
# The types that tell the family of a row on forms without a column for families.
TELLING_TYPES = {OUTPUT: TREES["before-101"][OUTPUT], BENEFIT: BENEFITS, SATISFACTION: SATISFACTIONS}


def short_name(name: str) -> str:
    """Return the name of a family or type without white space and without the word 指标."""
    return "".join(name.split()).removesuffix("指标")


def is_misfiled(framework: Framework, family: str, kind: str) -> bool:
    """Whether a type is in a family that it does not belong to; unknown types fit anywhere."""
    tree = TREES[framework]
    family, kind = short_name(family), short_name(kind)
    return kind in TYPES and family in {COST, *tree} and kind not in tree.get(family, ())


def is_cost(row: Indicator) -> bool:
    """Whether an indicator is filed under cost."""
    return COST in row.classes


def is_satisfaction(row: Indicator) -> bool:
    """Whether an indicator is filed under satisfaction."""
    return "满意" in row.classes


def shared_type(row: Indicator) -> str:
    """Return the type of an indicator by the name that both trees share."""
    return COST if is_cost(row) else "满意" if is_satisfaction(row) else short_name(row.type or BLANK)


class FamilyState(NamedTuple):
    """A family that a form should have: filled in, only with 无, left blank, or absent."""

    name: str
    filling: Filling


def families_of(rows: Iterable[Indicator]) -> Iterator[FamilyState]:
    """Yield the families that a form should have, cost among them where the form has it, in their order.

    A form whose rows are in no family and of no type has none. One with families of its own (履职, 过程) is asked only
    for those of the trees that it has rows for.
    """
    members = tuple(rows)
    if members and all(row.family is None and row.type is None for row in members):
        return
    has_cost = any(short_name(row.family or BLANK) == COST for row in members)
    has_own_families = any(map(is_in_own_family, members))
    for name in (*([COST] if has_cost else []), *EXPECTED):
        filling = filling_of([row for row in members if is_in_family(row, name)])
        if not (has_own_families and filling == "absent"):
            yield FamilyState(name, filling)


def is_in_own_family(row: Indicator) -> bool:
    """Whether a row has a family, or without one a type, that is in no tree."""
    return bool(row.classes) and not any(is_in_family(row, name) for name in (COST, *EXPECTED))


def is_in_family(row: Indicator, family: str) -> bool:
    """Whether a row is in a family by the name of its family or type; cost among the outputs is a type of these."""
    if family == COST:
        return short_name(row.family or BLANK) == COST
    named = is_satisfaction(row) if family == SATISFACTION else family in row.classes
    return named or (not row.family and short_name(row.type or BLANK) in TELLING_TYPES[family])


def filling_of(rows: list[Indicator]) -> Filling:
    """Return how far the rows of one family are filled in."""
    if not rows:
        return "absent"
    if any(not row.names_nothing for row in rows):
        return "filled"
    return "none" if any(row.name == NONE_WRITTEN for row in rows) else "blank"
