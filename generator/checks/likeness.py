"""How much two Chinese texts have in common, told by their pairs of neighbouring characters."""

import re
from functools import lru_cache

HAN = re.compile("[一-龥]+")
# Words of every form, which make no two of its cells related.
COMMON = (
    "工作", "项目", "经费", "资金", "建设", "完成", "开展", "数量", "全市", "我市", "年度", "当年", "所需", "管理",
    "服务", "保障", "支出", "预算", "成本", "费用", "金额", "本年", "市级", "专项", "实施", "进行", "加强", "推进",
    "相关", "有关", "情况", "达到", "提高", "提升", "指标", "基本", "投入", "总额", "安排", "人员", "单位", "部门",
    "活动", "业务",
)  # fmt: skip
NAMELESS = re.compile("|".join(COMMON))


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters of a text."""
    return frozenset(run[place : place + 2] for run in HAN.findall(text) for place in range(len(run) - 1))


def shared(one: str, other: str) -> int:
    """How many pairs two texts share, words of every form aside."""
    return len(pairs(one) & pairs(other) - frozenset(COMMON))


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same pairs."""
    left, right = pairs(one), pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def same_thing(one: str, other: str) -> bool:
    """Whether two names, words of every form aside, are nearly the same."""
    left, right = NAMELESS.sub("", one), NAMELESS.sub("", other)
    return min(len(left), len(right)) >= 4 and likeness(left, right) >= 0.7
