"""What the tests of tracing share: an original of the good record, and how to hold one against the other."""

from pathlib import Path

from reading import HERE, form_of, good_text

from generator.cli.trace import html_report, json_report, text_report
from generator.forms.fields import validate
from generator.forms.model import Record
from generator.text.yaml import read_text
from generator.tracing.alignment import Alignment
from generator.tracing.document_index import DocumentIndex
from generator.tracing.labels import FormLabels
from generator.tracing.matches import Difference, MatchState
from generator.tracing.original import source_text
from generator.tracing.queries import VerbatimCell
from generator.tracing.result import WRONG, Trace, form_span, trace_of

# Those of a form without a drawing.
LABELS = FormLabels(form_of(good_text()), None)
TEMPLATES = (HERE.parent / "templates",)

# The original of the good record, its rows as a table with tabs.
FORM = """\
附件1
2026年部门整体支出绩效目标表
预算单位名称	示例市教育局
主管部门名称
财政供养人员数	在职人数	71	离退休人数	38	二级预算单位数	12
预算整体情况	按支出类型划分	预算金额（万元）	按收入来源划分	预算金额（万元）
	其中：基本支出	1674.21	其中：财政拨款	2015.01
	项目支出	340.80	其他资金	0
	按预算级次划分	预算金额（万元）
	其中：市本级使用资金	2015.01
	拟转移支付市县资金	无
总体绩效目标	1. 办好义务教育，学位够用； 2. 改善办学条件，校舍安全。
年度重点工作任务	名称	主要实施内容	拟投入的资金（万元）	期望达到的目标（概述）
1	校舍维修	维修中小学校舍42所	300.5	校舍安全
2	教师培训	培训教师1600人次	40.30	教师水平提高
其他需完成的任务（可选填）	无	无	0	无
绩效指标	一级指标	二级指标	三级指标	三级指标解释	对比符号	指标值	计量单位	分值权重
	产出指标	数量指标	维修校舍数量	年内完成维修的校舍	≥	42	所	20
		时效指标	维修完成时间	全部校舍维修完成的日子		2026年12月31日前		10
	效益指标	社会效益指标	无	无	无	无	无	0
	满意度指标	服务对象满意度指标	家长满意度	问卷中满意的家长所占的比例	≥	88	%	20
"""


def ground_of(text: str, folder: Path, name: str = "original.txt") -> DocumentIndex:
    """A document with this text, read from a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return DocumentIndex(source_text(path), LABELS)


def traced(record_text: str, source: DocumentIndex) -> Trace:
    """The trace of a record given as text."""
    root = read_text("2026.yml", record_text.encode()).root
    assert root is not None
    record, problems = validate(Record, root, "2026.yml")
    assert record is not None, problems
    return trace_of(record, root, "2026.yml", source)


def told(trace: Trace) -> list[str]:
    """Every cell that was not simply found, with what differs."""
    return [
        " ".join([".".join(map(str, cell.cell.path)), cell.match.state, *map(told_difference, cell.match.differences)])
        for cell in trace.cells
        if cell.match.state not in (MatchState.FOUND, MatchState.BLANK) and not cell.cell.is_about
    ]


def told_difference(difference: Difference) -> str:
    """What the record says, a stroke, and what the document says."""
    return f"{difference.record}|{difference.source}"


def lacking(trace: Trace) -> list[str]:
    """What stands in the midst of the form and not in the record, by line."""
    return [f"{piece.line} {' '.join(piece.text.split())}" for piece in trace.lacking]


def reports(trace: Trace) -> str:
    """Everything that a trace can be turned into."""
    return text_report(trace) + json_report(trace) + html_report(trace, TEMPLATES) + repr(trace)


def as_html(text: str) -> str:
    """The form as a page with tables, scripts, comments and entities."""
    rows = "".join(
        "<tr>" + "".join(f"<td><p>{cell.replace('≥', '&ge;')}</p></td>" for cell in line.split("\t")) + "</tr>\n"
        for line in text.splitlines()
    )
    head = "<!DOCTYPE html><html><head><style>p { color: red }</style><script>var a = 71;</script></head>"
    return f"{head}<body><!-- 38 -->\n<table>\n{rows}</table></body></html>"


def is_faithful(cells: list[VerbatimCell], alignment: Alignment) -> bool:
    """Whether every cell was found and nothing in the midst of the form is left over."""
    pairs = zip(cells, alignment.matches, strict=True)
    wrong = any(match.state in WRONG and not cell.is_about for cell, match in pairs)
    first, last = form_span(alignment)
    return not wrong and not any(first <= start < last for start, _ in alignment.ownership.unassigned())
