"""Jieyang's form of 2022, 部门整体支出预算绩效目标表: seven columns, tasks by number, targets in three cells.

As published it merges no indicators: the family and the type stand in every row.
"""

from generator.forms.fields import titles_of
from generator.forms.model import Indicator, Record, Task
from generator.output.form_pages.blocks import (
    indicator_table,
    keys_of,
    label,
    line,
    money_rows,
    pair_rows,
    people,
    shown,
    task_rows,
    titles,
    with_side_heading,
)
from generator.output.form_pages.grid import Block, Grid, GridPiece, grid_of

WIDTHS = (13, 14, 19, 29, 9, 10, 10)
OF_ITS_OWN = ("definition", "comparator", "unit")
USUAL_TASK = ("name", "content", "amount")
WAYS = {"by_type": "部门预算支出", "by_source": "收入来源", "by_level": "预算级次"}


def fits(record: Record) -> bool:
    """Whether a record has a column of this form alone: definition, comparator or unit of an indicator."""
    return any(getattr(row, key) is not None for row in record.indicators for key in OF_ITS_OWN)


def layout(record: Record) -> Grid:
    """The record on Jieyang's form."""
    columns = keys_of(record, "indicators", titles_of(Indicator).keys() - {"weight"})
    task_columns = keys_of(record, "tasks", USUAL_TASK)
    many = max(len(columns), 2 + len(task_columns))
    widths = (WIDTHS + WIDTHS[-1:] * many)[:many]
    amount = f"拟投入金额({record.unit})"
    other = record.tasks.other
    blocks = [
        identity(record),
        with_side_heading("基本信息", staff(record)),
        with_side_heading("预算整体情况", money_rows(record, WAYS, f"预算金额({record.unit})")),
        line("总体绩效目标", record.goal, "goal", prose=True),
        with_side_heading("年度重点工作任务", numbered(record.tasks.key, "key", task_columns, amount)),
        with_side_heading("其他需完成任务", [] if other is None else numbered(other, "other", task_columns, amount)),
        [
            [label("部门履职的整体绩效指标", "colgroup")],
            *indicator_table(record.indicators, columns, merged=False),
        ],
    ]
    return grid_of("jieyang", record.title, widths, blocks)


def identity(record: Record) -> Block:
    """The row of the department and its supervising department."""
    row = [label("部门名称", "row"), shown(record.department, "department", wide=2)]
    if record.supervisor is not None:
        row += [label("资金主管部门", "row"), shown(record.supervisor, "supervisor")]
    return [row]


def staff(record: Record) -> Block:
    """The people and the units below."""
    in_service, retired, total = people(record)
    return pair_rows([total, in_service, retired, ("二级预算单位数", record.subordinate_units, ("subordinate_units",))])


def numbered(tasks: tuple[Task, ...], group: str, columns: tuple[str, ...], amount: str) -> Block:
    """One group of tasks under headings of its own, counted from one."""
    rows = task_rows(tasks, group, columns)
    return [
        [label("序号", "col"), *titles(columns, {**titles_of(Task), "expected": "期望达到的目标", "amount": amount})],
        *([GridPiece(str(number) if tasks else ""), *row] for number, row in enumerate(rows, 1)),
    ]
