"""Forms with two trees of indicators in one table: that of the whole project and that of the year, row by row."""

from form_records import BESIDE_THE_FORM

from generator.analysis.table_rows import families_of
from generator.forms.cells import cells
from generator.forms.drawings.filled import read_filled
from generator.forms.drawings.fit import misfit
from generator.forms.drawings.read_cells import ReadCell
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.titles import FormTitles
from generator.forms.model import Project
from generator.output.form_pages.drawn import filled_grid
from generator.output.pages.form_rows import TargetRow, says_nothing
from generator.output.row_html import RowContext, target_row_html

WHOLE = "{.whole_type=长期二级指标} | {.whole_name=长期三级指标} | {.whole_target=长期指标值}"
DRAWING = f"""title: 项目支出绩效目标申报表
for: {{kind: project}}
unit: 万元
widths: 10 12 20 12 12 20 12
sheet: |
  项目名称 | {{name!}} | <5

  一级指标 | 长期目标 | <2 | 年度目标 | <2
  ^ | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
  {{indicators.family!~}} | {WHOLE} | {{.type!}} | {{.name!}} | {{.target!}}
"""
ROWS = (
    ("数量指标", "新建道路", "12公里", "数量指标", "新建道路", "4公里"),
    ("质量指标", "验收合格率", "100%", "质量指标", "", ""),
)
KEYS = ("whole_type", "whole_name", "whole_target", "type", "name", "target")
FORM = Project.model_validate(
    {
        "title": "项目支出绩效目标申报表",
        "unit": "万元",
        "name": "某项目",
        "indicators": [{"family": "产出指标", **dict(zip(KEYS, row, strict=True))} for row in ROWS],
        **BESIDE_THE_FORM,
    }
)


def test_both_trees_are_drawn_filled_and_read_back() -> None:
    drawing, problems = read_drawing("a.yml", DRAWING.encode())
    assert drawing is not None, problems
    assert not misfit(FORM, drawing)
    grid = filled_grid(FORM, 2021, drawing)
    read = [ReadCell(cell.row + 1, cell.column + 1, cell.text, cell.rowspan, cell.colspan) for cell in grid.cells]
    filled = read_filled(drawing, "a.xlsx", grid.title, read)
    assert filled.problems == []
    assert filled.values == {cell.path: cell.text for cell in cells(FORM) if cell.path != ("unit",)}
    titles = FormTitles.of(FORM, drawing)
    assert [titles.title("indicators", key) for key in KEYS[:3]] == ["长期二级指标", "长期三级指标", "长期指标值"]


def test_a_row_of_the_whole_project_alone_is_on_the_page() -> None:
    drawing, _ = read_drawing("a.yml", DRAWING.encode())
    [family] = families_of(FORM)
    rows = [line for _, group in family.types for line in group]
    context = RowContext({}, "", FormTitles.of(FORM, drawing))
    flags = {"repeats_type": False, "is_embedded": False, "has_earlier": False}
    written = [target_row_html("质量指标", TargetRow(line), context=context, **flags) for line in rows]
    assert "长期指标值" in written[1]
    assert "100%" in written[1]
    assert [says_nothing(line) for line in rows] == [False, False]
