"""The labels that are printed on every form, and where they are in a document."""

import re
from collections.abc import Iterator
from itertools import chain

from generator.forms.cells import WITHHELD_TOTAL, CellPath
from generator.forms.fields import FieldGroup, group_inside, titles_of
from generator.forms.model import DepartmentForm, ProjectForm
from generator.text.word_list import word_list

# Labels that forms print for a cell, besides its title in the model.
NAMES_OF_CELLS = """
    department 部门名称 预算部门名称 部门（单位）名称 单位名称 预算单位 预算部门 填报单位
    supervisor 资金主管部门 资金主管部门名称 主管部门
    staff.in_service 在职
    staff.retired 离退休
    subordinate_units 下属单位数 所属单位数
    code 项目编码
    nature 项目属性 项目类型
    implementer 项目单位 项目实施单位
    starts 开始日期 项目开始日期
    ends 完成日期 项目完成日期
    budget.annual.total 年度资金申请总额 年度预算资金总额
    budget.annual.fiscal 当年财政拨款 其中：财政拨款 其中：当年财政拨款
    budget.whole.fiscal 其中：财政资金
    budget.by_level.own_level 市本级使用资金
    budget.by_level.transfers 拟转移支付市县资金 拟用于对下转移支付资金
    overall_goal 总目标 实施期目标 中长期目标 长期目标
    goal 总体目标 年度总体目标 年度绩效目标 年度主要目标
"""
NAMES: dict[CellPath, list[str]] = {
    tuple(path.split(".")): names for path, *names in map(str.split, NAMES_OF_CELLS.strip().splitlines())
}
# Headings and columns that are no names of cells, in the words of the forms that we have met.
PRINTED = word_list("""
    附件 基本信息 年度 序号 合计 小计 名称 任务名称 主要内容 预算整体情况 部门预算支出 收入来源 预算金额 金额
    金额单位 单位 单位:万元 单位:元 金额单位:万元 金额单位:元 年度重点工作任务 年度主要任务 其他需完成的任务
    其他需完成任务 总额 拟投入的资金 拟投入金额 期望达到的目标 绩效指标 年度绩效指标 部门履职的整体绩效指标
    整体绩效指标 指标 三级指标解释 指标解释 指标性质 指标方向性 度量单位 权重 分值 备注
""")
PREFIX = r"(?:[一二三四五六七八九十]{1,2}、|其中:)?"
SUFFIX = r"(?:\([^()0-9]{1,8}\))?:?"
ANNEX = r"附件:?[0-9]{1,2}"
FOLDS = str.maketrans("（）［］：﹕", "()[]::")


def cell_titles(shape: type[FieldGroup]) -> Iterator[str]:
    """The names that the model gives to the cells of a form or a group, however deep."""
    for name, title in titles_of(shape).items():
        if name != WITHHELD_TOTAL[-1]:
            yield title
            if part := group_inside(shape.model_fields[name].annotation):
                yield from cell_titles(part)


def label_words() -> frozenset[str]:
    """Every label, brackets and colons in one form, without a bracket at the end."""
    labels = chain(cell_titles(DepartmentForm), cell_titles(ProjectForm), PRINTED, *NAMES.values())
    return frozenset(re.sub(r"\([^()]*\)$", "", word.translate(FOLDS)) for word in labels if word)


LABEL = re.compile(
    f"{ANNEX}|{PREFIX}(?:{'|'.join(sorted(map(re.escape, label_words()), key=lambda word: (-len(word), word)))}){SUFFIX}"
)


def labels_in(bare: str, starts: list[int], ends: frozenset[int]) -> list[tuple[int, int]]:
    """The spans of whole labels in a text without white space, each from the start of a word to the end of one."""
    folded = bare.translate(FOLDS)
    spans = []
    for start in starts:
        match = LABEL.match(folded, start)
        while match and match.end() not in ends and not match[0].endswith(":"):
            match = LABEL.match(folded, start, match.end() - 1)
        if match:
            spans.append(match.span())
    return spans
