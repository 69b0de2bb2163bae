"""Layout of Zhanjiang's form 附件1, 市级部门整体预算绩效目标表: a heading at the left of each block, then four columns.

Drawn after the forms of 2021 and the one of 2023. Every record fits it: a table with more columns makes it wider.
"""

from generator.forms.fields import titles_of
from generator.forms.model import Budget, Record, Task
from generator.output.form_pages.blocks import (
    indicator_table,
    keys_of,
    line,
    money_rows,
    pair_rows,
    people,
    task_rows,
    titles,
    with_side_heading,
)
from generator.output.form_pages.grid import Block, Grid, grid_of

WIDTHS = (14, 19, 30, 22, 18)
MORE = 10


def fits(record: Record) -> bool:
    """Whether a record has the cells of this form: staff in service and retired, and money by level."""
    *payroll, _ = people(record)
    return any(value is not None for _, value, _ in payroll) or record.budget.by_level is not None


def layout(record: Record) -> Grid:
    """The record on Zhanjiang's form."""
    unit = record.unit
    columns = keys_of(record, "indicators", ("family", "type", "name", "target"))
    widths = WIDTHS + (MORE,) * (1 + len(columns) - len(WIDTHS))
    money = money_rows(record, titles_of(Budget), f"预算金额（{unit}）", "其中：")
    blocks = [
        line("预算单位名称", record.department, "department"),
        line("主管部门名称", record.supervisor, "supervisor"),
        *staff(record),
        with_side_heading("预算整体情况", money),
        line("总体绩效目标", record.goal, "goal", prose=True),
        *tasks(record, f"拟投入的资金（{unit}）"),
        with_side_heading("绩效指标", indicator_table(record.indicators, columns, merged=True)),
    ]
    return grid_of("zhanjiang", record.title, widths, blocks)


def staff(record: Record) -> list[Block]:
    """The people: in service and retired on the form of 2021, one figure and the units below on that of 2023."""
    *payroll, total = people(record)
    basics = [total, ("下属二级单位数", record.subordinate_units, ("subordinate_units",))]
    return [with_side_heading("财政供养人员数", pair_rows(payroll)), with_side_heading("基本信息", pair_rows(basics))]


def tasks(record: Record, amount: str) -> list[Block]:
    """Both groups of tasks; the second has no headings of its own, and its columns are those of the first."""
    columns = keys_of(record, "tasks", titles_of(Task))
    key = [titles(columns, {**titles_of(Task), "amount": amount}), *task_rows(record.tasks.key, "key", columns)]
    other = record.tasks.other
    rows = [] if other is None else task_rows(other, "other", columns)
    return [with_side_heading("年度重点工作任务", key), with_side_heading("其他需完成的任务（可选填）", rows)]
