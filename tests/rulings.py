"""The table of the rule tests: one change to a record without findings, and all that the rules then say.

Rows are (rule, what, change, findings). A change is `old => new` in the text of content/clean.yml, several are
divided by ` ;; `; in front of `@` stand the changes to the record of the year before. A finding is the rule, its
form where it has several, and the anchor of the cell. Rows without findings of their rule are near misses.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """One change and what comes of it."""

    rule: str
    what: str
    change: str
    findings: str


DUTY = "发放工资，维持日常办公"
DONE = "修好的校舍当年使用"
GOAL = "改善办学条件，校舍安全。"
SALES = "年度预算资金2174.21万元"
FIRST = "name: 校舍维修数量\n    target: 42所"
COST = "name: 校舍维修成本\n    target: ≤300.5万元"
RATE = "name: 维修验收合格率\n    target: \"100%\""
DAY = "name: 维修完成时间\n    target: 2026年12月31日前"
BENEFIT = "name: 受益学生\n    target: ≥5000人"
HAPPY = "name: 家长满意度\n    target: ≥90%"
LAST = """  - family: 满意度指标
    type: 服务对象满意度指标
    name: 家长满意度
    target: ≥90%
"""


def row_of(name: str, target: str, family: str = "效益指标", kind: str = "社会效益指标") -> str:
    """A change that puts one more indicator in front of the last."""
    return f"{LAST} =>   - family: {family}\n    type: {kind}\n    name: {name}\n    target: {target}\n{LAST}"


def target_of(old: str, target: str) -> str:
    """A change of the target of an indicator, and of nothing else."""
    return f"{old} => {old.split(chr(10))[0]}\n    target: {target}"


SECRECY = [
    Row("V03", "a guarded place", f"{DUTY} => 发放看守所工资", "V03 task-1"),
    Row("V03", "any other place", f"{DUTY} => 发放食堂工资", ""),
    Row("V04", "a name behind its label", f"{DUTY} => 联系人：王小明", "V04 review task-1"),
    Row("V04", "a label alone", f"{DUTY} => 联系人待定", ""),
]
TIMELINESS = [
    Row("V05", "a day late", "approved_on: 2026-02-20 => approved_on: 2026-02-12", "V05 late published-on"),
    Row("V05", "on the last day", "approved_on: 2026-02-20 => approved_on: 2026-02-13", ""),
    Row("V05", "before the approval", "approved_on: 2026-02-20 => approved_on: 2026-03-06", "V05 before published-on"),
    Row("V05", "a day nobody knows", "approved_on: 2026-02-20 => approved_on:", "V05 unknown published-on"),
    Row("V06", "a day apart", "budget_published_on: 2026-03-05 => budget_published_on: 2026-03-04", "V06 apart budget-published-on"),
    Row("V06", "both later", "published_on: 2026-03-05\n  budget_published_on: 2026-03-05 => published_on: 2026-03-06\n  budget_published_on: 2026-03-06", ""),
    Row("V06", "a day nobody knows", "budget_published_on: 2026-03-05 => budget_published_on:", "V06 unknown budget-published-on"),
]
ARITHMETIC = [
    Row("V07", "two cents", "    fiscal: 2174.21 =>     fiscal: 2174.19", "V07 differs by-source"),
    Row("V07", "a cent may be rounding", "    fiscal: 2174.21 =>     fiscal: 2174.20", ""),
    Row("V07", "nothing to add up", "fiscal: 2174.21\n    other: 0 => fiscal: 无\n    other: 无", "V07 unknown by-source"),
    Row("V08", "ten less", "transfers: 100 => transfers: 90", "V08 differs by-level"),
    Row("V08", "a cent may be rounding", "transfers: 100 => transfers: 99.99", ""),
    Row("V08", "nothing to add up", "own_level: 2074.21\n    transfers: 100 => own_level: 无\n    transfers: 无", "V08 unknown by-level"),
    Row("V09", "a source is more than the whole", "    fiscal: 2174.21 =>     fiscal: 2174.23", "V07 differs by-source, V09 by-source-fiscal"),
    Row("V09", "a task is dearer than all projects", "amount: 300.5 => amount: 500.02", "V09 task-2, V10 more tasks, V31 less indicator-5"),
    Row("V09", "a task is all projects", "amount: 300.5 => amount: 500 ;; amount: 199.5 => amount: 0 ;; ≤300.5万元 => ≤500万元", ""),
    Row("V10", "tasks come to a cent more than rounding", "amount: 199.5 => amount: 199.52", "V10 more tasks"),
    Row("V10", "tasks come to less", "amount: 199.5 => amount: 99.5", "V10 less tasks"),
    Row("V10", "a cent may be rounding", "amount: 199.5 => amount: 199.51", ""),
    Row("V10", "no tasks", "amount: 300.5 => amount: 无 ;; amount: 199.5 => amount: 无", "V10 unknown tasks"),
    Row("V12", "a cost above the whole budget", row_of("办学成本", "≤2200万元", "产出指标", "成本指标"), "V12 total indicator-7"),
    Row("V12", "a cost above the projects", row_of("办学成本", "≤500.02万元", "产出指标", "成本指标"), "V12 project indicator-7"),
    Row("V12", "as much as the projects", row_of("办学成本", "≤500万元", "产出指标", "成本指标"), ""),
    Row("V12", "no cost", row_of("拉动消费", "9000万元"), ""),
    Row("V13", "one split in 元", "fiscal: 2174.21 => fiscal: 21742100", "V07 differs by-source, V09 by-source-fiscal, V13 split by-source"),
    Row("V13", "all tasks in 元", "amount: 300.5 => amount: 3005000 ;; amount: 199.5 => amount: 1995000 ;; ≤300.5万元 => ≤3005000万元", "V09 task-2, V09 task-3, V10 more tasks, V12 total indicator-5, V13 tasks tasks"),
    Row("V13", "one task in 元", "amount: 199.5 => amount: 1995000", "V09 task-3, V10 more tasks, V13 task task-3"),
    Row("V13", "the goal in 元", "2174.21万元 => 2174.21元", "V13 goal goal"),
    Row("V13", "the goal in 元, rightly", "2174.21万元 => 21742100元", ""),
    Row("V31", "more than its task", "≤300.5万元 => ≤310万元", "V31 more indicator-5"),
    Row("V31", "less than its task", "≤300.5万元 => ≤30万元", "V31 less indicator-5"),
    Row("V31", "the cost of another thing", f"{COST} => name: 食堂用餐成本\n    target: ≤310万元", ""),
    Row("V31", "a price", f"{COST} => name: 校舍维修成本\n    target: ≤310元/平方米", ""),
    Row("V46", "a total with a slip", "2174.21万元 => 2174.12万元", "V46 goal goal"),
    Row("V46", "a total, rounded", "2174.21万元 => 2174万元", ""),
    Row("V46", "a total of the year before", "年度预算资金2174.21万元 => 办学经费比上年增加5.6万元", ""),
    Row("V46", "the basic expenditure said twice", "amount: 1674.21 => amount: 1647.21", "V46 basic task-1"),
    Row("V46", "a count said twice", "name: 校舍维修数量\n    target: 42所 => name: 中小学校舍维修数量\n    target: 43所 ;; 中小学校舍42所 => 中小学的42所校舍", "V46 count indicator-1"),
    Row("V46", "another count", "中小学校舍42所 => 中小学食堂24所", ""),
]
