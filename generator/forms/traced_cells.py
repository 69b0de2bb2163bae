"""The cells of a record that a trace looks for in the original document, with the names that forms print for them."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from generator.forms.cells import WITHHELD_TOTAL, CellPath, cells, fingerprint, texts_outside_form
from generator.forms.cells import Cell as FormCell
from generator.forms.fields import title_of
from generator.forms.model import Form, StoredTrace

DOCUMENT_CELLS = (("source", "title"), ("source", "number"))
MERGED = ("family", "type")
# Labels that forms print for a cell, besides its title in the model.
NAMES: dict[CellPath, tuple[str, ...]] = {
    ("department",): ("部门名称", "预算部门名称", "部门（单位）名称", "单位名称", "预算单位", "预算部门", "填报单位"),
    ("supervisor",): ("资金主管部门", "资金主管部门名称", "主管部门"),
    ("staff", "in_service"): ("在职",),
    ("staff", "retired"): ("离退休",),
    ("subordinate_units",): ("下属单位数", "所属单位数"),
    ("code",): ("项目编码",),
    ("nature",): ("项目属性", "项目类型"),
    ("implementer",): ("项目单位", "项目实施单位"),
    ("starts",): ("开始日期", "项目开始日期"),
    ("ends",): ("完成日期", "项目完成日期"),
    ("budget", "annual", "total"): ("年度资金申请总额", "年度预算资金总额"),
    ("budget", "annual", "fiscal"): ("当年财政拨款", "其中：财政拨款", "其中：当年财政拨款"),
    ("budget", "whole", "fiscal"): ("其中：财政资金",),
    ("overall_goal",): ("总目标", "实施期目标", "中长期目标", "长期目标"),
    ("goal",): ("总体目标", "年度总体目标", "年度绩效目标", "年度主要目标"),
}
UNIT_SPELLINGS = ("（{}）", "({})", "单位：{}", "单位:{}")


@dataclass(frozen=True, slots=True)
class VerbatimCell:
    """One text or figure of a record: its path, its title and its text.

    The whole title names the groups and the row before the cell.
    """

    path: CellPath
    title: str
    text: str
    is_figure: bool = False
    is_in_withheld_row: bool = False
    whole_title: str = ""

    @property
    def row(self) -> CellPath:
        """The path of the row that the cell is in; empty for a cell outside of tables."""
        return self.path[:-1] if is_row(self.path[:-1]) else ()

    @property
    def is_merged(self) -> bool:
        """Whether a form may print the cell once for several rows."""
        return self.path[0] == "indicators" and self.path[-1] in MERGED

    @property
    def is_about(self) -> bool:
        """Whether the cell describes the document and need not be in it."""
        return self.path in DOCUMENT_CELLS

    @property
    def may_lie_over(self) -> bool:
        """Whether the cell may overlap others: the unit is printed with every amount, the title above the form."""
        return self.is_about or self.path == ("unit",)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways in which a document may write the cell: only the unit of money has more than one."""
        return tuple(form.format(self.text) for form in UNIT_SPELLINGS) if self.path == ("unit",) else (self.text,)

    @property
    def names(self) -> tuple[str, ...]:
        """The labels that a form may print before a cell outside of tables."""
        return () if self.row else (self.title, *NAMES.get(self.path, ()))


def is_row(path: CellPath) -> bool:
    """Whether a path leads to a row of a table."""
    return bool(path) and isinstance(path[-1], int)


def verbatim_cells(record: Form) -> tuple[VerbatimCell, ...]:
    """Return every cell that the form shows, blank ones too, then the title and number of its document."""
    form = (cell for cell in cells(record) if not cell.hidden and cell.kind != "table" and cell.path != WITHHELD_TOTAL)
    about = (cell for cell in texts_outside_form(record) if cell.path in DOCUMENT_CELLS)
    return tuple(verbatim_cell(record, cell) for cell in chain(form, about))


def verbatim_cell(record: Form, cell: FormCell) -> VerbatimCell:
    """Return a cell of the form as it is looked for in a document."""
    row: Any = record
    for step in cell.row:
        row = row[step] if isinstance(step, int) else getattr(row, step)
    is_withheld = bool(cell.row) and row.withheld is not None
    return VerbatimCell(
        cell.path,
        cell.title,
        cell.text,
        cell.kind != "text" and not isinstance(cell.value, str),
        is_withheld,
        title_of(type(record), *cell.path),
    )


def has_changed_since_trace(record: Form, stored: StoredTrace) -> bool:
    """Whether the text of a record has changed since its stored trace was made."""
    return fingerprint(record) != stored.fingerprint
