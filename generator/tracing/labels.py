"""The vocabulary of the forms: what is printed on them whoever fills them in, and where it stands in a document."""

import re
from collections.abc import Iterator

from generator.forms.cells import WITHHELD_TOTAL
from generator.forms.fields import FieldGroup, group_inside, titles_of
from generator.forms.model import Project, Record, form_keys
from generator.forms.traced_cells import NAMES

# Headings and columns that are no names of cells, in the words of the forms that we have met.
PRINTED = (
    "附件", "基本信息", "年度", "序号", "合计", "小计", "名称", "任务名称", "主要内容",
    "预算整体情况", "部门预算支出", "收入来源", "预算金额", "金额", "金额单位", "单位", "单位:万元", "单位:元", "金额单位:万元", "金额单位:元",
    "年度重点工作任务", "年度主要任务", "其他需完成的任务", "其他需完成任务", "总额",
    "拟投入的资金", "拟投入金额", "期望达到的目标",
    "绩效指标", "年度绩效指标", "部门履职的整体绩效指标", "整体绩效指标", "指标",
    "三级指标解释", "指标解释", "指标性质", "指标方向性", "度量单位", "权重", "分值", "备注",
)  # fmt: skip
PREFIX = r"(?:[一二三四五六七八九十]{1,2}、|其中:)?"
SUFFIX = r"(?:\([^()0-9]{1,8}\))?:?"
ANNEX = r"附件:?[0-9]{1,2}"
FOLDS = str.maketrans("（）［］：﹕", "()[]::")


def titles(shape: type[FieldGroup]) -> Iterator[str]:
    """The names that the model gives to the cells of the form, however deep."""
    for name, title in titles_of(shape).items():
        if (shape in (Record, Project) and name not in form_keys(shape)) or name == WITHHELD_TOTAL[-1]:
            continue
        yield title
        part = group_inside(shape.model_fields[name].annotation)
        if part:
            yield from titles(part)


def words() -> frozenset[str]:
    """Every word of the vocabulary, brackets and colons in one form, without a bracket at the end."""
    known = (*titles(Record), *titles(Project), *PRINTED, *(name for names in NAMES.values() for name in names))
    return frozenset(re.sub(r"\([^()]*\)$", "", word.translate(FOLDS)) for word in known if word)


LABEL = re.compile(
    f"{ANNEX}|{PREFIX}(?:{'|'.join(sorted(map(re.escape, words()), key=lambda word: (-len(word), word)))}){SUFFIX}"
)


def labels_in(bare: str, starts: list[int], ends: frozenset[int]) -> list[tuple[int, int]]:
    """Where a label stands by itself in a text without white space, from a start of a word to an end of one."""
    folded = bare.translate(FOLDS)
    found = []
    for start in starts:
        match = LABEL.match(folded, start)
        while match and match.end() not in ends and not match[0].endswith(":"):
            match = LABEL.match(folded, start, match.end() - 1)
        if match:
            found.append(match.span())
    return found
